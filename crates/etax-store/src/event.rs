//! The log: what happened, in the order it became durable.

use crate::leaf::{Recorded, leaf};
use crate::row::{CodeRow, FilingRow};
use sha2::{Digest, Sha256};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Serial numbers were set aside.
    Reserved,
    /// An invoice's code was recorded.
    Issued,
    /// A message was refused.
    Refused,
    /// A further message about something recorded was answered.
    Answered,
    /// A declaration was recorded.
    Filed,
    /// Texts of answers were given up; their digests stay.
    Pruned,
    /// An invoice was replaced.
    Replaced,
    /// An invoice was adjusted.
    Adjusted,
    /// An invoice was cancelled.
    Cancelled,
}

/// The first of the numbers of events that change what a code is worth; the databases have an index of those.
pub(crate) const FIRST_OF_STATUS: i16 = 16;

impl EventKind {
    const ALL: [Self; 9] = [
        Self::Reserved,
        Self::Issued,
        Self::Refused,
        Self::Answered,
        Self::Filed,
        Self::Pruned,
        Self::Replaced,
        Self::Adjusted,
        Self::Cancelled,
    ];

    /// The number it is kept under.
    #[must_use]
    pub const fn number(self) -> i16 {
        match self {
            Self::Reserved => 1,
            Self::Issued => 2,
            Self::Refused => 3,
            Self::Answered => 4,
            Self::Filed => 5,
            Self::Pruned => 6,
            Self::Replaced => FIRST_OF_STATUS,
            Self::Adjusted => 17,
            Self::Cancelled => 18,
        }
    }

    /// The kind that is kept under a number.
    #[must_use]
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place in the log, from 1, without gaps.
    pub seq: i64,
    /// When, in milliseconds since 1970-01-01 UTC; never before the event ahead of it.
    pub at: i64,
    /// What. `None` for a number that no kind has, which the audit reports.
    pub kind: Option<EventKind>,
    /// The row it is about, 0 for none.
    pub subject: i64,
    /// What else is to be known: see `docs/registry.md`.
    pub body: Vec<u8>,
    /// SHA-256 over the chain up to the event ahead and this event's leaf.
    pub chain: [u8; 32],
}

/// An event and the row that it recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The event.
    pub event: Event,
    /// The invoice that it recorded.
    pub code: Option<CodeRow>,
    /// The filing that it recorded.
    pub filing: Option<FilingRow>,
}

impl Logged {
    /// The bytes that the event's leaf is made over.
    #[must_use]
    pub fn leaf(&self) -> Vec<u8> {
        let code = self.code.as_ref().map(|row| &row.content);
        let filing = self.filing.as_ref().map(|row| (&row.key, &row.digest));
        leaf(&self.event, Recorded { code, filing })
    }

    /// The hash of the event's leaf (RFC 6962, section 2.1).
    #[must_use]
    pub fn leaf_hash(&self) -> [u8; 32] {
        crate::merkle::leaf_hash(&self.leaf())
    }
}

/// The chain's next value.
pub(crate) fn chain(before: &[u8; 32], leaf: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(before).chain_update(leaf).finalize().into()
}

/// What an event keeps of a message: a digest over its identifier, content and answer.
pub(crate) fn commitment(id: &str, content: &[u8; 32], answer: &[u8]) -> [u8; 32] {
    commitment_of(id, content, &Sha256::digest(answer).into())
}

/// The same, where only the answer's digest is left.
pub(crate) fn commitment_of(id: &str, content: &[u8; 32], answer: &[u8; 32]) -> [u8; 32] {
    Sha256::new()
        .chain_update(Sha256::digest(id.as_bytes()))
        .chain_update(content)
        .chain_update(answer)
        .finalize()
        .into()
}
