//! Texts of answers that are given up, and what is left of them.

use crate::audit::tamper;
use crate::place::{Place, code, issue, message, one, row};
use etax_store::audit::{Misfit, verify};
use etax_store::{Command, EventKind, Outcome, Refusal, Store};

crate::both!(
    a_pruned_message_gets_no_text_and_no_other_code,
    only_answers_from_before_are_pruned,
    a_pruned_answer_is_held_against_the_log,
);

const LATER: i64 = 4_000_000_000_000;
/// SHA-256 of "answer" by another implementation.
const ANSWER: &str = "0db52f4076c082518412afd3dd3576e2cb0c63703fd7fed5e23ade60efef31d9";

fn filled(place: &Place) -> Store {
    let store = place.open();
    let rows = (1..=5).map(|number| issue(&row(number), Some(message(&format!("M{number}"), 1, "answer"))));
    store.record(rows.collect()).unwrap();
    store
}

fn a_pruned_message_gets_no_text_and_no_other_code(place: &Place) {
    let store = filled(place);
    assert_eq!(store.prune(LATER), Ok(5));
    let kept = store.read().by_message("M3").unwrap().unwrap();
    assert_eq!((kept.answer.len(), kept.subject), (0, 3));
    assert_eq!(etax_store::audit::hex(&kept.pruned.unwrap()), ANSWER);
    // The same message, whatever it brings along, gets no other code.
    let again = one(&store, issue(&row(9), Some(message("M3", 1, "another"))));
    assert_eq!(again, Outcome::Forgotten { subject: 3, digest: kept.pruned.unwrap() });
    assert_eq!(store.read().by_code(&[code(9)]).unwrap(), [None]);
    let other = one(&store, issue(&row(9), Some(message("M3", 2, "another"))));
    assert_eq!(other, Outcome::Refused(Refusal::MessageConflict));
    // The invoice itself is as it was, and the log says what was done.
    assert!(store.read().by_code(&[code(3)]).unwrap()[0].is_some());
    let logged = store.read().events(5, 10).unwrap();
    assert_eq!((logged.len(), logged[0].event.kind), (1, Some(EventKind::Pruned)));
    assert_eq!(logged[0].event.body, [0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 5]);
    assert_eq!(verify(store.read(), None).unwrap().misfit, None);
    // There is nothing left to be pruned, so nothing is logged.
    assert_eq!(store.prune(LATER), Ok(0));
    assert_eq!(store.read().stats().unwrap().events, 6);
}

fn only_answers_from_before_are_pruned(place: &Place) {
    let store = filled(place);
    assert_eq!(store.prune(0), Ok(0));
    let at = store.read().events(0, 1).unwrap()[0].event.at;
    assert_eq!(store.prune(at), Ok(0));
    assert_eq!(store.prune(at + 1), Ok(5));
    one(&store, issue(&row(6), Some(message("M6", 1, "answer"))));
    assert_eq!(store.read().by_message("M6").unwrap().unwrap().answer, b"answer");
    let all = |after, upto| one(&store, Command::Prune { after, upto });
    assert_eq!(all(7, 7), Outcome::Pruned { count: 0, last: 7 });
    assert_eq!(all(i64::MAX, i64::MAX), Outcome::Pruned { count: 0, last: i64::MAX });
    assert_eq!(all(i64::MIN, i64::MAX), Outcome::Pruned { count: 1, last: 7 });
    assert_eq!(verify(store.read(), None).unwrap().misfit, None);
}

fn a_pruned_answer_is_held_against_the_log(place: &Place) {
    let store = filled(place);
    // What pruning does is all that a row lets happen to it, and only once.
    let digest = if place.is_file() { "zeroblob(32)" } else { "decode(repeat('00', 32), 'hex')" };
    let (empty, some) = if place.is_file() { ("x''", "x'01'") } else { ("''::bytea", "'\\x01'::bytea") };
    for text in [
        format!("UPDATE answer SET answer = {some}, digest = {digest} WHERE seq = 2"),
        format!("UPDATE answer SET answer = {empty} WHERE seq = 2"),
        format!("UPDATE answer SET answer = {empty}, digest = {digest}, subject = 4 WHERE seq = 2"),
        format!("UPDATE answer SET answer = {empty}, digest = {some} WHERE seq = 2"),
    ] {
        assert!(place.sql(&text).unwrap_err().contains("append-only"), "{text}");
    }
    assert_eq!(store.prune(LATER), Ok(5));
    for text in ["UPDATE answer SET subject = 4", "UPDATE answer SET digest = NULL", "DELETE FROM answer"] {
        assert!(place.sql(text).unwrap_err().contains("append-only"), "{text}");
    }
    tamper(place, "answer", &format!("UPDATE answer SET digest = {digest} WHERE seq = 2"));
    assert_eq!(verify(store.read(), None).unwrap().misfit, Some(Misfit::Answer(2)));
}
