//! One way to speak of codes of five schemes: parsed, printed, held against an invoice.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod shared;

use etax::code::auth34::{InvoiceFields, Printed, Root};
use etax::code::keyring::{Keyring, Register};
use etax::code::qr::{InvoicePart, QrText};
use etax::code::sealed_qr::{KeyId, PublicKeys, SealingKey};
use etax::code::{Binding, Code, Doubt, Evidence, Mccqt, Mismatch, Scheme, Spelling};
use etax::value::Moment;
use etax::xml::{Document, Limits, Parsed};
use proptest::prelude::*;

fn invoice(code: &str, total: &str) -> String {
    format!(
        "<HDon><DLHDon><TTChung><KHMSHDon>1</KHMSHDon><KHHDon>C26MAA</KHHDon><SHDon>68</SHDon>\
         <NLap>2026-11-21</NLap><DVTTe>VND</DVTTe></TTChung><NDHDon><NBan><MST>0300123450-001</MST></NBan>\
         <TToan><TgTThue>0</TgTThue><TgTTTBSo>{total}</TgTTTBSo></TToan></NDHDon></DLHDon>\
         <MCCQT>{code}</MCCQT></HDon>"
    )
}

fn parse(text: &str) -> Document<'_> {
    match Document::parse(text.as_bytes(), &Limits::default()) {
        Parsed::Document(document) => document,
        Parsed::Refused(defect) => panic!("{defect:?}"),
    }
}

const RING: &str = "[[key]]\nissuer = 0\nid = 1\nfrom = \"2026-10-01\"\nuntil = \"2026-12-31\"\n";

fn ring(more: &str) -> Keyring {
    let secret = &mut |issuer, id| Some(Root::from_bytes([7; 32]).key(issuer, id));
    Keyring::read(&format!("{RING}{more}"), secret).unwrap()
}

fn sealing() -> SealingKey {
    SealingKey::from_seed(KeyId::parse("26Q4A").unwrap(), &[9; 32]).unwrap()
}

fn public(more: &str) -> PublicKeys {
    let text = format!(
        "[[key]]\nid = \"26Q4A\"\nalgorithm = \"ed25519\"\npublic = \"{}\"\nfrom = \"2026-10-01\"\n\
         until = \"2026-12-31\"\n{more}",
        sealing().public_hex()
    );
    PublicKeys::read(&text).unwrap()
}

/// A sealed QR code's text for this invoice.
fn sealed(text: &str, code: &str) -> String {
    let document = parse(text);
    let seal =
        sealing().seal(&Mccqt::parse(code).unwrap(), &InvoiceFields::of(document.root()).printed()).unwrap();
    seal.join(&QrText::of(&InvoicePart::of_invoice(document.root())).unwrap()).to_string()
}

const TODAY: &str = "000123456789AB4DEF8123456789ABCDEF";

#[test]
fn every_scheme_is_read_and_printed() {
    let device = "qKyxjbf4RxTf6vDq8yxneap/L1YxenVR+E92pKobSN1wFx7YyGqsABTQIXNzSgKe";
    let key = "reTRtKXRkUAS04+LqcpbRZToAjdWpESHAMZ3y74Z3O+If3bYbUR+9v7TTJvpMn0U";
    let text = invoice(TODAY, "120000");
    for (text, scheme) in [
        ("099001000000417".to_owned(), Scheme::Pilot2015),
        (device.to_owned(), Scheme::Pilot2015),
        (format!("0300123450;;110000;10000;20151010;hash;;099001000000417;{device}"), Scheme::Pilot2015),
        (
            format!(
                "0300123450;;2015-10-10T15:09:31;;10000;110000;hash;099001000000417;2015-10-10T15:10:33;{device};{key}"
            ),
            Scheme::Pilot2015,
        ),
        (TODAY.to_owned(), Scheme::Mccqt34),
        ("M1-26-AB1CD-00000000042".to_owned(), Scheme::CashRegister23),
        ("0001708C880767862D8D68099070C5625E".to_owned(), Scheme::Auth34),
        (sealed(&text, TODAY), Scheme::SealedQr),
    ] {
        let code = Code::parse(&text).unwrap();
        assert_eq!((code.scheme(), code.to_string()), (scheme, text));
    }
}

#[test]
fn what_is_no_code_is_refused_at_its_position() {
    for (text, nearest, position) in [
        ("", Scheme::Mccqt34, 1),
        ("00012345", Scheme::Mccqt34, 9),
        ("000123456789AB4DEF8123456789ABCDE-", Scheme::Mccqt34, 34),
        ("M1-26-AB1CD-0000000004X", Scheme::CashRegister23, 23),
        ("09900100000041X", Scheme::Pilot2015, 15),
        ("a;b;c", Scheme::Pilot2015, 1),
        ("1;2;3;4;5;6;7;8;9", Scheme::Pilot2015, 15),
        ("0002010099411001003001234500201103066C26TYY", Scheme::SealedQr, 7),
    ] {
        let error = Code::parse(text).unwrap_err();
        assert_eq!((error.nearest, error.position), (nearest, position), "{text}: {error}");
    }
}

