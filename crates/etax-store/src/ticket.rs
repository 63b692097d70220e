//! The promise of an outcome: a thread can wait for it, a task can await it.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

struct Shared<T> {
    state: Mutex<State<T>>,
    ready: Condvar,
}

struct State<T> {
    value: Option<T>,
    waker: Option<Waker>,
    abandoned: bool,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nothing is left half done under this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A value that will be there once what it tells of is durable. It is a [`Future`] that needs no particular runtime.
pub struct Ticket<T>(Arc<Shared<T>>);

/// Where the value comes from.
pub(crate) struct Promise<T>(Arc<Shared<T>>);

impl<T> fmt::Debug for Ticket<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket")
    }
}

pub(crate) fn ticket<T>() -> (Promise<T>, Ticket<T>) {
    let state = Mutex::new(State { value: None, waker: None, abandoned: false });
    let shared = Arc::new(Shared { state, ready: Condvar::new() });
    (Promise(Arc::clone(&shared)), Ticket(shared))
}

impl<T> Promise<T> {
    pub(crate) fn keep(self, value: T) {
        self.0.lock().value = Some(value);
        // Dropping self wakes whoever waits.
    }
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.abandoned = true;
        let waker = state.waker.take();
        drop(state);
        self.0.ready.notify_all();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Ticket<T> {
    /// Waits. `None` when the other side went away without an answer.
    #[must_use]
    pub fn wait(self) -> Option<T> {
        let mut state = self.0.lock();
        loop {
            if let Some(value) = state.value.take() {
                return Some(value);
            }
            if state.abandoned {
                return None;
            }
            state = self.0.ready.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<T> Future for Ticket<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut state = self.0.lock();
        match state.value.take() {
            Some(value) => Poll::Ready(Some(value)),
            None if state.abandoned => Poll::Ready(None),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}
