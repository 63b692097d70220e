//! Declarations as JSON and back: every form, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod declaration_json_support;
mod shared;

use declaration_json_support::{Judge, label, parsed, put};
use etax::declaration::json::{Draft, Facts, JsonError, Mistake, Whole};
use etax::form::{Catalogue, Form};
use etax::report::Findings;
use etax::rule::Lang;
use etax::value::{Period, PeriodKind, parse_date};
use etax::xml::Element;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn forms() -> impl Iterator<Item = &'static Form> {
    Catalogue::built_in().forms()
}

fn is_signature(element: Element<'_>) -> bool {
    element.local() == "CKyDTu" || element.namespace() == etax::xml::DSIG
}

/// Names, attributes, order and texts, signatures left out.
fn tree(element: Element<'_>, out: &mut String) {
    let attributes = element.attributes();
    let mut attributes: Vec<String> =
        attributes.map(|it| format!("{{{}}}{}={:?}", it.namespace, it.local(), it.value)).collect();
    attributes.sort();
    write!(out, "<{{{}}}{} {attributes:?}>", element.namespace(), element.local()).unwrap();
    let children = || element.children().filter(|child| !is_signature(*child));
    if children().next().is_none() {
        // White space around a signature that is gone says nothing.
        let text = if element.is_leaf() { element.text() } else { element.trimmed() };
        write!(out, "{text:?}").unwrap();
    }
    for child in children() {
        tree(child, out);
    }
    out.push_str("</>");
}

fn shape(xml: &str) -> String {
    let mut out = String::new();
    tree(parsed(xml).root(), &mut out);
    out
}

/// A sample says any text for its form and version; the right ones are put in.
fn of_its_form(sample: &str, form: &Form) -> String {
    let mut out = sample.to_owned();
    let (code, version) = (form.head().code.clone(), form.head().version.to_string());
    for (parent, name, text) in [
        ("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue", "maTKhai", &code),
        ("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue", "pbanTKhaiXML", &version),
        // Registrations, and transmissions of invoice data.
        ("HSoKhaiThue/TTinChung/TTinTKhaiThue", "maTKhai", &code),
        ("HSoKhaiThue/TTinChung/TTinTKhaiThue", "pbanTKhaiXML", &version),
        ("DLTKhai/TTChung", "MSo", &form.head().sign),
        ("DLTKhai/TTChung", "PBan", &version),
    ] {
        let document = parsed(sample);
        let statement = document.root().find(parent);
        if let Some(element) = statement.and_then(|statement| statement.child(name)) {
            let written = sample.get(element.span()).unwrap();
            out = out.replacen(written, &format!("<{name}>{text}</{name}>"), 1);
        }
    }
    out
}

#[test]
fn documents_of_every_form_come_back_as_they_were() {
    let (mut seed, mut made) = (7_u64, 0);
    for form in forms() {
        for round in 0..4 {
            let mut choose = |ways: usize| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                if round == 0 { 0 } else { usize::try_from(seed >> 33).unwrap() % ways }
            };
            let sample =
                form.schema().sample(form.id(), &mut choose).unwrap_or_else(|| panic!("{}", label(form)));
            let before = of_its_form(&sample, form);
            let document = parsed(&before);
            let text = serde_json::to_string(&Whole::new(form, document.root())).unwrap();
            let draft = Draft::read(&text).unwrap();
            let after = draft.xml(form).unwrap_or_else(|error| panic!("{}: {error}", label(form)));
            assert_eq!(shape(&after), shape(&before), "{}", label(form));
            made += 1;
        }
    }
    assert!(made > 700, "{made}");
}

/// Everything that an envelope needs and nobody can guess.
fn envelope(form: &Form) -> Value {
    json!({
        "form": form.head().code,
        "version": form.head().version.to_string(),
        "HSoKhaiThue": {
            "TTinChung": {
                "TTinTKhaiThue": {
                    "TKhaiThue": {
                        "loaiTKhai": "C",
                        "soLan": 0,
                        "KyKKhaiThue": { "kieuKy": "M", "kyKKhai": "10/2026" },
                        "ngayKy": "2026-11-16",
                    },
                    "NNT": { "mst": "0100109106", "tenNNT": "Công ty TNHH Bưởi" },
                },
            },
        },
    })
}

