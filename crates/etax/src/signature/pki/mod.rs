//! Certificates, chains and revocation: who signed, and who vouches for that.
//!
//! Certificates are read with the types of the `x509-cert` and `der` crates (maintained together, no
//! `unsafe` parsing of their own making, every length checked) and judged here, because the country's
//! own certificates are outside what general validators accept: SHA-1 chains of 2008 to 2021,
//! 1024-bit keys still in use, remote-signing certificates with the critical extension
//! 1.3.6.1.4.1.311.21.10, tax codes in the subject's UID, no names a TLS client would ask for. Where
//! those crates refuse what RFC 5280 allows (dates before 1970, path lengths over 255) the field is
//! read here.
//!
//! What is judged of a chain (RFC 5280, section 6.1): names (section 7.1, without Unicode
//! normalisation), signatures (RSA PKCS#1 and ECDSA on P-256 and P-384; no DSA), validity at the
//! signing time, basicConstraints, path length, keyUsage, critical extensions, name constraints
//! (directory, mail, DNS, URI and IP names), certificate policies with mappings (the graph of
//! RFC 9618), and evidence of revocation. All certificates at hand may be used, in any order; the
//! search tries further issuers where one chain fails and ends after fixed numbers of signature
//! checks, steps and comparisons. Nothing about a chain depends on the clock, so it can be
//! remembered; validity and revocation are held against the signing time afterwards.
//!
//! Evidence of revocation is the caller's: lists (RFC 5280) and OCSP responses (RFC 6960), read in
//! place because lists are long. Time-stamps are RFC 3161's.
//!
//! The tests run NIST PKITS and ask OpenSSL about generated chains.

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
pub(crate) mod tlv;
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
