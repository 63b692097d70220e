//! What stands on paper, in the spellings that codes are made over.

use super::InvoicePart;
use crate::code::auth34::Printed;

/// The fields of an invoice as its printed QR code repeats them, with the currency that is printed beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    seller: String,
    form: String,
    series: String,
    number: String,
    date: String,
    currency: String,
    total: String,
}

/// Brings what a QR code repeats into the spellings of the invoice: the tax code of a branch with its hyphen, the date
/// with its own. The currency is not in the QR code.
///
/// ```
/// use etax::code::qr::{InvoicePart, paper};
/// let part = InvoicePart { seller: "0300123450001".into(), date: "20261121".into(), ..InvoicePart::default() };
/// let paper = paper(&part, "VND");
/// assert_eq!((paper.printed().seller, paper.printed().date), (Some("0300123450-001"), Some("2026-11-21")));
/// assert_eq!(paper.printed().number, None);
/// ```
#[must_use]
pub fn paper(part: &InvoicePart, currency: &str) -> Paper {
    let hyphened = |text: &str, places: &[usize]| {
        let mut out = String::with_capacity(text.len() + 2);
        for (at, c) in text.chars().enumerate() {
            if places.contains(&at) {
                out.push('-');
            }
            out.push(c);
        }
        out
    };
    Paper {
        seller: if part.seller.len() == 13 { hyphened(&part.seller, &[10]) } else { part.seller.clone() },
        form: part.form.clone(),
        series: part.series.clone(),
        number: part.number.clone(),
        date: hyphened(&part.date, &[4, 6]),
        currency: currency.to_owned(),
        total: part.total.clone(),
    }
}

impl Paper {
    /// The fields as a code binds them.
    #[must_use]
    pub fn printed(&self) -> Printed<'_> {
        fn some(text: &str) -> Option<&str> {
            Some(text).filter(|text| !text.is_empty())
        }
        Printed {
            seller: some(&self.seller),
            form: some(&self.form),
            series: some(&self.series),
            number: some(&self.number),
            date: some(&self.date),
            currency: some(&self.currency),
            total: some(&self.total),
            ..Printed::default()
        }
    }
}