/// Gives whatever a form says must be given, until it is content.
fn completed(form: &Form, mut given: Value) -> String {
    const GUESSES: [&str; 10] =
        ["2026-11-16", "1701", "0100109106", "0", "1", "01", "10", "C", "M", "2026-11-16T00:00:00"];
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..2000 {
        let error = match Draft::read(&given.to_string()).unwrap().xml(form) {
            Ok(xml) => return xml,
            Err(error) => error,
        };
        let pointer = match &error.mistake {
            Mistake::Missing { name } => format!("{}/{name}", error.pointer),
            Mistake::Value { .. } => error.pointer.clone(),
            _ => panic!("{}: {error}", label(form)),
        };
        let at = tried.entry(pointer.clone()).or_default();
        let guess = GUESSES.get(*at).unwrap_or_else(|| panic!("{}: {error}", label(form)));
        *at += 1;
        put(&mut given, form, &pointer, Value::from(*guess));
    }
    panic!("{}", label(form));
}

fn judged(form: &Form, xml: &str) {
    let document = parsed(xml);
    let mut findings = Findings::new(50);
    let sound = form.schema().check(form.id(), document.root(), &mut findings);
    let messages: Vec<String> = findings
        .as_slice()
        .iter()
        .map(|it| format!("{} {}", it.location.path, it.message(Lang::En)))
        .collect();
    assert!(sound && messages.is_empty(), "{}: {messages:?}\n{xml}", label(form));
}

#[test]
fn the_least_document_of_every_form_is_sound_and_valid_for_libxml2() {
    let mut judge = Judge::default();
    for form in forms() {
        let given = json!({ "form": form.head().code, "version": form.head().version.to_string() });
        let xml = completed(form, given);
        judged(form, &xml);
        judge.add(form, &xml);
    }
    let judged = judge.decide();
    if judged > 0 {
        assert!(judged > 100, "{judged}");
    }
}

#[test]
fn an_empty_declaration_of_every_form_has_everything_in_order() {
    for form in forms() {
        let facts = Facts {
            period: Period::parse(PeriodKind::Month, "10/2026"),
            tax_code: "0100109106",
            date: parse_date("2026-11-16"),
            ..Facts::default()
        };
        let xml = Draft::blank(form, form.head().version, &facts).unwrap();
        let document = parsed(&xml);
        let mut findings = Findings::new(200);
        form.schema().check(form.id(), document.root(), &mut findings);
        for finding in findings.as_slice() {
            // Only what must be said and nobody can guess is still open.
            assert_eq!(
                finding.rule.id,
                "schema.type.empty",
                "{}: {}",
                label(form),
                finding.message(Lang::En)
            );
        }
    }
}

fn vat() -> &'static Form {
    etax::declaration::json::choose(Catalogue::built_in(), "01/GTGT", None, None).unwrap()
}

