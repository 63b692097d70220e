//! Form symbol, series and number.

use super::{basis, rules};
use crate::invoice::case::{Case, DECREE_70, DECREE_254, NEW_LAW, filled, trimmed};
use crate::invoice::table::{General, Version};
use crate::value::{FormSymbol, InvoiceNumber, Series};
use jiff::civil::{Date, date};

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

    SERIES_PRINTED = "invoice.series.printed", Rules, Fail, basis::SYMBOLS;
    vi "Ký hiệu hóa đơn {found} ghi kèm mẫu số; phải ghi {expected}.", en "The series {found} is written together with the form symbol; it must be {expected}.";

    SERIES_FORM_DIFFERS = "invoice.series.form-differs", Rules, Warn, basis::SYMBOLS;
    vi "Mẫu số ghi trong ký hiệu {found} khác mẫu số của hóa đơn ({expected}).", en "The form symbol written with the series {found} is not the invoice's ({expected}).";

    SERIES_ALPHABET = "invoice.series.alphabet", Rules, Inform, basis::SYMBOLS;
    vi "Hai chữ cuối của ký hiệu {found} có chữ cái ngoài 20 chữ cái quen dùng; với hóa đơn, văn bản không liệt kê bảng chữ.",
    en "The last two letters of series {found} are not all of the twenty in usual use; for invoices no text lists an alphabet.";

    REGISTER_UNCODED = "invoice.series.register-uncoded", Rules, Warn, basis::SYMBOLS;
    vi "Trước {expected}, hóa đơn khởi tạo từ máy tính tiền phải có mã: {found}.", en "Before {expected} invoices of cash registers had codes: {found}.";
    @ until DECREE_254;

    FORM_UNCERTAIN = "invoice.form.uncertain", Rules, Inform, basis::FORMAT;
    vi "Bảng thành phần dữ liệu của mẫu {found} chưa được đọc; một phần nội dung không được kiểm tra.",
    en "The element table of form {found} was not seen, so a part of the content is not checked.";

    TITLE = "invoice.title", Rules, Warn, basis::SYMBOLS;
    vi "Tên hóa đơn {found} không hợp với mẫu số {expected}.", en "The title {found} does not go with form {expected}.";

    DOSSIER_UNEXPECTED = "invoice.dossier.unexpected", Rules, Warn, basis::FORMAT;
    vi "Chỉ hóa đơn cấp mã theo từng lần phát sinh (chữ L) có mã hồ sơ: {found}.", en "Only invoices with a per-occurrence code (letter L) have a dossier number: {found}.";

    NUMBER_PADDED = "invoice.number.padded", Rules, Inform, basis::SYMBOLS;
    vi "Số hóa đơn {found} có số 0 ở đầu; số được hiểu là {expected}.", en "The number {found} is written with zeros in front; it is read as {expected}.";

    VERSION_EARLY = "invoice.version.early", Rules, Inform, basis::FORMAT;
    vi "Phiên bản {found} chỉ có từ ngày {expected}.", en "Version {found} exists only since {expected}.";

    VERSION_LATE = "invoice.version.late", Rules, Inform, basis::FORMAT;
    vi "Từ ngày {expected} có phiên bản mới hơn {found}.", en "Since {expected} there is a newer version than {found}.";
    @ from DECREE_70;

    NUMBER_MISSING = "invoice.number.missing", Rules, Warn, basis::SYMBOLS;
    vi "Hóa đơn chưa có số.", en "The invoice has no number.";
}

/// Decision 1510/QĐ-TCT: cash registers, version 2.0.1.
const DECISION_1510: Date = date(2022, 9, 21);

