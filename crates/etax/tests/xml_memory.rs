//! How much memory a parsed document takes: at most three times its bytes plus a constant.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod memory_support;

use etax::xml::{DefectKind, Document, Limits, Parsed};
use memory_support::{ALONE, spent};

/// Peak bytes allocated while parsing, and what came of it.
fn measured<'a>(input: &'a [u8], limits: &Limits) -> (usize, Parsed<'a>) {
    let (cost, parsed) = spent(|| Document::parse(input, limits));
    (cost.peak, parsed)
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
