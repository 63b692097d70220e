//! The forms' computed cells against the authority's own formulas, worked out by another evaluator: fractions instead of
//! decimals, the template's language instead of ours, cells found by the end of their path.
#![allow(unreachable_pub, missing_docs, clippy::unwrap_used, clippy::panic)]

mod differential;
mod shared;

use differential::document::Invented;
use differential::excel::{Fraction, evaluate};
use differential::table;
use etax::form::{Catalogue, Form, Known, Layout, Version};
use etax::formula::Slot;
use etax::report::Findings;
use etax::xml::{Document, Limits, Parsed};
use std::collections::{BTreeMap, HashMap};

/// The only cell or list of a part whose address ends in these steps, seen from a row where there is one.
fn find(layout: &Layout, part: Slot, around: Option<Slot>, end: &str) -> Option<Slot> {
    let address = |slot: Slot| format!("/{}", layout.address(slot).replace(':', "/"));
    let fits =
        |slot: &Slot| address(*slot).ends_with(&format!("/{end}")) && layout.part_of(*slot) == Some(part);
    let all: Vec<Slot> = layout.cells().filter(fits).collect();
    if let [only] = all[..] {
        return Some(only);
    }
    let near: Vec<Slot> =
        all.into_iter().filter(|slot| around.is_some() && layout.row(*slot) == around).collect();
    if let [only] = near[..] { Some(only) } else { None }
}

/// Whether every range of a formula is a list's row and the hidden ones around it, and no more.
fn one_list(formula: &str) -> bool {
    let rows: Vec<i64> = formula
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '$')
        .filter_map(|word| word.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok())
        .collect();
    matches!(rows[..], [first, last] if last - first <= 2)
}

/// The value that our formula gives for a cell, by what is found wrong with an invented one.
fn compare(form: &Form, row: &table::Row, seed: u64) -> Result<(), &'static str> {
    let layout = form.rules().layout();
    let path = row["path"].trim_matches('/');
    let path = path.strip_prefix("HSoThueDTu/HSoKhaiThue/CTieuTKhaiChinh/").unwrap_or(path);
    let address = match path.split_once('/') {
        Some((part, rest)) if layout.part(part).is_some() => format!("{part}:{rest}"),
        _ => path.to_owned(),
    };
    let target = layout.find(&address).ok_or("no cell of this path")?;
    let clause = form.rules().computed().find(|clause| clause.target() == target).ok_or("not carried")?;
    let part = layout.part_of(target).ok_or("in no part")?;
    let around = layout.row(target);
    let mut invented = Invented::new(layout, seed);
    if row["formula_in_tags"].contains("{rows:") && !one_list(&row["formula_a1"]) {
        return Err("a range that may span several lists");
    }
    let resolve = |end: &str| find(layout, part, around, end);
    let expected = evaluate(&row["formula_in_tags"], &resolve, layout, &mut invented, around)?;
    let xml = invented.xml(layout);
    let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
        panic!("{xml}")
    };
    let mut findings = Findings::new(100_000);
    form.rules().check(document.root().child("HSoKhaiThue").unwrap(), &mut findings);
    let id = form.rules().rule(clause).id;
    let found = findings.as_slice().iter().find(|finding| finding.rule.id == id);
    let ours = match found {
        // The first row comes first.
        Some(finding) => Fraction::parse(finding.expected.as_deref().unwrap()).unwrap(),
        None => invented.number(target, 0),
    };
    // Decimals have 28 digits, fractions all of them.
    let same = ours.round(9) == expected.round(9);
    assert!(
        same,
        "{} {address}: ours {ours:?}, the template's {expected:?} by {}",
        row["template"], row["formula_in_tags"]
    );
    Ok(())
}

#[test]
fn computed_cells_are_what_the_template_says() {
    let Some(tables) = shared::path("../spec/declaration") else { return };
    let formulas = std::fs::read_to_string(tables.join("formulas.tsv")).unwrap();
    let catalogue = std::fs::read_to_string(tables.join("catalogue.tsv")).unwrap();
    let versions: HashMap<(String, String), String> = table::rows(&catalogue)
        .into_iter()
        .map(|row| ((row["maTKhai"].clone(), row["maFile"].clone()), row["pbanTKhaiXML"].clone()))
        .collect();
    let (mut compared, mut skipped) = (0, BTreeMap::<&str, usize>::new());
    for row in table::rows(&formulas) {
        let key = (row["maTKhai"].clone(), row["maFile"].clone());
        let Some(version) = versions.get(&key).and_then(|version| Version::parse(version)) else { continue };
        let Known::Form(form) = Catalogue::built_in().find(&key.0, version, None) else { continue };
        for seed in [1, 2] {
            match compare(form, &row, seed) {
                Ok(()) => compared += 1,
                Err(why) => *skipped.entry(why).or_default() += 1,
            }
        }
    }
    println!("{compared} values compared; not compared: {skipped:#?}");
    assert!(compared > 4000, "{compared}");
}
