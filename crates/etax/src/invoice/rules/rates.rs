//! VAT rates: literals, periods, and the totals for each rate.

use super::lines::plain;
use super::{basis, rules, structure};
use crate::invoice::case::{Case, Nature, filled, number, trimmed};
use crate::invoice::sums::{MOST_RATES, Sums, near, percent_of};
use crate::invoice::table::{Line, RateTotal, Totals};
use crate::invoice::view::list;
use crate::value::VatRate;
use crate::xml::Element;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

rules! {
    LITERAL = "invoice.vat-rate", Rules, Fail, basis::VAT;
    vi "Thuế suất không đúng quy ước: {found}.", en "The VAT rate is not written as the standard says: {found}.";
    => vi "Ghi 0%, 5%, 8%, 10%, KCT, KKKNT hoặc KHAC:AB.CD%.", en "Write 0%, 5%, 8%, 10%, KCT, KKKNT or KHAC:AB.CD%.";

    UNEXPLAINED = "invoice.vat-rate.unexplained", Rules, Undecide, basis::VAT;
    vi "Chưa rõ ý nghĩa của thuế suất {found}.", en "What the rate {found} means is not published.";

    MISSING = "invoice.vat-rate.missing", Rules, Warn, basis::VAT;
    vi "Dòng hàng có thành tiền nhưng không có thuế suất.", en "A line with an amount has no VAT rate.";

    PERIOD = "invoice.vat-rate.period", Rules, Warn, "Nghị định 92/2021, 15/2022, 44/2023, 94/2023, 72/2024, 180/2024, 174/2025/NĐ-CP";
    vi "Ngày lập {expected} không thuộc thời gian áp dụng mức thuế suất giảm {found}.", en "On {expected} the reduced rate {found} was not in force.";

    UNUSUAL = "invoice.vat-rate.unusual", Rules, Warn, basis::VAT;
    vi "Thuế suất {found} không phải mức nào của luật vào ngày {expected}.", en "The rate {found} was no rate of the law on {expected}.";

    TAX_MISSING = "invoice.rate.tax-missing", Rules, Warn, basis::VAT;
    vi "Dòng tổng hợp thuế suất {found} không ghi tiền thuế.", en "The total for the rate {found} states no tax.";

    NAMELESS = "invoice.rate.nameless", Rules, Warn, basis::VAT;
    vi "Dòng tổng hợp không ghi thuế suất.", en "A total for a rate does not say which.";

    BASE = "invoice.rate.base", Rules, Fail, basis::VAT;
    vi "Thành tiền {found_amount} của thuế suất này khác tổng các dòng: {expected_amount}.", en "The amount {found_amount} for this rate is not the sum of its lines: {expected_amount}.";

    TAX = "invoice.rate.tax", Rules, Fail, basis::VAT;
    vi "Tiền thuế {found_amount} khác thành tiền × thuế suất = {expected_amount}.", en "The tax {found_amount} is not amount × rate = {expected_amount}.";

    REPEATED = "invoice.rate.repeated", Rules, Warn, basis::VAT;
    vi "Thuế suất {found} có nhiều dòng tổng hợp.", en "The rate {found} has several totals.";

    ABSENT = "invoice.rate.missing", Rules, Fail, basis::VAT;
    vi "Thiếu dòng tổng hợp cho thuế suất {expected}.", en "There is no total for the rate {expected}.";

    CROWDED = "invoice.rate.crowded", Rules, Undecide, basis::VAT;
    vi "Có quá nhiều thuế suất khác nhau để kiểm tra từng loại.", en "There are too many different rates to check each of them.";
}

/// When the rate of 10% was cut to 8% for many goods and services, first and last days.
const CUTS: [(Date, Date); 3] = [
    (date(2022, 2, 1), date(2022, 12, 31)),
    (date(2023, 7, 1), date(2025, 6, 30)),
    (date(2025, 7, 1), date(2026, 12, 31)),
];

/// When the rates of 10% and 5% were cut by three tenths for some services (Decree 92/2021/NĐ-CP).
const CUT_2021: (Date, Date) = (date(2021, 11, 1), date(2021, 12, 31));

