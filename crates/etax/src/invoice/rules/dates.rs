//! The date of issue.

use super::{basis, rules};
use crate::invoice::case::{Case, filled, trimmed};
use crate::invoice::table::General;
use jiff::civil::{Date, date};

rules! {
    DATE = "invoice.date", Rules, Fail, basis::CONTENT;
    vi "Ngày lập thiếu hoặc không phải YYYY-MM-DD: {found}.", en "The date of issue is missing or not YYYY-MM-DD: {found}.";

    EARLY = "invoice.date.early", Rules, Warn, basis::FORMAT;
    vi "Ngày lập {found} trước khi chuẩn dữ liệu ra đời.", en "The date of issue {found} is before the standard existed.";

    FUTURE = "invoice.date.future", Rules, Fail, basis::CONTENT;
    vi "Ngày lập {found} sau ngày nhận ({expected}).", en "The date of issue {found} is after the day of receipt ({expected}).";
}

/// The day of Decision 635/QĐ-TCT's drafts that the oldest real files follow is not known; none is older than this.
const OLDEST: Date = date(2021, 1, 1);

/// Checks the date of issue.
pub(crate) fn check(case: &mut Case<'_>, general: &General<'_>) {
    let Some(element) = filled(general.date()) else {
        case.add(&DATE, general.element(), |finding| finding.expected("YYYY-MM-DD"));
        return;
    };
    let Some(date) = case.date else {
        case.add(&DATE, element, |finding| finding.expected("YYYY-MM-DD").found(trimmed(element)));
        return;
    };
    if date < OLDEST {
        case.add_found(&EARLY, element);
    }
    if let Some(received) = case.settings.received.filter(|received| date > *received) {
        case.add(&FUTURE, element, |finding| finding.expected(received.to_string()).found(trimmed(element)));
    }
}
