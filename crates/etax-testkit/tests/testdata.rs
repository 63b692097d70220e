//! The checked-in documents are what the kit writes today.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

/// Every file below a directory, as a path with `/`.
fn walk(directory: &Path, prefix: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            walk(&entry.path(), &format!("{prefix}{name}/"), found);
        } else {
            found.insert(format!("{prefix}{name}"));
        }
    }
}

#[test]
fn the_checked_in_files_are_the_generated_ones() {
    let files = etax_testkit::testdata().unwrap();
    let mut expected = BTreeSet::new();
    let mut stale = Vec::new();
    for file in &files {
        let on_disk = std::fs::read(directory().join(&file.path)).unwrap_or_default();
        if on_disk != file.bytes {
            stale.push(file.path.clone());
        }
        expected.insert(file.path.clone());
    }
    assert!(stale.is_empty(), "stale: {stale:?}; run: cargo run -p etax-testkit -- testdata --out testdata");
    let mut present = BTreeSet::new();
    for part in ["good", "broken", "trust", "crl", "policy"] {
        walk(&directory().join(part), &format!("{part}/"), &mut present);
    }
    present.extend(["README.md".to_owned(), ".gitattributes".to_owned()]);
    assert_eq!(present, expected, "files that nobody generates");
}

#[test]
fn the_set_is_small() {
    let files = etax_testkit::testdata().unwrap();
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    assert!(files.len() <= 90, "{} files", files.len());
    assert!(bytes <= 700_000, "{bytes} bytes");
}

#[test]
fn every_tax_code_is_invented() {
    let mut seen = 0;
    for file in etax_testkit::testdata().unwrap() {
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        for tag in ["<MST>", "<mst>", "<MSTTCGP>"] {
            for part in text.split(tag).skip(1) {
                let code = part.split('<').next().unwrap();
                assert!(code.starts_with("99") || code.starts_with("099099"), "{}: {code}", file.path);
                seen += 1;
            }
        }
    }
    assert!(seen > 100);
}
