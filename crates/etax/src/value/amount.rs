//! Decimal numbers as the standard writes them.

use rust_decimal::Decimal;

/// A number of a document: its value and how many digits it was written with.
///
/// At most 21 digits, at most 6 of them after the point, `.` as decimal point, `-` in front, no
/// plus sign, exponent or grouping (Decision 1450/QĐ-TCT, part I).
///
/// ```
/// use etax::value::{Amount, AmountDefect};
/// let amount = Amount::parse("-1250000.50").unwrap();
/// assert_eq!(amount.value().to_string(), "-1250000.50");
/// assert_eq!(Amount::parse("1,250,000"), Err(AmountDefect::Comma));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    value: Decimal,
    /// Digits before the point without leading zeros.
    whole: u8,
    /// Digits after the point without trailing zeros.
    fraction: u8,
}

/// Why a text is not a number of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AmountDefect {
    /// Nothing is written.
    Empty,
    /// A comma, as decimal point or for grouping.
    Comma,
    /// White space between digits.
    Space,
    /// A plus sign.
    Plus,
    /// An exponent.
    Exponent,
    /// More than one point, or a point without digits on both sides.
    Point,
    /// More than 21 digits.
    TooManyDigits,
    /// More than 6 digits after the point.
    TooManyDecimals,
    /// Anything else that is not a digit.
    Character,
}

impl AmountDefect {
    /// What a number looks like where this is not wrong, for the `expected` part of a finding: notation that is read alike
    /// in every language.
    ///
    /// ```
    /// use etax::value::AmountDefect;
    /// assert_eq!(AmountDefect::Comma.pattern(), "1234.5");
    /// ```
    #[must_use]
    pub const fn pattern(self) -> &'static str {
        match self {
            Self::Empty | Self::Space | Self::Plus | Self::Exponent => "1234",
            Self::Comma | Self::Point => "1234.5",
            Self::TooManyDigits => "[0-9]{1,21}",
            Self::TooManyDecimals => "[0-9].[0-9]{1,6}",
            Self::Character => "-?[0-9]+(.[0-9]+)?",
        }
    }
}

/// The most digits of a number, and the most of them after its point.
const MOST_DIGITS: u8 = 21;
const MOST_DECIMALS: u8 = 6;

impl Amount {
    /// Reads a number.
    ///
    /// # Errors
    /// The first reason, from the left, why the text is not a number of the standard.
    pub fn parse(text: &str) -> Result<Self, AmountDefect> {
        let bytes = text.as_bytes();
        let (negative, digits) = match bytes {
            [] => return Err(AmountDefect::Empty),
            [b'-', rest @ ..] => (true, rest),
            _ => (false, bytes),
        };
        let mut mantissa: i128 = 0;
        let mut whole: u8 = 0;
        let mut zeros_behind: u8 = 0;
        let mut point = None;
        let mut decimals: u8 = 0;
        for (at, byte) in digits.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    if point.is_some() {
                        decimals += 1;
                        zeros_behind = if *byte == b'0' { zeros_behind + 1 } else { 0 };
                        if decimals > MOST_DECIMALS {
                            return Err(AmountDefect::TooManyDecimals);
                        }
                    } else if whole > 0 || *byte != b'0' {
                        whole += 1;
                    }
                    if whole + decimals > MOST_DIGITS {
                        return Err(AmountDefect::TooManyDigits);
                    }
                    mantissa = mantissa * 10 + i128::from(*byte - b'0');
                }
                b'.' if point.is_none() && at > 0 => point = Some(at),
                other => return Err(Self::defect_of(*other)),
            }
        }
        if digits.is_empty() || digits.last() == Some(&b'.') {
            return Err(AmountDefect::Point);
        }
        // 21 digits fit into the 96 bits of a Decimal, so the conversion has no failing case.
        let value = Decimal::try_from_i128_with_scale(
            if negative { -mantissa } else { mantissa },
            u32::from(decimals),
        )
        .map_err(|_| AmountDefect::TooManyDigits)?;
        Ok(Self { value, whole, fraction: decimals - zeros_behind })
    }

    const fn defect_of(byte: u8) -> AmountDefect {
        match byte {
            b',' => AmountDefect::Comma,
            b' ' | b'\t' | b'\r' | b'\n' => AmountDefect::Space,
            b'+' => AmountDefect::Plus,
            b'e' | b'E' => AmountDefect::Exponent,
            b'.' => AmountDefect::Point,
            _ => AmountDefect::Character,
        }
    }

    /// The value.
    #[must_use]
    pub const fn value(self) -> Decimal {
        self.value
    }

    /// Whether the value needs no more than `digits` digits of which `decimals` stand after the
    /// point; leading zeros and zeros at the end of the fraction do not count.
    ///
    /// ```
    /// use etax::value::Amount;
    /// assert!(Amount::parse("26345.2500").unwrap().fits(7, 2));
    /// assert!(!Amount::parse("165.125").unwrap().fits(7, 2));
    /// ```
    #[must_use]
    pub const fn fits(self, digits: u8, decimals: u8) -> bool {
        self.fraction <= decimals && self.whole + self.fraction <= digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (text, value) in [
            ("0", "0"),
            ("-0", "0"),
            ("007", "7"),
            ("1.000000", "1.000000"),
            ("999999999999999999999", "999999999999999999999"),
            ("999999999999999.999999", "999999999999999.999999"),
            ("000000000000000000000000001", "1"),
        ] {
            assert_eq!(Amount::parse(text).unwrap().value(), value.parse().unwrap(), "{text}");
        }
    }

    #[test]
    fn defects() {
        for (text, defect) in [
            ("", AmountDefect::Empty),
            ("-", AmountDefect::Point),
            (".5", AmountDefect::Point),
            ("5.", AmountDefect::Point),
            ("1.2.3", AmountDefect::Point),
            ("1,5", AmountDefect::Comma),
            ("1 000", AmountDefect::Space),
            ("+1", AmountDefect::Plus),
            ("1e3", AmountDefect::Exponent),
            ("--1", AmountDefect::Character),
            ("１", AmountDefect::Character),
            ("1.1234567", AmountDefect::TooManyDecimals),
            ("1000000000000000000000", AmountDefect::TooManyDigits),
            ("9999999999999999.999999", AmountDefect::TooManyDigits),
        ] {
            assert_eq!(Amount::parse(text), Err(defect), "{text}");
        }
    }

    #[test]
    fn long_runs_of_zeros_do_not_overflow() {
        let text = "0".repeat(100_000);
        assert_eq!(Amount::parse(&text).unwrap().value(), Decimal::ZERO);
    }
}
