//! The code as a value: 34 characters, taken apart and put together.

use crate::code::CodeError;
use std::fmt;

/// The largest serial number: 42 bits.
pub(super) const LARGEST_SERIAL: u64 = (1 << 42) - 1;
/// Bytes of the tag.
pub(super) const TAG: usize = 9;

/// An `auth34` code: issuer, key, a sealed serial number and a tag of 72 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Auth34 {
    issuer: u8,
    key_id: u8,
    sealed: u64,
    tag: [u8; TAG],
}

const TAG_BITS: u32 = 72;
const LOW_62: u128 = (1 << 62) - 1;

impl Auth34 {
    pub(super) const fn new(issuer: u8, key_id: u8, sealed: u64, tag: [u8; TAG]) -> Self {
        Self { issuer, key_id, sealed: sealed & LARGEST_SERIAL, tag }
    }

    /// Reads a code: 34 upper-case hex digits whose UUID is of version 8 and the RFC's variant.
    ///
    /// # Errors
    ///
    /// [`CodeError`] with the first position that does not fit. A code of today's kind, whose UUID
    /// is of version 4, is refused at position 15.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        crate::value::shape(text, 34, |position, c| match position {
            15 => c == '8',
            19 => matches!(c, '8' | '9' | 'A' | 'B'),
            _ => c.is_ascii_digit() || ('A'..='F').contains(&c),
        })?;
        let number = |from: usize, to: usize| {
            text.get(from..to).and_then(|digits| u128::from_str_radix(digits, 16).ok()).unwrap_or_default()
        };
        let uuid = number(2, 34);
        let value = ((uuid >> 80) << 74) | (((uuid >> 64) & 0xfff) << 62) | (uuid & LOW_62);
        let [_, _, _, _, _, _, _, tag @ ..] = value.to_be_bytes();
        let [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, issuer] = number(0, 2).to_be_bytes();
        let [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, key_id] = (value >> 114).to_be_bytes();
        let sealed = u64::try_from((value >> TAG_BITS) & u128::from(LARGEST_SERIAL)).unwrap_or_default();
        Ok(Self { issuer, key_id, sealed, tag })
    }

    /// Who issued it: 0 is the authority, others are units authorised by it.
    #[must_use]
    pub const fn issuer(&self) -> u8 {
        self.issuer
    }

    /// Which of the issuer's keys made it.
    #[must_use]
    pub const fn key_id(&self) -> u8 {
        self.key_id
    }

    pub(super) const fn sealed(&self) -> u64 {
        self.sealed
    }

    pub(super) const fn tag(&self) -> &[u8; TAG] {
        &self.tag
    }
}

impl fmt::Display for Auth34 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tag = self.tag.iter().fold(0u128, |sum, byte| (sum << 8) | u128::from(*byte));
        let value = (u128::from(self.key_id) << 114) | (u128::from(self.sealed) << TAG_BITS) | tag;
        let (a, b, c) = (value >> 74, (value >> 62) & 0xfff, value & LOW_62);
        let uuid = (a << 80) | (8 << 76) | (b << 64) | (2 << 62) | c;
        write!(f, "{:02X}{uuid:032X}", self.issuer)
    }
}
