//! Real declarations, and how grave the rules are.

use crate::amendments::amended;
use crate::declaration_support::shared;
use crate::made::{judged, settings};
use crate::sets::parsed;
use etax::declaration::{Calendar, FILING_RULES, FileName, Filed, Filings, Settings};
use etax::form::Carry;
use etax::rule::Weight;
use proptest::prelude::*;
use std::path::PathBuf;

fn real() -> Vec<PathBuf> {
    let Some(folder) = shared("declaration/signed") else { return Vec::new() };
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Accepted by the authority: nothing but lateness is said, since they are judged years later. Received on the day they
/// were signed they are in time, and the names that some still have agree with what they say.
#[test]
fn real_declarations_break_no_rule_of_filing() {
    let mut named = 0;
    for path in real() {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        named += usize::from(FileName::parse(&name).is_some());
        let text = text.trim_start_matches('\u{feff}');
        let today = judged(text, &Settings { name: Some(&name), ..settings("2026-11-23") });
        assert!(
            today.iter().all(|(id, ..)| *id == "declaration.deadline.late.weekends"),
            "{name}: {today:?}"
        );
        let signed = text.split("<ngayKy>").nth(1).unwrap().trim_start().get(..10).unwrap();
        assert_eq!(judged(text, &settings(signed)), [], "{name}");
    }
    assert!(real().is_empty() || named == 4, "{named}");
}

/// Quarterly declarations of one taxpayer, each first and none for a month of another's quarter.
#[test]
fn real_declarations_stand_together() {
    let all: Vec<String> = real()
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap().trim_start_matches('\u{feff}').to_owned())
        .collect();
    let mut filings = Filings::default();
    for text in &all {
        filings.add(parsed(text, |declaration| Filed::of(declaration).unwrap()));
    }
    for text in &all {
        assert_eq!(judged(text, &Settings { filings: Some(&filings), ..Settings::default() }), []);
    }
    assert_eq!(filings.len(), all.len());
}

#[test]
fn weights_are_no_graver_than_they_should_be() {
    // What only a habit or the operator's own set says is no failure.
    let failing: Vec<_> = FILING_RULES
        .iter()
        .copied()
        .flatten()
        .filter(|rule| rule.weight == Weight::Fail)
        .map(|rule| rule.id)
        .collect();
    assert_eq!(failing, ["declaration.period.length", "declaration.amendment.difference"]);
}

proptest! {
    /// Texts from outside: near what is right, and anything.
    #[test]
    fn no_text_breaks_the_readers(
        name in "([A-Z]{2,4}-)?[0-9é]{9,16}-[A-Z0-9_ư]{0,9}-[MQYDKLT]?[0-9ỉ]{0,12}-L[0-9]{1,3}\\.xml|\\PC{0,40}",
        calendar in "((off|work|nghỉ)? ?[0-9]{4}-[0-9]{2}-[0-9]{2}(\\.\\.[0-9-]{0,10})?\n){0,4}|\\PC{0,40}",
        carry in "[a-z/]{0,6} ?= ?previous ?[a-z/ ]{0,6}|\\PC{0,20}",
        cells in proptest::collection::vec("-?[0-9]{0,30}|[0-9.,]{0,6}|\\PC{0,3}", 7),
    ) {
        if let Some(name) = FileName::parse(&name) {
            prop_assert!(name.number <= 99 && !name.form.is_empty() && !name.period.to_string().is_empty());
        }
        let _ = (Calendar::parse(&calendar), Carry::parse(&carry));
        let escaped: Vec<_> = cells.iter().map(|cell| cell.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")).collect();
        let named: Vec<_> = ["lan", "ct10", "ct11", "ct06", "t7", "t8"].into_iter().zip(escaped.iter().map(String::as_str)).collect();
        let made = amended(&named);
        let found = judged(&made.xml(), &Settings { name: Some(&name), ..settings("2026-11-23") });
        prop_assert!(found.len() < 50);
    }
}