/// What the totals for the rates add up to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RateSums {
    /// How many there are.
    pub(crate) count: u32,
    /// Sum of ThTien; `None` when one cannot be read.
    pub(crate) amount: Option<Decimal>,
    /// Sum of TThue; `None` when one cannot be read.
    pub(crate) tax: Option<Decimal>,
}

/// The rate of a line, where this kind of invoice has rates.
pub(crate) fn of_line(case: &mut Case<'_>, line: &Line<'_>, kind: u8) -> Option<VatRate> {
    let element = filled(line.rate());
    if !case.taxed() {
        return element.and_then(|element| VatRate::parse_lenient(&trimmed(element)));
    }
    if element.is_none()
        && matches!(kind, 1 | 5)
        && number(line.amount()).is_some_and(|amount| !amount.is_zero())
    {
        case.add(&MISSING, line.element(), |finding| finding);
    }
    read(case, element?)
}

fn read(case: &mut Case<'_>, element: Element<'_>) -> Option<VatRate> {
    let text = trimmed(element);
    if let Some(rate) = VatRate::parse(&text) {
        return Some(rate);
    }
    case.add_found(&LITERAL, element);
    VatRate::parse_lenient(&text)
}

/// One stated rate with what was stated for it.
#[derive(Clone, Copy)]
struct Stated<'d> {
    rate: VatRate,
    amount: Decimal,
    at: Element<'d>,
    times: u32,
}

/// Checks the totals for each rate and adds them up.
pub(crate) fn check(case: &mut Case<'_>, totals: &Totals<'_>, sums: &Sums) -> RateSums {
    let mut result = RateSums { count: 0, amount: Some(Decimal::ZERO), tax: Some(Decimal::ZERO) };
    let Some(holder) = totals.rates() else { return result };
    structure::foreign_entries(case, holder, "LTSuat");
    let trade_discount = number(totals.trade_discount()).unwrap_or_default();
    let mut stated: [Option<Stated<'_>>; MOST_RATES] = [None; MOST_RATES];
    let mut crowded = sums.crowded;
    for element in list(Some(holder), "LTSuat") {
        let entry =
            RateTotal::observed(element, &mut structure::Unexpected { findings: &mut *case.findings });
        structure::rows(case, element, entry.rows());
        let (amount, tax) = (number(entry.amount()), number(entry.tax()));
        result.count = result.count.saturating_add(1);
        result.amount = result.amount.zip(amount).and_then(|(sum, amount)| sum.checked_add(amount));
        if filled(entry.rate()).is_none() {
            case.add(&NAMELESS, element, |finding| finding);
        }
        let rate = filled(entry.rate()).and_then(|element| read(case, element));
        // Where no tax is due its element may be left out; elsewhere an empty one says nothing.
        let untaxed = rate.is_some_and(|rate| rate.percent().unwrap_or_default().is_zero());
        let tax = if untaxed && filled(entry.tax()).is_none() { Some(Decimal::ZERO) } else { tax };
        if let Some(rate) = rate.filter(|_| !untaxed && filled(entry.tax()).is_none()) {
            case.add(&TAX_MISSING, element, |finding| finding.found(rate.to_string()));
        }
        result.tax = result.tax.zip(tax).and_then(|(sum, tax)| sum.checked_add(tax));
        let Some(rate) = rate else { continue };
        if rate == VatRate::Unexplained {
            case.add(&UNEXPLAINED, element, |finding| finding.found(rate.to_string()));
        }
        period(case, rate, &entry);
        let Some(amount) = amount else { continue };
        let group = sums.group(rate);
        let bases = [amount, amount.checked_sub(group.discount()).unwrap_or(amount)];
        self::tax(case, rate, bases, trade_discount, &entry, group.lines);
        crowded |=
            !remember(&mut stated, Stated { rate, amount, at: entry.amount().unwrap_or(element), times: 1 });
    }
    if crowded {
        case.add(&CROWDED, holder, |finding| finding);
    } else {
        bases(case, holder, &stated, sums, trade_discount);
    }
    result
}

/// Adds a stated rate to those known; false when there is no room.
fn remember<'d>(stated: &mut [Option<Stated<'d>>; MOST_RATES], new: Stated<'d>) -> bool {
    for slot in stated.iter_mut() {
        match slot {
            Some(known) if known.rate.same_group(new.rate) => {
                known.amount = known.amount.checked_add(new.amount).unwrap_or(known.amount);
                known.times = known.times.saturating_add(1);
                return true;
            }
            Some(_) => {}
            None => {
                *slot = Some(new);
                return true;
            }
        }
    }
    false
}

