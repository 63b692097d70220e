//! JSON of e-invoices: every document of the kit is shown, made and shown the same; the examples of
//! docs/invoice-json.md are made, signed and judged as the page says.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod signing;

use etax::einvoice::{EInvoiceData, Unknown};
use etax::engine::{Engine, Input, Policy};
use etax::signature::{Role, TrustStore};
use etax::value::Moment;
use etax_testkit::{Kind, generate, testdata, variants};
use serde_json::{Map, Value};
use signing::{SELLER, file, request, sign_with};
use std::collections::BTreeMap;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/invoice-json.md");

fn engine() -> Engine {
    let trust = TrustStore::builder().certificates(file("trust/anchors.pem").as_bytes()).unwrap();
    let trust = trust.certificates(file("trust/intermediates.pem").as_bytes()).unwrap();
    let trust = trust.crls(file("crl/lists.pem").as_bytes()).unwrap();
    Engine::new(Policy::from_toml(&file("policy/test.toml")).unwrap(), trust.build())
}

/// Noun, who signs, verdict and JSON of each example.
fn examples() -> Vec<(String, String, String, String)> {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let parts = page.split("<!-- example ").skip(1);
    parts
        .map(|part| {
            let (head, rest) = part.split_once(" -->\n```json\n").unwrap();
            let [noun, signer, verdict] = head.split(' ').collect::<Vec<_>>().try_into().unwrap();
            let json = rest.split("```").next().unwrap();
            (noun.to_owned(), signer.to_owned(), verdict.to_owned(), json.to_owned())
        })
        .collect()
}

#[test]
fn the_examples_are_judged_as_the_page_says() {
    let engine = engine();
    let examples = examples();
    assert_eq!(examples.len(), 6);
    for (noun, signer, verdict, json) in examples {
        let data = EInvoiceData::from_json(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
        assert_eq!(data.root(), if noun == "message" { "TDiep" } else { "HDon" });
        let mut xml = data.filled().to_xml(Unknown::Refuse).unwrap().into_bytes();
        let role = match signer.as_str() {
            "seller" => Some(Role::Seller),
            "taxpayer" => Some(Role::Taxpayer),
            other => {
                assert_eq!(other, "unsigned");
                None
            }
        };
        if let Some(role) = role {
            xml = sign_with(&xml, &request(role), &SELLER).unwrap();
        }
        assert_eq!(judged(&engine, &xml), verdict, "{json}");
    }
}

/// The verdict on a document; what is found is printed for a test that fails.
fn judged(engine: &Engine, xml: &[u8]) -> &'static str {
    let at = Moment::parse("2026-11-20T10:00:00").unwrap();
    let report = engine.check(&Input { name: "example.xml", bytes: xml, at });
    for document in std::iter::once(&report.main).chain(&report.documents) {
        for finding in &document.findings {
            println!("{} {:?} {:?} {:?}", finding.rule.id, finding.weight, finding.expected, finding.found);
        }
    }
    report.verdict.word()
}

#[test]
fn the_invoice_of_a_cash_register_is_accepted_in_a_signed_batch() {
    let (.., json) = examples().into_iter().find(|(.., json)| json.contains("MCCQT\"")).unwrap();
    let invoice: Value = serde_json::from_str(&json).unwrap();
    let batch = serde_json::json!({"TDiep": {
        "TTChung": {"MNGui": "V9900000016", "MNNhan": "TCT", "MLTDiep": 206,
                    "MTDiep": "V99000000163859FFB5A6A84452A6239A86FA9DD45A"},
        "DLieu": {"@Id": "batch", "HDon": [invoice["HDon"]]}}});
    let data = EInvoiceData::from_json(&batch.to_string()).unwrap().filled();
    let xml = data.to_xml(Unknown::Refuse).unwrap();
    let signed = sign_with(xml.as_bytes(), &request(Role::Batch), &SELLER).unwrap();
    assert_eq!(judged(&engine(), &signed), "accepted");
}

