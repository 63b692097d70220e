//! Measures a new registry beside the bare database that keeps it, in one run: durable issues a second, bulk import,
//! bytes a row, and how long look-ups take among many rows.
//!
//!     store FILE|URL [ROWS [IMPORTED]]
//!
//! `IMPORTED` rows show the rates of a small registry and its look-ups; 0 leaves that part out. Then it is filled up to `ROWS`,
//! all through the registry, and at the end its log is verified.

use etax_benches::cpu::{median, process};
use etax_store::audit::verify;
use etax_store::{
    Access, BULK, Bulk, Command, InvoiceKey, Message, NewCode, Outcome, Side, Store, StoredCode,
    TaxpayerQuery,
};
use std::ops::Range;
use std::time::{Duration, Instant};

/// How long each rate is measured.
const SPAN: Duration = Duration::from_secs(3);
/// How often; the middle value counts.
const ROUNDS: usize = 3;
/// Rows between two figures of the long import.
const STEP: i64 = 1_000_000;
/// Look-ups of each kind.
const LOOKUPS: i64 = 10_000;
/// Rows with a message and its answer, of the bulk import.
const ANSWERED: i64 = 100_000;

/// A number of 32 bits that looks like any other, and is the same in each run.
fn mixed(number: i64) -> i64 {
    number * 2_654_435_761 % 4_294_967_296
}

fn row(number: i64) -> NewCode {
    let mixed = mixed(number);
    let code = format!("00{mixed:08X}{:04X}4{:03X}8{number:015X}", (mixed >> 16) & 0xffff, mixed & 0xfff);
    NewCode {
        code: StoredCode::parse(&code).expect("a code"),
        key: InvoiceKey {
            seller: format!("03{:08}", mixed % 50_000),
            form: "1".to_owned(),
            series: "C26TAA".to_owned(),
            number,
        },
        day: 20_700 + i32::try_from(mixed % 60).expect("a day"),
        buyer: Some(format!("01{:08}", mixed % 70_000)),
        total: (number * 1100).into(),
        digest: [u8::try_from(mixed % 251).expect("a byte"); 32],
        serial: None,
    }
}

fn message_id(number: i64) -> String {
    format!("V0300123450{number:032}")
}

fn issue(number: i64, with_answer: bool) -> Command {
    let message =
        with_answer.then(|| Message { id: message_id(number), content: [1; 32], answer: vec![b'x'; 200] });
    Command::Issue { row: Box::new(row(number)), message, relation: None }
}

fn rate(count: i64, took: Duration) -> f64 {
    f64::from(i32::try_from(count).expect("a count")) / took.as_secs_f64()
}

/// Issues of so many clients, each waiting for its answer before it asks again; how many in a second.
fn clients(store: &Store, clients: i64, next: &mut i64) -> f64 {
    let (begun, from) = (Instant::now(), *next);
    let counts: Vec<i64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..clients)
            .map(|client| {
                scope.spawn(move || {
                    let mut count = 0;
                    while begun.elapsed() < SPAN {
                        store.record_one(issue(from + count * clients + client, true)).expect("recorded");
                        count += 1;
                    }
                    count
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("a client")).collect()
    });
    let took = begun.elapsed();
    *next += counts.iter().max().expect("clients") * clients;
    rate(counts.iter().sum(), took)
}

/// The database as it is, with a table of a number and 200 bytes.
enum Bare {
    Sqlite(rusqlite::Connection, String),
    Postgres(tokio::runtime::Runtime, Box<tokio_postgres::Client>),
}

impl Bare {
    fn open(address: &str) -> Self {
        if address.starts_with("postgres") {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            let client = runtime.block_on(async {
                let (client, connection) =
                    tokio_postgres::connect(address, tokio_postgres::NoTls).await.expect("a server");
                tokio::spawn(connection);
                client
                    .batch_execute("CREATE TABLE bare (id bigint PRIMARY KEY, body bytea)")
                    .await
                    .expect("a table");
                client
            });
            return Self::Postgres(runtime, Box::new(client));
        }
        let beside = format!("{address}.bare");
        let connection = rusqlite::Connection::open(&beside).expect("a file");
        connection.pragma_update(None, "journal_mode", "WAL").expect("a log");
        connection.pragma_update(None, "synchronous", "FULL").expect("durable");
        connection.pragma_update(None, "wal_autocheckpoint", 4000).expect("the registry's own");
        connection.execute_batch("CREATE TABLE bare (id INTEGER PRIMARY KEY, body BLOB)").expect("a table");
        Self::Sqlite(connection, beside)
    }

