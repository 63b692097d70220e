//! The parts of a pilot code as values.

use super::p192;
use crate::code::CodeError;
use crate::value::shape;
use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;
use std::fmt;

/// certifiedId, số hóa đơn xác thực: 15 digits, probably the device's number and its counter.
///
/// ```
/// use etax::code::pilot::CertifiedId;
/// assert_eq!(CertifiedId::parse("000001000000001").unwrap().to_string(), "000001000000001");
/// assert_eq!(CertifiedId::parse("00000100000000A").unwrap_err().to_string(), "'A' at position 15");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CertifiedId(String);

impl CertifiedId {
    /// Reads an id.
    ///
    /// # Errors
    ///
    /// [`CodeError`] with the first position that does not fit.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        shape(text, 15, |_, c| c.is_ascii_digit())?;
        Ok(Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CertifiedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Two numbers of 192 bits in base64: 64 characters.
fn halves(text: &str) -> Result<([u8; 24], [u8; 24]), CodeError> {
    shape(text, 64, |_, c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/'))?;
    let bytes = STANDARD.decode(text).unwrap_or_default();
    match bytes.split_first_chunk::<24>() {
        Some((first, rest)) => Ok((*first, rest.try_into().unwrap_or([0; 24]))),
        None => Err(CodeError::Length { expected: 64, found: text.len() }),
    }
}

/// Why 64 characters of base64 are no signature or key of the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceError {
    /// They are not 64 characters of base64.
    Text(CodeError),
    /// r or s is zero or not below the order of the curve.
    Range,
    /// The point does not lie on the curve.
    Point,
}

impl fmt::Display for DeviceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(error) => error.fmt(f),
            Self::Range => f.write_str("r or s is not between 0 and the order of P-192"),
            Self::Point => f.write_str("not a point of P-192"),
        }
    }
}

impl std::error::Error for DeviceError {}

/// Mã xác thực: the signature of the authority's device, ECDSA on P-192 as r and s side by side.
///
/// Which bytes the device signed is not known, so that nobody can verify it; its shape can be.
///
/// ```
/// use etax::code::pilot::{DeviceError, DeviceSignature};
/// let text = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAC";
/// assert_eq!(DeviceSignature::parse(text).unwrap().to_string(), text);
/// assert_eq!(DeviceSignature::parse(&"A".repeat(64)), Err(DeviceError::Range));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeviceSignature(String);

impl DeviceSignature {
    /// Reads a signature.
    ///
    /// # Errors
    ///
    /// [`DeviceError`] for anything but 64 characters of base64 with r and s above zero and below the curve's order.
    pub fn parse(text: &str) -> Result<Self, DeviceError> {
        let (r, s) = halves(text).map_err(DeviceError::Text)?;
        if p192::is_scalar(&r) && p192::is_scalar(&s) {
            return Ok(Self(text.to_owned()));
        }
        Err(DeviceError::Range)
    }

    /// The signature as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeviceSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// publicKey: the device's public key, a point of P-192 as x and y side by side.
///
/// ```
/// use etax::code::pilot::{DeviceError, DeviceKey};
/// let base_point = "GI2oDrAwkPZ8vyDrQ6GIAPT/Cv2C/xASBxkrlf/I2nhjEBHtayTN1XP5d6EeeUgR";
/// assert!(DeviceKey::parse(base_point).is_ok());
/// assert_eq!(DeviceKey::parse(&base_point.replace('G', "H")), Err(DeviceError::Point));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeviceKey(String);

impl DeviceKey {
    /// Reads a key.
    ///
    /// # Errors
    ///
    /// [`DeviceError`] for anything but 64 characters of base64 that are a point of the curve.
    pub fn parse(text: &str) -> Result<Self, DeviceError> {
        let (x, y) = halves(text).map_err(DeviceError::Text)?;
        if p192::is_point(&x, &y) { Ok(Self(text.to_owned())) } else { Err(DeviceError::Point) }
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
