//! How a report looks: for people, as JSON, and as a summary of many.

pub(crate) mod json;
mod snippet;
mod style;
pub(crate) mod summary;
pub(crate) mod text;
mod title;

use etax_render::words;

pub(crate) use etax_render::clean;
pub(crate) use style::Style;