    /// Rows a second, so many of them in one durable transaction.
    fn rate(&mut self, batch: i64, next: &mut i64) -> f64 {
        let (begun, from) = (Instant::now(), *next);
        while begun.elapsed() < SPAN {
            let ids: Vec<i64> = (*next..*next + batch).collect();
            match self {
                Self::Sqlite(connection, _) => {
                    let transaction = connection.transaction().expect("a transaction");
                    let mut insert =
                        transaction.prepare_cached("INSERT INTO bare VALUES (?1, ?2)").expect("a statement");
                    for id in &ids {
                        insert.execute(rusqlite::params![id, [7u8; 200]]).expect("a row");
                    }
                    drop(insert);
                    transaction.commit().expect("durable");
                }
                Self::Postgres(runtime, client) => {
                    let bodies = vec![vec![7u8; 200]; ids.len()];
                    let sql = "INSERT INTO bare SELECT * FROM UNNEST($1::int8[], $2::bytea[])";
                    runtime.block_on(client.execute(sql, &[&ids, &bodies])).expect("durable rows");
                }
            }
            *next += batch;
        }
        rate(*next - from, begun.elapsed())
    }

    fn close(self) {
        match self {
            Self::Sqlite(connection, beside) => {
                drop(connection);
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{beside}{end}"));
                }
            }
            Self::Postgres(runtime, client) => {
                runtime.block_on(client.batch_execute("DROP TABLE bare")).expect("dropped");
            }
        }
    }
}

/// Imports rows as `etax registry import` does, but for what makes them.
fn bulk(store: &Store, rows: i64, with_answers: bool, next: &mut i64) {
    let before = store.read().stats().expect("counts");
    let (begun, busy, first) = (Instant::now(), process(), *next);
    let mut bulk = Bulk::new(store);
    let mut recorded = 0;
    let mut tell = |(), outcome| recorded += i64::from(matches!(outcome, Outcome::Recorded { .. }));
    while *next < first + rows {
        bulk.record((), issue(*next, with_answers), &mut tell).expect("recorded");
        *next += 1;
    }
    bulk.finish(&mut tell).expect("recorded");
    assert_eq!(recorded, rows, "all are new");
    let (busy, took) = (Duration::from_nanos(process() - busy), begun.elapsed());
    let after = store.read().stats().expect("counts");
    let what = if with_answers { "with answers" } else { "no answers" };
    println!(
        "bulk import, {rows} rows {what}, {BULK} a transaction, to {} codes: {:.0} s, {:.0}/s, {:.0} for each second of CPU \
         of this process; {} bytes a row with all indexes and the log",
        after.codes,
        took.as_secs_f64(),
        rate(rows, took),
        rate(rows, busy),
        (after.bytes - before.bytes) / rows
    );
}

/// Times each look-up and says the middle and the worst of a hundred.
fn look_up(what: &str, mut one: impl FnMut(i64)) {
    let mut times: Vec<Duration> = (0..LOOKUPS)
        .map(|at| {
            let begun = Instant::now();
            one(at);
            begun.elapsed()
        })
        .collect();
    times.sort();
    println!(
        "look-up by {what}: median {:?}, p99 {:?}",
        times[times.len() / 2],
        times[times.len() * 99 / 100]
    );
}

