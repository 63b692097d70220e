//! The notation of structure: tables read from text, and written as text. `docs/forms.md` describes it.
//!
//! Read by [`read::Maker`] line by line, written by [`writer::Writer`].

mod attribute;
mod content;
mod expression;
mod frame;
mod head;
mod lines;
mod made;
mod part;
mod read;
mod shared;
mod simple;
mod source;
mod tokens;
mod tree;
mod within;
mod word;
mod worth;
mod write;
mod writer;

pub use part::Parts;
pub(crate) use source::Text;
pub use write::{Additions, Kept, WriteError};
