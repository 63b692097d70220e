//! What a database has to offer.

use crate::audit::SignedRoot;
use crate::command::{Command, Outcome};
use crate::event::Logged;
use crate::merkle::Hash;
use crate::row::{Entry, FilingRow, InvoiceKey, KeptAnswer, Page, Stats, TaxpayerQuery};
use crate::{StoreError, StoredCode};
use std::fmt;

/// Most rows of one page, and most keys of one bulk look-up.
pub const PAGE: usize = 10_000;

/// A database that keeps the registry.
///
/// The trait is synchronous: the command line and the engine are, SQLite is, and what a server waits for is the durable
/// write, which [`crate::Store::submit`] gives it as a future. All methods may be called from several threads at once; none of
/// them from inside an asynchronous task, which uses its runtime's way to call what blocks (a look-up takes well under a
/// millisecond).
pub trait Backend: Send + Sync + fmt::Debug {
    /// Decides commands in order and records what they say, in one durable transaction. Outcomes are in the order of the
    /// commands.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; then nothing of it was recorded, save where the error says that this is not known.
    fn transact(&self, commands: &[&Command], now: i64) -> Result<Vec<Outcome>, StoreError>;

    /// What is recorded of these codes, in their order.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn by_code(&self, codes: &[StoredCode]) -> Result<Vec<Option<Entry>>, StoreError>;

    /// What is recorded of these invoices, in their order.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn by_invoice(&self, keys: &[InvoiceKey]) -> Result<Vec<Option<Entry>>, StoreError>;

    /// The rows with these numbers, in their order.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn by_id(&self, ids: &[i64]) -> Result<Vec<Option<Entry>>, StoreError>;

    /// The answer that was given to a message.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn by_message(&self, id: &str) -> Result<Option<KeptAnswer>, StoreError>;

    /// A taxpayer's invoices in a period, by day and number.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn by_taxpayer(&self, query: &TaxpayerQuery<'_>) -> Result<Page<Entry>, StoreError>;

    /// A taxpayer's filings with a number greater than `after`, all periods where none is given.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn filings(
        &self,
        taxpayer: &str,
        period: Option<&str>,
        after: i64,
        limit: usize,
    ) -> Result<Vec<FilingRow>, StoreError>;

    /// Events after `after`, with the rows that they recorded.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn events(&self, after: i64, limit: usize) -> Result<Vec<Logged>, StoreError>;

    /// Kept answers that were recorded by events after `after`, in the order of those: the message's identifier, the answer, and
    /// what the event kept of it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn answers(&self, after: i64, limit: usize) -> Result<Vec<(String, KeptAnswer, Vec<u8>)>, StoreError>;

    /// Published heads of the log, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn roots(&self) -> Result<Vec<SignedRoot>, StoreError>;

    /// Inner nodes of the tree over the log, by level and place, in the order asked for; `None` for one that is not kept.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn nodes(&self, places: &[(u8, i64)]) -> Result<Vec<Option<Hash>>, StoreError>;

    /// How much there is.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn stats(&self) -> Result<Stats, StoreError>;
}
