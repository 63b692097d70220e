//! The days of a paper.

use crate::invoice::declare_rules as rules;
use crate::paper::case::{Case, day_of};
use crate::paper::structure::BASIS;

rules! {
    FUTURE = "paper.date.future", Rules, Fail, BASIS;
    vi "Ngày ghi trên chứng từ {found} sau ngày nhận ({expected}).", en "The paper is dated {found}, after the day of receipt ({expected}).";

    ORDER = "paper.date.order", Rules, Warn, BASIS;
    vi "{name} là {found}, trước {expected}.", en "{name} is {found}, before {expected}.";
}

/// What must not come before what, by their paths.
const ORDER_OF: &[(&str, &str)] = &[
    ("DLTBao/TGGui", "DLTBao/NTBao"),
    ("DLTBao/TGGui", "DLTBao/TGNhan"),
    ("DLTBao/TGNhan", "STBao/NTBao"),
    ("DLTBao/NTBCCQT", "DLTBao/NTBao"),
    ("DLDNghi/NDDNghi/NHDong", "DLDNghi/TTChung/NLap"),
];

/// Checks the day of the paper against that of its receipt, and days that follow each other.
pub(super) fn check(case: &mut Case<'_, '_>) {
    if let (Some(day), Some(received)) = (case.date, case.settings.received)
        && day > received
    {
        let paper = case.paper;
        case.add(&FUTURE, paper, |finding| finding.expected(received.to_string()).found(day.to_string()));
    }
    for (first, then) in ORDER_OF {
        let (Some(first), Some(then)) = (case.find(first), case.find(then)) else { continue };
        if let (Some(earlier), Some(later)) = (day_of(first), day_of(then))
            && later < earlier
        {
            case.add(&ORDER, then, |finding| {
                finding.expected(format!("{} {earlier}", first.local())).found(later.to_string())
            });
        }
    }
}
