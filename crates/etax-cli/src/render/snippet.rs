//! The source line a finding stands on, cut to what a person can take in.
//!
//! An invoice is usually one line of many kilobytes. Only the neighbourhood of the finding is
//! given to miette, under the line and column that it has in the document. The cost of cutting
//! depends on the size of the neighbourhood, not of the document.

use super::clean;
use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, Severity, SourceCode, SourceSpan, SpanContents,
};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// Characters shown on either side of a finding.
const CONTEXT: usize = 60;

/// Characters shown of the finding's own text.
const LONGEST: usize = 80;

/// The text that offsets count in: UTF-8 as it is, with its byte order mark; UTF-16 decoded, without.
/// What cannot be decoded is left out from the first wrong byte on.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(wide(rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(wide(rest, u16::from_be_bytes)),
        _ => Cow::Borrowed(match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => bytes
                .get(..error.valid_up_to())
                .and_then(|valid| std::str::from_utf8(valid).ok())
                .unwrap_or_default(),
        }),
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.first_chunk().copied().map(unit));
    char::decode_utf16(units).map_while(Result::ok).collect()
}

/// A piece of a line and the part of it that is meant.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Window {
    text: String,
    mark: Range<usize>,
}

/// Cuts the neighbourhood of `offset..offset + length` out of its line. `None` when there is no
/// text there, as with a document that could not be decoded.
pub(super) fn cut(source: &str, offset: usize, length: usize) -> Option<Window> {
    if source.is_empty() || offset > source.len() {
        return None;
    }
    // The byte order mark counts in offsets and is not to be seen.
    let (source, offset) = match source.strip_prefix('\u{feff}') {
        Some(rest) => (rest, offset.saturating_sub('\u{feff}'.len_utf8())),
        None => (source, offset),
    };
    let start = (0..=offset).rev().find(|&at| source.is_char_boundary(at))?;
    let (before, after) = (source.get(..start)?, source.get(start..)?);
    let ends_line = |c: &char| !matches!(c, '\n' | '\r');

    let mut left: Vec<char> = before.chars().rev().take_while(ends_line).take(CONTEXT + 1).collect();
    let mut window = Window { text: String::new(), mark: 0..0 };
    if left.len() > CONTEXT {
        left.truncate(CONTEXT);
        window.text.push('…');
    }
    window.text.extend(left.iter().rev().copied().map(clean::character));

    window.mark.start = window.text.len();
    let mut inside = after.char_indices().take_while(|(at, c)| *at < length && ends_line(c)).peekable();
    let mut used = 0;
    for (at, c) in inside.by_ref().take(LONGEST) {
        window.text.push(clean::character(c));
        used = at.saturating_add(c.len_utf8());
    }
    let is_cut = inside.peek().is_some();
    window.mark.end = window.text.len();

    if is_cut {
        window.text.push('…');
        return Some(window);
    }
    let mut right = after.get(used..)?.chars().take_while(ends_line);
    window.text.extend(right.by_ref().take(CONTEXT).map(clean::character));
    if right.next().is_some() {
        window.text.push('…');
    }
    Some(window)
}

/// A finding as miette wants it.
pub(super) struct Shown {
    pub(super) headline: String,
    pub(super) severity: Severity,
    pub(super) place: Option<Placed>,
}

/// A window with its place in the document.
pub(super) struct Placed {
    pub(super) window: Window,
    /// The input's name.
    pub(super) name: String,
    /// Line and column of the mark, both from 1.
    pub(super) line: usize,
    pub(super) column: usize,
    /// What is written under the mark.
    pub(super) label: Option<String>,
}

