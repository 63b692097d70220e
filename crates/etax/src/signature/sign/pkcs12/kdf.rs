//! Keys and integrity from a password by PKCS#12's own method (RFC 7292, appendix B).

use super::super::error::KeyError;
use super::super::tlv::{self, INTEGER, OCTET_STRING, OID, SEQUENCE};
use super::pbe::{Budget, count};
use ring::digest::{self, Context};
use ring::hmac;
use zeroize::Zeroizing;

/// What derived bytes are for; the numbers are the standard's.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Key = 1,
    Vector = 2,
    Mac = 3,
}

/// A hash that files use, with its block length in bytes.
#[derive(Clone, Copy)]
pub(super) struct Hash {
    algorithm: &'static digest::Algorithm,
    hmac: hmac::Algorithm,
}

impl Hash {
    pub(super) const fn sha1() -> Self {
        Self { algorithm: &digest::SHA1_FOR_LEGACY_USE_ONLY, hmac: hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY }
    }

    fn of(oid: &[u8]) -> Option<Self> {
        /// SHA-2, 2.16.840.1.101.3.4.2.
        const SHA2: [u8; 8] = [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2];
        if oid == [0x2b, 0x0e, 3, 2, 0x1a] {
            return Some(Self::sha1());
        }
        match oid.strip_prefix(&SHA2)? {
            [1] => Some(Self { algorithm: &digest::SHA256, hmac: hmac::HMAC_SHA256 }),
            [2] => Some(Self { algorithm: &digest::SHA384, hmac: hmac::HMAC_SHA384 }),
            [3] => Some(Self { algorithm: &digest::SHA512, hmac: hmac::HMAC_SHA512 }),
            _ => None,
        }
    }
}

/// Checks the MAC over the contents.
pub(super) fn check_mac(
    mut fields: &[u8],
    contents: &[u8],
    password: &str,
    budget: &mut Budget,
) -> Result<(), KeyError> {
    let mut read = || {
        let mut info = tlv::next(&mut fields, SEQUENCE)?;
        let oid = tlv::next(&mut tlv::next(&mut info, SEQUENCE)?, OID)?;
        let value = tlv::next(&mut info, OCTET_STRING)?;
        let salt = tlv::next(&mut fields, OCTET_STRING)?;
        let rounds = match tlv::next_if(&mut fields, INTEGER) {
            Some(bytes) => count(bytes)?,
            None => 1,
        };
        Some((oid, value, salt, rounds))
    };
    let (oid, value, salt, rounds) = read().ok_or(KeyError::Unreadable)?;
    let hash = Hash::of(oid).ok_or_else(|| KeyError::Unsupported("PKCS#12 MAC".to_owned()))?;
    let mut key = Zeroizing::new(vec![0; hash.algorithm.output_len()]);
    derive(hash, Purpose::Mac, password, salt, rounds, budget, &mut key)?;
    hmac::verify(&hmac::Key::new(hash.hmac, &key), contents, value).map_err(|_| KeyError::Password)
}

/// Fills `out` with bytes derived from a password.
pub(super) fn derive(
    hash: Hash,
    purpose: Purpose,
    password: &str,
    salt: &[u8],
    rounds: u32,
    budget: &mut Budget,
    out: &mut [u8],
) -> Result<(), KeyError> {
    let block = hash.algorithm.block_len();
    let mut input = filled(salt, block);
    input.extend_from_slice(&filled(&wide(password), block));
    for piece in out.chunks_mut(hash.algorithm.output_len()) {
        budget.spend(rounds)?;
        let mut context = Context::new(hash.algorithm);
        context.update(&vec![purpose as u8; block]);
        context.update(&input);
        let mut digest = context.finish();
        for _ in 1..rounds {
            digest = digest::digest(hash.algorithm, digest.as_ref());
        }
        for (to, from) in piece.iter_mut().zip(digest.as_ref()) {
            *to = *from;
        }
        add(&mut input, digest.as_ref(), block);
    }
    Ok(())
}

/// Adds the digest, repeated to a block's length, and one, to each block of the input.
fn add(input: &mut [u8], digest: &[u8], block: usize) {
    for part in input.chunks_mut(block) {
        let mut carry = 1u16;
        let repeated: Vec<u8> = digest.iter().copied().cycle().take(block).collect();
        for (byte, other) in part.iter_mut().zip(repeated).rev() {
            let sum = u16::from(*byte) + u16::from(other) + carry;
            let [high, low] = sum.to_be_bytes();
            *byte = low;
            carry = u16::from(high);
        }
    }
}

/// Repeated up to a multiple of a block.
fn filled(bytes: &[u8], block: usize) -> Zeroizing<Vec<u8>> {
    let length = bytes.len().div_ceil(block) * block;
    let mut out = Zeroizing::new(Vec::with_capacity(length.saturating_mul(2)));
    out.extend(bytes.iter().copied().cycle().take(length));
    out
}

/// The password as PKCS#12 has it: UTF-16, big-endian, with a zero at the end.
fn wide(password: &str) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(password.len() * 2 + 2));
    for unit in password.encode_utf16().chain([0]) {
        out.extend_from_slice(&unit.to_be_bytes());
    }
    out
}
