//! Bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one.

use super::defect::{Defect, DefectKind};
use std::borrow::Cow;

/// How the input's bytes were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16,
}

/// The byte order mark of UTF-8 (U+FEFF), which stays part of the text so that offsets are the file's.
pub(crate) const BOM: &str = "\u{feff}";

/// Reads the input as text.
pub(crate) fn decode(input: &[u8]) -> Result<(Cow<'_, str>, Encoding), Defect> {
    let wide = match input {
        [0xff, 0xfe, rest @ ..] => Some((rest, u16::from_le_bytes as fn([u8; 2]) -> u16)),
        [0xfe, 0xff, rest @ ..] => Some((rest, u16::from_be_bytes as fn([u8; 2]) -> u16)),
        _ => None,
    };
    match wide {
        Some((rest, unit)) => decode_utf16(rest, unit).map(|text| (Cow::Owned(text), Encoding::Utf16)),
        None => match std::str::from_utf8(input) {
            Ok(text) => Ok((Cow::Borrowed(text), Encoding::Utf8)),
            Err(error) => Err(Defect::new(DefectKind::NotText, error.valid_up_to()).expected("UTF-8")),
        },
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Defect> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2);
    for c in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        match c {
            Ok(c) => text.push(c),
            Err(_) => return Err(Defect::new(DefectKind::NotText, text.len()).expected("UTF-16")),
        }
    }
    if rest.is_empty() {
        Ok(text)
    } else {
        Err(Defect::new(DefectKind::NotText, text.len()).expected("UTF-16"))
    }
}

/// Checks the XML declaration `<?xml …?>` at the start of the text: `version`, then `encoding` and `standalone` if
/// present, in that order (XML 1.0, production 23).
pub(crate) fn check_declaration(declaration: &str, offset: usize, encoding: Encoding) -> Result<(), Defect> {
    let syntax = || {
        Defect::new(DefectKind::Syntax, offset)
            .length(declaration.len())
            .expected("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
            .found(declaration)
    };
    let inside =
        declaration.strip_prefix("<?xml").and_then(|rest| rest.strip_suffix("?>")).ok_or_else(syntax)?;
    let mut pseudo = PseudoAttributes { rest: inside };
    let mut next = pseudo.next(&syntax)?;
    match next {
        Some(("version", "1.0")) => next = pseudo.next(&syntax)?,
        _ => return Err(syntax()),
    }
    if let Some(("encoding", name)) = next {
        let permitted = match encoding {
            Encoding::Utf8 => name.eq_ignore_ascii_case("UTF-8"),
            Encoding::Utf16 => name.eq_ignore_ascii_case("UTF-16"),
        };
        if !permitted {
            let actual = match encoding {
                Encoding::Utf8 => "UTF-8",
                Encoding::Utf16 => "UTF-16",
            };
            return Err(Defect::new(DefectKind::Encoding, offset)
                .length(declaration.len())
                .expected(actual)
                .found(name));
        }
        next = pseudo.next(&syntax)?;
    }
    if let Some(("standalone", "yes" | "no")) = next {
        next = pseudo.next(&syntax)?;
    }
    if next.is_some() { Err(syntax()) } else { Ok(()) }
}

struct PseudoAttributes<'t> {
    rest: &'t str,
}

impl<'t> PseudoAttributes<'t> {
    fn next(&mut self, syntax: &dyn Fn() -> Defect) -> Result<Option<(&'t str, &'t str)>, Defect> {
        const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];
        let trimmed = self.rest.trim_start_matches(SPACE);
        if trimmed.is_empty() {
            return Ok(None);
        }
        if trimmed.len() == self.rest.len() {
            return Err(syntax());
        }
        let (name, after) = trimmed.split_once('=').ok_or_else(syntax)?;
        let after = after.trim_start_matches(SPACE);
        let quote = after.chars().next().filter(|&c| c == '"' || c == '\'').ok_or_else(syntax)?;
        let (value, rest) = after[1..].split_once(quote).ok_or_else(syntax)?;
        self.rest = rest;
        Ok(Some((name.trim_end_matches(SPACE), value)))
    }
}
