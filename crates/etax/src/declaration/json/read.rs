//! A declaration of the arena as JSON.

use super::xml::{ATTRIBUTE, TEXT, is_signature};
use crate::schema::{Inside, Place, Written, XSI};
use crate::xml::Element;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// What may stand inside a type of elements, by local name: whether it may repeat, and its own place.
type Children<'s> = Rc<HashMap<&'s str, (Place<'s>, bool)>>;

/// Shared by all elements of one document.
pub(super) struct Known<'s> {
    children: RefCell<HashMap<u32, Children<'s>>>,
}

impl<'s> Known<'s> {
    pub(super) fn new() -> Self {
        Self { children: RefCell::new(HashMap::new()) }
    }

    fn children(&self, place: Place<'s>) -> Children<'s> {
        let mut known = self.children.borrow_mut();
        let entry = known.entry(place.type_number()).or_insert_with(|| {
            let children = place.children().into_iter();
            Rc::new(children.map(|child| (child.place.name(), (child.place, child.many))).collect())
        });
        Rc::clone(entry)
    }
}

/// One element, and what the form says about it.
pub(super) struct Node<'a, 'd, 's> {
    pub(super) known: &'a Known<'s>,
    /// `None` where the form knows no such element.
    pub(super) place: Option<Place<'s>>,
    pub(super) element: Element<'d>,
}

impl<'d, 's> Node<'_, 'd, 's> {
    /// The attributes and elements, as entries of an object that has begun.
    pub(super) fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.attributes(map)?;
        let known = self.place.map(|place| self.known.children(place));
        let mut order: Vec<(Cow<'d, str>, Vec<Element<'d>>)> = Vec::new();
        let mut at: HashMap<Cow<'d, str>, usize> = HashMap::new();
        for child in self.element.children().filter(|child| !is_signature(child.local(), child.namespace())) {
            let key = key(self.element, child);
            let place = *at.entry(key.clone()).or_insert(order.len());
            match order.get_mut(place) {
                Some((_, children)) => children.push(child),
                None => order.push((key, vec![child])),
            }
        }
        for (key, children) in order {
            let found = known.as_ref().and_then(|known| known.get(&*key)).copied();
            let place = found.map(|(place, _)| place);
            let node = |element: Element<'d>| Node { known: self.known, place, element };
            match (children.as_slice(), found) {
                ([only], None | Some((_, false))) => map.serialize_entry(&*key, &node(*only))?,
                (all, _) => map.serialize_entry(&*key, &List(all.iter().copied().map(node).collect()))?,
            }
        }
        Ok(())
    }

    fn attributes<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        for attribute in self.element.attributes().filter(|attribute| attribute.namespace != XSI) {
            map.serialize_entry(&format!("{ATTRIBUTE}{}", attribute.local()), &*attribute.value)?;
        }
        Ok(())
    }

    fn is_nil(&self) -> bool {
        let mut attributes = self.element.attributes();
        attributes
            .any(|it| it.namespace == XSI && it.local() == "nil" && matches!(it.value.trim(), "1" | "true"))
    }
}

/// A child's key: its name, with the namespace where that is another than its parent's.
fn key<'d>(parent: Element<'d>, child: Element<'d>) -> Cow<'d, str> {
    if child.shares_namespace(parent) {
        Cow::Borrowed(child.local())
    } else {
        Cow::Owned(format!("{{{}}}{}", child.namespace(), child.local()))
    }
}

impl Serialize for Node<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bare = self.element.attributes().all(|attribute| attribute.namespace == XSI);
        let nil = self.is_nil();
        let group =
            !self.element.is_leaf() || self.place.is_some_and(|place| place.inside() == Inside::Elements);
        let written = self.place.and_then(Place::written).unwrap_or(Written::Text);
        match (bare, nil, group) {
            (true, true, _) => serializer.serialize_unit(),
            (true, false, false) => Leaf { written, text: &self.element.text() }.serialize(serializer),
            _ => {
                let mut map = serializer.serialize_map(None)?;
                if nil {
                    self.attributes(&mut map)?;
                    map.serialize_entry(TEXT, &())?;
                } else if group {
                    self.entries(&mut map)?;
                } else {
                    self.attributes(&mut map)?;
                    map.serialize_entry(TEXT, &Leaf { written, text: &self.element.text() })?;
                }
                map.end()
            }
        }
    }
}

/// Elements of one name.
struct List<'a, 'd, 's>(Vec<Node<'a, 'd, 's>>);

impl Serialize for List<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
    }
}

/// A text as the JSON value that says the same and can be written back as it was.
struct Leaf<'t> {
    written: Written,
    text: &'t str,
}

impl Serialize for Leaf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.written, self.text) {
            (Written::Truth, "1") => serializer.serialize_bool(true),
            (Written::Truth, "0") => serializer.serialize_bool(false),
            (Written::Whole, text) => match text.parse::<i64>() {
                Ok(number) if number.to_string() == text => serializer.serialize_i64(number),
                _ => serializer.serialize_str(text),
            },
            (_, text) => serializer.serialize_str(text),
        }
    }
}
