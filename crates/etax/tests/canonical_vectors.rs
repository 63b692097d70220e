//! Canonical form against published vectors (W3C examples, Merlin Hughes' suites) and against libxml2.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "../../etax-testkit/tests/oracle/mod.rs"]
mod oracle;
mod shared;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use etax::xml::{Apex, Canonicalization, Document, Element, Limits, Parsed, canonicalize};
use sha1::{Digest, Sha1};
use std::process::Command;

const INCLUSIVE: Canonicalization<'_> =
    Canonicalization { exclusive: false, comments: false, inclusive_prefixes: &[] };
const WITH_COMMENTS: Canonicalization<'_> =
    Canonicalization { exclusive: false, comments: true, inclusive_prefixes: &[] };
const EXCLUSIVE: Canonicalization<'_> =
    Canonicalization { exclusive: true, comments: false, inclusive_prefixes: &[] };

fn parse(input: &[u8]) -> Document<'_> {
    match Document::parse(input, &Limits::default()) {
        Parsed::Document(document) => document,
        Parsed::Refused(defect) => panic!("{defect:?} in {}", String::from_utf8_lossy(input)),
    }
}

fn canonical(apex: Apex<'_>, method: &Canonicalization<'_>) -> String {
    let mut out = Vec::new();
    canonicalize(apex, method, None, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn element<'d>(document: &'d Document<'d>, qualified: &str) -> Element<'d> {
    document.elements().find(|element| element.qualified() == qualified).unwrap()
}

fn read(below: &str) -> String {
    std::fs::read_to_string(shared::path(below).unwrap()).unwrap()
}

/// Input, changes that do by hand what a DTD would have done, element (empty for the document), method, output.
type Example = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    Canonicalization<'static>,
    &'static str,
);

/// Not among them: 3.7 and 3.8 (node sets chosen by XPath, which no profile here has).
const EXAMPLES: &[Example] = &[
    ("31_input.xml", &[("<!DOCTYPE doc SYSTEM \"doc.dtd\">", "")], "", INCLUSIVE, "31_c14n.xml"),
    ("31_input.xml", &[("<!DOCTYPE doc SYSTEM \"doc.dtd\">", "")], "", WITH_COMMENTS, "31_c14n-comments.xml"),
    ("32_input.xml", &[], "", INCLUSIVE, "32_c14n.xml"),
    (
        "33_input.xml",
        &[("<!DOCTYPE doc [<!ATTLIST e9 attr CDATA \"default\">]>", ""), ("<e9 ", "<e9 attr=\"default\" ")],
        "",
        INCLUSIVE,
        "33_c14n.xml",
    ),
    (
        "34_input.xml",
        &[
            (
                "<!DOCTYPE doc [\n<!ATTLIST normId id ID #IMPLIED>\n<!ATTLIST normNames attr NMTOKENS #IMPLIED>\n]>",
                "",
            ),
            ("'   A   &#x20;&#13;&#xa;&#9;   B   '", "'A &#13;&#xa;&#9; B'"),
            ("id=' &apos;   &#x20;&#13;&#xa;&#9;   &apos; '", "id='&apos; &#13;&#xa;&#9; &apos;'"),
        ],
        "",
        INCLUSIVE,
        "34_c14n.xml",
    ),
    ("36_input.xml", &[("ISO-8859-1", "UTF-8")], "", INCLUSIVE, "36_c14n.xml"),
    ("example2_2_1.xml", &[], "n1:elem2", INCLUSIVE, "example2_2_1_c14nized.xml"),
    ("example2_2_2.xml", &[], "n1:elem2", INCLUSIVE, "example2_2_2_c14nized.xml"),
    ("example2_2_1.xml", &[], "n1:elem2", EXCLUSIVE, "example2_2_c14nized_exclusive.xml"),
    ("example2_2_2.xml", &[], "n1:elem2", EXCLUSIVE, "example2_2_c14nized_exclusive.xml"),
    ("example2_2_3.xml", &[], "p", EXCLUSIVE, "example2_2_3_c14nized_exclusive.xml"),
    ("example2_4.xml", &[], "etsi:elem2", EXCLUSIVE, "example2_4_c14nized.xml"),
    ("default_ns_redefinition_input.xml", &[], "dsig:Object", EXCLUSIVE, "default_ns_redefinition_c14n.xml"),
    ("plain-soap-1.1.xml", &[], "env:Body", EXCLUSIVE, "plain-soap-c14nized.xml"),
];

#[test]
fn examples_of_the_recommendations() {
    if shared::path("xmldsig/suites/santuario/c14n").is_none() {
        return;
    }
    for (input, changes, apex, method, expected) in EXAMPLES {
        // XML reads CR LF as LF, so this changes nothing but lets the changes below be found.
        let mut text = read(&format!("xmldsig/suites/santuario/c14n/{input}")).replace("\r\n", "\n");
        for (from, to) in *changes {
            assert!(text.contains(from), "{input}: {from:?}");
            text = text.replace(from, to);
        }
        let expected_text = read(&format!("xmldsig/suites/santuario/c14n/{expected}"));
        let document = parse(text.as_bytes());
        let apex = match *apex {
            "" => Apex::Document(&document),
            name => Apex::Element(element(&document, name)),
        };
        assert_eq!(canonical(apex, method).trim_end(), expected_text.trim_end(), "{input} -> {expected}");
    }
}

#[test]
fn a_relative_namespace_has_no_canonical_form() {
    if shared::path("xmldsig/suites/santuario/c14n").is_none() {
        return;
    }
    let text = read("xmldsig/suites/santuario/c14n/relative-ns-behaviour.xml");
    let document = parse(text.as_bytes());
    let mut out = Vec::new();
    assert!(canonicalize(Apex::Document(&document), &INCLUSIVE, None, &mut out).is_err());
}

/// The node sets of this suite are chosen by XPath. Those that are whole subtrees, with all their attributes and
/// namespaces, are what an element reference gives; the others take namespace nodes out one by one, which only XPath
/// can ask for.
#[test]
fn merlin_c14n_three_where_the_node_set_is_a_subtree() {
    if shared::path("xmldsig/suites/merlin-c14n-three").is_none() {
        return;
    }
    let text = read("xmldsig/suites/merlin-c14n-three/signature.xml");
    let document = parse(text.as_bytes());
    let something = element(&document, "bar:Something");
    let references: Vec<_> = document.elements().filter(|element| element.local() == "Reference").collect();
    let mut compared = 0;
    for (index, reference) in references.iter().enumerate() {
        let expression = reference.descendants().find(|element| element.local() == "XPath");
        let Some(expression) = expression.map(|element| element.trimmed()) else { continue };
        if expression != "ancestor-or-self::bar:Something" {
            continue;
        }
        let list = reference.descendants().find_map(|element| element.attribute("PrefixList"));
        let prefixes: Vec<&str> =
            list.as_deref().map(|list| list.split_whitespace().collect()).unwrap_or_default();
        let exclusive = reference
            .descendants()
            .any(|element| element.attribute("Algorithm").is_some_and(|name| name.contains("xml-exc-c14n#")));
        let method = Canonicalization { exclusive, comments: false, inclusive_prefixes: &prefixes };
        let expected = read(&format!("xmldsig/suites/merlin-c14n-three/c14n-{index}.txt"));
        assert_eq!(canonical(Apex::Element(something), &method), expected, "c14n-{index}.txt");
        compared += 1;
    }
    assert!(compared >= 2, "compared {compared} of {}", references.len());
}

/// Every reference of this signature is one element in exclusive form, with and without comments and a prefix list.
#[test]
fn merlin_exc_c14n_one() {
    if shared::path("xmldsig/suites/merlin-exc-c14n-one").is_none() {
        return;
    }
    let text = read("xmldsig/suites/merlin-exc-c14n-one/exc-signature.xml");
    let document = parse(text.as_bytes());
    let object = element(&document, "dsig:Object");
    let mut compared = 0;
    for reference in document.elements().filter(|element| element.local() == "Reference") {
        let transform = reference.descendants().find(|element| element.local() == "Transform").unwrap();
        let list = transform.descendants().find_map(|element| element.attribute("PrefixList"));
        let prefixes: Vec<&str> =
            list.as_deref().map(|list| list.split_whitespace().collect()).unwrap_or_default();
        let comments = transform.attribute("Algorithm").unwrap().ends_with("#WithComments");
        let method = Canonicalization { exclusive: true, comments, inclusive_prefixes: &prefixes };
        let digest = Sha1::digest(canonical(Apex::Element(object), &method));
        let expected = reference.child("DigestValue").unwrap().trimmed();
        assert_eq!(STANDARD.encode(digest), expected, "{method:?}");
        compared += 1;
    }
    assert_eq!(compared, 4);
}

/// Runs libxml2's `xmllint` over the files.
fn xmllint(option: &str, path: &std::path::Path) -> Option<Vec<u8>> {
    let output = Command::new("xmllint").arg(option).arg(path).output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// A small generator of odd documents: namespaces declared and undeclared, prefixes, attributes out of order,
/// character references, CDATA sections, comments and instructions.
struct Odd(u64);

impl Odd {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[usize::try_from(self.next(from.len() as u64)).unwrap()]
    }

    fn element(&mut self, depth: u64, prefixes: &[&'static str], out: &mut String) {
        let mut known: Vec<&'static str> = prefixes.to_vec();
        let mut declarations = String::new();
        for prefix in ["p", "q", "r"] {
            if self.next(4) == 0 {
                let uri = self.pick(&["urn:a", "urn:b", "http://c.example/"]);
                declarations.push_str(&format!(" xmlns:{prefix}=\"{uri}\""));
                known.push(prefix);
            }
        }
        if self.next(4) == 0 {
            // No `&` in a URI: libxml2 writes it unescaped, against section 2.3 of Canonical XML.
            let uri = self.pick(&["urn:d", "", "urn:e", "urn:a"]);
            declarations.push_str(&format!(" xmlns='{uri}'"));
        }
        let prefix = if known.is_empty() || self.next(2) == 0 { "" } else { self.pick(&known) };
        let colon = if prefix.is_empty() { "" } else { ":" };
        let name = format!("{prefix}{colon}{}", self.pick(&["a", "b", "Đơn", "c-d"]));
        let mut attributes = Vec::new();
        for attribute in ["z", "a", "m", "xml:lang", "xml:space"] {
            if self.next(5) == 0 {
                attributes.push(attribute.to_owned());
            }
        }
        if !known.is_empty() && self.next(3) == 0 {
            attributes.push(format!("{}:own", self.pick(&known)));
        }
        out.push('<');
        out.push_str(&name);
        let first = self.next(2) == 0;
        if first {
            out.push_str(&declarations);
        }
        for attribute in attributes {
            let value = self.pick(&["1", "x y", "&lt;&quot;'", "tab\there", "&#10;&#13;&#9;", "đ>", "  "]);
            out.push_str(&format!("{} {attribute}=\"{value}\"", self.pick(&["", " ", "\n"])));
        }
        if !first {
            out.push_str(&declarations);
        }
        if self.next(4) == 0 {
            out.push_str(self.pick(&["/>", " />"]));
            return;
        }
        out.push('>');
        for _ in 0..self.next(4) {
            let text = self.pick(&[
                "chữ",
                "\r\n",
                "a\rb",
                "&amp;&lt;&gt;",
                "&#13;",
                "]] >",
                "\n  ",
                "<![CDATA[<&>\r\n]]>",
                "<!-- c\r -->",
                "<?pi  d ?>",
                "<?pi?>",
                "\"'",
            ]);
            out.push_str(text);
            if depth < 5 && self.next(2) == 0 {
                self.element(depth + 1, &known, out);
            }
        }
        out.push_str(&format!("</{name}{}>", self.pick(&["", "", " "])));
    }
}

#[test]
fn odd_documents_have_the_canonical_form_that_libxml2_gives() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        shared::skipped("xmllint is not installed, so canonical form was not compared with libxml2");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd.xml");
    for seed in 0..300 {
        let mut text = String::from("<?xml version=\"1.0\"?>\n<!-- before --><?before it?>");
        Odd(seed).element(0, &[], &mut text);
        text.push_str("\n<?after?><!-- after\r\n -->\n");
        std::fs::write(&path, &text).unwrap();
        let document = parse(text.as_bytes());
        // xmllint writes all forms with comments.
        for (option, exclusive) in [("--c14n", false), ("--exc-c14n", true)] {
            let method = Canonicalization { exclusive, comments: true, inclusive_prefixes: &[] };
            let theirs =
                xmllint(option, &path).unwrap_or_else(|| panic!("xmllint {option} failed on {text}"));
            let ours = canonical(Apex::Document(&document), &method);
            assert_eq!(ours, String::from_utf8(theirs).unwrap(), "seed {seed} {option}\n{text}");
        }
    }
}

#[test]
fn odd_documents_have_the_canonical_forms_that_the_jdk_gives() {
    let forms = [
        ("http://www.w3.org/TR/2001/REC-xml-c14n-20010315", false, false),
        ("http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments", false, true),
        ("http://www.w3.org/2001/10/xml-exc-c14n#", true, false),
        ("http://www.w3.org/2001/10/xml-exc-c14n#WithComments", true, true),
    ];
    let folder = tempfile::tempdir().unwrap();
    let documents: Vec<_> = (20_000..21_000)
        .map(|seed| {
            // In an element of its own: the JDK leaves out what follows a root that is empty.
            let mut text = String::from("<?xml version=\"1.0\"?>\n<!-- before --><?before it?><w>");
            Odd(seed).element(0, &[], &mut text);
            text.push_str("</w>\n<?after?><!-- after\r\n -->\n");
            let path = folder.path().join(format!("{seed}.xml"));
            std::fs::write(&path, &text).unwrap();
            (path, text)
        })
        .collect();
    let jobs: Vec<_> =
        documents.iter().flat_map(|(path, _)| forms.map(|(uri, _, _)| (path.as_path(), uri))).collect();
    let theirs = oracle::jdk_canonical(&jobs);
    assert_eq!(theirs.len(), documents.len() * forms.len());
    let mut theirs = theirs.into_iter();
    for (_, text) in &documents {
        let document = parse(text.as_bytes());
        for (uri, exclusive, comments) in forms {
            let method = Canonicalization { exclusive, comments, inclusive_prefixes: &[] };
            let form = theirs.next().unwrap().unwrap_or_else(|reason| panic!("{uri}: {reason}\n{text}"));
            assert_eq!(
                canonical(Apex::Document(&document), &method),
                String::from_utf8(form).unwrap(),
                "{uri}\n{text}"
            );
        }
    }
}

#[test]
fn spans_handed_over_as_they_stand_equal_the_long_way() {
    // The long way is forced by leaving out an element that is not inside the apex's children that are compared:
    // the same tree is written once with a hole next to it and once without.
    for seed in 0..500 {
        let mut inner = String::new();
        Odd(seed + 10_000).element(0, &[], &mut inner);
        let text = format!("<w>{inner}</w>");
        let document = parse(text.as_bytes());
        for exclusive in [false, true] {
            let method = Canonicalization { exclusive, comments: seed % 2 == 0, inclusive_prefixes: &["p"] };
            let whole = canonical(Apex::Document(&document), &method);
            let child = document.root().children().next().unwrap();
            let part = canonical(Apex::Element(child), &method);
            assert_eq!(whole, format!("<w>{part}</w>"), "seed {seed}\n{text}");
            // Canonical form is a fixed point, and its spans are all handed over.
            let again = parse(whole.as_bytes());
            assert_eq!(canonical(Apex::Document(&again), &method), whole, "seed {seed}");
        }
    }
}
