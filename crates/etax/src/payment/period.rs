//! Tax periods as payment orders write them.

use crate::value::{Period, PeriodKind};
use std::borrow::Cow;
use std::fmt;

/// KY_THUE, kỳ thuế: the period that a line pays for, written `01/2019` (month), `00/Q4/2019` (quarter), `00/CN/2019`
/// (year, cả năm) or `25/04/2019`: the day of what is taxed, or of the decision or notice that is paid.
///
/// It holds the same [`Period`] that a declaration states, so that the two can be compared.
///
/// ```
/// use etax::payment::PaymentPeriod;
/// use etax::value::{Period, PeriodKind};
/// let paid = PaymentPeriod::parse("00/Q4/2019").unwrap();
/// assert_eq!(Some(paid.period()), Period::parse(PeriodKind::Quarter, "4/2019"));
/// assert_eq!(paid.to_string(), "00/Q4/2019");
/// assert_eq!(PaymentPeriod::parse("00/Q5/2019"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PaymentPeriod(Period);

impl PaymentPeriod {
    /// Reads one of the four forms. A month, quarter or marker without its zeros (`1/2019`, `0/Q1/2019`) is read too;
    /// `Display` writes the usual form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next());
        if parts.next().is_some() {
            return None;
        }
        match (second, third) {
            (_, None) => Period::parse(PeriodKind::Month, text),
            ("CN", Some(year)) if zero(first) => Period::parse(PeriodKind::Year, year),
            (part, Some(year)) if zero(first) => {
                let quarter = part.strip_prefix('Q').filter(|quarter| quarter.len() == 1)?;
                Period::parse(PeriodKind::Quarter, &format!("{quarter}/{year}"))
            }
            _ => Period::parse(PeriodKind::Day, text),
        }
        .map(Self)
    }

    /// A period of a declaration as an order would write it; `None` for half-years and the periods of oil and gas, for
    /// which no order is known.
    ///
    /// ```
    /// use etax::payment::PaymentPeriod;
    /// use etax::value::{Period, PeriodKind};
    /// let year = Period::parse(PeriodKind::Year, "2025").unwrap();
    /// assert_eq!(PaymentPeriod::of(year).unwrap().to_string(), "00/CN/2025");
    /// ```
    #[must_use]
    pub fn of(period: Period) -> Option<Self> {
        use PeriodKind::{Day, Month, Quarter, Year};
        matches!(period.kind(), Day | Month | Quarter | Year).then_some(Self(period))
    }

    /// The period.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.0
    }

    /// Whether a text that is no period known here has the form of one, `00/` with a marker and a year: the portals may
    /// have more markers than the public sources name.
    pub(super) fn is_marked(text: &str) -> bool {
        let parts: Vec<&str> = text.split('/').take(4).collect();
        let [first, marker, year] = parts[..] else { return false };
        zero(first)
            && (1..=4).contains(&marker.len())
            && marker.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && marker.bytes().any(|byte| byte.is_ascii_uppercase())
            // Of quarters all are known.
            && !(marker.starts_with('Q') && marker.len() == 2)
            && Period::parse(PeriodKind::Year, year).is_some()
    }
}

/// `00`, what stands where a month would.
fn zero(text: &str) -> bool {
    matches!(text, "0" | "00")
}

impl fmt::Display for PaymentPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: Cow<'_, str> = self.0.to_string().into();
        match self.0.kind() {
            PeriodKind::Quarter => write!(f, "00/Q{text}"),
            PeriodKind::Year => write!(f, "00/CN/{text}"),
            _ => f.write_str(&text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PaymentPeriod;

    #[test]
    fn reads_and_writes_each_form() {
        for (text, usual) in [
            ("01/2019", "01/2019"),
            ("1/2019", "01/2019"),
            ("00/Q1/2019", "00/Q1/2019"),
            ("0/Q4/2019", "00/Q4/2019"),
            ("00/CN/2019", "00/CN/2019"),
            ("25/04/2019", "25/04/2019"),
        ] {
            assert_eq!(PaymentPeriod::parse(text).unwrap().to_string(), usual, "{text}");
        }
        for text in [
            "",
            "/",
            "2019",
            "13/2019",
            "00/2019",
            "00/Q0/2019",
            "00/Q5/2019",
            "00/Q/2019",
            "00/cn/2019",
            "00/CN/19",
            "01/Q1/2019",
            "31/02/2019",
            "00/Q1/2019/",
            "00/Q01/2019",
            "00/00/2019",
            " 01/2019",
            "00/Qế/2019",
        ] {
            assert_eq!(PaymentPeriod::parse(text), None, "{text}");
        }
    }

    #[test]
    fn markers_that_are_not_known_look_like_markers() {
        for (text, marked) in [
            ("00/K1/2019", true),
            ("00/LD/2019", true),
            ("00/Q5/2019", false),
            ("00/12/2019", false),
            ("00/K1/19", false),
            ("K1/2019", false),
            ("00/K1/2019/1", false),
        ] {
            assert_eq!(PaymentPeriod::is_marked(text), marked, "{text}");
        }
    }
}
