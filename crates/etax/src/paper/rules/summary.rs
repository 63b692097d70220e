//! 01/TH-HĐĐT: a summary of invoices, or of fuel sold.

use super::symbols::{self, Named};
use crate::invoice::{Tolerance, declare_rules as rules, near, percent_of};
use crate::paper::case::{Case, amount, child, day_of, entries, is};
use crate::paper::structure::BASIS;
use crate::value::{Currency, Period, PeriodKind, VatRate};
use crate::xml::Element;
use rust_decimal::Decimal;

rules! {
    PERIOD = "summary.period", Rules, Fail, BASIS;
    vi "Kỳ dữ liệu {found} không đúng với loại kỳ ({expected}).", en "The period {found} is not of its kind ({expected}).";

    EARLY = "summary.early", Rules, Warn, BASIS;
    vi "Bảng tổng hợp lập ngày {found}, trước khi kỳ dữ liệu kết thúc ({expected}).",
    en "The summary is dated {found}, before its period ends ({expected}).";

    SUPPLEMENT = "summary.supplement", Rules, Fail, BASIS;
    vi "Bảng tổng hợp bổ sung phải ghi bổ sung lần thứ mấy.", en "A supplement must say which one it is.";

    SUPPLEMENT_FIRST = "summary.supplement.first", Rules, Warn, BASIS;
    vi "Bảng tổng hợp lần đầu lại ghi bổ sung lần thứ {found}.", en "A first summary says that it is supplement {found}.";

    NONE = "summary.none", Rules, Warn, BASIS;
    vi "Bảng tổng hợp không có dòng nào.", en "The summary has no lines.";

    CURRENCY = "summary.currency", Rules, Fail, "ISO 4217";
    vi "Đơn vị tiền tệ không phải mã ISO 4217: {found}.", en "The currency is no code of ISO 4217: {found}.";

    LINE_MISSING = "summary.line.missing", Rules, Fail, BASIS;
    vi "Dòng tổng hợp thiếu {expected}.", en "A line lacks {expected}.";

    LINE_DATE = "summary.line.date", Rules, Warn, BASIS;
    vi "Hóa đơn lập ngày {found}, ngoài kỳ dữ liệu {expected}.", en "The invoice is dated {found}, outside the period {expected}.";

    LINE_CODED = "summary.line.coded", Rules, Warn, BASIS;
    vi "Hóa đơn có mã {found} không thuộc bảng tổng hợp.", en "Invoices with code, such as {found}, do not belong in a summary.";

    LINE_RATE = "summary.line.rate", Rules, Warn, BASIS;
    vi "Thuế suất không đúng quy ước: {found}.", en "The VAT rate is not written as the standard says: {found}.";

    LINE_TAX = "summary.line.tax", Rules, Warn, BASIS;
    vi "Tiền thuế {found_amount} khác giá trị × thuế suất = {expected_amount}.", en "The tax {found_amount} is not amount × rate = {expected_amount}.";

    LINE_TOTAL = "summary.line.total", Rules, Warn, BASIS;
    vi "Tổng thanh toán {found_amount} khác tổng các phần: {expected_amount}.", en "The total {found_amount} is not what the parts make: {expected_amount}.";

    LINE_RELATED = "summary.line.related", Rules, Fail, BASIS;
    vi "Dòng điều chỉnh hoặc thay thế phải nêu hóa đơn hoặc kỳ dữ liệu liên quan.",
    en "A line that adjusts or replaces must name the other invoice, or the period it adjusts.";

    LINE_RELATED_UNEXPECTED = "summary.line.related.unexpected", Rules, Warn, BASIS;
    vi "Dòng mới lại nêu hóa đơn liên quan.", en "A new line names another invoice.";
}

/// Checks a summary.
pub(super) fn check(case: &mut Case<'_, '_>) {
    let Some(head) = case.find("DLBTHop/TTChung") else { return };
    let period = period(case, head);
    if let (Some(period), Some(made)) = (period, case.date)
        && made < period.last()
        && let Some(at) = child(head, &["NLap"])
    {
        case.add(&EARLY, at, |finding| finding.expected(period.last().to_string()).found(made.to_string()));
    }
    let which = child(head, &["BSLThu"]);
    if is(head, "LDau", "0") && which.is_none() {
        case.add(&SUPPLEMENT, head, |finding| finding);
    }
    if let Some(which) = which.filter(|which| is(head, "LDau", "1") && which.trimmed() != "0") {
        case.add_found(&SUPPLEMENT_FIRST, which);
    }
    let mut foreign = false;
    if let Some(at) = child(head, &["DVTTe"]) {
        match Currency::parse(&at.trimmed()) {
            None => case.add_found(&CURRENCY, at),
            Some(currency) => foreign = !currency.is_vnd(),
        }
    }
    let fuel = is(head, "LHHoa", "1");
    let list = case.find("DLBTHop/NDBTHDLieu/DSDLieu").or_else(|| case.find("DLBTHop/NDBTHDLieu"));
    let Some(list) = list else { return };
    if entries(Some(list), "DLieu").next().is_none() {
        case.add(&NONE, list, |finding| finding);
    }
    for line in entries(Some(list), "DLieu") {
        self::line(case, line, fuel, period);
        sums(case, line, foreign);
    }
    if !fuel {
        let state = |line: Element<'_>| {
            child(line, &["TThai"]).map(|state| state.trimmed().into_owned()).unwrap_or_default()
        };
        symbols::repeated(case, entries(Some(list), "DLieu").map(|line| (Named::of(line), state(line))));
    }
}

