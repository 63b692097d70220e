//! Attributes, read from the start tag's bytes when asked for.

use super::character::is_space;
use super::element::Element;
use super::text::attribute_value;
use std::borrow::Cow;
use std::ops::Range;

/// One attribute as it stands in a start tag; ranges count in the text that was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawAttribute<'t> {
    pub(crate) name: &'t str,
    /// Between the quotes, references unresolved.
    pub(crate) value: &'t str,
    pub(crate) value_start: usize,
    pub(crate) name_start: usize,
    /// Exactly one blank before, no white space around `=`, double quotes: the canonical layout.
    pub(crate) canonical_layout: bool,
}

/// A place in a start tag where no attribute can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadAttribute {
    pub(crate) at: usize,
    pub(crate) expected: &'static str,
}

/// Scans the part of a start tag after the element's name, up to its end (`>` and `/>` left out).
#[derive(Clone, Debug)]
pub(crate) struct AttributeScanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> AttributeScanner<'t> {
    pub(crate) const fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// White space after the last attribute, once the scanner is done.
    fn skip_space(&mut self) -> usize {
        let bytes = self.text.as_bytes();
        let start = self.at;
        while bytes.get(self.at).copied().is_some_and(is_space) {
            self.at += 1;
        }
        self.at - start
    }

    pub(crate) fn next(&mut self) -> Result<Option<RawAttribute<'t>>, BadAttribute> {
        let bytes = self.text.as_bytes();
        let lead = self.at;
        let spaces = self.skip_space();
        if self.at == bytes.len() {
            return Ok(None);
        }
        if spaces == 0 {
            return Err(BadAttribute { at: self.at, expected: "white space" });
        }
        let mut canonical_layout = spaces == 1 && bytes[lead] == b' ';
        let name_start = self.at;
        while let Some(&byte) = bytes.get(self.at) {
            if byte == b'=' || is_space(byte) || matches!(byte, b'"' | b'\'' | b'<' | b'&') {
                break;
            }
            self.at += 1;
        }
        let name = &self.text[name_start..self.at];
        canonical_layout &= self.skip_space() == 0;
        if bytes.get(self.at) != Some(&b'=') || name.is_empty() {
            return Err(BadAttribute { at: self.at.min(bytes.len()), expected: "name=\"value\"" });
        }
        self.at += 1;
        canonical_layout &= self.skip_space() == 0;
        let Some(&quote @ (b'"' | b'\'')) = bytes.get(self.at) else {
            return Err(BadAttribute { at: self.at, expected: "\"" });
        };
        canonical_layout &= quote == b'"';
        let value_start = self.at + 1;
        let Some(length) = memchr::memchr(quote, &bytes[value_start..]) else {
            return Err(BadAttribute { at: self.at, expected: "closing quote" });
        };
        self.at = value_start + length + 1;
        let value = &self.text[value_start..value_start + length];
        Ok(Some(RawAttribute { name, value, value_start, name_start, canonical_layout }))
    }
}

/// An attribute of an element; namespace declarations are not attributes here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute<'d> {
    /// Name as written, prefix included.
    pub name: &'d str,
    /// Namespace of the name, empty for names without a prefix (Namespaces in XML 1.0, section 6.2).
    pub namespace: &'d str,
    /// Value, references resolved and white space normalised.
    pub value: Cow<'d, str>,
    /// Bytes of the value in the source, quotes left out.
    pub span: Range<usize>,
}

impl<'d> Attribute<'d> {
    /// Name without prefix.
    #[must_use]
    pub fn local(&self) -> &'d str {
        self.name.split_once(':').map_or(self.name, |(_, local)| local)
    }

    /// Prefix, empty without one.
    #[must_use]
    pub fn prefix(&self) -> &'d str {
        self.name.split_once(':').map_or("", |(prefix, _)| prefix)
    }
}

/// Whether an attribute's name makes it a namespace declaration; gives the prefix declared.
pub(crate) fn declared_prefix(name: &str) -> Option<&str> {
    match name.strip_prefix("xmlns")? {
        "" => Some(""),
        rest => rest.strip_prefix(':'),
    }
}

/// The attributes of an element, in the order of the source. Made by [`Element::attributes`].
#[derive(Clone, Debug)]
pub struct Attributes<'d> {
    pub(crate) element: Element<'d>,
    pub(crate) scanner: AttributeScanner<'d>,
    /// Where the scanned text starts in the source.
    pub(crate) base: usize,
}

impl<'d> Iterator for Attributes<'d> {
    type Item = Attribute<'d>;

    fn next(&mut self) -> Option<Attribute<'d>> {
        loop {
            // The parser has accepted this tag, so there is no error left to meet.
            let raw = self.scanner.next().ok().flatten()?;
            if declared_prefix(raw.name).is_some() {
                continue;
            }
            let namespace = match raw.name.split_once(':') {
                Some((prefix, _)) => self.element.resolve_prefix(prefix).unwrap_or_default(),
                None => "",
            };
            let start = self.base + raw.value_start;
            return Some(Attribute {
                name: raw.name,
                namespace,
                value: attribute_value(raw.value),
                span: start..start + raw.value.len(),
            });
        }
    }
}
