//! The invoice that this one replaces or adjusts.

use super::{basis, rules};
use crate::invoice::case::{Case, DECREE_254, Nature, filled, number, trimmed};
use crate::invoice::table::{General, Related};
use crate::invoice::view::Invoice;
use crate::value::{FormSymbol, InvoiceNumber, Series, parse_date};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

rules! {
    NATURE = "invoice.related.nature", Rules, Fail, basis::CORRECTION;
    vi "Tính chất hóa đơn phải là 1 (thay thế) hoặc 2 (điều chỉnh): {found}.",
    en "The nature of the correction must be 1 (replaces) or 2 (adjusts): {found}.";

    NATURE_OTHER = "invoice.related.nature-other", Rules, Inform, basis::CORRECTION;
    vi "Tính chất {found} không có trong bảng đã công bố, được hiểu là điều chỉnh.",
    en "The nature {found} is not in the published table; read as an adjustment.";

    LAW = "invoice.related.law", Rules, Fail, basis::CORRECTION;
    vi "Loại hóa đơn có liên quan phải từ 1 đến 4: {found}.", en "The kind of the related invoice must be from 1 to 4: {found}.";

    INCOMPLETE = "invoice.related.incomplete", Rules, Fail, basis::CORRECTION;
    vi "Thiếu {expected} của hóa đơn liên quan.", en "The related invoice lacks {expected}.";

    UNNUMBERED = "invoice.related.unnumbered", Rules, Warn, basis::CORRECTION;
    vi "Hóa đơn bị điều chỉnh không ghi {expected}; chỉ đúng khi hóa đơn đó vốn không có.",
    en "The adjusted invoice is named without {expected}, which is right only if it never had one.";

    SYMBOLS = "invoice.related.symbols", Rules, Fail, basis::CORRECTION;
    vi "Ký hiệu của hóa đơn liên quan không hợp với loại của nó: {found}.",
    en "A symbol of the related invoice does not fit its kind: {found}.";

    LATER = "invoice.related.later", Rules, Fail, basis::CORRECTION;
    vi "Hóa đơn liên quan lập ngày {found}, sau ngày lập hóa đơn này ({expected}).",
    en "The related invoice is dated {found}, after this invoice ({expected}).";

    YEAR = "invoice.related.year", Rules, Warn, basis::CORRECTION;
    vi "Năm trong ký hiệu {found} của hóa đơn liên quan khác năm lập của nó ({expected}).",
    en "The year in the series {found} of the related invoice is not its year of issue ({expected}).";

    LAW_PERIOD = "invoice.related.law-period", Rules, Warn, basis::CORRECTION;
    vi "Hóa đơn liên quan loại {expected} không thể lập ngày {found}.", en "A related invoice of kind {expected} cannot be dated {found}.";

    OLD_SYMBOLS = "invoice.related.old-symbols", Rules, Warn, basis::CORRECTION;
    vi "Hóa đơn liên quan theo quy định cũ nhưng ký hiệu {found} theo quy định mới.",
    en "The related invoice is of the law before, yet its symbol {found} is of the new one.";

    FORM = "invoice.related.form", Rules, Inform, basis::CORRECTION;
    vi "Hóa đơn liên quan có mẫu số {found}, hóa đơn này có mẫu số {expected}.", en "The related invoice is of form {found}, this one of form {expected}.";

    LIST_AND_SINGLE = "invoice.related.list-and-single", Rules, Warn, basis::CORRECTION;
    vi "Vừa nêu bảng kê nhiều hóa đơn vừa nêu một hóa đơn; không rõ cái nào có hiệu lực.",
    en "Both a list of invoices and a single invoice are named; it is unclear which counts.";

    LIST_LATER = "invoice.related.list-later", Rules, Warn, basis::CORRECTION;
    vi "Bảng kê hóa đơn liên quan lập ngày {found}, sau ngày lập hóa đơn này ({expected}).",
    en "The list of related invoices is dated {found}, after this invoice ({expected}).";

    LIST_MESSAGE = "invoice.related.list-message", Rules, Warn, basis::CORRECTION;
    vi "Hóa đơn điều chỉnh, thay thế nhiều hóa đơn thuộc thông điệp 208 hoặc 210, không phải {found}.",
    en "An invoice that corrects several belongs in a message 208 or 210, not {found}.";

    LIST_MISSING = "invoice.related.list-missing", Rules, Warn, basis::CORRECTION;
    vi "Thông điệp {found} dành cho hóa đơn điều chỉnh, thay thế nhiều hóa đơn, nhưng hóa đơn không nêu bảng kê.",
    en "A message {found} is for invoices that correct several, yet the invoice names no list.";

    NEGATIVE = "invoice.related.replace-negative", Rules, Warn, basis::CORRECTION;
    vi "Hóa đơn thay thế có tổng thanh toán âm: {found_amount}.", en "An invoice that replaces another has a negative total: {found_amount}.";

    SELF = "invoice.related.self", Rules, Fail, basis::CORRECTION;
    vi "Hóa đơn thay thế hoặc điều chỉnh chính nó.", en "The invoice replaces or adjusts itself.";

    REPLACE_ONLY = "invoice.related.replace-only", Rules, Warn, basis::CORRECTION;
    vi "Hóa đơn từ máy tính tiền chỉ được thay thế, trừ một số trường hợp.",
    en "An invoice of a cash register may only be replaced, with few exceptions.";
    @ from DECREE_254;
}

