//! Tax periods.

use jiff::ToSpan;
use jiff::civil::Date;
use std::fmt;

/// How a declaration states its period (`kieuKy` of `KyKKhaiThue`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeriodKind {
    /// `D`: per occurrence, kỳ theo lần phát sinh; written `DD/MM/YYYY`.
    Day,
    /// `M`: month, written `MM/YYYY`.
    Month,
    /// `Q`: quarter, written `Q/YYYY`.
    Quarter,
    /// `K`: half-year, kỳ 1 or 2; written `K/YYYY`.
    HalfYear,
    /// `Y`: year, written `YYYY`.
    Year,
    /// `LD`: per occurrence of oil and gas sales.
    PetroleumOccurrence,
    /// `DK`: provisional, oil and gas.
    PetroleumProvisional,
}

impl PeriodKind {
    /// Reads the code of `kieuKy`; any other text is `None`.
    ///
    /// ```
    /// use etax::value::PeriodKind;
    /// assert_eq!(PeriodKind::parse("Q"), Some(PeriodKind::Quarter));
    /// assert_eq!(PeriodKind::parse("T"), None);
    /// ```
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Some(match code {
            "D" => Self::Day,
            "M" => Self::Month,
            "Q" => Self::Quarter,
            "K" => Self::HalfYear,
            "Y" => Self::Year,
            "LD" => Self::PetroleumOccurrence,
            "DK" => Self::PetroleumProvisional,
            _ => return None,
        })
    }

    /// The code of `kieuKy`.
    ///
    /// ```
    /// use etax::value::PeriodKind;
    /// assert_eq!(PeriodKind::HalfYear.code(), "K");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "D",
            Self::Month => "M",
            Self::Quarter => "Q",
            Self::HalfYear => "K",
            Self::Year => "Y",
            Self::PetroleumOccurrence => "LD",
            Self::PetroleumProvisional => "DK",
        }
    }

    /// How a period of this kind is written in `kyKKhai`; empty where no source says it.
    #[must_use]
    pub const fn pattern(self) -> &'static str {
        match self {
            Self::Day => "DD/MM/YYYY",
            Self::Month => "MM/YYYY",
            Self::Quarter => "Q/YYYY",
            Self::HalfYear => "K/YYYY",
            Self::Year => "YYYY",
            Self::PetroleumOccurrence | Self::PetroleumProvisional => "",
        }
    }
}

/// A tax period, kỳ tính thuế: one day, a month, a quarter, half a year or a year of the calendar.
///
/// ```
/// use etax::value::{Period, PeriodKind};
/// let quarter = Period::parse(PeriodKind::Quarter, "4/2026").unwrap();
/// assert_eq!(quarter.first().to_string(), "2026-10-01");
/// assert_eq!(quarter.last().to_string(), "2026-12-31");
/// assert_eq!(quarter.to_string(), "4/2026");
/// assert_eq!(Period::parse(PeriodKind::Month, "13/2026"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    kind: PeriodKind,
    first: Date,
    last: Date,
}

impl Period {
    /// Reads the text of `kyKKhai`. Zeros in front of a month, quarter or half-year may be there or
    /// not (both are seen); [`Period`]'s `Display` writes the official form. `None` for anything
    /// else, and for the two kinds of oil and gas, whose form no public source gives.
    #[must_use]
    pub fn parse(kind: PeriodKind, text: &str) -> Option<Self> {
        match kind {
            PeriodKind::Day => {
                let day = parse_day(text)?;
                Some(Self { kind, first: day, last: day })
            }
            PeriodKind::Month => Self::parts(kind, text, 12, 1),
            PeriodKind::Quarter => Self::parts(kind, text, 4, 3),
            PeriodKind::HalfYear => Self::parts(kind, text, 2, 6),
            PeriodKind::Year => Self::of(kind, year(text)?, 1, 12),
            PeriodKind::PetroleumOccurrence | PeriodKind::PetroleumProvisional => None,
        }
    }

    /// `n/YYYY`, the n-th of `most` parts of the year, each `months` long.
    fn parts(kind: PeriodKind, text: &str, most: i8, months: i8) -> Option<Self> {
        let (part, rest) = text.split_once('/')?;
        if part.is_empty() || part.len() > 2 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let part: i8 = part.parse().ok()?;
        if !(1..=most).contains(&part) {
            return None;
        }
        Self::of(kind, year(rest)?, (part - 1) * months + 1, months)
    }

