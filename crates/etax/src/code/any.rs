//! A code of any scheme: parsed, printed, held against an invoice.

use super::auth34::{Auth34, InvoiceFields, Printed};
use super::keyring::{Keyring, Register, Standing};
use super::pilot::{CertifiedId, Chain, DeviceError, DeviceSignature, PilotField, PilotQr};
use super::qr::{InvoicePart, QrError, QrText, paper};
use super::sealed_qr::{PublicKeys, Seal, Sealed, SealedError};
use super::text_error::{CodeTextError, Fault};
use super::{Binding, CashRegisterCode, CodeError, Doubt, Mccqt, Mismatch, Scheme, binding};
use crate::signature::{Role, UnitKind, Verification};
use crate::value::Moment;
use crate::xml::Element;
use std::fmt;

/// A code of one of the five schemes. What was read prints as it was written.
///
/// ```
/// use etax::code::{Code, Scheme};
/// for (text, scheme) in [
///     ("000001000000001", Scheme::Pilot2015),
///     ("000123456789AB4DEF8123456789ABCDEF", Scheme::Mccqt34),
///     ("M2-26-AB1CD-00000000042", Scheme::CashRegister23),
///     ("0001708C880767862D8D68099070C5625E", Scheme::Auth34),
/// ] {
///     let code = Code::parse(text).unwrap();
///     assert_eq!((code.scheme(), code.to_string()), (scheme, text.to_owned()));
/// }
/// let error = Code::parse("0001708C880767862D8D68099070C5625-").unwrap_err();
/// assert_eq!((error.nearest, error.position), (Scheme::Mccqt34, 34));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// The number of a pilot's invoice.
    PilotId(CertifiedId),
    /// The signature of the pilot's device.
    PilotSignature(DeviceSignature),
    /// A pilot invoice's two-dimensional code.
    PilotQr(PilotQr),
    /// The authority's 34 characters.
    Mccqt(Mccqt),
    /// A cash register's 23 characters.
    CashRegister(CashRegisterCode),
    /// A keyed code.
    Auth34(Auth34),
    /// The text of a QR code with a seal.
    Sealed(Box<SealedText>),
}

/// The text of a QR code that holds a seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedText {
    text: QrText,
    seal: Sealed,
}

impl SealedText {
    /// Reads a text strictly.
    ///
    /// # Errors
    ///
    /// [`CodeTextError`] with the position of what does not fit.
    pub fn parse(text: &str) -> Result<Self, CodeTextError> {
        let not = |position, fault| CodeTextError { nearest: Scheme::SealedQr, position, fault };
        let read =
            QrText::parse(text).map_err(|error: QrError| not(error.position, Fault::Qr(error.fault)))?;
        let seal = Sealed::read(read.objects()).map_err(|error| {
            let id = if error == SealedError::Signature { 98 } else { 97 };
            not(read.position(id).unwrap_or(text.len() + 1), Fault::Seal(error))
        })?;
        Ok(Self { text: read, seal })
    }

    /// The whole text.
    #[must_use]
    pub const fn text(&self) -> &QrText {
        &self.text
    }

    /// The seal in it.
    #[must_use]
    pub const fn seal(&self) -> &Sealed {
        &self.seal
    }
}

/// What a code is held against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'e> {
    /// The invoice: `HDon`, or the pilot's `inv:invoice`. Without one, a sealed QR code is held against what it itself
    /// repeats, which is what stands on the paper.
    pub invoice: Option<Element<'e>>,
    /// What the check of the invoice's signatures found out.
    pub verification: Option<&'e Verification<'e>>,
    /// The seller signed the batch that the invoice came in.
    pub signed_batch: bool,
    /// Keys of `auth34`.
    pub keyring: Option<&'e Keyring>,
    /// Keys of `sealed-qr`.
    pub public_keys: Option<&'e PublicKeys>,
    /// What the register of issued codes says.
    pub register: Register,
    /// The moment asked at; without one, keys that were ever revoked count as revoked.
    pub at: Option<Moment>,
    /// The currency printed on paper, where there is no invoice.
    pub currency: Option<&'e str>,
    /// The code of the invoice that this one replaces or adjusts, where a keyed code was made over it: the invoice itself
    /// names the other by its number only.
    pub related: Option<&'e str>,
    /// How many serial numbers the issuer has set aside, where that is known: a keyed code with a larger one was never issued,
    /// whatever its tag says. Spares a look-up in the register.
    pub issued: Option<u64>,
}

