//! SQLite: one file, written by one connection at a time, with a write-ahead log that is on disk before anybody is
//! answered (`journal_mode=WAL`, `synchronous=FULL`).

mod read;
mod write;

use crate::backend::Backend;
use crate::command::{Command, Outcome};
use crate::event::Logged;
use crate::merkle::Hash;
use crate::row::{Entry, FilingRow, InvoiceKey, KeptAnswer, Page, Stats, TaxpayerQuery};
use crate::store::Access;
use crate::{Damage, StoreError, StoredCode, audit::SignedRoot};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The schema's versions, oldest first. A step is never changed once it was released; another is appended.
const STEPS: [&str; 2] = [include_str!("schema.sql"), include_str!("schema2.sql")];
/// What marks a file as a store of this kind: "etax".
const APPLICATION: i64 = 0x6574_6178;
/// How long another process may hold the file.
const PATIENCE: Duration = Duration::from_secs(20);
/// Statements that are kept ready.
const STATEMENTS: usize = 64;
/// How the writer is set: KiB of pages in memory, pages of the write-ahead log from which on they are brought into the file, and
/// the bytes to which the log shrinks afterwards.
type Setting = [(&'static str, i64); 3];
/// 64 MB of pages. 16 MB of log instead of 4, so that random pages are written back less often.
const USUAL: Setting =
    [("cache_size", -(64 << 10)), ("wal_autocheckpoint", 4000), ("journal_size_limit", 64 << 20)];
/// While transactions are large: 768 MB of pages, since one that has to leave before the commit is written once more; and 2 GB
/// of log, since large transactions touch the same pages again, and what is brought back for several of them at once lies
/// side by side.
const BULKY: Setting =
    [("cache_size", -(768 << 10)), ("wal_autocheckpoint", 500_000), ("journal_size_limit", -1)];
/// Commands of a large transaction.
const LARGE: usize = 10_000;
/// How long the file is left to others between two large transactions: whoever waits for it looks every 100 ms.
const BREATH: Duration = Duration::from_millis(120);

/// A store in a file.
#[derive(Debug)]
pub struct Sqlite {
    file: PathBuf,
    access: Access,
    writer: Mutex<Option<Writer>>,
    readers: Mutex<Vec<Connection>>,
}

/// The connection that writes.
#[derive(Debug)]
struct Writer {
    connection: Connection,
    /// When its last large transaction ended. The setting for those stays until a small one comes.
    large: Option<Instant>,
}

impl Writer {
    fn transact(&mut self, commands: &[&Command], now: i64) -> Result<Vec<Outcome>, StoreError> {
        let is_large = commands.len() >= LARGE;
        match (is_large, self.large) {
            (true, Some(last)) => std::thread::sleep(BREATH.saturating_sub(last.elapsed())),
            (true, None) => set(&self.connection, BULKY)?,
            (false, Some(_)) => set(&self.connection, USUAL)?,
            (false, None) => {}
        }
        let result = write::transact(&mut self.connection, commands, now);
        self.large = is_large.then(Instant::now);
        result
    }
}

fn set(connection: &Connection, setting: Setting) -> Result<(), StoreError> {
    setting
        .into_iter()
        .try_for_each(|(name, value)| connection.pragma_update(None, name, value))
        .map_err(fault)
}

/// What the database says, in the store's words.
fn fault(error: rusqlite::Error) -> StoreError {
    let text = error.to_string();
    if let rusqlite::Error::FromSqlConversionFailure(_, _, inner) = error {
        return inner
            .downcast::<Damage>()
            .map_or(StoreError::Corrupt(text), |damage| StoreError::Damaged(*damage));
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Corrupt(text),
        Some(ErrorCode::CannotOpen) => StoreError::Missing(text),
        _ => StoreError::Database(text),
    }
}

impl Sqlite {
    /// Opens a file, and makes or brings up to date its tables where that may be done.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn open(file: &Path, access: Access) -> Result<Self, StoreError> {
        // SQLite takes "" and ":memory:" for databases that end with the program, and "file:" for an address with options.
        // From the root on it is the name of a file and nothing else.
        let file = std::path::absolute(file).map_err(|error| StoreError::Address(error.to_string()))?;
        let store = Self { file, access, writer: Mutex::new(None), readers: Mutex::new(Vec::new()) };
        if access == Access::Read {
            let reader = store.connect(OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            store.is_ours(&reader)?;
            store.keep(reader);
        } else {
            let writer = store.connect_writer()?;
            *store.writer.lock().unwrap_or_else(PoisonError::into_inner) = Some(writer);
        }
        Ok(store)
    }

    fn connect(&self, flags: OpenFlags) -> Result<Connection, StoreError> {
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(&self.file, flags).map_err(|error| match fault(error) {
                StoreError::Missing(why) => StoreError::Missing(format!("{}: {why}", self.file.display())),
                other => other,
            })?;
        connection.busy_timeout(PATIENCE).map_err(fault)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(connection)
    }

    fn connect_writer(&self) -> Result<Writer, StoreError> {
        let create = match self.access {
            Access::Create => OpenFlags::SQLITE_OPEN_CREATE,
            Access::Read | Access::Write => OpenFlags::empty(),
        };
        let mut connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE | create)?;
        if connection.is_readonly("main").map_err(fault)? {
            return Err(StoreError::ReadOnly);
        }
        let (application, tables) = kind(&connection)?;
        if application != APPLICATION && (application != 0 || tables != 0) {
            return Err(StoreError::Corrupt(format!("{} is some other database", self.file.display())));
        }
        if application != APPLICATION && self.access != Access::Create {
            return Err(self.empty());
        }
        let mode = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
        let mode = connection.pragma_update_and_check(None, "journal_mode", "WAL", mode).map_err(fault)?;
        if mode != "wal" {
            // Where no log can be kept SQLite says so and goes on without one.
            return Err(StoreError::Address(format!("{}: no write-ahead log", self.file.display())));
        }
        connection.pragma_update(None, "synchronous", "FULL").map_err(fault)?;
        set(&connection, USUAL)?;
        self.migrate(&mut connection)?;
        Ok(Writer { connection, large: None })
    }

    fn migrate(&self, connection: &mut Connection) -> Result<(), StoreError> {
        if self.version(connection)? == latest() {
            return Ok(());
        }
        let step = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
        let step = step.map_err(fault)?;
        // Another process may have been quicker.
        let version = self.version(&step)?;
        for sql in STEPS.iter().skip(usize::try_from(version).unwrap_or(0)) {
            step.execute_batch(sql).map_err(fault)?;
        }
        step.pragma_update(None, "application_id", APPLICATION).map_err(fault)?;
        step.pragma_update(None, "user_version", latest()).map_err(fault)?;
        step.commit().map_err(fault)
    }

    fn version(&self, connection: &Connection) -> Result<i64, StoreError> {
        let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(fault)?;
        if found > latest() {
            return Err(StoreError::Newer { found, known: latest() });
        }
        Ok(found)
    }

    /// A file without tables: nothing was ever written to it, or all of it is gone.
    fn empty(&self) -> StoreError {
        StoreError::Missing(format!("{} is empty", self.file.display()))
    }

    fn is_ours(&self, connection: &Connection) -> Result<(), StoreError> {
        let (application, tables) = kind(connection)?;
        if application == 0 && tables == 0 {
            return Err(self.empty());
        }
        if application != APPLICATION {
            return Err(StoreError::Corrupt(format!("{} is some other database", self.file.display())));
        }
        match self.version(connection)? {
            found if found < latest() => Err(StoreError::Older { found, known: latest() }),
            _ => Ok(()),
        }
    }

    fn keep(&self, reader: Connection) {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
    }

    fn reading<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, rusqlite::Error>,
    ) -> Result<T, StoreError> {
        let free = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = match free {
            Some(reader) => reader,
            None => self.connect(OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        };
        let result = work(&reader).map_err(fault);
        self.keep(reader);
        result
    }

    /// Lets the file have at most this many pages of 4096 bytes: a quota.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn limit_pages(&self, pages: i64) -> Result<(), StoreError> {
        match &*self.writer.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(writer) => writer.connection.pragma_update(None, "max_page_count", pages).map_err(fault),
            None => Err(StoreError::ReadOnly),
        }
    }
}

