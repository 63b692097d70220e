//! A declaration as values in the cells of a form: quick to change and to judge, and written as JSON at the end.

use etax::form::{Clause, Demand, Form, FormRules, Layout};
use etax::formula::{Cells, Condition, Formula, Machine, Slot, Trouble, Value};
use etax::schema::{Holds, Place, Written};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::collections::HashMap;

/// Rows of every repeated element.
const ROWS: usize = 2;

/// One of these is of any type.
const STAND_INS: &[&str] = &["0", "1", "Thử", "2026-11-20", "2026-11-20T08:00:00", "0100000000"];

/// A cell of one row, or the only one of its kind: the slot, and the row of each repeated element around it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) slot: Slot,
    pub(crate) rows: Vec<usize>,
}

/// What does not change while a form's documents are searched for.
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
    needed: Vec<Slot>,
    always: bool,
    /// Computed cells: their clauses, in the order of computing.
    pub(crate) computed: Vec<&'f Clause>,
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
        Self {
            form,
            rules,
            layout,
            places,
            rows: slots().map(|slot| layout.rows(slot)).collect(),
            parts: slots()
                .map(|slot| layout.part_of(slot).filter(|part| appendices.contains(part)))
                .collect(),
            computed: rules.computed().collect(),
            needed,
            always,
        }
    }

    pub(crate) fn rows_of(&self, slot: Slot) -> &[Slot] {
        self.rows.get(slot.0 as usize).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn part_of(&self, slot: Slot) -> Option<Slot> {
        self.parts.get(slot.0 as usize).copied().flatten()
    }

    pub(crate) fn is_leaf(&self, slot: Slot) -> bool {
        self.layout.holds(slot) != Holds::Elements && self.layout.children(slot).next().is_none()
    }

    /// Every spot of a slot.
    pub(crate) fn spots(&self, slot: Slot) -> Vec<Spot> {
        let mut all = vec![Vec::new()];
        for _ in self.rows_of(slot) {
            all = all
                .into_iter()
                .flat_map(|rows: Vec<usize>| (0..ROWS).map(move |row| [&rows[..], &[row]].concat()))
                .collect();
        }
        all.into_iter().map(|rows| Spot { slot, rows }).collect()
    }

    pub(crate) fn accepts(&self, slot: Slot, text: &str) -> bool {
        self.places
            .get(&slot)
            .is_some_and(|place| (text.is_empty() && place.nillable()) || place.accepts(text).is_ok())
    }

    /// Texts that a cell takes: of those given, and of those that its type names.
    pub(crate) fn texts(&self, slot: Slot, given: &[&str]) -> Vec<String> {
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

    fn written(&self, slot: Slot) -> Option<Written> {
        self.places.get(&slot).and_then(|place| place.written())
    }
}

/// The values of one declaration. Cells that it does not have are empty.
#[derive(Clone, Default)]
pub(crate) struct Values {
    pub(crate) cells: HashMap<Spot, String>,
    /// Appendices that are attached.
    pub(crate) attached: Vec<Slot>,
    /// Computed cells whose type does not take what their formula gives.
    pub(crate) misfits: usize,
    /// Computed cells that are not worked out, because they are to be wrong.
    pub(crate) kept: Vec<Spot>,
}

impl Values {
    pub(crate) fn get(&self, spot: &Spot) -> &str {
        self.cells.get(spot).map_or("", String::as_str)
    }

    pub(crate) fn set(&mut self, spot: &Spot, text: impl Into<String>) {
        self.cells.insert(spot.clone(), text.into());
    }
}

/// Values with the rows that formulas have gone into.
pub(crate) struct View<'v, 'f> {
    frame: &'v Frame<'f>,
    values: &'v Values,
    entered: Vec<Entered>,
}

struct Entered {
    slot: Slot,
    rows: Vec<usize>,
    whole: bool,
}

impl<'v, 'f> View<'v, 'f> {
    pub(crate) const fn new(frame: &'v Frame<'f>, values: &'v Values) -> Self {
        Self { frame, values, entered: Vec::new() }
    }

    /// The rows at hand around a slot.
    fn rows(&self, slot: Slot) -> Vec<usize> {
        let mut rows = Vec::new();
        for around in self.frame.rows_of(slot) {
            let at = rows.len();
            let entered = self
                .entered
                .iter()
                .rev()
                .find(|entered| self.frame.rows_of(entered.slot).get(at) == Some(around));
            rows.push(entered.and_then(|entered| entered.rows.get(at).copied()).unwrap_or(0));
        }
        rows
    }

    fn is_there(&self, slot: Slot) -> bool {
        self.frame.part_of(slot).is_none_or(|part| self.values.attached.contains(&part))
    }

    fn value(&self, slot: Slot) -> &'v str {
        if self.is_there(slot) { self.values.get(&Spot { slot, rows: self.rows(slot) }) } else { "" }
    }
}

