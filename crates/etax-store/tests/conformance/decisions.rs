//! What is recorded, what is refused, what is answered again.

use crate::place::{Place, code, issue, message, one, row};
use etax_store::{Command, End, FilingKey, Outcome, Refusal, Relation, RelationKind, Serial, Target};

crate::both!(
    the_same_message_gets_the_same_bytes,
    a_message_id_with_other_content_is_a_conflict,
    the_same_invoice_gets_the_same_code,
    an_invoice_with_other_content_is_refused,
    a_code_of_another_invoice_is_refused,
    serials_are_never_given_twice,
    a_serial_must_have_been_set_aside_and_be_unused,
    commands_of_one_transaction_know_each_other,
    a_replaced_invoice_is_final_and_the_tip_is_named,
    an_invoice_may_be_adjusted_again_and_again,
    a_cancelled_invoice_is_final,
    a_refused_message_keeps_its_id,
    a_filing_gives_one_receipt,
    what_cannot_be_kept_is_refused,
);

fn recorded(outcome: &Outcome) -> i64 {
    match outcome {
        Outcome::Recorded { id, .. } => *id,
        other => panic!("{other:?}"),
    }
}

fn the_same_message_gets_the_same_bytes(place: &Place) {
    let store = place.open();
    let first = issue(&row(1), Some(message("V0300123450AA", 1, "the answer")));
    let id = recorded(&one(&store, first));
    // Whatever the second try brings along, the first answer is given, also by another process later.
    let again = || issue(&row(2), Some(message("V0300123450AA", 1, "another answer")));
    let expected = Outcome::Replayed { subject: id, answer: b"the answer".to_vec() };
    assert_eq!(one(&store, again()), expected);
    drop(store);
    assert_eq!(one(&place.open(), again()), expected);
    assert_eq!(place.open().read().by_message("V0300123450AA").unwrap().unwrap().answer, b"the answer");
    assert_eq!(place.open().read().stats().unwrap().codes, 1);
}

fn a_message_id_with_other_content_is_a_conflict(place: &Place) {
    let store = place.open();
    recorded(&one(&store, issue(&row(1), Some(message("M", 1, "a")))));
    let other = issue(&row(2), Some(message("M", 2, "a")));
    assert_eq!(one(&store, other), Outcome::Refused(Refusal::MessageConflict));
    assert_eq!(store.read().by_code(&[code(2)]).unwrap(), [None]);
    assert_eq!(store.read().stats().unwrap().events, 1);
}

fn the_same_invoice_gets_the_same_code(place: &Place) {
    let store = place.open();
    let id = recorded(&one(&store, issue(&row(1), Some(message("M1", 1, "a")))));
    let mut again = row(1);
    again.code = code(99);
    let known = Outcome::Known { id, code: Some(code(1)) };
    assert_eq!(one(&store, issue(&again, Some(message("M2", 1, "b")))), known);
    // With the code that it has, the second message is answered and remembered.
    assert_eq!(recorded(&one(&store, issue(&row(1), Some(message("M2", 1, "b"))))), id);
    let replayed = Outcome::Replayed { subject: id, answer: b"b".to_vec() };
    assert_eq!(one(&store, issue(&again, Some(message("M2", 1, "c")))), replayed);
    assert_eq!(store.read().by_code(&[code(99)]).unwrap(), [None]);
}

fn an_invoice_with_other_content_is_refused(place: &Place) {
    let store = place.open();
    recorded(&one(&store, issue(&row(1), None)));
    let mut other = row(1);
    other.digest = [200; 32];
    assert_eq!(one(&store, issue(&other, None)), Outcome::Refused(Refusal::InvoiceDiffers(code(1))));
    other.code = code(2);
    assert_eq!(one(&store, issue(&other, None)), Outcome::Refused(Refusal::InvoiceDiffers(code(1))));
}

fn a_code_of_another_invoice_is_refused(place: &Place) {
    let store = place.open();
    recorded(&one(&store, issue(&row(1), None)));
    let mut other = row(2);
    other.code = code(1);
    assert_eq!(one(&store, issue(&other, None)), Outcome::Refused(Refusal::CodeTaken(row(1).key)));
}

