//! Forms as data: a text for each form and version says what its documents look like, what its cells are called, and what
//! must hold between them.
//!
//! `docs/forms.md` describes the text.

mod carry;
mod catalogue;
mod clause;
mod compute;
mod convert;
mod filing;
mod form_rules;
mod head;
mod index;
mod judge;
mod label;
mod layout;
mod names;
mod packed;
mod read;
mod say;
mod source;
mod version;
mod whole;

pub use crate::schema::{Line, NotationError, Parts};
pub use carry::Carry;
pub use catalogue::{Catalogue, Known};
pub use clause::{Clause, Demand};
pub use convert::{Conversion, ConvertError};
pub use filing::{Due, Filing};
pub use form_rules::FormRules;
pub use head::{Head, Names};
pub use index::Index;
pub(crate) use judge::RULES;
pub use label::{Label, Labels};
pub use layout::Layout;
pub use source::Section;
pub use version::Version;
pub use whole::Form;
