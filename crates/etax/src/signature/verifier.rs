//! What signatures are verified with.

use super::pki::{Cache, TrustStore};
use super::settings::Settings;

/// Settings, trust store and the memory of certificates met before.
///
/// One verifier serves any number of threads; its answers do not depend on what it met before.
///
/// ```
/// use etax::signature::{Settings, TrustStore, Verifier};
/// let verifier = Verifier::new(Settings::default(), TrustStore::builder().build());
/// assert_eq!(verifier.settings().min_rsa_bits, 1024);
/// ```
#[derive(Debug)]
pub struct Verifier {
    settings: Settings,
    trust: TrustStore,
    cache: Cache,
}

impl Verifier {
    /// A verifier with an empty memory.
    #[must_use]
    pub fn new(settings: Settings, trust: TrustStore) -> Self {
        let trust = trust.requiring(settings.certificate_policies.clone());
        Self { settings, trust, cache: Cache::default() }
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
