//! Form symbol, series, number and code of the invoices that papers name.

use crate::invoice::declare_rules as rules;
use crate::paper::case::{Case, child, day_of};
use crate::paper::structure::BASIS;
use crate::value::{CashRegisterCode, FormSymbol, InvoiceNumber, Mccqt, Series};
use crate::xml::Element;
use std::collections::HashSet;

rules! {
    SYMBOLS = "paper.invoice.symbols", Rules, Warn, BASIS;
    vi "{name} không đúng quy ước cho hóa đơn loại này: {found}.", en "{name} is not how invoices of this kind are called: {found}.";

    UNNAMED = "paper.invoice.unnamed", Rules, Warn, BASIS;
    vi "Không ghi {expected} của hóa đơn; chỉ đúng khi hóa đơn đó vốn không có.",
    en "The invoice is named without {expected}, which is right only if it never had one.";

    YEAR = "paper.invoice.year", Rules, Warn, BASIS;
    vi "Năm trong ký hiệu {found} khác năm lập hóa đơn ({expected}).", en "The year in the series {found} is not the year of issue ({expected}).";

    CODE_FORM = "paper.invoice.code.form", Rules, Fail, BASIS;
    vi "Mã của cơ quan thuế không đúng định dạng: {found}.", en "The authority's code is malformed: {found}.";

    CODE_MISSING = "paper.invoice.code.missing", Rules, Warn, BASIS;
    vi "Hóa đơn ký hiệu {expected} có mã nhưng không ghi mã.", en "An invoice of series {expected} has a code, which is not stated.";

    CODE_UNEXPECTED = "paper.invoice.code.unexpected", Rules, Warn, BASIS;
    vi "Hóa đơn ký hiệu {expected} không có mã nhưng lại ghi mã.", en "An invoice of series {expected} has no code, yet one is stated.";

    REPEATED = "paper.invoice.repeated", Rules, Warn, BASIS;
    vi "Hóa đơn {found} được nêu nhiều lần.", en "The invoice {found} is named more than once.";
}

/// How an entry names an invoice.
pub(super) struct Named<'d> {
    pub(super) at: Element<'d>,
    form: Option<Element<'d>>,
    pub(super) series: Option<Element<'d>>,
    number: Option<Element<'d>>,
    code: Option<Element<'d>>,
    date: Option<Element<'d>>,
    /// Whether it is an invoice of Decree 123/2020/NĐ-CP; `None` when the entry does not say.
    new_law: Option<bool>,
}

impl<'d> Named<'d> {
    /// Reads an entry.
    pub(super) fn of(at: Element<'d>) -> Self {
        let law = child(at, &["LADHDDT", "LADHĐĐT"]).map(|element| element.trimmed());
        Self {
            at,
            form: child(at, &["KHMSHDon"]),
            series: child(at, &["KHHDon"]),
            number: child(at, &["SHDon"]),
            code: child(at, &["MCQTCap", "MCCQT"]),
            date: child(at, &["Ngay", "NLap"]),
            new_law: law.map(|law| law == "1"),
        }
    }

    /// Form, series and number without zeros in front, to tell invoices apart; `None` without a number.
    fn key(&self) -> Option<String> {
        let text = |element: Option<Element<'_>>| {
            element.map(|element| element.trimmed().into_owned()).unwrap_or_default()
        };
        let number = self.number?.trimmed().trim_start_matches('0').to_owned();
        Some(format!("{};{};{number}", text(self.form), text(self.series)))
    }

    /// The series of an invoice of Decree 123/2020/NĐ-CP, also where its form symbol stands in front.
    pub(super) fn read_series(&self) -> Option<Series> {
        let text = self.series?.trimmed();
        Series::parse(&text).or_else(|| Series::parse_printed(&text).map(|(_, series)| series))
    }
}

/// Checks how an entry names an invoice; `coded` says whether the paper has a place for codes.
pub(super) fn check(case: &mut Case<'_, '_>, named: &Named<'_>, coded: bool) {
    for (element, tag) in [(named.form, "KHMSHDon"), (named.series, "KHHDon"), (named.number, "SHDon")] {
        if element.is_none() {
            case.add(&UNNAMED, named.at, |finding| finding.expected(tag));
        }
    }
    let form_holds = |text: &str| match named.new_law {
        Some(true) => FormSymbol::parse(text).is_some(),
        Some(false) => FormSymbol::parse(text).is_none(),
        None => FormSymbol::parse(text).is_some() || FormSymbol::is_of_old_law(text),
    };
    if let Some(form) = named.form.filter(|form| !form_holds(&form.trimmed())) {
        case.add_found(&SYMBOLS, form);
    }
    let series_holds = |text: &str| match named.new_law {
        Some(true) => Series::parse(text).is_some(),
        Some(false) => Series::parse(text).is_none(),
        None => Series::parse(text).is_some() || Series::is_of_old_law(text),
    };
    if let Some(series) = named.series.filter(|series| !series_holds(&series.trimmed())) {
        case.add_found(&SYMBOLS, series);
    }
    if let Some(number) = named.number.filter(|number| InvoiceNumber::parse(&number.trimmed()).is_none()) {
        case.add_found(&SYMBOLS, number);
    }
    let Some(series) = named.read_series() else { return };
    if let Some(day) = named.date.and_then(day_of)
        && day.year() != series.year()
    {
        let at = named.series.unwrap_or(named.at);
        case.add(&YEAR, at, |finding| finding.expected(day.year().to_string()).found(series.as_str()));
    }
    if coded {
        code(case, named, series);
    }
}

fn code(case: &mut Case<'_, '_>, named: &Named<'_>, series: Series) {
    let expected = series.as_str().to_owned();
    match named.code {
        None if series.coded() => {
            case.add(&CODE_MISSING, named.at, |finding| finding.expected(expected));
        }
        Some(code) if !series.coded() => {
            case.add(&CODE_UNEXPECTED, code, |finding| finding.expected(expected).found(code.trimmed()));
        }
        Some(code) => {
            let text = code.trimmed();
            if Mccqt::parse(&text).is_err() && CashRegisterCode::parse(&text).is_err() {
                case.add_found(&CODE_FORM, code);
            }
        }
        None => {}
    }
}

/// Reports invoices that are named more than once. `also` tells entries apart that may name the same invoice.
pub(super) fn repeated<'d>(case: &mut Case<'_, '_>, entries: impl Iterator<Item = (Named<'d>, String)>) {
    let mut known = HashSet::new();
    for (named, also) in entries {
        let Some(key) = named.key() else { continue };
        if !known.insert(format!("{key};{also}")) {
            case.add(&REPEATED, named.at, |finding| finding.found(key));
        }
    }
}
