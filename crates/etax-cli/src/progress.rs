//! A progress bar on standard error, for a person who would otherwise wonder.

use crate::input::bytes_on_disk;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Not before the rate was measured over this time.
const MEASURE: Duration = Duration::from_millis(200);

/// Not for less work than this.
const WORTH: Duration = Duration::from_secs(1);

/// Shows a bar once more than about a second of work is known to lie ahead.
#[derive(Debug)]
pub(crate) struct Progress {
    /// Bytes on disk in all; 0 while they are being counted.
    total: Arc<AtomicU64>,
    done: u64,
    since: Instant,
    bar: Option<ProgressBar>,
    watched: bool,
}

impl Progress {
    /// Begins to count what lies ahead, if there is anybody to see it.
    pub(crate) fn new(paths: &[PathBuf]) -> Self {
        let total = Arc::new(AtomicU64::new(0));
        let watched = std::io::stderr().is_terminal();
        if watched {
            let (paths, total) = (paths.to_vec(), Arc::clone(&total));
            // Nobody waits for this thread: if the work is done first, the count is not needed.
            thread::spawn(move || total.store(bytes_on_disk(&paths), Ordering::Relaxed));
        }
        Self { total, done: 0, since: Instant::now(), bar: None, watched }
    }

    /// Counts bytes on disk that are dealt with.
    pub(crate) fn advance(&mut self, bytes: u64) {
        self.done = self.done.saturating_add(bytes);
        if !self.watched {
            return;
        }
        if self.bar.is_none() {
            let total = self.total.load(Ordering::Relaxed);
            let elapsed = self.since.elapsed();
            if elapsed >= MEASURE && is_worth_it(total, self.done, elapsed) {
                self.bar = Some(bar(total, self.done, elapsed));
            }
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done);
        }
    }

    /// Runs `print` with the bar out of the way.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// Whether the rest will take longer than [`WORTH`] at the rate so far.
fn is_worth_it(total: u64, done: u64, elapsed: Duration) -> bool {
    let rest = u128::from(total.saturating_sub(done));
    elapsed.as_millis().saturating_mul(rest) > WORTH.as_millis().saturating_mul(u128::from(done))
}

/// A bar that begins where the work stands, so that its estimate does not take that for speed.
fn bar(total: u64, done: u64, elapsed: Duration) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr())
        .with_position(done)
        .with_elapsed(elapsed);
    bar.reset_eta();
    // The template is fixed; were it wrong, the plain bar would do.
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3} %  {bytes}/{total_bytes}  {eta}") {
        bar.set_style(style);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_only_for_more_than_a_second() {
        let elapsed = Duration::from_millis(200);
        assert!(!is_worth_it(0, 10, elapsed), "nothing is known yet");
        assert!(!is_worth_it(60, 10, elapsed), "one second is not more than a second");
        assert!(is_worth_it(61, 10, elapsed));
        assert!(is_worth_it(61, 0, elapsed), "no rate: assume the worst");
    }
}
