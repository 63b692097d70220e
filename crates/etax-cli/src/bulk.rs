//! Checks many documents with all cores and hands the results on in the order of the input.
//!
//! One thread looks for work and cuts it into batches; workers read, check and render a batch at a
//! time; the caller's thread gets the results. Both channels are bounded, and a batch is bounded in
//! documents and bytes, so memory follows the largest documents in flight and not their number.

use crate::filing::Beside;
use crate::input::{Content, Item, Place, Reader, Trouble, walk};
use crate::set::{self, Invoices};
use crate::tally::Tally;
use etax::engine::{Engine, Input};
use etax::report::Report;
use etax::value::Moment;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// A batch is full with this many documents, enough for the engine to verify signatures together.
const MOST_DOCUMENTS: usize = 64;

/// A batch is full with this many bytes.
const MOST_BYTES: u64 = 1024 * 1024;

/// What a run needs to know.
pub(crate) struct Work<'w, R> {
    pub(crate) paths: &'w [PathBuf],
    pub(crate) engine: &'w Engine,
    pub(crate) at: Moment,
    /// The longest document that is read, in bytes.
    pub(crate) limit: u64,
    pub(crate) jobs: usize,
    /// What declarations are checked beside.
    pub(crate) beside: &'w Beside,
    /// Whether what reports say of invoices is handed on.
    pub(crate) set: bool,
    /// Makes the text of a report from it and the bytes it is about; `None` prints nothing.
    pub(crate) render: R,
}

/// What became of one input.
#[derive(Debug)]
pub(crate) enum Part {
    /// Text to print.
    Text(String),
    /// It could not be read: its name and why.
    Trouble(String, Trouble),
}

/// What became of a batch.
#[derive(Debug, Default)]
pub(crate) struct Done {
    pub(crate) parts: Vec<Part>,
    pub(crate) tally: Tally,
    pub(crate) on_disk: u64,
    /// The invoices of each input, where they are asked for.
    pub(crate) invoices: Vec<Invoices>,
}

struct Job {
    items: Vec<Item>,
    reply: SyncSender<Done>,
}

/// Runs to the end, or until `take` breaks off.
pub(crate) fn run<R>(work: &Work<'_, R>, mut take: impl FnMut(Done) -> ControlFlow<()>)
where
    R: Fn(&Report, &[u8]) -> Option<String> + Sync,
{
    let (jobs_in, jobs_out) = sync_channel::<Job>(work.jobs);
    let (order_in, order_out) = sync_channel::<Receiver<Done>>(work.jobs.saturating_mul(2));
    let jobs_out = Mutex::new(jobs_out);
    thread::scope(|scope| {
        scope.spawn(move || plan(work.paths, work.jobs, &jobs_in, &order_in));
        for _ in 0..work.jobs {
            scope.spawn(|| serve(work, &jobs_out));
        }
        // When the caller breaks off, dropping this end stops the planner and so the workers.
        for reply in order_out {
            // A batch without a reply cannot be: `serve` catches what checking might throw.
            if reply.recv().is_ok_and(|done| take(done).is_break()) {
                break;
            }
        }
    });
}

/// Cuts the work into batches. The first batches are small, so that little work is spread too.
fn plan(paths: &[PathBuf], jobs: usize, work: &SyncSender<Job>, order: &SyncSender<Receiver<Done>>) {
    let mut batch = Vec::new();
    let mut bytes = 0_u64;
    let mut sent = 0_usize;
    let mut send = |items: Vec<Item>| {
        let (reply, answer) = sync_channel(1);
        sent = sent.saturating_add(1);
        match order.send(answer).is_ok() && work.send(Job { items, reply }).is_ok() {
            true => ControlFlow::Continue(1 + sent / jobs.max(1)),
            false => ControlFlow::Break(()),
        }
    };
    let mut most = 1;
    let flow = walk(paths, &mut |item| {
        // A document that would overfill the batch begins the next one.
        if !batch.is_empty() && bytes.saturating_add(item.size) > MOST_BYTES {
            most = send(std::mem::take(&mut batch))?.min(MOST_DOCUMENTS);
            bytes = 0;
        }
        bytes = bytes.saturating_add(item.size);
        batch.push(item);
        if batch.len() >= most {
            most = send(std::mem::take(&mut batch))?.min(MOST_DOCUMENTS);
            bytes = 0;
        }
        ControlFlow::Continue(())
    });
    if flow.is_continue() && !batch.is_empty() {
        let _ = send(batch);
    }
}

fn serve<R>(work: &Work<'_, R>, jobs: &Mutex<Receiver<Job>>)
where
    R: Fn(&Report, &[u8]) -> Option<String> + Sync,
{
    let mut reader = Reader::new(work.limit);
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        // Nobody listens any more when the caller broke off.
        let _ = job.reply.send(batch(work, &mut reader, job.items));
    }
}

struct Loaded {
    name: String,
    content: Result<Content, Trouble>,
}

fn batch<R>(work: &Work<'_, R>, reader: &mut Reader, items: Vec<Item>) -> Done
where
    R: Fn(&Report, &[u8]) -> Option<String>,
{
    let mut done = Done::default();
    let mut loaded = Vec::with_capacity(items.len());
    for item in items {
        let from_stdin = matches!(item.place, Place::Stdin);
        let content = reader.read(item.place);
        done.on_disk = done.on_disk.saturating_add(match &content {
            Ok(Content::Bytes(bytes)) if from_stdin => u64::try_from(bytes.len()).unwrap_or_default(),
            _ => item.on_disk,
        });
        loaded.push(Loaded { name: item.name, content });
    }
    let inputs: Vec<Input<'_>> = loaded
        .iter()
        .filter_map(|one| {
            let Ok(Content::Bytes(bytes)) = &one.content else { return None };
            Some(Input { name: &one.name, bytes, at: work.at })
        })
        .collect();
    // The engine promises not to panic. Should it break the promise, one document must not take the rest of the run with it.
    let check = |input| {
        let checked = catch_unwind(AssertUnwindSafe(|| work.beside.check(work.engine, input)));
        checked.unwrap_or(Err(Trouble::Internal))
    };
    let reports: Vec<Result<Report, Trouble>> = inputs.iter().map(check).collect();
    let mut reports = reports.into_iter();
    for Loaded { name, content } in loaded {
        let (report, bytes) = match content {
            Err(trouble) => {
                done.trouble(name, trouble);
                continue;
            }
            Ok(Content::Oversized(input)) => (Ok(work.engine.refuse(&name, *input, work.at)), Vec::new()),
            Ok(Content::Bytes(bytes)) => (reports.next().unwrap_or(Err(Trouble::Internal)), bytes),
        };
        match report {
            Err(trouble) => done.trouble(name, trouble),
            Ok(report) => {
                done.tally.report(&report);
                if work.set {
                    done.invoices.push(set::invoices(&report));
                }
                done.parts.extend((work.render)(&report, &bytes).map(Part::Text));
            }
        }
    }
    done
}

impl Done {
    fn trouble(&mut self, name: String, trouble: Trouble) {
        self.tally.trouble();
        self.parts.push(Part::Trouble(name, trouble));
    }
}
