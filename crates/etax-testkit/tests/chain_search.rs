//! The search for chains: what it costs at most, and that remembering its answers does not change them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use etax::signature::pki::{Cache, Certificate, ChainSearch, NoPath, PolicyInputs, TrustStore};
use etax::value::Moment;
use etax_testkit::{CHAINS_AT, ChainCase, chain, crowd, mesh, policy_crowd, twice_certified};
use std::sync::Arc;

/// What the search checks at most for one leaf.
const MOST_CHECKS: usize = 24;

fn read(der: &[u8]) -> Arc<Certificate> {
    Arc::new(Certificate::from_der(der).unwrap())
}

fn store<'c>(cases: impl Iterator<Item = &'c ChainCase> + Clone) -> TrustStore {
    let mut builder = TrustStore::builder();
    for anchor in cases.clone().flat_map(|case| &case.anchors) {
        builder = builder.anchors(anchor).unwrap();
    }
    for other in cases.flat_map(|case| &case.others) {
        builder = builder.intermediates(other).unwrap();
    }
    builder.build()
}

/// Everything an answer says.
fn said(search: &ChainSearch) -> String {
    format!("{search:?}")
}

#[test]
fn no_set_of_certificates_buys_an_exponential_search() {
    // 6 certificates to a level, each issued by all 6 above: 6 to the power of 5 ways that all end nowhere.
    let mesh = mesh(6, 6).unwrap();
    let leaf = read(&mesh.leaf);
    let in_store = ChainSearch::run(&leaf, &[], &store(std::iter::once(&mesh)));
    let anchors = store(std::iter::once(&ChainCase { others: Vec::new(), ..mesh.clone() }));
    let given: Vec<_> = mesh.others.iter().map(|der| read(der)).collect();
    let with_document = ChainSearch::run(&leaf, &given, &anchors);
    for search in [in_store, with_document] {
        assert!(search.paths.is_empty());
        assert_eq!(search.failure, NoPath::TooComplex);
        assert_eq!(search.signature_checks, MOST_CHECKS);
    }
}

#[test]
fn a_signature_is_checked_once_however_many_ways_lead_over_it() {
    // Two keys to a level, each certified by both keys above: four certificates, and two at the top.
    let mesh = mesh(2, 3).unwrap();
    let search = ChainSearch::run(&read(&mesh.leaf), &[], &store(std::iter::once(&mesh)));
    assert_eq!(search.failure, NoPath::UnknownIssuer);
    // The leaf against four; the two of them that issued it against four each; those four against two each, although
    // eight ways lead to them.
    assert_eq!(search.signature_checks, 4 + 2 * 4 + 4 * 2);
}

#[test]
fn a_chain_is_found_in_spite_of_the_mesh_beside_it() {
    let sound = (0..).map(|number| chain(3, number).unwrap()).find(|case| case.shows.is_empty()).unwrap();
    let mesh = mesh(6, 6).unwrap();
    let store = store([&sound, &mesh].into_iter());
    let search = ChainSearch::run(&read(&sound.leaf), &[], &store);
    assert_eq!(search.paths.len(), 1);
    assert_eq!(search.signature_checks, sound.others.len() + 1);
}

#[test]
fn no_crowd_of_names_and_constraints_buys_unbounded_comparisons() {
    let search = |levels, subtrees, names| {
        let case = crowd(levels, subtrees, names).unwrap();
        ChainSearch::run(&read(&case.leaf), &[], &store(std::iter::once(&case)))
    };
    assert_eq!(search(4, 60, 60).paths.len(), 1);
    // Six times 250 times 250 comparisons are more than a search may spend, though each list is within its limit.
    let spent = search(6, 250, 250);
    assert_eq!((spent.paths.len(), spent.failure), (0, NoPath::TooComplex));
    // One list beyond its limit is not looked at.
    for (subtrees, names) in [(257, 1), (1, 257)] {
        let long = search(1, subtrees, names);
        assert_eq!((long.paths.len(), long.failure), (0, NoPath::TooComplex));
    }
}

/// The tree of RFC 5280 would have 16 to the power of 6 leaves here, which no test would live to see built.
#[test]
fn policies_that_map_to_each_other_do_not_multiply() {
    let case = policy_crowd(6, 16).unwrap();
    let explicit = PolicyInputs { require_explicit: true, ..PolicyInputs::default() };
    let store = store(std::iter::once(&case)).requiring(explicit);
    let search = ChainSearch::run(&read(&case.leaf), &[], &store);
    assert_eq!(search.paths[0].policies().len(), 16);
    // One mapping more than is looked at: not judged, rather than judged by a part of them.
    let long = policy_crowd(1, 17).unwrap();
    let store = self::store(std::iter::once(&long));
    assert_eq!(ChainSearch::run(&read(&long.leaf), &[], &store).failure, NoPath::TooComplex);
}

