//! The two codes in use since 2022, as values: parsed, printed, compared.

use std::fmt;

/// Why text is not an authentication code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeError {
    /// The wrong number of characters.
    Length {
        /// How many there must be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A character that may not stand where it stands.
    Character {
        /// Its position, counted from 1.
        position: usize,
        /// What it is.
        found: char,
    },
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, found } => write!(f, "{found} characters instead of {expected}"),
            Self::Character { position, found } => write!(f, "{found:?} at position {position}"),
        }
    }
}

impl std::error::Error for CodeError {}

/// Checks length and the character at each position (from 1).
pub(crate) fn shape(
    text: &str,
    length: usize,
    allowed: impl Fn(usize, char) -> bool,
) -> Result<(), CodeError> {
    let found = text.chars().count();
    if found != length {
        return Err(CodeError::Length { expected: length, found });
    }
    match text.chars().enumerate().find(|(index, c)| !allowed(index + 1, *c)) {
        Some((index, c)) => Err(CodeError::Character { position: index + 1, found: c }),
        None => Ok(()),
    }
}

/// MCCQT, mã của cơ quan thuế: the 34-character code that the authority gives an invoice.
///
/// The law fixes the length only (Decision 1450/QĐ-TCT, part I.IV.3). Every code seen between 2022
/// and 2026 is `00` and the 32 upper-case hex digits of a random (version 4) UUID, RFC 9562:
/// nothing in it can be recomputed from the invoice. What authenticates it is the authority's signature.
///
/// ```
/// use etax::code::Mccqt;
/// let code = Mccqt::parse("000123456789AB4DEF8123456789ABCDEF").unwrap();
/// assert!(code.is_typical());
/// assert_eq!(code.to_string(), "000123456789AB4DEF8123456789ABCDEF");
/// assert_eq!(Mccqt::parse("00-").unwrap_err().to_string(), "3 characters instead of 34");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mccqt(String);

impl Mccqt {
    /// Reads a code: 34 ASCII letters and digits.
    ///
    /// # Errors
    ///
    /// [`CodeError`] with the first position that does not fit.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        shape(text, 34, |_, c| c.is_ascii_alphanumeric())?;
        Ok(Self(text.to_owned()))
    }

    /// Whether it looks as every code seen so far: `00`, then a version-4 UUID in upper-case hex.
    #[must_use]
    pub fn is_typical(&self) -> bool {
        shape(&self.0, 34, |position, c| match position {
            1 | 2 => c == '0',
            15 => c == '4',
            19 => matches!(c, '8' | '9' | 'A' | 'B'),
            _ => c.is_ascii_digit() || ('A'..='F').contains(&c),
        })
        .is_ok()
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Mccqt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The 23-character code of an invoice from a cash register (Decree 70/2025/NĐ-CP, art. 11):
/// `M`, invoice kind, two digits of the year, five characters given to the taxpayer by the
/// authority, eleven digits made by the sales software.
///
/// ```
/// use etax::code::CashRegisterCode;
/// let code = CashRegisterCode::parse("M2-26-AB1CD-00000000042").unwrap();
/// assert_eq!((code.kind(), code.year(), code.assigned(), code.number()), ("2", "26", "AB1CD", "00000000042"));
/// assert_eq!(code.to_string(), "M2-26-AB1CD-00000000042");
/// assert_eq!(CashRegisterCode::parse("M2-26-ab1cd-00000000042").unwrap_err().to_string(), "'a' at position 7");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CashRegisterCode(String);

impl CashRegisterCode {
    /// Reads a code: `M[1-9]-dd-XXXXX-ddddddddddd`.
    ///
    /// # Errors
    ///
    /// [`CodeError`] with the first position that does not fit.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        shape(text, 23, |position, c| match position {
            1 => c == 'M',
            2 => ('1'..='9').contains(&c),
            3 | 6 | 12 => c == '-',
            7..=11 => c.is_ascii_digit() || c.is_ascii_uppercase(),
            _ => c.is_ascii_digit(),
        })?;
        Ok(Self(text.to_owned()))
    }

    fn part(&self, from: usize, to: usize) -> &str {
        self.0.get(from..to).unwrap_or_default()
    }

    /// C2, the invoice kind: the form symbol KHMSHDon.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.part(1, 2)
    }

    /// C3C4, the last two digits of the year of issue.
    #[must_use]
    pub fn year(&self) -> &str {
        self.part(3, 5)
    }

    /// C5-C9, the characters that the authority assigned to the taxpayer.
    #[must_use]
    pub fn assigned(&self) -> &str {
        self.part(6, 11)
    }

    /// C10-C20, the number made by the sales software. Unique, not necessarily consecutive.
    #[must_use]
    pub fn number(&self) -> &str {
        self.part(12, 23)
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The five characters of a taxpayer's cash-register codes (C5-C9), which the authority assigns when it accepts the
/// registration and tells with notice 01/TB-ĐKĐT (message 103, MCCQT).
///
/// ```
/// use etax::code::RegisterString;
/// let assigned = RegisterString::parse("AB1CD").unwrap();
/// let code = assigned.code(2, 2026, 42).unwrap();
/// assert_eq!(code.to_string(), "M2-26-AB1CD-00000000042");
/// assert_eq!(code.assigned(), assigned.as_str());
/// assert_eq!(assigned.code(0, 2026, 42), None);
/// assert_eq!(RegisterString::parse("ab1cd").unwrap_err().to_string(), "'a' at position 1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RegisterString(String);

impl RegisterString {
    /// Reads a string: five of 0-9 and A-Z.
    ///
    /// # Errors
    ///
    /// [`CodeError`] with the first position that does not fit.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        shape(text, 5, |_, c| c.is_ascii_digit() || c.is_ascii_uppercase())?;
        Ok(Self(text.to_owned()))
    }

    /// The code of one invoice: its form (KHMSHDon, 1 to 9), year of issue and the number that the sales software gives it.
    /// `None` for another form and for numbers of more than 11 digits.
    #[must_use]
    pub fn code(&self, form: u8, year: i16, number: u64) -> Option<CashRegisterCode> {
        let text = format!("M{form}-{:02}-{}-{number:011}", year.rem_euclid(100), self.0);
        CashRegisterCode::parse(&text).ok()
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegisterString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for CashRegisterCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
