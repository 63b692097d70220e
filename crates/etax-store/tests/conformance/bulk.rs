//! Large transactions decide what small ones do, and what is told was recorded.

use crate::place::{Place, issue, message, row};
use etax_store::audit::verify;
use etax_store::{Access, Bulk, Command, Outcome, Relation, RelationKind, Store, StoreError, Target};

crate::both!(a_large_transaction_decides_as_small_ones_do, nothing_is_told_of_what_was_not_recorded);

/// Enough to be large, with every way in which one command may depend on an earlier one.
fn commands() -> Vec<Command> {
    let mut commands = vec![Command::Reserve { issuer: 7, count: 20_000 }];
    for number in 1..=10_100_i64 {
        let mut new = row(number);
        let before = |count: i64| row((number - count).max(1));
        let related = |kind, count: i64| {
            let earlier = before(count);
            let target =
                if number % 2 == 0 { Target::Code(earlier.code) } else { Target::Invoice(earlier.key) };
            Some(Relation { kind, target })
        };
        let mut relation = None;
        let mut asked = None;
        match number % 97 {
            1 => new.digest = [9; 32],
            // Codes and invoices that are there, in part or altogether.
            2 => new = before(5),
            3 => new.code = before(5).code,
            4 => new.key = before(5).key,
            5 => relation = related(RelationKind::Replaces, 9),
            6 => relation = related(RelationKind::Adjusts, 10),
            7 => relation = related(RelationKind::Replaces, 12),
            8 | 9 => new.serial = Some(etax_store::Serial { issuer: 7, number: number % 300 }),
            10 | 11 => asked = Some(message(&format!("M{}", number / 3), 1, "answer")),
            12 => new.total = "1100.500".parse().unwrap(),
            13 => new.key.seller.clear(),
            _ => {}
        }
        commands.push(Command::Issue { row: Box::new(new), message: asked, relation });
        if number % 113 == 0 {
            let code = before(20).code;
            commands.push(Command::Cancel { code, notice: format!("TB-{}", number % 7), message: None });
        }
    }
    commands
}

/// What was told of each command, by its place.
fn run(store: &Store, commands: Vec<Command>, size: usize) -> Vec<Outcome> {
    let mut told = Vec::new();
    let mut tell = |at: usize, outcome| {
        assert_eq!(at, told.len());
        told.push(outcome);
    };
    let mut bulk = Bulk::of(store, size);
    for (at, command) in commands.into_iter().enumerate() {
        bulk.record(at, command, &mut tell).unwrap();
    }
    bulk.finish(&mut tell).unwrap();
    told
}

fn a_large_transaction_decides_as_small_ones_do(place: &Place) {
    let beside = if place.is_file() { Place::sqlite() } else { Place::postgres() }.unwrap();
    let (large, small) = (place.open(), beside.open());
    let told = run(&large, commands(), 1 << 20);
    let count = |which: fn(&Outcome) -> bool| told.iter().filter(|outcome| which(outcome)).count();
    assert!(count(|outcome| matches!(outcome, Outcome::Refused(_))) > 100);
    assert!(count(|outcome| matches!(outcome, Outcome::Known { .. })) > 50);
    assert!(count(|outcome| matches!(outcome, Outcome::Recorded { related: Some(true), .. })) > 100);
    // Transactions in which nothing depends on what the same one did, and a large one that knows all from the database.
    let one_by_one = run(&small, commands(), 400);
    for (at, (large, small)) in told.iter().zip(&one_by_one).enumerate() {
        assert_eq!(large, small, "command {at}");
    }
    let logs = [&large, &small].map(|store| {
        let pieces = (0..).step_by(5000).map(|after| store.read().events(after, 5000).unwrap());
        let events: Vec<_> = pieces.take_while(|piece| !piece.is_empty()).flatten().collect();
        let leaf = |logged: &etax_store::Logged| {
            let mut logged = logged.clone();
            logged.event.at = 0;
            logged.leaf()
        };
        assert_eq!(verify(store.read(), None).unwrap().misfit, None);
        events.iter().map(leaf).collect::<Vec<_>>()
    });
    assert!(logs[0].len() > 9000, "{}", logs[0].len());
    assert_eq!(logs[0].len(), logs[1].len());
    let differ = logs[0].iter().zip(&logs[1]).position(|(large, small)| large != small);
    assert_eq!(differ, None);
    let again = [&large, &small].map(|store| run(store, commands(), 1 << 20));
    assert_eq!(again[0], again[1]);
    // After large transactions the store is as any other.
    assert!(matches!(large.record_one(issue(&row(20_000), None)), Ok(Outcome::Recorded { .. })));
}

fn nothing_is_told_of_what_was_not_recorded(place: &Place) {
    place.open().record(vec![issue(&row(1), None)]).unwrap();
    let store = Store::open(&place.address, Access::Read).unwrap();
    let mut told = 0;
    let mut bulk = Bulk::of(&store, 2);
    let results: Vec<_> =
        (2..=5).map(|number| bulk.record(number, issue(&row(number), None), &mut |_, _| told += 1)).collect();
    // The first transaction's failure is known when the second is full.
    assert_eq!(results, [Ok(()), Ok(()), Ok(()), Err(StoreError::ReadOnly)]);
    assert_eq!(told, 0);
    assert_eq!(store.read().stats().unwrap().codes, 1);
}