#[test]
fn a_keyed_code_is_bound_by_its_key_and_a_revoked_key_by_the_register() {
    let plain = invoice("", "120000");
    let document = parse(&plain);
    let fields = InvoiceFields::of(document.root());
    let at = Moment::parse("2026-11-21").unwrap();
    let code = Code::Auth34(ring("").mint(0, at, 7, &fields.printed()).unwrap());
    let (fresh, revoked) = (ring(""), ring("revoked = \"2026-11-05\"\n"));
    let since = Moment::parse("2026-11-05").unwrap();
    let judge = |ring: Option<&Keyring>, register| {
        code.bind(&Evidence {
            invoice: Some(document.root()),
            keyring: ring,
            register,
            ..Evidence::default()
        })
    };
    assert_eq!(judge(Some(&fresh), Register::NotAsked), Binding::Bound);
    assert_eq!(judge(Some(&revoked), Register::NotAsked), Binding::Undecided(Doubt::Revoked(since)));
    let row = |text| Register::Since(Moment::parse(text).unwrap());
    assert_eq!(judge(Some(&revoked), row("2026-11-04T23:59:59")), Binding::Bound);
    let late = Binding::NotBound(vec![Mismatch::Register { since }]);
    assert_eq!(judge(Some(&revoked), row("2026-11-05")), late);
    assert_eq!(judge(Some(&revoked), Register::Absent), late);
    let other = invoice("", "120001");
    let evidence =
        |document| Evidence { invoice: Some(document), keyring: Some(&fresh), ..Evidence::default() };
    let other = parse(&other);
    assert_eq!(code.bind(&evidence(other.root())), Binding::NotBound(vec![Mismatch::Content]));
}

/// Without the keys a keyed code was called another invoice's, for want of a signature that it does not need.
#[test]
fn a_keyed_code_without_its_keys_is_undecided() {
    let plain = invoice("", "120000");
    let document = parse(&plain);
    let fields = InvoiceFields::of(document.root());
    let at = Moment::parse("2026-11-21").unwrap();
    let code = ring("").mint(0, at, 7, &fields.printed()).unwrap();
    let uncoded = plain.replace("<MCCQT></MCCQT>", "");
    for text in [uncoded, invoice(&code.to_string(), "120000")] {
        let document = parse(&text);
        let unsigned = etax::signature::Verification::default();
        for verification in [None, Some(&unsigned)] {
            let evidence = Evidence { invoice: Some(document.root()), verification, ..Evidence::default() };
            assert_eq!(Code::Auth34(code).bind(&evidence), Binding::Undecided(Doubt::NoKeys));
        }
    }
}

/// Whoever has the key can make any code; the issuer knows which serial numbers it has come to.
#[test]
fn a_serial_number_that_was_never_issued_is_not_bound() {
    let plain = invoice("", "120000");
    let document = parse(&plain);
    let fields = InvoiceFields::of(document.root());
    let at = Moment::parse("2026-11-21").unwrap();
    let (fresh, revoked) = (ring(""), ring("revoked = \"2026-11-05\"\n"));
    let code = Code::Auth34(fresh.mint(0, at, 7, &fields.printed()).unwrap());
    let judge = |ring, issued| {
        let invoice = Some(document.root());
        code.bind(&Evidence { invoice, keyring: Some(ring), issued, ..Evidence::default() })
    };
    assert_eq!(judge(&fresh, Some(8)), Binding::Bound);
    let beyond = Binding::NotBound(vec![Mismatch::Serial { serial: 7, issued: 7 }]);
    assert_eq!(judge(&fresh, Some(7)), beyond);
    assert_eq!(judge(&revoked, Some(7)), beyond);
    // What no key made has no serial number to speak of.
    let other = invoice("", "120001");
    let other = parse(&other);
    let evidence = Evidence {
        invoice: Some(other.root()),
        keyring: Some(&fresh),
        issued: Some(0),
        ..Evidence::default()
    };
    assert_eq!(code.bind(&evidence), Binding::NotBound(vec![Mismatch::Content]));
}

