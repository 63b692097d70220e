//! The log held against itself, its rows and its published heads.

mod found;
mod proof;
mod prove;

pub use proof::{Proof, ProofFault};
pub use prove::prove;

use crate::backend::Backend;
use crate::command::Command;
use crate::event::{EventKind, Logged, chain, commitment, commitment_of};
use crate::merkle::{Hash, LOWEST, Node, Tree};
use crate::{Damage, Store, StoreError};
use found::Seek;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use std::fmt;

/// Events read at a time.
const BATCH: usize = 5000;
/// Milliseconds of a day, and what Vietnam's clock is ahead.
const DAY: i64 = 86_400_000;
const AHEAD: i64 = 7 * 3_600_000;

/// The log's head at the end of a day, with a signature that can be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedRoot {
    /// The day by Vietnam's clock, in days since 1970-01-01.
    pub day: i32,
    /// How many events the log had.
    pub size: i64,
    /// The root of the tree over them.
    pub root: Hash,
    /// The chain's value after the last of them.
    pub chain: Hash,
    /// The Ed25519 public key.
    pub key: [u8; 32],
    /// The signature over [`SignedRoot::signed`].
    pub signature: Vec<u8>,
}

impl SignedRoot {
    /// The bytes that are signed: lines of text.
    #[must_use]
    pub fn signed(&self) -> Vec<u8> {
        let Self { day, size, root, chain, .. } = self;
        format!("etax-log-root/1\n{day}\n{size}\n{}\n{}\n", hex(root), hex(chain)).into_bytes()
    }

    /// Whether the signature holds under the key that is named in it.
    #[must_use]
    pub fn holds(&self) -> bool {
        UnparsedPublicKey::new(&ED25519, self.key).verify(&self.signed(), &self.signature).is_ok()
    }
}

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The key that heads of the log are signed with: Ed25519 (RFC 8032).
pub struct AuditKey(Ed25519KeyPair);

impl fmt::Debug for AuditKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuditKey({}, secret)", hex(self.0.public_key().as_ref()))
    }
}

impl AuditKey {
    /// A key from its seed of 32 random bytes. `None` when the seed cannot be used.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(Self)
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        let mut key = [0; 32];
        key.iter_mut().zip(self.0.public_key().as_ref()).for_each(|(to, from)| *to = *from);
        key
    }
}

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The log has no event of this number, and later ones.
    Missing(i64),
    /// The event, or the row that it recorded, is not what the chain was made over.
    Changed(i64),
    /// The event is dated before the one ahead of it.
    Time(i64),
    /// The answer kept for the message is not the one that was recorded.
    Answer(i64),
    /// A head's signature does not hold, or is by a key other than the one asked for.
    Signature {
        /// The head's day.
        day: i32,
    },
    /// The log up to this head is not what was signed.
    Root {
        /// The head's day.
        day: i32,
        /// How many events it is over.
        size: i64,
    },
    /// A node that is kept of the tree is not the one that the events lead to.
    Node {
        /// How many levels it is above the leaves.
        level: u8,
        /// Its place among the nodes of its level, from 0.
        place: i64,
    },
    /// A value, or a row, that cannot be read.
    Unreadable(Damage),
    /// The row is there, and asked for by its code, its invoice or its message it is not found: an index is damaged.
    Hidden {
        /// The table.
        table: &'static str,
        /// The row's number.
        row: i64,
    },
    /// A row that no event recorded.
    Stray {
        /// How many there are of them.
        count: i64,
    },
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(seq) => write!(f, "row {seq} is missing"),
            Self::Changed(seq) => write!(f, "row {seq} is not what was recorded"),
            Self::Time(seq) => write!(f, "row {seq} is dated before the one ahead of it"),
            Self::Answer(seq) => write!(f, "the answer of row {seq} is not what was recorded"),
            Self::Signature { day } => write!(f, "the signature of the head of {} does not hold", date(*day)),
            Self::Root { day, size } => {
                write!(f, "the log up to row {size} is not what was signed on {}", date(*day))
            }
            Self::Node { level, place } => {
                write!(f, "node {place} of level {level} is not that of the rows below it")
            }
            Self::Unreadable(damage) => damage.fmt(f),
            Self::Hidden { table, row } => {
                write!(f, "row {row} of {table} is there and is not found when it is asked for")
            }
            Self::Stray { count } => write!(f, "{count} rows were recorded by no event"),
        }
    }
}

/// A day as people write it.
#[must_use]
pub fn date(day: i32) -> String {
    let moment = etax::value::Moment::from_unix(i64::from(day) * 86_400);
    moment.map_or_else(|| day.to_string(), |moment| moment.date().to_string())
}

