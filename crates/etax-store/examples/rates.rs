//! Measures a new store: durable issues per second beside the bare database, bytes per row, time of a look-up.
//!
//!     cargo run --release -p etax-store --example rates -- FILE|URL [ROWS]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::float_arithmetic,
    reason = "a measurement that cannot go on should stop"
)]

use etax_store::{Access, Command, InvoiceKey, Message, NewCode, Store, StoredCode};
use std::time::Instant;

/// How long each rate is measured, in seconds.
const SECONDS: u64 = 5;

fn row(number: i64) -> NewCode {
    let mixed = u64::try_from(number).unwrap().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let code =
        format!("00{:08X}{:04X}4{:03X}8{number:015X}", mixed >> 32, (mixed >> 16) & 0xffff, mixed & 0xfff);
    NewCode {
        code: StoredCode::parse(&code).unwrap(),
        key: InvoiceKey {
            seller: format!("03{:08}", mixed % 50_000),
            form: "1".to_owned(),
            series: "C26TAA".to_owned(),
            number,
        },
        day: 20_700 + i32::try_from(mixed % 60).unwrap(),
        buyer: Some(format!("01{:08}", mixed % 70_000)),
        total: (number * 1100).into(),
        digest: [u8::try_from(mixed % 251).unwrap(); 32],
        serial: None,
    }
}

fn issue(number: i64, with_answer: bool) -> Command {
    let message = with_answer.then(|| Message {
        id: format!("V0300123450{number:032}"),
        content: [1; 32],
        answer: vec![b'x'; 200],
    });
    Command::Issue { row: Box::new(row(number)), message, relation: None }
}

/// Issues of so many clients, each waiting for its answer; how many in a second.
fn clients(store: &Store, clients: i64, next: &mut i64) -> f64 {
    let begun = Instant::now();
    let from = *next;
    let counts: Vec<i64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..clients)
            .map(|client| {
                scope.spawn(move || {
                    let mut count = 0;
                    while begun.elapsed().as_secs() < SECONDS {
                        store.record_one(issue(from + count * clients + client, true)).unwrap();
                        count += 1;
                    }
                    count
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    *next += counts.iter().max().unwrap() * clients;
    let count: i64 = counts.iter().sum();
    f64::from(i32::try_from(count).unwrap()) / begun.elapsed().as_secs_f64()
}

/// Rows of 200 bytes that the database itself makes durable one by one, in a second.
fn bare(address: &str) -> f64 {
    let begun = Instant::now();
    let mut count = 0;
    if address.starts_with("postgres") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute("CREATE TABLE bare (id bigint PRIMARY KEY, body bytea)").await.unwrap();
            let insert = client.prepare("INSERT INTO bare VALUES ($1, $2)").await.unwrap();
            while begun.elapsed().as_secs() < SECONDS {
                client.execute(&insert, &[&i64::from(count), &vec![7u8; 200]]).await.unwrap();
                count += 1;
            }
            client.batch_execute("DROP TABLE bare").await.unwrap();
        });
    } else {
        let beside = format!("{address}.bare");
        let connection = rusqlite::Connection::open(&beside).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.pragma_update(None, "synchronous", "FULL").unwrap();
        connection.execute_batch("CREATE TABLE bare (id INTEGER PRIMARY KEY, body BLOB)").unwrap();
        let mut insert = connection.prepare("INSERT INTO bare VALUES (?1, ?2)").unwrap();
        while begun.elapsed().as_secs() < SECONDS {
            insert.execute(rusqlite::params![count, [7u8; 200]]).unwrap();
            count += 1;
        }
        drop(insert);
        drop(connection);
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{beside}{end}"));
        }
    }
    f64::from(count) / begun.elapsed().as_secs_f64()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().expect("a file or an address");
    let rows: i64 = arguments.next().map_or(100_000, |rows| rows.parse().unwrap());
    let store = Store::open(&address, Access::Create).unwrap();
    assert_eq!(store.read().stats().unwrap().events, 0, "the store must be new");
    let bare = bare(&address);
    println!("bare database, one row a commit, one client: {bare:.0}/s");
    let mut next = 1;
    for count in [1, 8, 64] {
        let rate = clients(&store, count, &mut next);
        println!("durable issues with answers, {count} clients: {rate:.0}/s, {:.2} of bare", rate / bare);
    }
    let before = store.read().stats().unwrap();
    let begun = Instant::now();
    let first = next;
    while next < first + rows {
        let past = (next + 1000).min(first + rows);
        store.record((next..past).map(|number| issue(number, false)).collect()).unwrap();
        next = past;
    }
    let took = begun.elapsed().as_secs_f64();
    let after = store.read().stats().unwrap();
    println!("bulk, 1000 rows a commit, no answers: {:.0}/s", f64::from(i32::try_from(rows).unwrap()) / took);
    println!("bytes a row, with all indexes and the event: {}", (after.bytes - before.bytes) / rows);
    let wanted: Vec<NewCode> = (0..10_000).map(|at| row(first + at * 7919 % rows)).collect();
    let begun = Instant::now();
    for row in &wanted {
        assert!(store.read().by_code(std::slice::from_ref(&row.code)).unwrap()[0].is_some());
    }
    println!("look-up by code at {} rows: {:?} each", after.codes, begun.elapsed() / 10_000);
    let begun = Instant::now();
    for row in &wanted {
        assert!(store.read().by_invoice(std::slice::from_ref(&row.key)).unwrap()[0].is_some());
    }
    println!("look-up by invoice: {:?} each", begun.elapsed() / 10_000);
    let codes: Vec<StoredCode> = wanted.into_iter().map(|row| row.code).collect();
    let begun = Instant::now();
    assert!(store.read().by_code(&codes).unwrap().iter().all(Option::is_some));
    println!("look-up of 10,000 codes at once: {:?} each", begun.elapsed() / 10_000);
}
