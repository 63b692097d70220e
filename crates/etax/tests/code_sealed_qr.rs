//! The sealed QR code: OpenSSL judges the same signatures, and every change is noticed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use etax::code::Mccqt;
use etax::code::auth34::{FieldError, Printed};
use etax::code::qr::{InvoicePart, Object, QrText};
use etax::code::sealed_qr::{
    KeyId, PublicKeys, PublicKeysError, Seal, Sealed, SealedError, SealingError, SealingKey,
};
use etax::value::Moment;
use proptest::prelude::*;
use std::fs;
use std::process::Command;

const CODE: &str = "000123456789AB4DEF8123456789ABCDEF";

fn key() -> SealingKey {
    SealingKey::from_seed(KeyId::parse("26Q4A").unwrap(), &[7; 32]).unwrap()
}

fn code() -> Mccqt {
    Mccqt::parse(CODE).unwrap()
}

fn invoice() -> Printed<'static> {
    Printed {
        seller: Some("0300123450"),
        form: Some("1"),
        series: Some("C26TYY"),
        number: Some("68"),
        date: Some("2026-11-21"),
        currency: Some("VND"),
        total: Some("120000"),
        ..Printed::default()
    }
}

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn list(algorithm: &str, public: &str, more: &str) -> String {
    format!(
        "[[key]]\nid = \"26Q4A\"\nalgorithm = \"{algorithm}\"\npublic = \"{public}\"\n\
         from = \"2026-10-01\"\nuntil = \"2026-12-31\"\n{more}"
    )
}

fn keys() -> PublicKeys {
    PublicKeys::read(&list("ed25519", &key().public_hex(), "")).unwrap()
}

/// The bytes that are signed, put together here once more.
fn message() -> Vec<u8> {
    let mut message = b"vn-sealed-qr/v1\x0026Q4A".to_vec();
    message.extend_from_slice(CODE.as_bytes());
    for (number, value) in
        [(1, "0300123450"), (2, "1"), (3, "C26TYY"), (4, "68"), (5, "2026-11-21"), (7, "VND"), (9, "120000")]
    {
        message.extend_from_slice(&[number, 0, u8::try_from(value.len()).unwrap()]);
        message.extend_from_slice(value.as_bytes());
    }
    message
}

fn openssl(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("openssl").args(arguments).output().expect("openssl runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn openssl_accepts_what_is_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    // SubjectPublicKeyInfo of an Ed25519 key is this head and the 32 bytes (RFC 8410).
    let mut public = unhex("302a300506032b6570032100");
    public.extend(unhex(&key().public_hex()));
    fs::write(path("public"), public).unwrap();
    fs::write(path("message"), message()).unwrap();
    fs::write(path("signature"), key().seal(&code(), &invoice()).unwrap().signature).unwrap();
    let (key, signature, data) = (path("public"), path("signature"), path("message"));
    let verify = [
        "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", &key, "-sigfile", &signature, "-rawin",
        "-in", &data,
    ];
    openssl(&verify);
}

#[test]
fn what_openssl_signs_with_es256_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (private, data) = (path("private"), path("message"));
    openssl(&["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", &private]);
    fs::write(&data, message()).unwrap();
    let der = openssl(&["dgst", "-sha256", "-sign", &private, &data]);
    // SEQUENCE { INTEGER r, INTEGER s } to r and s of 32 bytes each.
    let mut signature = [0; 64];
    let mut rest = &der[2..];
    for half in signature.chunks_mut(32) {
        let length = usize::from(rest[1]);
        let number: Vec<u8> = rest[2..2 + length].iter().copied().skip_while(|byte| *byte == 0).collect();
        half[32 - number.len()..].copy_from_slice(&number);
        rest = &rest[2 + length..];
    }
    let public = openssl(&["ec", "-in", &private, "-pubout", "-outform", "DER"]);
    let point = hex(&public[public.len() - 65..]);
    let keys = PublicKeys::read(&list("es256", &point, "")).unwrap();
    let sealed = Sealed { key: KeyId::parse("26Q4A").unwrap(), code: code(), signature };
    assert_eq!(keys.verify(&sealed, &invoice(), at("2026-11-23")), Seal::Genuine);
    let other = Printed { total: Some("120001"), ..invoice() };
    assert_eq!(keys.verify(&sealed, &other, at("2026-11-23")), Seal::NotBound);
}