/// What an audit found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Events read.
    pub events: i64,
    /// Heads that hold.
    pub roots: usize,
    /// The root over everything that was read.
    pub root: Hash,
    /// The first thing that does not fit.
    pub misfit: Option<Misfit>,
}

/// Recomputes the log, the nodes that are kept of the tree over it, and every published head, and asks for every row and answer
/// the way they are asked for.
///
/// # Errors
///
/// [`StoreError`] when the store cannot be asked. What does not fit or cannot be read is in the [`Audit`].
pub fn verify(store: &dyn Backend, key: Option<&[u8; 32]>) -> Result<Audit, StoreError> {
    let mut seek = Seek::new(store);
    let (run, roots, misfit) = pass(store, key, &mut |_, logged| seek.see(logged))?;
    let misfit = if misfit.is_none() { seek.finish()? } else { misfit };
    Ok(Audit { events: run.seq, roots, root: run.tree.root(), misfit })
}

/// Reads the whole log, and shows each event with what came ahead of it. How many heads hold, and the first misfit.
fn pass(
    store: &dyn Backend,
    key: Option<&[u8; 32]>,
    see: &mut dyn FnMut(&Run, &Logged),
) -> Result<(Run, usize, Option<Misfit>), StoreError> {
    let mut run = Run::default();
    let roots = match readable(store.roots(), "root", 0)? {
        Ok(roots) => roots,
        Err(misfit) => return Ok((run, 0, Some(misfit))),
    };
    let mut left = roots.iter().peekable();
    let mut passed = 0;
    let mut misfit = run.heads(&mut left, key, &mut passed);
    while misfit.is_none() {
        let events = match piece("event", run.seq, |limit| store.events(run.seq, limit))? {
            Ok(events) if events.is_empty() => break,
            Ok(events) => events,
            Err(unreadable) => {
                misfit = Some(unreadable);
                break;
            }
        };
        for logged in &events {
            see(&run, logged);
            misfit = run.event(logged).or_else(|| run.heads(&mut left, key, &mut passed));
            if misfit.is_some() {
                break;
            }
        }
        if misfit.is_none() {
            misfit = run.nodes(store)?;
        }
    }
    if misfit.is_none() {
        // A head over more events than there are.
        misfit = left.next().map(|root| Misfit::Missing(run.seq.min(root.size) + 1));
    }
    if misfit.is_none() {
        let stats = store.stats()?;
        let count = (stats.codes - run.codes) + (stats.filings - run.filings);
        // Rows written since the last event was read have come with their events.
        misfit = (count > 0 && stats.events == run.seq).then_some(Misfit::Stray { count });
    }
    if misfit.is_none() {
        misfit = answers(store)?;
    }
    Ok((run, passed, misfit))
}

/// What was read, or that it cannot be. A damaged value has its own place; of damaged pages it is known what came ahead.
fn readable<T>(
    read: Result<T, StoreError>,
    table: &'static str,
    row: i64,
) -> Result<Result<T, Misfit>, StoreError> {
    match read {
        Ok(read) => Ok(Ok(read)),
        Err(StoreError::Damaged(damage)) => Ok(Err(Misfit::Unreadable(damage))),
        Err(StoreError::Corrupt(why)) => Ok(Err(Misfit::Unreadable(Damage { table, row, column: why }))),
        Err(other) => Err(other),
    }
}

/// As many rows as can be read, at most [`BATCH`]; when not even the next one can, its place.
fn piece<T>(
    table: &'static str,
    after: i64,
    read: impl Fn(usize) -> Result<Vec<T>, StoreError>,
) -> Result<Result<Vec<T>, Misfit>, StoreError> {
    let mut limit = BATCH;
    loop {
        match readable(read(limit), table, after + 1)? {
            Err(_) if limit > 1 => limit /= 2,
            read => return Ok(read),
        }
    }
}

/// Whether what is kept to be answered again is what was recorded.
fn answers(store: &dyn Backend) -> Result<Option<Misfit>, StoreError> {
    let mut after = 0;
    loop {
        let kept = match piece("answer", after, |limit| store.answers(after, limit))? {
            Ok(kept) => kept,
            Err(unreadable) => return Ok(Some(unreadable)),
        };
        let Some(last) = kept.last() else { return Ok(None) };
        after = last.1.seq;
        for (id, answer, body) in &kept {
            let holds = match &answer.pruned {
                Some(digest) => {
                    answer.answer.is_empty() && body.as_slice() == commitment_of(id, &answer.content, digest)
                }
                None => body.as_slice() == commitment(id, &answer.content, &answer.answer),
            };
            if !holds {
                return Ok(Some(Misfit::Answer(answer.seq)));
            }
        }
    }
}

