//! etax reads, verifies and checks the documents of Vietnam's electronic tax.
#![forbid(unsafe_code)]

pub mod engine;
pub mod report;
pub mod rule;
pub mod value;
pub mod xml;

pub mod code;
pub mod signature;