/// Looks up rows `first..=last`, those of `answered` by their messages.
fn look_ups(store: &Store, first: i64, last: i64, answered: &Range<i64>) {
    let rows = last - first + 1;
    let any = |at: i64, of: i64| mixed(at + 1) % of;
    let answers = answered.end - answered.start;
    println!(
        "{LOOKUPS} look-ups of each kind, one after the other, among {rows} codes and {answers} answers"
    );
    let read = store.read();
    look_up("code", |at| {
        let code = row(first + any(at, rows)).code;
        assert!(read.by_code(&[code]).expect("an answer")[0].is_some());
    });
    look_up("invoice", |at| {
        let key = row(first + any(at, rows)).key;
        assert!(read.by_invoice(&[key]).expect("an answer")[0].is_some());
    });
    look_up("message id", |at| {
        let id = message_id(answered.start + any(at, answers));
        assert!(read.by_message(&id).expect("an answer").is_some());
    });
    look_up("code that is not there", |at| {
        let code = row(last + 1 + at).code;
        assert!(read.by_code(&[code]).expect("an answer")[0].is_none());
    });
    look_up("taxpayer and period, first page of at most 100", |at| {
        let NewCode { key, day, .. } = row(first + any(at, rows));
        let query = TaxpayerQuery {
            side: Side::Seller,
            taxpayer: &key.seller,
            first: day,
            last: day + 30,
            after: None,
            limit: 100,
        };
        assert!(!read.by_taxpayer(&query).expect("an answer").rows.is_empty());
    });
    let codes: Vec<StoredCode> = (0..10_000).map(|at| row(first + any(at, rows)).code).collect();
    let begun = Instant::now();
    assert!(read.by_code(&codes).expect("answers").iter().all(Option::is_some));
    println!("look-up of 10,000 codes at once: {:?} each", begun.elapsed() / 10_000);
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().expect("a file or an address");
    let mut count =
        |otherwise: i64| arguments.next().map_or(otherwise, |text| text.parse().expect("a number"));
    let (rows, imported) = (count(10_000_000), count(200_000));
    println!("{}, {rows} rows", if address.starts_with("postgres") { "PostgreSQL" } else { "SQLite" });
    let store = Store::open(&address, Access::Create).expect("a store");
    assert_eq!(store.read().stats().expect("counts").events, 0, "the store must be new");
    let mut next = 1;
    let mut answered = 1..1;
    if imported > 0 {
        compare(&address, &store, &mut next);
        let first = next;
        bulk(&store, imported, false, &mut next);
        answered.start = next;
        bulk(&store, ANSWERED, true, &mut next);
        answered.end = next;
        look_ups(&store, first, next - 1, &answered);
    }
    let first = next;
    if rows < first {
        return;
    }
    if answered.is_empty() {
        bulk(&store, ANSWERED.min(rows), true, &mut next);
        answered = first..next;
    }
    let begun = Instant::now();
    let from = next;
    while next <= rows {
        let step = STEP.min(rows - next + 1);
        bulk(&store, step, false, &mut next);
    }
    println!("{} rows in {:.0} s", next - from, begun.elapsed().as_secs_f64());
    look_ups(&store, first, next - 1, &answered);
    let begun = Instant::now();
    let audit = verify(store.read(), None).expect("read");
    assert_eq!(audit.misfit, None, "the log fits");
    println!("audit of {} events: {:.0} s", audit.events, begun.elapsed().as_secs_f64());
    println!("{} bytes on disk", store.read().stats().expect("counts").bytes);
}

/// Durable issues a second beside the bare database.
fn compare(address: &str, store: &Store, next: &mut i64) {
    let mut bare = Bare::open(address);
    let mut bare_next = 1;
    let counts = [1, 8, 64];
    let mut found = [const { (Vec::new(), Vec::new(), Vec::new()) }; 3];
    for _ in 0..ROUNDS {
        for (count, (single, batch, issues)) in counts.into_iter().zip(&mut found) {
            single.push(bare.rate(1, &mut bare_next));
            batch.push(bare.rate(count, &mut bare_next));
            issues.push(clients(store, count, next));
        }
    }
    bare.close();
    for (count, (single, batch, issues)) in counts.into_iter().zip(&found) {
        let (single, batch, issues) = (median(single), median(batch), median(issues));
        println!(
            "{count} clients: {issues:.0} durable issues/s; bare, one row a transaction {single:.0}/s ({:.2} of it); \
             bare, {count} rows a transaction {batch:.0}/s ({:.2} of it)",
            issues / single,
            issues / batch
        );
    }
}
