//! The fields of an invoice that is at hand as XML.

use super::Printed;
use crate::xml::{Apex, Canonicalization, Element, Sink, canonicalize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// What [`Printed`] borrows from an invoice (`HDon`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvoiceFields<'d> {
    texts: [Option<Cow<'d, str>>; 9],
    document: Option<[u8; 32]>,
}

/// Where the fields stand, in the order of their numbers.
const PATHS: [&str; 9] = [
    "DLHDon/NDHDon/NBan/MST",
    "DLHDon/TTChung/KHMSHDon",
    "DLHDon/TTChung/KHHDon",
    "DLHDon/TTChung/SHDon",
    "DLHDon/TTChung/NLap",
    "DLHDon/NDHDon/NMua/MST",
    "DLHDon/TTChung/DVTTe",
    "DLHDon/NDHDon/TToan/TgTThue",
    "DLHDon/NDHDon/TToan/TgTTTBSo",
];

struct Hasher(Sha256);

impl Sink for Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
}

impl<'d> InvoiceFields<'d> {
    /// Reads the fields of an invoice, and the SHA-256 of its canonical data (DLHDon, Canonical
    /// XML 1.0). What the invoice does not have is absent; the code of a related invoice, which it
    /// never names, is for the caller to add.
    ///
    /// ```
    /// use etax::code::auth34::InvoiceFields;
    /// use etax::xml::{Document, Limits, Parsed};
    /// let input = b"<HDon><DLHDon><TTChung><SHDon>68</SHDon></TTChung></DLHDon></HDon>";
    /// let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { panic!() };
    /// let fields = InvoiceFields::of(document.root());
    /// let printed = fields.printed();
    /// assert_eq!((printed.number, printed.seller, printed.document.is_some()), (Some("68"), None, true));
    /// ```
    #[must_use]
    pub fn of(invoice: Element<'d>) -> Self {
        let texts = PATHS.map(|path| invoice.find(path).map(Element::trimmed));
        let document = invoice.child("DLHDon").and_then(|data| {
            let method = Canonicalization { exclusive: false, comments: false, inclusive_prefixes: &[] };
            let mut hasher = Hasher(Sha256::new());
            canonicalize(Apex::Element(data), &method, None, &mut hasher).ok()?;
            Some(hasher.0.finalize().into())
        });
        Self { texts, document }
    }

    /// The fields as a code binds them.
    #[must_use]
    pub fn printed(&self) -> Printed<'_> {
        let [seller, form, series, number, date, buyer, currency, tax, total] =
            self.texts.each_ref().map(Option::as_deref);
        Printed {
            seller,
            form,
            series,
            number,
            date,
            buyer,
            currency,
            tax,
            total,
            related: None,
            document: self.document.as_ref(),
        }
    }
}
