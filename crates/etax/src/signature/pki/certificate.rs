//! One certificate, read once and kept with its signed bytes.

use super::constraints::NameConstraints;
use super::der::{LARGEST_CERTIFICATE, hex, sequence_parts};
use super::extensions::{Extensions, KeyUsage};
use super::general_name::GeneralName;
use super::identity::{Identity, IdentityKind, identities};
use super::key::Encoding;
use super::policy::StatedPolicies;
use super::{DistinguishedName, PublicKey, SignatureAlgorithm, time};
use crate::value::Moment;
use ::der::asn1::{AnyRef, BitString, BitStringRef, ContextSpecific, Int};
use ::der::{Decode, Reader, SliceReader, Tag, TagNumber, Tagged};
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use x509_cert::certificate::Version;
use x509_cert::ext::Extension;
use x509_cert::name::Name;
use x509_cert::spki::AlgorithmIdentifierOwned;

/// Why bytes are not a certificate this engine can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub(crate) &'static str);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Unreadable {}

/// A certificate (RFC 5280), with what the checks of this crate need.
///
/// ```
/// use etax::signature::pki::Certificate;
/// # const DER: &[u8] = include_bytes!("example.der");
/// let certificate = Certificate::from_der(DER).unwrap();
/// assert_eq!(certificate.tax_code(), Some("0300123450"));
/// assert_eq!(certificate.key().kind().to_string(), "rsa-2048");
/// assert!(Certificate::from_der(b"not a certificate").is_err());
/// ```
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    tbs: Range<usize>,
    signature: Vec<u8>,
    algorithm: Option<SignatureAlgorithm>,
    version_3: bool,
    subject: DistinguishedName,
    issuer: DistinguishedName,
    serial: Vec<u8>,
    not_before: Moment,
    not_after: Moment,
    key: PublicKey,
    extensions: Extensions,
    identities: Vec<Identity>,
    sha256: [u8; 32],
    key_sha256: [u8; 32],
    facts: OnceLock<Facts>,
}

/// What reports say of a certificate, written once: the authority's stands in every report.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) subject: Arc<str>,
    pub(crate) issuer: Arc<str>,
    pub(crate) serial: Arc<str>,
    pub(crate) not_before: Arc<str>,
    pub(crate) not_after: Arc<str>,
    pub(crate) key: Arc<str>,
    pub(crate) tax_code: Option<Arc<str>>,
    pub(crate) sha256: Arc<str>,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, serial {})", self.subject, self.serial_hex())
    }
}

impl Certificate {
    /// Reads one certificate from its DER bytes.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] when the bytes are not exactly one X.509 certificate of at most 64 KB.
    pub fn from_der(der: &[u8]) -> Result<Self, Unreadable> {
        if der.len() > LARGEST_CERTIFICATE {
            return Err(Unreadable("larger than 64 KB"));
        }
        let parts = sequence_parts(der, 3).ok_or(Unreadable("not a DER sequence"))?;
        let [tbs, algorithm, value] = parts.as_slice() else { return Err(Unreadable("not three parts")) };
        let body = Body::read(der.get(tbs.clone()).unwrap_or_default())?;
        let (algorithm, signature) = outer(der, algorithm, value)?;
        if body.algorithm != algorithm {
            return Err(Unreadable("two different signature algorithms"));
        }
        let identities = identities(&body.subject);
        Ok(Self {
            tbs: tbs.clone(),
            signature,
            algorithm: SignatureAlgorithm::from_oid(&algorithm.oid.to_string()),
            version_3: body.version == Version::V3,
            subject: body.subject,
            issuer: body.issuer,
            serial: body.serial,
            not_before: body.not_before,
            not_after: body.not_after,
            key: body.key,
            extensions: body.extensions,
            identities,
            sha256: sha256(der),
            key_sha256: body.key_sha256,
            facts: OnceLock::new(),
            der: der.to_vec(),
        })
    }

    /// The bytes as they were given.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The bytes that the issuer signed.
    #[must_use]
    pub fn signed_bytes(&self) -> &[u8] {
        self.der.get(self.tbs.clone()).unwrap_or_default()
    }

    /// How the issuer signed; `None` for an algorithm this engine does not have.
    #[must_use]
    pub const fn algorithm(&self) -> Option<SignatureAlgorithm> {
        self.algorithm
    }

    /// Whom it was issued to.
    #[must_use]
    pub const fn subject(&self) -> &DistinguishedName {
        &self.subject
    }

