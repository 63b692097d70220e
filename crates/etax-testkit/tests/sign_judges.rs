//! What the engine signs, xmlsec1 and the JDK accept; what is altered afterwards, all three refuse.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod oracle;
mod signing;

use etax::engine::{Engine, Input, Policy};
use etax::report::{Report, SignatureStatus};
use etax::signature::pki::{Certificate, KeyKind, SignatureAlgorithm};
use etax::signature::sign::{CanonicalForm, DigestMethod, KeyInfo, PrivateKey, SignError, SignRequest};
use etax::signature::{Role, TrustStore};
use oracle::{Job, Judged, jdk, several, xmlsec};
use signing::{AUTHORITY, Base, DRESSES, ELLIPTIC, SELLER, bases, dressed, is_bound, sign_with};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Documents made of each base.
const ROUNDS: usize = 10;

/// What to sign with.
struct Kit {
    keys: Vec<PrivateKey>,
}

/// Algorithm by number: every key with every algorithm it has.
const ALGORITHMS: [(usize, SignatureAlgorithm); 6] = [
    (0, SignatureAlgorithm::RsaSha256),
    (1, SignatureAlgorithm::EcdsaSha256),
    (0, SignatureAlgorithm::RsaSha384),
    (2, SignatureAlgorithm::RsaSha256),
    (3, SignatureAlgorithm::EcdsaSha384),
    (0, SignatureAlgorithm::RsaSha512),
];
const DIGESTS: [DigestMethod; 3] = [DigestMethod::Sha256, DigestMethod::Sha384, DigestMethod::Sha512];
const FORMS: [CanonicalForm; 4] = [
    CanonicalForm::Inclusive,
    CanonicalForm::InclusiveWithComments,
    CanonicalForm::Exclusive,
    CanonicalForm::ExclusiveWithComments,
];

impl Kit {
    fn new(folder: &Path) -> Self {
        let copy = |key: &PrivateKey| signing::key_for(key.certificate());
        Self { keys: vec![copy(&SELLER), copy(&ELLIPTIC), copy(&AUTHORITY), p384(folder)] }
    }

    /// One signed document for a number; numbers apart by little differ in everything.
    fn sign(&self, base: &Base, number: usize) -> (Vec<u8>, Vec<u8>) {
        let (key, algorithm) = ALGORITHMS[number % ALGORITHMS.len()];
        let dress = match number / 5 % DRESSES {
            dress @ 5..=6 if is_bound(&base.text) => dress + 2,
            dress => dress,
        };
        let input = dressed(&base.text, dress);
        let request = SignRequest {
            algorithm: Some(algorithm),
            digest: DIGESTS[number / 7 % 3],
            canonical: FORMS[number / 3 % 4],
            prefixed: number / 2 % 2 == 1,
            code: base.code,
            state_time: number.is_multiple_of(3).then_some(true),
            key_info: KeyInfo {
                key_value: number.is_multiple_of(5),
                subject_name: !number.is_multiple_of(7),
                chain: Vec::new(),
            },
            ..signing::request(base.role)
        };
        let signed = sign_with(&input, &request, &self.keys[key])
            .unwrap_or_else(|error| panic!("{} {number}: {error}", base.name));
        (input, signed)
    }
}

/// A key on P-384, which the kit does not have, with a certificate of its own making.
fn p384(folder: &Path) -> PrivateKey {
    let (key, certificate) = (folder.join("p384.key"), folder.join("p384.der"));
    let status = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384", "-nodes"])
        .args(["-subj", "/CN=P-384", "-days", "30", "-outform", "der", "-keyout"])
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    let mut der = std::fs::read(&certificate).unwrap();
    // Its validity begins now, which the tests' signing time is not in: nobody checks its own signature here.
    let position = der.windows(2).position(|window| window == [0x17, 13]).unwrap();
    der[position + 2..position + 15].copy_from_slice(b"200101000000Z");
    let certificate = Certificate::from_der(&der).unwrap();
    assert_eq!(certificate.key().kind(), KeyKind::EcdsaP384);
    PrivateKey::from_pkcs8(&std::fs::read(key).unwrap(), certificate).unwrap()
}

fn engine() -> Engine {
    Engine::new(Policy::default(), TrustStore::builder().build())
}

fn check(engine: &Engine, bytes: &[u8]) -> Report {
    engine.check(&Input { name: "signed.xml", bytes, at: signing::at() })
}

