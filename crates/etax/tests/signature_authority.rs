//! Real invoices with the authority's code: chain, coverage, vouching, and any change noticed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod signature_support;

use etax::engine::Policy;
use etax::report::{Outcome, SignatureStatus};
use etax::rule::{Constraint, Weight};
use etax::signature::{Role, Subject, TrustStore, UnitKind, Verifier};
use signature_support::{files, ids, now, parse, testdata, units, verify_as};
use std::path::{Path, PathBuf};

/// The default policy, under which unknown revocation weighs this.
fn policy(revocation: Weight) -> Policy {
    let mut policy = Policy::default();
    policy.rules.set("signer.revocation-unknown", Constraint::always(revocation));
    policy
}

fn under(policy: Policy, trust: TrustStore) -> Verifier {
    Verifier::new(policy.signature, trust).weighing(policy.rules)
}

fn verifier(root: &Path, revocation: Weight) -> Verifier {
    let read = |name: &str| std::fs::read(root.join("pki").join(name)).unwrap();
    let trust = TrustStore::builder()
        .anchors(&read("roots/vgca-rootca-g2.der"))
        .unwrap()
        .intermediates(&read("intermediates/vgca-cpca-g2.der"))
        .unwrap()
        .build();
    under(policy(revocation), trust)
}

fn coded() -> Subject<'static> {
    Subject { coded: true, ..Subject::new(UnitKind::Invoice, now()) }
}

/// Invoices of the corpus with an authority signature that the notes call valid.
fn coded_files(root: &Path) -> Vec<PathBuf> {
    let notes = std::fs::read_to_string(root.join("einvoice/SOURCES.tsv")).unwrap();
    files(root.join("einvoice"), ".xml")
        .into_iter()
        .filter(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            notes.lines().any(|line| {
                line.starts_with(name) && line.contains("CQT:rsa-sha256:VALID") && line.contains("NBan")
            })
        })
        .collect()
}

#[test]
fn real_codes_are_bound_by_the_authority() {
    let Some(root) = testdata("real_codes_are_bound_by_the_authority") else { return };
    let verifier = verifier(&root, Weight::Inform);
    let (mut checked, mut test_system) = (0, 0);
    for file in coded_files(&root) {
        let bytes = std::fs::read(&file).unwrap();
        let document = parse(&bytes).unwrap();
        for unit in units(document.root()).into_iter().filter(|unit| unit.local() == "HDon") {
            let (verification, mut findings, mut checks) = verify_as(unit, &coded(), &verifier);
            let authority = verification.by(Role::Authority).next().unwrap();
            let info = verification.signatures.iter().find(|info| info.role == "authority").unwrap();
            if info.certificate.as_ref().unwrap().trust.chain != Outcome::Passed {
                // The authority's test system: a signature that holds, by a signer nobody knows.
                assert_eq!((authority.status, authority.signer), (SignatureStatus::Valid, Outcome::Failed));
                assert!(ids(&findings).contains(&"signer.authority.not-recognised"));
                let code = etax::code::check(unit, &verification, false, &mut findings, &mut checks).unwrap();
                assert_eq!(code.binding, "not-bound", "{file:?}");
                test_system += 1;
                continue;
            }
            assert!(authority.is_trusted(), "{file:?}: {:?}", ids(&findings));
            assert_eq!(info.covers.len(), 3, "{file:?}");
            assert!(authority.covers(unit.child("DLHDon").unwrap()));
            assert!(authority.covers(unit.child("MCCQT").unwrap()));
            assert!(!authority.covers(unit.child("DSCKS").unwrap()));
            let certificate = info.certificate.as_ref().unwrap();
            assert_eq!(certificate.trust.chain, Outcome::Passed);
            assert_eq!(certificate.trust.clock, "signing-time");
            assert_eq!(info.signing_time_covered, Some(true));
            let code = etax::code::check(unit, &verification, false, &mut findings, &mut checks).unwrap();
            assert_eq!((code.scheme, code.binding), ("mccqt-34", "bound"), "{file:?}");
            checked += 1;
        }
    }
    assert!(
        checked >= 8 && test_system >= 5,
        "only {checked} coded invoices, {test_system} of the test system"
    );
}

