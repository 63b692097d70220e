//! Certificates, chains and revocation: who signed, and who vouches for that.
//!
//! Certificates are read by the `x509-cert` crate and judged here, because the country's own
//! certificates are outside what general validators accept: SHA-1 chains of 2008 to 2021,
//! 1024-bit keys still in use, remote-signing certificates with the critical extension
//! 1.3.6.1.4.1.311.21.10, tax codes in the subject's UID. What is judged: names, signatures,
//! validity windows, basicConstraints, keyUsage, path length, unknown critical extensions and
//! complete revocation lists (RFC 5280, without policy mapping and name constraints).

mod cache;
mod certificate;
mod chain;
mod cms;
mod constraints;
mod crl;
mod der;
mod evidence;
mod extensions;
mod general_name;
mod identity;
mod key;
mod name;
mod ocsp;
mod parts;
mod pem;
mod policy;
mod refusal;
mod scope;
mod search;
mod statement;
mod time;
mod tlv;
mod token;
mod trust;
mod vouch;

pub use cache::Cache;
pub(crate) use cache::Entry;
pub use certificate::{Certificate, Unreadable};
pub use chain::{ChainPath, ChainSearch, NoPath};
pub(crate) use cms::Unproven;
pub use crl::RevocationList;
pub(crate) use der::{LARGEST_CERTIFICATE, hex};
pub use evidence::{Gap, Revocation, Standing};
pub use extensions::KeyUsage;
pub use identity::{Identity, IdentityKind};
pub use key::{KeyKind, PublicKey, SignatureAlgorithm};
pub use name::DistinguishedName;
pub use ocsp::OcspResponse;
pub use policy::PolicyInputs;
pub use refusal::{Refusal, Refused};
pub use statement::{Reason, Revoked, Source, Statement, Status};
pub(crate) use token::Token;
pub use trust::{TrustError, TrustStore, TrustStoreBuilder};
