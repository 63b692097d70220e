//! JSON as a document, its elements in the order of the tables.

use super::node::{Inside, Node, Tables};
use super::path::Path;
use super::{ATTRIBUTE, ID, NAMESPACE, SIGNATURE, TEXT, UNKNOWN, choose};
use crate::declaration::json::{Json, JsonError, Mistake};
use crate::message::code_of;
use crate::paper::Form;
use crate::xml::{XML, XMLNS, escape, escape_attribute, is_ncname};

/// What is done about keys that begin with `?`: elements, attributes, texts and namespaces that the standard does not
/// have at their place, and elements that stand there more often than it allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unknown {
    /// The first of them is a mistake.
    #[default]
    Refuse,
    /// They are written behind what the standard has, in the order of their names.
    Keep,
}

type Done = Result<(), JsonError>;
type Entry = (String, Json);

/// Writes one document.
pub(super) struct Writer {
    tables: &'static Tables,
    unknown: Unknown,
    message: Option<i16>,
    out: String,
    path: Path,
}

/// Writes a document.
pub(super) fn document(tag: &str, json: &Json, unknown: Unknown) -> Result<String, JsonError> {
    let tables = Tables::get();
    let out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let message = message(tag, json);
    let mut writer = Writer { tables, unknown, message, out, path: Path::default() };
    let Some(node) = tables.root(tag) else { return Err(writer.path.error(Mistake::UnknownName)) };
    writer.within(tag, |it| it.element(node, tag, json))?;
    writer.out.push('\n');
    Ok(writer.out)
}

/// The type that a message states.
pub(super) fn message(tag: &str, json: &Json) -> Option<i16> {
    if tag != "TDiep" {
        return None;
    }
    match json.get("TTChung")?.get("MLTDiep")? {
        Json::Text(text) => code_of(text.trim()),
        Json::Whole(number) => i16::try_from(*number).ok(),
        _ => None,
    }
}

impl Writer {
    fn within(&mut self, step: &str, work: impl FnOnce(&mut Self) -> Done) -> Done {
        let back = self.path.enter(step);
        let done = work(self);
        self.path.leave(back);
        done
    }

    /// An element under the name by which it was given.
    fn element(&mut self, node: &Node, name: &str, json: &Json) -> Done {
        match &node.inside {
            Inside::Signatures => Ok(()),
            Inside::Text { number } => self.leaf(name, *number, json),
            Inside::Open => self.leaf(name, false, json),
            Inside::Free => self.free(name, json),
            Inside::Elements(children) => self.block(name, children, json),
            Inside::Documents => {
                let documents = self.tables.documents(self.message);
                self.block(name, documents, json)
            }
            Inside::Paper => {
                let form = choose::form(name, json, self.message);
                if form.is_none() && self.unknown == Unknown::Refuse {
                    return Err(self.no_form(name, json));
                }
                self.block(name, self.tables.paper(form), json)
            }
        }
    }

    /// No table is known for a paper.
    fn no_form(&self, tag: &str, json: &Json) -> JsonError {
        let of_tag = Form::all().iter().filter(|form| form.tag == tag && !form.number.is_empty());
        let mut numbers: Vec<&str> = of_tag.map(|form| form.number).collect();
        numbers.dedup();
        match choose::number(json) {
            Some((below, found)) => {
                let expected = numbers.join(", ");
                self.path.error_below(&below, Mistake::Value { expected, found })
            }
            None => self.path.error(Mistake::Missing { name: "MSo".to_owned() }),
        }
    }

    fn block(&mut self, name: &str, children: &[Node], json: &Json) -> Done {
        let Json::Object(entries) = json else { return Err(self.path.wrong("an object", json)) };
        let mut slots: Vec<Option<&Entry>> = vec![None; children.len()];
        let mut rest: Vec<&Entry> = Vec::new();
        for entry in entries.iter().filter(|(key, json)| key != SIGNATURE && *json != Json::Null) {
            let (key, _) = entry;
            let at = children.iter().position(|node| node.is(key));
            match at.and_then(|at| slots.get_mut(at)) {
                Some(slot @ None) => *slot = Some(entry),
                Some(Some(_)) => return self.fail_at(key, Mistake::Duplicate),
                None => rest.push(entry),
            }
        }
        let start = self.start(name, &rest)?;
        self.stray(&rest)?;
        for (node, entry) in children.iter().zip(slots) {
            if let Some((key, json)) = entry {
                self.within(key, |it| it.child(node, key, json))?;
            }
        }
        self.others(&rest)?;
        self.end(name, start);
        Ok(())
    }

