//! What stands for a character that cannot stand for itself, as in canonical form (Canonical XML 1.0, section 2.3): text that is
//! written this way reads back the same, and its canonical form is what was written.

/// What stands for a byte of an element's text.
pub(super) const fn in_text(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\r' => Some("&#xD;"),
        _ => None,
    }
}

/// What stands for a byte of an attribute's value: white space would be read as blanks.
pub(super) const fn in_attribute(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'"' => Some("&quot;"),
        b'\t' => Some("&#x9;"),
        b'\n' => Some("&#xA;"),
        b'\r' => Some("&#xD;"),
        _ => None,
    }
}

/// Hands on a text in pieces, those bytes replaced that have a replacement. Only ASCII has one.
pub(super) fn pieces(
    text: &str,
    replacement: impl Fn(u8) -> Option<&'static str>,
    mut piece: impl FnMut(&str),
) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(replacement) = replacement(byte) {
            piece(text.get(from..at).unwrap_or_default());
            piece(replacement);
            from = at + 1;
        }
    }
    piece(text.get(from..).unwrap_or_default());
}

/// Appends an element's text.
pub(crate) fn escape(text: &str, out: &mut String) {
    pieces(text, in_text, |piece| out.push_str(piece));
}

/// Appends an attribute's value, to stand in double quotes.
pub(crate) fn escape_attribute(text: &str, out: &mut String) {
    pieces(text, in_attribute, |piece| out.push_str(piece));
}

#[cfg(test)]
mod tests {
    use super::{escape, escape_attribute};
    use crate::xml::{Apex, Canonicalization, Document, Limits, Parsed, canonicalize};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_reads_back_and_is_canonical(text in "[\t\n\r\"'&<>a-cắễ😀 ]{0,40}") {
            let mut written = String::from("<a b=\"");
            escape_attribute(&text, &mut written);
            written.push_str("\">");
            escape(&text, &mut written);
            written.push_str("</a>");
            let Parsed::Document(document) = Document::parse(written.as_bytes(), &Limits::default()) else {
                panic!("{written}")
            };
            let root = document.root();
            prop_assert_eq!(root.attribute("b").unwrap(), text.as_str());
            prop_assert_eq!(root.text(), text.as_str());
            let mut canonical = Vec::new();
            canonicalize(Apex::Element(root), &Canonicalization::default(), None, &mut canonical).unwrap();
            prop_assert_eq!(canonical, written.as_bytes());
        }
    }
}
