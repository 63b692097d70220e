//! Bounds on what a document may cost.

use serde::{Deserialize, Serialize};

/// Bounds on one document. What exceeds one is refused with a finding that names it.
///
/// Memory follows from them: a record per element takes 20 bytes, and a document with more than one element
/// per [`Limits::BYTES_PER_NODE`] bytes (beyond a first [`Limits::FREE_NODES`]) is refused, so the arena
/// never grows past three times the input plus a constant.
///
/// ```
/// use etax::xml::{DefectKind, Document, Limits, Parsed};
/// let limits = Limits { depth: 2, ..Limits::default() };
/// let Parsed::Refused(defect) = Document::parse(b"<a><b><c/></b></a>", &limits) else { panic!() };
/// assert_eq!(defect.kind, DefectKind::TooDeep);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Longest input, in bytes; never more than 4 GiB - 1. Default 64 MiB: the largest declarations have tens of MB.
    pub bytes: usize,
    /// Deepest nesting of elements; never more than 256. Default 64.
    pub depth: usize,
    /// Most elements. Default 5 million.
    pub nodes: usize,
    /// Most attributes on one element, namespace declarations included. Default 64.
    pub attributes: usize,
    /// Most different element names. Default 4096.
    pub names: usize,
    /// Longest attribute value, in bytes. Default 64 KiB.
    pub attribute_value: usize,
    /// Longest name, in bytes. Default 256.
    pub name: usize,
}

impl Limits {
    /// A document may have one element for this many bytes …
    pub const BYTES_PER_NODE: usize = 8;
    /// … beyond this many that are always allowed.
    pub const FREE_NODES: usize = 4096;
    /// The deepest nesting that any policy can allow: work at each level uses the call stack.
    pub const DEEPEST: usize = 256;

    /// The most elements that an input of this length may hold.
    #[must_use]
    pub(crate) fn nodes_for(&self, bytes: usize) -> usize {
        self.nodes.min(bytes / Self::BYTES_PER_NODE + Self::FREE_NODES)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            depth: 64,
            nodes: 5_000_000,
            attributes: 64,
            names: 4096,
            attribute_value: 64 << 10,
            name: 256,
        }
    }
}
