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

    /// A cursor over the same text, at its top.
    pub(crate) const fn restarted(&self) -> Self {
        Self::of(self.text)
    }

    /// Where it stands.
    pub(crate) const fn offset(&self) -> usize {
        self.offset
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
        let mut added = starts(line);
        if line_start == 0 && line.starts_with(BOM.as_bytes()) {
            added -= 1;
        }
        self.offset = end;
        self.position.column = column + added;
        self.position
    }
}

/// How many characters begin in bytes of UTF-8: all bytes but the continuation bytes do. Sums of one byte are what vector
/// instructions add up best, and 255 of them fit.
fn starts(bytes: &[u8]) -> usize {
    const MOST: usize = u8::MAX as usize;
    bytes
        .chunks(MOST)
        .map(|chunk| usize::from(chunk.iter().map(|&byte| u8::from(byte & 0xc0 != 0x80)).sum::<u8>()))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_whatever_the_length() {
        for length in [0, 1, 2, 254, 255, 256, 600] {
            let text = "aăđ€𝄞".chars().cycle().take(length).collect::<String>();
            assert_eq!(starts(text.as_bytes()), length);
            assert_eq!(Positions::of(&text).at(text.len()), Position { line: 1, column: length + 1 });
        }
        assert_eq!(Positions::of("\u{feff}ab").at(4), Position { line: 1, column: 2 });
        let mut positions = Positions::of("a\r\nb\rc\nd");
        let lines: Vec<_> = (0..8).map(|offset| positions.at(offset).line).collect();
        assert_eq!(lines, [1, 1, 1, 2, 2, 3, 3, 4]);
    }
}
