//! XML 1.0 well-formedness against the W3C conformance suite (James Clark's `xmltest`).
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod shared;

use etax::xml::{Apex, Canonicalization, DefectKind, Document, Limits, Parsed, canonicalize};
use std::path::Path;

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn every_document_that_is_not_well_formed_is_refused() {
    let files = shared::files("xmldsig/xmlconf/xmltest/not-wf/sa", ".xml");
    let mut accepted = Vec::new();
    for path in &files {
        let bytes = std::fs::read(path).unwrap();
        match Document::parse(&bytes, &Limits::default()) {
            Parsed::Document(_) => accepted.push(name(path)),
            Parsed::Refused(defect) => assert!(defect.offset <= bytes.len(), "{}: {defect:?}", name(path)),
        }
    }
    assert_eq!(accepted, Vec::<String>::new(), "of {} files", files.len());
}

#[test]
fn every_valid_document_with_a_dtd_is_refused_for_its_dtd() {
    for path in shared::files("xmldsig/xmlconf/xmltest/valid/sa", ".xml") {
        let bytes = std::fs::read(&path).unwrap();
        let has_dtd = bytes.windows(9).any(|w| w == b"<!DOCTYPE") || bytes.starts_with(&[0xff, 0xfe]);
        match Document::parse(&bytes, &Limits::default()) {
            Parsed::Refused(defect) => assert_eq!(defect.kind, DefectKind::Doctype, "{}", name(&path)),
            Parsed::Document(_) => assert!(!has_dtd, "{}", name(&path)),
        }
    }
}

/// The canonical form that the suite's `out` folder uses: no comments, and tab and line feed in text written as
/// references, no line breaks around the root.
fn first_form(document: &Document<'_>) -> String {
    let mut canonical = Vec::new();
    canonicalize(Apex::Document(document), &Canonicalization::default(), None, &mut canonical).unwrap();
    let text = String::from_utf8(canonical).unwrap();
    // Canonical XML puts each instruction outside the root on a line of its own; the suite does not.
    let root = document.root().qualified();
    let start = text.find(&format!("<{root}")).unwrap();
    let end = text.rfind(&format!("</{root}>")).unwrap() + root.len() + 3;
    let middle =
        text[start..end].replace("&#x9;", "&#9;").replace("&#xA;", "&#10;").replace("&#xD;", "&#13;");
    let quoted = quote_text(&middle);
    blank_after_target(&format!(
        "{}{}{}",
        text[..start].replace('\n', ""),
        quoted,
        text[end..].replace('\n', "")
    ))
}

/// The suite writes a blank after the target of an instruction even when no data follows.
fn blank_after_target(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<?") {
        let (instruction, tail) = after.split_once("?>").unwrap();
        let blank = if instruction.contains(' ') { "" } else { " " };
        out.push_str(&format!("{before}<?{instruction}{blank}?>"));
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The suite writes `"` in text as `&quot;` and `>` in attribute values as `&gt;`; Canonical XML leaves both.
fn quote_text(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("<?") {
            let (instruction, tail) = rest.split_at(rest.find("?>").unwrap() + 2);
            out.push_str(instruction);
            rest = tail;
        } else if c == '<' {
            let mut in_value = false;
            let end = rest.find(|c| {
                in_value ^= c == '"';
                c == '>' && !in_value
            });
            let (tag, tail) = rest.split_at(end.unwrap() + 1);
            out.push_str(&tag[..tag.len() - 1].replace('>', "&gt;"));
            out.push('>');
            rest = tail;
        } else {
            match c {
                '"' => out.push_str("&quot;"),
                '\t' => out.push_str("&#9;"),
                '\n' => out.push_str("&#10;"),
                _ => out.push(c),
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// Takes a document type declaration out whose declarations change nothing in the document: elements, attributes
/// without defaults that are CDATA, comments and instructions.
fn without_harmless_dtd(text: &str) -> Option<String> {
    let Some(start) = text.find("<!DOCTYPE") else { return Some(text.to_owned()) };
    let rest = &text[start..];
    let end = match rest.find('[') {
        Some(open) if rest.find('>').is_none_or(|close| open < close) => {
            let close = rest.find("]>").or_else(|| rest.find("]\n>"))?;
            let subset = &rest[open..close];
            let harmful = ["<!ENTITY", "<!NOTATION", "#FIXED", "NMTOKEN", "ID", "%", "\" >", "(", "'"];
            let attlist = subset.split("<!ATTLIST").skip(1).any(|declaration| {
                let declaration = declaration.split('>').next().unwrap_or_default();
                harmful.iter().any(|word| declaration.contains(word)) || declaration.contains('"')
            });
            if attlist || subset.contains("<!ENTITY") || subset.contains("<!NOTATION") || subset.contains('%')
            {
                return None;
            }
            close + rest[close..].find('>')? + 1
        }
        _ => return None,
    };
    Some(format!("{}{}", &text[..start], &rest[end..]))
}

fn from_utf16(bytes: &[u8]) -> String {
    let (order, units) = bytes.split_at(2);
    let unit = if order == [0xff, 0xfe] { u16::from_le_bytes } else { u16::from_be_bytes };
    let units: Vec<u16> = units.chunks(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).unwrap()
}

fn to_utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn valid_documents_have_the_canonical_form_of_the_suite() {
    let files = shared::files("xmldsig/xmlconf/xmltest/valid/sa", ".xml");
    if files.is_empty() {
        return;
    }
    let (mut compared, mut left_out) = (0, Vec::new());
    for path in &files {
        let bytes = std::fs::read(path).unwrap();
        let out = path.parent().unwrap().join("out").join(path.file_name().unwrap());
        let Ok(expected) = std::fs::read_to_string(&out) else { continue };
        let dtd_free = match std::str::from_utf8(&bytes) {
            Ok(text) => match without_harmless_dtd(text) {
                Some(text) => text.into_bytes(),
                None => {
                    left_out.push(name(path));
                    continue;
                }
            },
            Err(_) => without_harmless_dtd(&from_utf16(&bytes)).map(|text| to_utf16(&text)).unwrap(),
        };
        match Document::parse(&dtd_free, &Limits::default()) {
            Parsed::Document(document) => {
                assert_eq!(first_form(&document), expected, "{}", name(path));
                compared += 1;
            }
            Parsed::Refused(defect) => {
                // A colon in a name is legal XML 1.0 and illegal with namespaces; a DTD may still be there in UTF-16.
                let text = String::from_utf8_lossy(&dtd_free);
                let colons =
                    text.contains(":") && matches!(defect.kind, DefectKind::Syntax | DefectKind::Namespace);
                assert!(colons || defect.kind == DefectKind::Doctype, "{}: {defect:?}\n{text}", name(path));
                left_out.push(name(path));
            }
        }
    }
    println!("compared {compared}, left out {}: {left_out:?}", left_out.len());
    assert!(compared >= 60, "compared only {compared}; left out {left_out:?}");
}
