//! Public keys and the signature algorithms they are used with.

use ::der::asn1::UintRef;
use ::der::{Decode, Encode, Reader, SliceReader};
use ring::signature as ring_signature;
use std::fmt;
use x509_cert::spki::SubjectPublicKeyInfoRef;

/// What kind of key, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// RSA with a modulus of this many bits.
    Rsa {
        /// Bits of the modulus.
        bits: usize,
    },
    /// ECDSA on P-256.
    EcdsaP256,
    /// ECDSA on P-384.
    EcdsaP384,
    /// A key of another kind, which this engine cannot verify with.
    Other,
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "rsa-{bits}"),
            Self::EcdsaP256 => f.write_str("ecdsa-p256"),
            Self::EcdsaP384 => f.write_str("ecdsa-p384"),
            Self::Other => f.write_str("other"),
        }
    }
}

/// How a signature is made: hash and key kind (RFC 8017 PKCS#1 v1.5; FIPS 186-4 ECDSA).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// RSA PKCS#1 v1.5 over SHA-1.
    RsaSha1,
    /// RSA PKCS#1 v1.5 over SHA-256.
    RsaSha256,
    /// RSA PKCS#1 v1.5 over SHA-384.
    RsaSha384,
    /// RSA PKCS#1 v1.5 over SHA-512.
    RsaSha512,
    /// ECDSA over SHA-256.
    EcdsaSha256,
    /// ECDSA over SHA-384.
    EcdsaSha384,
}

impl SignatureAlgorithm {
    /// The name used in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RsaSha1 => "rsa-sha1",
            Self::RsaSha256 => "rsa-sha256",
            Self::RsaSha384 => "rsa-sha384",
            Self::RsaSha512 => "rsa-sha512",
            Self::EcdsaSha256 => "ecdsa-sha256",
            Self::EcdsaSha384 => "ecdsa-sha384",
        }
    }

    /// The algorithm for an OID of a certificate or revocation list.
    pub(crate) fn from_oid(oid: &str) -> Option<Self> {
        match oid {
            // The second is the old name of RSA with SHA-1 that some early certificates carry.
            "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => Some(Self::RsaSha1),
            "1.2.840.113549.1.1.11" => Some(Self::RsaSha256),
            "1.2.840.113549.1.1.12" => Some(Self::RsaSha384),
            "1.2.840.113549.1.1.13" => Some(Self::RsaSha512),
            "1.2.840.10045.4.3.2" => Some(Self::EcdsaSha256),
            "1.2.840.10045.4.3.3" => Some(Self::EcdsaSha384),
            _ => None,
        }
    }
}

/// How an ECDSA signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// `r` and `s` side by side, as XML signatures have it (RFC 6931).
    Fixed,
    /// A DER SEQUENCE, as certificates have it (RFC 3279).
    Der,
}

/// The smallest RSA modulus looked at, in bits. 1024-bit keys were still issued in 2025.
pub(crate) const SMALLEST_MODULUS: usize = 1024;
/// The largest, so that one document cannot buy seconds of work.
pub(crate) const LARGEST_MODULUS: usize = 8192;

/// A public key that signatures can be verified with.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    kind: KeyKind,
    bytes: Vec<u8>,
    defect: Option<&'static str>,
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.kind)
    }
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7). `None` if it is not one.
    #[must_use]
    pub fn from_spki(der: &[u8]) -> Option<Self> {
        let info = SubjectPublicKeyInfoRef::from_der(der).ok()?;
        let bytes = info.subject_public_key.as_bytes()?;
        match info.algorithm.oid.to_string().as_str() {
            "1.2.840.113549.1.1.1" => Self::from_rsa_der(bytes),
            "1.2.840.10045.2.1" => {
                let curve = info
                    .algorithm
                    .parameters
                    .and_then(|any| any.decode_as::<::der::asn1::ObjectIdentifier>().ok());
                let kind = match curve.map(|oid| oid.to_string()).as_deref() {
                    Some("1.2.840.10045.3.1.7") => KeyKind::EcdsaP256,
                    Some("1.3.132.0.34") => KeyKind::EcdsaP384,
                    _ => KeyKind::Other,
                };
                Some(Self { kind, bytes: bytes.to_vec(), defect: None })
            }
            _ => Some(Self { kind: KeyKind::Other, bytes: bytes.to_vec(), defect: None }),
        }
    }

    /// Reads an RSAPublicKey (RFC 8017, appendix A.1.1).
    #[must_use]
    pub fn from_rsa_der(der: &[u8]) -> Option<Self> {
        let (modulus, exponent) = rsa_parts(der)?;
        let bits = bit_length(modulus);
        let defect = rsa_defect(modulus, bits, exponent);
        Some(Self { kind: KeyKind::Rsa { bits }, bytes: der.to_vec(), defect })
    }

    /// Kind and length.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Why the key must not be used at all: even or small exponent, modulus of forbidden length.
    #[must_use]
    pub const fn defect(&self) -> Option<&'static str> {
        self.defect
    }

    /// The key itself: an RSAPublicKey, or a point.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Modulus and exponent, if RSA.
    pub(crate) fn rsa(&self) -> Option<(&[u8], &[u8])> {
        matches!(self.kind, KeyKind::Rsa { .. }).then(|| rsa_parts(&self.bytes)).flatten()
    }

    /// Whether `signature` over `message` was made with this key. A key of the wrong kind, a key
    /// with a [defect](Self::defect) or a combination that is not supported verifies nothing.
    ///
    /// ECDSA signatures are expected as `r` and `s` side by side (RFC 6931).
    #[must_use]
    pub fn verify(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        self.verify_encoded(algorithm, Encoding::Fixed, message, signature)
    }

    pub(crate) fn verify_encoded(
        &self,
        algorithm: SignatureAlgorithm,
        encoding: Encoding,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        if self.defect.is_some() {
            return false;
        }
        ring_algorithm(self.kind, algorithm, encoding).is_some_and(|ring_algorithm| {
            ring_signature::UnparsedPublicKey::new(ring_algorithm, &self.bytes)
                .verify(message, signature)
                .is_ok()
        })
    }

    /// Whether the algorithm is one for such keys, yet not supported with this one: nothing can be said of a signature
    /// made with it. RSA with SHA-384 under 2048 bits is one, ECDSA on P-256 with SHA-384 in an XML signature another.
    pub(crate) fn cannot_tell(&self, algorithm: SignatureAlgorithm) -> bool {
        self.cannot_tell_encoded(algorithm, Encoding::Fixed)
    }

    pub(crate) fn cannot_tell_encoded(&self, algorithm: SignatureAlgorithm, encoding: Encoding) -> bool {
        use SignatureAlgorithm as S;
        let elliptic = matches!(algorithm, S::EcdsaSha256 | S::EcdsaSha384);
        let meant = match self.kind {
            KeyKind::Rsa { .. } => !elliptic,
            KeyKind::EcdsaP256 | KeyKind::EcdsaP384 => elliptic,
            KeyKind::Other => true,
        };
        meant && ring_algorithm(self.kind, algorithm, encoding).is_none()
    }

    /// Whether this key could verify this algorithm at all.
    #[must_use]
    pub fn supports(&self, algorithm: SignatureAlgorithm) -> bool {
        ring_algorithm(self.kind, algorithm, Encoding::Fixed).is_some()
    }
}

