//! Numbers of any length, compared as they are written: no amount is rounded to be judged.

use std::cmp::Ordering;

/// A decimal number taken apart: leading zeros of the whole part and closing zeros of the fraction left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number<'t> {
    negative: bool,
    whole: &'t str,
    fraction: &'t str,
}

impl<'t> Number<'t> {
    /// `xs:decimal` (XML Schema part 2, 3.2.3).
    pub(super) fn decimal(text: &'t str) -> Option<Self> {
        let (negative, digits) = sign(text);
        let mut point = None;
        for (at, byte) in digits.bytes().enumerate() {
            match byte {
                b'0'..=b'9' => {}
                b'.' if point.is_none() => point = Some(at),
                _ => return None,
            }
        }
        let (whole, fraction) = match point {
            None => (digits, ""),
            Some(at) => (digits.get(..at)?, digits.get(at + 1..)?),
        };
        (!(whole.is_empty() && fraction.is_empty())).then(|| Self::new(negative, whole, fraction))
    }

    /// `xs:integer` (3.3.13): the same without a point.
    pub(super) fn integer(text: &'t str) -> Option<Self> {
        let (negative, digits) = sign(text);
        let is = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is.then(|| Self::new(negative, digits, ""))
    }

    fn new(negative: bool, whole: &'t str, fraction: &'t str) -> Self {
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        Self { negative: negative && !(whole.is_empty() && fraction.is_empty()), whole, fraction }
    }

    /// How many digits stand after the point.
    pub(super) const fn fraction_digits(self) -> usize {
        self.fraction.len()
    }

    /// How many digits stand before the point.
    pub(super) fn whole_digits(self) -> u32 {
        u32::try_from(self.whole.len()).unwrap_or(u32::MAX)
    }

    /// How many digits the value needs (`totalDigits`, 4.3.11 as corrected: i × 10^-n with both i's digits and n in bounds).
    pub(super) fn total_digits(self) -> usize {
        if self.whole.is_empty() { self.fraction.len() } else { self.whole.len() + self.fraction.len() }
    }

    pub(super) fn compare(self, other: Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
        }
    }

    fn magnitude(self, other: Self) -> Ordering {
        let whole = self.whole.len().cmp(&other.whole.len()).then_with(|| self.whole.cmp(other.whole));
        // Without closing zeros, a fraction that another one continues is the smaller.
        whole.then_with(|| self.fraction.cmp(other.fraction))
    }
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// `xs:float` and `xs:double` (3.2.4), as they are written.
pub(super) fn is_float(text: &str) -> bool {
    if matches!(text, "INF" | "-INF" | "NaN") {
        return true;
    }
    match text.split_once(['e', 'E']) {
        None => Number::decimal(text).is_some(),
        Some((mantissa, exponent)) => {
            Number::decimal(mantissa).is_some() && Number::integer(exponent).is_some()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, is_float};
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn numbers_compare_by_value() {
        for (a, order, b) in [
            ("1", Equal, "1.0"),
            ("-0", Equal, "0"),
            ("+007", Equal, "7"),
            ("10", Greater, "9"),
            ("-10", Less, "-9"),
            ("0.1", Greater, "0.09"),
            ("0.1", Less, "0.11"),
            ("9223372036854775808", Greater, "9223372036854775807"),
            ("123456789012345678901234567890.1", Less, "123456789012345678901234567890.11"),
            ("-1", Less, "0.5"),
        ] {
            let (a, b) = (Number::decimal(a).unwrap(), Number::decimal(b).unwrap());
            assert_eq!(a.compare(b), order, "{a:?} {b:?}");
        }
    }

    #[test]
    fn digits_are_those_of_the_value() {
        let digits = |text| Number::decimal(text).map(|n| (n.total_digits(), n.fraction_digits())).unwrap();
        assert_eq!(digits("0012.3400"), (4, 2));
        assert_eq!(digits("0.01"), (2, 2));
        assert_eq!(digits("-.5"), (1, 1));
        assert_eq!(digits("0"), (0, 0));
    }

    #[test]
    fn lexical_forms() {
        for no in ["", "+", "-", ".", "1e3", "1,0", "--1", "+-1", " 1", "1.2.3"] {
            assert!(Number::decimal(no).is_none(), "{no}");
        }
        assert!(Number::integer("1.").is_none() && Number::decimal("1.").is_some());
        assert!(
            is_float("1e3") && is_float("-INF") && is_float("1.5E-3") && !is_float("1e") && !is_float("+INF")
        );
    }
}
