//! JSON to XML and back, in the order of a grammar.
//!
//! An object has the names of child elements as keys, in any order; `@name` is an attribute. An element with text is a
//! JSON text, one that may stand several times an array. What is empty may be left out: elements with text are written
//! empty then, groups that need not stand are not written.

use super::XSI;
use super::node::{Content, Node};
use crate::rule::{Lang, Text};
use crate::xml::{Element, escape, escape_attribute, is_char};
use serde_json::{Map, Value};
use std::fmt;

/// Why an object cannot be written as XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComposeError {
    /// The path of the element, its names joined by `/`.
    pub path: String,
    /// What is wrong with what the object says of it.
    pub problem: ComposeProblem,
}

/// What can be wrong with what an object says of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComposeProblem {
    /// The grammar has no such element here.
    Unknown,
    /// The element must stand here, and nothing is said of it.
    Missing,
    /// A group must be an object.
    NotAnObject,
    /// An element with text must be a JSON text or a whole number.
    NotText,
    /// Only one is allowed.
    Repeated,
    /// A character that no XML document can hold.
    Character,
    /// The grammar does not say what the element holds.
    NotKnown,
}

impl ComposeError {
    /// The path and what is wrong there in a language.
    ///
    /// ```
    /// use etax::rule::Lang;
    /// use etax::schema::{ComposeError, ComposeProblem};
    /// let error = ComposeError { path: "CHUNGTU/SO_CTU".to_owned(), problem: ComposeProblem::Repeated };
    /// assert_eq!(error.message(Lang::Vi), "CHUNGTU/SO_CTU: chỉ được có một");
    /// assert_eq!(error.message(Lang::En), "CHUNGTU/SO_CTU: only one is allowed");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        format!("{}: {}", self.path, self.problem.text().template(lang))
    }
}

impl ComposeProblem {
    const fn text(self) -> Text {
        let (vi, en) = match self {
            Self::Unknown => ("ở đây không có phần tử này", "no such element here"),
            Self::Missing => ("còn thiếu", "missing"),
            Self::NotAnObject => ("phải là một đối tượng JSON", "must be an object"),
            Self::NotText => ("phải là chuỗi hoặc số nguyên", "must be a text or a whole number"),
            Self::Repeated => ("chỉ được có một", "only one is allowed"),
            Self::Character => ("có ký tự mà XML không chứa được", "a character that XML cannot hold"),
            Self::NotKnown => (
                "chưa biết bên trong gồm những gì nên không lập được",
                "what it holds is not known, so it cannot be made",
            ),
        };
        Text { vi, en }
    }
}

impl fmt::Display for ComposeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for ComposeError {}

