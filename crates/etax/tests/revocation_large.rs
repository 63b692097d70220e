//! A list of half a million entries: every one is found, and what is kept is the list and four bytes an entry.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod memory_support;
mod revocation_support;

use etax::signature::pki::{Reason, RevocationList, Standing};
use memory_support::spent;
use revocation_support::{LEAF, Workshop, moment};
use std::time::Instant;

const ENTRIES: u64 = 500_000;

fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match content.len() {
        length @ 0..0x80 => out.push(u8::try_from(length).unwrap()),
        length => {
            let bytes = length.to_be_bytes();
            let significant: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
            out.push(0x80 | u8::try_from(significant.len()).unwrap());
            out.extend(significant);
        }
    }
    out.extend_from_slice(content);
    out
}

/// Sixteen bytes that look like chance and are in no order; entry `n` of the list.
fn serial(n: u64) -> [u8; 16] {
    let mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&mixed.to_be_bytes());
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    bytes[0] = bytes[0] & 0x7f | 0x40;
    bytes
}

/// A list with `one`'s serial number among the many.
fn list(workshop: &Workshop, leaf: &str) -> Vec<u8> {
    let reason = tagged(0x30, &[tagged(6, &[0x55, 0x1d, 0x15]), tagged(4, &[0x0a, 1, 4])].concat());
    let tail = [tagged(0x17, b"260105000000Z"), tagged(0x30, &reason)].concat();
    let entry = |serial: &[u8]| tagged(0x30, &[tagged(2, serial), tail.clone()].concat());
    let mut entries = Vec::with_capacity(30_000_000);
    for n in 0..ENTRIES {
        if n == ENTRIES / 3 {
            let hex = workshop.serial(leaf);
            let bytes: Vec<u8> = (0..hex.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
                .collect();
            entries.extend(entry(&bytes));
        }
        entries.extend(entry(&serial(n)));
    }
    // ecdsa-with-SHA256
    let algorithm = tagged(0x30, &tagged(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]));
    // The issuer's name, out of an empty list that OpenSSL made.
    workshop.book("sub", &[]);
    workshop.list("sub", "", ("261101000000Z", "261201000000Z"), "empty.crl");
    let empty = workshop.read("empty.crl");
    let name_at =
        empty.windows(algorithm.len()).position(|window| window == algorithm).unwrap() + algorithm.len();
    let name = &empty[name_at..name_at + 2 + usize::from(empty[name_at + 1])];
    let body = tagged(
        0x30,
        &[
            tagged(2, &[1]),
            algorithm.clone(),
            name.to_vec(),
            tagged(0x17, b"261101000000Z"),
            tagged(0x17, b"261201000000Z"),
            tagged(0x30, &entries),
        ]
        .concat(),
    );
    workshop.write("body", &body);
    workshop.run(&["dgst", "-sha256", "-sign", "sub.key", "-out", "signature", "body"]);
    let mut bits = vec![0];
    bits.extend(workshop.read("signature"));
    tagged(0x30, &[body, algorithm, tagged(3, &bits)].concat())
}

#[test]
fn half_a_million_entries() {
    let Some(workshop) = Workshop::open("half_a_million_entries") else { return };
    revocation_support::tree(&workshop);
    workshop.certificate("three", "Three", "sub", LEAF);
    let der = list(&workshop, "one");
    assert!(der.len() > 20_000_000);

    let started = Instant::now();
    let (cost, kept) = spent(|| RevocationList::from_der(&der).unwrap());
    let took = started.elapsed();
    let (heap, peak) = (cost.kept, cost.peak);
    println!("{} bytes: {heap} kept, {peak} at most, read in {took:?}", der.len());
    assert_eq!(kept.len(), usize::try_from(ENTRIES).unwrap() + 1);
    let index = 4 * kept.len();
    assert!(heap <= der.len() + index + 4096, "{heap}");
    // While it is sorted, an entry takes another sixteen bytes and some room to spare.
    assert!(peak <= der.len() + 7 * index, "{peak}");
    drop(kept);

    let store = workshop.store().crls(&der).unwrap().build();
    let at = moment("2026-11-15");
    let known = workshop.knows("one", &store);
    let Standing::Revoked(revoked, _) = known.standing(at) else { panic!("{known:?}") };
    assert_eq!((revoked.reason, revoked.since), (Reason::Superseded, moment("2026-01-05T00:00:00Z")));
    for leaf in ["two", "three"] {
        assert!(matches!(workshop.knows(leaf, &store).standing(at), Standing::Good(_)));
    }
    // The signature was verified once; these look-ups would take minutes if it were each time.
    let (leaf, started) = (workshop.load("two"), Instant::now());
    for _ in 0..200 {
        let search = etax::signature::pki::ChainSearch::run(&leaf, &[], &store);
        assert!(matches!(search.paths[0].revocations()[0].standing(at), Standing::Good(_)));
    }
    println!("200 chains with look-ups in {:?}", started.elapsed());
}
