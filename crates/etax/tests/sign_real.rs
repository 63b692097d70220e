//! Real documents signed once more, by an invented party, in every role that is still free.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod shared;

use etax::engine::{Engine, Input, Policy};
use etax::report::{Report, SignatureStatus};
use etax::signature::pki::Certificate;
use etax::signature::sign::{PrivateKey, SignError, SignRequest, SystemRandom, sign};
use etax::signature::{Role, TrustStore};
use etax::value::Moment;
use std::collections::BTreeMap;
use std::path::PathBuf;

const KEY: &[u8] = include_bytes!("../src/signature/sign/example.key.pem");
const CERTIFICATE: &[u8] = include_bytes!("../src/signature/sign/example.der");
const ROLES: [Role; 9] = [
    Role::Seller,
    Role::Buyer,
    Role::Authority,
    Role::TaxOffice,
    Role::Taxpayer,
    Role::Batch,
    Role::Payer,
    Role::Bank,
    Role::Other,
];

fn everything() -> Vec<PathBuf> {
    [
        "einvoice",
        "declaration/signed",
        "declaration/payment",
        "declaration/skeleton",
        "xmldsig/vn",
        "einvoice-2014/xml",
    ]
    .iter()
    .flat_map(|folder| shared::files(folder, ".xml"))
    .collect()
}

/// How many signatures of each status there are, in all documents of a report.
fn statuses(report: &Report) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for document in report.documents.iter().chain([&report.main]) {
        for signature in &document.signatures {
            *counts.entry(format!("{:?}", signature.status)).or_default() += 1;
        }
    }
    counts
}

/// The text without the one signature that stands at this path in its report.
fn without(text: &str, id: &str) -> String {
    let start =
        text.find(&format!("<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"{id}\"")).unwrap();
    let end = start + text[start..].find("</Signature>").unwrap() + "</Signature>".len();
    format!("{}{}", &text[..start], &text[end..])
}

#[test]
fn every_real_document_takes_one_more_signature_or_says_why_not() {
    let certificate = Certificate::from_der(CERTIFICATE).unwrap();
    let key = PrivateKey::from_pkcs8(KEY, certificate).unwrap();
    let random = SystemRandom::new();
    let at = Moment::parse("2026-11-23T10:00:00").unwrap();
    let engine = Engine::new(Policy::default(), TrustStore::builder().build());
    let judge = |bytes: &[u8]| statuses(&engine.check(&Input { name: "x.xml", bytes, at }));
    let (mut made, mut refused) = (0usize, BTreeMap::<&str, usize>::new());
    let files = everything();
    for path in &files {
        let bytes = std::fs::read(path).unwrap();
        let before = judge(&bytes);
        for role in ROLES {
            let request = SignRequest { document: Some(1), ..SignRequest::new(role, at) };
            let plain = SignRequest { document: None, ..request.clone() };
            let why = match sign(&bytes, &plain, &key.signer(&random)) {
                Err(SignError::WhichDocument { .. }) => sign(&bytes, &request, &key.signer(&random)),
                other => other,
            };
            let name = path.file_name().unwrap().to_string_lossy();
            match why {
                Ok(signed) => {
                    made += 1;
                    let mut expected = before.clone();
                    *expected.entry(format!("{:?}", SignatureStatus::Valid)).or_default() += 1;
                    assert_eq!(judge(&signed), expected, "{name} {role:?}");
                    let (input, output) =
                        (std::str::from_utf8(&bytes).unwrap(), std::str::from_utf8(&signed).unwrap());
                    let id = output.split("Target=\"#").skip(1).map(|rest| rest.split('"').next().unwrap());
                    let ids: Vec<&str> = id.filter(|id| !input.contains(id)).collect();
                    // What is left when the signature is taken away again is the input, but for the elements
                    // around it and an Id.
                    if let [id] = ids.as_slice() {
                        let rest = without(output, id);
                        assert!(rest.len() < input.len() + 150, "{name} {role:?}");
                    }
                }
                Err(SignError::WrongRoot { .. }) => {}
                Err(SignError::AlreadySigned { .. }) => *refused.entry("already signed").or_default() += 1,
                Err(SignError::TargetMissing { .. }) => *refused.entry("target missing").or_default() += 1,
                Err(SignError::TargetAmbiguous { .. }) => {
                    *refused.entry("target ambiguous").or_default() += 1
                }
                Err(SignError::DuplicateId { .. }) => *refused.entry("duplicate Id").or_default() += 1,
                Err(SignError::NotWellFormed(_)) => *refused.entry("not well-formed").or_default() += 1,
                Err(SignError::BreaksSignature { .. }) => {
                    *refused.entry("breaks a signature").or_default() += 1
                }
                // The first signature of a pilot invoice is its seller's.
                Err(SignError::NotAccepted { rules }) if rules == ["signature.place"] => {
                    *refused.entry("not the seller").or_default() += 1;
                }
                Err(SignError::NoCanonicalForm) => *refused.entry("no canonical form").or_default() += 1,
                Err(SignError::PlaceAmbiguous { .. }) => *refused.entry("place ambiguous").or_default() += 1,
                Err(other) => panic!("{name} {role:?}: {other}"),
            }
        }
    }
    if !files.is_empty() {
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "{} documents, {made} signed, {refused:?}", files.len());
        assert!(made > files.len() / 2, "{made} of {}", files.len());
    }
}
