//! Real signed documents changed as an attacker would. Nothing of them is kept: they are read, changed and judged.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod shared;

use std::collections::BTreeMap;
use std::ops::Range;

use etax::engine::{Engine, Input, Policy};
use etax::report::{Outcome, Report, SignatureStatus, Verdict};
use etax::signature::TrustStore;
use etax::value::Moment;
use etax::xml::{Document, Element, Limits, Parsed};

fn engine() -> Engine {
    let mut trust = TrustStore::builder();
    for folder in ["pki/roots", "pki/intermediates"] {
        for path in shared::files(folder, ".der") {
            trust = trust.certificates(&std::fs::read(path).unwrap()).unwrap();
        }
    }
    // The most tolerant policy: what it refuses, all do.
    Engine::new(Policy::named("archive").unwrap(), trust.build())
}

fn check(engine: &Engine, text: &str) -> Report {
    let at = Moment::parse("2026-11-23T10:00:00").unwrap();
    engine.check(&Input { name: "attack.xml", bytes: text.as_bytes(), at })
}

/// Whether every signature that must be there is, and holds. Who signed is another matter: most real issuers are not in
/// the trust store.
fn signatures_pass(report: &Report) -> bool {
    let mut documents = std::iter::once(&report.main).chain(&report.documents);
    let signed = documents.clone().any(|document| !document.signatures.is_empty());
    let marks = |outcome| matches!(outcome, Outcome::Passed | Outcome::NotApplicable);
    let whole = report.main.checks.structure != Outcome::Failed
        || report.main.checks.signatures != Outcome::NotApplicable;
    signed
        && whole
        && documents.all(|document| {
            marks(document.checks.signatures)
                && document.signatures.iter().all(|info| info.status == SignatureStatus::Valid)
        })
}

/// Where the parts of one signature are in the text.
struct Parts<'t> {
    text: &'t str,
    /// The element that the signature covers.
    data: Range<usize>,
    data_tag: Range<usize>,
    /// A leaf in it that is a number.
    field: Range<usize>,
    signature: Range<usize>,
    /// The document that both are in.
    unit_tag: Range<usize>,
    unit_end: usize,
}

impl Parts<'_> {
    fn splice(&self, mut changes: Vec<(Range<usize>, String)>) -> String {
        changes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut text = self.text.to_owned();
        for (range, with) in changes {
            text.replace_range(range, &with);
        }
        text
    }

    fn original(&self) -> &str {
        &self.text[self.data.clone()]
    }

    fn signature(&self) -> &str {
        &self.text[self.signature.clone()]
    }

    /// The data with another number in it.
    fn forged(&self) -> String {
        let at = self.field.start - self.data.start;
        let mut text = self.original().to_owned();
        text.insert(at, '9');
        text
    }

    /// The same under another Id.
    fn renamed(&self) -> String {
        let tag = &self.text[self.data_tag.clone()];
        let other = ["Id=\"", "id=\"", "ID=\""]
            .iter()
            .fold(tag.to_owned(), |tag, id| tag.replacen(&format!(" {id}"), &format!(" {id}gia-"), 1));
        self.forged().replacen(tag, &other, 1)
    }

    fn with_signature(&self, change: impl FnOnce(&str) -> String) -> String {
        self.splice(vec![(self.signature.clone(), change(self.signature()))])
    }

    /// A text put behind a start tag of the signature, by the tag's local name.
    fn behind(&self, local: &str, mark: &str) -> String {
        self.with_signature(|text| {
            let open = [
                format!("<{local}>"),
                format!("<ds:{local}>"),
                format!("<{local} "),
                format!("<ds:{local} "),
            ];
            let start = open.iter().find_map(|tag| text.find(tag.as_str())).unwrap();
            let at = start + text[start..].find('>').unwrap() + 1;
            format!("{}{mark}{}", &text[..at], &text[at..])
        })
    }

    /// Something before the end tag of the signature.
    fn signature_with(&self, inside: &str) -> String {
        let at = self.signature().rfind("</").unwrap();
        format!("{}{inside}{}", &self.signature()[..at], &self.signature()[at..])
    }
}

type Attack = (&'static str, fn(&Parts<'_>) -> String);

