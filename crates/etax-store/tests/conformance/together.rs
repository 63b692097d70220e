//! Threads and processes on one message.

use crate::place::{Place, SERVER, row};
use etax::code::auth34::{Printed, Root};
use etax::code::keyring::Keyring;
use etax::value::Moment;
use etax_store::{Issued, Issuer, Request, Store};
use std::collections::BTreeSet;
use std::process::{Command, Stdio};

crate::both!(one_message_gives_one_code, many_messages_give_as_many_codes);

fn keys() -> Keyring {
    let text = "[[key]]\nissuer = 0\nid = 1\nfrom = \"2026-10-01\"\nuntil = \"2026-12-31\"\n";
    Keyring::read(text, &mut |issuer, id| Some(Root::from_bytes([7; 32]).key(issuer, id))).unwrap()
}

/// 64 threads ask for the same: their answers.
fn ask(
    store: &Store,
    id: impl Fn(usize) -> String + Sync,
    number: impl Fn(usize) -> i64 + Sync,
) -> Vec<String> {
    let keys = keys();
    let issuer = Issuer::new(store, &keys, 0);
    let at = Moment::parse("2026-11-23").unwrap();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..64)
            .map(|thread| {
                let (id, row, issuer) = (id(thread), row(number(thread)), &issuer);
                scope.spawn(move || {
                    let text = row.key.number.to_string();
                    let request = Request {
                        message: &id,
                        content: [9; 32],
                        printed: Printed {
                            seller: Some("0300123450"),
                            number: Some(&text),
                            ..Printed::default()
                        },
                        key: row.key.clone(),
                        day: row.day,
                        total: row.total,
                        digest: row.digest,
                        relation: None,
                    };
                    // No two answers are alike, save when it is one answer.
                    let mut answer =
                        |code: &_| format!("{code} by {thread} of {}", std::process::id()).into_bytes();
                    match issuer.issue(&request, at, &mut answer).unwrap() {
                        Issued::Answer(bytes) => String::from_utf8(bytes).unwrap(),
                        other => panic!("{other:?}"),
                    }
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// What each of the four processes does; run by itself it has nothing to do.
#[test]
fn child() {
    if let Ok(address) = std::env::var("ETAX_TEST_STORE") {
        let store = Store::open(&address, etax_store::Access::Write).unwrap();
        for answer in ask(&store, |_| "V-ONE".to_owned(), |_| 1) {
            println!("\nanswer {answer}");
        }
    }
}

fn one_message_gives_one_code(place: &Place) {
    let store = place.open();
    let program = std::env::current_exe().unwrap();
    let children: Vec<_> = (0..4)
        .map(|_| {
            Command::new(&program)
                .args(["--exact", "together::child", "--nocapture"])
                .env("ETAX_TEST_STORE", &place.address)
                .env_remove(SERVER)
                .stdout(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut answers = Vec::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        answers.extend(text.lines().filter_map(|line| line.strip_prefix("answer ")).map(str::to_owned));
    }
    assert_eq!(answers.len(), 256);
    assert_eq!(answers.iter().collect::<BTreeSet<_>>().len(), 1, "{answers:?}");
    let stats = store.read().stats().unwrap();
    assert_eq!((stats.codes, stats.answers), (1, 1));
}

fn many_messages_give_as_many_codes(place: &Place) {
    let store = place.open();
    // Two messages for each invoice.
    let answers = ask(&store, |thread| format!("V-{thread}"), |thread| i64::try_from(thread / 2).unwrap());
    let codes: BTreeSet<&str> = answers.iter().map(|answer| &answer[..34]).collect();
    assert_eq!((answers.len(), codes.len()), (64, 32));
    for pair in answers.chunks(2) {
        assert_eq!(pair[0][..34], pair[1][..34]);
    }
    assert_eq!(store.read().stats().unwrap().answers, 64);
}
