//! Canonical form, written piece by piece into a sink (a digest, usually).
//!
//! Canonical XML 1.0 and Exclusive XML Canonicalization 1.0, each with and without comments. Spans that the parser
//! found to be canonical already are handed over as they stand; the rest is written from the arena.

use super::character::is_space;
use super::document::{Document, Flags};
use super::element::{Element, same};
use super::escape;
use super::text::{Piece, Pieces};
use std::borrow::Cow;
use std::fmt;

/// Takes canonical bytes as they are made.
pub trait Sink {
    /// Takes the next bytes.
    fn write(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn write(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// Which canonical form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Canonicalization<'p> {
    /// Exclusive (`xml-exc-c14n#`) or inclusive (`REC-xml-c14n-20010315`).
    pub exclusive: bool,
    /// Whether comments are kept.
    pub comments: bool,
    /// Exclusive form only: prefixes treated as the inclusive form treats them; `#default` for the default namespace.
    pub inclusive_prefixes: &'p [&'p str],
}

/// What is to be written: a whole document or one element with everything inside.
#[derive(Clone, Copy, Debug)]
pub enum Apex<'d> {
    /// The document, with comments and processing instructions around the root.
    Document(&'d Document<'d>),
    /// One element.
    Element(Element<'d>),
}

/// What programs do to white space when they write a document anew, taken back: the canonical form is that of the document
/// before. A guess, of which a digest made before is the proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Undo {
    /// White space between elements, which indenting adds, is left out.
    Indentation,
    /// That, and white space around the text of elements without children.
    Padding,
    /// LF stood as CR LF in memory: what a program signs that reads CR LF as it stands, which XML readers do not.
    LineEnds,
}

impl Undo {
    /// All of them, in the order in which they are tried.
    pub(crate) const ALL: [Self; 3] = [Self::Indentation, Self::Padding, Self::LineEnds];
}

/// A namespace URI is relative, so there is no canonical form (Canonical XML 1.0, section 1.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelativeNamespace(pub String);

impl fmt::Display for RelativeNamespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "relative namespace URI {:?} has no canonical form", self.0)
    }
}

impl std::error::Error for RelativeNamespace {}

/// Writes the canonical form of `apex`, leaving out the element `without` and everything in it.
///
/// # Errors
///
/// [`RelativeNamespace`] when a namespace that would have to be written is a relative URI.
///
/// ```
/// use etax::xml::{Apex, Canonicalization, Document, Limits, Parsed, canonicalize};
/// let input = b"<a xmlns='urn:u'><b z='1' a='2'/></a>";
/// let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { panic!() };
/// let b = document.root().child("b").unwrap();
/// let mut out = Vec::new();
/// canonicalize(Apex::Element(b), &Canonicalization::default(), None, &mut out).unwrap();
/// assert_eq!(out, br#"<b xmlns="urn:u" a="2" z="1"></b>"#);
/// ```
pub fn canonicalize<S: Sink>(
    apex: Apex<'_>,
    method: &Canonicalization<'_>,
    without: Option<Element<'_>>,
    sink: &mut S,
) -> Result<(), RelativeNamespace> {
    canonicalize_undone(apex, method, without, None, sink)
}

/// The same, of the document as it was before it was written anew.
pub(crate) fn canonicalize_undone<S: Sink>(
    apex: Apex<'_>,
    method: &Canonicalization<'_>,
    without: Option<Element<'_>>,
    undo: Option<Undo>,
    sink: &mut S,
) -> Result<(), RelativeNamespace> {
    match apex {
        Apex::Element(element) => Writer::new(method, without, undo, sink).apex(element),
        Apex::Document(document) => {
            let mut writer = Writer::new(method, without, undo, sink);
            writer.around(&document.source[document.prolog.clone()], false);
            writer.apex(document.root())?;
            writer.around(&document.source[document.epilog.clone()], true);
            Ok(())
        }
    }
}

/// A namespace binding, in scope or already written.
type Binding<'d> = (&'d str, Cow<'d, str>);

