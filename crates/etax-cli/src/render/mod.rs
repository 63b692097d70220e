//! How a report looks: for people, as JSON, and as a summary of many.

pub(crate) mod clean;
pub(crate) mod json;
mod snippet;
mod style;
pub(crate) mod summary;
pub(crate) mod text;
mod title;
mod words;

pub(crate) use style::Style;
