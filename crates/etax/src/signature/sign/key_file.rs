//! Key files as operators have them, whatever their kind.

use super::error::KeyError;
use super::pem::{self, LARGEST_FILE};
use super::private_key::PrivateKey;
use super::tlv::{self, INTEGER, SEQUENCE};
use crate::signature::pki::Certificate;

/// Certificates that are looked at for one key.
const MOST_CERTIFICATES: usize = 16;

impl PrivateKey {
    /// Reads a key file of any kind known here, told apart by its contents: PKCS#12, or PKCS#8 and
    /// PKCS#1 in PEM or DER, encrypted or not. `certificates` holds PEM blocks or one DER
    /// certificate; where it is empty they are looked for in the key file itself. The certificate of
    /// the key is found among them, the others become [`PrivateKey::chain`].
    ///
    /// Encrypted files need the feature `pkcs12`.
    ///
    /// # Errors
    ///
    /// [`KeyError`]; [`KeyError::Encrypted`] where there is no password and one is needed.
    ///
    /// ```
    /// use etax::signature::sign::{KeyError, PrivateKey};
    /// # const KEY: &[u8] = include_bytes!("example.key.pem");
    /// # const CERTIFICATE: &[u8] = include_bytes!("example.der");
    /// let key = PrivateKey::from_files(KEY, CERTIFICATE, None).unwrap();
    /// assert_eq!(key.certificate().der(), CERTIFICATE);
    /// assert_eq!(PrivateKey::from_files(KEY, b"", None).unwrap_err(), KeyError::NoCertificate);
    /// ```
    pub fn from_files(key: &[u8], certificates: &[u8], password: Option<&str>) -> Result<Self, KeyError> {
        if key.len() > LARGEST_FILE || certificates.len() > LARGEST_FILE {
            return Err(KeyError::TooCostly);
        }
        if certificates.is_empty() && is_pkcs12(key) {
            return from_pkcs12(key, password);
        }
        let beside = if certificates.is_empty() { key } else { certificates };
        let mut own = None;
        let mut chain = Vec::new();
        let mut refused = KeyError::NoCertificate;
        for certificate in all(beside)? {
            let der = certificate.der().to_vec();
            if own.is_some() {
                chain.push(der);
                continue;
            }
            match one(key, certificate, password) {
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
}

/// Every certificate of a file. A file with none of them is no mistake yet.
fn all(bytes: &[u8]) -> Result<Vec<Certificate>, KeyError> {
    let read = |der: &[u8]| Certificate::from_der(der).map_err(|why| KeyError::Certificate(why.0));
    if !pem::is_pem(bytes) {
        // A key without certificates is DER too.
        let is_certificate =
            tlv::only(bytes, SEQUENCE).is_some_and(|inside| inside.first() == Some(&SEQUENCE));
        return if is_certificate { Ok(vec![read(bytes)?]) } else { Ok(Vec::new()) };
    }
    pem::certificates(bytes)?.iter().take(MOST_CERTIFICATES).map(|der| read(der)).collect()
}

/// Whether it is a PKCS#12 file, whose version is 3; that of a PKCS#8 key is 0 or 1.
fn is_pkcs12(bytes: &[u8]) -> bool {
    tlv::only(bytes, SEQUENCE).is_some_and(|mut inside| tlv::next(&mut inside, INTEGER) == Some(&[3]))
}

#[cfg(feature = "pkcs12")]
fn from_pkcs12(bytes: &[u8], password: Option<&str>) -> Result<PrivateKey, KeyError> {
    match (PrivateKey::from_pkcs12(bytes, password.unwrap_or_default()), password) {
        (Err(KeyError::Password), None) => Err(KeyError::Encrypted),
        (read, _) => read,
    }
}

#[cfg(not(feature = "pkcs12"))]
fn from_pkcs12(_: &[u8], _: Option<&str>) -> Result<PrivateKey, KeyError> {
    Err(KeyError::Unsupported("PKCS#12".to_owned()))
}

#[cfg(feature = "pkcs12")]
fn one(key: &[u8], certificate: Certificate, password: Option<&str>) -> Result<PrivateKey, KeyError> {
    match password {
        Some(password) => PrivateKey::from_encrypted_pkcs8(key, password, certificate),
        None => PrivateKey::from_pkcs8(key, certificate),
    }
}

#[cfg(not(feature = "pkcs12"))]
fn one(key: &[u8], certificate: Certificate, _: Option<&str>) -> Result<PrivateKey, KeyError> {
    PrivateKey::from_pkcs8(key, certificate)
}
