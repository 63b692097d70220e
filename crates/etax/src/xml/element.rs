//! An element of a document, and the ways from one to another.

use super::attribute::{AttributeScanner, Attributes, declared_prefix};
use super::character::is_space;
use super::document::{Document, Flags, Node};
use super::name::Name;
use super::text::{Pieces, attribute_value, push_character_data};
use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// An element of a [`Document`]. Small and freely copied.
#[derive(Clone, Copy)]
pub struct Element<'d> {
    document: &'d Document<'d>,
    index: u32,
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Element({})", self.path())
    }
}

impl PartialEq for Element<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.document, other.document) && self.index == other.index
    }
}

impl Eq for Element<'_> {}

impl Hash for Element<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl<'d> Element<'d> {
    pub(crate) fn new(document: &'d Document<'_>, index: usize) -> Self {
        // The arena holds at most 2^32 - 1 records, since each takes at least one byte of a source bounded so.
        Self { document, index: u32::try_from(index).unwrap_or(u32::MAX) }
    }

    pub(crate) fn node(self) -> &'d Node {
        &self.document.nodes[self.index as usize]
    }

    fn name_record(self) -> Name {
        self.document.names.get(self.node().name)
    }

    /// The document it belongs to.
    #[must_use]
    pub const fn document(self) -> &'d Document<'d> {
        self.document
    }

    /// Its number in document order, the root being 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.index as usize
    }

    /// Name without prefix.
    #[must_use]
    pub fn local(self) -> &'d str {
        self.name_record().local(&self.document.source)
    }

    /// Name as written, prefix included.
    #[must_use]
    pub fn qualified(self) -> &'d str {
        self.name_record().qualified(&self.document.source)
    }

    /// Prefix, empty without one.
    #[must_use]
    pub fn prefix(self) -> &'d str {
        self.name_record().prefix_text(&self.document.source)
    }

    /// Namespace, empty without one.
    #[must_use]
    pub fn namespace(self) -> &'d str {
        self.document.namespaces.get(self.name_record().namespace)
    }

    /// Whether it has this name.
    #[must_use]
    pub fn is(self, namespace: &str, local: &str) -> bool {
        self.local() == local && same(self.namespace(), namespace)
    }

    /// The element around it; `None` for the root.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        (self.index != 0).then(|| Self { document: self.document, index: self.node().parent })
    }

    /// Its child elements, in order.
    #[must_use]
    pub fn children(self) -> Children<'d> {
        Children { document: self.document, at: self.index + 1, end: self.node().next }
    }

    /// The first child of this local name in the same namespace as this element.
    #[must_use]
    pub fn child(self, local: &str) -> Option<Self> {
        self.children_named(local).next()
    }

    /// The children of this local name in the same namespace as this element.
    pub fn children_named(self, local: &str) -> impl Iterator<Item = Self> {
        self.children().filter(move |child| child.local() == local && child.shares_namespace(self))
    }

    /// Whether an element of the same document has the same namespace. Each is stored once, so its number tells.
    pub(crate) fn shares_namespace(self, other: Self) -> bool {
        self.name_record().namespace == other.name_record().namespace
    }

    /// The first child of this name.
    #[must_use]
    pub fn child_in(self, namespace: &str, local: &str) -> Option<Self> {
        self.children().find(|child| child.is(namespace, local))
    }

    /// Follows [`Element::child`] along a path such as `TTChung/KHHDon`.
    #[must_use]
    pub fn find(self, path: &str) -> Option<Self> {
        path.split('/').try_fold(self, Self::child)
    }

    /// All elements inside it, in document order.
    #[must_use]
    pub fn descendants(self) -> Descendants<'d> {
        Descendants { document: self.document, at: self.index + 1, end: self.node().next }
    }

    /// Whether `other` is this element or inside it.
    #[must_use]
    pub fn contains(self, other: Element<'_>) -> bool {
        (self.index..self.node().next).contains(&other.index)
    }

    /// Whether it has no child elements.
    #[must_use]
    pub fn is_leaf(self) -> bool {
        self.node().next == self.index + 1
    }

    /// Whether its direct content is free of comments, processing instructions and CDATA sections. Signed fields
    /// must be: readers disagree on what the others mean.
    #[must_use]
    pub fn is_plain(self) -> bool {
        !self.node().flags.has(Flags::MARKUP)
    }

    /// The character data directly inside it: references resolved, line ends normalised, comments and processing
    /// instructions left out. Borrowed where the source says it just so.
    #[must_use]
    pub fn text(self) -> Cow<'d, str> {
        let flags = self.node().flags;
        let content = self.content();
        if self.is_leaf() && !flags.has(Flags::MARKUP) && !flags.has(Flags::REFERENCES) {
            return Cow::Borrowed(content);
        }
        let mut out = String::new();
        for gap in self.gaps() {
            push_character_data(&mut out, &self.document.source[gap]);
        }
        Cow::Owned(out)
    }

    /// [`Element::text`] without white space at either end.
    #[must_use]
    pub fn trimmed(self) -> Cow<'d, str> {
        const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];
        match self.text() {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(SPACE)),
            Cow::Owned(text) => Cow::Owned(text.trim_matches(SPACE).to_owned()),
        }
    }

    /// The value of an attribute without prefix.
    #[must_use]
    pub fn attribute(self, name: &str) -> Option<Cow<'d, str>> {
        if self.node().flags.has(Flags::BARE_TAG) {
            return None;
        }
        self.attributes().find(|attribute| attribute.name == name).map(|attribute| attribute.value)
    }

    /// Whether its start tag is its name alone.
    pub(crate) fn is_bare(self) -> bool {
        self.node().flags.has(Flags::BARE_TAG)
    }

    /// Its attributes, in the order of the source; namespace declarations are not among them.
    #[must_use]
    pub fn attributes(self) -> Attributes<'d> {
        // Most elements have none, and some callers ask every element.
        let bare = self.node().flags.has(Flags::BARE_TAG);
        let (base, text) = if bare { (0, "") } else { self.attribute_text() };
        Attributes { element: self, scanner: AttributeScanner::new(text), base }
    }

    /// Its namespace declarations: prefix (empty for the default) and URI.
    pub(crate) fn declarations(self) -> impl Iterator<Item = (&'d str, Cow<'d, str>)> {
        let text = if self.node().flags.has(Flags::DECLARES) { self.attribute_text().1 } else { "" };
        let mut scanner = AttributeScanner::new(text);
        std::iter::from_fn(move || scanner.next().ok().flatten())
            .filter_map(|raw| declared_prefix(raw.name).map(|prefix| (prefix, attribute_value(raw.value))))
    }

    /// The URI that a prefix stands for here; the empty prefix asks for the default namespace.
    pub(crate) fn resolve_prefix(self, prefix: &str) -> Option<&'d str> {
        if prefix == "xml" {
            return Some(super::XML);
        }
        let mut at = Some(self);
        while let Some(element) = at {
            // An element whose own name has the prefix knows the answer already.
            if same(element.prefix(), prefix) {
                return Some(element.namespace());
            }
            if let Some((_, uri)) = element.declarations().find(|(declared, _)| same(declared, prefix)) {
                return self.document.namespaces.known(&uri);
            }
            at = element.parent();
        }
        prefix.is_empty().then_some("")
    }

    /// Start and text of the part of the start tag that holds the attributes.
    fn attribute_text(self) -> (usize, &'d str) {
        let tag = self.start_tag_span();
        let start = tag.start + 1 + self.qualified().len();
        let end = tag.end - if self.node().flags.has(Flags::SELF_CLOSED) { 2 } else { 1 };
        (start, &self.document.source[start..end])
    }

    /// The bytes of the start tag, `<` and `>` included.
    #[must_use]
    pub fn start_tag_span(self) -> Range<usize> {
        let node = self.node();
        let start = node.start as usize;
        if node.flags.has(Flags::SELF_CLOSED) {
            return start..node.close as usize;
        }
        let mut at = start + 1 + self.qualified().len();
        if node.flags.has(Flags::BARE_TAG) {
            return start..at + 1;
        }
        let bytes = self.document.source.as_bytes();
        // `>` may stand inside a quoted value.
        while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
            let here = at + found;
            if bytes[here] == b'>' {
                return start..here + 1;
            }
            let Some(length) = memchr::memchr(bytes[here], &bytes[here + 1..]) else {
                break;
            };
            at = here + length + 2;
        }
        start..bytes.len()
    }

    /// The bytes between its tags.
    #[must_use]
    pub fn content_span(self) -> Range<usize> {
        self.start_tag_span().end..self.node().close as usize
    }

    fn content(self) -> &'d str {
        &self.document.source[self.content_span()]
    }

    /// The bytes from its start tag to its end tag, both included.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        let node = self.node();
        let (start, close) = (node.start as usize, node.close as usize);
        if node.flags.has(Flags::SELF_CLOSED) {
            return start..close;
        }
        if node.flags.has(Flags::BARE_END) {
            return start..close + self.qualified().len() + 3;
        }
        let bytes = self.document.source.as_bytes();
        start..memchr::memchr(b'>', &bytes[close..]).map_or(bytes.len(), |length| close + length + 1)
    }

    /// The bytes of a leaf's content without white space at either end; an empty range at its content's start
    /// for an element that has child elements.
    #[must_use]
    pub fn text_span(self) -> Range<usize> {
        let span = self.content_span();
        if !self.is_leaf() {
            return span.start..span.start;
        }
        let content = self.document.source[span.clone()].as_bytes();
        let lead = content.iter().take_while(|&&byte| is_space(byte)).count();
        let tail = content[lead..].iter().rev().take_while(|&&byte| is_space(byte)).count();
        span.start + lead..span.end - tail
    }

    /// The parts of its content that are between child elements.
    pub(crate) fn gaps(self) -> impl Iterator<Item = Range<usize>> {
        let span = self.content_span();
        let mut start = span.start;
        let ends = self.children().map(|child| child.span()).chain(std::iter::once(span.end..span.end));
        ends.map(move |child| {
            let gap = start..child.start;
            start = child.end;
            gap
        })
    }

    /// The pieces of text and markup directly inside it.
    pub(crate) fn pieces(self, gap: Range<usize>) -> Pieces<'d> {
        Pieces::new(&self.document.source[gap])
    }

    /// Its path from the root: names as written, with `[n]` where siblings share the name.
    #[must_use]
    pub fn path(self) -> String {
        let mut ancestors = Vec::with_capacity(16);
        let mut at = Some(self);
        while let Some(element) = at {
            ancestors.push(element);
            at = element.parent();
        }
        let mut path = String::with_capacity(ancestors.len() * 12);
        for element in ancestors.iter().rev() {
            path.push('/');
            path.push_str(element.qualified());
            let number = self.document.ordinal(element.index());
            if number > 0 {
                path.push('[');
                path.push_str(&number.to_string());
                path.push(']');
            }
        }
        path
    }
}

/// Whether two names are equal. Most documents have no namespaces, so both are often empty; the C library's comparison of
/// no bytes at places that need not exist costs more than that of a whole name.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && (a.is_empty() || a == b)
}

/// The child elements of an element. Made by [`Element::children`].
#[derive(Clone, Debug)]
pub struct Children<'d> {
    document: &'d Document<'d>,
    at: u32,
    end: u32,
}

impl<'d> Iterator for Children<'d> {
    type Item = Element<'d>;

    fn next(&mut self) -> Option<Element<'d>> {
        if self.at >= self.end {
            return None;
        }
        let element = Element { document: self.document, index: self.at };
        self.at = element.node().next;
        Some(element)
    }
}

/// The elements inside an element, in document order. Made by [`Element::descendants`].
#[derive(Clone, Debug)]
pub struct Descendants<'d> {
    document: &'d Document<'d>,
    at: u32,
    end: u32,
}

impl<'d> Iterator for Descendants<'d> {
    type Item = Element<'d>;

    fn next(&mut self) -> Option<Element<'d>> {
        if self.at >= self.end {
            return None;
        }
        let element = Element { document: self.document, index: self.at };
        self.at += 1;
        Some(element)
    }
}
