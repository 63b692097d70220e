//! Every attack of the corpus is refused for the reason it should be, and its harmless twin is taken.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use etax::engine::{Engine, Input, Policy, rules};
use etax::report::{DocumentReport, Outcome, Report, SignatureStatus, Verdict};
use etax::signature::TrustStore;
use etax::value::Moment;
use etax_testkit::{Attack, Carrier, Class, attacks, attacks_into, attacks_table, testdata};

static ATTACKS: LazyLock<Vec<Attack>> = LazyLock::new(|| attacks().unwrap());

static ENGINES: LazyLock<BTreeMap<&'static str, Engine>> =
    LazyLock::new(|| ["archive", "transition", "strict"].map(|name| (name, engine(name))).into());

/// A built-in policy that also knows the test authority.
fn engine(policy: &str) -> Engine {
    let files = testdata().unwrap();
    let file = files.iter().find(|file| file.path == "policy/test.toml").unwrap();
    let test = Policy::from_toml(std::str::from_utf8(&file.bytes).unwrap()).unwrap();
    let mut wanted = Policy::named(policy).unwrap();
    wanted.signature.authorities.clone_from(&test.signature.authorities);
    let mut trust = TrustStore::builder();
    for file in files {
        if file.path.starts_with("trust/") {
            trust = trust.certificates(&file.bytes).unwrap();
        } else if file.path.starts_with("crl/") {
            trust = trust.crls(&file.bytes).unwrap();
        }
    }
    Engine::new(wanted, trust.build())
}

fn check(policy: &str, bytes: &[u8], received: &str) -> Report {
    let at = Moment::parse(received).unwrap();
    ENGINES[policy].check(&Input { name: "attack.xml", bytes, at })
}

fn documents(report: &Report) -> impl Iterator<Item = &DocumentReport> {
    std::iter::once(&report.main).chain(&report.documents)
}

fn fired(report: &Report) -> BTreeSet<&'static str> {
    documents(report).flat_map(|document| document.findings.iter().map(|finding| finding.rule.id)).collect()
}

/// Whether everything in the report that can be signed is authentic beyond doubt.
fn is_authentic(report: &Report) -> bool {
    let outcomes: Vec<_> = documents(report).map(|document| document.authentic).collect();
    outcomes.contains(&Outcome::Passed)
        && outcomes.iter().all(|outcome| matches!(outcome, Outcome::Passed | Outcome::NotApplicable))
}

/// Carriers whose twin must be accepted. Of the others the twin's signatures must be valid: an invoice of the pilot is
/// undecided at best, and the rest are made to be signed, not to be right.
fn is_right(carrier: Carrier) -> bool {
    !matches!(
        carrier,
        Carrier::Notice
            | Carrier::Registration
            | Carrier::Minutes
            | Carrier::TaxNotice
            | Carrier::Order
            | Carrier::Pilot
    )
}

