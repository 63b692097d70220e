//! PDF files: read back by poppler's pdftotext, the same each time, and whole for every kind of document.
#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use etax::engine::{Engine, Input, Policy};
use etax::report::Report;
use etax::rule::Lang;
use etax::signature::TrustStore;
use etax::value::Moment;
use etax_testkit::{Kind, generate};
use std::process::Command;

fn judged(bytes: &[u8]) -> Report {
    let engine = Engine::new(Policy::default(), TrustStore::default());
    engine.check(&Input { name: "a.xml", bytes, at: Moment::parse("2026-11-23T10:00:00").unwrap() })
}

fn paper(bytes: &[u8]) -> Vec<u8> {
    etax_render::pdf(bytes, &judged(bytes), Lang::Vi).unwrap()
}

/// What poppler reads; `scripts/test` installs it.
fn text(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("pdftotext").args(["-layout"]).arg(&file).arg("-").output();
    let output = output.expect("pdftotext is there: scripts/test installs poppler-utils");
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn an_invoice_can_be_read_back_letter_by_letter() {
    let document = generate(Kind::Bench, 5, 1).unwrap().remove(0);
    let source = String::from_utf8(document.bytes.clone()).unwrap();
    let of =
        |tag: &str| source.split_once(&format!("<{tag}>")).unwrap().1.split_once('<').unwrap().0.to_owned();
    let read = text(&paper(&document.bytes));
    let words: Vec<&str> = read.split_whitespace().collect();
    let read = words.join(" ");
    for said in [of("MST"), of("TgTTTBChu"), Lang::Vi.amount(&of("TgTTTBSo")).into_owned()] {
        assert!(read.contains(&said), "{said}: {read}");
    }
    for (at, line) in source.split("<THHDVu>").skip(1).enumerate() {
        let name = line.split_once('<').unwrap().0.replace("&amp;", "&");
        let first = name.split_whitespace().next().unwrap();
        assert!(read.contains(first), "line {at}: {name}");
    }
    let report = judged(&document.bytes);
    let verdict = etax_render::words::verdict(report.verdict).template(Lang::Vi);
    assert!(read.contains(verdict) && read.contains(&report.source.sha256[..20]), "{read}");
}

#[test]
fn every_kind_of_document_comes_on_paper_and_always_the_same() {
    for kind in [Kind::All, Kind::Order, Kind::Paper, Kind::Batch] {
        for document in generate(kind, 2, 7).unwrap() {
            let once = paper(&document.bytes);
            assert!(once.starts_with(b"%PDF-") && once.ends_with(b"%%EOF"), "{}", document.name);
            assert_eq!(once, paper(&document.bytes), "{}", document.name);
        }
    }
}

#[test]
fn long_tables_and_endless_words_stay_on_the_pages() {
    let mut lines = String::new();
    for at in 0..300 {
        lines.push_str(&format!(
            "<HHDVu><STT>{at}</STT><THHDVu>{}</THHDVu><ThTien>1000</ThTien></HHDVu>",
            "x".repeat(at * 10)
        ));
    }
    let document = format!("<HDon><DLHDon><NDHDon><DSHHDVu>{lines}</DSHHDVu></NDHDon></DLHDon></HDon>");
    let read = text(&paper(document.as_bytes()));
    // Each page of the table begins with its head.
    let pages: Vec<&str> = read.split('\u{c}').filter(|page| page.contains("xxxxxxxxxx")).collect();
    assert!(pages.len() > 20, "{} pages", pages.len());
    for page in pages.iter().filter(|page| !page.contains("THHDVu")) {
        assert!(page.contains("STT"), "{page}");
    }
    assert!(read.contains("299"));
}

#[test]
fn what_cannot_be_read_still_has_its_page() {
    for broken in [&b"<HDon>"[..], b"", b"\xff\xfe\x00"] {
        assert!(text(&paper(broken)).contains("TỪ CHỐI"));
    }
}
