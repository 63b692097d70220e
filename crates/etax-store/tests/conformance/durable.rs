//! What happens when the disk does not play along, and who may open what.

use crate::place::{Place, issue, message, one, row};
use etax_store::{Access, Command, Outcome, Store, StoreError};

crate::both!(
    a_store_that_is_not_there_is_not_made_by_reading,
    a_reader_cannot_write,
    a_store_of_a_later_version_is_left_alone,
);

fn a_store_that_is_not_there_is_not_made_by_reading(place: &Place) {
    for access in [Access::Read, Access::Write] {
        let error = Store::open(&place.address, access).unwrap_err();
        assert!(matches!(error, StoreError::Missing(_)), "{error:?}");
    }
}

fn a_reader_cannot_write(place: &Place) {
    let store = place.open();
    one(&store, issue(&row(1), None));
    let reader = Store::open(&place.address, Access::Read).unwrap();
    assert_eq!(reader.record_one(issue(&row(2), None)), Err(StoreError::ReadOnly));
    assert_eq!(reader.read().stats().unwrap().codes, 1);
}

fn a_store_of_a_later_version_is_left_alone(place: &Place) {
    drop(place.open());
    let raise =
        if place.is_file() { "PRAGMA user_version = 99" } else { "UPDATE etax_store SET version = 99" };
    place.sql(raise).unwrap();
    for access in [Access::Read, Access::Write, Access::Create] {
        let error = Store::open(&place.address, access).unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error:?}");
    }
}

#[test]
fn a_file_that_is_no_store_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other.db");
    for content in [&b"hello"[..], &[0; 5000], &b"SQLite format 3\0 and no more"[..]] {
        std::fs::write(&file, content).unwrap();
        for access in [Access::Read, Access::Write, Access::Create] {
            let error = Store::open_file(&file, access).unwrap_err();
            assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
        }
        assert_eq!(std::fs::read(&file).unwrap(), content);
    }
    std::fs::remove_file(&file).unwrap();
    let other = rusqlite::Connection::open(&file).unwrap();
    other.execute_batch("CREATE TABLE mine (x)").unwrap();
    let error = Store::open_file(&file, Access::Create).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
}

/// SQLite keeps a database that is named so in memory, or in a file that goes when the program ends: found where an import
/// said that its rows were recorded, and nothing was there.
#[test]
fn a_store_is_a_file_whatever_it_is_called() {
    let folder = tempfile::tempdir().unwrap();
    let empty = Store::open("", Access::Create).unwrap_err();
    assert!(matches!(empty, StoreError::Address(_)), "{empty:?}");
    // Names are looked up from the working directory, so that another program opens them.
    if let Ok(address) = std::env::var("ETAX_TEST_ODD_NAME") {
        one(&Store::open(&address, Access::Create).unwrap(), issue(&row(1), None));
        return;
    }
    for name in [":memory:", "file:r.db?mode=memory", "file::memory:?cache=shared", "r.db?vfs=memdb"] {
        let ran = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "durable::a_store_is_a_file_whatever_it_is_called"])
            .env("ETAX_TEST_ODD_NAME", name)
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{name}: {}", String::from_utf8_lossy(&ran.stdout));
        let store = Store::open_file(&folder.path().join(name), Access::Read).unwrap();
        assert_eq!(store.read().stats().unwrap().codes, 1, "{name}");
    }
}

/// Whoever expects a store must not get a new one, in which no code was ever given, for one whose file was emptied.
#[test]
fn an_emptied_file_is_missing_unless_a_store_may_be_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("registry.db");
    std::fs::write(&file, b"").unwrap();
    for access in [Access::Read, Access::Write] {
        let error = Store::open_file(&file, access).unwrap_err();
        assert!(matches!(error, StoreError::Missing(_)), "{error:?}");
        assert_eq!(std::fs::metadata(&file).unwrap().len(), 0);
    }
    drop(Store::open_file(&file, Access::Create).unwrap());
    Store::open_file(&file, Access::Write).unwrap();
}

/// Rows until the store refuses: how many were acknowledged, and with what the next one failed.
fn fill(store: &Store, from: i64) -> (i64, StoreError) {
    for number in from.. {
        let answer = "x".repeat(2000);
        match store.record_one(issue(&row(number), Some(message(&format!("M{number}"), 1, &answer)))) {
            Ok(Outcome::Recorded { .. }) => {}
            Ok(other) => panic!("{other:?}"),
            Err(error) => return (number - from, error),
        }
    }
    unreachable!()
}

fn all_there(store: &Store, from: i64, count: i64) {
    for number in from..from + count {
        assert!(store.read().by_code(&[row(number).code]).unwrap()[0].is_some(), "{number}");
        assert!(store.read().by_message(&format!("M{number}")).unwrap().is_some());
    }
    assert_eq!(etax_store::audit::verify(store.read(), None).unwrap().misfit, None);
}

