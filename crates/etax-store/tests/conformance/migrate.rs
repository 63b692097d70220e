//! A store that was written by an earlier version is brought up to date, and is then as any other.

use crate::place::{Place, issue, message, one, row};
use etax_store::audit::{AuditKey, prove, sign, verify};
use etax_store::{Access, Outcome, Store, StoreError};

crate::both!(a_store_of_the_first_version_is_brought_up_to_date);

const LATER: i64 = 4_000_000_000_000;
const ROWS: i64 = 600;

/// A store as the first version made it, with rows, answers and a signed head.
fn first_version(old: &Place) {
    let of_today = if old.is_file() { Place::sqlite() } else { Place::postgres() }.unwrap();
    let store = of_today.open();
    let rows =
        (1..=ROWS).map(|number| issue(&row(number), Some(message(&format!("M{number}"), 1, "answer"))));
    store.record(rows.collect()).unwrap();
    sign(&store, &AuditKey::from_seed(&[5; 32]).unwrap(), LATER).unwrap();
    drop(store);
    let (before, schema, version, from) = if old.is_file() {
        (
            format!("ATTACH '{}' AS today;", of_today.address),
            include_str!("../../src/sqlite/schema.sql"),
            "PRAGMA application_id = 0x65746178; PRAGMA user_version = 1;",
            "today".to_owned(),
        )
    } else {
        (
            String::new(),
            include_str!("../../src/postgres/schema.sql"),
            "CREATE TABLE etax_store (version bigint NOT NULL); INSERT INTO etax_store VALUES (1);",
            of_today.address.rsplit("%3D").next().unwrap().to_owned(),
        )
    };
    let copied = [
        ("event", "*"),
        ("code", "*"),
        ("block", "*"),
        ("filing", "*"),
        ("answer", "seq, message, subject, content, answer"),
        ("root", "*"),
    ];
    let copied: String = copied
        .iter()
        .map(|(table, columns)| format!("INSERT INTO {table} SELECT {columns} FROM {from}.{table};"))
        .collect();
    old.sql(&format!("{before}{schema}{version}{copied}")).unwrap();
}

fn a_store_of_the_first_version_is_brought_up_to_date(place: &Place) {
    first_version(place);
    // Not by looking things up.
    assert_eq!(
        Store::open(&place.address, Access::Read).unwrap_err(),
        StoreError::Older { found: 1, known: 2 }
    );
    let store = Store::open(&place.address, Access::Write).unwrap();
    let audit = verify(store.read(), None).unwrap();
    assert_eq!((audit.events, audit.roots, audit.misfit), (ROWS, 1, None));
    let head = store.read().roots().unwrap().remove(0);
    // Proofs hold before there are nodes, and after they were kept.
    assert_eq!(store.read().nodes(&[(8, 0)]).unwrap(), [None]);
    let before = prove(store.read(), 300, &head).unwrap();
    sign(&store, &AuditKey::from_seed(&[5; 32]).unwrap(), LATER).unwrap();
    assert!(store.read().nodes(&[(8, 0)]).unwrap()[0].is_some());
    assert_eq!(prove(store.read(), 300, &head).unwrap(), before);
    let replayed = Outcome::Replayed { subject: 7, answer: b"answer".to_vec() };
    assert_eq!(one(&store, issue(&row(7), Some(message("M7", 1, "answer")))), replayed);
    assert!(matches!(one(&store, issue(&row(ROWS + 1), None)), Outcome::Recorded { .. }));
    assert_eq!(store.prune(LATER).unwrap(), usize::try_from(ROWS).unwrap());
    drop(store);
    // Once is enough.
    let store = Store::open(&place.address, Access::Read).unwrap();
    assert_eq!(verify(store.read(), None).unwrap().misfit, None);
}
