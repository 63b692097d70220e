//! Documents of the e-invoice standard as JSON and back: nothing of their content is lost, what is made is judged as the
//! document was, and the order of keys makes no difference.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod shared;

use etax::einvoice::{EInvoiceData, JsonError, Mistake, Unknown};
use etax::engine::{Engine, Input, Policy};
use etax::report::Report;
use etax::rule::Check;
use etax::signature::TrustStore;
use etax::value::Moment;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn good() -> Vec<PathBuf> {
    shared::files_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/good"), ".xml")
}

fn read(path: &Path) -> Option<(String, Vec<u8>, EInvoiceData)> {
    let bytes = std::fs::read(path).unwrap();
    let data = EInvoiceData::from_xml(&bytes)?;
    Some((path.file_name().unwrap().to_string_lossy().into_owned(), bytes, data))
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

fn shown(data: &EInvoiceData) -> Value {
    unsigned(serde_json::to_value(data).unwrap())
}

fn check(name: &str, bytes: &[u8]) -> Report {
    let at = Moment::parse("2026-11-23T10:00:00").unwrap();
    Engine::new(Policy::default(), TrustStore::default()).check(&Input { name, bytes, at })
}

/// What structure and rules say of each document: rule and how often.
fn findings(name: &str, bytes: &[u8]) -> BTreeMap<&'static str, usize> {
    let report = check(name, bytes);
    let mut counts = BTreeMap::new();
    for document in std::iter::once(&report.main).chain(&report.documents) {
        for finding in &document.findings {
            if matches!(finding.rule.check, Check::Structure | Check::Rules) {
                *counts.entry(finding.rule.id).or_default() += 1;
            }
        }
    }
    counts
}

/// What is not carried, and with it what is said about it.
const NOT_CARRIED: &[(&str, &str)] = &[
    ("invoice.date.signed-early", "the day of the signature"),
    ("invoice.field.padded", "white space around texts"),
    ("invoice.field.repeated-empty", "a second DSCKS, which is empty"),
];

fn holds(name: &str, bytes: &[u8], data: &EInvoiceData, unknown: Unknown) {
    let json = data.to_json();
    let again = EInvoiceData::from_json(&json).unwrap_or_else(|error| panic!("{name}: {error}"));
    let xml = again.to_xml(unknown).unwrap_or_else(|error| panic!("{name}: {error}"));
    let back = EInvoiceData::from_xml(xml.as_bytes()).unwrap();
    assert_eq!(shown(&back), shown(data), "{name}");
    assert_eq!(EInvoiceData::from_json(&back.to_json()).unwrap().to_xml(unknown).unwrap(), xml, "{name}");
    let mut numbers = Numbers(7);
    let value: Value = serde_json::from_str(&json).unwrap();
    for _ in 0..3 {
        let shuffled = EInvoiceData::from_json(&shuffled(&value, &mut numbers)).unwrap();
        assert_eq!(shuffled.to_xml(unknown).unwrap(), xml, "{name}");
        assert_eq!(
            shuffled.clone().filled().to_xml(unknown),
            data.clone().filled().to_xml(unknown),
            "{name}"
        );
    }
    let (mut before, after) = (findings(name, bytes), findings(name, xml.as_bytes()));
    before.retain(|rule, _| !NOT_CARRIED.iter().any(|(known, _)| known == rule));
    assert_eq!(after, before, "{name}");
}

/// Numbers without order.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// The text of a value with its keys in another order.
fn shuffled(value: &Value, numbers: &mut Numbers) -> String {
    match value {
        Value::Object(entries) => {
            let mut entries: Vec<(&String, &Value)> = entries.iter().collect();
            for last in (1..entries.len()).rev() {
                entries.swap(last, numbers.below(last + 1));
            }
            let entries: Vec<String> = entries
                .into_iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), shuffled(value, numbers)))
                .collect();
            format!("{{{}}}", entries.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| shuffled(item, numbers)).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

#[test]
fn generated_documents_lose_nothing() {
    let documents: Vec<_> = good().iter().filter_map(|path| read(path)).collect();
    assert!(documents.len() >= 30, "{}", documents.len());
    for (name, bytes, data) in documents {
        holds(&name, &bytes, &data, Unknown::Refuse);
    }
}

