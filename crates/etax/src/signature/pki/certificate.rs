//! One certificate, read once and kept with its signed bytes.

use super::der::{LARGEST_CERTIFICATE, hex, sequence_parts};
use super::key::Encoding;
use super::{DistinguishedName, PublicKey, SignatureAlgorithm};
use crate::value::Moment;
use ::der::asn1::{BitStringRef, ObjectIdentifier};
use ::der::{Decode, Encode};
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use x509_cert::certificate::{CertificateInner, Raw, Version};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, SubjectKeyIdentifier,
};
use x509_cert::time::Time;

/// Why bytes are not a certificate this engine can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub(crate) &'static str);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Unreadable {}

/// Which register an identity in a certificate's subject comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdentityKind {
    /// `MST:`, mã số thuế: a tax code.
    TaxCode,
    /// `CCCD:`, căn cước công dân: the number of a citizen's card.
    CitizenCard,
    /// `CMND:`, chứng minh nhân dân: the number of the older identity card.
    IdentityCard,
}

/// An identity that the issuing authority wrote into the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The register.
    pub kind: IdentityKind,
    /// The number, as written after the prefix.
    pub value: String,
}

/// The keyUsage bits that matter here (RFC 5280, section 4.2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage {
    /// digitalSignature.
    pub digital_signature: bool,
    /// nonRepudiation, also called contentCommitment.
    pub non_repudiation: bool,
    /// keyCertSign.
    pub certificate_sign: bool,
    /// cRLSign.
    pub crl_sign: bool,
}

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
    basic_constraints: Option<(bool, Option<u8>)>,
    key_usage: Option<KeyUsage>,
    extended_key_usage: Vec<String>,
    policies: Vec<String>,
    unknown_critical: Vec<String>,
    subject_key_id: Option<Vec<u8>>,
    authority_key_id: Option<Vec<u8>>,
    identities: Vec<Identity>,
    sha256: [u8; 32],
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

/// Extensions that may be critical: each is either looked at here, or says only where to find
/// more (2.5.29.31), or restricts uses other than signing documents (EKU, application policies).
const KNOWN_EXTENSIONS: [&str; 10] = [
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.18",
    "2.5.29.19",
    "2.5.29.31",
    "2.5.29.32",
    "2.5.29.35",
    "2.5.29.37",
    // Microsoft application policies, critical in remote-signing certificates of one provider.
    "1.3.6.1.4.1.311.21.10",
];

