//! Verifiers of XML signatures, each behind one question: does this document hold?

mod bergshamra;
#[cfg(xmlsec)]
mod xmlsec;

pub use bergshamra::Bergshamra;
#[cfg(xmlsec)]
pub use xmlsec::{Keys, XmlSec};

use crate::corpus::{self, File};
use etax::engine::Engine;

/// A verifier, ready to be asked.
pub trait Peer {
    /// What it is and how it is used.
    fn name(&self) -> String;
    /// Whether both signatures and all five references of the document hold and both signers are trusted.
    fn holds(&self, file: &File) -> bool;
}

/// The engine measured here: the whole check, with rules, arithmetic and the report.
#[derive(Debug)]
pub struct Etax(pub Engine);

impl Peer for Etax {
    fn name(&self) -> String {
        "etax, whole check".to_owned()
    }

    fn holds(&self, file: &File) -> bool {
        corpus::accepts(&self.0, file)
    }
}

/// Signatures in each document of the comparison.
pub const SIGNATURES: usize = 2;
/// References in each document of the comparison.
pub const REFERENCES: usize = 5;