/// Who holds a key of ES256 seals with it: a module, here a key of another library. OpenSSL made the key, so that it and the
/// list of public keys have nothing in common but the curve.
#[test]
fn a_key_that_is_held_elsewhere_seals_with_es256() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let private = path("private");
    openssl(&["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", &private]);
    let pkcs8 = openssl(&["pkcs8", "-topk8", "-nocrypt", "-in", &private, "-outform", "DER"]);
    let public = openssl(&["ec", "-in", &private, "-pubout", "-outform", "DER"]);
    let random = ring::rand::SystemRandom::new();
    let curve = &ring::signature::ECDSA_P256_SHA256_FIXED_SIGNING;
    let pair = ring::signature::EcdsaKeyPair::from_pkcs8(curve, &pkcs8, &random).unwrap();
    let mut asked = Vec::new();
    let sealed = Sealed::signed_by(KeyId::parse("26Q4A").unwrap(), &code(), &invoice(), &mut |bytes| {
        asked.push(bytes.to_vec());
        pair.sign(&random, bytes).ok()?.as_ref().try_into().ok()
    })
    .unwrap();
    assert_eq!(asked, [message()]);
    let keys = PublicKeys::read(&list("es256", &hex(&public[public.len() - 65..]), "")).unwrap();
    assert_eq!(keys.verify(&sealed, &invoice(), at("2026-11-23")), Seal::Genuine);
    let other = Printed { number: Some("69"), ..invoice() };
    assert_eq!(keys.verify(&sealed, &other, at("2026-11-23")), Seal::NotBound);
    let odd = Printed { seller: Some("đ"), ..invoice() };
    let refused = Sealed::signed_by(sealed.key, &code(), &odd, &mut |_| None);
    assert_eq!(refused, Err(SealingError::Field(FieldError::Character(1))));
}

#[test]
fn a_seal_travels_in_the_qr_code() {
    let sealed = key().seal(&code(), &invoice()).unwrap();
    assert_eq!(sealed, key().seal(&code(), &invoice()).unwrap(), "deterministic");
    let part = InvoicePart {
        seller: "0300123450".into(),
        form: "1".into(),
        series: "C26TYY".into(),
        number: "68".into(),
        date: "20261121".into(),
        total: "120000".into(),
        ..InvoicePart::default()
    };
    let text = sealed.join(&QrText::of(&part).unwrap()).to_string();
    assert!(text.len() <= 271, "{} characters", text.len());
    let read = QrText::parse(&text).unwrap();
    assert_eq!(read.invoice(), Some(&part));
    assert_eq!(Sealed::read(read.objects()), Ok(sealed.clone()));
    assert_eq!(sealed.join(&read).to_string(), text, "a seal replaces the one that is there");
}

#[test]
fn objects_that_are_no_seal_are_refused() {
    let [code, signature] = key().seal(&code(), &invoice()).unwrap().objects();
    assert_eq!((code.value.len(), signature.value.len()), (47, 99));
    let with = |id: u8, value: &str| Object { id, value: value.to_owned() };
    assert_eq!(Sealed::read(&[]), Err(SealedError::Missing));
    assert_eq!(Sealed::read(std::slice::from_ref(&code)), Err(SealedError::Missing));
    for wrong in ["", "0005VNSQ20134", &code.value.replace("VNSQ1", "VNSQ2"), &format!("{}0", code.value)] {
        assert_eq!(Sealed::read(&[with(97, wrong), signature.clone()]), Err(SealedError::Code), "{wrong}");
    }
    for wrong in ["", "0005", &signature.value.replace("26Q4A", "26q4a"), &signature.value[..94], "0005đđ"]
    {
        assert_eq!(Sealed::read(&[code.clone(), with(98, wrong)]), Err(SealedError::Signature), "{wrong}");
    }
}

