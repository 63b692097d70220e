//! Which days are working days: weekends, and what the caller's calendar says besides.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeSet;
use std::fmt;

/// The longest text, in bytes: a hundred years of holidays are far below.
const LONGEST: usize = 256 * 1024;
/// The most days one line may name.
const MOST_DAYS: usize = 60;

/// Days off and working Saturdays. Saturdays and Sundays are days off unless it says otherwise.
///
/// One line a day or a range of days; what follows is a name and means nothing:
///
/// ```text
/// # Công văn về lịch nghỉ năm 2026
/// off  2026-01-01               Tết Dương lịch
/// off  2026-02-14..2026-02-22   Tết Bính Ngọ
/// work 2026-08-22               làm bù
/// ```
///
/// ```
/// use etax::declaration::Calendar;
/// use jiff::civil::date;
/// let calendar = Calendar::parse("off 2026-02-14..2026-02-22 Tết\nwork 2026-08-22").unwrap();
/// assert_eq!(calendar.working_day(date(2026, 2, 20)), Some(date(2026, 2, 23)));
/// assert!(calendar.is_working(date(2026, 8, 22)));
/// assert!(!Calendar::default().is_working(date(2026, 8, 22)));
/// assert!(calendar.knows(2026) && !calendar.knows(2027));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    off: BTreeSet<Date>,
    work: BTreeSet<Date>,
    years: BTreeSet<i16>,
}

/// Why a calendar cannot be read. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarError {
    /// Which line.
    pub line: usize,
    /// What is wrong with it.
    pub problem: CalendarProblem,
}

/// What is wrong with a line of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarProblem {
    /// It begins with neither `off` nor `work`.
    Word,
    /// It names no date `YYYY-MM-DD`, or one that does not exist.
    Date,
    /// A range that ends before it begins or has more than 60 days.
    Range,
    /// A day that is both off and worked.
    Both,
    /// The text has more than 256 KiB.
    Long,
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = match self.problem {
            CalendarProblem::Word => "begins with neither off nor work",
            CalendarProblem::Date => "names no date YYYY-MM-DD",
            CalendarProblem::Range => "a range must go forward, by 60 days at most",
            CalendarProblem::Both => "a day is both off and worked",
            CalendarProblem::Long => "more than 256 KiB of text",
        };
        write!(f, "line {}: {problem}", self.line)
    }
}

impl std::error::Error for CalendarError {}

impl Calendar {
    /// Reads a calendar.
    ///
    /// # Errors
    /// The first line that is none of `off DATE`, `off DATE..DATE`, `work DATE`, `# remark` or blank.
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        if text.len() > LONGEST {
            return Err(CalendarError { line: 1, problem: CalendarProblem::Long });
        }
        let mut calendar = Self::default();
        // Editors on Windows put a byte order mark before the text.
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            calendar.line(line.trim()).map_err(|problem| CalendarError { line: at + 1, problem })?;
        }
        Ok(calendar)
    }

    fn line(&mut self, line: &str) -> Result<(), CalendarProblem> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let mut words = line.split_whitespace();
        let word = words.next().unwrap_or_default();
        if word != "off" && word != "work" {
            return Err(CalendarProblem::Word);
        }
        let days = words.next().unwrap_or_default();
        let (first, last) = days.split_once("..").unwrap_or((days, days));
        let day = |text: &str| crate::value::parse_date(text).ok_or(CalendarProblem::Date);
        let (first, last) = (day(first)?, day(last)?);
        if last < first {
            return Err(CalendarProblem::Range);
        }
        for (at, day) in first.series(1.day()).take_while(|day| *day <= last).enumerate() {
            if at >= MOST_DAYS {
                return Err(CalendarProblem::Range);
            }
            let (own, other) =
                if word == "off" { (&mut self.off, &self.work) } else { (&mut self.work, &self.off) };
            if other.contains(&day) {
                return Err(CalendarProblem::Both);
            }
            own.insert(day);
            self.years.insert(day.year());
        }
        Ok(())
    }

    /// Whether offices work on this day.
    #[must_use]
    pub fn is_working(&self, day: Date) -> bool {
        if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            return self.work.contains(&day);
        }
        !self.off.contains(&day)
    }

    /// The day itself, or the first working day after it. `None` when there is none within a year.
    #[must_use]
    pub fn working_day(&self, day: Date) -> Option<Date> {
        day.series(1.day()).take(366).find(|day| self.is_working(*day))
    }

    /// Whether it says anything of this year. Of other years it knows the weekends only.
    #[must_use]
    pub fn knows(&self, year: i16) -> bool {
        self.years.contains(&year)
    }
}

#[cfg(test)]
mod tests {
    use super::{Calendar, CalendarError, CalendarProblem};
    use jiff::civil::date;

    /// The days off of the lunar new year of 2025 and 2026, and a Saturday worked for a Friday off.
    const REAL: &str = "\u{feff}# Lịch nghỉ\r\noff 2025-01-25..2025-02-02 Tết Ất Tỵ\r\n\r\n\
        off 2025-05-02\nwork 2025-04-26 làm bù\noff 2026-02-14..2026-02-22 Tết Bính Ngọ\n";

    #[test]
    fn moves_over_holidays_and_weekends() {
        let calendar = Calendar::parse(REAL).unwrap();
        for (day, expected) in [
            (date(2025, 1, 31), date(2025, 2, 3)),
            (date(2025, 1, 24), date(2025, 1, 24)),
            (date(2025, 4, 26), date(2025, 4, 26)),
            (date(2025, 5, 2), date(2025, 5, 5)),
            (date(2026, 2, 20), date(2026, 2, 23)),
            (date(2026, 10, 31), date(2026, 11, 2)),
            (date(2024, 2, 29), date(2024, 2, 29)),
        ] {
            assert_eq!(calendar.working_day(day), Some(expected), "{day}");
        }
        assert!(calendar.knows(2025) && calendar.knows(2026) && !calendar.knows(2024));
    }

    #[test]
    fn mistakes_are_named_with_their_lines() {
        for (text, line, problem) in [
            ("holiday 2026-01-01", 1, CalendarProblem::Word),
            ("\noff", 2, CalendarProblem::Date),
            ("off 2026-02-30", 1, CalendarProblem::Date),
            ("off 01/01/2026", 1, CalendarProblem::Date),
            ("off 2026-01-02..2026-01-01", 1, CalendarProblem::Range),
            ("off 2026-01-01..2026-12-31", 1, CalendarProblem::Range),
            ("off 2026-01-03\n#\nwork 2026-01-03", 3, CalendarProblem::Both),
        ] {
            assert_eq!(Calendar::parse(text), Err(CalendarError { line, problem }), "{text}");
        }
        let long = "#".repeat(300 * 1024);
        assert_eq!(Calendar::parse(&long), Err(CalendarError { line: 1, problem: CalendarProblem::Long }));
    }

    #[test]
    fn the_end_of_the_calendar_is_no_panic() {
        assert_eq!(
            Calendar::parse("off 9999-12-31..9999-12-31").unwrap().working_day(date(9999, 12, 31)),
            None
        );
    }
}
