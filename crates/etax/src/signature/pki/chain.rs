//! Chains from a certificate to the anchors: facts that do not depend on the clock.

use super::search::Search;
use super::{Certificate, Revocation, TrustStore};
use crate::value::Moment;
use std::sync::Arc;

/// One chain: leaf first, anchor last. A fact that does not depend on time.
#[derive(Clone, Debug)]
pub struct ChainPath {
    pub(super) certificates: Vec<Arc<Certificate>>,
    pub(super) revocations: Vec<Revocation>,
    pub(super) not_before: Moment,
    pub(super) not_after: Moment,
    pub(super) sha1: bool,
}

impl ChainPath {
    /// The certificates, leaf first, anchor last.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.certificates.iter().map(|certificate| &**certificate)
    }

    /// The anchor.
    #[must_use]
    pub fn anchor(&self) -> Option<&Certificate> {
        self.certificates.last().map(|certificate| &**certificate)
    }

    /// Whether every certificate of the chain is valid at a moment.
    #[must_use]
    pub fn holds_at(&self, at: Moment) -> bool {
        self.not_before <= at && at <= self.not_after
    }

    /// Whether a certificate below the anchor is signed with SHA-1.
    #[must_use]
    pub const fn uses_sha1(&self) -> bool {
        self.sha1
    }

    /// What the lists say about each certificate below the anchor, leaf first.
    #[must_use]
    pub fn revocations(&self) -> &[Revocation] {
        &self.revocations
    }
}

/// Why there is no chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPath {
    /// No certificate of the issuer is at hand, or a chain of issuers ends in the unknown.
    UnknownIssuer,
    /// A certificate names an issuer by name and key identifier, and that issuer did not sign it.
    Forged,
    /// An issuer on the way may not issue: no CA flag, no keyCertSign, or too many below it.
    NotPermitted,
    /// A certificate on the way has a critical extension, a key or an algorithm that this engine
    /// does not process.
    Unsupported,
}

/// What the search found.
#[derive(Clone, Debug)]
pub struct ChainSearch {
    /// Chains to anchors; empty when there is none.
    pub paths: Vec<ChainPath>,
    /// The reason when there is none.
    pub failure: NoPath,
}

impl ChainSearch {
    /// Searches chains from `leaf` to the anchors of `store`. Certificates in `extra` came with
    /// the document: they may help to build a chain and prove nothing themselves.
    #[must_use]
    pub fn run(leaf: &Arc<Certificate>, extra: &[Arc<Certificate>], store: &TrustStore) -> Self {
        Search::run(leaf, extra, store)
    }
}
