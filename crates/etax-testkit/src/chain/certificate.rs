//! One certificate of a generated chain, sound until something is changed.

use sha2::{Digest as _, Sha256};

use crate::der::{self, Der};
use crate::error::{Error, Result};
use crate::key::{Hash, Key, KeyName};
use crate::pki::extension;

/// How an issuer's name is spelled in the certificates it issues. All mean the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    Plain,
    UpperCase,
    Spaced,
    Printable,
}

/// Country, organisation, and common name, and perhaps a mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) organization: String,
    pub(super) common: String,
    pub(super) email: Option<String>,
}

impl Name {
    pub(super) fn new(organization: &str, common: &str) -> Self {
        Self { organization: organization.to_owned(), common: common.to_owned(), email: None }
    }

    fn der(&self, spelling: Spelling) -> Der {
        let attribute = |oid: &str, value: Der| der::set(&[der::sequence(&[der::oid(oid), value])]);
        let text = |text: &str| match spelling {
            Spelling::Plain => der::utf8(text),
            Spelling::UpperCase => der::utf8(&text.to_uppercase()),
            Spelling::Spaced => der::utf8(&format!("  {} ", text.replace(' ', "   "))),
            Spelling::Printable => der::printable(text),
        };
        let mut parts = vec![
            attribute("2.5.4.6", der::printable("VN")),
            attribute("2.5.4.10", text(&self.organization)),
            attribute("2.5.4.3", text(&self.common)),
        ];
        if let Some(email) = &self.email {
            parts.push(attribute("1.2.840.113549.1.9.1", der::tagged(0x16, email.as_bytes())));
        }
        der::sequence(&parts)
    }
}

/// A certificate to be.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) subject: Name,
    pub(super) issuer: Name,
    pub(super) spelling: Spelling,
    pub(super) serial: u64,
    pub(super) not_before: &'static str,
    pub(super) not_after: &'static str,
    /// The certified key and the issuer's, by number.
    pub(super) key: u64,
    pub(super) issuer_key: u64,
    /// The key that signs, where it is not the issuer's.
    pub(super) signed_with: Option<u64>,
    pub(super) hash: Hash,
    pub(super) version_1: bool,
    pub(super) authority: bool,
    pub(super) with_basic_constraints: bool,
    pub(super) path_length: Option<u8>,
    pub(super) key_usage: u8,
    pub(super) with_issuer_key_id: bool,
    pub(super) further: Vec<Der>,
    pub(super) damaged: bool,
}

impl Plan {
    pub(super) fn new(subject: Name, key: u64, issuer: Name, issuer_key: u64, serial: u64) -> Self {
        Self {
            subject,
            issuer,
            spelling: Spelling::Plain,
            serial,
            not_before: "20200101000000Z",
            not_after: "20400101000000Z",
            key,
            issuer_key,
            signed_with: None,
            hash: Hash::Sha256,
            version_1: false,
            authority: true,
            with_basic_constraints: true,
            path_length: None,
            key_usage: 0x06,
            with_issuer_key_id: true,
            further: Vec::new(),
            damaged: false,
        }
    }

    pub(super) fn leaf(self) -> Self {
        Self { authority: false, key_usage: 0xC0, ..self }
    }

    pub(super) fn extend(&mut self, oid: &str, critical: bool, value: &Der) {
        self.further.push(extension(oid, critical, value));
    }

    fn extensions(&self, key_id: &[u8], issuer_key_id: &[u8]) -> Vec<Der> {
        let mut extensions = vec![
            extension("2.5.29.14", false, &der::octets(key_id)),
            extension("2.5.29.15", true, &der::named_bits(self.key_usage)),
        ];
        if self.with_issuer_key_id {
            let identifier = der::sequence(&[der::tagged(0x80, issuer_key_id)]);
            extensions.push(extension("2.5.29.35", false, &identifier));
        }
        if self.with_basic_constraints {
            let mut parts = Vec::new();
            if self.authority {
                parts.push(der::boolean_true());
                parts.extend(self.path_length.map(|length| der::integer(&[length])));
            }
            extensions.push(extension("2.5.29.19", true, &der::sequence(&parts)));
        }
        extensions.extend(self.further.iter().cloned());
        extensions
    }