#[test]
fn a_key_counts_on_its_days_and_until_it_is_revoked() {
    let sealed_on = |date| {
        let invoice = Printed { date: Some(date), ..invoice() };
        (key().seal(&code(), &invoice).unwrap(), invoice)
    };
    let now = at("2027-03-01");
    for (date, worth) in [
        ("2026-10-01", Seal::Genuine),
        ("2026-12-31", Seal::Genuine),
        ("2026-09-30", Seal::OutsideValidity),
        ("2027-01-01", Seal::OutsideValidity),
    ] {
        let (sealed, invoice) = sealed_on(date);
        assert_eq!(keys().verify(&sealed, &invoice, now), worth, "{date}");
    }
    let (sealed, invoice) = sealed_on("2026-11-21");
    let since = at("2026-12-01T08:00:00");
    let revoked = list("ed25519", &key().public_hex(), "revoked = \"2026-12-01T08:00:00\"");
    let revoked = PublicKeys::read(&revoked).unwrap();
    assert_eq!(revoked.verify(&sealed, &invoice, at("2026-11-30")), Seal::Genuine);
    assert_eq!(revoked.verify(&sealed, &invoice, now), Seal::Revoked(since));
    let none = PublicKeys::read("").unwrap();
    assert_eq!(none.verify(&sealed, &invoice, now), Seal::UnknownKey);
    let odd = Printed { seller: Some("đ"), ..invoice };
    assert_eq!(keys().verify(&sealed, &odd, now), Seal::Unbindable(FieldError::Character(1)));
}

#[test]
fn a_list_is_signed_and_wrong_ones_are_refused_with_their_line() {
    let text = list("ed25519", &key().public_hex(), "");
    // The list's own key is any Ed25519 key; here OpenSSL's.
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (private, data) = (path("private"), path("list"));
    openssl(&["genpkey", "-algorithm", "ed25519", "-out", &private]);
    fs::write(&data, &text).unwrap();
    let signature = openssl(&["pkeyutl", "-sign", "-inkey", &private, "-rawin", "-in", &data]);
    let signature: [u8; 64] = signature.try_into().unwrap();
    let public = openssl(&["pkey", "-in", &private, "-pubout", "-outform", "DER"]);
    let authority: [u8; 32] = public[public.len() - 32..].try_into().unwrap();
    assert!(PublicKeys::read_signed(&text, &signature, &authority).is_ok());
    let changed = text.replace("2026-12-31", "2036-12-31");
    let refused = PublicKeys::read_signed(&changed, &signature, &authority).map(|_| ());
    assert_eq!(refused, Err(PublicKeysError::Signature));

    let error = |text: &str| PublicKeys::read(text).map(|_| ()).unwrap_err();
    let twice = format!("{text}\n{text}");
    assert!(matches!(error(&twice), PublicKeysError::Twice { line: 8, .. }), "{:?}", error(&twice));
    for (from, to, line) in [
        ("26Q4A", "26q4a", 2),
        (key().public_hex().as_str(), "00", 4),
        (key().public_hex().as_str(), "zz", 4),
        ("2026-10-01", "1/10/2026", 5),
        ("2026-12-31", "", 6),
    ] {
        match error(&text.replace(from, to)) {
            PublicKeysError::Unreadable { line: found, .. } => assert_eq!(found, line, "{to}"),
            other => panic!("{to}: {other}"),
        }
    }
    assert!(matches!(error("key = 1"), PublicKeysError::Value { line: 1, .. }));
    assert!(matches!(error(&text.replace("ed25519", "rsa")), PublicKeysError::Value { line: 3, .. }));
}

proptest! {
    #[test]
    fn a_changed_seal_does_not_hold(byte in 0usize..64, bit in 0u8..8) {
        let mut sealed = key().seal(&code(), &invoice()).unwrap();
        sealed.signature[byte] ^= 1 << bit;
        prop_assert_eq!(keys().verify(&sealed, &invoice(), at("2026-11-23")), Seal::NotBound);
    }

    #[test]
    fn another_code_or_field_does_not_hold(digits in "00[0-9A-F]{12}4[0-9A-F]{3}8[0-9A-F]{15}", number in "[0-9]{1,8}") {
        let sealed = key().seal(&code(), &invoice()).unwrap();
        let moved = Sealed { code: Mccqt::parse(&digits).unwrap(), ..sealed.clone() };
        prop_assert_eq!(keys().verify(&moved, &invoice(), at("2026-11-23")), Seal::NotBound);
        let other = Printed { number: Some(&number), ..invoice() };
        let same = number.trim_start_matches('0') == "68";
        let worth = keys().verify(&sealed, &other, at("2026-11-23"));
        prop_assert_eq!(worth, if same { Seal::Genuine } else { Seal::NotBound });
    }

    #[test]
    fn any_objects_are_a_seal_or_not(code in "[0-9A-Z]{0,60}", signature in "(0005[0-9A-Z]{5}0186)?[0-9A-Za-z_-]{0,90}") {
        let objects = [Object { id: 97, value: code }, Object { id: 98, value: signature }];
        if let Ok(sealed) = Sealed::read(&objects) {
            prop_assert_eq!(sealed.objects(), objects);
        }
    }
}
