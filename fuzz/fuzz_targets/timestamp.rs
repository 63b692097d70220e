//! Any bytes as a time-stamp token on a signed invoice: the signature holds with it as it does without.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use etax::report::{Checks, Findings, SignatureStatus};
use etax::signature::{Role, Subject, UnitKind, Verifier, check};
use etax::xml::{Document, Limits, Parsed};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static VERIFIER: LazyLock<Verifier> =
    LazyLock::new(|| Verifier::new(etax_fuzz::policy().signature, etax_fuzz::trust()));

/// XAdES puts the token into an unsigned property of the signature.
const BEFORE: &str = "<Object><QualifyingProperties xmlns=\"http://uri.etsi.org/01903/v1.3.2#\"><UnsignedProperties>\
    <UnsignedSignatureProperties><SignatureTimeStamp><EncapsulatedTimeStamp>";
const AFTER: &str = "</EncapsulatedTimeStamp></SignatureTimeStamp></UnsignedSignatureProperties></UnsignedProperties>\
    </QualifyingProperties></Object></Signature>";

fuzz_target!(|token: &[u8]| {
    let invoice = std::str::from_utf8(etax_fuzz::INVOICE).expect("UTF-8");
    let stamp = format!("{BEFORE}{}{AFTER}", STANDARD.encode(token));
    let stamped = invoice.replacen("</Signature>", &stamp, 1);
    let Parsed::Document(document) = Document::parse(stamped.as_bytes(), &Limits::default()) else {
        panic!("an invoice")
    };
    let subject = Subject::new(UnitKind::Invoice, etax_fuzz::moment());
    let (mut findings, mut checks) = (Findings::new(100), Checks::default());
    let verification = check(document.root(), &subject, &VERIFIER, &mut findings, &mut checks);
    assert!(verification.by(Role::Seller).all(|signed| signed.status == SignatureStatus::Valid));
    // Nobody among the trusted stamps times here.
    assert!(verification.signatures.iter().all(|signature| signature.timestamp.is_none()));
});