impl<'v> Cells<'v> for View<'v, '_> {
    fn number(&self, slot: Slot) -> Result<Decimal, Trouble> {
        let text = self.value(slot);
        if text.is_empty() { Ok(Decimal::ZERO) } else { text.parse().map_err(|_| Trouble::Unreadable(slot)) }
    }

    fn text(&self, slot: Slot) -> Cow<'v, str> {
        Cow::Borrowed(self.value(slot))
    }

    fn exists(&self, slot: Slot) -> bool {
        self.is_there(slot)
    }

    fn enter(&mut self, rows: Slot, whole: bool) -> bool {
        if !self.is_there(rows) {
            return false;
        }
        let mut at = if whole { vec![0; self.frame.rows_of(rows).len()] } else { self.rows(rows) };
        if let Some(last) = at.last_mut() {
            *last = 0;
        }
        self.entered.push(Entered { slot: rows, rows: at, whole });
        true
    }

    fn next(&mut self) -> bool {
        let Some(entered) = self.entered.last_mut() else { return false };
        let turn = if entered.whole { entered.rows.len() } else { 1 };
        for row in entered.rows.iter_mut().rev().take(turn) {
            if *row + 1 < ROWS {
                *row += 1;
                return true;
            }
            *row = 0;
        }
        false
    }

    fn leave(&mut self) {
        self.entered.pop();
    }
}

/// How a clause stands in one row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stand {
    /// A condition in front of it does not hold, or its appendix is not attached.
    Idle,
    Holds,
    /// The two sides, where it compares two amounts.
    Broken(Option<(Decimal, Decimal)>),
    Trouble(Trouble),
}

impl Frame<'_> {
    /// Runs something in a row.
    fn within<T>(&self, values: &Values, spot: &Spot, run: impl FnOnce(&mut View<'_, '_>) -> T) -> T {
        let mut view = View::new(self, values);
        for (at, around) in self.rows_of(spot.slot).iter().enumerate() {
            let rows = spot.rows[..=at].to_vec();
            view.entered.push(Entered { slot: *around, rows, whole: false });
        }
        run(&mut view)
    }

    /// What a formula gives in a row.
    pub(crate) fn value(&self, values: &Values, spot: &Spot, formula: &Formula) -> Result<String, Trouble> {
        self.within(values, spot, |view| match Machine::default().run(formula, view)? {
            Value::Number(number) => Ok(number.normalize().to_string()),
            Value::Text(text) => Ok(text.into_owned()),
            Value::Truth(truth) => Ok(truth.to_string()),
        })
    }

    pub(crate) fn stand(&self, values: &Values, spot: &Spot, clause: &Clause) -> Stand {
        if self.part_of(spot.slot).is_some_and(|part| !values.attached.contains(&part)) {
            return Stand::Idle;
        }
        let truth = |formula| self.value(values, spot, formula).map(|text| text == "true");
        for condition in clause.when() {
            match truth(condition) {
                Ok(true) => {}
                Ok(false) => return Stand::Idle,
                Err(trouble) => return Stand::Trouble(trouble),
            }
        }
        let number = |formula| {
            let text = self.value(values, spot, formula)?;
            text.parse::<Decimal>().map_err(|_| Trouble::Broken)
        };
        let stand = match clause.demand() {
            Demand::Computed(formula) => self.value(values, spot, formula).map(|wanted| {
                let found = values.get(spot);
                let amount =
                    |text: &str| if text.is_empty() { Some(Decimal::ZERO) } else { text.parse().ok() };
                match (amount(&wanted), amount(found)) {
                    _ if wanted == found => Stand::Holds,
                    (Some(wanted), Some(found)) if self.layout.holds(spot.slot) != Holds::Text => {
                        if wanted == found { Stand::Holds } else { Stand::Broken(Some((found, wanted))) }
                    }
                    _ => Stand::Broken(None),
                }
            }),
            Demand::Condition(Condition::Compare(left, comparison, right)) => {
                number(left).and_then(|left| number(right).map(|right| (left, right))).map(|(left, right)| {
                    if comparison.holds(&left, &right) {
                        Stand::Holds
                    } else {
                        Stand::Broken(Some((left, right)))
                    }
                })
            }
            Demand::Condition(Condition::Holds(formula)) => {
                truth(formula).map(|holds| if holds { Stand::Holds } else { Stand::Broken(None) })
            }
        };
        stand.unwrap_or_else(Stand::Trouble)
    }

    /// Works out computed cells in their order, all but those that are kept.
    pub(crate) fn compute(&self, values: &mut Values) {
        if self.always || !values.attached.is_empty() {
            let missing = self.needed.iter().copied().filter(|part| !values.attached.contains(part));
            let missing: Vec<Slot> = missing.collect();
            values.attached.extend(missing);
        }
        values.misfits = 0;
        for clause in &self.computed {
            let Demand::Computed(formula) = clause.demand() else { continue };
            for spot in self.spots(clause.target()) {
                if values.kept.contains(&spot) || self.stand(values, &spot, clause) == Stand::Idle {
                    continue;
                }
                match self.value(values, &spot, formula) {
                    Ok(text) => {
                        if !self.accepts(spot.slot, &text) {
                            values.misfits += 1;
                        }
                        values.set(&spot, text);
                    }
                    Err(_) => values.misfits += 1,
                }
            }
        }
    }
}

