//! Every broken document fires its rules, its sound twin does not, and no rule is left without a
//! document that breaks it.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

mod at_bounds;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use etax::code::auth34::InvoiceFields;
use etax::code::{Recorded, RecordedEnd, RegistryAnswer, RegistryAnswers};
use etax::declaration::{Calendar, Filings};
use etax::engine::{Engine, Input, Policy, rules};
use etax::form::Catalogue;
use etax::payment::Lists;
use etax::report::Report;
use etax::signature::TrustStore;
use etax::value::Moment;
use etax::xml::{Document, Limits, Parsed};
use etax_testkit::{Kind, TestFile, Variant, generate, testdata, variants};

/// What an engine is made for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Setting<'a> {
    policy: &'a str,
    /// What the policy is changed by.
    changes: &'a str,
    /// It has revocation lists.
    lists: bool,
    /// Its lists of budget codes, where it has others than the built-in ones.
    codes: &'a str,
    /// The longest file it takes, where that is not the policy's.
    longest: Option<usize>,
    /// Its calendar of days off, where it has one.
    calendar: &'a str,
}

const USUAL: Setting<'static> =
    Setting { policy: "transition", changes: "", lists: true, codes: "", longest: None, calendar: "" };
static VARIANTS: LazyLock<Vec<Variant>> = LazyLock::new(|| variants().unwrap());
const RECEIVED: &str = "2026-11-23T10:00:00";
/// Before the deadline of the generated declarations.
const IN_TIME: &str = "2026-10-16T10:00:00";

struct Engines {
    files: Vec<TestFile>,
    made: BTreeMap<Setting<'static>, Engine>,
}

impl Engines {
    fn new() -> Self {
        Self { files: testdata().unwrap(), made: BTreeMap::new() }
    }

    fn check(&mut self, bytes: &[u8], setting: Setting<'static>, received: &str) -> Report {
        self.check_among(bytes, "document.xml", &[], setting, received)
    }

    fn check_among(
        &mut self,
        bytes: &[u8],
        name: &str,
        beside: &[Vec<u8>],
        setting: Setting<'static>,
        received: &str,
    ) -> Report {
        let files = &self.files;
        let engine = self.made.entry(setting).or_insert_with(|| engine(files, setting));
        let input = Input { name, bytes, at: Moment::parse(received).unwrap() };
        if beside.is_empty() {
            return engine.check(&input);
        }
        let mut filings = Filings::default();
        for other in beside {
            filings.add(engine.filed(other).unwrap());
        }
        engine.check_among(&input, &filings)
    }

    /// Checks a document and what a registry says of its codes.
    fn check_registered(&mut self, variant: &Variant, bytes: &[u8], says: &str) -> Report {
        let setting = Setting { policy: variant.policy, ..USUAL };
        let files = &self.files;
        let engine = self.made.entry(setting).or_insert_with(|| engine(files, setting));
        let mut answers = RegistryAnswers::default();
        for code in engine.codes(bytes) {
            answers.add(&code, answer(bytes, says));
        }
        let at = Moment::parse(variant.received).unwrap();
        engine.check_registered(&Input { name: "document.xml", bytes, at }, &answers)
    }

    fn of(&mut self, variant: &Variant) -> Report {
        if !variant.registry.is_empty() {
            return self.check_registered(variant, &variant.bytes, variant.registry);
        }
        let Variant { policy, changes, with_lists: lists, codes, longest, calendar, .. } = *variant;
        let setting = Setting { policy, changes, lists, codes, longest, calendar };
        self.check_among(&variant.bytes, &variant.named, &variant.beside, setting, variant.received)
    }

    fn of_twin(&mut self, variant: &Variant) -> Report {
        if !variant.registry.is_empty() {
            return self.check_registered(variant, &variant.twin, "holds");
        }
        let Variant { twin_policy: policy, codes, longest, calendar, .. } = *variant;
        let setting = Setting { policy, codes, longest, calendar, ..USUAL };
        let (name, beside) = (&variant.twin_named, &variant.twin_beside);
        self.check_among(&variant.twin, name, beside, setting, variant.twin_received)
    }
}

