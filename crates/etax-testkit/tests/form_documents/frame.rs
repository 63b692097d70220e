//! A form with what does not change while its documents are searched for.

use etax::form::{Clause, Demand, Form, FormRules, Layout};
use etax::formula::{Formula, Slot};
use etax::schema::{Holds, Place, Written};
use std::collections::{BTreeSet, HashMap};

use super::words::TEXTS;

/// Rows of every repeated element.
pub(crate) const ROWS: usize = 2;

/// A cell of one row, or the only one of its kind: the slot, and the row of each repeated element around it, the innermost
/// counting by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) slot: Slot,
    pub(crate) row: usize,
}

pub(crate) struct Frame<'f> {
    pub(crate) form: &'f Form,
    pub(crate) rules: &'f FormRules,
    pub(crate) layout: &'f Layout,
    places: HashMap<Slot, Place<'f>>,
    /// The repeated elements around each slot, itself included.
    rows: Vec<Vec<Slot>>,
    /// The appendix each slot is in.
    parts: Vec<Option<Slot>>,
    /// Appendices that a declaration must have if it has any, and whether it must have some.
    pub(crate) needed: Vec<Slot>,
    pub(crate) always: bool,
    /// Where the spots of each slot begin among all spots, and behind the last slot how many there are.
    first: Vec<usize>,
    /// Clauses that compute cells, in the order of computing.
    pub(crate) computed: Vec<usize>,
    /// The place of each clause among them.
    pub(crate) order: Vec<Option<usize>>,
    /// Where the spots of each clause begin among those of all, and behind the last how many there are.
    pub(crate) demands: Vec<usize>,
    /// The clauses that read each slot, and those that are about it.
    pub(crate) readers: Vec<Vec<usize>>,
    pub(crate) about: Vec<Vec<usize>>,
    /// For each computed cell, the cells it is computed from.
    needs: HashMap<Slot, Vec<Slot>>,
    /// For each clause, the input cells that it depends on in the end.
    inputs: Vec<Vec<Slot>>,
    /// Texts that a cell takes.
    texts: HashMap<Slot, Vec<String>>,
}

impl<'f> Frame<'f> {
    pub(crate) fn new(form: &'f Form) -> Self {
        let rules = form.rules();
        let layout = rules.layout();
        let slots = || (0..u32::try_from(layout.len()).unwrap()).map(Slot);
        let mut places = HashMap::new();
        let body = form.schema().root_place(form.id()).and_then(|root| root.child("HSoKhaiThue"));
        if let Some(body) = body {
            places.insert(Slot(0), body.place);
        }
        for slot in slots().skip(1) {
            let place = layout.parent(slot).and_then(|parent| places.get(&parent).copied());
            if let Some(child) = place.and_then(|place| place.child(layout.name(slot))) {
                places.insert(slot, child.place);
            }
        }
        let appendices: Vec<Slot> = layout.appendices().collect();
        let must = |slot: Slot| {
            let around = layout.parent(slot).and_then(|parent| places.get(&parent).copied());
            around.and_then(|place| place.child(layout.name(slot))).is_some_and(|child| !child.optional)
        };
        let all = appendices.first().and_then(|first| layout.parent(*first));
        let needed = appendices.iter().copied().filter(|part| must(*part)).collect();
        let always = all.is_some_and(must);
        let rows: Vec<Vec<Slot>> = slots().map(|slot| layout.rows(slot)).collect();
        let clauses = rules.clauses();
        let place_of =
            |clause: &Clause| clauses.iter().position(|other| std::ptr::eq(other, clause)).unwrap();
        let computed: Vec<usize> = rules.computed().map(place_of).collect();
        let mut order = vec![None; clauses.len()];
        for (at, clause) in computed.iter().enumerate() {
            order[*clause] = Some(at);
        }
        let (mut readers, mut about) = (vec![Vec::new(); layout.len()], vec![Vec::new(); layout.len()]);
        for (at, clause) in clauses.iter().enumerate() {
            let read: BTreeSet<Slot> = clause.formulas().flat_map(Formula::slots).collect();
            for slot in read {
                readers[slot.0 as usize].push(at);
            }
            about[clause.target().0 as usize].push(at);
        }
        let counts = |sizes: Vec<usize>| {
            let mut first = vec![0];
            for size in sizes {
                first.push(first[first.len() - 1] + size);
            }
            first
        };
        let spots = |slot: Slot| ROWS.pow(u32::try_from(rows[slot.0 as usize].len()).unwrap());
        let mut needs: HashMap<Slot, Vec<Slot>> = HashMap::new();
        for clause in rules.computed() {
            needs.entry(clause.target()).or_default().extend(clause.formulas().flat_map(Formula::slots));
        }
        let mut frame = Self {
            form,
            rules,
            layout,
            places,
            parts: slots()
                .map(|slot| layout.part_of(slot).filter(|part| appendices.contains(part)))
                .collect(),
            needed,
            always,
            first: counts(slots().map(spots).collect()),
            computed,
            order,
            demands: counts(clauses.iter().map(|clause| spots(clause.target())).collect()),
            readers,
            about,
            needs,
            inputs: Vec::new(),
            texts: HashMap::new(),
            rows,
        };
        frame.inputs = clauses.iter().map(|clause| frame.inputs_of(clause)).collect();
        frame.texts = layout.cells().map(|slot| (slot, frame.taken(slot, TEXTS))).collect();
        frame
    }

