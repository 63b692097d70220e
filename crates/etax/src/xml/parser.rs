//! One pass over the input: quick-xml finds the tokens, this module decides whether they are XML.

use super::attribute::{AttributeScanner, RawAttribute, declared_prefix};
use super::character::{first_forbidden, is_ncname, is_space, qname_prefix};
use super::defect::{Defect, DefectKind};
use super::document::{Document, Flags, Node};
use super::encoding::{BOM, Encoding, check_declaration, decode};
use super::limits::Limits;
use super::name::{NameError, NameTable};
use super::scope::{NONE, Namespaces, Scope};
use super::text::resolve;
use quick_xml::events::Event;
use quick_xml::{Error, Reader};
use std::sync::OnceLock;

/// Parses an input into the arena, or says why it is no document.
pub(crate) fn parse<'a>(input: &'a [u8], limits: &Limits) -> Result<Document<'a>, Defect> {
    let longest = limits.bytes.min(u32::MAX as usize - 1);
    if input.len() > longest {
        return Err(Defect::too_long(input.len(), longest));
    }
    let (source, encoding) = decode(input)?;
    let (nodes, names, namespaces, prolog, epilog) = {
        let mut parser = Parser::new(&source, limits, encoding);
        parser.run()?;
        parser.finish()?
    };
    Ok(Document { source, nodes, names, namespaces, prolog, epilog, ordinals: OnceLock::new() })
}

struct Parser<'t, 'l> {
    source: &'t str,
    limits: &'l Limits,
    encoding: Encoding,
    deepest: usize,
    most_nodes: usize,
    nodes: Vec<Node>,
    names: NameTable,
    namespaces: Namespaces,
    scope: Scope<'t>,
    /// Indexes of the elements that are open.
    open: Vec<u32>,
    /// Reused by attribute checks.
    attributes: Vec<RawAttribute<'t>>,
    prolog_start: usize,
    /// End of the root element, once it is closed.
    root_end: Option<usize>,
    /// `]]>` occurs somewhere, so text must be searched for it.
    has_section_end: bool,
}

type Parts = (Vec<Node>, NameTable, Namespaces, std::ops::Range<usize>, std::ops::Range<usize>);