const ATTACKS: &[Attack] = &[
    ("changed", |p| p.splice(vec![(p.data.clone(), p.forged())])),
    ("changed under another Id", |p| p.splice(vec![(p.data.clone(), p.renamed())])),
    ("forged before", |p| p.splice(vec![(p.data.start..p.data.start, p.renamed())])),
    ("forged before, same Id", |p| p.splice(vec![(p.data.start..p.data.start, p.forged())])),
    ("forged after", |p| p.splice(vec![(p.data.end..p.data.end, p.renamed())])),
    ("moved beside the signature", |p| {
        p.splice(vec![
            (p.data.clone(), p.renamed()),
            (p.signature.start..p.signature.start, p.original().to_owned()),
        ])
    }),
    ("moved to the end", |p| {
        let moved = format!("<TTKhac>{}</TTKhac>", p.original());
        p.splice(vec![(p.data.clone(), p.forged()), (p.unit_end..p.unit_end, moved)])
    }),
    ("moved into an Object", |p| {
        let object =
            format!("<Object xmlns=\"http://www.w3.org/2000/09/xmldsig#\">{}</Object>", p.original());
        p.splice(vec![(p.data.clone(), p.renamed()), (p.signature.clone(), p.signature_with(&object))])
    }),
    ("moved into forged data", |p| {
        let forged = p.renamed();
        let at = forged.rfind("</").unwrap();
        let wrapped = format!("{}{}{}", &forged[..at], p.original(), &forged[at..]);
        p.splice(vec![(p.data.clone(), wrapped)])
    }),
    ("moved with its signature", |p| {
        let moved = format!("<TTKhac>{}{}</TTKhac>", p.original(), p.signature());
        p.splice(vec![
            (p.data.clone(), p.renamed()),
            (p.signature.clone(), String::new()),
            (p.unit_end..p.unit_end, moved),
        ])
    }),
    ("copied into a foreign namespace", |p| {
        let copy = p.forged();
        let name = copy[1..].split([' ', '>']).next().unwrap().to_owned();
        let local = name.rsplit(':').next().unwrap();
        let inside = format!("<q:{local} xmlns:q=\"urn:q\"></q:{local}>");
        p.splice(vec![(p.data.start..p.data.start, inside)])
    }),
    ("a comment in a field", |p| p.splice(vec![(p.field.start..p.field.start, "<!--9-->".to_owned())])),
    ("an instruction in a field", |p| p.splice(vec![(p.field.start..p.field.start, "<?so 9?>".to_owned())])),
    ("signature removed", |p| p.splice(vec![(p.signature.clone(), String::new())])),
    ("signature moved", |p| {
        let moved = format!("<TTKhac>{}</TTKhac>", p.signature());
        p.splice(vec![(p.signature.clone(), String::new()), (p.unit_end..p.unit_end, moved)])
    }),
    ("signature emptied", |p| {
        p.with_signature(|text| {
            let start = text.find('>').unwrap() + 1;
            format!("{}{}", &text[..start], &text[text.rfind("</").unwrap()..])
        })
    }),
    ("a comment in SignedInfo", |p| p.behind("SignedInfo", "<!---->")),
    ("a comment in a digest", |p| p.behind("DigestValue", "<!---->")),
    ("an instruction in the value", |p| p.behind("SignatureValue", "<?x?>")),
    ("a section in the certificate", |p| p.behind("X509Certificate", "<![CDATA[]]>")),
    ("a digest of nothing", |p| p.behind("DigestValue", "AAAA")),
    ("two SignedInfo", |p| {
        p.with_signature(|text| {
            let start = text.find("SignedInfo").map(|at| text[..at].rfind('<').unwrap()).unwrap();
            let last = text.find("</SignedInfo>").or_else(|| text.find("</ds:SignedInfo>")).unwrap();
            let end = last + text[last..].find('>').unwrap() + 1;
            format!("{}{}{}", &text[..end], &text[start..end], &text[end..])
        })
    }),
    ("SHA-224 in place of the method", |p| {
        p.with_signature(|text| text.replacen("rsa-sha", "rsa-sha224-", 1))
    }),
    ("a reference elsewhere", |p| {
        p.with_signature(|text| text.replacen("URI=\"", "URI=\"http://files.example/", 1))
    }),
    ("a document type", |p| {
        p.splice(vec![(p.unit_tag.start..p.unit_tag.start, "<!DOCTYPE r [<!ENTITY e \"9\">]>".to_owned())])
    }),
    ("a declaration around", |p| {
        let at = p.unit_tag.start + p.text[p.unit_tag.clone()].find(['>', ' ', '/']).unwrap();
        p.splice(vec![(at..at, " xmlns:q=\"urn:q\"".to_owned())])
    }),
    ("a language around", |p| {
        let at = p.unit_tag.start + p.text[p.unit_tag.clone()].find(['>', ' ', '/']).unwrap();
        p.splice(vec![(at..at, " xml:lang=\"vi\"".to_owned())])
    }),
    ("data indented again", |p| p.splice(vec![(p.data_tag.end..p.data_tag.end, "\n".to_owned())])),
];

