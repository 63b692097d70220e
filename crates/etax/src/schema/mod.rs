//! Element grammars as constant tables: which elements stand where, in which order, how often, and
//! what may be written in them.
//!
//! A grammar is data. [`Node`] describes one element; nodes are composed by reference into ordered
//! sequences, just as `xs:sequence` does in the authority's XSD files, but the findings speak of
//! elements and places, not of automata:
//!
//! ```
//! use etax::schema::{Node, Simple};
//! const CODE: Node = Node::leaf("maTKhai", Simple::Text);
//! const COUNT: Node = Node::leaf("soLan", Simple::NonNegative).optional();
//! static FORM: Node = Node::group("TKhaiThue", &[CODE, COUNT]);
//! assert_eq!(FORM.children().len(), 2);
//! ```
//!
//! What is not judged: the inside of [`Content::Any`] (XML signatures have their own check) and
//! `xsi:type`, which no form needs and which leaves the structure undecided.

mod attributes;
mod node;
mod rules;
mod sequence;
mod simple;
mod walk;

pub use node::{Attribute, Content, Node, Occurs};
pub use rules::RULES;
pub use simple::Simple;
pub use walk::check;

/// The namespace of `xsi:nil` (XML Schema part 1, 2.6).
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
