//! Until when a declaration must be filed.

use super::Settings;
use super::calendar::Calendar;
use super::facts::Facts;
use crate::declaration::rules::rule;
use crate::declaration::{Declaration, DeclarationKind, view};
use crate::form::{Catalogue, Due, Filing};
use crate::report::{Finding, Findings};
use crate::rule::{Check, Rule, Text, Weight};
use crate::value::PeriodKind;
use jiff::ToSpan;
use jiff::civil::{Date, date};

const LAWS: &str = "Luật Quản lý thuế 38/2019/QH14, điều 44; từ 01/07/2026 Luật 108/2025/QH15 và Nghị định 252/2026/NĐ-CP, điều 10";

rule!(LATE, "declaration.deadline.late", Rules, Inform, LAWS;
    "Nhận muộn {found} ngày so với hạn {expected}.", "Received {found} days after the deadline, {expected}.";
    "Xét lại tờ khai cũ thì cho ngày tiếp nhận trên thông báo của cơ quan thuế bằng --at.",
    "For an old declaration give the day of receipt, as the authority's notice has it, with --at.");
rule!(LATE_WEEKENDS, "declaration.deadline.late.weekends", Rules, Inform, LAWS;
    "Nhận muộn {found} ngày so với hạn {expected}; chưa tính ngày nghỉ lễ vì không có lịch của năm này.",
    "Received {found} days after the deadline, {expected}; holidays are not counted, for there is no calendar of that year.";
    "Cho lịch nghỉ lễ bằng --calendar; xét lại tờ khai cũ thì cho ngày tiếp nhận bằng --at.",
    "Give the holidays with --calendar, and for an old declaration the day of receipt with --at.");
rule!(EXTENDED, "declaration.deadline.extended", Rules, Inform, "TKhaiThue.xsd (GiaHan); Luật Quản lý thuế 38/2019/QH14, điều 46; Luật 108/2025/QH15";
    "Tờ khai ghi được gia hạn ({found}); hạn chưa gia hạn là {expected}.",
    "The declaration claims an extension ({found}); without it the deadline is {expected}.";
    "Đối chiếu với văn bản gia hạn.", "Compare with the decision that grants it.");

pub(super) const RULES: &[&Rule] = &[&LATE, &LATE_WEEKENDS, &EXTENDED];

/// The Law on Tax Administration of 2019 came into force.
const LAW_2019: Date = date(2020, 7, 1);
/// The Law on Tax Administration of 2025 and decree 252/2026/NĐ-CP came into force.
const LAW_2025: Date = date(2026, 7, 1);

/// Until when a declaration must be filed.
///
/// ```
/// use etax::declaration::{Calendar, Deadline};
/// use etax::value::{Period, PeriodKind};
/// let quarter = Period::parse(PeriodKind::Quarter, "3/2026").unwrap();
/// let deadline = Deadline::of("842", quarter.kind(), quarter.last(), &Calendar::default()).unwrap();
/// assert_eq!(deadline.statutory.to_string(), "2026-10-31");
/// // A Saturday, so Monday.
/// assert_eq!(deadline.last_day.to_string(), "2026-11-02");
/// assert!(deadline.basis.contains("252/2026"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The day the law names.
    pub statutory: Date,
    /// The last day in fact: the same, or the next working day.
    pub last_day: Date,
    /// Whether the calendar knows the holidays of that year; if not, only weekends have moved the day.
    pub holidays_known: bool,
    /// The law in force on that day.
    pub basis: &'static str,
}

impl Deadline {
    /// The deadline of a form built in (maTKhai) for a period that ends on `last`; `None` where it is not known: forms that are no
    /// tax declarations, half-years, the kinds of oil and gas, and yearly declarations that are no finalisation.
    ///
    /// Month: the 20th of the next; quarter: the last day of the next month; occurrence: the tenth day after; year:
    /// the last day of the third month after it, of the fourth for an individual's own finalisation. Before
    /// 2020-07-01 a quarter had until the 30th and a year until the 90th day (Law 78/2006/QH11, article 32).
    #[must_use]
    pub fn of(form: &str, kind: PeriodKind, last: Date, calendar: &Calendar) -> Option<Self> {
        Self::due(Catalogue::built_in().filing(form, None, None)?.1.due, kind, last, calendar)
    }

