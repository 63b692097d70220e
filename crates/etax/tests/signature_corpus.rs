//! Every signature of the real documents against xmlsec1, the JDK and what the corpus notes say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../etax-testkit/tests/oracle/mod.rs"]
mod oracle;
mod signature_support;

use etax::report::SignatureStatus;
use etax::xml::{DSIG, Document};
use oracle::{Job, Judged, jdk, several, xmlsec};
use signature_support::{files, parse, testdata, trusting_nobody, units, verify};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

const IDS: [(&str, &str); 15] = [
    ("Id", "DLHDon"),
    ("Id", "MCCQT"),
    ("Id", "http://www.w3.org/2000/09/xmldsig#:Object"),
    ("Id", "DLTBao"),
    ("Id", "STBao"),
    ("Id", "NDBBan"),
    ("Id", "NDBKe"),
    ("Id", "DLieu"),
    ("Id", "DLTKhai"),
    ("Id", "DLBTHop"),
    ("Id", "DKyThue"),
    ("Id", "http://www.w3.org/2000/09/xmldsig#:SignatureProperty"),
    ("id", "http://kekhaithue.gdt.gov.vn/TKhaiThue:HSoKhaiThue"),
    ("Id", "SignatureProperty"),
    ("id", "http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1:invoiceData"),
];

/// Why the engine differs from some judges.
#[derive(Clone, Copy)]
struct Reason {
    judges: &'static [&'static str],
    #[allow(dead_code, reason = "for whoever reads the list")]
    why: &'static str,
}

const NO_OP: Reason = Reason {
    judges: &["xmlsec1"],
    why: "enveloped-signature on the signature's own Object: by the letter it leaves nothing, \
          signers and the JDK take it as no transform; digests are over the whole Object",
};
/// Which `Signature` this path leads to, counted from 1 in document order.
fn number(document: &Document<'_>, path: &str) -> usize {
    let mut all = document.elements().filter(|element| element.is(DSIG, "Signature"));
    1 + all.position(|element| element.path() == path).unwrap()
}

/// Where this engine differs from another judge, and why. Each line must stay true.
const DIFFERENCES: &[(&str, Reason)] = &[
    ("baybekun_HDon_d049761b.xml /HDon/DSCKS/NBan/Signature", NO_OP),
    ("huyvq8899_HDon_be75e270.xml /HDon/DSCKS/NBan/Signature", NO_OP),
    ("huyvq8899_HDon_ff0dade7.xml /HDon/DSCKS/NBan/Signature", NO_OP),
    ("huyvq8899_TDiep-200_aba6c36c.xml /TDiep/DLieu/HDon/DSCKS/NBan/Signature", NO_OP),
    ("huyvq8899_TDiep-202_220ea61f_xml.xml /TDiep/DLieu/HDon/DSCKS/NBan/Signature", NO_OP),
    ("huyvq8899_TDiep-202_7956ecf1_xml.xml /TDiep/DLieu/HDon/DSCKS/NBan/Signature", NO_OP),
    ("huyvq8899_TDiep-202_90b70d42.xml /TDiep/DLieu/HDon/DSCKS/NBan/Signature", NO_OP),
    ("huyvq8899_TDiep-202_e673fbe2.xml /TDiep/DLieu/HDon/DSCKS/NBan/Signature", NO_OP),
    ("tuankiet18_HDon_74bb6cd4_3072_1_C26MCE_hdcd.xml /HDon/DSCKS/NBan/Signature", NO_OP),
    ("tuankiet18_HDon_bccafff3_3072_1_C26MCE.xml /HDon/DSCKS/NBan/Signature", NO_OP),
];

