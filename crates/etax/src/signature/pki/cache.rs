//! Certificates met before, with their chains.

use super::{Certificate, ChainSearch, TrustStore, Unreadable};
use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, PoisonError, RwLock};

const SHARDS: usize = 16;
/// The longest base64 text remembered as it stands. Real ones have about 2 KB.
const LONGEST_TEXT: usize = 8192;
/// How much of a text's end chooses its slot: there stands the issuer's signature, no two alike.
const SAMPLE: usize = 64;

/// How many bytes a remembered certificate may have on average. Real ones have 1 to 2 KB.
const AVERAGE_BYTES: usize = 4096;
/// What an entry costs besides its certificate, roughly.
const ENTRY_BYTES: usize = 512;

/// A bounded memory of certificates and their chains.
///
/// What it keeps is independent of time and of the document and belongs to a certificate and a
/// [`TrustStore`], so an answer from the cache equals the answer without it. One certificate of the
/// authority signs millions of documents: with the cache its chain is built once.
pub struct Cache {
    shards: [RwLock<Shard>; SHARDS],
    per_shard: usize,
    /// The same certificates by the text they were written as, one to a slot: a certificate met in the same
    /// spelling costs neither base64 nor SHA-256. Texts that share a slot push each other out and cost no more
    /// than the way through `shards`.
    spelled: Box<[Slot]>,
    hasher: RandomState,
}

#[derive(Default)]
struct Shard {
    entries: HashMap<[u8; 32], Entry>,
    bytes: usize,
}

type Slot = RwLock<Option<Spelled>>;

struct Spelled {
    text: Box<str>,
    entry: Entry,
}

/// A certificate with its chains, or why there is none.
pub(crate) type Entry = Result<Arc<(Arc<Certificate>, ChainSearch)>, Unreadable>;

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
    /// A cache for at most about `most` certificates of at most 4 KB on average.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self {
            shards: std::array::from_fn(|_| RwLock::default()),
            per_shard: (most / SHARDS).max(1),
            spelled: (0..(most / 4).max(1)).map(|_| RwLock::default()).collect(),
            hasher: RandomState::new(),
        }
    }

    /// How many certificates it remembers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shards
            .iter()
            .map(|shard| shard.read().unwrap_or_else(PoisonError::into_inner).entries.len())
            .sum()
    }

    /// Whether it remembers none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What [`Cache::learn`] was told about this text, character for character.
    pub(crate) fn recall(&self, text: &str) -> Option<Entry> {
        let slot = self.slot(text)?.read().unwrap_or_else(PoisonError::into_inner);
        slot.as_ref().filter(|spelled| *spelled.text == *text).map(|spelled| spelled.entry.clone())
    }

    /// Remembers what [`Cache::get`] made of the bytes that `text` is the base64 of.
    pub(crate) fn learn(&self, text: &str, entry: &Entry) {
        if text.len() > LONGEST_TEXT {
            return;
        }
        if let Some(slot) = self.slot(text) {
            let spelled = Spelled { text: text.into(), entry: entry.clone() };
            *slot.write().unwrap_or_else(PoisonError::into_inner) = Some(spelled);
        }
    }

    fn slot(&self, text: &str) -> Option<&Slot> {
        let bytes = text.as_bytes();
        let end = bytes.get(bytes.len().saturating_sub(SAMPLE)..)?;
        let hash = self.hasher.hash_one((bytes.len(), end));
        let count = u64::try_from(self.spelled.len()).ok()?;
        self.spelled.get(usize::try_from(hash.checked_rem(count)?).ok()?)
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
        let digest = digest(der, store);
        let index = usize::from(digest.first().copied().unwrap_or(0)) % SHARDS;
        let Some(shard) = self.shards.get(index) else { return make(der, store) };
        if let Some(entry) = shard.read().unwrap_or_else(PoisonError::into_inner).entries.get(&digest) {
            return entry.clone();
        }
        let entry = make(der, store);
        let bytes = ENTRY_BYTES.saturating_add(if entry.is_ok() { der.len() } else { 0 });
        let most_bytes = self.per_shard.saturating_mul(AVERAGE_BYTES);
        if bytes > most_bytes {
            return entry;
        }
        let mut shard = shard.write().unwrap_or_else(PoisonError::into_inner);
        if shard.entries.len() >= self.per_shard || shard.bytes.saturating_add(bytes) > most_bytes {
            // Dropping everything is cheap and cannot be steered into keeping what an attacker
            // wants; the certificates in use come back with the next documents.
            *shard = Shard::default();
        }
        if shard.entries.insert(digest, entry.clone()).is_none() {
            shard.bytes = shard.bytes.saturating_add(bytes);
        }
        entry
    }
}

/// Of the certificate and of all that its chains depend on.
fn digest(der: &[u8], store: &TrustStore) -> [u8; 32] {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    context.update(store.digest().as_bytes());
    context.update(der);
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    out
}

fn make(der: &[u8], store: &TrustStore) -> Entry {
    let certificate = Arc::new(Certificate::from_der(der)?);
    let search = ChainSearch::run(&certificate, &[], store);
    Ok(Arc::new((certificate, search)))
}
