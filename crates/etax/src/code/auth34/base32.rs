//! The form in Crockford's base 32: ten digits for issuer, key and sealed serial number, 24 for the tag.

use super::profile::{LONGEST_TAG, Profile};
use super::value::Auth34;
use crate::code::CodeError;
use std::fmt;

/// The digits, in the order of their values. I, L, O and U are none: they are taken for others when read from paper.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Digits before the tag: 8, 8 and 34 bits.
const HEAD: usize = 10;

pub(super) fn parse(text: &str) -> Result<Auth34, CodeError> {
    crate::value::shape(text, 34, |_, c| c.is_ascii() && DIGITS.iter().any(|digit| char::from(*digit) == c))?;
    let number = |digits: &[u8]| {
        digits.iter().fold(0_u128, |number, digit| {
            let value = DIGITS.iter().position(|known| known == digit).unwrap_or_default();
            (number << 5) | u128::try_from(value).unwrap_or_default()
        })
    };
    let (head, tail) = text.as_bytes().split_at_checked(HEAD).unwrap_or_default();
    let head = u64::try_from(number(head)).unwrap_or_default();
    let [.., issuer, key_id] = (head >> Profile::Base32.serial_bits()).to_be_bytes();
    let [_, tag @ ..] = number(tail).to_be_bytes();
    Ok(Auth34::new(Profile::Base32, issuer, key_id, head, tag))
}

pub(super) fn print(code: &Auth34, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let bits = Profile::Base32.serial_bits();
    let head = (u128::from(code.issuer()) << (bits + 8))
        | (u128::from(code.key_id()) << bits)
        | u128::from(code.sealed());
    let mut tag = [0; 16];
    for (to, from) in tag.iter_mut().skip(16 - LONGEST_TAG).zip(code.tag()) {
        *to = *from;
    }
    for (number, count) in [(head, HEAD), (u128::from_be_bytes(tag), 34 - HEAD)] {
        for at in (0..count).rev() {
            let digit = usize::try_from((number >> (5 * at)) & 31).unwrap_or_default();
            let digit = DIGITS.get(digit).copied().unwrap_or(b'0');
            write!(f, "{}", char::from(digit))?;
        }
    }
    Ok(())
}