    fn child(&mut self, node: &Node, key: &str, json: &Json) -> Done {
        match json {
            _ if matches!(node.inside, Inside::Free) => self.element(node, key, json),
            Json::List(items) if node.many || self.unknown == Unknown::Keep => {
                for (at, item) in items.iter().enumerate() {
                    self.within(&at.to_string(), |it| it.element(node, key, item))?;
                }
                Ok(())
            }
            Json::List(_) if !matches!(node.inside, Inside::Signatures) => {
                Err(self.path.wrong("one value", json))
            }
            _ if node.many => Err(self.path.wrong("an array", json)),
            _ => self.element(node, key, json),
        }
    }

    /// An element that holds text; as an object it has an Id beside it.
    fn leaf(&mut self, name: &str, number: bool, json: &Json) -> Done {
        let Json::Object(entries) = json else {
            let text = self.text(number, json)?;
            let start = self.start(name, &[])?;
            escape(&text, &mut self.out);
            self.end(name, start);
            return Ok(());
        };
        let (texts, rest): (Vec<&Entry>, Vec<&Entry>) = entries
            .iter()
            .filter(|(key, json)| key != SIGNATURE && *json != Json::Null)
            .partition(|(key, _)| key == TEXT);
        // Such text stands beside elements only.
        if let Some((key, _)) = rest.iter().find(|(key, _)| is_stray(key)) {
            return self.fail_at(key, Mistake::UnknownName);
        }
        let start = self.start(name, &rest)?;
        for (_, json) in texts {
            self.within(TEXT, |it| {
                let text = it.text(number, json)?;
                escape(&text, &mut it.out);
                Ok(())
            })?;
        }
        self.others(&rest)?;
        self.end(name, start);
        Ok(())
    }

    fn text(&self, number: bool, json: &Json) -> Result<String, JsonError> {
        match json {
            Json::Text(text) => Ok(text.trim_matches([' ', '\t', '\n', '\r']).to_owned()),
            Json::Whole(whole) if number => Ok(whole.to_string()),
            other if number => Err(self.path.wrong("a string or a whole number", other)),
            other => Err(self.path.wrong("a string", other)),
        }
    }

