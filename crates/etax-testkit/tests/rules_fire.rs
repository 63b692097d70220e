//! Every broken document fires its rules, its sound twin does not, and no rule is left without a
//! document that breaks it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use std::collections::{BTreeMap, BTreeSet};

use etax::engine::{Engine, Input, Policy, rules};
use etax::report::Report;
use etax::signature::TrustStore;
use etax::value::Moment;
use etax_testkit::{Kind, TestFile, Variant, generate, testdata, variants};

/// Rules that no document of the kit breaks. Their documents stand with the rules in the core.
const ELSEWHERE: [&str; 15] = [
    // Allocation and explanation appendices of 01/GTGT, which the kit does not write.
    "declaration.842.pl012.",
    "declaration.842.pl013.",
    "declaration.842.pl016.",
    "declaration.842.nq43.",
    "declaration.842.nq101.",
    "declaration.842.khbs.",
    "declaration.842.plant.",
    "declaration.842.row.",
    "declaration.842.allocated",
    "declaration.formula.division",
    "schema.attribute.missing",
    // No built-in grammar bounds a length, and the root decides which grammar is used.
    "schema.root",
    "schema.type.length",
    // Files of tens of megabytes.
    "schema.stopped",
    "xml.limit.bytes",
];

/// Engines by policy and by whether they have revocation lists.
struct Engines {
    files: Vec<TestFile>,
    made: BTreeMap<(String, bool), Engine>,
}

impl Engines {
    fn new() -> Self {
        Self { files: testdata().unwrap(), made: BTreeMap::new() }
    }

    fn check(&mut self, bytes: &[u8], policy: &str, received: &str, lists: bool) -> Report {
        let files = &self.files;
        let engine =
            self.made.entry((policy.to_owned(), lists)).or_insert_with(|| engine(files, policy, lists));
        let at = Moment::parse(received).unwrap();
        engine.check(&Input { name: "document.xml", bytes, at })
    }
}

fn engine(files: &[TestFile], policy: &str, lists: bool) -> Engine {
    let file = files.iter().find(|file| file.path == "policy/test.toml").unwrap();
    let test: Policy = toml::from_str(std::str::from_utf8(&file.bytes).unwrap()).unwrap();
    let mut wanted = Policy::named(policy).unwrap();
    wanted.signature.authorities.clone_from(&test.signature.authorities);
    let mut trust = TrustStore::builder();
    for file in files {
        if file.path.starts_with("trust/") {
            trust = trust.certificates(&file.bytes).unwrap();
        } else if file.path.starts_with("crl/") && lists {
            trust = trust.crls(&file.bytes).unwrap();
        }
    }
    Engine::new(wanted, trust.build())
}

fn fired(report: &Report) -> BTreeSet<&'static str> {
    std::iter::once(&report.main)
        .chain(&report.documents)
        .flat_map(|document| document.findings.iter().map(|finding| finding.rule.id))
        .collect()
}

fn verdict(report: &Report) -> String {
    serde_json::to_value(report.verdict).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn every_variant_fires_its_rules_and_its_twin_does_not() {
    let mut engines = Engines::new();
    let mut wrong = Vec::new();
    for Variant {
        name, bytes, twin, fires, policy, received, twin_received, with_lists, twin_policy, ..
    } in variants().unwrap()
    {
        let broken = fired(&engines.check(&bytes, policy, received, with_lists));
        let sound = fired(&engines.check(&twin, twin_policy, twin_received, true));
        for rule in fires {
            if !broken.contains(rule) {
                wrong.push(format!("{name}: {rule} does not fire, but {broken:?}"));
            }
            if sound.contains(rule) {
                wrong.push(format!("{name}: {rule} fires on the twin"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_variant() {
    let covered: BTreeSet<&str> = variants().unwrap().into_iter().flat_map(|variant| variant.fires).collect();
    let known: BTreeSet<&str> = rules().into_iter().map(|rule| rule.id).collect();
    let strange: Vec<_> = covered.difference(&known).collect();
    assert!(strange.is_empty(), "variants for rules that do not exist: {strange:?}");
    let bare: Vec<_> = known
        .difference(&covered)
        .filter(|rule| !ELSEWHERE.iter().any(|prefix| rule.starts_with(prefix)))
        .collect();
    assert!(bare.is_empty(), "rules without a variant: {bare:#?}");
}

#[test]
fn the_page_about_the_test_documents_says_their_verdicts() {
    let mut engines = Engines::new();
    let files = testdata().unwrap();
    let page = files.iter().find(|file| file.path == "README.md").unwrap();
    let page = String::from_utf8(page.bytes.clone()).unwrap();
    let mut wrong = Vec::new();
    for file in &files {
        let Some((part @ ("good" | "broken"), name)) = file.path.split_once('/') else {
            continue;
        };
        let line = page.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).unwrap();
        let said = line.trim_end_matches(" |").rsplit("| ").next().unwrap();
        let report = engines.check(&file.bytes, "transition", "2026-11-23T10:00:00", true);
        if verdict(&report) != said {
            wrong.push(format!("{part}/{name}: said {said}, is {}: {:?}", verdict(&report), fired(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn generated_documents_are_accepted() {
    let mut engines = Engines::new();
    let mut wrong = Vec::new();
    for kind in [Kind::Invoice, Kind::Message, Kind::Batch, Kind::Declaration, Kind::Bench, Kind::BenchSmall]
    {
        for document in generate(kind, 11, 24).unwrap() {
            let report = engines.check(&document.bytes, "transition", "2026-11-23T10:00:00", true);
            if verdict(&report) != "accepted" {
                wrong.push(format!("{}: {}: {:?}", document.name, document.shows, fired(&report)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
