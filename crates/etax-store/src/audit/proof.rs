//! A proof that can be given away: what is needed to see, without the store, that an event stands in its log.

use super::{SignedRoot, prove};
use crate::backend::Backend;
use crate::merkle::{Hash, Inclusion, leaf_hash};
use crate::{Leaf, StoreError, StoredCode};
use std::fmt;

/// Most hashes of a path: no log has more than 2^63 events.
const LONGEST: usize = 63;

/// The proof that the event which issued a code stands in the log under a signed head.
///
/// ```
/// use etax_store::audit::{AuditKey, Proof, ProofFault, sign};
/// use etax_store::{Access, Command, InvoiceKey, NewCode, Store, StoredCode};
/// let folder = tempfile::tempdir().unwrap();
/// let store = Store::open_file(&folder.path().join("registry.db"), Access::Create).unwrap();
/// let row = NewCode {
///     code: StoredCode::parse("0001311CAF6430843B89FAD3B46D70665A").unwrap(),
///     key: InvoiceKey::new("0300123450", "1", "C26TAA", "68").unwrap(),
///     day: 20_780,
///     buyer: None,
///     total: 132_000.into(),
///     digest: [7; 32],
///     serial: None,
/// };
/// store.record_one(Command::Issue { row: Box::new(row), message: None, relation: None }).unwrap();
/// let key = AuditKey::from_seed(&[5; 32]).unwrap();
/// let head = sign(&store, &key, 4_000_000_000_000).unwrap().remove(0);
/// let proof = Proof::make(store.read(), 1, &head).unwrap().unwrap();
/// assert_eq!(proof.faults(&key.public()), []);
/// let other = Proof { code: StoredCode::parse("0001311CAF6430843B89FAD3B46D70665B").unwrap(), ..proof };
/// assert_eq!(other.faults(&key.public()), [ProofFault::Code]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The code.
    pub code: StoredCode,
    /// The number of the event that issued it, from 1.
    pub event: i64,
    /// The bytes of the event's leaf.
    pub leaf: Vec<u8>,
    /// The hashes beside the way from the leaf to the root, the nearest first.
    pub path: Vec<Hash>,
    /// The signed head.
    pub head: SignedRoot,
}

/// A part of a proof that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofFault {
    /// The head is by another key than the one asked for.
    Key,
    /// The signature does not hold over day, size, root and chain.
    Signature,
    /// The leaf does not lead to the root by the path, at the event's place in a log of that size.
    Path,
    /// The leaf cannot be read, or is not that of an issued code.
    Leaf,
    /// The leaf is that of another event.
    Event,
    /// The leaf is that of another code.
    Code,
}

impl ProofFault {
    /// A word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Signature => "signature",
            Self::Path => "path",
            Self::Leaf => "leaf",
            Self::Event => "event",
            Self::Code => "code",
        }
    }
}

impl fmt::Display for ProofFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Proof {
    /// Makes the proof for the event that issued a code. `None` when the head is over fewer events, or the event issued none.
    ///
    /// # Errors
    ///
    /// As [`prove`].
    pub fn make(store: &dyn Backend, event: i64, head: &SignedRoot) -> Result<Option<Self>, StoreError> {
        let Some(Inclusion { path, .. }) = prove(store, event, head)? else { return Ok(None) };
        let logged = store.events(event - 1, 1)?.pop().filter(|logged| logged.event.seq == event);
        let Some((logged, code)) = logged.and_then(|logged| Some((logged.leaf(), logged.code?.content.code)))
        else {
            return Ok(None);
        };
        Ok(Some(Self { code, event, leaf: logged, path, head: head.clone() }))
    }

    /// What does not hold, with the public key that heads are signed with; nothing of a proof that holds.
    #[must_use]
    pub fn faults(&self, key: &[u8; 32]) -> Vec<ProofFault> {
        let mut faults = Vec::new();
        let mut hold = |holds: bool, fault| {
            if !holds {
                faults.push(fault);
            }
        };
        hold(self.head.key == *key, ProofFault::Key);
        hold(self.head.holds(), ProofFault::Signature);
        hold(self.leads(), ProofFault::Path);
        let leaf = Leaf::read(&self.leaf);
        hold(leaf.as_ref().is_some_and(|leaf| leaf.code.is_some()), ProofFault::Leaf);
        if let Some(Leaf { seq, code: Some(row), .. }) = leaf {
            hold(seq == self.event, ProofFault::Event);
            hold(row.code == self.code, ProofFault::Code);
        }
        faults
    }

    fn leads(&self) -> bool {
        let (Ok(index), Ok(size)) =
            (u64::try_from(self.event.saturating_sub(1)), u64::try_from(self.head.size))
        else {
            return false;
        };
        let path = Inclusion { index, size, path: self.path.clone() };
        self.path.len() <= LONGEST && path.root(leaf_hash(&self.leaf)) == Some(self.head.root)
    }
}
