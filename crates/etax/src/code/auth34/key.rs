//! Keys: derived from an issuer's root secret, minting and verifying.

use super::hmac::{BLOCK, Keyed, padded};
use super::printed::{Canonical, FieldError, Printed};
use super::profile::{LONGEST_TAG, Profile};
use super::value::Auth34;
use crate::rule::{Lang, Text};
use std::fmt;
use std::sync::Arc;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// What keeps these keys apart from any other use of the same root. Both forms of codes have the same keys and different
/// messages.
const SALT: &[u8] = b"vn-auth34/v1";

/// An issuer's root secret: 32 bytes that leave no trace in memory when dropped.
pub struct Root(Zeroizing<[u8; 32]>);

impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Root(secret)")
    }
}

impl Root {
    /// A root from its bytes. They must be random and the issuer's alone.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Derives one of the issuer's keys (HKDF with SHA-256, RFC 5869).
    #[must_use]
    pub fn key(&self, issuer: u8, key_id: u8) -> Auth34Key {
        let mut secret = Zeroizing::new([[0; 32]; 2]);
        let info = [b"key".as_slice(), &[issuer, key_id]];
        let derived = hkdf::Hkdf::<sha2::Sha256>::new(Some(SALT), self.0.as_slice());
        // 64 bytes are two blocks; RFC 5869 allows 255.
        let _ = derived.expand_multi_info(&info, secret.as_flattened_mut());
        let [mac, seal] = &*secret;
        Auth34Key::from_secrets(issuer, key_id, mac, seal)
    }
}

/// One key of an issuer, ready for use: what HMAC makes of the secret before any message is kept,
/// so that a code costs five or six compressions of SHA-256.
#[derive(Clone)]
pub struct Auth34Key {
    issuer: u8,
    key_id: u8,
    secret: Secret,
}

#[derive(Clone)]
enum Secret {
    /// Both states of HMAC, the inner and the outer one.
    Here { mac: Keyed, seal: Keyed },
    /// In a device that computes HMAC and never shows the secret.
    There(Arc<dyn Device>),
}

/// A hardware module or service that holds the secrets of one key and computes HMAC-SHA-256 with them.
///
/// It must answer at any time and from several threads; how it is reached is the caller's.
pub trait Device: Send + Sync {
    /// HMAC-SHA-256 of a message under the key's secret for this use; `None` when there is no answer.
    fn hmac(&self, purpose: Purpose, message: &[u8]) -> Option<[u8; 32]>;
}

/// Which of the two secrets of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// `K_mac`, for the tag.
    Mac,
    /// `K_seal`, for the mask of the serial number.
    Seal,
}

impl fmt::Debug for Auth34Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Auth34Key({}, {}, secret)", self.issuer, self.key_id)
    }
}

/// Why no code can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MintError {
    /// The serial number is larger than the form of the code has room for.
    Serial {
        /// The largest.
        largest: u64,
    },
    /// A field cannot be bound.
    Field(FieldError),
    /// The device that holds the key gave no answer.
    Device,
}

/// Why a code cannot be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifyError {
    /// A field cannot be bound.
    Field(FieldError),
    /// The device that holds the key gave no answer.
    Device,
}

impl VerifyError {
    /// Why, in a language.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Field(error) => error.message(lang),
            Self::Device => NO_ANSWER.template(lang).to_owned(),
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for VerifyError {}

impl MintError {
    /// Why, in a language.
    ///
    /// ```
    /// use etax::code::auth34::MintError;
    /// use etax::rule::Lang;
    /// let error = MintError::Serial { largest: 9 };
    /// assert_eq!(error.message(Lang::Vi), "số thứ tự lớn nhất là 9");
    /// assert_eq!(error.to_string(), "a serial number is at most 9");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Serial { largest } => SERIAL.fill(lang, &[("largest", &largest.to_string())]),
            Self::Field(error) => error.message(lang),
            Self::Device => NO_ANSWER.template(lang).to_owned(),
        }
    }
}

impl fmt::Display for MintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for MintError {}

const NO_ANSWER: Text = Text {
    vi: "thiết bị giữ khóa không trả lời",
    en: "the device that holds the key gave no answer",
};
const SERIAL: Text =
    Text { vi: "số thứ tự lớn nhất là {largest}", en: "a serial number is at most {largest}" };

impl Auth34Key {
    fn from_secrets(issuer: u8, key_id: u8, mac: &[u8; 32], seal: &[u8; 32]) -> Self {
        Self { issuer, key_id, secret: Secret::Here { mac: Keyed::new(mac), seal: Keyed::new(seal) } }
    }

    /// A key from its two derived secrets, for keepers of roots that hand out derived keys alone.
    #[must_use]
    pub fn from_derived(issuer: u8, key_id: u8, mac: &[u8; 32], seal: &[u8; 32]) -> Self {
        Self::from_secrets(issuer, key_id, mac, seal)
    }

    /// A key whose secrets never leave a device.
    ///
    /// ```
    /// use etax::code::auth34::{Auth34Key, Device, Printed, Purpose, VerifyError};
    /// use std::sync::Arc;
    /// struct Unplugged;
    /// impl Device for Unplugged {
    ///     fn hmac(&self, _: Purpose, _: &[u8]) -> Option<[u8; 32]> {
    ///         None
    ///     }
    /// }
    /// let key = Auth34Key::of_device(0, 1, Arc::new(Unplugged));
    /// let code = etax::code::auth34::Auth34::parse("0001708C880767862D8D68099070C5625E").unwrap();
    /// assert_eq!(key.verify(&code, &Printed::default()), Err(VerifyError::Device));
    /// ```
    #[must_use]
    pub fn of_device(issuer: u8, key_id: u8, device: Arc<dyn Device>) -> Self {
        Self { issuer, key_id, secret: Secret::There(device) }
    }