impl Code {
    /// Reads a code of whichever scheme. A code of 34 characters is `auth34` when its UUID is of version 8.
    ///
    /// # Errors
    ///
    /// [`CodeTextError`]: what the text looks most like, and where it deviates.
    pub fn parse(text: &str) -> Result<Self, CodeTextError> {
        if text.contains(';') {
            return PilotQr::parse(text).map(Self::PilotQr).map_err(|error| CodeTextError {
                nearest: Scheme::Pilot2015,
                position: error.position(),
                fault: Fault::PilotQr(error),
            });
        }
        if text.starts_with("0002") && text.len() > 34 {
            return SealedText::parse(text).map(|text| Self::Sealed(Box::new(text)));
        }
        if text.starts_with('M') {
            let read = CashRegisterCode::parse(text);
            if read.is_ok() || text.len() != 34 && text.len() != 64 {
                return read
                    .map(Self::CashRegister)
                    .map_err(|error| CodeTextError::of(Scheme::CashRegister23, error));
            }
        }
        match text.len() {
            15 => CertifiedId::parse(text)
                .map(Self::PilotId)
                .map_err(|error| CodeTextError::of(Scheme::Pilot2015, error)),
            64 => DeviceSignature::parse(text).map(Self::PilotSignature).map_err(|error| CodeTextError {
                nearest: Scheme::Pilot2015,
                position: match error {
                    DeviceError::Text(CodeError::Character { position, .. }) => position,
                    _ => 1,
                },
                fault: Fault::Device(error),
            }),
            _ => match Auth34::parse(text) {
                Ok(code) => Ok(Self::Auth34(code)),
                Err(_) => Mccqt::parse(text)
                    .map(Self::Mccqt)
                    .map_err(|error| CodeTextError::of(Scheme::Mccqt34, error)),
            },
        }
    }

    /// Reads a code as the keys at hand have it: a code of 34 characters in base 32 where a key of the ring makes such codes
    /// ([`Keyring::code`]); everything else as [`Code::parse`].
    ///
    /// # Errors
    ///
    /// As [`Code::parse`].
    pub fn parse_with(text: &str, ring: Option<&Keyring>) -> Result<Self, CodeTextError> {
        match ring.and_then(|ring| ring.code(text)) {
            Some(code) => Ok(Self::Auth34(code)),
            None => Self::parse(text),
        }
    }

    /// Its scheme.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        match self {
            Self::PilotId(_) | Self::PilotSignature(_) | Self::PilotQr(_) => Scheme::Pilot2015,
            Self::Mccqt(_) => Scheme::Mccqt34,
            Self::CashRegister(_) => Scheme::CashRegister23,
            Self::Auth34(_) => Scheme::Auth34,
            Self::Sealed(_) => Scheme::SealedQr,
        }
    }

    /// What the code is worth on an invoice.
    ///
    /// ```
    /// use etax::code::{Binding, Code, Doubt, Evidence};
    /// let code = Code::parse("000123456789AB4DEF8123456789ABCDEF").unwrap();
    /// assert_eq!(code.bind(&Evidence::default()), Binding::Undecided(Doubt::NoInvoice));
    /// ```
    #[must_use]
    pub fn bind(&self, evidence: &Evidence<'_>) -> Binding {
        let of = |kind| evidence.invoice.filter(|invoice| UnitKind::of_element(*invoice) == kind);
        match self {
            Self::PilotId(id) => match of(UnitKind::PilotInvoice) {
                Some(invoice) => pilot(invoice, evidence, &[(PilotField::Id, id.as_str())]),
                None => Binding::Undecided(Doubt::NoInvoice),
            },
            Self::PilotSignature(signature) => match of(UnitKind::PilotInvoice) {
                Some(invoice) => pilot(invoice, evidence, &[(PilotField::Signature, signature.as_str())]),
                None => Binding::Undecided(Doubt::NoInvoice),
            },
            Self::PilotQr(qr) => match of(UnitKind::PilotInvoice) {
                Some(invoice) => pilot(invoice, evidence, &qr.fields().collect::<Vec<_>>()),
                None => Binding::Undecided(Doubt::NoInvoice),
            },
            Self::Sealed(sealed) => seal(sealed, of(UnitKind::Invoice), evidence),
            Self::Mccqt(_) | Self::CashRegister(_) | Self::Auth34(_) => match of(UnitKind::Invoice) {
                Some(invoice) => self.on(invoice, evidence),
                None => Binding::Undecided(Doubt::NoInvoice),
            },
        }
    }

    /// A code that stands in MCCQT, on an invoice.
    fn on(&self, invoice: Element<'_>, evidence: &Evidence<'_>) -> Binding {
        let mut own = invoice.children_named("MCCQT");
        let element = own.next();
        if own.next().is_some() {
            return Binding::NotBound(vec![Mismatch::Signature("MCCQT".to_owned())]);
        }
        if let (Self::Auth34(code), Some(ring)) = (self, evidence.keyring) {
            let fields = InvoiceFields::of(invoice);
            let printed = Printed { related: evidence.related, ..fields.printed() };
            return keyed(code, ring, &printed, evidence);
        }
        let printed = self.to_string();
        if let Some(element) = element
            && element.trimmed() != printed
        {
            return Binding::NotBound(vec![Mismatch::Field {
                name: "MCCQT".to_owned(),
                invoice: element.trimmed().chars().take(64).collect(),
                code: printed,
            }]);
        }
        match self {
            Self::CashRegister(code) => binding::cash_register(code, invoice, evidence.signed_batch),
            // Without its key, a keyed code is as any other: what the authority signed. Where the authority signed nothing,
            // only the key can tell.
            Self::Auth34(_)
                if element.is_none()
                    || evidence
                        .verification
                        .is_none_or(|found| found.by(Role::Authority).next().is_none()) =>
            {
                Binding::Undecided(Doubt::NoKeys)
            }
            _ => match (element, evidence.verification) {
                (Some(element), Some(verification)) => binding::mccqt(element, invoice, verification),
                (None, _) => Binding::NotBound(vec![Mismatch::Signature("MCCQT".to_owned())]),
                (_, None) => Binding::Undecided(Doubt::Authority),
            },
        }
    }
}

