//! What a message holds against what its type says: series, codes, duplicates, lists.

use super::kind::DocumentKind;
use super::rules::BASIS;
use super::view::Message;
use crate::invoice::{declare_rules as rules, report_at};
use crate::report::Findings;
use crate::value::{InvoiceNumber, Series};
use crate::xml::Element;
use std::collections::HashSet;

rules! {
    DUPLICATE = "message.invoice.duplicate", Rules, Fail, BASIS;
    vi "Hóa đơn {found} có hai lần trong thông điệp: mã số thuế, mẫu số, ký hiệu và số không duy nhất.",
    en "The invoice {found} is in the message twice: tax code, form, series and number are not unique.";

    CODED = "message.invoice.coded", Rules, Warn, BASIS;
    vi "Thông điệp {expected} không dành cho hóa đơn ký hiệu {found}.", en "Messages {expected} are not for invoices of series {found}.";

    OCCURRENCE = "message.invoice.occurrence", Rules, Warn, BASIS;
    vi "Hóa đơn cấp mã theo từng lần phát sinh (chữ L) và thông điệp 201 đi với nhau: {found} trong {expected}.",
    en "Invoices with a per-occurrence code (letter L) and message 201 go together: {found} in {expected}.";

    REGISTER = "message.invoice.register", Rules, Warn, BASIS;
    vi "Hóa đơn từ máy tính tiền (chữ M) và thông điệp 206 đi với nhau: {found} trong {expected}.",
    en "Invoices of cash registers (letter M) and message 206 go together: {found} in {expected}.";

    BATCH_ID = "message.batch.id", Rules, Warn, BASIS;
    vi "Dữ liệu của thông điệp 206 phải có thuộc tính Id để được ký.", en "The data of a message 206 needs an Id to be signed.";

    LIST_MISSING = "message.list.missing", Rules, Warn, BASIS;
    vi "Thông điệp {expected} phải kèm bảng kê (BKe).", en "A message {expected} comes with a list (BKe).";

    LIST_DIFFERS = "message.list.differs", Rules, Warn, BASIS;
    vi "Hóa đơn nêu bảng kê {expected}, thông điệp kèm bảng kê {found}.", en "The invoice names the list {expected}, the message holds {found}.";

    TECHNICAL = "message.technical.missing", Structure, Warn, BASIS;
    vi "Phản hồi sai định dạng thiếu {expected}.", en "The answer to a malformed message lacks {expected}.";

    UNREAD = "message.content.unread", Structure, Inform, BASIS;
    vi "Nội dung của thông điệp loại {found} chưa có bảng thành phần dữ liệu để kiểm tra.", en "No table of what messages of type {found} hold was seen, so it is not checked.";
}

/// Where a series is stated.
fn series_of(invoice: Element<'_>) -> Option<(Element<'_>, Series)> {
    let at = invoice.find("DLHDon/TTChung/KHHDon")?;
    Some((at, Series::parse(&at.trimmed())?))
}

/// Checks the documents of a message against its type and against each other.
pub(super) fn check(findings: &mut Findings, message: &Message<'_>) {
    let Some(code) = message.code() else { return };
    let type_ = code.to_string();
    let mut known = HashSet::new();
    for (kind, invoice) in message.documents() {
        if kind != DocumentKind::Invoice {
            continue;
        }
        if let Some(key) = key(invoice)
            && !known.insert(key.clone())
        {
            report_at(findings, &DUPLICATE, invoice, |finding| finding.found(key));
        }
        let Some((at, series)) = series_of(invoice) else { continue };
        let mut say = |rule| {
            report_at(findings, rule, at, |finding| finding.expected(type_.as_str()).found(series.as_str()));
        };
        let coded = match code {
            200 | 201 | 202 | 208 => Some(true),
            203 | 210 => Some(false),
            _ => None,
        };
        if coded.is_some_and(|coded| coded != series.coded()) {
            say(&CODED);
        }
        if matches!(code, 200 | 201 | 203 | 206) && (series.letter() == 'L') != (code == 201) {
            say(&OCCURRENCE);
        }
        if matches!(code, 200 | 201 | 203 | 206) && series.cash_register() != (code == 206) {
            say(&REGISTER);
        }
    }
    parts(findings, message, code);
}

/// What stands beside the invoices, and what the data must carry.
fn parts(findings: &mut Findings, message: &Message<'_>, code: i16) {
    let Some(data) = message.envelope().data() else { return };
    if code == 206 && data.attribute("Id").is_none() {
        report_at(findings, &BATCH_ID, data, |finding| finding);
    }
    if matches!(code, 208 | 210) {
        let list = message.documents().find(|(kind, _)| *kind == DocumentKind::List);
        match list {
            None => report_at(findings, &LIST_MISSING, data, |finding| finding.expected(code.to_string())),
            Some((_, list)) => named_list(findings, message, list),
        }
    }
    if code == -1 {
        for tag in ["MLoi", "MTa"] {
            if data.child(tag).is_none_or(|element| element.trimmed().is_empty()) {
                report_at(findings, &TECHNICAL, data, |finding| finding.expected(tag));
            }
        }
    }
    if message.kind().is_some_and(|kind| kind.is_open()) {
        report_at(findings, &UNREAD, data, |finding| finding.found(code.to_string()));
    }
}

/// SBKCLQuan of the invoice and SBKe of the list.
fn named_list(findings: &mut Findings, message: &Message<'_>, list: Element<'_>) {
    let Some(number) = list.find("NDBKe/TTChung/SBKe") else { return };
    for (_, invoice) in message.documents().filter(|(kind, _)| *kind == DocumentKind::Invoice) {
        let Some(named) = invoice.find("DLHDon/TTChung/TTHDLQuan/SBKCLQuan") else { continue };
        if named.trimmed() != number.trimmed() {
            report_at(findings, &LIST_DIFFERS, named, |finding| {
                finding.expected(named.trimmed()).found(number.trimmed())
            });
        }
    }
}

/// Tax code, form, series and number, which together belong to one invoice only.
fn key(invoice: Element<'_>) -> Option<String> {
    let text = |path: &str| invoice.find(path).map(|element| element.trimmed().into_owned());
    let number = InvoiceNumber::parse(&text("DLHDon/TTChung/SHDon")?)?;
    Some(format!(
        "{};{};{};{number}",
        text("DLHDon/NDHDon/NBan/MST")?,
        text("DLHDon/TTChung/KHMSHDon")?,
        text("DLHDon/TTChung/KHHDon")?,
    ))
}