    /// Whose key it is.
    #[must_use]
    pub const fn issuer(&self) -> u8 {
        self.issuer
    }

    /// Which of the issuer's keys it is.
    #[must_use]
    pub const fn key_id(&self) -> u8 {
        self.key_id
    }

    /// Makes the code of an invoice. The same serial number must never be used twice.
    ///
    /// # Errors
    ///
    /// [`MintError`] when the serial number has more than 42 bits or a field cannot be bound.
    pub fn mint(&self, serial: u64, invoice: &Printed<'_>) -> Result<Auth34, MintError> {
        self.mint_as(Profile::Hex, serial, invoice)
    }

    /// The same in one of the two forms.
    ///
    /// # Errors
    ///
    /// [`MintError`] when the serial number is larger than the form has room for or a field cannot be bound.
    pub fn mint_as(&self, profile: Profile, serial: u64, invoice: &Printed<'_>) -> Result<Auth34, MintError> {
        let largest = profile.largest_serial();
        if serial > largest {
            return Err(MintError::Serial { largest });
        }
        let mut message = self.message(profile, serial);
        invoice.write(&mut message).map_err(MintError::Field)?;
        let tag = self.tag(profile, &mut message).ok_or(MintError::Device)?;
        let mut code = Auth34::new(profile, self.issuer, self.key_id, serial, tag);
        code = code.sealed_with(self.mask(profile, code.tag()).ok_or(MintError::Device)?);
        Ok(code)
    }

    /// Whether this key made this code for this invoice; if so, its serial number. Takes the same
    /// time whichever part of the code is wrong.
    ///
    /// # Errors
    ///
    /// [`VerifyError`] when a field of the invoice is such that no code can be made over it, or the key's device gives
    /// no answer.
    pub fn verify(&self, code: &Auth34, invoice: &Printed<'_>) -> Result<Option<u64>, VerifyError> {
        let profile = code.profile();
        let serial = code.sealed() ^ self.mask(profile, code.tag()).ok_or(VerifyError::Device)?;
        let mut message = self.message(profile, serial);
        invoice.write(&mut message).map_err(VerifyError::Field)?;
        let tag = self.tag(profile, &mut message).ok_or(VerifyError::Device)?;
        let holds = same(tag.get(..profile.tag()).unwrap_or_default(), code.tag());
        let ours = (code.issuer(), code.key_id()) == (self.issuer, self.key_id);
        Ok((holds && ours).then_some(serial))
    }

    /// Domain, issuer, key and serial number; the fields follow.
    fn message(&self, profile: Profile, serial: u64) -> Canonical {
        Canonical::new(&[profile.domain(), &[0, self.issuer, self.key_id], &serial.to_be_bytes()])
    }

    /// The tag, with zeros behind one that is shorter than the longest.
    fn tag(&self, profile: Profile, message: &mut Canonical) -> Option<[u8; LONGEST_TAG]> {
        let whole = match &self.secret {
            Secret::Here { mac, .. } => mac.mac(message.padded()),
            Secret::There(device) => device.hmac(Purpose::Mac, message.as_bytes())?,
        };
        let mut tag = [0; LONGEST_TAG];
        tag.iter_mut().zip(whole).take(profile.tag()).for_each(|(to, from)| *to = from);
        Some(tag)
    }

    /// What a serial number is hidden under: as many bits as it has, which follow from the tag.
    fn mask(&self, profile: Profile, tag: &[u8]) -> Option<u64> {
        let mut message = [0; BLOCK];
        let length = tag.len() + 2;
        let parts = tag.iter().chain([&self.issuer, &self.key_id]);
        message.iter_mut().zip(parts).for_each(|(to, from)| *to = *from);
        let [a, b, c, d, e, f, ..] = match &self.secret {
            Secret::Here { seal, .. } => seal.mac(padded(&mut message, length)),
            Secret::There(device) => device.hmac(Purpose::Seal, message.get(..length).unwrap_or_default())?,
        };
        Some(u64::from_be_bytes([0, 0, a, b, c, d, e, f]) >> (48 - profile.serial_bits()))
    }
}

/// Compares in constant time.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys of the root 00 01 … 1F, as the derivation of the format's own test vectors has them.
    #[test]
    fn keys_are_derived_as_specified() {
        let root = Root::from_bytes(std::array::from_fn(|at| u8::try_from(at).unwrap()));
        let from_secrets = Auth34Key::from_secrets(
            0,
            1,
            &bytes("6d59b4b7ad4390cf21d481527f62bc2e868fdf1391fb9c1837ddf343eebc7f09"),
            &bytes("30542a1f197fe36961a06d0eb8c4ed93ccc36a53713119f7776d7b21df889428"),
        );
        let invoice = Printed { number: Some("1"), ..Printed::default() };
        assert_eq!(root.key(0, 1).mint(9, &invoice), from_secrets.mint(9, &invoice));
    }

    fn bytes(hex: &str) -> [u8; 32] {
        std::array::from_fn(|at| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).unwrap())
    }
}