#[test]
fn agrees_with_xmlsec1_and_the_jdk_on_every_real_signature() {
    let Some(root) = testdata("agrees_with_xmlsec1_and_the_jdk_on_every_real_signature") else { return };
    let verifier = trusting_nobody();
    let mut ours: BTreeMap<(PathBuf, usize), (String, SignatureStatus)> = BTreeMap::new();
    for folder in ["einvoice", "einvoice-2014/xml", "declaration/signed", "declaration/payment", "xmldsig/vn"]
    {
        for file in files(root.join(folder), ".xml") {
            let bytes = std::fs::read(&file).unwrap();
            let Some(document) = parse(&bytes) else { continue };
            for unit in units(document.root()) {
                for info in verify(unit, &verifier).0.signatures {
                    let number = number(&document, &info.path);
                    let name = file.file_name().unwrap().to_str().unwrap();
                    ours.insert((file.clone(), number), (format!("{name} {}", info.path), info.status));
                }
            }
        }
    }
    assert!(ours.len() > 100, "only {} signatures compared", ours.len());
    let signatures: Vec<_> = ours.keys().collect();
    let jobs: Vec<Job<'_>> =
        signatures.iter().map(|(file, number)| Job { number: Some(*number), ..Job::all(file) }).collect();
    let judgements = [
        ("xmlsec1", several(&signatures, |(file, number)| xmlsec(file, *number, &IDS))),
        ("JDK", jdk(&jobs)),
    ];
    let mut differences = BTreeMap::new();
    for (judge, judged) in &judgements {
        assert_eq!(judged.len(), ours.len(), "{judge}");
        for (theirs, ((file, number), (key, status))) in judged.iter().zip(&ours) {
            assert_eq!((&theirs.path, theirs.number), (file, *number), "{judge}");
            if theirs.holds() != (*status == SignatureStatus::Valid) {
                let Judged { word, reason, .. } = theirs;
                differences.insert((*judge, key.as_str()), format!("{status:?} {word:?} {reason}"));
            }
        }
    }
    let listed: BTreeSet<(&str, &str)> = DIFFERENCES
        .iter()
        .flat_map(|(key, reason)| reason.judges.iter().map(|judge| (*judge, *key)))
        .collect();
    let unlisted: Vec<_> = differences.iter().filter(|(key, _)| !listed.contains(key)).collect();
    let gone: Vec<_> = listed.iter().filter(|key| !differences.contains_key(key)).collect();
    assert!(unlisted.is_empty(), "differences that are not listed: {unlisted:#?}");
    assert!(gone.is_empty(), "listed differences that are no more: {gone:#?}");
}

/// The notes beside the e-invoices say of each signature whether it was found valid by hand:
/// all reference digests and the RSA value. The order of the notes is the order of the document.
#[test]
fn agrees_with_the_notes_on_every_invoice_signature() {
    let Some(root) = testdata("agrees_with_the_notes_on_every_invoice_signature") else { return };
    let notes = std::fs::read_to_string(root.join("einvoice/SOURCES.tsv")).unwrap();
    let verifier = trusting_nobody();
    let mut differences = Vec::new();
    let mut compared = 0;
    for line in notes.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (name, expected) = (fields[0], fields[fields.len() - 1]);
        let bytes = std::fs::read(root.join("einvoice").join(name)).unwrap();
        let Some(document) = parse(&bytes) else {
            assert_eq!(expected, "none", "{name} is signed and unreadable");
            continue;
        };
        let mut ours = Vec::new();
        for unit in units(document.root()) {
            let (verification, _, _) = verify(unit, &verifier);
            for info in &verification.signatures {
                let place = info.path.rsplit('/').nth(1).unwrap().split('[').next().unwrap().to_owned();
                let word = if info.status == SignatureStatus::Valid { "VALID" } else { "INVALID" };
                ours.push(format!("{place}:{}:{word}", info.algorithm.as_deref().unwrap_or("?")));
            }
        }
        let mut theirs: Vec<String> =
            expected.split(';').filter(|entry| *entry != "none").map(str::to_owned).collect();
        compared += theirs.len();
        ours.sort();
        theirs.sort();
        if ours != theirs {
            differences.push(format!("{name}: {ours:?} instead of {theirs:?}"));
        }
    }
    assert!(compared > 90, "only {compared} signatures compared");
    assert!(differences.is_empty(), "{differences:#?}");
}

