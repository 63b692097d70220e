//! A file that somebody or something wrote into.

use crate::place::{Place, code, issue, message, row};
use etax_store::audit::{AuditKey, Misfit, sign, verify};
use etax_store::{Access, Command, Outcome, Store, StoreError};
use std::collections::BTreeSet;
use std::fs;

/// Invoices in the file.
const ROWS: i64 = 60;
/// Bytes that are changed, one at a time, spread over the file.
const CHANGES: usize = 400;

/// What a reader gets to hear of an invoice: its code by the invoice's key, its key's number by the code, its answer.
type Heard = (Option<String>, Option<i64>, Option<Vec<u8>>);

fn heard(store: &Store, number: i64) -> Result<Heard, StoreError> {
    let by_key = store.read().by_invoice(&[row(number).key])?.remove(0);
    let by_code = store.read().by_code(&[code(number)])?.remove(0);
    let answer = store.read().by_message(&format!("M{number}"))?;
    Ok((
        by_key.map(|entry| entry.row.content.code.to_string()),
        by_code.map(|entry| entry.row.content.key.number),
        answer.map(|answer| answer.answer),
    ))
}

/// Whatever byte is changed or wherever the file ends: nobody panics, and what is answered without an error while the audit is
/// content is what was recorded.
#[test]
fn a_changed_byte_is_an_error_or_a_misfit_or_changes_nothing() {
    let place = Place::sqlite().unwrap();
    let store = place.open();
    let rows =
        (1..=ROWS).map(|number| issue(&row(number), Some(message(&format!("M{number}"), 1, "the answer"))));
    store.record(rows.collect()).unwrap();
    let cancel = Command::Cancel { code: code(3), notice: "TB-1".to_owned(), message: None };
    store.record(vec![cancel]).unwrap();
    sign(&store, &AuditKey::from_seed(&[5; 32]).unwrap(), 4_000_000_000_000).unwrap();
    drop(store);
    place.sql("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let whole = fs::read(&place.address).unwrap();
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let file = folder.path().join("registry.db");

    let step = whole.len() / CHANGES;
    let changes = (0..CHANGES).map(|at| {
        let mut bytes = whole.clone();
        // Not always the same place in a page, nor the same bit.
        let place = at * step + at * 37 % step;
        bytes[place] ^= 1 << (at % 8);
        (format!("byte {place}"), bytes)
    });
    let ends = (0..40).map(|at| {
        let length = whole.len() * at / 40 + at * 11 % 4096;
        (format!("{length} bytes"), whole[..length.min(whole.len() - 1)].to_vec())
    });
    let (mut kinds, mut noticed, mut hidden) = (BTreeSet::new(), 0, 0);
    for (what, bytes) in changes.chain(ends) {
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{end}", file.display()));
        }
        fs::write(&file, &bytes).unwrap();
        let store = match Store::open_file(&file, Access::Read) {
            Ok(store) => store,
            Err(error) => {
                kinds.insert(error.to_string().chars().take(30).collect::<String>());
                noticed += 1;
                continue;
            }
        };
        let audit = verify(store.read(), None);
        let content = audit.as_ref().is_ok_and(|audit| audit.misfit.is_none());
        noticed += usize::from(!content);
        hidden += usize::from(audit.is_ok_and(|audit| matches!(audit.misfit, Some(Misfit::Hidden { .. }))));
        let _ = store.read().stats();
        for number in 1..=ROWS {
            match heard(&store, number) {
                Ok((by_key, by_code, answer)) if content => {
                    assert_eq!(by_key, Some(code(number).to_string()), "{what}: invoice {number}");
                    assert_eq!(by_code, Some(number), "{what}: code of {number}");
                    assert_eq!(answer.as_deref(), Some(&b"the answer"[..]), "{what}: answer {number}");
                }
                Ok(_) => {}
                Err(error) => {
                    kinds.insert(error.to_string().chars().take(30).collect());
                }
            }
        }
        drop(store);
        if let Ok(store) = Store::open_file(&file, Access::Write) {
            match store.record_one(issue(&row(ROWS + 1), None)) {
                Ok(Outcome::Recorded { .. } | Outcome::Refused(_) | Outcome::Known { .. }) | Err(_) => {}
                Ok(other) => panic!("{what}: {other:?}"),
            }
        }
    }
    // Damage of more than one kind has been met, and rows that an index hid though the log was in order.
    assert!(noticed > 100 && hidden > 5 && kinds.len() > 2, "{noticed} {hidden} {kinds:?}");
}
