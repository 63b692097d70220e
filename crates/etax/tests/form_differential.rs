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

/// What each rule of a form expects first in the document that is invented from a seed: the same one for all its formulas.
struct Judged {
    expected: HashMap<&'static str, String>,
}

impl Judged {
    fn of(form: &Form, seed: u64) -> Self {
        let layout = form.rules().layout();
        let xml = Invented::new(layout, seed).xml(layout);
        let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
            panic!("{xml}")
        };
        let mut findings = Findings::new(100_000);
        form.rules().check(document.root().child("HSoKhaiThue").unwrap(), &mut findings);
        let mut expected = HashMap::new();
        for finding in findings.as_slice() {
            if let Some(value) = &finding.expected {
                // The first row comes first.
                expected.entry(finding.rule.id).or_insert_with(|| value.clone());
            }
        }
        Self { expected }
    }
}

/// The cells of a form by the last step of their address. The form has thousands, and is asked for each reference of each
/// formula.
struct Ends<'f> {
    layout: &'f Layout,
    /// By last step.
    by_last: HashMap<&'f str, Vec<End>>,
}

/// A cell: its part, itself, its address with a `/` before it.
type End = (Option<Slot>, Slot, String);

impl<'f> Ends<'f> {
    fn of(layout: &'f Layout) -> Self {
        let mut by_last: HashMap<_, Vec<_>> = HashMap::new();
        for slot in layout.cells() {
            let address = format!("/{}", layout.address(slot).replace(':', "/"));
            by_last.entry(layout.name(slot)).or_default().push((layout.part_of(slot), slot, address));
        }
        Self { layout, by_last }
    }

    /// The only cell or list of a part whose address ends in these steps, seen from a row where there is one.
    fn find(&self, part: Slot, around: Option<Slot>, end: &str) -> Option<Slot> {
        let last = end.rsplit('/').next()?;
        let end = format!("/{end}");
        let all = self.by_last.get(last).map_or(&[][..], Vec::as_slice).iter();
        let all: Vec<Slot> = all
            .filter(|(of, _, address)| *of == Some(part) && address.ends_with(&end))
            .map(|(_, slot, _)| *slot)
            .collect();
        if let [only] = all[..] {
            return Some(only);
        }
        let near: Vec<Slot> =
            all.into_iter().filter(|slot| around.is_some() && self.layout.row(*slot) == around).collect();
        if let [only] = near[..] { Some(only) } else { None }
    }
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
fn compare(
    form: &Form,
    ends: &Ends<'_>,
    judged: &Judged,
    row: &table::Row,
    seed: u64,
) -> Result<(), &'static str> {
    let layout = ends.layout;
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
    let resolve = |end: &str| ends.find(part, around, end);
    let expected = evaluate(&row["formula_in_tags"], &resolve, layout, &mut invented, around)?;
    let ours = match judged.expected.get(form.rules().rule(clause).id) {
        Some(expected) => Fraction::parse(expected).unwrap(),
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
    let mut all: HashMap<*const Form, (Ends<'_>, [Judged; 2])> = HashMap::new();
    for row in table::rows(&formulas) {
        let key = (row["maTKhai"].clone(), row["maFile"].clone());
        let Some(version) = versions.get(&key).and_then(|version| Version::parse(version)) else { continue };
        let Known::Form(form) = Catalogue::built_in().find(&key.0, version, None) else { continue };
        let (ends, judged) = all
            .entry(std::ptr::from_ref(form))
            .or_insert_with(|| (Ends::of(form.rules().layout()), [1, 2].map(|seed| Judged::of(form, seed))));
        for (judged, seed) in judged.iter().zip(1..) {
            match compare(form, ends, judged, &row, seed) {
                Ok(()) => compared += 1,
                Err(why) => *skipped.entry(why).or_default() += 1,
            }
        }
    }
    println!("{compared} values compared; not compared: {skipped:#?}");
    assert!(compared > 4000, "{compared}");
}
