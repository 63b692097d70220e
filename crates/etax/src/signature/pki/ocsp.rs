//! OCSP responses (RFC 6960): what an authority's responder said about single certificates, kept by the caller.
//!
//! There is no nonce to check: the caller asked, not this engine. What stands in for it is the window between
//! thisUpdate and nextUpdate, judged against the moment in question.

use super::certificate::sha256;
use super::cms::digest;
use super::key::Encoding;
use super::parts::Parts;
use super::statement::{Reasons, Statement};
use super::tlv::{
    BIT_STRING, ENUMERATED, Fields, GENERALIZED_TIME, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE,
    Tlv, constructed, context, digest_algorithm, extensions, shortest, signature_algorithm,
};
use super::{
    Certificate, DistinguishedName, Reason, Refusal, Revoked, SignatureAlgorithm, Source, Status, Unreadable,
};
use crate::signature::algorithm::DigestAlgorithm;
use crate::value::Moment;
use ::der::Decode;
use std::fmt;
use std::sync::Arc;
use x509_cert::name::Name;

/// The largest response read, in bytes. Real ones have 1 to 3 KB.
const LARGEST_RESPONSE: usize = 1024 * 1024;
/// Certificates spoken of in one response. Real ones speak of one.
const MOST_ANSWERS: usize = 4096;
/// Certificates that come with one response.
const MOST_CERTIFICATES: usize = 8;

const BASIC: &str = "1.3.6.1.5.5.7.48.1.1";
const ARCHIVE_CUTOFF: &str = "1.3.6.1.5.5.7.48.1.6";
/// Extensions that change nothing about what is said: nonce, the certificate's CRL, and which hashes are preferred.
const HARMLESS: [&str; 4] =
    ["1.3.6.1.5.5.7.48.1.2", "1.3.6.1.5.5.7.48.1.3", "1.3.6.1.5.5.7.48.1.8", "1.3.6.1.5.5.7.48.1.9"];

/// An OCSP response (RFC 6960, section 4.2), read and not yet believed.
///
/// ```
/// use etax::signature::pki::OcspResponse;
/// // "tryLater": a response without an answer.
/// let response = OcspResponse::from_der(&[0x30, 3, 0x0a, 1, 3]).unwrap();
/// assert_eq!(response.refusal().unwrap().to_string(), "no answer, but the error 3");
/// assert!(OcspResponse::from_der(b"not a response").is_err());
/// ```
pub struct OcspResponse {
    signed: Vec<u8>,
    signature: Vec<u8>,
    algorithm: Option<SignatureAlgorithm>,
    responder: Option<Responder>,
    produced_at: Option<Moment>,
    answers: Vec<Answer>,
    certificates: Vec<Arc<Certificate>>,
    refusal: Option<Refusal>,
    sha256: [u8; 32],
}

enum Responder {
    Name(DistinguishedName),
    /// SHA-1 of the key.
    Key(Vec<u8>),
}

/// What is said about one certificate.
struct Answer {
    hash: Option<DigestAlgorithm>,
    issuer_name: Vec<u8>,
    issuer_key: Vec<u8>,
    serial: Vec<u8>,
    status: Status,
    published: Moment,
    next: Option<Moment>,
    retains: Option<Moment>,
}

impl fmt::Debug for OcspResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OcspResponse({} answers, {:?})", self.answers.len(), self.produced_at)
    }
}

impl OcspResponse {
    /// Reads one response from its DER bytes.
    ///
    /// A response without an answer ("try later") can be read; it says so ([`refusal`](Self::refusal)).
    ///
    /// # Errors
    ///
    /// [`Unreadable`] when the bytes are not one OCSP response.
    pub fn from_der(der: &[u8]) -> Result<Self, Unreadable> {
        if der.len() > LARGEST_RESPONSE {
            return Err(Unreadable("larger than 1 MB"));
        }
        let outer = Tlv::only(der, SEQUENCE).ok_or(Unreadable("not a DER sequence"))?;
        read(outer, sha256(der)).ok_or(Unreadable("not an OCSP response"))
    }

