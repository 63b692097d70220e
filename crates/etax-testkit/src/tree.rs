//! A small XML tree with its own canonical writer.
//!
//! The kit signs what it writes. It must not use the engine's canonicalizer,
//! or both could be wrong in the same way, so canonical form (Canonical XML
//! 1.0 and Exclusive XML Canonicalization 1.0) is written here from the tree.

use crate::error::{Error, Result};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
    Comment(String),
    /// Target and data, which may be empty.
    Instruction(String, String),
    /// Elements that are written canonically already, without declarations and prefixes: a million of them as a tree
    /// would take a gigabyte.
    Written(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Element {
    /// Qualified name as written.
    pub(crate) name: String,
    /// Attributes and namespace declarations as written, unescaped.
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
}

/// How the file writes an element without content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Empty {
    #[default]
    Pair,
    SelfClosed,
    SelfClosedSpaced,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Canonical {
    pub(crate) exclusive: bool,
    pub(crate) comments: bool,
}

/// Namespace declarations in scope: prefix ("" = default) and name.
pub(crate) type Scope = Vec<(String, String)>;

impl Element {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    pub(crate) fn leaf(name: &str, text: impl Into<String>) -> Self {
        let mut element = Self::new(name);
        let text = text.into();
        if !text.is_empty() {
            element.children.push(Node::Text(text));
        }
        element
    }

    pub(crate) fn attribute(mut self, name: &str, value: impl Into<String>) -> Self {
        self.attributes.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn with(mut self, child: Self) -> Self {
        self.push(child);
        self
    }

    pub(crate) fn with_leaf(self, name: &str, text: impl Into<String>) -> Self {
        self.with(Self::leaf(name, text))
    }

    pub(crate) fn push(&mut self, child: Self) {
        self.children.push(Node::Element(child));
    }

    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    pub(crate) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    pub(crate) fn text(&self) -> String {
        self.children
            .iter()
            .filter_map(|node| match node {
                Node::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The element at a path of child names, each with an optional place
    /// counted from 1: `DLieu/HDon[2]/DLHDon`. The empty path is `self`.
    pub(crate) fn at(&self, path: &str) -> Result<&Self> {
        let mut here = self;
        for step in steps(path) {
            let (name, place) = step?;
            here = here
                .elements()
                .filter(|child| child.name == name)
                .nth(place)
                .ok_or_else(|| Error::new(format!("{}: no {path}", self.name)))?;
        }
        Ok(here)
    }

    pub(crate) fn at_mut(&mut self, path: &str) -> Result<&mut Self> {
        let missing = Error::new(format!("{}: no {path}", self.name));
        let mut here = self;
        for step in steps(path) {
            let (name, place) = step?;
            here = here
                .elements_mut()
                .filter(|child| child.name == name)
                .nth(place)
                .ok_or_else(|| missing.clone())?;
        }
        Ok(here)
    }

    pub(crate) fn set(&mut self, path: &str, text: &str) -> Result<()> {
        let element = self.at_mut(path)?;
        element.children.clear();
        if !text.is_empty() {
            element.children.push(Node::Text(text.to_owned()));
        }
        Ok(())
    }

    pub(crate) fn remove(&mut self, path: &str) -> Result<Self> {
        let (parent, last) = path.rsplit_once('/').unwrap_or(("", path));
        let parent = self.at_mut(parent)?;
        let Some(step) = steps(last).next() else {
            return Err(Error::new("remove needs a path"));
        };
        let (name, place) = step?;
        let at = parent
            .children
            .iter()
            .enumerate()
            .filter(|(_, node)| matches!(node, Node::Element(e) if e.name == name))
            .map(|(at, _)| at)
            .nth(place);
        match at.map(|at| parent.children.remove(at)) {
            Some(Node::Element(element)) => Ok(element),
            _ => Err(Error::new(format!("{}: no {path}", self.name))),
        }
    }

    /// Puts `child` right before the element at `path`.
    pub(crate) fn insert_before(&mut self, path: &str, child: Self) -> Result<()> {
        let found: *const Self = self.at(path)?;
        let (parent, _) = path.rsplit_once('/').unwrap_or(("", path));
        let parent = self.at_mut(parent)?;
        let at = parent
            .children
            .iter()
            .position(|node| matches!(node, Node::Element(e) if std::ptr::eq(e, found)))
            .unwrap_or(0);
        parent.children.insert(at, Node::Element(child));
        Ok(())
    }

    pub(crate) fn id(&self) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == "Id" || name == "id").map(|(_, value)| value.as_str())
    }

    pub(crate) fn set_attribute(&mut self, name: &str, value: &str) {
        self.attributes.retain(|(known, _)| known != name);
        self.attributes.push((name.to_owned(), value.to_owned()));
    }

    /// Namespace declarations in scope at the element of `path`, itself
    /// not included.
    pub(crate) fn scope_at(&self, path: &str) -> Result<Scope> {
        let mut scope = Scope::new();
        let mut here = self;
        for step in steps(path) {
            declare(&mut scope, here);
            let (name, place) = step?;
            here = here
                .elements()
                .filter(|child| child.name == name)
                .nth(place)
                .ok_or_else(|| Error::new(format!("{}: no {path}", self.name)))?;
        }
        Ok(scope)
    }

    /// Adds line breaks and tabs between child elements, as an indenting
    /// serializer would before signing.
    pub(crate) fn indent(&mut self, depth: usize) {
        if !self.children.iter().any(|node| matches!(node, Node::Element(_))) {
            return;
        }
        let mut spaced = Vec::new();
        for mut node in std::mem::take(&mut self.children) {
            spaced.push(Node::Text(format!("\n{}", "  ".repeat(depth + 1))));
            if let Node::Element(element) = &mut node {
                element.indent(depth + 1);
            }
            spaced.push(node);
        }
        spaced.push(Node::Text(format!("\n{}", "  ".repeat(depth))));
        self.children = spaced;
    }

    /// The element as a file carries it.
    pub(crate) fn write(&self, empty: Empty, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            out.push_str(&format!(" {name}=\"{}\"", attribute_text(value)));
        }
        if self.children.is_empty() {
            match empty {
                Empty::Pair => out.push_str(&format!("></{}>", self.name)),
                Empty::SelfClosed => out.push_str("/>"),
                Empty::SelfClosedSpaced => out.push_str(" />"),
            }
            return;
        }
        out.push('>');
        for node in &self.children {
            match node {
                Node::Element(element) => element.write(empty, out),
                Node::Text(text) => out.push_str(&character_text(text)),
                Node::Comment(text) => out.push_str(&format!("<!--{text}-->")),
                Node::Instruction(target, data) => out.push_str(&instruction(target, data)),
                Node::Written(text) => out.push_str(text),
            }
        }
        out.push_str(&format!("</{}>", self.name));
    }

    /// Canonical form of this element as the apex, `inherited` being the
    /// declarations in scope at its parent.
    pub(crate) fn canonical(&self, inherited: &Scope, method: Canonical) -> String {
        self.canonical_listing(inherited, method, &[])
    }

    /// The same, the exclusive form with the prefixes of an InclusiveNamespaces PrefixList (`""` for `#default`).
    pub(crate) fn canonical_listing(&self, inherited: &Scope, method: Canonical, listed: &[&str]) -> String {
        let mut out = String::new();
        self.canonical_into(inherited, &Scope::new(), true, (method, listed), &mut out);
        out
    }

    fn canonical_into(
        &self,
        inherited: &Scope,
        rendered: &Scope,
        apex: bool,
        (method, listed): (Canonical, &[&str]),
        out: &mut String,
    ) {
        let mut scope = inherited.clone();
        declare(&mut scope, self);
        let mut shown = rendered.clone();
        let mut declarations = Vec::new();
        for (prefix, name) in &scope {
            if method.exclusive && !self.uses(prefix) && !listed.contains(&prefix.as_str()) {
                continue;
            }
            if !method.exclusive && !apex && !self.declares(prefix) {
                continue;
            }
            let known = rendered.iter().find(|(p, _)| p == prefix).map_or("", |(_, n)| n);
            if known != name {
                declarations.push((prefix.clone(), name.clone()));
                put(&mut shown, prefix, name);
            }
        }
        declarations.sort();
        let mut attributes: Vec<_> = self
            .attributes
            .iter()
            .filter(|(name, _)| namespace_prefix(name).is_none())
            .map(|(name, value)| {
                let (prefix, local) = name.split_once(':').unwrap_or(("", name));
                let space = match prefix {
                    "" => "",
                    "xml" => "http://www.w3.org/XML/1998/namespace",
                    _ => scope.iter().find(|(p, _)| p == prefix).map_or("", |(_, n)| n.as_str()),
                };
                (space, local, name, value)
            })
            .collect();
        attributes.sort();

        out.push('<');
        out.push_str(&self.name);
        for (prefix, name) in &declarations {
            let colon = if prefix.is_empty() { "" } else { ":" };
            out.push_str(&format!(" xmlns{colon}{prefix}=\"{}\"", attribute_text(name)));
        }
        for (_, _, name, value) in attributes {
            out.push_str(&format!(" {name}=\"{}\"", attribute_text(value)));
        }
        out.push('>');
        for node in &self.children {
            match node {
                Node::Element(element) => {
                    element.canonical_into(&scope, &shown, false, (method, listed), out);
                }
                Node::Text(text) => out.push_str(&character_text(text)),
                Node::Comment(text) if method.comments => out.push_str(&format!("<!--{text}-->")),
                Node::Comment(_) => {}
                Node::Instruction(target, data) => out.push_str(&instruction(target, data)),
                Node::Written(text) => out.push_str(text),
            }
        }
        out.push_str(&format!("</{}>", self.name));
    }

    fn uses(&self, prefix: &str) -> bool {
        let of = |name: &str| name.split_once(':').map_or(String::new(), |(p, _)| p.to_owned());
        of(&self.name) == prefix
            || self
                .attributes
                .iter()
                .any(|(name, _)| namespace_prefix(name).is_none() && name.contains(':') && of(name) == prefix)
    }

    fn declares(&self, prefix: &str) -> bool {
        self.attributes.iter().any(|(name, _)| namespace_prefix(name) == Some(prefix))
    }
}

fn steps(path: &str) -> impl Iterator<Item = Result<(&str, usize)>> {
    path.split('/').filter(|step| !step.is_empty()).map(|step| {
        let Some((name, place)) = step.split_once('[') else {
            return Ok((step, 0));
        };
        place
            .trim_end_matches(']')
            .parse::<usize>()
            .ok()
            .and_then(|place| place.checked_sub(1))
            .map(|place| (name, place))
            .ok_or_else(|| Error::new(format!("bad step {step}")))
    })
}

/// `Some("")` for `xmlns`, `Some("ds")` for `xmlns:ds`.
fn namespace_prefix(name: &str) -> Option<&str> {
    if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") }
}

fn put(scope: &mut Scope, prefix: &str, name: &str) {
    scope.retain(|(known, _)| known != prefix);
    scope.push((prefix.to_owned(), name.to_owned()));
}

pub(crate) fn declare(scope: &mut Scope, element: &Element) {
    for (name, value) in &element.attributes {
        if let Some(prefix) = namespace_prefix(name) {
            put(scope, prefix, value);
        }
    }
}

fn instruction(target: &str, data: &str) -> String {
    let space = if data.is_empty() { "" } else { " " };
    format!("<?{target}{space}{data}?>")
}

fn character_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#xD;")
}

fn attribute_text(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
        .replace('\t', "&#x9;")
        .replace('\n', "&#xA;")
        .replace('\r', "&#xD;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Element {
        Element::new("a").attribute("xmlns", "urn:d").attribute("xmlns:x", "urn:x").with(
            Element::new("b")
                .attribute("z", "1")
                .attribute("Id", "i")
                .with(Element::new("x:c"))
                .with(Element::new("d").attribute("xmlns", "")),
        )
    }

    #[test]
    fn inclusive_form_carries_every_declaration_in_scope_to_the_apex() {
        let root = sample();
        let scope = root.scope_at("b").unwrap();
        let method = Canonical { exclusive: false, comments: false };
        assert_eq!(
            root.at("b").unwrap().canonical(&scope, method),
            r#"<b xmlns="urn:d" xmlns:x="urn:x" Id="i" z="1"><x:c></x:c><d xmlns=""></d></b>"#
        );
    }

    #[test]
    fn exclusive_form_declares_a_prefix_where_it_is_used() {
        let root = sample();
        let scope = root.scope_at("b").unwrap();
        let method = Canonical { exclusive: true, comments: false };
        assert_eq!(
            root.at("b").unwrap().canonical(&scope, method),
            r#"<b xmlns="urn:d" Id="i" z="1"><x:c xmlns:x="urn:x"></x:c><d xmlns=""></d></b>"#
        );
    }

    #[test]
    fn listed_prefixes_are_declared_whether_or_not_they_are_used() {
        let root = sample();
        let scope = root.scope_at("b").unwrap();
        let method = Canonical { exclusive: true, comments: false };
        assert_eq!(
            root.at("b").unwrap().canonical_listing(&scope, method, &["x", "none"]),
            r#"<b xmlns="urn:d" xmlns:x="urn:x" Id="i" z="1"><x:c></x:c><d xmlns=""></d></b>"#
        );
    }

    #[test]
    fn attributes_are_ordered_by_namespace_and_local_name() {
        let element = Element::new("e")
            .attribute("xmlns:b", "urn:1")
            .attribute("xmlns:a", "urn:2")
            .attribute("a:x", "4")
            .attribute("b:z", "3")
            .attribute("b:y", "2")
            .attribute("xml:lang", "0")
            .attribute("q", "1");
        let method = Canonical { exclusive: false, comments: false };
        assert_eq!(
            element.canonical(&Scope::new(), method),
            r#"<e xmlns:a="urn:2" xmlns:b="urn:1" q="1" xml:lang="0" b:y="2" b:z="3" a:x="4"></e>"#
        );
    }

    #[test]
    fn an_empty_default_declaration_is_not_written_at_an_apex_without_one() {
        let element = Element::new("p").attribute("xmlns", "");
        let method = Canonical { exclusive: false, comments: false };
        assert_eq!(element.canonical(&Scope::new(), method), "<p></p>");
    }
}
