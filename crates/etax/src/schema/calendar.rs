//! Dates and times as XML Schema 1.0 writes them (part 2, 3.2.6 to 3.2.14).

/// Which of the date and time types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Calendar {
    /// `xs:date`
    Date,
    /// `xs:time`
    Time,
    /// `xs:dateTime`
    DateTime,
    /// `xs:gYear`
    Year,
    /// `xs:gYearMonth`
    YearMonth,
    /// `xs:gMonth`
    Month,
    /// `xs:gMonthDay`
    MonthDay,
    /// `xs:gDay`
    Day,
}

impl Calendar {
    pub(super) fn accepts(self, text: &str) -> bool {
        let rest = match self {
            Self::Date => date(text),
            Self::Time => time(text),
            Self::DateTime => date(text).and_then(|rest| rest.strip_prefix('T')).and_then(time),
            Self::Year => year(text).map(|(_, rest)| rest),
            Self::YearMonth => year(text)
                .and_then(|(_, rest)| two(rest.strip_prefix('-')?))
                .and_then(|(month, rest)| (1..=12).contains(&month).then_some(rest)),
            // Errata let `--MM` stand where the first edition had `--MM--`.
            Self::Month => text
                .strip_prefix("--")
                .and_then(two)
                .and_then(|(month, rest)| (1..=12).contains(&month).then_some(rest)),
            Self::MonthDay => text.strip_prefix("--").and_then(two).and_then(|(month, rest)| {
                let (day, rest) = two(rest.strip_prefix('-')?)?;
                // 29 February is a day of some years.
                (1..=length(2000, month)?).contains(&day).then_some(rest)
            }),
            Self::Day => text
                .strip_prefix("---")
                .and_then(two)
                .and_then(|(day, rest)| (1..=31).contains(&day).then_some(rest)),
        };
        rest.is_some_and(zone)
    }

    /// What it looks like.
    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::Date => "YYYY-MM-DD",
            Self::Time => "hh:mm:ss",
            Self::DateTime => "YYYY-MM-DDThh:mm:ss",
            Self::Year => "YYYY",
            Self::YearMonth => "YYYY-MM",
            Self::Month => "--MM",
            Self::MonthDay => "--MM-DD",
            Self::Day => "---DD",
        }
    }

    /// A text of the type.
    pub(super) const fn sample(self) -> &'static str {
        match self {
            Self::Date => "2026-02-28",
            Self::Time => "23:59:59",
            Self::DateTime => "2026-02-28T08:00:00+07:00",
            Self::Year => "2026",
            Self::YearMonth => "2026-10",
            Self::Month => "--10",
            Self::MonthDay => "--02-29",
            Self::Day => "---31",
        }
    }
}

/// `-?YYYY…`: the year modulo 400 and what follows. The last digits decide about leap years, so that years of many digits
/// stay bounded. There is no year 0 in XML Schema 1.0.
fn year(text: &str) -> Option<(u32, &str)> {
    let text = text.strip_prefix('-').unwrap_or(text);
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(count)?;
    if count < 4 || count > 4 && digits.starts_with('0') || digits.bytes().all(|byte| byte == b'0') {
        return None;
    }
    let year: u32 = digits.get(count.saturating_sub(8)..)?.parse().ok()?;
    Some((year % 400, rest))
}

/// Two digits and what follows.
fn two(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(2)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
    Some((digits.parse().ok()?, rest))
}

const fn length(year: u32, month: u32) -> Option<u32> {
    Some(match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => return None,
    })
}

fn date(text: &str) -> Option<&str> {
    let (year, rest) = year(text)?;
    let (month, rest) = two(rest.strip_prefix('-')?)?;
    let (day, rest) = two(rest.strip_prefix('-')?)?;
    (1..=length(year, month)?).contains(&day).then_some(rest)
}

/// `hh:mm:ss` with a fraction or not; 24:00:00 is the end of the day.
fn time(text: &str) -> Option<&str> {
    let (hours, rest) = two(text)?;
    let (minutes, rest) = two(rest.strip_prefix(':')?)?;
    let (seconds, rest) = two(rest.strip_prefix(':')?)?;
    let (fraction, rest) = match rest.strip_prefix('.') {
        None => ("", rest),
        Some(rest) => {
            let (fraction, rest) =
                rest.split_at_checked(rest.bytes().take_while(u8::is_ascii_digit).count())?;
            (!fraction.is_empty()).then_some((fraction, rest))?
        }
    };
    let midnight = hours == 24 && minutes == 0 && seconds == 0 && fraction.bytes().all(|byte| byte == b'0');
    (midnight || hours < 24 && minutes < 60 && seconds < 60).then_some(rest)
}

