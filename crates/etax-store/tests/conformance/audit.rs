//! The log cannot be changed, and if it is, it shows.

use crate::place::{Place, issue, message, row};
use etax_store::audit::{AuditKey, Misfit, prove, sign, verify};
use etax_store::{Command, Damage, Store, StoreError};

crate::both!(
    rows_cannot_be_changed_or_deleted,
    a_change_behind_the_stores_back_is_named,
    heads_are_signed_once_a_day_and_prove_what_is_in_them,
    a_log_that_was_made_anew_does_not_fit_its_head,
    a_value_that_cannot_be_read_is_named,
);

/// After today.
const LATER: i64 = 4_000_000_000_000;

fn fill(store: &Store) {
    let rows = (1..=40).map(|number| issue(&row(number), Some(message(&format!("M{number}"), 1, "answer"))));
    store.record(rows.collect()).unwrap();
    let cancel = Command::Cancel { code: row(3).code, notice: "TB-1".to_owned(), message: None };
    store.record(vec![cancel]).unwrap();
}

fn rows_cannot_be_changed_or_deleted(place: &Place) {
    let store = place.open();
    fill(&store);
    // Enough for a node of the tree.
    store.record((101..=400).map(|number| issue(&row(number), None)).collect()).unwrap();
    sign(&store, &AuditKey::from_seed(&[5; 32]).unwrap(), LATER).unwrap();
    for table in ["event", "code", "answer", "root", "node"] {
        for text in [format!("DELETE FROM {table}"), format!("UPDATE {table} SET {} = {0}", column(table))] {
            assert!(place.sql(&text).unwrap_err().contains("append-only"), "{text}");
        }
    }
    if !place.is_file() {
        assert!(place.sql("TRUNCATE answer").unwrap_err().contains("append-only"));
    }
    assert_eq!(verify(store.read(), None).unwrap().misfit, None);
}

fn column(table: &str) -> &'static str {
    match table {
        "event" => "at",
        "code" => "day",
        "answer" => "subject",
        "node" => "place",
        _ => "size",
    }
}

/// Takes the triggers away first, as somebody would who owns the database.
pub(crate) fn tamper(place: &Place, table: &str, text: &str) {
    let disarm = if place.is_file() {
        format!("DROP TRIGGER {table}_kept; DROP TRIGGER {table}_stays;")
    } else {
        format!("ALTER TABLE {table} DISABLE TRIGGER ALL;")
    };
    let keys = if place.is_file() { "PRAGMA foreign_keys = OFF;" } else { "" };
    place.sql(&format!("{keys}{disarm}{text}")).unwrap();
}

fn a_change_behind_the_stores_back_is_named(of_kind: &Place) {
    type Case = (&'static str, &'static str, Misfit);
    let cases: [Case; 9] = [
        ("code", "UPDATE code SET total = '1' WHERE id = 17", Misfit::Changed(17)),
        ("code", "UPDATE code SET buyer = NULL WHERE id = 18", Misfit::Changed(18)),
        ("code", "DELETE FROM code WHERE id = 19", Misfit::Changed(19)),
        ("event", "UPDATE event SET at = at - 1000 WHERE seq = 20", Misfit::Changed(20)),
        ("event", "UPDATE event SET subject = 4 WHERE seq = 41", Misfit::Changed(41)),
        ("event", "DELETE FROM event WHERE seq = 21", Misfit::Missing(21)),
        ("event", "DELETE FROM event WHERE seq = 41", Misfit::Missing(41)),
        (
            "answer",
            "UPDATE answer SET subject = 0, content = (SELECT digest FROM code WHERE id = 30) WHERE seq = 22",
            Misfit::Answer(22),
        ),
        ("root", "UPDATE root SET size = 39", Misfit::Signature { day: 0 }),
    ];
    for (table, text, expected) in cases {
        let place = if of_kind.is_file() { Place::sqlite() } else { Place::postgres() }.unwrap();
        let store = place.open();
        fill(&store);
        sign(&store, &AuditKey::from_seed(&[5; 32]).unwrap(), LATER).unwrap();
        assert_eq!(verify(store.read(), None).unwrap().misfit, None);
        tamper(&place, table, text);
        match (verify(store.read(), None).unwrap().misfit, expected) {
            (Some(Misfit::Signature { .. }), Misfit::Signature { .. }) => {}
            (found, expected) => assert_eq!(found, Some(expected), "{text}"),
        }
    }
}

