//! Keyrings: which keys are for when, what is refused at load, what a code is worth afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use etax::code::auth34::{Auth34, Auth34Key, FieldError, MintError, Printed, Profile, Root};
use etax::code::keyring::{Binds, IssueError, Keyring, KeyringError, Standing};
use etax::code::{Code, Scheme};
use etax::value::Moment;

const RING: &str = r#"
[[key]]
issuer = 0
id = 1
from = "2026-07-01"
until = "2026-09-30"

[[key]]
issuer = 0
id = 2
from = "2026-10-01"
until = "2026-12-31"

[[key]]
issuer = 0
id = 9
from = "2026-10-01"
until = "2026-12-31"
revoked = "2026-11-05T10:00:00"

[[key]]
issuer = 3
id = 1
from = "2026-10-01"
until = "2026-12-31"
binds = "document"
"#;

fn secret(issuer: u8, id: u8) -> Option<Auth34Key> {
    Some(Root::from_bytes([issuer; 32]).key(issuer, id))
}

fn ring() -> Keyring {
    Keyring::read(RING, &mut secret).unwrap()
}

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn invoice() -> Printed<'static> {
    Printed { seller: Some("0300123450"), number: Some("68"), total: Some("1000"), ..Printed::default() }
}

#[test]
fn each_moment_has_its_key() {
    for (moment, key) in
        [("2026-07-01", 1), ("2026-09-30T23:59:59", 1), ("2026-10-01", 2), ("2026-12-31T23:59:59", 2)]
    {
        let code = ring().mint(0, at(moment), 7, &invoice()).unwrap();
        assert_eq!((code.issuer(), code.key_id()), (0, key), "{moment}");
        // A key that has ended still verifies what was made with it.
        assert_eq!(ring().verify(&code, &invoice()), Standing::Bound { serial: 7 });
    }
    for (issuer, moment) in [(0, "2026-06-30T23:59:59"), (0, "2027-01-01"), (1, "2026-11-01")] {
        assert_eq!(ring().mint(issuer, at(moment), 7, &invoice()), Err(IssueError::NoKey));
    }
    let ids: Vec<(u8, u8)> = ring().rules().iter().map(|rule| (rule.issuer, rule.id)).collect();
    assert_eq!(ids, [(0, 1), (0, 2), (0, 9), (3, 1)]);
}

#[test]
fn a_revoked_key_makes_nothing_and_vouches_for_nothing_alone() {
    let code = secret(0, 9).unwrap().mint(5, &invoice()).unwrap();
    let since = at("2026-11-05T10:00:00");
    assert_eq!(ring().verify(&code, &invoice()), Standing::Revoked { serial: 5, since });
    let other = Printed { total: Some("2000"), ..invoice() };
    assert_eq!(ring().verify(&code, &other), Standing::NotBound);
}

#[test]
fn what_is_not_in_the_ring_is_not_judged() {
    let code = secret(7, 7).unwrap().mint(5, &invoice()).unwrap();
    assert_eq!(ring().verify(&code, &invoice()), Standing::UnknownKey);
    // The key that stands in for unknown ones verifies nothing either.
    let dummy = Root::from_bytes([0; 32]).key(0, 0).mint(5, &invoice()).unwrap();
    assert_eq!(ring().verify(&dummy, &invoice()), Standing::UnknownKey);
    let forged = Auth34::parse("000123456789AB8DEF8123456789ABCDEF").unwrap();
    assert_eq!(ring().verify(&forged, &invoice()), Standing::NotBound);
    let odd = Printed { seller: Some("đ"), ..invoice() };
    let code = ring().mint(0, at("2026-11-01"), 1, &invoice()).unwrap();
    assert_eq!(ring().verify(&code, &odd), Standing::Unbindable(FieldError::Character(1)));
    assert_eq!(
        ring().mint(0, at("2026-11-01"), 1, &odd),
        Err(IssueError::Mint(MintError::Field(FieldError::Character(1))))
    );
}

#[test]
fn a_key_binds_the_document_or_what_is_printed() {
    let (digest, other) = ([1; 32], [2; 32]);
    let with = |document| Printed { document: Some(document), ..invoice() };
    let moment = at("2026-11-01");
    assert_eq!(ring().rules().last().unwrap().binds, Binds::Document);
    let code = ring().mint(3, moment, 1, &with(&digest)).unwrap();
    assert_eq!(ring().verify(&code, &with(&digest)), Standing::Bound { serial: 1 });
    assert_eq!(ring().verify(&code, &with(&other)), Standing::NotBound);
    assert_eq!(ring().verify(&code, &invoice()), Standing::NeedsDocument);
    assert_eq!(ring().mint(3, moment, 1, &invoice()), Err(IssueError::NeedsDocument));
    // A key for paper does not look at the document.
    let code = ring().mint(0, moment, 1, &with(&digest)).unwrap();
    assert_eq!(ring().verify(&code, &with(&other)), Standing::Bound { serial: 1 });
}