/// The signatures of a report, those of enclosed documents included.
fn statuses(report: &Report) -> Vec<SignatureStatus> {
    report
        .documents
        .iter()
        .chain([&report.main])
        .flat_map(|document| &document.signatures)
        .map(|signature| signature.status)
        .collect()
}

/// Elements that may carry Ids, whatever their namespace in this document.
fn ids(text: &str) -> Vec<(String, String)> {
    let namespace = |local: &str| {
        if text.contains("<e:") {
            format!("urn:e:{local}")
        } else if text.contains("\"urn:own\"") {
            format!("urn:own:{local}")
        } else if text.contains("TKhaiThue/other\"") {
            format!("http://kekhaithue.gdt.gov.vn/TKhaiThue/other:{local}")
        } else if text.contains("gov.vn/TKhaiThue\"") {
            format!("http://kekhaithue.gdt.gov.vn/TKhaiThue:{local}")
        } else {
            local.to_owned()
        }
    };
    let mut ids: Vec<(String, String)> =
        ["DLHDon", "MCCQT", "DLieu", "DLTBao", "STBao", "NDBBan", "NDBKe", "DLTKhai", "DLBTHop", "DLDNghi"]
            .into_iter()
            .map(|local| ("Id".to_owned(), namespace(local)))
            .collect();
    ids.extend(["HSoKhaiThue", "TBaoThue", "DKyThue"].map(|local| ("id".to_owned(), namespace(local))));
    for local in ["Object", "SignatureProperty"] {
        ids.push(("Id".to_owned(), format!("http://www.w3.org/2000/09/xmldsig#:{local}")));
    }
    let pilot = "http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1:invoiceData";
    ids.push(("id".to_owned(), pilot.to_owned()));
    ids
}

/// What the engine says of the only signature of a document; nothing where it is no document.
fn status(engine: &Engine, bytes: &[u8]) -> Option<SignatureStatus> {
    match statuses(&check(engine, bytes)).as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn by_xmlsec(paths: &[PathBuf]) -> Vec<Judged> {
    several(paths, |path| xmlsec(path, 1, &ids(&std::fs::read_to_string(path).unwrap())))
}

fn by_jdk(paths: &[PathBuf]) -> Vec<Judged> {
    jdk(&paths.iter().map(|path| Job::all(path)).collect::<Vec<_>>())
}

#[test]
fn every_role_algorithm_and_dress_is_valid_to_all_three() {
    let folder = tempfile::tempdir().unwrap();
    let kit = Kit::new(folder.path());
    let engine = engine();
    let mut paths = Vec::new();
    let mut seen = BTreeMap::<&str, usize>::new();
    for (index, base) in bases().iter().enumerate() {
        for round in 0..ROUNDS {
            let number = index * ROUNDS + round * 7;
            let (input, signed) = kit.sign(base, number);
            assert!(signed.len() > input.len());
            assert_eq!(
                statuses(&check(&engine, &signed)),
                [SignatureStatus::Valid],
                "{} {number}",
                base.name
            );
            paths.push(write(folder.path(), &format!("{}-{number}.xml", base.name), &signed));
            *seen.entry(base.name).or_default() += 1;
        }
    }
    assert!(seen.len() > 20 && paths.len() > 250, "{seen:?}");
    for judged in [by_xmlsec(&paths), by_jdk(&paths)] {
        assert_eq!(judged.len(), paths.len());
        let refused: Vec<_> = judged.iter().filter(|signature| !signature.holds()).collect();
        assert!(refused.is_empty(), "{} of {}: {:#?}", refused.len(), paths.len(), refused.first());
    }
}

/// The places in a text's covered parts where a letter or digit can be exchanged.
fn covered_letters(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    for (start, end) in
        [("<DLHDon", "</DLHDon>"), ("<SigningTime>", "</SigningTime>"), ("<MCCQT", "</MCCQT>")]
    {
        if let Some(from) = text.find(start) {
            let to = from + text[from..].find(end).unwrap() + end.len();
            places.extend((from..to).filter(|at| text.as_bytes()[*at].is_ascii_alphanumeric()));
        }
    }
    places
}

#[test]
fn any_covered_byte_altered_is_invalid_to_all_three() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine();
    let mut paths = Vec::new();
    let mut words = Vec::new();
    for base in bases().iter().filter(|base| ["invoice", "invoice-code-given"].contains(&base.name)) {
        let request = SignRequest { code: base.code, ..signing::request(base.role) };
        let signed = sign_with(base.text.as_bytes(), &request, &SELLER).unwrap();
        let text = String::from_utf8(signed).unwrap();
        for at in covered_letters(&text) {
            let mut altered = text.clone().into_bytes();
            altered[at] = if altered[at] == b'x' { b'y' } else { b'x' };
            let word = status(&engine, &altered);
            assert_ne!(word, Some(SignatureStatus::Valid), "{} at {at}", base.name);
            words.push(word);
            // The engine is asked about every one, the others, which are slower, about some.
            if at % 4 == 0 {
                paths.push(write(folder.path(), &format!("{}-{at}.xml", base.name), &altered));
            }
        }
    }
    assert!(paths.len() > 60, "{}", paths.len());
    let invalid = words.iter().filter(|word| **word == Some(SignatureStatus::Invalid)).count();
    assert!(invalid > 60, "{invalid}");
    for judged in [by_xmlsec(&paths), by_jdk(&paths)] {
        let accepted: Vec<_> = judged.iter().filter(|signature| signature.holds()).collect();
        assert!(accepted.is_empty(), "{accepted:#?}");
    }
}

