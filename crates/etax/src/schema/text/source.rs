//! A text of structure.

/// A text of structure: the section of a form file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'t> {
    /// The file, for errors.
    pub(crate) file: &'t str,
    pub(crate) text: &'t str,
    /// The number of its first line.
    pub(crate) first: u32,
    /// The level of its outermost lines.
    pub(crate) level: usize,
}
