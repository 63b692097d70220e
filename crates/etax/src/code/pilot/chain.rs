//! The chain of a certified invoice: what each link repeats of the one before.

use super::qr::{PilotField, PilotQr};
use super::value::{CertifiedId, DeviceKey, DeviceSignature};
use crate::code::{Binding, Doubt, Mismatch};
use crate::report::SignatureStatus;
use crate::signature::{Role, Verification};
use crate::value::{Amount, Moment, parse_date};
use crate::xml::{Apex, Canonicalization, Element, Sink, canonicalize};
use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;
use rust_decimal::Decimal;
use sha1::{Digest, Sha1};
use std::borrow::Cow;

/// Where invoiceData has what certifiedData repeats.
const REPEATED: [(PilotField, &str); 6] = [
    (PilotField::Seller, "sellerTaxCode"),
    (PilotField::Buyer, "buyerTaxCode"),
    (PilotField::Total, "totalAmountWithVAT"),
    (PilotField::Vat, "totalVATAmount"),
    (PilotField::Issued, "invoiceIssuedDate"),
    (PilotField::Original, "originalInvoiceId"),
];

/// The SHA-1 of canonical data (Canonical XML 1.0, with the namespaces in scope), in base64, as it stands and without
/// the white space between tags that an indenting program puts there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digests {
    pub(crate) whole: String,
    pub(crate) stripped: String,
}

impl Digests {
    /// Of an element; empty texts where it has no canonical form.
    pub(crate) fn of(data: Element<'_>) -> Self {
        let method = Canonicalization { exclusive: false, comments: false, inclusive_prefixes: &[] };
        let mut hasher = Hasher::default();
        if canonicalize(Apex::Element(data), &method, None, &mut hasher).is_err() {
            return Self { whole: String::new(), stripped: String::new() };
        }
        hasher.stripped.update(&hasher.held);
        let text = |hash: Sha1| STANDARD.encode(hash.finalize());
        Self { whole: text(hasher.whole), stripped: text(hasher.stripped) }
    }
}

/// Hashes what comes, and once more without white space between `>` and `<`. In a canonical form both signs stand
/// only where a tag ends or begins, save `>` in attributes, which no `<` can follow.
#[derive(Default)]
struct Hasher {
    whole: Sha1,
    stripped: Sha1,
    /// White space behind a `>` that may turn out to stand between tags.
    held: Vec<u8>,
    behind_tag: bool,
}

impl Sink for Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.whole.update(bytes);
        let mut rest = bytes;
        while !rest.is_empty() {
            if self.behind_tag {
                let spaces = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n')).count();
                let (space, after) = rest.split_at(spaces);
                self.held.extend_from_slice(space);
                rest = after;
                let Some(first) = rest.first() else { return };
                if *first != b'<' {
                    self.stripped.update(&self.held);
                }
                self.held.clear();
                self.behind_tag = false;
            }
            let end = memchr::memchr(b'>', rest).map_or(rest.len(), |at| at + 1);
            let (piece, after) = rest.split_at(end);
            self.stripped.update(piece);
            self.behind_tag = piece.ends_with(b">");
            rest = after;
        }
    }
}

