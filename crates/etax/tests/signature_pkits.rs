//! NIST PKITS, the whole suite: chains, names, policies and revocation lists (`tests/pkits`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use etax::signature::pki::{
    Certificate, ChainSearch, PolicyInputs, RevocationList, Standing, TrustStore, TrustStoreBuilder,
};
use etax::value::Moment;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const SUITE: &[u8] = include_bytes!("pkits/suite.der");
const INDEX: &str = include_str!("pkits/index.tsv");
const CASES: &str = include_str!("pkits/cases.tsv");

const DSA: &str = "DSA: no licensed authority certifies such keys, so the engine has no DSA";
const INDIRECT: &str = "an indirect list is refused, and says so";
const DELTA: &str = "a delta list is not joined with its complete list: a suspension that it lifts stays";

/// Where the engine and the suite differ, and why. Each line must stay true.
const DIFFERENCES: &[(&str, &str)] = &[
    ("4.1.4", DSA),
    ("4.1.5", DSA),
    ("4.14.22", INDIRECT),
    ("4.14.24", INDIRECT),
    ("4.14.25", INDIRECT),
    ("4.14.28", INDIRECT),
    ("4.14.29", INDIRECT),
    ("4.14.30", INDIRECT),
    ("4.14.33", INDIRECT),
    ("4.15.5", DELTA),
];

/// The suite's certificates, by name without ending.
fn suite(folder: &str) -> BTreeMap<&'static str, &'static [u8]> {
    let mut rest = SUITE;
    let mut found = BTreeMap::new();
    for line in INDEX.lines() {
        let (path, length) = line.split_once('\t').unwrap();
        let (der, after) = rest.split_at(length.parse().unwrap());
        rest = after;
        let (there, name) = path.split_once('/').unwrap();
        if there == folder {
            found.insert(name, der);
        }
    }
    assert!(rest.is_empty(), "the index does not cover the suite");
    found
}

struct Case {
    number: &'static str,
    leaf: &'static str,
    valid: bool,
    inputs: PolicyInputs,
}

fn cases() -> Vec<Case> {
    let policies = |numbers: &str| -> BTreeSet<String> {
        let numbers = numbers.split(',').filter(|number| *number != "any");
        numbers.map(|number| format!("2.16.840.1.101.3.2.1.48.{number}")).collect()
    };
    CASES
        .lines()
        .skip(1)
        .map(|line| {
            let [number, leaf, expected, initial, settings]: [&str; 5] =
                line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            assert!(
                matches!(expected, "valid" | "invalid")
                    && matches!(settings, "-" | "explicit" | "mapping" | "any")
            );
            let inputs = PolicyInputs {
                initial: policies(initial),
                require_explicit: settings == "explicit",
                inhibit_mapping: settings == "mapping",
                inhibit_any: settings == "any",
            };
            Case { number, leaf, valid: expected == "valid", inputs }
        })
        .collect()
}

/// Everything but the end certificates. A few authorities' certificates and lists cannot be read on purpose.
fn builder() -> TrustStoreBuilder {
    let mut builder = TrustStore::builder();
    for (name, der) in suite("certs") {
        if name == "TrustAnchorRootCertificate" {
            builder = builder.anchors(der).unwrap();
        } else if !name.ends_with("EE") {
            builder = builder.clone().intermediates(der).unwrap_or(builder);
        }
    }
    for der in suite("crls").values() {
        if RevocationList::from_der(der).is_ok() {
            builder = builder.crls(der).unwrap();
        }
    }
    builder
}

/// Inside the validity of all certificates and lists that are meant to be valid.
fn now() -> Moment {
    Moment::parse("2020-01-01").unwrap()
}

fn accepted(der: &[u8], store: &TrustStore) -> Result<(), String> {
    let at = now();
    let leaf = Certificate::from_der(der).map_err(|reason| reason.to_string())?;
    if !leaf.unknown_critical().is_empty() {
        return Err("critical extension".to_owned());
    }
    let search = ChainSearch::run(&Arc::new(leaf), &[], store);
    let in_time: Vec<_> = search.paths.iter().filter(|path| path.holds_at(at)).collect();
    let unrevoked = in_time.iter().any(|path| {
        path.revocations().iter().all(|revocation| matches!(revocation.standing(at), Standing::Good(_)))
    });
    match (search.paths.is_empty(), in_time.is_empty(), unrevoked) {
        (true, _, _) => Err(format!("no path: {:?}", search.failure)),
        (_, true, _) => Err("not valid at the time".to_owned()),
        (_, _, false) => Err(format!("revocation: {:?}", in_time[0].revocations())),
        (_, _, true) => Ok(()),
    }
}