#[derive(Default)]
struct Run {
    seq: i64,
    at: i64,
    chain: Hash,
    tree: Tree,
    codes: i64,
    filings: i64,
    /// Nodes that were completed since the store was last asked for them,
    made: Vec<Node>,
    /// and those of all that it does not keep.
    unkept: Vec<Node>,
}

impl Run {
    fn event(&mut self, logged: &Logged) -> Option<Misfit> {
        let event = &logged.event;
        if event.seq != self.seq + 1 {
            return Some(Misfit::Missing(self.seq + 1));
        }
        self.seq = event.seq;
        let leaf = logged.leaf_hash();
        self.chain = chain(&self.chain, &leaf);
        let has_row = match event.kind {
            Some(EventKind::Issued) => logged.code.is_some(),
            Some(EventKind::Filed) => logged.filing.is_some(),
            Some(_) => logged.code.is_none() && logged.filing.is_none(),
            None => false,
        };
        if self.chain != event.chain || !has_row {
            return Some(Misfit::Changed(event.seq));
        }
        if event.at < self.at {
            return Some(Misfit::Time(event.seq));
        }
        self.at = event.at;
        self.codes += i64::from(logged.code.is_some());
        self.filings += i64::from(logged.filing.is_some());
        let made = &mut self.made;
        self.tree.push_noting(leaf, &mut |node| {
            if node.level >= LOWEST {
                made.push(node);
            }
        });
        None
    }

    /// Holds the nodes that were completed against those that are kept.
    fn nodes(&mut self, store: &dyn Backend) -> Result<Option<Misfit>, StoreError> {
        let made = std::mem::take(&mut self.made);
        let places: Vec<(u8, i64)> = made.iter().map(|node| (node.level, node.place)).collect();
        if places.is_empty() {
            return Ok(None);
        }
        let kept = match readable(store.nodes(&places), "node", 0)? {
            Ok(kept) => kept,
            Err(misfit) => return Ok(Some(misfit)),
        };
        for (node, kept) in made.into_iter().zip(kept) {
            match kept {
                Some(hash) if hash != node.hash => {
                    return Ok(Some(Misfit::Node { level: node.level, place: node.place }));
                }
                Some(_) => {}
                None => self.unkept.push(node),
            }
        }
        Ok(None)
    }

    /// Holds the heads over as many events as have been read against them.
    fn heads<'r>(
        &self,
        left: &mut std::iter::Peekable<impl Iterator<Item = &'r SignedRoot>>,
        key: Option<&[u8; 32]>,
        passed: &mut usize,
    ) -> Option<Misfit> {
        while let Some(root) = left.next_if(|root| root.size <= self.seq) {
            if !root.holds() || key.is_some_and(|key| *key != root.key) {
                return Some(Misfit::Signature { day: root.day });
            }
            if (root.size, root.root, root.chain) != (self.seq, self.tree.root(), self.chain) {
                return Some(Misfit::Root { day: root.day, size: root.size });
            }
            *passed += 1;
        }
        None
    }
}

/// Signs the head of every day that has ended before `now` (milliseconds since 1970) and has none, and keeps it and the nodes
/// that proofs are made of. Nothing is signed over a log that does not fit.
///
/// # Errors
///
/// The misfit, as [`StoreError::Corrupt`]; else as the store has it.
pub fn sign(store: &Store, key: &AuditKey, now: i64) -> Result<Vec<SignedRoot>, StoreError> {
    let day_of = |at: i64| i32::try_from((at + AHEAD).div_euclid(DAY)).unwrap_or(i32::MAX);
    let today = day_of(now);
    let signed = store.read().roots()?.iter().map(|root| root.day).max().unwrap_or(i32::MIN);
    let mut roots: Vec<SignedRoot> = Vec::new();
    let mut head = |run: &Run, day: i32| {
        if day <= signed || day >= today {
            return;
        }
        let mut root = SignedRoot {
            day,
            size: run.seq,
            root: run.tree.root(),
            chain: run.chain,
            key: key.public(),
            signature: Vec::new(),
        };
        root.signature = key.0.sign(&root.signed()).as_ref().to_vec();
        roots.push(root);
    };
    let mut day = None;
    let (run, _, misfit) = pass(store.read(), None, &mut |run, logged| {
        let own = day_of(logged.event.at);
        if let Some(before) = day.filter(|before| *before != own) {
            head(run, before);
        }
        day = Some(own);
    })?;
    if let Some(misfit) = misfit {
        return Err(StoreError::Corrupt(misfit.to_string()));
    }
    if let Some(last) = day {
        head(&run, last);
    }
    for nodes in run.unkept.chunks(BATCH) {
        store.record_one(Command::Keep(nodes.to_vec()))?;
    }
    store.record(roots.iter().map(|root| Command::Publish(Box::new(root.clone()))).collect())?;
    Ok(roots)
}
