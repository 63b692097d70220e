//! Finding the chains from a certificate to the anchors, without looking at the clock.

use super::trust::Known;
use super::{Certificate, Revocation, SignatureAlgorithm, TrustStore};
use crate::value::Moment;
use std::sync::Arc;

/// The longest chain, leaf and anchor counted.
const LONGEST: usize = 6;
/// The most chains kept for one certificate. Cross-certified authorities have two or three.
const MOST_PATHS: usize = 4;
/// The most certificate signatures checked for one leaf, so that no set of certificates buys an
/// exponential search.
const MOST_CHECKS: usize = 24;

/// One chain: leaf first, anchor last. A fact that does not depend on time.
#[derive(Clone, Debug)]
pub struct ChainPath {
    certificates: Vec<Arc<Certificate>>,
    revocations: Vec<Revocation>,
    not_before: Moment,
    not_after: Moment,
    sha1: bool,
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
        let mut search = Search {
            store,
            extra,
            checks: 0,
            found: Self { paths: Vec::new(), failure: NoPath::UnknownIssuer },
        };
        let mut path = vec![Arc::clone(leaf)];
        search.extend(&mut path);
        search.found
    }
}

struct Search<'s> {
    store: &'s TrustStore,
    extra: &'s [Arc<Certificate>],
    checks: usize,
    found: ChainSearch,
}

impl Search<'_> {
    fn extend(&mut self, path: &mut Vec<Arc<Certificate>>) {
        let Some(last) = path.last().cloned() else { return };
        if let Some(known) = self
            .store
            .named(last.subject().key())
            .iter()
            .find(|known| known.certificate.sha256() == last.sha256())
            && known.anchor
        {
            self.accept(path);
            return;
        }
        if !last.unknown_critical().is_empty() && path.len() > 1 {
            self.fail(NoPath::Unsupported);
            return;
        }
        if path.len() >= LONGEST {
            return;
        }
        let extra = self
            .extra
            .iter()
            .filter(|certificate| certificate.subject() == last.issuer())
            .map(|certificate| Known { certificate: Arc::clone(certificate), anchor: false });
        let candidates: Vec<Known> =
            self.store.named(last.issuer().key()).iter().cloned().chain(extra).collect();
        for candidate in candidates {
            if self.found.paths.len() >= MOST_PATHS {
                return;
            }
            let issuer = candidate.certificate;
            let repeated = path.iter().any(|there| there.sha256() == issuer.sha256());
            if repeated || !last.names_issuer(&issuer) {
                continue;
            }
            if last.algorithm().is_none() || issuer.key().defect().is_some() {
                self.fail(NoPath::Unsupported);
                continue;
            }
            if self.checks >= MOST_CHECKS {
                return;
            }
            self.checks += 1;
            if !last.signed_with(issuer.key()) {
                // Without key identifiers it may be a newer key of the same authority.
                if last.names_issuer_key(&issuer) {
                    self.fail(NoPath::Forged);
                }
                continue;
            }
            // Issuers between the leaf and this one, self-issued ones not counted (RFC 5280, 6.1.4 l).
            let below = path.iter().skip(1).filter(|there| !there.is_self_issued()).count();
            let too_deep = issuer.path_length().is_some_and(|most| below > usize::from(most));
            // An anchor of version 1 cannot carry the CA flag; being an anchor says it.
            let may_issue = issuer.may_issue() || (candidate.anchor && !issuer.is_version_3());
            if !may_issue || too_deep {
                self.fail(NoPath::NotPermitted);
                continue;
            }
            path.push(issuer);
            self.extend(path);
            path.pop();
        }
    }

    /// The gravest reason is the one reported.
    fn fail(&mut self, reason: NoPath) {
        let rank = |reason: NoPath| match reason {
            NoPath::UnknownIssuer => 0,
            NoPath::Unsupported => 1,
            NoPath::NotPermitted => 2,
            NoPath::Forged => 3,
        };
        if rank(reason) > rank(self.found.failure) {
            self.found.failure = reason;
        }
    }

    fn accept(&mut self, path: &[Arc<Certificate>]) {
        let revocations = path.windows(2).map(|pair| self.revocation(pair)).collect();
        let below_anchor = path.len().saturating_sub(1);
        let (Some(not_before), Some(not_after)) = (
            path.iter().map(|certificate| certificate.not_before()).max(),
            path.iter().map(|certificate| certificate.not_after()).min(),
        ) else {
            return;
        };
        self.found.paths.push(ChainPath {
            certificates: path.to_vec(),
            revocations,
            not_before,
            not_after,
            sha1: path
                .iter()
                .take(below_anchor)
                .any(|certificate| certificate.algorithm() == Some(SignatureAlgorithm::RsaSha1)),
        });
    }

    fn revocation(&self, pair: &[Arc<Certificate>]) -> Revocation {
        let [subject, issuer] = pair else { return Revocation::NoList };
        // Lists are sorted newest first; a few are enough, and bound the work.
        self.store
            .lists_of(issuer.subject().key())
            .iter()
            .take(8)
            .filter(|list| list.signed_by(issuer))
            .fold(Revocation::NoList, |known, list| known.join(list.look_up(subject.serial())))
    }
}