fn serials_are_never_given_twice(place: &Place) {
    let mut given = Vec::new();
    for _ in 0..3 {
        // Opened anew each time: what is left of a block is lost, not given again.
        let store = place.open();
        for issuer in [0, 1, 0] {
            match one(&store, Command::Reserve { issuer, count: 10 }) {
                Outcome::Reserved { first, past } => given.extend((first..past).map(|n| (issuer, n))),
                other => panic!("{other:?}"),
            }
        }
    }
    let count = given.len();
    given.sort_unstable();
    given.dedup();
    assert_eq!((count, given.len()), (90, 90));
    let too_many = Command::Reserve { issuer: 0, count: 1 << 21 };
    assert_eq!(one(&place.open(), too_many), Outcome::Refused(Refusal::Field("count")));
}

fn a_serial_must_have_been_set_aside_and_be_unused(place: &Place) {
    let store = place.open();
    let with = |number, serial| {
        let mut row = row(number);
        row.serial = Some(Serial { issuer: 3, number: serial });
        issue(&row, None)
    };
    assert_eq!(one(&store, with(1, 0)), Outcome::Refused(Refusal::Serial));
    one(&store, Command::Reserve { issuer: 3, count: 2 });
    recorded(&one(&store, with(1, 0)));
    assert_eq!(one(&store, with(2, 0)), Outcome::Refused(Refusal::Serial));
    assert_eq!(one(&store, with(2, 2)), Outcome::Refused(Refusal::Serial));
    assert_eq!(one(&store, with(2, -1)), Outcome::Refused(Refusal::Serial));
    recorded(&one(&store, with(2, 1)));
}

fn commands_of_one_transaction_know_each_other(place: &Place) {
    let store = place.open();
    let mut copy = row(1);
    copy.code = code(7);
    let outcomes = store
        .record(vec![
            issue(&row(1), Some(message("A", 1, "a"))),
            issue(&row(1), Some(message("A", 1, "x"))),
            issue(&row(2), Some(message("A", 2, "x"))),
            issue(&copy, None),
            Command::Cancel { code: code(1), notice: "TB-1".to_owned(), message: None },
        ])
        .unwrap();
    assert_eq!(
        outcomes,
        [
            Outcome::Recorded { id: 1, related: None },
            Outcome::Replayed { subject: 1, answer: b"a".to_vec() },
            Outcome::Refused(Refusal::MessageConflict),
            Outcome::Known { id: 1, code: Some(code(1)) },
            Outcome::Recorded { id: 1, related: None },
        ]
    );
}

fn related(number: i64, kind: RelationKind, target: Target) -> Command {
    Command::Issue { row: Box::new(row(number)), message: None, relation: Some(Relation { kind, target }) }
}

fn a_replaced_invoice_is_final_and_the_tip_is_named(place: &Place) {
    let store = place.open();
    one(&store, issue(&row(1), None));
    let replaces = |number, of| related(number, RelationKind::Replaces, Target::Invoice(row(of).key));
    assert_eq!(one(&store, replaces(2, 1)), Outcome::Recorded { id: 2, related: Some(true) });
    one(&store, related(3, RelationKind::Replaces, Target::Code(code(2))));
    let tip = Outcome::Refused(Refusal::Replaced(code(3)));
    assert_eq!(one(&store, replaces(4, 1)), tip);
    assert_eq!(one(&store, related(4, RelationKind::Adjusts, Target::Code(code(1)))), tip);
    let cancel = Command::Cancel { code: code(1), notice: "TB-1".to_owned(), message: None };
    assert_eq!(one(&store, cancel), tip);
    // Nothing of what was refused is there; the same again changes nothing.
    assert_eq!(store.read().by_code(&[code(4)]).unwrap(), [None]);
    let events = store.read().stats().unwrap().events;
    assert_eq!(one(&store, replaces(2, 1)), Outcome::Known { id: 2, code: Some(code(2)) });
    assert_eq!(store.read().stats().unwrap().events, events);
    // An earlier invoice that the registry does not have is said to be missing, and related once it is there.
    assert_eq!(one(&store, replaces(6, 5)), Outcome::Recorded { id: events + 1, related: Some(false) });
    one(&store, issue(&row(5), None));
    one(&store, replaces(6, 5));
    let entry = store.read().by_code(&[code(5)]).unwrap().remove(0).unwrap();
    assert_eq!(entry.status.end, Some(End::Replaced(events + 1)));
    // Nor does an invoice replace itself.
    assert_eq!(one(&store, replaces(8, 8)), Outcome::Recorded { id: events + 4, related: Some(false) });
}

