//! The log of either database cut at every byte: what is left is exactly what was acknowledged before the cut.

mod cluster;
mod postgres;
mod sqlite;

use crate::place::{code, issue, message, row};
use etax_store::{
    Access, Command, Entry, FilingKey, KeptAnswer, Logged, Outcome, Relation, RelationKind, Store, Target,
    audit,
};

/// How many transactions are recorded; they touch every table that requests write to.
const LAST: usize = 5;
const CODES: i64 = 3;
const MESSAGES: [&str; 6] = ["M1", "M2", "R2", "M3", "M4", "M5"];
const TAXPAYER: &str = "0300123450";

/// The transactions by number, from 1. Each has a message, so that it may be asked for again.
fn transaction(number: usize) -> Vec<Command> {
    let asks = |id: &str| message(id, 1, &format!("answer to {id}"));
    match number {
        1 => vec![issue(&row(1), Some(asks("M1")))],
        2 => vec![issue(&row(2), Some(asks("M2"))), Command::Refuse(asks("R2"))],
        3 => vec![Command::Issue {
            row: Box::new(row(3)),
            message: Some(asks("M3")),
            relation: Some(Relation { kind: RelationKind::Replaces, target: Target::Code(code(1)) }),
        }],
        4 => vec![Command::File {
            key: FilingKey {
                taxpayer: TAXPAYER.to_owned(),
                form: "842".to_owned(),
                period: "10/2026".to_owned(),
                amendment: 0,
                submission: 1,
            },
            digest: [4; 32],
            message: Some(asks("M4")),
        }],
        LAST => vec![Command::Cancel { code: code(2), notice: "N5".to_owned(), message: Some(asks("M5")) }],
        other => panic!("there is no transaction {other}"),
    }
}

/// What a store says: the whole log with the rows of its events, every answer, and what is found by code.
#[derive(Clone, Debug, PartialEq)]
struct State {
    events: Vec<Logged>,
    codes: Vec<Option<Entry>>,
    answers: Vec<Option<KeptAnswer>>,
}

impl State {
    fn of(store: &Store) -> Self {
        let store = store.read();
        Self {
            events: store.events(0, 100).unwrap(),
            codes: store.by_code(&(1..=CODES).map(code).collect::<Vec<_>>()).unwrap(),
            answers: MESSAGES.map(|id| store.by_message(id).unwrap()).into(),
        }
    }

    /// The same without the times at which things were recorded, and the chain over them.
    fn timeless(mut self) -> Self {
        for logged in &mut self.events {
            logged.event.at = 0;
            logged.event.chain = [0; 32];
            logged.code.iter_mut().for_each(|row| row.at = 0);
            logged.filing.iter_mut().for_each(|row| row.at = 0);
        }
        self.codes.iter_mut().flatten().for_each(|entry| entry.row.at = 0);
        self
    }
}

/// Records the transactions one after the other. `note` is called before the first and after each acknowledgement.
fn record_all(store: &Store, mut note: impl FnMut()) -> Vec<State> {
    let mut states = vec![State::of(store)];
    note();
    for number in 1..=LAST {
        let outcomes = store.record(transaction(number)).unwrap();
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Recorded { .. })), "{outcomes:?}");
        note();
        states.push(State::of(store));
    }
    states
}

/// The store at an address has the first `count` transactions and nothing of those after, its audit finds nothing, and it
/// goes on from there: what it has it answers as the first time, what it has not it records.
fn goes_on(address: &str, access: Access, count: usize, states: &[State], cut: usize) -> State {
    let store = Store::open(address, access).unwrap();
    let found = State::of(&store);
    assert!(found == states[count], "cut at {cut}: {found:?}");
    assert_eq!(audit::verify(store.read(), None).unwrap().misfit, None);
    for number in 1..=LAST {
        for outcome in store.record(transaction(number)).unwrap() {
            assert_eq!(matches!(outcome, Outcome::Replayed { .. }), number <= count, "{number}: {outcome:?}");
            assert_eq!(matches!(outcome, Outcome::Recorded { .. }), number > count, "{number}: {outcome:?}");
        }
    }
    let all = State::of(&store);
    assert!(all.clone().timeless() == states[LAST].clone().timeless(), "cut at {cut}: {all:?}");
    assert_eq!(audit::verify(store.read(), None).unwrap().misfit, None);
    drop(store);
    assert!(State::of(&Store::open(address, Access::Read).unwrap()) == all, "cut at {cut}: not kept");
    all
}

/// Whether `ETAX_CUT` is `every`: each byte is cut with each thing that may stand behind it, which takes minutes more.
fn everything() -> bool {
    std::env::var("ETAX_CUT").is_ok_and(|what| what == "every")
}

/// On a file system in memory where there is one: what is written is looked at again, not kept.
fn memory() -> tempfile::TempDir {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

/// Runs `work` for the numbers below `count`, on all cores; each thread is told which it is.
fn on_all_cores(count: usize, work: impl Fn(usize, &mut dyn Iterator<Item = usize>) + Sync) {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let work = &work;
            scope.spawn(move || work(thread, &mut (0..count).skip(thread).step_by(threads)));
        }
    });
}
