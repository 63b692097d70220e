//! DLQRCode: the text of the QR code printed on an invoice.
//!
//! It is a string of objects, each with an identifier of two digits, a length of two digits and a
//! value (EMVCo's merchant-presented QR code); object 99 repeats what the invoice says, object 63
//! is a checksum. No key is involved: it tells a misprint, not a forgery, and no signature of the
//! invoice covers it. Real producers deviate, so there are two readers: [`QrText::parse`] takes
//! what the regulation describes and nothing else; [`read`] also takes the spellings in use, says
//! what deviates, and gives up when a text can be read in two ways.
//!
//! Source: Decision 1450/QĐ-TCT, part I.IV.7 and appendix XIII.
//!
//! ```
//! use etax::code::qr::{InvoicePart, QrText, read};
//! let part = InvoicePart {
//!     seller: "0300123450".into(),
//!     form: "1".into(),
//!     series: "C26TYY".into(),
//!     number: "68".into(),
//!     date: "20261121".into(),
//!     total: "120000".into(),
//!     ..InvoicePart::default()
//! };
//! let text = QrText::of(&part).unwrap();
//! assert_eq!(QrText::parse(&text.to_string()), Ok(text.clone()));
//! assert_eq!(text.invoice(), Some(&part));
//! let reading = read(&text.to_string().replace("6304", "6303"));
//! assert_eq!(reading.invoice, None);
//! ```

mod crc;
mod deviation;
mod paper;
mod part;
mod text;
mod tolerant;

pub use crc::crc16;
pub use deviation::Deviation;
pub use paper::{Paper, paper};
pub use part::{Field, InvoicePart};
pub use text::{Object, QrError, QrFault, QrText};
pub use tolerant::{Reading, read};

/// The longest text that the regulation allows, in characters.
pub(crate) const LONGEST: usize = 512;