#[test]
fn a_file_that_may_not_grow_gives_a_clean_error_and_goes_on_later() {
    let place = Place::sqlite().unwrap();
    let sqlite = std::sync::Arc::new(
        etax_store::sqlite::Sqlite::open(std::path::Path::new(&place.address), Access::Create).unwrap(),
    );
    sqlite.limit_pages(150).unwrap();
    let store = Store::over(sqlite.clone(), Access::Create);
    let (count, error) = fill(&store, 1);
    assert_eq!(error, StoreError::Full);
    assert!(count > 20);
    all_there(&store, 1, count);
    assert_eq!(store.read().stats().unwrap().codes, count);
    sqlite.limit_pages(300).unwrap();
    let (more, error) = fill(&store, count + 1);
    assert_eq!(error, StoreError::Full);
    all_there(&store, 1, count + more);
}

/// A file system of its own, where that may be made: by root.
struct Mounted(tempfile::TempDir);

impl Mounted {
    fn new(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "none"])
            .arg(folder.path())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(folder));
        }
        eprintln!("\n*** NOT TESTED: only root can make a file system of its own ***\n");
        None
    }

    fn again(&self, option: &str) {
        let status = std::process::Command::new("mount")
            .args(["-o", &format!("remount,{option}")])
            .arg(self.0.path())
            .status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_loses_nothing_and_is_clean() {
    let Some(disk) = Mounted::new("1500k") else { return };
    let file = disk.0.path().join("registry.db");
    let store = Store::open_file(&file, Access::Create).unwrap();
    let (count, error) = fill(&store, 1);
    assert_eq!(error, StoreError::Full);
    assert!(count > 20, "{count}");
    all_there(&store, 1, count);
    drop(store);
    // Opened anew on the full disk, then with room again.
    let store = Store::open_file(&file, Access::Read).unwrap();
    all_there(&store, 1, count);
    drop(store);
    disk.again("size=4m");
    let store = Store::open_file(&file, Access::Write).unwrap();
    all_there(&store, 1, count);
    assert_eq!(store.read().stats().unwrap().codes, count);
    let (more, _) = fill(&store, count + 1);
    assert!(more > 20);
    all_there(&store, 1, count + more);
}

#[test]
fn a_read_only_disk_gives_a_clean_error() {
    let Some(disk) = Mounted::new("4m") else { return };
    let file = disk.0.path().join("registry.db");
    let store = Store::open_file(&file, Access::Create).unwrap();
    one(&store, issue(&row(1), None));
    drop(store);
    disk.again("ro");
    for access in [Access::Write, Access::Create] {
        assert_eq!(Store::open_file(&file, access).unwrap_err(), StoreError::ReadOnly);
    }
    disk.again("rw");
    let store = Store::open_file(&file, Access::Write).unwrap();
    one(&store, Command::Cancel { code: row(1).code, notice: "TB".to_owned(), message: None });
}

/// PostgreSQL's tables on a small file system of their own; its log stays where it is.
#[test]
fn a_full_disk_under_postgres_loses_nothing_and_is_clean() {
    let Some(place) = Place::postgres() else { return };
    let Some(disk) = Mounted::new("2m") else { return };
    let owned = std::process::Command::new("chown").arg("postgres").arg(disk.0.path()).status();
    assert!(owned.unwrap().success());
    let space = format!("small{}", std::process::id());
    place.sql(&format!("CREATE TABLESPACE {space} LOCATION '{}'", disk.0.path().display())).unwrap();
    let address = place.with(&format!("-cdefault_tablespace%3D{space}"));
    let store = Store::open(&address, Access::Create).unwrap();
    let (count, error) = fill(&store, 1);
    assert_eq!(error, StoreError::Full);
    assert!(count > 20, "{count}");
    // Refused again, not taken for done; what can be looked up still can.
    assert_eq!(fill(&store, count + 1), (0, StoreError::Full));
    all_there(&store, 1, count);
    assert_eq!(store.read().stats().unwrap().codes, count);
    // With room again the same store goes on.
    disk.again("size=4m");
    let (more, error) = fill(&store, count + 1);
    assert_eq!(error, StoreError::Full);
    assert!(more > 20, "{more}");
    all_there(&store, 1, count + more);
    assert_eq!(store.read().stats().unwrap().codes, count + more);
    drop(store);
    let schema = place.address.rsplit("%3D").next().unwrap();
    place.sql(&format!("DROP SCHEMA {schema} CASCADE")).unwrap();
    place.sql(&format!("DROP TABLESPACE {space}")).unwrap();
}

#[test]
fn a_read_only_server_gives_a_clean_error() {
    let Some(place) = Place::postgres() else { return };
    let read_only = place.with("-cdefault_transaction_read_only%3Don");
    assert_eq!(Store::open(&read_only, Access::Create).unwrap_err(), StoreError::ReadOnly);
    let store = place.open();
    one(&store, issue(&row(1), None));
    let refused = Store::open(&read_only, Access::Write).unwrap();
    assert_eq!(refused.record_one(issue(&row(2), None)), Err(StoreError::ReadOnly));
    assert!(refused.read().by_code(&[row(1).code]).unwrap()[0].is_some());
    assert_eq!(store.read().stats().unwrap().codes, 1);
    one(&store, issue(&row(2), None));
}