fn an_invoice_may_be_adjusted_again_and_again(place: &Place) {
    let store = place.open();
    let id = recorded(&one(&store, issue(&row(1), None)));
    let by: Vec<i64> = (2..5)
        .map(|number| recorded(&one(&store, related(number, RelationKind::Adjusts, Target::Code(code(1))))))
        .collect();
    let entry = store.read().by_id(&[id]).unwrap().remove(0).unwrap();
    assert_eq!((entry.status.adjusted_by, entry.status.end), (by, None));
    recorded(&one(&store, related(9, RelationKind::Replaces, Target::Code(code(1)))));
}

fn a_cancelled_invoice_is_final(place: &Place) {
    let store = place.open();
    one(&store, issue(&row(1), None));
    let cancel =
        |notice: &str, message| Command::Cancel { code: code(1), notice: notice.to_owned(), message };
    recorded(&one(&store, cancel("TB-1", Some(message("N", 1, "noted")))));
    let replayed = Outcome::Replayed { subject: 1, answer: b"noted".to_vec() };
    assert_eq!(one(&store, cancel("TB-1", Some(message("N", 1, "again")))), replayed);
    recorded(&one(&store, cancel("TB-1", None)));
    let gone = Outcome::Refused(Refusal::Cancelled("TB-1".to_owned()));
    assert_eq!(one(&store, cancel("TB-2", None)), gone);
    assert_eq!(one(&store, related(2, RelationKind::Replaces, Target::Code(code(1)))), gone);
    let unknown = Command::Cancel { code: code(50), notice: "TB-1".to_owned(), message: None };
    assert_eq!(one(&store, unknown), Outcome::Refused(Refusal::UnknownCode));
    assert_eq!(store.read().stats().unwrap().cancelled, 1);
}

fn a_refused_message_keeps_its_id(place: &Place) {
    let store = place.open();
    recorded(&one(&store, Command::Refuse(message("R", 1, "refused: 204"))));
    let replayed = Outcome::Replayed { subject: 0, answer: b"refused: 204".to_vec() };
    assert_eq!(one(&store, issue(&row(1), Some(message("R", 1, "granted")))), replayed);
    let conflict = Outcome::Refused(Refusal::MessageConflict);
    assert_eq!(one(&store, issue(&row(1), Some(message("R", 2, "granted")))), conflict);
    assert_eq!(store.read().stats().unwrap().codes, 0);
}

fn a_filing_gives_one_receipt(place: &Place) {
    let store = place.open();
    let key = |submission| FilingKey {
        taxpayer: "0300123450".to_owned(),
        form: "842".to_owned(),
        period: "10/2026".to_owned(),
        amendment: 0,
        submission,
    };
    let file =
        |submission, digest, message| Command::File { key: key(submission), digest: [digest; 32], message };
    let id = recorded(&one(&store, file(1, 1, Some(message("F1", 1, "receipt 1")))));
    assert_eq!(one(&store, file(1, 1, None)), Outcome::Known { id, code: None });
    assert_eq!(one(&store, file(1, 2, None)), Outcome::Refused(Refusal::FilingDiffers(id)));
    let replayed = Outcome::Replayed { subject: id, answer: b"receipt 1".to_vec() };
    assert_eq!(one(&store, file(1, 1, Some(message("F1", 1, "receipt 2")))), replayed);
    recorded(&one(&store, file(2, 2, None)));
    let all = store.read().filings("0300123450", Some("10/2026"), 0, 10).unwrap();
    assert_eq!(all.iter().map(|row| row.key.submission).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(store.read().filings("0300123450", None, id, 10).unwrap().len(), 1);
    assert!(store.read().filings("0300123450", Some("11/2026"), 0, 10).unwrap().is_empty());
}

fn what_cannot_be_kept_is_refused(place: &Place) {
    let store = place.open();
    let wrong = |change: fn(&mut etax_store::NewCode), name| {
        let mut row = row(1);
        change(&mut row);
        assert_eq!(one(&store, issue(&row, None)), Outcome::Refused(Refusal::Field(name)));
    };
    wrong(|row| row.key.seller = String::new(), "seller");
    wrong(|row| row.key.seller = "0".repeat(21), "seller");
    wrong(|row| row.key.form = "1\0".to_owned(), "form");
    wrong(|row| row.key.series = "Đ".to_owned(), "series");
    wrong(|row| row.key.number = -1, "number");
    wrong(|row| row.buyer = Some(String::new()), "buyer");
    let long = Some(message(&"x".repeat(65), 1, ""));
    assert_eq!(one(&store, issue(&row(1), long)), Outcome::Refused(Refusal::Field("message")));
    assert_eq!(store.read().stats().unwrap().events, 0);
}