    /// Who issued it.
    #[must_use]
    pub const fn issuer(&self) -> &DistinguishedName {
        &self.issuer
    }

    /// Serial number, lower-case hex.
    #[must_use]
    pub fn serial_hex(&self) -> String {
        hex(&self.serial)
    }

    /// First moment of validity.
    #[must_use]
    pub const fn not_before(&self) -> Moment {
        self.not_before
    }

    /// Last moment of validity.
    #[must_use]
    pub const fn not_after(&self) -> Moment {
        self.not_after
    }

    /// The certified key.
    #[must_use]
    pub const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// keyUsage, if the certificate restricts it.
    #[must_use]
    pub const fn key_usage(&self) -> Option<KeyUsage> {
        self.extensions.key_usage
    }

    /// Extended key usages as dotted OIDs; empty when unrestricted. Recorded, not enforced: the
    /// licensed authorities write anything from nothing to `clientAuth` here.
    #[must_use]
    pub fn extended_key_usage(&self) -> &[String] {
        &self.extensions.extended_key_usage
    }

    /// Certificate policies as dotted OIDs.
    #[must_use]
    pub fn policies(&self) -> Vec<String> {
        self.extensions.policies.policies.iter().flatten().map(ToString::to_string).collect()
    }

    pub(super) const fn stated_policies(&self) -> &StatedPolicies {
        &self.extensions.policies
    }

    pub(super) const fn name_constraints(&self) -> Option<&NameConstraints> {
        self.extensions.name_constraints.as_ref()
    }

    pub(super) fn alternative_names(&self) -> &[GeneralName] {
        &self.extensions.alternative_names
    }

    /// Whether it lists more names, constraints or policies than are looked at.
    pub(super) const fn is_beyond_limits(&self) -> bool {
        self.extensions.beyond_limits
    }

    /// Critical extensions that this engine does not process, as dotted OIDs.
    #[must_use]
    pub fn unknown_critical(&self) -> &[String] {
        &self.extensions.unknown_critical
    }

    /// Identities in the subject: UID, or O in certificates of the authority before 2021.
    #[must_use]
    pub fn identities(&self) -> &[Identity] {
        &self.identities
    }

    /// MST, mã số thuế: the tax code in the subject, if any.
    #[must_use]
    pub fn tax_code(&self) -> Option<&str> {
        self.identities
            .iter()
            .find(|identity| identity.kind == IdentityKind::TaxCode)
            .map(|identity| identity.value.as_str())
    }

    /// SHA-256 of the DER bytes.
    #[must_use]
    pub const fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }

    /// SHA-256 of the certified key's SubjectPublicKeyInfo in DER.
    #[must_use]
    pub const fn key_sha256(&self) -> &[u8; 32] {
        &self.key_sha256
    }

    pub(crate) fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| Facts {
            subject: self.subject.to_string().into(),
            issuer: self.issuer.to_string().into(),
            serial: self.serial_hex().into(),
            not_before: self.not_before.to_string().into(),
            not_after: self.not_after.to_string().into(),
            key: self.key.kind().to_string().into(),
            tax_code: self.tax_code().map(Arc::from),
            sha256: hex(&self.sha256).into(),
        })
    }

    /// Whether subject and issuer are the same name.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }

    /// Whether it may issue certificates: the CA flag, and keyCertSign where keyUsage is given.
    /// Version 1 certificates cannot say so; they count only as anchors.
    #[must_use]
    pub fn may_issue(&self) -> bool {
        let flagged = self.extensions.basic_constraints.is_some_and(|(ca, _)| ca);
        flagged && self.extensions.key_usage.is_none_or(|usage| usage.certificate_sign)
    }

    /// How many further issuing certificates may follow below it; `None` for no limit.
    #[must_use]
    pub fn path_length(&self) -> Option<u32> {
        self.extensions.basic_constraints.and_then(|(_, length)| length)
    }

    /// Whether it is of X.509 version 3.
    #[must_use]
    pub const fn is_version_3(&self) -> bool {
        self.version_3
    }

    /// Whether names and key identifiers allow that `issuer` issued this certificate.
    pub(crate) fn names_issuer(&self, issuer: &Self) -> bool {
        self.issuer == issuer.subject
            && match (&self.extensions.authority_key_id, &issuer.extensions.subject_key_id) {
                (Some(wanted), Some(there)) => wanted == there,
                _ => true,
            }
    }

    /// Whether the key identifiers say outright that `issuer` is the issuer.
    pub(crate) fn names_issuer_key(&self, issuer: &Self) -> bool {
        self.extensions.authority_key_id.is_some()
            && self.extensions.authority_key_id == issuer.extensions.subject_key_id
    }

    /// Whether this certificate's signature was made with the issuer's key.
    pub(crate) fn signed_with(&self, issuer: &PublicKey) -> bool {
        self.algorithm.is_some_and(|algorithm| {
            issuer.verify_encoded(algorithm, Encoding::Der, self.signed_bytes(), &self.signature)
        })
    }
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    for (to, from) in out.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    out
}

