//! The arena: one record per element over the caller's bytes.

use super::defect::Defect;
use super::element::Element;
use super::limits::Limits;
use super::name::NameTable;
use super::parser;
use super::position::Positions;
use super::scope::Namespaces;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// Facts about an element that parsing has found out, kept as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u16);

impl Flags {
    /// Written `<a/>`.
    pub(crate) const SELF_CLOSED: Self = Self(1);
    /// The start tag is the name alone: `<a>` or `<a/>`.
    pub(crate) const BARE_TAG: Self = Self(2);
    /// Declares namespaces.
    pub(crate) const DECLARES: Self = Self(4);
    /// Its direct content has a comment, a processing instruction or a CDATA section.
    pub(crate) const MARKUP: Self = Self(8);
    /// Its direct content has references or CR, so that its text is not its bytes.
    pub(crate) const REFERENCES: Self = Self(16);
    /// Its tags are in canonical form already and declare no namespace (`<a/>` counts: the writer expands it).
    pub(crate) const CANONICAL_TAGS: Self = Self(32);
    /// Everything between its tags is in canonical form already.
    pub(crate) const CANONICAL_CONTENT: Self = Self(64);
    /// A name with a prefix stands on it or below it.
    pub(crate) const PREFIXED: Self = Self(128);
    /// The end tag is `</name>` without white space.
    pub(crate) const BARE_END: Self = Self(256);

    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) const fn set(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(crate) const fn clear(&mut self, other: Self) {
        self.0 &= !other.0;
    }
}

/// One element: 20 bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// Offset of the start tag's `<`.
    pub(crate) start: u32,
    /// Offset of the end tag's `<`; for `<a/>` the end of the tag.
    pub(crate) close: u32,
    /// Index one past its last descendant.
    pub(crate) next: u32,
    /// Index of the parent; the root's own index for the root.
    pub(crate) parent: u32,
    /// Index into the names.
    pub(crate) name: u16,
    pub(crate) flags: Flags,
}

/// A well-formed document: an arena of elements over the caller's bytes.
///
/// ```
/// use etax::xml::{Document, Limits, Parsed};
/// let input = "<HDon><MCCQT>00AB</MCCQT></HDon>";
/// let Parsed::Document(document) = Document::parse(input.as_bytes(), &Limits::default()) else { panic!() };
/// let code = document.root().child("MCCQT").unwrap();
/// assert_eq!(code.text(), "00AB");
/// assert_eq!(code.path(), "/HDon/MCCQT");
/// ```
#[derive(Clone, Debug)]
pub struct Document<'a> {
    pub(crate) source: Cow<'a, str>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) names: NameTable,
    pub(crate) namespaces: Namespaces,
    /// Between the XML declaration (or the byte order mark) and the root.
    pub(crate) prolog: Range<usize>,
    /// After the root.
    pub(crate) epilog: Range<usize>,
    /// See [`Document::ordinal`].
    pub(crate) ordinals: OnceLock<Vec<u32>>,
}

/// What came of parsing.
#[derive(Clone, Debug)]
pub enum Parsed<'a> {
    /// A well-formed document within the limits.
    Document(Document<'a>),
    /// Not one, and why.
    Refused(Defect),
}

impl<'a> Document<'a> {
    /// Reads `input` once. Nothing is copied, except that UTF-16 is turned into UTF-8 first.
    pub fn parse(input: &'a [u8], limits: &Limits) -> Parsed<'a> {
        match parser::parse(input, limits) {
            Ok(document) => Parsed::Document(document),
            Err(defect) => Parsed::Refused(defect),
        }
    }

    /// The same document, over a copy of its text.
    pub(crate) fn into_owned(self) -> Document<'static> {
        Document {
            source: Cow::Owned(self.source.into_owned()),
            nodes: self.nodes,
            names: self.names,
            namespaces: self.namespaces,
            prolog: self.prolog,
            epilog: self.epilog,
            ordinals: self.ordinals,
        }
    }

    /// The root element.
    #[must_use]
    pub fn root(&self) -> Element<'_> {
        Element::new(self, 0)
    }

    /// The text that all offsets count in: the input itself, or its UTF-8 form where it is UTF-16. A byte order
    /// mark stays in it.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// All elements in document order.
    pub fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        (0..self.nodes.len()).map(|index| Element::new(self, index))
    }

    /// Turns offsets into lines and columns.
    #[must_use]
    pub fn positions(&self) -> Positions<'_> {
        Positions::of(&self.source)
    }

    /// An element's number among the siblings that have its name, from 1; 0 when it is the only one.
    ///
    /// Worked out for all elements when first asked: asking siblings one by one would make the paths of a long list's
    /// rows cost the square of its length.
    pub(crate) fn ordinal(&self, index: usize) -> u32 {
        self.ordinals.get_or_init(|| self.number_siblings()).get(index).copied().unwrap_or_default()
    }

    fn number_siblings(&self) -> Vec<u32> {
        let mut ordinals = vec![0; self.nodes.len()];
        // For each name: how many siblings have had it, and the first of them.
        let mut seen = vec![(0_u32, 0_usize); self.names.len()];
        for parent in self.elements() {
            for child in parent.children() {
                let (count, first) = &mut seen[usize::from(child.node().name)];
                *count += 1;
                match *count {
                    1 => *first = child.index(),
                    2 => {
                        ordinals[*first] = 1;
                        ordinals[child.index()] = 2;
                    }
                    more => ordinals[child.index()] = more,
                }
            }
            for child in parent.children() {
                seen[usize::from(child.node().name)].0 = 0;
            }
        }
        ordinals
    }

    /// Whether the input was UTF-16, which the formats of the tax authority do not provide for.
    #[must_use]
    pub const fn is_transcoded(&self) -> bool {
        matches!(self.source, Cow::Owned(_))
    }

    /// Bytes of heap that the arena holds, the caller's input not counted.
    #[must_use]
    pub fn heap(&self) -> usize {
        let text = match &self.source {
            Cow::Borrowed(_) => 0,
            Cow::Owned(text) => text.capacity(),
        };
        let ordinals = self.ordinals.get().map_or(0, |ordinals| ordinals.capacity() * size_of::<u32>());
        text + self.nodes.capacity() * size_of::<Node>()
            + self.names.heap()
            + self.namespaces.heap()
            + ordinals
    }
}
