//! A store as programs use it: look-ups from any thread, writes through one queue.

use crate::backend::Backend;
use crate::command::{Command, Outcome, Refusal};
use crate::row::End;
use crate::ticket::{Promise, Ticket, ticket};
use crate::{StoreError, StoredCode};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{SystemTime, UNIX_EPOCH};

/// Most commands of one transaction: enough to make the write to disk cheap for each, few enough to keep the wait short.
const GROUP: usize = 2048;

/// What may be done to a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Look things up.
    Read,
    /// Write to a store that is there.
    Write,
    /// Write, to a new store where there is none.
    Create,
}

/// What became of commands, once it is durable.
pub(crate) type Outcomes = Result<Vec<Outcome>, StoreError>;

struct Job {
    commands: Vec<Command>,
    promise: Promise<Outcomes>,
}

/// An open store.
///
/// Writes of all threads go to one writer, which records whatever has come in while it was busy as one transaction
/// (group commit): the disk is waited for once, not once for each.
#[derive(Debug)]
pub struct Store {
    backend: Arc<dyn Backend>,
    jobs: Option<Mutex<Sender<Job>>>,
    writer: Option<JoinHandle<()>>,
}

impl Store {
    /// Opens a store: PostgreSQL where the address begins with `postgres://` or `postgresql://`, else a file of SQLite.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when it is not there, cannot be reached, is no store, or is one of a later version.
    pub fn open(address: &str, access: Access) -> Result<Self, StoreError> {
        let is_server = address.starts_with("postgres://") || address.starts_with("postgresql://");
        if is_server {
            #[cfg(feature = "postgres")]
            return Ok(Self::over(Arc::new(crate::postgres::Postgres::open(address, access)?), access));
            #[cfg(not(feature = "postgres"))]
            return Err(StoreError::Address("built without PostgreSQL".to_owned()));
        }
        Self::open_file(Path::new(address), access)
    }

    /// Opens a store in a file of SQLite.
    ///
    /// # Errors
    ///
    /// As [`Store::open`].
    #[cfg(feature = "sqlite")]
    pub fn open_file(file: &Path, access: Access) -> Result<Self, StoreError> {
        Ok(Self::over(Arc::new(crate::sqlite::Sqlite::open(file, access)?), access))
    }

    /// Opens a store in a file of SQLite.
    ///
    /// # Errors
    ///
    /// Always: this build has no SQLite.
    #[cfg(not(feature = "sqlite"))]
    pub fn open_file(_: &Path, _: Access) -> Result<Self, StoreError> {
        Err(StoreError::Address("built without SQLite".to_owned()))
    }

    /// A store over a database that was opened by the caller.
    #[must_use]
    pub fn over(backend: Arc<dyn Backend>, access: Access) -> Self {
        if access == Access::Read {
            return Self { backend, jobs: None, writer: None };
        }
        let (jobs, queue) = channel();
        let to = Arc::clone(&backend);
        let writer = std::thread::spawn(move || write(&*to, &queue));
        Self { backend, jobs: Some(Mutex::new(jobs)), writer: Some(writer) }
    }

    /// Look-ups.
    #[must_use]
    pub fn read(&self) -> &dyn Backend {
        &*self.backend
    }

    /// Hands commands to the writer. They are decided in order and become durable together, before the ticket is
    /// answered. [`Ticket::wait`] blocks; awaiting it does not.
    #[must_use]
    pub fn submit(&self, commands: Vec<Command>) -> Ticket<Outcomes> {
        let (promise, ticket) = ticket();
        match &self.jobs {
            None => promise.keep(Err(StoreError::ReadOnly)),
            // A writer that is gone drops the job, and with it the promise.
            Some(jobs) => {
                let jobs = jobs.lock().unwrap_or_else(PoisonError::into_inner);
                let _ = jobs.send(Job { commands, promise });
            }
        }
        ticket
    }

