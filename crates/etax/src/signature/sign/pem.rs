//! Key files in PEM (RFC 7468), read without leaving copies behind.

use super::error::KeyError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// The largest key file looked at, in bytes. A PKCS#12 file with its chain has some 10 KB.
pub(crate) const LARGEST_FILE: usize = 256 * 1024;

/// The one key of a PEM file.
pub(crate) struct Block {
    pub(crate) label: String,
    pub(crate) der: Zeroizing<Vec<u8>>,
}

/// Whether bytes are PEM text rather than DER.
pub(crate) fn is_pem(bytes: &[u8]) -> bool {
    bytes.first() != Some(&0x30) && memchr::memmem::find(bytes, BEGIN).is_some()
}

const BEGIN: &[u8] = b"-----BEGIN ";

/// The only block whose label says that it is a private key; certificates may stand beside it.
pub(crate) fn key(bytes: &[u8]) -> Result<Block, KeyError> {
    let mut found: Option<Block> = None;
    let mut count = 0usize;
    for part in Parts::of(bytes)? {
        let (label, body) = part?;
        if !label.ends_with("PRIVATE KEY") {
            continue;
        }
        count += 1;
        // The old way of encrypting PEM has headers that say how.
        if memchr::memchr(b':', body).is_some() {
            return Err(KeyError::Unsupported(format!("{label}, Proc-Type")));
        }
        let der = decode(body).ok_or(KeyError::Unreadable)?;
        found = found.or(Some(Block { label, der }));
    }
    found.filter(|_| count == 1).ok_or(KeyError::Count(count))
}

/// Every certificate.
pub(crate) fn certificates(bytes: &[u8]) -> Result<Vec<Zeroizing<Vec<u8>>>, KeyError> {
    let mut found = Vec::new();
    for part in Parts::of(bytes)? {
        let (label, body) = part?;
        if matches!(label.as_str(), "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE") {
            found.push(decode(body).ok_or(KeyError::Certificate("not base64"))?);
        }
    }
    Ok(found)
}

/// The blocks of a PEM text: each label with what stands below it.
struct Parts<'t>(&'t [u8]);

impl<'t> Parts<'t> {
    const fn of(bytes: &'t [u8]) -> Result<Self, KeyError> {
        if bytes.len() > LARGEST_FILE { Err(KeyError::TooCostly) } else { Ok(Self(bytes)) }
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = Result<(String, &'t [u8]), KeyError>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = memchr::memmem::find(self.0, BEGIN)?;
        let after = self.0.get(start + BEGIN.len()..).unwrap_or_default();
        self.0 = &[];
        let Some(label_end) = memchr::memmem::find(after, b"-----") else {
            return Some(Err(KeyError::Unreadable));
        };
        let label = String::from_utf8_lossy(after.get(..label_end).unwrap_or_default()).into_owned();
        let body = after.get(label_end + 5..).unwrap_or_default();
        let Some(end) = memchr::memmem::find(body, b"-----END ") else {
            return Some(Err(KeyError::Unreadable));
        };
        self.0 = body.get(end + 9..).unwrap_or_default();
        Some(Ok((label, body.get(..end).unwrap_or_default())))
    }
}

fn decode(body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut packed = Zeroizing::new(Vec::with_capacity(body.len()));
    packed.extend(body.iter().copied().filter(|byte| !byte.is_ascii_whitespace()));
    // Room for all of it from the start: a vector that grows leaves copies behind.
    let mut der = Zeroizing::new(vec![0; body.len()]);
    let length = STANDARD.decode_slice(packed.as_slice(), der.as_mut_slice()).ok()?;
    der.truncate(length);
    Some(der)
}

#[cfg(test)]
mod tests {
    use super::{KeyError, is_pem, key};

    #[test]
    fn the_only_key_of_a_file_is_found_among_certificates() {
        let text = b"-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n\
                     -----BEGIN PRIVATE KEY-----\r\nAQI\r\nD\r\n-----END PRIVATE KEY-----\n";
        let found = key(text).ok().map(|block| (block.label, block.der.to_vec()));
        assert_eq!(found, Some(("PRIVATE KEY".to_owned(), vec![1, 2, 3])));
        assert!(is_pem(text) && !is_pem(&[0x30]) && !is_pem(b""));
        let twice = [&text[..], text].concat();
        assert_eq!(key(&twice).err(), Some(KeyError::Count(2)));
        assert_eq!(key(b"-----BEGIN CERTIFICATE-----\n-----END ").err(), Some(KeyError::Count(0)));
    }

    #[test]
    fn broken_and_old_files_are_refused() {
        for wrong in [
            "-----BEGIN PRIVATE KEY",
            "-----BEGIN PRIVATE KEY-----AQID",
            "-----BEGIN PRIVATE KEY-----A-----END ",
        ] {
            assert_eq!(key(wrong.as_bytes()).err(), Some(KeyError::Unreadable), "{wrong}");
        }
        let old =
            b"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAQID\n-----END RSA PRIVATE KEY-----";
        assert!(matches!(key(old), Err(KeyError::Unsupported(_))));
    }
}
