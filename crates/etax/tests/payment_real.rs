//! Real payment orders of 2019 and 2020: the authority and the bank took every one of them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod shared;

use etax::engine::{Engine, Input, Policy};
use etax::payment::{PaymentOrder, Stage};
use etax::report::{Outcome, Report};
use etax::signature::TrustStore;
use etax::value::{Moment, PeriodKind};
use etax::xml::{Document, Limits, Parsed};

fn orders() -> Vec<(String, Vec<u8>)> {
    let name = |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
    shared::files("declaration/payment", ".xml")
        .iter()
        .map(|path| (name(path), std::fs::read(path).unwrap()))
        .collect()
}

fn check(name: &str, bytes: &[u8]) -> Report {
    let engine = Engine::new(Policy::default(), TrustStore::default());
    engine.check(&Input { name, bytes, at: Moment::parse("2026-11-23T10:00:00").unwrap() })
}

/// What the rules say of each, and why it is right.
const REMARKS: &[(&str, &str)] = &[
    // Made on one day, signed on the next: it is for information only.
    ("GNT_GTGT-Q42019.xml", "payment.date.signed-after"),
];

#[test]
fn structure_and_rules_hold_for_every_one() {
    let mut remarks = Vec::new();
    let orders = orders();
    for (name, bytes) in &orders {
        let report = check(name, bytes).main;
        assert_eq!(report.document.kind, "payment-order");
        assert_eq!(
            (report.checks.structure, report.checks.rules),
            (Outcome::Passed, Outcome::Passed),
            "{name}"
        );
        let own = report.findings.iter().map(|finding| finding.rule.id);
        let own = own.filter(|id| id.starts_with("payment.") || id.starts_with("schema."));
        remarks.extend(own.map(|id| (name.clone(), id)));
    }
    if !orders.is_empty() {
        let expected: Vec<_> = REMARKS.iter().map(|(name, id)| ((*name).to_owned(), *id)).collect();
        assert_eq!((orders.len(), remarks), (7, expected));
    }
}

#[test]
fn what_they_say_is_read() {
    for (name, bytes) in &orders() {
        let Parsed::Document(document) = Document::parse(bytes, &Limits::default()) else { panic!("{name}") };
        let order = PaymentOrder::read(document.root()).unwrap();
        assert!(order.tax_code().is_some_and(|code| code.check_digit_holds()), "{name}");
        assert!(order.collector().is_some() && order.currency().is_some_and(|it| it.is_vnd()), "{name}");
        let lines: Vec<_> = order.lines().collect();
        assert_eq!(lines.len(), 1, "{name}");
        let line = lines[0];
        assert!(line.sub_item().is_some() && line.chapter().is_some(), "{name}");
        assert_eq!(line.amount(), order.total(), "{name}");
        let kind = line.period().unwrap().period().kind();
        assert!(matches!(kind, PeriodKind::Month | PeriodKind::Quarter), "{name}");
        for stage in [Stage::Payer, Stage::Authority, Stage::Bank] {
            assert_eq!(order.signed_at(stage).count(), 1, "{name} {stage:?}");
        }
        // Bank and payer sign within minutes, in either order: their clocks differ.
        let [payer, bank] = [Stage::Payer, Stage::Bank].map(|stage| order.signed_at(stage).next().unwrap());
        assert!((payer.unix() - bank.unix()).abs() < 300, "{name}");
    }
}

/// Every digit of every amount, changed to every other one.
#[test]
fn no_amount_can_be_changed_unnoticed() {
    for (name, bytes) in &orders() {
        let text = String::from_utf8(bytes.clone()).unwrap();
        for tag in ["<TONG_TIEN>", "<TIEN_PNOP>"] {
            let start = text.find(tag).unwrap() + tag.len();
            let length = text[start..].find('<').unwrap();
            for at in start..start + length {
                for digit in b'0'..=b'9' {
                    let mut changed = bytes.clone();
                    if std::mem::replace(&mut changed[at], digit) == digit {
                        continue;
                    }
                    let report = check(name, &changed).main;
                    assert_eq!(report.checks.rules, Outcome::Failed, "{name} {tag} {at}");
                }
            }
        }
    }
}
