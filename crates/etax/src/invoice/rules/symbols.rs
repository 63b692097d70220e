//! Form symbol, series and number.

use super::{basis, rules};
use crate::invoice::case::{Case, DECREE_70, DECREE_254, NEW_LAW, filled, trimmed};
use crate::invoice::table::General;
use crate::value::{FormSymbol, InvoiceNumber, Series};
use jiff::civil::Date;

rules! {
    FORM = "invoice.form", Rules, Fail, basis::SYMBOLS;
    vi "Ký hiệu mẫu số phải là một chữ số từ 1 đến 9: {found}.", en "The form symbol must be one digit from 1 to 9: {found}.";

    FORM_OLD = "invoice.form.old-law", Rules, Warn, basis::SYMBOLS;
    vi "Ký hiệu mẫu số {found} theo quy định cũ.", en "The form symbol {found} is of the law before Decree 123/2020.";

    FORM_SINCE = "invoice.form.since", Rules, Fail, basis::SYMBOLS;
    vi "Mẫu số {found} chỉ có từ ngày {expected}.", en "Form {found} exists only since {expected}.";

    SERIES = "invoice.series.form", Rules, Fail, basis::SYMBOLS;
    vi "Ký hiệu hóa đơn không đúng định dạng sáu ký tự: {found}.", en "The series is not of the form of six characters: {found}.";
    => vi "Ký hiệu gồm C hoặc K, hai số cuối của năm, một chữ cái loại hóa đơn, hai chữ cái tự chọn.",
    en "A series is C or K, two digits of the year, the letter of the kind, two letters of choice.";

    SERIES_OLD = "invoice.series.old-law", Rules, Warn, basis::SYMBOLS;
    vi "Ký hiệu hóa đơn {found} theo quy định cũ hoặc ghi kèm mẫu số.",
    en "The series {found} is of the law before Decree 123/2020 or written together with the form symbol.";

    SERIES_YEAR = "invoice.series.year", Rules, Fail, basis::SYMBOLS;
    vi "Năm trong ký hiệu ({found}) khác năm lập ({expected}).", en "The year in the series ({found}) is not the year of issue ({expected}).";

    SERIES_LETTER = "invoice.series.letter", Rules, Fail, basis::SYMBOLS;
    vi "Chữ cái thứ tư của ký hiệu {found} không hợp với mẫu số {expected}.", en "The fourth letter of series {found} does not go with form {expected}.";

    SERIES_SINCE = "invoice.series.since", Rules, Fail, basis::SYMBOLS;
    vi "Chữ cái loại hóa đơn trong {found} chỉ có từ ngày {expected}.", en "The letter of the kind in {found} exists only since {expected}.";

    DOSSIER = "invoice.dossier", Rules, Fail, basis::FORMAT;
    vi "Hóa đơn cấp mã theo từng lần phát sinh phải có mã hồ sơ.", en "An invoice with a per-occurrence code needs its dossier number.";

    NUMBER = "invoice.number", Rules, Fail, basis::SYMBOLS;
    vi "Số hóa đơn phải từ 1 đến 99999999: {found}.", en "The invoice number must be from 1 to 99999999: {found}.";

    NUMBER_MISSING = "invoice.number.missing", Rules, Warn, basis::SYMBOLS;
    vi "Hóa đơn chưa có số.", en "The invoice has no number.";
}

/// Checks the symbols of an invoice.
pub(crate) fn check(case: &mut Case<'_>, general: &General<'_>) {
    form(case, general);
    series(case, general);
    match filled(general.number()) {
        Some(element) if InvoiceNumber::parse(&trimmed(element)).is_none() => {
            case.add_found(&NUMBER, element)
        }
        Some(_) => {}
        None => case.add(&NUMBER_MISSING, general.element(), |finding| finding),
    }
}

fn form(case: &mut Case<'_>, general: &General<'_>) {
    let Some(element) = filled(general.form()) else {
        case.add(&FORM, general.element(), |finding| finding);
        return;
    };
    match case.form {
        Some(form) if form.get() >= 7 && case.before(DECREE_70) => {
            case.add(&FORM_SINCE, element, |finding| {
                finding.expected(DECREE_70.to_string()).found(form.to_string())
            });
        }
        Some(_) => {}
        None if case.before(NEW_LAW) && FormSymbol::is_of_old_law(&trimmed(element)) => {
            case.add_found(&FORM_OLD, element);
        }
        None => case.add_found(&FORM, element),
    }
}

fn series(case: &mut Case<'_>, general: &General<'_>) {
    let Some(element) = filled(general.series()) else {
        case.add(&SERIES, general.element(), |finding| finding);
        return;
    };
    let text = trimmed(element);
    let Some(series) = Series::parse(&text) else {
        let early =
            case.before(NEW_LAW) && (Series::is_of_old_law(&text) || Series::parse_printed(&text).is_some());
        case.add_found(if early { &SERIES_OLD } else { &SERIES }, element);
        return;
    };
    if let Some(date) = case.date
        && date.year() != series.year()
    {
        let year = date.year().to_string();
        case.add(&SERIES_YEAR, element, |finding| finding.expected(year).found(series.as_str()));
    }
    let since = match series.letter() {
        'X' => Some(DECREE_70),
        'F' => Some(DECREE_254),
        _ => None,
    };
    if let Some(since) = since.filter(|since: &Date| case.before(*since)) {
        case.add(&SERIES_SINCE, element, |finding| {
            finding.expected(since.to_string()).found(series.as_str())
        });
    }
    if let Some(form) = case.form
        && !letter_fits(series.letter(), form.get())
    {
        case.add(&SERIES_LETTER, element, |finding| {
            finding.expected(form.to_string()).found(series.as_str())
        });
    }
    if series.letter() == 'L' && filled(general.dossier()).is_none() {
        case.add(&DOSSIER, general.element(), |finding| finding);
    }
}

/// Whether the letter of the kind of use goes with the form: slips N and B with form 6, tickets G
/// and H with form 5, X with form 7, the refund declaration F with VAT invoices (1 and 8), D with public property and reserve goods (3 and 4) and with
/// special invoices of any form.
const fn letter_fits(letter: char, form: u8) -> bool {
    match form {
        3 | 4 => matches!(letter, 'D'),
        5 => matches!(letter, 'G' | 'H' | 'M' | 'D'),
        6 => matches!(letter, 'N' | 'B' | 'D'),
        7 => matches!(letter, 'X' | 'D'),
        1 | 8 => matches!(letter, 'T' | 'D' | 'L' | 'M' | 'F'),
        _ => matches!(letter, 'T' | 'D' | 'L' | 'M'),
    }
}
