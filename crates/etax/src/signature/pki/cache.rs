//! Certificates met before, with their chains.

use super::{Certificate, ChainSearch, TrustStore, Unreadable};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

const SHARDS: usize = 16;

/// A bounded memory of certificates and their chains, for one [`TrustStore`].
///
/// What it keeps is independent of time and of the document, so an answer from the cache equals
/// the answer without it. One certificate of the authority signs millions of documents: with the
/// cache its chain is built once.
pub struct Cache {
    shards: [RwLock<HashMap<[u8; 32], Entry>>; SHARDS],
    per_shard: usize,
}

type Entry = Result<Arc<(Arc<Certificate>, ChainSearch)>, Unreadable>;

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cache({} certificates)", self.len())
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self::new(16_384)
    }
}

impl Cache {
    /// A cache for at most about `most` certificates.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { shards: std::array::from_fn(|_| RwLock::default()), per_shard: (most / SHARDS).max(1) }
    }

    /// How many certificates it remembers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.read().unwrap_or_else(PoisonError::into_inner).len()).sum()
    }

    /// Whether it remembers none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The certificate in `der` and its chains in `store`, from memory where possible.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] when `der` is not a certificate.
    pub fn get(
        &self,
        der: &[u8],
        store: &TrustStore,
    ) -> Result<Arc<(Arc<Certificate>, ChainSearch)>, Unreadable> {
        let digest = super::certificate::sha256(der);
        let index = usize::from(digest.first().copied().unwrap_or(0)) % SHARDS;
        let Some(shard) = self.shards.get(index) else { return make(der, store) };
        if let Some(entry) = shard.read().unwrap_or_else(PoisonError::into_inner).get(&digest) {
            return entry.clone();
        }
        let entry = make(der, store);
        let mut shard = shard.write().unwrap_or_else(PoisonError::into_inner);
        if shard.len() >= self.per_shard {
            // Dropping everything is cheap and cannot be steered into keeping what an attacker
            // wants; the certificates in use come back with the next documents.
            shard.clear();
        }
        shard.insert(digest, entry.clone());
        entry
    }
}

fn make(der: &[u8], store: &TrustStore) -> Entry {
    let certificate = Arc::new(Certificate::from_der(der)?);
    let search = ChainSearch::run(&certificate, &[], store);
    Ok(Arc::new((certificate, search)))
}
