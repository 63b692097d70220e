//! The shapes of authentication codes, and how a code is held against its invoice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod signature_support;

use etax::code::{CashRegisterCode, CodeError, Mccqt, check};
use etax::report::{Checks, CodeInfo, Findings, Outcome};
use etax::signature::Verification;
use proptest::prelude::*;
use signature_support::{files, ids, parse, testdata, units};

const TYPICAL: &str = "000123456789AB4DEF8123456789ABCDEF";
const REGISTER: &str = "M1-26-AB1CD-00000000042";

#[test]
fn codes_name_the_position_that_does_not_fit() {
    assert!(Mccqt::parse(TYPICAL).unwrap().is_typical());
    for unusual in [
        "010123456789AB4DEF8123456789ABCDEF",
        "000123456789AB5DEF8123456789ABCDEF",
        "000123456789AB4DEF7123456789ABCDEF",
        "000123456789ab4DEF8123456789ABCDEF",
        "00012345678XAB4DEF8123456789ABCDEF",
    ] {
        assert!(!Mccqt::parse(unusual).unwrap().is_typical(), "{unusual}");
    }
    assert_eq!(Mccqt::parse("00"), Err(CodeError::Length { expected: 34, found: 2 }));
    let dashed = TYPICAL.replacen('B', "-", 1);
    assert_eq!(Mccqt::parse(&dashed), Err(CodeError::Character { position: 14, found: '-' }));
    let at = |text: &str| CashRegisterCode::parse(text).unwrap_err();
    assert_eq!(at("K1-26-AB1CD-00000000042"), CodeError::Character { position: 1, found: 'K' });
    assert_eq!(at("M0-26-AB1CD-00000000042"), CodeError::Character { position: 2, found: '0' });
    assert_eq!(at("M1-2x-AB1CD-00000000042"), CodeError::Character { position: 5, found: 'x' });
    assert_eq!(at("M1-26-AB1cD-00000000042"), CodeError::Character { position: 10, found: 'c' });
    assert_eq!(at("M1-26-AB1CD-0000000004B"), CodeError::Character { position: 23, found: 'B' });
    assert_eq!(at("M1-26-AB1CD-0000000004"), CodeError::Length { expected: 23, found: 22 });
    assert_eq!(at("M1-24-E-SC-a00000001234567890xyzABC"), CodeError::Length { expected: 23, found: 35 });
}

/// Checks an unsigned invoice with this code and head.
fn held(
    code: &str,
    kind: &str,
    symbol: &str,
    date: &str,
    batch: bool,
) -> (Option<CodeInfo>, Vec<&'static str>, Outcome) {
    let text = format!(
        "<HDon><DLHDon><TTChung><KHMSHDon>{kind}</KHMSHDon><KHHDon>{symbol}</KHHDon><NLap>{date}</NLap></TTChung>\
         </DLHDon>{code}</HDon>"
    );
    let document = parse(text.as_bytes()).unwrap();
    let (mut findings, mut checks) = (Findings::new(10), Checks::default());
    let info = check(document.root(), &Verification::default(), batch, &mut findings, &mut checks);
    (info, ids(&findings), checks.code)
}

fn register(
    code: &str,
    kind: &str,
    symbol: &str,
    date: &str,
    batch: bool,
) -> (&'static str, Vec<&'static str>) {
    let (info, ids, _) = held(&format!("<MCCQT>{code}</MCCQT>"), kind, symbol, date, batch);
    (info.unwrap().binding, ids)
}

#[test]
fn a_cash_register_code_agrees_with_its_invoice() {
    let empty: Vec<&str> = Vec::new();
    assert_eq!(register(REGISTER, "1", "C26MAB", "2026-11-23", true), ("bound", empty));
    assert_eq!(
        register(REGISTER, "1", "C26MAB", "2026-11-23", false),
        ("undecided", vec!["code.cash-register.undecided"])
    );
    for (kind, symbol, date, rule) in [
        ("2", "C26MAB", "2026-11-23", "code.cash-register.kind"),
        ("1", "C25MAB", "2026-11-23", "code.cash-register.year"),
        ("1", "C26MAB", "2025-11-23", "code.cash-register.year"),
        ("1", "C26TAB", "2026-11-23", "code.cash-register.letter"),
    ] {
        assert_eq!(register(REGISTER, kind, symbol, date, true), ("not-bound", vec![rule]));
    }
}

#[test]
fn a_code_without_a_signature_is_not_bound() {
    let (info, found, outcome) =
        held(&format!("<MCCQT>{TYPICAL}</MCCQT>"), "1", "C26TAB", "2026-11-23", false);
    assert_eq!((info.unwrap().binding, found), ("not-bound", vec!["code.mccqt.not-bound"]));
    assert_eq!(outcome, Outcome::Passed, "marked; the engine applies the findings' weights");
    let (info, found, outcome) = held("", "1", "K26TAB", "2026-11-23", false);
    assert_eq!((info, found.len(), outcome), (None, 0, Outcome::NotApplicable));
    let (info, _, _) = held("<MCCQT> </MCCQT>", "1", "C26TAB", "2026-11-23", false);
    assert_eq!(info, None);
    let (_, found, _) = held("<MCCQT>00-bad</MCCQT>", "1", "C26TAB", "2026-11-23", false);
    assert_eq!(found, ["code.form"]);
    let twice = format!("<MCCQT>{TYPICAL}</MCCQT><MCCQT>{TYPICAL}</MCCQT>");
    let (info, found, _) = held(&twice, "1", "C26TAB", "2026-11-23", false);
    assert_eq!((info.unwrap().binding, found), ("not-bound", vec!["code.repeated"]));
}

#[test]
fn every_code_of_the_real_documents_is_of_one_of_the_two_shapes() {
    let Some(root) = testdata("every_code_of_the_real_documents_is_of_one_of_the_two_shapes") else { return };
    let (mut long, mut short) = (0, 0);
    for file in files(root.join("einvoice"), ".xml") {
        let bytes = std::fs::read(&file).unwrap();
        let Some(document) = parse(&bytes) else { continue };
        for unit in units(document.root()).into_iter().filter(|unit| unit.local() == "HDon") {
            let Some(code) = unit.child("MCCQT").map(|element| element.trimmed().into_owned()) else {
                continue;
            };
            if let Ok(parsed) = CashRegisterCode::parse(&code) {
                assert_eq!(parsed.to_string(), code);
                short += 1;
            } else if let Ok(parsed) = Mccqt::parse(&code) {
                assert!(parsed.is_typical(), "{file:?}");
                assert_eq!(parsed.to_string(), code);
                long += 1;
            }
        }
    }
    assert!(long >= 10 && short >= 10, "{long} and {short}");
}

proptest! {
    #[test]
    fn what_is_printed_is_what_was_parsed(text in "M[1-9]-[0-9]{2}-[0-9A-Z]{5}-[0-9]{11}", long in "[0-9A-Za-z]{34}") {
        prop_assert_eq!(CashRegisterCode::parse(&text).unwrap().to_string(), text);
        prop_assert_eq!(Mccqt::parse(&long).unwrap().to_string(), long);
    }

    #[test]
    fn any_text_is_a_code_or_an_error(text in ".{0,40}") {
        if let Ok(code) = CashRegisterCode::parse(&text) {
            prop_assert_eq!(code.as_str(), text.as_str());
        }
        if let Ok(code) = Mccqt::parse(&text) {
            prop_assert_eq!(code.as_str(), text.as_str());
        }
    }
}