/// What was found out about a certified invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain<'d> {
    /// certifiedData.
    pub(crate) certified: Element<'d>,
    /// Parts that are malformed.
    pub(crate) malformed: Vec<(Element<'d>, &'static str, String)>,
    /// Fields of certifiedData that the invoice has otherwise: element, invoice, certified.
    pub(crate) fields: Vec<(Element<'d>, String, String)>,
    /// The two-dimensional code, where it stands and is malformed.
    pub(crate) qr_error: Option<(Element<'d>, super::PilotQrError)>,
    /// Fields of the two-dimensional code that differ: its element, the field, what is certified, what it says.
    pub(crate) qr_fields: Vec<(Element<'d>, PilotField, String, String)>,
    /// Whether sellerSignatureHash is the digest of the data.
    pub(crate) digest: Link,
}

/// How a digest relates to its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    Holds,
    /// It holds without the white space between tags.
    Indented,
    Broken,
}

impl<'d> Chain<'d> {
    /// Looks at an invoice (`inv:invoice`); `None` where it carries no certifiedData.
    pub(crate) fn of(invoice: Element<'d>) -> Option<Self> {
        let certified = invoice.child("certifiedData")?;
        let text = |name: &str| certified.child(name).map(Element::trimmed).unwrap_or_default();
        let mut malformed = Vec::new();
        let mut shape = |name: &'static str, error: Option<String>| {
            malformed.extend(error.map(|error| (certified.child(name).unwrap_or(certified), name, error)));
        };
        shape("certifiedId", CertifiedId::parse(&text("certifiedId")).err().map(|error| error.to_string()));
        shape("signature", DeviceSignature::parse(&text("signature")).err().map(|error| error.to_string()));
        shape("publicKey", DeviceKey::parse(&text("publicKey")).err().map(|error| error.to_string()));

        let data = invoice.child("invoiceData");
        let value =
            |path: &str| data.and_then(|data| data.child(path)).map(Element::trimmed).unwrap_or_default();
        let mut fields = Vec::new();
        for (field, path) in REPEATED {
            let element = certified.child(field.element());
            let (own, repeated) = (value(path), text(field.element()));
            if !same(field, &own, &repeated) {
                fields.push((element.unwrap_or(certified), shown(&own), shown(&repeated)));
            }
        }
        let digests = data.map(Digests::of);
        let hash = text("sellerSignatureHash");
        let digest = match &digests {
            Some(digests) if digests.whole == hash && !hash.is_empty() => Link::Holds,
            Some(digests) if digests.stripped == hash && !hash.is_empty() => Link::Indented,
            _ => Link::Broken,
        };
        let (mut qr_error, mut qr_fields) = (None, Vec::new());
        if let Some(element) = invoice.find("controlData/qrCodeData")
            && !element.trimmed().is_empty()
        {
            match PilotQr::parse(&element.trimmed()) {
                Ok(qr) => {
                    for (field, said) in qr.fields() {
                        let certified = text(field.element());
                        if !same(field, &certified, said) {
                            qr_fields.push((element, field, shown(&certified), shown(said)));
                        }
                    }
                }
                Err(error) => qr_error = Some((element, error)),
            }
        }
        Some(Self { certified, malformed, fields, qr_error, qr_fields, digest })
    }

    /// The fields of a code that came beside the invoice and differ from what is certified.
    pub(crate) fn against(&self, said: &[(PilotField, &str)]) -> Vec<Mismatch> {
        let mut mismatches = Vec::new();
        for (field, said) in said {
            let certified = self.certified.child(field.element()).map(Element::trimmed).unwrap_or_default();
            if !same(*field, &certified, said) {
                mismatches.push(Mismatch::Field {
                    name: field.element().to_owned(),
                    invoice: shown(&certified),
                    code: shown(said),
                });
            }
        }
        mismatches
    }

    /// What the chain says, with the seller's signature. It never says "bound".
    pub(crate) fn binding(&self, verification: Option<&Verification<'_>>) -> Binding {
        let field = |name: &str, invoice: &str, code: &str| Mismatch::Field {
            name: name.to_owned(),
            invoice: invoice.to_owned(),
            code: code.to_owned(),
        };
        let malformed = self.malformed.iter();
        let mut mismatches: Vec<Mismatch> =
            malformed.map(|(_, name, why)| Mismatch::Form { name, why: why.clone() }).collect();
        if let Some((_, error)) = &self.qr_error {
            mismatches.push(Mismatch::Form { name: "qrCodeData", why: error.to_string() });
        }
        mismatches.extend(self.fields.iter().map(|(at, own, said)| field(at.local(), own, said)));
        let qr = self.qr_fields.iter();
        mismatches.extend(qr.map(|(_, at, own, said)| field(at.element(), own, said)));
        if self.digest == Link::Broken {
            mismatches.push(Mismatch::Digest);
        }
        if !mismatches.is_empty() {
            return Binding::NotBound(mismatches);
        }
        if self.digest == Link::Indented {
            return Binding::Undecided(Doubt::Indented);
        }
        let signed = verification.and_then(|verification| verification.by(Role::Seller).next());
        match signed.map(|signed| signed.status) {
            Some(SignatureStatus::Valid) => Binding::Undecided(Doubt::DeviceMessage),
            _ => Binding::Undecided(Doubt::Seller),
        }
    }
}

/// Whether two spellings of a field mean the same.
pub(super) fn same(field: PilotField, a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    match field {
        // An amount that is absent is zero, as the schema's default has it.
        PilotField::Total | PilotField::Vat => match (amount(a), amount(b)) {
            (Some(a), Some(b)) => a == b,
            _ => false,
        },
        PilotField::Issued | PilotField::Certified => match (second(a), second(b)) {
            (Some(a), Some(b)) => a == b,
            _ => day(a).is_some() && (a.len() == 8 || b.len() == 8) && day(a) == day(b),
        },
        _ => false,
    }
}

fn amount(text: &str) -> Option<Decimal> {
    if text.is_empty() { Some(Decimal::ZERO) } else { Amount::parse(text).ok().map(Amount::value) }
}

/// A moment to the second; the device does not keep fractions.
fn second(text: &str) -> Option<i64> {
    Moment::parse(text).filter(|_| text.len() > 10).map(Moment::unix)
}

/// The day of a moment, or `YYYYMMDD`.
fn day(text: &str) -> Option<jiff::civil::Date> {
    if text.len() == 8 && text.is_ascii() {
        return parse_date(&format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?));
    }
    Moment::parse(text).map(Moment::date)
}

/// A value for a sentence: not longer than any that is right.
fn shown(text: &str) -> String {
    let short: Cow<'_, str> = text.chars().take(96).collect();
    if short.is_empty() { "-".to_owned() } else { short.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_between_tags_is_found_in_pieces_of_any_size() {
        let text = b"<a x=\" > \"> \n\t<b> t &gt; </b>\n<c>\n</c> x </a>";
        let wanted = b"<a x=\" > \"><b> t &gt; </b><c></c> x </a>";
        for size in 1..text.len() {
            let mut hasher = Hasher::default();
            text.chunks(size).for_each(|piece| hasher.write(piece));
            hasher.stripped.update(&hasher.held);
            assert_eq!(hasher.stripped.finalize(), Sha1::digest(wanted), "{size}");
            assert_eq!(hasher.whole.finalize(), Sha1::digest(text));
        }
    }

    #[test]
    fn spellings_that_mean_the_same_are_the_same() {
        use PilotField::{Digest as Sha, Issued, Original, Total};
        for (field, a, b, equal) in [
            (Total, "110000", "110000.00", true),
            (Total, "", "0", true),
            (Total, "110000", "110001", false),
            (Total, "1e5", "100000", false),
            (Issued, "2015-10-10T15:09:31.59+07:00", "2015-10-10T15:09:31", true),
            (Issued, "2015-10-10T15:09:31", "20151010", true),
            (Issued, "2015-10-10T15:09:31", "2015-10-10T15:09:32", false),
            (Issued, "2015-10-10T15:09:31", "20151011", false),
            (Sha, "a", "A", false),
            (Original, "", "", true),
        ] {
            assert_eq!(same(field, a, b), equal, "{field:?} {a} {b}");
        }
    }
}