/// A key makes codes of one form: what reads as the other is not its own, even where the tag would hold.
#[test]
fn a_keys_codes_have_the_form_that_the_ring_says() {
    let text = |algorithm: &str| {
        format!(
            "[[key]]\nissuer = 0\nid = 1\nalgorithm = \"{algorithm}\"\nfrom = \"2026-10-01\"\n\
             until = \"2026-12-31\"\n"
        )
    };
    let read = |algorithm| Keyring::read(&text(algorithm), &mut secret).unwrap();
    let (hex, base32) = (read("hmac-sha256"), read("hmac-sha256-b32"));
    let moment = at("2026-11-01");
    let short = hex.mint(0, moment, 7, &invoice()).unwrap();
    let long = base32.mint(0, moment, 7, &invoice()).unwrap();
    assert_eq!((short.profile(), long.profile()), (Profile::Hex, Profile::Base32));
    assert_eq!(hex.verify(&short, &invoice()), Standing::Bound { serial: 7 });
    assert_eq!(base32.verify(&long, &invoice()), Standing::Bound { serial: 7 });
    assert_eq!(hex.verify(&long, &invoice()), Standing::NotBound);
    assert_eq!(base32.verify(&short, &invoice()), Standing::NotBound);
    let (short, long) = (short.to_string(), long.to_string());
    assert_eq!((hex.code(&long), base32.code(&long).is_some()), (None, true));
    assert_eq!(Code::parse(&long).unwrap().scheme(), Scheme::Mccqt34);
    assert_eq!(Code::parse_with(&long, Some(&base32)).unwrap().to_string(), long);
    assert_eq!(Code::parse_with(&short, Some(&base32)).unwrap().scheme(), Scheme::Auth34);
    // A key that the ring does not have: another issuer's.
    let other = Root::from_bytes([3; 32]).key(3, 1).mint_as(Profile::Base32, 7, &invoice()).unwrap();
    assert_eq!(base32.code(&other.to_string()), None);
    assert_eq!(
        base32.mint(0, moment, 1 << 34, &invoice()),
        Err(IssueError::Mint(MintError::Serial { largest: (1 << 34) - 1 }))
    );
}

#[test]
fn a_keyring_that_contradicts_itself_is_refused_with_its_line() {
    let key = |issuer: u8, id: u8, from: &str, until: &str| {
        format!("[[key]]\nissuer = {issuer}\nid = {id}\nfrom = \"{from}\"\nuntil = \"{until}\"\n")
    };
    let first = key(0, 1, "2026-01-01", "2026-06-30");
    let read = |text: &str| Keyring::read(text, &mut secret).map(|_| ()).unwrap_err();
    let twice = first.clone() + &key(0, 1, "2026-07-01", "2026-12-31");
    assert_eq!(read(&twice), KeyringError::Twice { line: 6, issuer: 0, id: 1 });
    let overlap = first.clone() + &key(0, 2, "2026-06-30", "2026-12-31");
    assert_eq!(read(&overlap), KeyringError::Overlap { line: 6, issuer: 0, other: 1 });
    assert_eq!(read(&key(0, 1, "2026-07-01", "2026-06-30")), KeyringError::Backwards { line: 1 });
    let date = key(0, 1, "2026-01-01", "30/6/2026");
    assert_eq!(read(&date), KeyringError::Moment { line: 5, found: "30/6/2026".into() });
    let none = Keyring::read(&first, &mut |_, _| None).map(|_| ()).unwrap_err();
    assert_eq!(none, KeyringError::NoSecret { line: 1, issuer: 0, id: 1 });
    // A secret for another key is none for this one.
    let wrong = Keyring::read(&first, &mut |_, _| secret(0, 2)).map(|_| ()).unwrap_err();
    assert_eq!(wrong, KeyringError::NoSecret { line: 1, issuer: 0, id: 1 });
    for (text, line) in
        [("\nkeys = 1", 2), ("[[key]]\nissuer = 256\nid = 1", 2), ("[[key]]\nid = 1\n", 1), ("=", 1)]
    {
        match read(text) {
            KeyringError::Value { line: found, .. } => assert_eq!(found, line, "{text}"),
            other => panic!("{text}: {other}"),
        }
    }
    // Different issuers, and times that only touch, do not contradict each other.
    let fine = first + &key(0, 2, "2026-07-01", "2026-12-31") + &key(1, 1, "2026-01-01", "2026-12-31");
    assert!(Keyring::read(&fine, &mut secret).is_ok());
    assert!(Keyring::read("", &mut secret).unwrap().rules().is_empty());
}
