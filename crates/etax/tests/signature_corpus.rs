//! Every signature of the real documents against xmlsec1 and against what the corpus notes say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod signature_support;

use etax::report::SignatureStatus;
use signature_support::{files, parse, testdata, trusting_nobody, units, verify};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

const IDS: [(&str, &str); 14] = [
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
];

/// `/HDon/DSCKS/NBan/Signature` as an XPath that ignores namespaces.
fn xpath(path: &str) -> String {
    path.split('/')
        .skip(1)
        .map(|step| step.rsplit_once(':').map_or(step, |(_, local)| local))
        .map(|step| match step.split_once('[') {
            Some((name, rest)) => format!("/*[local-name()='{name}'][{rest}"),
            None => format!("/*[local-name()='{step}']"),
        })
        .collect()
}

fn xmlsec_accepts(file: &Path, path: &str) -> bool {
    let mut command = Command::new("xmlsec1");
    command.args(["--verify", "--insecure", "--enabled-key-data", "x509", "--node-xpath", &xpath(path)]);
    for (attribute, element) in IDS {
        command.arg(format!("--id-attr:{attribute}")).arg(element);
    }
    command.arg(file).output().unwrap().status.success()
}

const NO_OP: &str = "enveloped-signature on the signature's own Object: by the letter it leaves nothing, \
                     signers and the JDK take it as no transform; digests are over the whole Object";
const LATER: &str = "XPath Filter 2.0 is outside the profile so far: undecided, never valid";

/// Where this engine and xmlsec1 differ, and why. Each line must stay true.
const DIFFERENCES: &[(&str, &str)] = &[
    ("GNT_GTGT-Q12019.xml /CHUNGTU/Signature[1]", LATER),
    ("GNT_GTGT-Q12019.xml /CHUNGTU/Signature[2]", LATER),
    ("GNT_GTGT-Q12019.xml /CHUNGTU/Signature[3]", LATER),
    ("GNT_GTGT-Q22019.xml /CHUNGTU/Signature[1]", LATER),
    ("GNT_GTGT-Q22019.xml /CHUNGTU/Signature[2]", LATER),
    ("GNT_GTGT-Q22019.xml /CHUNGTU/Signature[3]", LATER),
    ("GNT_GTGT-Q42019.xml /CHUNGTU/Signature[1]", LATER),
    ("GNT_GTGT-Q42019.xml /CHUNGTU/Signature[2]", LATER),
    ("GNT_GTGT-Q42019.xml /CHUNGTU/Signature[3]", LATER),
    ("GNT_MONBAI-2019.xml /CHUNGTU/Signature[1]", LATER),
    ("GNT_MONBAI-2019.xml /CHUNGTU/Signature[2]", LATER),
    ("GNT_MONBAI-2019.xml /CHUNGTU/Signature[3]", LATER),
    ("GNT_TNDN-Q12019.xml /CHUNGTU/Signature[1]", LATER),
    ("GNT_TNDN-Q12019.xml /CHUNGTU/Signature[2]", LATER),
    ("GNT_TNDN-Q12019.xml /CHUNGTU/Signature[3]", LATER),
    ("GNT_TNDN-Q32019.xml /CHUNGTU/Signature[1]", LATER),
    ("GNT_TNDN-Q32019.xml /CHUNGTU/Signature[2]", LATER),
    ("GNT_TNDN-Q32019.xml /CHUNGTU/Signature[3]", LATER),
    ("GNT_TNDN-Q42018.xml /CHUNGTU/Signature[1]", LATER),
    ("GNT_TNDN-Q42018.xml /CHUNGTU/Signature[2]", LATER),
    ("GNT_TNDN-Q42018.xml /CHUNGTU/Signature[3]", LATER),
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
fn agrees_with_xmlsec1_on_every_real_signature() {
    let Some(root) = testdata("agrees_with_xmlsec1_on_every_real_signature") else { return };
    if Command::new("xmlsec1").arg("--version").output().is_err() {
        signature_support::skipped("agrees_with_xmlsec1_on_every_real_signature: no xmlsec1");
        return;
    }
    let verifier = trusting_nobody();
    let mut differences = BTreeMap::new();
    let mut compared = 0;
    for folder in ["einvoice", "declaration/signed", "declaration/payment", "xmldsig/vn"] {
        for file in files(root.join(folder), ".xml") {
            let bytes = std::fs::read(&file).unwrap();
            let Some(document) = parse(&bytes) else { continue };
            for unit in units(document.root()) {
                let (verification, _, _) = verify(unit, &verifier);
                for info in &verification.signatures {
                    compared += 1;
                    let ours = info.status == SignatureStatus::Valid;
                    let theirs = xmlsec_accepts(&file, &info.path);
                    if ours != theirs {
                        let name = file.file_name().unwrap().to_str().unwrap();
                        let key = format!("{name} {}", info.path);
                        differences.insert(key, format!("{:?} {theirs} {:?}", info.status, info.findings));
                    }
                }
            }
        }
    }
    assert!(compared > 100, "only {compared} signatures compared");
    let unlisted: Vec<_> =
        differences.iter().filter(|(key, _)| !DIFFERENCES.iter().any(|(l, _)| l == key)).collect();
    let gone: Vec<_> = DIFFERENCES.iter().filter(|(listed, _)| !differences.contains_key(*listed)).collect();
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
