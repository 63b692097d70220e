//! The algorithms of the profile, by their W3C identifiers.

use super::pki::SignatureAlgorithm;
use crate::xml::Sink;

/// A digest of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum DigestAlgorithm {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// W3C identifiers of digests (XML Signature 1.1, section 6.2).
const DIGESTS: [(&str, DigestAlgorithm); 4] = [
    ("http://www.w3.org/2000/09/xmldsig#sha1", DigestAlgorithm::Sha1),
    ("http://www.w3.org/2001/04/xmlenc#sha256", DigestAlgorithm::Sha256),
    ("http://www.w3.org/2001/04/xmldsig-more#sha384", DigestAlgorithm::Sha384),
    ("http://www.w3.org/2001/04/xmlenc#sha512", DigestAlgorithm::Sha512),
];

pub(crate) fn digest_algorithm(uri: &str) -> Option<DigestAlgorithm> {
    DIGESTS.iter().find(|(known, _)| *known == uri).map(|(_, algorithm)| *algorithm)
}

/// The identifier of a digest.
pub(crate) fn digest_uri(algorithm: DigestAlgorithm) -> &'static str {
    DIGESTS.iter().find(|(_, known)| *known == algorithm).map_or("", |(uri, _)| uri)
}

/// W3C identifiers of signature methods (XML Signature 1.1, section 6.4). No HMAC: a shared secret
/// proves nothing to a third party. No DSA: no licensed authority certifies such keys.
const SIGNATURES: [(&str, SignatureAlgorithm); 6] = [
    ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", SignatureAlgorithm::RsaSha1),
    ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", SignatureAlgorithm::RsaSha256),
    ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", SignatureAlgorithm::RsaSha384),
    ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", SignatureAlgorithm::RsaSha512),
    ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", SignatureAlgorithm::EcdsaSha256),
    ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", SignatureAlgorithm::EcdsaSha384),
];

pub(crate) fn signature_algorithm(uri: &str) -> Option<SignatureAlgorithm> {
    SIGNATURES.iter().find(|(known, _)| *known == uri).map(|(_, algorithm)| *algorithm)
}

/// The identifier of a signature method.
pub(crate) fn signature_uri(algorithm: SignatureAlgorithm) -> &'static str {
    SIGNATURES.iter().find(|(_, known)| *known == algorithm).map_or("", |(uri, _)| uri)
}

/// A canonicalization method: exclusive or not, with comments or not.
const CANONICAL_FORMS: [(&str, (bool, bool)); 4] = [
    ("http://www.w3.org/TR/2001/REC-xml-c14n-20010315", (false, false)),
    ("http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments", (false, true)),
    ("http://www.w3.org/2001/10/xml-exc-c14n#", (true, false)),
    ("http://www.w3.org/2001/10/xml-exc-c14n#WithComments", (true, true)),
];

pub(crate) fn canonical_form(uri: &str) -> Option<(bool, bool)> {
    CANONICAL_FORMS.iter().find(|(known, _)| *known == uri).map(|(_, form)| *form)
}

/// The identifier of a canonicalization.
pub(crate) fn canonical_uri(exclusive: bool, comments: bool) -> &'static str {
    let form = (exclusive, comments);
    CANONICAL_FORMS.iter().find(|(_, known)| *known == form).map_or("", |(uri, _)| uri)
}

/// The enveloped-signature transform (XML Signature 1.1, section 6.6.4).
pub(crate) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// The namespace of `InclusiveNamespaces` (Exclusive XML Canonicalization 1.0).
pub(crate) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// A digest while it is being made; takes canonical bytes.
pub(crate) enum Hasher {
    Sha1(sha1::Sha1, usize),
    Ring(ring::digest::Context, usize),
}

/// A finished digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Digest {
    bytes: [u8; 64],
    length: usize,
}

impl Digest {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    fn of(bytes: &[u8]) -> Self {
        let mut kept = [0; 64];
        for (to, from) in kept.iter_mut().zip(bytes) {
            *to = *from;
        }
        Self { bytes: kept, length: bytes.len().min(64) }
    }
}

impl Hasher {
    pub(crate) fn new(algorithm: DigestAlgorithm) -> Self {
        use ring::digest::{Context, SHA256, SHA384, SHA512};
        match algorithm {
            // Not ring's: the sha1 crate uses the CPU's SHA instructions and is four times faster.
            DigestAlgorithm::Sha1 => Self::Sha1(sha1::Sha1::default(), 0),
            DigestAlgorithm::Sha256 => Self::Ring(Context::new(&SHA256), 0),
            DigestAlgorithm::Sha384 => Self::Ring(Context::new(&SHA384), 0),
            DigestAlgorithm::Sha512 => Self::Ring(Context::new(&SHA512), 0),
        }
    }

    /// The digest, or `None` when nothing was written: the digest of nothing proves nothing.
    pub(crate) fn finish(self) -> Option<Digest> {
        match self {
            Self::Sha1(_, 0) | Self::Ring(_, 0) => None,
            Self::Sha1(hasher, _) => {
                use sha1::Digest as _;
                Some(Digest::of(&hasher.finalize()))
            }
            Self::Ring(context, _) => Some(Digest::of(context.finish().as_ref())),
        }
    }
}

impl Sink for Hasher {
    fn write(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha1(hasher, length) => {
                use sha1::Digest as _;
                hasher.update(bytes);
                *length = length.saturating_add(bytes.len());
            }
            Self::Ring(context, length) => {
                context.update(bytes);
                *length = length.saturating_add(bytes.len());
            }
        }
    }
}
