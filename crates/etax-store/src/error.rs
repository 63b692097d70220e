//! What can go wrong with a store as such. What is wrong with a request is a [`crate::Refusal`].

use std::fmt;

/// Why a store could not be opened, read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk, or the space that the store may use, is full. Nothing of the request was recorded.
    Full,
    /// The store cannot be written: the file, its file system or the server is read-only. Nothing was recorded.
    ReadOnly,
    /// Somebody else held the store for too long. Nothing was recorded.
    Busy,
    /// The write broke off where it cannot be told whether it became durable. Asking again with the same message id
    /// tells: it is answered as the first time, or recorded now.
    OutcomeUnknown(String),
    /// The store is not there.
    Missing(String),
    /// It is no store of this kind, or its pages are damaged.
    Corrupt(String),
    /// It was written by a later version of etax.
    Newer {
        /// The version of its schema.
        found: i64,
        /// The latest that is known here.
        known: i64,
    },
    /// The server cannot be reached.
    Unreachable(String),
    /// The address names no store that this build can open.
    Address(String),
    /// Anything else that the database says.
    Database(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("the store's disk is full; nothing was recorded"),
            Self::ReadOnly => f.write_str("the store is read-only; nothing was recorded"),
            Self::Busy => f.write_str("the store is in use by somebody else; nothing was recorded"),
            Self::OutcomeUnknown(why) => {
                write!(f, "it is not known whether the request was recorded, ask again: {why}")
            }
            Self::Missing(what) => write!(f, "there is no store: {what}"),
            Self::Corrupt(why) => write!(f, "not a store of etax, or damaged: {why}"),
            Self::Newer { found, known } => {
                write!(f, "the store has schema version {found}, this etax knows versions up to {known}")
            }
            Self::Unreachable(why) => write!(f, "the store's server cannot be reached: {why}"),
            Self::Address(why) => write!(f, "no store can be opened: {why}"),
            Self::Database(why) => write!(f, "the store's database: {why}"),
        }
    }
}

impl std::error::Error for StoreError {}
