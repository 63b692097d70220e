//! JSON written as XML, in the order that the form asks for.

use super::error::{JsonError, Mistake};
use super::group::Given;
use super::value::Json;
use crate::schema::{Blank, Inside, Place, Written, XSI};
use crate::xml::{escape, escape_attribute};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// The attributes of an element stand under keys that begin so.
pub(super) const ATTRIBUTE: char = '@';
/// The text of an element that has attributes.
pub(super) const TEXT: &str = "$";
/// Whether an element holds signatures or is one: `CKyDTu` of most forms, `ds:Signature`.
pub(super) fn is_signature(local: &str, namespace: &str) -> bool {
    local == "CKyDTu" || namespace == crate::xml::DSIG
}

/// As many elements at most.
const MOST: usize = 8_000_000;
/// Forms nest a dozen deep; what contains itself stops here.
const DEEPEST: usize = 100;

/// A text that an element has where nobody gave another.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    /// The element around it.
    pub(super) parent: &'static str,
    pub(super) name: &'static str,
    pub(super) text: String,
    /// Whether another text would contradict the form.
    pub(super) only: bool,
}

/// A document that was written.
#[derive(Clone, Debug)]
pub(super) struct Composed {
    pub(super) xml: String,
    /// The elements that nobody gave a value, by their place in the document: the root is 0.
    pub(super) blanks: Vec<usize>,
}

/// Writes one document.
pub(super) struct Writer<'j, 's> {
    stated: &'j [Stated],
    /// Whether what must be said and was not is left empty instead of refused.
    pub(super) lenient: bool,
    pub(super) out: String,
    pointer: String,
    elements: usize,
    /// Values of `id` attributes that were given or made.
    pub(super) ids: HashSet<String>,
    pub(super) made: usize,
    /// Those that may stand once in a document (`xs:ID`) and do.
    pub(super) identities: HashSet<String>,
    blanks: Vec<usize>,
    /// Whether an element may repeat, by the type around it.
    pub(super) many: HashMap<u32, HashMap<&'s str, bool>>,
}

pub(super) type Done = Result<(), JsonError>;
pub(super) type Entry = (String, Json);

impl<'j, 's> Writer<'j, 's> {
    pub(super) fn new(stated: &'j [Stated], lenient: bool) -> Self {
        Self {
            stated,
            lenient,
            out: String::new(),
            pointer: String::new(),
            elements: 0,
            ids: HashSet::new(),
            made: 0,
            identities: HashSet::new(),
            blanks: Vec::new(),
            many: HashMap::new(),
        }
    }

    /// Writes the document; `json` is the root element, `skipped` are keys of it that are none of its own.
    pub(super) fn document(
        mut self,
        root: Place<'s>,
        json: &Json,
        skipped: &[&str],
    ) -> Result<Composed, JsonError> {
        self.collect_ids(json);
        self.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let Json::Object(entries) = json else { return Err(self.wrong("an object", json)) };
        self.start(root, "", 0);
        let _ = write!(self.out, " xmlns:xsi=\"{XSI}\"");
        let own: Vec<&Entry> = entries.iter().filter(|(key, _)| !skipped.contains(&key.as_str())).collect();
        self.group(root, &own, 0)?;
        self.out.push('\n');
        Ok(Composed { xml: self.out, blanks: self.blanks })
    }

    pub(super) fn fail<T>(&self, mistake: Mistake) -> Result<T, JsonError> {
        Err(JsonError::new(&self.pointer, mistake))
    }

    pub(super) fn wrong(&self, expected: &'static str, found: &Json) -> JsonError {
        let mistake = match found {
            Json::Inexact => Mistake::Inexact,
            found => Mistake::WrongType { expected, found: found.kind() },
        };
        JsonError::new(&self.pointer, mistake)
    }

    /// Does something one step further down.
    pub(super) fn within<T>(
        &mut self,
        step: &str,
        work: impl FnOnce(&mut Self) -> Result<T, JsonError>,
    ) -> Result<T, JsonError> {
        let length = self.pointer.len();
        self.pointer.push('/');
        for c in step.chars() {
            match c {
                '~' => self.pointer.push_str("~0"),
                '/' => self.pointer.push_str("~1"),
                c => self.pointer.push(c),
            }
        }
        let done = work(self);
        self.pointer.truncate(length);
        done
    }

