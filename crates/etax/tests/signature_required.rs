//! Who must have signed which document: the table of required signatures, asked with documents that nobody has signed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first thing that is wrong")]

mod signature_support;

use etax::signature::{Subject, UnitKind};
use signature_support::{now, parse, trusting_nobody, verify_as};

const MISSING: &str = "signature.missing";
const USUAL: &str = "signature.missing.usual";
const PARTY: &str = "signature.missing.party";
const UNSIGNED: &str = "signature.cash-register.unsigned";

/// What is missing in an unsigned document: rules and the places they name.
fn missing(source: &str, change: impl FnOnce(&mut Subject<'_>)) -> Vec<(&'static str, String)> {
    let document = parse(source.as_bytes()).unwrap();
    let mut subject = Subject::new(UnitKind::of_element(document.root()), now());
    change(&mut subject);
    let (_, findings, _) = verify_as(document.root(), &subject, &trusting_nobody());
    let found = findings.as_slice().iter();
    found.map(|finding| (finding.rule.id, finding.expected.clone().unwrap_or_default())).collect()
}

fn invoice(form: &str, day: &str) -> String {
    format!(
        "<HDon><DLHDon><TTChung><KHMSHDon>{form}</KHMSHDon><NLap>{day}</NLap></TTChung></DLHDon><MCCQT/></HDon>"
    )
}

/// Rules and places, as the test writes them.
fn expected(list: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    list.iter().map(|(rule, place)| (*rule, (*place).to_owned())).collect()
}

#[test]
fn invoices_by_code_register_form_and_day() {
    let (seller, authority) = ((MISSING, "DSCKS/NBan"), (MISSING, "DSCKS/CQT"));
    let plain = invoice("1", "2026-09-15");
    assert_eq!(missing(&plain, |_| ()), expected(&[seller]));
    assert_eq!(missing(&plain, |s| s.coded = true), expected(&[seller, authority]));
    // A cash register's need no signature since there are batches; before, nothing but the seller's could be had.
    assert_eq!(missing(&plain, |s| s.cash_register = true), expected(&[(UNSIGNED, "")]));
    let first = invoice("1", "2022-09-21");
    assert_eq!(missing(&first, |s| s.cash_register = true), expected(&[(UNSIGNED, "")]));
    let before = invoice("1", "2022-09-20");
    assert_eq!(missing(&before, |s| s.cash_register = true), expected(&[seller]));
    let unsaid = "<HDon><DLHDon/></HDon>";
    assert_eq!(missing(unsaid, |s| s.cash_register = true), expected(&[(UNSIGNED, "")]));
    let coded = |s: &mut Subject<'_>| (s.cash_register, s.coded) = (true, true);
    assert_eq!(missing(&plain, coded), expected(&[authority]));
    assert_eq!(missing(&plain, |s| s.in_signed_batch = true), []);
    let both = |s: &mut Subject<'_>| (s.in_signed_batch, s.coded) = (true, true);
    assert_eq!(missing(&plain, both), expected(&[authority]));
    // Tickets.
    let ticket = invoice("5", "2026-09-15");
    assert_eq!(missing(&ticket, |_| ()), expected(&[(USUAL, "DSCKS/NBan")]));
    assert_eq!(missing(&ticket, |s| s.coded = true), expected(&[seller, authority]));
}

#[test]
fn messages_by_type() {
    let message = |code: &str| format!("<TDiep><TTChung><MLTDiep>{code}</MLTDiep></TTChung><DLieu/></TDiep>");
    assert_eq!(missing(&message("206"), |_| ()), expected(&[(MISSING, "CKSNNT")]));
    for code in ["100", "200", "202", "203", "204", "999", "-1", "abc", ""] {
        assert_eq!(missing(&message(code), |_| ()), [], "{code}");
    }
}

#[test]
fn notices_by_form() {
    let notice = |form: &str| format!("<TBao><DLTBao><MSo>{form}</MSo></DLTBao></TBao>");
    let asked = |form: &str| missing(&notice(form), |_| ());
    assert_eq!(asked("04/SS-HĐĐT"), expected(&[(MISSING, "DSCKS/NNT")]));
    assert_eq!(asked("01/TB-KTDL"), expected(&[(MISSING, "DSCKS/CQT | DSCKS/TTCQT")]));
    assert_eq!(asked("01/TB-ĐKĐT"), expected(&[(MISSING, "DSCKS/CQT"), (USUAL, "DSCKS/TTCQT")]));
    assert_eq!(asked(""), expected(&[(MISSING, "DSCKS/CQT | DSCKS/TTCQT | DSCKS/NNT")]));
    // The technical answer has nothing that could be signed.
    assert_eq!(missing("<TBao><MTDiep>V1</MTDiep><TTTNhan>0</TTTNhan></TBao>", |_| ()), []);
}

#[test]
fn minutes_by_day() {
    let minutes =
        |day: &str| format!("<BBan><NDBBan><TTChung><NBBan>{day}</NBBan></TTChung></NDBBan><DSCKS/></BBan>");
    let either = (MISSING, "DSCKS/NBan | DSCKS/NMua");
    let both = [(PARTY, "DSCKS/NBan"), (PARTY, "DSCKS/NMua"), either];
    assert_eq!(missing(&minutes("2025-06-01"), |_| ()), expected(&both));
    assert_eq!(missing(&minutes("2025-05-31"), |_| ()), expected(&[either]));
}

#[test]
fn payment_orders_by_stage() {
    let payer = (MISSING, "Signature (TimeSignature)");
    let authority = (MISSING, "Signature (TimeSignatureTCT)");
    let bank = (MISSING, "Signature (TimeSignatureNHTM)");
    let with_bank = "<CHUNGTU><NDUNG_CTU_NH><NDUNG_CTU/></NDUNG_CTU_NH></CHUNGTU>";
    assert_eq!(missing(with_bank, |_| ()), expected(&[payer, authority, bank]));
    assert_eq!(missing("<CHUNGTU><NDUNG_CTU/></CHUNGTU>", |_| ()), expected(&[payer]));
}

#[test]
fn everything_else() {
    let pilot = "<inv:invoice xmlns:inv='http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1'/>";
    for (source, rule, place) in [
        ("<TKhai/>", MISSING, "DSCKS/NNT"),
        ("<BTHDLieu/>", MISSING, "DSCKS/NNT"),
        ("<DNghi/>", MISSING, "DSCKS/NNT"),
        ("<BKe/>", USUAL, "DSCKS/NBan"),
        ("<HSoThueDTu/>", MISSING, "CKyDTu"),
        ("<TBaoThueDTu/>", MISSING, "CKyDTu"),
        ("<DKyThueDTu/>", MISSING, "DKyThue"),
        (pilot, MISSING, "Signature (seller)"),
    ] {
        assert_eq!(missing(source, |_| ()), expected(&[(rule, place)]), "{source}");
    }
    // Another system's invoice is none of the pilot's.
    assert_eq!(missing("<invoice xmlns='urn:example:other'/>", |_| ()), []);
}
