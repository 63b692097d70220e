//! MTDiep, mã thông điệp: the id of a message, its grammar in one place.

use crate::value::TaxCode;
use std::fmt;

/// Digits at the end of an id.
const DIGITS: usize = 32;

/// MTDiep, mã thông điệp: the sender's code and 32 upper-case hexadecimal digits, those of a random UUID
/// (version 4, RFC 9562). Decision 1450/QĐ-TCT, part II.
///
/// The 16 random bytes are the caller's: the library has no randomness of its own. Four bits of them give way to the
/// version and two to the variant.
///
/// ```
/// use etax::message::MessageId;
/// let id = MessageId::new("TCT", [0xff; 16]).unwrap();
/// assert_eq!(id.as_str(), "TCTFFFFFFFFFFFF4FFFBFFFFFFFFFFFFFFF");
/// assert_eq!((id.sender(), id.is_random()), ("TCT", true));
/// assert_eq!(MessageId::parse(id.as_str()), Some(id));
/// assert!(MessageId::new("99", [0; 16]).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageId(String);

/// A code that no sender can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoParty;

impl fmt::Display for NoParty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("neither TCT nor a tax code without hyphen, alone or behind V or K")
    }
}

impl std::error::Error for NoParty {}

impl MessageId {
    /// An id of a sender (MNGui) from 16 random bytes.
    ///
    /// # Errors
    ///
    /// [`NoParty`] when the sender's code is none.
    pub fn new(sender: &str, random: [u8; 16]) -> Result<Self, NoParty> {
        // Without the hyphen, and without the white space that is forgiven when reading.
        if !is_party(sender) || !sender.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(NoParty);
        }
        let mut bits = u128::from_be_bytes(random);
        bits = (bits & !(0xf << 76)) | (0x4 << 76);
        bits = (bits & !(0x3 << 62)) | (0x2 << 62);
        Ok(Self(format!("{sender}{bits:032X}")))
    }

    /// Reads an id. Who sent it is not judged.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        split(text).map(|_| Self(text.to_owned()))
    }

    /// What stands before the digits: the sender's code.
    #[must_use]
    pub fn sender(&self) -> &str {
        split(&self.0).map(|(sender, _)| sender).unwrap_or_default()
    }

    /// Whether the digits are those of a random UUID.
    #[must_use]
    pub fn is_random(&self) -> bool {
        split(&self.0).is_some_and(|(_, digits)| {
            digits.as_bytes().get(12) == Some(&b'4')
                && digits.as_bytes().get(16).is_some_and(|byte| b"89AB".contains(byte))
        })
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The last 32 characters, and what stands before them, when they are upper-case hexadecimal digits.
fn split(text: &str) -> Option<(&str, &str)> {
    let (sender, digits) = text.split_at_checked(text.len().checked_sub(DIGITS)?)?;
    digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F')).then_some((sender, digits))
}

/// Whether this is a code of a sender or receiver (MNGui, MNNhan): `TCT`, or a tax code with or without `V` or `K`.
///
/// ```
/// use etax::message::is_party;
/// assert!(is_party("TCT") && is_party("V0123456787") && is_party("0123456787001") && !is_party("GDT"));
/// ```
#[must_use]
pub fn is_party(text: &str) -> bool {
    text == "TCT" || TaxCode::parse_lenient(text.strip_prefix(['V', 'K']).unwrap_or(text)).is_some()
}

#[cfg(test)]
mod tests {
    use super::{MessageId, is_party};

    #[test]
    fn version_and_variant_are_set_and_nothing_else() {
        let id = MessageId::new("V0123456787", [0; 16]).unwrap();
        assert_eq!(id.as_str(), "V012345678700000000000040008000000000000000");
        let other = MessageId::new(
            "V0123456787",
            *b"\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef",
        );
        assert_eq!(other.unwrap().as_str(), "V01234567870123456789AB4DEF8123456789ABCDEF");
        assert!(MessageId::new("V0123456787-001", [0; 16]).is_err());
    }

    #[test]
    fn what_is_no_id_is_not_read() {
        for wrong in
            ["", "TCT", "TCT0123456789abcdef0123456789ABCDEF", "\u{1f600}0123456789ABCDEF0123456789ABCDE"]
        {
            assert_eq!(MessageId::parse(wrong), None, "{wrong}");
        }
        assert!(!is_party("") && !is_party("V") && !is_party("VV0123456787"));
    }
}