    /// TTKhac. An object without a key of a field is about TTKhac itself, or something in it that is no field.
    fn free(&mut self, name: &str, json: &Json) -> Done {
        let Json::List(items) = json else { return Err(self.path.wrong("an array", json)) };
        let is_own = |key: &str| {
            key.strip_prefix(UNKNOWN).is_some_and(|key| key == TEXT || key.starts_with(ATTRIBUTE))
        };
        let mut own: Vec<&Entry> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            if let Json::Object(entries) = item
                && entries.iter().all(|(key, _)| is_own(key))
            {
                if let (Some((key, _)), Unknown::Refuse) = (entries.first(), self.unknown) {
                    return self.within(&at.to_string(), |it| it.fail_at(key, Mistake::UnknownName));
                }
                own.extend(entries);
            }
        }
        let start = self.start(name, &own)?;
        self.stray(&own)?;
        for (at, item) in items.iter().enumerate() {
            self.within(&at.to_string(), |it| match item {
                Json::Object(entries) if entries.is_empty() => it.block("TTin", &it.tables.field, item),
                Json::Object(entries) if entries.iter().all(|(key, _)| is_own(key)) => Ok(()),
                Json::Object(entries) if entries.iter().all(|(key, _)| key.starts_with(UNKNOWN)) => {
                    it.others(&entries.iter().collect::<Vec<_>>())
                }
                _ => it.block("TTin", &it.tables.field, item),
            })?;
        }
        self.end(name, start);
        Ok(())
    }

    /// An element that no table knows.
    fn generic(&mut self, name: &str, json: &Json) -> Done {
        if !is_ncname(name) {
            return Err(self.path.error(Mistake::UnknownName));
        }
        match json {
            Json::Null => Ok(()),
            Json::List(items) => items.iter().enumerate().try_for_each(|(at, item)| match item {
                // An array in an array would be the same document as one array.
                Json::List(_) => self.within(&at.to_string(), |it| Err(it.path.wrong("one value", item))),
                _ => self.within(&at.to_string(), |it| it.generic(name, item)),
            }),
            Json::Object(entries) => {
                let mut entries: Vec<&Entry> =
                    entries.iter().filter(|(key, json)| key != SIGNATURE && *json != Json::Null).collect();
                entries.sort_by(|(one, _), (other, _)| one.cmp(other));
                let (marks, inside): (Vec<&Entry>, Vec<&Entry>) =
                    entries.into_iter().partition(|(key, _)| key.starts_with(ATTRIBUTE));
                let start = self.start(name, &marks)?;
                for (key, json) in inside {
                    self.within(key, |it| {
                        if key != TEXT {
                            return it.generic(key, json);
                        }
                        let text = it.text(true, json)?;
                        escape(&text, &mut it.out);
                        Ok(())
                    })?;
                }
                self.end(name, start);
                Ok(())
            }
            _ => {
                let text = self.text(true, json)?;
                let start = self.start(name, &[])?;
                escape(&text, &mut self.out);
                self.end(name, start);
                Ok(())
            }
        }
    }

    /// A mistake one step further down.
    fn fail_at<T>(&self, key: &str, mistake: Mistake) -> Result<T, JsonError> {
        let mut below = Path::default();
        below.enter(key);
        let step = below.error(Mistake::UnknownName).pointer;
        Err(self.path.error_below(&step, mistake))
    }

    /// Writes a start tag with the attributes among some entries, and refuses what may not stand among them.
    fn start(&mut self, name: &str, rest: &[&Entry]) -> Result<usize, JsonError> {
        self.out.push('<');
        self.out.push_str(name);
        let mut marks: Vec<(&str, &Entry)> = Vec::new();
        for entry in rest {
            let (key, _) = entry;
            let bare = key.strip_prefix(UNKNOWN).unwrap_or(key);
            let known =
                key == ID || (self.unknown == Unknown::Keep && (key != bare || key.starts_with(ATTRIBUTE)));
            if !known {
                return self.fail_at(key, Mistake::UnknownName);
            }
            if bare.starts_with(ATTRIBUTE) {
                marks.push((bare, entry));
            }
        }
        marks.sort_by_key(|(bare, _)| *bare);
        let mut before = "";
        for (bare, (key, json)) in marks {
            if bare == before {
                return self.fail_at(key, Mistake::Duplicate);
            }
            before = bare;
            self.within(key, |it| it.mark(bare, json))?;
        }
        self.out.push('>');
        Ok(self.out.len())
    }

    /// An attribute, or the namespace of an element.
    fn mark(&mut self, key: &str, json: &Json) -> Done {
        let Json::Text(value) = json else { return Err(self.path.wrong("a string", json)) };
        let refuse = |it: &Self| Err(it.path.error(Mistake::UnknownName));
        self.out.push(' ');
        let name = key.strip_prefix(ATTRIBUTE).unwrap_or(key);
        if key == NAMESPACE {
            if matches!(value.as_str(), XML | XMLNS) {
                return refuse(self);
            }
            self.out.push_str(name);
        } else if let Some((namespace, name)) = name.strip_prefix('{').and_then(|name| name.rsplit_once('}'))
        {
            if !is_ncname(name)
                || matches!(namespace, "" | XMLNS)
                || !namespace.chars().all(crate::xml::is_char)
            {
                return refuse(self);
            }
            if namespace == XML {
                self.out.push_str("xml:");
            } else {
                // A prefix of its own for each attribute: two may be of two namespaces.
                let prefix = format!("a{}", self.out.len());
                self.out.push_str("xmlns:");
                self.out.push_str(&prefix);
                self.out.push_str("=\"");
                escape_attribute(namespace, &mut self.out);
                self.out.push_str("\" ");
                self.out.push_str(&prefix);
                self.out.push(':');
            }
            self.out.push_str(name);
        } else {
            if !is_ncname(name) {
                return refuse(self);
            }
            self.out.push_str(name);
        }
        self.out.push_str("=\"");
        escape_attribute(value, &mut self.out);
        self.out.push('"');
        Ok(())
    }

    /// Text beside the elements of a block.
    fn stray(&mut self, rest: &[&Entry]) -> Done {
        match rest.iter().find(|(key, _)| is_stray(key)) {
            Some((key, json)) => self.within(key, |it| {
                let text = it.text(false, json)?;
                escape(&text, &mut it.out);
                Ok(())
            }),
            None => Ok(()),
        }
    }

    /// Elements that no table knows, in the order of their names.
    fn others(&mut self, rest: &[&Entry]) -> Done {
        let mut others: Vec<(&str, &Entry)> = Vec::new();
        for entry in rest {
            let name = entry.0.strip_prefix(UNKNOWN);
            if let Some(name) = name.filter(|name| !name.starts_with(ATTRIBUTE) && *name != TEXT) {
                if self.unknown == Unknown::Refuse {
                    return self.fail_at(&entry.0, Mistake::UnknownName);
                }
                others.push((name, entry));
            }
        }
        others.sort_by_key(|(name, _)| *name);
        for (name, (key, json)) in others {
            self.within(key, |it| it.generic(name, json))?;
        }
        Ok(())
    }

    /// Closes an element whose content began at `start`.
    fn end(&mut self, name: &str, start: usize) {
        if self.out.len() == start {
            self.out.pop();
            self.out.push_str("/>");
        } else {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }
}

/// Whether a key is that of text beside the elements of a block.
fn is_stray(key: &str) -> bool {
    key.strip_prefix(UNKNOWN).is_some_and(|key| key == TEXT)
}
