//! PostgreSQL's log cut at every byte.

use super::cluster::{Cluster, Copy};
use super::{LAST, State, everything, goes_on, on_all_cores, record_all};
use etax_store::{Access, Store};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The server reads and writes its log in pages.
const PAGE: usize = 8192;
/// A piece of the log, a file.
const PIECE: usize = 1 << 20;

/// What stands where the log has been cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum After {
    /// Zeros, as in a new file.
    Zeros,
    /// What stood there when the file was used for an earlier piece of the log.
    Older,
    /// Nothing: the file is shorter. The server never leaves such a file behind, since it makes each in full before it is
    /// used, and it reads whole pages only: what the last, shorter page holds does not count.
    Nothing,
}

/// A cluster that crashed after the transactions.
struct Crashed {
    cluster: Cluster,
    states: Vec<State>,
    /// What all tables hold after each transaction, as the server itself writes it.
    dumps: Vec<Vec<u8>>,
    /// The file of the log, and its bytes.
    name: String,
    log: Vec<u8>,
    /// Where in the file the transactions begin, and where the record of each one's commit ends.
    begin: usize,
    commits: Vec<usize>,
    /// Where every record begins.
    records: Vec<usize>,
    queries: [String; 2],
    /// An earlier piece of the log.
    older: Vec<u8>,
}

/// Statements, one a line, that write all rows to files as they lie in the tables, and again in the order of each index.
struct Dump {
    script: String,
    files: [PathBuf; 2],
}

impl Dump {
    fn new(cluster: &Cluster, queries: &[String; 2], name: &str) -> Self {
        let folder = cluster.folder(name);
        let files = ["tables", "indexes"].map(|name| folder.join(name));
        let [tables, indexes] = queries;
        let to = |at: usize| files[at].to_str().unwrap();
        let script = format!("COPY ({tables}) TO '{}'\n{BY_INDEX}\nCOPY ({indexes}) TO '{}'\n", to(0), to(1));
        Self { script, files }
    }

    /// What was written, once.
    fn take(&self) -> Vec<u8> {
        let mut all = Vec::new();
        for file in &self.files {
            all.extend(fs::read(file).expect("the server wrote nothing"));
            fs::remove_file(file).unwrap();
        }
        all
    }
}

/// What makes the server read by an index whatever it thinks of it.
const BY_INDEX: &str = "SET enable_seqscan = off\nSET enable_bitmapscan = off\nSET enable_sort = off";

/// All rows of all tables, and all rows of each index.
fn queries(cluster: &Cluster) -> [String; 2] {
    let tables = "SELECT string_agg(format('SELECT %L AS place, x::text FROM %I x', relname, relname), ' UNION ALL ') \
         || ' ORDER BY 1, 2' FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace";
    let indexes = "SELECT string_agg(format('(SELECT %L AS place, x::text FROM %I x %s ORDER BY %s)', \
         i.relname, t.relname, 'WHERE ' || pg_get_expr(indpred, indrelid), \
         (SELECT string_agg(pg_get_indexdef(indexrelid, n, false), ', ' ORDER BY n) FROM generate_series(1, indnkeyatts) n)), \
         ' UNION ALL ') FROM pg_index JOIN pg_class i ON i.oid = indexrelid JOIN pg_class t ON t.oid = indrelid \
         WHERE t.relnamespace = 'public'::regnamespace";
    let queries = [tables, indexes].map(|query| cluster.value(query));
    let plan = cluster.ask(&format!("{BY_INDEX}\nEXPLAIN {}", queries[1])).unwrap();
    let scans = plan.iter().filter(|line| line.contains("Index Scan using")).count();
    assert!(scans > 15 && !plan.iter().any(|line| line.contains("Seq Scan")), "{plan:#?}");
    queries
}

impl Crashed {
    /// `None`, said aloud, where there is no server.
    fn new() -> Option<Self> {
        let cluster = Cluster::new()?;
        let server = cluster.start(cluster.data());
        // Databases that play no part: fewer files to put back.
        cluster.ask("UPDATE pg_database SET datistemplate = false\nDROP DATABASE template0\nDROP DATABASE template1").unwrap();
        let store = Store::open(&cluster.address(), Access::Create).unwrap();
        // A file of its own for the transactions. Recovery begins at the checkpoint there. What reading tidies up comes next;
        // the message then puts a page between all that and the transactions, which lie across a border of pages.
        cluster.value("SELECT pg_switch_wal()::text");
        cluster.ask("CHECKPOINT").unwrap();
        let queries = queries(&cluster);
        let dump = Dump::new(&cluster, &queries, "dump");
        cluster.ask(&dump.script).unwrap();
        State::of(&store);
        let at = "SELECT (pg_current_wal_insert_lsn() - '0/0')::int8::text";
        let place = || cluster.value(at).parse::<usize>().unwrap();
        let left = 3 * PAGE - place() % PAGE - 4500;
        cluster.value(&format!("SELECT pg_logical_emit_message(false, '', repeat(' ', {left}))::text"));
        let name = cluster.value("SELECT pg_walfile_name(pg_current_wal_insert_lsn())");
        let (mut acknowledged, mut dumps) = (Vec::new(), Vec::new());
        let states = record_all(&store, || {
            acknowledged.push(place());
            cluster.ask(&dump.script).unwrap();
            dumps.push(dump.take());
        });
        drop((store, server));
        let logs = cluster.data().join("pg_wal");
        let log = fs::read(logs.join(&name)).unwrap();
        let mut found = Self {
            states,
            dumps,
            older: Self::older(&logs, &name),
            name,
            log,
            begin: acknowledged[0] % PIECE,
            commits: Vec::new(),
            records: Vec::new(),
            queries,
            cluster,
        };
        found.read_log(&acknowledged);
        Some(found)
    }

