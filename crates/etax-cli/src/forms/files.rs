//! `etax forms import -o`: writes form files of imported schemas.

use crate::exit::Status;
use etax::form::{Catalogue, Conversion};
use etax::rule::{Lang, Text};
use etax::schema::{FormId, Importer};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The longest file that is read.
const LONGEST: u64 = 8 << 20;

/// Writes the form files, and says of which schemas there is none.
pub(crate) fn write(
    importer: &mut Importer,
    schemas: &[(&str, FormId)],
    folder: &Path,
    codes: &BTreeMap<String, String>,
    lang: Lang,
) -> Status {
    let existing = match existing(folder) {
        Ok(existing) => existing,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            return Status::Failed;
        }
    };
    let made = Conversion::of(importer, schemas, &existing, codes, Catalogue::built_in());
    let (mut status, mut changed) = (Status::Accepted, 0_usize);
    for (path, text) in &made.files {
        if existing.get(path) == Some(text) {
            continue;
        }
        if let Err(error) = put(&folder.join(path), text) {
            eprintln!("{}: {error}", folder.join(path).display());
            return Status::Failed;
        }
        changed += 1;
    }
    for (file, error) in &made.refused {
        // A schema that others build on has no version in its name: it is no form.
        if *error != etax::form::ConvertError::NoVersion {
            eprintln!("× {file}: {}", error.message(lang));
            if *error == etax::form::ConvertError::NoCode {
                eprintln!("    {}", SAY_CODE.template(lang));
            }
            status = Status::NotAccepted;
        }
    }
    let counts = [("files", made.files.len().to_string()), ("changed", changed.to_string())];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    eprintln!("{}", WRITTEN.fill(lang, &counts));
    status
}

/// The form files of a folder and its parts, by path below it.
fn existing(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for (below, ending) in [("", "form"), ("parts/", "part")] {
        let entries = match fs::read_dir(folder.join(below)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if path.extension().is_some_and(|it| it == ending) && fs::metadata(&path)?.len() <= LONGEST {
                files.insert(format!("{below}{name}"), fs::read_to_string(&path)?);
            }
        }
    }
    Ok(files)
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

const SAY_CODE: Text = Text {
    vi: "cho mã bằng --code TÊN=MÃ, TÊN là tên tệp không kể phiên bản",
    en: "give it with --code NAME=CODE, NAME being the file's name without version",
};
const WRITTEN: Text = Text {
    vi: "{files} tệp mẫu, {changed} tệp được ghi mới hoặc ghi lại",
    en: "{files} form files, {changed} of them written or written again",
};
