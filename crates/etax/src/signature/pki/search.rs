//! Finding the chains from a certificate to the anchors, without looking at the clock.

use super::trust::Known;
use super::{Certificate, ChainPath, ChainSearch, NoPath, SignatureAlgorithm, TrustStore};
use std::sync::Arc;

/// The longest chain, leaf and anchor counted.
const LONGEST: usize = 6;
/// The most chains kept for one certificate. Cross-certified authorities have two or three.
const MOST_PATHS: usize = 4;
/// The most certificate signatures checked for one leaf, so that no set of certificates buys an
/// exponential search.
const MOST_CHECKS: usize = 24;

pub(super) struct Search<'s> {
    store: &'s TrustStore,
    extra: &'s [Arc<Certificate>],
    checks: usize,
    found: ChainSearch,
}

impl<'s> Search<'s> {
    pub(super) fn run(
        leaf: &Arc<Certificate>,
        extra: &'s [Arc<Certificate>],
        store: &'s TrustStore,
    ) -> ChainSearch {
        let mut search = Self {
            store,
            extra,
            checks: 0,
            found: ChainSearch { paths: Vec::new(), failure: NoPath::UnknownIssuer },
        };
        let mut path = vec![Arc::clone(leaf)];
        search.extend(&mut path);
        search.found
    }

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
        let revocations =
            path.iter().zip(path.iter().skip(1)).map(|(of, by)| self.store.status(of, by)).collect();
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
}