    /// Records and commits as the server's own program reads them.
    fn read_log(&mut self, acknowledged: &[usize]) {
        let piece = acknowledged[0] / PIECE * PIECE;
        let read = self
            .cluster
            .program("pg_waldump")
            .arg("-p")
            .arg(self.cluster.data().join("pg_wal"))
            .arg("-s")
            .arg(format!("{:X}/{:X}", acknowledged[0] >> 32, acknowledged[0] & 0xffff_ffff))
            .arg(&self.name)
            .output()
            .unwrap();
        // It ends with the complaint that there is no more.
        for line in String::from_utf8(read.stdout).unwrap().lines() {
            let after = |what: &str| line.split_once(what).unwrap().1;
            let (high, low) = after("lsn: ").split_once(',').unwrap().0.split_once('/').unwrap();
            let hex = |digits: &str| usize::from_str_radix(digits, 16).unwrap();
            let begin = (hex(high) << 32) + hex(low) - piece;
            let total: usize = after("len (rec/tot):")
                .split_once('/')
                .unwrap()
                .1
                .split_once(',')
                .unwrap()
                .0
                .trim()
                .parse()
                .unwrap();
            self.records.push(begin);
            if line.contains("desc: COMMIT") {
                // A page has a header of 24 bytes, which may come between the record's.
                let end = begin + total;
                let crosses = begin / PAGE != (end - 1) / PAGE;
                self.commits.push(end + if crosses { 24 } else { 0 });
            }
        }
        // As many as were acknowledged, each before it was and after the one before was.
        assert_eq!(self.commits.len(), LAST);
        for (number, commit) in self.commits.iter().enumerate() {
            assert!(acknowledged[number] - piece < *commit && *commit <= acknowledged[number + 1] - piece);
        }
        assert!(self.commits[0] / PAGE < self.commits[LAST - 1] / PAGE, "{:?} lie in one page", self.commits);
    }

    /// The bytes of an earlier piece of the log that the server has kept to use its file again.
    fn older(logs: &Path, name: &str) -> Vec<u8> {
        let mut names: Vec<_> = fs::read_dir(logs).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        let kept = names.iter().filter(|other| other.len() == name.len() && other.to_str() != Some(name));
        let mut pieces = kept.map(|other| fs::read(logs.join(other)).unwrap());
        pieces
            .find(|piece| piece[2 * PAGE..4 * PAGE].iter().any(|byte| *byte != 0))
            .expect("no older piece of the log")
    }

    /// The log up to a byte, and how many transactions are in it.
    fn cut(&self, at: usize, after: After) -> (Vec<u8>, usize) {
        let mut bytes = self.log[..at].to_vec();
        match after {
            After::Zeros => bytes.resize(PIECE, 0),
            After::Older => bytes.extend(&self.older[at..]),
            After::Nothing => {}
        }
        // What stands after the cut may be what stood there before: the last bytes of a commit's time are zeros.
        let differs = bytes[at..].iter().zip(&self.log[at..]).position(|(one, other)| one != other);
        let whole = match (after, differs) {
            (After::Nothing, _) => at / PAGE * PAGE,
            (_, Some(differs)) => at + differs,
            (_, None) => PIECE,
        };
        (bytes, self.commits.iter().filter(|commit| **commit <= whole).count())
    }

