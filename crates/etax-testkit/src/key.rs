//! The checked-in test keys and what they sign with.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::signature::hazmat::PrehashSigner;
use p256::pkcs8::DecodePrivateKey as _;
use rsa::traits::PublicKeyParts as _;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::der;
use crate::error::{Error, Result};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(crate) fn digest(self, data: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(data).to_vec(),
            Self::Sha256 => Sha256::digest(data).to_vec(),
            Self::Sha384 => Sha384::digest(data).to_vec(),
            Self::Sha512 => Sha512::digest(data).to_vec(),
        }
    }
}

#[derive(Debug)]
pub(crate) enum Key {
    Rsa(Box<rsa::PrivateKey>),
    P256(Box<p256::ecdsa::SigningKey>),
}

/// Which of the checked-in keys; `Rsa2048(n)` counts from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyName {
    Rsa1024,
    Rsa2048(usize),
    Rsa3072,
    P256,
}

/// How many RSA-2048 keys there are.
pub(crate) const RSA_2048: usize = 58;

static RSA_1024_KEY: OnceLock<Result<Key>> = OnceLock::new();
static RSA_2048_KEYS: [OnceLock<Result<Key>>; RSA_2048] = [const { OnceLock::new() }; RSA_2048];
static RSA_3072_KEY: OnceLock<Result<Key>> = OnceLock::new();
static P256_KEY: OnceLock<Result<Key>> = OnceLock::new();

impl KeyName {
    /// The file it stands in, and how many stand before it.
    const fn file(self) -> (&'static str, usize) {
        match self {
            Self::Rsa1024 => (include_str!("../keys/rsa-1024.pem"), 0),
            Self::Rsa2048(n) => (include_str!("../keys/rsa-2048.pem"), n),
            Self::Rsa3072 => (include_str!("../keys/rsa-3072.pem"), 0),
            Self::P256 => (include_str!("../keys/p256.pem"), 0),
        }
    }

    /// The key as an unencrypted PKCS#8 file in PEM.
    pub(crate) fn pem(self) -> Result<String> {
        let (text, place) = self.file();
        Ok(format!("-----BEGIN PRIVATE KEY-----{}-----END PRIVATE KEY-----\n", block(text, place)?))
    }

    /// Every key there is.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        [Self::Rsa1024, Self::Rsa3072, Self::P256].into_iter().chain((0..RSA_2048).map(Self::Rsa2048))
    }

    /// The key itself, read once.
    pub(crate) fn load(self) -> Result<&'static Key> {
        let (text, place) = self.file();
        let cell = match self {
            Self::Rsa1024 => &RSA_1024_KEY,
            Self::Rsa2048(n) => RSA_2048_KEYS.get(n).ok_or_else(|| Error::new("no such test key"))?,
            Self::Rsa3072 => &RSA_3072_KEY,
            Self::P256 => &P256_KEY,
        };
        cell.get_or_init(|| read(text, place, self == Self::P256)).as_ref().map_err(Clone::clone)
    }
}

fn block(text: &str, place: usize) -> Result<&str> {
    text.split("-----BEGIN PRIVATE KEY-----")
        .nth(place + 1)
        .and_then(|rest| rest.split("-----END").next())
        .ok_or_else(|| Error::new("no such test key"))
}

fn read(text: &str, place: usize, elliptic: bool) -> Result<Key> {
    let compact: String = block(text, place)?.split_whitespace().collect();
    let bytes = STANDARD.decode(compact).map_err(|e| Error::new(e.to_string()))?;
    if elliptic {
        let secret = p256::SecretKey::from_pkcs8_der(&bytes).map_err(|e| Error::new(e.to_string()))?;
        return Ok(Key::P256(Box::new(secret.into())));
    }
    rsa::PrivateKey::from_pkcs8_der(&bytes)
        .map(|key| Key::Rsa(Box::new(key)))
        .map_err(|e| Error::new(e.to_string()))
}

