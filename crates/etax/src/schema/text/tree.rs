//! Lines as a tree, by their indentation.

use crate::schema::{Line, NotationError};

/// The most lines of one form with its parts.
const MOST_LINES: usize = 200_000;
/// The deepest indentation.
const DEEPEST: usize = 64;

/// A line, and where what is indented below it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'t> {
    pub(super) line: Line<'t>,
    /// What the line says, without the mark of an addition.
    pub(super) text: &'t str,
    /// Whether it is marked as an addition.
    pub(super) added: bool,
    /// Which file it stands in.
    pub(super) file: usize,
    /// The first item that is no longer below it.
    end: usize,
}

impl Item<'_> {
    pub(super) fn error(&self, part: &str, expected: impl Into<String>) -> NotationError {
        self.line.error(part, expected)
    }

    /// An error at the end of the line.
    pub(super) fn ends(&self, expected: impl Into<String>) -> NotationError {
        self.line.error(self.text.get(self.text.len()..).unwrap_or_default(), expected)
    }
}

/// The lines of a form and of the parts that it uses.
#[derive(Debug, Default)]
pub(super) struct Tree<'t> {
    items: Vec<Item<'t>>,
}

impl<'t> Tree<'t> {
    pub(super) fn get(&self, at: usize) -> Option<Item<'t>> {
        self.items.get(at).copied()
    }

    pub(super) const fn len(&self) -> usize {
        self.items.len()
    }

    /// Adds a text, lines of which begin at a level. Without `additions`, what is marked with `+` is left out.
    pub(super) fn add(
        &mut self,
        text: &'t str,
        first: u32,
        level: usize,
        file: usize,
        additions: bool,
    ) -> Result<(), NotationError> {
        // Items whose end is not known yet, the innermost last.
        let mut open: Vec<usize> = Vec::new();
        let mut left_out: Option<usize> = None;
        for line in Line::all(text, first) {
            let line = line?;
            let deepest = level + open.len();
            if left_out.is_some_and(|level| line.indent > level) {
                continue;
            }
            left_out = None;
            if line.indent < level || line.indent > deepest.min(DEEPEST) {
                return Err(
                    line.error(line.text, format!("at most {deepest} levels of two blanks before the line"))
                );
            }
            while level + open.len() > line.indent {
                self.close(&mut open);
            }
            let added = line.text.strip_prefix("+ ");
            if added.is_some() && !additions {
                left_out = Some(line.indent);
                continue;
            }
            if self.items.len() >= MOST_LINES {
                return Err(line.error(line.text, format!("at most {MOST_LINES} lines")));
            }
            let text = added.map_or(line.text, str::trim_start);
            open.push(self.items.len());
            self.items.push(Item { line, text, added: added.is_some(), file, end: 0 });
        }
        while !open.is_empty() {
            self.close(&mut open);
        }
        Ok(())
    }

    fn close(&mut self, open: &mut Vec<usize>) {
        let end = self.items.len();
        if let Some(item) = open.pop().and_then(|at| self.items.get_mut(at)) {
            item.end = end;
        }
    }

    /// The items directly below one.
    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = usize> {
        let end = self.items.get(at).map_or(0, |item| item.end);
        self.siblings(at + 1, end)
    }

    /// The items of the outermost level in a range.
    pub(super) fn siblings(&self, start: usize, end: usize) -> impl Iterator<Item = usize> {
        let mut next = start;
        std::iter::from_fn(move || {
            let at = next;
            let item = self.items.get(at).filter(|_| at < end)?;
            next = item.end.max(at + 1);
            Some(at)
        })
    }
}
