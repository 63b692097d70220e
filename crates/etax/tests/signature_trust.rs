//! The trust store: what it takes, what it refuses, and that order and threads do not matter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod signature_support;

use etax::engine::Policy;
use etax::report::{Outcome, SignatureInfo};
use etax::rule::{Constraint, Weight};
use etax::signature::pki::{Cache, Certificate, ChainSearch, NoPath, Unreadable};
use etax::signature::{Subject, TrustError, TrustStore, UnitKind, Verifier};
use signature_support::{files, now, parse, testdata, units, verify_as};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const CERTIFICATE: &[u8] = include_bytes!("../src/signature/pki/example.der");

/// The checked-in test authorities and documents.
fn kit() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(kit().join(name)).unwrap()
}

#[test]
fn bytes_that_are_no_certificate_are_the_callers_mistake() {
    let builder = TrustStore::builder();
    assert_eq!(builder.clone().anchors(b"").unwrap_err(), TrustError::Nothing);
    assert_eq!(builder.clone().anchors(b"hello").unwrap_err(), TrustError::Nothing);
    let lists = read("crl/lists.pem");
    assert!(matches!(builder.clone().anchors(&lists).unwrap_err(), TrustError::Label { block: 1, .. }));
    assert!(matches!(
        builder.clone().crls(CERTIFICATE).unwrap_err(),
        TrustError::Unreadable { block: 1, .. }
    ));
    let broken = b"-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n";
    assert_eq!(builder.clone().anchors(broken).unwrap_err(), TrustError::Base64 { block: 1 });
    let cut = &CERTIFICATE[..CERTIFICATE.len() - 1];
    let error = builder.anchors(cut).unwrap_err();
    assert!(error.to_string().starts_with("item 1 is unreadable"), "{error}");
}

#[test]
fn the_digest_depends_on_the_contents_and_not_on_their_order() {
    let (anchors, others, lists) =
        (read("trust/anchors.pem"), read("trust/intermediates.pem"), read("crl/lists.pem"));
    let one = TrustStore::builder().anchors(&anchors).unwrap().intermediates(&others).unwrap();
    let two = TrustStore::builder().certificates(&others).unwrap().certificates(&anchors).unwrap();
    let two = two.anchors(&anchors).unwrap();
    assert_eq!(one.clone().build().digest(), two.build().digest());
    let more = one.clone().crls(&lists).unwrap().build();
    assert_ne!(one.clone().build().digest(), more.digest());
    let promoted = one.clone().anchors(&others).unwrap().build();
    assert_ne!(one.build().digest(), promoted.digest());
}

#[test]
fn a_self_signed_certificate_is_its_own_anchor_only_when_told_so() {
    let leaf = Arc::new(Certificate::from_der(CERTIFICATE).unwrap());
    let search = ChainSearch::run(&leaf, &[], &TrustStore::builder().build());
    assert!(search.paths.is_empty());
    assert_eq!(search.failure, NoPath::UnknownIssuer);
    let helped = TrustStore::builder().intermediates(CERTIFICATE).unwrap().build();
    assert!(ChainSearch::run(&leaf, std::slice::from_ref(&leaf), &helped).paths.is_empty());
    let store = TrustStore::builder().certificates(CERTIFICATE).unwrap().build();
    let search = ChainSearch::run(&leaf, &[], &store);
    assert_eq!(search.paths.len(), 1);
    assert_eq!(search.paths[0].anchor().unwrap().sha256(), leaf.sha256());
}

#[test]
fn the_cache_is_bounded_and_remembers_failures() {
    let cache = Cache::new(16);
    let store = TrustStore::builder().build();
    for number in 0..500u32 {
        let error: Unreadable = cache.get(&number.to_be_bytes(), &store).unwrap_err();
        assert_eq!(error, cache.get(&number.to_be_bytes(), &store).unwrap_err());
    }
    assert!(cache.len() <= 16, "{} entries", cache.len());
    let first = cache.get(CERTIFICATE, &store).unwrap();
    let again = cache.get(CERTIFICATE, &store).unwrap();
    assert!(Arc::ptr_eq(&first, &again));
}

