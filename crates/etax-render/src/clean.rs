//! Takes the sting out of text that documents and file names bring along.
//!
//! A terminal obeys control characters, and XML allows some of them (U+0080 to U+009F); characters
//! that turn the direction of writing make a line read otherwise than it is. Both come out as
//! U+FFFD wherever a document's own words are shown to a person.

use std::borrow::Cow;

/// What is shown for one character.
pub fn character(original: char) -> char {
    match original {
        '\t' | '\n' | '\r' => ' ',
        // Direction marks, embeddings, overrides, isolates; line and paragraph separators.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            char::REPLACEMENT_CHARACTER
        }
        // Invisible: the zero-width ones, the byte order mark, tags.
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}' => {
            char::REPLACEMENT_CHARACTER
        }
        _ if original.is_control() => char::REPLACEMENT_CHARACTER,
        _ => original,
    }
}

/// A text as one harmless line.
pub fn line(text: &str) -> Cow<'_, str> {
    if text.chars().all(|original| character(original) == original) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(character).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_get_nothing_to_obey() {
        assert_eq!(line("CÔNG TY \u{1b}[31mđỏ\u{9b}2J"), "CÔNG TY \u{fffd}[31mđỏ\u{fffd}2J");
        assert_eq!(line("a\u{202e}gpj.exe"), "a\u{fffd}gpj.exe");
        assert_eq!(line("hai\ndòng"), "hai dòng");
    }

    #[test]
    fn vietnamese_stays_as_it_is_in_either_normal_form() {
        for text in ["Nguyễn Thị Hường", "Nguye\u{302}\u{303}n"] {
            assert!(matches!(line(text), Cow::Borrowed(same) if same == text));
        }
    }
}
