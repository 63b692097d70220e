//! XML as the rest of the engine sees it: one arena over the caller's bytes, and its canonical form.
//!
//! [`Document::parse`] reads the input once and keeps one small record per element; names, text and
//! attributes are byte ranges into the input. Every later step (typed views, rules, digests)
//! reads that arena, so that what is verified is what is read.
//!
//! The tokenizer is quick-xml, which nothing outside this module names. The commonest tokens (tags, and leaf elements with
//! plain text) are found in place; references, comments, instructions, CDATA sections, declarations and everything
//! that is odd go through it. It is no conformance checker, so what it lets through is closed here: names, characters,
//! references, attributes, the XML declaration, document structure, namespaces. There are no DTDs: `<!DOCTYPE` is
//! refused where it stands, and with it external entities, entity expansion and attribute defaults.
//!
//! Sources: XML 1.0 (Fifth Edition), Namespaces in XML 1.0, Canonical XML 1.0, Exclusive XML
//! Canonicalization 1.0 (all W3C).

mod attribute;
mod canonical;
mod character;
mod defect;
mod document;
mod element;
mod encoding;
mod escape;
mod limits;
mod name;
mod parser;
mod position;
mod scope;
mod text;

pub(crate) use character::{is_char, is_name_character, is_ncname, is_space, qname_prefix};

pub use attribute::{Attribute, Attributes};
pub use canonical::{Apex, Canonicalization, RelativeNamespace, Sink, canonicalize};
pub(crate) use canonical::{Undo, canonicalize_undone};
pub use defect::{Defect, DefectKind};
pub use document::{Document, Parsed};
pub use element::{Children, Descendants, Element};
pub(crate) use escape::{escape, escape_attribute};
pub use limits::Limits;
pub use position::{Position, Positions};
pub(crate) use text::Piece;

/// The namespace of XML signatures (W3C, XML-Signature Syntax and Processing).
pub const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// The namespace that the prefix `xml` is bound to (Namespaces in XML 1.0, section 3).
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The namespace that the prefix `xmlns` is bound to (Namespaces in XML 1.0, section 3).
pub(crate) const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
