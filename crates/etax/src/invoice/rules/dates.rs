//! The date of issue.

use super::{basis, rules};
use crate::invoice::case::{Case, DECREE_70, filled, trimmed};
use crate::invoice::table::{General, Signatures};
use crate::invoice::view::Invoice;
use crate::value::Moment;
use crate::xml::Element;
use jiff::civil::{Date, Weekday, date};

rules! {
    DATE = "invoice.date", Rules, Fail, basis::CONTENT;
    vi "Ngày lập thiếu hoặc không phải YYYY-MM-DD: {found}.", en "The date of issue is missing or not YYYY-MM-DD: {found}.";

    EARLY = "invoice.date.early", Rules, Warn, basis::FORMAT;
    vi "Ngày lập {found} trước khi chuẩn dữ liệu ra đời.", en "The date of issue {found} is before the standard existed.";

    FUTURE = "invoice.date.future", Rules, Fail, basis::CONTENT;
    vi "Ngày lập {found} sau ngày nhận ({expected}).", en "The date of issue {found} is after the day of receipt ({expected}).";

    SIGNED_LATE = "invoice.date.signed-late", Rules, Warn, "Nghị định 254/2026/NĐ-CP; từ 01/06/2025 Nghị định 70/2025/NĐ-CP (thời điểm ký số)";
    vi "Hóa đơn được ký số ngày {found}, sau ngày làm việc tiếp theo kể từ ngày lập ({expected}).",
    en "The invoice was signed on {found}, after the working day that follows its date of issue ({expected}).";
    => vi "Ngày nghỉ lễ không được tính đến; hãy đối chiếu lịch nghỉ.", en "Public holidays are not taken into account: look them up.";
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

/// Checks that the seller signed by the working day after the date of issue, which Decree
/// 70/2025/NĐ-CP asks for. Invoices of cash registers need no signature. The time is the stated one;
/// whether the signature covers it is for [`crate::signature`] to say.
pub(crate) fn signed(case: &mut Case<'_>, invoice: &Invoice<'_>) {
    let Some(issued) = case.date.filter(|issued| *issued >= DECREE_70) else { return };
    if case.cash_register() {
        return;
    }
    let seller = invoice.top().signatures().and_then(|element| Signatures::new(element).seller());
    let Some((at, signed)) = seller.and_then(stated) else { return };
    if let Some(last) = next_working_day(issued).filter(|last| signed > *last) {
        case.add(&SIGNED_LATE, at, |finding| finding.expected(last.to_string()).found(signed.to_string()));
    }
}

/// A child of any namespace, among the first ones: a hostile list of them is not searched.
fn inside<'d>(element: Element<'d>, tag: &str) -> Option<Element<'d>> {
    element.children().take(8).find(|child| child.local() == tag)
}

/// The signing time of the first signature in a block, in any namespace: most signers write
/// `<SignatureProperties xmlns="">`.
fn stated(block: Element<'_>) -> Option<(Element<'_>, Date)> {
    let signature = inside(block, "Signature")?;
    let time = signature.children().filter(|child| child.local() == "Object").take(8).find_map(|object| {
        let property = inside(inside(object, "SignatureProperties")?, "SignatureProperty")?;
        inside(property, "SigningTime")
    })?;
    Some((time, Moment::parse(&trimmed(time))?.date()))
}

/// The first day after another that is no Saturday and no Sunday. Which public holidays there are is
/// decided year by year and not known here.
fn next_working_day(day: Date) -> Option<Date> {
    let mut next = day.tomorrow().ok()?;
    while matches!(next.weekday(), Weekday::Saturday | Weekday::Sunday) {
        next = next.tomorrow().ok()?;
    }
    Some(next)
}