/// The last second that can be expressed; RFC 5280's "no well-defined expiration" is a day later.
const LAST_SECOND: i64 = 253_402_207_200;

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
        let [tbs, _, _] = parts.as_slice() else { return Err(Unreadable("not three parts")) };
        let parsed =
            CertificateInner::<Raw>::from_der(der).map_err(|_| Unreadable("not an X.509 certificate"))?;
        let body = parsed.tbs_certificate();
        if body.signature() != parsed.signature_algorithm() {
            return Err(Unreadable("two different signature algorithms"));
        }
        let subject = DistinguishedName::of(body.subject()).ok_or(Unreadable("unreadable subject"))?;
        let issuer = DistinguishedName::of(body.issuer()).ok_or(Unreadable("unreadable issuer"))?;
        let spki =
            body.subject_public_key_info().to_der().map_err(|_| Unreadable("unreadable public key"))?;
        let key = PublicKey::from_spki(&spki).ok_or(Unreadable("unreadable public key"))?;
        let identities = identities(&subject);
        let mut certificate = Self {
            tbs: tbs.clone(),
            signature: parsed
                .signature()
                .as_bytes()
                .ok_or(Unreadable("signature is not whole bytes"))?
                .to_vec(),
            algorithm: SignatureAlgorithm::from_oid(&parsed.signature_algorithm().oid.to_string()),
            version_3: body.version() == Version::V3,
            subject,
            issuer,
            serial: body.serial_number().as_bytes().to_vec(),
            not_before: moment(body.validity().not_before).ok_or(Unreadable("unreadable validity"))?,
            not_after: moment(body.validity().not_after).ok_or(Unreadable("unreadable validity"))?,
            key,
            basic_constraints: None,
            key_usage: None,
            extended_key_usage: Vec::new(),
            policies: Vec::new(),
            unknown_critical: Vec::new(),
            subject_key_id: None,
            authority_key_id: None,
            identities,
            sha256: sha256(der),
            facts: OnceLock::new(),
            der: der.to_vec(),
        };
        let mut seen: Vec<ObjectIdentifier> = Vec::new();
        for extension in body.extensions().map(Vec::as_slice).unwrap_or_default() {
            if seen.contains(&extension.extn_id) {
                return Err(Unreadable("an extension stands twice"));
            }
            seen.push(extension.extn_id);
            certificate.read_extension(
                extension.extn_id,
                extension.critical,
                extension.extn_value.as_bytes(),
            )?;
        }
        Ok(certificate)
    }

    fn read_extension(
        &mut self,
        oid: ObjectIdentifier,
        critical: bool,
        value: &[u8],
    ) -> Result<(), Unreadable> {
        const BAD: Unreadable = Unreadable("unreadable extension");
        let dotted = oid.to_string();
        match dotted.as_str() {
            "2.5.29.19" => {
                let found = BasicConstraints::from_der(value).map_err(|_| BAD)?;
                self.basic_constraints = Some((found.ca, found.path_len_constraint));
            }
            "2.5.29.15" => {
                let bits = BitStringRef::from_der(value).map_err(|_| BAD)?;
                let bit = |index| bits.get(index).unwrap_or(false);
                self.key_usage = Some(KeyUsage {
                    digital_signature: bit(0),
                    non_repudiation: bit(1),
                    certificate_sign: bit(5),
                    crl_sign: bit(6),
                });
            }
            "2.5.29.37" => {
                let oids = Vec::<ObjectIdentifier>::from_der(value).map_err(|_| BAD)?;
                self.extended_key_usage = oids.iter().map(ToString::to_string).collect();
            }
            "2.5.29.32" => {
                let found = CertificatePolicies::from_der(value).map_err(|_| BAD)?;
                self.policies = found.0.iter().map(|policy| policy.policy_identifier.to_string()).collect();
            }
            "2.5.29.14" => {
                self.subject_key_id =
                    SubjectKeyIdentifier::from_der(value).ok().map(|id| id.0.as_bytes().to_vec());
            }
            "2.5.29.35" => {
                self.authority_key_id = AuthorityKeyIdentifier::from_der(value)
                    .ok()
                    .and_then(|id| id.key_identifier)
                    .map(|id| id.as_bytes().to_vec());
            }
            _ => {}
        }
        if critical && !KNOWN_EXTENSIONS.contains(&dotted.as_str()) {
            self.unknown_critical.push(dotted);
        }
        Ok(())
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

    pub(crate) fn serial(&self) -> &[u8] {
        &self.serial
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
        self.key_usage
    }

    /// Extended key usages as dotted OIDs; empty when unrestricted. Recorded, not enforced: the
    /// licensed authorities write anything from nothing to `clientAuth` here.
    #[must_use]
    pub fn extended_key_usage(&self) -> &[String] {
        &self.extended_key_usage
    }

    /// Certificate policies as dotted OIDs.
    #[must_use]
    pub fn policies(&self) -> &[String] {
        &self.policies
    }

    /// Critical extensions that this engine does not process, as dotted OIDs.
    #[must_use]
    pub fn unknown_critical(&self) -> &[String] {
        &self.unknown_critical
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
        let flagged = self.basic_constraints.is_some_and(|(ca, _)| ca);
        flagged && self.key_usage.is_none_or(|usage| usage.certificate_sign)
    }

    /// How many further issuing certificates may follow below it; `None` for no limit.
    #[must_use]
    pub fn path_length(&self) -> Option<u8> {
        self.basic_constraints.and_then(|(_, length)| length)
    }

    /// Whether it is of X.509 version 3.
    #[must_use]
    pub const fn is_version_3(&self) -> bool {
        self.version_3
    }

    /// Whether names and key identifiers allow that `issuer` issued this certificate.
    pub(crate) fn names_issuer(&self, issuer: &Self) -> bool {
        self.issuer == issuer.subject
            && match (&self.authority_key_id, &issuer.subject_key_id) {
                (Some(wanted), Some(there)) => wanted == there,
                _ => true,
            }
    }

    /// Whether the key identifiers say outright that `issuer` is the issuer.
    pub(crate) fn names_issuer_key(&self, issuer: &Self) -> bool {
        self.authority_key_id.is_some() && self.authority_key_id == issuer.subject_key_id
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

pub(crate) fn moment(time: Time) -> Option<Moment> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).ok()?;
    Moment::from_unix(seconds.min(LAST_SECOND))
}

fn identities(subject: &DistinguishedName) -> Vec<Identity> {
    const PREFIXES: [(&str, IdentityKind); 3] = [
        ("MST:", IdentityKind::TaxCode),
        ("CCCD:", IdentityKind::CitizenCard),
        ("CMND:", IdentityKind::IdentityCard),
    ];
    let mut found = Vec::new();
    for wanted in ["UID", "O"] {
        for (_, value) in subject.attributes().filter(|(label, _)| *label == wanted) {
            for (prefix, kind) in PREFIXES {
                if let Some(rest) = value.trim().strip_prefix(prefix) {
                    found.push(Identity { kind, value: rest.trim().to_owned() });
                }
            }
        }
    }
    found
}
