//! What a real browser makes of a page: headless Chromium draws it and prints it, and the picture is looked at.
//!
//! `scripts/test` installs the browser and sets `ETAX_CHROMIUM`; without it these tests say loudly that they look at nothing.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use etax::engine::{Engine, Input, Policy};
use etax::rule::Lang;
use etax::signature::TrustStore;
use etax::value::Moment;
use etax_testkit::{Kind, generate};
use std::path::{Path, PathBuf};
use std::process::Command;

fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("ETAX_CHROMIUM").map(PathBuf::from);
    if named.is_none() {
        eprintln!("SKIPPED: ETAX_CHROMIUM names no browser, so no page is drawn");
    }
    named
}

/// Runs the browser on a page in a folder of its own, so that no two runs share anything.
fn chromium(browser: &Path, folder: &Path, arguments: &[&str]) {
    let profile = folder.join("profile");
    let page = format!("file://{}", folder.join("page.html").display());
    let quiet = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--hide-scrollbars",
    ];
    let output = Command::new(browser)
        .args(quiet)
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(arguments)
        .arg(page)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn write(folder: &Path, bytes: &[u8]) {
    let engine = Engine::new(Policy::default(), TrustStore::default());
    let at = Moment::parse("2026-11-23T10:00:00").unwrap();
    let report = engine.check(&Input { name: "a.xml", bytes, at });
    std::fs::write(folder.join("page.html"), etax_render::html(bytes, &report, Lang::Vi)).unwrap();
}

/// Pixels of a picture, red, green and blue.
fn pixels(path: &Path) -> (u32, u32, Vec<[u8; 3]>) {
    let decoder = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(path).unwrap()));
    let mut reader = decoder.read_info().unwrap();
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut buffer).unwrap();
    let step = info.color_type.samples();
    let pixels = buffer[..info.buffer_size()].chunks_exact(step).map(|it| [it[0], it[1], it[2]]).collect();
    (info.width, info.height, pixels)
}

const RED: [u8; 3] = [0xa3, 0x15, 0x15];
const AMBER: [u8; 3] = [0x8a, 0x5a, 0x00];

#[test]
fn the_browser_draws_the_sheet_its_text_and_the_verdict() {
    let Some(browser) = browser() else { return };
    let sound = generate(Kind::BenchSmall, 1, 1).unwrap().remove(0).bytes;
    let text = String::from_utf8(sound.clone()).unwrap();
    let wrong = text.replacen("<TgTTTBSo>", "<TgTTTBSo>9", 1).into_bytes();
    // Nobody vouches for the signer of the sound one, so it is undecided; the wrong one is rejected.
    for (bytes, colour, other) in [(sound, AMBER, RED), (wrong, RED, AMBER)] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &bytes);
        chromium(&browser, folder.path(), &["--window-size=900,2600", "--screenshot=page.png"]);
        let (width, height, pixels) = pixels(&folder.path().join("page.png"));
        assert_eq!((width, height), (900, 2600));
        let count = |wanted: [u8; 3]| pixels.iter().filter(|pixel| **pixel == wanted).count();
        assert!(count([255, 255, 255]) > 500_000, "the sheet is white");
        let dark = pixels.iter().filter(|it| it.iter().all(|part| *part < 80)).count();
        assert!(dark > 10_000, "there is text: {dark} dark pixels");
        // The border alone is two pixels around a box of some 700 by 200.
        let rows = |colour: [u8; 3]| {
            pixels.chunks(900).filter(|row| row.iter().filter(|it| **it == colour).count() > 600).count()
        };
        assert!(rows(colour) >= 4, "the box has the verdict's colour: {} rows", rows(colour));
        assert_eq!(rows(other), 0, "and no other");
    }
}

#[test]
fn long_documents_print_on_several_pages_with_their_fonts() {
    let Some(browser) = browser() else { return };
    let bytes = generate(Kind::Batch, 1, 1).unwrap().remove(0).bytes;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &bytes);
    chromium(&browser, folder.path(), &["--no-pdf-header-footer", "--print-to-pdf=page.pdf"]);
    let pdf = std::fs::read(folder.path().join("page.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let count = |wanted: &[u8]| pdf.windows(wanted.len()).filter(|it| *it == wanted).count();
    let pages = count(b"/Type /Page\n") + count(b"/Type /Page/") + count(b"/Type /Page ");
    let sheets =
        std::fs::read_to_string(folder.path().join("page.html")).unwrap().matches("<section").count();
    assert!(pages >= sheets, "each sheet begins a page: {pages} pages, {sheets} sheets");
    assert!(count(b"/FontFile") > 0, "fonts are embedded");
}

#[test]
fn a_declaration_is_drawn_and_printed_with_the_names_of_its_form() {
    let Some(browser) = browser() else { return };
    let bytes = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../testdata/good/declaration-01gtgt-appendices.xml"
    ))
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &bytes);
    chromium(&browser, folder.path(), &["--window-size=900,3000", "--screenshot=page.png"]);
    let (width, _, pixels) = pixels(&folder.path().join("page.png"));
    let dark = pixels.iter().filter(|it| it.iter().all(|part| *part < 80)).count();
    assert!(dark > 20_000, "there is text: {dark} dark pixels");
    // Nothing is drawn beyond the sheet, which is 210 mm wide in the middle: its margins are the page's grey.
    let grey = [0xe8, 0xe8, 0xe4];
    let edge = pixels
        .chunks(width as usize)
        .filter(|row| row[10] != grey || row[width as usize - 10] != grey)
        .count();
    assert_eq!(edge, 0, "no table runs out of the sheet");
    chromium(&browser, folder.path(), &["--no-pdf-header-footer", "--print-to-pdf=page.pdf"]);
    let read = Command::new("pdftotext")
        .args(["-layout", "page.pdf", "-"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let read = String::from_utf8(read.stdout).unwrap();
    let read: Vec<&str> = read.split_whitespace().collect();
    let read = read.join(" ");
    for said in ["[23] Giá trị hàng hóa, dịch vụ mua vào 285.425.000", "01-2/GTGT Bảng phân bổ"]
    {
        assert!(read.contains(said), "{said}: {read}");
    }
}