/// Declarations and the documents beside the conformance suites: what their notes say.
#[test]
fn agrees_with_the_notes_on_declarations_and_single_documents() {
    let Some(root) = testdata("agrees_with_the_notes_on_declarations_and_single_documents") else { return };
    let verifier = trusting_nobody();
    let mut compared = 0;
    for (notes, folder, prefix) in
        [("xmldsig/SOURCES.tsv", "xmldsig", "vn/"), ("declaration/SOURCES.tsv", "declaration", "signed/")]
    {
        for line in std::fs::read_to_string(root.join(notes)).unwrap().lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            if !fields[0].starts_with(prefix) {
                continue;
            }
            let expected = !fields[fields.len() - 1].contains("does NOT verify");
            let bytes = std::fs::read(root.join(folder).join(fields[0])).unwrap();
            let document = parse(&bytes).unwrap();
            let mut statuses = Vec::new();
            for unit in units(document.root()) {
                statuses.extend(verify(unit, &verifier).0.signatures.into_iter().map(|info| info.status));
            }
            assert!(!statuses.is_empty(), "{}", fields[0]);
            let valid = statuses.iter().all(|status| *status == SignatureStatus::Valid);
            assert_eq!(valid, expected, "{}: {statuses:?}", fields[0]);
            compared += statuses.len();
        }
    }
    assert!(compared > 30, "only {compared} signatures compared");
}

/// Seven orders of one payer: all three signatures hold, each over its own part and its own time.
#[test]
fn payment_orders_are_signed_by_payer_authority_and_bank() {
    let Some(root) = testdata("payment_orders_are_signed_by_payer_authority_and_bank") else { return };
    let verifier = trusting_nobody();
    let mut orders = 0;
    for file in files(root.join("declaration/payment"), ".xml") {
        let bytes = std::fs::read(&file).unwrap();
        let document = parse(&bytes).unwrap();
        let (verification, findings, _) = verify(document.root(), &verifier);
        let found: Vec<_> = verification
            .signatures
            .iter()
            .map(|info| (info.role, info.status, info.signing_time_covered, info.covers.len()))
            .collect();
        let all = |role| (role, SignatureStatus::Valid, Some(true), 2);
        assert_eq!(found, ["payer", "authority", "bank"].map(all), "{file:?}");
        for info in &verification.signatures {
            let data = if info.role == "bank" { "/NDUNG_CTU_NH" } else { "/NDUNG_CTU" };
            assert!(info.covers[0].ends_with(data), "{:?}", info.covers);
            assert!(info.covers[1].ends_with("/SignatureProperty"), "{:?}", info.covers);
        }
        let wrong: Vec<_> = signature_support::ids(&findings);
        assert!(!wrong.iter().any(|id| id.starts_with("signature.") && *id != "signature.sha1"), "{wrong:?}");
        orders += 1;
    }
    assert_eq!(orders, 7);
}

/// The one public invoice of the pilot was indented again after it was signed.
#[test]
fn the_pilots_invoice_was_changed_after_signing() {
    let Some(root) = testdata("the_pilots_invoice_was_changed_after_signing") else { return };
    let verifier = trusting_nobody();
    let bytes = std::fs::read(root.join("einvoice-2014/xml/InvoiceResult.xml")).unwrap();
    let document = parse(&bytes).unwrap();
    let (verification, findings, _) = verify(document.root(), &verifier);
    let [seller] = verification.signatures.as_slice() else { panic!() };
    assert_eq!((seller.role, seller.status), ("seller", SignatureStatus::Invalid));
    let ids = signature_support::ids(&findings);
    // The canonical form keeps the white space that was put in, in the data and in SignedInfo.
    assert!(ids.contains(&"signature.digest") && ids.contains(&"signature.value"), "{ids:?}");

    // Without that white space and with the namespaces of the root it is as it was signed.
    let text = String::from_utf8(bytes).unwrap();
    let flat: String = text.split('>').map(str::trim_start).collect::<Vec<_>>().join(">");
    let document = parse(flat.as_bytes()).unwrap();
    let (verification, findings, _) = verify(document.root(), &verifier);
    let [seller] = verification.signatures.as_slice() else { panic!() };
    assert_eq!(seller.status, SignatureStatus::Valid, "{:?}", signature_support::ids(&findings));
    assert!(seller.covers[0].ends_with("/inv:invoiceData"));
}