#[test]
fn the_authority_vouches_for_the_seller() {
    let Some(root) = testdata("the_authority_vouches_for_the_seller") else { return };
    let bytes = std::fs::read(root.join("xmldsig/vn/hdon-c25tac-1145-nban-cqt.xml")).unwrap();
    let document = parse(&bytes).unwrap();
    let seller = |verifier: &Verifier| {
        let (verification, _, _) = verify_as(document.root(), &coded(), verifier);
        verification.by(Role::Seller).next().unwrap().signer
    };
    // The seller's issuer is not in the store: only the authority's word decides.
    assert_eq!(seller(&verifier(&root, Weight::Inform)), Outcome::Passed);
    // Without revocation lists, when they are required, the authority itself stays undecided.
    assert_eq!(seller(&verifier(&root, Weight::Undecide)), Outcome::Undecided);
    let mut own = policy(Weight::Inform);
    own.signature.authority_vouches = false;
    let trust = verifier(&root, Weight::Undecide).trust().clone();
    assert_eq!(seller(&under(own, trust)), Outcome::Undecided);
}

#[test]
fn an_authority_outside_the_list_is_refused() {
    let Some(root) = testdata("an_authority_outside_the_list_is_refused") else { return };
    let mut nobody = policy(Weight::Inform);
    nobody.signature.authorities.clear();
    let trust = verifier(&root, Weight::Undecide).trust().clone();
    let verifier = under(nobody, trust);
    let bytes = std::fs::read(root.join("xmldsig/vn/hdon-c25tac-1145-nban-cqt.xml")).unwrap();
    let document = parse(&bytes).unwrap();
    let (verification, mut findings, mut checks) = verify_as(document.root(), &coded(), &verifier);
    assert_eq!(verification.by(Role::Authority).next().unwrap().signer, Outcome::Failed);
    assert!(ids(&findings).contains(&"signer.authority.not-recognised"));
    let code = etax::code::check(document.root(), &verification, false, &mut findings, &mut checks).unwrap();
    assert_eq!(code.binding, "not-bound");
}

#[test]
fn answers_do_not_depend_on_what_was_met_before() {
    let Some(root) = testdata("answers_do_not_depend_on_what_was_met_before") else { return };
    let warm = verifier(&root, Weight::Inform);
    for file in coded_files(&root) {
        let bytes = std::fs::read(&file).unwrap();
        let document = parse(&bytes).unwrap();
        for unit in units(document.root()) {
            let subject = Subject::new(UnitKind::of(unit.local()), now());
            let cold = verifier(&root, Weight::Inform);
            let (first, first_findings, _) = verify_as(unit, &subject, &cold);
            for _ in 0..2 {
                let (again, findings, _) = verify_as(unit, &subject, &warm);
                assert_eq!(first.signatures, again.signatures);
                assert_eq!(first_findings.as_slice(), findings.as_slice());
            }
        }
    }
}

/// A small generator with a fixed seed (xorshift), so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }
}

