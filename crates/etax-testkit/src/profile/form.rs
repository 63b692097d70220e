//! Canonical forms as signatures name them, and what they make of an element in its place.

use super::Document;
use crate::error::Result;
use crate::random::Random;
use crate::tree::{Canonical, Element, Node, Scope, declare};

pub(crate) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(crate) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
pub(crate) const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
pub(crate) const INCLUSIVE_11: &str = "http://www.w3.org/2006/12/xml-c14n11";
pub(crate) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
pub(crate) const FILTER: &str = "http://www.w3.org/2002/06/xmldsig-filter2";

/// A canonicalization as it is named in a signature.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) base: &'static str,
    pub(crate) comments: bool,
    /// PrefixList; `#default` is the default namespace.
    pub(crate) listed: Option<Vec<&'static str>>,
}

impl Form {
    pub(crate) fn some(random: &mut Random) -> Self {
        let base = *random.pick(&[INCLUSIVE, INCLUSIVE, INCLUSIVE, EXCLUSIVE]);
        Self::of(base, random)
    }

    pub(crate) fn of(base: &'static str, random: &mut Random) -> Self {
        let listed = (base == EXCLUSIVE && random.one_in(3)).then(|| {
            let all = ["#default", "p", "ds", "e1", "e2", "không"];
            all.into_iter().filter(|_| random.one_in(3)).collect()
        });
        Self { base, comments: random.one_in(3), listed }
    }

    pub(crate) fn is_exclusive(&self) -> bool {
        self.base == EXCLUSIVE
    }

    pub(crate) fn uri(&self) -> String {
        match (self.comments, self.is_exclusive()) {
            (false, _) => self.base.to_owned(),
            (true, true) => format!("{EXCLUSIVE}WithComments"),
            (true, false) => format!("{}#WithComments", self.base),
        }
    }

    /// The element with this algorithm.
    pub(crate) fn element(&self, name: &str) -> Element {
        let mut element = Element::new(name).attribute("Algorithm", self.uri());
        if let Some(listed) = &self.listed {
            element.push(
                Element::new("ec:InclusiveNamespaces")
                    .attribute("xmlns:ec", EXCLUSIVE)
                    .attribute("PrefixList", listed.join(" ")),
            );
        }
        element
    }

    /// The canonical form of an element in its place, comments only where the caller has some left.
    pub(crate) fn canonical(&self, element: &Element, around: &Around, comments: bool) -> String {
        let method = Canonical { exclusive: self.is_exclusive(), comments: comments && self.comments };
        let listed: Vec<&str> = self
            .listed
            .iter()
            .flatten()
            .map(|prefix| if *prefix == "#default" { "" } else { *prefix })
            .collect();
        if self.is_exclusive() {
            element.canonical_listing(&around.scope, method, &listed)
        } else {
            around.inherited_by(element).canonical(&around.scope, method)
        }
    }
}

/// What an element gets from its ancestors: declarations, and attributes that canonical form hands down.
#[derive(Debug, Clone, Default)]
pub(crate) struct Around {
    scope: Scope,
    xml: Vec<(String, String)>,
}

impl Around {
    /// Around a child of the element at `path`.
    pub(crate) fn inside(root: &Element, path: &str) -> Result<Self> {
        let mut around = Self::default();
        around.enter(root);
        let mut walked = String::new();
        for step in path.split('/').filter(|step| !step.is_empty()) {
            walked = if walked.is_empty() { step.to_owned() } else { format!("{walked}/{step}") };
            around.enter(root.at(&walked)?);
        }
        Ok(around)
    }

    /// Around the element at `path`.
    pub(crate) fn of(root: &Element, path: &str) -> Result<Self> {
        match path.rsplit_once('/') {
            _ if path.is_empty() => Ok(Self::default()),
            Some((parent, _)) => Self::inside(root, parent),
            None => Self::inside(root, ""),
        }
    }

    pub(crate) fn enter(&mut self, element: &Element) {
        declare(&mut self.scope, element);
        for (name, value) in &element.attributes {
            if name.starts_with("xml:") {
                self.xml.retain(|(known, _)| known != name);
                self.xml.push((name.clone(), value.clone()));
            }
        }
    }

    pub(crate) fn inherited_by(&self, element: &Element) -> Element {
        let mut element = element.clone();
        for (name, value) in &self.xml {
            if !element.attributes.iter().any(|(known, _)| known == name) {
                element.attributes.push((name.clone(), value.clone()));
            }
        }
        element
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Step {
    Enveloped,
    Form(Form),
    /// XPath Filter 2.0, intersect.
    Intersect(String),
}

/// The bytes that are digested: `comments` when the reference keeps them.
pub(crate) fn apply(steps: &[Step], element: &Element, around: &Around, comments: bool) -> String {
    let usual = Form { base: INCLUSIVE, comments: false, listed: None };
    let forms: Vec<&Form> = steps
        .iter()
        .filter_map(|step| match step {
            Step::Form(form) => Some(form),
            _ => None,
        })
        .collect();
    let (first, rest) = forms.split_first().map_or((&usual, &[][..]), |(first, rest)| (*first, rest));
    let comments = comments && rest.iter().all(|form| form.comments);
    // What comes after the first works on its output. Inclusive forms change nothing any more, exclusive ones
    // take declarations away but leave the attributes that came down.
    match rest.iter().find(|form| form.is_exclusive() && !first.is_exclusive()) {
        Some(second) => second.canonical(&around.inherited_by(element), around, comments && first.comments),
        None => first.canonical(element, around, comments),
    }
}

/// The canonical form of the whole document.
pub(crate) fn whole(document: &Document, steps: &[Step]) -> String {
    let mut text = String::new();
    for node in &document.before {
        if let Node::Instruction(..) = node {
            text.push_str(&written(node));
            text.push('\n');
        }
    }
    text.push_str(&apply(steps, &document.root, &Around::default(), false));
    for node in &document.after {
        if let Node::Instruction(..) = node {
            text.push('\n');
            text.push_str(&written(node));
        }
    }
    text
}

fn written(node: &Node) -> String {
    let mut holder = Element::new("a");
    holder.children.push(node.clone());
    let form = holder.canonical(&Scope::new(), Canonical { exclusive: false, comments: true });
    form.trim_start_matches("<a>").trim_end_matches("</a>").to_owned()
}
