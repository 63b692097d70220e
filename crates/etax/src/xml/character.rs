//! Character classes of XML 1.0 (Fifth Edition), section 2.

use std::ops::RangeInclusive;

/// `S`: the four white space characters.
pub(crate) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// `Char`: what may stand in a document at all.
pub(crate) const fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

/// `NameStartChar`, the colon left out: it separates prefix and local name.
const fn is_name_start(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

/// `NameChar`, the colon left out.
const fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// `NameStartChar` (when `start`) or `NameChar`, the colon included.
pub(crate) fn is_name_character(c: char, start: bool) -> bool {
    c == ':' || if start { is_name_start(c) } else { is_name_char(c) }
}

/// `NCName`: a name without a colon.
pub(crate) fn is_ncname(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
}

/// `QName`: an optional prefix and a local name. Gives the prefix's length in bytes (0 without one).
pub(crate) fn qname_prefix(name: &str) -> Option<usize> {
    match name.split_once(':') {
        None => is_ncname(name).then_some(0),
        Some((prefix, local)) => (is_ncname(prefix) && is_ncname(local)).then_some(prefix.len()),
    }
}

/// The first byte that is not part of a `Char`, in text that is known to be UTF-8. The C0 controls but tab, LF and
/// CR are single bytes; U+FFFE and U+FFFF are the only others.
pub(crate) fn first_forbidden(text: &str) -> Option<usize> {
    const CHUNK: usize = 64;
    const PRINTABLE: RangeInclusive<u8> = 0x20..=0xff;
    let bytes = text.as_bytes();
    let allowed = |byte: u8| PRINTABLE.contains(&byte) | (byte == b'\n') | (byte == b'\t') | (byte == b'\r');
    // Whole chunks without branches, so that the compiler can use vector instructions.
    let control = bytes
        .chunks(CHUNK)
        .position(|chunk| !chunk.iter().fold(true, |all, &byte| all & allowed(byte)))
        .and_then(|chunk| {
            let start = chunk * CHUNK;
            bytes[start..].iter().position(|&byte| !allowed(byte)).map(|at| start + at)
        });
    let noncharacter = memchr::memmem::find_iter(bytes, b"\xef\xbf")
        .find(|&at| matches!(bytes.get(at + 2), Some(0xbe | 0xbf)));
    match (control, noncharacter) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_fifth_edition() {
        assert_eq!(qname_prefix("ds:Signature"), Some(2));
        assert_eq!(qname_prefix("Đơn"), Some(0));
        for bad in ["", ":a", "a:", "a:b:c", "1a", "-a", "a b", "a\u{d7}"] {
            assert_eq!(qname_prefix(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn forbidden_characters_are_found_wherever_they_stand() {
        for lead in [0, 1, 63, 64, 65, 200] {
            for (bad, c) in [
                ("\u{1}", true),
                ("\u{b}", true),
                ("\u{fffe}", true),
                ("\u{ffff}", true),
                ("\u{fffd}", false),
                ("\u{7f}", false),
            ] {
                let text = format!("{}{bad} end", "x".repeat(lead));
                assert_eq!(first_forbidden(&text), c.then_some(lead), "{lead} {bad:?}");
            }
        }
    }
}
