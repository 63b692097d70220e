//! The lines of the forms' notation.

use super::NotationError;

/// A line of a form's text that says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// Its number in the file, counted from 1.
    pub number: u32,
    /// How far it is indented, in levels of two blanks.
    pub indent: usize,
    /// What it says, without indentation and without blanks at its end.
    pub text: &'t str,
}

impl<'t> Line<'t> {
    /// The column of a byte of its text, in characters from 1.
    #[must_use]
    pub fn column(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(self.text);
        self.indent * 2 + before.chars().count() + 1
    }

    /// An error at a part of its text, which must be a slice of it.
    pub(crate) fn error(&self, part: &str, expected: impl Into<String>) -> NotationError {
        let at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        NotationError::new(self.number, self.column(at.min(self.text.len())), expected, part)
    }

    /// The lines of a text that say something, the first of which has a number. Empty lines and those that begin with `#`
    /// are left out.
    ///
    /// ```
    /// use etax::form::Line;
    /// let lines: Vec<Line<'_>> = Line::all("a\n\n  # why\n  b \n", 1).collect::<Result<_, _>>().unwrap();
    /// assert_eq!(lines[1], Line { number: 4, indent: 1, text: "b" });
    /// ```
    ///
    /// # Errors
    ///
    /// Each line that is indented by an odd number of blanks, or with anything but blanks, is one.
    pub fn all(text: &'t str, first: u32) -> impl Iterator<Item = Result<Self, NotationError>> {
        (first..).zip(text.lines()).filter_map(|(number, line)| {
            let text = line.trim_end();
            let said = text.trim_start_matches(' ');
            if said.is_empty() || said.starts_with('#') {
                return None;
            }
            let blanks = text.len() - said.len();
            if blanks % 2 != 0 || said.starts_with(char::is_whitespace) {
                return Some(Err(NotationError::new(number, blanks + 1, "two blanks for each level", said)));
            }
            Some(Ok(Self { number, indent: blanks / 2, text: said }))
        })
    }
}
