//! QR codes of invoices: drawn as SVG and PNG ([`svg`], [`png`]), and read from PNG and JPEG photos ([`read`]).
//!
//! ```
//! let picture = etax_qr::png("0002010102", 4).unwrap();
//! assert_eq!(etax_qr::read(&picture).unwrap(), ["0002010102"]);
//! ```
#![forbid(unsafe_code)]

mod draw;
mod photo;
mod scale;

pub use draw::{DrawError, png, svg};
pub use photo::{MOST_BYTES, MOST_PIXELS, PhotoError, read};
