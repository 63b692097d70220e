//! The list of public keys that a scanner carries.

use super::object::{KeyId, Sealed, message};
use crate::code::auth34::{FieldError, Printed};
use crate::code::keyring::LINE;
use crate::rule::{Lang, Text};
use crate::value::{Moment, line};
use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, UnparsedPublicKey, VerificationAlgorithm};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

/// What a seal is worth on an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// The authority sealed this invoice. Whether it has been cancelled since is not known.
    Genuine,
    /// The seal was not made for what is printed here, or not by this key.
    NotBound,
    /// The list has no such key.
    UnknownKey,
    /// The key was not in use on the day of the invoice.
    OutsideValidity,
    /// The key may have been in other hands since this moment, which is not after the moment asked for.
    Revoked(Moment),
    /// The invoice has a field that cannot be bound.
    Unbindable(FieldError),
}

/// What is wrong with a list of public keys. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKeysError {
    /// The list's own signature does not hold.
    Signature,
    /// Not TOML, a key that no list has, or a value of the wrong kind.
    Value {
        /// Which line.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A value that is not what it should be.
    Unreadable {
        /// Which line.
        line: usize,
        /// What it should be.
        expected: Text,
    },
    /// A key's name stands twice.
    Twice {
        /// The line of the second.
        line: usize,
        /// The name.
        id: KeyId,
    },
}

impl PublicKeysError {
    /// What is wrong, in a language, with the line. What the reader of TOML says stays in its own words.
    ///
    /// ```
    /// use etax::code::sealed_qr::PublicKeysError;
    /// use etax::rule::Lang;
    /// assert_eq!(PublicKeysError::Signature.message(Lang::Vi), "chữ ký của danh sách không đúng");
    /// assert_eq!(PublicKeysError::Signature.to_string(), "the list's signature does not hold");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let (line, what) = match self {
            Self::Signature => return SIGNATURE.template(lang).to_owned(),
            Self::Value { line, message } => (line, message.clone()),
            Self::Unreadable { line, expected } => {
                (line, NOT.fill(lang, &[("expected", expected.template(lang))]))
            }
            Self::Twice { line, id } => (line, TWICE.fill(lang, &[("id", &id.to_string())])),
        };
        LINE.fill(lang, &[("line", &line.to_string()), ("what", &what)])
    }
}

const SIGNATURE: Text =
    Text { vi: "chữ ký của danh sách không đúng", en: "the list's signature does not hold" };
const NOT: Text = Text { vi: "không phải {expected}", en: "not {expected}" };
const TWICE: Text = Text { vi: "khóa {id} xuất hiện hai lần", en: "the key {id} stands twice" };
const NAME: Text = Text { vi: "năm chữ hoa hoặc chữ số", en: "five capitals or digits" };
const ED25519_KEY: Text = Text { vi: "32 byte viết bằng hex", en: "32 bytes in hex" };
const ES256_KEY: Text = Text {
    vi: "một điểm không nén 65 byte viết bằng hex",
    en: "an uncompressed point of 65 bytes in hex",
};
const MOMENT: Text = Text { vi: "ngày hay thời điểm", en: "a date or moment" };
const LAST: Text = Text {
    vi: "ngày không sớm hơn ngày đầu tiên của khóa",
    en: "a day that is not before the key's first",
};

impl fmt::Display for PublicKeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for PublicKeysError {}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Algorithm {
    Ed25519,
    /// ECDSA on P-256 with SHA-256, r and s side by side (RFC 7518, section 3.4).
    Es256,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    key: Vec<Spanned<WrittenKey>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    id: Spanned<String>,
    algorithm: Algorithm,
    public: Spanned<String>,
    from: Spanned<String>,
    until: Spanned<String>,
    revoked: Option<Spanned<String>>,
}

/// When a sealing key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKeyRule {
    /// Its name.
    pub id: KeyId,
    /// The line of the list that it begins on, from 1.
    pub line: usize,
    /// For invoices from this moment's day.
    pub from: Moment,
    /// The last moment whose day it is for.
    pub until: Moment,
    /// From then on it vouches for nothing.
    pub revoked: Option<Moment>,
}

#[derive(Debug)]
struct Known {
    line: usize,
    algorithm: Algorithm,
    public: Vec<u8>,
    from: Moment,
    until: Moment,
    revoked: Option<Moment>,
}