/// What a registry says of an invoice.
fn answer(bytes: &[u8], says: &str) -> RegistryAnswer {
    let Parsed::Document(document) = Document::parse(bytes, &Limits::default()) else { panic!("not XML") };
    let fields = InvoiceFields::of(document.root());
    let printed = fields.printed();
    let of = |field: Option<&str>| field.unwrap().to_owned();
    let mut record = Recorded {
        seller: of(printed.seller),
        form: of(printed.form),
        series: of(printed.series),
        number: of(printed.number).trim_start_matches('0').to_owned(),
        digest: *printed.document.unwrap(),
        adjusted_by: Vec::new(),
        end: None,
    };
    let other = "00112233445566478899AABBCCDDEEFF00".to_owned();
    match says {
        "unknown" => return RegistryAnswer::Unknown { genuine: false },
        "unrecorded" => return RegistryAnswer::Unknown { genuine: true },
        "other-invoice" => record.number.push('1'),
        "content" => record.digest[0] ^= 1,
        "replaced" => record.end = Some(RecordedEnd::Replaced(other)),
        "adjusted" => record.adjusted_by.push(other),
        "cancelled" => record.end = Some(RecordedEnd::Cancelled("TB-01".to_owned())),
        _ => assert_eq!(says, "holds"),
    }
    RegistryAnswer::Recorded(Box::new(record))
}