/// The part of a certificate that is signed (RFC 5280, section 4.1.2).
struct Body {
    version: Version,
    serial: Vec<u8>,
    algorithm: AlgorithmIdentifierOwned,
    issuer: DistinguishedName,
    not_before: Moment,
    not_after: Moment,
    subject: DistinguishedName,
    key: PublicKey,
    key_sha256: [u8; 32],
    extensions: Extensions,
}

impl Body {
    /// Field by field, for the library's own type refuses certificates valid since before 1970.
    fn read(der: &[u8]) -> Result<Self, Unreadable> {
        const BAD: Unreadable = Unreadable("not an X.509 certificate");
        let whole = AnyRef::from_der(der).ok().filter(|whole| whole.tag() == Tag::Sequence).ok_or(BAD)?;
        let mut reader = SliceReader::new(whole.value()).map_err(|_| BAD)?;
        let version =
            ContextSpecific::<Version>::decode_explicit(&mut reader, TagNumber(0)).map_err(|_| BAD)?;
        let serial = Int::decode(&mut reader).map_err(|_| BAD)?.as_bytes().to_vec();
        let algorithm = AlgorithmIdentifierOwned::decode(&mut reader).map_err(|_| BAD)?;
        let issuer = Name::decode(&mut reader).map_err(|_| BAD)?;
        let validity = AnyRef::decode(&mut reader).map_err(|_| BAD)?;
        let subject = Name::decode(&mut reader).map_err(|_| BAD)?;
        let key = reader.tlv_bytes().map_err(|_| BAD)?;
        for unique_id in [1, 2] {
            ContextSpecific::<BitString>::decode_implicit(&mut reader, TagNumber(unique_id))
                .map_err(|_| BAD)?;
        }
        let extensions =
            ContextSpecific::<Vec<Extension>>::decode_explicit(&mut reader, TagNumber(3)).map_err(|_| BAD)?;
        if !reader.is_finished() {
            return Err(BAD);
        }
        let (not_before, not_after) = validity_period(validity).ok_or(Unreadable("unreadable validity"))?;
        Ok(Self {
            version: version.map(|tagged| tagged.value).unwrap_or_default(),
            serial,
            algorithm,
            issuer: DistinguishedName::of(&issuer).ok_or(Unreadable("unreadable issuer"))?,
            not_before,
            not_after,
            subject: DistinguishedName::of(&subject).ok_or(Unreadable("unreadable subject"))?,
            key_sha256: sha256(key),
            key: PublicKey::from_spki(key).ok_or(Unreadable("unreadable public key"))?,
            extensions: Extensions::read(
                extensions.map(|tagged| tagged.value).as_deref().unwrap_or_default(),
            )?,
        })
    }
}

fn validity_period(any: AnyRef<'_>) -> Option<(Moment, Moment)> {
    if any.tag() != Tag::Sequence {
        return None;
    }
    let mut reader = SliceReader::new(any.value()).ok()?;
    let from = time::read(AnyRef::decode(&mut reader).ok()?)?;
    let to = time::read(AnyRef::decode(&mut reader).ok()?)?;
    reader.is_finished().then_some((from, to))
}

/// The algorithm and the signature that stand outside the signed part.
fn outer(
    der: &[u8],
    algorithm: &Range<usize>,
    value: &Range<usize>,
) -> Result<(AlgorithmIdentifierOwned, Vec<u8>), Unreadable> {
    let part = |range: &Range<usize>| der.get(range.clone()).unwrap_or_default();
    let algorithm = AlgorithmIdentifierOwned::from_der(part(algorithm))
        .map_err(|_| Unreadable("unreadable signature algorithm"))?;
    let value = BitStringRef::from_der(part(value)).map_err(|_| Unreadable("unreadable signature"))?;
    let value = value.as_bytes().ok_or(Unreadable("signature is not whole bytes"))?;
    Ok((algorithm, value.to_vec()))
}
