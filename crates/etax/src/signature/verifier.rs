//! What signatures are verified with.

use super::pki::{Cache, TrustStore};
use super::settings::Settings;
use crate::rule::Weights;

/// Settings, trust store and the memory of certificates met before.
///
/// One verifier serves any number of threads; its answers do not depend on what it met before.
///
/// ```
/// use etax::signature::{Settings, TrustStore, Verifier};
/// let verifier = Verifier::new(Settings::default(), TrustStore::builder().build());
/// assert_eq!(verifier.settings().min_rsa_bits, 2048);
/// ```
#[derive(Debug)]
pub struct Verifier {
    settings: Settings,
    weights: Weights,
    trust: TrustStore,
    cache: Cache,
}

impl Verifier {
    /// A verifier with an empty memory, under which every rule has its own weight.
    #[must_use]
    pub fn new(settings: Settings, trust: TrustStore) -> Self {
        let trust = trust.requiring(settings.certificate_policies.clone());
        Self { settings, weights: Weights::default(), trust, cache: Cache::default() }
    }

    /// Takes a policy's word on what the rules weigh. Findings about a signature are weighed at the moment that its
    /// signer is judged at.
    ///
    /// ```
    /// use etax::engine::Policy;
    /// use etax::signature::{TrustStore, Verifier};
    /// let policy = Policy::default();
    /// let verifier = Verifier::new(policy.signature, TrustStore::default()).weighing(policy.rules);
    /// assert!(verifier.weights().get("signature.sha1").is_some());
    /// ```
    #[must_use]
    pub fn weighing(self, weights: Weights) -> Self {
        Self { weights, ..self }
    }

    /// What the policy says that rules weigh.
    #[must_use]
    pub const fn weights(&self) -> &Weights {
        &self.weights
    }

    /// What is required.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is believed in.
    #[must_use]
    pub const fn trust(&self) -> &TrustStore {
        &self.trust
    }

    pub(crate) const fn cache(&self) -> &Cache {
        &self.cache
    }
}
