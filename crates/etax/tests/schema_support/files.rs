//! The authority's XSD files, as they are and with their known faults mended for other readers.

use super::shared;
use etax::schema::Importer;
use std::path::{Path, PathBuf};

/// A folder of XSD files.
#[derive(Debug)]
pub struct Folder {
    pub path: PathBuf,
    /// Paths below it, parts separated by `/`, in order.
    pub files: Vec<String>,
}

impl Folder {
    fn read(path: PathBuf) -> Self {
        let mut files = Vec::new();
        let mut open = vec![path.clone()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap().path();
                if entry.is_dir() {
                    open.push(entry);
                } else if entry.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xsd")) {
                    let below = entry.strip_prefix(&path).unwrap();
                    files.push(below.to_str().unwrap().replace('\\', "/"));
                }
            }
        }
        files.sort();
        Self { path, files }
    }

    /// An importer that has every file.
    pub fn importer(&self) -> Importer {
        let mut importer = Importer::default();
        for file in &self.files {
            importer.provide(file, std::fs::read(self.path.join(file)).unwrap());
        }
        importer
    }

    /// Writes the files with forward slashes and without blanks at the ends of names.
    pub fn mend_into(&self, target: &Path) {
        for file in &self.files {
            let text = String::from_utf8(std::fs::read(self.path.join(file)).unwrap()).unwrap();
            let text = text.replace("\"..\\", "\"../").replace("name=\" ", "name=\"").replace(" \"", "\"");
            let path = target.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
}

/// The folders of XSD files that are here: those of the project's real documents, and the one that the variable
/// `ETAX_XSD` names, such as an installation of HTKK.
pub fn folders() -> Vec<Folder> {
    let known = ["declaration/xsd", "einvoice-2014/xsd"].into_iter().filter_map(shared::path);
    known.chain(std::env::var_os("ETAX_XSD").map(PathBuf::from)).map(Folder::read).collect()
}
