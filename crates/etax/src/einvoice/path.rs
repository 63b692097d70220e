//! Where in a JSON text something is.

use crate::declaration::json::{Json, JsonError, Mistake};

/// A JSON pointer (RFC 6901) that grows and shrinks while a text is walked.
#[derive(Debug, Default)]
pub(super) struct Path(String);

impl Path {
    /// Goes one step further down; the length to go back to.
    pub(super) fn enter(&mut self, step: &str) -> usize {
        let length = self.0.len();
        self.0.push('/');
        for c in step.chars() {
            match c {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                c => self.0.push(c),
            }
        }
        length
    }

    pub(super) fn leave(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// A mistake here.
    pub(super) fn error(&self, mistake: Mistake) -> JsonError {
        JsonError::new(&self.0, mistake)
    }

    /// Something else was expected here.
    pub(super) fn wrong(&self, expected: &'static str, found: &Json) -> JsonError {
        self.error(Mistake::WrongType { expected, found: found.kind() })
    }

    /// A mistake one or more steps further down.
    pub(super) fn error_below(&self, below: &str, mistake: Mistake) -> JsonError {
        JsonError::new(&format!("{}{below}", self.0), mistake)
    }
}
