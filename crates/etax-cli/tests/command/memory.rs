//! How much memory a run over many documents takes: that of its largest document and a constant.
//!
//! Measured is what the system says of the process (`VmHWM`, the most that was ever resident), not what it asked for.
#![cfg(target_os = "linux")]

use crate::support::Folder;
use etax_testkit::{Kind, generate};
use std::process::Stdio;
use std::time::Duration;

/// What a run may take beyond the largest document alone, in KiB: two batches of up to 1 MiB for each of two threads with
/// their reports, the tables of the forms in the folder, and some 200 bytes for each name in it.
const BEYOND: u64 = 12 * 1024;

/// What a hundred times as many documents may take beyond a hundred, in KiB.
const GROWTH: u64 = 6 * 1024;

/// Documents of many kinds, and some that are none.
fn distinct() -> Vec<Vec<u8>> {
    let mut out: Vec<Vec<u8>> = Vec::new();
    for (kind, count) in [
        (Kind::BenchSmall, 4),
        (Kind::Message, 3),
        (Kind::Batch, 1),
        (Kind::Declaration, 3),
        (Kind::Appendices, 2),
        (Kind::Order, 4),
        (Kind::Paper, 8),
    ] {
        out.extend(generate(kind, 11, count).unwrap().into_iter().map(|made| made.bytes));
    }
    let sound = out.clone();
    for bytes in sound.iter().take(8) {
        out.push(bytes.iter().take(bytes.len() / 2).copied().collect());
    }
    for garbage in
        ["", "no xml", "<HDon/>", "<HSoThueDTu/>", "<a>&lt;</b>", "\u{feff}<TDiep><DLieu/></TDiep>"]
    {
        // Most of a folder that people keep is no document: this makes up a half of it.
        out.extend(std::iter::repeat_n(garbage.as_bytes().to_vec(), 6));
    }
    out
}

/// Runs `etax check` on what is named, and says how many KiB were resident at most.
fn peak(folder: &Folder, arguments: &[&str]) -> u64 {
    let mut child = folder
        .checking()
        .args(["-j", "2"])
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    let ended = loop {
        // The figure never falls, so the last one read is the largest.
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let figure = line.and_then(|line| line.trim().strip_suffix(" kB")).and_then(|it| it.parse().ok());
        most = most.max(figure.unwrap_or_default());
        match child.try_wait().unwrap() {
            Some(ended) => break ended,
            None => std::thread::sleep(Duration::from_millis(4)),
        }
    };
    assert_eq!(ended.code(), Some(if arguments.contains(&"alone") { 0 } else { 1 }), "{arguments:?}");
    assert!(most > 5_000, "{arguments:?}: {most} KiB");
    most
}

#[test]
fn ten_thousand_documents_take_the_memory_of_the_largest_and_a_constant() {
    let folder = Folder::new();
    let large = etax_testkit::finalisation(11, 9_000).unwrap().bytes;
    assert!(large.len() > 4_000_000, "{}", large.len());
    folder.put("alone/large.xml", &large);
    let documents = distinct();
    assert!(documents.len() > 60, "{}", documents.len());
    for (name, count) in [("hundred", 100), ("thousands", 10_000)] {
        folder.put(&format!("{name}/0050-large.xml"), &large);
        for number in 0..count - 1 {
            let bytes = &documents[number % documents.len()];
            folder.put(&format!("{name}/{:02}/{number:05}.xml", number / 1_000), bytes);
        }
    }
    let alone = peak(&folder, &["alone"]);
    let hundred = peak(&folder, &["--format", "ndjson", "hundred"]);
    let mut said = vec![format!("large document alone {alone} KiB, 100 documents {hundred} KiB")];
    for format in ["text", "json", "ndjson"] {
        let thousands = peak(&folder, &["--format", format, "thousands"]);
        said.push(format!("10,000 documents as {format} {thousands} KiB"));
        eprintln!("{}", said.join("; "));
        assert!(thousands <= alone + BEYOND, "{}", said.join("; "));
        assert!(thousands <= hundred + GROWTH, "{}", said.join("; "));
    }
}
