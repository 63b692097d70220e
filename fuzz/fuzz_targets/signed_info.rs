//! Any bytes in the place of `SignedInfo` in a signed invoice: the value must hold for no other content.
#![no_main]

use etax::report::{Checks, Findings, SignatureStatus};
use etax::signature::{Role, Subject, UnitKind, Verifier, check};
use etax::xml::{Apex, Canonicalization, Document, Limits, Parsed, canonicalize};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// An invoice with one signature, cut around its `SignedInfo`.
struct Carrier {
    before: &'static [u8],
    after: &'static [u8],
    /// What was signed.
    canonical: Vec<u8>,
}

static VERIFIER: LazyLock<Verifier> =
    LazyLock::new(|| Verifier::new(etax_fuzz::policy().signature, etax_fuzz::trust()));
static CARRIER: LazyLock<Carrier> = LazyLock::new(|| {
    let input = etax_fuzz::INVOICE;
    let range = etax_fuzz::signed_info(input);
    let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { panic!("an invoice") };
    Carrier {
        before: &input[..range.start],
        after: &input[range.end..],
        canonical: canonical(&document).expect("it has a SignedInfo"),
    }
});

fn canonical(document: &Document<'_>) -> Option<Vec<u8>> {
    let element = document.root().find("DSCKS/NBan")?.children().next()?.children().next()?;
    let method = Canonicalization { exclusive: false, comments: false, inclusive_prefixes: &[] };
    let mut out = Vec::new();
    canonicalize(Apex::Element(element), &method, None, &mut out).ok()?;
    Some(out)
}

fuzz_target!(|input: &[u8]| {
    let carrier = &*CARRIER;
    let bytes = [carrier.before, input, carrier.after].concat();
    let Parsed::Document(document) = Document::parse(&bytes, &Limits::default()) else { return };
    let subject = Subject::new(UnitKind::Invoice, etax_fuzz::moment());
    let (mut findings, mut checks) = (Findings::new(100), Checks::default());
    let verification = check(document.root(), &subject, &VERIFIER, &mut findings, &mut checks);
    if verification.by(Role::Seller).any(|signed| signed.status == SignatureStatus::Valid) {
        assert_eq!(canonical(&document).as_deref(), Some(carrier.canonical.as_slice()));
    }
});