/// What marks the file, and how many tables and the like it has.
fn kind(connection: &Connection) -> Result<(i64, i64), StoreError> {
    let application = connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(fault)?;
    let tables =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(fault)?;
    Ok((application, tables))
}

fn latest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

impl Backend for Sqlite {
    fn transact(&self, commands: &[&Command], now: i64) -> Result<Vec<Outcome>, StoreError> {
        if self.access == Access::Read {
            return Err(StoreError::ReadOnly);
        }
        let mut slot = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = match slot.take() {
            Some(writer) => writer,
            None => self.connect_writer()?,
        };
        let result = writer.transact(commands, now);
        // After an error of the disk what a connection holds in memory is not trusted; the next request opens anew.
        if !matches!(result, Err(StoreError::OutcomeUnknown(_) | StoreError::Database(_))) {
            *slot = Some(writer);
        }
        result
    }

    fn by_code(&self, codes: &[StoredCode]) -> Result<Vec<Option<Entry>>, StoreError> {
        self.reading(|connection| read::by_code(connection, codes))
    }

    fn by_invoice(&self, keys: &[InvoiceKey]) -> Result<Vec<Option<Entry>>, StoreError> {
        self.reading(|connection| read::by_invoice(connection, keys))
    }

    fn by_id(&self, ids: &[i64]) -> Result<Vec<Option<Entry>>, StoreError> {
        self.reading(|connection| read::by_id(connection, ids))
    }

    fn by_message(&self, id: &str) -> Result<Option<KeptAnswer>, StoreError> {
        self.reading(|connection| read::by_message(connection, id))
    }

    fn by_taxpayer(&self, query: &TaxpayerQuery<'_>) -> Result<Page<Entry>, StoreError> {
        self.reading(|connection| read::by_taxpayer(connection, query))
    }

    fn filings(
        &self,
        taxpayer: &str,
        period: Option<&str>,
        after: i64,
        limit: usize,
    ) -> Result<Vec<FilingRow>, StoreError> {
        self.reading(|connection| read::filings(connection, taxpayer, period, after, limit))
    }

    fn events(&self, after: i64, limit: usize) -> Result<Vec<Logged>, StoreError> {
        self.reading(|connection| read::events(connection, after, limit))
    }

    fn answers(&self, after: i64, limit: usize) -> Result<Vec<(String, KeptAnswer, Vec<u8>)>, StoreError> {
        self.reading(|connection| read::answers(connection, after, limit))
    }

    fn roots(&self) -> Result<Vec<SignedRoot>, StoreError> {
        self.reading(read::roots)
    }

    fn nodes(&self, places: &[(u8, i64)]) -> Result<Vec<Option<Hash>>, StoreError> {
        self.reading(|connection| read::nodes(connection, places))
    }

    fn stats(&self) -> Result<Stats, StoreError> {
        self.reading(read::stats)
    }
}