/// KDLieu, kỳ dữ liệu, read by LKDLieu: T month, Q quarter, N day.
fn period(case: &mut Case<'_, '_>, head: Element<'_>) -> Option<Period> {
    let kind = match &*child(head, &["LKDLieu"])?.trimmed() {
        "T" => PeriodKind::Month,
        "Q" => PeriodKind::Quarter,
        "N" => PeriodKind::Day,
        _ => return None,
    };
    let at = child(head, &["KDLieu"])?;
    let period = Period::parse(kind, &at.trimmed());
    if period.is_none() {
        case.add(&PERIOD, at, |finding| finding.expected(kind.pattern()).found(at.trimmed()));
    }
    period
}

fn line(case: &mut Case<'_, '_>, line: Element<'_>, fuel: bool, period: Option<Period>) {
    let state = child(line, &["TThai"]).map(|state| state.trimmed()).unwrap_or_default();
    // Corrections need neither a unit nor a quantity.
    let needed: &[&[&'static str]] = match (fuel, &*state) {
        (true, "2" | "4" | "5") => &[&["MHHoa", "MHHDVu"], &["THHDVu"]],
        (true, _) => &[&["MHHoa", "MHHDVu"], &["THHDVu"], &["DVTinh"], &["SLuong"]],
        (false, _) => &[&["NLap"]],
    };
    for tags in needed {
        if child(line, tags).is_none() {
            let tag = tags.first().copied().unwrap_or_default();
            case.add(&LINE_MISSING, line, |finding| finding.expected(tag));
        }
    }
    if !fuel {
        let named = Named::of(line);
        symbols::check(case, &named, false);
        if let Some(series) = named.read_series().filter(|series| series.coded()) {
            let at = named.series.unwrap_or(line);
            case.add(&LINE_CODED, at, |finding| finding.found(series.as_str()));
        }
        if let (Some(at), Some(period)) = (child(line, &["NLap"]), period)
            && state == "0"
            && let Some(day) = day_of(at).filter(|day| !(period.first()..=period.last()).contains(day))
        {
            case.add(&LINE_DATE, at, |finding| finding.expected(period.to_string()).found(day.to_string()));
        }
    }
    related(case, line, &state);
}

/// 2 adjusts and 3 replaces: the other invoice is named by its symbols, or by its period when it has none.
fn related(case: &mut Case<'_, '_>, line: Element<'_>, state: &str) {
    let named = child(line, &["LHDCLQuan"]).is_some() && child(line, &["SHDCLQuan"]).is_some();
    let period = child(line, &["KDLDChinh"]).is_some();
    match state {
        "2" | "3" if !named && !period => case.add(&LINE_RELATED, line, |finding| finding),
        "0" => {
            if let Some(other) = child(line, &["SHDCLQuan"]) {
                case.add_found(&LINE_RELATED_UNEXPECTED, other);
            }
        }
        _ => {}
    }
}

fn sums(case: &mut Case<'_, '_>, line: Element<'_>, foreign: bool) {
    let Tolerance { vnd, foreign: cents } = case.settings.tolerance;
    let tolerance = if foreign { cents } else { vnd };
    let (base, tax) = (amount(line, "TTCThue"), amount(line, "TgTThue"));
    if let Some(at) = child(line, &["TSuat"]) {
        match VatRate::parse(&at.trimmed()) {
            None => case.add_found(&LINE_RATE, at),
            Some(rate) => {
                let expected = base.and_then(|base| percent_of(base, rate.percent().unwrap_or_default()));
                if let (Some(expected), Some(tax), Some(at)) = (expected, tax, line.child("TgTThue"))
                    && rate != VatRate::Unexplained
                    && !near(expected, tax, tolerance)
                {
                    case.add(&LINE_TAX, at, |finding| {
                        finding.expected(expected.normalize().to_string()).found(at.trimmed())
                    });
                }
            }
        }
    }
    let part = |tag| amount(line, tag).unwrap_or_default();
    let sum = base.and_then(|base| {
        base.checked_add(tax.unwrap_or_default())?.checked_add(part("TTPhi"))?.checked_sub(part("TGTKhac"))
    });
    if let (Some(sum), Some(total), Some(at)) = (sum, amount(line, "TgTTToan"), line.child("TgTTToan"))
        && !near(sum, total, tolerance.checked_mul(Decimal::TWO).unwrap_or(tolerance))
    {
        case.add(&LINE_TOTAL, at, |finding| {
            finding.expected(sum.normalize().to_string()).found(at.trimmed())
        });
    }
}