/// Field 10 is not in the invoice: who verifies has to say it.
#[test]
fn a_keyed_code_binds_the_code_of_the_invoice_it_replaces() {
    let plain = invoice("", "120000");
    let document = parse(&plain);
    let fields = InvoiceFields::of(document.root());
    let at = Moment::parse("2026-11-21").unwrap();
    let printed = Printed { related: Some(TODAY), ..fields.printed() };
    let ring = ring("");
    let code = Code::Auth34(ring.mint(0, at, 7, &printed).unwrap());
    let judge = |related| {
        let invoice = Some(document.root());
        code.bind(&Evidence { invoice, keyring: Some(&ring), related, ..Evidence::default() })
    };
    assert_eq!(judge(Some(TODAY)), Binding::Bound);
    assert_eq!(judge(None), Binding::NotBound(vec![Mismatch::Content]));
    assert_eq!(judge(Some("000123456789AB4DEF8123456789ABCDE0")), Binding::NotBound(vec![Mismatch::Content]));
}

/// A code that was typed in small letters was called another invoice's.
#[test]
fn a_typed_code_may_have_small_letters_and_blanks_and_they_are_told() {
    let keyed = "0001708C880767862D8D68099070C5625E";
    for (typed, code, how) in [
        (keyed.to_owned(), keyed, vec![]),
        (format!("\t{keyed} "), keyed, vec![Spelling::Blanks]),
        (keyed.to_lowercase(), keyed, vec![Spelling::LowerCase]),
        (format!(" {}", TODAY.to_lowercase()), TODAY, vec![Spelling::Blanks, Spelling::LowerCase]),
        ("m1-26-ab1cd-00000000042".to_owned(), "M1-26-AB1CD-00000000042", vec![Spelling::LowerCase]),
        ("099001000000417\n".to_owned(), "099001000000417", vec![Spelling::Blanks]),
    ] {
        let (read, found) = Code::typed(&typed, None).unwrap();
        assert_eq!((read.to_string(), found), (code.to_owned(), how), "{typed:?}");
        // The strict reader takes none of these for the code that was meant.
        assert_eq!(
            Code::parse(&typed).is_ok_and(|read| read.to_string() == code),
            typed == code,
            "{typed:?}"
        );
    }
    // Letters of a code that is no hex number may be small ones: the rule fixes the length alone.
    let odd = "01ghijklmnopqrstuvwxyz0123456789ab";
    assert_eq!(Code::typed(odd, None).unwrap().0.to_string(), odd);
    // Blanks inside, hyphens and digits of another script are nobody's code; the place is that of the text as typed.
    for (text, position) in [
        ("  0001708C88 767862D8D68099070C5625E ", 13),
        ("00-1708C880767862D8D68099070C5625E", 3),
        ("０001708C880767862D8D68099070C5625E", 1),
        ("  0001708C", 11),
        ("   ", 1),
    ] {
        let error = Code::typed(text, None).unwrap_err();
        assert_eq!(error.position, position, "{text:?}: {error}");
    }
}

#[test]
fn a_sealed_code_binds_the_file_and_the_paper_and_says_which_field_differs() {
    let text = invoice(TODAY, "120000");
    let qr = sealed(&text, TODAY);
    let code = Code::parse(&qr).unwrap();
    let document = parse(&text);
    let keys = public("");
    let at = Some(Moment::parse("2026-11-23").unwrap());
    let evidence = Evidence { public_keys: Some(&keys), at, ..Evidence::default() };
    fn on<'e>(document: &'e Document<'e>, keys: &'e PublicKeys) -> Evidence<'e> {
        let at = Some(Moment::parse("2026-11-23").unwrap());
        Evidence { invoice: Some(document.root()), public_keys: Some(keys), at, ..Evidence::default() }
    }
    assert_eq!(code.bind(&on(&document, &keys)), Binding::Bound);
    // From paper alone: the hyphen of the tax code, the date and the currency come back.
    assert_eq!(code.bind(&evidence), Binding::Bound);
    let dollars = Evidence { currency: Some("USD"), ..evidence };
    assert_eq!(code.bind(&dollars), Binding::NotBound(vec![Mismatch::Content]));
    assert_eq!(code.bind(&Evidence::default()), Binding::Undecided(Doubt::NoKeys));
    for (other, field) in [
        (text.replace(">120000<", ">120001<"), "TgTTTBSo"),
        (text.replace(">68<", ">69<"), "SHDon"),
        (text.replace("0300123450-001", "0300123450-002"), "NBan/MST"),
        (text.replace("2026-11-21", "2026-11-22"), "NLap"),
        (text.replace("C26MAA", "C26MAB"), "KHHDon"),
        (text.replace(TODAY, "000123456789AB4DEF8123456789ABCDE0"), "MCCQT"),
    ] {
        let document = parse(&other);
        let bound = code.bind(&on(&document, &keys));
        assert_eq!(bound.fields().collect::<Vec<_>>(), [field], "{bound:?}");
    }
    // The currency is in the seal, not in the text.
    let other = text.replace(">VND<", ">USD<");
    let bound = code.bind(&on(&parse(&other), &keys));
    assert_eq!(bound, Binding::NotBound(vec![Mismatch::Content]));
    let revoked = public("revoked = \"2026-11-22\"\n");
    let since = Moment::parse("2026-11-22").unwrap();
    assert_eq!(code.bind(&on(&document, &revoked)), Binding::Undecided(Doubt::Revoked(since)));
}

