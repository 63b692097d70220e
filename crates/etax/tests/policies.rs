//! What the shipped policies make of documents: whose signature is the authority's, and what weighs what, when.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod shared;

use etax::engine::{Engine, Input, Policy};
use etax::report::{DocumentReport, Outcome, Report, SignatureStatus, Verdict};
use etax::signature::pki::Certificate;
use etax::signature::{KeyHash, Signs, TrustStore};
use etax::value::Moment;
use std::path::Path;

const SHIPPED: [&str; 3] = ["archive", "transition", "strict"];

fn own(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata").join(name)).unwrap()
}

fn test_trust() -> TrustStore {
    let mut trust = TrustStore::builder();
    for name in ["trust/anchors.pem", "trust/intermediates.pem"] {
        trust = trust.certificates(&own(name)).unwrap();
    }
    trust.crls(&own("crl/lists.pem")).unwrap().build()
}

/// The policy of the test documents, changed.
fn changed(changes: &str) -> Engine {
    let text = String::from_utf8(own("policy/test.toml")).unwrap();
    let (head, tables) = text.split_once("\n[").unwrap();
    let policy = Policy::from_toml(&format!("{head}\n[{tables}\n{changes}")).unwrap();
    Engine::new(policy, test_trust())
}

fn check(engine: &Engine, name: &str, at: &str) -> Report {
    engine.check(&Input { name, bytes: &own(name), at: Moment::parse(at).unwrap() })
}

fn severity(report: &Report, id: &str) -> Option<&'static str> {
    let documents = std::iter::once(&report.main).chain(&report.documents);
    let mut findings = documents.flat_map(|document| &document.findings);
    findings.find(|finding| finding.rule.id == id).map(|finding| finding.weight.word())
}

fn has(document: &DocumentReport, id: &str) -> bool {
    document.findings.iter().any(|finding| finding.rule.id == id)
}

#[test]
fn the_test_authority_is_nobody_under_shipped_policies() {
    for name in SHIPPED {
        let engine = Engine::new(Policy::named(name).unwrap(), test_trust());
        let report = check(&engine, "good/invoice-1-coded.xml", "2026-11-23");
        assert_eq!(report.verdict, Verdict::Rejected, "{name}");
        assert!(has(&report.main, "signer.authority.not-recognised"), "{name}");
        assert_eq!(report.main.code.unwrap().binding, "not-bound", "{name}");
    }
    assert_eq!(check(&changed(""), "good/invoice-1-coded.xml", "2026-11-23").verdict, Verdict::Accepted);
}

#[test]
fn an_entry_can_be_switched_off_and_pinned() {
    for change in [
        "[signature.authorities.test]\nsigns = \"nothing\"",
        "[signature.authorities.test]\nsigns = \"notices\"",
        "[signature.authorities.test]\nissuer-key = \"0000000000000000000000000000000000000000000000000000000000000000\"",
        "[signature.authorities.test]\nsubject = { C = \"XX\" }",
    ] {
        let text = String::from_utf8(own("policy/test.toml")).unwrap();
        let key = change.split('\n').nth(1).unwrap();
        let label = key.split(" =").next().unwrap();
        let lines: Vec<&str> =
            text.lines().map(|line| if line.starts_with(label) { key } else { line }).collect();
        let policy = Policy::from_toml(&lines.join("\n")).unwrap();
        let report = check(&Engine::new(policy, test_trust()), "good/invoice-1-coded.xml", "2026-11-23");
        assert_eq!(report.verdict, Verdict::Rejected, "{change}");
        assert!(has(&report.main, "signer.authority.not-recognised"), "{change}");
    }
}

#[test]
fn shipped_policies_pin_the_governments_authority() {
    let Some(path) = shared::path("pki/intermediates/vgca-cpca-g2.der") else {
        return shared::skipped("shipped_policies_pin_the_governments_authority");
    };
    let issuer = Certificate::from_der(&std::fs::read(path).unwrap()).unwrap();
    let hex: String = issuer.key_sha256().iter().map(|byte| format!("{byte:02x}")).collect();
    for name in SHIPPED {
        let authorities = Policy::named(name).unwrap().signature.authorities;
        for (label, authority) in &authorities {
            let old = label.ends_with("-2016") || label.ends_with("-2017");
            assert_eq!(authority.issuer_key, KeyHash::parse(&hex).filter(|_| !old), "{name} {label}");
            assert!(!old || name == "archive", "{name} {label}");
        }
        let codes: Vec<_> =
            authorities.values().filter(|authority| authority.signs == Signs::Everything).collect();
        assert_eq!(codes.len(), if name == "archive" { 4 } else { 2 });
    }
}

fn real_trust() -> TrustStore {
    let mut trust = TrustStore::builder();
    for folder in ["pki/roots", "pki/intermediates"] {
        for path in shared::files(folder, ".der") {
            trust = trust.certificates(&std::fs::read(path).unwrap()).unwrap();
        }
    }
    trust.build()
}

