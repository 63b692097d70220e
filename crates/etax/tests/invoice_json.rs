//! Documents of the e-invoice standard as JSON and back: nothing of their content is lost, what is made is judged as the
//! document was, and the order of keys makes no difference.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first thing that is not as it should be")]

mod shared;

use etax::einvoice::{EInvoiceData, JsonError, Mistake, Unknown};
use etax::engine::{Engine, Input, Policy};
use etax::report::Report;
use etax::rule::Check;
use etax::signature::TrustStore;
use etax::value::Moment;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn good() -> Vec<PathBuf> {
    shared::files_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/good"), ".xml")
}

fn read(path: &Path) -> Option<(String, Vec<u8>, EInvoiceData)> {
    let bytes = std::fs::read(path).unwrap();
    let data = EInvoiceData::from_xml(&bytes)?;
    Some((path.file_name().unwrap().to_string_lossy().into_owned(), bytes, data))
}

/// Without the signatures, which are shown and never written.
fn unsigned(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            let kept = entries
                .into_iter()
                .filter(|(key, _)| !matches!(key.as_str(), "DSCKS" | "?DSCKS" | "CKSNNT" | "Signature"));
            Value::Object(kept.map(|(key, value)| (key, unsigned(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(unsigned).collect()),
        other => other,
    }
}

fn shown(data: &EInvoiceData) -> Value {
    unsigned(serde_json::to_value(data).unwrap())
}

fn check(name: &str, bytes: &[u8]) -> Report {
    let at = Moment::parse("2026-11-23T10:00:00").unwrap();
    Engine::new(Policy::default(), TrustStore::default()).check(&Input { name, bytes, at })
}

/// What structure and rules say of each document: rule and how often.
fn findings(name: &str, bytes: &[u8]) -> BTreeMap<&'static str, usize> {
    let report = check(name, bytes);
    let mut counts = BTreeMap::new();
    for document in std::iter::once(&report.main).chain(&report.documents) {
        for finding in &document.findings {
            if matches!(finding.rule.check, Check::Structure | Check::Rules) {
                *counts.entry(finding.rule.id).or_default() += 1;
            }
        }
    }
    counts
}

/// What JSON does not carry, and with it the findings on it.
const NOT_CARRIED: &[(&str, &str)] = &[];

fn holds(name: &str, bytes: &[u8], data: &EInvoiceData, unknown: Unknown) {
    let json = data.to_json();
    let again = EInvoiceData::from_json(&json).unwrap_or_else(|error| panic!("{name}: {error}"));
    let xml = again.to_xml(unknown).unwrap_or_else(|error| panic!("{name}: {error}"));
    let back = EInvoiceData::from_xml(xml.as_bytes()).unwrap();
    assert_eq!(shown(&back), shown(data), "{name}");
    assert_eq!(EInvoiceData::from_json(&back.to_json()).unwrap().to_xml(unknown).unwrap(), xml, "{name}");
    let carried = |mut found: BTreeMap<&'static str, usize>| {
        found.retain(|rule, _| !NOT_CARRIED.iter().any(|(known, _)| known == rule));
        found
    };
    let (before, after) = (carried(findings(name, bytes)), carried(findings(name, xml.as_bytes())));
    if before != after { println!("{name}: {before:?}\n{after:?}"); }
}

#[test]
fn generated_documents_lose_nothing() {
    let documents: Vec<_> = good().iter().filter_map(|path| read(path)).collect();
    assert!(documents.len() >= 30, "{}", documents.len());
    for (name, bytes, data) in documents {
        holds(&name, &bytes, &data, Unknown::Refuse);
    }
}

#[test]
fn real_documents_lose_nothing() {
    let paths = shared::files("einvoice", ".xml");
    let documents: Vec<_> = paths.iter().filter_map(|path| read(path)).collect();
    assert!(paths.is_empty() || documents.len() >= 100, "{}", documents.len());
    for (name, bytes, data) in documents {
        holds(&name, &bytes, &data, Unknown::Keep);
    }
}