    fn collect_ids(&mut self, json: &Json) {
        match json {
            Json::Object(entries) => {
                for (key, value) in entries {
                    match value {
                        Json::Text(text) if is_id(key.trim_start_matches(ATTRIBUTE)) => {
                            self.ids.insert(text.clone());
                        }
                        value => self.collect_ids(value),
                    }
                }
            }
            Json::List(items) => items.iter().for_each(|item| self.collect_ids(item)),
            _ => {}
        }
    }

    fn line(&mut self, depth: usize) {
        if depth > 0 {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n("  ", depth));
        }
    }

    /// `<name`, and the namespace where it is another than that around.
    fn start(&mut self, place: Place<'s>, around: &str, depth: usize) {
        self.line(depth);
        self.out.push('<');
        self.out.push_str(place.name());
        let namespace = place.namespace().unwrap_or(around);
        if namespace != around {
            self.out.push_str(" xmlns=\"");
            escape_attribute(namespace, &mut self.out);
            self.out.push('"');
        }
    }

    pub(super) fn end(&mut self, name: &str, start: usize) {
        if self.out.len() == start {
            self.out.pop();
            self.out.push_str("/>");
        } else {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// Counts an element; the root is not counted, so that the count is the place of the element in the document.
    fn count(&mut self) -> Done {
        self.elements += 1;
        if self.elements > MOST { self.fail(Mistake::TooLarge) } else { Ok(()) }
    }

    /// An element that was given.
    pub(super) fn element(&mut self, place: Place<'s>, json: &Json, around: &str, depth: usize) -> Done {
        if is_signature(place.name(), place.namespace().unwrap_or_default()) {
            return self.fail(Mistake::Signature);
        }
        self.count()?;
        if depth > DEEPEST {
            return self.fail(Mistake::TooLarge);
        }
        self.start(place, around, depth);
        match (place.inside(), json) {
            (_, Json::Null) => {
                if !place.nillable() {
                    return self.fail(Mistake::NotNillable);
                }
                self.blanks.push(self.elements);
                self.attributes(place, &[])?;
                self.out.push_str(" xsi:nil=\"true\"/>");
                Ok(())
            }
            (Inside::Elements, Json::Object(entries)) => {
                let (nils, others): (Vec<_>, Vec<_>) =
                    entries.iter().partition(|(key, json)| key == TEXT && *json == Json::Null);
                let attributes = others.iter().all(|(key, _)| key.starts_with(ATTRIBUTE));
                if nils.is_empty() || !attributes {
                    let entries: Vec<&Entry> = entries.iter().collect();
                    return self.group(place, &entries, depth);
                }
                if !place.nillable() {
                    return self.within(TEXT, |it| it.fail(Mistake::NotNillable));
                }
                self.attributes(place, &others)?;
                self.out.push_str(" xsi:nil=\"true\"/>");
                Ok(())
            }
            (Inside::Elements, other) => Err(self.wrong("an object", other)),
            (_, Json::Object(entries)) => {
                let (texts, others): (Vec<_>, Vec<_>) = entries.iter().partition(|(key, _)| key == TEXT);
                for (key, _) in &others {
                    if !key.starts_with(ATTRIBUTE) {
                        return self.within(key, |it| it.fail(Mistake::UnknownName));
                    }
                }
                self.attributes(place, &others)?;
                match texts.as_slice() {
                    [(_, Json::Null)] if place.nillable() => {
                        self.out.push_str(" xsi:nil=\"true\"/>");
                        Ok(())
                    }
                    [(_, json)] => self.within(TEXT, |it| it.leaf(place, json)),
                    [] => self.leaf(place, &Json::Text(String::new())),
                    _ => self.within(TEXT, |it| it.fail(Mistake::Duplicate)),
                }
            }
            (_, json) => {
                self.attributes(place, &[])?;
                self.leaf(place, json)
            }
        }
    }

    /// The text of an element, and its end tag.
    fn leaf(&mut self, place: Place<'s>, json: &Json) -> Done {
        let text = self.text(place.written().unwrap_or(Written::Text), json)?;
        if place.inside() == Inside::Nothing {
            if !text.is_empty() {
                return self.fail(Mistake::Value { expected: "\"\"".to_owned(), found: text });
            }
        } else if place.inside() == Inside::Text
            && let Err(expected) = place.accepts(&text)
        {
            return self.fail(Mistake::Value { expected, found: text });
        }
        self.out.push('>');
        let start = self.out.len();
        self.push(&text)?;
        self.end(place.name(), start);
        Ok(())
    }

    /// What is written for a JSON value.
    pub(super) fn text(&self, written: Written, json: &Json) -> Result<String, JsonError> {
        match (written, json) {
            (_, Json::Text(text)) => Ok(text.clone()),
            (Written::Whole | Written::Decimal, Json::Whole(number)) => Ok(number.to_string()),
            (Written::Truth, Json::Truth(ticked)) => Ok(if *ticked { "1" } else { "0" }.to_owned()),
            (Written::Whole, other) => Err(self.wrong("a whole number or a string", other)),
            (Written::Decimal, other) => Err(self.wrong("a string or a whole number", other)),
            (Written::Truth, other) => Err(self.wrong("true or false", other)),
            (Written::Text, other) => Err(self.wrong("a string", other)),
        }
    }

    pub(super) fn push(&mut self, text: &str) -> Done {
        if let Some(c) = text.chars().find(|c| !crate::xml::is_char(*c)) {
            return self.fail(Mistake::Character(c));
        }
        escape(text, &mut self.out);
        Ok(())
    }

    /// What is known of an element before anybody gives it.
    fn stated(&self, parent: Place<'s>, place: Place<'s>) -> Option<&'j Stated> {
        self.stated.iter().find(|stated| stated.name == place.name() && stated.parent == parent.name())
    }

    pub(super) fn agrees(&self, parent: Place<'s>, place: Place<'s>, json: &Json) -> Done {
        match (self.stated(parent, place), json) {
            (Some(Stated { text, only: true, .. }), Json::Text(found)) if found.trim() != text => {
                self.fail(Mistake::Contradiction { expected: text.clone(), found: found.clone() })
            }
            _ => Ok(()),
        }
    }

    /// An element that must stand and was not given.
    pub(super) fn blank(&mut self, parent: Place<'s>, place: Place<'s>, around: &str, depth: usize) -> Done {
        self.count()?;
        let missing = || Mistake::Missing { name: place.name().to_owned() };
        if place.is_abstract() || depth > DEEPEST {
            return self.fail(missing());
        }
        self.start(place, around, depth);
        match place.inside() {
            Inside::Elements => {
                let many = self.many.get(&parent.type_number()).and_then(|known| known.get(place.name()));
                let at = many.copied().unwrap_or_default().then_some(0);
                let given = Given { name: place.name(), at, json: &Json::Null };
                self.at(&given, |it| it.group(place, &[], depth))
            }
            Inside::Nothing | Inside::Text | Inside::Anything => {
                self.attributes(place, &[])?;
                let stated = self.stated(parent, place).filter(|stated| place.accepts(&stated.text).is_ok());
                if let Some(stated) = stated {
                    return self.leaf(place, &Json::Text(stated.text.clone()));
                }
                self.blanks.push(self.elements);
                match place.blank() {
                    Some(Blank::Nil) => self.out.push_str(" xsi:nil=\"true\"/>"),
                    Some(Blank::Text(text)) => return self.leaf(place, &Json::Text(text.to_owned())),
                    None if place.inside() != Inside::Text || self.lenient => self.out.push_str("/>"),
                    None => return self.fail(missing()),
                }
                Ok(())
            }
        }
    }
}

/// Whether an attribute of this name numbers the rows of a list: files have it in three spellings.
pub(super) fn is_id(name: &str) -> bool {
    name.eq_ignore_ascii_case("id")
}
