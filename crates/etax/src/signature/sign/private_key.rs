//! Keys in memory.

use super::error::KeyError;
use super::pem;
use super::signer::{KeySigner, SignerError};
use super::tlv::{self, INTEGER, OCTET_STRING, OID, SEQUENCE};
use crate::signature::pki::{Certificate, KeyKind, PublicKey, SignatureAlgorithm};
use ring::rand::SecureRandom;
use ring::rsa::KeyPair as RsaKeyPair;
use ring::signature::{self as ring_signature, EcdsaKeyPair, KeyPair as _};
use std::fmt;
use zeroize::Zeroizing;

/// A private key with the certificate of its public key.
///
/// RSA from 2048 to 4096 bits, ECDSA on P-256 and P-384. Never printed. What this crate holds of
/// it is wiped when it is dropped; the numbers inside ring's RSA key are freed as they are.
///
/// ```
/// use etax::signature::pki::Certificate;
/// use etax::signature::sign::{KeyError, PrivateKey};
/// # const KEY: &[u8] = include_bytes!("example.key.pem");
/// # const CERTIFICATE: &[u8] = include_bytes!("example.der");
/// let certificate = Certificate::from_der(CERTIFICATE).unwrap();
/// let key = PrivateKey::from_pkcs8(KEY, certificate.clone()).unwrap();
/// assert_eq!(format!("{key:?}"), format!("PrivateKey(of {certificate:?})"));
/// assert_eq!(PrivateKey::from_pkcs8(b"no key", certificate).unwrap_err(), KeyError::Unreadable);
/// ```
pub struct PrivateKey {
    certificate: Certificate,
    chain: Vec<Vec<u8>>,
    material: Material,
}

enum Material {
    Rsa(Box<RsaKeyPair>),
    /// PKCS#8 bytes: ring wants randomness to read them, and the core has none of its own.
    Ecdsa(Zeroizing<Vec<u8>>),
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey(of {:?})", self.certificate)
    }
}

impl PrivateKey {
    /// Reads an unencrypted key: PKCS#8 (RFC 5958) or, for RSA, PKCS#1 (RFC 8017), DER or PEM.
    ///
    /// # Errors
    ///
    /// [`KeyError`], also when the certificate is of another key.
    pub fn from_pkcs8(bytes: &[u8], certificate: Certificate) -> Result<Self, KeyError> {
        let read = |der: Zeroizing<Vec<u8>>| Self::from_der(der, certificate.clone());
        if !pem::is_pem(bytes) {
            return read(Zeroizing::new(bytes.to_vec()));
        }
        let block = pem::key(bytes)?;
        match block.label.as_str() {
            "PRIVATE KEY" | "RSA PRIVATE KEY" => read(block.der),
            "ENCRYPTED PRIVATE KEY" => Err(KeyError::Encrypted),
            other => Err(KeyError::Unsupported(other.to_owned())),
        }
    }

    /// The certificate.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// DER bytes of the certificates that came with the key besides its own, as a PKCS#12 file has
    /// them; for [`KeyInfo::chain`](super::KeyInfo::chain).
    #[must_use]
    pub fn chain(&self) -> &[Vec<u8>] {
        &self.chain
    }

    /// This key as a [`Signer`](super::Signer). Randomness is the caller's: RSA uses it only to
    /// blind its computation, and gives the same value whatever it is; ECDSA values depend on it.
    #[must_use]
    pub const fn signer<'k>(&'k self, random: &'k dyn SecureRandom) -> KeySigner<'k> {
        KeySigner { key: self, random }
    }

    pub(super) fn with_chain(self, chain: Vec<Vec<u8>>) -> Self {
        Self { chain, ..self }
    }

    pub(super) fn from_der(der: Zeroizing<Vec<u8>>, certificate: Certificate) -> Result<Self, KeyError> {
        let material = match certificate.key().kind() {
            KeyKind::Rsa { .. } => rsa(&der, certificate.key())?,
            KeyKind::EcdsaP256 | KeyKind::EcdsaP384 => {
                let wanted = certificate.key().bytes();
                let other = if is_rsa(&der) { KeyError::Mismatch } else { KeyError::Unreadable };
                let found = ecdsa_point(&der).ok_or(other)?;
                if found != wanted {
                    return Err(KeyError::Mismatch);
                }
                Material::Ecdsa(der)
            }
            KeyKind::Other => return Err(KeyError::Unsupported(certificate.key().kind().to_string())),
        };
        Ok(Self { certificate, chain: Vec::new(), material })
    }

