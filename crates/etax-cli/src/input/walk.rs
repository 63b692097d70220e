//! Looks for work: the paths in the order given, folders in the order of names.

use super::{Item, Place, Trouble, zip};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use walkdir::WalkDir;

/// Hands every document under the paths to `found`, in order, until `found` breaks off.
///
/// A path that is given is checked whatever its name; in folders only `*.xml` and `*.zip` are
/// looked at. What cannot be read is handed over too, as [`Place::Nowhere`].
pub(crate) fn walk<P: AsRef<Path>>(
    paths: &[P],
    found: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for path in paths {
        let path = path.as_ref();
        if path.as_os_str() == "-" {
            found(Item { name: "-".to_owned(), size: 0, on_disk: 0, place: Place::Stdin })?;
            continue;
        }
        match fs::metadata(path) {
            Err(error) => found(nowhere(path, error.into()))?,
            Ok(metadata) if metadata.is_dir() => folder(path, found)?,
            Ok(metadata) => file(path, metadata.len(), found)?,
        }
    }
    ControlFlow::Continue(())
}

/// Whether a path is taken for an archive, which its name decides.
pub(crate) fn is_archive(path: &Path) -> bool {
    ends_with(path, "zip")
}

/// How many bytes lie under the paths. What cannot be read counts as nothing.
pub(crate) fn bytes_on_disk<P: AsRef<Path>>(paths: &[P]) -> u64 {
    let mut sum = 0_u64;
    for path in paths {
        let path = path.as_ref();
        let wanted = |entry: &walkdir::DirEntry| {
            entry.file_type().is_file() && (entry.depth() == 0 || is_wanted(entry.path()))
        };
        for entry in entries(path).into_iter().flatten().filter(wanted) {
            sum = sum.saturating_add(entry.metadata().map_or(0, |metadata| metadata.len()));
        }
    }
    sum
}

fn entries(path: &Path) -> WalkDir {
    WalkDir::new(path).follow_links(true)
}

fn folder(path: &Path, found: &mut dyn FnMut(Item) -> ControlFlow<()>) -> ControlFlow<()> {
    for entry in entries(path).sort_by_file_name() {
        match entry {
            Err(error) => {
                let at = error.path().unwrap_or(path).to_owned();
                found(nowhere(&at, Trouble::Walk(error)))?;
            }
            // Pipes and devices in a folder would block or never end.
            Ok(entry) if entry.file_type().is_file() && is_wanted(entry.path()) => {
                let size = entry.metadata().map_or(0, |metadata| metadata.len());
                file(entry.path(), size, found)?;
            }
            Ok(_) => {}
        }
    }
    ControlFlow::Continue(())
}

fn file(path: &Path, size: u64, found: &mut dyn FnMut(Item) -> ControlFlow<()>) -> ControlFlow<()> {
    if is_archive(path) {
        return archive(path, found);
    }
    let place = Place::File(path.to_owned());
    found(Item { name: path.display().to_string(), size, on_disk: size, place })
}

fn archive(path: &Path, found: &mut dyn FnMut(Item) -> ControlFlow<()>) -> ControlFlow<()> {
    let archive = match zip::Archive::open(path) {
        Ok(archive) => Arc::new(archive),
        Err(trouble) => return found(nowhere(path, trouble)),
    };
    if archive.has_same_names() {
        found(nowhere(path, Trouble::SameNames))?;
    }
    for index in 0..archive.len() {
        let entry = match archive.entry(index) {
            Ok(entry) => entry,
            Err(trouble) => {
                found(nowhere(path, trouble))?;
                continue;
            }
        };
        if !entry.is_file || !is_wanted_name(&entry.name, "xml") {
            continue;
        }
        found(Item {
            name: format!("{}!{}", path.display(), entry.name),
            size: entry.size,
            on_disk: entry.compressed,
            place: Place::Entry { archive: Arc::clone(&archive), index },
        })?;
    }
    ControlFlow::Continue(())
}

fn nowhere(path: &Path, trouble: Trouble) -> Item {
    Item { name: path.display().to_string(), size: 0, on_disk: 0, place: Place::Nowhere(trouble) }
}

fn is_wanted(path: &Path) -> bool {
    ends_with(path, "xml") || ends_with(path, "zip")
}

fn is_wanted_name(name: &str, extension: &str) -> bool {
    ends_with(Path::new(name), extension)
}

fn ends_with(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