    /// The same for what a form says of itself ([`Filing::due`]).
    #[must_use]
    pub fn due(due: Due, kind: PeriodKind, last: Date, calendar: &Calendar) -> Option<Self> {
        let day = |law_of_2019: bool| -> Option<Date> {
            let months = |count: i64| last.first_of_month().checked_add(count.months()).ok();
            match (kind, due) {
                (PeriodKind::Month, Due::Current) => months(1)?.with().day(20).build().ok(),
                (PeriodKind::Quarter, Due::Current) if law_of_2019 => Some(months(1)?.last_of_month()),
                (PeriodKind::Quarter, Due::Current) => months(1)?.with().day(30).build().ok(),
                (PeriodKind::Day, Due::Current) => last.checked_add(10.days()).ok(),
                (PeriodKind::Year, Due::Year(count)) if law_of_2019 => {
                    Some(months(i64::from(count))?.last_of_month())
                }
                (PeriodKind::Year, Due::Year(_)) => last.checked_add(90.days()).ok(),
                _ => None,
            }
        };
        let statutory = day(true).filter(|day| *day >= LAW_2019).or_else(|| day(false))?;
        let last_day = calendar.working_day(statutory)?;
        let basis = match statutory {
            day if day >= LAW_2025 => "Luật Quản lý thuế 108/2025/QH15; Nghị định 252/2026/NĐ-CP, điều 10",
            day if day >= LAW_2019 => "Luật Quản lý thuế 38/2019/QH14, điều 44",
            _ => "Luật Quản lý thuế 78/2006/QH11, điều 32",
        };
        Some(Self { statutory, last_day, holidays_known: calendar.knows(statutory.year()), basis })
    }

    /// By how many days a filing on `day` is late; `None` when it is not.
    #[must_use]
    pub fn days_late(&self, day: Date) -> Option<u32> {
        let days = self.last_day.until(day).ok()?.get_days();
        u32::try_from(days).ok().filter(|days| *days > 0)
    }
}