/// Whether the rate was one of the law's on the day of issue. Corrections keep the rate of the invoice they
/// correct, so this only warns.
fn period(case: &mut Case<'_>, rate: VatRate, entry: &RateTotal<'_>) {
    let (Some(date), Some(at), Some(percent)) = (case.date, entry.rate(), rate.percent()) else { return };
    let within = |(first, last): &(Date, Date)| (*first..=*last).contains(&date);
    let [five, seven_tenths] = [Decimal::from(5), Decimal::new(35, 1)];
    let lawful = if percent.is_zero() || percent == five || percent == Decimal::TEN {
        return;
    } else if percent == Decimal::from(8) {
        CUTS.iter().any(within)
    } else if percent == Decimal::from(7) || percent == seven_tenths {
        within(&CUT_2021)
    } else {
        case.add(&UNUSUAL, at, |finding| finding.expected(date.to_string()).found(trimmed(at)));
        return;
    };
    if !lawful {
        case.add(&PERIOD, at, |finding| finding.expected(date.to_string()).found(trimmed(at)));
    }
}

/// Checks the tax of one rate against its amount, before or after discounts.
fn tax(
    case: &mut Case<'_>,
    rate: VatRate,
    bases: [Decimal; 2],
    trade_discount: Decimal,
    entry: &RateTotal<'_>,
    lines: u32,
) {
    let (Some(stated), Some(at)) = (number(entry.tax()), entry.tax()) else { return };
    if rate == VatRate::Unexplained {
        return;
    }
    // An adjustment may change the tax alone.
    if case.nature == Nature::Adjusts && bases.first().is_some_and(Decimal::is_zero) {
        return;
    }
    let percent = rate.percent().unwrap_or_default();
    let tolerance = case.tolerance(lines);
    let [expected, after_discounts] = bases.map(|base| percent_of(base, percent));
    let Some(expected) = expected else { return };
    let holds = |expected: Decimal| near(stated, expected, tolerance);
    if holds(expected) || after_discounts.is_some_and(holds) {
        return;
    }
    // The tax may be on what is left after this rate's share of TTCKTMai.
    if let Some(share) = percent_of(trade_discount, percent).filter(|share| !share.is_zero())
        && let Some(rest) = expected.checked_sub(share)
    {
        let (low, high) = if rest < expected { (rest, expected) } else { (expected, rest) };
        if (stated >= low && stated <= high) || holds(low) || holds(high) {
            return;
        }
    }
    case.add(&TAX, at, |finding| finding.expected(plain(expected)).found(trimmed(at)));
}

/// Checks the amount of each rate against its lines.
fn bases(
    case: &mut Case<'_>,
    holder: Element<'_>,
    stated: &[Option<Stated<'_>>],
    sums: &Sums,
    trade_discount: Decimal,
) {
    for entry in stated.iter().flatten().filter(|entry| entry.times > 1) {
        case.add(&REPEATED, entry.at, |finding| finding.found(entry.rate.to_string()));
    }
    if sums.lines == 0 || !sums.rated() {
        return;
    }
    for entry in stated.iter().flatten() {
        let group = sums.group(entry.rate);
        let tolerance = case.tolerance(group.lines);
        if group.explains(entry.amount, trade_discount, tolerance) == Some(false)
            && let Some(expected) = group.sum()
        {
            let found = plain(entry.amount);
            case.add(&BASE, entry.at, |finding| finding.expected(plain(expected)).found(found));
        }
    }
    if stated.iter().flatten().next().is_none() {
        return;
    }
    for (rate, group) in sums.groups() {
        let known = stated.iter().flatten().any(|entry| entry.rate.same_group(*rate));
        if !known && group.sum().is_some_and(|sum| !near(sum, Decimal::ZERO, case.tolerance(group.lines))) {
            case.add(&ABSENT, holder, |finding| finding.expected(rate.to_string()));
        }
    }
}
