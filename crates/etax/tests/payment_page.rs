//! The page docs/payments.md: its tables are made from the rules, and its example is made into an order that holds.
//!
//! To write the tables anew: `ETAX_WRITE_DOCS=1 cargo test -p etax --test payment_page`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use etax::engine::{Engine, Input, Policy};
use etax::notice;
use etax::payment::{self, ListKind, Lists, PaymentOrderData};
use etax::report::Outcome;
use etax::rule::Rule;
use etax::signature::TrustStore;
use etax::value::Moment;
use std::fmt::Write;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/payments.md");

/// Rules on the notices of e-invoices begin alike, so that the modules' own tables are asked.
fn table(rules: &[&Rule]) -> String {
    let mut table = "| rule | weight | message |\n|---|---|---|\n".to_owned();
    let mut rules = rules.to_vec();
    rules.sort_unstable_by_key(|rule| rule.id);
    for rule in rules {
        let message = rule.message.en.replace('|', "\\|");
        writeln!(table, "| `{}` | {} | {message} |", rule.id, rule.weight.word()).unwrap();
    }
    table
}

#[test]
fn the_tables_are_those_of_the_rules() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let mut fresh = page.clone();
    for (start, rules) in [("payment.", payment::RULES), ("notice.", notice::RULES)] {
        let mark = format!("<!-- rules {start} -->\n");
        let (head, rest) = fresh.split_once(&mark).unwrap();
        let (_, tail) = rest.split_once("<!-- end -->").unwrap();
        fresh = format!("{head}{mark}{}<!-- end -->{tail}", table(rules));
    }
    if std::env::var_os("ETAX_WRITE_DOCS").is_some() {
        std::fs::write(PAGE, &fresh).unwrap();
    } else {
        assert!(fresh == page, "run: ETAX_WRITE_DOCS=1 cargo test -p etax --test payment_page");
    }
}

#[test]
fn the_example_is_an_order_that_holds() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let json = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let xml = serde_json::from_str::<PaymentOrderData>(json).unwrap().filled().to_xml().unwrap();
    let engine = Engine::new(Policy::default(), TrustStore::default());
    let at = Moment::parse("2026-11-23T10:00:00").unwrap();
    let report = engine.check(&Input { name: "order.xml", bytes: xml.as_bytes(), at });
    let checks = &report.main.checks;
    assert_eq!(
        (checks.structure, checks.rules),
        (Outcome::Passed, Outcome::Passed),
        "{:?}",
        report.main.findings
    );
}

#[test]
fn the_example_of_lists_is_read() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let start = page.find("    # code").unwrap();
    let example: Vec<&str> = page[start..].lines().map_while(|line| line.strip_prefix("    ")).collect();
    let lists = Lists::default().with(&example.join("\n")).unwrap();
    assert_eq!((lists.count(ListKind::SubItem), lists.count(ListKind::Treasury)), (2, 1));
}
