//! The one kind of CMS that is read here: signed data with one signer over one content (RFC 5652).

use super::key::Encoding;
use super::parts::Parts;
use super::tlv::{
    Fields, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, SET, Tlv, algorithm_oid, constructed,
    context, digest_algorithm, shortest,
};
use super::{Certificate, SignatureAlgorithm};
use crate::signature::algorithm::{Digest, DigestAlgorithm, Hasher};
use crate::xml::Sink;
use std::sync::Arc;

/// Certificates of one signed message. Real tokens carry one to three.
const MOST_CERTIFICATES: usize = 8;

const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";
const SIGNING_CERTIFICATE: &str = "1.2.840.113549.1.9.16.2.12";
const SIGNING_CERTIFICATE_V2: &str = "1.2.840.113549.1.9.16.2.47";

/// A hash of bytes.
pub(crate) fn digest(algorithm: DigestAlgorithm, bytes: &[u8]) -> Option<Digest> {
    let mut hasher = Hasher::new(algorithm);
    hasher.write(bytes);
    hasher.finish()
}

/// Signed data, read and not yet believed.
#[derive(Debug)]
pub(crate) struct SignedData<'a> {
    content_type: String,
    pub(crate) content: &'a [u8],
    /// As they came with the message, unreadable ones left out.
    pub(crate) certificates: Vec<Arc<Certificate>>,
    signer: SignerInfo<'a>,
}

#[derive(Debug)]
struct SignerInfo<'a> {
    id: SignerId<'a>,
    digest: Option<DigestAlgorithm>,
    attributes: Tlv<'a>,
    algorithm: Option<SignatureAlgorithm>,
    signature: &'a [u8],
}

#[derive(Debug)]
enum SignerId<'a> {
    IssuerAndSerial { issuer: &'a [u8], serial: &'a [u8] },
    KeyId(&'a [u8]),
}

/// Why signed data proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unproven {
    /// The signer's certificate did not come with it.
    NoCertificate,
    /// Hash or signature algorithm that this engine does not have.
    Algorithm,
    /// What is wrong with it.
    Wrong(&'static str),
}

impl<'a> SignedData<'a> {
    /// Reads the message: exactly one signer, who must have signed attributes.
    pub(crate) fn read(der: &'a [u8]) -> Option<Self> {
        let mut outer = Tlv::only(der, SEQUENCE)?.fields();
        if outer.take(OBJECT_IDENTIFIER)?.dotted()? != SIGNED_DATA {
            return None;
        }
        let mut fields = outer.take(constructed(0))?.inside(SEQUENCE)?.fields();
        fields.take(INTEGER)?;
        fields.take(SET)?;
        let mut encapsulated = fields.take(SEQUENCE)?.fields();
        let content_type = encapsulated.take(OBJECT_IDENTIFIER)?.dotted()?;
        let content = encapsulated.take(constructed(0))?.inside(OCTET_STRING)?.value;
        let certificates = match fields.optional(constructed(0))? {
            Some(set) => certificates(set.fields())?,
            None => Vec::new(),
        };
        // Revocation lists inside prove nothing that the operator did not load.
        fields.optional(constructed(1))?;
        let signer = SignerInfo::read(fields.take(SET)?.inside(SEQUENCE)?)?;
        (fields.is_empty() && outer.is_empty() && encapsulated.is_empty()).then_some(Self {
            content_type,
            content,
            certificates,
            signer,
        })
    }

    /// Checks content, signed attributes and signature (RFC 5652, section 5.4; RFC 5035 for the certificate's
    /// hash); gives the certificate whose key made the signature.
    pub(crate) fn verify(&self, content_type: &str) -> Result<Arc<Certificate>, Unproven> {
        use Unproven::{Algorithm, NoCertificate, Wrong};
        if self.content_type != content_type {
            return Err(Wrong("contentType"));
        }
        let signer = self.certificates.iter().find(|certificate| self.signer.id.names(certificate));
        let signer = signer.ok_or(NoCertificate)?;
        let (Some(hash), Some(algorithm)) = (self.signer.digest, self.signer.algorithm) else {
            return Err(Algorithm);
        };
        let attribute = |oid: &str| attribute(self.signer.attributes, oid);
        let stated = attribute(CONTENT_TYPE).and_then(|value| Tlv::only(value, OBJECT_IDENTIFIER)?.dotted());
        if stated.as_deref() != Some(content_type) {
            return Err(Wrong("contentType"));
        }
        let stated = attribute(MESSAGE_DIGEST).and_then(|value| Tlv::only(value, OCTET_STRING));
        let made = digest(hash, self.content);
        if stated.is_none_or(|stated| made.is_none_or(|made| made.as_bytes() != stated.value)) {
            return Err(Wrong("messageDigest"));
        }
        if !self.names_certificate(signer) {
            return Err(Wrong("signingCertificate"));
        }
        // The attributes are signed as the SET OF they are, not under the tag they are sent with.
        let mut signed = self.signer.attributes.whole.to_vec();
        if let Some(tag) = signed.first_mut() {
            *tag = SET;
        }
        if signer.key().verify_encoded(algorithm, Encoding::Der, &signed, self.signer.signature) {
            Ok(Arc::clone(signer))
        } else {
            Err(Wrong("signature"))
        }
    }