/// Sections and tests that are about revocation: there a chain that holds is not the whole answer.
fn is_about_revocation(number: &str) -> bool {
    ["4.4.", "4.5.", "4.14.", "4.15."].iter().any(|section| number.starts_with(section))
        || matches!(number, "4.7.4" | "4.7.5")
}

/// The chains alone, without revocation: what holds and what does not, for every test.
#[test]
fn chains_hold_exactly_where_the_suite_says() {
    let store = builder().build();
    let leaves = suite("certs");
    let mut wrong = Vec::new();
    for case in cases() {
        let store = store.clone().requiring(case.inputs);
        let holds = Certificate::from_der(leaves[case.leaf]).is_ok_and(|leaf| {
            leaf.unknown_critical().is_empty()
                && ChainSearch::run(&Arc::new(leaf), &[], &store)
                    .paths
                    .iter()
                    .any(|path| path.holds_at(now()))
        });
        if holds != case.valid && !(holds && is_about_revocation(case.number)) {
            wrong.push(case.number);
        }
    }
    let expected: Vec<_> =
        DIFFERENCES.iter().filter(|(_, why)| *why == DSA).map(|(number, _)| *number).collect();
    assert_eq!(wrong, expected);
}

/// RFC 5280, section 6.1.6: a chain that holds says under which policies.
#[test]
fn chains_name_the_policies_they_hold_under() {
    let store = builder().build();
    let leaves = suite("certs");
    let held = |number: &str| -> Vec<String> {
        let case = cases().into_iter().find(|case| case.number == number).unwrap();
        let leaf = Arc::new(Certificate::from_der(leaves[case.leaf]).unwrap());
        let search = ChainSearch::run(&leaf, &[], &store.clone().requiring(case.inputs));
        let named = search.paths[0].policies().iter();
        named.map(|dotted| dotted.trim_start_matches("2.16.840.1.101.3.2.1.48.").to_owned()).collect()
    };
    assert_eq!(held("4.8.1.1"), ["1"]);
    assert_eq!(held("4.8.1.4"), ["1"]);
    assert_eq!(held("4.8.10.1"), ["1", "2"]);
    assert_eq!(held("4.8.10.3"), ["2"]);
    assert_eq!(held("4.8.11.1"), ["2.5.29.32.0"]);
    assert_eq!(held("4.8.11.2"), ["1"]);
    assert_eq!(held("4.8.13.3"), ["3"]);
    assert_eq!(held("4.10.1.1"), ["1"]);
    assert_eq!(held("4.10.9"), ["1"]);
    assert!(held("4.8.2.1").is_empty() && held("4.8.3.1").is_empty());
}

#[test]
fn every_test_of_the_suite_ends_as_the_suite_says() {
    let store = builder().build();
    let leaves = suite("certs");
    let mut wrong = BTreeMap::new();
    let mut sections: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    let cases = cases();
    for case in &cases {
        let answer = accepted(leaves[case.leaf], &store.clone().requiring(case.inputs.clone()));
        let section = case.number.split('.').nth(1).unwrap().parse().unwrap();
        let (passed, all) = sections.entry(section).or_default();
        *all += 1;
        if answer.is_ok() == case.valid {
            *passed += 1;
        } else {
            wrong.insert(case.number, format!("{}: {answer:?}", case.leaf));
        }
    }
    println!("passed and all, by section: {sections:?}");
    let run: BTreeSet<_> = cases.iter().map(|case| case.leaf).collect();
    let shipped: BTreeSet<_> = leaves.keys().copied().filter(|name| name.ends_with("EE")).collect();
    assert_eq!(run, shipped, "every end certificate is tested");
    assert_eq!(cases.len(), 247);
    let unlisted: Vec<_> =
        wrong.iter().filter(|(number, _)| !DIFFERENCES.iter().any(|(listed, _)| listed == *number)).collect();
    let gone: Vec<_> = DIFFERENCES.iter().filter(|(listed, _)| !wrong.contains_key(listed)).collect();
    assert!(unlisted.is_empty(), "differences that are not listed: {unlisted:#?}");
    assert!(gone.is_empty(), "listed differences that are no more: {gone:#?}");
}
