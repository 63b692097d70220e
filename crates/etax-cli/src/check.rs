//! `etax check`: from arguments to exit status.

use crate::args::{CheckArgs, Format};
use crate::bulk::{self, Part, Work};
use crate::exit::Status;
use crate::filing::{self, Beside};
use crate::input::is_archive;
use crate::progress::Progress;
use crate::render::{self, Style, summary};
use crate::set::Set;
use crate::tally::Tally;
use crate::{catalogue, policy, trust};
use etax::engine::Engine;
use etax::report::{Report, Verdict};
use etax::rule::Text;
use etax::value::Moment;
use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Checks what the arguments name and prints what they ask for.
pub(crate) fn run(args: &CheckArgs) -> Status {
    match prepare(args) {
        Ok(prepared) => check(args, &prepared),
        Err(why) => {
            complain(&why);
            Status::Failed
        }
    }
}

/// What the arguments ask to check with.
pub(crate) struct Prepared {
    pub(crate) engine: Engine,
    /// The longest document that is read, in bytes.
    pub(crate) limit: u64,
    pub(crate) at: Moment,
    pub(crate) beside: Beside,
}

pub(crate) fn prepare(args: &CheckArgs) -> Result<Prepared, String> {
    let forms = catalogue::known(args.forms.as_deref(), args.lang)?;
    let policy = policy::load(args.policy.as_deref(), &forms, args.lang)?;
    let trust = trust::load(&args.trust, &args.crl, &args.ocsp, args.lang)?;
    for line in trust::refused(&trust, args.lang) {
        complain(&line);
    }
    let at = args.at.or_else(now).ok_or_else(|| NO_CLOCK.template(args.lang).to_owned())?;
    let limit = policy::byte_limit(&policy);
    let mut engine = Engine::new(policy, trust);
    if let Some(path) = &args.lists {
        engine = engine.with_lists(filing::lists(path, args.lang)?);
    }
    if args.forms.is_some() {
        engine = engine.with_forms(forms);
    }
    if let Some(path) = &args.calendar {
        engine = engine.with_calendar(filing::calendar(path, args.lang)?);
    }
    let beside = match &args.previous {
        Some(path) => filing::previous(path, &engine, limit, args.lang)?,
        None if args.chain => filing::among(&args.paths, &engine, limit),
        None => match &args.registry {
            Some(store) => {
                let opened = etax_store::Store::open(store, etax_store::Access::Read);
                let opened = opened.map_err(|error| error.message(args.lang))?;
                let keys =
                    args.keys.as_ref().map(|keys| crate::code::keyring(keys, args.lang)).transpose()?;
                Beside::Registry(opened, keys.map(Box::new))
            }
            None => Beside::Nothing,
        },
    };
    Ok(Prepared { engine, limit, at, beside })
}

/// What the machine's clock says.
pub(crate) fn now() -> Option<Moment> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Moment::from_unix(i64::try_from(since.as_secs()).ok()?)
}

/// Whether the arguments name one document and no more.
pub(crate) fn is_single(paths: &[PathBuf]) -> bool {
    matches!(paths, [path] if is_document(path))
}

/// Whether a path stands for one document, not for a folder or an archive.
fn is_document(path: &Path) -> bool {
    path.as_os_str() == "-" || !(is_archive(path) || path.is_dir())
}

fn jobs(args: &CheckArgs) -> usize {
    let wanted = args.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    // No more threads than documents, where their number is plain to see.
    if args.paths.iter().all(|path| is_document(path)) { wanted.min(args.paths.len()) } else { wanted }
}

