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

    /// Signs a list of public keys, exactly these bytes: what [`PublicKeys::read_signed`](super::PublicKeys::read_signed)
    /// asks for. The key that signs lists is the authority's and no key of a list.
    ///
    /// ```
    /// use etax::code::sealed_qr::{KeyId, PublicKeys, SealingKey};
    /// let authority = SealingKey::from_seed(KeyId::parse("LISTS").unwrap(), &[1; 32]).unwrap();
    /// let signature = authority.sign_list("# no keys yet");
    /// assert!(PublicKeys::read_signed("# no keys yet", &signature, &authority.public()).is_ok());
    /// assert!(PublicKeys::read_signed("# No keys yet", &signature, &authority.public()).is_err());
    /// ```
    #[must_use]
    pub fn sign_list(&self, text: &str) -> [u8; 64] {
        // A signature of Ed25519 has 64 bytes.
        self.pair.sign(text.as_bytes()).as_ref().try_into().unwrap_or([0; 64])
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        // A public key of Ed25519 has 32 bytes.
        self.pair.public_key().as_ref().try_into().unwrap_or([0; 32])
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
