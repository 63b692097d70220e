//! Tax codes (mã số thuế) and personal identification numbers used as tax codes.

use std::fmt;

/// MST, mã số thuế: a tax code of 10 digits, of 13 digits for a dependent unit
/// (`NNNNNNNNNN-NNN`), or a personal identification number of 12 digits.
///
/// The tenth digit of the first two kinds is a check digit (weights 31 29 23 19 17 13 7 5 3,
/// `10 − Σ mod 11`); the branch suffix and the personal number carry none. Personal numbers
/// replace the tax codes of individuals and households from 2025-07-01 (Circular 86/2024/TT-BTC).
///
/// ```
/// use etax::value::TaxCode;
/// let branch = TaxCode::parse("0100000001-002");
/// assert!(branch.is_some());
/// let code = TaxCode::parse("0123456787").unwrap();
/// assert_eq!(code.as_str().len(), 10);
/// assert!(code.check_digit_holds());
/// assert!(!TaxCode::parse("0123456780").unwrap().check_digit_holds());
/// assert_eq!(TaxCode::parse("01234"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxCode {
    /// ASCII, `-` included; unused bytes are zero.
    bytes: [u8; 14],
    length: u8,
}

/// The kinds of tax code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaxCodeKind {
    /// Ten digits: an enterprise, organisation, household or (before July 2025) individual.
    Root,
    /// Ten digits, a dash and three digits: a branch or other dependent unit.
    Branch,
    /// Twelve digits: a personal identification number (số định danh cá nhân).
    Person,
}

const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

impl TaxCode {
    /// Reads exactly one of the three written forms, without white space around it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let holds = match bytes.len() {
            10 | 12 => bytes.iter().all(u8::is_ascii_digit),
            14 => bytes.iter().enumerate().all(
                |(at, byte)| {
                    if at == 10 { *byte == b'-' } else { byte.is_ascii_digit() }
                },
            ),
            _ => false,
        };
        holds.then(|| Self::copy(bytes))
    }

    /// Reads the forms that occur in message ids, QR codes and hand-made files too: white space
    /// around the code, and a branch written as 13 digits without its dash.
    ///
    /// ```
    /// use etax::value::TaxCode;
    /// let code = TaxCode::parse_lenient(" 0123456787002 ").unwrap();
    /// assert_eq!(code.to_string(), "0123456787-002");
    /// ```
    #[must_use]
    pub fn parse_lenient(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() != 13 {
            return Self::parse(text);
        }
        let (root, suffix) = text.split_at_checked(10)?;
        if !root.bytes().chain(suffix.bytes()).all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mut bytes = [0; 14];
        for (to, from) in bytes.iter_mut().zip(root.bytes().chain(*b"-").chain(suffix.bytes())) {
            *to = from;
        }
        Some(Self { bytes, length: 14 })
    }

    fn copy(from: &[u8]) -> Self {
        let mut bytes = [0; 14];
        let mut length = 0;
        for (to, byte) in bytes.iter_mut().zip(from) {
            *to = *byte;
            length += 1;
        }
        Self { bytes, length }
    }

    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> TaxCodeKind {
        match self.length {
            12 => TaxCodeKind::Person,
            14 => TaxCodeKind::Branch,
            _ => TaxCodeKind::Root,
        }
    }

    /// The code as written in documents, with the dash of a branch.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let text = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// The code of the taxpayer that a branch belongs to; the code itself for the other kinds.
    ///
    /// ```
    /// use etax::value::TaxCode;
    /// let branch = TaxCode::parse("0123456787-002").unwrap();
    /// assert_eq!(branch.root().as_str(), "0123456787");
    /// ```
    #[must_use]
    pub fn root(&self) -> Self {
        match self.kind() {
            TaxCodeKind::Branch => Self::copy(self.bytes.get(..10).unwrap_or_default()),
            TaxCodeKind::Root | TaxCodeKind::Person => *self,
        }
    }

    /// Whether the tenth digit is the check digit of the first nine. Always true for personal
    /// numbers, which carry none. Σ mod 11 = 0 gives 10, which no digit matches: such numbers are
    /// not issued.
    #[must_use]
    pub fn check_digit_holds(&self) -> bool {
        if self.kind() == TaxCodeKind::Person {
            return true;
        }
        let digit = |byte: u8| u32::from(byte.wrapping_sub(b'0'));
        let sum: u32 = self.bytes.iter().zip(WEIGHTS).map(|(byte, weight)| digit(*byte) * weight).sum();
        digit(self.bytes[9]) == 10 - sum % 11
    }
}

impl fmt::Display for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TaxCode({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        // Worked by hand: 012345678 has Σ = 0·31+1·29+2·23+3·19+4·17+5·13+6·7+7·5+8·3 = 366, 366 mod 11 = 3, 10 − 3 = 7.
        for (text, holds) in [
            ("0123456785", false),
            ("0123456787", true),
            ("0123456787-001", true),
            ("0123456788-001", false),
            ("001099000001", true),
        ] {
            assert_eq!(TaxCode::parse(text).unwrap().check_digit_holds(), holds, "{text}");
        }
    }

    #[test]
    fn forms() {
        assert_eq!(TaxCode::parse("0123456787").unwrap().kind(), TaxCodeKind::Root);
        assert_eq!(TaxCode::parse("0123456787-001").unwrap().kind(), TaxCodeKind::Branch);
        assert_eq!(TaxCode::parse("001099000001").unwrap().kind(), TaxCodeKind::Person);
        for text in [
            "",
            "0",
            "0123456787001",
            "0123456787 001",
            "0123456787_001",
            "012345678a",
            "０１２３４５６７８７",
            "0123456787-0011",
        ] {
            assert_eq!(TaxCode::parse(text), None, "{text}");
        }
        assert_eq!(TaxCode::parse_lenient("01234567ế1"), None);
    }
}
