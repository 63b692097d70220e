//! Codes as they are kept.

use etax::code::{CashRegisterCode, Mccqt};
use std::fmt;

/// A code in the spelling and the bytes it is kept in: 17 bytes for 34 hex digits, else a mark and the characters.
///
/// ```
/// use etax_store::StoredCode;
/// let code = StoredCode::parse("0001311CAF6430843B89FAD3B46D70665A").unwrap();
/// assert_eq!(code.as_bytes().len(), 17);
/// assert_eq!(StoredCode::from_bytes(code.as_bytes()), Some(code.clone()));
/// assert_eq!(code.to_string(), "0001311CAF6430843B89FAD3B46D70665A");
/// assert!(StoredCode::parse("0001311CAF").is_none());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoredCode(Box<[u8]>);

/// Before codes that are kept as characters. No text of 16 characters is a code, so lengths tell the two apart.
const TEXT: u8 = 0xff;
/// Digits of the identifier that the pilot of 2015 gave an invoice.
const PILOT: usize = 15;

impl StoredCode {
    /// Reads a code of 34 characters (MCCQT), of a cash register (23), or of the pilot of 2015 (15 digits).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() == 34 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte))
        {
            let pairs = (0..34).step_by(2);
            let bytes: Option<Box<[u8]>> =
                pairs.map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect();
            return bytes.map(Self);
        }
        let is_code = Mccqt::parse(text).is_ok()
            || CashRegisterCode::parse(text).is_ok()
            || (text.len() == PILOT && text.bytes().all(|byte| byte.is_ascii_digit()));
        is_code.then(|| Self([TEXT].into_iter().chain(text.bytes()).collect()))
    }

    /// The bytes that are kept.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// A code from the bytes that were kept. `None` for bytes that no code has.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        match bytes {
            _ if bytes.len() == 17 => Some(Self(bytes.into())),
            [TEXT, text @ ..] => std::str::from_utf8(text).ok().and_then(Self::parse),
            _ => None,
        }
    }
}

impl fmt::Display for StoredCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            hex if hex.len() == 17 => hex.iter().try_for_each(|byte| write!(f, "{byte:02X}")),
            text => f.write_str(std::str::from_utf8(text.get(1..).unwrap_or_default()).unwrap_or_default()),
        }
    }
}

impl fmt::Debug for StoredCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredCode({self})")
    }
}
