//! NIST PKITS: chains and revocation lists, as far as this engine's subset of RFC 5280 goes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod signature_support;

use etax::signature::pki::{Certificate, ChainSearch, Revocation, RevocationList, TrustStore};
use etax::value::Moment;
use signature_support::{files, testdata};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the subset and the suite's answer differ, and why. Each line must stay true.
const DIFFERENCES: &[(&str, &str)] = &[];

#[test]
fn chains_are_accepted_and_refused_as_the_suite_says() {
    let Some(root) = testdata("chains_are_accepted_and_refused_as_the_suite_says") else { return };
    let root = root.join("xmldsig/pkits");
    let mut builder = TrustStore::builder();
    let mut leaves = Vec::new();
    for file in files(root.join("certs"), ".crt") {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let der = std::fs::read(&file).unwrap();
        if name == "TrustAnchorRootCertificate" {
            builder = builder.anchors(&der).unwrap();
        } else if name.ends_with("EE") {
            leaves.push((name, der));
        } else {
            // A few certificates of authorities are unreadable on purpose or use DSA.
            builder = builder.clone().intermediates(&der).unwrap_or(builder);
        }
    }
    for file in files(root.join("crls"), ".crl") {
        let der = std::fs::read(&file).unwrap();
        if RevocationList::from_der(&der).is_ok() {
            builder = builder.crls(&der).unwrap();
        }
    }
    let store = builder.build();
    let at = Moment::parse("2020-01-01").unwrap();
    let mut differences = BTreeMap::new();
    for (name, der) in &leaves {
        let accepted = Certificate::from_der(der).is_ok_and(|leaf| {
            let search = ChainSearch::run(&Arc::new(leaf.clone()), &[], &store);
            leaf.unknown_critical().is_empty()
                && search.paths.iter().any(|path| {
                    path.holds_at(at)
                        && path.revocations().iter().all(|revocation| {
                            matches!(revocation, Revocation::NotListed { published, next }
                                if *published <= at && next.is_some_and(|next| at <= next))
                        })
                })
        });
        if accepted != name.starts_with("Valid") {
            differences.insert(name.as_str(), format!("accepted: {accepted}"));
        }
    }
    assert!(leaves.len() >= 50, "only {} leaves", leaves.len());
    let unlisted: Vec<_> =
        differences.iter().filter(|(name, _)| !DIFFERENCES.iter().any(|(l, _)| l == *name)).collect();
    let gone: Vec<_> = DIFFERENCES.iter().filter(|(listed, _)| !differences.contains_key(listed)).collect();
    assert!(unlisted.is_empty(), "differences that are not listed: {unlisted:#?}");
    assert!(gone.is_empty(), "listed differences that are no more: {gone:#?}");
}