fn ring_algorithm(
    kind: KeyKind,
    algorithm: SignatureAlgorithm,
    encoding: Encoding,
) -> Option<&'static dyn ring_signature::VerificationAlgorithm> {
    use SignatureAlgorithm as S;
    let small = matches!(kind, KeyKind::Rsa { bits } if bits < 2048);
    let chosen: &'static dyn ring_signature::VerificationAlgorithm = match (kind, algorithm, encoding) {
        (KeyKind::Rsa { .. }, S::RsaSha1, _) => &ring_signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
        (KeyKind::Rsa { .. }, S::RsaSha256, _) if small => {
            &ring_signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY
        }
        (KeyKind::Rsa { .. }, S::RsaSha512, _) if small => {
            &ring_signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY
        }
        (KeyKind::Rsa { .. }, S::RsaSha256, _) => &ring_signature::RSA_PKCS1_2048_8192_SHA256,
        // ring has no variant of SHA-384 for moduli under 2048 bits; no such signature was ever seen.
        (KeyKind::Rsa { .. }, S::RsaSha384, _) if !small => &ring_signature::RSA_PKCS1_2048_8192_SHA384,
        (KeyKind::Rsa { .. }, S::RsaSha512, _) => &ring_signature::RSA_PKCS1_2048_8192_SHA512,
        (KeyKind::EcdsaP256, S::EcdsaSha256, Encoding::Fixed) => &ring_signature::ECDSA_P256_SHA256_FIXED,
        (KeyKind::EcdsaP384, S::EcdsaSha384, Encoding::Fixed) => &ring_signature::ECDSA_P384_SHA384_FIXED,
        (KeyKind::EcdsaP256, S::EcdsaSha256, Encoding::Der) => &ring_signature::ECDSA_P256_SHA256_ASN1,
        (KeyKind::EcdsaP256, S::EcdsaSha384, Encoding::Der) => &ring_signature::ECDSA_P256_SHA384_ASN1,
        (KeyKind::EcdsaP384, S::EcdsaSha256, Encoding::Der) => &ring_signature::ECDSA_P384_SHA256_ASN1,
        (KeyKind::EcdsaP384, S::EcdsaSha384, Encoding::Der) => &ring_signature::ECDSA_P384_SHA384_ASN1,
        _ => return None,
    };
    Some(chosen)
}

fn rsa_parts(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let outer = ::der::asn1::AnyRef::from_der(der).ok()?;
    if outer.to_der().ok()?.first() != Some(&0x30) {
        return None;
    }
    let mut reader = SliceReader::new(outer.value()).ok()?;
    let modulus = UintRef::decode(&mut reader).ok()?.as_bytes();
    let exponent = UintRef::decode(&mut reader).ok()?.as_bytes();
    reader.is_finished().then_some((modulus, exponent))
}

fn bit_length(magnitude: &[u8]) -> usize {
    let significant = magnitude.iter().skip_while(|byte| **byte == 0).count();
    let top = magnitude.iter().find(|byte| **byte != 0).map_or(0, |byte| byte.leading_zeros());
    (significant * 8).saturating_sub(usize::try_from(top).unwrap_or(0))
}

fn rsa_defect(modulus: &[u8], bits: usize, exponent: &[u8]) -> Option<&'static str> {
    let exponent = match exponent.len() {
        // ring accepts exponents up to 33 bits; 65537 is the only one ever seen.
        0..=5 => exponent.iter().fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte)),
        _ => return Some("public exponent longer than 33 bits"),
    };
    if bits < SMALLEST_MODULUS {
        Some("modulus shorter than 1024 bits")
    } else if bits > LARGEST_MODULUS {
        Some("modulus longer than 8192 bits")
    } else if modulus.last().is_none_or(|byte| byte % 2 == 0) {
        Some("even modulus")
    } else if exponent < 65_537 {
        Some("public exponent under 65537")
    } else if exponent % 2 == 0 {
        Some("even public exponent")
    } else if exponent >= 1 << 33 {
        Some("public exponent longer than 33 bits")
    } else {
        None
    }
}
