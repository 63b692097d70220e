//! Declarations as long as the largest employers file: memory at most three times the file, work in proportion to it.
//!
//! Memory is what the engine allocates at its peak, beyond the input's own bytes, which the caller holds. Work is
//! counted, never timed: steps of formulas and blocks allocated.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "../../etax/tests/memory_support/mod.rs"]
mod memory_support;

use etax::engine::{Engine, Input, Policy};
use etax::form::{Catalogue, Form, Known, Version};
use etax::report::{Findings, Outcome, Report, Verdict};
use etax::rule::Weight;
use etax::signature::TrustStore;
use etax::value::Moment;
use etax::xml::{Document, Limits, Parsed};
use etax_testkit::{Kind, finalisation, generate};
use memory_support::{ALONE, Spent, spent};

const ROWS: usize = 90_000;
const SEED: u64 = 7;
/// What a check takes however short the document is: a place for each cell of its form, certificates, the report.
const CONSTANT: usize = 128 << 10;

fn engine() -> Engine {
    let mut trust = TrustStore::builder();
    for (path, text) in etax_testkit::trust_files().unwrap() {
        trust = match path.split('/').next() {
            Some("crl") => trust.crls(text.as_bytes()),
            _ => trust.certificates(text.as_bytes()),
        }
        .unwrap();
    }
    Engine::new(Policy::default(), trust.build())
}

fn check(engine: &Engine, bytes: &[u8]) -> (Spent, Report) {
    let at = Moment::parse("2026-03-25T10:00:00").unwrap();
    spent(|| engine.check(&Input { name: "document.xml", bytes, at }))
}

/// An engine that has read its forms and certificates: what it keeps from document to document is not this one's.
fn warm(bytes: &[u8]) -> Engine {
    let engine = engine();
    check(&engine, bytes);
    engine
}

fn assert_bounded(what: &str, bytes: &[u8], cost: Spent) {
    println!("{what}: {} bytes, peak {} ({} %)", bytes.len(), cost.peak, cost.peak * 100 / bytes.len());
    assert!(cost.peak <= 3 * bytes.len() + CONSTANT, "{what}: {} of {}", cost.peak, bytes.len());
}

/// Structure and rules pass, and nothing is said but remarks.
fn assert_sound(what: &str, report: &Report) {
    let graver: Vec<_> =
        report.main.findings.iter().filter(|finding| finding.weight < Weight::Inform).collect();
    assert!(graver.is_empty(), "{what}: {graver:?}");
    let checks = &report.main.checks;
    assert_eq!((checks.structure, checks.rules), (Outcome::Passed, Outcome::Passed), "{what}");
    assert_eq!((checks.signatures, report.verdict), (Outcome::Passed, Verdict::Accepted), "{what}");
}

fn form(code: &str, version: &str) -> &'static Form {
    match Catalogue::built_in().find(code, Version::parse(version).unwrap(), None) {
        Known::Form(form) => form,
        Known::Nearest(_) => panic!("{code} {version}"),
    }
}

/// Steps of formulas and findings of form 953 on a document.
fn steps(bytes: &[u8]) -> (u64, usize) {
    steps_of(form("953", "2.5.1"), bytes)
}

fn steps_of(form: &Form, bytes: &[u8]) -> (u64, usize) {
    let Parsed::Document(document) = Document::parse(bytes, &Limits::default()) else { panic!("a document") };
    let mut findings = Findings::new(1000);
    let body = document.root().child("HSoKhaiThue").unwrap();
    let steps = form.rules().check(body, &mut findings);
    (steps, findings.as_slice().len())
}

/// At twice and four times the rows, at most so many times the work, and a tenth.
fn assert_linear(what: &str, counts: &[u64]) {
    println!("{what}: {counts:?}");
    for (count, times) in counts.iter().zip([1_u64, 2, 4]) {
        assert!(*count * 10 <= counts[0] * times * 11, "{what}: {counts:?}");
    }
}

#[test]
fn ninety_thousand_rows_take_at_most_three_times_the_file() {
    let _alone = ALONE.lock().unwrap();
    let made = finalisation(SEED, ROWS).unwrap();
    assert!((30 << 20..Limits::default().bytes).contains(&made.bytes.len()), "{}", made.bytes.len());
    let engine = warm(&finalisation(SEED, 10).unwrap().bytes);
    let (cost, report) = check(&engine, &made.bytes);
    assert_sound("90,000 rows", &report);
    assert_bounded("90,000 rows", &made.bytes, cost);
}