fn keyed(code: &Auth34, ring: &Keyring, printed: &Printed<'_>, evidence: &Evidence<'_>) -> Binding {
    let standing = ring.verify_registered(code, printed, evidence.register);
    if let (Some(serial), Some(issued)) = (standing.serial(), evidence.issued)
        && serial >= issued
    {
        return Binding::NotBound(vec![Mismatch::Serial { serial, issued }]);
    }
    match standing {
        Standing::Bound { .. } => Binding::Bound,
        Standing::NotBound => Binding::NotBound(vec![Mismatch::Content]),
        Standing::UnknownKey => Binding::Undecided(Doubt::UnknownKey),
        Standing::Revoked { since, .. } => Binding::Undecided(Doubt::Revoked(since)),
        Standing::Unregistered { since, .. } => Binding::NotBound(vec![Mismatch::Register { since }]),
        Standing::NeedsDocument => Binding::Undecided(Doubt::NeedsDocument),
        Standing::Unbindable(error) => Binding::Undecided(Doubt::Unbindable(error)),
        Standing::Unavailable => Binding::Undecided(Doubt::Device),
    }
}

/// A pilot's invoice, and what a code that came beside it says.
fn pilot(invoice: Element<'_>, evidence: &Evidence<'_>, said: &[(PilotField, &str)]) -> Binding {
    let Some(chain) = Chain::of(invoice) else {
        return Binding::NotBound(vec![Mismatch::Signature("certifiedData".to_owned())]);
    };
    let mut mismatches = chain.against(said);
    match chain.binding(evidence.verification) {
        Binding::NotBound(more) => mismatches.extend(more),
        other if mismatches.is_empty() => return other,
        _ => {}
    }
    Binding::NotBound(mismatches)
}

/// A sealed QR code: its seal, and its fields against the invoice's.
fn seal(sealed: &SealedText, invoice: Option<Element<'_>>, evidence: &Evidence<'_>) -> Binding {
    let part = sealed.text.invoice().cloned().unwrap_or_default();
    let mut mismatches = Vec::new();
    if let Some(invoice) = invoice {
        let own = InvoicePart::of_invoice(invoice);
        for field in own.differences(&part) {
            mismatches.push(Mismatch::Field {
                name: field.tag().to_owned(),
                invoice: own.get(field).to_owned(),
                code: part.get(field).to_owned(),
            });
        }
        let code = invoice.child("MCCQT").map(Element::trimmed).unwrap_or_default();
        if !code.is_empty() && code != sealed.seal.code.as_str() {
            mismatches.push(Mismatch::Field {
                name: "MCCQT".to_owned(),
                invoice: code.chars().take(64).collect(),
                code: sealed.seal.code.to_string(),
            });
        }
    }
    if !mismatches.is_empty() {
        return Binding::NotBound(mismatches);
    }
    let Some(keys) = evidence.public_keys else { return Binding::Undecided(Doubt::NoKeys) };
    // Without a moment, ask at the end of time: what was ever revoked is.
    let at = evidence.at.unwrap_or(Moment::LATEST);
    let fields = invoice.map(InvoiceFields::of);
    let paper = paper(&part, evidence.currency.unwrap_or("VND"));
    let printed = fields.as_ref().map_or_else(|| paper.printed(), InvoiceFields::printed);
    match keys.verify(&sealed.seal, &printed, at) {
        Seal::Genuine => Binding::Bound,
        Seal::NotBound => Binding::NotBound(vec![Mismatch::Content]),
        Seal::UnknownKey => Binding::Undecided(Doubt::UnknownKey),
        Seal::OutsideValidity => Binding::Undecided(Doubt::OutsideValidity),
        Seal::Revoked(since) => Binding::Undecided(Doubt::Revoked(since)),
        Seal::Unbindable(error) => Binding::Undecided(Doubt::Unbindable(error)),
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PilotId(code) => code.fmt(f),
            Self::PilotSignature(code) => code.fmt(f),
            Self::PilotQr(code) => code.fmt(f),
            Self::Mccqt(code) => code.fmt(f),
            Self::CashRegister(code) => code.fmt(f),
            Self::Auth34(code) => code.fmt(f),
            Self::Sealed(code) => code.text.fmt(f),
        }
    }
}
