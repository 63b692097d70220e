//! Counts what a test binary allocates. Tests that use it hold [`ALONE`] or are the only one of their binary: what
//! one allocates must not be counted for another.
#![allow(unsafe_code, reason = "counting what is allocated takes a global allocator")]
#![allow(dead_code, reason = "each test asks for some of the counts")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static BLOCKS: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);

fn add(bytes: usize) {
    let now = NOW.fetch_add(bytes, Ordering::SeqCst) + bytes;
    PEAK.fetch_max(now, Ordering::SeqCst);
    BLOCKS.fetch_add(1, Ordering::SeqCst);
    BYTES.fetch_add(bytes, Ordering::SeqCst);
}

// SAFETY: every call is handed to the system's allocator; only counters are kept beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::SeqCst);
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Large blocks grow in place or by moving pages, so the old and the new block are not both counted.
        NOW.fetch_sub(layout.size(), Ordering::SeqCst);
        add(size);
        // SAFETY: the caller keeps the contract of `realloc`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Tests of one binary run side by side.
pub(crate) static ALONE: Mutex<()> = Mutex::new(());

/// What some work allocated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spent {
    /// Bytes that were still held when it was done.
    pub(crate) kept: usize,
    /// The most bytes held at one time.
    pub(crate) peak: usize,
    /// How many blocks were asked for, whether or not given back.
    pub(crate) blocks: usize,
    /// The bytes of those blocks.
    pub(crate) bytes: usize,
}

/// Does some work and counts.
pub(crate) fn spent<T>(work: impl FnOnce() -> T) -> (Spent, T) {
    let now = NOW.load(Ordering::SeqCst);
    PEAK.store(now, Ordering::SeqCst);
    let (blocks, bytes) = (BLOCKS.load(Ordering::SeqCst), BYTES.load(Ordering::SeqCst));
    let done = work();
    let spent = Spent {
        kept: NOW.load(Ordering::SeqCst).saturating_sub(now),
        peak: PEAK.load(Ordering::SeqCst) - now,
        blocks: BLOCKS.load(Ordering::SeqCst) - blocks,
        bytes: BYTES.load(Ordering::SeqCst) - bytes,
    };
    (spent, done)
}
