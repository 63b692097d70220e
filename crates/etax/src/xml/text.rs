//! Character data: references resolved, line ends normalised.

use super::character::is_char;
use std::borrow::Cow;

/// The character that a reference stands for, given the text between `&` and `;`.
/// Only the five predefined entities and character references exist: there are no DTDs.
pub(crate) fn resolve(reference: &str) -> Option<char> {
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = reference.strip_prefix('#')?;
            let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |hex| (hex, 16));
            // `from_str_radix` would take a sign.
            if digits.is_empty() || !digits.bytes().all(|b| (b as char).is_digit(radix)) {
                return None;
            }
            u32::from_str_radix(digits, radix).ok().and_then(char::from_u32).filter(|&c| is_char(c))
        }
    }
}

/// One piece of character data or markup inside an element's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// Literal text without references and line ends to normalise.
    Text(&'t str),
    /// A character that a reference stood for.
    Reference(char),
    /// A literal line end, CR or CR LF, that XML reads as LF.
    LineEnd,
    /// The inside of a CDATA section; may hold line ends.
    Cdata(&'t str),
    /// The inside of a comment.
    Comment(&'t str),
    /// A processing instruction: target and data.
    Instruction(&'t str, &'t str),
}

/// Splits content between child elements (which must be well-formed already) into pieces.
#[derive(Clone, Debug)]
pub(crate) struct Pieces<'t> {
    rest: &'t str,
}

impl<'t> Pieces<'t> {
    pub(crate) const fn new(content: &'t str) -> Self {
        Self { rest: content }
    }

    fn take(&mut self, length: usize) -> &'t str {
        let (head, tail) = self.rest.split_at(length);
        self.rest = tail;
        head
    }

    /// Takes markup that runs to `end`, and gives what is between.
    fn delimited(&mut self, start: &str, end: &str) -> Option<&'t str> {
        let inside = self.rest.strip_prefix(start)?;
        let length = memchr::memmem::find(inside.as_bytes(), end.as_bytes())?;
        self.rest = &inside[length + end.len()..];
        Some(&inside[..length])
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let bytes = self.rest.as_bytes();
        match bytes.first()? {
            b'&' => {
                let end = memchr::memchr(b';', bytes)?;
                let reference = self.take(end + 1);
                resolve(&reference[1..end]).map(Piece::Reference)
            }
            b'\r' => {
                let length = if bytes.get(1) == Some(&b'\n') { 2 } else { 1 };
                self.take(length);
                Some(Piece::LineEnd)
            }
            b'<' => {
                if let Some(inside) = self.delimited("<![CDATA[", "]]>") {
                    return Some(Piece::Cdata(inside));
                }
                if let Some(inside) = self.delimited("<!--", "-->") {
                    return Some(Piece::Comment(inside));
                }
                let inside = self.delimited("<?", "?>")?;
                let split = inside.find([' ', '\t', '\n', '\r']).unwrap_or(inside.len());
                let (target, data) = inside.split_at(split);
                Some(Piece::Instruction(target, data.trim_start_matches([' ', '\t', '\n', '\r'])))
            }
            _ => {
                let length = memchr::memchr3(b'&', b'<', b'\r', bytes).unwrap_or(bytes.len());
                Some(Piece::Text(self.take(length)))
            }
        }
    }
}

/// Appends text with its literal line ends normalised to LF (XML 1.0, section 2.11).
pub(crate) fn push_normalised(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('\r') {
        out.push_str(&rest[..at]);
        out.push('\n');
        let tail = &rest[at + 1..];
        rest = tail.strip_prefix('\n').unwrap_or(tail);
    }
    out.push_str(rest);
}

/// Appends the character data of content between child elements.
pub(crate) fn push_character_data(out: &mut String, content: &str) {
    for piece in Pieces::new(content) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Reference(c) => out.push(c),
            Piece::LineEnd => out.push('\n'),
            Piece::Cdata(text) => push_normalised(out, text),
            Piece::Comment(_) | Piece::Instruction(..) => {}
        }
    }
}

/// The value of an attribute from the text between its quotes: references resolved, literal white
/// space turned into blanks (XML 1.0, section 3.3.3, for attributes of type CDATA: the only type without a DTD).
pub(crate) fn attribute_value(raw: &str) -> Cow<'_, str> {
    if !raw.bytes().any(|b| matches!(b, b'&' | b'\t' | b'\n' | b'\r')) {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    for piece in Pieces::new(raw) {
        match piece {
            Piece::Text(text) => {
                out.extend(text.chars().map(|c| if matches!(c, '\t' | '\n') { ' ' } else { c }))
            }
            Piece::Reference(c) => out.push(c),
            Piece::LineEnd => out.push(' '),
            Piece::Cdata(_) | Piece::Comment(_) | Piece::Instruction(..) => {}
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_and_nothing_else() {
        assert_eq!(resolve("amp"), Some('&'));
        assert_eq!(resolve("#65"), Some('A'));
        assert_eq!(resolve("#x1EA1"), Some('ạ'));
        for bad in [
            "",
            "#",
            "#x",
            "#+65",
            "#x-1",
            "#0",
            "#x1",
            "#xD800",
            "#xFFFE",
            "#99999999999",
            "nbsp",
            "#X41",
            "AMP",
        ] {
            assert_eq!(resolve(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn content_is_read_as_xml_reads_it() {
        let mut out = String::new();
        push_character_data(&mut out, "a\r\nb\rc&lt;<![CDATA[<d>\r\n]]><!-- no --><?p q?>&#13;");
        assert_eq!(out, "a\nb\nc<<d>\n\r");
    }

    #[test]
    fn attribute_white_space_becomes_blanks_but_references_stay() {
        assert_eq!(attribute_value("a\tb\r\nc&#10;d&quot;"), "a b c\nd\"");
        assert!(matches!(attribute_value("plain"), Cow::Borrowed("plain")));
    }
}
