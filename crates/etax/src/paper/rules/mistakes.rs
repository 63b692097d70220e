//! 04/SS-HĐĐT: a taxpayer's notice of wrong invoices.

use super::symbols::{self, Named};
use crate::invoice::declare_rules as rules;
use crate::paper::case::{Case, child, day_of, entries, is};
use crate::paper::structure::BASIS;
use jiff::civil::date;

const CORRECTION: &str =
    "Thông tư 91/2026/TT-BTC, điều 10; Nghị định 70/2025/NĐ-CP, điều 1; Nghị định 123/2020/NĐ-CP, điều 19";

rules! {
    REPLY = "mistakes.reply", Rules, Fail, BASIS;
    vi "Thông báo theo yêu cầu của cơ quan thuế phải ghi {expected} của thông báo đó.",
    en "A notice that answers the authority must state {expected} of the authority's notice.";

    NONE = "mistakes.none", Rules, Fail, BASIS;
    vi "Thông báo không nêu hóa đơn nào.", en "The notice names no invoice.";

    CANCELLED = "mistakes.cancelled", Rules, Warn, CORRECTION;
    vi "Từ 01/06/2025 không còn hủy hóa đơn điện tử; chỉ điều chỉnh, thay thế hoặc thông báo sai sót.",
    en "Since 2025-06-01 e-invoices are no longer cancelled, only adjusted, replaced or reported.";
    @ from date(2025, 6, 1);

    LATER = "mistakes.later", Rules, Fail, BASIS;
    vi "Hóa đơn lập ngày {found}, sau ngày thông báo ({expected}).", en "The invoice is dated {found}, after the notice ({expected}).";

    REASON = "mistakes.reason", Rules, Warn, CORRECTION;
    vi "Hóa đơn giải trình hoặc báo sai sót cần ghi lý do.", en "An invoice that is explained or reported wrong needs a reason.";
}

/// Checks the notice.
pub(super) fn check(case: &mut Case<'_, '_>) {
    let Some(data) = case.paper.child("DLTBao") else { return };
    if is(data, "Loai", "2") {
        for tag in ["So", "NTBCCQT"] {
            if child(data, &[tag]).is_none() {
                case.add(&REPLY, data, |finding| finding.expected(tag));
            }
        }
    }
    let Some(list) = data.child("DSHDon") else { return };
    if entries(Some(list), "HDon").next().is_none() {
        case.add(&NONE, list, |finding| finding);
    }
    for entry in entries(Some(list), "HDon") {
        symbols::check(case, &Named::of(entry), true);
        if is(entry, "TCTBao", "1") {
            case.add(&CANCELLED, entry, |finding| finding);
        }
        if child(entry, &["LDo"]).is_none() {
            case.add(&REASON, entry, |finding| finding);
        }
        if let (Some(at), Some(told)) = (child(entry, &["Ngay", "NLap"]), case.date)
            && let Some(issued) = day_of(at).filter(|issued| *issued > told)
        {
            case.add(&LATER, at, |finding| finding.expected(told.to_string()).found(issued.to_string()));
        }
    }
    symbols::repeated(case, entries(Some(list), "HDon").map(|entry| (Named::of(entry), String::new())));
}
