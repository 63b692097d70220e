//! What a report says about signatures, certificates and authentication codes.

use crate::report::Outcome;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// Whether a signature holds cryptographically: its value, all its digests, its form.
/// Who signed, and whether that party may be trusted, is [`CertificateInfo`]'s matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureStatus {
    /// The signature value and every digest hold.
    Valid,
    /// A digest or the signature value does not hold, or the signature is not of a permitted form.
    Invalid,
    /// It could not be judged (an algorithm outside the profile, a reference that is not supported).
    Undecided,
}

fn shared<S: Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}

fn shared_option<S: Serializer>(text: &Option<Arc<str>>, serializer: S) -> Result<S::Ok, S::Error> {
    text.as_deref().serialize(serializer)
}

/// How far a certificate could be traced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trust {
    /// `passed`: chains to a given anchor and was valid at the time named; `failed`; `undecided`.
    pub chain: Outcome,
    /// Subject of the anchor reached, RFC 4514.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shared_option")]
    pub anchor: Option<Arc<str>>,
    /// `passed`: not revoked by the lists and responses given; `failed`: revoked; `undecided`: none of them says.
    pub revocation: Outcome,
    /// Which list or response said so: of a revoked certificate the one against it, else the one about the signer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// The moment judged at, RFC 3339 at +07:00.
    pub at: String,
    /// Whose clock `at` comes from: `signing-time` (the signer's word), `timestamp`, `authority-time` or `check-time`
    /// (the time of receipt that the caller gave).
    pub clock: &'static str,
    /// The signature was there by then, whatever its signer says.
    pub latest: String,
    /// Who says so: `receipt` (the caller), `authority` (the tax authority signed the same data) or `timestamp`.
    pub bound: &'static str,
}

/// A revocation list or OCSP response that decided about a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// `crl` or `ocsp`.
    pub source: &'static str,
    /// When it was published (thisUpdate), RFC 3339 at +07:00.
    pub published: String,
}

/// A time-stamp over a signature's value that was believed (RFC 3161).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimestampInfo {
    /// The moment that the authority stamped, RFC 3339 at +07:00.
    pub at: String,
    /// The latest moment that the authority's accuracy leaves open: the signature existed by then.
    pub latest: String,
    /// Subject of the time-stamping authority's certificate, RFC 4514.
    #[serde(serialize_with = "shared")]
    pub authority: Arc<str>,
}

/// A signer's certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateInfo {
    /// Subject, RFC 4514.
    #[serde(serialize_with = "shared")]
    pub subject: Arc<str>,
    /// Issuer, RFC 4514.
    #[serde(serialize_with = "shared")]
    pub issuer: Arc<str>,
    /// Serial number, lower-case hex.
    #[serde(serialize_with = "shared")]
    pub serial: Arc<str>,
    /// Start of validity, RFC 3339 at +07:00.
    #[serde(serialize_with = "shared")]
    pub not_before: Arc<str>,
    /// End of validity, RFC 3339 at +07:00.
    #[serde(serialize_with = "shared")]
    pub not_after: Arc<str>,
    /// Public key, such as `rsa-2048` or `ecdsa-p256`.
    #[serde(serialize_with = "shared")]
    pub key: Arc<str>,
    /// Tax code named in the certificate (UID or O, `MST:`), if any.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shared_option")]
    pub tax_code: Option<Arc<str>>,
    /// SHA-256 of the certificate's DER, lower-case hex.
    #[serde(serialize_with = "shared")]
    pub sha256: Arc<str>,
    /// How far it could be traced.
    pub trust: Trust,
}

/// One signature of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignatureInfo {
    /// Path of the `Signature` element.
    pub path: String,
    /// `seller`, `buyer`, `authority`, `tax-office`, `taxpayer`, `batch`, `payer`, `bank` or `other`.
    pub role: &'static str,
    /// Whether it holds.
    pub status: SignatureStatus,
    /// Paths of the elements whose digests hold under this signature: the coverage map.
    pub covers: Vec<String>,
    /// Such as `rsa-sha256`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<String>,
    /// `YYYY-MM-DDThh:mm:ss+07:00`, as the signer states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_time: Option<String>,
    /// Whether the stated signing time is itself covered by the signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_time_covered: Option<bool>,
    /// The time-stamp that bounds the signing time, if there is one that can be believed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<TimestampInfo>,
    /// The certificate in `X509Data`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateInfo>,
    /// How the tax code in the certificate relates to the document's, where the signer must be the document's owner:
    /// `exact`; `same-root` (head office and branches of one taxpayer); `delegated` (a party that the document itself
    /// says acts for its owner); `mismatch`; `none` (the certificate names no tax code); `unknown` (the document names
    /// none).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<&'static str>,
    /// Ids of the findings about this signature.
    pub findings: Vec<&'static str>,
}

/// The authentication code of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeInfo {
    /// `pilot-2015`, `mccqt-34`, `cash-register-23` or `auth34`.
    pub scheme: &'static str,
    /// The code as written.
    pub value: String,
    /// `bound`, `not-bound` or `undecided`.
    pub binding: &'static str,
    /// The fields in which code and invoice differ, where that can be known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<String>,
}
