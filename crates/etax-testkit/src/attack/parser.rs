//! Bytes that two parsers read in two ways (CVE-2025-25291, CVE-2025-25292, CVE-2025-66567).

use super::stage::Stage;
use super::{Attack, Carrier, Class};
use crate::error::Result;

type Change = fn(&str, &Parts) -> Vec<u8>;

/// Texts that the cases cut at.
struct Parts {
    /// `<TgTTTBSo>100</TgTTTBSo>`.
    field: String,
    /// The start tag of the signed element.
    data_tag: String,
    /// The root's name.
    root: String,
    /// Forged data.
    data: String,
}

impl Parts {
    /// The start tag of the leaf.
    fn open(&self) -> &str {
        self.field.split_inclusive('>').next().unwrap_or_default()
    }

    fn into(&self, text: &str, mark: &str) -> Vec<u8> {
        text.replacen(&self.field, &self.field.replacen(self.open(), &format!("{}{mark}", self.open()), 1), 1)
            .into_bytes()
    }

    fn forged(&self, text: &str) -> String {
        text.replacen(self.open(), &format!("{}9", self.open()), 1)
    }

    fn bytes_into(&self, text: &str, mark: &[u8]) -> Vec<u8> {
        let at = text.find(&self.field).map_or(0, |at| at + self.open().len());
        let (head, tail) = text.as_bytes().split_at(at);
        [head, mark, tail].concat()
    }

    fn attribute(&self, text: &str, attribute: &str) -> Vec<u8> {
        let tag = self.data_tag.trim_end_matches('>');
        text.replacen(tag, &format!("{tag} {attribute}"), 1).into_bytes()
    }
}

const ENCODING: &str = "encoding=\"UTF-8\"";

fn declared(text: &str, encoding: &str) -> Vec<u8> {
    text.replacen(ENCODING, &format!("encoding=\"{encoding}\""), 1).into_bytes()
}

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{FEFF}" } else { "" };
    let text = format!("{mark}{}", text.replacen("UTF-8", "UTF-16", 1));
    text.encode_utf16()
        .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
        .collect()
}

fn utf32(text: &str) -> Vec<u8> {
    let text = format!("\u{FEFF}{}", text.replacen("UTF-8", "UTF-32", 1));
    text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect()
}