fn engine(files: &[TestFile], setting: Setting<'_>) -> Engine {
    let file = files.iter().find(|file| file.path == "policy/test.toml").unwrap();
    let test = Policy::from_toml(std::str::from_utf8(&file.bytes).unwrap()).unwrap();
    let text = format!("base = \"{}\"\n{}", setting.policy, setting.changes);
    let mut wanted = Policy::from_toml(&text).unwrap();
    if let Some(longest) = setting.longest {
        wanted.limits.bytes = longest;
    }
    wanted.signature.authorities.clone_from(&test.signature.authorities);
    let mut trust = TrustStore::builder();
    for file in files {
        if file.path.starts_with("trust/") {
            trust = trust.certificates(&file.bytes).unwrap();
        } else if file.path.starts_with("crl/") && setting.lists {
            trust = trust.crls(&file.bytes).unwrap();
        }
    }
    let codes = Lists::built_in().clone().with(setting.codes).unwrap();
    let engine = Engine::new(wanted, trust.build()).with_lists(codes);
    if setting.calendar.is_empty() {
        return engine;
    }
    engine.with_calendar(Calendar::parse(setting.calendar).unwrap())
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
    for variant in VARIANTS.iter() {
        let broken = fired(&engines.of(variant));
        let sound = fired(&engines.of_twin(variant));
        let Variant { name, fires, .. } = variant;
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
fn every_verdict_is_the_one_the_kit_names() {
    let mut engines = Engines::new();
    let mut wrong = Vec::new();
    for variant in VARIANTS.iter() {
        let report = engines.of(variant);
        if verdict(&report) != variant.verdict {
            let (name, said) = (&variant.name, variant.verdict);
            wrong.push(format!("{name}: said {said}, is {}: {:?}", verdict(&report), fired(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_twin_has_the_verdict_the_kit_names() {
    let mut engines = Engines::new();
    let mut wrong = Vec::new();
    for variant in VARIANTS.iter() {
        let report = engines.of_twin(variant);
        if verdict(&report) != variant.twin_verdict {
            wrong.push(format!("{}: {}: {:?}", variant.name, verdict(&report), fired(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn declarations_with_appendices_fire_no_rule() {
    let mut engines = Engines::new();
    for document in generate(Kind::Appendices, 12, 60).unwrap() {
        let mut found = fired(&engines.check(&document.bytes, USUAL, IN_TIME));
        // Their signatures carry no time, and some are made with SHA-1, as real ones.
        found.retain(|rule| !rule.starts_with("signature."));
        assert!(found.is_empty(), "{}: {}: {found:?}", document.name, document.shows);
    }
}

#[test]
fn every_rule_has_a_variant() {
    let covered: BTreeSet<&str> = VARIANTS.iter().flat_map(|variant| variant.fires.iter().copied()).collect();
    // The rules of forms are fired by declarations that tests/form_documents.rs searches for, but those of 01/GTGT have
    // documents of their own here.
    let of_form_842 = Catalogue::built_in()
        .forms()
        .filter(|form| form.head().code == "842")
        .flat_map(|form| form.rules().rules());
    let known: BTreeSet<&str> = rules().into_iter().chain(of_form_842).map(|rule| rule.id).collect();
    let strange: Vec<_> = covered.difference(&known).collect();
    assert!(strange.is_empty(), "variants for rules that do not exist: {strange:?}");
    let bare: Vec<_> = known.difference(&covered).filter(|rule| !at_bounds::FIRED.contains(rule)).collect();
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
        let report = engines.check(&file.bytes, USUAL, RECEIVED);
        if verdict(&report) != said {
            wrong.push(format!("{part}/{name}: said {said}, is {}: {:?}", verdict(&report), fired(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Of kinds without rules of their own only the signatures can be judged; they and their signers hold.
#[test]
fn generated_documents_without_rules_are_signed_as_they_should_be() {
    let mut engines = Engines::new();
    let mut wrong = Vec::new();
    for kind in [Kind::Paper] {
        for document in generate(kind, 11, 24).unwrap() {
            if !has_no_rules(&document.shows) {
                continue;
            }
            let report = engines.check(&document.bytes, USUAL, RECEIVED);
            let mut found = fired(&report);
            let noise = ["signature.sha1", "signature.time.missing", "signature.reference.duplicate-id"];
            found.retain(|rule| !noise.contains(rule));
            // What the pilot's device signed is not public, so no invoice of it is more than undecided.
            let wanted = match document.shows.as_str() {
                "Filing" => "document.rules.unavailable",
                _ => "code.pilot.undecided",
            };
            if found.iter().copied().ne([wanted]) || verdict(&report) != "undecided" {
                wrong.push(format!("{}: {}: {found:?}", document.name, document.shows));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Comments and white space between the elements of an order change nothing; attributes are what they are.
#[test]
fn generated_orders_with_noise_fire_no_rule_but_those_on_attributes() {
    let mut engines = Engines::new();
    let mut wrong = Vec::new();
    for document in generate(Kind::NoisyOrder, 11, 60).unwrap() {
        let report = engines.check(&document.bytes, USUAL, RECEIVED);
        let mut found = fired(&report);
        let noise = ["signature.sha1", "signature.reference.duplicate-id", "schema.attribute.unexpected"];
        found.retain(|rule| !noise.contains(rule));
        if !found.is_empty() {
            wrong.push(format!("{}: {found:?}", document.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Papers whose contents have no rules yet.
fn has_no_rules(shows: &str) -> bool {
    matches!(shows, "Filing" | "an invoice of the pilot")
}

#[test]
fn papers_are_accepted_and_fire_nothing_but_what_their_tables_are_not_sure_of() {
    let mut engines = Engines::new();
    let mut wrong = Vec::new();
    for document in generate(Kind::Paper, 11, 69).unwrap() {
        if has_no_rules(&document.shows) {
            continue;
        }
        let report = engines.check(&document.bytes, USUAL, RECEIVED);
        let mut found = fired(&report);
        // Notices on filings are signed as real ones are: with SHA-1, and without a time.
        found.retain(|rule| !["signature.sha1", "signature.time.missing"].contains(rule));
        if found.iter().any(|rule| *rule != "paper.form.uncertain") || verdict(&report) != "accepted" {
            wrong.push(format!("{}: {}: {found:?}", document.name, document.shows));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn generated_documents_are_accepted() {
    let mut engines = Engines::new();
    let mut wrong = Vec::new();
    for (kind, count) in [
        (Kind::Invoice, 45),
        (Kind::Message, 45),
        (Kind::Batch, 24),
        (Kind::Declaration, 24),
        (Kind::Order, 24),
        (Kind::Appendices, 60),
        (Kind::Bench, 24),
        (Kind::BenchSmall, 24),
        (Kind::BenchRegister, 24),
        (Kind::BenchSha1, 24),
    ] {
        for document in generate(kind, 11, count).unwrap() {
            let report = engines.check(&document.bytes, USUAL, RECEIVED);
            if verdict(&report) != "accepted" {
                wrong.push(format!("{}: {}: {:?}", document.name, document.shows, fired(&report)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
