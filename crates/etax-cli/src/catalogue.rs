//! Forms of the caller's: a folder of form files beside those built in.

use etax::form::Catalogue;
use etax::rule::{Lang, Text};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use walkdir::WalkDir;

/// The longest file that is read.
const LONGEST: u64 = 8 << 20;

/// The forms built in, and those of a folder if one is given.
pub(crate) fn known(folder: Option<&Path>, lang: Lang) -> Result<Arc<Catalogue>, String> {
    folder.map_or_else(|| Ok(Arc::clone(Catalogue::built_in())), |folder| load(folder, lang))
}

/// The forms built in, and those of a folder and below it.
fn load(folder: &Path, lang: Lang) -> Result<Arc<Catalogue>, String> {
    let refuse =
        |path: &Path, why: &str| UNUSABLE.fill(lang, &[("file", &path.display().to_string()), ("why", why)]);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|error| refuse(folder, &error.to_string()))?;
        let path = entry.path();
        let is_form = path.extension().is_some_and(|ending| ending == "form" || ending == "part");
        if !(is_form && entry.file_type().is_file()) {
            continue;
        }
        let length = entry.metadata().map_err(|error| refuse(path, &error.to_string()))?.len();
        if length > LONGEST {
            return Err(refuse(path, "> 8 MiB"));
        }
        let bytes = fs::read(path).map_err(|error| refuse(path, &error.to_string()))?;
        files.push((path.display().to_string(), bytes));
    }
    if files.is_empty() {
        return Err(refuse(folder, EMPTY.template(lang)));
    }
    let given = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    Catalogue::built_in().load(given).map(Arc::new).map_err(|error| error.to_string())
}

const UNUSABLE: Text = Text { vi: "không dùng được {file}: {why}", en: "cannot use {file}: {why}" };
const EMPTY: Text = Text { vi: "không có tệp .form nào", en: "there is no .form file" };
