//! `etax render`: one document as people read it, on a page with the engine's verdict.

use crate::args::CheckArgs;
use crate::check::{Prepared, complain, prepare};
use crate::exit::Status;
use crate::input::{Content, Place, Reader};
use crate::render::clean;
use crate::sign::replace;
use etax::engine::Input;
use etax::rule::Text;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What `etax render` was asked to do.
#[derive(Clone, Debug)]
pub(crate) struct PageArgs {
    /// How to judge, and the one document.
    pub(crate) check: CheckArgs,
    pub(crate) output: Option<PathBuf>,
}

/// Draws what the arguments name. The exit status is that of the command, not of the document: what the engine thinks of it
/// is on the page.
pub(crate) fn run(args: &PageArgs) -> Status {
    match work(args) {
        Ok(()) => Status::Accepted,
        Err(why) => {
            complain(&why);
            Status::Failed
        }
    }
}

fn work(args: &PageArgs) -> Result<(), String> {
    let lang = args.check.lang;
    let [path] = args.check.paths.as_slice() else { return Err(ONE.template(lang).to_owned()) };
    let shown = |path: &Path| clean::line(&path.display().to_string()).into_owned();
    let (name, place) = if path.as_os_str() == "-" {
        ("-".to_owned(), Place::Stdin)
    } else {
        (shown(path), Place::File(path.clone()))
    };
    let Prepared { engine, limit, at, beside } = prepare(&args.check)?;
    let cannot = |why: &str| CANNOT_READ.fill(lang, &[("name", &name), ("why", why)]);
    let content = Reader::new(limit).read(place).map_err(|trouble| cannot(&trouble.words(lang)))?;
    let (report, bytes) = match content {
        Content::Bytes(bytes) => {
            let checked = beside.check(&engine, &Input { name: &name, bytes: &bytes, at });
            (checked.map_err(|trouble| cannot(&trouble.words(lang)))?, bytes)
        }
        Content::Oversized(input) => (engine.refuse(&name, *input, at), Vec::new()),
    };
    let pages = etax_render::Pages::new(lang, engine.forms());
    let page = if args.output.as_deref().is_some_and(is_pdf) {
        pages.pdf(&bytes, &report).map_err(|error| cannot(&error.to_string()))?
    } else {
        pages.html(&bytes, &report).into_bytes()
    };
    match &args.output {
        None => {
            let mut out = io::stdout().lock();
            match out.write_all(&page).and_then(|()| out.flush()) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(("-".to_owned(), error)),
                _ => Ok(()),
            }
        }
        Some(output) => replace(output, &page).map_err(|error| (shown(output), error)),
    }
    .map_err(|(name, error)| CANNOT_WRITE.fill(lang, &[("name", &name), ("why", &error.to_string())]))
}

/// Whether a file is to be a PDF, by its name.
fn is_pdf(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"))
}

const ONE: Text = Text {
    vi: "etax render vẽ mỗi lần một chứng từ",
    en: "etax render draws one document at a time",
};
const CANNOT_READ: Text =
    Text { vi: "không đọc được {name}: {why}", en: "cannot read {name}: {why}" };
const CANNOT_WRITE: Text = Text { vi: "không ghi được {name}: {why}", en: "cannot write {name}: {why}" };
