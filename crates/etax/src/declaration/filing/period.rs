//! Whether the parts of a period say one thing, and whether the form knows such a period.

use super::facts::Facts;
use crate::declaration::Declaration;
use crate::declaration::rules::rule;
use crate::form::Filing;
use crate::report::{Finding, Findings};
use crate::rule::{Check, Rule, Text, Weight};
use crate::value::{Period, PeriodKind};
use crate::xml::Element;
use jiff::ToSpan;
use jiff::civil::Date;

const PERIODS: &str = "TKhaiThue.xsd (KyKKhaiThue); Nghị định 126/2020/NĐ-CP, điều 8 và 9; từ 01/07/2026 Nghị định 252/2026/NĐ-CP";

rule!(KIND, "declaration.period.kind", Rules, Warn, PERIODS;
    "Mẫu này khai theo kỳ loại {expected}, không phải {found}.", "This form is declared for periods of kind {expected}, not {found}.";
    "M là tháng, Q là quý, Y là năm, D là từng lần phát sinh.", "M is a month, Q a quarter, Y a year, D an occurrence.");
rule!(HALF, "declaration.period.half", Rules, Warn, PERIODS;
    "{name} để trống trong khi {found} được khai.", "{name} is empty while {found} is given.";
    "Khai cả hai đầu của kỳ hoặc để trống cả hai.", "Give both ends of the period, or neither.");
rule!(MONTHS_BOUNDS, "declaration.period.months.bounds", Rules, Warn, PERIODS;
    "{name} phải là {expected} theo kỳ kê khai, đang khai {found}.", "{name} must be {expected} for this period, it says {found}.";
    "Từ tháng, đến tháng phải khớp với từ ngày, đến ngày.", "The months must agree with the days.");
rule!(YEAR, "declaration.period.year", Rules, Warn, PERIODS;
    "Năm {found} không nằm trong thời gian từ ngày đến ngày đã khai ({expected}).",
    "The year {found} does not lie within the days given ({expected})."; "", "");
rule!(LENGTH, "declaration.period.length", Rules, Fail, "Luật Kế toán 88/2015/QH13, điều 12; HTKK, kiểm tra số tháng của kỳ quyết toán";
    "Kỳ quyết toán dài {found} tháng, nhiều nhất là {expected} tháng.",
    "The finalisation covers {found} months, {expected} at most.";
    "Quyết toán thuế TNCN tối đa 12 tháng, thuế TNDN tối đa 15 tháng.",
    "Personal income tax is finalised for 12 months at most, corporate income tax for 15.");
rule!(EARLY, "declaration.date.early", Rules, Inform, PERIODS;
    "Tờ khai ký ngày {found}, trước khi kỳ kê khai kết thúc ({expected}).",
    "The declaration was signed on {found}, before its period ended ({expected})."; "", "");

rule!(ENDED, "declaration.period.ended", Rules, Warn, "Nghị quyết 198/2025/QH15, điều 10 (lệ phí môn bài đến hết năm 2025)";
    "Mẫu này không còn khai cho kỳ bắt đầu sau ngày {expected}; kỳ này bắt đầu ngày {found}.",
    "This form is not declared for periods that begin after {expected}; this one begins on {found}."; "", "");

pub(super) const RULES: &[&Rule] = &[&KIND, &HALF, &MONTHS_BOUNDS, &YEAR, &LENGTH, &EARLY, &ENDED];

