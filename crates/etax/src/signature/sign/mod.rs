//! Signing documents the way each party does.
//!
//! [`sign`] takes a document's bytes, says what each party's signature must cover from the same
//! table that verification reads, and gives the same bytes back with one `Signature` element
//! inserted at its place. Keys are the caller's: a [`PrivateKey`] from a PKCS#8 or PKCS#12 file, or
//! anything that implements [`Signer`]. Remote signing, where the value comes later and from
//! elsewhere, goes in two steps: [`prepare`], then [`Prepared::finish`].
//!
//! Nothing leaves this module that [`check`](super::check) does not accept: the finished document is
//! read and verified again, with every signature that was in it before.
//!
//! Sources: W3C XML Signature 1.1, Decision 1450/QĐ-TCT part I, layouts of signed documents of 2018
//! to 2026.

mod draft;
mod ecdsa;
mod edit;
mod error;
mod key_file;
mod markup;
mod pem;
#[cfg(feature = "pkcs12")]
mod pkcs12;
mod prepare;
mod private_key;
mod proof;
mod request;
mod signer;
mod site;
mod tlv;

pub use error::{KeyError, SignError};
pub use prepare::{Prepared, prepare, sign};
pub use private_key::PrivateKey;
pub use request::{CanonicalForm, DigestMethod, KeyInfo, SignRequest};
pub use ring::rand::{SecureRandom, SystemRandom};
pub use signer::{KeySigner, Signer, SignerError};
