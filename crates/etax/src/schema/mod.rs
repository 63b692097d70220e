//! Element grammars as tables: which elements stand where, in which order, how often, and what may be written in them.
//!
//! A grammar is data. It comes from the authority's XSD files, read at run time by an [`Importer`], or from [`Node`]s
//! written in Rust; both become a [`Schema`], and one walk over the document's arena holds either against it. The
//! findings speak of elements and places, not of automata:
//!
//! ```
//! use etax::report::Findings;
//! use etax::rule::Lang;
//! use etax::schema::{Node, Schema, Simple};
//! use etax::xml::{Document, Limits, Parsed};
//! const CODE: Node = Node::leaf("maTKhai", Simple::Text);
//! const COUNT: Node = Node::leaf("soLan", Simple::NonNegative).optional();
//! static FORM: Node = Node::group("TKhaiThue", &[CODE, COUNT]);
//! let (schema, forms) = Schema::from_nodes(&[&FORM]);
//!
//! let input = b"<TKhaiThue><soLan>0</soLan><maTKhai>842</maTKhai></TKhaiThue>";
//! let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { panic!() };
//! let mut findings = Findings::new(10);
//! assert!(!schema.check(forms[0], document.root(), &mut findings));
//! assert_eq!(findings.as_slice()[0].message(Lang::En), "maTKhai must come before soLan.");
//! ```
//!
//! What is not judged: the inside of [`Content::Any`] (XML signatures have their own check) and
//! `xsi:type`, which no form needs and which leaves the structure undecided. What of XML Schema an import takes and
//! what it refuses is in `docs/forms.md`.

mod amount;
mod arrange;
mod attributes;
mod build;
mod calendar;
mod compose;
mod import;
mod line;
mod model;
mod name;
mod node;
mod notation;
mod notation_error;
mod number;
mod outline;
mod pattern;
mod place;
mod rules;
mod sample;
mod sequence;
mod simple;
mod states;
mod table;
mod text;
mod value;
mod walk;

pub use arrange::Slot;
pub use compose::{ComposeError, ComposeProblem};
pub(crate) use compose::{compose, decompose};
pub use import::{Bounds, ImportError, Importer, Mended, Note, Problem};
pub use line::Line;
pub use node::{Attribute, Content, Node, Occurs};
pub use notation_error::NotationError;
pub use outline::{Holds, Outlined};
pub use place::{AttributePlace, Blank, Child, Inside, Place, Written};
pub use rules::{IMPORTED_RULES, RULES};
pub use simple::Simple;
pub use table::{FormId, Schema};
pub(crate) use text::Text;
pub use text::{Additions, Kept, Parts, WriteError};

/// The namespace of `xsi:nil` (XML Schema part 1, 2.6).
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
