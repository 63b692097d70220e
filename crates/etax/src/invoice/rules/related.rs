//! The invoice that this one replaces or adjusts.

use super::{basis, rules};
use crate::invoice::case::{Case, Nature, filled, trimmed};
use crate::invoice::table::{General, Related};
use crate::value::{FormSymbol, InvoiceNumber, Series, parse_date};

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

    SELF = "invoice.related.self", Rules, Fail, basis::CORRECTION;
    vi "Hóa đơn thay thế hoặc điều chỉnh chính nó.", en "The invoice replaces or adjusts itself.";

    REPLACE_ONLY = "invoice.related.replace-only", Rules, Warn, basis::CORRECTION;
    vi "Hóa đơn từ máy tính tiền chỉ được thay thế, trừ một số trường hợp.",
    en "An invoice of a cash register may only be replaced, with few exceptions.";
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
    if same(general, related) {
        case.add(&SELF, related.element(), |finding| finding);
    }
    if case.nature == Nature::Adjusts && case.cash_register() {
        case.add(&REPLACE_ONLY, related.element(), |finding| finding);
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
