//! What the tests of signatures share: real documents at run time, and a walk over their units.
#![allow(dead_code, unreachable_pub)]

use etax::report::{Checks, Findings};
use etax::signature::{Settings, Subject, TrustStore, UnitKind, Verification, Verifier, check};
use etax::value::Moment;
use etax::xml::{Document, Element, Limits, Parsed};
use std::path::PathBuf;

#[path = "../shared/mod.rs"]
mod shared;
#[allow(unused_imports, reason = "not every test needs it")]
pub(crate) use shared::skipped;

/// The folder of real documents, or `None` with a loud line when it is not there.
pub fn testdata(test: &str) -> Option<PathBuf> {
    let root = shared::path("");
    if root.is_none() {
        skipped(test);
    }
    root
}

/// Files of one folder with this ending, sorted.
pub fn files(folder: PathBuf, ending: &str) -> Vec<PathBuf> {
    shared::files_in(&folder, ending)
}

pub fn parse(bytes: &[u8]) -> Option<Document<'_>> {
    match Document::parse(bytes, &Limits::default()) {
        Parsed::Document(document) => Some(document),
        Parsed::Refused(_) => None,
    }
}

/// The documents in a document: itself, and those in an envelope's data.
pub fn units(root: Element<'_>) -> Vec<Element<'_>> {
    let mut found = vec![root];
    if root.local() == "TDiep" {
        for data in root.children().filter(|child| child.local() == "DLieu") {
            for inner in data.children().filter(|inner| UnitKind::of(inner.local()) != UnitKind::Unknown) {
                found.extend(units(inner));
            }
        }
    }
    found
}

pub fn now() -> Moment {
    Moment::parse("2026-11-23T10:00:00").unwrap()
}

/// Checks one unit as the engine does, with nothing known but its kind.
pub fn verify<'d>(unit: Element<'d>, verifier: &Verifier) -> (Verification<'d>, Findings, Checks) {
    let subject = Subject::new(UnitKind::of_element(unit), now());
    verify_as(unit, &subject, verifier)
}

pub fn verify_as<'d>(
    unit: Element<'d>,
    subject: &Subject<'_>,
    verifier: &Verifier,
) -> (Verification<'d>, Findings, Checks) {
    let (mut findings, mut checks) = (Findings::new(1000), Checks::default());
    let verification = check(unit, subject, verifier, &mut findings, &mut checks);
    (verification, findings, checks)
}

pub fn trusting_nobody() -> Verifier {
    Verifier::new(Settings::default(), TrustStore::builder().build())
}

/// Ids of the findings, sorted and each once.
pub fn ids(findings: &Findings) -> Vec<&'static str> {
    let mut ids: Vec<&'static str> = findings.as_slice().iter().map(|finding| finding.rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
