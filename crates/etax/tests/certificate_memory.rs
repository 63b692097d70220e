//! What the engine remembers of certificates changes its cost, never its answer.
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use etax::engine::{Engine, Input, Policy};
use etax::report::{Report, SignatureStatus};
use etax::signature::TrustStore;
use etax::value::Moment;

fn shipped(below: &str) -> Vec<u8> {
    std::fs::read(format!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/{}"), below)).unwrap()
}

fn engine() -> Engine {
    let trust = TrustStore::builder().certificates(&shipped("trust/anchors.pem")).unwrap();
    Engine::new(Policy::default(), trust.certificates(&shipped("trust/intermediates.pem")).unwrap().build())
}

fn check(engine: &Engine, text: &str) -> Report {
    let at = Moment::parse("2026-11-23T10:00:00").unwrap();
    engine.check(&Input { name: "invoice", bytes: text.as_bytes(), at })
}

/// Breaks each certificate's base64 into lines of `width`, as some signers write it. KeyInfo is not signed.
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<X509Certificate>") {
        let (base64, tail) = after.split_once("</X509Certificate>").unwrap();
        let lines: Vec<_> =
            base64.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
        out.push_str(&format!("{before}<X509Certificate>\r\n{}\r\n</X509Certificate>", lines.join("\n")));
        rest = tail;
    }
    out + rest
}

fn certificates(report: &Report) -> Vec<String> {
    report
        .main
        .signatures
        .iter()
        .map(|signature| {
            assert_eq!(signature.status, SignatureStatus::Valid);
            serde_json::to_string(signature.certificate.as_ref().unwrap()).unwrap()
        })
        .collect()
}

#[test]
fn the_same_certificate_in_other_lines_is_the_same_certificate() {
    let text = String::from_utf8(shipped("good/invoice-1-coded.xml")).unwrap();
    let warm = engine();
    let first = certificates(&check(&warm, &text));
    assert_eq!(first.len(), 2);
    for width in [64, 76, 1, 64] {
        let other = wrapped(&text, width);
        assert_eq!(certificates(&check(&warm, &other)), first, "{width}, warm");
        assert_eq!(certificates(&check(&engine(), &other)), first, "{width}, cold");
    }
    assert_eq!(certificates(&check(&warm, &text)), first);
}

#[test]
fn a_remembered_certificate_does_not_stand_in_for_a_changed_one() {
    let text = String::from_utf8(shipped("good/invoice-1-coded.xml")).unwrap();
    let warm = engine();
    let _ = check(&warm, &text);
    let start = text.find("<X509Certificate>").unwrap() + "<X509Certificate>".len();
    let end = start + text[start..].find('<').unwrap();
    // Everywhere but in the last characters, by which a text is looked up, and in those.
    for at in [start + 40, start + 400, (start + end) / 2, end - 30, end - 5] {
        let mut changed = text.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        let (warm, cold) = (check(&warm, &changed), check(&engine(), &changed));
        assert_eq!(warm.to_json(), cold.to_json(), "{at}");
        assert_ne!(warm.main.signatures, check(&engine(), &text).main.signatures, "{at}");
    }
}

#[test]
fn many_certificates_are_forgotten_without_a_trace() {
    // One certificate in more spellings than there are places to remember them.
    let text = String::from_utf8(shipped("good/invoice-1-uncoded.xml")).unwrap();
    let warm = engine();
    let first = certificates(&check(&warm, &text));
    for width in 1..300 {
        assert_eq!(certificates(&check(&warm, &wrapped(&text, width))), first, "{width}");
    }
}
