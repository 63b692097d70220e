//! What the operator requires of signatures, as data.

use super::pki::PolicyInputs;
use crate::value::Moment;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// Until when SHA-1 may be used in signatures and certificates.
///
/// Written `always`, `never`, or the date from which it is refused.
///
/// ```
/// use etax::signature::Sha1Rule;
/// use etax::value::Moment;
/// let rule: Sha1Rule = serde_json::from_str("\"2027-01-01\"").unwrap();
/// assert!(rule.allows(Moment::parse("2026-12-31").unwrap()));
/// assert!(!rule.allows(Moment::parse("2027-01-01").unwrap()));
/// assert_eq!(serde_json::to_string(&Sha1Rule::Never).unwrap(), "\"never\"");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sha1Rule {
    /// Accepted whenever it was signed.
    Always,
    /// Accepted when signed before this moment.
    Before(Moment),
    /// Never accepted.
    Never,
}

impl Sha1Rule {
    /// Whether a signature of this moment may use SHA-1.
    #[must_use]
    pub fn allows(self, signed: Moment) -> bool {
        match self {
            Self::Always => true,
            Self::Before(end) => signed < end,
            Self::Never => false,
        }
    }
}

impl Serialize for Sha1Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Always => serializer.serialize_str("always"),
            Self::Never => serializer.serialize_str("never"),
            Self::Before(end) => serializer.collect_str(&end.date()),
        }
    }
}

impl<'de> Deserialize<'de> for Sha1Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        match word.as_str() {
            "always" => Ok(Self::Always),
            "never" => Ok(Self::Never),
            date => Moment::parse(date)
                .filter(|_| date.len() == 10)
                .map(Self::Before)
                .ok_or_else(|| serde::de::Error::custom("expected always, never or a date YYYY-MM-DD")),
        }
    }
}

/// What is required of revocation lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RevocationRule {
    /// Every certificate below the anchor must be covered by a list; otherwise undecided.
    Required,
    /// Lists that are there count; a missing list is only mentioned.
    WhenAvailable,
    /// Lists are not looked at.
    Ignored,
}

/// A certificate recognised as the tax authority's: all the named attributes of subject and issuer
/// must be equal, letter case aside. The chain must hold besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityName {
    /// Attributes of the subject by short name, such as `CN` and `O`.
    pub subject: BTreeMap<String, String>,
    /// Attributes of the issuer.
    pub issuer: BTreeMap<String, String>,
}

impl AuthorityName {
    /// A recognised name from attribute pairs.
    ///
    /// ```
    /// use etax::signature::AuthorityName;
    /// let name = AuthorityName::new(&[("CN", "Example Tax Office")], &[("CN", "Example CA")]);
    /// assert_eq!(name.subject["CN"], "Example Tax Office");
    /// ```
    #[must_use]
    pub fn new(subject: &[(&str, &str)], issuer: &[(&str, &str)]) -> Self {
        let map = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect()
        };
        Self { subject: map(subject), issuer: map(issuer) }
    }
}

/// What is required of signatures and signers.
///
/// The default is for today's documents: SHA-1 and 1024-bit keys still occur in 2026 and are
/// accepted with a remark, and revocation lists count where the caller has them.
///
/// ```
/// use etax::signature::{RevocationRule, Settings};
/// let settings: Settings = serde_json::from_str(r#"{"revocation": "when-available"}"#).unwrap();
/// assert_eq!(settings.revocation, RevocationRule::WhenAvailable);
/// assert_eq!(settings.min_rsa_bits, 1024);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Settings {
    /// SHA-1 in signatures, digests and certificates.
    pub sha1: Sha1Rule,
    /// The smallest RSA modulus of a signer, in bits. Below 1024 nothing is ever accepted.
    pub min_rsa_bits: usize,
    /// Revocation lists.
    pub revocation: RevocationRule,
    /// On an invoice with code, the authority's valid signature over the same data vouches for the
    /// seller: an unknown issuer or unknown revocation of the seller's certificate is only mentioned.
    pub authority_vouches: bool,
    /// The built-in names of the tax authority's certificates are recognised.
    pub builtin_authorities: bool,
    /// Further recognised names, such as a test system's.
    pub authorities: Vec<AuthorityName>,
    /// The certificate policies under which a signer's chain must hold.
    pub certificate_policies: PolicyInputs,
    /// How far a signer's clock may be ahead of the time of receipt, in seconds.
    pub clock_skew_seconds: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sha1: Moment::parse("2027-01-01").map_or(Sha1Rule::Never, Sha1Rule::Before),
            min_rsa_bits: 1024,
            revocation: RevocationRule::WhenAvailable,
            authority_vouches: true,
            builtin_authorities: true,
            authorities: Vec::new(),
            certificate_policies: PolicyInputs::default(),
            clock_skew_seconds: 3600,
        }
    }
}

/// Names of the tax authority's certificates since 2021, all issued by the government's CA.
const BUILTIN: [(&str, &str); 2] = [("Tổng cục Thuế", "Bộ Tài chính"), ("Cục Thuế", "Bộ Tài chính")];
const BUILTIN_ISSUER: &str = "CA phục vụ các cơ quan Nhà nước G2";

impl Settings {
    /// For old documents: SHA-1 and 1024-bit keys whenever they were used.
    #[must_use]
    pub fn archive() -> Self {
        Self { sha1: Sha1Rule::Always, ..Self::default() }
    }

    /// No SHA-1, no RSA below 2048 bits, revocation known for every certificate, and every signer chains.
    ///
    /// ```
    /// use etax::signature::{Settings, Sha1Rule};
    /// assert_eq!(Settings::strict().sha1, Sha1Rule::Never);
    /// ```
    #[must_use]
    pub fn strict() -> Self {
        Self {
            sha1: Sha1Rule::Never,
            min_rsa_bits: 2048,
            revocation: RevocationRule::Required,
            authority_vouches: false,
            ..Self::default()
        }
    }

    /// Whether a certificate with these names is recognised as the authority's. A notice may also
    /// come from any of its offices: organisation and issuer are the same, the name differs.
    pub(crate) fn recognises(
        &self,
        subject: &super::pki::DistinguishedName,
        issuer: &super::pki::DistinguishedName,
        any_office: bool,
    ) -> bool {
        let is = |name: &super::pki::DistinguishedName, label: &str, value: &str| {
            name.attribute(label)
                .is_some_and(|there| there == value || there.to_lowercase() == value.to_lowercase())
        };
        let builtin = self.builtin_authorities
            && is(issuer, "CN", BUILTIN_ISSUER)
            && BUILTIN.iter().any(|(cn, o)| (any_office || is(subject, "CN", cn)) && is(subject, "O", o));
        builtin
            || self.authorities.iter().any(|known| {
                !known.subject.is_empty()
                    && known.subject.iter().all(|(label, value)| is(subject, label, value))
                    && known.issuer.iter().all(|(label, value)| is(issuer, label, value))
            })
    }
}
