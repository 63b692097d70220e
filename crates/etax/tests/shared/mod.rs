//! The folder of real documents and conformance vectors, which users do not have.

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Says loudly what was not tested. Straight to standard error: the test runner keeps back what `eprintln!` prints in
/// tests that pass.
#[allow(dead_code, reason = "not every test needs all of these")]
pub(crate) fn skipped(what: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {what}");
}

/// The path below the folder, or `None` after saying loudly what is skipped.
pub(crate) fn path(below: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/testdata")).join(below);
    if path.exists() {
        return Some(path);
    }
    skipped(&format!("{} is not here, so nothing was tested against it", path.display()));
    None
}

/// The files of a folder below it with an ending, in order.
#[allow(dead_code, reason = "not every test needs all of these")]
pub(crate) fn files(below: &str, ending: &str) -> Vec<PathBuf> {
    path(below).map(|folder| files_in(&folder, ending)).unwrap_or_default()
}

/// The files of a folder with an ending, in order.
#[allow(
    dead_code,
    clippy::unwrap_used,
    reason = "not every test needs all of these; a folder that is there can be read"
)]
pub(crate) fn files_in(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && path.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    files
}