    /// Records commands and waits until they are durable.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn record(&self, commands: Vec<Command>) -> Outcomes {
        let lost = || Err(StoreError::OutcomeUnknown("the writer is gone".to_owned()));
        self.submit(commands).wait().unwrap_or_else(lost)
    }

    /// Records one command.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn record_one(&self, command: Command) -> Result<Outcome, StoreError> {
        let none = || StoreError::Database("no outcome".to_owned());
        self.record(vec![command])?.pop().ok_or_else(none)
    }
}

impl Store {
    /// Gives up the texts of answers that were recorded before a moment (milliseconds since 1970-01-01 UTC); how many.
    ///
    /// What is left of each is the message's id, the digest of its content and that of the answer, so that a message that
    /// comes again is still known: it gets [`Outcome::Forgotten`], and never another code. The log says what was
    /// given up, and [`crate::audit::verify`] holds the digests against it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was given up until then stays given up, and asking again goes on.
    pub fn prune(&self, before: i64) -> Result<usize, StoreError> {
        let upto = last_before(self.read(), before)?;
        let (mut after, mut total) = (0, 0);
        loop {
            match self.record_one(Command::Prune { after, upto })? {
                Outcome::Pruned { count: 0, .. } => return Ok(total),
                Outcome::Pruned { count, last } => (after, total) = (last, total + count),
                other => return Err(StoreError::Database(format!("not pruned: {other:?}"))),
            }
        }
    }
}

/// The last event before a moment, 0 for none. Times never go back, so halving finds it.
fn last_before(backend: &dyn Backend, before: i64) -> Result<i64, StoreError> {
    let (mut low, mut high) = (0, backend.stats()?.events);
    while low < high {
        let middle = low + (high - low) / 2;
        match backend.events(middle, 1)?.first() {
            Some(logged) if logged.event.at < before => low = middle + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}

impl Drop for Store {
    /// What was submitted is still written.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has dropped its promises; there is nothing more to say here.
            let _ = writer.join();
        }
    }
}

fn write(backend: &dyn Backend, queue: &Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        let mut count = first.commands.len();
        let mut jobs = vec![first];
        while count < GROUP
            && let Ok(job) = queue.try_recv()
        {
            count += job.commands.len();
            jobs.push(job);
        }
        let all: Vec<&Command> = jobs.iter().flat_map(|job| &job.commands).collect();
        match transact(backend, &all) {
            Ok(outcomes) => {
                let mut outcomes = outcomes.into_iter();
                for job in jobs {
                    let own = outcomes.by_ref().take(job.commands.len()).collect();
                    job.promise.keep(Ok(own));
                }
            }
            Err(error) => jobs.into_iter().for_each(|job| job.promise.keep(Err(error.clone()))),
        }
    }
}

fn transact(backend: &dyn Backend, commands: &[&Command]) -> Outcomes {
    let mut outcomes = backend.transact(commands, now())?;
    for outcome in &mut outcomes {
        if let Outcome::Refused(Refusal::Replaced(code)) = outcome
            && let Ok(Some(holds)) = tip(backend, code)
        {
            *code = holds;
        }
    }
    Ok(outcomes)
}

/// The invoice at the end of a chain of replacements.
fn tip(backend: &dyn Backend, code: &StoredCode) -> Result<Option<StoredCode>, StoreError> {
    // Each replacement is younger than what it replaces, so that no chain is a circle; still none is followed for ever.
    const LONGEST: usize = 10_000;
    let mut entry = backend.by_code(std::slice::from_ref(code))?.pop().flatten();
    for _ in 0..LONGEST {
        match entry {
            Some(found) => match found.status.end {
                Some(End::Replaced(by)) => entry = backend.by_id(&[by])?.pop().flatten(),
                _ => return Ok(Some(found.row.content.code)),
            },
            None => return Ok(None),
        }
    }
    Ok(None)
}

/// Milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