/// Checks the reference to another invoice.
pub(crate) fn check(case: &mut Case<'_>, general: &General<'_>, related: &Related<'_>) {
    if let Some(nature) = filled(related.nature()) {
        match &*trimmed(nature) {
            "1" | "2" => {}
            "3" | "4" | "5" => case.add_found(&NATURE_OTHER, nature),
            _ => case.add_found(&NATURE, nature),
        }
    }
    let law = filled(related.law());
    if let Some(law) = law
        && !matches!(&*trimmed(law), "1" | "2" | "3" | "4")
    {
        case.add_found(&LAW, law);
    }
    complete(case, related);
    if law.is_some_and(|law| trimmed(law) == "1") {
        symbols(case, related);
    }
    if let (Some(element), Some(date)) = (related.date(), case.date)
        && parse_date(&trimmed(element)).is_some_and(|other| other > date)
    {
        case.add(&LATER, element, |finding| finding.expected(date.to_string()).found(trimmed(element)));
    }
    past(case, related);
    list(case, related);
    if let (Some(own), Some(at)) = (case.form, filled(related.form()))
        && let Some(other) = FormSymbol::parse(&trimmed(at)).filter(|other| *other != own)
    {
        case.add(&FORM, at, |finding| finding.expected(own.to_string()).found(other.to_string()));
    }
    if same(general, related) {
        case.add(&SELF, related.element(), |finding| finding);
    }
    if case.nature == Nature::Adjusts && case.cash_register() {
        case.add(&REPLACE_ONLY, related.element(), |finding| finding);
    }
}

/// LHDCLQuan, loại hóa đơn có liên quan: between which days invoices of each kind were issued. 2 is the pilot of
/// Decisions 1209/QĐ-BTC and 2660/QĐ-BTC.
const PERIODS: &[(&str, Option<Date>, Option<Date>)] = &[
    ("1", Some(date(2021, 11, 1)), None),
    ("2", Some(date(2015, 6, 23)), Some(date(2022, 7, 1))),
    ("3", None, Some(date(2022, 7, 1))),
];

/// Whether the other invoice can be of its day.
fn past(case: &mut Case<'_>, related: &Related<'_>) {
    let Some(at) = filled(related.date()) else { return };
    let Some(day) = parse_date(&trimmed(at)) else { return };
    let law = filled(related.law()).map(trimmed).unwrap_or_default();
    if let Some((law, from, until)) = PERIODS.iter().find(|(known, ..)| *known == law)
        && (from.is_some_and(|from| day < from) || until.is_some_and(|until| day >= until))
    {
        case.add(&LAW_PERIOD, at, |finding| finding.expected(*law).found(day.to_string()));
    }
    let Some(series) = filled(related.series()) else { return };
    let text = trimmed(series);
    if let Some(known) = Series::parse(&text) {
        if known.year() != day.year() {
            case.add(&YEAR, series, |finding| finding.expected(day.year().to_string()).found(known.as_str()));
        }
        if matches!(&*law, "2" | "3") {
            case.add_found(&OLD_SYMBOLS, series);
        }
    }
}