/// The same document with nothing in the cells of the appendices whose text `empty` picks: short elements, many for each
/// byte.
fn sparse(rows: usize, empty: impl Fn(&str) -> bool) -> Vec<u8> {
    let text = String::from_utf8(finalisation(SEED, rows).unwrap().bytes).unwrap();
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    let (start, end) = (text.find("<PLuc>").unwrap(), text.find("</PLuc>").unwrap());
    while let Some(at) = rest.find("<ct") {
        let (close, here) = (at + rest[at..].find('>').unwrap(), text.len() - rest.len() + at);
        let past = close + 1 + rest[close + 1..].find('<').unwrap();
        let name = &rest[at + 1..close];
        out.push_str(&rest[..at]);
        if (start..end).contains(&here) && empty(&rest[close + 1..past]) {
            out.push_str(&format!("<{name}/>"));
        } else {
            out.push_str(&rest[at..past + name.len() + 3]);
        }
        rest = &rest[past + name.len() + 3..];
    }
    out.push_str(rest);
    out.into_bytes()
}

#[test]
fn rows_of_empty_cells_are_bounded() {
    let _alone = ALONE.lock().unwrap();
    let engine = warm(&finalisation(SEED, 10).unwrap().bytes);
    // As programs write them that leave out zeros: all formulas hold, for nothing is 0. The structure does not, for a
    // tick must be written.
    let bytes = sparse(ROWS, |text| text == "0");
    let (cost, report) = check(&engine, &bytes);
    assert_eq!((report.main.checks.structure, report.main.checks.rules), (Outcome::Failed, Outcome::Passed));
    assert_bounded("90,000 rows without zeros", &bytes, cost);
    let bytes = sparse(ROWS, |_| true);
    let (cost, report) = check(&engine, &bytes);
    assert_eq!(report.verdict, Verdict::Rejected);
    // No honest document: nine bytes an element. Each takes 20 in the arena, which grows by eighths, 4 among the cells of
    // the form, and 4 for the numbers in paths. This is over three times the file, and never four.
    println!("90,000 rows of nothing: {} bytes, peak {}", bytes.len(), cost.peak);
    assert!(cost.peak <= 4 * bytes.len(), "{}", cost.peak);
}

#[test]
fn a_full_trial_balance_is_sound_and_bounded() {
    let _alone = ALONE.lock().unwrap();
    let made = generate(Kind::TrialBalance, SEED, 1).unwrap();
    let engine = warm(&made[0].bytes);
    let (cost, report) = check(&engine, &made[0].bytes);
    assert_sound("trial balance", &report);
    assert_bounded("trial balance", &made[0].bytes, cost);
    // Every amount of an account is held against another one.
    let text = String::from_utf8(made[0].bytes.clone()).unwrap();
    let (before, after) = text.split_once("<SoDuCuoiKy><No><ct111>").unwrap();
    let damaged = format!("{before}<SoDuCuoiKy><No><ct111>1{after}");
    let (_, report) = check(&engine, damaged.as_bytes());
    let ids: Vec<_> = report.main.findings.iter().map(|finding| finding.rule.id).collect();
    assert!(ids.contains(&"declaration.683.pl_cdtk.soducuoiky.no.ct111"), "{ids:?}");
}

#[test]
fn work_grows_as_the_rows_do() {
    let _alone = ALONE.lock().unwrap();
    let engine = warm(&finalisation(SEED, 10).unwrap().bytes);
    let (mut all_steps, mut blocks) = (Vec::new(), Vec::new());
    for rows in [5_000, 10_000, 20_000] {
        let made = finalisation(SEED, rows).unwrap();
        let (steps, findings) = steps(&made.bytes);
        assert_eq!(findings, 0, "{rows}");
        all_steps.push(steps);
        let (cost, report) = check(&engine, &made.bytes);
        assert_sound("rows", &report);
        blocks.push(cost.blocks as u64);
    }
    assert_linear("steps", &all_steps);
    assert_linear("blocks", &blocks);
}

