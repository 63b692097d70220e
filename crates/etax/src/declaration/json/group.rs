//! The elements inside an element that is written.

use super::error::{JsonError, Mistake};
use super::value::Json;
use super::xml::{ATTRIBUTE, Done, Entry, Writer, is_signature};
use crate::schema::Place;
use std::collections::HashSet;

/// What was given for an element, and where it stands in an array.
pub(super) struct Given<'g> {
    pub(super) name: &'g str,
    pub(super) at: Option<usize>,
    pub(super) json: &'g Json,
}

impl<'s> Writer<'_, 's> {
    /// The attributes and elements of an element, and its end tag.
    pub(super) fn group(&mut self, place: Place<'s>, entries: &[&Entry], depth: usize) -> Done {
        let mut keys: HashSet<&str> = HashSet::new();
        for (key, _) in entries {
            if !keys.insert(key) {
                return self.within(key, |it| it.fail(Mistake::Duplicate));
            }
        }
        let (attributes, elements): (Vec<&Entry>, Vec<&Entry>) =
            entries.iter().copied().partition(|(key, _)| key.starts_with(ATTRIBUTE));
        self.attributes(place, &attributes)?;
        self.out.push('>');
        let start = self.out.len();
        let given = self.given(place, &elements)?;
        let names: Vec<&str> = given.iter().map(|given| given.name).collect();
        let slots = match place.arrange(&names) {
            Ok(slots) => slots,
            Err(left) => {
                let known = names.get(left).is_some_and(|name| place.child(name).is_some());
                let mistake = if known { Mistake::NoPlace } else { Mistake::UnknownName };
                let Some(given) = given.get(left) else { return self.fail(mistake) };
                return self.at(given, |it| it.fail(mistake));
            }
        };
        let around = place.namespace().unwrap_or_default();
        for slot in &slots {
            let Some(child) = slot.place else { continue };
            // A document is signed once it is written.
            if slot.given.is_none() && is_signature(child.name(), child.namespace().unwrap_or_default()) {
                continue;
            }
            match slot.given.and_then(|at| given.get(at)) {
                Some(given) => self.at(given, |it| {
                    it.agrees(place, child, given.json)?;
                    it.element(child, given.json, around, depth + 1)
                })?,
                None => self.blank(place, child, around, depth + 1)?,
            }
        }
        if self.out.len() > start {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n("  ", depth));
        }
        self.end(place.name(), start);
        Ok(())
    }

    /// The elements of an object, those of an array one by one.
    fn given<'g>(&mut self, place: Place<'s>, elements: &[&'g Entry]) -> Result<Vec<Given<'g>>, JsonError> {
        let known = self.many.entry(place.type_number()).or_insert_with(|| {
            place.children().into_iter().map(|child| (child.place.name(), child.many)).collect()
        });
        let mut given = Vec::new();
        let mut wrong = None;
        for (key, json) in elements {
            match (known.get(key.as_str()), json) {
                (Some(true), Json::List(items)) => {
                    let items = items.iter().enumerate();
                    given.extend(items.map(|(at, json)| Given { name: key, at: Some(at), json }));
                }
                (Some(true), _) => wrong = wrong.or(Some((key, json, "an array"))),
                (Some(false), Json::List(_)) => wrong = wrong.or(Some((key, json, "one value"))),
                _ => given.push(Given { name: key, at: None, json }),
            }
        }
        match wrong {
            Some((key, json, expected)) => self.within(key, |it| Err(it.wrong(expected, json))),
            None => Ok(given),
        }
    }

    /// Does something at the place of an element given.
    pub(super) fn at<T>(
        &mut self,
        given: &Given<'_>,
        work: impl FnOnce(&mut Self) -> Result<T, JsonError>,
    ) -> Result<T, JsonError> {
        self.within(given.name, |it| match given.at {
            Some(at) => it.within(&at.to_string(), work),
            None => work(it),
        })
    }
}