/// Judges the period's parts against each other.
pub(super) fn check(
    declaration: &Declaration<'_>,
    facts: &Facts,
    periods: &[PeriodKind],
    filing: &Filing,
    findings: &mut Findings,
) {
    let Some(period) = declaration.statement().and_then(|statement| statement.child("KyKKhaiThue")) else {
        return;
    };
    if let (Some(kind), Some(place)) = (facts.kind, period.child("kieuKy"))
        && !periods.is_empty()
        && !periods.contains(&kind)
    {
        let known: Vec<_> = periods.iter().map(|kind| kind.code()).collect();
        findings.push(Finding::new(&KIND).at(place).expected(known.join(", ")).found(kind.code()));
    }
    if let (Some(ends), Some(first)) = (filing.ends, facts.first)
        && first > ends
    {
        let finding = Finding::new(&ENDED).at(period);
        findings.push(finding.expected(ends.to_string()).found(first.to_string()));
    }
    for (one, other) in [("kyKKhaiTuNgay", "kyKKhaiDenNgay"), ("kyKKhaiTuThang", "kyKKhaiDenThang")] {
        half(period, one, other, findings);
        half(period, other, one, findings);
    }
    // Where the days are given they are the period; the text of a year need not be.
    let day = |day: Option<Date>, stated: fn(&Period) -> Date| {
        day.or_else(|| facts.period.as_ref().filter(|period| period.kind() != PeriodKind::Year).map(stated))
    };
    month(period, "kyKKhaiTuThang", facts.from_month, day(facts.from, Period::first), findings);
    month(period, "kyKKhaiDenThang", facts.to_month, day(facts.to, Period::last), findings);
    if facts.kind == Some(PeriodKind::Year) {
        year(period, facts, filing.months, findings);
    }
    if let (Some(PeriodKind::Month | PeriodKind::Quarter), Some(last), Some(signed)) =
        (facts.kind, facts.last, facts.signed)
        && signed < last
    {
        let finding = Finding::new(&EARLY).at(period);
        findings.push(finding.expected(last.to_string()).found(signed.to_string()));
    }
}

fn half(period: Element<'_>, empty: &str, given: &'static str, findings: &mut Findings) {
    let text = |name: &str| period.child(name).map(Element::trimmed).unwrap_or_default();
    if let Some(place) = period.child(empty)
        && place.trimmed().is_empty()
        && !text(given).is_empty()
    {
        findings.push(Finding::new(&HALF).at(place).found(given));
    }
}

fn month(period: Element<'_>, name: &str, month: Option<Period>, day: Option<Date>, findings: &mut Findings) {
    if let (Some(month), Some(day), Some(place)) = (month, day, period.child(name))
        && month.first() != day.first_of_month()
    {
        let expected = format!("{:02}/{:04}", day.month(), day.year());
        findings.push(Finding::new(&MONTHS_BOUNDS).at(place).expected(expected).found(month.to_string()));
    }
}

fn year(period: Element<'_>, facts: &Facts, most: Option<u8>, findings: &mut Findings) {
    let (Some(first), Some(last)) = (facts.first, facts.last) else { return };
    if let (Some(year), Some(place)) = (facts.period, period.child("kyKKhai"))
        && !(first.year()..=last.year()).contains(&year.first().year())
    {
        let expected = format!("{first} – {last}");
        findings.push(Finding::new(&YEAR).at(place).expected(expected).found(year.to_string()));
    }
    let (Some(most), Some(months)) = (most, months(first, last)) else { return };
    if months > i32::from(most) {
        let found = months.to_string();
        findings.push(Finding::new(&LENGTH).at(period).expected(most.to_string()).found(found));
    }
}

/// How many months a period of days covers, a begun one counted whole.
fn months(first: Date, last: Date) -> Option<i32> {
    let whole = first.until((jiff::Unit::Month, last.checked_add(1.day()).ok()?)).ok()?;
    let count = whole.get_years().checked_mul(12)?.checked_add(i16::try_from(whole.get_months()).ok()?)?;
    Some(i32::from(count) + i32::from(whole.get_days() > 0))
}

#[cfg(test)]
mod tests {
    use super::months;
    use jiff::civil::date;

    #[test]
    fn months_are_counted_whole() {
        for (first, last, count) in [
            (date(2024, 1, 1), date(2024, 12, 31), 12),
            (date(2024, 2, 29), date(2025, 2, 27), 12),
            (date(2023, 10, 1), date(2024, 12, 31), 15),
            (date(2023, 10, 15), date(2024, 12, 31), 15),
            (date(2023, 9, 30), date(2024, 12, 31), 16),
            (date(2024, 2, 1), date(2024, 2, 29), 1),
        ] {
            assert_eq!(months(first, last), Some(count), "{first} {last}");
        }
        assert_eq!(months(date(2024, 1, 1), date(9999, 12, 31)), None);
    }
}
