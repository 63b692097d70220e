//! Declarations of every form, found by search from its own formulas: one in which every clause holds, one for each clause
//! that breaks it, and one for each input that another amount in it is noticed.
//!
//! Nothing here knows a form: cells, computed cells and checks are read from the form files, amounts are changed until the
//! clauses stand as they should, and the declaration is written through its JSON form and judged by the engine.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "form_documents/search.rs"]
mod search;
#[path = "form_documents/sheet.rs"]
mod sheet;

use etax::declaration::json::Draft;
use etax::form::{Catalogue, Form};
use etax::formula::Slot;
use etax::report::Findings;
use etax::xml::{Document, Element, Limits, Parsed};
use search::{Dice, Freedom, Search};
use sheet::{Frame, Spot, Values};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The element of a spot in a document of the form.
fn element<'d>(frame: &Frame<'_>, document: &'d Document<'_>, spot: &Spot) -> Option<Element<'d>> {
    let mut steps = vec![spot.slot];
    while let Some(parent) = frame.layout.parent(steps[steps.len() - 1]) {
        steps.push(parent);
    }
    let mut rows = spot.rows.iter();
    steps.iter().rev().try_fold(document.root(), |at, slot| {
        let row = if frame.layout.is_many(*slot) { *rows.next()? } else { 0 };
        at.children_named(frame.layout.name(*slot)).nth(row)
    })
}

/// Values as a declaration.
fn written(frame: &Frame<'_>, values: &Values) -> String {
    let (form, json) = (frame.form, frame.json(values));
    let mut xml = Draft::read(&json).and_then(|draft| draft.xml(form)).unwrap_or_else(|error| {
        panic!("{}: {error}: {json:.300}", form.head().file);
    });
    for (spot, text) in frame.unfit(values) {
        let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
            panic!("{xml}")
        };
        let Some(element) = element(frame, &document, &spot) else { continue };
        let (name, span) = (element.qualified().to_owned(), element.span());
        drop(document);
        xml.replace_range(span, &format!("<{name}>{text}</{name}>"));
    }
    xml
}

/// What the engine says of values written as a declaration: ids of structure and of clauses.
fn judged(frame: &Frame<'_>, values: &Values) -> BTreeSet<&'static str> {
    let (form, xml) = (frame.form, written(frame, values));
    let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
        panic!("{xml}")
    };
    let mut findings = Findings::new(100_000);
    form.schema().check(form.id(), document.root(), &mut findings);
    form.rules().check(document.root().child("HSoKhaiThue").unwrap(), &mut findings);
    findings.as_slice().iter().map(|finding| finding.rule.id).collect()
}

/// Which appendices are attached at first: all, none, or each alone.
fn starts(frame: &Frame<'_>) -> Vec<Vec<Slot>> {
    let all: Vec<Slot> = frame.layout.appendices().collect();
    let mut starts = vec![all.clone(), Vec::new()];
    if all.len() > 1 {
        starts.extend(all.into_iter().map(|one| vec![one]));
    }
    starts
}

/// What was found for a form.
#[derive(Default)]
struct Found {
    name: String,
    /// Why there is no declaration in which all holds.
    unsound: Option<String>,
    clauses: usize,
    fired: usize,
    unfired: Vec<&'static str>,
    inputs: usize,
    /// Inputs of which a change was noticed only in a declaration that has other faults as well.
    beside_faults: usize,
    unnoticed: Vec<String>,
}