/// Checks the symbols of an invoice.
pub(crate) fn check(case: &mut Case<'_>, general: &General<'_>) {
    form(case, general);
    series(case, general);
    title(case, general);
    version(case, general);
    match filled(general.number()) {
        Some(element) => {
            let text = trimmed(element);
            match InvoiceNumber::parse(&text) {
                None => case.add_found(&NUMBER, element),
                Some(number) if text.starts_with('0') => {
                    case.add(&NUMBER_PADDED, element, |finding| {
                        finding.expected(number.to_string()).found(text)
                    });
                }
                Some(_) => {}
            }
        }
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
        Some(form) if form.get() >= 7 => {
            case.add(&FORM_UNCERTAIN, element, |finding| finding.found(form.to_string()));
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
        match Series::parse_printed(&text) {
            Some((_, series)) if !early => {
                case.add(&SERIES_PRINTED, element, |finding| {
                    finding.expected(series.as_str()).found(text.as_ref())
                });
            }
            _ => case.add_found(if early { &SERIES_OLD } else { &SERIES }, element),
        }
        if let Some((printed, _)) = Series::parse_printed(&text)
            && let Some(form) = case.form
            && printed != form
        {
            case.add(&SERIES_FORM_DIFFERS, element, |finding| finding.expected(form.to_string()).found(text));
        }
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
    match filled(general.dossier()) {
        None if series.letter() == 'L' => case.add(&DOSSIER, general.element(), |finding| finding),
        Some(dossier) if series.letter() != 'L' => case.add_found(&DOSSIER_UNEXPECTED, dossier),
        _ => {}
    }
    if series.cash_register() && !series.coded() {
        let since = DECREE_254.to_string();
        case.add(&REGISTER_UNCODED, element, |finding| finding.expected(since).found(series.as_str()));
    }
    // The twenty letters that Circular 91/2026/TT-BTC names for receipts.
    const USUAL: &str = "ABCDEGHKLMNPQRSTUVXY";
    if series.as_str().chars().skip(4).any(|letter| !USUAL.contains(letter)) {
        case.add_found(&SERIES_ALPHABET, element);
    }
}

/// Words at the beginning of titles, and the forms they go with.
const TITLES: &[(&str, &[u8])] = &[
    ("hóa đơn giá trị gia tăng", &[1, 8]),
    ("hoá đơn giá trị gia tăng", &[1, 8]),
    ("hóa đơn gtgt", &[1, 8]),
    ("hóa đơn bán hàng dự trữ quốc gia", &[4]),
    ("hóa đơn bán hàng", &[2, 4, 9]),
    ("hoá đơn bán hàng", &[2, 4, 9]),
    ("hóa đơn bán tài sản công", &[3]),
    ("phiếu xuất kho", &[6]),
    ("hóa đơn thương mại", &[7]),
    ("vé ", &[5]),
];

/// THDon, tên hóa đơn, against the form. Titles that begin otherwise are free.
fn title(case: &mut Case<'_>, general: &General<'_>) {
    let (Some(form), Some(element)) = (case.form, filled(general.title())) else { return };
    let title: String = trimmed(element).chars().take(100).flat_map(char::to_lowercase).collect();
    if let Some((_, forms)) = TITLES.iter().find(|(words, _)| title.starts_with(words))
        && !forms.contains(&form.get())
    {
        case.add(&TITLE, element, |finding| finding.expected(form.to_string()).found(trimmed(element)));
    }
}

/// The version against the days on which it came into use and went out of it.
fn version(case: &mut Case<'_>, general: &General<'_>) {
    let Some(element) = filled(general.version()) else { return };
    let since = match Version::parse(&trimmed(element)) {
        Some(Version::V2_0_1) => Some(DECISION_1510),
        // The decision is of this day; the decree it serves came into force two days later.
        Some(Version::V2_1_0) => Some(date(2025, 5, 30)),
        _ => None,
    };
    if let Some(since) = since.filter(|since| case.before(*since)) {
        case.add(&VERSION_EARLY, element, |finding| {
            finding.expected(since.to_string()).found(trimmed(element))
        });
    }
    if case.version < Version::V2_1_0 && Version::parse(&trimmed(element)).is_some() {
        case.add(&VERSION_LATE, element, |finding| {
            finding.expected(DECREE_70.to_string()).found(trimmed(element))
        });
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