impl Frame<'_> {
    /// What cells say that their types do not take: empty dates, amounts below 0.
    pub(crate) fn unfit(&self, values: &Values) -> Vec<(Spot, String)> {
        let attached =
            |spot: &Spot| self.part_of(spot.slot).is_none_or(|part| values.attached.contains(&part));
        let mut unfit: Vec<(Spot, String)> = values
            .cells
            .iter()
            .filter(|(spot, text)| attached(spot) && !self.accepts(spot.slot, text))
            .map(|(spot, text)| (spot.clone(), text.clone()))
            .collect();
        unfit.sort();
        unfit
    }

    /// The declaration as the JSON of its form; cells without a value are left to be blank.
    pub(crate) fn json(&self, values: &Values) -> String {
        let head = self.form.head();
        let mut whole = Map::new();
        whole.insert("form".to_owned(), head.code.clone().into());
        whole.insert("version".to_owned(), head.version.to_string().into());
        whole.insert(
            self.layout.name(Slot(0)).to_owned(),
            self.object(values, Slot(0), &[]).unwrap_or_default(),
        );
        Json::Object(whole).to_string()
    }

    fn object(&self, values: &Values, slot: Slot, rows: &[usize]) -> Option<Json> {
        if self.part_of(slot).is_some_and(|part| !values.attached.contains(&part)) {
            return None;
        }
        if self.is_leaf(slot) {
            let spot = Spot { slot, rows: rows.to_vec() };
            let mut text = Cow::Borrowed(values.get(&spot));
            // What the type does not take is put in afterwards, in the place of something that it does.
            if values.cells.contains_key(&spot) && !self.accepts(slot, &text) {
                text = Cow::Owned(self.texts(slot, STAND_INS).into_iter().next().unwrap_or_default());
            }
            return match self.written(slot) {
                _ if text.is_empty() => None,
                Some(Written::Truth) => Some(Json::Bool(text == "1")),
                Some(Written::Whole) => {
                    Some(text.parse::<i64>().map_or_else(|_| (&*text).into(), Into::into))
                }
                _ => Some((&*text).into()),
            };
        }
        let mut object = Map::new();
        for child in self.layout.children(slot) {
            let value = if self.layout.is_many(child) {
                let all: Vec<Json> = (0..ROWS)
                    .filter_map(|row| self.object(values, child, &[rows, &[row]].concat()))
                    .collect();
                (!all.is_empty()).then_some(Json::Array(all))
            } else {
                self.object(values, child, rows)
            };
            if let Some(value) = value {
                object.insert(self.layout.name(child).to_owned(), value);
            }
        }
        let wanted = self.part_of(slot) == Some(slot) || self.rows_of(slot).last() == Some(&slot);
        (!object.is_empty() || wanted).then_some(Json::Object(object))
    }
}
