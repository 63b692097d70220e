//! Places for stores: a folder for SQLite, a schema of its own for PostgreSQL.
#![allow(dead_code, reason = "each test program uses a part of it")]

use etax_store::{Access, Command, InvoiceKey, Message, NewCode, Outcome, Store, StoredCode};
use std::sync::atomic::{AtomicU64, Ordering};

/// Where a store is.
pub(crate) struct Place {
    pub(crate) address: String,
    folder: Option<tempfile::TempDir>,
}

/// Names the PostgreSQL server that tests may use; `scripts/test` starts one and sets it.
pub(crate) const SERVER: &str = "ETAX_TEST_POSTGRES";

impl Place {
    pub(crate) fn sqlite() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let address = folder.path().join("registry.db").to_str().unwrap().to_owned();
        Some(Self { address, folder: Some(folder) })
    }

    /// `None` where no server is named. One that is named must be there.
    pub(crate) fn postgres() -> Option<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let Ok(server) = std::env::var(SERVER) else {
            eprintln!("\n*** NOT TESTED: {SERVER} names no PostgreSQL server; scripts/test starts one ***\n");
            return None;
        };
        let schema = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        sql(&server, &format!("CREATE SCHEMA {schema}"));
        let joint = if server.contains('?') { '&' } else { '?' };
        let address = format!("{server}{joint}options=-csearch_path%3D{schema}");
        Some(Self { address, folder: None })
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.address, Access::Create).unwrap()
    }

    /// What the server says, one value.
    pub(crate) fn value(&self, text: &str) -> String {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (client, connection) =
                tokio_postgres::connect(&self.address, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            client.query_one(text, &[]).await.unwrap().get(0)
        })
    }

    /// The same place with further settings of the server's connection.
    pub(crate) fn with(&self, settings: &str) -> String {
        format!("{}%20{settings}", self.address)
    }

    pub(crate) fn is_file(&self) -> bool {
        self.folder.is_some()
    }

    /// Runs SQL behind the store's back.
    pub(crate) fn sql(&self, text: &str) -> Result<(), String> {
        if self.is_file() {
            let connection = rusqlite::Connection::open(&self.address).unwrap();
            connection.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
            connection.execute_batch(text).map_err(|error| error.to_string())
        } else {
            try_sql(&self.address, text)
        }
    }
}

pub(crate) fn sql(address: &str, text: &str) {
    try_sql(address, text).unwrap();
}

fn try_sql(address: &str, text: &str) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls)
            .await
            .expect("the PostgreSQL server that the tests were given does not answer");
        let connection = tokio::spawn(connection);
        let result = client.batch_execute(text).await;
        drop(client);
        let _ = connection.await;
        result.map_err(|error| {
            error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned())
        })
    })
}

/// An invented invoice by number.
pub(crate) fn row(number: i64) -> NewCode {
    NewCode {
        code: code(number),
        key: InvoiceKey {
            seller: "0300123450".to_owned(),
            form: "1".to_owned(),
            series: "C26TAA".to_owned(),
            number,
        },
        day: 20_700 + i32::try_from(number % 60).unwrap(),
        buyer: (number % 2 == 0).then(|| "0312345678-001".to_owned()),
        total: (number * 1100).into(),
        digest: [u8::try_from(number % 251).unwrap(); 32],
        serial: None,
    }
}

/// A code such as today's: 00 and an UUID of version 4.
pub(crate) fn code(number: i64) -> StoredCode {
    let mixed = u64::try_from(number).unwrap().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    StoredCode::parse(&format!(
        "00{:08X}{:04X}4{:03X}8{number:015X}",
        mixed >> 32,
        (mixed >> 16) & 0xffff,
        mixed & 0xfff
    ))
    .unwrap()
}

pub(crate) fn message(id: &str, content: u8, answer: &str) -> Message {
    Message { id: id.to_owned(), content: [content; 32], answer: answer.as_bytes().to_vec() }
}

pub(crate) fn issue(row: &NewCode, message: Option<Message>) -> Command {
    Command::Issue { row: Box::new(row.clone()), message, relation: None }
}

pub(crate) fn one(store: &Store, command: Command) -> Outcome {
    store.record_one(command).unwrap()
}
