//! Input that is broken on purpose: each gets a defect with a place inside the input, none a panic.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

use etax::xml::{DefectKind, Document, Element, Limits, Parsed};
use proptest::prelude::*;

fn refused(input: &[u8]) -> DefectKind {
    match Document::parse(input, &Limits::default()) {
        Parsed::Refused(defect) => {
            assert!(defect.offset <= input.len(), "{defect:?}");
            defect.kind
        }
        Parsed::Document(_) => panic!("accepted {}", String::from_utf8_lossy(input)),
    }
}

#[test]
fn table_of_refusals() {
    use DefectKind::{
        Character, Doctype, DuplicateAttribute, Empty, Encoding, EndTag, Entity, LongValue, Namespace,
        NotText, Root, Syntax, TooDeep, TooManyAttributes, TooManyNames, TooManyNodes, Truncated,
    };
    let deep = "<a>".repeat(100);
    let names: String = (0..5000).map(|n| format!("<e{n}>text to keep it sparse</e{n}>")).collect();
    let attributes: String = (0..70).map(|n| format!(" a{n}=\"\"")).collect();
    let cases: &[(&str, DefectKind)] = &[
        ("", Empty),
        ("  \n ", Empty),
        ("text", Root),
        ("<a/><b/>", Root),
        ("<a/>text", Root),
        ("<a/>&amp;", Root),
        ("<![CDATA[x]]><a/>", Root),
        ("<a>", Truncated),
        ("<a", Truncated),
        ("<a b='", Truncated),
        ("<a><!-- ", Truncated),
        ("<a><b></a>", EndTag),
        ("<a></a ></b>", EndTag),
        ("</a>", EndTag),
        ("<a></A>", EndTag),
        ("<!DOCTYPE a><a/>", Doctype),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", Doctype),
        ("<!doctype a><a/>", Doctype),
        ("<a>&nbsp;</a>", Entity),
        ("<a b=\"&c;\"/>", Entity),
        ("<a>&#0;</a>", Character),
        ("<a>&#xFFFE;</a>", Character),
        ("<a>\u{1}</a>", Character),
        ("<a>\u{ffff}</a>", Character),
        ("<a>& </a>", Syntax),
        ("<a>&#65</a>", Syntax),
        ("<a>]]></a>", Syntax),
        ("<a><!-- -- --></a>", Syntax),
        ("<a><!-- ---></a>", Syntax),
        ("<a><?xml version=\"1.0\"?></a>", Syntax),
        (" <?xml version=\"1.0\"?><a/>", Syntax),
        ("<?xml version=\"1.1\"?><a/>", Syntax),
        ("<?xml encoding=\"UTF-8\"?><a/>", Syntax),
        ("<?xml version=\"1.0\" standalone=\"maybe\"?><a/>", Syntax),
        ("<?xml version=\"1.0\" encoding=\"windows-1258\"?><a/>", Encoding),
        ("<a><?XmL x?></a>", Syntax),
        ("<1/>", Syntax),
        ("<a:b:c xmlns:a=\"urn:a\"/>", Syntax),
        ("< a/>", Syntax),
        ("<a b=1/>", Syntax),
        ("<a b/>", Syntax),
        ("<a b=\"1\"c=\"2\"/>", Syntax),
        ("<a b=\"<\"/>", Syntax),
        ("<a b=\"1\" b=\"2\"/>", DuplicateAttribute),
        ("<a xmlns:p=\"urn:a\" xmlns:q=\"urn:a\" p:b=\"1\" q:b=\"2\"/>", DuplicateAttribute),
        ("<p:a/>", Namespace),
        ("<a p:b=\"\"/>", Namespace),
        ("<a xmlns:p=\"\"/>", Namespace),
        ("<a xmlns:xmlns=\"urn:a\"/>", Namespace),
        ("<a xmlns:xml=\"urn:a\"/>", Namespace),
        ("<a xmlns=\"http://www.w3.org/XML/1998/namespace\"/>", Namespace),
        ("<a><b xmlns:p=\"urn:a\"/><p:c/></a>", Namespace),
        (&deep, TooDeep),
        (&format!("<a>{names}</a>"), TooManyNames),
        (&format!("<a{attributes}/>"), TooManyAttributes),
        (&format!("<a>{}</a>", "<b/>".repeat(100_000)), TooManyNodes),
        (&format!("<a b=\"{}\"/>", "x".repeat(10 << 20)), LongValue),
    ];
    for (input, kind) in cases {
        let shown: String = input.chars().take(80).collect();
        assert_eq!(refused(input.as_bytes()), *kind, "{shown}");
    }
    assert_eq!(refused(b"<a>\xff</a>"), NotText);
    assert_eq!(refused(b"\xff\xfe<\0a\0/\0>"), NotText);
    assert_eq!(refused(b"\xff\xfe\0\xd8<\0"), NotText);
    assert_eq!(refused(b"<\0a\0/\0>\0"), Character);
    assert_eq!(refused(&[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a]), NotText);
    assert_eq!(refused(b"PK\x03\x04\x14\0\0\0"), Character);
}