    /// How many certificates it speaks of.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether it speaks of none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// When it was signed; `None` in a response without an answer.
    #[must_use]
    pub const fn produced_at(&self) -> Option<Moment> {
        self.produced_at
    }

    /// Why it must not be used, if so.
    #[must_use]
    pub const fn refusal(&self) -> Option<Refusal> {
        self.refusal
    }

    pub(crate) const fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }

    /// The serial numbers spoken of.
    pub(crate) fn serials(&self) -> impl Iterator<Item = &[u8]> {
        self.answers.iter().map(|answer| answer.serial.as_slice())
    }

    /// What it says about a certificate of an issuer, in the order written.
    pub(crate) fn about(&self, subject: &Parts<'_>, issuer: &Parts<'_>) -> impl Iterator<Item = Statement> {
        self.answers.iter().filter(|answer| answer.names(subject, issuer)).map(|answer| Statement {
            source: Source::Response,
            published: answer.published,
            next: answer.next,
            status: answer.status,
            reasons: Reasons::ALL,
            retains: answer.retains,
            sha1: self.algorithm == Some(SignatureAlgorithm::RsaSha1),
        })
    }

    /// Whether the responder ID names this certificate.
    pub(crate) fn names_responder(&self, certificate: &Certificate) -> bool {
        match &self.responder {
            Some(Responder::Name(name)) => name == certificate.subject(),
            Some(Responder::Key(hash)) => Parts::of(certificate).is_some_and(|parts| {
                digest(DigestAlgorithm::Sha1, parts.key)
                    .is_some_and(|made| made.as_bytes() == hash.as_slice())
            }),
            None => false,
        }
    }

    /// Certificates that came with it.
    pub(crate) fn certificates(&self) -> &[Arc<Certificate>] {
        &self.certificates
    }

    pub(crate) fn signed_with(&self, signer: &Certificate) -> bool {
        self.algorithm.is_some_and(|algorithm| {
            signer.key().verify_encoded(algorithm, Encoding::Der, &self.signed, &self.signature)
        })
    }
}

impl Answer {
    /// Whether the certID is that of a certificate of this issuer (RFC 6960, section 4.1.1).
    fn names(&self, subject: &Parts<'_>, issuer: &Parts<'_>) -> bool {
        let Some(hash) = self.hash else { return false };
        let equals =
            |bytes: &[u8], stated: &[u8]| digest(hash, bytes).is_some_and(|made| made.as_bytes() == stated);
        self.serial == subject.serial
            && equals(subject.issuer, &self.issuer_name)
            && equals(issuer.key, &self.issuer_key)
    }
}

fn read(outer: Tlv<'_>, sha256: [u8; 32]) -> Option<OcspResponse> {
    let mut fields = outer.fields();
    let status = fields.take(ENUMERATED)?.number()?;
    let bytes = fields.optional(constructed(0))?;
    if !fields.is_empty() {
        return None;
    }
    let mut response = OcspResponse {
        signed: Vec::new(),
        signature: Vec::new(),
        algorithm: None,
        responder: None,
        produced_at: None,
        answers: Vec::new(),
        certificates: Vec::new(),
        refusal: Some(Refusal::ResponseStatus(status)),
        sha256,
    };
    if status != 0 {
        return Some(response);
    }
    let mut typed = bytes?.inside(SEQUENCE)?.fields();
    let kind = typed.take(OBJECT_IDENTIFIER)?.dotted()?;
    let basic = typed.take(OCTET_STRING)?;
    if !typed.is_empty() {
        return None;
    }
    if kind != BASIC {
        response.refusal = Some(Refusal::ResponseType);
        return Some(response);
    }
    response.refusal = None;
    let mut fields = basic.inside(SEQUENCE)?.fields();
    let data = fields.take(SEQUENCE)?;
    response.signed = data.whole.to_vec();
    response.algorithm = signature_algorithm(fields.take(SEQUENCE)?)?;
    if response.algorithm.is_none() {
        response.refusal = Some(Refusal::Algorithm);
    }
    response.signature = fields.take(BIT_STRING)?.bits()?.to_vec();
    if let Some(explicit) = fields.optional(constructed(0))? {
        response.certificates = certificates(explicit.inside(SEQUENCE)?.fields())?;
    }
    if !fields.is_empty() {
        return None;
    }
    read_data(data.fields(), &mut response)?;
    Some(response)
}