/// Source offsets fit: the length has been checked against `u32::MAX`.
fn offset32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl<'t, 'l> Parser<'t, 'l> {
    fn new(source: &'t str, limits: &'l Limits, encoding: Encoding) -> Self {
        Self {
            source,
            limits,
            encoding,
            deepest: limits.depth.min(Limits::DEEPEST),
            most_nodes: limits.nodes_for(source.len()),
            nodes: Vec::new(),
            names: NameTable::new(),
            namespaces: Namespaces::new(),
            scope: Scope::new(),
            open: Vec::new(),
            attributes: Vec::new(),
            prolog_start: 0,
            root_end: None,
            has_section_end: false,
        }
    }

    fn run(&mut self) -> Result<(), Defect> {
        if let Some(at) = first_forbidden(self.source) {
            let length = self.source[at..].chars().next().map_or(1, char::len_utf8);
            let code = self.source[at..].chars().next().map_or(0, u32::from);
            return Err(Defect::new(DefectKind::Character, at)
                .length(length)
                .found(&format!("U+{code:04X}")));
        }
        self.has_section_end = memchr::memmem::find(self.source.as_bytes(), b"]]>").is_some();
        // Invoices and declarations have an element per 40 to 50 bytes.
        self.nodes.reserve_exact((self.source.len() / 40).min(self.most_nodes) + 16);

        let base = if self.source.starts_with(BOM) { BOM.len() } else { 0 };
        self.prolog_start = base;
        let bytes = self.source.as_bytes();
        let mut at = base;
        while let Some(&first) = bytes.get(at) {
            at = match first {
                b'<' => match self.leaf(at) {
                    Some(end) => end,
                    None => match self.tag(at)? {
                        Some(end) => end,
                        None => self.markup(at, base)?,
                    },
                },
                b'&' => self.markup(at, base)?,
                _ => {
                    let length = memchr::memchr2(b'<', b'&', &bytes[at..]);
                    let end = length.map_or(bytes.len(), |length| at + length);
                    self.text(at, end)?;
                    end
                }
            };
        }
        Ok(())
    }

    /// Reads `<name>text</name>` at `start` where that is all there is to it: no attributes, a name that has been met and
    /// found good before, text that is canonical as it stands. Four elements of five are so, and for them this does in one
    /// go what takes a tag, a text and another tag otherwise. `None`, with nothing changed, for everything else.
    fn leaf(&mut self, start: usize) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let rest = &bytes[start + 1..];
        let length = rest.iter().position(|&byte| !byte.is_ascii_alphanumeric() && byte != b'_')?;
        let fits = rest[length] == b'>'
            && length > 0
            && length <= self.limits.name
            && self.nodes.len() < self.nodes.capacity().min(self.most_nodes)
            && self.open.len() < self.deepest;
        if !fits {
            return None;
        }
        // The root is never read here, so there is a parent, and it is open.
        let &parent = self.open.last()?;
        let (name, after) = rest.split_at(length);
        let known = self.names.find(self.source, name, self.scope.default)?;
        let text = &after[1..];
        let text_length = plain_length(text)?;
        let (close, tail) = text[text_length..].strip_prefix(b"</")?.split_at_checked(length)?;
        if close != name || tail.first() != Some(&b'>') {
            return None;
        }
        let mut flags = Flags::CANONICAL_TAGS;
        flags.set(Flags::CANONICAL_CONTENT);
        flags.set(Flags::BARE_TAG);
        flags.set(Flags::BARE_END);
        let close_at = start + length + 2 + text_length;
        let index = offset32(self.nodes.len());
        self.nodes.push(Node {
            start: offset32(start),
            close: offset32(close_at),
            next: index + 1,
            parent,
            name: known,
            flags,
        });
        Some(close_at + length + 3)
    }

    /// Reads the start or end tag at `start` and gives its end. `None` for other markup and for a tag without an
    /// end, which the tokenizer describes better. Tags are nearly all there is in a document, and most are a few
    /// bytes long: finding their end here costs half of what one event after the other does.
    fn tag(&mut self, start: usize) -> Result<Option<usize>, Defect> {
        let bytes = self.source.as_bytes();
        let closing = match bytes.get(start + 1) {
            None | Some(b'!' | b'?') => return Ok(None),
            Some(&byte) => byte == b'/',
        };
        let Some(end) = tag_end(bytes, start + 1) else { return Ok(None) };
        if closing {
            self.end_tag(start, end)?;
        } else {
            let self_closed = bytes[end - 2] == b'/';
            let inside = &bytes[start + 1..end - if self_closed { 2 } else { 1 }];
            let name_length = inside.iter().position(|&byte| is_space(byte)).unwrap_or(inside.len());
            self.start_tag(start, end, name_length, self_closed)?;
        }
        Ok(Some(end))
    }

    /// Reads whatever markup or reference stands at `start` and gives its end.
    fn markup(&mut self, start: usize, base: usize) -> Result<usize, Defect> {
        let mut reader = Reader::from_reader(&self.source.as_bytes()[start..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return Err(self.tokenizer_error(&error, start)),
        };
        let end = start + position(reader.buffer_position());
        match event {
            Event::Start(tag) => self.start_tag(start, end, tag.name().as_ref().len(), false)?,
            Event::Empty(tag) => self.start_tag(start, end, tag.name().as_ref().len(), true)?,
            Event::End(_) => self.end_tag(start, end)?,
            Event::Text(_) => self.text(start, end)?,
            Event::GeneralRef(_) => self.reference(start, end)?,
            Event::CData(_) => self.cdata(start, end)?,
            Event::Comment(_) => self.comment(start, end)?,
            Event::PI(_) => self.instruction(start, end)?,
            Event::Decl(_) => self.declaration(start, end, base)?,
            Event::DocType(_) => {
                return Err(Defect::new(DefectKind::Doctype, start).length(9.min(end - start)));
            }
            Event::Eof => return Ok(self.source.len()),
        }
        Ok(end)
    }

    fn finish(mut self) -> Result<Parts, Defect> {
        let length = self.source.len();
        if let Some(&index) = self.open.last() {
            let name = self.written_name(index);
            return Err(Defect::new(DefectKind::Truncated, length).length(0).expected(format!("</{name}>")));
        }
        let Some(root_end) = self.root_end else {
            return Err(Defect::new(DefectKind::Empty, 0).length(0));
        };
        let root_start = self.nodes.first().map_or(0, |root| root.start as usize);
        if self.nodes.capacity() - self.nodes.len() > self.nodes.len() / 4 {
            self.nodes.shrink_to_fit();
        }
        Ok((self.nodes, self.names, self.namespaces, self.prolog_start..root_start, root_end..length))
    }

    fn written_name(&self, index: u32) -> &'t str {
        self.names.get(self.nodes[index as usize].name).qualified(self.source)
    }

    /// What quick-xml could not tokenize, as a defect. It stops where the markup that it could not read begins.
    fn tokenizer_error(&self, error: &Error, start: usize) -> Defect {
        let rest = &self.source[start..];
        if rest.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("<!DOCTYPE")) {
            return Defect::new(DefectKind::Doctype, start).length(9);
        }
        if let Error::Syntax(_) = error {
            return Defect::new(DefectKind::Truncated, start).length(rest.len()).expected(">").found(rest);
        }
        let length = rest.find(['>', ';']).map_or(rest.len(), |at| at + 1);
        Defect::new(DefectKind::Syntax, start).length(length).found(&rest[..length])
    }

    fn syntax(&self, start: usize, end: usize, expected: &str) -> Defect {
        let end = end.clamp(start, self.source.len());
        let found = self.source.get(start..end).unwrap_or_default();
        Defect::new(DefectKind::Syntax, start).length((end - start).max(1)).expected(expected).found(found)
    }

    fn outside_root(&self, start: usize, end: usize) -> Defect {
        Defect::new(DefectKind::Root, start).length(end - start).found(&self.source[start..end])
    }

    fn start_tag(
        &mut self,
        start: usize,
        end: usize,
        name_length: usize,
        self_closed: bool,
    ) -> Result<(), Defect> {
        if self.root_end.is_some() {
            return Err(self.outside_root(start, end));
        }
        if name_length > self.limits.name {
            return Err(Defect::new(DefectKind::TooManyNames, start + 1)
                .length(name_length)
                .expected(format!("<= {}", self.limits.name))
                .found(&name_length.to_string()));
        }
        let depth = self.open.len() + 1;
        if depth > self.deepest {
            return Err(Defect::new(DefectKind::TooDeep, start)
                .length(end - start)
                .expected(format!("<= {}", self.deepest)));
        }
        if self.nodes.len() >= self.most_nodes {
            return Err(Defect::new(DefectKind::TooManyNodes, start)
                .length(end - start)
                .expected(format!("<= {}", self.most_nodes)));
        }
        if self.nodes.len() == self.nodes.capacity() {
            // Growth by an eighth keeps the arena within its bound; documents that reserve too little are dense
            // and large, and allocators extend large blocks in place.
            self.nodes.reserve_exact((self.nodes.len() / 8).max(1024));
        }

        let after_name = start + 1 + name_length;
        let inside_end = end - if self_closed { 2 } else { 1 };
        let mut flags = Flags::CANONICAL_TAGS;
        flags.set(Flags::CANONICAL_CONTENT);
        if self_closed {
            flags.set(Flags::SELF_CLOSED);
        }
        if after_name == inside_end {
            flags.set(Flags::BARE_TAG);
        } else {
            self.read_attributes(after_name, inside_end, depth, &mut flags)?;
        }

        let name = self.element_name(start + 1, name_length)?;
        if self.names.get(name).prefix > 0 {
            flags.set(Flags::PREFIXED);
        }
        let index = offset32(self.nodes.len());
        let parent = self.open.last().copied().unwrap_or(index);
        self.nodes.push(Node {
            start: offset32(start),
            close: offset32(end),
            next: index + 1,
            parent,
            name,
            flags,
        });
        if self_closed {
            self.close(index, depth);
            if depth == 1 {
                self.root_end = Some(end);
            }
        } else {
            self.open.push(index);
        }
        Ok(())
    }

    fn element_name(&mut self, start: usize, length: usize) -> Result<u16, Defect> {
        let written = &self.source[start..start + length];
        let malformed =
            || Defect::new(DefectKind::Syntax, start).length(length.max(1)).expected("Name").found(written);
        let namespace = match written.bytes().position(|byte| byte == b':') {
            None => self.scope.default,
            Some(colon) => {
                qname_prefix(written).ok_or_else(malformed)?;
                self.scope.resolve(&written[..colon]).ok_or_else(|| {
                    Defect::new(DefectKind::Namespace, start).length(length).found(&written[..colon])
                })?
            }
        };
        self.names.intern(self.source, start, length, namespace, self.limits.names).map_err(|error| {
            match error {
                NameError::Malformed => malformed(),
                NameError::TooMany => Defect::new(DefectKind::TooManyNames, start)
                    .length(length)
                    .expected(format!("<= {}", self.limits.names)),
            }
        })
    }

    /// Checks the attributes of a start tag and declares its namespaces.
    fn read_attributes(
        &mut self,
        start: usize,
        end: usize,
        depth: usize,
        flags: &mut Flags,
    ) -> Result<(), Defect> {
        let mut list = std::mem::take(&mut self.attributes);
        list.clear();
        let mut scanner = AttributeScanner::new(&self.source[start..end]);
        let mut written_canonically = true;
        loop {
            let raw = match scanner.next() {
                Ok(Some(raw)) => raw,
                Ok(None) => break,
                Err(bad) => return Err(self.syntax(start + bad.at, end, bad.expected)),
            };
            if list.len() >= self.limits.attributes {
                return Err(Defect::new(DefectKind::TooManyAttributes, start + raw.name_start)
                    .expected(format!("<= {}", self.limits.attributes)));
            }
            written_canonically &= self.check_attribute(&raw, start)?;
            if declared_prefix(raw.name).is_some() {
                flags.set(Flags::DECLARES);
                self.scope.declare(&mut self.namespaces, raw.name, raw.value, depth).map_err(|_| {
                    Defect::new(DefectKind::Namespace, start + raw.name_start)
                        .length(raw.name.len())
                        .found(raw.name)
                })?;
            } else if raw.name.contains(':') {
                flags.set(Flags::PREFIXED);
                written_canonically = false;
            }
            if list.last().is_some_and(|last| last.name >= raw.name) {
                written_canonically = false;
            }
            list.push(raw);
        }
        // White space after the last attribute (or after the name alone) is not canonical either.
        let tail = list.last().map_or(start, |last| start + last.value_start + last.value.len() + 1);
        if !written_canonically || flags.has(Flags::DECLARES) || tail != end {
            flags.clear(Flags::CANONICAL_TAGS);
        }
        let unique = self.check_unique(&list, start);
        self.attributes = list;
        unique
    }

    /// Checks one attribute on its own; says whether it is written in canonical form.
    fn check_attribute(&self, raw: &RawAttribute<'t>, base: usize) -> Result<bool, Defect> {
        let name_at = base + raw.name_start;
        let value_at = base + raw.value_start;
        if qname_prefix(raw.name).is_none() {
            return Err(Defect::new(DefectKind::Syntax, name_at)
                .length(raw.name.len().max(1))
                .expected("Name")
                .found(raw.name));
        }
        // Canonical forms repeat the xml: attributes of every ancestor.
        let inherited = raw.name.starts_with("xml:");
        let longest =
            if inherited { self.limits.attribute_value.min(256) } else { self.limits.attribute_value };
        if raw.value.len() > longest {
            return Err(Defect::new(DefectKind::LongValue, value_at)
                .length(raw.value.len())
                .expected(format!("<= {longest}"))
                .found(&raw.value.len().to_string()));
        }
        let bytes = raw.value.as_bytes();
        if let Some(at) = memchr::memchr(b'<', bytes) {
            return Err(Defect::new(DefectKind::Syntax, value_at + at).expected("&lt;").found("<"));
        }
        let mut canonical = raw.canonical_layout;
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'&', &bytes[at..]) {
            let here = at + found;
            let length = self.check_reference(value_at + here, value_at + raw.value.len())?;
            let reference = &raw.value[here + 1..here + length - 1];
            canonical &= matches!(reference, "amp" | "lt" | "quot" | "#x9" | "#xA" | "#xD");
            at = here + length;
        }
        canonical &= !bytes.iter().any(|b| matches!(b, b'\t' | b'\n' | b'\r'));
        Ok(canonical)
    }

    /// No name twice: neither as written nor as (namespace, local name).
    fn check_unique(&self, list: &[RawAttribute<'t>], base: usize) -> Result<(), Defect> {
        let namespace = |raw: &RawAttribute<'t>| -> Result<u16, Defect> {
            match raw.name.split_once(':') {
                Some((prefix, _)) if prefix != "xmlns" => self.scope.resolve(prefix).ok_or_else(|| {
                    Defect::new(DefectKind::Namespace, base + raw.name_start)
                        .length(raw.name.len())
                        .found(prefix)
                }),
                _ => Ok(NONE),
            }
        };
        let duplicate = |raw: &RawAttribute<'t>| {
            Defect::new(DefectKind::DuplicateAttribute, base + raw.name_start)
                .length(raw.name.len())
                .found(raw.name)
        };
        for (at, raw) in list.iter().enumerate() {
            // The number of attributes is bounded by the limits, so the square of it is too.
            let before = &list[..at];
            if before.iter().any(|other| other.name == raw.name) {
                return Err(duplicate(raw));
            }
            let space = namespace(raw)?;
            if space == NONE {
                continue;
            }
            let local = raw.name.split_once(':').map_or(raw.name, |(_, local)| local);
            for other in before {
                let other_local = other.name.split_once(':').map_or(other.name, |(_, local)| local);
                if other_local == local && namespace(other)? == space {
                    return Err(duplicate(raw));
                }
            }
        }
        Ok(())
    }

    /// Checks a reference that begins at `start`; gives its length, `&` and `;` included.
    fn check_reference(&self, start: usize, end: usize) -> Result<usize, Defect> {
        let text = &self.source[start..end];
        let Some(length) = memchr::memchr(b';', text.as_bytes()) else {
            return Err(self.syntax(start, (start + 10).min(end), "&amp;"));
        };
        let reference = &text[1..length];
        if resolve(reference).is_some() {
            return Ok(length + 1);
        }
        let kind = if reference.starts_with('#') {
            DefectKind::Character
        } else if is_ncname(reference) {
            DefectKind::Entity
        } else {
            DefectKind::Syntax
        };
        Err(Defect::new(kind, start).length(length + 1).expected("&amp;").found(&text[..=length]))
    }

    fn end_tag(&mut self, start: usize, end: usize) -> Result<(), Defect> {
        let written = &self.source[start + 2..end - 1];
        let Some(index) = self.open.pop() else {
            return Err(Defect::new(DefectKind::EndTag, start)
                .length(end - start)
                .expected("<")
                .found(written));
        };
        let name = self.written_name(index);
        let bare = written == name;
        let matches = bare
            || written.strip_prefix(name).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(is_space));
        if !matches {
            return Err(Defect::new(DefectKind::EndTag, start)
                .length(end - start)
                .expected(format!("</{name}>"))
                .found(&self.source[start..end]));
        }
        let node = &mut self.nodes[index as usize];
        node.close = offset32(start);
        if bare {
            node.flags.set(Flags::BARE_END);
        } else {
            node.flags.clear(Flags::CANONICAL_TAGS);
        }
        let depth = self.open.len() + 1;
        self.close(index, depth);
        if depth == 1 {
            self.root_end = Some(end);
        }
        Ok(())
    }

    /// What is done when an element is complete, however it was written.
    fn close(&mut self, index: u32, depth: usize) {
        let next = offset32(self.nodes.len());
        let node = &mut self.nodes[index as usize];
        node.next = next;
        let (flags, parent) = (node.flags, node.parent);
        if flags.has(Flags::DECLARES) {
            self.scope.leave(&self.namespaces, depth);
        }
        if parent == index {
            return;
        }
        let above = &mut self.nodes[parent as usize].flags;
        if flags.has(Flags::PREFIXED) {
            above.set(Flags::PREFIXED);
        }
        if !flags.has(Flags::CANONICAL_TAGS) || !flags.has(Flags::CANONICAL_CONTENT) {
            above.clear(Flags::CANONICAL_CONTENT);
        }
    }

    fn parent_flags(&mut self) -> Option<&mut Flags> {
        let &index = self.open.last()?;
        Some(&mut self.nodes[index as usize].flags)
    }

    fn text(&mut self, start: usize, end: usize) -> Result<(), Defect> {
        let text = &self.source[start..end];
        let bytes = text.as_bytes();
        if self.has_section_end
            && let Some(at) = memchr::memmem::find(bytes, b"]]>")
        {
            return Err(Defect::new(DefectKind::Syntax, start + at)
                .length(3)
                .expected("]]&gt;")
                .found("]]>"));
        }
        // Most texts are a few bytes, for which a plain loop beats a search that sets up vectors.
        let mut carriage_return = false;
        let mut greater = false;
        for &byte in bytes {
            carriage_return |= byte == b'\r';
            greater |= byte == b'>';
        }
        match self.parent_flags() {
            Some(flags) => {
                if carriage_return {
                    flags.set(Flags::REFERENCES);
                }
                if carriage_return || greater {
                    flags.clear(Flags::CANONICAL_CONTENT);
                }
                Ok(())
            }
            None if bytes.iter().copied().all(is_space) => Ok(()),
            None => Err(self.outside_root(start, end)),
        }
    }

    fn reference(&mut self, start: usize, end: usize) -> Result<(), Defect> {
        if self.open.is_empty() {
            return Err(self.outside_root(start, end));
        }
        self.check_reference(start, end)?;
        let canonical = matches!(&self.source[start..end], "&amp;" | "&lt;" | "&gt;" | "&#xD;");
        if let Some(flags) = self.parent_flags() {
            flags.set(Flags::REFERENCES);
            if !canonical {
                flags.clear(Flags::CANONICAL_CONTENT);
            }
        }
        Ok(())
    }

    fn mark_markup(&mut self) {
        if let Some(flags) = self.parent_flags() {
            flags.set(Flags::MARKUP);
            flags.clear(Flags::CANONICAL_CONTENT);
        }
    }

    fn cdata(&mut self, start: usize, end: usize) -> Result<(), Defect> {
        if !self.source[start..end].starts_with("<![CDATA[") {
            return Err(self.syntax(start, end, "<![CDATA["));
        }
        if self.open.is_empty() {
            return Err(self.outside_root(start, end));
        }
        self.mark_markup();
        Ok(())
    }

    fn comment(&mut self, start: usize, end: usize) -> Result<(), Defect> {
        let inside = self.source[start..end].strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        match inside {
            Some(text) if !text.contains("--") && !text.ends_with('-') => {
                self.mark_markup();
                Ok(())
            }
            _ => Err(self.syntax(start, end, "<!-- … -->")),
        }
    }

    fn instruction(&mut self, start: usize, end: usize) -> Result<(), Defect> {
        let syntax = || self.syntax(start, end, "<?target …?>");
        let inside = self.source[start..end]
            .strip_prefix("<?")
            .and_then(|rest| rest.strip_suffix("?>"))
            .ok_or_else(syntax)?;
        let target = inside.split([' ', '\t', '\n', '\r']).next().unwrap_or_default();
        if !is_ncname(target) || target.eq_ignore_ascii_case("xml") {
            return Err(syntax());
        }
        self.mark_markup();
        Ok(())
    }

    fn declaration(&mut self, start: usize, end: usize, base: usize) -> Result<(), Defect> {
        if start != base {
            return Err(self.syntax(start, end, "XML declaration at the start only"));
        }
        self.prolog_start = end;
        check_declaration(&self.source[start..end], start, self.encoding)
    }
}

/// One past the `>` that ends the tag whose inside begins at `at`; `>` may stand inside quotes.
fn tag_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            b'>' => return Some(at + 1),
            quote @ (b'"' | b'\'') => at += memchr::memchr(quote, &bytes[at + 1..])? + 2,
            _ => at += 1,
        }
    }
}

/// The length of the text up to the next tag, where it has no reference, no CR and no `>`; else `None`.
fn plain_length(text: &[u8]) -> Option<usize> {
    // Most texts are shorter than it takes to set up a search.
    const SHORT: usize = 24;
    let stop = |byte: u8| matches!(byte, b'<' | b'&' | b'\r' | b'>');
    let length = match text.iter().take(SHORT).position(|&byte| stop(byte)) {
        Some(length) => length,
        None => {
            let length = memchr::memchr2(b'<', b'&', text)?;
            if text[SHORT..length].iter().any(|&byte| stop(byte)) {
                return None;
            }
            length
        }
    };
    (text[length] == b'<').then_some(length)
}

/// quick-xml counts in u64; the source is shorter than 4 GiB.
fn position(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
