//! Forms as data: a text for each form and version says what its documents look like, what its cells are called, and what
//! must hold between them.
//!
//! `docs/forms.md` describes the text.

mod form;
mod head;
mod source;
mod version;

pub use crate::schema::{Line, NotationError, Parts};
pub use form::Form;
pub use head::{Head, Names};
pub use source::Section;
pub use version::Version;
