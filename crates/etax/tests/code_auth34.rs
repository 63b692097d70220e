//! The keyed code: vectors of an independent model, and that every change of code or invoice is noticed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use etax::code::CodeError;
use etax::code::auth34::{Auth34, Auth34Key, MintError, Printed, Profile, Root};
use proptest::prelude::*;

const LARGEST: u64 = (1 << 42) - 1;

fn root() -> Root {
    Root::from_bytes(std::array::from_fn(|at| u8::try_from(at).unwrap()))
}

fn invoice() -> Printed<'static> {
    Printed {
        seller: Some("0300123450"),
        form: Some("1"),
        series: Some("C25TAA"),
        number: Some("68"),
        date: Some("2025-11-21"),
        buyer: Some("0312345678-001"),
        currency: Some("VND"),
        tax: Some("12000"),
        total: Some("132000"),
        ..Printed::default()
    }
}

/// Holds the codes of a profile against those of a model in another language that shares nothing with this crate.
fn are_those_of_the_model(profile: Profile, read: fn(&str) -> Option<Auth34>, codes: [&str; 7]) {
    let digest: [u8; 32] = std::array::from_fn(|at| u8::try_from(at).unwrap());
    let with_total = |total| Printed { total: Some(total), ..invoice() };
    let all = Printed {
        related: Some("000123456789AB4DEF8123456789ABCDEF"),
        document: Some(&digest),
        ..with_total("-7.5")
    };
    let over = [
        (0, 1, 0, invoice()),
        (0, 1, 1, invoice()),
        (0, 2, 1, invoice()),
        (1, 1, profile.largest_serial(), with_total("132000.5")),
        (0, 1, 1, Printed { buyer: None, ..invoice() }),
        (0, 1, 1, Printed { buyer: Some(""), ..invoice() }),
        (255, 255, 123_456_789, all),
    ];
    for ((issuer, key, serial, printed), code) in over.into_iter().zip(codes) {
        let key = root().key(issuer, key);
        assert_eq!(key.mint_as(profile, serial, &printed).unwrap().to_string(), code);
        let read = read(code).unwrap();
        assert_eq!((read.issuer(), read.key_id()), (key.issuer(), key.key_id()));
        assert_eq!(key.verify(&read, &printed), Ok(Some(serial)));
    }
}

#[test]
fn codes_are_those_of_the_model() {
    let read = |code: &str| Auth34::parse(code).ok();
    let codes = [
        "0001708C880767862D8D68099070C5625E",
        "00014F229B721C8CE2BF1EC689626C5398",
        "00027810AD98468FEFB7ED5289D791779D",
        "0101D78C223EC98247AFA2F8E7CAADFBF7",
        "0001A4C0E229788F1B9073FD8722DA1C2C",
        "0001DD7C8699918DE3BF976AA392BB94CB",
        "FFFF209557176B8458BF802469FF2602BF",
    ];
    are_those_of_the_model(Profile::Hex, read, codes);
}

#[test]
fn codes_in_base_32_are_those_of_the_model() {
    let read = |code: &str| Auth34::parse_base32(code).ok();
    let codes = [
        "000H5FBVYVB4TJE6K4PRSWVP8R0JT67Y5Q",
        "000P2VE4PNFK135E3TWSJK0ZAH8CKF4B3C",
        "00145RRDSFVT1ES5GH57494ZJF67WTNREX",
        "040T93PVHP34GE67G7A0J8YJFSD27E2QVW",
        "000NBB5YN1Z4EV08W45ST7BCYC92XS1SGQ",
        "000T7ENT6RSWZ90W736CV8Z4BFSWVJ5EGP",
        "ZZZPYKXEW937GYTQE8AGW312Y49X6Z00Q9",
    ];
    are_those_of_the_model(Profile::Base32, read, codes);
}

/// Each of the 34 digits, and each other digit in its place.
#[test]
fn a_changed_digit_in_base_32_is_refused_or_not_bound() {
    let key = root().key(0, 1);
    let code = key.mint_as(Profile::Base32, 77, &invoice()).unwrap().to_string();
    let mut tried = 0;
    for position in 0..code.len() {
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZILOUaz-".chars() {
            let mut changed: Vec<char> = code.chars().collect();
            if changed[position] == other {
                continue;
            }
            changed[position] = other;
            let changed: String = changed.into_iter().collect();
            tried += 1;
            match Auth34::parse_base32(&changed) {
                Ok(read) => assert_eq!(key.verify(&read, &invoice()), Ok(None), "{changed}"),
                Err(error) => {
                    assert_eq!(error, CodeError::Character { position: position + 1, found: other });
                    assert!("ILOUaz-".contains(other));
                }
            }
        }
    }
    assert_eq!(tried, 34 * 38);
}

#[test]
fn a_changed_character_is_refused_or_not_bound() {
    let key = root().key(0, 1);
    let code = key.mint(77, &invoice()).unwrap().to_string();
    let mut tried = 0;
    for position in 0..code.len() {
        for other in "0123456789ABCDEFabg-".chars() {
            let mut changed: Vec<char> = code.chars().collect();
            if changed[position] == other {
                continue;
            }
            changed[position] = other;
            let changed: String = changed.into_iter().collect();
            tried += 1;
            match Auth34::parse(&changed) {
                Ok(read) => assert_eq!(key.verify(&read, &invoice()), Ok(None), "{changed}"),
                Err(CodeError::Character { position: found, .. }) => assert_eq!(found, position + 1),
                Err(CodeError::Length { .. }) => panic!("the length is right"),
            }
        }
    }
    assert_eq!(tried, 34 * 19);
    // A random code of today's kind is not one of these.
    let today = Auth34::parse("000123456789AB4DEF8123456789ABCDEF");
    assert_eq!(today, Err(CodeError::Character { position: 15, found: '4' }));
    assert_eq!(Auth34::parse(""), Err(CodeError::Length { expected: 34, found: 0 }));
}