struct Writer<'w, 'd, S> {
    method: &'w Canonicalization<'w>,
    /// Index of the element left out, and one past its last descendant.
    without: Option<(usize, usize)>,
    undo: Option<Undo>,
    sink: &'w mut S,
    /// Bindings in scope in the source, innermost last.
    scope: Vec<Binding<'d>>,
    /// Bindings written on elements that are open in the output, innermost last.
    written: Vec<Binding<'d>>,
}

impl<'w, 'd, S: Sink> Writer<'w, 'd, S> {
    fn new(
        method: &'w Canonicalization<'w>,
        without: Option<Element<'_>>,
        undo: Option<Undo>,
        sink: &'w mut S,
    ) -> Self {
        let without = without.map(|element| (element.index(), element.node().next as usize));
        Self { method, without, undo, sink, scope: Vec::new(), written: Vec::new() }
    }

    fn apex(&mut self, element: Element<'d>) -> Result<(), RelativeNamespace> {
        let mut ancestors = Vec::new();
        let mut at = element.parent();
        while let Some(ancestor) = at {
            ancestors.push(ancestor);
            at = ancestor.parent();
        }
        for ancestor in ancestors.iter().rev() {
            if ancestor.node().flags.has(Flags::DECLARES) {
                self.scope.extend(ancestor.declarations());
            }
        }
        // Inclusive form: the apex takes over its ancestors' xml: attributes, the nearest winning.
        let mut inherited = Vec::new();
        if !self.method.exclusive {
            for ancestor in ancestors.iter().filter(|ancestor| !ancestor.node().flags.has(Flags::BARE_TAG)) {
                for attribute in ancestor.attributes().filter(|attribute| attribute.namespace == super::XML) {
                    if !inherited.iter().any(|(_, local, _)| *local == attribute.local()) {
                        inherited.push((attribute.name, attribute.local(), attribute.value));
                    }
                }
            }
        }
        self.element(element, true, inherited)
    }

    fn is_left_out(&self, element: Element<'_>) -> bool {
        self.without.is_some_and(|(start, _)| start == element.index())
    }

    /// Whether the element left out is inside this one.
    fn has_hole(&self, element: Element<'_>) -> bool {
        self.without
            .is_some_and(|(start, _)| (element.index()..element.node().next as usize).contains(&start))
    }

    /// Whether everything between the element's tags can be handed over as it stands, once the element's own start tag
    /// is written: nothing in it declares a namespace, so in the inclusive form nothing is left to write; in the
    /// exclusive form only if all names in it use the default namespace as the element itself does.
    fn content_stands(&self, element: Element<'d>) -> bool {
        let flags = element.node().flags;
        flags.has(Flags::CANONICAL_CONTENT)
            && !self.has_hole(element)
            && (!self.method.exclusive || !flags.has(Flags::PREFIXED))
            && self.undo.is_none()
    }

    fn element(
        &mut self,
        element: Element<'d>,
        is_apex: bool,
        inherited: Vec<(&'d str, &'d str, Cow<'d, str>)>,
    ) -> Result<(), RelativeNamespace> {
        if self.is_left_out(element) {
            return Ok(());
        }
        let flags = element.node().flags;
        let (scope_mark, written_mark) = (self.scope.len(), self.written.len());
        if flags.has(Flags::DECLARES) {
            self.scope.extend(element.declarations());
        }
        self.sink.write(b"<");
        self.sink.write(element.qualified().as_bytes());
        self.namespaces(element, is_apex, scope_mark)?;
        if !flags.has(Flags::BARE_TAG) || !inherited.is_empty() {
            self.attributes(element, inherited);
        }
        self.sink.write(b">");
        if self.content_stands(element) {
            self.hand_over(element);
        } else {
            self.content(element)?;
        }
        self.sink.write(b"</");
        self.sink.write(element.qualified().as_bytes());
        self.sink.write(b">");
        self.scope.truncate(scope_mark);
        self.written.truncate(written_mark);
        Ok(())
    }

    fn content(&mut self, element: Element<'d>) -> Result<(), RelativeNamespace> {
        let mut children = element.children();
        for gap in element.gaps() {
            if !gap.is_empty() {
                match self.undo {
                    None => self.pieces(element.pieces(gap)),
                    Some(undo) => self.undone(undo, element, element.pieces(gap)),
                }
            }
            if let Some(child) = children.next() {
                self.element(child, false, Vec::new())?;
            }
        }
        Ok(())
    }

    /// Writes the content's bytes, with each `<a/>` written out.
    fn hand_over(&mut self, element: Element<'d>) {
        let document = element.document();
        let source = document.source.as_bytes();
        let content = element.content_span();
        let mut from = content.start;
        for node in &document.nodes[element.index() + 1..element.node().next as usize] {
            if node.flags.has(Flags::SELF_CLOSED) {
                let end = node.close as usize;
                self.sink.write(&source[from..end - 2]);
                self.sink.write(b"></");
                self.sink.write(document.names.get(node.name).qualified(&document.source).as_bytes());
                self.sink.write(b">");
                from = end;
            }
        }
        self.sink.write(&source[from..content.end]);
    }

    /// The binding in force in the source; an undeclared default namespace is the empty URI.
    fn in_scope(&self, prefix: &str) -> Option<&Cow<'d, str>> {
        self.scope.iter().rev().find(|(known, _)| same(known, prefix)).map(|(_, uri)| uri)
    }

