//! Soundly signed documents changed the way an attacker would, through the whole engine.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use etax::engine::{Engine, Input, Policy};
use etax::report::{DocumentReport, Outcome, Report, Verdict};
use etax::signature::TrustStore;
use etax::value::Moment;
use etax_testkit::{TestFile, testdata, variants};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static FILES: LazyLock<Vec<TestFile>> = LazyLock::new(|| testdata().unwrap());

static ENGINE: LazyLock<Engine> = LazyLock::new(|| engine(|_| ()));

fn engine(change: impl FnOnce(&mut Policy)) -> Engine {
    let mut policy = Policy::from_toml(&file("policy/test.toml")).unwrap();
    change(&mut policy);
    let mut trust = TrustStore::builder();
    for file in FILES.iter() {
        if file.path.starts_with("trust/") {
            trust = trust.certificates(&file.bytes).unwrap();
        } else if file.path.starts_with("crl/") {
            trust = trust.crls(&file.bytes).unwrap();
        }
    }
    Engine::new(policy, trust.build())
}

fn file(path: &str) -> String {
    let file = FILES.iter().find(|file| file.path == path).unwrap();
    String::from_utf8(file.bytes.clone()).unwrap()
}

/// The root element of a good document, without its XML declaration.
fn good(name: &str) -> String {
    let text = file(&format!("good/{name}"));
    let start = text.find("?>").map_or(0, |at| at + 2);
    text[start..].to_owned()
}

fn check_with(engine: &Engine, text: &str) -> Report {
    let at = Moment::parse("2026-11-23T10:00:00").unwrap();
    engine.check(&Input { name: "attack.xml", bytes: text.as_bytes(), at })
}

fn check(text: &str) -> Report {
    check_with(&ENGINE, text)
}

fn fires(report: &DocumentReport, rule: &str) -> bool {
    report.findings.iter().any(|finding| finding.rule.id == rule)
}

#[track_caller]
fn assert_fires(report: &DocumentReport, rule: &str) {
    let found: Vec<_> = report.findings.iter().map(|finding| finding.rule.id).collect();
    assert!(found.contains(&rule), "{rule} is missing in {found:?}");
}

/// The text from one mark to the next, both included.
fn part<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let start = text.find(from).unwrap();
    let end = start + text[start..].find(to).unwrap() + to.len();
    &text[start..end]
}

/// A message of this type around documents.
fn message(kind: u16, documents: &str) -> String {
    let id = "00112233445566778899AABBCCDDEEFF";
    format!(
        "<TDiep><TTChung><PBan>2.1.0</PBan><MNGui>V9900000016</MNGui><MNNhan>TCT</MNNhan>\
         <MLTDiep>{kind}</MLTDiep><MTDiep>V9900000016{id}</MTDiep><MTDTChieu/><MST>9900000016</MST>\
         <SLuong>1</SLuong></TTChung><DLieu>{documents}</DLieu></TDiep>"
    )
}

/// An uncoded invoice without signatures that says it is from a cash register.
fn unsigned_register() -> String {
    let text = good("invoice-1-uncoded.xml");
    let series = part(&text, "<KHHDon>", "</KHHDon>").to_owned();
    let text = text.replacen(&series, &series.replacen('T', "M", 1), 1);
    let signatures = part(&text, "<DSCKS>", "</DSCKS>").to_owned();
    text.replacen(&signatures, "<DSCKS><NBan/></DSCKS>", 1)
}

#[test]
fn the_letter_of_a_cash_register_does_not_make_an_unsigned_invoice_acceptable() {
    let unsigned = unsigned_register();
    let report = check(&unsigned);
    assert_eq!((report.verdict, report.main.authentic), (Verdict::Undecided, Outcome::Undecided));
    assert_fires(&report.main, "signature.cash-register.unsigned");
    for kind in [200, 203, 206] {
        let report = check(&message(kind, &unsigned));
        assert_ne!(report.documents[0].verdict, Verdict::Accepted, "{kind}");
        assert_ne!(report.documents[0].authentic, Outcome::Passed, "{kind}");
    }
    // A buyer's signature says nothing about where it is from.
    let sound = good("invoice-1-uncoded.xml");
    let signature = part(&sound, "<Signature", "</Signature>");
    let bought = unsigned.replacen("<NBan/></DSCKS>", &format!("<NBan/><NMua>{signature}</NMua></DSCKS>"), 1);
    assert_fires(&check(&bought).main, "signature.cash-register.unsigned");
}

