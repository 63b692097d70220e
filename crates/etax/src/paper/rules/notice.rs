//! Notices of the authority and the technical answer: whether what they say hangs together.

use super::symbols::{self, Named};
use crate::invoice::declare_rules as rules;
use crate::paper::case::{Case, child, entries, is};
use crate::paper::structure::BASIS;
use crate::value::RegisterString;
use crate::xml::Element;

rules! {
    REASONS_MISSING = "notice.reasons.missing", Rules, Warn, BASIS;
    vi "Thông báo không chấp nhận nhưng không nêu lý do.", en "The notice refuses without giving a reason.";

    REASONS_UNEXPECTED = "notice.reasons.unexpected", Rules, Warn, BASIS;
    vi "Thông báo chấp nhận nhưng lại nêu lý do không chấp nhận.", en "The notice accepts, yet gives reasons to refuse.";

    RECEIPT_MISSING = "notice.receipt.missing", Rules, Warn, BASIS;
    vi "Thông báo tiếp nhận phải ghi thời gian tiếp nhận.", en "A notice of receipt must say when the paper was received.";

    REGISTER = "notice.register-string", Rules, Warn, BASIS;
    vi "Chuỗi ký tự cấp cho máy tính tiền phải gồm 5 ký tự 0-9, A-Z: {found}.",
    en "The string for cash registers has five characters of 0-9 and A-Z: {found}.";

    SECTION_MISSING = "notice.section.missing", Rules, Warn, BASIS;
    vi "Loại thông báo {found} phải có phần {expected}.", en "A notice of kind {found} needs the part {expected}.";

    SECTION_UNEXPECTED = "notice.section.unexpected", Rules, Warn, BASIS;
    vi "Loại thông báo {found} không có phần {name}.", en "A notice of kind {found} has no part {name}.";

    ERROR_CODE = "notice.error-code", Rules, Inform, BASIS;
    vi "Mã lỗi thường có 4 hoặc 5 chữ số: {found}.", en "Codes of errors have 4 or 5 digits: {found}.";

    REGISTER_ERROR = "notice.register-error", Rules, Inform, BASIS;
    vi "Mô tả lỗi hóa đơn từ máy tính tiền thường là mẫu số;ký hiệu;số;nội dung: {found}.",
    en "Errors of cash-register invoices are written form;series;number;text: {found}.";

    ANSWERED = "notice.answered", Rules, Warn, BASIS;
    vi "Mã giao dịch {found} khác mã thông điệp tham chiếu {expected}.", en "The transaction {found} is not the message answered, {expected}.";

    ROUND = "notice.review.round", Rules, Warn, BASIS;
    vi "Lần thông báo rà soát phải là 1 hoặc 2: {found}.", en "A request for review is the first or the second: {found}.";
}

/// Which part of 01/TB-KTDL belongs to which LTBao, loại thông báo. 2 says that all is well and has none.
const SECTIONS: &[(&str, &str)] = &[
    ("1", "LCMa"),
    ("3", "LHDKMa"),
    ("4", "LBTHKXDau"),
    ("5", "LBTHXDau"),
    ("6", "LDNCLe"),
    ("7", "LHDMTTien"),
    ("9", "KHLKhac"),
];

/// Checks a notice.
pub(super) fn check(case: &mut Case<'_, '_>) {
    codes(case);
    let Some(data) = case.paper.child("DLTBao") else {
        technical(case);
        return;
    };
    match case.form.number {
        "01/TB-TNĐT" => {
            let refused = is(data, "THop", "2") || is(data, "THop", "4");
            let received = is(data, "THop", "1") || is(data, "THop", "3");
            reasons(case, data, "DSLDKCNhan", refused, received);
            if received && child(data, &["TGNhan"]).is_none() {
                case.add(&RECEIPT_MISSING, data, |finding| finding);
            }
        }
        "01/TB-ĐKĐT" => {
            reasons(case, data, "DSLDKCNhan", is(data, "TTXNCQT", "2"), is(data, "TTXNCQT", "1"));
            register(case, data);
        }
        "01/TB-KTDL" => checked(case, data),
        "01-1/QTr-HĐĐT" => {
            let refused = is(data, "KQKTra", "0");
            let any = ["LHSo", "LCTu", "LNDung"].iter().any(|tag| data.child(tag).is_some());
            if refused && !any {
                case.add(&REASONS_MISSING, data, |finding| finding);
            } else if any && !refused {
                case.add(&REASONS_UNEXPECTED, data, |finding| finding);
            }
        }
        "01/TB-RSĐT" => {
            if let Some(round) = child(data, &["Lan"])
                && !matches!(&*round.trimmed(), "1" | "2")
            {
                case.add_found(&ROUND, round);
            }
        }
        _ => {}
    }
    answered(case, data);
    named(case, data);
}

