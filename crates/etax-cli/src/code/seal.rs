//! Keys that seal QR codes. Their secrets are in files: of Ed25519 a seed, of ES256 a key in PKCS#8.

use super::secret;
use crate::render::clean;
use etax::code::Mccqt;
use etax::code::auth34::Printed;
use etax::code::sealed_qr::{KeyId, Sealed, SealingError, SealingKey};
use etax::rule::{Lang, Text};
use ring::rand::{SecureRandom as _, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use std::fmt::Write as _;
use std::path::Path;
use zeroize::Zeroizing;

/// A sealing key of either kind.
pub(crate) enum Sealer {
    Ed25519(SealingKey),
    Es256(KeyId, Box<EcdsaKeyPair>),
}

impl Sealer {
    /// A key whose secret a file holds in hex.
    pub(crate) fn in_file(id: KeyId, file: &Path, lang: Lang) -> Result<Self, String> {
        let bytes = secret::bytes_in_file(file, lang)?;
        let name = clean::line(&file.display().to_string()).into_owned();
        Self::of(id, &bytes).ok_or_else(|| NO_KEY.fill(lang, &[("name", &name)]))
    }

    /// 32 bytes are the seed of an Ed25519 key (RFC 8032); anything else is a key on P-256 in PKCS#8 (RFC 5958).
    pub(crate) fn of(id: KeyId, secret: &[u8]) -> Option<Self> {
        match <&[u8; 32]>::try_from(secret) {
            Ok(seed) => SealingKey::from_seed(id, seed).map(Self::Ed25519),
            Err(_) => {
                let curve = &ECDSA_P256_SHA256_FIXED_SIGNING;
                let pair = EcdsaKeyPair::from_pkcs8(curve, secret, &SystemRandom::new()).ok()?;
                Some(Self::Es256(id, Box::new(pair)))
            }
        }
    }

    /// The secret of a new key; `None` where the system gives no random numbers.
    pub(crate) fn new_secret(es256: bool) -> Option<Zeroizing<Vec<u8>>> {
        let random = SystemRandom::new();
        if es256 {
            let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).ok()?;
            return Some(Zeroizing::new(made.as_ref().to_vec()));
        }
        let mut seed = Zeroizing::new(vec![0; 32]);
        random.fill(&mut seed).ok()?;
        Some(seed)
    }

    /// The word that a list of public keys has for its algorithm.
    pub(crate) const fn algorithm(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "ed25519",
            Self::Es256(..) => "es256",
        }
    }

    /// The public key in hex, as a list has it.
    pub(crate) fn public_hex(&self) -> String {
        match self {
            Self::Ed25519(key) => key.public_hex(),
            Self::Es256(_, pair) => pair.public_key().as_ref().iter().fold(String::new(), |mut hex, byte| {
                // Text is written to, which does not fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            }),
        }
    }

    pub(crate) fn seal(&self, code: &Mccqt, invoice: &Printed<'_>) -> Result<Sealed, SealingError> {
        match self {
            Self::Ed25519(key) => key.seal(code, invoice).map_err(SealingError::Field),
            Self::Es256(id, pair) => Sealed::signed_by(*id, code, invoice, &mut |message| {
                pair.sign(&SystemRandom::new(), message).ok()?.as_ref().try_into().ok()
            }),
        }
    }
}

const NO_KEY: Text = Text {
    vi: "{name} phải chứa 64 chữ số hex (Ed25519) hoặc khóa P-256 dạng PKCS#8 viết bằng hex (ES256)",
    en: "{name} must hold 64 hex digits (Ed25519) or a P-256 key as PKCS#8 in hex (ES256)",
};