#[test]
fn a_changed_amount_in_row_80_000_is_found_with_path_and_line() {
    let _alone = ALONE.lock().unwrap();
    let made = finalisation(SEED, ROWS).unwrap();
    let text = String::from_utf8(made.bytes).unwrap();
    // One row a line, as indenting writers have it.
    let mut text = text.replace("<BKeCTietCNhan ", "\n<BKeCTietCNhan ");
    let row = text.find("<BKeCTietCNhan id=\"ID_80000\">").unwrap();
    let cell = row + text[row..].find("<ct21>").unwrap() + "<ct21>".len();
    let end = cell + text[cell..].find('<').unwrap();
    text.replace_range(cell..end, "123456789");
    let line = text[..cell].matches('\n').count() + 1;
    let engine = engine();
    let (_, report) = check(&engine, text.as_bytes());
    let finding = |id: &str| report.main.findings.iter().find(|finding| finding.rule.id == id);
    let found = finding("declaration.953.pluc_05_1_bk_qtt.ct21").unwrap();
    assert_eq!(
        found.location.path,
        "/HSoThueDTu/HSoKhaiThue/PLuc/PLuc_05_1_BK_QTT/BKeCTietCNhan[80000]/ct21"
    );
    assert_eq!(found.location.position.line, line);
    assert_eq!(found.found.as_deref(), Some("123456789"));
    // Its column no longer comes to the total, and the signature does not hold.
    assert!(finding("declaration.953.pluc_05_1_bk_qtt.ct37").is_some());
    assert_eq!(report.verdict, Verdict::Rejected);
}

/// Every row of a document is wrong in what is computed, in what must be a number, and in its order.
fn all_wrong(rows: usize) -> Vec<u8> {
    let text = String::from_utf8(finalisation(SEED, rows).unwrap().bytes).unwrap();
    let text = text.replace("<ct26>", "<ct26>7").replace("<ct11>0</ct11>", "<ct11>x</ct11>");
    text.replace("<ct13>0</ct13><ct14>", "<ct14>0</ct14><ct14>").into_bytes()
}

#[test]
fn ninety_thousand_wrong_rows_have_bounded_findings_and_memory() {
    let _alone = ALONE.lock().unwrap();
    let engine = warm(&all_wrong(10));
    let mut counts = Vec::new();
    for rows in [5_000, 10_000, 20_000] {
        counts.push(steps(&all_wrong(rows)).0);
    }
    assert_linear("steps on wrong rows", &counts);
    let bytes = all_wrong(ROWS);
    let (cost, report) = check(&engine, &bytes);
    assert_eq!(report.verdict, Verdict::Rejected);
    assert!((100..1000).contains(&report.main.findings.len()), "{}", report.main.findings.len());
    assert_bounded("90,000 wrong rows", &bytes, cost);
}

/// Lists inside lists: each row holds rows that the form does not know there.
fn nested(rows: usize) -> Vec<u8> {
    let text = String::from_utf8(finalisation(SEED, 1).unwrap().bytes).unwrap();
    let start = text.find("<BKeCTietCNhan ").unwrap();
    let end = text.find("</BKeCTietCNhan>").unwrap() + "</BKeCTietCNhan>".len();
    let row = &text[start..end];
    let inner = row.replacen("</BKeCTietCNhan>", &format!("{}</BKeCTietCNhan>", row.repeat(9)), 1);
    let (before, after) = (&text[..start], &text[end..]);
    format!("{before}{}{after}", inner.repeat(rows / 10)).into_bytes()
}

#[test]
fn lists_within_lists_cost_no_more_than_lists() {
    let _alone = ALONE.lock().unwrap();
    let engine = warm(&nested(20));
    let counts: Vec<u64> = [5_000, 10_000, 20_000].map(|rows| steps(&nested(rows)).0).to_vec();
    assert_linear("steps on nested lists", &counts);
    let bytes = nested(ROWS);
    let (cost, report) = check(&engine, &bytes);
    assert_eq!(report.main.checks.structure, Outcome::Failed);
    assert!(report.main.findings.len() < 1000, "{}", report.main.findings.len());
    assert_bounded("nested lists", &bytes, cost);
}

/// Form 01/GTGT sums the places of each plant, and the plants: many plants, and many places of one plant.
#[test]
fn sums_over_lists_within_lists_are_linear() {
    let made = generate(Kind::Appendices, 5, 2).unwrap();
    let text = std::str::from_utf8(&made[1].bytes).unwrap();
    let repeated = |name: &str, times: usize| {
        let start = text.find(&format!("<{name} ")).unwrap();
        let tag = format!("</{name}>");
        let end = start + text[start..].find(&tag).unwrap() + tag.len();
        format!("{}{}{}", &text[..start], text[start..end].repeat(times), &text[end..]).into_bytes()
    };
    let form = form("842", "2.5.1");
    for name in ["TenNhaMay", "DiaBanPhanBo"] {
        let counts = [2_000, 4_000, 8_000].map(|times| steps_of(form, &repeated(name, times)).0);
        assert_linear(name, &counts);
        assert!(counts[2] > counts[0] * 3, "{name} is not looked at: {counts:?}");
    }
}