/// The signature value's text: some files are copies of others.
fn value(signature: &str) -> Option<&str> {
    signature.split("SignatureValue>").nth(1)
}

fn is_number(element: Element<'_>) -> bool {
    let text = element.text();
    element.is_leaf()
        && element.is_plain()
        && !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The parts of every valid signature of a document that covers an element.
fn parts<'t>(document: &Document<'t>, text: &'t str, report: &Report) -> Vec<Parts<'t>> {
    let elements: Vec<Element<'_>> = document.elements().collect();
    let find = |path: &str| elements.iter().find(|element| element.path() == path).copied();
    let mut found = Vec::new();
    for info in std::iter::once(&report.main).chain(&report.documents).flat_map(|one| &one.signatures) {
        let Some(signature) = find(&info.path) else { continue };
        let data = info.covers.iter().filter_map(|path| find(path));
        let Some(data) =
            data.into_iter().find(|data| !data.contains(signature) && !signature.contains(*data))
        else {
            continue;
        };
        let Some(field) = data.descendants().find(|leaf| is_number(*leaf)) else { continue };
        let unit = data.parent().unwrap();
        let end = unit.span().end;
        let unit_end = text[..end].rfind("</").unwrap();
        let start = field.start_tag_span().end;
        found.push(Parts {
            text,
            data: data.span(),
            data_tag: data.start_tag_span(),
            field: start..start + field.text().len(),
            signature: signature.span(),
            unit_tag: unit.start_tag_span(),
            unit_end,
        });
    }
    found
}

#[test]
fn nothing_made_out_of_a_real_document_passes_for_it() {
    let engine = engine();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut originals, mut wrong) = (0, Vec::new());
    let mut stolen: Option<(String, String)> = None;
    for folder in ["xmldsig/vn", "einvoice", "declaration/signed", "declaration/payment", "einvoice-2014/xml"]
    {
        for path in shared::files(folder, ".xml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).unwrap();
            let Ok(text) = std::str::from_utf8(&bytes) else { continue };
            let report = check(&engine, text);
            if !signatures_pass(&report) {
                continue;
            }
            let Parsed::Document(document) = Document::parse(&bytes, &Limits::default()) else { continue };
            let all = parts(&document, text, &report);
            originals += usize::from(!all.is_empty());
            for (number, parts) in all.iter().enumerate() {
                // A declaration signed twice is signed still when one of them is gone.
                let twice = document.root().local() == "HSoThueDTu" && all.len() > 1;
                for (attack, change) in ATTACKS {
                    if twice && *attack == "signature removed" {
                        continue;
                    }
                    let forged = change(parts);
                    let report = check(&engine, &forged);
                    *counts.entry(attack).or_default() += 1;
                    if signatures_pass(&report) || report.verdict == Verdict::Accepted {
                        wrong.push(format!("{name} #{number}: {attack}"));
                    }
                }
                // A valid signature over another document.
                let own = |other: &String| value(other) == value(parts.signature());
                if let Some((_, other)) = stolen.as_ref().filter(|(from, other)| *from != name && !own(other))
                {
                    let report = check(&engine, &parts.with_signature(|_| other.clone()));
                    *counts.entry("a signature of another document").or_default() += 1;
                    if signatures_pass(&report) {
                        wrong.push(format!("{name} #{number}: a signature of another document"));
                    }
                }
                stolen = Some((name.clone(), parts.signature().to_owned()));
            }
        }
    }
    let made: usize = counts.values().sum();
    println!("{made} forged documents from {originals} real ones: {counts:#?}");
    assert!(wrong.is_empty(), "{} of {made}\n{}", wrong.len(), wrong.join("\n"));
    if originals > 0 {
        assert!(originals >= 20 && made >= 500, "{originals} real documents, {made} forged");
    }
}