/// Nothing, `Z` or an offset of at most 14 hours.
fn zone(text: &str) -> bool {
    if text.is_empty() || text == "Z" {
        return true;
    }
    let offset = || {
        let (hours, rest) = two(text.strip_prefix(['+', '-'])?)?;
        let (minutes, rest) = two(rest.strip_prefix(':')?)?;
        Some(rest.is_empty() && (hours < 14 && minutes < 60 || hours == 14 && minutes == 0))
    };
    offset().unwrap_or(false)
}

/// `xs:duration`: `-?PnYnMnDTnHnMnS`, at least one part, and one after `T` where `T` stands.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-').unwrap_or(text).strip_prefix('P') else { return false };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    parts(date, "YMD", false).is_some_and(|dates| match time {
        None => dates > 0,
        Some(time) => parts(time, "HMS", true).is_some_and(|times| times > 0),
    })
}

/// How many numbers with their letters stand here, in order; `None` where something else does.
fn parts(mut text: &str, letters: &str, fraction: bool) -> Option<usize> {
    let mut count = 0;
    for letter in letters.chars() {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let mut end = digits;
        if fraction && letter == 'S' && text.get(digits..).is_some_and(|rest| rest.starts_with('.')) {
            let more = text.bytes().skip(digits + 1).take_while(u8::is_ascii_digit).count();
            (more > 0).then_some(())?;
            end = digits + 1 + more;
        }
        if let Some(rest) = text.get(end..).and_then(|rest| rest.strip_prefix(letter)) {
            (digits > 0).then_some(())?;
            text = rest;
            count += 1;
        }
    }
    text.is_empty().then_some(count)
}

#[cfg(test)]
mod tests {
    use super::{Calendar, is_duration};

    #[test]
    fn dates_are_real() {
        for yes in
            ["2024-02-29", "2000-02-29", "2024-01-01Z", "2024-01-01+07:00", "-0044-03-15", "12024-12-31"]
        {
            assert!(Calendar::Date.accepts(yes), "{yes}");
        }
        for no in [
            "2023-02-29",
            "1900-02-29",
            "2024-1-1",
            "0000-01-01",
            "024-01-01",
            "02024-01-01",
            "2024-01-01+15:00",
            "2024-04-31",
            "2024-13-01",
            "+2024-01-01",
            "2024-01-01 ",
        ] {
            assert!(!Calendar::Date.accepts(no), "{no}");
        }
    }

    #[test]
    fn times_and_parts_of_dates() {
        use Calendar::{DateTime, Day, Month, MonthDay, Time, Year, YearMonth};
        for (kind, text) in [
            (Time, "24:00:00"),
            (Time, "23:59:59.999Z"),
            (DateTime, "2024-02-29T00:00:00-14:00"),
            (Year, "2024"),
            (Year, "-2024Z"),
            (YearMonth, "2024-12"),
            (Month, "--12"),
            (MonthDay, "--02-29"),
            (Day, "---31"),
        ] {
            assert!(kind.accepts(text), "{text}");
        }
        for (kind, text) in [
            (Time, "24:00:01"),
            (Time, "1:00:00"),
            (Time, "00:00:00."),
            (Time, "00:60:00"),
            (DateTime, "2024-02-29"),
            (DateTime, "2024-02-29 00:00:00"),
            (Year, "24"),
            (YearMonth, "2024-13"),
            (Month, "--13"),
            (MonthDay, "--02-30"),
            (Day, "---32"),
        ] {
            assert!(!kind.accepts(text), "{text}");
        }
    }

    #[test]
    fn durations() {
        for yes in ["P1Y", "-P1M", "PT1S", "PT0.5S", "P1Y2M3DT4H5M6.7S", "P1DT1M"] {
            assert!(is_duration(yes), "{yes}");
        }
        for no in ["", "P", "PT", "1Y", "P1S", "PT1Y", "P1M1Y", "P1DT", "PT.5S", "PT1.S", "P-1Y"] {
            assert!(!is_duration(no), "{no}");
        }
    }
}