/// Public keys by name, each with the days it is for.
#[derive(Debug, Default)]
pub struct PublicKeys(BTreeMap<KeyId, Known>);

impl PublicKeys {
    /// Reads a list that comes with the authority's Ed25519 signature over exactly these bytes.
    ///
    /// # Errors
    ///
    /// [`PublicKeysError::Signature`] when it does not hold under `authority`, the 32 bytes of the
    /// public key that the scanner was made with; else as [`PublicKeys::read`].
    pub fn read_signed(
        text: &str,
        signature: &[u8; 64],
        authority: &[u8; 32],
    ) -> Result<Self, PublicKeysError> {
        UnparsedPublicKey::new(&ED25519, authority)
            .verify(text.as_bytes(), signature)
            .map_err(|_| PublicKeysError::Signature)?;
        Self::read(text)
    }

    /// Reads a list that came by a way that is trusted already.
    ///
    /// # Errors
    ///
    /// [`PublicKeysError`], with the line, for text that is not such a list.
    pub fn read(text: &str) -> Result<Self, PublicKeysError> {
        let line = |at: usize| line(text, at);
        let written: Written = toml::from_str(text).map_err(|error| PublicKeysError::Value {
            line: line(error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })?;
        let mut keys = BTreeMap::new();
        for key in written.key {
            let here = line(key.span().start);
            let key = key.into_inner();
            let not = |at: &Spanned<String>, expected| PublicKeysError::Unreadable {
                line: line(at.span().start),
                expected,
            };
            let moment = |at: &Spanned<String>| Moment::parse(at.get_ref()).ok_or_else(|| not(at, MOMENT));
            let id = KeyId::parse(key.id.get_ref()).ok_or_else(|| not(&key.id, NAME))?;
            let (length, expected) = match key.algorithm {
                Algorithm::Ed25519 => (32, ED25519_KEY),
                Algorithm::Es256 => (65, ES256_KEY),
            };
            let public = unhex(key.public.get_ref()).filter(|bytes| bytes.len() == length);
            let until = moment(&key.until)?;
            if until.date() < moment(&key.from)?.date() {
                return Err(not(&key.until, LAST));
            }
            let known = Known {
                line: here,
                algorithm: key.algorithm,
                public: public.ok_or_else(|| not(&key.public, expected))?,
                from: moment(&key.from)?,
                // A date alone is its whole day.
                until: if key.until.get_ref().len() == 10 {
                    Moment::from_unix(until.unix() + 86_399).unwrap_or(until)
                } else {
                    until
                },
                revoked: key.revoked.as_ref().map(moment).transpose()?,
            };
            if keys.insert(id, known).is_some() {
                return Err(PublicKeysError::Twice { line: here, id });
            }
        }
        Ok(Self(keys))
    }

    /// Every key by its name.
    pub fn rules(&self) -> impl Iterator<Item = PublicKeyRule> {
        self.0.iter().map(|(id, known)| PublicKeyRule {
            id: *id,
            line: known.line,
            from: known.from,
            until: known.until,
            revoked: known.revoked,
        })
    }

    /// What a seal is worth on an invoice, at a moment: a key that was revoked by then vouches for
    /// nothing, since whoever has it can write any date.
    #[must_use]
    pub fn verify(&self, sealed: &Sealed, invoice: &Printed<'_>, at: Moment) -> Seal {
        let Some(known) = self.0.get(&sealed.key) else { return Seal::UnknownKey };
        let message = match message(sealed.key, &sealed.code, invoice) {
            Ok(message) => message,
            Err(error) => return Seal::Unbindable(error),
        };
        let algorithm: &dyn VerificationAlgorithm = match known.algorithm {
            Algorithm::Ed25519 => &ED25519,
            Algorithm::Es256 => &ECDSA_P256_SHA256_FIXED,
        };
        let holds =
            UnparsedPublicKey::new(algorithm, &known.public).verify(&message, &sealed.signature).is_ok();
        if !holds {
            return Seal::NotBound;
        }
        if let Some(since) = known.revoked.filter(|since| *since <= at) {
            return Seal::Revoked(since);
        }
        let day = invoice.date.and_then(Moment::parse);
        let inside = day.is_none_or(|day| known.from.date() <= day.date() && day <= known.until);
        if inside { Seal::Genuine } else { Seal::OutsideValidity }
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}