fn heads_are_signed_once_a_day_and_prove_what_is_in_them(place: &Place) {
    let store = place.open();
    fill(&store);
    let key = AuditKey::from_seed(&[5; 32]).unwrap();
    // The day is not over.
    assert_eq!(sign(&store, &key, 0).unwrap(), []);
    let roots = sign(&store, &key, LATER).unwrap();
    assert_eq!((roots.len(), roots[0].size), (1, 41));
    assert_eq!(sign(&store, &key, LATER).unwrap(), []);
    let audit = verify(store.read(), Some(&key.public())).unwrap();
    assert_eq!((audit.events, audit.roots, audit.root, audit.misfit), (41, 1, roots[0].root, None));
    let other = AuditKey::from_seed(&[6; 32]).unwrap().public();
    let misfit = verify(store.read(), Some(&other)).unwrap().misfit;
    assert_eq!(misfit, Some(Misfit::Signature { day: roots[0].day }));
    for logged in store.read().events(0, 100).unwrap() {
        let proof = prove(store.read(), logged.event.seq, &roots[0]).unwrap().unwrap();
        assert_eq!(proof.root(logged.leaf_hash()), Some(roots[0].root));
    }
    assert_eq!(prove(store.read(), 42, &roots[0]).unwrap(), None);
}

fn a_log_that_was_made_anew_does_not_fit_its_head(place: &Place) {
    let store = place.open();
    fill(&store);
    let roots = sign(&store, &AuditKey::from_seed(&[5; 32]).unwrap(), LATER).unwrap();
    // A log as long, its own chain in order, but with other content.
    let anew = if place.is_file() { Place::sqlite() } else { Place::postgres() }.unwrap();
    let other = anew.open();
    let rows = (101..=141).map(|number| issue(&row(number), None));
    other.record(rows.collect()).unwrap();
    assert_eq!(verify(other.read(), None).unwrap().misfit, None);
    other.record(vec![Command::Publish(Box::new(roots[0].clone()))]).unwrap();
    let misfit = verify(other.read(), None).unwrap().misfit;
    assert_eq!(misfit, Some(Misfit::Root { day: roots[0].day, size: 41 }));
}

/// A value that the store never writes stops nothing ahead of it from being judged, and is named.
fn a_value_that_cannot_be_read_is_named(of_kind: &Place) {
    let blob = |hex: &str| if of_kind.is_file() { format!("x'{hex}'") } else { format!("'\\x{hex}'::bytea") };
    let cases = [
        ("code", 17, "total", "UPDATE code SET total = 'much' WHERE id = 17".to_owned()),
        ("code", 18, "code", format!("UPDATE code SET code = {} WHERE id = 18", blob("0102"))),
        ("code", 19, "digest", format!("UPDATE code SET digest = {} WHERE id = 19", blob("07"))),
        ("event", 20, "chain", format!("UPDATE event SET chain = {} WHERE seq = 20", blob("07"))),
        ("answer", 21, "content", format!("UPDATE answer SET content = {} WHERE seq = 21", blob("07"))),
        ("root", 0, "key", format!("UPDATE root SET key = {}", blob("07"))),
    ];
    for (table, number, column, text) in cases {
        let place = if of_kind.is_file() { Place::sqlite() } else { Place::postgres() }.unwrap();
        let store = place.open();
        fill(&store);
        let roots = sign(&store, &AuditKey::from_seed(&[5; 32]).unwrap(), LATER).unwrap();
        tamper(&place, table, &text);
        let number = if table == "root" { i64::from(roots[0].day) } else { number };
        let damage = Damage { table, row: number, column: column.to_owned() };
        let audit = verify(store.read(), None).unwrap();
        assert_eq!(audit.misfit, Some(Misfit::Unreadable(damage.clone())), "{text}");
        assert_eq!(damage.to_string(), format!("row {number} of {table} cannot be read: {column}"));
        // All that came ahead of it was judged.
        let expected = match table {
            "root" => 0,
            "answer" => 41,
            _ => number - 1,
        };
        assert_eq!(audit.events, expected, "{text}");
        if column == "total" {
            let key = row(17).key;
            assert_eq!(store.read().by_invoice(&[key]), Err(StoreError::Damaged(damage.clone())));
            // Nor does anything that needs the row go on as if it were not there.
            let again = store.record_one(issue(&row(17), None));
            assert_eq!(again, Err(StoreError::Damaged(damage)));
        }
    }
}

/// A page of the file that is no page any more: the first event on it is named, and those ahead of it are judged.
#[test]
fn a_page_that_cannot_be_read_is_named() {
    let place = Place::sqlite().unwrap();
    let store = place.open();
    store.record((1..=400).map(|number| issue(&row(number), None)).collect()).unwrap();
    let chain = store.read().events(299, 1).unwrap()[0].event.chain;
    drop(store);
    // Out of the write-ahead log, into the file.
    place.sql("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let mut bytes = std::fs::read(&place.address).unwrap();
    let at = bytes.windows(32).position(|part| part == chain).unwrap();
    let page = at / 4096 * 4096;
    bytes[page..page + 8].fill(0xff);
    std::fs::write(&place.address, bytes).unwrap();
    let store = Store::open(&place.address, etax_store::Access::Read).unwrap();
    let audit = verify(store.read(), None).unwrap();
    let Some(Misfit::Unreadable(damage)) = &audit.misfit else { panic!("{audit:?}") };
    assert_eq!((damage.table, damage.row), ("event", audit.events + 1), "{damage}");
    assert!((1..300).contains(&audit.events), "{audit:?}");
}