fn search(form: &Form) -> Found {
    let head = form.head();
    let name = format!("{} {}", head.file, head.version);
    let frame = Frame::new(form);
    let search = Search::new(&frame);
    let mut dice = Dice::new(1);
    let sound = match sound(&frame, &search, &mut dice) {
        Ok(sound) => sound,
        Err(broken) => {
            return Found {
                unsound: Some(format!("{name}: no sound declaration: {broken:?}")),
                ..Found::default()
            };
        }
    };
    let said = judged(&frame, &sound);
    if !said.is_empty() {
        return Found {
            unsound: Some(format!("{name}: a sound declaration is blamed: {said:?}")),
            ..Found::default()
        };
    }

    let mut found = Found { name, clauses: frame.rules.clauses().len(), ..Found::default() };
    // One document breaks as many computed cells as it can; what is left gets one of its own.
    let at_once = judged(&frame, &search.all_off(&sound));
    for clause in frame.rules.clauses() {
        let id = frame.rules.rule(clause).id;
        let fires = at_once.contains(id)
            || [(Freedom::Inputs, 250), (Freedom::Anything, 900)].into_iter().any(|(freedom, tries)| {
                let values = search.breaking(&sound, clause, freedom, tries, &mut dice);
                values.is_some_and(|values| judged(&frame, &values).contains(id))
            });
        if fires {
            found.fired += 1;
        } else {
            found.unfired.push(id);
        }
    }

    // What is hidden in one declaration, behind a tick or a floor of 0, shows in another. Where none is sound with an
    // appendix, one with faults must do: the change is noticed if it makes another clause speak.
    let mut open = search.feeding();
    found.inputs = open.len();
    let bases: Vec<Values> = starts(&frame)
        .iter()
        .map(|attached| search.settle(search.start(false, attached, &mut dice), 60, &mut dice).0)
        .collect();
    for round in 0..bases.len() + 64 {
        let Some(hidden) = open.iter().nth(dice.below(open.len())).copied() else { break };
        let from = frame.part_of(hidden).map_or(&sound, |part| {
            [&sound].into_iter().chain(&bases).find(|base| base.attached.contains(&part)).unwrap_or(&sound)
        });
        let other = match round {
            0 => sound.clone(),
            1..8 => search.shaken(&sound, &mut dice),
            _ => bases.get(round - 8).cloned().unwrap_or_else(|| search.around(from, hidden, &mut dice)),
        };
        let noticed = search.noticed(&other, &open);
        let is_sound = search.is_sound(&other);
        // The engine's word is asked once a declaration: what the search evaluates is what the engine does.
        if let Some((spot, values)) = noticed.first().filter(|_| is_sound) {
            assert!(!judged(&frame, values).is_empty(), "{}: {spot:?} is not noticed", found.name);
        }
        for (spot, _) in &noticed {
            open.remove(&spot.slot);
        }
        if !is_sound {
            found.beside_faults += noticed.len();
        }
    }
    found.unnoticed = open.into_iter().map(|slot| frame.layout.address(slot)).collect();
    found
}

/// A declaration in which every clause holds, as rich as can be had.
fn sound(frame: &Frame<'_>, search: &Search<'_, '_>, dice: &mut Dice) -> Result<Values, Vec<String>> {
    let mut nearest = (usize::MAX, Values::default());
    for attached in starts(frame) {
        for rich in [true, false] {
            let start = search.start(rich, &attached, dice);
            let (values, left) = search.settle(start, 300, dice);
            if left == 0 {
                return Ok(values);
            }
            if left < nearest.0 {
                nearest = (left, values);
            }
        }
    }
    Err(search
        .broken(&nearest.1)
        .into_iter()
        .map(|(clause, _, stand)| format!("{} {stand:?}", clause.id()))
        .collect())
}

#[test]
fn every_rule_of_every_form_has_a_declaration_that_fires_it_and_one_that_does_not() {
    let only = std::env::var("ETAX_FORM").unwrap_or_default();
    let forms: Vec<&Form> = Catalogue::built_in()
        .forms()
        .filter(|form| !form.rules().clauses().is_empty() && form.head().file.contains(&only))
        .collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(form) = forms.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(search(form));
        }
        done
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let found: Vec<Found> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let (mut clauses, mut fired, mut inputs, mut beside_faults, mut unnoticed) = (0, 0, 0, 0, 0);
    let (mut unfired, mut hidden) = (BTreeSet::new(), BTreeSet::new());
    for form in &found {
        clauses += form.clauses;
        fired += form.fired;
        inputs += form.inputs;
        beside_faults += form.beside_faults;
        unnoticed += form.unnoticed.len();
        unfired.extend(form.unfired.iter().copied());
        for cell in &form.unnoticed {
            println!("{}: no change in {cell} is noticed", form.name);
            hidden.insert(format!("{}\t{cell}", form.name));
        }
    }
    println!(
        "{} forms, {clauses} clauses, {fired} fired; {inputs} inputs of computed cells, {beside_faults} of them noticed beside \
         other faults only, {unnoticed} not",
        found.len()
    );
    let unsound: Vec<&String> = found.iter().filter_map(|form| form.unsound.as_ref()).collect();
    assert!(unsound.is_empty(), "{unsound:#?}");
    // Every rule of 01/GTGT has variants of its own among the kit's documents: tests/rules_fire.rs asks for them.
    unfired.retain(|id: &&str| !id.starts_with("declaration.842."));
    assert!(unfired.is_empty(), "nothing fires {unfired:#?}");
    if only.is_empty() {
        assert!(clauses > 8_000 && inputs > 5_000, "the forms have lost their clauses");
    }
    let listed: BTreeSet<String> = include_str!("form_documents/hidden.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let new: Vec<&String> = hidden.difference(&listed).collect();
    assert!(new.is_empty(), "no change in these cells is noticed: {new:#?}");
    if only.is_empty() {
        let gone: Vec<&String> = listed.difference(&hidden).collect();
        assert!(gone.is_empty(), "changes in these cells are noticed now: {gone:#?}");
    }
}
