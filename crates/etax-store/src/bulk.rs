//! Many commands at once: large transactions, each put together while the one before it is written.

use crate::command::{Command, Outcome};
use crate::store::Outcomes;
use crate::ticket::Ticket;
use crate::{Store, StoreError};
use std::fmt;

/// Commands of one transaction. The more there are, the more rows a page of an index takes before it is written: at ten million
/// rows each of a thousand new rows needs four pages of its own, of a hundred thousand two.
pub const BULK: usize = 100_000;

/// Records commands by the hundred thousand. What the caller knows a command by (`T`: a file's name, a line's number) comes back
/// with its outcome.
///
/// One transaction is written while the next one is filled, so that at most two are in memory: 100 MB for invoices
/// without messages. Each is durable as a whole before its outcomes are told; what was not told may or may not be.
///
/// ```
/// use etax_store::{Access, Bulk, Command, InvoiceKey, NewCode, Outcome, Store, StoredCode};
/// let folder = tempfile::tempdir().unwrap();
/// let store = Store::open_file(&folder.path().join("registry.db"), Access::Create).unwrap();
/// let mut recorded = Vec::new();
/// let mut tell = |line: i64, outcome: Outcome| {
///     if let Outcome::Recorded { id, .. } = outcome {
///         recorded.push((line, id));
///     }
/// };
/// let mut bulk = Bulk::new(&store);
/// for line in 1..=3 {
///     let row = NewCode {
///         code: StoredCode::parse(&format!("0001311CAF6430843B89FAD3B46D7066{line:02}")).unwrap(),
///         key: InvoiceKey::new("0300123450", "1", "C26TAA", &line.to_string()).unwrap(),
///         day: 20_780,
///         buyer: None,
///         total: 132_000.into(),
///         digest: [7; 32],
///         serial: None,
///     };
///     let issue = Command::Issue { row: Box::new(row), message: None, relation: None };
///     bulk.record(line, issue, &mut tell).unwrap();
/// }
/// bulk.finish(&mut tell).unwrap();
/// assert_eq!(recorded, [(1, 1), (2, 2), (3, 3)]);
/// ```
#[must_use = "what is not finished is not recorded"]
pub struct Bulk<'s, T> {
    store: &'s Store,
    size: usize,
    names: Vec<T>,
    commands: Vec<Command>,
    written: Option<(Vec<T>, Ticket<Outcomes>)>,
}

impl<T> fmt::Debug for Bulk<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk").field("size", &self.size).field("waiting", &self.commands.len()).finish()
    }
}

impl<'s, T> Bulk<'s, T> {
    /// Transactions of [`BULK`] commands.
    pub const fn new(store: &'s Store) -> Self {
        Self::of(store, BULK)
    }

    /// Transactions of so many commands, at least one.
    pub const fn of(store: &'s Store, size: usize) -> Self {
        Self { store, size, names: Vec::new(), commands: Vec::new(), written: None }
    }

    /// Takes a command, and tells the outcomes of earlier ones when a transaction is full.
    ///
    /// # Errors
    ///
    /// [`StoreError`] of an earlier transaction. Its commands, and those after it, are for the caller to record again.
    pub fn record(
        &mut self,
        name: T,
        command: Command,
        tell: &mut dyn FnMut(T, Outcome),
    ) -> Result<(), StoreError> {
        self.names.push(name);
        self.commands.push(command);
        if self.commands.len() < self.size { Ok(()) } else { self.write(tell) }
    }

    /// Records what is left, and tells all outcomes that were not told.
    ///
    /// # Errors
    ///
    /// As [`Bulk::record`].
    pub fn finish(mut self, tell: &mut dyn FnMut(T, Outcome)) -> Result<(), StoreError> {
        if !self.commands.is_empty() {
            self.write(tell)?;
        }
        self.told(tell)
    }

    fn write(&mut self, tell: &mut dyn FnMut(T, Outcome)) -> Result<(), StoreError> {
        // Nothing is written after what failed.
        self.told(tell)?;
        let ticket = self.store.submit(std::mem::take(&mut self.commands));
        self.written = Some((std::mem::take(&mut self.names), ticket));
        Ok(())
    }

    fn told(&mut self, tell: &mut dyn FnMut(T, Outcome)) -> Result<(), StoreError> {
        let Some((names, ticket)) = self.written.take() else { return Ok(()) };
        let lost = || Err(StoreError::OutcomeUnknown("the writer is gone".to_owned()));
        let outcomes = ticket.wait().unwrap_or_else(lost)?;
        names.into_iter().zip(outcomes).for_each(|(name, outcome)| tell(name, outcome));
        Ok(())
    }
}