impl SourceCode for Placed {
    /// Always the whole window: there is nothing else to show, and the place is that of the mark.
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = &self.window.text;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            text.as_bytes(),
            (0, text.len()).into(),
            self.line.saturating_sub(1),
            self.column.saturating_sub(1),
            1,
        )))
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline)
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.place.as_ref().map(|place| place as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = self.place.as_ref()?;
        let mark = &place.window.mark;
        let span = LabeledSpan::new(place.label.clone(), mark.start, mark.len());
        Some(Box::new(std::iter::once(span)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str, offset: usize, length: usize) -> (String, String) {
        let window = cut(source, offset, length).unwrap();
        let mark = window.text.get(window.mark.clone()).unwrap().to_owned();
        (window.text, mark)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        assert_eq!(shown("a\n<b>12</b>\nc", 5, 2), ("<b>12</b>".into(), "12".into()));
        assert_eq!(shown("a\r\n<b>12</b>\r\nc", 6, 2), ("<b>12</b>".into(), "12".into()));
    }

    #[test]
    fn a_long_line_is_cut_at_characters_on_both_sides() {
        let source = format!("{}<x>{}</x>{}", "ễ".repeat(500), "đồng", "ữ".repeat(500));
        let at = source.find("đồng").unwrap();
        let (text, mark) = shown(&source, at, "đồng".len());
        assert_eq!(mark, "đồng");
        assert_eq!(text, format!("…{}<x>đồng</x>{}…", "ễ".repeat(57), "ữ".repeat(56)));
    }

    #[test]
    fn a_long_finding_is_cut_too() {
        let source = format!("<x>{}</x>", "ố".repeat(300));
        let (text, mark) = shown(&source, 3, 900);
        assert_eq!(mark, "ố".repeat(80));
        assert_eq!(text, format!("<x>{}…", "ố".repeat(80)));
    }

    #[test]
    fn a_finding_over_several_lines_shows_its_first_line() {
        assert_eq!(shown("<a>\n  <b/>\n</a>", 0, 15), ("<a>".into(), "<a>".into()));
    }

    #[test]
    fn offsets_inside_a_character_or_at_the_end_are_no_harm() {
        assert_eq!(shown("ễ1", 1, 1).0, "ễ1");
        assert_eq!(shown("abc", 3, 0), ("abc".into(), String::new()));
        assert_eq!(shown("abc", 2, usize::MAX), ("abc".into(), "c".into()));
        assert_eq!(cut("abc", 4, 1), None);
        assert_eq!(cut("", 0, 0), None);
    }

    #[test]
    fn the_byte_order_mark_counts_and_is_not_shown() {
        assert_eq!(shown("\u{feff}<a>1</a>", 6, 1), ("<a>1</a>".into(), "1".into()));
        assert_eq!(shown("\u{feff}<a>1</a>", 0, 0), ("<a>1</a>".into(), String::new()));
    }

    #[test]
    fn control_characters_are_not_passed_on() {
        let (text, mark) = shown("a\u{9b}2J<b>\u{202e}1</b>", 8, 4);
        assert_eq!((text.as_str(), mark.as_str()), ("a\u{fffd}2J<b>\u{fffd}1</b>", "\u{fffd}1"));
    }

    #[test]
    fn every_offset_of_a_mixed_text_can_be_cut() {
        let source = "ắ\u{1F600}<x a='1'>\t\r\nễ&amp;</x>\n".repeat(5);
        for offset in 0..=source.len() {
            for length in [0, 1, 7, 1000] {
                let window = cut(&source, offset, length).unwrap();
                assert!(window.text.get(window.mark.clone()).is_some(), "{offset} {length}");
            }
        }
    }

    #[test]
    fn utf16_and_broken_utf8_are_decoded() {
        let little: Vec<u8> = [0xFEFF_u16, 0x61, 0x1EC5].iter().flat_map(|unit| unit.to_le_bytes()).collect();
        assert_eq!(decode(&little), "aễ");
        let big: Vec<u8> = [0xFEFF_u16, 0x61, 0x1EC5].iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(decode(&big), "aễ");
        assert_eq!(decode(b"\xEF\xBB\xBFabc"), "\u{feff}abc");
        assert_eq!(decode(b"abc\xFFdef"), "abc");
    }
}
