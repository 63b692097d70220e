//! The private key that seals.

use super::object::{KeyId, Sealed, message};
use crate::code::Mccqt;
use crate::code::auth34::{FieldError, Printed};
use crate::signature::pki::hex;
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::fmt;

/// An Ed25519 key (RFC 8032) that seals codes. Deterministic: the same invoice gives the same seal.
pub struct SealingKey {
    id: KeyId,
    pair: Ed25519KeyPair,
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({}, secret)", self.id)
    }
}

impl SealingKey {
    /// A key from its seed of 32 random bytes. `None` when the seed cannot be used.
    #[must_use]
    pub fn from_seed(id: KeyId, seed: &[u8; 32]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(|pair| Self { id, pair })
    }

    /// A key from PKCS#8 (RFC 5958, RFC 8410). `None` when the bytes hold none.
    #[must_use]
    pub fn from_pkcs8(id: KeyId, der: &[u8]) -> Option<Self> {
        Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).ok().map(|pair| Self { id, pair })
    }

    /// The public key, 32 bytes in lower-case hex, as the list of public keys has it.
    #[must_use]
    pub fn public_hex(&self) -> String {
        hex(self.pair.public_key().as_ref())
    }

    /// Seals an authentication code to an invoice.
    ///
    /// # Errors
    ///
    /// [`FieldError`] when a field of the invoice cannot be bound.
    pub fn seal(&self, code: &Mccqt, invoice: &Printed<'_>) -> Result<Sealed, FieldError> {
        let made = self.pair.sign(&message(self.id, code, invoice)?);
        let mut signature = [0; 64];
        for (to, from) in signature.iter_mut().zip(made.as_ref()) {
            *to = *from;
        }
        Ok(Sealed { key: self.id, code: code.clone(), signature })
    }
}