    /// Whether the output's open elements already say what `prefix` stands for.
    fn is_written(&self, prefix: &str, uri: &str) -> bool {
        match self.written.iter().rev().find(|(known, _)| same(known, prefix)) {
            Some((_, written)) => same(written, uri),
            None => uri.is_empty(),
        }
    }

    fn namespaces(
        &mut self,
        element: Element<'d>,
        is_apex: bool,
        scope_mark: usize,
    ) -> Result<(), RelativeNamespace> {
        let mut wanted: Vec<&'d str> = Vec::new();
        if self.method.exclusive {
            wanted.push(element.prefix());
            if !element.node().flags.has(Flags::BARE_TAG) {
                wanted.extend(
                    element
                        .attributes()
                        .map(|attribute| attribute.prefix())
                        .filter(|prefix| !prefix.is_empty()),
                );
            }
            if !self.method.inclusive_prefixes.is_empty() {
                let first = if is_apex { 0 } else { scope_mark };
                let listed = |prefix: &str| {
                    self.method
                        .inclusive_prefixes
                        .iter()
                        .any(|&listed| listed == prefix || (prefix.is_empty() && listed == "#default"))
                };
                wanted.extend(
                    self.scope[first..].iter().map(|(prefix, _)| *prefix).filter(|prefix| listed(prefix)),
                );
            }
        } else {
            let first = if is_apex { 0 } else { scope_mark };
            wanted.extend(self.scope[first..].iter().map(|(prefix, _)| *prefix));
        }
        wanted.retain(|&prefix| prefix != "xml");
        // The default namespace sorts first because its prefix is empty.
        wanted.sort_unstable();
        wanted.dedup();
        for prefix in wanted {
            let uri = match self.in_scope(prefix) {
                Some(uri) => uri.clone(),
                None if prefix.is_empty() => Cow::Borrowed(""),
                None => continue,
            };
            if self.is_written(prefix, &uri) {
                continue;
            }
            if is_relative(&uri) {
                return Err(RelativeNamespace(uri.into_owned()));
            }
            self.sink.write(b" xmlns");
            if !prefix.is_empty() {
                self.sink.write(b":");
                self.sink.write(prefix.as_bytes());
            }
            self.sink.write(b"=\"");
            self.escape_attribute(&uri);
            self.sink.write(b"\"");
            self.written.push((prefix, uri));
        }
        Ok(())
    }