#[test]
fn mistakes_name_their_place() {
    let form = vat();
    for (pointer, value, expected) in [
        ("/HSoKhaiThue/CTieuTKhaiChinh/ct99", json!(1), Mistake::UnknownName),
        ("/HSoKhaiThue/@x", json!("1"), Mistake::UnknownName),
        ("/HSoKhaiThue/CTieuTKhaiChinh/ct22", json!(1.5), Mistake::Inexact),
        ("/HSoKhaiThue/CTieuTKhaiChinh/ct22", json!(1e30), Mistake::Inexact),
        (
            "/HSoKhaiThue/CTieuTKhaiChinh/ct22",
            json!(true),
            Mistake::WrongType { expected: "a whole number or a string", found: "true or false" },
        ),
        (
            "/HSoKhaiThue/CTieuTKhaiChinh/ct22",
            json!([1]),
            Mistake::WrongType { expected: "one value", found: "an array" },
        ),
        (
            "/HSoKhaiThue/CTieuTKhaiChinh/ct22",
            json!(-5),
            Mistake::Value { expected: "0, 1234".into(), found: "-5".into() },
        ),
        (
            "/HSoKhaiThue/CTieuTKhaiChinh/ct21",
            json!(1),
            Mistake::WrongType { expected: "true or false", found: "a number" },
        ),
        (
            "/HSoKhaiThue/CTieuTKhaiChinh",
            json!([]),
            Mistake::WrongType { expected: "one value", found: "an array" },
        ),
        ("/HSoKhaiThue/TTinChung/TTinTKhaiThue/NNT/mst", Value::Null, Mistake::NotNillable),
        ("/HSoKhaiThue/TTinChung/TTinTKhaiThue/NNT/tenNNT", json!("a\u{1}b"), Mistake::Character('\u{1}')),
        (
            "/HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/maTKhai",
            json!("843"),
            Mistake::Contradiction { expected: "842".into(), found: "843".into() },
        ),
        ("/CKyDTu", json!({}), Mistake::Signature),
        ("/form", json!("847"), Mistake::Contradiction { expected: "842".into(), found: "847".into() }),
    ] {
        let mut given = envelope(form);
        put(&mut given, form, "/HSoKhaiThue/CTieuTKhaiChinh/tieuMucHachToan", json!("1701"));
        put(&mut given, form, pointer, value);
        let found = Draft::read(&given.to_string()).unwrap().xml(form);
        assert_eq!(found, Err(JsonError { pointer: pointer.into(), mistake: expected }), "{given}");
    }
    let twice = r#"{"form": "842", "HSoKhaiThue": {"CTieuTKhaiChinh": {}, "CTieuTKhaiChinh": {}}}"#;
    let error = Draft::read(twice).unwrap().xml(form).unwrap_err();
    assert_eq!((&*error.pointer, error.mistake), ("/HSoKhaiThue/CTieuTKhaiChinh", Mistake::Duplicate));
    assert!(matches!(Draft::read("[]").unwrap_err().mistake, Mistake::WrongType { .. }));
    assert!(matches!(Draft::read("{").unwrap_err().mistake, Mistake::Syntax { line: 1, .. }));
    let deep = format!("{{\"a\": {}1{}}}", "[".repeat(5000), "]".repeat(5000));
    assert!(matches!(Draft::read(&deep).unwrap_err().mistake, Mistake::Syntax { .. }));
}

#[test]
fn the_shape_is_the_one_that_the_page_describes() {
    let page = include_str!("../../../docs/declaration-json.md");
    let example = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let draft = Draft::read(example).unwrap();
    let form = etax::declaration::json::choose(
        Catalogue::built_in(),
        draft.form().unwrap(),
        draft.version().unwrap(),
        None,
    )
    .unwrap();
    let xml = draft.xml(form).unwrap();
    judged(form, &xml);
    let document = parsed(&xml);
    let back = serde_json::to_value(Whole::new(form, document.root())).unwrap();
    let given: Value = serde_json::from_str(example).unwrap();
    contains(&back, &given, "");
}

/// Everything given is there again.
fn contains(whole: &Value, part: &Value, at: &str) {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            for (key, value) in part {
                contains(
                    whole.get(key).unwrap_or_else(|| panic!("{at}/{key}")),
                    value,
                    &format!("{at}/{key}"),
                );
            }
        }
        (Value::Array(whole), Value::Array(part)) => {
            assert_eq!(whole.len(), part.len(), "{at}");
            for (whole, part) in whole.iter().zip(part) {
                contains(whole, part, at);
            }
        }
        // A rate may be given as a whole number; it is a decimal.
        (Value::String(whole), Value::Number(part)) => assert_eq!(whole, &part.to_string(), "{at}"),
        (whole, part) => assert_eq!(whole, part, "{at}"),
    }
}
