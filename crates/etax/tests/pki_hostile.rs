//! Certificates that are cut, swollen, nested or crowded: an error or a certificate, never a panic, and never a chain.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use etax::signature::pki::{Certificate, ChainSearch, TrustStore};
use std::sync::Arc;

const SUITE: &[u8] = include_bytes!("pkits/suite.der");
const INDEX: &str = include_str!("pkits/index.tsv");

/// Sound certificates with the extensions that are read: policies, mappings, constraints, alternative names.
const CHOSEN: [&str; 10] = [
    "certs/GoodCACert",
    "certs/ValidDNandRFC822nameConstraintsTest27EE",
    "certs/UserNoticeQualifierTest19EE",
    "certs/ValidURInameConstraintsTest34EE",
    "certs/nameConstraintsDN5CACert",
    "certs/nameConstraintsRFC822CA1Cert",
    "certs/P12Mapping1to3CACert",
    "certs/inhibitAnyPolicy0CACert",
    "certs/ValidUTF8StringEncodedNamesTest9EE",
    "certs/ValidcRLIssuerTest28EE",
];

fn suite(wanted: &str) -> &'static [u8] {
    let mut start = 0;
    for line in INDEX.lines() {
        let (name, length) = line.split_once('\t').unwrap();
        let length: usize = length.parse().unwrap();
        if name == wanted {
            return &SUITE[start..start + length];
        }
        start += length;
    }
    panic!("{wanted} is not in the suite");
}

fn chosen() -> impl Iterator<Item = &'static [u8]> {
    CHOSEN.iter().map(|name| suite(name))
}

/// The suite's anchor and every authority that can be read.
fn store() -> TrustStore {
    let mut builder = TrustStore::builder();
    let mut rest = SUITE;
    for line in INDEX.lines() {
        let (name, length) = line.split_once('\t').unwrap();
        let (der, after) = rest.split_at(length.parse().unwrap());
        rest = after;
        if name == "certs/TrustAnchorRootCertificate" {
            builder = builder.anchors(der).unwrap();
        } else if name.starts_with("certs/") && !name.ends_with("EE") {
            builder = builder.clone().intermediates(der).unwrap_or(builder);
        }
    }
    builder.build()
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut out = vec![tag];
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let bytes = u32::try_from(length).unwrap().to_be_bytes();
            let significant = &bytes[bytes.iter().position(|byte| *byte != 0).unwrap()..];
            out.push(0x80 | u8::try_from(significant.len()).unwrap());
            out.extend_from_slice(significant);
        }
    }
    out.extend_from_slice(content);
    out
}

/// A certificate with these extensions and this name for subject and issuer. Nobody signed it.
fn certificate(name: &[u8], extensions: &[Vec<u8>]) -> Vec<u8> {
    let algorithm = tlv(0x30, &[0x06, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 11, 5, 0]);
    let good = suite("certs/GoodCACert");
    let key = {
        // The key of the suite's "Good CA", as it stands.
        let start = good.windows(4).position(|bytes| bytes == [0x30, 0x82, 0x01, 0x22]).unwrap();
        &good[start..start + 4 + 0x122]
    };
    let dates = tlv(0x30, &[tlv(0x17, b"100101083000Z"), tlv(0x17, b"301231083000Z")].concat());
    let name = tlv(0x30, name);
    let body = tlv(
        0x30,
        &[
            tlv(0xA0, &[2, 1, 2]),
            vec![2, 1, 1],
            algorithm.clone(),
            name.clone(),
            dates,
            name,
            key.to_vec(),
            tlv(0xA3, &tlv(0x30, &extensions.concat())),
        ]
        .concat(),
    );
    tlv(0x30, &[body, algorithm, tlv(3, &[0; 257])].concat())
}

fn extension(oid: &[u8], value: &[u8]) -> Vec<u8> {
    tlv(0x30, &[tlv(6, oid), tlv(4, value)].concat())
}

/// The answer, after everything was looked at that a report shows. No chain may come of it.
fn read(der: &[u8], store: &TrustStore) -> Result<Certificate, String> {
    let certificate = Certificate::from_der(der).map_err(|reason| reason.to_string())?;
    let _ = (certificate.subject().to_string(), certificate.issuer().to_string(), certificate.serial_hex());
    let _ = (certificate.policies(), certificate.identities(), certificate.not_after().to_string());
    let search = ChainSearch::run(&Arc::new(certificate.clone()), &[], store);
    assert!(search.paths.is_empty(), "a chain for what nobody signed");
    Ok(certificate)
}

#[test]
fn a_certificate_cut_anywhere_is_unreadable() {
    for der in chosen() {
        assert!(Certificate::from_der(der).is_ok());
        for end in 0..der.len() {
            assert!(Certificate::from_der(&der[..end]).is_err(), "cut at {end}");
        }
        let mut longer = der.to_vec();
        longer.push(0);
        assert!(Certificate::from_der(&longer).is_err());
    }
}

#[test]
fn a_changed_byte_leaves_no_chain() {
    let store = store();
    let mut readable = 0;
    for der in chosen() {
        for at in 0..der.len() {
            for flip in [0x01, 0x80, 0xFF] {
                let mut changed = der.to_vec();
                changed[at] ^= flip;
                readable += usize::from(read(&changed, &store).is_ok());
            }
        }
    }
    assert!(readable > 1_000, "{readable} changed certificates were still read");
}