/// The mistakes that the page quotes come out so.
#[test]
fn the_mistakes_are_those_of_the_page() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let invoice = |inside: &str| format!(r#"{{"HDon": {{"DLHDon": {{"NDHDon": {inside}}}}}}}"#);
    for json in [
        invoice(r#"{"NBan": {"MaSoThue": "9901291103"}}"#),
        invoice(r#"{"DSHHDVu": {"HHDVu": [{"ThTien": 2.5}]}}"#),
        invoice(r#"{"DSHHDVu": {"HHDVu": {"ThTien": 2}}}"#),
        r#"{"TBao": {"DLTBao": {"MSo": "04/SS"}}}"#.to_owned(),
    ] {
        let made = EInvoiceData::from_json(&json).and_then(|data| data.to_xml(Unknown::Refuse));
        let said = made.unwrap_err().to_string();
        let start: String = said.chars().take(70).collect();
        assert!(page.contains(&start), "{said}");
    }
}

/// Without the signatures, which are shown and never written.
fn unsigned(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            let kept = entries
                .into_iter()
                .filter(|(key, _)| !matches!(key.as_str(), "DSCKS" | "?DSCKS" | "CKSNNT" | "Signature"));
            Value::Object(kept.map(|(key, value)| (key, unsigned(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(unsigned).collect()),
        other => other,
    }
}

/// Shown, made, and shown the same.
fn holds(name: &str, data: &EInvoiceData, unknown: Unknown) {
    let again = EInvoiceData::from_json(&data.to_json()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let xml = again.to_xml(unknown).unwrap_or_else(|error| panic!("{name}: {error}"));
    let back = EInvoiceData::from_xml(xml.as_bytes()).unwrap_or_else(|| panic!("{name}: {xml}"));
    let shown = |data: &EInvoiceData| unsigned(serde_json::to_value(data).unwrap());
    assert_eq!(shown(&back), shown(data), "{name}");
}

#[test]
fn every_kind_of_document_of_the_kit_is_made_again() {
    let mut roots: BTreeMap<&str, usize> = BTreeMap::new();
    for (kind, count) in [
        (Kind::Invoice, 40),
        (Kind::Message, 12),
        (Kind::Batch, 6),
        (Kind::Paper, 60),
        (Kind::Bench, 2),
        (Kind::BenchSmall, 2),
        (Kind::BenchRegister, 2),
    ] {
        for document in generate(kind, 3, count).unwrap() {
            let Some(data) = EInvoiceData::from_xml(&document.bytes) else { continue };
            holds(&document.name, &data, Unknown::Refuse);
            *roots.entry(data.root()).or_default() += 1;
        }
    }
    let papers = ["HDon", "TDiep", "TKhai", "TBao", "DNghi", "BTHDLieu", "BKe", "BBan"];
    for file in testdata().unwrap() {
        if let Some(data) = EInvoiceData::from_xml(&file.bytes) {
            holds(&file.path, &data, Unknown::Keep);
            *roots.entry(data.root()).or_default() += 1;
        }
    }
    assert!(papers.iter().all(|root| roots.contains_key(root)), "{roots:?}");
    assert!(roots["HDon"] >= 60 && roots["TDiep"] >= 20, "{roots:?}");
}

/// One document for every rule: unknown and repeated elements, markup in fields, foreign namespaces.
#[test]
fn broken_documents_are_made_again_too() {
    let mut count = 0;
    for variant in variants().unwrap() {
        for (name, bytes) in
            [(variant.name.clone(), &variant.bytes), (format!("twin of {}", variant.name), &variant.twin)]
        {
            let Some(data) = EInvoiceData::from_xml(bytes) else { continue };
            holds(&name, &data, Unknown::Keep);
            count += 1;
        }
    }
    assert!(count > 300, "{count}");
}
