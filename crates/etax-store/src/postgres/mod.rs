//! PostgreSQL: one server, several nodes.
//!
//! Every writing transaction takes one lock of the database first, so that the log has one order whichever node writes. What
//! that costs is made up for by writing whatever has come in meanwhile as one transaction.

mod address;
mod read;
#[cfg(feature = "tls")]
mod tls;
mod write;

use crate::backend::Backend;
use crate::command::{Command, Outcome};
use crate::event::Logged;
use crate::merkle::Hash;
use crate::row::{Entry, FilingRow, InvoiceKey, KeptAnswer, Page, Stats, TaxpayerQuery};
use crate::store::Access;
use crate::{StoreError, StoredCode, audit::SignedRoot};
use address::Address;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime};
use std::error::Error;
use std::fmt;
use std::path::Path;
use std::time::Duration;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};

/// The schema's versions, oldest first. A step is never changed once it was released; another is appended.
const STEPS: [&str; 2] = [include_str!("schema.sql"), include_str!("schema2.sql")];
/// How long a connection may take to be made or to come free.
const PATIENCE: Duration = Duration::from_secs(20);
/// Connections: one writes, the others read.
const CONNECTIONS: usize = 9;

/// A store on a server.
pub struct Postgres {
    pool: Pool,
    runtime: tokio::runtime::Runtime,
    access: Access,
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address may hold a password.
        f.write_str("Postgres")
    }
}

/// What the server says, in the store's words.
fn fault(error: tokio_postgres::Error) -> StoreError {
    let Some(state) = error.code() else {
        return if error.is_closed() {
            StoreError::Unreachable(error.to_string())
        } else {
            StoreError::Database(words(&error))
        };
    };
    match *state {
        SqlState::DISK_FULL | SqlState::OUT_OF_MEMORY => StoreError::Full,
        SqlState::READ_ONLY_SQL_TRANSACTION | SqlState::INSUFFICIENT_PRIVILEGE => StoreError::ReadOnly,
        SqlState::LOCK_NOT_AVAILABLE | SqlState::QUERY_CANCELED => StoreError::Busy,
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => StoreError::Corrupt(words(&error)),
        SqlState::INVALID_CATALOG_NAME => StoreError::Missing(words(&error)),
        SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::CANNOT_CONNECT_NOW
        | SqlState::TOO_MANY_CONNECTIONS => StoreError::Unreachable(words(&error)),
        _ => StoreError::Database(words(&error)),
    }
}

fn words(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned())
}

fn pool_fault(error: PoolError) -> StoreError {
    match error {
        PoolError::Backend(error) if error.code().is_some() => fault(error),
        other => {
            // What is wrong with a certificate is said by the error behind the error.
            let (mut why, mut cause) = (other.to_string(), other.source());
            while let Some(error) = cause {
                let said = error.to_string();
                if !why.ends_with(&said) {
                    why.push_str(": ");
                    why.push_str(&said);
                }
                cause = error.source();
            }
            StoreError::Unreachable(why)
        }
    }
}

impl Postgres {
    /// Connects, and makes or brings up to date the tables of the address's schema where that may be done.
    ///
    /// With `sslrootcert=FILE` in the address the connection is encrypted and the server verified: its certificate must lead to
    /// one in that file (PEM) and name the host. Without, it is not encrypted; an address that demands it is refused.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn open(address: &str, access: Access) -> Result<Self, StoreError> {
        let Address { mut config, roots } = Address::parse(address)?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        let options = config.get_options().unwrap_or_default().to_owned();
        // Whatever the server's default: an answer leaves when its record is on disk. Plans are made once, and for a table
        // that will grow: each row that is asked for is looked up by an index, however few there are yet.
        config.options(format!(
            "{options} -csynchronous_commit=on -clock_timeout=20s -cplan_cache_mode=force_generic_plan \
             -cenable_seqscan=off -cenable_hashjoin=off -cenable_mergejoin=off"
        ));
        let manager = manager(config, roots.as_deref())?;
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .wait_timeout(Some(PATIENCE))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| StoreError::Address(error.to_string()))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(|error| StoreError::Address(error.to_string()))?;
        let store = Self { pool, runtime, access };
        store.runtime.block_on(store.prepare())?;
        Ok(store)
    }

    async fn client(&self) -> Result<Object, StoreError> {
        self.pool.get().await.map_err(pool_fault)
    }

    async fn prepare(&self) -> Result<(), StoreError> {
        let mut client = self.client().await?;
        let fsync: String = client.query_one("SHOW fsync", &[]).await.map_err(fault)?.get(0);
        if fsync != "on" && self.access != Access::Read {
            return Err(StoreError::Address(
                "the server runs with fsync off and can lose what it confirmed".to_owned(),
            ));
        }
        let version = version(&client).await?;
        if version == latest() {
            return Ok(());
        }
        if version == 0 && self.access != Access::Create {
            return Err(StoreError::Missing("the server has no store in this schema".to_owned()));
        }
        if self.access == Access::Read {
            return Err(StoreError::Older { found: version, known: latest() });
        }
        let step = client.transaction().await.map_err(fault)?;
        write::lock(&step).await.map_err(fault)?;
        step.batch_execute("CREATE TABLE IF NOT EXISTS etax_store (version bigint NOT NULL)")
            .await
            .map_err(fault)?;
        // Another node may have been quicker.
        let row = step.query_opt("SELECT version FROM etax_store", &[]).await.map_err(fault)?;
        let version: i64 = row.map_or(0, |row| row.get(0));
        for sql in STEPS.iter().skip(usize::try_from(version).unwrap_or(0)) {
            step.batch_execute(sql).await.map_err(fault)?;
        }
        step.execute("DELETE FROM etax_store", &[]).await.map_err(fault)?;
        step.execute("INSERT INTO etax_store VALUES ($1)", &[&latest()]).await.map_err(fault)?;
        step.commit().await.map_err(fault)
    }

    /// Runs a look-up. A connection that has died since it was last used is replaced once.
    fn reading<T, F>(&self, work: impl Fn(Object) -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, read::ReadError>>,
    {
        self.runtime.block_on(async {
            let mut tries = 0;
            loop {
                tries += 1;
                match work(self.client().await?).await {
                    Err(read::ReadError::Server(error)) if error.is_closed() && tries < 3 => {}
                    Err(other) => return Err(other.into()),
                    Ok(found) => return Ok(found),
                }
            }
        })
    }
}

