//! Holds an element tree against a grammar.

use super::{Content, Node, Simple, attributes, rules, sequence};
use crate::report::{Finding, Findings};
use crate::xml::Element;

/// After so many findings the walk stops: naming a place costs time in proportion to its
/// neighbours, and a person mends the first hundred before reading the next.
const MOST: usize = 200;

/// One walk over one document.
#[derive(Debug)]
pub(super) struct Walk<'f, 'n> {
    findings: &'f mut Findings,
    pub(super) namespace: &'n str,
    count: usize,
}

impl Walk<'_, '_> {
    pub(super) fn push(&mut self, finding: Finding) {
        self.count += 1;
        self.findings.push(finding);
    }

    pub(super) const fn is_over(&self) -> bool {
        self.count >= MOST
    }

    /// Judges an element that stands where `node` may stand.
    pub(super) fn element(&mut self, element: Element<'_>, node: &Node) {
        if self.is_over() {
            return;
        }
        let namespace = node.namespace.unwrap_or(self.namespace);
        if element.namespace() != namespace {
            let found = element.namespace();
            self.push(Finding::new(&rules::NAMESPACE).at(element).expected(namespace).found(found));
        }
        if matches!(node.content, Content::Any) {
            return;
        }
        if attributes::check(self, element, node) {
            let empty = element.children().next().is_none() && element.text().is_empty();
            if !empty {
                self.push(Finding::new(&rules::NIL_CONTENT).at(element));
            }
            return;
        }
        match node.content {
            Content::Any => {}
            Content::Text(kind) => self.text(element, kind),
            Content::Sequence(nodes) => self.group(element, nodes),
            Content::OneOf(variants) => self.group(element, sequence::choose(element, variants)),
        }
    }

    fn text(&mut self, element: Element<'_>, kind: Simple) {
        if let Some(child) = element.children().next() {
            self.push(Finding::new(&rules::UNEXPECTED).at(child).expected("-").found(child.local()));
            return;
        }
        let Some(rule) = rules::of(kind) else { return };
        let text = element.text();
        if kind.accepts(&text) {
            return;
        }
        let rule = if text.trim().is_empty() { &rules::EMPTY } else { rule };
        self.push(Finding::new(rule).at(element).expected(kind.expected()).found(text.trim()));
    }

    fn group(&mut self, element: Element<'_>, nodes: &'static [Node]) {
        let text = element.trimmed();
        if !text.is_empty() {
            self.push(Finding::new(&rules::STRAY).at(element).found(text));
        }
        sequence::check(self, element, nodes);
    }
}

/// Holds the tree under `root` against `node`. Elements are expected in `namespace` unless their
/// node says otherwise. Adds its findings and says whether there were none.
///
/// The cost is linear in the document; after 200 findings the walk stops and says so.
///
/// ```
/// use etax::report::Findings;
/// use etax::schema::{self, Node, Simple};
/// use etax::xml::{Document, Limits, Parsed};
/// const A: Node = Node::leaf("a", Simple::Text);
/// const B: Node = Node::leaf("b", Simple::Long);
/// static R: Node = Node::group("r", &[A, B]);
/// let Parsed::Document(document) = Document::parse(b"<r><b>1</b><a/></r>", &Limits::default()) else { panic!() };
/// let mut findings = Findings::new(10);
/// assert!(!schema::check(document.root(), "", &R, &mut findings));
/// assert_eq!(findings.as_slice()[0].rule.id, "schema.element.order");
/// ```
pub fn check(root: Element<'_>, namespace: &str, node: &Node, findings: &mut Findings) -> bool {
    let mut walk = Walk { findings, namespace, count: 0 };
    if root.local() == node.name {
        walk.element(root, node);
    } else {
        walk.push(Finding::new(&rules::UNEXPECTED).at(root).expected(node.name).found(root.local()));
    }
    if walk.is_over() {
        let found = walk.count.to_string();
        walk.push(Finding::new(&rules::STOPPED).at(root).found(found));
    }
    walk.count == 0
}
