//! A point in time, shown as Vietnam's clock shows it.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use std::fmt;

/// A point in time with second precision, printed at UTC+7 (Vietnam has one zone and no summer time).
///
/// Documents write times without a zone; they mean UTC+7 (Decision 1450/QĐ-TCT, part I).
///
/// ```
/// use etax::value::Moment;
/// let local = Moment::parse("2026-11-23T10:00:00").unwrap();
/// let zoned = Moment::parse("2026-11-23T03:00:00Z").unwrap();
/// assert_eq!(local, zoned);
/// assert_eq!(zoned.to_string(), "2026-11-23T10:00:00+07:00");
/// assert_eq!(Moment::parse("23/11/2026"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Timestamp);

/// Seconds between UTC and Vietnam.
const OFFSET_SECONDS: i32 = 7 * 3600;

fn vietnam() -> Offset {
    Offset::from_seconds(OFFSET_SECONDS).unwrap_or(Offset::UTC)
}

impl Moment {
    /// Before every moment that a document can state.
    pub(crate) const EARLIEST: Self = Self(Timestamp::MIN);
    /// After every moment that a document can state.
    pub(crate) const LATEST: Self = Self(Timestamp::MAX);

    /// From seconds since 1970-01-01T00:00:00Z; `None` outside the years -9999 to 9999.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        Timestamp::from_second(seconds).ok().map(Self)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.0.as_second()
    }

    /// From a date and time on Vietnam's clock.
    #[must_use]
    pub fn from_local(local: DateTime) -> Option<Self> {
        vietnam().to_timestamp(local).ok().map(Self)
    }

    /// Reads `YYYY-MM-DDThh:mm:ss` (meant at UTC+7), the same with an offset or `Z` (RFC 3339), or
    /// a bare `YYYY-MM-DD` (midnight at UTC+7). Anything else is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shape_holds = match bytes.len() {
            10 => true,
            19.. => bytes[10] == b'T',
            _ => false,
        };
        if !shape_holds || bytes[4] != b'-' || bytes[7] != b'-' || text.contains('[') {
            return None;
        }
        if bytes.len() == 10 {
            return text.parse::<Date>().ok().and_then(|date| Self::from_local(date.at(0, 0, 0, 0)));
        }
        if bytes.len() == 19 {
            return text.parse::<DateTime>().ok().and_then(Self::from_local);
        }
        text.parse::<Timestamp>().ok().and_then(|instant| Self::from_unix(instant.as_second()))
    }

    /// Date and time on Vietnam's clock.
    #[must_use]
    pub fn local(self) -> DateTime {
        vietnam().to_datetime(self.0)
    }

    /// Date on Vietnam's calendar.
    #[must_use]
    pub fn date(self) -> Date {
        self.local().date()
    }
}

/// `YYYY-MM-DDThh:mm:ss+07:00`; `None` for years that do not have four digits.
fn written(t: DateTime) -> Option<String> {
    let mut text = String::with_capacity(25);
    let mut pair = |number: i8, after: &str| {
        let number = u8::try_from(number).ok().filter(|number| *number < 100)?;
        text.push(char::from(b'0' + number / 10));
        text.push(char::from(b'0' + number % 10));
        text.push_str(after);
        Some(())
    };
    pair(i8::try_from(t.year().div_euclid(100)).ok()?, "")?;
    pair(i8::try_from(t.year().rem_euclid(100)).ok()?, "-")?;
    pair(t.month(), "-")?;
    pair(t.day(), "T")?;
    pair(t.hour(), ":")?;
    pair(t.minute(), ":")?;
    pair(t.second(), "+07:00")?;
    Some(text)
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let t = self.local();
        // Every report holds several, and the formatter takes ten times as long as the digits.
        if let Some(text) = written(t) {
            return f.write_str(&text);
        }
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+07:00",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minute(),
            t.second()
        )
    }
}
