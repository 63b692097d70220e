//! Signatures of any document, as every kind of unit, and the structures inside them.
#![no_main]

use etax::report::{Checks, Findings};
use etax::signature::{Subject, UnitKind, Verifier, check, pki};
use etax::xml::{Document, Limits, Parsed};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static VERIFIER: LazyLock<Verifier> =
    LazyLock::new(|| Verifier::new(etax_fuzz::policy().signature, etax_fuzz::trust()));

fuzz_target!(|input: &[u8]| {
    let _ = pki::Certificate::from_der(input);
    let _ = pki::RevocationList::from_der(input);
    let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { return };
    let root = document.root();
    for kind in [UnitKind::of(root.local()), UnitKind::Invoice, UnitKind::Message, UnitKind::Declaration] {
        let mut subject = Subject::new(kind, etax_fuzz::moment());
        subject.coded = true;
        let (mut findings, mut checks) = (Findings::new(100), Checks::default());
        let verification = check(root, &subject, &VERIFIER, &mut findings, &mut checks);
        assert!(verification.signatures.iter().all(|signature| !signature.path.is_empty()));
    }
});
