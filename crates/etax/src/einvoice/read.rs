//! A document of the arena as JSON.

use super::node::{Inside, Node, Tables};
use super::{ATTRIBUTE, ID, NAMESPACE, SIGNATURE, TEXT, UNKNOWN};
use crate::declaration::json::Json;
use crate::message::code_of;
use crate::paper::Form;
use crate::xml::{DSIG, Element};
use std::collections::BTreeMap;

type Entries = Vec<(String, Json)>;

/// Reads elements. What stands in them is put into the order of the tables.
pub(super) struct Reader {
    tables: &'static Tables,
    /// The type of the message around.
    message: Option<i16>,
}

/// The root of a document of the standard; `None` for others.
pub(super) fn root(element: Element<'_>) -> Option<(&'static str, Json)> {
    let tables = Tables::get();
    let node = tables.root(element.local())?;
    let stated = element.find("TTChung/MLTDiep").filter(|_| node.tag == "TDiep");
    let message = stated.and_then(|stated| code_of(&stated.trimmed()));
    Some((node.tag, Reader { tables, message }.value(node, element)))
}

impl Reader {
    fn value(&self, node: &Node, element: Element<'_>) -> Json {
        match &node.inside {
            Inside::Text { .. } | Inside::Open => leaf(element),
            Inside::Elements(children) => self.block(children, element),
            Inside::Documents => self.block(self.tables.documents(self.message), element),
            Inside::Paper => self.block(self.tables.paper(Form::of(element, self.message)), element),
            Inside::Free => Json::List(self.free(element)),
            Inside::Signatures => signatures(element),
        }
    }

    fn block(&self, children: &[Node], element: Element<'_>) -> Json {
        let mut entries = marks(element, UNKNOWN);
        let text = element.trimmed();
        if !text.is_empty() {
            entries.push((format!("{UNKNOWN}{TEXT}"), Json::Text(text.into_owned())));
        }
        // By the place in the table, and whether it is under its other name.
        let mut known: BTreeMap<(usize, bool), Vec<Json>> = BTreeMap::new();
        let mut unknown: BTreeMap<String, Vec<Json>> = BTreeMap::new();
        let mut next = 0;
        for child in element.children() {
            if is_signature(child) {
                unknown.entry(SIGNATURE.to_owned()).or_default().push(signature(child));
                continue;
            }
            // Children mostly follow the order of the table, so the search starts behind the last one found.
            let tag = child.local();
            let is = |at: &usize| children.get(*at).is_some_and(|node| node.is(tag));
            let at = (next..children.len()).chain(0..next).find(is);
            match at.and_then(|at| Some((at, children.get(at)?))) {
                Some((at, node)) => {
                    next = at;
                    let values = known.entry((at, node.tag != tag)).or_default();
                    match (&node.inside, self.value(node, child)) {
                        (Inside::Free, Json::List(fields)) => values.extend(fields),
                        (_, value) => values.push(value),
                    }
                }
                None => unknown.entry(format!("{UNKNOWN}{tag}")).or_default().push(generic(child)),
            }
        }
        for ((at, other), values) in known {
            let Some(node) = children.get(at) else { continue };
            let always = node.many || matches!(node.inside, Inside::Free);
            let key = if other { node.alias } else { node.tag };
            entries.push((key.to_owned(), if always { Json::List(values) } else { one(values) }));
        }
        entries.extend(unknown.into_iter().map(|(key, values)| (key, one(values))));
        Json::Object(entries)
    }