/// Remarks on a first declaration that comes after its deadline, or claims an extension.
pub(super) fn check(
    declaration: &Declaration<'_>,
    facts: &Facts,
    filing: &Filing,
    settings: &Settings<'_>,
    findings: &mut Findings,
) {
    let none = Calendar::default();
    let (Some(place), Some(kind), Some(last)) = (
        declaration.statement().and_then(|statement| statement.child("KyKKhaiThue")),
        declaration.period_kind(),
        facts.last,
    ) else {
        return;
    };
    let calendar = settings.calendar.unwrap_or(&none);
    let Some(deadline) = Deadline::due(filing.due, kind, last, calendar) else { return };
    let expected = deadline.last_day.to_string();
    let reason = view::text(declaration.statement(), "GiaHan/maLyDoGiaHan");
    if !reason.is_empty()
        && let Some(place) = declaration.statement().and_then(|statement| statement.child("GiaHan"))
    {
        let words = view::text(declaration.statement(), "GiaHan/lyDoGiaHan");
        let found = if words.is_empty() { reason.into_owned() } else { format!("{reason}: {words}") };
        findings.push(Finding::new(&EXTENDED).at(place).expected(expected).found(found));
        return;
    }
    // An amendment has no deadline, and a replacement's depends on what it replaces.
    if declaration.kind() != Some(DeclarationKind::First) {
        return;
    }
    if let Some(days) = settings.at.and_then(|at| deadline.days_late(at.date())) {
        let rule = if deadline.holidays_known { &LATE } else { &LATE_WEEKENDS };
        findings.push(Finding::new(rule).at(place).expected(expected).found(days.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::{Calendar, Deadline, LAW_2019, LAW_2025};
    use crate::value::{Period, PeriodKind};

    fn deadline(form: &str, kind: &str, text: &str, calendar: &Calendar) -> Option<Deadline> {
        let period = Period::parse(PeriodKind::parse(kind).unwrap(), text).unwrap();
        Deadline::of(form, period.kind(), period.last(), calendar)
    }

    #[test]
    fn real_days() {
        let tet = Calendar::parse("off 2025-01-25..2025-02-02\noff 2023-01-20..2023-01-26").unwrap();
        for (form, kind, period, statutory, last_day) in [
            ("842", "M", "09/2026", "2026-10-20", "2026-10-20"),
            ("842", "M", "12/2025", "2026-01-20", "2026-01-20"),
            ("842", "M", "01/2024", "2024-02-20", "2024-02-20"),
            ("842", "Q", "3/2026", "2026-10-31", "2026-11-02"),
            // The last day of January 2025 fell into the days off of Tết.
            ("842", "Q", "4/2024", "2025-01-31", "2025-02-03"),
            // The 20th of January 2023 was the first of them.
            ("842", "M", "12/2022", "2023-01-20", "2023-01-27"),
            ("892", "Y", "2023", "2024-03-31", "2024-04-01"),
            ("953", "Y", "2025", "2026-03-31", "2026-03-31"),
            ("952", "Y", "2025", "2026-04-30", "2026-04-30"),
            ("846", "D", "21/02/2024", "2024-03-02", "2024-03-04"),
            ("846", "D", "20/02/2023", "2023-03-02", "2023-03-02"),
            // Under the law before: the 30th day, and the 90th.
            ("04", "Q", "2/2019", "2019-07-30", "2019-07-30"),
            ("03", "Y", "2019", "2020-03-30", "2020-03-30"),
            ("04", "Q", "2/2020", "2020-07-31", "2020-07-31"),
        ] {
            let found = deadline(form, kind, period, &tet).unwrap();
            assert_eq!(
                (found.statutory.to_string(), found.last_day.to_string()),
                (statutory.into(), last_day.into()),
                "{form} {kind} {period}"
            );
            assert_eq!(found.holidays_known, statutory.starts_with("2025") || statutory.starts_with("2023"));
            let law = if found.statutory >= LAW_2025 {
                "108/2025"
            } else if found.statutory >= LAW_2019 {
                "38/2019"
            } else {
                "78/2006"
            };
            assert!(found.basis.contains(law));
        }
    }

    /// The data-entry program of the authority carried a table of the deadlines that holidays moved in 2021; one of its
    /// entries, 21 April, names a month that is a slip.
    #[test]
    fn the_authoritys_table_of_2021_comes_out() {
        let days = "off 2021-01-01\noff 2021-02-10..2021-02-16 Tết Tân Sửu\noff 2021-04-21 Giỗ Tổ\n\
            off 2021-04-30..2021-05-03\noff 2021-09-02..2021-09-03 Quốc khánh";
        let calendar = Calendar::parse(days).unwrap();
        for (day, moved) in [
            ("2021-01-01", "2021-01-04"),
            ("2021-02-10", "2021-02-17"),
            ("2021-02-11", "2021-02-17"),
            ("2021-02-12", "2021-02-17"),
            ("2021-02-13", "2021-02-17"),
            ("2021-02-14", "2021-02-17"),
            ("2021-02-15", "2021-02-17"),
            ("2021-02-16", "2021-02-17"),
            ("2021-04-21", "2021-04-22"),
            ("2021-04-30", "2021-05-04"),
            ("2021-05-01", "2021-05-04"),
            ("2021-09-02", "2021-09-06"),
            ("2021-09-03", "2021-09-06"),
        ] {
            assert_eq!(calendar.working_day(day.parse().unwrap()), Some(moved.parse().unwrap()), "{day}");
        }
        let quarter = deadline("842", "Q", "1/2021", &calendar).unwrap();
        assert_eq!(
            (quarter.statutory.to_string(), quarter.last_day.to_string()),
            ("2021-04-30".into(), "2021-05-04".into())
        );
    }

    #[test]
    fn what_is_not_known_has_none() {
        let calendar = Calendar::default();
        for (form, kind, period) in [
            ("9999", "M", "09/2026"),
            ("842", "Y", "2026"),
            ("892", "M", "09/2026"),
            ("104", "D", "26/03/2020"),
            ("470", "K", "1/2026"),
            ("842", "M", "12/9999"),
        ] {
            assert_eq!(deadline(form, kind, period, &calendar), None, "{form} {kind} {period}");
        }
    }

    #[test]
    fn late_days_are_counted_from_the_last_day() {
        let found = deadline("842", "Q", "3/2026", &Calendar::default()).unwrap();
        for (day, late) in
            [("2026-11-02", None), ("2026-11-03", Some(1)), ("2027-11-02", Some(365)), ("2026-10-01", None)]
        {
            assert_eq!(found.days_late(day.parse().unwrap()), late, "{day}");
        }
    }
}
