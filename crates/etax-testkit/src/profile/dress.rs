//! How a document is written: everything that XML leaves to the writer is drawn by lot.

use super::walk::local;
use super::{Document, Feature};
use crate::random::Random;
use crate::tree::{Element, Node};

/// The choices that hold for a whole file.
#[derive(Debug, Clone)]
pub(crate) struct Dress {
    /// Line ends as LF, CR LF or CR, or mixed.
    line_ends: &'static [&'static str],
    /// One of so many texts becomes a CDATA section; 0 for none.
    sections: u64,
    /// One of so many characters becomes a reference; 0 for none.
    references: u64,
    /// Odd white space in tags.
    loose: bool,
    /// Element forms without content.
    empties: &'static [&'static str],
    byte_order_mark: bool,
    declaration: &'static str,
    /// CDATA sections also where a signature must not have them.
    pub(crate) sections_in_signed_info: bool,
    wide: bool,
    doctype: bool,
}

impl Dress {
    pub(crate) fn some(random: &mut Random) -> Self {
        let loose = random.one_in(2);
        Self {
            line_ends: *random.pick(&[&["\n"][..], &["\n"], &["\r\n"], &["\r"], &["\n", "\r\n", "\r"]]),
            sections: *random.pick(&[0, 0, 10, 3]),
            references: *random.pick(&[0, 0, 200, 40]),
            loose,
            empties: *random.pick(&[&["/>"][..], &[" />"], &[">"], &["/>", " />", ">"]]),
            byte_order_mark: random.one_in(8),
            declaration: match random.within(0, 129) {
                0..=39 => "",
                40 => "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
                41 | 42 => "<?xml version=\"1.1\" encoding=\"UTF-8\"?>",
                43..=59 => "<?xml version='1.0' encoding='utf-8' standalone='yes'?>",
                60..=79 => "<?xml version=\"1.0\"?>",
                _ => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            },
            sections_in_signed_info: random.one_in(150),
            wide: random.one_in(80),
            doctype: random.one_in(80),
        }
    }

    pub(crate) fn write(&self, document: &mut Document, random: &mut Random) -> Vec<u8> {
        let mut writer = Writer { dress: self, random, out: String::new(), cdata: false };
        let declaration = if self.wide { "" } else { self.declaration };
        writer.out.push_str(declaration);
        if self.doctype {
            writer.out.push_str("<!DOCTYPE x>");
        }
        for node in
            document.before.iter().chain([&Node::Element(document.root.clone())]).chain(&document.after)
        {
            if !writer.out.is_empty() && writer.random.one_in(2) {
                let end = *writer.random.pick(self.line_ends);
                writer.out.push_str(end);
            }
            writer.node(node, false);
        }
        let cdata = writer.cdata;
        let text = writer.out;
        if cdata {
            document.features.insert(Feature::CdataInSignedInfo);
        }
        if declaration.contains("8859") {
            document.features.insert(Feature::Latin1);
        } else if declaration.contains("1.1") {
            document.features.insert(Feature::Xml11);
        }
        if self.doctype {
            document.features.insert(Feature::Doctype);
        }
        if self.wide {
            document.features.insert(Feature::Utf16);
            let little = random.one_in(2);
            let unit = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
            return std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect();
        }
        let mark = if self.byte_order_mark { "\u{FEFF}" } else { "" };
        format!("{mark}{text}").into_bytes()
    }
}

struct Writer<'w> {
    dress: &'w Dress,
    random: &'w mut Random,
    out: String,
    /// A CDATA section was written into a SignedInfo.
    cdata: bool,
}