#[test]
fn real_documents_lose_nothing() {
    let paths = shared::files("einvoice", ".xml");
    let documents: Vec<_> = paths.iter().filter_map(|path| read(path)).collect();
    assert!(paths.is_empty() || documents.len() >= 100, "{}", documents.len());
    for (name, bytes, data) in documents {
        holds(&name, &bytes, &data, Unknown::Keep);
    }
}

fn made(json: &str, unknown: Unknown) -> Result<String, JsonError> {
    EInvoiceData::from_json(json)?.to_xml(unknown)
}

/// The pointer and the mistake of a text that is refused.
fn refused(json: &str) -> (String, Mistake) {
    let error = made(json, Unknown::Refuse).unwrap_err();
    (error.pointer, error.mistake)
}

#[test]
fn wrong_shapes_are_refused_where_they_stand() {
    let wrong = |expected, found| Mistake::WrongType { expected, found };
    for (json, pointer, mistake) in [
        (r#"{"HDon": []}"#, "/HDon", wrong("an object", "an array")),
        (r#"{"HDon": null}"#, "/HDon", wrong("an object", "null")),
        (r#"[]"#, "", wrong("an object", "an array")),
        (r#"{"HDon": {}, "TDiep": {}}"#, "/TDiep", Mistake::NoPlace),
        (r#"{"Hdon": {}}"#, "/Hdon", Mistake::UnknownName),
        (
            r#"{"HDon": {"DLHDon": {"TTChung": {"KHHDon": 7}}}}"#,
            "/HDon/DLHDon/TTChung/KHHDon",
            wrong("a string", "a number"),
        ),
        (
            r#"{"HDon": {"DLHDon": {"TTChung": {"TGia": true}}}}"#,
            "/HDon/DLHDon/TTChung/TGia",
            wrong("a string or a whole number", "true or false"),
        ),
        (
            r#"{"HDon": {"DLHDon": {"TTChung": {"NLap": ["2026-11-20"]}}}}"#,
            "/HDon/DLHDon/TTChung/NLap",
            wrong("one value", "an array"),
        ),
        (
            r#"{"HDon": {"DLHDon": {"TTChung": {"NLap": {"$": [1]}}}}}"#,
            "/HDon/DLHDon/TTChung/NLap/$",
            wrong("a string", "an array"),
        ),
        (
            r#"{"HDon": {"DLHDon": {"TTChung": {"NLap": {"Ngay": ""}}}}}"#,
            "/HDon/DLHDon/TTChung/NLap/Ngay",
            Mistake::UnknownName,
        ),
        (r#"{"HDon": {"DLHDon": {"TTKhac": {}}}}"#, "/HDon/DLHDon/TTKhac", wrong("an array", "an object")),
        (
            r#"{"HDon": {"DLHDon": {"TTKhac": [[]]}}}"#,
            "/HDon/DLHDon/TTKhac/0",
            wrong("an object", "an array"),
        ),
        (
            r#"{"HDon": {"DLHDon": {"TTKhac": [{"?$": "x"}]}}}"#,
            "/HDon/DLHDon/TTKhac/0/?$",
            Mistake::UnknownName,
        ),
        (
            r#"{"HDon": {"DLHDon": {"TTKhac": [{"?X": "x"}]}}}"#,
            "/HDon/DLHDon/TTKhac/0/?X",
            Mistake::UnknownName,
        ),
        (
            r#"{"HDon": {"DLHDon": {"TTKhac": [{"TTruong": "x", "Y": ""}]}}}"#,
            "/HDon/DLHDon/TTKhac/0/Y",
            Mistake::UnknownName,
        ),
        (r#"{"HDon": {"DLHDon": {"@id": "x"}}}"#, "/HDon/DLHDon/@id", Mistake::UnknownName),
        (r#"{"HDon": {"DLHDon": {"a/b~c": "x"}}}"#, "/HDon/DLHDon/a~1b~0c", Mistake::UnknownName),
        (r#"{"TDiep": {"DLieu": {"MLoi": "1"}}}"#, "/TDiep/DLieu/MLoi", Mistake::UnknownName),
        (
            r#"{"TDiep": {"DLieu": {"TBao": [{"DLTBao": {}}]}}}"#,
            "/TDiep/DLieu/TBao/0",
            Mistake::Missing { name: "MSo".into() },
        ),
        (
            r#"{"TBao": {"DLTBao": {"MSo": "04/SS-HĐĐT", "DSHDon": {"HDon": [{"MCQTCap": "", "MCCQT": ""}]}}}}"#,
            "/TBao/DLTBao/DSHDon/HDon/0/MCCQT",
            Mistake::Duplicate,
        ),
    ] {
        assert_eq!(refused(json), (pointer.to_owned(), mistake), "{json}");
    }
}

/// `null` chose the registration of delegation, whose mark is then not written, so that the document was another.
#[test]
fn a_mark_that_is_null_tells_no_paper() {
    let json = r#"{"TKhai": {"DLTKhai": {"TTChung": {"MSo": "01/ĐKTĐ-HĐĐT", "LDKUNhiem": null}, "NDTKhai": {"DSDKUNhiem": {}}}}}"#;
    assert_eq!(refused(json), ("/TKhai/DLTKhai/NDTKhai/DSDKUNhiem".to_owned(), Mistake::UnknownName));
}

#[test]
fn hostile_texts_are_refused() {
    // Keys twice, though spelt in two ways.
    let twice = r#"{"HDon": {"DLHDon": {"TTChung": {"SHDon": 1, "\u0053HDon": 2}}}}"#;
    assert_eq!(refused(twice), ("/HDon/DLHDon/TTChung/SHDon".to_owned(), Mistake::Duplicate));
    for (escaped, c) in
        [("\\u0000", '\0'), ("\\u001f", '\u{1f}'), ("\\ufffe", '\u{fffe}'), ("\\uffff", '\u{ffff}')]
    {
        let json = format!(r#"{{"HDon": {{"DLHDon": {{"TTChung": {{"THDon": "a{escaped}"}}}}}}}}"#);
        assert_eq!(refused(&json), ("/HDon/DLHDon/TTChung/THDon".to_owned(), Mistake::Character(c)));
    }
    // Surrogates that have no partner are no JSON.
    assert!(matches!(refused(r#"{"HDon": {"DLHDon": {"@Id": "\ud800"}}}"#).1, Mistake::Syntax { .. }));
    let deep = format!("{{\"HDon\": {}1{}}}", "{\"?a\":".repeat(100_000), "}".repeat(100_000));
    assert!(matches!(refused(&deep).1, Mistake::Syntax { .. }));
    let many = format!("{{\"HDon\": [{}1]}}", "1,".repeat(2_000_000));
    assert_eq!(refused(&many), (String::new(), Mistake::TooLarge));
    let long = format!("{{\"HDon\": \"{}\"}}", "a".repeat(65 << 20));
    assert_eq!(refused(&long), (String::new(), Mistake::TooLarge));
    for number in ["1.5", "1e3", "18446744073709551616", "-0"] {
        let json = format!(r#"{{"HDon": {{"DLHDon": {{"TTChung": {{"TGia": {number}}}}}}}}}"#);
        assert_eq!(refused(&json), ("/HDon/DLHDon/TTChung/TGia".to_owned(), Mistake::Inexact), "{number}");
    }
}

/// Names, namespaces and prefixes that would make no XML, or another document, under keys that are kept.
#[test]
fn what_is_kept_is_well_formed() {
    for key in [
        "?a b",
        "?",
        "?a:b",
        "?<a",
        "?@",
        "?@a b",
        "?@{}a",
        "?@{x}a b",
        "?@{http://www.w3.org/2000/xmlns/}a",
        "?@a:b",
        "?@@a",
    ] {
        let json = format!(r#"{{"HDon": {{"DLHDon": {{"{key}": "x"}}}}}}"#);
        let error = made(&json, Unknown::Keep).unwrap_err();
        assert_eq!(error.mistake, Mistake::UnknownName, "{key}");
        assert!(error.pointer.starts_with("/HDon/DLHDon/?"), "{}", error.pointer);
    }
    for namespace in ["http://www.w3.org/2000/xmlns/", "http://www.w3.org/XML/1998/namespace"] {
        let json = format!(r#"{{"HDon": {{"?@xmlns": "{namespace}"}}}}"#);
        assert_eq!(made(&json, Unknown::Keep).unwrap_err().mistake, Mistake::UnknownName);
    }
    let json = r#"{"HDon": {"?@xmlns": "urn:a&\"b", "?$": " t ", "?@{urn:x}nil": "\t", "?@{urn:y}nil": "\n", "?@{http://www.w3.org/XML/1998/namespace}lang": "vi",
        "?Z": [{"@p": "<", "$": "]]>", "Signature": {"x": "y"}}, {"C": ["1", {"@xmlns": "", "D": 4}], "B": null}], "?A": "a\r\nb",
        "DLHDon": {"?@xmlns": "", "TTKhac": [{"?@q": "1"}, {"?X": "x"}, {}, {"TTruong": "&"}]}}}"#;
    let xml = made(json, Unknown::Keep).unwrap();
    let data = EInvoiceData::from_xml(xml.as_bytes()).unwrap();
    assert_eq!(data.to_xml(Unknown::Keep).unwrap(), xml);
    let value = serde_json::to_value(&data).unwrap();
    for (pointer, text) in [
        ("/HDon/?@xmlns", "urn:a&\"b"),
        ("/HDon/?$", "t"),
        ("/HDon/?@{urn:x}nil", "\t"),
        ("/HDon/?@{urn:y}nil", "\n"),
        ("/HDon/?@{http:~1~1www.w3.org~1XML~11998~1namespace}lang", "vi"),
        ("/HDon/?A", "a\r\nb"),
        ("/HDon/?Z/0/$", "]]>"),
        ("/HDon/?Z/1/C/1/D", "4"),
        ("/HDon/DLHDon/TTKhac/0/?@q", "1"),
        ("/HDon/DLHDon/TTKhac/1/?X", "x"),
        ("/HDon/DLHDon/TTKhac/3/TTruong", "&"),
    ] {
        assert_eq!(value.pointer(pointer), Some(&Value::from(text)), "{pointer}: {xml}");
    }
}

#[test]
fn what_follows_is_filled_in_and_nothing_that_is_said_changes() {
    let json = r#"{"TDiep": {"TTChung": {"MLTDiep": "301", "PBan": ""}, "DLieu": {"TBao": [
        {"DLTBao": {"MST": "0123456787", "DSHDon": {"HDon": [{"SHDon": "0007", "NLap": "2026-11-20"}]}}},
        {"DLTBao": {"MST": "0123456787", "MSo": "01/TB-HĐSS", "PBan": "2.0.1"}}]}}}"#;
    let value = serde_json::to_value(EInvoiceData::from_json(json).unwrap().filled()).unwrap();
    for (pointer, text) in [
        ("/TDiep/TTChung/PBan", "2.1.0"),
        ("/TDiep/TTChung/SLuong", "2"),
        ("/TDiep/TTChung/MST", "0123456787"),
        ("/TDiep/DLieu/TBao/0/DLTBao/PBan", "2.1.0"),
        ("/TDiep/DLieu/TBao/0/DLTBao/MSo", "01/TB-SSĐT"),
        ("/TDiep/DLieu/TBao/1/DLTBao/MSo", "01/TB-HĐSS"),
        ("/TDiep/DLieu/TBao/1/DLTBao/PBan", "2.0.1"),
    ] {
        assert_eq!(value.pointer(pointer), Some(&Value::from(text)), "{pointer}");
    }
    let invoice = |currency: &str, payable: &str| {
        let json = format!(
            r#"{{"HDon": {{"DLHDon": {{"TTChung": {{"DVTTe": "{currency}"}}, "NDHDon": {{"TToan": {{"TgTTTBSo": {payable}}}}}}}}}}}"#
        );
        let value = serde_json::to_value(EInvoiceData::from_json(&json).unwrap().filled()).unwrap();
        value.pointer("/HDon/DLHDon/NDHDon/TToan/TgTTTBChu").cloned()
    };
    assert_eq!(invoice("VND", "1500"), Some(Value::from("Một nghìn năm trăm đồng")));
    assert_eq!(invoice("", "\"1500.00\""), Some(Value::from("Một nghìn năm trăm đồng")));
    assert_eq!((invoice("VND", "\"0.5\""), invoice("USD", "7"), invoice("VND", "\"x\"")), (None, None, None));
    // The answers of the gateway name no taxpayer.
    let answer =
        r#"{"TDiep": {"TTChung": {"MLTDiep": -1}, "DLieu": {"MLoi": "1009", "MTa": "x", "HSGoc": "y"}}}"#;
    let xml = EInvoiceData::from_json(answer).unwrap().filled().to_xml(Unknown::Refuse).unwrap();
    assert!(xml.ends_with("<TDiep><TTChung><PBan>2.1.0</PBan><MLTDiep>-1</MLTDiep></TTChung><DLieu><MLoi>1009</MLoi><MTa>x</MTa><HSGoc>y</HSGoc></DLieu></TDiep>\n"), "{xml}");
}
