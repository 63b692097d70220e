//! Copies that were written anew after signing, by a program that knows nothing of signatures.

use std::io::Write;
use std::process::{Command, Stdio};

use etax::report::{Report, SignatureStatus};
use etax_testkit::{Kind, Sound, Specimen, generate};

use super::bench::{check, documents, findings};

const WHITESPACE: &str = "signature.changed.whitespace";
const LINE_ENDS: &str = "signature.changed.line-ends";

/// As `xmllint --format` writes it; libxml2 indents whatever holds elements only.
fn formatted(text: &str) -> String {
    let mut child = Command::new("xmllint")
        .args(["--format", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("xmllint (Debian: libxml2-utils) is needed: {error}"));
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

fn sound(sound: Sound) -> String {
    Specimen::new(sound).unwrap().sign().unwrap()
}

/// How often a finding stands in a report.
fn times(report: &Report, id: &str) -> usize {
    findings(report).iter().filter(|(found, _)| *found == id).count()
}

fn statuses(report: &Report) -> Vec<SignatureStatus> {
    documents(report).flat_map(|document| &document.signatures).map(|signature| signature.status).collect()
}

/// That it says what happened, once for each signature, and takes nothing back.
fn explained(text: &str, signatures: usize, id: &str) {
    let report = check(text.as_bytes());
    assert_eq!(statuses(&report), vec![SignatureStatus::Invalid; signatures]);
    assert_eq!(times(&report, id), signatures, "{:?}", findings(&report));
    assert_eq!(report.verdict.word(), "rejected");
    let finding = documents(&report)
        .flat_map(|document| &document.findings)
        .find(|finding| finding.rule.id == id)
        .unwrap();
    assert_eq!(finding.weight.severity(), "info");
    assert!(finding.location.path.ends_with("/Signature"), "{}", finding.location.path);
}

fn unexplained(text: &str) {
    let report = check(text.as_bytes());
    assert!(statuses(&report).contains(&SignatureStatus::Invalid), "{:?}", findings(&report));
    assert_eq!((times(&report, WHITESPACE), times(&report, LINE_ENDS)), (0, 0), "{:?}", findings(&report));
    assert_eq!(report.verdict.word(), "rejected");
}

#[test]
fn a_pretty_printed_invoice_is_said_to_be_one() {
    let text = formatted(&sound(Sound::Coded));
    explained(&text, 2, WHITESPACE);
    let report = check(text.as_bytes());
    // Every check but that of the signatures is as on the original.
    assert_eq!(report.main.right.word(), "passed");
    assert_eq!(times(&report, "signature.digest"), 4, "{:?}", findings(&report));
    assert_eq!(times(&report, "signature.value"), 2);
    let finding = report.main.findings.iter().find(|finding| finding.rule.id == WHITESPACE).unwrap();
    assert_eq!(finding.found.as_deref(), Some("DLHDon, Object, SignedInfo"));
    explained(&formatted(&sound(Sound::Uncoded)), 1, WHITESPACE);
    explained(&formatted(&sound(Sound::Dollars)), 2, WHITESPACE);
    explained(&formatted(&sound(Sound::Whole)), 1, WHITESPACE);
}

#[test]
fn so_is_a_pretty_printed_message_and_what_it_holds() {
    explained(&formatted(&sound(Sound::Answer)), 2, WHITESPACE);
    // The batch signature over DLieu; the invoices in it have none of their own.
    explained(&formatted(&sound(Sound::Register)), 1, WHITESPACE);
    explained(&formatted(&sound(Sound::Refusal)), 1, WHITESPACE);
    explained(&formatted(&sound(Sound::Summary)), 1, WHITESPACE);
}

#[test]
fn so_are_declarations_payment_orders_and_papers() {
    let mut seen = 0;
    for kind in [Kind::Declaration, Kind::Order, Kind::Paper, Kind::Invoice, Kind::Message] {
        for document in generate(kind, 17, 12).unwrap() {
            let original = check(&document.bytes);
            let report = check(formatted(&String::from_utf8(document.bytes).unwrap()).as_bytes());
            // What was indented before it was signed has lost the white space that was signed.
            let before: Vec<_> = documents(&original).flat_map(|document| &document.signatures).collect();
            let after: Vec<_> = documents(&report).flat_map(|document| &document.signatures).collect();
            assert_eq!(before.len(), after.len(), "{}", document.name);
            for signature in after.iter().filter(|signature| signature.status == SignatureStatus::Invalid) {
                let explained = signature.findings.contains(&WHITESPACE);
                assert!(
                    explained || document.shows.contains("indented"),
                    "{}: {}",
                    document.name,
                    document.shows
                );
                seen += usize::from(explained);
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn a_changed_invoice_that_is_pretty_printed_is_only_said_to_be_changed() {
    let original = sound(Sound::Coded);
    let changed = original.replacen("<TgTTTBSo>", "<TgTTTBSo>1", 1);
    unexplained(&formatted(&changed));
    unexplained(&changed);
    // Even where nothing but the address changed.
    unexplained(&formatted(&original.replacen("<DChi>", "<DChi>A", 1)));
    // Somebody else's code in it: the seller signed none, so of its signature alone can be said what happened.
    let code = &original[original.find("<MCCQT ").unwrap()..original.find("</MCCQT>").unwrap()];
    let last = code.chars().next_back().unwrap();
    let other = format!("{}{}", &code[..code.len() - 1], if last == '0' { '1' } else { '0' });
    let report = check(formatted(&original.replacen(code, &other, 1)).as_bytes());
    let by: Vec<_> = report.main.signatures.iter().filter(|one| one.findings.contains(&WHITESPACE)).collect();
    assert_eq!(by.iter().map(|one| one.role).collect::<Vec<_>>(), ["seller"]);
}

#[test]
fn a_signature_that_never_held_is_not_explained() {
    let original = sound(Sound::Uncoded);
    let from = original.find("<SignatureValue>").unwrap() + "<SignatureValue>".len();
    let first = if original[from..].starts_with('A') { "B" } else { "A" };
    let broken = format!("{}{first}{}", &original[..from], &original[from + 1..]);
    unexplained(&broken);
    unexplained(&formatted(&broken));
    // The digest is right by now, but nobody signed it.
    let digest = original.find("<DigestValue>").unwrap() + "<DigestValue>".len();
    let forged = format!("{}AAAA{}", &original[..digest], &original[digest + 4..]);
    unexplained(&formatted(&forged));
}

#[test]
fn white_space_that_was_signed_cannot_be_told_from_what_was_added() {
    let indented = Specimen::new(Sound::Uncoded).unwrap().indent().sign().unwrap();
    assert_eq!(findings(&check(indented.as_bytes())), []);
    // Another indentation of it: in general words only.
    unexplained(&indented.replace("\n      <", "\n\t<"));
}

#[test]
fn padded_values_and_opened_empty_elements_are_white_space_too() {
    let original = Specimen::new(Sound::Uncoded).unwrap().add("DLHDon/NDHDon/NMua", "SDThoai", "").unwrap();
    let original = original.sign().unwrap();
    let padded = original.replacen("<PBan>2.1.0</PBan>", "<PBan>\n\t2.1.0\n</PBan>", 1).replacen(
        "<SDThoai></SDThoai>",
        "<SDThoai>\r\n</SDThoai>",
        1,
    );
    assert_ne!(padded, original);
    explained(&padded, 1, WHITESPACE);
}

#[test]
fn line_ends_that_readers_drop_are_named() {
    let address = "DLHDon/NDHDon/NBan/DChi";
    let specimen = Specimen::new(Sound::Uncoded).unwrap().set(address, "Số 1\r\nphố Thử").unwrap();
    let kept = specimen.sign().unwrap();
    assert_eq!(findings(&check(kept.as_bytes())), []);
    explained(&kept.replace("&#xD;\n", "\r\n"), 1, LINE_ENDS);
    explained(&kept.replace("&#xD;\n", "\n"), 1, LINE_ENDS);
    unexplained(&kept.replace("&#xD;\n", " "));
}