    pub(super) fn sign(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
        random: &dyn SecureRandom,
    ) -> Result<Vec<u8>, SignerError> {
        use SignatureAlgorithm as S;
        let failed = |_| SignerError::from("the key could not be used");
        match (&self.material, algorithm) {
            (Material::Rsa(pair), S::RsaSha256 | S::RsaSha384 | S::RsaSha512) => {
                let padding: &dyn ring_signature::RsaEncoding = match algorithm {
                    S::RsaSha384 => &ring_signature::RSA_PKCS1_SHA384,
                    S::RsaSha512 => &ring_signature::RSA_PKCS1_SHA512,
                    _ => &ring_signature::RSA_PKCS1_SHA256,
                };
                let mut value = vec![0; pair.public().modulus_len()];
                pair.sign(padding, random, message, &mut value).map_err(failed)?;
                Ok(value)
            }
            (Material::Ecdsa(der), S::EcdsaSha256 | S::EcdsaSha384) => {
                let curve = match algorithm {
                    S::EcdsaSha384 => &ring_signature::ECDSA_P384_SHA384_FIXED_SIGNING,
                    _ => &ring_signature::ECDSA_P256_SHA256_FIXED_SIGNING,
                };
                let pair = EcdsaKeyPair::from_pkcs8(curve, der, random)
                    .map_err(|why| SignerError::from(why.to_string()))?;
                Ok(pair.sign(random, message).map_err(failed)?.as_ref().to_vec())
            }
            _ => Err(SignerError::from("the key does not go with the algorithm")),
        }
    }
}

fn rsa(der: &[u8], public: &PublicKey) -> Result<Material, KeyError> {
    let pair = RsaKeyPair::from_pkcs8(der).or_else(|why| match why.to_string().as_str() {
        "TooSmall" | "TooLarge" => Err(why),
        _ => RsaKeyPair::from_der(der).map_err(|other| if is_rsa(der) { why } else { other }),
    });
    let pair = pair.map_err(|why| match why.to_string().as_str() {
        "TooSmall" => KeyError::TooShort,
        "TooLarge" => KeyError::Unsupported("RSA > 4096".to_owned()),
        _ if ecdsa_point(der).is_some() => KeyError::Mismatch,
        _ => KeyError::Unreadable,
    })?;
    let own = PublicKey::from_rsa_der(pair.public_key().as_ref());
    if own.as_ref().and_then(PublicKey::rsa) == public.rsa() && own.is_some() {
        Ok(Material::Rsa(Box::new(pair)))
    } else {
        Err(KeyError::Mismatch)
    }
}

/// Algorithm and contents of a PKCS#8 key (RFC 5958): its OID's bytes, and the key's own DER.
fn pkcs8_parts(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut fields = tlv::only(der, SEQUENCE)?;
    tlv::next(&mut fields, INTEGER)?;
    let mut algorithm = tlv::next(&mut fields, SEQUENCE)?;
    Some((tlv::next(&mut algorithm, OID)?, tlv::next(&mut fields, OCTET_STRING)?))
}

/// Whether it is a PKCS#8 key of RSA (1.2.840.113549.1.1.1).
fn is_rsa(der: &[u8]) -> bool {
    pkcs8_parts(der).is_some_and(|(oid, _)| oid == [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1])
}

/// The public point in a PKCS#8 key of an elliptic curve (RFC 5915): `[1] BIT STRING`, which
/// every tool writes and ring wants.
fn ecdsa_point(der: &[u8]) -> Option<&[u8]> {
    /// id-ecPublicKey, 1.2.840.10045.2.1.
    const EC: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
    let (oid, key) = pkcs8_parts(der)?;
    if oid != EC {
        return None;
    }
    let mut fields = tlv::only(key, SEQUENCE)?;
    tlv::next(&mut fields, INTEGER)?;
    tlv::next(&mut fields, OCTET_STRING)?;
    // The curve may be repeated here.
    let _ = tlv::next_if(&mut fields, 0xa0);
    let bits = tlv::only(tlv::next(&mut fields, 0xa1)?, 0x03)?;
    bits.split_first().filter(|(unused, _)| **unused == 0).map(|(_, point)| point)
}