#[test]
fn every_attack_is_refused_for_its_reason() {
    let mut wrong = Vec::new();
    for attack in ATTACKS.iter() {
        let report = check(attack.policy, &attack.bytes, attack.received);
        let found = fired(&report);
        for rule in &attack.fires {
            if !found.contains(rule) {
                wrong.push(format!("{}: {rule} does not fire, but {found:?}", attack.name));
            }
        }
        if report.verdict == Verdict::Accepted || is_authentic(&report) {
            wrong.push(format!(
                "{}: {:?}, authentic: {}: {found:?}",
                attack.name,
                report.verdict,
                is_authentic(&report)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), ATTACKS.len(), wrong.join("\n"));
}

#[test]
fn every_harmless_twin_is_taken() {
    let mut wrong = Vec::new();
    let mut seen: BTreeSet<(&str, &[u8])> = BTreeSet::new();
    for attack in ATTACKS.iter() {
        let report = check(attack.policy, &attack.twin, attack.received);
        let found = fired(&report);
        for rule in &attack.fires {
            if found.contains(rule) {
                wrong.push(format!("{}: {rule} fires on the twin", attack.name));
            }
        }
        if !seen.insert((attack.policy, &attack.twin)) {
            continue;
        }
        let signatures: Vec<_> =
            documents(&report).flat_map(|document| &document.signatures).map(|info| info.status).collect();
        let valid =
            !signatures.is_empty() && signatures.iter().all(|status| *status == SignatureStatus::Valid);
        let taken = if is_right(attack.carrier) {
            report.verdict == Verdict::Accepted && is_authentic(&report)
        } else {
            report.main.checks.signatures == Outcome::Passed
        };
        if !valid || !taken {
            wrong.push(format!("{}: the twin is {:?}: {found:?}", attack.name, report.verdict));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_shipped_policy_takes_what_another_refuses_as_forged() {
    // What a policy refuses for its strictness, the others may take; a forgery none.
    let mut wrong = Vec::new();
    for attack in ATTACKS.iter().filter(|attack| attack.policy == "transition") {
        for policy in ["archive", "strict"] {
            let report = check(policy, &attack.bytes, attack.received);
            if report.verdict == Verdict::Accepted || is_authentic(&report) {
                wrong.push(format!("{policy}: {}: {:?}", attack.name, fired(&report)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_corpus_is_as_large_as_it_says() {
    let distinct: BTreeSet<&[u8]> = ATTACKS.iter().map(|attack| attack.bytes.as_slice()).collect();
    assert_eq!(distinct.len(), ATTACKS.len(), "two attacks are the same document");
    let names: BTreeSet<&str> = ATTACKS.iter().map(|attack| attack.name.as_str()).collect();
    assert_eq!(names.len(), ATTACKS.len(), "two attacks have one name");
    assert!(ATTACKS.len() >= 3_000, "{}", ATTACKS.len());
    for class in Class::ALL {
        let count = ATTACKS.iter().filter(|attack| attack.class == class).count();
        println!("{:12} {count}", class.word());
        assert!(count >= 60, "{class:?}: {count}");
    }
    for carrier in Carrier::ALL {
        assert!(ATTACKS.iter().any(|attack| attack.carrier == carrier), "{carrier:?}");
    }
    let known: BTreeSet<&str> = rules().into_iter().map(|rule| rule.id).collect();
    for attack in ATTACKS.iter() {
        assert!(!attack.fires.is_empty(), "{}", attack.name);
        assert!(attack.fires.iter().all(|rule| known.contains(rule)), "{}: {:?}", attack.name, attack.fires);
        assert_ne!(attack.bytes, attack.twin, "{}", attack.name);
    }
}

#[test]
fn every_part_of_a_report_on_an_attack_is_bounded() {
    // Cost is bounded by counts, not by a clock: few findings, few signatures, and no text longer than the input allows.
    for attack in ATTACKS.iter().filter(|attack| attack.class == Class::Exhaustion) {
        let report = check(attack.policy, &attack.bytes, attack.received);
        let findings: usize = documents(&report).map(|document| document.findings.len()).sum();
        let signatures: usize = documents(&report).map(|document| document.signatures.len()).sum();
        assert!(findings <= 1_000 && signatures <= 12, "{}: {findings}, {signatures}", attack.name);
    }
}

#[test]
fn the_page_about_security_says_these_counts() {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/security.md")).unwrap();
    let table = attacks_table().unwrap();
    assert!(
        page.contains(&table),
        "docs/security.md does not hold what `etax-testkit attacks` prints:\n{table}"
    );
}

#[test]
fn the_corpus_is_written_for_others() {
    let directory = tempfile::tempdir().unwrap();
    attacks_into(directory.path()).unwrap();
    let index = std::fs::read_to_string(directory.path().join("index.tsv")).unwrap();
    assert_eq!(index.lines().count(), ATTACKS.len() + 1);
    for line in index.lines().skip(1) {
        let cells: Vec<_> = line.split('\t').collect();
        assert_eq!(cells.len(), 8, "{line}");
        assert!(
            directory.path().join(cells[0]).exists() && directory.path().join(cells[6]).exists(),
            "{line}"
        );
    }
    assert!(directory.path().join("trust/anchors.pem").exists());
}
