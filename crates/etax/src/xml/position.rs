//! Lines and columns.

use super::encoding::BOM;
use serde::Serialize;

/// A place for people: both numbers count from 1, columns count characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// Line; lines end with LF, CR LF or CR.
    pub line: usize,
    /// Column, in characters.
    pub column: usize,
}

/// Turns byte offsets into positions. Asked in ascending order, the whole document is walked once.
///
/// ```
/// use etax::xml::{Document, Limits, Parsed, Position};
/// let Parsed::Document(document) = Document::parse("<a>\n<đ/></a>".as_bytes(), &Limits::default()) else { panic!() };
/// assert_eq!(document.positions().at(4), Position { line: 2, column: 1 });
/// ```
#[derive(Clone, Debug)]
pub struct Positions<'d> {
    text: &'d str,
    offset: usize,
    position: Position,
}

impl<'d> Positions<'d> {
    pub(crate) const fn of(text: &'d str) -> Self {
        Self { text, offset: 0, position: Position { line: 1, column: 1 } }
    }

    /// The position of a byte offset. An offset inside a character counts as the character's; one past the
    /// end counts as the end. A smaller offset than the last one starts again from the top.
    pub fn at(&mut self, offset: usize) -> Position {
        if offset < self.offset {
            *self = Self::of(self.text);
        }
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let bytes = self.text.as_bytes();
        let mut line_start = self.offset;
        let mut column = self.position.column;
        let mut cursor = self.offset;
        while let Some(found) = memchr::memchr2(b'\n', b'\r', &bytes[cursor..end]) {
            let at = cursor + found;
            cursor = at + 1;
            // The LF of a CR LF pair ends the line, its CR does not.
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            self.position.line += 1;
            line_start = cursor;
            column = 1;
        }
        // Every byte but the continuation bytes of UTF-8 begins a character. A byte order mark takes no column.
        let line = &bytes[line_start..end];
        let mut added = line.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
        if line_start == 0 && line.starts_with(BOM.as_bytes()) {
            added -= 1;
        }
        self.offset = end;
        self.position.column = column + added;
        self.position
    }
}
