//! XML signatures: form, coverage, digests, values, and the signers behind them.
//!
//! The profile is that of Vietnam's e-invoices and declarations: signatures at fixed places that
//! refer by Id to fixed elements ([`UnitKind`]). References are resolved only among those
//! elements, so that what is signed is what is read; nothing outside the document is ever fetched;
//! an algorithm or transform outside the profile leaves the signature undecided, a URI outside the
//! document makes it invalid.
//!
//! Sources: W3C XML Signature 1.1, RFC 5280, Decision 1450/QĐ-TCT part I.

mod algorithm;
mod authority;
mod base64;
mod binding;
mod candidate;
mod check;
mod clock;
mod field;
mod filter;
mod form;
mod generic;
mod job;
mod layout;
mod notes;
mod owner;
pub mod pki;
mod place;
mod reference;
mod requirement;
mod revoked;
mod rewriting;
mod rules;
mod settings;
pub mod sign;
mod signer;
pub(crate) mod stage;
mod subject;
mod surroundings;
mod time;
mod timestamp;
mod verification;
mod verifier;

pub use authority::{Authority, KeyHash, Signs};
pub(crate) use binding::delegated;
pub use check::check;
pub use generic::verify_generic;
pub(crate) use owner::Owner;
pub use pki::{TrustError, TrustStore, TrustStoreBuilder};
pub(crate) use place::PILOT;
pub use place::{Role, UnitKind};
pub use rules::RULES;
pub use settings::Settings;
pub use subject::Subject;
pub(crate) use time::stamp;
pub use verification::{Signed, Verification};
pub use verifier::Verifier;