    /// The certificate.
    pub(super) fn write(&self) -> Result<Vec<u8>> {
        let key = numbered_key(self.key)?;
        let signer = numbered_key(self.signed_with.unwrap_or(self.issuer_key))?;
        let algorithm = signer.algorithm(self.hash);
        let mut parts = vec![
            der::integer(&self.serial.to_be_bytes()),
            algorithm.clone(),
            self.issuer.der(self.spelling),
            der::sequence(&[der::time(self.not_before), der::time(self.not_after)]),
            self.subject.der(Spelling::Plain),
            key.public_key().0,
        ];
        if !self.version_1 {
            let key_id = Hash::Sha1.digest(&key.public_key().1);
            let issuer_key_id = Hash::Sha1.digest(&numbered_key(self.issuer_key)?.public_key().1);
            parts.insert(0, der::explicit(0, &der::integer(&[2])));
            parts.push(der::explicit(3, &der::sequence(&self.extensions(&key_id, &issuer_key_id))));
        }
        let body = der::sequence(&parts);
        let value = signer.sign_certificate(self.hash, &body)?;
        let mut whole = der::sequence(&[body, algorithm, der::bits(&value)]);
        if self.damaged
            && let Some(last) = whole.last_mut()
        {
            *last ^= 1;
        }
        Ok(whole)
    }
}

/// The list of an authority that revoked these serial numbers in 2024; good until 2040.
pub(super) fn revocation_list(issuer: &Plan, serials: &[u64]) -> Result<Vec<u8>> {
    let key = numbered_key(issuer.key)?;
    let algorithm = key.algorithm(Hash::Sha256);
    let mut parts = vec![
        der::integer(&[1]),
        algorithm.clone(),
        issuer.subject.der(Spelling::Plain),
        der::time("20250101000000Z"),
        der::time("20400101000000Z"),
    ];
    let entries: Vec<_> = serials
        .iter()
        .map(|serial| der::sequence(&[der::integer(&serial.to_be_bytes()), der::time("20240101000000Z")]))
        .collect();
    if !entries.is_empty() {
        parts.push(der::sequence(&entries));
    }
    let identifier = der::tagged(0x80, &Hash::Sha1.digest(&key.public_key().1));
    let extensions = [
        extension("2.5.29.35", false, &der::sequence(&[identifier])),
        extension("2.5.29.20", false, &der::integer(&[1])),
    ];
    parts.push(der::explicit(0, &der::sequence(&extensions)));
    let body = der::sequence(&parts);
    let value = key.sign_certificate(Hash::Sha256, &body)?;
    Ok(der::sequence(&[body, algorithm, der::bits(&value)]))
}

/// Every ninth key is RSA, the others are P-256 keys made from their number.
enum Numbered {
    Rsa(&'static Key),
    Made(Key),
}

impl std::ops::Deref for Numbered {
    type Target = Key;

    fn deref(&self) -> &Key {
        match self {
            Self::Rsa(key) => key,
            Self::Made(key) => key,
        }
    }
}

/// Whether SHA-1 can be asked of a key: certificates signed with ECDSA over SHA-1 never were in use.
pub(super) const fn is_rsa(number: u64) -> bool {
    number.is_multiple_of(9)
}

fn numbered_key(number: u64) -> Result<Numbered> {
    if is_rsa(number) {
        let place = usize::try_from(number / 9 % 40).unwrap_or(0);
        return KeyName::Rsa2048(place).load().map(Numbered::Rsa);
    }
    let secret = Sha256::digest([b"etax test chain key ".as_slice(), &number.to_be_bytes()].concat());
    let key = p256::ecdsa::SigningKey::from_slice(&secret).map_err(|e| Error::new(e.to_string()))?;
    Ok(Numbered::Made(Key::P256(Box::new(key))))
}