impl Key {
    /// The signature value over `data` as XMLDSig carries it: PKCS#1 v1.5, or
    /// r and s side by side. Both are deterministic (RFC 8017, RFC 6979).
    pub(crate) fn sign(&self, hash: Hash, data: &[u8]) -> Result<Vec<u8>> {
        let digest = hash.digest(data);
        match self {
            Self::Rsa(key) => {
                let padding = match hash {
                    Hash::Sha1 => rsa::Pkcs1v15Sign::new::<Sha1>(),
                    Hash::Sha256 => rsa::Pkcs1v15Sign::new::<Sha256>(),
                    Hash::Sha384 => rsa::Pkcs1v15Sign::new::<Sha384>(),
                    Hash::Sha512 => rsa::Pkcs1v15Sign::new::<Sha512>(),
                };
                key.sign(padding, &digest).map_err(|e| Error::new(e.to_string()))
            }
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature =
                    key.sign_prehash(&digest).map_err(|e| Error::new(e.to_string()))?;
                Ok(signature.to_bytes().to_vec())
            }
        }
    }

    /// The private operation of RSA on any number below the modulus, without padding: what forgers of
    /// padding are assumed to have found a way to. As long as the modulus.
    pub(crate) fn raw(&self, number: &[u8]) -> Result<Vec<u8>> {
        let Self::Rsa(key) = self else { return Err(Error::new("no RSA key")) };
        let wrong = |e: &dyn std::fmt::Display| Error::new(e.to_string());
        let number =
            rsa::BoxedUint::from_be_slice(number, key.n().bits_precision()).map_err(|e| wrong(&e))?;
        let value = rsa::hazmat::rsa_decrypt_and_check(&**key, None::<&mut NoBlinding>, &number)
            .map_err(|e| wrong(&e))?;
        let bytes = value.to_be_bytes();
        let size = key.size();
        Ok(bytes.get(bytes.len().saturating_sub(size)..).unwrap_or_default().to_vec())
    }

    /// The same signature as a certificate carries it.
    pub(crate) fn sign_certificate(&self, hash: Hash, data: &[u8]) -> Result<Vec<u8>> {
        let value = self.sign(hash, data)?;
        Ok(match self {
            Self::Rsa(_) => value,
            Self::P256(_) => {
                let (r, s) = value.split_at(value.len() / 2);
                der::sequence(&[der::integer(r), der::integer(s)])
            }
        })
    }

    /// AlgorithmIdentifier of a signature by this key.
    pub(crate) fn algorithm(&self, hash: Hash) -> der::Der {
        let oid = match (self, hash) {
            (Self::Rsa(_), Hash::Sha1) => "1.2.840.113549.1.1.5",
            (Self::Rsa(_), Hash::Sha256) => "1.2.840.113549.1.1.11",
            (Self::Rsa(_), Hash::Sha384) => "1.2.840.113549.1.1.12",
            (Self::Rsa(_), Hash::Sha512) => "1.2.840.113549.1.1.13",
            (Self::P256(_), Hash::Sha1) => "1.2.840.10045.4.1",
            (Self::P256(_), Hash::Sha256) => "1.2.840.10045.4.3.2",
            (Self::P256(_), Hash::Sha384) => "1.2.840.10045.4.3.3",
            (Self::P256(_), Hash::Sha512) => "1.2.840.10045.4.3.4",
        };
        // RFC 4055: NULL parameters with RSA; RFC 5758: none with ECDSA.
        if self.is_rsa() {
            der::sequence(&[der::oid(oid), der::null()])
        } else {
            der::sequence(&[der::oid(oid)])
        }
    }

    /// SubjectPublicKeyInfo and the bits inside it.
    pub(crate) fn public_key(&self) -> (der::Der, Vec<u8>) {
        match self {
            Self::Rsa(key) => {
                let (n, e) = rsa_numbers(key);
                let bits = der::sequence(&[der::integer(&n), der::integer(&e)]);
                let algorithm = der::sequence(&[der::oid("1.2.840.113549.1.1.1"), der::null()]);
                (der::sequence(&[algorithm, der::bits(&bits)]), bits)
            }
            Self::P256(key) => {
                let point = key.verifying_key().to_sec1_point(false);
                let bits = point.as_bytes().to_vec();
                let algorithm =
                    der::sequence(&[der::oid("1.2.840.10045.2.1"), der::oid("1.2.840.10045.3.1.7")]);
                (der::sequence(&[algorithm, der::bits(&bits)]), bits)
            }
        }
    }

    /// Modulus and exponent of an RSA key, big-endian without leading zeros.
    pub(crate) fn rsa_numbers(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        match self {
            Self::Rsa(key) => Some(rsa_numbers(key)),
            Self::P256(_) => None,
        }
    }

    pub(crate) const fn is_rsa(&self) -> bool {
        matches!(self, Self::Rsa(_))
    }
}

/// Test keys are public: their operations need no blinding, and the kit uses no randomness.
enum NoBlinding {}

impl rsa::rand_core::TryRng for NoBlinding {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> std::result::Result<u32, Self::Error> {
        match *self {}
    }

    fn try_next_u64(&mut self) -> std::result::Result<u64, Self::Error> {
        match *self {}
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> std::result::Result<(), Self::Error> {
        match *self {}
    }
}

impl rsa::rand_core::TryCryptoRng for NoBlinding {}

fn rsa_numbers(key: &rsa::PrivateKey) -> (Vec<u8>, Vec<u8>) {
    let strip =
        |bytes: Box<[u8]>| -> Vec<u8> { bytes.iter().copied().skip_while(|byte| *byte == 0).collect() };
    (strip(key.n_bytes()), strip(key.e_bytes()))
}
