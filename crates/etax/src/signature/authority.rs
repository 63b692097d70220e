//! Which certificates are the tax authority's.

use super::pki::{Certificate, DistinguishedName};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// What a recognised certificate may sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signs {
    /// Codes of invoices, notices and receipts.
    #[default]
    Everything,
    /// Notices and receipts, not codes: one of the authority's offices.
    Notices,
    /// Nothing: an entry that a policy has switched off.
    Nothing,
}

/// SHA-256 over a certificate's SubjectPublicKeyInfo in DER (RFC 5280, section 4.1), written as 64
/// hexadecimal digits.
///
/// ```
/// use etax::signature::KeyHash;
/// let text = "00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff";
/// let hash = KeyHash::parse(text).unwrap();
/// assert_eq!(hash.to_string(), text.to_lowercase());
/// assert_eq!(KeyHash::parse("0011"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyHash(pub(crate) [u8; 32]);

impl KeyHash {
    /// Reads 64 hexadecimal digits; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut hash = [0; 32];
        for (at, byte) in hash.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
        }
        Some(Self(hash))
    }
}

impl fmt::Display for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for KeyHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("expected 64 hexadecimal digits"))
    }
}

/// A certificate recognised as the tax authority's: all the named attributes of subject and issuer
/// must be equal (letter case and runs of white space aside), and the issuer's key, where one is
/// named, must be the key of the issuer in the chain found. The chain must hold besides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Authority {
    /// Attributes of the subject by short name, such as `CN` and `O`. Without any nobody is recognised.
    pub subject: BTreeMap<String, String>,
    /// Attributes of the issuer.
    pub issuer: BTreeMap<String, String>,
    /// The key of the certificate's issuer. Anybody can call a certification authority by any name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer_key: Option<KeyHash>,
    /// What it may sign.
    pub signs: Signs,
}

impl Authority {
    /// A recognised name from attribute pairs, of which any issuer of the name given may have issued the
    /// certificate.
    ///
    /// ```
    /// use etax::signature::Authority;
    /// let name = Authority::new(&[("CN", "Example Tax Office")], &[("CN", "Example CA")]);
    /// assert_eq!(name.subject["CN"], "Example Tax Office");
    /// assert_eq!(name.issuer_key, None);
    /// ```
    #[must_use]
    pub fn new(subject: &[(&str, &str)], issuer: &[(&str, &str)]) -> Self {
        let map = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect()
        };
        Self { subject: map(subject), issuer: map(issuer), ..Self::default() }
    }

    /// Whether this is the certificate of a signer of codes, or of notices. Without a chain there is no
    /// issuer whose key could be compared; then the names decide, and the missing chain is held against
    /// the signer anyway.
    pub(crate) fn is(&self, certificate: &Certificate, issuer: Option<&Certificate>, notice: bool) -> bool {
        let signs = match self.signs {
            Signs::Everything => true,
            Signs::Notices => notice,
            Signs::Nothing => false,
        };
        signs
            && !self.subject.is_empty()
            && names(&self.subject, certificate.subject())
            && names(&self.issuer, certificate.issuer())
            && match (self.issuer_key, issuer) {
                (Some(key), Some(issuer)) => KeyHash(*issuer.key_sha256()) == key,
                _ => true,
            }
    }
}

fn names(wanted: &BTreeMap<String, String>, name: &DistinguishedName) -> bool {
    wanted.iter().all(|(label, value)| {
        name.attribute(label).is_some_and(|there| there == value || folded(there) == folded(value))
    })
}

/// Lower case, with single blanks: one authority's name has been certified in several spellings.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