#[test]
fn a_changed_byte_in_what_is_signed_is_always_noticed() {
    let Some(root) = testdata("a_changed_byte_in_what_is_signed_is_always_noticed") else { return };
    let verifier = verifier(&root, Weight::Inform);
    let mut dice = Dice(0x5eed_0000_0000_0001);
    let mut noticed = 0;
    for file in coded_files(&root).into_iter().take(6) {
        let bytes = std::fs::read(&file).unwrap();
        let document = parse(&bytes).unwrap();
        // Offsets count in the text after a byte order mark.
        let shift = bytes.len() - document.source().len();
        let unit = units(document.root()).into_iter().find(|unit| unit.local() == "HDon").unwrap();
        let signature = unit.find("DSCKS/CQT").unwrap().children().next().unwrap();
        let parts = [
            unit.child("DLHDon").unwrap().content_span(),
            unit.child("MCCQT").unwrap().text_span(),
            signature.children().find(|child| child.local() == "Object").unwrap().content_span(),
            signature.children().find(|child| child.local() == "SignedInfo").unwrap().content_span(),
            signature.children().find(|child| child.local() == "SignatureValue").unwrap().text_span(),
        ];
        for part in parts {
            for _ in 0..40 {
                let at = shift + part.start + dice.roll(part.len());
                let old = bytes[at];
                if old.is_ascii_whitespace() {
                    continue;
                }
                let mut changed = bytes.clone();
                changed[at] = b"0123456789abcXYZ<>&\" /"[dice.roll(22)];
                if changed[at] == old {
                    continue;
                }
                let Some(document) = parse(&changed) else { continue };
                for unit in units(document.root()).into_iter().filter(|unit| unit.local() == "HDon") {
                    let (verification, _, _) = verify_as(unit, &coded(), &verifier);
                    let authority = verification.by(Role::Authority).next();
                    assert!(
                        authority.is_none_or(|signed| signed.status != SignatureStatus::Valid),
                        "{file:?} at {at}: {:?} to {:?}",
                        char::from(old),
                        char::from(changed[at])
                    );
                    noticed += 1;
                }
            }
        }
    }
    assert!(noticed > 300, "only {noticed} changed documents were still readable");
}

/// A certificate that anybody can buy makes nobody a tax office.
#[test]
fn a_notice_by_somebody_else_is_not_the_authoritys() {
    let Some(root) = testdata("a_notice_by_somebody_else_is_not_the_authoritys") else { return };
    let verifier = verifier(&root, Weight::Inform);
    let signer = |name: &str| {
        // The element names around a signature are not signed: the place alone proves nothing.
        let text = std::fs::read_to_string(root.join(name)).unwrap();
        let text = text.replace("<CQT>", "<TTCQT>").replace("</CQT>", "</TTCQT>");
        let document = parse(text.as_bytes()).unwrap();
        let unit = units(document.root()).into_iter().find(|unit| unit.local() == "TBao").unwrap();
        let subject = Subject::new(UnitKind::Notice, now());
        let (verification, findings, _) = verify_as(unit, &subject, &verifier);
        let signed = verification.by(Role::TaxOffice).next().unwrap();
        (signed.status, signed.signer, ids(&findings).contains(&"signer.authority.not-recognised"))
    };
    let own = signer("xmldsig/vn/ca2-tdiep-301-tbss-216.xml");
    assert_eq!(own, (SignatureStatus::Valid, Outcome::Passed, false));
    let mut nobody = policy(Weight::Inform);
    nobody.signature.authorities.clear();
    let nobody = under(nobody, verifier.trust().clone());
    let bytes = std::fs::read(root.join("xmldsig/vn/ca2-tdiep-301-tbss-216.xml")).unwrap();
    let document = parse(&bytes).unwrap();
    let unit = units(document.root()).into_iter().find(|unit| unit.local() == "TBao").unwrap();
    let (verification, findings, _) = verify_as(unit, &Subject::new(UnitKind::Notice, now()), &nobody);
    assert_eq!(verification.by(Role::Authority).next().unwrap().signer, Outcome::Undecided);
    assert!(ids(&findings).contains(&"signer.authority.not-recognised"));
}

#[test]
fn a_signer_speaks_only_for_its_own_tax_code() {
    let Some(root) = testdata("a_signer_speaks_only_for_its_own_tax_code") else { return };
    let bytes = std::fs::read(root.join("xmldsig/vn/ca2-tdiep-206-02600489.xml")).unwrap();
    let document = parse(&bytes).unwrap();
    let seller = document.root().find("DLieu/HDon/DLHDon/NDHDon/NBan/MST").unwrap().trimmed().into_owned();
    let subject = Subject::new(UnitKind::Message, now());
    let verifier = verifier(&root, Weight::Inform);
    let (verification, _, _) = verify_as(document.root(), &subject, &verifier);
    let batch = verification.by(Role::Batch).next().unwrap();
    assert_eq!(batch.status, SignatureStatus::Valid);
    assert!(batch.speaks_for(&[&seller]));
    assert!(!batch.speaks_for(&["0300123450"]));
    assert!(!batch.speaks_for(&[]));
}