#[test]
fn names_chosen_to_collide_are_refused_not_slow() {
    // All names of one length that share their first eight bytes' hash cannot be had cheaply, but many names that
    // differ only in the last bytes must still be told apart.
    let names: String = (0..4000)
        .map(|n| format!("<aaaaaaaaaaaaaaaa{n:04}>some text here</aaaaaaaaaaaaaaaa{n:04}>"))
        .collect();
    let input = format!("<a>{names}</a>");
    let Parsed::Document(document) = Document::parse(input.as_bytes(), &Limits::default()) else { panic!() };
    assert_eq!(document.root().children().count(), 4000);
    assert!(
        document.root().children().enumerate().all(|(n, e)| e.local() == format!("aaaaaaaaaaaaaaaa{n:04}"))
    );
}

const SAMPLE: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<HDon xmlns:x='urn:x'><DLHDon Id=\"d&amp;1\"><Ten>Công ty &#x110;ông</Ten><x:y z='\t'/><!-- c --><?p i?><![CDATA[<]]></DLHDon></HDon>\n";

#[test]
fn truncated_at_every_byte() {
    assert!(matches!(Document::parse(SAMPLE.as_bytes(), &Limits::default()), Parsed::Document(_)));
    let whole = SAMPLE.trim_end().len();
    for length in 0..whole {
        refused(&SAMPLE.as_bytes()[..length]);
    }
}

#[test]
fn utf_16_is_read_like_utf_8() {
    let Parsed::Document(narrow) = Document::parse(SAMPLE.as_bytes(), &Limits::default()) else { panic!() };
    let text = SAMPLE.trim_start_matches('\u{feff}').replace("UTF-8", "UTF-16");
    for unit in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        let bytes: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(unit).collect();
        let Parsed::Document(wide) = Document::parse(&bytes, &Limits::default()) else { panic!() };
        assert!(wide.is_transcoded());
        assert_eq!(
            wide.root().find("DLHDon/Ten").unwrap().text(),
            narrow.root().find("DLHDon/Ten").unwrap().text()
        );
    }
}

/// A path made the slow way, by counting siblings.
fn path_step_by_step(element: Element<'_>) -> String {
    let Some(parent) = element.parent() else { return format!("/{}", element.qualified()) };
    let same = |other: &Element<'_>| {
        other.qualified() == element.qualified() && other.namespace() == element.namespace()
    };
    let alike: Vec<_> = parent.children().filter(same).collect();
    let number = alike.iter().position(|other| *other == element).unwrap() + 1;
    let index = if alike.len() == 1 { String::new() } else { format!("[{number}]") };
    format!("{}/{}{index}", path_step_by_step(parent), element.qualified())
}

proptest! {
    #[test]
    fn no_input_panics_and_places_are_inside(input in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Parsed::Refused(defect) = Document::parse(&input, &Limits::default()) {
            prop_assert!(defect.offset <= input.len() * 2);
        }
    }

    #[test]
    fn damaged_documents_never_panic(at in 0..SAMPLE.len(), byte in any::<u8>(), cut in 0..SAMPLE.len()) {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        bytes[at] = byte;
        let _ = Document::parse(&bytes, &Limits::default());
        bytes.drain(at.min(cut)..at.max(cut));
        let _ = Document::parse(&bytes, &Limits::default());
    }

    #[test]
    fn everything_that_can_be_asked_of_an_element_answers(input in "(<a( b='x')?>|</a>|<b/>|t|&amp;|<!--c-->|<x:y xmlns:x='urn:x'/>){0,40}") {
        let input = format!("<r>{input}</r>");
        if let Parsed::Document(document) = Document::parse(input.as_bytes(), &Limits::default()) {
            let mut positions = document.positions();
            for element in document.elements() {
                let span = element.span();
                prop_assert!(document.source()[span.clone()].starts_with('<') && document.source()[span].ends_with('>'));
                prop_assert_eq!(element.path(), path_step_by_step(element));
                let _ = (element.text(), element.trimmed(), element.text_span(), element.attributes().count());
                let _ = positions.at(element.start_tag_span().end);
                prop_assert_eq!(element.children().filter(|child| child.parent() != Some(element)).count(), 0);
            }
        }
    }
}
