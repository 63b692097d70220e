//! The repository's own documents, with the trust, lists and policy that belong to them.

use crate::support::{Folder, Ran, names};
use std::path::Path;

const TESTDATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");

fn check(arguments: &[&str]) -> Ran {
    let [trust, lists, policy] =
        ["trust", "crl", "policy/test.toml"].map(|name| format!("{TESTDATA}/{name}"));
    let options =
        ["check", "--at", "2026-11-23T10:00:00", "--trust", &trust, "--crl", &lists, "--policy", &policy];
    Folder::new().etax(&[&options, arguments].concat())
}

fn listed(folder: &str) -> Vec<String> {
    let path = format!("{TESTDATA}/{folder}");
    let mut names: Vec<String> = std::fs::read_dir(Path::new(&path))
        .unwrap()
        .map(|entry| entry.unwrap().path().display().to_string())
        .filter(|name| name.ends_with(".xml"))
        .collect();
    names.sort();
    names
}

#[test]
fn every_document_has_its_report() {
    for folder in ["good", "broken"] {
        let path = format!("{TESTDATA}/{folder}");
        let ran = check(&["--format", "ndjson", &path]);
        assert_eq!(names(&ran.out), listed(folder));
        assert_ne!(ran.status, Some(2), "{}", ran.err);
    }
}

#[test]
fn a_coded_invoice_is_accepted_and_says_what_it_is() {
    let path = format!("{TESTDATA}/good/invoice-1-coded.xml");
    let ran = check(&[&path]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    for part in ["CHẤP NHẬN", "người bán: hợp lệ", "cơ quan thuế: hợp lệ", "phủ DLHDon", "MCCQT"]
    {
        assert!(ran.out.contains(part), "{part} is not in {}", ran.out);
    }
}

#[test]
fn broken_documents_are_not_accepted() {
    let path = format!("{TESTDATA}/broken");
    let ran = check(&[&path]);
    assert_eq!(ran.status, Some(1), "{}", ran.err);
    assert!(ran.out.contains("TỪ CHỐI"));
}
