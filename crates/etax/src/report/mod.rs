//! What the engine says about a document: [`Report`], [`Finding`], [`Verdict`].
//!
//! A report is data: ordered, stable, versioned ([`SCHEMA`]), and it names what it was judged
//! against (digests of input, rules, forms, trust store and policy), so that any verdict can be
//! run again and come out the same, byte for byte.

mod document;
mod finding;
mod json;
mod outcome;
mod signature;

pub use document::{Amounts, DocumentInfo, DocumentReport, EngineInfo, Fields, Report, Source};
pub use finding::{Finding, Findings, Location};
pub use outcome::{Checks, Outcome, Verdict};
pub use signature::{
    CertificateInfo, CodeInfo, Evidence, SignatureInfo, SignatureStatus, TimestampInfo, Trust,
};

/// The version of the report's JSON form, its first key.
pub const SCHEMA: &str = "etax-report/1";
