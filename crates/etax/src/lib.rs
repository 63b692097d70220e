//! etax reads, verifies and checks the documents of Vietnam's electronic tax.
#![forbid(unsafe_code)]

pub mod authority;
pub mod code;
pub mod declaration;
pub mod einvoice;
pub mod engine;
pub mod form;
pub mod formula;
pub mod invoice;
pub mod message;
pub mod notice;
pub mod paper;
pub mod payment;
pub mod pilot;
pub mod report;
pub mod rule;
pub mod schema;
pub mod signature;
pub mod value;
pub mod xml;
