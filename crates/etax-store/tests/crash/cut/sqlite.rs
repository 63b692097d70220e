//! SQLite's write-ahead log cut at every byte, and damaged.

use super::{LAST, State, everything, goes_on, memory, on_all_cores, record_all};
use crate::place::{Place, issue, row};
use etax_store::{Access, Store, StoreError};
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// The log's own header, and that of each frame; a frame carries one page.
const HEADER: usize = 32;
const FRAME: usize = 24 + 4096;
/// Besides both sides of every frame and of every header, so many bytes apart is looked whether the store goes on from there.
const APART: usize = 101;

/// What a crash leaves behind: the two files as they are while the store is open, and how long the log was when the tables
/// were there and when each transaction was acknowledged.
struct Crashed {
    database: Vec<u8>,
    log: Vec<u8>,
    /// What stands behind the log: nothing where its file is new, else what is left of the log before it.
    older: Vec<u8>,
    lengths: Vec<usize>,
    states: Vec<State>,
}

impl Crashed {
    /// All in one log, from the making of the tables.
    fn new() -> Self {
        let place = Place::sqlite().unwrap();
        let store = place.open();
        let log = Path::new(&place.address).with_extension("db-wal");
        let mut lengths = Vec::new();
        let states = record_all(&store, || lengths.push(fs::read(&log).unwrap().len()));
        let database = fs::read(&place.address).unwrap();
        let found = Self { database, log: fs::read(&log).unwrap(), older: Vec::new(), lengths, states };
        // Nothing went from the log into the database yet.
        assert_eq!(found.database.len(), 4096);
        found.fits()
    }

    /// The log before was brought into the database, and the file is written again from the start.
    fn over_an_older_log() -> Self {
        let place = Place::sqlite().unwrap();
        let store = place.open();
        let log = Path::new(&place.address).with_extension("db-wal");
        for number in 11..=20 {
            store.record(vec![issue(&row(number), None)]).unwrap();
        }
        let older = fs::read(&log).unwrap();
        place.sql("PRAGMA wal_checkpoint(RESTART)").unwrap();
        let database = fs::read(&place.address).unwrap();
        let mut lengths = Vec::new();
        let states = record_all(&store, || {
            // Frames of this log have the salts of its header; behind them are those of the log before.
            let bytes = fs::read(&log).unwrap();
            let frames = bytes[HEADER..].chunks(FRAME).take_while(|frame| frame[8..16] == bytes[16..24]);
            lengths.push(HEADER + FRAME * frames.count());
        });
        assert_eq!(lengths[0], older.len());
        // Without any of it there is what was before.
        lengths[0] = 0;
        let mut log = fs::read(&log).unwrap();
        assert_eq!(log.len(), older.len());
        log.truncate(lengths[LAST]);
        Self { database, log, older, lengths, states }.fits()
    }

    fn fits(self) -> Self {
        assert_eq!(self.lengths.len(), LAST + 1);
        assert_eq!(self.lengths.last(), Some(&self.log.len()));
        assert!(self.lengths.is_sorted_by(|one, next| one < next));
        self
    }

    /// The log's file cut at a byte, and how many transactions are in it; `None` where not even the tables are.
    fn cut(&self, at: usize) -> (Vec<u8>, Option<usize>) {
        let mut bytes = self.log[..at].to_vec();
        bytes.extend(self.older.get(at..).unwrap_or_default());
        // What was there before may be the same.
        let behind = bytes[at..].iter().zip(&self.log[at..]);
        let whole = at + behind.take_while(|(one, other)| one == other).count();
        (bytes, self.lengths.iter().rposition(|acknowledged| *acknowledged <= whole))
    }

    /// Opened to be read at each of the cuts. A reader recovers as a writer does, and leaves the files as they are.
    fn read(&self, cuts: &[usize]) {
        on_all_cores(cuts.len(), |_, numbers| {
            let files = Files::new();
            fs::write(&files.database, &self.database).unwrap();
            let file = File::options().create(true).truncate(true).write(true).open(&files.log).unwrap();
            // From behind: what lies before a cut is there from the cut before.
            let mut whole = 0;
            let mut before = Vec::new();
            for number in numbers {
                let at = cuts[number];
                let (bytes, count) = self.cut(at);
                file.set_len(u64::try_from(bytes.len()).unwrap()).unwrap();
                let from = whole.min(at);
                let upto = if whole == 0 { bytes.len() } else { whole.min(bytes.len()) };
                file.write_all_at(&bytes[from..upto], u64::try_from(from).unwrap()).unwrap();
                (whole, before) = (at, bytes);
                files.forget();
                match (Store::open(files.address(), Access::Read), count) {
                    (Ok(store), Some(count)) => {
                        let found = State::of(&store);
                        assert!(found == self.states[count], "cut at {at}: {found:?}");
                    }
                    (Err(StoreError::Missing(_)), None) => {}
                    (found, expected) => panic!("cut at {at}: {found:?}, not {expected:?}"),
                }
            }
            assert!(fs::read(&files.database).unwrap() == self.database, "a reader wrote to the database");
            assert!(fs::read(&files.log).unwrap() == before, "a reader wrote to the log");
        });
    }

