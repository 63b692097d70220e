//! Rates of value added tax as invoices write them.

use rust_decimal::Decimal;
use std::fmt;

/// TSuat, thuế suất: the rate of a line or of a group of lines.
///
/// ```
/// use etax::value::VatRate;
/// assert_eq!(VatRate::parse("10%"), Some(VatRate::Ten));
/// assert_eq!(VatRate::parse("KHAC:5.26%").unwrap().to_string(), "KHAC:5.26%");
/// assert_eq!(VatRate::parse("10%%"), None);
/// assert_eq!(VatRate::Eight.percent(), Some(8.into()));
/// assert_eq!(VatRate::Exempt.percent(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VatRate {
    /// `0%`.
    Zero,
    /// `5%`.
    Five,
    /// `8%`: the temporary cut of the rate of 10% (in force with gaps from 2022-02-01 to 2026-12-31).
    Eight,
    /// `10%`.
    Ten,
    /// `KCT`, không chịu thuế: not subject to VAT.
    Exempt,
    /// `KKKNT`, không kê khai, không nộp thuế: neither declared nor paid.
    NotDeclared,
    /// `KHAC:AB.CD%`, another rate in percent.
    Other(Decimal),
    /// `CTCT`: named for version 2.1.0 by one public source; its meaning was not seen in a decision.
    Unexplained,
}

impl VatRate {
    /// Reads exactly one of the literals of the standard (Decision 1450/QĐ-TCT, annex on rates);
    /// `KHAC:` with up to two digits on each side of the point, with or without `%`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "0%" => Self::Zero,
            "5%" => Self::Five,
            "8%" => Self::Eight,
            "10%" => Self::Ten,
            "KCT" => Self::Exempt,
            "KKKNT" => Self::NotDeclared,
            "CTCT" => Self::Unexplained,
            other => {
                let number = other.strip_prefix("KHAC:")?;
                Self::Other(Self::percentage(number.strip_suffix('%').unwrap_or(number))?)
            }
        })
    }

    /// Reads also what stands in real files without being a literal of the standard: other bare
    /// percentages (`7%`), a number without its sign (`10`), a doubled sign (`10%%`), lower case.
    /// For arithmetic only; the literal itself stays wrong.
    ///
    /// ```
    /// use etax::value::VatRate;
    /// assert_eq!(VatRate::parse_lenient("10%%"), Some(VatRate::Ten));
    /// assert_eq!(VatRate::parse_lenient("7%"), VatRate::parse("KHAC:7%"));
    /// assert_eq!(VatRate::parse_lenient("ten"), None);
    /// ```
    #[must_use]
    pub fn parse_lenient(text: &str) -> Option<Self> {
        if let Some(rate) = Self::parse(text) {
            return Some(rate);
        }
        let text = text.trim();
        if text.eq_ignore_ascii_case("KCT") {
            return Some(Self::Exempt);
        }
        if text.eq_ignore_ascii_case("KKKNT") {
            return Some(Self::NotDeclared);
        }
        let number = match text.split_at_checked(5) {
            Some((prefix, number)) if prefix.eq_ignore_ascii_case("KHAC:") => number,
            _ => text,
        };
        let percent = Self::percentage(number.trim_end_matches('%').trim())?;
        Some(match percent {
            ten if ten == Decimal::TEN => Self::Ten,
            eight if eight == Decimal::from(8) => Self::Eight,
            five if five == Decimal::from(5) => Self::Five,
            zero if zero.is_zero() => Self::Zero,
            other => Self::Other(other),
        })
    }

    /// One or two digits, then optionally a point and one or two digits.
    fn percentage(text: &str) -> Option<Decimal> {
        let (whole, fraction) =
            text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
        let digits =
            |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || fraction.is_some_and(|part| !digits(part)) {
            return None;
        }
        text.parse::<Decimal>().ok().map(|value| value.normalize())
    }

    /// The rate in percent; `None` where no tax is computed (`KCT`, `KKKNT`) or it is not known (`CTCT`).
    #[must_use]
    pub fn percent(self) -> Option<Decimal> {
        match self {
            Self::Zero => Some(Decimal::ZERO),
            Self::Five => Some(Decimal::from(5)),
            Self::Eight => Some(Decimal::from(8)),
            Self::Ten => Some(Decimal::TEN),
            Self::Other(percent) => Some(percent),
            Self::Exempt | Self::NotDeclared | Self::Unexplained => None,
        }
    }

    /// Whether two rates make one group: `8%` and `KHAC:8%` do.
    ///
    /// ```
    /// use etax::value::VatRate;
    /// assert!(VatRate::Eight.same_group(VatRate::parse("KHAC:8.00%").unwrap()));
    /// assert!(!VatRate::Zero.same_group(VatRate::Exempt));
    /// ```
    #[must_use]
    pub fn same_group(self, other: Self) -> bool {
        self == other || self.percent().is_some_and(|percent| Some(percent) == other.percent())
    }
}

impl fmt::Display for VatRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zero => f.write_str("0%"),
            Self::Five => f.write_str("5%"),
            Self::Eight => f.write_str("8%"),
            Self::Ten => f.write_str("10%"),
            Self::Exempt => f.write_str("KCT"),
            Self::NotDeclared => f.write_str("KKKNT"),
            Self::Other(percent) => write!(f, "KHAC:{percent}%"),
            Self::Unexplained => f.write_str("CTCT"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals() {
        for text in ["0%", "5%", "8%", "10%", "KCT", "KKKNT", "CTCT", "KHAC:5.26%", "KHAC:7%"] {
            assert_eq!(VatRate::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "%",
            "10",
            "7%",
            "kct",
            "KHAC:",
            "KHAC:%",
            "KHAC:100%",
            "KHAC:1.234%",
            "KHAC:-1%",
            "KHAC:5,26%",
            "KHAC:1.%",
        ] {
            assert_eq!(VatRate::parse(text), None, "{text}");
        }
        assert_eq!(VatRate::parse("KHAC:5.26"), VatRate::parse("KHAC:5.26%"));
        assert_eq!(VatRate::parse_lenient("khác:5%"), None);
    }
}