fn read_data(mut fields: Fields<'_>, response: &mut OcspResponse) -> Option<()> {
    if let Some(version) = fields.optional(constructed(0))?
        && version.inside(INTEGER)?.number()? != 0
    {
        return None;
    }
    response.responder = Some(match fields.optional(constructed(1))? {
        Some(named) => {
            let name = Name::from_der(named.inside(SEQUENCE)?.whole).ok()?;
            Responder::Name(DistinguishedName::of(&name)?)
        }
        None => Responder::Key(fields.take(constructed(2))?.inside(OCTET_STRING)?.value.to_vec()),
    });
    response.produced_at = Some(fields.take(GENERALIZED_TIME)?.time()?);
    let mut singles = fields.take(SEQUENCE)?.fields();
    while !singles.is_empty() {
        if response.answers.len() == MOST_ANSWERS {
            return None;
        }
        let single = singles.take(SEQUENCE)?.fields();
        let answer = answer(single, &mut response.refusal)?;
        response.answers.push(answer);
    }
    if let Some(explicit) = fields.optional(constructed(1))? {
        for extension in extensions(explicit.inside(SEQUENCE)?)? {
            if extension.critical && !HARMLESS.contains(&extension.oid.as_str()) {
                response.refusal = response.refusal.or(Some(Refusal::CriticalExtension));
            }
        }
    }
    fields.is_empty().then_some(())
}

fn answer(mut fields: Fields<'_>, refusal: &mut Option<Refusal>) -> Option<Answer> {
    let mut id = fields.take(SEQUENCE)?.fields();
    let hash = digest_algorithm(id.take(SEQUENCE)?);
    let issuer_name = id.take(OCTET_STRING)?.value.to_vec();
    let issuer_key = id.take(OCTET_STRING)?.value.to_vec();
    let serial = shortest(id.take(INTEGER)?.value).to_vec();
    let stated = fields.next()?;
    let status = if stated.tag == context(0) && stated.value.is_empty() {
        Status::Good
    } else if stated.tag == constructed(1) {
        Status::Revoked(revoked(stated.fields())?)
    } else if stated.tag == context(2) && stated.value.is_empty() {
        Status::Unknown
    } else {
        return None;
    };
    let published = fields.take(GENERALIZED_TIME)?.time()?;
    let next = match fields.optional(constructed(0))? {
        Some(explicit) => Some(explicit.inside(GENERALIZED_TIME)?.time()?),
        None => None,
    };
    let mut retains = None;
    if let Some(explicit) = fields.optional(constructed(1))? {
        for extension in extensions(explicit.inside(SEQUENCE)?)? {
            if extension.oid == ARCHIVE_CUTOFF {
                retains = Some(Tlv::only(extension.value, GENERALIZED_TIME)?.time()?);
            } else if extension.critical && !HARMLESS.contains(&extension.oid.as_str()) {
                *refusal = refusal.or(Some(Refusal::CriticalEntryExtension));
            }
        }
    }
    (fields.is_empty() && id.is_empty()).then_some(Answer {
        hash,
        issuer_name,
        issuer_key,
        serial,
        status,
        published,
        next,
        retains,
    })
}

fn revoked(mut fields: Fields<'_>) -> Option<Revoked> {
    let since = fields.take(GENERALIZED_TIME)?.time()?;
    let reason = match fields.optional(constructed(0))? {
        Some(explicit) => Reason::of(explicit.inside(ENUMERATED)?.number()?),
        None => Reason::Unspecified,
    };
    fields.is_empty().then_some(Revoked { since, reason })
}

fn certificates(mut fields: Fields<'_>) -> Option<Vec<Arc<Certificate>>> {
    let mut found = Vec::new();
    let mut count = 0usize;
    while !fields.is_empty() {
        count += 1;
        if count > MOST_CERTIFICATES {
            return None;
        }
        if let Ok(certificate) = Certificate::from_der(fields.take(SEQUENCE)?.whole) {
            found.push(Arc::new(certificate));
        }
    }
    Some(found)
}