    /// Opened to be written at each of the cuts, verified, and written to.
    fn write(&self, cuts: &[usize]) {
        on_all_cores(cuts.len(), |_, numbers| {
            let files = Files::new();
            for number in numbers {
                let at = cuts[number];
                let (bytes, count) = self.cut(at);
                let put = || files.put(&self.database, &bytes);
                put();
                if let Some(count) = count {
                    goes_on(files.address(), Access::Write, count, &self.states, at);
                } else {
                    // No store yet, and whoever expects one is told so. It is made by whoever would make it anyway.
                    let found = Store::open(files.address(), Access::Write);
                    assert!(matches!(found, Err(StoreError::Missing(_))), "cut at {at}: {found:?}");
                    put();
                    goes_on(files.address(), Access::Create, 0, &self.states, at);
                }
            }
        });
    }
}

/// Where the files are put again.
struct Files {
    _folder: tempfile::TempDir,
    database: PathBuf,
    log: PathBuf,
}

impl Files {
    fn new() -> Self {
        let folder = memory();
        let database = folder.path().join("registry.db");
        let log = database.with_extension("db-wal");
        Self { _folder: folder, database, log }
    }

    fn put(&self, database: &[u8], log: &[u8]) {
        fs::write(&self.database, database).unwrap();
        fs::write(&self.log, log).unwrap();
        self.forget();
    }

    /// The index of the log is in shared memory, which a crash of the machine does not leave behind.
    fn forget(&self) {
        let _ = fs::remove_file(self.database.with_extension("db-shm"));
    }

    fn address(&self) -> &str {
        self.database.to_str().unwrap()
    }
}

/// In the log's header, on both sides of every border of a frame and of its header, and so many bytes apart.
fn close(at: usize, apart: usize) -> bool {
    let inside = (at + FRAME - HEADER) % FRAME;
    at.is_multiple_of(apart) || at <= HEADER || matches!(inside, 0..=1 | 23..=25) || inside == FRAME - 1
}

#[test]
fn a_log_cut_at_every_byte_recovers_to_what_was_acknowledged_before() {
    let crashed = Crashed::new();
    let all = (0..=crashed.log.len()).rev();
    crashed.write(&all.clone().filter(|at| close(*at, APART)).collect::<Vec<_>>());
    crashed.read(&all.collect::<Vec<_>>());
}

#[test]
fn a_log_cut_while_it_is_written_over_an_older_one_recovers_to_what_was_acknowledged_before() {
    let crashed = Crashed::over_an_older_log();
    let all = (0..=crashed.log.len()).rev();
    crashed.write(&all.clone().filter(|at| close(*at, APART)).collect::<Vec<_>>());
    crashed.read(&all.filter(|at| everything() || close(*at, 7)).collect::<Vec<_>>());
}

/// The disk writes sectors whole, in whatever order it likes.
const SECTOR: usize = 512;

/// The power goes while a transaction is written: those acknowledged before are on the disk, and of this one any sectors.
#[test]
fn a_transaction_of_which_some_sectors_are_lost_was_never_there() {
    for crashed in [Crashed::new(), Crashed::over_an_older_log()] {
        let mut losses = Vec::new();
        for count in 0..LAST {
            let sectors = crashed.lengths[count] / SECTOR..crashed.lengths[count + 1].div_ceil(SECTOR);
            for one in sectors.clone() {
                losses.push((count, vec![one]));
                losses.push((count, sectors.clone().filter(|other| *other != one).collect()));
            }
            // Half of them, by chance.
            for round in 0..60 {
                let lost = |sector: &usize| {
                    let number = round * 1000 + u64::try_from(*sector).unwrap();
                    crate::kill::spread(number).is_multiple_of(2)
                };
                losses.push((count, sectors.clone().filter(lost).collect()));
            }
        }
        on_all_cores(losses.len(), |_, numbers| {
            let files = Files::new();
            for number in numbers {
                let (count, lost) = &losses[number];
                let (from, upto) = (crashed.lengths[*count], crashed.lengths[count + 1]);
                let mut bytes = crashed.log[..upto].to_vec();
                for sector in lost {
                    let range = (sector * SECTOR).max(from)..((sector + 1) * SECTOR).min(upto);
                    match crashed.older.get(range.clone()) {
                        Some(older) => bytes[range].copy_from_slice(older),
                        None => bytes[range].fill(0),
                    }
                }
                // What was there before may be the same, as where all is zeros.
                let expected = count + usize::from(bytes == crashed.log[..upto]);
                bytes.extend(crashed.older.get(upto..).unwrap_or_default());
                files.put(&crashed.database, &bytes);
                goes_on(files.address(), Access::Write, expected, &crashed.states, from);
            }
        });
    }
}

#[test]
fn a_damaged_log_is_believed_up_to_the_damage() {
    let crashed = Crashed::new();
    let (log, tables) = (&crashed.log, crashed.lengths[0]);
    on_all_cores((log.len() - tables).div_ceil(211), |_, numbers| {
        let files = Files::new();
        for number in numbers {
            let at = tables + number * 211;
            let mut bytes = log.clone();
            bytes[at] ^= 0x40;
            files.put(&crashed.database, &bytes);
            let count = crashed.lengths.iter().rposition(|acknowledged| *acknowledged <= at).unwrap();
            goes_on(files.address(), Access::Write, count, &crashed.states, at);
        }
    });
}