/// The answers do not depend on the order in which the certificates come.
#[test]
fn the_order_of_intermediates_does_not_matter() {
    for number in 0..120 {
        let case = chain(4, number).unwrap();
        let mut turned = case.clone();
        turned.others.reverse();
        let leaf = read(&case.leaf);
        let in_store = ChainSearch::run(&leaf, &[], &store(std::iter::once(&case)));
        assert_eq!(said(&in_store), said(&ChainSearch::run(&leaf, &[], &store(std::iter::once(&turned)))));
        let anchors = store(std::iter::once(&ChainCase { others: Vec::new(), ..case.clone() }));
        let found = |others: &[Vec<u8>]| {
            let given: Vec<_> = others.iter().map(|der| read(der)).collect();
            let search = ChainSearch::run(&leaf, &given, &anchors);
            (search.paths.len(), search.failure)
        };
        assert_eq!(found(&case.others), found(&turned.others), "{}", case.name);
        assert_eq!(found(&case.others), (in_store.paths.len(), in_store.failure), "{}", case.name);
    }
}

#[test]
fn an_answer_from_the_cache_equals_the_answer_without() {
    let cases: Vec<ChainCase> = (0..160).map(|number| chain(5, number).unwrap()).collect();
    let whole = store(cases.iter());
    let half = store(cases.iter().filter(|case| case.name.ends_with(['0', '2', '4', '6', '8'])));
    let demanding =
        whole.clone().requiring(PolicyInputs { require_explicit: true, ..PolicyInputs::default() });
    // One cache for all stores: what it knows of one must not answer for another.
    for cache in [Cache::default(), Cache::new(32)] {
        let mut found = [0; 3];
        for _ in 0..2 {
            for case in &cases {
                let leaf = read(&case.leaf);
                for (store, found) in [&whole, &half, &demanding].into_iter().zip(&mut found) {
                    let fresh = ChainSearch::run(&leaf, &[], store);
                    let entry = cache.get(&case.leaf, store).unwrap();
                    assert_eq!(said(&entry.1), said(&fresh), "{}", case.name);
                    *found += fresh.paths.len();
                }
            }
        }
        // The stores do give different answers.
        assert!(found[0] > found[1] && found[0] > found[2] && found[1] > 0 && found[2] > 0, "{found:?}");
    }
}

#[test]
fn the_cache_is_bounded_in_count() {
    let cases: Vec<ChainCase> = (0..200).map(|number| chain(6, number).unwrap()).collect();
    let store = store(cases.iter());
    let cache = Cache::new(48);
    let mut most = 0;
    for case in &cases {
        cache.get(&case.leaf, &store).unwrap();
        most = most.max(cache.len());
    }
    assert!(most <= 48 && most > 16, "{most}");
}

#[test]
fn the_cache_is_bounded_in_bytes() {
    let case = crowd(1, 1, 250).unwrap();
    assert!(case.leaf.len() > 4096);
    let store = store(std::iter::once(&case));
    // Sixteen certificates of 4 KB: one to a shard, and this one is larger.
    let small = Cache::new(16);
    assert_eq!(small.get(&case.leaf, &store).unwrap().1.paths.len(), 1);
    assert!(small.is_empty());
    let large = Cache::default();
    large.get(&case.leaf, &store).unwrap();
    assert_eq!(large.len(), 1);
}

/// Of two chains the one is judged that has the least against it.
#[test]
fn one_chain_that_holds_is_enough() {
    let at = Moment::from_unix(CHAINS_AT).unwrap();
    let anchor_of_best = |revoked: &[usize], sha1: bool, with_lists: &[usize]| {
        let (case, lists) = twice_certified(revoked, sha1).unwrap();
        let mut builder = TrustStore::builder();
        for anchor in &case.anchors {
            builder = builder.anchors(anchor).unwrap();
        }
        for other in &case.others {
            builder = builder.intermediates(other).unwrap();
        }
        for list in with_lists {
            builder = builder.crls(&lists[*list]).unwrap();
        }
        let search = ChainSearch::run(&read(&case.leaf), &[], &builder.build());
        assert_eq!(search.paths.len(), 2);
        search.best_at(at).unwrap().anchor().unwrap().subject().attribute("CN").unwrap().to_owned()
    };
    // Lists: of root 0, of the authority, of root 1.
    assert_eq!(anchor_of_best(&[0], false, &[0, 1, 2]), "Root 1");
    assert_eq!(anchor_of_best(&[1], false, &[0, 1, 2]), "Root 0");
    // Unknown is better than revoked, and known better than unknown.
    assert_eq!(anchor_of_best(&[0], false, &[0, 1]), "Root 1");
    assert_eq!(anchor_of_best(&[], false, &[0, 1]), "Root 0");
    assert_eq!(anchor_of_best(&[], false, &[1, 2]), "Root 1");
    // With nothing else between them, the one without SHA-1; but rather SHA-1 than revoked.
    assert_eq!(anchor_of_best(&[], true, &[0, 1, 2]), "Root 1");
    assert_eq!(anchor_of_best(&[1], true, &[0, 1, 2]), "Root 0");
}