#[test]
fn every_party_signs_in_turn_and_all_signatures_hold_for_all_three() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine();
    let roles = [Role::Seller, Role::Buyer, Role::Other, Role::Other, Role::Authority];
    let mut paths = Vec::new();
    for dress in 0..DRESSES {
        let base = bases().into_iter().find(|base| base.name == "invoice").unwrap();
        let mut bytes = dressed(&base.text, dress);
        for (step, role) in roles.into_iter().enumerate() {
            let code = (role == Role::Authority).then_some(signing::CODE);
            let request = SignRequest { code, prefixed: step % 2 == 1, ..signing::request(role) };
            let key = if role == Role::Authority { &*AUTHORITY } else { &*SELLER };
            bytes =
                sign_with(&bytes, &request, key).unwrap_or_else(|error| panic!("{dress} {role:?}: {error}"));
        }
        assert_eq!(statuses(&check(&engine, &bytes)), [SignatureStatus::Valid; 5], "{dress}");
        paths.push(write(folder.path(), &format!("all-{dress}.xml"), &bytes));
    }
    let by_jdk = by_jdk(&paths);
    assert_eq!(by_jdk.len(), paths.len() * roles.len());
    let jobs: Vec<_> = paths.iter().flat_map(|path| (1..=5).map(move |number| (path, number))).collect();
    let by_xmlsec =
        several(&jobs, |(path, number)| xmlsec(path, *number, &ids(&std::fs::read_to_string(path).unwrap())));
    let refused: Vec<_> = by_jdk.iter().chain(&by_xmlsec).filter(|signature| !signature.holds()).collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn a_payment_order_is_signed_three_times() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine();
    let order = bases().into_iter().find(|base| base.name == "order-bank").unwrap();
    let mut paths = Vec::new();
    for dress in (0..DRESSES).filter(|dress| !(5..=6).contains(dress)) {
        let mut bytes = dressed(&order.text, dress);
        for (role, canonical) in
            [(Role::Payer, FORMS[3]), (Role::Authority, FORMS[0]), (Role::Bank, FORMS[1])]
        {
            let request = SignRequest { canonical, ..signing::request(role) };
            bytes = sign_with(&bytes, &request, &SELLER)
                .unwrap_or_else(|error| panic!("{dress} {role:?}: {error}"));
            let again = sign_with(&bytes, &request, &SELLER).unwrap_err();
            assert!(matches!(again, SignError::AlreadySigned { .. }), "{again}");
        }
        assert_eq!(statuses(&check(&engine, &bytes)), [SignatureStatus::Valid; 3], "{dress}");
        paths.push(write(folder.path(), &format!("order-{dress}.xml"), &bytes));
    }
    let by_jdk = by_jdk(&paths);
    assert_eq!(by_jdk.len(), paths.len() * 3);
    let jobs: Vec<_> = paths.iter().flat_map(|path| (1..=3).map(move |number| (path, number))).collect();
    let by_xmlsec =
        several(&jobs, |(path, number)| xmlsec(path, *number, &ids(&std::fs::read_to_string(path).unwrap())));
    let refused: Vec<_> = by_jdk.iter().chain(&by_xmlsec).filter(|signature| !signature.holds()).collect();
    assert!(refused.is_empty(), "{refused:#?}");
}
