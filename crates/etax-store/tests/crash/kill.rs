//! `kill -9` at any moment: what was acknowledged is there, once.

use crate::place::{Place, SERVER, code, message, row};
use etax_store::{Access, Command as Record, Outcome, Serial, Store, StoreError, audit};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often the program is killed, for each database.
const ROUNDS: u64 = 500;
/// How often the server is.
const SERVER_ROUNDS: u64 = 12;

/// Four threads record as fast as they can, each saying what was acknowledged, until somebody puts an end to it.
#[test]
fn child() {
    let Ok(address) = std::env::var("ETAX_TEST_STORE") else { return };
    let round: i64 = std::env::var("ETAX_TEST_ROUND").unwrap().parse().unwrap();
    load(&Store::open(&address, Access::Write).unwrap(), round, &AtomicBool::new(false), &|line| {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(format!("\n{line}\n").as_bytes());
        let _ = out.flush();
    });
}

/// Records until told to stop. Says `S first past` of serial numbers, `A number answer` of an issue.
fn load(store: &Store, round: i64, stop: &AtomicBool, say: &(dyn Fn(String) + Sync)) {
    std::thread::scope(|scope| {
        for thread in 0..4 {
            scope.spawn(move || {
                let mut number = (round * 4 + thread) * 100_000;
                while !stop.load(Ordering::Relaxed) {
                    let Ok(Outcome::Reserved { first, past }) =
                        store.record_one(Record::Reserve { issuer: 0, count: 8 })
                    else {
                        continue;
                    };
                    say(format!("S {first} {past}"));
                    for serial in first..past {
                        number += 1;
                        let mut row = row(number);
                        row.serial = Some(Serial { issuer: 0, number: serial });
                        let answer = format!("{} of {number}", row.code);
                        let issue = Record::Issue {
                            row: Box::new(row),
                            message: Some(message(&format!("M{number}"), 1, &answer)),
                            relation: None,
                        };
                        match store.record_one(issue) {
                            Ok(Outcome::Recorded { .. }) => say(format!("A {number} {answer}")),
                            Ok(other) => panic!("{other:?}"),
                            Err(StoreError::OutcomeUnknown(_) | StoreError::Unreachable(_)) => {}
                            Err(other) => panic!("{other:?}"),
                        }
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                    }
                }
            });
        }
    });
}

/// What was acknowledged.
#[derive(Default)]
struct Heard {
    answers: BTreeMap<i64, String>,
    serials: BTreeSet<i64>,
}

impl Heard {
    fn line(&mut self, line: &str) {
        let mut words = line.splitn(3, ' ');
        let (kind, number, rest) = (words.next(), words.next(), words.next());
        match (kind, number.and_then(|number| number.parse().ok()), rest) {
            (Some("A"), Some(number), Some(answer)) => {
                assert_eq!(self.answers.insert(number, answer.to_owned()), None);
            }
            (Some("S"), Some(first), Some(past)) => {
                if let Ok(past) = past.parse::<i64>() {
                    for serial in first..past {
                        assert!(self.serials.insert(serial), "serial {serial} was given twice");
                    }
                }
            }
            _ => {}
        }
    }

    fn hold(&self, place: &Place) {
        let store = place.open();
        let numbers: Vec<i64> = self.answers.keys().copied().collect();
        for part in numbers.chunks(5000) {
            let codes: Vec<_> = part.iter().map(|number| code(*number)).collect();
            for (number, entry) in part.iter().zip(store.read().by_code(&codes).unwrap()) {
                let entry = entry.unwrap_or_else(|| panic!("{number} was acknowledged and is lost"));
                assert_eq!(entry.row.content.key.number, *number);
            }
        }
        // Every answer kept, one for each invoice.
        let mut kept = BTreeMap::new();
        let mut after = 0;
        loop {
            let page = store.read().answers(after, 10_000).unwrap();
            let Some(last) = page.last() else { break };
            after = last.1.seq;
            for (id, answer, _) in page {
                let number: i64 = id[1..].parse().unwrap();
                assert!(kept.insert(number, String::from_utf8(answer.answer).unwrap()).is_none());
            }
        }
        for (number, answer) in &self.answers {
            assert_eq!(kept.get(number), Some(answer));
        }
        let stats = store.read().stats().unwrap();
        assert_eq!(usize::try_from(stats.codes).unwrap(), kept.len());
        assert_eq!(audit::verify(store.read(), None).unwrap().misfit, None);
    }
}

/// A number that is different each time, and the same in each run.
pub(crate) fn spread(round: u64) -> u64 {
    round.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40
}

fn killed(place: &Place) {
    drop(place.open());
    let program = std::env::current_exe().unwrap();
    let mut heard = Heard::default();
    let mut busy = 0;
    for round in 0..ROUNDS {
        let mut child = Command::new(&program)
            .args(["--exact", "kill::child", "--nocapture"])
            .env("ETAX_TEST_STORE", &place.address)
            .env("ETAX_TEST_ROUND", round.to_string())
            .env_remove(SERVER)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let (first, begun) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || {
            let mut lines = Vec::new();
            for line in BufReader::new(out).lines() {
                let line = line.unwrap();
                if line.starts_with("A ") {
                    let _ = first.send(());
                }
                lines.push(line);
            }
            lines
        });
        // Some die before they have begun, most of them within 20 ms after their first answer.
        if round % 10 != 0 {
            begun.recv_timeout(Duration::from_secs(30)).expect("the program records nothing");
        }
        std::thread::sleep(Duration::from_micros(spread(round) % 20_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let before = heard.answers.len();
        reader.join().unwrap().iter().for_each(|line| heard.line(line));
        busy += u64::from(heard.answers.len() > before);
    }
    assert!(busy > ROUNDS / 2, "only {busy} programs were killed at work");
    heard.hold(place);
}

#[test]
fn sqlite_loses_nothing_to_500_kills() {
    killed(&Place::sqlite().unwrap());
}

#[test]
fn postgres_loses_nothing_to_500_kills() {
    // Also holds back the test below, which stops the server.
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(place) = Place::postgres() {
        killed(&place);
    }
}

pub(crate) static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());

#[test]
fn postgres_loses_nothing_when_the_server_goes_down() {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(place) = Place::postgres() else { return };
    let control =
        std::env::var("ETAX_TEST_POSTGRES_CONTROL").expect("scripts/postgres says how to stop the server");
    let server = |what: &str| assert!(Command::new(&control).arg(what).status().unwrap().success());
    let mut heard = Heard::default();
    let store = place.open();
    for round in 0..SERVER_ROUNDS {
        let stop = AtomicBool::new(false);
        let (say, said) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let (store, stop) = (&store, &stop);
            let round_number = i64::try_from(round).unwrap() + 10_000;
            scope.spawn(move || load(store, round_number, stop, &|line| say.send(line).unwrap()));
            std::thread::sleep(Duration::from_millis(100 + spread(round) % 150));
            server("stop");
            stop.store(true, Ordering::Relaxed);
            server("start");
        });
        said.iter().for_each(|line| heard.line(&line));
    }
    assert!(heard.answers.len() > 100);
    // The same store goes on: its connections are made anew.
    heard.hold(&place);
    assert!(store.read().stats().unwrap().codes > 0);
}
