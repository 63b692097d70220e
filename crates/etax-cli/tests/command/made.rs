//! `etax payment`, `etax notice` and `--lists`: from JSON to XML, a check, and back.

use crate::support::Folder;
use etax_testkit::{Kind, generate};
use serde_json::Value;

fn order() -> Vec<u8> {
    generate(Kind::Order, 5, 1).unwrap().remove(0).bytes
}

#[test]
fn an_order_is_shown_made_again_and_shown_the_same() {
    let folder = Folder::new();
    folder.put("order.xml", order());
    let shown = folder.etax(&["payment", "show", "order.xml"]);
    assert_eq!(shown.status, Some(0), "{}", shown.err);
    let mut json: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(json["CHUNGTU_CTIET"][0]["MA_NDKT"], "1701");
    // The total follows from the lines.
    let total = json["CHUNGTU_HDR"].as_object_mut().unwrap().remove("TONG_TIEN");
    assert!(total.is_some());
    folder.put("order.json", json.to_string());
    let made = folder.etax(&["payment", "new", "order.json", "-o", "made.xml"]);
    assert_eq!((made.status, &*made.out), (Some(0), ""), "{}", made.err);
    assert_eq!(folder.etax(&["payment", "show", "made.xml"]).out, shown.out);
    // Unsigned, but right.
    let report: Value = serde_json::from_str(&folder.check(&["--format", "json", "made.xml"]).out).unwrap();
    assert_eq!(report["checks"]["structure"], "passed");
    assert_eq!(report["checks"]["rules"], "passed");
    assert_eq!(report["verdict"], "rejected");
}

#[test]
fn a_notice_is_shown_made_again_and_shown_the_same() {
    let folder = Folder::new();
    let papers = generate(Kind::Paper, 5, 8).unwrap();
    let notice = papers.into_iter().find(|paper| paper.shows == "TaxNotice").unwrap();
    folder.put("notice.xml", notice.bytes);
    let shown = folder.etax(&["notice", "show", "notice.xml"]);
    assert_eq!(shown.status, Some(0), "{}", shown.err);
    folder.put("notice.json", &shown.out);
    let made = folder.etax(&["notice", "new", "notice.json"]);
    assert_eq!(made.status, Some(0), "{}", made.err);
    folder.put("made.xml", &made.out);
    assert_eq!(folder.etax(&["notice", "show", "made.xml"]).out, shown.out);
}

#[test]
fn an_order_is_told_in_vietnamese_words() {
    let folder = Folder::new();
    folder.put("order.xml", order());
    let told = folder.check(&["--lang", "vi", "order.xml"]).out;
    assert!(
        told.contains("cơ quan thu ") && told.contains("tổng tiền ") && told.contains("loại tiền "),
        "{told}"
    );
}

#[test]
fn an_amount_with_a_fraction_is_refused_in_words_about_it() {
    let folder = Folder::new();
    let data =
        |amount: &str| format!("{{\"CHUNGTU_HDR\": {{}}, \"CHUNGTU_CTIET\": [{{\"TIEN_PNOP\": {amount}}}]}}");
    for (amount, said) in [("1.5", "1.5"), ("true", "true"), ("null", "null"), ("[1]", "sequence")] {
        folder.put("order.json", data(amount));
        let ran = folder.etax(&["payment", "new", "order.json"]);
        assert_eq!(ran.status, Some(2), "{amount}: {}", ran.out);
        assert!(
            ran.err.contains(said) && ran.err.contains("a text or a whole number"),
            "{amount}: {}",
            ran.err
        );
    }
    for amount in ["1500000", "\"1500000\""] {
        folder.put("order.json", data(amount));
        let ran = folder.etax(&["payment", "new", "order.json"]);
        assert!(ran.out.contains("<TIEN_PNOP>1500000</TIEN_PNOP>"), "{amount}: {}", ran.err);
    }
}

