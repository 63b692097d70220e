//! Many documents at once, on several threads.

use super::{Engine, Input};
use crate::report::Report;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Documents that a thread takes at a time: enough to make taking them cheap, few enough to share the end fairly.
const BATCH: usize = 16;

impl Engine {
    /// Checks many documents on `threads` threads. Results come in input order and are what [`Engine::check`] gives.
    ///
    /// ```
    /// use etax::engine::{Engine, Input, Policy};
    /// use etax::signature::TrustStore;
    /// use etax::value::Moment;
    /// use std::num::NonZeroUsize;
    ///
    /// let engine = Engine::new(Policy::default(), TrustStore::default());
    /// let at = Moment::parse("2026-11-23").unwrap();
    /// let inputs = [Input { name: "a", bytes: b"<a/>", at }, Input { name: "b", bytes: b"", at }];
    /// let reports = engine.check_many(&inputs, NonZeroUsize::MIN);
    /// assert_eq!(reports[1], engine.check(&inputs[1]));
    /// ```
    #[must_use]
    pub fn check_many(&self, inputs: &[Input<'_>], threads: NonZeroUsize) -> Vec<Report> {
        let threads = threads.get().min(inputs.len().div_ceil(BATCH));
        if threads <= 1 {
            return inputs.iter().map(|input| self.check(input)).collect();
        }
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let start = next.fetch_add(BATCH, Ordering::Relaxed);
                if start >= inputs.len() {
                    return done;
                }
                let batch = &inputs[start..(start + BATCH).min(inputs.len())];
                done.push((start, batch.iter().map(|input| self.check(input)).collect::<Vec<_>>()));
            }
        };
        let mut batches: Vec<_> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        });
        batches.sort_unstable_by_key(|(start, _)| *start);
        batches.into_iter().flat_map(|(_, reports)| reports).collect()
    }
}