/// SBKCLQuan, NBKCLQuan: the list of several invoices.
fn list(case: &mut Case<'_>, related: &Related<'_>) {
    let listed = filled(related.list_number()).is_some() || filled(related.list_date()).is_some();
    let single = [related.number(), related.series()].into_iter().any(|element| filled(element).is_some());
    let several = case.settings.message.is_some_and(|message| matches!(message, 208 | 210));
    if listed && single {
        case.add(&LIST_AND_SINGLE, related.element(), |finding| finding);
    }
    if let (Some(at), Some(issued)) = (filled(related.list_date()), case.date)
        && parse_date(&trimmed(at)).is_some_and(|day| day > issued)
    {
        case.add(&LIST_LATER, at, |finding| finding.expected(issued.to_string()).found(trimmed(at)));
    }
    let message = case.settings.message.map(|message| message.to_string()).unwrap_or_default();
    // Answers carry whatever was asked.
    if listed && case.settings.message.is_some_and(|message| matches!(message, 200 | 201 | 203 | 206)) {
        case.add(&LIST_MESSAGE, related.element(), |finding| finding.found(message));
    } else if several && !listed {
        case.add(&LIST_MISSING, related.element(), |finding| finding.found(message));
    }
}

/// A replacement stands for the whole sale, so that its total is none below zero.
pub(crate) fn total(case: &mut Case<'_>, invoice: &Invoice<'_>) {
    let Some(at) = invoice.totals().and_then(|totals| totals.payable()) else { return };
    if case.nature == Nature::Replaces && number(Some(at)).is_some_and(|payable| payable < Decimal::ZERO) {
        case.add_found(&NEGATIVE, at);
    }
}

/// Checks that the other invoice is named in full, or a list of several is.
fn complete(case: &mut Case<'_>, related: &Related<'_>) {
    let list = [(related.list_number(), "SBKCLQuan"), (related.list_date(), "NBKCLQuan")];
    let identity = [(related.law(), "LHDCLQuan"), (related.date(), "NLHDCLQuan")];
    let symbols =
        [(related.form(), "KHMSHDCLQuan"), (related.series(), "KHHDCLQuan"), (related.number(), "SHDCLQuan")];
    // With a list of many invoices the list stands for them.
    let listed = list.iter().any(|(element, _)| filled(*element).is_some());
    let needed = if listed { list } else { identity };
    for (_, tag) in needed.iter().filter(|(element, _)| filled(*element).is_none()) {
        case.add(&INCOMPLETE, related.element(), |finding| finding.expected(*tag));
    }
    if listed {
        return;
    }
    // Invoices that were issued without form, series or number can be adjusted, not replaced.
    let rule = if case.nature == Nature::Adjusts { &UNNUMBERED } else { &INCOMPLETE };
    for (_, tag) in symbols.iter().filter(|(element, _)| filled(*element).is_none()) {
        case.add(rule, related.element(), |finding| finding.expected(*tag));
    }
}

/// An invoice of Decree 123/2020/NĐ-CP has a form of one digit and a series of six characters.
fn symbols(case: &mut Case<'_>, related: &Related<'_>) {
    if let Some(form) = filled(related.form())
        && FormSymbol::parse(&trimmed(form)).is_none()
    {
        case.add_found(&SYMBOLS, form);
    }
    if let Some(series) = filled(related.series())
        && Series::parse(&trimmed(series)).is_none()
    {
        case.add_found(&SYMBOLS, series);
    }
    if let Some(number) = filled(related.number())
        && InvoiceNumber::parse(&trimmed(number)).is_none()
    {
        case.add_found(&SYMBOLS, number);
    }
}

/// Whether form, series and number are those of this invoice.
fn same(general: &General<'_>, related: &Related<'_>) -> bool {
    let equal = |one, other| match (filled(one), filled(other)) {
        (Some(one), Some(other)) => trimmed(one) == trimmed(other),
        _ => false,
    };
    let number = |element| filled(element).and_then(|element| InvoiceNumber::parse(&trimmed(element)));
    equal(general.form(), related.form())
        && equal(general.series(), related.series())
        && number(general.number()).is_some()
        && number(general.number()) == number(related.number())
}
