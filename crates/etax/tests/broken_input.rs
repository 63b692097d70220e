//! Broken input of every sort through the whole engine: a finding each time, and a rejection.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

use etax::engine::{Engine, Input, Policy};
use etax::report::{Outcome, Report, Verdict};
use etax::signature::TrustStore;
use etax::value::Moment;
use std::sync::LazyLock;

fn check(bytes: &[u8]) -> Report {
    static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Policy::default(), TrustStore::default()));
    ENGINE.check(&Input { name: "broken", bytes, at: Moment::parse("2026-11-23T10:00:00").unwrap() })
}

fn shipped(below: &str) -> Vec<u8> {
    std::fs::read(format!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/{}"), below)).unwrap()
}

#[track_caller]
fn assert_refused(bytes: &[u8], rule: &str) {
    let report = check(bytes);
    assert_eq!(report.verdict, Verdict::Rejected);
    assert_eq!(report.main.checks.structure, Outcome::Failed);
    let found: Vec<_> = report.main.findings.iter().map(|finding| finding.rule.id).collect();
    assert_eq!(found, [rule]);
    for lang in [etax::rule::Lang::Vi, etax::rule::Lang::En] {
        let message = report.main.findings[0].message(lang);
        assert!(!message.is_empty() && !message.contains('{') && !message.contains("?."), "{message}");
    }
}

#[test]
fn each_sort_of_broken_input_is_named() {
    assert_refused(b"", "xml.empty");
    assert_refused(b" \r\n", "xml.empty");
    assert_refused(&[0, 159, 146, 150, 255, 0], "xml.not-text");
    assert_refused(b"<a/><b/>", "xml.root");
    assert_refused("<a>".repeat(1 << 20).as_bytes(), "xml.limit.depth");
    assert_refused(format!("<a b=\"{}\"/>", "x".repeat(10 << 20)).as_bytes(), "xml.limit.value");
    assert_refused(b"<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "xml.doctype");
    assert_refused(&vec![b'a'; 65 << 20], "xml.limit.bytes");
}

#[test]
fn an_invoice_cut_at_any_byte_is_rejected() {
    let bytes = shipped("good/invoice-1-coded.xml");
    let whole = bytes.trim_ascii_end().len();
    for length in 0..whole {
        let report = check(&bytes[..length]);
        assert_eq!(report.verdict, Verdict::Rejected, "{length}");
        assert_eq!(report.main.findings.len(), 1, "{length}");
    }
}

#[test]
fn utf_16_is_read_and_failed() {
    let bytes = shipped("good/invoice-1-uncoded.xml");
    let text = std::str::from_utf8(&bytes).unwrap().replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"");
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let report = check(&wide);
    assert_eq!(report.main.document.kind, "invoice");
    assert_eq!(report.verdict, Verdict::Rejected);
    assert!(report.main.findings.iter().any(|finding| finding.rule.id == "document.encoding.utf-16"));
}

#[test]
fn every_byte_changed_never_panics() {
    let bytes = shipped("good/message-206.xml");
    for at in (0..bytes.len()).step_by(7) {
        for byte in [b'<', b'&', 0, 0xff] {
            let mut changed = bytes.clone();
            changed[at] = byte;
            let _ = check(&changed);
        }
    }
}

#[test]
fn a_message_of_too_many_documents_is_cut_short() {
    let policy = Policy { documents: 3, findings: 1, ..Policy::default() };
    let engine = Engine::new(policy, TrustStore::default());
    let input = format!("<TDiep><TTChung/><DLieu>{}</DLieu></TDiep>", "<HDon></HDon>".repeat(4));
    let at = Moment::parse("2026-11-23").unwrap();
    let report = engine.check(&Input { name: "many", bytes: input.as_bytes(), at });
    assert_eq!(report.documents.len(), 3);
    assert_eq!(report.verdict, Verdict::Rejected);
    let kept: usize = report.documents.iter().map(|document| document.findings.len()).sum();
    assert!(kept <= 10 && report.documents.iter().all(|document| document.findings.len() <= 1));
    assert!(report.documents.iter().all(|document| document.findings_left_out > 0));
    let cut = |report: &Report| {
        report.main.findings.iter().any(|finding| finding.rule.id == "document.limit.documents")
    };
    assert!(cut(&report) || report.main.findings_left_out > 0);
    let roomy = Engine::new(Policy { documents: 3, ..Policy::default() }, TrustStore::default());
    assert!(cut(&roomy.check(&Input { name: "many", bytes: input.as_bytes(), at })));
    let enough = Engine::new(Policy { documents: 4, ..Policy::default() }, TrustStore::default());
    assert!(!cut(&enough.check(&Input { name: "many", bytes: input.as_bytes(), at })));
}
