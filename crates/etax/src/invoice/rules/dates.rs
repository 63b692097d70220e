//! The date of issue.

use super::{basis, rules};
use crate::invoice::case::{Case, DECREE_70, filled, trimmed};
use crate::invoice::table::{General, Signatures};
use crate::invoice::view::Invoice;
use crate::rule::Rule;
use crate::value::{Moment, parse_date};
use crate::xml::Element;
use jiff::civil::{Date, Weekday, date};

rules! {
    DATE = "invoice.date", Rules, Fail, basis::CONTENT;
    vi "Ngày lập thiếu hoặc không phải YYYY-MM-DD: {found}.", en "The date of issue is missing or not YYYY-MM-DD: {found}.";

    EARLY = "invoice.date.early", Rules, Warn, basis::FORMAT;
    vi "Ngày lập {found} trước khi chuẩn dữ liệu ra đời.", en "The date of issue {found} is before the standard existed.";

    FUTURE = "invoice.date.future", Rules, Fail, basis::CONTENT;
    vi "Ngày lập {found} sau ngày nhận ({expected}).", en "The date of issue {found} is after the day of receipt ({expected}).";

    TIME = "invoice.date.time", Rules, Fail, basis::FORMAT;
    vi "Ngày lập {found} có kèm giờ; phải ghi {expected}.", en "The date of issue {found} has a time of day; it must be {expected}.";

    SIGNED_EARLY = "invoice.date.signed-early", Rules, Warn, basis::CONTENT;
    vi "Hóa đơn được ký số ngày {found}, trước ngày lập ({expected}).", en "The invoice was signed on {found}, before its date of issue ({expected}).";

    CODED_LATE = "invoice.date.coded-late", Rules, Warn, "Nghị định 254/2026/NĐ-CP; từ 01/06/2025 Nghị định 70/2025/NĐ-CP (thời điểm gửi cấp mã)";
    vi "Cơ quan thuế cấp mã ngày {found}, sau ngày làm việc tiếp theo kể từ ngày lập ({expected}).",
    en "The authority gave its code on {found}, after the working day that follows the date of issue ({expected}).";
    => vi "Ngày nghỉ lễ không được tính đến; hãy đối chiếu lịch nghỉ.", en "Public holidays are not taken into account: look them up.";
    @ from DECREE_70;

    LIST_LATER = "invoice.list.later", Rules, Warn, basis::CONTENT;
    vi "Bảng kê kèm theo lập ngày {found}, sau ngày lập hóa đơn ({expected}).", en "The attached list is dated {found}, after the invoice ({expected}).";

    LIST_INCOMPLETE = "invoice.list.incomplete", Rules, Warn, basis::CONTENT;
    vi "Bảng kê kèm theo thiếu {expected}.", en "The attached list lacks {expected}.";

    CONTRACT_LATER = "invoice.contract.later", Rules, Warn, basis::CONTENT;
    vi "Hợp đồng với đại lý lập ngày {found}, sau ngày lập phiếu ({expected}).", en "The contract with the agent is dated {found}, after the slip ({expected}).";

    DECISION_LATER = "invoice.decision.later", Rules, Warn, basis::CONTENT;
    vi "Quyết định bán tài sản lập ngày {found}, sau ngày lập hóa đơn ({expected}).", en "The decision to sell is dated {found}, after the invoice ({expected}).";

    TRANSPORT_ORDER = "invoice.transport.order", Rules, Warn, basis::CONTENT;
    vi "Vận chuyển kết thúc ngày {found}, trước ngày bắt đầu {expected}.", en "The transport ends on {found}, before it begins on {expected}.";

    PASSPORT = "invoice.buyer.passport.expired", Rules, Warn, basis::CONTENT;
    vi "Hộ chiếu của người mua hết hạn ngày {found}, trước ngày lập hóa đơn ({expected}).", en "The buyer's passport expired on {found}, before the invoice ({expected}).";

    SIGNED_LATE = "invoice.date.signed-late", Rules, Warn, "Nghị định 254/2026/NĐ-CP; từ 01/06/2025 Nghị định 70/2025/NĐ-CP (thời điểm ký số)";
    vi "Hóa đơn được ký số ngày {found}, sau ngày làm việc tiếp theo kể từ ngày lập ({expected}).",
    en "The invoice was signed on {found}, after the working day that follows its date of issue ({expected}).";
    => vi "Ngày nghỉ lễ không được tính đến; hãy đối chiếu lịch nghỉ.", en "Public holidays are not taken into account: look them up.";
    @ from DECREE_70;
}