#[test]
fn a_second_element_named_like_the_signed_one_is_found_wherever_it_is() {
    for name in ["invoice-1-coded.xml", "invoice-1-uncoded.xml"] {
        let sound = good(name);
        assert_eq!(check(&sound).verdict, Verdict::Accepted);
        for twin in [
            "<x:DLHDon xmlns:x=\"urn:x\"><TTChung/></x:DLHDon>",
            "<DLHDon xmlns=\"urn:x\"/>",
            "<TTKhac><DLHDon/></TTKhac>",
            "<HDon><DLHDon/></HDon>",
        ] {
            let forged = sound.replacen("<DSCKS>", &format!("{twin}<DSCKS>"), 1);
            let report = check(&forged);
            assert_eq!(report.verdict, Verdict::Rejected, "{name}: {twin}");
            assert_fires(&report.main, "signature.reference.ambiguous");
        }
    }
}

#[test]
fn a_time_that_is_not_signed_is_not_the_clock() {
    let variants = variants().unwrap();
    let variant = variants.iter().find(|variant| variant.name == "signature-time-not-covered.xml").unwrap();
    let text = String::from_utf8(variant.bytes.clone()).unwrap();
    let time = part(&text, "<SigningTime>", "</SigningTime>").to_owned();
    // Moved to before the certificate began, or to long ago: nothing that is signed changes.
    let moved = text.replacen(&time, "<SigningTime>2009-01-01T00:00:00</SigningTime>", 1);
    let (before, after) = (check(&text), check(&moved));
    let clock = |report: &Report| {
        let trust = report.main.signatures[0].certificate.as_ref().unwrap().trust.clone();
        (trust.clock, trust.at, trust.chain)
    };
    assert_eq!(clock(&before).0, "check-time");
    assert_eq!(clock(&before), clock(&after));
    assert_eq!(before.verdict, after.verdict);
}

#[test]
fn a_party_that_the_document_appoints_itself_is_not_beyond_doubt() {
    let variants = variants().unwrap();
    let variant = variants.iter().find(|variant| variant.name == "signer-tax-code-delegate.xml").unwrap();
    let report = check(std::str::from_utf8(&variant.bytes).unwrap());
    assert_eq!((report.verdict, report.main.authentic), (Verdict::Undecided, Outcome::Undecided));
}

#[test]
fn findings_left_out_count_as_those_kept() {
    let variants = variants().unwrap();
    let few = engine(|policy| policy.findings = 1);
    let many = engine(|_| ());
    for variant in &variants {
        let text = String::from_utf8_lossy(&variant.bytes);
        let (cut, whole) = (check_with(&few, &text), check_with(&many, &text));
        assert_eq!(cut.verdict, whole.verdict, "{}", variant.name);
        assert_eq!(cut.main.checks, whole.main.checks, "{}", variant.name);
    }
}

/// What the check of the text takes, the least of three.
fn cost(text: &str) -> Duration {
    let run = || {
        let start = Instant::now();
        let report = check(text);
        assert!(!report.main.findings.is_empty() || report.verdict == Verdict::Accepted);
        start.elapsed()
    };
    run().min(run()).min(run())
}

/// Four times the input takes about four times the time; sixteen times would be the square.
#[track_caller]
fn assert_linear(name: &str, make: impl Fn(usize) -> String) {
    let (small, large) = (cost(&make(1)), cost(&make(4)));
    let most = small.max(Duration::from_millis(10)) * 9;
    assert!(large < most, "{name}: {small:?}, four times as much {large:?}");
}

#[test]
fn many_ids_inside_an_object_cost_no_square() {
    let sound = good("invoice-1-uncoded.xml");
    assert_linear("ids", |times| {
        let ids = "<a Id=\"SigningTime\"/>".repeat(times * 8000);
        sound.replacen("</Object></Signature>", &format!("</Object><Object>{ids}</Object></Signature>"), 1)
    });
}

#[test]
fn the_whole_document_is_not_hashed_for_each_document_in_it() {
    let sound = good("invoice-1-uncoded.xml");
    let uri = part(&sound, "URI=\"#", "\">").to_owned();
    let whole = sound.replacen(&uri, "URI=\"\">", 1);
    let report = check(&message(203, &whole.repeat(40)));
    assert_fires(&report.documents[0], "signature.limit");
    assert_linear("whole", |times| message(203, &whole.repeat(times * 60)));
}

#[test]
fn lines_and_columns_are_counted_once_for_a_message() {
    let small = "<TBao><DLTBao Id=\"a\"/></TBao>\n";
    assert_linear("positions", |times| message(203, &small.repeat(times * 1000)));
    let report = check(&message(203, &format!("\n{}", small.repeat(3))));
    let lines: Vec<_> =
        report.documents.iter().map(|document| document.findings[0].location.position.line).collect();
    assert_eq!(lines, [2, 3, 4]);
    assert_eq!(report.main.findings[0].location.position.line, 1);
}

