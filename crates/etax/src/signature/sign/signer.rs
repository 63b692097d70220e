//! Who holds the key.

use super::private_key::PrivateKey;
use crate::signature::pki::{Certificate, SignatureAlgorithm};
use ring::rand::SecureRandom;
use std::fmt;

/// What a caller's signer says when it gives no value.
pub type SignerError = Box<dyn std::error::Error + Send + Sync>;

/// Something that signs: a key in memory, a token, a security module.
///
/// Where the value comes later, as from a remote-signing service, use
/// [`prepare`](super::prepare) and [`Prepared::finish`](super::Prepared::finish) instead.
///
/// ```
/// use etax::signature::pki::{Certificate, SignatureAlgorithm};
/// use etax::signature::sign::{Signer, SignerError};
/// struct Token(Certificate);
/// impl Signer for Token {
///     fn certificate(&self) -> &Certificate {
///         &self.0
///     }
///     fn sign(&self, _: SignatureAlgorithm, _: &[u8]) -> Result<Vec<u8>, SignerError> {
///         Err("the token is not plugged in".into())
///     }
/// }
/// # const DER: &[u8] = include_bytes!("../pki/example.der");
/// let token = Token(Certificate::from_der(DER).unwrap());
/// assert_eq!(token.certificate().tax_code(), Some("0300123450"));
/// ```
pub trait Signer {
    /// The certificate of the key that signs.
    fn certificate(&self) -> &Certificate;

    /// The signature value over `message`, which is hashed first as the algorithm says: RSA
    /// PKCS#1 v1.5 (RFC 8017), or ECDSA as `r` and `s` side by side (RFC 6931) or as a DER
    /// SEQUENCE of both (RFC 3279).
    ///
    /// # Errors
    ///
    /// Whatever kept it from signing; [`SignError::Signer`](super::SignError::Signer) carries it on.
    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, SignerError>;
}

/// A key in memory with its certificate and a source of randomness. Made by [`PrivateKey::signer`].
pub struct KeySigner<'k> {
    pub(super) key: &'k PrivateKey,
    pub(super) random: &'k dyn SecureRandom,
}

impl fmt::Debug for KeySigner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeySigner").field(self.key).finish()
    }
}

impl Signer for KeySigner<'_> {
    fn certificate(&self) -> &Certificate {
        self.key.certificate()
    }

    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        self.key.sign(algorithm, message, self.random)
    }
}