/// Writes an object as a document with this root, in a namespace (or in none).
pub(crate) fn compose(root: &Node, namespace: &str, value: &Value) -> Result<String, ComposeError> {
    let mut writer = Writer { out: String::new(), path: Vec::new(), nil: false };
    writer.element(root, value)?;
    let declarations = match (namespace.is_empty(), writer.nil) {
        (true, false) => String::new(),
        (false, false) => format!(" xmlns=\"{namespace}\""),
        (true, true) => format!(" xmlns:xsi=\"{XSI}\""),
        (false, true) => format!(" xmlns=\"{namespace}\" xmlns:xsi=\"{XSI}\""),
    };
    let body = writer.out.get(root.name.len() + 1..).unwrap_or_default();
    Ok(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{}{declarations}{body}", root.name))
}

struct Writer {
    out: String,
    path: Vec<&'static str>,
    /// `xsi:nil` was written.
    nil: bool,
}

impl Writer {
    fn fail(&self, name: &str, problem: ComposeProblem) -> ComposeError {
        let mut path = self.path.join("/");
        if !name.is_empty() {
            if !path.is_empty() {
                path.push('/');
            }
            path.extend(name.chars().take(80));
        }
        ComposeError { path, problem }
    }

    fn element(&mut self, node: &Node, value: &Value) -> Result<(), ComposeError> {
        self.path.push(node.name);
        self.out.push('<');
        self.out.push_str(node.name);
        match node.content {
            Content::Any => return Err(self.fail("", ComposeProblem::NotKnown)),
            Content::Text(_) => {
                let text = self.text(value)?;
                let text = text.trim_matches([' ', '\t', '\n', '\r']);
                if text.is_empty() {
                    if node.nillable {
                        self.nil = true;
                        self.out.push_str(" xsi:nil=\"true\"");
                    }
                    self.out.push_str("/>");
                } else {
                    self.out.push('>');
                    escape(text, &mut self.out);
                    self.end(node);
                }
            }
            Content::Sequence(children) => self.group(node, children, value)?,
            Content::OneOf(variants) => {
                let knows = |variant: &&[Node]| {
                    variant.iter().filter(|child| value.get(child.name).is_some()).count()
                };
                let best = variants.iter().copied().max_by_key(knows).unwrap_or_default();
                self.group(node, best, value)?;
            }
        }
        self.path.pop();
        Ok(())
    }

    fn end(&mut self, node: &Node) {
        self.out.push_str("</");
        self.out.push_str(node.name);
        self.out.push('>');
    }

    fn group(&mut self, node: &Node, children: &[Node], value: &Value) -> Result<(), ComposeError> {
        let Value::Object(object) = value else { return Err(self.fail("", ComposeProblem::NotAnObject)) };
        for key in object.keys() {
            let known = match key.strip_prefix('@') {
                Some(attribute) => node.attributes.iter().any(|known| known.name == attribute),
                None => children.iter().any(|child| child.name == key),
            };
            if !known {
                return Err(self.fail(key, ComposeProblem::Unknown));
            }
        }
        for attribute in node.attributes {
            if let Some(value) = object.get(&format!("@{}", attribute.name)) {
                let text = self.text(value)?;
                self.out.push(' ');
                self.out.push_str(attribute.name);
                self.out.push_str("=\"");
                escape_attribute(&text, &mut self.out);
                self.out.push('"');
            }
        }
        self.out.push('>');
        for child in children {
            let value = object.get(child.name).unwrap_or(&Value::Null);
            match (value, child.content) {
                (Value::Array(all), _) => {
                    if all.len() > 1 && !child.occurs.many {
                        return Err(self.fail(child.name, ComposeProblem::Repeated));
                    }
                    if all.is_empty() && child.occurs.required {
                        return Err(self.fail(child.name, ComposeProblem::Missing));
                    }
                    for one in all {
                        self.element(child, one)?;
                    }
                }
                (Value::Null, Content::Text(_)) => self.element(child, value)?,
                (Value::Null, _) if !child.occurs.required => {}
                (Value::Null, _) => return Err(self.fail(child.name, ComposeProblem::Missing)),
                _ => self.element(child, value)?,
            }
        }
        self.end(node);
        Ok(())
    }

    fn text(&self, value: &Value) -> Result<String, ComposeError> {
        let text = match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
            _ => return Err(self.fail("", ComposeProblem::NotText)),
        };
        if !text.chars().all(is_char) {
            return Err(self.fail("", ComposeProblem::Character));
        }
        Ok(text)
    }
}

/// Reads an element as an object, the elements of the grammar only: texts trimmed, empty ones left out. What the
/// grammar does not describe is read by the names that stand there, two levels deep; signatures are left out.
pub(crate) fn decompose(node: &Node, element: Element<'_>) -> Value {
    let children: &[Node] = match node.content {
        Content::Text(_) => return Value::String(element.trimmed().into_owned()),
        Content::Any => return anything(element, 2),
        Content::Sequence(children) => children,
        Content::OneOf(variants) => {
            let knows = |variant: &&[Node]| {
                variant.iter().filter(|child| element.child(child.name).is_some()).count()
            };
            variants.iter().copied().max_by_key(knows).unwrap_or_default()
        }
    };
    let mut object = Map::new();
    for attribute in node.attributes {
        if let Some(value) = element.attribute(attribute.name) {
            object.insert(format!("@{}", attribute.name), Value::String(value.into_owned()));
        }
    }
    for child in children.iter().filter(|child| child.namespace.is_none()) {
        let mut all = element.children_named(child.name).map(|element| decompose(child, element));
        let value =
            if child.occurs.many { Value::Array(all.collect()) } else { all.next().unwrap_or_default() };
        let empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(all) => all.is_empty(),
            _ => false,
        };
        if !empty {
            object.insert(child.name.to_owned(), value);
        }
    }
    Value::Object(object)
}

fn anything(element: Element<'_>, depth: u8) -> Value {
    if element.is_leaf() || depth == 0 {
        return Value::String(element.trimmed().into_owned());
    }
    let entries = element.children().map(|child| (child.local().to_owned(), anything(child, depth - 1)));
    Value::Object(entries.collect())
}
