//! The code as a value: 34 characters, taken apart and put together.

use super::base32;
use super::profile::{LONGEST_TAG, Profile};
use crate::code::CodeError;
use std::fmt;

/// An `auth34` code: issuer, key, a sealed serial number and a tag, in one of two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Auth34 {
    profile: Profile,
    issuer: u8,
    key_id: u8,
    sealed: u64,
    /// The tag, and zeros where the form has a shorter one.
    tag: [u8; LONGEST_TAG],
}

const TAG_BITS: u32 = 72;
const LOW_62: u128 = (1 << 62) - 1;

impl Auth34 {
    pub(super) const fn new(
        profile: Profile,
        issuer: u8,
        key_id: u8,
        sealed: u64,
        tag: [u8; LONGEST_TAG],
    ) -> Self {
        Self { profile, issuer, key_id, sealed: sealed & profile.largest_serial(), tag }
    }

    /// The same with its serial number under a mask.
    pub(super) const fn sealed_with(self, mask: u64) -> Self {
        Self { sealed: self.sealed ^ mask, ..self }
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
        let mut tag = [0; LONGEST_TAG];
        for (to, from) in tag.iter_mut().zip(value.to_be_bytes().iter().skip(16 - Profile::Hex.tag())) {
            *to = *from;
        }
        let [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, issuer] = number(0, 2).to_be_bytes();
        let [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, key_id] = (value >> 114).to_be_bytes();
        let sealed = u64::try_from((value >> TAG_BITS) & u128::from(Profile::Hex.largest_serial()));
        Ok(Self::new(Profile::Hex, issuer, key_id, sealed.unwrap_or_default(), tag))
    }

    /// Reads a code in the form of [`Profile::Base32`]: 34 of the digits 0 to 9 and A to Z without I, L, O and U. That it is
    /// one no text shows: almost any 34 letters and digits are. Which key it names says whether to read it so
    /// ([`Keyring::code`](crate::code::keyring::Keyring::code)).
    ///
    /// # Errors
    ///
    /// [`CodeError`] with the first position that does not fit.
    ///
    /// ```
    /// use etax::code::CodeError;
    /// use etax::code::auth34::{Auth34, Printed, Profile, Root};
    /// let key = Root::from_bytes([7; 32]).key(0, 1);
    /// let invoice = Printed { number: Some("68"), ..Printed::default() };
    /// let code = key.mint_as(Profile::Base32, 5, &invoice).unwrap();
    /// let text = code.to_string();
    /// assert_eq!((text.len(), Auth34::parse_base32(&text)), (34, Ok(code)));
    /// assert_eq!(key.verify(&code, &invoice), Ok(Some(5)));
    /// let wrong = format!("O{}", &text[1..]);
    /// assert_eq!(Auth34::parse_base32(&wrong), Err(CodeError::Character { position: 1, found: 'O' }));
    /// ```
    pub fn parse_base32(text: &str) -> Result<Self, CodeError> {
        base32::parse(text)
    }

    /// Its form.
    #[must_use]
    pub const fn profile(&self) -> Profile {
        self.profile
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

    pub(super) fn tag(&self) -> &[u8] {
        self.tag.get(..self.profile.tag()).unwrap_or_default()
    }
}

impl fmt::Display for Auth34 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.profile == Profile::Base32 {
            return base32::print(self, f);
        }
        let tag = self.tag().iter().fold(0u128, |sum, byte| (sum << 8) | u128::from(*byte));
        let value = (u128::from(self.key_id) << 114) | (u128::from(self.sealed) << TAG_BITS) | tag;
        let (a, b, c) = (value >> 74, (value >> 62) & 0xfff, value & LOW_62);
        let uuid = (a << 80) | (8 << 76) | (b << 64) | (2 << 62) | c;
        write!(f, "{:02X}{uuid:032X}", self.issuer)
    }
}