#[test]
fn lengths_that_lie_are_refused() {
    let lies: [&[u8]; 6] = [
        &[0x80],
        &[0x84, 0xFF, 0xFF, 0xFF, 0xFF],
        &[0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        &[0x85, 0, 0, 0, 0, 1],
        &[0x81, 0x05],
        &[0xFF],
    ];
    let store = store();
    for der in chosen() {
        for at in 1..der.len() {
            for lie in lies {
                let lying = [&der[..at], lie, &der[at + 1..]].concat();
                if lying == der {
                    continue;
                }
                if let Ok(certificate) = read(&lying, &store) {
                    // It fell into a value; the bytes are the very ones that were given.
                    assert_eq!(certificate.der(), lying);
                }
            }
        }
    }
}

/// `count` elements, one inside the other.
fn nested(tag: u8, count: usize) -> Vec<u8> {
    let mut inside = Vec::new();
    for _ in 0..count {
        inside = tlv(tag, &inside);
    }
    inside
}

const POLICIES: &[u8] = &[0x55, 0x1D, 32];
const NAMES: &[u8] = &[0x55, 0x1D, 17];
const CONSTRAINTS: &[u8] = &[0x55, 0x1D, 30];
const MAPPINGS: &[u8] = &[0x55, 0x1D, 33];
const EXTENDED_USAGE: &[u8] = &[0x55, 0x1D, 37];

#[test]
fn deep_nesting_is_not_followed() {
    let store = store();
    for oid in [POLICIES, NAMES, CONSTRAINTS, MAPPINGS, EXTENDED_USAGE, &[0x55, 0x1D, 19], &[0x2A, 3]] {
        for tag in [0x30, 0x31, 0xA0, 0xA4] {
            let value = nested(tag, 9_000);
            let _ = read(&certificate(&[], &[extension(oid, &value)]), &store);
            let _ = read(&certificate(&[], &[extension(oid, &tlv(0x30, &value))]), &store);
        }
    }
    for tag in [0x30, 0x31, 0xA0] {
        let deep = nested(tag, 4_500);
        assert!(read(&certificate(&deep, &[]), &store).is_err());
        // As an attribute's value, where anything may stand, it is shown in hex.
        let attribute = tlv(0x31, &tlv(0x30, &[tlv(6, &[0x55, 4, 3]), deep].concat()));
        let certificate = read(&certificate(&attribute, &[]), &store).unwrap();
        assert!(certificate.subject().attribute("CN").unwrap().starts_with('#'));
    }
}

#[test]
fn crowds_within_one_certificate_are_counted() {
    let store = store();
    let number = |n: usize| u32::try_from(n).unwrap().to_be_bytes();
    // An identifier of four arcs for each number.
    let oid = |n: usize| {
        let arcs = [n >> 14 & 0x7F, n >> 7 & 0x7F, n & 0x7F].map(|arc| u8::try_from(arc).unwrap());
        tlv(6, &[0x2A, 0x80 | arcs[0] | 1, 0x80 | arcs[1], arcs[2]])
    };
    let many = |count: usize, one: &dyn Fn(usize) -> Vec<u8>| (0..count).flat_map(one).collect::<Vec<u8>>();

    let extensions: Vec<_> = (0..3_000).map(|n| tlv(0x30, &[oid(n), tlv(4, &number(n))].concat())).collect();
    assert_eq!(read(&certificate(&[], &extensions), &store).unwrap_err(), "more than 64 extensions");
    assert!(read(&certificate(&[], &extensions[..64]), &store).is_ok());

    let policies = many(5_000, &|n| tlv(0x30, &oid(n)));
    let crowded = read(&certificate(&[], &[extension(POLICIES, &tlv(0x30, &policies))]), &store).unwrap();
    assert_eq!(crowded.policies().len(), 256);
    let mappings = many(2_500, &|n| tlv(0x30, &[oid(n), oid(n + 1)].concat()));
    assert!(read(&certificate(&[], &[extension(MAPPINGS, &tlv(0x30, &mappings))]), &store).is_ok());
    let usages = many(8_000, &oid);
    assert!(read(&certificate(&[], &[extension(EXTENDED_USAGE, &tlv(0x30, &usages))]), &store).is_ok());

    let names = many(8_000, &|n| tlv(0x82, &number(n)));
    assert!(read(&certificate(&[], &[extension(NAMES, &tlv(0x30, &names))]), &store).is_ok());
    let subtrees = many(6_000, &|n| tlv(0x30, &tlv(0x82, &[b'a', number(n)[3] & 0x7F])));
    for list in [0xA0, 0xA1] {
        let constraints = tlv(0x30, &tlv(list, &subtrees));
        assert!(read(&certificate(&[], &[extension(CONSTRAINTS, &constraints)]), &store).is_ok());
    }

    // Attributes of a name: one set with all, sorted the wrong way round, and one set for each.
    let pair = |n: usize| tlv(0x30, &[oid(n), tlv(12, b"x")].concat());
    let in_one_set = tlv(0x31, &many(2_000, &|n| pair(2_000 - n)));
    let in_many = many(1_500, &|n| tlv(0x31, &pair(n)));
    for name in [in_one_set, in_many] {
        let crowded = read(&certificate(&name, &[]), &store).unwrap();
        assert!(crowded.subject().attributes().count() >= 1_500 && crowded.is_self_issued());
    }
    // One attribute as long as may be.
    let long = tlv(0x31, &tlv(0x30, &[tlv(6, &[0x55, 4, 3]), tlv(12, &vec![b'x'; 25_000])].concat()));
    assert_eq!(read(&certificate(&long, &[]), &store).unwrap().subject().attribute("CN").unwrap().len(), 512);
}

#[test]
fn more_than_64_kilobytes_are_not_read() {
    let padding = extension(&[0x2A, 3], &vec![0; 64 * 1024]);
    assert_eq!(
        Certificate::from_der(&certificate(&[], &[padding])).unwrap_err().to_string(),
        "larger than 64 KB"
    );
}
