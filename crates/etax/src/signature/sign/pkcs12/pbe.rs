//! Decrypting with a password: PBES2 (RFC 8018) and the older schemes of PKCS#12.

use super::super::error::KeyError;
use super::super::tlv::{self, INTEGER, OCTET_STRING, OID, SEQUENCE};
use super::kdf::{self, Hash, Purpose};
use aes::{Aes128, Aes192, Aes256};
use des::cipher::{Block, BlockCipherDecrypt, KeyInit};
use des::{TdesEde2, TdesEde3};
use rc2::Rc2;
use ring::pbkdf2;
use std::num::NonZeroU32;
use zeroize::Zeroizing;

/// Rounds of hashing that one file may ask for. Files have from 1 to some hundred thousand.
const MOST_ROUNDS: u32 = 5_000_000;

/// The work that is left for one file.
pub(super) struct Budget(u32);

impl Default for Budget {
    fn default() -> Self {
        Self(MOST_ROUNDS)
    }
}

impl Budget {
    pub(super) fn spend(&mut self, rounds: u32) -> Result<(), KeyError> {
        self.0 = self.0.checked_sub(rounds.max(1)).ok_or(KeyError::TooCostly)?;
        Ok(())
    }
}

/// A positive number of at most 32 bits.
pub(super) fn count(bytes: &[u8]) -> Option<u32> {
    let bytes = match bytes {
        [0, rest @ ..] if !rest.is_empty() => rest,
        [first, ..] if *first >= 128 => return None,
        [] => return None,
        other => other,
    };
    bytes.iter().try_fold(0u32, |sum, byte| sum.checked_mul(256)?.checked_add(u32::from(*byte)))
}

/// A cipher in CBC mode with its key and vector lengths in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    Tdes3,
    Tdes2,
    /// The key's bits are all effective.
    Rc2 {
        bytes: usize,
    },
}

impl Cipher {
    const fn key_length(self) -> usize {
        match self {
            Self::Aes128 | Self::Tdes2 => 16,
            Self::Aes192 | Self::Tdes3 => 24,
            Self::Aes256 => 32,
            Self::Rc2 { bytes } => bytes,
        }
    }

    const fn block_length(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            Self::Tdes3 | Self::Tdes2 | Self::Rc2 { .. } => 8,
        }
    }

    fn decrypt(self, key: &[u8], vector: &[u8], data: &mut Vec<u8>) -> Option<()> {
        match self {
            Self::Aes128 => cbc(&Aes128::new_from_slice(key).ok()?, vector, data),
            Self::Aes192 => cbc(&Aes192::new_from_slice(key).ok()?, vector, data),
            Self::Aes256 => cbc(&Aes256::new_from_slice(key).ok()?, vector, data),
            Self::Tdes3 => cbc(&TdesEde3::new_from_slice(key).ok()?, vector, data),
            Self::Tdes2 => cbc(&TdesEde2::new_from_slice(key).ok()?, vector, data),
            Self::Rc2 { .. } => cbc(&Rc2::new_from_slice(key).ok()?, vector, data),
        }
    }
}

/// Cipher block chaining with the padding of PKCS#7 (RFC 8018, section 6.1.1).
fn cbc<C: BlockCipherDecrypt>(cipher: &C, vector: &[u8], data: &mut Vec<u8>) -> Option<()> {
    let mut before = vector.to_vec();
    let length = before.len();
    if data.is_empty() || length == 0 || !data.len().is_multiple_of(length) {
        return None;
    }
    for piece in data.chunks_mut(length) {
        let encrypted = piece.to_vec();
        let block: &mut Block<C> = piece.try_into().ok()?;
        cipher.decrypt_block(block);
        for (byte, other) in piece.iter_mut().zip(&before) {
            *byte ^= other;
        }
        before = encrypted;
    }
    let padding = *data.last()?;
    let kept = data.len().checked_sub(usize::from(padding))?;
    let sound = padding != 0
        && usize::from(padding) <= length
        && data.get(kept..)?.iter().all(|byte| *byte == padding);
    data.truncate(kept);
    sound.then_some(())
}

/// Decrypts with the password, by whatever scheme the algorithm says.
pub(super) fn decrypt(
    mut algorithm: &[u8],
    data: &[u8],
    password: &str,
    budget: &mut Budget,
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    /// PBES2, 1.2.840.113549.1.5.13.
    const PBES2: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 13];
    /// The schemes of PKCS#12, 1.2.840.113549.1.12.1.
    const PKCS12: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 1];
    let oid = tlv::next(&mut algorithm, OID).ok_or(KeyError::Unreadable)?;
    let parameters = tlv::next(&mut algorithm, SEQUENCE).ok_or(KeyError::Unreadable)?;
    let (cipher, key, vector) = if oid == PBES2 {
        pbes2(parameters, password, budget)?
    } else {
        let cipher = match oid.strip_prefix(&PKCS12) {
            Some([3]) => Cipher::Tdes3,
            Some([4]) => Cipher::Tdes2,
            Some([5]) => Cipher::Rc2 { bytes: 16 },
            Some([6]) => Cipher::Rc2 { bytes: 5 },
            _ => return Err(KeyError::Unsupported("PBE".to_owned())),
        };
        let (key, vector) = pkcs12(cipher, parameters, password, budget)?;
        (cipher, key, vector)
    };
    let mut plain = Zeroizing::new(data.to_vec());
    cipher.decrypt(&key, &vector, &mut plain).ok_or(KeyError::Password)?;
    Ok(plain)
}