    /// The input cells that a clause depends on in the end. A cell that is computed only on a condition is one, too: without
    /// it, it is free.
    fn inputs_of(&self, clause: &Clause) -> Vec<Slot> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<Slot> = clause.formulas().flat_map(Formula::slots).collect();
        if matches!(clause.demand(), Demand::Condition(_)) || !clause.when().is_empty() {
            open.push(clause.target());
        }
        while let Some(slot) = open.pop() {
            if seen.insert(slot) {
                open.extend(self.needs.get(&slot).into_iter().flatten().copied());
            }
        }
        let free = |slot: &Slot| {
            let mut makers =
                self.about[slot.0 as usize].iter().filter(|clause| self.order[**clause].is_some());
            makers.all(|maker| !self.rules.clauses()[*maker].when().is_empty())
        };
        seen.into_iter().filter(|slot| self.is_leaf(*slot) && free(slot)).collect()
    }

    pub(crate) fn clause(&self, clause: usize) -> &'f Clause {
        &self.rules.clauses()[clause]
    }

    pub(crate) fn inputs(&self, clause: usize) -> &[Slot] {
        &self.inputs[clause]
    }

    pub(crate) fn is_computed(&self, slot: Slot) -> bool {
        self.needs.contains_key(&slot)
    }

    /// Input cells that some clause reads.
    pub(crate) fn read(&self) -> BTreeSet<Slot> {
        let read = |slot: &Slot| !self.readers[slot.0 as usize].is_empty();
        self.leaves().filter(read).collect()
    }

    pub(crate) fn rows_of(&self, slot: Slot) -> &[Slot] {
        self.rows.get(slot.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The row of a spot in the repeated element of a level, the outermost being level 0.
    pub(crate) fn row_at(&self, spot: Spot, level: usize) -> usize {
        let inner = self.rows_of(spot.slot).len() - 1 - level;
        spot.row / ROWS.pow(u32::try_from(inner).unwrap()) % ROWS
    }

    pub(crate) fn part_of(&self, slot: Slot) -> Option<Slot> {
        self.parts.get(slot.0 as usize).copied().flatten()
    }

    pub(crate) fn slots(&self) -> impl Iterator<Item = Slot> + use<> {
        (0..u32::try_from(self.parts.len()).unwrap()).map(Slot)
    }

    pub(crate) fn is_leaf(&self, slot: Slot) -> bool {
        self.layout.holds(slot) != Holds::Elements && self.layout.children(slot).next().is_none()
    }

    /// Input cells, one of the kind in each row.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = Slot> {
        self.layout.cells().filter(|slot| self.is_leaf(*slot) && !self.is_computed(*slot))
    }

    /// Every spot of a slot.
    pub(crate) fn spots(&self, slot: Slot) -> impl Iterator<Item = Spot> + use<> {
        let at = slot.0 as usize;
        (0..self.first[at + 1] - self.first[at]).map(move |row| Spot { slot, row })
    }

    /// Where a spot is among all.
    pub(crate) fn index(&self, spot: Spot) -> usize {
        self.first[spot.slot.0 as usize] + spot.row
    }

    /// How many spots there are.
    pub(crate) fn size(&self) -> usize {
        self.first[self.first.len() - 1]
    }

    pub(crate) fn accepts(&self, slot: Slot, text: &str) -> bool {
        self.places
            .get(&slot)
            .is_some_and(|place| (text.is_empty() && place.nillable()) || place.accepts(text).is_ok())
    }

    /// Texts that a cell takes: of those given, and of those that its type names.
    pub(crate) fn taken(&self, slot: Slot, given: &[&str]) -> Vec<String> {
        let named = self.places.get(&slot).and_then(|place| place.accepts("\u{1}").err()).unwrap_or_default();
        let named = named.split(['|', ',', ' ', '(', ')']).map(str::trim).filter(|text| !text.is_empty());
        let mut texts: Vec<String> = Vec::new();
        for text in given.iter().copied().chain(named) {
            if self.accepts(slot, text) && !texts.iter().any(|known| known == text) {
                texts.push(text.to_owned());
            }
        }
        texts
    }

    pub(crate) fn texts(&self, slot: Slot) -> &[String] {
        self.texts.get(&slot).map_or(&[], Vec::as_slice)
    }

    /// The likeliest text of a cell.
    pub(crate) fn likeliest(&self, slot: Slot) -> String {
        self.texts(slot).first().cloned().unwrap_or_default()
    }

    pub(crate) fn written(&self, slot: Slot) -> Option<Written> {
        self.places.get(&slot).and_then(|place| place.written())
    }
}