/// MGDDTu, mã giao dịch điện tử, is the message that this notice answers.
fn answered(case: &mut Case<'_, '_>, data: Element<'_>) {
    let Some(expected) = case.settings.answered.filter(|answered| !answered.is_empty()) else { return };
    if let Some(transaction) = child(data, &["MGDDTu"])
        && transaction.trimmed() != expected
    {
        case.add(&ANSWERED, transaction, |finding| finding.expected(expected).found(transaction.trimmed()));
    }
}

fn reasons(case: &mut Case<'_, '_>, data: Element<'_>, list: &str, refused: bool, accepted: bool) {
    let list = data.child(list);
    let any = entries(list, "LDo").next().is_some();
    if refused && !any {
        case.add(&REASONS_MISSING, data, |finding| finding);
    }
    if accepted && any {
        case.add(&REASONS_UNEXPECTED, list.unwrap_or(data), |finding| finding);
    }
}

/// The five characters that codes of cash registers carry.
fn register(case: &mut Case<'_, '_>, data: Element<'_>) {
    let Some(string) = child(data, &["MCCQT"]) else { return };
    if RegisterString::parse(&string.trimmed()).is_err() {
        case.add_found(&REGISTER, string);
    }
}

fn checked(case: &mut Case<'_, '_>, data: Element<'_>) {
    let Some(kind) = child(data, &["LTBao"]) else { return };
    let kind = kind.trimmed();
    for (of, section) in SECTIONS {
        match data.child(section) {
            None if *of == kind => {
                case.add(&SECTION_MISSING, data, |finding| finding.expected(*section).found(kind.as_ref()));
            }
            Some(part) if *of != kind => {
                case.add(&SECTION_UNEXPECTED, part, |finding| finding.found(kind.as_ref()));
            }
            _ => {}
        }
    }
    for reason in entries(data.find("LHDMTTien/DSLDo"), "LDo") {
        let Some(text) = child(reason, &["MTLoi", "MTa"]) else { continue };
        if text.trimmed().split(';').count() < 4 {
            case.add_found(&REGISTER_ERROR, text);
        }
    }
}

/// MLoi, mã lỗi: no complete list of them is published, so only their form is looked at.
fn codes(case: &mut Case<'_, '_>) {
    for code in case.paper.descendants().filter(|element| element.local() == "MLoi") {
        let text = code.trimmed();
        if !matches!(text.len(), 4 | 5) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            case.add_found(&ERROR_CODE, code);
        }
    }
}

/// The invoices that a notice names.
fn named(case: &mut Case<'_, '_>, data: Element<'_>) {
    for (list, coded) in [("DSHDon", true), ("LHDKMa/DSHDon", false)] {
        let list = data.find(list);
        for entry in entries(list, "HDon") {
            symbols::check(case, &Named::of(entry), coded && entry.child("MCQTCap").is_some());
        }
        symbols::repeated(case, entries(list, "HDon").map(|entry| (Named::of(entry), String::new())));
    }
}

/// TTTNhan, trạng thái tiếp nhận: 0 without errors, 1 with errors, which are listed.
fn technical(case: &mut Case<'_, '_>) {
    let paper = case.paper;
    reasons(case, paper, "DSLDo", is(paper, "TTTNhan", "1"), is(paper, "TTTNhan", "0"));
}
