//! What stands in a PKCS#12 file (RFC 7292, section 4).

use super::super::error::KeyError;
use super::super::tlv::{self, INTEGER, OCTET_STRING, OID, SEQUENCE};
use super::pbe::{self, Budget};
use super::{encrypted_parts, kdf};
use zeroize::Zeroizing;

/// The prefix of PKCS#7 content types, 1.2.840.113549.1.7; the next byte says which.
const PKCS7: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7];
/// The prefix of bag types, 1.2.840.113549.1.12.10.1.
const BAG: [u8; 10] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 10, 1];
/// x509Certificate, 1.2.840.113549.1.9.22.1.
const X509: [u8; 10] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 22, 1];

/// `[0]`, explicit.
const WRAPPED: u8 = 0xa0;

/// Safes and bags that are looked at in one file.
const MOST_PARTS: usize = 64;

#[derive(Default)]
pub(super) struct Contents {
    /// PKCS#8.
    pub(super) keys: Vec<Zeroizing<Vec<u8>>>,
    pub(super) certificates: Vec<Vec<u8>>,
}

/// Opens a file. Its integrity is checked first, where it has a MAC: that also tells a wrong
/// password from a damaged key.
pub(super) fn read(bytes: &[u8], password: &str, budget: &mut Budget) -> Result<Contents, KeyError> {
    let mut fields = tlv::only(bytes, SEQUENCE).ok_or(KeyError::Unreadable)?;
    let version = tlv::next(&mut fields, INTEGER).ok_or(KeyError::Unreadable)?;
    let mut content = tlv::next(&mut fields, SEQUENCE).ok_or(KeyError::Unreadable)?;
    if version != [3] {
        return Err(KeyError::Unreadable);
    }
    let kind = tlv::next(&mut content, OID).ok_or(KeyError::Unreadable)?;
    if kind != [&PKCS7[..], &[1]].concat() {
        return Err(KeyError::Unsupported("PKCS#12 signedData".to_owned()));
    }
    let safes = wrapped(&mut content)
        .and_then(|inside| tlv::only(inside, OCTET_STRING))
        .ok_or(KeyError::Unreadable)?;
    if let Some(mac) = tlv::next_if(&mut fields, SEQUENCE) {
        kdf::check_mac(mac, safes, password, budget)?;
    }
    let mut contents = Contents::default();
    let mut rest = tlv::only(safes, SEQUENCE).ok_or(KeyError::Unreadable)?;
    for _ in 0..MOST_PARTS {
        if rest.is_empty() {
            return Ok(contents);
        }
        let safe = tlv::next(&mut rest, SEQUENCE).ok_or(KeyError::Unreadable)?;
        open(safe, password, budget, &mut contents)?;
    }
    Err(KeyError::TooCostly)
}

fn wrapped<'d>(rest: &mut &'d [u8]) -> Option<&'d [u8]> {
    tlv::next(rest, WRAPPED)
}

fn open(safe: &[u8], password: &str, budget: &mut Budget, contents: &mut Contents) -> Result<(), KeyError> {
    let mut fields = safe;
    let kind = tlv::next(&mut fields, OID).ok_or(KeyError::Unreadable)?;
    let inside = wrapped(&mut fields).ok_or(KeyError::Unreadable)?;
    match kind.strip_prefix(&PKCS7) {
        // data
        Some([1]) => {
            let bags = tlv::only(inside, OCTET_STRING).ok_or(KeyError::Unreadable)?;
            unpack(bags, password, budget, contents)
        }
        // encryptedData
        Some([6]) => {
            let (algorithm, data) = encrypted_data(inside).ok_or(KeyError::Unreadable)?;
            let bags = pbe::decrypt(algorithm, data, password, budget)?;
            unpack(&bags, password, budget, contents)
        }
        _ => Err(KeyError::Unsupported("PKCS#12 envelopedData".to_owned())),
    }
}

/// Algorithm and contents of `EncryptedData` (RFC 2315, section 13).
fn encrypted_data(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut fields = tlv::only(der, SEQUENCE)?;
    tlv::next(&mut fields, INTEGER)?;
    let mut content = tlv::next(&mut fields, SEQUENCE)?;
    tlv::next(&mut content, OID)?;
    let algorithm = tlv::next(&mut content, SEQUENCE)?;
    Some((algorithm, tlv::next(&mut content, 0x80)?))
}

fn unpack(bags: &[u8], password: &str, budget: &mut Budget, contents: &mut Contents) -> Result<(), KeyError> {
    let mut rest = tlv::only(bags, SEQUENCE).ok_or(KeyError::Password)?;
    for _ in 0..MOST_PARTS {
        if rest.is_empty() {
            return Ok(());
        }
        let mut bag = tlv::next(&mut rest, SEQUENCE).ok_or(KeyError::Unreadable)?;
        let kind = tlv::next(&mut bag, OID).ok_or(KeyError::Unreadable)?;
        let value = wrapped(&mut bag).ok_or(KeyError::Unreadable)?;
        match kind.strip_prefix(&BAG) {
            // keyBag
            Some([1]) => contents.keys.push(Zeroizing::new(value.to_vec())),
            // pkcs8ShroudedKeyBag
            Some([2]) => {
                let (algorithm, data) = encrypted_parts(value).ok_or(KeyError::Unreadable)?;
                contents.keys.push(pbe::decrypt(algorithm, data, password, budget)?);
            }
            // certBag
            Some([3]) => {
                if let Some(certificate) = certificate(value) {
                    contents.certificates.push(certificate.to_vec());
                }
            }
            // Revocation lists, secrets, nested contents: nothing to sign with.
            _ => {}
        }
    }
    Err(KeyError::TooCostly)
}

fn certificate(value: &[u8]) -> Option<&[u8]> {
    let mut fields = tlv::only(value, SEQUENCE)?;
    let kind = tlv::next(&mut fields, OID)?;
    tlv::only(wrapped(&mut fields)?, OCTET_STRING).filter(|_| kind == X509)
}