/// The day of Decision 635/QĐ-TCT's drafts that the oldest real files follow is not known; none is older than this.
const OLDEST: Date = date(2021, 1, 1);

/// Checks the date of issue.
pub(crate) fn check(case: &mut Case<'_>, general: &General<'_>) {
    let Some(element) = filled(general.date()) else {
        case.add(&DATE, general.element(), |finding| finding.expected("YYYY-MM-DD"));
        return;
    };
    let text = trimmed(element);
    if let Some(date) = case.date.filter(|_| text.len() > 10) {
        case.add(&TIME, element, |finding| finding.expected(date.to_string()).found(text.as_ref()));
    }
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
    let Some(issued) = case.date else { return };
    if case.cash_register() {
        return;
    }
    let Some(last) = next_working_day(issued) else { return };
    let Some(signatures) = invoice.top().signatures().map(Signatures::new) else { return };
    if let Some((at, signed)) = signatures.seller().and_then(stated) {
        if signed > last {
            case.add(&SIGNED_LATE, at, |finding| {
                finding.expected(last.to_string()).found(signed.to_string())
            });
        }
        if signed < issued {
            case.add(&SIGNED_EARLY, at, |finding| {
                finding.expected(issued.to_string()).found(signed.to_string())
            });
        }
    }
    if let Some((at, coded)) = signatures.authority().and_then(stated)
        && coded > last
    {
        case.add(&CODED_LATE, at, |finding| finding.expected(last.to_string()).found(coded.to_string()));
    }
}

/// Checks the other days that an invoice names against its date of issue, and against each other.
pub(crate) fn others(case: &mut Case<'_>, invoice: &Invoice<'_>) {
    let day =
        |element: Option<Element<'_>>| filled(element).and_then(|element| parse_date(&trimmed(element)));
    if let Some(general) = invoice.general() {
        let parts = [(general.list_number(), "SBKe"), (general.list_date(), "NBKe")];
        if parts.iter().any(|(part, _)| filled(*part).is_some()) {
            for (_, tag) in parts.iter().filter(|(part, _)| filled(*part).is_none()) {
                case.add(&LIST_INCOMPLETE, general.element(), |finding| finding.expected(*tag));
            }
        }
        not_later(case, &LIST_LATER, general.list_date());
    }
    if let Some(seller) = invoice.seller() {
        not_later(case, &CONTRACT_LATER, seller.agency_contract_date());
        not_later(case, &DECISION_LATER, seller.decision_date());
    }
    let Some(buyer) = invoice.buyer() else { return };
    if let (Some(from), Some(to), Some(at)) =
        (day(buyer.transport_from()), day(buyer.transport_to()), buyer.transport_to())
        && to < from
    {
        case.add(&TRANSPORT_ORDER, at, |finding| finding.expected(from.to_string()).found(to.to_string()));
    }
    if let (Some(expires), Some(issued), Some(at)) =
        (day(buyer.passport_expires()), case.date, buyer.passport_expires())
        && expires < issued
    {
        case.add(&PASSPORT, at, |finding| finding.expected(issued.to_string()).found(expires.to_string()));
    }
}

/// Reports a day after the date of issue.
fn not_later(case: &mut Case<'_>, rule: &'static Rule, element: Option<Element<'_>>) {
    if let (Some(at), Some(issued)) = (filled(element), case.date)
        && parse_date(&trimmed(at)).is_some_and(|day| day > issued)
    {
        case.add(rule, at, |finding| finding.expected(issued.to_string()).found(trimmed(at)));
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