type Keyed = (Cipher, Zeroizing<Vec<u8>>, Vec<u8>);

/// Key and vector by the method of PKCS#12, which is always used with SHA-1.
fn pkcs12(
    cipher: Cipher,
    mut parameters: &[u8],
    password: &str,
    budget: &mut Budget,
) -> Result<(Zeroizing<Vec<u8>>, Vec<u8>), KeyError> {
    let mut read =
        || Some((tlv::next(&mut parameters, OCTET_STRING)?, count(tlv::next(&mut parameters, INTEGER)?)?));
    let (salt, rounds) = read().ok_or(KeyError::Unreadable)?;
    let mut key = Zeroizing::new(vec![0; cipher.key_length()]);
    let mut vector = vec![0; cipher.block_length()];
    kdf::derive(Hash::sha1(), Purpose::Key, password, salt, rounds, budget, &mut key)?;
    kdf::derive(Hash::sha1(), Purpose::Vector, password, salt, rounds, budget, &mut vector)?;
    Ok((key, vector))
}

/// PBKDF2 and a cipher (RFC 8018, section 6.2).
fn pbes2(mut parameters: &[u8], password: &str, budget: &mut Budget) -> Result<Keyed, KeyError> {
    /// PBKDF2, 1.2.840.113549.1.5.12.
    const PBKDF2: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 12];
    let mut function = tlv::next(&mut parameters, SEQUENCE).ok_or(KeyError::Unreadable)?;
    let mut scheme = tlv::next(&mut parameters, SEQUENCE).ok_or(KeyError::Unreadable)?;
    if tlv::next(&mut function, OID) != Some(&PBKDF2) {
        return Err(KeyError::Unsupported("PBES2 scrypt".to_owned()));
    }
    let (salt, rounds, hash) =
        tlv::next(&mut function, SEQUENCE).and_then(pbkdf2_parameters).ok_or(KeyError::Unreadable)?;
    let algorithm = match hash {
        // hmacWithSHA1 is the default.
        None | Some([7]) => pbkdf2::PBKDF2_HMAC_SHA1,
        Some([9]) => pbkdf2::PBKDF2_HMAC_SHA256,
        Some([10]) => pbkdf2::PBKDF2_HMAC_SHA384,
        Some([11]) => pbkdf2::PBKDF2_HMAC_SHA512,
        _ => return Err(KeyError::Unsupported("PBKDF2 PRF".to_owned())),
    };
    let oid = tlv::next(&mut scheme, OID).ok_or(KeyError::Unreadable)?;
    let cipher = match oid {
        // 2.16.840.1.101.3.4.1.{2, 22, 42}
        [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 2] => Cipher::Aes128,
        [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 22] => Cipher::Aes192,
        [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 42] => Cipher::Aes256,
        // des-EDE3-CBC, 1.2.840.113549.3.7
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 3, 7] => Cipher::Tdes3,
        _ => return Err(KeyError::Unsupported("PBES2 cipher".to_owned())),
    };
    let vector = tlv::next(&mut scheme, OCTET_STRING)
        .filter(|vector| vector.len() == cipher.block_length())
        .ok_or(KeyError::Unreadable)?;
    let mut key = Zeroizing::new(vec![0; cipher.key_length()]);
    // Each twenty bytes of key cost all rounds again, at worst.
    budget.spend(rounds.get().saturating_mul(2))?;
    pbkdf2::derive(algorithm, rounds, salt, password.as_bytes(), &mut key);
    Ok((cipher, key, vector.to_vec()))
}

/// Salt, rounds, and the last part of the hash's OID under 1.2.840.113549.2.
type Pbkdf2<'d> = (&'d [u8], NonZeroU32, Option<&'d [u8]>);

fn pbkdf2_parameters(mut fields: &[u8]) -> Option<Pbkdf2<'_>> {
    const DIGEST: [u8; 7] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2];
    let salt = tlv::next(&mut fields, OCTET_STRING)?;
    let rounds = NonZeroU32::new(count(tlv::next(&mut fields, INTEGER)?)?)?;
    // The key's length follows from the cipher.
    let _ = tlv::next_if(&mut fields, INTEGER);
    let hash = match tlv::next_if(&mut fields, SEQUENCE) {
        Some(mut algorithm) => {
            let oid = tlv::next(&mut algorithm, OID)?;
            Some(oid.strip_prefix(&DIGEST).unwrap_or_default())
        }
        None => None,
    };
    Some((salt, rounds, hash))
}
