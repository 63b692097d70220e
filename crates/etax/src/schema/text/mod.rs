//! The notation of structure: tables read from text, and written as text. `docs/forms.md` describes it.

mod expression;
mod read;
mod simple;
mod tokens;
mod tree;
mod write;

pub use read::Parts;
pub(crate) use read::Text;
pub use write::{Additions, Kept, WriteError};
