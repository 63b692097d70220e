//! SQLite's write-ahead log cut at every byte of its last transactions, and damaged there; PostgreSQL's cut at many.

use crate::place::{Place, issue, message, row};
use etax_store::{Access, Store, audit};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Transactions of one row each.
const ROWS: i64 = 12;
/// Bytes from the end of the log that are cut one by one; further ahead, either side of each frame and of its header.
const CLOSE: u64 = 4_400;
const FRAME: u64 = 4096 + 24;

/// How many rows are there; all of a prefix, none after it, and the log whole.
fn rows(address: &str) -> i64 {
    let store = Store::open(address, Access::Write).unwrap();
    let count = store.read().stats().unwrap().codes;
    for number in 1..=ROWS {
        let found = store.read().by_code(&[row(number).code]).unwrap().remove(0);
        let answer = store.read().by_message(&format!("M{number}")).unwrap();
        assert_eq!((found.is_some(), answer.is_some()), (number <= count, number <= count));
    }
    assert_eq!(audit::verify(store.read(), None).unwrap().misfit, None);
    // It goes on from there.
    let again = (count + 1..=ROWS)
        .map(|number| issue(&row(number), Some(message(&format!("M{number}"), 1, "answer"))));
    store.record(again.collect()).unwrap();
    assert_eq!(store.read().stats().unwrap().codes, ROWS);
    count
}

#[test]
fn a_log_cut_at_any_byte_recovers_to_a_prefix() {
    let place = Place::sqlite().unwrap();
    let store = place.open();
    let from = Path::new(&place.address);
    for number in 1..=ROWS {
        store.record(vec![issue(&row(number), Some(message(&format!("M{number}"), 1, "answer")))]).unwrap();
    }
    // Taken while the store is open: what a crash leaves behind.
    let database = fs::read(from).unwrap();
    let log = fs::read(from.with_extension("db-wal")).unwrap();
    drop(store);
    let length = u64::try_from(log.len()).unwrap();
    // On a file system in memory: what is written is looked at again, not kept.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let to = folder.path().join("registry.db");
    let wal = to.with_extension("db-wal");
    let mut last = ROWS;
    let mut seen = std::collections::BTreeSet::new();
    let mut at = length;
    loop {
        fs::write(&to, &database).unwrap();
        fs::write(&wal, &log[..usize::try_from(at).unwrap()]).unwrap();
        let _ = fs::remove_file(to.with_extension("db-shm"));
        // The tables themselves are in the log's first transaction.
        if at < 32 + FRAME * 40 {
            break;
        }
        let count = rows(to.to_str().unwrap());
        assert!(count <= last, "a shorter log has more rows: {count} > {last} at {at}");
        last = count;
        seen.insert(count);
        at -= match at % FRAME {
            _ if length - at < CLOSE => 1,
            // Either side of the frame's page, either side of its header.
            inside @ 27.. if inside < FRAME - 1 => inside - 26,
            inside @ 4..=22 => inside - 3,
            _ => 1,
        };
    }
    assert!(seen.contains(&ROWS) && seen.len() > 3, "{seen:?}");
}

#[test]
fn a_damaged_end_of_the_log_is_not_believed() {
    let place = Place::sqlite().unwrap();
    let store = place.open();
    let from = Path::new(&place.address);
    for number in 1..=ROWS {
        store.record(vec![issue(&row(number), Some(message(&format!("M{number}"), 1, "answer")))]).unwrap();
    }
    let database = fs::read(from).unwrap();
    let log = fs::read(from.with_extension("db-wal")).unwrap();
    drop(store);
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("registry.db");
    let mut damaged = 0;
    for back in (1..log.len().min(30_000)).step_by(211) {
        let mut bytes = log.clone();
        let at = log.len() - back;
        bytes[at] ^= 0x40;
        fs::write(&to, &database).unwrap();
        fs::write(to.with_extension("db-wal"), &bytes).unwrap();
        let _ = fs::remove_file(to.with_extension("db-shm"));
        damaged += i64::from(rows(to.to_str().unwrap()) < ROWS);
    }
    assert!(damaged > 50, "{damaged}");
}

/// How often PostgreSQL's log is cut: each time takes a start of the server.
const CUTS: usize = 12;

/// The end of the server's log does not reach the disk, from any byte on: what is left is a prefix.
#[test]
fn the_log_of_postgres_cut_anywhere_recovers_to_a_prefix() {
    let _alone = crate::kill::ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(place) = Place::postgres() else { return };
    let control =
        std::env::var("ETAX_TEST_POSTGRES_CONTROL").expect("scripts/postgres says how to stop the server");
    let server = |what: &str| assert!(Command::new(&control).arg(what).status().unwrap().success());
    let copy = |from: &Path, to: &Path| {
        assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
    };
    let store = place.open();
    let position = "SELECT (pg_current_wal_lsn() - '0/0')::int8::text";
    let file = "SELECT pg_walfile_name(pg_current_wal_lsn())";
    // In one piece of the log, all of it.
    place.sql("SELECT pg_switch_wal()").unwrap();
    place.sql("CREATE TABLE here ()").unwrap();
    let (from, name): (u64, _) = (place.value(position).parse().unwrap(), place.value(file));
    for number in 1..=ROWS {
        store.record(vec![issue(&row(number), Some(message(&format!("M{number}"), 1, "answer")))]).unwrap();
    }
    let past: u64 = place.value(position).parse().unwrap();
    assert_eq!(name, place.value(file));
    let data = std::path::PathBuf::from(place.value("SHOW data_directory"));
    drop(store);
    server("stop");
    let kept = data.with_extension("kept");
    copy(&data, &kept);
    let mut seen = std::collections::BTreeSet::new();
    for cut in 0..=CUTS {
        // From nothing to everything, at bytes that are no round numbers.
        let at = from + (past - from) * u64::try_from(cut).unwrap() / u64::try_from(CUTS).unwrap();
        fs::remove_dir_all(&data).unwrap();
        copy(&kept, &data);
        let log = data.join("pg_wal").join(&name);
        let mut bytes = fs::read(&log).unwrap();
        let piece = u64::try_from(bytes.len()).unwrap();
        bytes[usize::try_from(at % piece).unwrap()..].fill(0);
        // Written over, so that it stays the server's own file.
        fs::write(&log, bytes).unwrap();
        server("start");
        let count = rows(&place.address);
        assert!(
            seen.last().is_none_or(|last| count >= *last),
            "a longer log has fewer rows: {count} at {at}"
        );
        seen.insert(count);
        server("stop");
    }
    fs::remove_dir_all(&data).unwrap();
    fs::rename(&kept, &data).unwrap();
    server("start");
    assert_eq!(rows(&place.address), ROWS);
    assert!(seen.contains(&0) && seen.contains(&ROWS) && seen.len() > 4, "{seen:?}");
}
