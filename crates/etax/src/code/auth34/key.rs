//! Keys: derived from an issuer's root secret, minting and verifying.

use super::printed::{Canonical, FieldError, Printed};
use super::value::{Auth34, LARGEST_SERIAL, TAG};
use hmac::digest::{KeyInit, Mac};
use std::fmt;
use zeroize::Zeroizing;

type HmacSha256 = hmac::Hmac<sha2::Sha256>;

/// What keeps these codes apart from any other use of the same secret.
const DOMAIN: &[u8] = b"vn-auth34/v1";

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
        let mut secret = Zeroizing::new([0; 64]);
        let info = [b"key".as_slice(), &[issuer, key_id]];
        let derived = hkdf::Hkdf::<sha2::Sha256>::new(Some(DOMAIN), self.0.as_slice());
        // 64 bytes are two blocks; RFC 5869 allows 255.
        let _ = derived.expand_multi_info(&info, secret.as_mut_slice());
        let (mac, seal) = secret.split_at(32);
        Auth34Key::from_secrets(issuer, key_id, mac, seal)
    }
}

/// One key of an issuer, ready for use: what HMAC makes of the secret before any message is kept,
/// so that a code costs six compressions of SHA-256.
#[derive(Clone)]
pub struct Auth34Key {
    issuer: u8,
    key_id: u8,
    mac: HmacSha256,
    seal: HmacSha256,
}

impl fmt::Debug for Auth34Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Auth34Key({}, {}, secret)", self.issuer, self.key_id)
    }
}

/// Why no code can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MintError {
    /// The serial number has more than 42 bits.
    Serial,
    /// A field cannot be bound.
    Field(FieldError),
}

impl fmt::Display for MintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Serial => write!(f, "a serial number is at most {LARGEST_SERIAL}"),
            Self::Field(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for MintError {}

impl Auth34Key {
    fn from_secrets(issuer: u8, key_id: u8, mac: &[u8], seal: &[u8]) -> Self {
        // HMAC takes keys of any length.
        let keyed = |secret: &[u8]| {
            HmacSha256::new_from_slice(secret).unwrap_or_else(|_| HmacSha256::new(&Default::default()))
        };
        Self { issuer, key_id, mac: keyed(mac), seal: keyed(seal) }
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
        if serial > LARGEST_SERIAL {
            return Err(MintError::Serial);
        }
        let tag = first(self.tagged(serial, invoice).map_err(MintError::Field)?);
        Ok(Auth34::new(self.issuer, self.key_id, serial ^ self.mask(&tag), tag))
    }

    /// Whether this key made this code for this invoice; if so, its serial number. Takes the same
    /// time whichever part of the code is wrong.
    ///
    /// # Errors
    ///
    /// [`FieldError`] when a field of the invoice is such that no code can be made over it.
    pub fn verify(&self, code: &Auth34, invoice: &Printed<'_>) -> Result<Option<u64>, FieldError> {
        let serial = code.sealed() ^ self.mask(code.tag());
        // Compares in constant time.
        let holds = self.tagged(serial, invoice)?.verify_truncated_left(code.tag()).is_ok();
        let ours = (code.issuer(), code.key_id()) == (self.issuer, self.key_id);
        Ok((holds && ours).then_some(serial))
    }

    /// HMAC over domain, issuer, key, serial number and fields, not yet finished.
    fn tagged(&self, serial: u64, invoice: &Printed<'_>) -> Result<HmacSha256, FieldError> {
        let mut message = Canonical::new(&[DOMAIN, &[0, self.issuer, self.key_id], &serial.to_be_bytes()]);
        invoice.write(&mut message)?;
        let mut mac = self.mac.clone();
        mac.update(message.as_bytes());
        Ok(mac)
    }

    /// What a serial number is hidden under: 42 bits that follow from the tag.
    fn mask(&self, tag: &[u8; TAG]) -> u64 {
        let mut mac = self.seal.clone();
        mac.update(tag);
        mac.update(&[self.issuer, self.key_id]);
        let [a, b, c, d, e, f, ..] = <[u8; 32]>::from(mac.finalize().into_bytes());
        u64::from_be_bytes([0, 0, a, b, c, d, e, f]) >> 6
    }
}

fn first(mac: HmacSha256) -> [u8; TAG] {
    let [a, b, c, d, e, f, g, h, i, ..] = <[u8; 32]>::from(mac.finalize().into_bytes());
    [a, b, c, d, e, f, g, h, i]
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

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
    }
}