    fn of(kind: PeriodKind, year: i16, month: i8, months: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        let last = Date::new(year, month + months - 1, 1).ok()?.last_of_month();
        Some(Self { kind, first, last })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> PeriodKind {
        self.kind
    }

    /// Its first day.
    #[must_use]
    pub const fn first(&self) -> Date {
        self.first
    }

    /// Its last day.
    #[must_use]
    pub const fn last(&self) -> Date {
        self.last
    }

    /// Whether it ends with the calendar year and is a month or a quarter: December or the fourth
    /// quarter, for which some checks of form 01/GTGT do not hold.
    #[must_use]
    pub fn closes_year(&self) -> bool {
        matches!(self.kind, PeriodKind::Month | PeriodKind::Quarter) && self.last.month() == 12
    }

    /// The period of the same kind and length just before it; `None` at the start of the calendar.
    ///
    /// ```
    /// use etax::value::{Period, PeriodKind};
    /// let period = Period::parse(PeriodKind::Month, "01/2026").unwrap();
    /// assert_eq!(period.previous().unwrap().to_string(), "12/2025");
    /// ```
    #[must_use]
    pub fn previous(&self) -> Option<Self> {
        let last = self.first.checked_sub(1.day()).ok()?;
        let months: i8 = match self.kind {
            PeriodKind::Day => return Some(Self { kind: self.kind, first: last, last }),
            PeriodKind::Month => 1,
            PeriodKind::Quarter => 3,
            PeriodKind::HalfYear => 6,
            PeriodKind::Year => 12,
            PeriodKind::PetroleumOccurrence | PeriodKind::PetroleumProvisional => return None,
        };
        Self::of(self.kind, last.year(), last.month() + 1 - months, months)
    }

    /// The period as it is told beside one of another kind: `Q3/2026` and `K1/2026`, since `3/2026` could be March.
    pub(crate) fn distinct(&self) -> String {
        match self.kind {
            PeriodKind::Quarter | PeriodKind::HalfYear => format!("{}{self}", self.kind.code()),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, year) = (self.first, self.first.year());
        match self.kind {
            PeriodKind::Month => write!(f, "{:02}/{year:04}", first.month()),
            PeriodKind::Quarter => write!(f, "{}/{year:04}", (first.month() + 2) / 3),
            PeriodKind::HalfYear => write!(f, "{}/{year:04}", (first.month() + 5) / 6),
            PeriodKind::Year => write!(f, "{year:04}"),
            _ => write!(f, "{:02}/{:02}/{year:04}", first.day(), first.month()),
        }
    }
}

/// Reads a day written `DD/MM/YYYY`, as the dates of a declaration's period are.
pub(crate) fn parse_day(text: &str) -> Option<Date> {
    let [d1, d2, b'/', m1, m2, b'/', ..] = text.as_bytes() else { return None };
    let pair = |tens: u8, ones: u8| {
        let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
        i8::try_from(digit(tens)? * 10 + digit(ones)?).ok()
    };
    Date::new(year(text.get(6..)?)?, pair(*m1, *m2)?, pair(*d1, *d2)?).ok()
}

/// Four digits, from 1900 on: an earlier year is a slip of the pen.
fn year(text: &str) -> Option<i16> {
    if text.len() != 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|year| *year >= 1900)
}

#[cfg(test)]
mod tests {
    use super::{Period, PeriodKind, parse_day};

    #[test]
    fn reads_each_kind() {
        for (code, text, first, last) in [
            ("D", "26/03/2020", "2020-03-26", "2020-03-26"),
            ("M", "02/2024", "2024-02-01", "2024-02-29"),
            ("M", "2/2023", "2023-02-01", "2023-02-28"),
            ("Q", "1/2019", "2019-01-01", "2019-03-31"),
            ("Q", "04/2019", "2019-10-01", "2019-12-31"),
            ("K", "2/2022", "2022-07-01", "2022-12-31"),
            ("Y", "2019", "2019-01-01", "2019-12-31"),
        ] {
            let period = Period::parse(PeriodKind::parse(code).unwrap(), text).unwrap();
            assert_eq!(
                (period.first().to_string(), period.last().to_string()),
                (first.into(), last.into()),
                "{text}"
            );
        }
    }

    #[test]
    fn refuses_what_is_none() {
        for (kind, text) in [
            (PeriodKind::Quarter, "5/2019"),
            (PeriodKind::Quarter, "0/2019"),
            (PeriodKind::Month, "00/2019"),
            (PeriodKind::Month, "+1/2019"),
            (PeriodKind::Month, "2019"),
            (PeriodKind::HalfYear, "3/2019"),
            (PeriodKind::Year, "0019"),
            (PeriodKind::Year, "12019"),
            (PeriodKind::Day, "31/02/2020"),
            (PeriodKind::Day, "1/2/2020"),
            (PeriodKind::PetroleumProvisional, "1/2020"),
        ] {
            assert_eq!(Period::parse(kind, text), None, "{text}");
        }
    }

    #[test]
    fn writes_the_official_form_and_steps_back() {
        for (kind, text, before) in [
            (PeriodKind::Month, "01/2020", "12/2019"),
            (PeriodKind::Quarter, "1/2020", "4/2019"),
            (PeriodKind::HalfYear, "2/2020", "1/2020"),
            (PeriodKind::Year, "2020", "2019"),
            (PeriodKind::Day, "01/03/2020", "29/02/2020"),
        ] {
            let period = Period::parse(kind, text).unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!(period.previous().unwrap().to_string(), before);
        }
        let close = |kind, text| Period::parse(kind, text).unwrap().closes_year();
        assert!(close(PeriodKind::Month, "12/2020") && close(PeriodKind::Quarter, "4/2020"));
        assert!(!close(PeriodKind::Month, "11/2020") && !close(PeriodKind::Year, "2020"));
    }

    #[test]
    fn days() {
        assert!(parse_day("26/03/2020").is_some());
        for text in ["", "26/03/20", "26-03-2020", "26/3/2020", "é6/03/2020"] {
            assert!(parse_day(text).is_none(), "{text}");
        }
    }
}
