//! Finding the chains from a certificate to the anchors, without looking at the clock.
//!
//! Depth first from the leaf upwards. What an issuer's certificate says about those below it (signature, CA flag, path
//! length, name constraints) is looked at when it is added, so a branch that cannot hold is left at once; policies are
//! judged from the anchor downwards when one is reached (RFC 5280, section 6.1). Validity is left to the caller: all
//! chains are kept, each with its window.

use super::constraints::Allowance;
use super::key::Encoding;
use super::vouch::Vouching;
use super::{Certificate, ChainPath, ChainSearch, NoPath, SignatureAlgorithm, TrustStore, policy};
use std::collections::HashMap;
use std::sync::Arc;

/// The longest chain, leaf and anchor counted.
const LONGEST: usize = 8;
/// The most chains kept for one certificate. Cross-certified authorities have two or three.
const MOST_PATHS: usize = 16;
/// The most certificate signatures checked for one leaf, so that no set of certificates buys an
/// exponential search.
const MOST_CHECKS: usize = 24;
/// The most issuers looked at for one leaf: what is known of a signature costs no check, but still a step.
const MOST_STEPS: usize = 2_048;
/// The most comparisons of names with name constraints for one leaf.
const MOST_COMPARISONS: usize = 1 << 18;

/// Subject and issuer, by their digests.
type Link = ([u8; 32], [u8; 32]);

pub(super) struct Search<'s> {
    store: &'s TrustStore,
    extra: &'s [Arc<Certificate>],
    steps: usize,
    comparisons: usize,
    /// Signatures checked, and whether they hold.
    signatures: HashMap<Link, bool>,
    /// What the evidence at hand says about a certificate.
    vouching: Vouching,
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
            steps: MOST_STEPS,
            comparisons: MOST_COMPARISONS,
            signatures: HashMap::new(),
            vouching: Vouching::default(),
            found: ChainSearch { paths: Vec::new(), failure: NoPath::UnknownIssuer, signature_checks: 0 },
        };
        let mut path = vec![Arc::clone(leaf)];
        search.extend(&mut path);
        search.found.signature_checks = search.signatures.len();
        search.found
    }

    fn extend(&mut self, path: &mut Vec<Arc<Certificate>>) {
        let Some(last) = path.last().cloned() else { return };
        let store = self.store;
        let same_name = store.named(last.subject().key());
        if same_name.iter().any(|known| known.anchor && known.certificate.sha256() == last.sha256()) {
            self.accept(path);
            return;
        }
        if !last.unknown_critical().is_empty() && path.len() > 1 {
            self.fail(NoPath::Unsupported);
            return;
        }
        let known = store.named(last.issuer().key()).iter().map(|known| (&known.certificate, known.anchor));
        let extra = self
            .extra
            .iter()
            .filter(|certificate| certificate.subject() == last.issuer())
            .map(|certificate| (certificate, false));
        // Those whose key identifier is the wanted one first, whatever the order they were given in.
        let candidates: Vec<_> = known.chain(extra).filter(|(issuer, _)| last.names_issuer(issuer)).collect();
        let (likely, others): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|(issuer, _)| last.names_issuer_key(issuer));
        for (issuer, is_anchor) in likely.into_iter().chain(others) {
            if self.found.paths.len() >= MOST_PATHS {
                return;
            }
            let Some(steps) = self.steps.checked_sub(1) else { return self.fail(NoPath::TooComplex) };
            self.steps = steps;
            if path.iter().any(|there| there.sha256() == issuer.sha256()) {
                continue;
            }
            if path.len() >= LONGEST {
                return self.fail(NoPath::TooComplex);
            }
            match self.step(path, &last, issuer, is_anchor) {
                Ok(true) => {
                    path.push(Arc::clone(issuer));
                    self.extend(path);
                    path.pop();
                }
                Ok(false) => {}
                Err(reason) => self.fail(reason),
            }
        }
    }

    /// Whether `issuer` may stand above `last` at the end of `path`; `false` where it is just another certificate.
    fn step(
        &mut self,
        path: &[Arc<Certificate>],
        last: &Certificate,
        issuer: &Certificate,
        is_anchor: bool,
    ) -> Result<bool, NoPath> {
        let open = last
            .algorithm()
            .is_none_or(|algorithm| issuer.key().cannot_tell_encoded(algorithm, Encoding::Der));
        if open || issuer.key().defect().is_some() {
            return Err(NoPath::Unsupported);
        }
        if !self.signature_holds(last, issuer)? {
            // Without key identifiers it may be a newer key of the same authority.
            return if last.names_issuer_key(issuer) { Err(NoPath::Forged) } else { Ok(false) };
        }
        // An anchor of version 1 cannot carry the CA flag; being an anchor says it.
        if !issuer.may_issue() && (!is_anchor || issuer.is_version_3()) {
            return Err(NoPath::NotPermitted);
        }
        // Issuers between the leaf and this one, self-issued ones not counted (RFC 5280, 6.1.4 l).
        let below = path.iter().skip(1).filter(|there| !there.is_self_issued()).count();
        if issuer.path_length().is_some_and(|most| usize::try_from(most).is_ok_and(|most| below > most)) {
            return Err(NoPath::PathLength);
        }
        if last.is_beyond_limits() || issuer.is_beyond_limits() {
            return Err(NoPath::TooComplex);
        }
        let Some(constraints) = issuer.name_constraints() else { return Ok(true) };
        for (position, certificate) in path.iter().enumerate() {
            // Self-issued certificates are exempt, except the leaf (RFC 5280, 6.1.3 b and c).
            if position > 0 && certificate.is_self_issued() {
                continue;
            }
            match constraints.allow(certificate, &mut self.comparisons) {
                Allowance::Allowed => {}
                Allowance::Refused => return Err(NoPath::NameConstraints),
                Allowance::Unsupported => return Err(NoPath::Unsupported),
                Allowance::TooMany => return Err(NoPath::TooComplex),
            }
        }
        Ok(true)
    }

    fn signature_holds(&mut self, subject: &Certificate, issuer: &Certificate) -> Result<bool, NoPath> {
        let link = (*subject.sha256(), *issuer.sha256());
        if let Some(known) = self.signatures.get(&link) {
            return Ok(*known);
        }
        if self.signatures.len() >= MOST_CHECKS {
            return Err(NoPath::TooComplex);
        }
        let holds = subject.signed_with(issuer.key());
        self.signatures.insert(link, holds);
        Ok(holds)
    }

    fn fail(&mut self, reason: NoPath) {
        self.found.failure = self.found.failure.max(reason);
    }

    fn accept(&mut self, path: &[Arc<Certificate>]) {
        let certificates = path.iter().map(|certificate| &**certificate);
        let Some(policies) = policy::judge(certificates, self.store.policy_inputs()) else {
            return self.fail(NoPath::Policy);
        };
        let (Some(not_before), Some(not_after)) = (
            path.iter().map(|certificate| certificate.not_before()).max(),
            path.iter().map(|certificate| certificate.not_after()).min(),
        ) else {
            return;
        };
        let below_anchor = path.len().saturating_sub(1);
        let revocations = self.vouching.revocations(path, self.store);
        self.found.paths.push(ChainPath {
            certificates: path.to_vec(),
            revocations,
            not_before,
            not_after,
            sha1: path
                .iter()
                .take(below_anchor)
                .any(|certificate| certificate.algorithm() == Some(SignatureAlgorithm::RsaSha1)),
            policies,
        });
    }
}