const CASES: &[(&str, &str, &str, Change)] = &[
    ("utf-16-le", "document.encoding.utf-16", "forged data as UTF-16, little end first", |t, p| {
        utf16(&p.forged(t), true, true)
    }),
    ("utf-16-be", "document.encoding.utf-16", "forged data as UTF-16, big end first", |t, p| {
        utf16(&p.forged(t), false, true)
    }),
    ("utf-16-no-mark", "xml.not-text", "the file as UTF-16 without a byte order mark", |t, _| {
        utf16(t, true, false)
    }),
    ("utf-32", "xml.not-text", "the file as UTF-32", |t, _| utf32(t)),
    ("says-utf-16", "xml.encoding", "UTF-8 that says it is UTF-16", |t, _| declared(t, "UTF-16")),
    ("says-utf-7", "xml.encoding", "UTF-8 that says it is UTF-7", |t, _| declared(t, "UTF-7")),
    ("says-latin-1", "xml.encoding", "UTF-8 that says it is ISO-8859-1", |t, _| declared(t, "ISO-8859-1")),
    ("says-ebcdic", "xml.encoding", "UTF-8 that says it is IBM037", |t, _| declared(t, "IBM037")),
    ("says-tcvn", "xml.encoding", "UTF-8 that says it is windows-1258", |t, _| declared(t, "windows-1258")),
    ("mark-utf-16", "xml.not-text", "a UTF-16 byte order mark before UTF-8", |t, _| {
        // An odd number of bytes is no UTF-16 whatever they are.
        let odd = if t.len().is_multiple_of(2) { " " } else { "" };
        [&[0xFF, 0xFE], t.as_bytes(), odd.as_bytes()].concat()
    }),
    ("two-marks", "xml.root", "two byte order marks", |t, _| format!("\u{FEFF}\u{FEFF}{t}").into_bytes()),
    ("overlong", "xml.not-text", "an overlong UTF-8 form of “<”", |t, p| p.bytes_into(t, &[0xC0, 0xBC])),
    ("overlong-nul", "xml.not-text", "an overlong UTF-8 form of U+0000", |t, p| {
        p.bytes_into(t, &[0xC0, 0x80])
    }),
    ("surrogate", "xml.not-text", "half a surrogate pair in UTF-8", |t, p| {
        p.bytes_into(t, &[0xED, 0xA0, 0x80])
    }),
    ("beyond-unicode", "xml.not-text", "a code point beyond Unicode", |t, p| {
        p.bytes_into(t, &[0xF4, 0x90, 0x80, 0x80])
    }),
    ("half-character", "xml.not-text", "half a UTF-8 character at the end", |t, _| {
        [t.as_bytes(), &[0xE1, 0xBA]].concat()
    }),
    ("nul", "xml.character", "U+0000 inside a signed amount, where some readers stop", |t, p| {
        p.bytes_into(t, &[0])
    }),
    ("nul-reference", "xml.character", "&#0; inside a signed amount", |t, p| p.into(t, "&#0;")),
    ("nul-after", "xml.character", "U+0000 after the document and another document after it", |t, p| {
        format!("{t}\0<{}></{}>", p.root, p.root).into_bytes()
    }),
    ("control", "xml.character", "U+001F inside a signed amount", |t, p| p.into(t, "\u{1F}")),
    ("control-reference", "xml.character", "&#x8; inside a signed amount", |t, p| p.into(t, "&#x8;")),
    ("no-character", "xml.character", "U+FFFE inside a signed amount", |t, p| p.into(t, "\u{FFFE}")),
    ("surrogate-reference", "xml.character", "&#xD800; inside a signed amount", |t, p| p.into(t, "&#xD800;")),
    ("huge-reference", "xml.character", "&#x110000; inside a signed amount", |t, p| p.into(t, "&#x110000;")),
    (
        "wrapped-reference",
        "xml.character",
        "a character reference that overflows 32 bits to a digit",
        |t, p| p.into(t, "&#4294967345;"),
    ),
    ("empty-reference", "xml.character", "&#; inside a signed amount", |t, p| p.into(t, "&#;")),
    (
        "carriage-return",
        "signature.digest",
        "a carriage return by reference inside a signed amount",
        |t, p| p.into(t, "&#13;"),
    ),
    ("zero-width", "signature.digest", "a zero-width space inside a signed amount", |t, p| {
        p.into(t, "\u{200B}")
    }),
    ("next-line", "signature.digest", "U+0085, which XML 1.1 takes for a line end", |t, p| {
        p.into(t, "\u{85}")
    }),
    ("no-break-space", "signature.digest", "a no-break space before a signed amount", |t, p| {
        p.into(t, "\u{A0}")
    }),
    ("right-to-left", "signature.digest", "an override of the writing direction before an amount", |t, p| {
        p.into(t, "\u{202E}")
    }),
    ("full-width", "signature.digest", "a full-width digit before a signed amount", |t, p| {
        p.into(t, "\u{FF19}")
    }),
    ("section-end", "xml.well-formed", "“]]>” inside a signed amount", |t, p| p.into(t, "]]>")),
    ("version-1.1", "xml.well-formed", "a declaration of XML 1.1", |t, _| {
        t.replacen("version=\"1.0\"", "version=\"1.1\"", 1).into_bytes()
    }),
    ("declaration-late", "xml.well-formed", "white space before the XML declaration", |t, _| {
        format!(" {t}").into_bytes()
    }),
    ("declaration-twice", "xml.well-formed", "two XML declarations", |t, _| {
        let end = t.find("?>").map_or(0, |at| at + 2);
        format!("{}{t}", t.get(..end).unwrap_or_default()).into_bytes()
    }),
    ("declaration-inside", "xml.well-formed", "an XML declaration inside a signed amount", |t, p| {
        p.into(t, "<?xml version=\"1.0\"?>")
    }),
    ("target-xml", "xml.well-formed", "a processing instruction called XML", |t, p| p.into(t, "<?XML x?>")),
    ("bytes-before", "xml.root", "text before the document", |t, _| format!("x{t}").into_bytes()),
    ("text-after", "xml.root", "text after the document", |t, _| format!("{t}9").into_bytes()),
    ("section-after", "xml.root", "a CDATA section after the document", |t, _| {
        format!("{t}<![CDATA[9]]>").into_bytes()
    }),
    ("reference-after", "xml.root", "a character reference after the document", |t, _| {
        format!("{t}&#57;").into_bytes()
    }),
    ("two-roots", "xml.root", "a forged document after the signed one", |t, p| {
        format!("{t}<{0}>{1}</{0}>", p.root, p.data).into_bytes()
    }),
    ("two-files", "xml.well-formed", "two files in one", |t, _| format!("{t}{t}").into_bytes()),
    ("forged-first", "xml.well-formed", "a forged document before the signed one", |t, p| {
        format!("<{0}>{1}</{0}>{t}", p.root, p.data).into_bytes()
    }),
    ("attribute-twice", "xml.attribute.duplicate", "an attribute of the signed data twice", |t, p| {
        let attribute = p.data_tag.split([' ', '>']).nth(1).unwrap_or_default().to_owned();
        p.attribute(t, &attribute)
    }),
    ("attribute-two-prefixes", "xml.attribute.duplicate", "one attribute under two prefixes", |t, p| {
        p.attribute(t, "xmlns:a=\"urn:x\" xmlns:b=\"urn:x\" a:Id=\"1\" b:Id=\"2\"")
    }),
    ("attribute-bracket", "xml.well-formed", "“<” inside an attribute", |t, p| p.attribute(t, "a=\"<\"")),
    ("attribute-bare", "xml.well-formed", "an attribute without quotes", |t, p| p.attribute(t, "a=1")),
    ("attribute-valueless", "xml.well-formed", "an attribute without a value", |t, p| p.attribute(t, "a")),
    ("attribute-stuck", "xml.well-formed", "two attributes without a space between them", |t, p| {
        p.attribute(t, "a=\"1\"b=\"2\"")
    }),
    ("comment-dashes", "xml.well-formed", "“--” inside a comment that hides forged data", |t, p| {
        p.into(t, "<!-- a -- b -->")
    }),
    ("comment-open", "xml.truncated", "a comment without an end", |t, p| p.into(t, "<!-- ")),
    ("comment-short", "xml.truncated", "“<!-->”, which a page reader closes", |t, p| p.into(t, "<!-->")),
    ("comment-bang", "xml.truncated", "“--!>”, which a page reader takes for an end", |t, p| {
        p.into(t, "<!-- --!>")
    }),
    ("ampersand", "xml.well-formed", "a bare ampersand", |t, p| p.into(t, "& ")),
    ("reference-open", "xml.well-formed", "a reference without a semicolon", |t, p| p.into(t, "&#57")),
    ("end-tag-crossed", "xml.end-tag", "an end tag in other letters", |t, p| {
        let name = p.open().trim_matches(['<', '>']).to_owned();
        t.replacen(&format!("</{name}>"), &format!("</{}>", name.to_lowercase().to_uppercase()), 1)
            .into_bytes()
    }),
    ("end-tag-attribute", "xml.end-tag", "an end tag with an attribute", |t, p| {
        let name = p.open().trim_matches(['<', '>']).to_owned();
        t.replacen(&format!("</{name}>"), &format!("</{name} a=\"1\">"), 1).into_bytes()
    }),
    ("name-digit", "xml.well-formed", "an element whose name begins with a digit", |t, p| {
        p.into(t, "<9></9>")
    }),
    ("name-colons", "xml.well-formed", "an element with two colons in its name", |t, p| {
        p.into(t, "<a:b:c></a:b:c>")
    }),
    ("name-empty-prefix", "xml.well-formed", "an element whose name begins with a colon", |t, p| {
        p.into(t, "<:a></:a>")
    }),
    ("half", "xml.truncated", "the file cut after the signed data", |t, p| {
        let end = p.data_tag.split([' ', '>']).next().unwrap_or_default().replacen('<', "</", 1);
        let at = t.rfind(&end).unwrap_or(t.len());
        t.get(..at).unwrap_or_default().as_bytes().to_vec()
    }),
];

pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    // The parser sees bytes before anybody knows what they are; two kinds of document show that.
    if !matches!(stage.carrier, Carrier::Invoice | Carrier::Declaration) {
        return Ok(());
    }
    let parts = Parts {
        field: stage.field_text()?,
        data_tag: stage.data_tag()?,
        root: stage.root.name.clone(),
        data: {
            let mut text = String::new();
            stage.forged()?.write(crate::tree::Empty::Pair, &mut text);
            text
        },
    };
    // A byte order mark, CR LF and spaces in tags, character references for the same characters: other bytes, the same document.
    let field = &parts.field;
    let twin = stage.altered(|text| {
        let open = parts.open();
        let name = open.trim_matches(['<', '>']);
        let value = field.split(['<', '>']).nth(2).unwrap_or_default();
        let digits: String = value.chars().map(|c| format!("&#{};", u32::from(c))).collect();
        let same = format!("<{name} >{digits}</{name}\r\n>");
        let dressed = text.replacen(field.as_str(), &same, 1).replacen("?>", "?>\r\n", 1);
        format!("\u{FEFF}{dressed}\r\n")
    })?;
    for (idea, rule, shows, change) in CASES {
        let bytes = change(&stage.sound, &parts);
        list.push(Attack::on(stage, Class::Parser, idea, &[rule], shows, bytes).with_twin(twin.clone()));
    }
    Ok(())
}
