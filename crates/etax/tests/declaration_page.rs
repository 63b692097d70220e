//! The page docs/declarations.md: its table is made from the rules.
//!
//! To write it anew: `ETAX_WRITE_DOCS=1 cargo test -p etax --test declaration_page`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use etax::declaration::FILING_RULES;
use etax::engine::rules;
use std::fmt::Write;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/declarations.md");
const MARKS: [&str; 2] = ["<!-- rules -->\n", "<!-- /rules -->"];

/// Rules that stand in the same table although they are older than the folder of the others.
const ENVELOPE: [&str; 5] = [
    "declaration.period.",
    "declaration.date.",
    "declaration.field.",
    "declaration.number",
    "declaration.tax-code.",
];

#[test]
fn the_table_is_that_of_the_rules() {
    let mut table = String::from("| rule | weight | says |\n|---|---|---|\n");
    let filing: Vec<_> = FILING_RULES.iter().copied().flatten().map(|rule| rule.id).collect();
    let mut count = 0;
    for rule in rules() {
        if filing.contains(&rule.id) || ENVELOPE.iter().any(|start| rule.id.starts_with(start)) {
            count += 1;
            writeln!(table, "| `{}` | {} | {} |", rule.id, rule.weight.word(), rule.message.en).unwrap();
        }
    }
    assert!(count > filing.len());
    let page = std::fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once(MARKS[0]).unwrap();
    let (_, after) = rest.split_once(MARKS[1]).unwrap();
    let fresh = format!("{before}{}{table}{}{after}", MARKS[0], MARKS[1]);
    if std::env::var_os("ETAX_WRITE_DOCS").is_some() {
        std::fs::write(PAGE, fresh).unwrap();
    } else {
        assert_eq!(page, fresh, "docs/declarations.md is out of date");
    }
}
