//! The two objects in the QR code.

use crate::code::Mccqt;
use crate::code::auth34::{FieldError, Printed};
use crate::code::qr::{Object, QrText};
use crate::rule::{Lang, Text};
use ::base64::Engine as _;
use ::base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;

/// What the objects of this version begin with.
const VERSION: &str = "VNSQ1";
/// What keeps these signatures apart from any other use of the same key.
const DOMAIN: &[u8] = b"vn-sealed-qr/v1";

/// The name of a sealing key: five upper-case letters or digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId([u8; 5]);

impl KeyId {
    /// Reads a name; `None` for anything but five upper-case letters or digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 5] = text.as_bytes().try_into().ok()?;
        let fits = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        bytes.iter().all(fits).then_some(Self(bytes))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

/// A sealed authentication code, as the QR code carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Which key sealed it.
    pub key: KeyId,
    /// The authentication code.
    pub code: Mccqt,
    /// Ed25519, or ES256 as r and s side by side.
    pub signature: [u8; 64],
}

/// Why objects of a QR code are not a seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedError {
    /// There is no object 97 or no object 98.
    Missing,
    /// Object 97 is not of this version, or holds no code of 34 characters.
    Code,
    /// Object 98 does not hold the name of a key and 86 characters of base64url.
    Signature,
}

impl fmt::Display for SealedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "no object 97 or 98",
            Self::Code => "object 97 is not VNSQ1 with a code of 34 characters",
            Self::Signature => "object 98 is not a key's name and a signature in base64url",
        })
    }
}

impl std::error::Error for SealedError {}

/// Why nothing was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealingError {
    /// A field of the invoice cannot be bound.
    Field(FieldError),
    /// Whatever holds the key gave no answer.
    NoAnswer,
}

impl SealingError {
    /// Why, in a language.
    ///
    /// ```
    /// use etax::code::sealed_qr::SealingError;
    /// use etax::rule::Lang;
    /// assert_eq!(SealingError::NoAnswer.message(Lang::Vi), "nơi giữ khóa niêm phong không trả lời");
    /// assert_eq!(SealingError::NoAnswer.to_string(), "the holder of the sealing key gave no answer");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Field(error) => error.message(lang),
            Self::NoAnswer => NO_ANSWER.template(lang).to_owned(),
        }
    }
}

const NO_ANSWER: Text = Text {
    vi: "nơi giữ khóa niêm phong không trả lời",
    en: "the holder of the sealing key gave no answer",
};

impl fmt::Display for SealingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for SealingError {}

impl Sealed {
    /// Seals an authentication code to an invoice with whatever holds the key: a module, a service, a key of ES256 (ECDSA on
    /// P-256 with SHA-256). It is given the bytes to sign and answers with the signature, for ES256 r and s side by side.
    /// [`SealingKey`](super::SealingKey) is the short way for an Ed25519 key in memory.
    ///
    /// # Errors
    ///
    /// [`SealingError`] when a field of the invoice cannot be bound, or there was no answer.
    ///
    /// ```
    /// use etax::code::Mccqt;
    /// use etax::code::auth34::Printed;
    /// use etax::code::sealed_qr::{KeyId, Sealed, SealingError};
    /// let (key, invoice) = (KeyId::parse("26Q4A").unwrap(), Printed::default());
    /// let code = Mccqt::parse("000123456789AB4DEF8123456789ABCDEF").unwrap();
    /// let unplugged = Sealed::signed_by(key, &code, &invoice, &mut |_| None);
    /// assert_eq!(unplugged, Err(SealingError::NoAnswer));
    /// ```
    pub fn signed_by(
        key: KeyId,
        code: &Mccqt,
        invoice: &Printed<'_>,
        sign: &mut dyn FnMut(&[u8]) -> Option<[u8; 64]>,
    ) -> Result<Self, SealingError> {
        let message = message(key, code, invoice).map_err(SealingError::Field)?;
        let signature = sign(&message).ok_or(SealingError::NoAnswer)?;
        Ok(Self { key, code: code.clone(), signature })
    }

    /// The objects 97 and 98. The value of the second has 99 characters, the most that fits.
    #[must_use]
    pub fn objects(&self) -> [Object; 2] {
        let signature = URL_SAFE_NO_PAD.encode(self.signature);
        [
            Object { id: 97, value: format!("0005{VERSION}0134{}", self.code) },
            Object { id: 98, value: format!("0005{}0186{signature}", self.key) },
        ]
    }

    /// Finds the seal among the objects of a QR code.
    ///
    /// # Errors
    ///
    /// [`SealedError`] when there is none, or it is not exactly as [`Sealed::objects`] writes it.
    pub fn read(objects: &[Object]) -> Result<Self, SealedError> {
        let value =
            |id: u8| objects.iter().find(|object| object.id == id).map(|object| object.value.as_str());
        let (Some(code), Some(signature)) = (value(97), value(98)) else { return Err(SealedError::Missing) };
        let code = code
            .strip_prefix("0005")
            .and_then(|rest| rest.strip_prefix(VERSION)?.strip_prefix("0134"))
            .and_then(|code| Mccqt::parse(code).ok())
            .ok_or(SealedError::Code)?;
        let parts = || {
            let (key, rest) = signature.strip_prefix("0005")?.split_at_checked(5)?;
            let bytes = URL_SAFE_NO_PAD.decode(rest.strip_prefix("0186")?).ok()?;
            Some((KeyId::parse(key)?, <[u8; 64]>::try_from(bytes).ok()?))
        };
        let (key, signature) = parts().ok_or(SealedError::Signature)?;
        Ok(Self { key, code, signature })
    }

    /// The text of a QR code with this seal behind its other objects.
    #[must_use]
    pub fn join(&self, text: &QrText) -> QrText {
        text.with(&self.objects())
    }
}

/// What is signed: domain, key, code and the fields of the invoice that the QR code repeats.
pub(super) fn message(key: KeyId, code: &Mccqt, invoice: &Printed<'_>) -> Result<Vec<u8>, FieldError> {
    let repeated = Printed {
        seller: invoice.seller,
        form: invoice.form,
        series: invoice.series,
        number: invoice.number,
        date: invoice.date,
        currency: invoice.currency,
        total: invoice.total,
        ..Printed::default()
    };
    let mut message = [DOMAIN, &[0], &key.0, code.as_str().as_bytes()].concat();
    repeated.append(&mut message)?;
    Ok(message)
}