#[test]
fn another_key_or_issuer_does_not_verify() {
    let code = root().key(0, 1).mint(5, &invoice()).unwrap();
    for (issuer, key) in [(0, 2), (1, 1), (1, 0)] {
        assert_eq!(root().key(issuer, key).verify(&code, &invoice()), Ok(None));
    }
    assert_eq!(Root::from_bytes([1; 32]).key(0, 1).verify(&code, &invoice()), Ok(None));
    assert_eq!(root().key(0, 1).mint(LARGEST + 1, &invoice()), Err(MintError::Serial { largest: LARGEST }));
}

#[test]
fn secrets_are_not_shown() {
    let shown = format!("{:?} {:?}", root(), root().key(3, 4));
    assert_eq!(shown, "Root(secret) Auth34Key(3, 4, secret)");
}

fn text(field: usize) -> BoxedStrategy<String> {
    match field {
        3 => "[0-9]{1,8}".boxed(),
        4 => "20[0-9]{2}-(0[1-9]|1[0-2])-[0-2][0-9]".boxed(),
        7 | 8 => "-?[0-9]{1,15}(\\.[0-9]{1,4})?".boxed(),
        _ => "[0-9A-Z-]{0,14}".boxed(),
    }
}

fn fields() -> impl Strategy<Value = Vec<Option<String>>> {
    (0..10).map(|field| prop::option::weighted(0.9, text(field)).boxed()).collect::<Vec<_>>()
}

fn printed(fields: &[Option<String>]) -> Printed<'_> {
    let at = |field: usize| fields.get(field).and_then(Option::as_deref);
    Printed {
        seller: at(0),
        form: at(1),
        series: at(2),
        number: at(3),
        date: at(4),
        buyer: at(5),
        currency: at(6),
        tax: at(7),
        total: at(8),
        related: at(9),
        document: None,
    }
}

/// The spelling that a field is bound in.
fn normal(field: usize, text: &str) -> String {
    match field {
        3 => text.trim_start_matches('0').to_owned(),
        7 | 8 => rust_decimal::Decimal::from_str_exact(text).unwrap().normalize().to_string(),
        _ => text.to_owned(),
    }
}

fn key() -> Auth34Key {
    root().key(9, 200)
}

proptest! {
    #[test]
    fn what_is_minted_is_verified_and_prints_as_it_was_read(fields in fields(), serial in 0..=LARGEST) {
        let code = key().mint(serial, &printed(&fields)).unwrap();
        prop_assert_eq!(Auth34::parse(&code.to_string()), Ok(code));
        prop_assert_eq!(key().verify(&code, &printed(&fields)), Ok(Some(serial)));
    }

    #[test]
    fn a_changed_field_is_not_bound(
        fields in fields(),
        serial in 0..=LARGEST,
        (at, other) in (0usize..10).prop_flat_map(|at| (Just(at), prop::option::weighted(0.8, text(at)))),
    ) {
        let code = key().mint(serial, &printed(&fields)).unwrap();
        let mut changed = fields.clone();
        changed[at] = other;
        let spelled = |field: &Option<String>| field.as_ref().map(|text| normal(at, text));
        let same = spelled(&changed[at]) == spelled(&fields[at]);
        prop_assert_eq!(key().verify(&code, &printed(&changed)), Ok(same.then_some(serial)));
    }

    #[test]
    fn printing_what_was_read_gives_it_back(digits in "[0-9A-F]{14}8[0-9A-F]{3}[89AB][0-9A-F]{15}") {
        prop_assert_eq!(Auth34::parse(&digits).unwrap().to_string(), digits);
    }

    #[test]
    fn in_base_32_too(
        fields in fields(),
        serial in 0..=Profile::Base32.largest_serial(),
        (at, other) in (0usize..10).prop_flat_map(|at| (Just(at), prop::option::weighted(0.8, text(at)))),
        digits in "[0-9A-HJKMNP-TV-Z]{34}",
    ) {
        let code = key().mint_as(Profile::Base32, serial, &printed(&fields)).unwrap();
        prop_assert_eq!(Auth34::parse_base32(&code.to_string()), Ok(code));
        prop_assert_eq!(key().verify(&code, &printed(&fields)), Ok(Some(serial)));
        let mut changed = fields.clone();
        changed[at] = other;
        let spelled = |field: &Option<String>| field.as_ref().map(|text| normal(at, text));
        let same = spelled(&changed[at]) == spelled(&fields[at]);
        prop_assert_eq!(key().verify(&code, &printed(&changed)), Ok(same.then_some(serial)));
        prop_assert_eq!(Auth34::parse_base32(&digits).unwrap().to_string(), digits);
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,40}") {
        if let Ok(code) = Auth34::parse(&text) {
            prop_assert_eq!(code.to_string(), text.clone());
        }
        if let Ok(code) = Auth34::parse_base32(&text) {
            prop_assert_eq!(code.to_string(), text);
        }
    }
}