impl Writer<'_> {
    fn node(&mut self, node: &Node, signed_info: bool) {
        match node {
            Node::Element(element) => self.element(element, signed_info),
            Node::Text(text) => self.text(text, signed_info),
            Node::Comment(text) => {
                let text = self.lines(text);
                self.out.push_str(&format!("<!--{text}-->"));
            }
            Node::Instruction(target, data) => {
                let data = self.lines(data);
                let space = if data.is_empty() { "" } else { self.random.pick::<&str>(&[" ", "  ", "\n"]) };
                self.out.push_str(&format!("<?{target}{space}{data}?>"));
            }
            Node::Written(text) => self.out.push_str(text),
        }
    }

    fn space(&mut self) -> &'static str {
        if self.dress.loose { self.random.pick::<&str>(&[" ", " ", "  ", "\n", "\t", "\r\n "]) } else { " " }
    }

    fn maybe_space(&mut self) -> &'static str {
        if self.dress.loose && self.random.one_in(6) { self.space() } else { "" }
    }

    fn element(&mut self, element: &Element, outer: bool) {
        let own = local(&element.name);
        // Text that a signature must hold in one piece.
        let signed_info = outer || matches!(own, "SignedInfo" | "SignatureValue" | "KeyInfo");
        self.out.push('<');
        self.out.push_str(&element.name);
        let mut attributes: Vec<&(String, String)> = element.attributes.iter().collect();
        for at in (1..attributes.len()).rev() {
            let other = usize::try_from(self.random.within(0, at as u64)).unwrap_or(0);
            attributes.swap(at, other);
        }
        for (name, value) in attributes {
            let space = self.space();
            self.out.push_str(space);
            self.out.push_str(name);
            for part in [self.maybe_space(), "=", self.maybe_space()] {
                self.out.push_str(part);
            }
            self.value(value);
        }
        let space = self.maybe_space();
        if element.children.is_empty() {
            let end = *self.random.pick(self.dress.empties);
            if end != ">" {
                self.out.push_str(end);
                return;
            }
        }
        self.out.push_str(space);
        self.out.push('>');
        for node in &element.children {
            self.node(node, signed_info);
        }
        let space = self.maybe_space();
        self.out.push_str(&format!("</{}{space}>", element.name));
    }

    fn value(&mut self, value: &str) {
        let quote = *self.random.pick(&['"', '"', '\'']);
        self.out.push(quote);
        for character in value.chars() {
            match character {
                '&' | '<' | '\t' | '\n' | '\r' => self.reference(character),
                _ if character == quote => self.reference(character),
                '>' if self.random.one_in(2) => self.reference(character),
                // A reader makes a space of each of them.
                ' ' if self.dress.loose && self.random.one_in(10) => {
                    let space = *self.random.pick(&["\n", "\t", "\r\n", "\r"]);
                    self.out.push_str(space);
                }
                _ => self.character(character),
            }
        }
        self.out.push(quote);
    }

    fn character(&mut self, character: char) {
        if self.dress.references > 0 && self.random.one_in(self.dress.references) {
            self.reference(character);
        } else {
            self.out.push(character);
        }
    }

    fn reference(&mut self, character: char) {
        let named = match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&apos;",
            _ => "",
        };
        let number = u32::from(character);
        let text = match self.random.within(0, 5) {
            0..=3 if !named.is_empty() => named.to_owned(),
            0 | 1 => format!("&#{number};"),
            2 => format!("&#x{number:x};"),
            3 => format!("&#x{number:X};"),
            4 => format!("&#0{number};"),
            _ => format!("&#x00{number:X};"),
        };
        self.out.push_str(&text);
    }

    /// With the file's own line ends.
    fn lines(&mut self, text: &str) -> String {
        let mut out = String::new();
        for character in text.chars() {
            match character {
                '\n' => out.push_str(self.random.pick::<&str>(self.dress.line_ends)),
                _ => out.push(character),
            }
        }
        // A reader would take CR and LF of two ends beside each other for one.
        if out.replace("\r\n", "\n").replace('\r', "\n") == text { out } else { text.to_owned() }
    }

    fn text(&mut self, text: &str, signed_info: bool) {
        let sections =
            if signed_info && !self.dress.sections_in_signed_info { 0 } else { self.dress.sections };
        if sections > 0
            && !text.contains("]]>")
            && !text.contains('\r')
            && self.random.one_in(sections)
            && !(signed_info && text.trim().is_empty())
        {
            self.cdata |= signed_info;
            let text = self.lines(text);
            self.out.push_str(&format!("<![CDATA[{text}]]>"));
            return;
        }
        for character in text.chars() {
            match character {
                '&' | '<' | '\r' => self.reference(character),
                '>' if self.out.ends_with("]]") || self.random.one_in(2) => self.reference(character),
                // CR before LF is one line end to a reader, whoever wrote them.
                '\n' if self.out.ends_with('\r') => self.reference('\n'),
                '\n' => {
                    let end = *self.random.pick(self.dress.line_ends);
                    self.out.push_str(end);
                }
                _ => self.character(character),
            }
        }
    }
}