#[test]
fn a_cash_registers_code_says_which_field_differs() {
    let text = invoice("M1-26-AB1CD-00000000042", "120000");
    let document = parse(&text);
    let evidence = Evidence { invoice: Some(document.root()), ..Evidence::default() };
    let own = Code::parse("M1-26-AB1CD-00000000042").unwrap();
    assert_eq!(own.bind(&evidence), Binding::Undecided(Doubt::Unsigned));
    assert_eq!(own.bind(&Evidence { signed_batch: true, ..evidence }), Binding::Bound);
    let other = Code::parse("M1-26-AB1CD-00000000043").unwrap();
    assert_eq!(other.bind(&evidence).fields().collect::<Vec<_>>(), ["MCCQT"]);
    let text = text.replace("M1-26", "M2-25");
    let document = parse(&text);
    let evidence = Evidence { invoice: Some(document.root()), signed_batch: true, ..Evidence::default() };
    let bound = Code::parse("M2-25-AB1CD-00000000042").unwrap().bind(&evidence);
    assert_eq!(bound.fields().collect::<Vec<_>>(), ["KHMSHDon", "KHHDon", "NLap"]);
}

#[test]
fn samples_of_codes_in_use_print_as_they_were_read() {
    let Some(path) = shared::path("codes/samples.tsv") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let mut read = 0;
    for word in text.split_whitespace().filter(|word| word.len() == 34 || word.len() == 23) {
        if let Ok(code) = Code::parse(word) {
            assert_eq!(code.to_string(), word);
            read += 1;
        }
    }
    assert!(read >= 50, "{read}");
}

proptest! {
    #[test]
    fn any_text_is_read_and_printed_or_refused_with_a_position(text in ".{0,80}") {
        match Code::parse(&text) {
            Ok(code) => prop_assert_eq!(code.to_string(), text),
            Err(error) => prop_assert!(error.position >= 1 && error.position <= text.chars().count().max(512) + 1),
        }
    }

    #[test]
    fn a_changed_character_of_a_sealed_code_is_not_bound(at in any::<prop::sample::Index>(), with in 0x20_u8..0x7f) {
        let text = invoice(TODAY, "120000");
        let qr = sealed(&text, TODAY);
        let mut changed = qr.clone().into_bytes();
        let at = at.index(changed.len());
        prop_assume!(changed[at] != with);
        changed[at] = with;
        let changed = String::from_utf8(changed).unwrap();
        let keys = public("");
        let moment = Some(Moment::parse("2026-11-23").unwrap());
        let evidence = Evidence { public_keys: Some(&keys), at: moment, ..Evidence::default() };
        // The checksum notices the change; mended, the seal does.
        let body = changed.get(..changed.len() - 4).unwrap();
        let mended = format!("{body}{:04X}", etax::code::qr::crc16(body.as_bytes()));
        for text in [changed.clone(), mended] {
            if let Ok(code) = Code::parse(&text)
                && text != qr
            {
                let bound = code.bind(&evidence);
                prop_assert!(bound != Binding::Bound, "{}", text);
            }
        }
    }

    #[test]
    fn a_changed_field_is_not_bound_by_a_seal(which in 0_usize..7, value in "[0-9A-Z]{1,6}") {
        let printed = Printed {
            seller: Some("0300123450"), form: Some("1"), series: Some("C26TYY"), number: Some("68"),
            date: Some("2026-11-21"), currency: Some("VND"), total: Some("120000"), ..Printed::default()
        };
        let seal = sealing().seal(&Mccqt::parse(TODAY).unwrap(), &printed).unwrap();
        let mut changed = printed;
        let slot = match which {
            0 => &mut changed.seller, 1 => &mut changed.form, 2 => &mut changed.series, 3 => &mut changed.number,
            4 => &mut changed.date, 5 => &mut changed.currency, _ => &mut changed.total,
        };
        prop_assume!(*slot != Some(value.as_str()) && value.trim_start_matches('0') != "68" && value.trim_start_matches('0') != "120000");
        *slot = Some(&value);
        let at = Moment::parse("2026-11-23").unwrap();
        prop_assert!(public("").verify(&seal, &changed, at) != etax::code::sealed_qr::Seal::Genuine);
    }
}
