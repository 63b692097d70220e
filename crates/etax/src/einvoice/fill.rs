//! What follows from the rest of a document.

use super::{choose, write};
use crate::declaration::json::Json;
use crate::message::MessageType;
use crate::value::{Amount, Currency, words};

/// PBan of documents that do not say which version they are.
const NEWEST: &str = crate::invoice::Version::V2_1_0.as_str();

/// Fills in a document in a message of this type, and all in it.
pub(super) fn fill(tag: &str, json: &mut Json) {
    match tag {
        "HDon" => invoice(json),
        "TDiep" => message(json),
        _ => paper(tag, json, None),
    }
}

fn at<'j>(json: &'j mut Json, path: &[&str]) -> Option<&'j mut Json> {
    path.iter().try_fold(json, |json, step| match json {
        Json::Object(entries) => entries.iter_mut().find(|(key, _)| key == step).map(|(_, value)| value),
        _ => None,
    })
}

/// What a text says; whole numbers are texts too.
fn said(json: &Json, path: &[&str]) -> Option<String> {
    let found = path.iter().try_fold(json, |json, step| json.get(step))?;
    match found {
        Json::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Json::Whole(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Gives an element of an object a text, unless it says something already.
fn give(object: Option<&mut Json>, key: &str, text: &str) {
    let Some(Json::Object(entries)) = object else { return };
    match entries.iter_mut().find(|(known, _)| known == key) {
        None => entries.push((key.to_owned(), Json::Text(text.to_owned()))),
        Some((_, value @ Json::Null)) => *value = Json::Text(text.to_owned()),
        Some((_, Json::Text(value))) if value.trim().is_empty() => text.clone_into(value),
        Some(_) => {}
    }
}

fn invoice(json: &mut Json) {
    give(at(json, &["DLHDon", "TTChung"]), "PBan", NEWEST);
    let totals = ["DLHDon", "NDHDon", "TToan"];
    let Some(payable) = said(json, &["DLHDon", "NDHDon", "TToan", "TgTTTBSo"]) else { return };
    let currency = said(json, &["DLHDon", "TTChung", "DVTTe"]);
    // Cash registers need not state a currency. The words of others take their plural and their fractions from it.
    let dong = currency.is_none_or(|currency| Currency::parse(&currency).is_some_and(|it| it.is_vnd()));
    let amount = Amount::parse(&payable).ok().map(|amount| amount.value());
    // A fraction of a đồng has no words.
    let whole = amount.filter(|amount| dong && amount.fract().is_zero());
    if let Some(words) = whole.and_then(|amount| words::write(amount, "đồng")) {
        give(at(json, &totals), "TgTTTBChu", &words);
    }
}

/// The part of a paper that has its head: the part itself, or its TTChung.
fn head(part: &mut Json) -> Option<&mut Json> {
    let common = matches!(part.get("TTChung"), Some(Json::Object(_)));
    if common { at(part, &["TTChung"]) } else { Some(part) }
}

fn paper(tag: &str, json: &mut Json, message: Option<i16>) {
    let form = choose::form(tag, json, message);
    let Json::Object(entries) = json else { return };
    for (key, part) in entries {
        if !matches!(key.as_str(), "DLTKhai" | "DLTBao" | "DLDNghi" | "DLBTHop" | "NDBKe" | "NDBBan") {
            continue;
        }
        let mut head = head(part);
        give(head.as_deref_mut(), "PBan", NEWEST);
        if let Some(form) = form.filter(|form| !form.number.is_empty()) {
            give(head, "MSo", form.number);
        }
    }
}

/// The taxpayer that a document is about.
fn taxpayer(tag: &str, document: &Json) -> Option<String> {
    if tag == "HDon" {
        return said(document, &["DLHDon", "NDHDon", "NBan", "MST"]);
    }
    ["DLTKhai", "DLTBao", "DLDNghi", "DLBTHop"]
        .iter()
        .find_map(|part| said(document, &[part, "MST"]).or_else(|| said(document, &[part, "TTChung", "MST"])))
}

fn message(json: &mut Json) {
    let code = write::message("TDiep", json);
    give(at(json, &["TTChung"]), "PBan", NEWEST);
    let (mut count, mut invoices, mut taxpayers) = (0_usize, 0_usize, Vec::new());
    if let Some(Json::Object(kinds)) = at(json, &["DLieu"]) {
        for (tag, documents) in kinds {
            let Json::List(documents) = documents else { continue };
            for document in documents.iter_mut() {
                match tag.as_str() {
                    "HDon" => invoice(document),
                    tag => paper(tag, document, code),
                }
                // The list and the minutes beside an invoice name its seller in other words.
                if !matches!(tag.as_str(), "BKe" | "BBan") {
                    taxpayers.push(taxpayer(tag, document));
                }
            }
            count += documents.len();
            invoices += if tag == "HDon" { documents.len() } else { 0 };
        }
    }
    let Some(kind) = code.and_then(MessageType::of).filter(|kind| !kind.is_technical()) else { return };
    let number = if kind.carries_invoices() { invoices } else { count };
    if number > 0 {
        give(at(json, &["TTChung"]), "SLuong", &number.to_string());
    }
    taxpayers.dedup();
    if let [Some(only)] = taxpayers.as_slice() {
        give(at(json, &["TTChung"]), "MST", only);
    }
}
