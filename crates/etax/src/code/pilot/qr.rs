//! The two-dimensional code of the pilot: fields between semicolons.

use super::value::{CertifiedId, DeviceError, DeviceKey, DeviceSignature};
use crate::code::CodeError;
use std::fmt;

/// The two layouts in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// In the file (controlData/qrCodeData), nine fields.
    A,
    /// On the authority's page, eleven fields; VAT stands before the total.
    B,
}

/// A field of the code, by what it repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PilotField {
    /// sellerTaxCode.
    Seller,
    /// buyerTaxCode.
    Buyer,
    /// totalAmount, with VAT.
    Total,
    /// totalVATAmount.
    Vat,
    /// issuedDate: `YYYYMMDD` in layout A, a moment in layout B.
    Issued,
    /// sellerSignatureHash: SHA-1 of the canonical invoice data.
    Digest,
    /// originalCertifiedId: the invoice that this one replaces or adjusts.
    Original,
    /// certifiedId.
    Id,
    /// certifiedDate; in layout B only.
    Certified,
    /// signature of the device.
    Signature,
    /// publicKey of the device; in layout B only.
    Key,
}

use PilotField::{Buyer, Certified, Digest, Id, Issued, Key, Original, Seller, Signature, Total, Vat};

const A: &[PilotField] = &[Seller, Buyer, Total, Vat, Issued, Digest, Original, Id, Signature];
const B: &[PilotField] =
    &[Seller, Buyer, Issued, Original, Vat, Total, Digest, Id, Certified, Signature, Key];

impl PilotField {
    /// The element of certifiedData that the field repeats.
    #[must_use]
    pub const fn element(self) -> &'static str {
        match self {
            Seller => "sellerTaxCode",
            Buyer => "buyerTaxCode",
            Total => "totalAmount",
            Vat => "totalVATAmount",
            Issued => "issuedDate",
            Digest => "sellerSignatureHash",
            Original => "originalCertifiedId",
            Id => "certifiedId",
            Certified => "certifiedDate",
            Signature => "signature",
            Key => "publicKey",
        }
    }
}

/// Why a text is not the pilot's two-dimensional code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PilotQrError {
    /// Neither nine nor eleven fields.
    Fields(usize),
    /// Longer than any such text.
    TooLong,
    /// A character that is not printable ASCII, at this position from 1.
    Character(usize),
    /// The certified id, which begins at this position.
    Id(usize, CodeError),
    /// The device's signature, which begins at this position.
    Signature(usize, DeviceError),
    /// The device's key, which begins at this position.
    Key(usize, DeviceError),
}

impl PilotQrError {
    /// The character, counted from 1, at which what is wrong begins.
    #[must_use]
    pub const fn position(&self) -> usize {
        match self {
            Self::Fields(_) => 1,
            Self::TooLong => MOST + 1,
            Self::Character(at) | Self::Id(at, _) | Self::Signature(at, _) | Self::Key(at, _) => *at,
        }
    }
}

impl fmt::Display for PilotQrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}: ", self.position())?;
        match self {
            Self::Fields(found) => write!(f, "{found} fields instead of 9 or 11"),
            Self::TooLong => write!(f, "more than {MOST} characters"),
            Self::Character(_) => f.write_str("a character that is not printable ASCII"),
            Self::Id(_, error) => write!(f, "certifiedId: {error}"),
            Self::Signature(_, error) => write!(f, "signature: {error}"),
            Self::Key(_, error) => write!(f, "publicKey: {error}"),
        }
    }
}

impl std::error::Error for PilotQrError {}

/// The most characters: programs of the time keep 422 for it.
const MOST: usize = 512;

/// The text of a pilot invoice's two-dimensional code. It prints as it was read.
///
/// ```
/// use etax::code::pilot::{Layout, PilotField, PilotQr};
/// let signature = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAC";
/// let text = format!("0300123450;;110000;10000;20151010;O6bV;;000001000000001;{signature}");
/// let code = PilotQr::parse(&text).unwrap();
/// assert_eq!((code.layout(), code.field(PilotField::Total)), (Layout::A, Some("110000")));
/// assert_eq!(code.to_string(), text);
/// assert_eq!(PilotQr::parse("a;b").unwrap_err().to_string(), "at character 1: 2 fields instead of 9 or 11");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PilotQr {
    text: String,
    layout: Layout,
    id: CertifiedId,
    signature: DeviceSignature,
}

impl PilotQr {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// [`PilotQrError`] with the position of what does not fit.
    pub fn parse(text: &str) -> Result<Self, PilotQrError> {
        if let Some(at) = text.chars().take(MOST).position(|c| !(' '..='~').contains(&c)) {
            return Err(PilotQrError::Character(at + 1));
        }
        if text.len() > MOST {
            return Err(PilotQrError::TooLong);
        }
        let layout = match text.split(';').count() {
            9 => Layout::A,
            11 => Layout::B,
            found => return Err(PilotQrError::Fields(found)),
        };
        let part = |field| located(text, layout, field).unwrap_or_default();
        let (at, id) = part(Id);
        let id = CertifiedId::parse(id).map_err(|error| PilotQrError::Id(at, error))?;
        let (at, signature) = part(Signature);
        let signature =
            DeviceSignature::parse(signature).map_err(|error| PilotQrError::Signature(at, error))?;
        if let Some((at, key)) = located(text, layout, Key) {
            DeviceKey::parse(key).map_err(|error| PilotQrError::Key(at, error))?;
        }
        Ok(Self { text: text.to_owned(), layout, id, signature })
    }

    /// Which layout it has.
    #[must_use]
    pub const fn layout(&self) -> Layout {
        self.layout
    }

    /// The certified id.
    #[must_use]
    pub const fn id(&self) -> &CertifiedId {
        &self.id
    }

    /// The device's signature: what the paper calls mã xác thực.
    #[must_use]
    pub const fn signature(&self) -> &DeviceSignature {
        &self.signature
    }

    /// A field as written, `None` where the layout does not have it. It may be empty.
    #[must_use]
    pub fn field(&self, field: PilotField) -> Option<&str> {
        located(&self.text, self.layout, field).map(|(_, text)| text)
    }

    /// All fields in the order of the layout.
    pub fn fields(&self) -> impl Iterator<Item = (PilotField, &str)> {
        fields(self.layout).iter().copied().zip(self.text.split(';'))
    }
}

impl fmt::Display for PilotQr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

const fn fields(layout: Layout) -> &'static [PilotField] {
    match layout {
        Layout::A => A,
        Layout::B => B,
    }
}

/// A field and the position, from 1, at which it begins.
fn located(text: &str, layout: Layout, field: PilotField) -> Option<(usize, &str)> {
    let mut at = 1;
    for (known, part) in fields(layout).iter().zip(text.split(';')) {
        if *known == field {
            return Some((at, part));
        }
        at += part.len() + 1;
    }
    None
}