fn check(args: &CheckArgs, prepared: &Prepared) -> Status {
    let Prepared { engine, limit, at, beside } = prepared;
    let started = Instant::now();
    let style = Style::new(args.lang, io::stdout().is_terminal());
    let single = is_single(&args.paths);
    // With --quiet there may be nothing to print, and nothing is not JSON; an empty array is.
    let array = args.format == Format::Json && (!single || args.quiet || args.set);
    let render = |report: &Report, bytes: &[u8]| {
        if args.summary || (args.quiet && report.verdict == Verdict::Accepted) {
            return None;
        }
        Some(match args.format {
            Format::Text => render::text::report(report, bytes, &style, args.quiet),
            Format::Json if !array => render::json::object(report),
            Format::Json | Format::Ndjson => render::json::line(report),
        })
    };
    let (at, limit, jobs) = (*at, *limit, jobs(args));
    let work = Work { paths: &args.paths, engine, at, limit, jobs, beside, set: args.set, render };
    let mut out = Output::new(array);
    let mut progress = Progress::new(&args.paths);
    let mut tally = Tally::default();
    let mut set = args.set.then(Set::new);
    bulk::run(&work, |done| {
        tally.join(done.tally);
        if let Some(set) = &mut set {
            done.invoices.iter().for_each(|invoices| set.add(invoices));
        }
        let written = progress.aside(|| {
            for part in done.parts {
                match part {
                    Part::Text(text) => out.report(&text)?,
                    Part::Trouble(name, trouble) => {
                        let why = trouble.words(args.lang);
                        let name = render::clean::line(&name);
                        complain(&CANNOT.fill(args.lang, &[("name", &name), ("why", &why)]));
                    }
                }
            }
            out.flush()
        });
        progress.advance(done.on_disk);
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    progress.finish();
    let mut status = tally.status;
    if let Some(verdict) = set.map(Set::judge) {
        if verdict.failed() {
            status = status.max(Status::NotAccepted);
        }
        let text = if args.format == Format::Text { verdict.text(args.lang) } else { verdict.json() };
        // What cannot be written is said below.
        let _ = out.report(&text);
    }
    let mut ended = out.end();
    if args.summary {
        let table = summary::table(&tally, started.elapsed(), &style);
        ended = ended.and_then(|()| out.summary(&table));
    } else if !single && !out.is_broken() {
        let style = Style::new(args.lang, io::stderr().is_terminal());
        let table = summary::table(&tally, started.elapsed(), &style);
        let _ = write!(io::stderr(), "{table}");
    }
    if let Some(error) = ended.err().or_else(|| out.failure.take()) {
        // Whoever closed the pipe has seen enough. Anything else is work not done.
        if error.kind() != io::ErrorKind::BrokenPipe {
            complain(&CANNOT_WRITE.fill(args.lang, &[("why", &error.to_string())]));
            status = Status::Failed;
        }
    }
    status
}

/// Says on standard error what went wrong. When even that is gone there is nobody left to tell.
pub(crate) fn complain(text: &str) {
    // Only complaints about policy files have several lines.
    let lines: Vec<_> = text.lines().map(render::clean::line).collect();
    let _ = writeln!(io::stderr(), "etax: {}", lines.join("\n"));
}

/// Standard output, with the punctuation of a JSON array where one is asked for.
struct Output {
    to: io::BufWriter<io::Stdout>,
    array: bool,
    any: bool,
    failure: Option<io::Error>,
}

impl Output {
    fn new(array: bool) -> Self {
        Self { to: io::BufWriter::with_capacity(64 * 1024, io::stdout()), array, any: false, failure: None }
    }

    fn report(&mut self, text: &str) -> Result<(), ()> {
        let before = match (self.array, self.any) {
            (false, _) => "",
            (true, false) => "[\n",
            (true, true) => ",\n",
        };
        self.any = true;
        // In an array the line break comes with the comma.
        let text = if self.array { text.trim_end_matches('\n') } else { text };
        let result = self.to.write_all(before.as_bytes()).and_then(|()| self.to.write_all(text.as_bytes()));
        self.keep(result)
    }

    fn flush(&mut self) -> Result<(), ()> {
        let result = self.to.flush();
        self.keep(result)
    }

    fn keep(&mut self, result: io::Result<()>) -> Result<(), ()> {
        result.map_err(|error| self.failure = Some(error))
    }

    const fn is_broken(&self) -> bool {
        self.failure.is_some()
    }

    fn end(&mut self) -> io::Result<()> {
        if self.is_broken() {
            return Ok(());
        }
        if self.array {
            self.to.write_all(if self.any { b"\n]\n" } else { b"[]\n" })?;
        }
        self.to.flush()
    }

    fn summary(&mut self, table: &str) -> io::Result<()> {
        self.to.write_all(table.as_bytes())?;
        self.to.flush()
    }
}

const CANNOT: Text =
    Text { vi: "không kiểm tra được {name}: {why}", en: "cannot check {name}: {why}" };
const CANNOT_WRITE: Text =
    Text { vi: "không ghi được kết quả: {why}", en: "cannot write the output: {why}" };
pub(crate) const NO_CLOCK: Text = Text {
    vi: "đồng hồ của máy không dùng được; hãy cho thời điểm bằng --at",
    en: "the machine's clock cannot be used; name a time with --at",
};
