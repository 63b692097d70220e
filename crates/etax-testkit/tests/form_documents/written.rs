//! Values written as a declaration, and what the engine says of it.

use super::frame::{Frame, ROWS, Spot};
use super::values::{Held, Values};
use etax::declaration::json::Draft;
use etax::formula::Slot;
use etax::report::Findings;
use etax::schema::Written;
use etax::xml::{Document, Element, Limits, Parsed};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// One of these is of any type.
const STAND_INS: &[&str] = &["0", "1", "Thử", "2026-11-20", "2026-11-20T08:00:00", "9900000009"];

impl Frame<'_> {
    /// What the engine says of values written as a declaration: ids of structure and of clauses.
    pub(crate) fn judged(&self, values: &Values) -> BTreeSet<&'static str> {
        self.said(&self.xml(values))
    }

    fn said(&self, xml: &str) -> BTreeSet<&'static str> {
        let form = self.form;
        let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
            panic!("{xml}")
        };
        let mut findings = Findings::new(100_000);
        form.schema().check(form.id(), document.root(), &mut findings);
        form.rules().check(document.root().child("HSoKhaiThue").unwrap(), &mut findings);
        findings.as_slice().iter().map(|finding| finding.rule.id).collect()
    }

    /// What the engine says of values with one cell changed to something else, for each of some changes.
    pub(crate) fn judged_changes(
        &self,
        values: &Values,
        changes: &[(Spot, String)],
    ) -> Vec<BTreeSet<&'static str>> {
        let xml = self.xml(values);
        let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
            panic!("{xml}")
        };
        let changed = |(spot, text): &(Spot, String)| {
            // A cell that was left out, and one that is now, are written anew.
            let Some(element) = self.element(&document, *spot).filter(|_| !text.is_empty()) else {
                let mut changed = values.clone();
                changed.put(self, *spot, Held::new(text));
                return self.judged(&changed);
            };
            let (name, span) = (element.qualified(), element.span());
            self.said(&format!("{}<{name}>{text}</{name}>{}", &xml[..span.start], &xml[span.end..]))
        };
        changes.iter().map(changed).collect()
    }

    /// Values as a declaration.
    fn xml(&self, values: &Values) -> String {
        let (form, json) = (self.form, self.json(values));
        let mut xml = Draft::read(&json).and_then(|draft| draft.xml(form)).unwrap_or_else(|error| {
            panic!("{}: {error}: {json:.300}", form.head().file);
        });
        for spot in self.unfit(values) {
            let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
                panic!("{xml}")
            };
            let Some(element) = self.element(&document, spot) else { continue };
            let (name, span) = (element.qualified().to_owned(), element.span());
            drop(document);
            xml.replace_range(span, &format!("<{name}>{}</{name}>", values.get(self, spot)));
        }
        xml
    }

    /// The element of a spot in a document of the form.
    fn element<'d>(&self, document: &'d Document<'_>, spot: Spot) -> Option<Element<'d>> {
        let mut steps = vec![spot.slot];
        while let Some(parent) = self.layout.parent(steps[steps.len() - 1]) {
            steps.push(parent);
        }
        let mut level = 0;
        steps.iter().rev().try_fold(document.root(), |at, slot| {
            let mut row = 0;
            if self.layout.is_many(*slot) {
                row = self.row_at(spot, level);
                level += 1;
            }
            at.children_named(self.layout.name(*slot)).nth(row)
        })
    }

    /// Cells that say what their types do not take: empty dates, amounts below 0.
    fn unfit(&self, values: &Values) -> Vec<Spot> {
        let attached = self.slots().filter(|slot| values.has(self.part_of(*slot)) && self.is_leaf(*slot));
        attached
            .flat_map(|slot| self.spots(slot))
            .filter(|spot| values.is_set(self, *spot) && !self.accepts(spot.slot, values.get(self, *spot)))
            .collect()
    }

    /// The declaration as the JSON of its form; cells without a value are left to be blank.
    fn json(&self, values: &Values) -> String {
        let head = self.form.head();
        let mut whole = Map::new();
        whole.insert("form".to_owned(), head.code.clone().into());
        whole.insert("version".to_owned(), head.version.to_string().into());
        whole.insert(
            self.layout.name(Slot(0)).to_owned(),
            self.object(values, Slot(0), 0).unwrap_or_default(),
        );
        Json::Object(whole).to_string()
    }

    fn object(&self, values: &Values, slot: Slot, row: usize) -> Option<Json> {
        if !values.has(self.part_of(slot)) {
            return None;
        }
        if self.is_leaf(slot) {
            let spot = Spot { slot, row };
            let mut text = Cow::Borrowed(values.get(self, spot));
            // What the type does not take is put in afterwards, in the place of something that it does.
            if values.is_set(self, spot) && !self.accepts(slot, &text) {
                text = Cow::Owned(self.taken(slot, STAND_INS).into_iter().next().unwrap_or_default());
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
                let all: Vec<Json> =
                    (0..ROWS).filter_map(|inner| self.object(values, child, row * ROWS + inner)).collect();
                (!all.is_empty()).then_some(Json::Array(all))
            } else {
                self.object(values, child, row)
            };
            if let Some(value) = value {
                object.insert(self.layout.name(child).to_owned(), value);
            }
        }
        let wanted = self.part_of(slot) == Some(slot) || self.rows_of(slot).last() == Some(&slot);
        (!object.is_empty() || wanted).then_some(Json::Object(object))
    }
}