    /// Whether the signed attributes name this certificate by hash, in the old form, the new one, or both.
    fn names_certificate(&self, certificate: &Certificate) -> bool {
        let old = attribute(self.signer.attributes, SIGNING_CERTIFICATE);
        let new = attribute(self.signer.attributes, SIGNING_CERTIFICATE_V2);
        let first = |value: &'_ [u8]| -> Option<Vec<u8>> {
            Some(Tlv::only(value, SEQUENCE)?.fields().take(SEQUENCE)?.fields().take(SEQUENCE)?.value.to_vec())
        };
        let matches = |hash: DigestAlgorithm, stated: Option<Tlv<'_>>| {
            stated.is_some_and(|stated| {
                digest(hash, certificate.der()).is_some_and(|made| made.as_bytes() == stated.value)
            })
        };
        let old_holds = old.map(|value| {
            first(value).is_some_and(|id| matches(DigestAlgorithm::Sha1, Fields::of(&id).take(OCTET_STRING)))
        });
        let new_holds = new.map(|value| {
            first(value).is_some_and(|id| {
                let mut fields = Fields::of(&id);
                // SHA-256 is the default and then not written (RFC 5035, section 4).
                let hash = match fields.optional(SEQUENCE) {
                    Some(Some(identifier)) => digest_algorithm(identifier),
                    Some(None) => Some(DigestAlgorithm::Sha256),
                    None => None,
                };
                hash.is_some_and(|hash| matches(hash, fields.take(OCTET_STRING)))
            })
        });
        match (old_holds, new_holds) {
            (None, None) => false,
            (old, new) => old.unwrap_or(true) && new.unwrap_or(true),
        }
    }

    /// Whether the signature hangs on SHA-1.
    pub(crate) fn uses_sha1(&self) -> bool {
        self.signer.digest == Some(DigestAlgorithm::Sha1)
            || self.signer.algorithm == Some(SignatureAlgorithm::RsaSha1)
    }
}

impl SignerId<'_> {
    fn names(&self, certificate: &Certificate) -> bool {
        let Some(parts) = Parts::of(certificate) else { return false };
        match self {
            Self::IssuerAndSerial { issuer, serial } => parts.issuer == *issuer && parts.serial == *serial,
            Self::KeyId(id) => parts.extension("2.5.29.14").is_some_and(|extension| {
                Tlv::only(extension.value, OCTET_STRING).is_some_and(|there| there.value == *id)
            }),
        }
    }
}

impl<'a> SignerInfo<'a> {
    fn read(info: Tlv<'a>) -> Option<Self> {
        let mut fields = info.fields();
        fields.take(INTEGER)?;
        let id = match fields.optional(context(0))? {
            Some(key_id) => SignerId::KeyId(key_id.value),
            None => {
                let mut named = fields.take(SEQUENCE)?.fields();
                let issuer = named.take(SEQUENCE)?.whole;
                SignerId::IssuerAndSerial { issuer, serial: shortest(named.take(INTEGER)?.value) }
            }
        };
        let digest = digest_algorithm(fields.take(SEQUENCE)?);
        let attributes = fields.take(constructed(0))?;
        let algorithm = signature_algorithm(&algorithm_oid(fields.take(SEQUENCE)?)?, digest);
        let signature = fields.take(OCTET_STRING)?.value;
        fields.optional(constructed(1))?;
        fields.is_empty().then_some(Self { id, digest, attributes, algorithm, signature })
    }
}

/// The signature algorithm; `rsaEncryption` leaves the hash to the digest algorithm (RFC 3370, section 3.2).
fn signature_algorithm(oid: &str, digest: Option<DigestAlgorithm>) -> Option<SignatureAlgorithm> {
    if oid != "1.2.840.113549.1.1.1" {
        return SignatureAlgorithm::from_oid(oid);
    }
    Some(match digest? {
        DigestAlgorithm::Sha1 => SignatureAlgorithm::RsaSha1,
        DigestAlgorithm::Sha256 => SignatureAlgorithm::RsaSha256,
        DigestAlgorithm::Sha384 => SignatureAlgorithm::RsaSha384,
        DigestAlgorithm::Sha512 => SignatureAlgorithm::RsaSha512,
    })
}

fn certificates(mut fields: Fields<'_>) -> Option<Vec<Arc<Certificate>>> {
    let mut found = Vec::new();
    let mut count = 0usize;
    while !fields.is_empty() {
        count += 1;
        if count > MOST_CERTIFICATES {
            return None;
        }
        let item = fields.next()?;
        if item.tag == SEQUENCE
            && let Ok(certificate) = Certificate::from_der(item.whole)
        {
            found.push(Arc::new(certificate));
        }
    }
    Some(found)
}

/// The one value of an attribute that stands once.
fn attribute<'a>(attributes: Tlv<'a>, oid: &str) -> Option<&'a [u8]> {
    let mut fields = attributes.fields();
    let mut found = None;
    while !fields.is_empty() {
        let mut parts = fields.take(SEQUENCE)?.fields();
        let this = parts.take(OBJECT_IDENTIFIER)?.dotted()?;
        let values = parts.take(SET)?;
        if this == oid {
            let mut inside = values.fields();
            let value = inside.next()?;
            if found.is_some() || !inside.is_empty() {
                return None;
            }
            found = Some(value.whole);
        }
    }
    found
}