    /// The fields of a TTKhac. What stands there and is no field is an object of its own.
    fn free(&self, element: Element<'_>) -> Vec<Json> {
        let mut own = marks(element, UNKNOWN);
        // TTKhac has no use for an Id.
        own.retain(|(key, _)| key != ID);
        own.extend(element.attribute("Id").map(|id| (format!("{UNKNOWN}{ID}"), Json::Text(id.into_owned()))));
        let text = element.trimmed();
        if !text.is_empty() {
            own.push((format!("{UNKNOWN}{TEXT}"), Json::Text(text.into_owned())));
        }
        let mut fields: Vec<Json> = Vec::new();
        if !own.is_empty() {
            fields.push(Json::Object(own));
        }
        for child in element.children() {
            let field =
                if child.local() == "TTin" { Some(self.block(&self.tables.field, child)) } else { None };
            let is_field = |entries: &Entries| {
                entries.is_empty() || entries.iter().any(|(key, _)| !key.starts_with([UNKNOWN, ATTRIBUTE]))
            };
            fields.push(match field {
                Some(Json::Object(entries)) if is_field(&entries) => Json::Object(entries),
                _ => Json::Object(vec![(format!("{UNKNOWN}{}", child.local()), generic(child))]),
            });
        }
        fields
    }
}

fn is_signature(element: Element<'_>) -> bool {
    element.is(DSIG, "Signature")
}

/// One value alone, several as an array.
fn one(mut values: Vec<Json>) -> Json {
    if values.len() == 1 { values.pop().unwrap_or(Json::Null) } else { Json::List(values) }
}

/// The attributes of an element, and its namespace where it is not that of the element around it. What the standard
/// does not have gets a mark.
fn marks(element: Element<'_>, mark: impl Into<Option<char>>) -> Entries {
    let mark = mark.into().map(String::from).unwrap_or_default();
    let mut entries = Vec::new();
    for attribute in element.attributes() {
        let name = attribute.local();
        let key = match attribute.namespace {
            "" if name == "Id" => ID.to_owned(),
            "" => format!("{mark}{ATTRIBUTE}{name}"),
            namespace => format!("{mark}{ATTRIBUTE}{{{namespace}}}{name}"),
        };
        entries.push((key, Json::Text(attribute.value.into_owned())));
    }
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    let around = element.parent().map_or("", Element::namespace);
    if element.namespace() != around {
        entries.push((format!("{mark}{NAMESPACE}"), Json::Text(element.namespace().to_owned())));
    }
    entries
}

/// An element that should hold nothing but text.
fn leaf(element: Element<'_>) -> Json {
    let mut entries = marks(element, UNKNOWN);
    let text = || Json::Text(element.trimmed().into_owned());
    if entries.is_empty() && element.is_leaf() {
        return text();
    }
    if element.is_leaf() || !element.trimmed().is_empty() {
        entries.push((TEXT.to_owned(), text()));
    }
    entries.extend(inside(element, "?"));
    Json::Object(entries)
}

/// An element that no table knows.
fn generic(element: Element<'_>) -> Json {
    let mut entries = marks(element, None);
    let text = || Json::Text(element.trimmed().into_owned());
    if entries.is_empty() && element.is_leaf() {
        return text();
    }
    if element.is_leaf() || !element.trimmed().is_empty() {
        entries.push((TEXT.to_owned(), text()));
    }
    entries.extend(inside(element, ""));
    Json::Object(entries)
}

/// The children of an element that no table knows, by their names.
fn inside(element: Element<'_>, mark: &str) -> Entries {
    let mut children: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for child in element.children() {
        let (key, value) = if is_signature(child) {
            (SIGNATURE.to_owned(), signature(child))
        } else {
            (format!("{mark}{}", child.local()), generic(child))
        };
        children.entry(key).or_default().push(value);
    }
    children.into_iter().map(|(key, values)| (key, one(values))).collect()
}

/// DSCKS or CKSNNT: who signed, and when.
fn signatures(element: Element<'_>) -> Json {
    if element.is_leaf() { Json::Object(Vec::new()) } else { Json::Object(inside(element, "")) }
}

/// A signature: what it says of who signed and when.
fn signature(element: Element<'_>) -> Json {
    let said = |name: &str| {
        let found = element.descendants().find(|inside| inside.local() == name)?;
        Some((name.to_owned(), Json::Text(found.trimmed().into_owned())))
    };
    Json::Object(["SigningTime", "X509SubjectName"].into_iter().filter_map(said).collect())
}
