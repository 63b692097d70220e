//! Random content: what data elements hold, and what is scattered over a whole document.

use std::collections::BTreeSet;

use super::Feature;
use crate::random::Random;
use crate::tree::{Element, Node};

const NAMES: [&str; 10] =
    ["TTChung", "NDHDon", "MST", "Ten", "DSHHDVu", "HHDVu", "ThTien", "Đơn", "ct-21", "Khác.1"];
const TEXTS: [&str; 22] = [
    "CÔNG TY TNHH THÍ DỤ",
    "1250000",
    "0.5",
    "  đầu và cuối  ",
    "\n  ",
    "dòng một\ndòng hai\n",
    "tab\tở giữa",
    "về\rđầu dòng",
    "a & b < c > d",
    "\"nháy kép\" và 'nháy đơn'",
    "]]>",
    "]]",
    ">",
    "&amp;",
    // Letters with combining marks: the same to a reader as the composed ones, not to a digest.
    "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t",
    "Tiếng Việt",
    "\u{1F600}\u{20000}",
    "\u{85}\u{2028}\u{A0}",
    "\u{FEFF}\u{FFFD}\u{E000}",
    "--",
    "?>",
    "x",
];
const SPACES: [&str; 5] = ["urn:a", "urn:b", "http://c.example/x?y=1#z", "urn:%C4%91", "http://c.example/X"];
const PREFIXES: [&str; 4] = ["p", "q", "xs", "đ"];

pub(crate) struct Wild<'w> {
    pub(crate) random: &'w mut Random,
    pub(crate) features: &'w mut BTreeSet<Feature>,
    /// Names in no namespace mean the kind's own, so declaring another default is kept to where it is allowed.
    pub(crate) plain: bool,
}

impl Wild<'_> {
    pub(crate) fn text(&mut self) -> String {
        (0..self.random.within(1, 2)).map(|_| *self.random.pick(&TEXTS)).collect()
    }

    pub(crate) fn comment(&mut self) -> Node {
        Node::Comment((*self.random.pick(&[" ghi chú ", "", "<a>&b;", "hai\ndòng", "a - b"])).to_owned())
    }

    pub(crate) fn instruction(&mut self) -> Node {
        let target = *self.random.pick(&["xử-lý", "xml-stylesheet", "p"]);
        let data = *self.random.pick(&["", "a=\"b\"", "<&>", "hai\ndòng", "x  "]);
        Node::Instruction(target.to_owned(), data.to_owned())
    }

    fn space(&mut self) -> String {
        if self.random.one_in(150) {
            self.features.insert(Feature::AmpersandNamespace);
            return "urn:a&b".to_owned();
        }
        if self.random.one_in(150) {
            self.features.insert(Feature::ForeignNamespace);
            return "urn:đ".to_owned();
        }
        if self.random.one_in(120) {
            self.features.insert(Feature::RelativeNamespace);
            return "../rel".to_owned();
        }
        (*self.random.pick(&SPACES)).to_owned()
    }

    /// Fills an element with random children.
    pub(crate) fn fill(&mut self, element: &mut Element) {
        for _ in 0..self.random.within(1, 5) {
            let child = self.element(0, &[]);
            element.push(child);
        }
    }

    fn element(&mut self, depth: u64, outer: &[&'static str]) -> Element {
        let mut known: Vec<&'static str> = outer.to_vec();
        let mut declared = Vec::new();
        if !self.plain {
            for prefix in PREFIXES {
                if self.random.one_in(7) {
                    declared.push((format!("xmlns:{prefix}"), self.space()));
                    known.push(prefix);
                }
            }
            if self.random.one_in(8) {
                let name = if self.random.one_in(2) { String::new() } else { self.space() };
                declared.push(("xmlns".to_owned(), name));
            }
        }
        let own = *self.random.pick(&NAMES);
        let name = match known.as_slice() {
            [] => own.to_owned(),
            known if self.random.one_in(3) => format!("{}:{own}", self.random.pick(known)),
            _ => own.to_owned(),
        };
        let mut element = Element::new(&name);
        element.attributes = declared;
        for name in ["z", "a", "xml:lang", "xml:space", "m"] {
            if self.random.one_in(9) {
                let value = if name == "xml:space" { "preserve".to_owned() } else { self.text() };
                element.attributes.push((name.to_owned(), value));
            }
        }
        if let [prefix, ..] = known.as_slice()
            && self.random.one_in(3)
        {
            let name = format!("{prefix}:thêm");
            let value = self.text();
            element.attributes.push((name, value));
        }
        if self.random.one_in(8) {
            return element;
        }
        for _ in 0..self.random.within(0, 3) {
            let node = match self.random.within(0, 9) {
                0 if !self.plain => self.comment(),
                1 if !self.plain => self.instruction(),
                2..=6 => Node::Text(self.text()),
                _ if depth < 3 => Node::Element(self.element(depth + 1, &known)),
                _ => Node::Text(self.text()),
            };
            element.children.push(node);
        }
        element
    }

    /// Scatters declarations, `xml:` attributes, comments, instructions and white space over a tree.
    pub(crate) fn scatter(&mut self, element: &mut Element, odds: u64) {
        if self.random.one_in(odds) {
            let name = format!("xmlns:e{}", self.random.within(1, 4));
            if !element.attributes.iter().any(|(known, _)| *known == name) {
                let space = self.space();
                element.attributes.push((name, space));
            }
        }
        for name in ["xml:lang", "xml:space", "ghi"] {
            if self.random.one_in(odds * 2) && !element.attributes.iter().any(|(known, _)| known == name) {
                let value = *self.random.pick(&["vi", "default", "a \"b\" <c>", "", "x\ny"]);
                element.attributes.push((name.to_owned(), value.to_owned()));
            }
        }
        for _ in 0..2 {
            if self.random.one_in(odds) {
                let place =
                    usize::try_from(self.random.within(0, element.children.len() as u64)).unwrap_or(0);
                let node = match self.random.within(0, 4) {
                    0 => self.comment(),
                    1 => self.instruction(),
                    _ => Node::Text((*self.random.pick(&["\n", "\n  ", " ", "\t"])).to_owned()),
                };
                element.children.insert(place, node);
            }
        }
        for child in element.elements_mut() {
            self.scatter(child, odds);
        }
    }
}
