//! How much memory a parsed document takes: at most three times its bytes plus a constant.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]
#![allow(unsafe_code, reason = "counting what is allocated takes a global allocator")]

use etax::xml::{DefectKind, Document, Limits, Parsed};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn add(bytes: usize) {
    let now = NOW.fetch_add(bytes, Ordering::SeqCst) + bytes;
    PEAK.fetch_max(now, Ordering::SeqCst);
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

/// Tests of one binary run side by side; what one allocates must not be counted for another.
static ALONE: Mutex<()> = Mutex::new(());

/// Peak bytes allocated while parsing, and what came of it.
fn measured<'a>(input: &'a [u8], limits: &Limits) -> (usize, Parsed<'a>) {
    let before = NOW.load(Ordering::SeqCst);
    PEAK.store(before, Ordering::SeqCst);
    let parsed = Document::parse(input, limits);
    (PEAK.load(Ordering::SeqCst) - before, parsed)
}

/// The constant: tables that every document has, and the elements that are allowed whatever the length.
const CONSTANT: usize = 256 << 10;

fn assert_bounded(what: &str, input: &[u8], limits: &Limits) {
    let (peak, parsed) = measured(input, limits);
    let most = 3 * input.len() + CONSTANT;
    println!("{what}: {} bytes, peak {peak} ({} %)", input.len(), peak * 100 / input.len());
    assert!(peak <= most, "{what}: {peak} > {most}");
    if let Parsed::Document(document) = parsed {
        assert!(document.heap() <= most, "{what}");
    }
}

#[test]
fn memory_stays_below_three_times_the_input() {
    let _alone = ALONE.lock().unwrap();
    let limits = Limits::default();
    let line = "<HHDVu><TChat>1</TChat><STT>1</STT><THHDVu>Xi măng PCB40</THHDVu><SLuong>10</SLuong></HHDVu>";
    let invoice = format!("<HDon>{}</HDon>", line.repeat(40_000));
    let row = "<r ID=\"ID_1\"><ct07>0</ct07><ct08>1</ct08></r>";
    let rows = format!("<a>{}</a>", row.repeat(90_000));
    let densest = format!("<a>{}</a>", "<b>1</b>".repeat(500_000));
    let refused = format!("<a>{}</a>", "<b/>".repeat(1_000_000));
    let names: String = (0..4000).map(|n| format!("<e{n}>x</e{n}>")).collect();
    let names = format!("<a>{names}</a>");
    let text = format!("<a>{}</a>", "văn bản &amp; ".repeat(200_000));
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(invoice.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (what, input) in [
        ("invoice lines", invoice.as_bytes()),
        ("declaration rows", rows.as_bytes()),
        ("one element per 8 bytes", densest.as_bytes()),
        ("one element per 4 bytes", refused.as_bytes()),
        ("names", names.as_bytes()),
        ("text", text.as_bytes()),
        ("UTF-16", &wide),
    ] {
        assert_bounded(what, input, &limits);
    }
}

#[test]
fn a_gigabyte_of_start_tags_costs_nothing_beyond_itself() {
    let _alone = ALONE.lock().unwrap();
    let input = "<a>".repeat((1 << 30) / 3);
    let (peak, parsed) = measured(input.as_bytes(), &Limits::default());
    let Parsed::Refused(defect) = parsed else { panic!("accepted") };
    assert_eq!(defect.kind, DefectKind::TooLong);
    assert!(peak < CONSTANT, "{peak}");
    // Where the policy lets the length pass, the depth stops it; the arena has been reserved by then.
    let wide = Limits { bytes: 2 << 30, ..Limits::default() };
    let (peak, parsed) = measured(input.as_bytes(), &wide);
    let Parsed::Refused(defect) = parsed else { panic!("accepted") };
    assert_eq!(defect.kind, DefectKind::TooDeep);
    assert!(peak < 3 * input.len(), "{peak}");
}
