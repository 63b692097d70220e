//! Measures a new registry beside the bare database that keeps it, in one run: durable issues a second, bulk import,
//! bytes a row, and how long look-ups take among many rows.
//!
//!     store FILE|URL [ROWS [IMPORTED]]
//!
//! `IMPORTED` rows go through the registry. To `ROWS` it is grown by the database's own SQL, which is faster: look-ups find
//! the same tables and indexes, but no log that an audit would accept.

use etax_benches::cpu::{median, process};
use etax_store::{Access, Command, InvoiceKey, Message, NewCode, Side, Store, StoredCode, TaxpayerQuery};
use std::time::{Duration, Instant};

/// How long each rate is measured.
const SPAN: Duration = Duration::from_secs(3);
/// How often; the middle value counts.
const ROUNDS: usize = 3;
/// Rows of one transaction of the bulk import.
const GROUP: i64 = 10_000;
/// Look-ups of each kind.
const LOOKUPS: i64 = 10_000;
/// Rows with a message and its answer, of the bulk import.
const ANSWERED: i64 = 100_000;

/// A number of 32 bits that looks like any other, and is the same in each run and in SQL.
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

fn bulk(store: &Store, rows: i64, with_answers: bool, next: &mut i64) {
    let before = store.read().stats().expect("counts");
    let (begun, busy, first) = (Instant::now(), process(), *next);
    while *next < first + rows {
        let past = (*next + GROUP).min(first + rows);
        store.record((*next..past).map(|number| issue(number, with_answers)).collect()).expect("recorded");
        *next = past;
    }
    let busy = Duration::from_nanos(process() - busy);
    let took = begun.elapsed();
    let after = store.read().stats().expect("counts");
    let what = if with_answers { "with answers" } else { "no answers" };
    println!(
        "bulk import, {rows} rows {what}, {GROUP} a transaction: {:.0}/s, {:.0} for each second of CPU of this process; \
         {} bytes a row with all indexes and the log",
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

/// Fills the tables up to so many rows, the last of them with answers, and makes the indexes afterwards.
fn grow(address: &str, from: i64, upto: i64, answered: i64) {
    let begun = Instant::now();
    let first = upto - answered + 1;
    if address.starts_with("postgres") {
        let sql = format!(
            "SET session_replication_role = replica;
             CREATE TEMP TABLE made AS SELECT indexname AS name, indexdef AS text FROM pg_indexes
                 WHERE tablename IN ('code', 'answer') AND schemaname = current_schema() AND indexname NOT LIKE '%pkey';
             DO $$ DECLARE made record; BEGIN
                 FOR made IN SELECT * FROM made LOOP EXECUTE format('DROP INDEX %I', made.name); END LOOP; END $$;
             INSERT INTO event SELECT n, 4000000000000, 2, n, '', sha256(n::text::bytea) FROM generate_series({from}, {upto}) n;
             INSERT INTO code SELECT n, decode('00' || lpad(to_hex(m), 8, '0') || lpad(to_hex((m >> 16) & 65535), 4, '0')
                 || '4' || lpad(to_hex(m & 4095), 3, '0') || '8' || lpad(to_hex(n), 15, '0'), 'hex'),
                 '03' || lpad((m % 50000)::text, 8, '0'), '1', 'C26TAA', n, 20700 + (m % 60)::int4,
                 '01' || lpad((m % 70000)::text, 8, '0'), (n * 1100)::text, sha256(n::text::bytea), NULL, NULL
                 FROM (SELECT n, n * 2654435761 % 4294967296 AS m FROM generate_series({from}::int8, {upto}::int8) n) k;
             INSERT INTO answer (seq, message, subject, content, answer)
                 SELECT n, 'V0300123450' || lpad(n::text, 32, '0'), n, sha256(n::text::bytea), decode(repeat('78', 200), 'hex')
                 FROM generate_series({first}, {upto}) n;
             DO $$ DECLARE made record; BEGIN
                 FOR made IN SELECT * FROM made LOOP EXECUTE made.text; END LOOP; END $$;"
        );
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let (client, connection) =
                tokio_postgres::connect(address, tokio_postgres::NoTls).await.expect("a server");
            tokio::spawn(connection);
            client.batch_execute(&sql).await.expect("filled");
            client.batch_execute("VACUUM ANALYZE").await.expect("counted");
        });
    } else {
        let connection = rusqlite::Connection::open(address).expect("a file");
        let made: Vec<(String, String)> = connection
            .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name IN ('code', 'answer') AND sql IS NOT NULL")
            .and_then(|mut made| made.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .expect("indexes");
        connection
            .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000")
            .expect("settings");
        let drop: String = made.iter().map(|(name, _)| format!("DROP INDEX {name};")).collect();
        connection.execute_batch(&drop).expect("dropped");
        let numbers = |from: i64| {
            format!("WITH RECURSIVE s(n) AS (VALUES ({from}) UNION ALL SELECT n + 1 FROM s WHERE n < {upto})")
        };
        let numbers = (numbers(from), numbers(first));
        connection
            .execute_batch(&format!(
                "INSERT INTO event {all} SELECT n, 4000000000000, 2, n, x'', randomblob(32) FROM s;
                 INSERT INTO code {all} SELECT n, unhex(printf('00%08X%04X4%03X8%015X', m, (m >> 16) & 65535, m & 4095, n)),
                     printf('03%08d', m % 50000), '1', 'C26TAA', n, 20700 + m % 60, printf('01%08d', m % 70000),
                     CAST(n * 1100 AS TEXT), randomblob(32), NULL, NULL
                     FROM (SELECT n, n * 2654435761 % 4294967296 AS m FROM s);
                 INSERT INTO answer (seq, message, subject, content, answer) {last}
                     SELECT n, printf('V0300123450%032d', n), n, randomblob(32), randomblob(200) FROM s;",
                all = numbers.0,
                last = numbers.1,
            ))
            .expect("filled");
        for (_, sql) in made {
            connection.execute_batch(&sql).expect("an index");
        }
        connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").expect("in the file");
    }
    println!("grown to {upto} rows by SQL in {:.0} s", begun.elapsed().as_secs_f64());
}

/// Looks up rows `first..=last`, the last of which have answers.
fn look_ups(store: &Store, first: i64, last: i64, answered: i64) {
    let rows = last - first + 1;
    let any = |at: i64, of: i64| mixed(at + 1) % of;
    println!(
        "{LOOKUPS} look-ups of each kind, one after the other, among {rows} codes and {answered} answers"
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
        let id = message_id(last - any(at, answered));
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
    let mut bare = Bare::open(&address);
    let (mut next, mut bare_next) = (1, 1);
    let counts = [1, 8, 64];
    let mut found = [const { (Vec::new(), Vec::new(), Vec::new()) }; 3];
    for _ in 0..ROUNDS {
        for (count, (single, batch, issues)) in counts.into_iter().zip(&mut found) {
            single.push(bare.rate(1, &mut bare_next));
            batch.push(bare.rate(count, &mut bare_next));
            issues.push(clients(&store, count, &mut next));
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
    let first = next;
    bulk(&store, imported, false, &mut next);
    bulk(&store, ANSWERED, true, &mut next);
    look_ups(&store, first, next - 1, ANSWERED);
    if next >= rows {
        return;
    }
    // Rows are numbered like events from here on.
    let head = store.read().stats().expect("counts").events;
    assert!(head < next, "each event has had a row's number");
    drop(store);
    let answered = (rows / 10).min(rows - next);
    grow(&address, next, rows, answered);
    let store = Store::open(&address, Access::Read).expect("the store");
    look_ups(&store, next, rows, answered);
    println!("{} bytes on disk", store.read().stats().expect("counts").bytes);
}
