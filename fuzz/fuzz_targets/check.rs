//! Bytes in, report out: never a panic, always the same answer, positions inside the document.
#![no_main]

use etax::engine::{Engine, Input};
use etax::report::Verdict;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(etax_fuzz::policy(), etax_fuzz::trust()));

fuzz_target!(|bytes: &[u8]| {
    let input = Input { name: "input.xml", bytes, at: etax_fuzz::moment() };
    let report = ENGINE.check(&input);
    assert_eq!(report, ENGINE.check(&input));
    let json = report.to_json();
    assert!(json.starts_with("{\"schema\":\"etax-report/1\""));
    let any = std::iter::once(&report.main).chain(&report.documents);
    assert_eq!(report.verdict == Verdict::Accepted, any.clone().all(|one| one.verdict == Verdict::Accepted));
});
