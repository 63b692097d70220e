//! `auth34`: a keyed authentication code of 34 characters.
//!
//! Today's code is a random number: it says nothing about the invoice it stands on. This one is a
//! message authentication code over what is printed on the invoice, sealed into a version-8 UUID
//! (RFC 9562, section 5.8) behind two digits for the issuer, so that it fits every system that
//! stores today's codes. Whoever holds the issuer's key can check paper without any look-up; nobody
//! else can make such a code. How it is built, and what it protects against, stands in
//! `docs/codes.md`.
//!
//! ```
//! use etax::code::auth34::{Auth34, Printed, Root};
//! let root = Root::from_bytes([7; 32]);
//! let key = root.key(0, 1);
//! let invoice = Printed {
//!     seller: Some("0300123450"),
//!     form: Some("1"),
//!     series: Some("C26TAA"),
//!     number: Some("00000068"),
//!     date: Some("2026-11-21"),
//!     total: Some("132000"),
//!     ..Printed::default()
//! };
//! let code = key.mint(5, &invoice).unwrap();
//! assert_eq!(Auth34::parse(&code.to_string()), Ok(code));
//! assert_eq!(key.verify(&code, &invoice), Ok(Some(5)));
//! let changed = Printed { total: Some("1320000"), ..invoice };
//! assert_eq!(key.verify(&code, &changed), Ok(None));
//! ```

mod base32;
mod hmac;
mod invoice;
mod key;
mod printed;
mod profile;
mod value;

pub use invoice::InvoiceFields;
pub use key::{Auth34Key, Device, MintError, Purpose, Root, VerifyError};
pub use printed::{FieldError, Printed};
pub use profile::Profile;
pub use value::Auth34;