    fn attributes(&mut self, element: Element<'d>, inherited: Vec<(&'d str, &'d str, Cow<'d, str>)>) {
        let mut list: Vec<_> = element
            .attributes()
            .map(|attribute| (attribute.namespace, attribute.local(), attribute.name, attribute.value))
            .collect();
        for (name, local, value) in inherited {
            if !list.iter().any(|(namespace, own, ..)| *namespace == super::XML && *own == local) {
                list.push((super::XML, local, name, value));
            }
        }
        list.sort_unstable_by_key(|entry| (entry.0, entry.1));
        for (_, _, name, value) in list {
            self.sink.write(b" ");
            self.sink.write(name.as_bytes());
            self.sink.write(b"=\"");
            self.escape_attribute(&value);
            self.sink.write(b"\"");
        }
    }

    fn escape_attribute(&mut self, value: &str) {
        escape::pieces(value, escape::in_attribute, |piece| self.sink.write(piece.as_bytes()));
    }

    fn escape_text(&mut self, text: &str) {
        escape::pieces(text, escape::in_text, |piece| self.sink.write(piece.as_bytes()));
    }

    fn pieces(&mut self, pieces: Pieces<'d>) {
        for piece in pieces {
            self.piece(piece);
        }
    }

    fn piece(&mut self, piece: Piece<'d>) {
        match piece {
            Piece::Text(text) => self.escape_text(text),
            Piece::Reference(c) => self.escape_text(c.encode_utf8(&mut [0; 4])),
            Piece::LineEnd => self.sink.write(b"\n"),
            Piece::Cdata(text) => self.normalised(text, true),
            Piece::Comment(_) | Piece::Instruction(..) => self.markup(piece),
        }
    }

    /// The text between two children, or of an element without any, as it was before the document was written anew.
    fn undone(&mut self, undo: Undo, element: Element<'d>, pieces: Pieces<'d>) {
        // No program indents with references or CDATA sections.
        let blank = |piece: Piece<'d>| match piece {
            Piece::Text(text) => text.bytes().all(is_space),
            Piece::LineEnd | Piece::Comment(_) | Piece::Instruction(..) => true,
            Piece::Reference(_) | Piece::Cdata(_) => false,
        };
        match undo {
            Undo::LineEnds => self.with_line_ends(pieces),
            Undo::Indentation | Undo::Padding if !element.is_leaf() => {
                if pieces.clone().all(blank) {
                    pieces.for_each(|piece| self.markup(piece));
                } else {
                    self.pieces(pieces);
                }
            }
            Undo::Padding if element.is_plain() => self.escape_text(&element.trimmed()),
            Undo::Indentation | Undo::Padding => self.pieces(pieces),
        }
    }

    /// Every LF as CR LF, of which canonical form writes the CR as a reference.
    fn with_line_ends(&mut self, pieces: Pieces<'d>) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    for (at, line) in text.split('\n').enumerate() {
                        if at > 0 {
                            self.sink.write(b"&#xD;\n");
                        }
                        self.escape_text(line);
                    }
                }
                Piece::LineEnd => self.sink.write(b"&#xD;\n"),
                other => self.piece(other),
            }
        }
    }

    fn markup(&mut self, piece: Piece<'d>) {
        match piece {
            Piece::Comment(text) if self.method.comments => {
                self.sink.write(b"<!--");
                self.normalised(text, false);
                self.sink.write(b"-->");
            }
            Piece::Instruction(target, data) => {
                self.sink.write(b"<?");
                self.sink.write(target.as_bytes());
                if !data.is_empty() {
                    self.sink.write(b" ");
                    self.normalised(data, false);
                }
                self.sink.write(b"?>");
            }
            _ => {}
        }
    }

    /// Literal line ends become LF; the rest is escaped or, in comments and instructions, written as it is.
    fn normalised(&mut self, text: &str, escape: bool) {
        let mut rest = text;
        loop {
            let (line, tail) = match rest.split_once('\r') {
                Some((line, tail)) => (line, Some(tail)),
                None => (rest, None),
            };
            if escape {
                self.escape_text(line);
            } else {
                self.sink.write(line.as_bytes());
            }
            let Some(tail) = tail else { return };
            self.sink.write(b"\n");
            rest = tail.strip_prefix('\n').unwrap_or(tail);
        }
    }

    /// Comments and instructions before (each followed by LF) or after the root (each preceded by LF).
    fn around(&mut self, text: &'d str, after: bool) {
        for piece in Pieces::new(text) {
            let kept = match piece {
                Piece::Comment(_) => self.method.comments,
                Piece::Instruction(..) => true,
                _ => false,
            };
            if !kept {
                continue;
            }
            if after {
                self.sink.write(b"\n");
            }
            self.markup(piece);
            if !after {
                self.sink.write(b"\n");
            }
        }
    }
}

/// Whether a URI reference has no scheme (RFC 3986, section 4.1). The empty one is no namespace at all.
fn is_relative(uri: &str) -> bool {
    let scheme = uri.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    !uri.is_empty() && !is_scheme
}
