//! Namespace declarations in force while the document is read.

use super::attribute::declared_prefix;
use super::text::attribute_value;
use super::{XML, XMLNS};

/// A declaration that Namespaces in XML 1.0 forbids, or one over the bounds below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ForbiddenDeclaration;

/// Distinct namespace URIs of a document. Index 0 is "no namespace", 1 is `xml`'s.
#[derive(Clone, Debug)]
pub(crate) struct Namespaces(Vec<Box<str>>);

pub(crate) const NONE: u16 = 0;
const XML_INDEX: u16 = 1;

impl Namespaces {
    pub(crate) fn new() -> Self {
        Self(vec![Box::from(""), Box::from(XML)])
    }

    pub(crate) fn get(&self, index: u16) -> &str {
        &self.0[usize::from(index)]
    }

    pub(crate) fn heap(&self) -> usize {
        self.0.iter().map(|uri| uri.len() + size_of::<Box<str>>()).sum()
    }

    /// The stored copy of a URI that has been declared.
    pub(crate) fn known(&self, uri: &str) -> Option<&str> {
        self.0.iter().map(|known| &**known).find(|known| *known == uri)
    }

    /// `None` when there are too many.
    fn intern(&mut self, uri: &str) -> Option<u16> {
        // Documents declare a handful; the bound keeps the search short.
        const MOST: usize = 256;
        if let Some(index) = self.0.iter().position(|known| &**known == uri) {
            return u16::try_from(index).ok();
        }
        if self.0.len() >= MOST {
            return None;
        }
        self.0.push(Box::from(uri));
        u16::try_from(self.0.len() - 1).ok()
    }
}

/// The declarations in force, innermost last.
#[derive(Debug)]
pub(crate) struct Scope<'t> {
    /// Prefix, namespace, and the depth of the element that declares it.
    bindings: Vec<(&'t str, u16, usize)>,
    /// Bytes of all prefixes and URIs in force.
    bytes: usize,
    pub(crate) default: u16,
}

/// Most declarations in force at one place. Real documents have three. Every signed element of a message repeats in
/// its canonical form what is declared around it, and every prefixed name looks its prefix up, so that long lists of
/// declarations would cost their length times that of the message.
const MOST_BINDINGS: usize = 64;
/// Longest URI, in bytes.
const LONGEST_URI: usize = 256;
/// Most bytes of prefixes and URIs in force at one place.
const MOST_BYTES: usize = 4096;

impl<'t> Scope<'t> {
    pub(crate) const fn new() -> Self {
        Self { bindings: Vec::new(), bytes: 0, default: NONE }
    }

    /// Declares what an attribute `xmlns` or `xmlns:…` of the element at `depth` says.
    pub(crate) fn declare(
        &mut self,
        namespaces: &mut Namespaces,
        name: &'t str,
        raw_value: &str,
        depth: usize,
    ) -> Result<(), ForbiddenDeclaration> {
        let prefix = declared_prefix(name).ok_or(ForbiddenDeclaration)?;
        let uri = attribute_value(raw_value);
        let reserved = *uri == *XMLNS || (*uri == *XML) != (prefix == "xml");
        if reserved
            || prefix == "xmlns"
            || (uri.is_empty() && !prefix.is_empty())
            || self.bindings.len() >= MOST_BINDINGS
            || uri.len() > LONGEST_URI
            || self.bytes + prefix.len() + uri.len() > MOST_BYTES
        {
            return Err(ForbiddenDeclaration);
        }
        let namespace = namespaces.intern(&uri).ok_or(ForbiddenDeclaration)?;
        self.bindings.push((prefix, namespace, depth));
        self.bytes += prefix.len() + uri.len();
        if prefix.is_empty() {
            self.default = namespace;
        }
        Ok(())
    }

    /// The namespace of a prefix that is not empty; `None` when it is not declared.
    pub(crate) fn resolve(&self, prefix: &str) -> Option<u16> {
        if prefix == "xml" {
            return Some(XML_INDEX);
        }
        self.bindings.iter().rev().find(|(known, ..)| *known == prefix).map(|&(_, namespace, _)| namespace)
    }

    /// Leaves the element at `depth`: its declarations end.
    pub(crate) fn leave(&mut self, namespaces: &Namespaces, depth: usize) {
        let mut default_ended = false;
        while let Some(&(prefix, namespace, declared)) = self.bindings.last() {
            if declared < depth {
                break;
            }
            default_ended |= prefix.is_empty();
            self.bytes = self.bytes.saturating_sub(prefix.len() + namespaces.get(namespace).len());
            self.bindings.pop();
        }
        if default_ended {
            self.default = self
                .bindings
                .iter()
                .rev()
                .find(|(prefix, ..)| prefix.is_empty())
                .map_or(NONE, |&(_, namespace, _)| namespace);
        }
    }
}
