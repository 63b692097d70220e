//! Encrypted key files: PKCS#12 (RFC 7292), as authorities hand them out, and encrypted PKCS#8.
//!
//! Written here because what there is brings fifty crates along, among them pre-releases, and leaves
//! the decrypted key in memory. Read: PBES2 with PBKDF2 and AES or triple DES (RFC 8018), and the
//! triple DES and RC2 of files from before 2022. Not read: PBMAC1, RC4, keys for recipients.

mod bags;
mod kdf;
mod pbe;

use super::error::KeyError;
use super::pem::{self, LARGEST_FILE};
use super::private_key::PrivateKey;
use super::tlv::{self, OCTET_STRING, SEQUENCE};
use crate::signature::pki::Certificate;
use pbe::Budget;
use zeroize::Zeroizing;

/// Certificates that are looked at in one file.
const MOST_CERTIFICATES: usize = 16;

impl PrivateKey {
    /// Reads the key and its certificate from a PKCS#12 file (`.p12`, `.pfx`; RFC 7292), DER.
    /// Further certificates in it become [`PrivateKey::chain`].
    ///
    /// # Errors
    ///
    /// [`KeyError`]: for a wrong password, a file without exactly one key or without its
    /// certificate, and a file that asks for more than some seconds of work.
    ///
    /// ```
    /// use etax::signature::sign::{KeyError, PrivateKey};
    /// # const FILE: &[u8] = include_bytes!("../example.p12");
    /// let key = PrivateKey::from_pkcs12(FILE, "mật khẩu").unwrap();
    /// assert_eq!(key.certificate().tax_code(), Some("0300123450"));
    /// assert_eq!(PrivateKey::from_pkcs12(FILE, "sai").unwrap_err(), KeyError::Password);
    /// ```
    pub fn from_pkcs12(bytes: &[u8], password: &str) -> Result<Self, KeyError> {
        if bytes.len() > LARGEST_FILE {
            return Err(KeyError::TooCostly);
        }
        let mut budget = Budget::default();
        let contents = bags::read(bytes, password, &mut budget)?;
        let mut keys = contents.keys.into_iter();
        let (Some(key), 0) = (keys.next(), keys.len()) else {
            return Err(KeyError::Count(keys.len().saturating_add(usize::from(keys.len() > 0))));
        };
        let mut own = None;
        let mut chain = Vec::new();
        let mut refused = KeyError::NoCertificate;
        for der in contents.certificates.into_iter().take(MOST_CERTIFICATES) {
            let certificate = match Certificate::from_der(&der) {
                Ok(certificate) if own.is_none() => certificate,
                Ok(_) => {
                    chain.push(der);
                    continue;
                }
                Err(why) => {
                    refused = KeyError::Certificate(why.0);
                    continue;
                }
            };
            match Self::from_der(Zeroizing::new(key.to_vec()), certificate) {
                Ok(found) => own = Some(found),
                Err(KeyError::Mismatch) => {
                    refused = KeyError::Mismatch;
                    chain.push(der);
                }
                Err(other) => return Err(other),
            }
        }
        own.map(|own| own.with_chain(chain)).ok_or(refused)
    }

    /// Reads an encrypted PKCS#8 key (RFC 5958, section 3), DER or PEM; an unencrypted one is
    /// read as by [`PrivateKey::from_pkcs8`], its password unused.
    ///
    /// # Errors
    ///
    /// [`KeyError`], also when the certificate is of another key.
    pub fn from_encrypted_pkcs8(
        bytes: &[u8],
        password: &str,
        certificate: Certificate,
    ) -> Result<Self, KeyError> {
        let der = if pem::is_pem(bytes) {
            let block = pem::key(bytes)?;
            if block.label != "ENCRYPTED PRIVATE KEY" {
                return Self::from_pkcs8(bytes, certificate);
            }
            block.der
        } else if bytes.len() > LARGEST_FILE {
            return Err(KeyError::TooCostly);
        } else {
            Zeroizing::new(bytes.to_vec())
        };
        match encrypted_parts(&der) {
            Some((algorithm, data)) => {
                let key = pbe::decrypt(algorithm, data, password, &mut Budget::default())?;
                Self::from_der(key, certificate).map_err(|why| match why {
                    // What does not read after decrypting was decrypted with the wrong key.
                    KeyError::Unreadable => KeyError::Password,
                    other => other,
                })
            }
            None => Self::from_pkcs8(bytes, certificate),
        }
    }
}

/// Algorithm and contents of an `EncryptedPrivateKeyInfo`.
fn encrypted_parts(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut fields = tlv::only(der, SEQUENCE)?;
    let algorithm = tlv::next(&mut fields, SEQUENCE)?;
    let data = tlv::next(&mut fields, OCTET_STRING)?;
    fields.is_empty().then_some((algorithm, data))
}