fn kit_verifier() -> Verifier {
    let trust = TrustStore::builder()
        .certificates(&read("trust/anchors.pem"))
        .unwrap()
        .certificates(&read("trust/intermediates.pem"))
        .unwrap()
        .crls(&read("crl/lists.pem"))
        .unwrap()
        .build();
    let policy = Policy::from_toml(&String::from_utf8(read("policy/test.toml")).unwrap()).unwrap();
    Verifier::new(policy.signature, trust).weighing(policy.rules)
}

fn all_signatures(verifier: &Verifier, documents: &[Vec<u8>]) -> Vec<SignatureInfo> {
    let mut found = Vec::new();
    for bytes in documents {
        let document = parse(bytes).unwrap();
        for unit in units(document.root()) {
            let subject = Subject::new(UnitKind::of(unit.local()), now());
            found.extend(verify_as(unit, &subject, verifier).0.signatures);
        }
    }
    found
}

#[test]
fn many_threads_share_one_verifier_and_agree() {
    let documents: Vec<Vec<u8>> = files(kit().join("good"), ".xml")
        .into_iter()
        .chain(files(kit().join("broken"), ".xml"))
        .map(|file| std::fs::read(file).unwrap())
        .collect();
    let alone = all_signatures(&kit_verifier(), &documents);
    assert!(alone.len() > 40);
    let shared = kit_verifier();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| all_signatures(&shared, &documents))).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), alone);
        }
    });
}

#[test]
fn the_policy_says_what_unknown_revocation_means() {
    let bytes = read("good/invoice-1-uncoded.xml");
    let document = parse(&bytes).unwrap();
    let signer = |unknown: Weight, lists: bool| {
        let mut trust = TrustStore::builder()
            .certificates(&read("trust/anchors.pem"))
            .unwrap()
            .certificates(&read("trust/intermediates.pem"))
            .unwrap();
        if lists {
            trust = trust.crls(&read("crl/lists.pem")).unwrap();
        }
        let mut policy = Policy::default();
        policy.rules.set("signer.revocation-unknown", Constraint::always(unknown));
        let verifier = Verifier::new(policy.signature, trust.build()).weighing(policy.rules);
        let subject = Subject::new(UnitKind::Invoice, now());
        let (verification, _, _) = verify_as(document.root(), &subject, &verifier);
        let info = verification.signatures[0].certificate.as_ref().unwrap().trust.revocation;
        (verification.by(etax::signature::Role::Seller).next().unwrap().signer, info)
    };
    assert_eq!(signer(Weight::Undecide, true), (Outcome::Passed, Outcome::Passed));
    assert_eq!(signer(Weight::Fail, false), (Outcome::Failed, Outcome::Undecided));
    assert_eq!(signer(Weight::Undecide, false), (Outcome::Undecided, Outcome::Undecided));
    assert_eq!(signer(Weight::Inform, false), (Outcome::Passed, Outcome::Undecided));
}

/// The two chains of the real trees that can be built completely.
#[test]
fn real_chains_reach_their_roots() {
    let Some(root) = testdata("real_chains_reach_their_roots") else { return };
    let read = |name: &str| std::fs::read(root.join("pki").join(name)).unwrap();
    let mut builder = TrustStore::builder();
    for name in ["roots/micnrca.der", "roots/vnrca256-g2.der", "roots/vgca-rootca-g2.der"] {
        builder = builder.certificates(&read(name)).unwrap();
    }
    assert_eq!(builder.clone().build().anchors().count(), 3);
    for name in ["intermediates/vgca-cpca-g2.der", "intermediates/vnpt-ca-sha2-2024.der"] {
        builder = builder.certificates(&read(name)).unwrap();
    }
    let store = builder.build();
    assert_eq!(store.anchors().count(), 3);
    let mut complete = Vec::new();
    for file in files(root.join("pki/endentity"), ".der") {
        let leaf = Arc::new(Certificate::from_der(&std::fs::read(&file).unwrap()).unwrap());
        assert_eq!(leaf.key().defect(), None, "{file:?}");
        if let Some(path) = ChainSearch::run(&leaf, &[], &store).paths.first() {
            assert_eq!(path.certificates().count(), 3);
            assert!(!path.uses_sha1());
            complete.push(file.file_stem().unwrap().to_str().unwrap().to_owned());
        }
    }
    assert_eq!(complete, ["cuc-thue-2025", "vinhomes-vnpt-sha2-2024"]);
}
