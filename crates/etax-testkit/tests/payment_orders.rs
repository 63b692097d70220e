//! Payment orders, whose signatures see the document through XPath filters: this engine, xmlsec1 and the JDK, which both
//! know the whole of XPath Filter 2.0, judge the same signatures alike.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

mod oracle;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use etax::payment::{self, Lists, Settings};
use etax::report::{Checks, Findings, SignatureStatus};
use etax::signature::{self, Subject, TrustStore, UnitKind, Verifier};
use etax::value::Moment;
use etax::xml::{Document, Limits, Parsed};
use etax_testkit::{Kind, generate};

const IDS: [(&str, &str); 1] = [("Id", "http://www.w3.org/2000/09/xmldsig#:SignatureProperty")];
const ORDERS: usize = 200;
/// Every other order is damaged as well, each damage as often as every other.
const CASES: usize = ORDERS + ORDERS / 2;

type Damage = (&'static str, fn(&str) -> String);

/// Changes to a signed order. Whom they hurt is for the judges to say.
const DAMAGES: [Damage; 20] = [
    ("another sum", |t| t.replacen("<TONG_TIEN>", "<TONG_TIEN>1", 1)),
    ("another number of the bank's", |t| t.replacen("<SO_CTU>", "<SO_CTU>1", 1)),
    ("a comment in a field", |t| t.replacen("<TONG_TIEN>", "<TONG_TIEN><!-- x -->", 1)),
    ("a comment in a field of the bank's", |t| t.replacen("<SO_CTU>", "<SO_CTU><!-- x -->", 1)),
    ("a processing instruction in a field", |t| t.replacen("<TONG_TIEN>", "<TONG_TIEN><?x y?>", 1)),
    ("white space", |t| t.replacen("<TONG_TIEN>", "\n<TONG_TIEN>", 1)),
    ("a section of character data", |t| t.replacen("<MA_CTU>01<", "<MA_CTU><![CDATA[01]]><", 1)),
    ("a character by its number", |t| t.replacen("<MA_CTU>01<", "<MA_CTU>&#48;1<", 1)),
    ("an empty element written out", |t| t.replacen("<MST_NTHAY/>", "<MST_NTHAY></MST_NTHAY>", 1)),
    ("a declaration on the root", |t| t.replacen("<CHUNGTU", "<CHUNGTU xmlns:moi=\"urn:etax:moi\"", 1)),
    ("a namespace for everything", |t| t.replacen("<CHUNGTU", "<CHUNGTU xmlns=\"urn:etax:moi\"", 1)),
    ("a language on the root", |t| t.replacen("<CHUNGTU", "<CHUNGTU xml:lang=\"vi\"", 1)),
    ("an attribute on the bank's part", |t| t.replacen("<NDUNG_CTU_NH", "<NDUNG_CTU_NH moi=\"1\"", 1)),
    ("another time", |t| t.replacen("<DateTimeStamp>16", "<DateTimeStamp>15", 1)),
    ("a digest that was not", |t| t.replacen("<DigestValue>", "<DigestValue>AAAA", 1)),
    ("another filter", |t| t.replacen("//NDUNG_CTU", "//CHUNGTU_HDR", 1)),
    ("the other filter", |t| t.replacen("//NDUNG_CTU_NH", "//NDUNG_CTU", 1)),
    ("another order in the bank's part", |t| {
        t.replacen("</NDUNG_CTU_NH>", "<NDUNG_CTU><TONG_TIEN>9</TONG_TIEN></NDUNG_CTU></NDUNG_CTU_NH>", 1)
    }),
    ("another order in an object", |t| {
        t.replacen("<Object>", "<Object><NDUNG_CTU xmlns=\"\"><TONG_TIEN>9</TONG_TIEN></NDUNG_CTU>", 1)
    }),
    ("an order in another namespace", |t| {
        t.replacen("<Object>", "<Object><NDUNG_CTU xmlns=\"urn:etax:moi\"/>", 1)
    }),
];

/// What the engine says of each signature, by its number in the document.
fn ours(bytes: &[u8]) -> BTreeMap<usize, (SignatureStatus, String)> {
    let Parsed::Document(document) = Document::parse(bytes, &Limits::default()) else {
        panic!("an order that cannot be read");
    };
    let verifier = Verifier::new(signature::Settings::default(), TrustStore::builder().build());
    let subject = Subject::new(UnitKind::PaymentOrder, Moment::parse("2026-11-23T10:00:00").unwrap());
    let (mut findings, mut checks) = (Findings::new(100), Checks::default());
    let verification = signature::check(document.root(), &subject, &verifier, &mut findings, &mut checks);
    verification
        .signatures
        .iter()
        .map(|info| {
            let number = info.path.rsplit_once('[').unwrap().1.trim_end_matches(']').parse().unwrap();
            (number, (info.status, format!("{}: {:?}", info.role, info.findings)))
        })
        .collect()
}

struct Case {
    path: PathBuf,
    shows: String,
    bytes: Vec<u8>,
}

fn cases(directory: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |shows: &str, text: &str| {
        let path = directory.join(format!("order-{:05}.xml", cases.len()));
        std::fs::write(&path, text).unwrap();
        cases.push(Case { path, shows: shows.to_owned(), bytes: text.as_bytes().to_vec() });
    };
    for (at, order) in generate(Kind::NoisyOrder, 41, ORDERS).unwrap().into_iter().enumerate() {
        let text = String::from_utf8(order.bytes).unwrap();
        add("as signed", &text);
        if at % 2 == 1 {
            continue;
        }
        let (shows, damage) = DAMAGES[at / 2 % DAMAGES.len()];
        let damaged = damage(&text);
        assert_ne!(damaged, text, "{shows} changes nothing");
        add(shows, &damaged);
    }
    cases
}

/// By the letter enveloped-signature takes the second order out again, as it stands in the signature itself, so xmlsec1
/// takes the signature as valid; the JDK does not. Two orders in one document are never a sound one: refused here.
const STRICTER: &str = "another order in an object";

/// Compares a judge with the engine; gives how many signatures were judged, how many of them hold, and for how many
/// the engine is stricter than it as listed above.
fn compare(cases: &[Case], judged: &[oracle::Judged]) -> (usize, usize, usize) {
    let mut differences = Vec::new();
    let (mut compared, mut holding, mut stricter) = (0, 0, 0);
    for case in cases {
        let ours = ours(&case.bytes);
        assert_eq!(ours.len(), 3, "{}", case.shows);
        for word in judged.iter().filter(|judged| judged.path == case.path) {
            let (status, why) = &ours[&word.number];
            compared += 1;
            holding += usize::from(word.holds());
            if word.holds() && case.shows == STRICTER && why.contains("signature.reference.ambiguous") {
                stricter += 1;
            } else if (*status == SignatureStatus::Valid) != word.holds() {
                differences.push(format!("{} #{}: {status:?} {why}, {word:?}", case.shows, word.number));
            }
        }
    }
    assert!(differences.is_empty(), "{} differences: {differences:#?}", differences.len());
    (compared, holding, stricter)
}

#[test]
fn every_order_as_signed_holds() {
    for order in generate(Kind::NoisyOrder, 41, ORDERS).unwrap() {
        let ours = ours(&order.bytes);
        assert!(ours.values().all(|(status, _)| *status == SignatureStatus::Valid), "{ours:?}");
    }
}

/// Every digit of every amount of a consistent order, changed to every other one.
#[test]
fn no_amount_can_be_changed_unnoticed() {
    let lists = Lists::built_in();
    let mut changes = 0;
    for order in generate(Kind::Order, 43, 12).unwrap() {
        let text = String::from_utf8(order.bytes).unwrap();
        let amounts = ["<TONG_TIEN>", "<TIEN_PNOP>"]
            .into_iter()
            .flat_map(|tag| text.match_indices(tag).map(|(at, _)| at + tag.len()).collect::<Vec<_>>());
        for start in amounts {
            let length = text[start..].find('<').unwrap();
            for (at, digit) in
                (start..start + length).flat_map(|at| (b'0'..=b'9').map(move |digit| (at, digit)))
            {
                let mut changed = text.clone().into_bytes();
                if std::mem::replace(&mut changed[at], digit) == digit {
                    continue;
                }
                let Parsed::Document(document) = Document::parse(&changed, &Limits::default()) else {
                    panic!()
                };
                let (mut findings, mut checks) = (Findings::new(100), Checks::default());
                payment::check(document.root(), &Settings { at: None, lists }, &mut findings, &mut checks);
                let noticed = findings.as_slice().iter().any(|finding| finding.rule.id == "payment.total");
                assert!(noticed, "{} {at} {}", order.name, char::from(digit));
                changes += 1;
            }
        }
    }
    assert!(changes > 12 * 3 * 5 * 9);
}

#[test]
fn xmlsec_judges_alike() {
    let directory = tempfile::tempdir().unwrap();
    let cases = cases(directory.path());
    let all: Vec<(&Path, usize)> =
        cases.iter().flat_map(|case| (1..=3).map(|number| (&*case.path, number))).collect();
    let judged = oracle::several(&all, |(path, number)| oracle::xmlsec(path, *number, &IDS));
    let (compared, holding, stricter) = compare(&cases, &judged);
    assert_eq!(compared, CASES * 3);
    println!(
        "{compared} signatures of payment orders, {holding} hold for xmlsec1, {stricter} of them not here"
    );
    assert!(holding > ORDERS * 3 && holding < compared - 90);
    assert!(stricter > 0, "xmlsec1 has become as strict");
}

#[test]
fn the_jdk_judges_alike() {
    let directory = tempfile::tempdir().unwrap();
    let cases = cases(directory.path());
    let jobs: Vec<_> =
        cases.iter().map(|case| oracle::Job { ids: "Id", ..oracle::Job::all(&case.path) }).collect();
    let (compared, holding, stricter) = compare(&cases, &oracle::jdk(&jobs));
    assert_eq!((compared, stricter), (CASES * 3, 0));
    println!("{compared} signatures of payment orders, {holding} hold for the JDK");
}