/// Real documents of the authority's test system, and with its certificates of 2016 to 2020; all others are signed by
/// their owners.
#[test]
fn real_authorities_are_told_apart() {
    let paths: Vec<_> = ["einvoice", "xmldsig/vn", "declaration/payment", "declaration/signed"]
        .iter()
        .flat_map(|folder| shared::files(folder, ".xml"))
        .collect();
    if paths.is_empty() {
        return shared::skipped("real_authorities_are_told_apart");
    }
    for name in SHIPPED {
        let engine = Engine::new(Policy::named(name).unwrap(), real_trust());
        let (mut tests, mut old, mut production, mut owners) = (0, 0, 0, 0);
        for path in &paths {
            let bytes = std::fs::read(path).unwrap();
            let at = Moment::parse("2026-11-23").unwrap();
            let report = engine.check(&Input { name: "real.xml", bytes: &bytes, at });
            for document in std::iter::once(&report.main).chain(&report.documents) {
                for signature in &document.signatures {
                    if signature.status == SignatureStatus::Valid
                        && let Some(relation) = signature.relation
                    {
                        assert_eq!(relation, "exact", "{name} {path:?}");
                        owners += 1;
                    }
                    let Some(certificate) = &signature.certificate else { continue };
                    if !matches!(signature.role, "authority" | "tax-office") {
                        continue;
                    }
                    let refused = signature.findings.contains(&"signer.authority.not-recognised");
                    let (subject, issuer) = (&*certificate.subject, &*certificate.issuer);
                    if issuer.contains("CYBERLOTUS") || subject.contains("Test 01") {
                        assert!(refused, "{name} {path:?}");
                        assert_ne!(document.authentic, Outcome::Passed, "{name} {path:?}");
                        tests += 1;
                    } else if subject.contains("O=MST:0100231226") {
                        assert_eq!(refused, name != "archive", "{name} {path:?} {subject}");
                        old += 1;
                    } else if subject.contains("CN=CỤC THUẾ,") {
                        assert!(!refused, "{name} {path:?} {subject}");
                        production += 1;
                    }
                }
            }
        }
        assert!(
            tests >= 5 && old >= 7 && production >= 8 && owners >= 60,
            "{name}: {tests} of the test system, {old} of 2016 to 2020, {production} of today, {owners} owners"
        );
    }
}

#[test]
fn signatures_are_weighed_when_they_were_made() {
    let sha1 = |until: &str| {
        let engine = changed(&format!(
            "[rules]\n\"signature.sha1\" = [{{ until = \"{until}\", weight = \"warn\" }}, {{ weight = \"fail\" }}]"
        ));
        let report = check(&engine, "good/invoice-2023-sha1.xml", "2026-11-23");
        (severity(&report, "signature.sha1").unwrap(), report.verdict)
    };
    // Signed on 2023-03-15, received in 2026.
    assert_eq!(sha1("2023-03-16"), ("warn", Verdict::Accepted));
    assert_eq!(sha1("2023-03-15"), ("fail", Verdict::Rejected));
    let report = check(&changed(""), "good/invoice-2023-sha1.xml", "2030-01-01");
    assert_eq!((severity(&report, "signature.sha1"), report.verdict), (Some("inform"), Verdict::Accepted));
}

#[test]
fn everything_else_is_weighed_at_receipt() {
    let engine = changed(
        "[rules]\n\"invoice.code.pending\" = [{ until = \"2026-11-24\", weight = \"fail\" }, { weight = \"warn\" }]",
    );
    let pending = |at: &str| {
        let report = check(&engine, "good/message-200.xml", at);
        (severity(&report, "invoice.code.pending").unwrap(), report.verdict)
    };
    assert_eq!(pending("2026-11-23T23:59:59"), ("fail", Verdict::Rejected));
    assert_eq!(pending("2026-11-24"), ("warn", Verdict::Accepted));
}

#[test]
fn what_is_ignored_is_not_reported_and_weighs_nothing() {
    let quiet = changed("[rules]\n\"signature.missing\" = \"ignore\"\n\"code.mccqt.not-bound\" = \"ignore\"");
    let report = check(&quiet, "broken/signature-missing-authority.xml", "2026-11-23");
    assert_eq!(report.verdict, Verdict::Accepted);
    assert!(!has(&report.main, "signature.missing"));
    assert!(report.engine.relaxed.contains(&"rules.signature.missing = ignore".to_owned()));
}

#[test]
fn relaxations_are_those_in_force() {
    let engine = changed(
        "[rules]\n\"signer.revoked\" = [{ until = \"2025-01-01\", weight = \"fail\" }, \
         { until = \"2026-01-01\", weight = \"warn\" }, { until = \"2027-01-01\", weight = \"ignore\" }, { weight = \"fail\" }]",
    );
    let relaxed = |at: &str| -> Vec<String> {
        let report = check(&engine, "good/invoice-1-coded.xml", at);
        report.engine.relaxed.iter().filter(|line| line.contains("signer.revoked ")).cloned().collect()
    };
    let first = "rules.signer.revoked = warn from 2025-01-01 until 2026-01-01";
    let second = "rules.signer.revoked = ignore from 2026-01-01 until 2027-01-01";
    assert_eq!(relaxed("2024-12-31"), [""; 0]);
    assert_eq!(relaxed("2025-06-01"), [first]);
    assert_eq!(relaxed("2026-06-01"), [first, second]);
    assert_eq!(relaxed("2028-01-01"), [first, second]);
    let strict = Engine::new(Policy::named("strict").unwrap(), test_trust());
    assert!(check(&strict, "good/invoice-1-coded.xml", "2026-11-23").engine.relaxed.is_empty());
}

#[test]
fn a_buyer_does_not_take_a_request_for_a_code() {
    let buyer = Policy::from_toml("intake = false").unwrap();
    let report = check(&Engine::new(buyer, test_trust()), "good/message-200.xml", "2026-11-23");
    assert_eq!(severity(&report, "invoice.code.missing"), Some("fail"));
    assert_eq!(report.verdict, Verdict::Rejected);
    let authority = check(&changed(""), "good/message-200.xml", "2026-11-23");
    assert_eq!(severity(&authority, "invoice.code.pending"), Some("inform"));
    assert_eq!(authority.verdict, Verdict::Accepted);
}