fn manager(config: Config, roots: Option<&Path>) -> Result<Manager, StoreError> {
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    match roots {
        None => Ok(Manager::from_config(config, NoTls, recycling)),
        #[cfg(feature = "tls")]
        Some(roots) => Ok(Manager::from_config(config, tls::connector(roots)?, recycling)),
        #[cfg(not(feature = "tls"))]
        Some(_) => Err(StoreError::Address("built without encrypted connections".to_owned())),
    }
}

fn latest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

async fn version(client: &Object) -> Result<i64, StoreError> {
    let found = match client.query_opt("SELECT version FROM etax_store", &[]).await {
        Ok(row) => row.map_or(0, |row| row.get(0)),
        Err(error) if error.code() == Some(&SqlState::UNDEFINED_TABLE) => 0,
        Err(error) => return Err(fault(error)),
    };
    if found > latest() {
        return Err(StoreError::Newer { found, known: latest() });
    }
    Ok(found)
}

impl Backend for Postgres {
    fn transact(&self, commands: &[&Command], now: i64) -> Result<Vec<Outcome>, StoreError> {
        if self.access == Access::Read {
            return Err(StoreError::ReadOnly);
        }
        self.runtime.block_on(async {
            let mut tries = 0;
            loop {
                tries += 1;
                let mut client = self.client().await?;
                match write::transact(&mut client, commands, now).await {
                    // Nothing was sent to be committed, so it may be tried again on another connection.
                    Err(StoreError::Unreachable(_)) if tries < 3 => {}
                    result => return result,
                }
            }
        })
    }

    fn by_code(&self, codes: &[StoredCode]) -> Result<Vec<Option<Entry>>, StoreError> {
        let wanted: Vec<&StoredCode> = codes.iter().collect();
        self.reading(|client| {
            let wanted = &wanted;
            async move { read::by_code(&client, wanted).await }
        })
    }

    fn by_invoice(&self, keys: &[InvoiceKey]) -> Result<Vec<Option<Entry>>, StoreError> {
        let wanted: Vec<&InvoiceKey> = keys.iter().collect();
        self.reading(|client| {
            let wanted = &wanted;
            async move { read::by_invoice(&client, wanted).await }
        })
    }

    fn by_id(&self, ids: &[i64]) -> Result<Vec<Option<Entry>>, StoreError> {
        self.reading(|client| async move { read::by_id(&client, ids).await })
    }

    fn by_message(&self, id: &str) -> Result<Option<KeptAnswer>, StoreError> {
        let found = self.reading(|client| async move { read::by_message(&client, &[id]).await })?;
        Ok(found.into_iter().next().map(|(_, answer)| answer))
    }

    fn by_taxpayer(&self, query: &TaxpayerQuery<'_>) -> Result<Page<Entry>, StoreError> {
        self.reading(|client| async move { read::by_taxpayer(&client, query).await })
    }

    fn filings(
        &self,
        taxpayer: &str,
        period: Option<&str>,
        after: i64,
        limit: usize,
    ) -> Result<Vec<FilingRow>, StoreError> {
        self.reading(|client| async move { read::filings(&client, taxpayer, period, after, limit).await })
    }

    fn events(&self, after: i64, limit: usize) -> Result<Vec<Logged>, StoreError> {
        self.reading(|client| async move { read::events(&client, after, limit).await })
    }

    fn answers(&self, after: i64, limit: usize) -> Result<Vec<(String, KeptAnswer, Vec<u8>)>, StoreError> {
        self.reading(|client| async move { read::answers(&client, after, limit).await })
    }

    fn roots(&self) -> Result<Vec<SignedRoot>, StoreError> {
        self.reading(|client| async move { read::roots(&client).await })
    }

    fn nodes(&self, places: &[(u8, i64)]) -> Result<Vec<Option<Hash>>, StoreError> {
        self.reading(|client| async move { read::nodes(&client, places).await })
    }

    fn stats(&self) -> Result<Stats, StoreError> {
        self.reading(|mut client| async move { read::stats(&mut client).await })
    }
}
