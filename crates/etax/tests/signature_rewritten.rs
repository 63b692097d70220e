//! Real documents that were written anew after signing: how many are explained by it.
#![allow(clippy::unwrap_used, reason = "a file that cannot be read fails the test")]

mod shared;

use etax::engine::{Engine, Input, Policy};
use etax::report::{Report, SignatureInfo, SignatureStatus};
use etax::rule::Check;
use etax::signature::TrustStore;
use etax::value::Moment;

/// Folder, signatures whose value or a digest does not hold, how many of them hold without the white space that was added
/// later. What is left was changed in other ways, or had white space before it was signed.
const COUNTS: [(&str, usize, usize); 5] = [
    ("einvoice", 28, 12),
    ("xmldsig/vn", 2, 1),
    ("declaration/signed", 0, 0),
    ("declaration/payment", 0, 0),
    ("einvoice-2014/xml", 1, 1),
];

fn signatures(report: &Report) -> impl Iterator<Item = &SignatureInfo> {
    std::iter::once(&report.main).chain(&report.documents).flat_map(|document| &document.signatures)
}

#[test]
fn real_documents_that_were_pretty_printed_are_said_to_be_so() {
    let engine = Engine::new(Policy::named("archive").unwrap(), TrustStore::builder().build());
    let at = Moment::parse("2026-11-23T10:00:00").unwrap();
    for (folder, broken, explained) in COUNTS {
        let (mut failing, mut said) = (0, 0);
        let files = shared::files(folder, ".xml");
        for path in &files {
            let bytes = std::fs::read(path).unwrap();
            let report = engine.check(&Input { name: "real", bytes: &bytes, at });
            for signature in signatures(&report) {
                let has = |start: &str| signature.findings.iter().any(|id| id.starts_with(start));
                failing += usize::from(has("signature.digest") || has("signature.value"));
                if has("signature.changed.") {
                    said += 1;
                    assert_eq!(signature.status, SignatureStatus::Invalid);
                    assert!(has("signature.digest") || has("signature.value"));
                }
            }
            for document in std::iter::once(&report.main).chain(&report.documents) {
                let changed =
                    document.findings.iter().any(|one| one.rule.id.starts_with("signature.changed."));
                assert!(!changed || document.checks.get(Check::Signatures).word() == "failed");
            }
        }
        if !files.is_empty() {
            println!("{folder}: {said} of {failing}");
            assert_eq!((failing, said), (broken, explained), "{folder}");
        }
    }
}
