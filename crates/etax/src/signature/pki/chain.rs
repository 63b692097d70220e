//! Chains from a certificate to the anchors: facts that do not depend on the clock.

use super::search::Search;
use super::{Certificate, Revocation, Standing, TrustStore};
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
    pub(super) policies: Vec<String>,
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

    /// The policies under which it holds, as dotted OIDs; `2.5.29.32.0` stands for any. Empty where its certificates
    /// state none and none is required.
    #[must_use]
    pub fn policies(&self) -> &[String] {
        &self.policies
    }

    /// What lists and responses say about each certificate below the anchor, leaf first.
    #[must_use]
    pub fn revocations(&self) -> &[Revocation] {
        &self.revocations
    }
}

/// Why there is no chain. Where several tries failed, the gravest reason: the variants stand in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoPath {
    /// No certificate of the issuer is at hand, or a chain of issuers ends in the unknown.
    UnknownIssuer,
    /// The search ended early: chains too long, too many certificates of one name, or too many names, constraints or
    /// policies in one certificate. There may be a chain.
    TooComplex,
    /// A certificate on the way has a critical extension, a name, a key or an algorithm that this
    /// engine does not process.
    Unsupported,
    /// The chain holds under no certificate policy that its issuers or the operator require
    /// (RFC 5280, section 6.1.5).
    Policy,
    /// A name is not one that an issuer above it may give (RFC 5280, section 4.2.1.10).
    NameConstraints,
    /// More issuers stand below one than its path length allows.
    PathLength,
    /// An issuer on the way may not issue: no CA flag or no keyCertSign.
    NotPermitted,
    /// A certificate names an issuer by name and key identifier, and that issuer did not sign it.
    Forged,
}

/// What the search found.
#[derive(Clone, Debug)]
pub struct ChainSearch {
    /// Chains to anchors; empty when there is none.
    pub paths: Vec<ChainPath>,
    /// The reason when there is none.
    pub failure: NoPath,
    /// How many certificate signatures were checked for it.
    pub signature_checks: usize,
}

impl ChainSearch {
    /// Searches chains from `leaf` to the anchors of `store`. Certificates in `extra` came with
    /// the document: they may help to build a chain and prove nothing themselves.
    ///
    /// The search tries further issuers where a chain fails, and ends after a fixed number of signature checks and
    /// steps, whatever the certificates are. The leaf's own critical extensions and keyUsage are not judged here.
    #[must_use]
    pub fn run(leaf: &Arc<Certificate>, extra: &[Arc<Certificate>], store: &TrustStore) -> Self {
        Search::run(leaf, extra, store)
    }

    /// The chain to judge by at a moment: of those valid then, the one with the least against it (a revoked
    /// certificate, one of which it is not known, SHA-1); where none was valid, the first.
    ///
    /// One chain that holds is enough (RFC 5280, section 6.1): an authority whose certificate by one root was revoked
    /// may have another by a second root.
    #[must_use]
    pub fn best_at(&self, at: Moment) -> Option<&ChainPath> {
        let against = |path: &&ChainPath| {
            let doubts = path.revocations.iter().map(|revocation| match revocation.standing(at) {
                Standing::Revoked(..) => 2u8,
                Standing::Unknown(_) => 1,
                Standing::Good(_) | Standing::RevokedLater(..) => 0,
            });
            (doubts.max(), path.sha1)
        };
        self.paths.iter().filter(|path| path.holds_at(at)).min_by_key(against).or_else(|| self.paths.first())
    }
}
