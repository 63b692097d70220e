//! Another way to work out the authority's formulas.
#![allow(unreachable_pub, missing_docs, clippy::unwrap_used, clippy::panic)]

pub mod document;
pub mod excel;
pub mod table;
