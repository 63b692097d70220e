//! What is wrong with the text of a form.

use std::fmt;

/// A text of the forms' notation that cannot be read: where, what was expected there, and what stands there.
///
/// ```
/// use etax::form::{Form, Parts};
/// let error = Form::read("x.form", "form 842\nversion two\n", &Parts::default()).unwrap_err();
/// assert_eq!(error.to_string(), "x.form:2:9: expected a version such as 2.8.3, found two");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotationError {
    /// The file, as its caller names it.
    pub file: String,
    /// Counted from 1.
    pub line: u32,
    /// In characters, counted from 1.
    pub column: u32,
    /// What could stand there.
    pub expected: String,
    /// What stands there; empty at the end of a line.
    pub found: String,
}

impl NotationError {
    /// An error of a file that is not named yet. What is found is cut to a length that fits in a message.
    pub(crate) fn new(line: u32, column: usize, expected: impl Into<String>, found: &str) -> Self {
        let mut short: String = found.chars().take(60).collect();
        if short.len() < found.len() {
            short.push('…');
        }
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        Self { file: String::new(), line, column, expected: expected.into(), found: short }
    }

    /// The same in a file.
    pub(crate) fn within(mut self, file: &str) -> Self {
        if self.file.is_empty() {
            file.clone_into(&mut self.file);
        }
        self
    }
}

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, expected, found } = self;
        write!(f, "{file}:{line}:{column}: expected {expected}, found ")?;
        f.write_str(if found.is_empty() { "the end of the line" } else { found })
    }
}

impl std::error::Error for NotationError {}
