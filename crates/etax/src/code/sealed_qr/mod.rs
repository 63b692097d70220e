//! `sealed-qr`: a signature in the printed QR code, which anybody can verify offline.
//!
//! Two objects beside those of the regulation carry the authentication code (97) and a signature
//! over it and over what is printed (98). Whoever has the list of public keys can tell from paper
//! alone, without network, that the authority sealed this invoice. That it has not been cancelled
//! since, no paper can tell. How it is built stands in `docs/codes.md`.
//!
//! ```
//! use etax::code::Mccqt;
//! use etax::code::auth34::Printed;
//! use etax::code::sealed_qr::{KeyId, PublicKeys, Sealed, SealingKey, Seal};
//! let key = SealingKey::from_seed(KeyId::parse("26Q4A").unwrap(), &[7; 32]).unwrap();
//! let code = Mccqt::parse("000123456789AB4DEF8123456789ABCDEF").unwrap();
//! let invoice = Printed { seller: Some("0300123450"), number: Some("68"), ..Printed::default() };
//! let sealed = key.seal(&code, &invoice).unwrap();
//! assert_eq!(Sealed::read(&sealed.objects()), Ok(sealed.clone()));
//!
//! let text = format!("[[key]]\nid = \"26Q4A\"\nalgorithm = \"ed25519\"\npublic = \"{}\"\n\
//!     from = \"2026-10-01\"\nuntil = \"2026-12-31\"", key.public_hex());
//! let keys = PublicKeys::read(&text).unwrap();
//! let at = etax::value::Moment::parse("2026-11-23").unwrap();
//! assert_eq!(keys.verify(&sealed, &invoice, at), Seal::Genuine);
//! assert_eq!(keys.verify(&sealed, &Printed { number: Some("69"), ..invoice }, at), Seal::NotBound);
//! ```

mod keys;
mod object;
mod sealing;

pub use keys::{PublicKeyRule, PublicKeys, PublicKeysError, Seal};
pub use object::{KeyId, Sealed, SealedError, SealingError};
pub use sealing::SealingKey;