    /// Has the server recover from each of the logs, and compares all that the tables and indexes hold with what they held after
    /// the number of transactions that `log` gives with it.
    fn recover<T: Debug + Sync>(&self, cuts: &[T], log: impl Fn(&T) -> (Vec<u8>, usize) + Sync) {
        on_all_cores(cuts.len(), |thread, numbers| {
            let copy = Copy::new(&self.cluster, &format!("copy{thread}"));
            let dump = Dump::new(&self.cluster, &self.queries, &format!("dump{thread}"));
            let script = self.cluster.path(&format!("script{thread}"));
            fs::write(&script, &dump.script).unwrap();
            for number in numbers {
                let (bytes, count) = log(&cuts[number]);
                copy.restore();
                fs::write(copy.data.join("pg_wal").join(&self.name), bytes).unwrap();
                copy.recover(&script);
                let found = dump.take();
                let text = String::from_utf8_lossy(&found);
                assert!(found == self.dumps[count], "{:?}: not {count}: {text}", cuts[number]);
            }
            copy.restore();
            assert!(copy.is_whole());
        });
    }
}

/// How many of the last transactions are cut at every byte in any case.
const EVERY: usize = 3;
/// Elsewhere, on both sides of every record's border, and so many bytes apart.
const APART: usize = 41;

#[test]
fn the_log_of_postgres_cut_at_every_byte_recovers_to_what_was_acknowledged_before() {
    let Some(crashed) = Crashed::new() else { return };
    let border = |at: usize| crashed.records.contains(&at) || crashed.commits.contains(&at);
    let some = |at: usize| everything() || at.is_multiple_of(APART) || (at - 1..=at + 1).any(border);
    let last = crashed.commits[LAST - 1 - EVERY];
    let mut cuts = Vec::new();
    for at in crashed.begin..=crashed.commits[LAST - 1] {
        for after in [After::Zeros, After::Older, After::Nothing] {
            if some(at) || (after == After::Zeros && at >= last) {
                cuts.push((after, at));
            }
        }
    }
    let seen = Mutex::new(BTreeMap::<_, [usize; LAST + 1]>::new());
    crashed.recover(&cuts, |(after, at)| {
        let (log, count) = crashed.cut(*at, *after);
        seen.lock().unwrap().entry(*after).or_default()[count] += 1;
        (log, count)
    });
    let seen = seen.into_inner().unwrap();
    eprintln!("PostgreSQL's log cut at {} to {}: {seen:?}", crashed.begin, crashed.commits[LAST - 1]);
    let both = [After::Zeros, After::Older].map(|after| seen[&after]);
    assert!(both.iter().flatten().all(|count| *count > 0), "{seen:?}");
    assert!(seen[&After::Nothing].iter().filter(|count| **count > 0).count() > 1, "{seen:?}");
}

/// The disk writes sectors whole, in whatever order it likes.
const SECTOR: usize = 512;

/// The power goes while a transaction is written: those acknowledged before are on the disk, and of this one any sectors. All
/// there are to choose are tried.
#[test]
fn a_transaction_of_which_postgres_lost_some_sectors_was_never_there() {
    let Some(crashed) = Crashed::new() else { return };
    let begins = std::iter::once(&crashed.begin).chain(&crashed.commits);
    let mut losses = Vec::new();
    for (count, (from, upto)) in begins.zip(&crashed.commits).enumerate() {
        let sectors: Vec<_> = (from / SECTOR..upto.div_ceil(SECTOR)).collect();
        for chosen in 0_u32..1 << sectors.len() {
            let lost = sectors.iter().enumerate().filter(|(bit, _)| chosen >> bit & 1 == 1);
            let lost: Vec<_> = lost
                .map(|(_, sector)| (sector * SECTOR).max(*from)..((sector + 1) * SECTOR).min(*upto))
                .collect();
            losses.push((count, *upto, lost));
        }
    }
    crashed.recover(&losses, |(count, upto, lost)| {
        let (mut log, _) = crashed.cut(*upto, After::Older);
        lost.iter().for_each(|range| log[range.clone()].copy_from_slice(&crashed.older[range.clone()]));
        let whole = log[..*upto] == crashed.log[..*upto];
        (log, count + usize::from(whole))
    });
}

#[test]
fn a_server_whose_log_was_cut_goes_on_with_what_was_acknowledged_before() {
    let Some(crashed) = Crashed::new() else { return };
    let cluster = &crashed.cluster;
    let copy = Copy::new(cluster, "copy");
    for after in [After::Zeros, After::Older, After::Nothing] {
        // In the record of each commit, and behind it.
        for at in crashed.commits.iter().flat_map(|commit| [commit - 9, *commit]) {
            let (bytes, count) = crashed.cut(at, after);
            fs::write(copy.data.join("pg_wal").join(&crashed.name), bytes).unwrap();
            let server = cluster.start(copy.data.clone());
            let all = goes_on(&cluster.address(), Access::Write, count, &crashed.states, at);
            drop(server);
            // What it has recorded since is there after another crash.
            let server = cluster.start(copy.data.clone());
            let store = Store::open(&cluster.address(), Access::Read).unwrap();
            assert!(State::of(&store) == all, "cut at {at}: not kept");
            drop((store, server));
            copy.restore();
        }
    }
}