#[test]
fn declarations_around_a_message_are_bounded() {
    let sound = good("invoice-1-uncoded.xml");
    let around =
        |attributes: String| message(203, &sound).replacen("<TDiep>", &format!("<TDiep{attributes}>"), 1);
    let long = format!(" xmlns:p=\"urn:{}\"", "x".repeat(300));
    assert_fires(&check(&around(long)).main, "xml.namespace");
    let many = |count: usize| (0..count).map(|at| format!(" xmlns:p{at}=\"urn:{at}\"")).collect::<String>();
    assert!(!fires(&check(&around(many(20))).main, "xml.namespace"));
    let nested = message(203, &sound).replacen("<TDiep>", &format!("<TDiep{}>", many(40)), 1).replacen(
        "<DLieu>",
        &format!("<DLieu{}>", many(40)),
        1,
    );
    assert_fires(&check(&nested).main, "xml.namespace");
    assert_fires(&check(&around(format!(" xml:lang=\"{}\"", "v".repeat(300)))).main, "xml.limit.value");
}

#[test]
fn references_cannot_ask_for_one_canonical_form_after_another() {
    let sound = good("invoice-1-uncoded.xml");
    let reference = part(&sound, "<Reference ", "</Reference>");
    let transforms = part(reference, "<Transforms>", "</Transforms>");
    // Each signature wants forms of the data that no other wants.
    let greedy: String = (0..11)
        .map(|number| {
            let references: String = (0..8)
                .map(|at| {
                    let form = format!(
                        "<Transforms><Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">\
                         <InclusiveNamespaces xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" \
                         PrefixList=\"p{number}x{at}\"/></Transform></Transforms>"
                    );
                    reference.replacen(transforms, &form, 1)
                })
                .collect();
            let signature = part(&sound, "<Signature", "</Signature>");
            let all = part(signature, "<Reference ", "</SignedInfo>");
            signature.replacen(all, &format!("{references}</SignedInfo>"), 1)
        })
        .collect();
    let text = sound.replacen("</DSCKS>", &format!("<CCKSKhac>{greedy}</CCKSKhac></DSCKS>"), 1);
    // What the eleven signatures add makes the document longer than its data; lengthen the data.
    let text = text.replacen("</NDHDon>", &format!("</NDHDon><TTKhac>{}</TTKhac>", " ".repeat(200_000)), 1);
    assert_fires(&check(&text).main, "signature.limit");
}

#[test]
fn a_second_data_element_of_a_message_is_found_in_any_namespace() {
    let sound = good("message-206.xml");
    assert_eq!(check(&sound).verdict, Verdict::Accepted);
    for twin in ["<x:DLieu xmlns:x=\"urn:x\"><HDon/></x:DLieu>", "<DLieu xmlns=\"urn:x\"/>", "<DLieu/>"] {
        let forged = sound.replacen("<DLieu ", &format!("{twin}<DLieu "), 1);
        let report = check(&forged);
        assert_eq!(report.verdict, Verdict::Rejected, "{twin}");
        assert_fires(&report.main, "signature.reference.ambiguous");
    }
}

#[test]
fn a_document_of_a_message_outside_its_data_is_found() {
    for name in ["message-203.xml", "message-206.xml"] {
        let sound = good(name);
        let end = if name == "message-206.xml" { "<CKSNNT>" } else { "</TDiep>" };
        let forged = sound.replacen(end, &format!("<HDon><DLHDon/></HDon>{end}"), 1);
        let report = check(&forged);
        assert_eq!(report.verdict, Verdict::Rejected, "{name}");
        assert_fires(&report.main, "signature.reference.ambiguous");
    }
}

#[test]
fn a_comment_in_a_signed_field_is_found_in_every_kind_of_document() {
    for (name, tag) in [
        ("invoice-1-uncoded.xml", "<TgTTTBSo>"),
        ("message-206.xml", "<TgTTTBSo>"),
        ("declaration-01gtgt.xml", "<ct25>"),
        ("invoice-1-uncoded.xml", "<SigningTime>"),
    ] {
        let sound = good(name);
        for mark in ["<!---->", "<![CDATA[]]><!-- x -->"] {
            let report = check(&sound.replacen(tag, &format!("{tag}{mark}"), 1));
            assert_ne!(report.verdict, Verdict::Accepted, "{name}: {tag}{mark}");
            let judged = report.documents.first().unwrap_or(&report.main);
            assert_ne!(judged.authentic, Outcome::Passed, "{name}: {tag}{mark}");
            assert_fires(judged, "signature.field.markup");
        }
        // Where nothing else is, a comment hides nothing.
        let harmless = sound.replacen("</TTChung>", "<!-- x --></TTChung>", 1);
        let report = check(&harmless);
        assert!(!fires(report.documents.first().unwrap_or(&report.main), "signature.field.markup"), "{name}");
    }
}
