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

/// Words of a text with single blanks between them.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_declaration_can_be_read_back_with_the_names_of_its_form() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/good/declaration-01gtgt-appendices.xml");
    let read = flat(&text(&paper(&std::fs::read(file).unwrap())));
    for said in [
        "TỜ KHAI THUẾ GIÁ TRỊ GIA TĂNG",
        "Mẫu số 01/GTGT (mã 842, phiên bản 2.8.3), Thông tư 80/2021/TT-BTC",
        "Kỳ tính thuế: tháng 09/2026",
        "[23] Giá trị hàng hóa, dịch vụ mua vào 285.425.000",
        "[36] Thuế giá trị gia tăng phát sinh trong kỳ 49.216.600",
        "01-2/GTGT Bảng phân bổ thuế giá trị gia tăng phải nộp đối với hoạt động sản xuất thủy điện",
        "Dịch vụ minh hoạ 43.370.000 10 8 867.400",
    ] {
        assert!(read.contains(said), "{said}: {read}");
    }
}

#[test]
fn long_appendices_lie_on_their_side_with_their_head_on_every_page() {
    let document = etax_testkit::finalisation(7, 300).unwrap();
    let pdf = paper(&document.bytes);
    let read = text(&pdf);
    let pages: Vec<&str> = read.split('\u{c}').collect();
    // Pages of the list of employees: a tax code in most lines.
    let codes = |page: &str| {
        page.split_whitespace().filter(|word| word.len() == 10 && word.parse::<u64>().is_ok()).count()
    };
    let long: Vec<&&str> = pages.iter().filter(|page| codes(page) > 8).collect();
    assert!(long.len() > 3, "{} pages: {}", long.len(), pages.get(3).unwrap());
    for page in &long {
        assert!(page.contains("[07]") && page.contains("[12]"), "{page}");
    }
    // Figures are whole: the sums of the main part are on the first pages, those of the rows in the tables.
    let source = String::from_utf8(document.bytes.clone()).unwrap();
    let incomes = source.split("<ct12>").skip(1).map(|rest| rest.split_once('<').unwrap().0);
    for income in incomes.take(200) {
        assert!(read.contains(&*Lang::Vi.amount(income)), "{income}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, pdf).unwrap();
    let info = Command::new("pdfinfo").args(["-f", "1", "-l", "999"]).arg(&file).output().unwrap();
    let info = String::from_utf8(info.stdout).unwrap();
    let sizes =
        |size: &str| info.lines().filter(|line| line.contains("size:") && line.contains(size)).count();
    assert!(sizes("595 x 842") >= 1 && sizes("842 x 595") >= long.len(), "{info}");
}

#[test]
fn what_cannot_be_read_still_has_its_page() {
    for broken in [&b"<HDon>"[..], b"", b"\xff\xfe\x00"] {
        assert!(text(&paper(broken)).contains("TỪ CHỐI"));
    }
}