#[test]
fn mistakes_are_named() {
    let folder = Folder::new();
    folder.put("order.xml", order());
    folder.put("wrong.json", "{\"CHUNGTU_HDR\": {\"MST\": \"1\"}, \"CHUNGTU_CTIET\": []}");
    for (arguments, why) in [
        (&["payment", "new", "wrong.json"][..], "MST"),
        (&["payment", "new", "nowhere.json"], "nowhere.json"),
        (&["notice", "show", "order.xml"], "order.xml"),
        (&["payment", "new", "order.xml"], "line 1"),
        (&["payment"], ""),
        (&["notice", "new"], ""),
    ] {
        let ran = folder.etax(arguments);
        assert_eq!(ran.status, Some(2), "{arguments:?}");
        assert!(ran.err.contains(why) && ran.out.is_empty(), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn codes_are_held_against_the_operators_lists() {
    let folder = Folder::new();
    folder.put("order.xml", order());
    folder.put("lists.tsv", "[chapter complete]\n001\n");
    folder.put("wrong.tsv", "[chapters]\n");
    let ran = folder.check(&["--lists", "lists.tsv", "--format", "json", "order.xml"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let unlisted = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["id"] == "payment.code.unlisted");
    assert_eq!(unlisted.filter(|finding| finding["severity"] == "error").count(), 2);
    let wrong = folder.check(&["--lists", "wrong.tsv", "order.xml"]);
    assert_eq!(wrong.status, Some(2));
    assert!(wrong.err.contains("dòng 1"), "{}", wrong.err);
}

#[test]
fn an_invoice_a_message_and_a_paper_are_shown_made_again_and_shown_the_same() {
    let folder = Folder::new();
    let papers = generate(Kind::Paper, 5, 12).unwrap();
    let paper =
        papers.into_iter().find(|paper| paper.bytes.windows(7).any(|text| text == b"<TKhai>")).unwrap();
    let invoice = generate(Kind::Invoice, 5, 1).unwrap().remove(0);
    let message = generate(Kind::Message, 5, 1).unwrap().remove(0);
    for (noun, other, document) in
        [("invoice", "message", invoice), ("message", "paper", message), ("paper", "invoice", paper)]
    {
        folder.put("given.xml", document.bytes);
        let shown = folder.etax(&[noun, "show", "given.xml"]);
        assert_eq!(shown.status, Some(0), "{}", shown.err);
        folder.put("given.json", &shown.out);
        let made = folder.etax(&[noun, "new", "given.json", "-o", "made.xml"]);
        assert_eq!((made.status, &*made.out), (Some(0), ""), "{}", made.err);
        let again = folder.etax(&[noun, "show", "made.xml"]);
        let unsigned = |text: &str| {
            let mut value: Value = serde_json::from_str(text).unwrap();
            strip(&mut value);
            value
        };
        assert_eq!(unsigned(&again.out), unsigned(&shown.out));
        let elsewhere = folder.etax(&["--help"]);
        assert!(elsewhere.out.contains(noun));
        let wrong = folder.etax(&[other, "new", "given.json", "--lang", "en"]);
        assert_eq!(wrong.status, Some(2));
        assert!(wrong.err.contains(&format!("use etax {noun}")), "{}", wrong.err);
    }
}

fn strip(value: &mut Value) {
    if let Value::Object(entries) = value {
        entries.retain(|key, _| !matches!(key.as_str(), "DSCKS" | "CKSNNT"));
        entries.values_mut().for_each(strip);
    } else if let Value::Array(items) = value {
        items.iter_mut().for_each(strip);
    }
}

#[test]
fn what_the_standard_does_not_have_is_kept_on_demand() {
    let folder = Folder::new();
    folder.put("invoice.json", r#"{"HDon": {"DLHDon": {"?Fkey": "7"}}}"#);
    let refused = folder.etax(&["invoice", "new", "invoice.json"]);
    assert_eq!((refused.status, &*refused.out), (Some(2), ""));
    assert!(refused.err.contains("/HDon/DLHDon/?Fkey: không có phần tử"), "{}", refused.err);
    let kept = folder.etax(&["invoice", "new", "--keep-unknown", "invoice.json"]);
    assert!(kept.out.contains("<DLHDon><Fkey>7</Fkey></DLHDon>"), "{}", kept.out);
}
