//! Lists, responses and time-stamps of any bytes: read or refused, without panic and at a cost linear in their length.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod signature_support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use etax::signature::pki::{OcspResponse, RevocationList, TrustStore};
use etax::signature::{Settings, Verifier};
use proptest::prelude::*;
use signature_support::{parse, verify};
use std::time::{Duration, Instant};

const TAGS: [u8; 20] = [
    0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x17, 0x18, 0x30, 0x31, 0x80, 0x81, 0x82, 0xa0,
    0xa1, 0xa2, 0xa4,
];

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

/// Any well-formed DER, a few levels deep.
fn der() -> impl Strategy<Value = Vec<u8>> {
    let known = prop_oneof![
        Just(tagged(0x17, b"261101000000Z")),
        Just(tagged(0x18, b"20261101000000Z")),
        Just(tagged(0x0a, &[0])),
        Just(tagged(0x06, &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1])),
        Just(tagged(0x06, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2])),
        Just(tagged(0x06, &[0x55, 0x1d, 0x1c])),
        Just(tagged(0x03, &[0, 1, 2])),
    ];
    let leaf = prop_oneof![
        3 => (proptest::sample::select(TAGS.to_vec()), proptest::collection::vec(any::<u8>(), 0..20))
            .prop_map(|(tag, content)| tagged(tag, &content)),
        2 => known,
    ];
    leaf.prop_recursive(6, 60, 8, |inner| {
        (
            proptest::sample::select(vec![0x30u8, 0x31, 0xa0, 0xa1, 0xa2, 0x04]),
            proptest::collection::vec(inner, 0..8),
        )
            .prop_map(|(tag, parts)| tagged(tag, &parts.concat()))
    })
}

fn stamped(token: &[u8]) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/good/invoice-1-uncoded.xml");
    let text = std::fs::read_to_string(path).unwrap();
    let object = format!(
        "<Object><x:QualifyingProperties xmlns:x=\"http://uri.etsi.org/01903/v1.3.2#\"><x:UnsignedProperties>\
         <x:UnsignedSignatureProperties><x:SignatureTimeStamp><x:EncapsulatedTimeStamp>{}</x:EncapsulatedTimeStamp>\
         </x:SignatureTimeStamp></x:UnsignedSignatureProperties></x:UnsignedProperties></x:QualifyingProperties>\
         </Object></Signature>",
        STANDARD.encode(token)
    );
    let text = text.replacen("</Signature>", &object, 1);
    let document = parse(text.as_bytes()).unwrap();
    let verifier = Verifier::new(Settings::default(), TrustStore::default());
    let (verification, _, _) = verify(document.root(), &verifier);
    assert!(verification.signatures[0].timestamp.is_none());
}

proptest! {
    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = RevocationList::from_der(&bytes);
        let _ = OcspResponse::from_der(&bytes);
        let _ = TrustStore::builder().ocsp(&bytes).map(|builder| builder.build().refused().count());
    }

    #[test]
    fn random_structures(der in der()) {
        let _ = RevocationList::from_der(&der);
        let _ = OcspResponse::from_der(&der);
        let _ = TrustStore::builder().crls(&der).map(|builder| builder.build().refused().count());
    }

    #[test]
    fn random_tokens(der in der()) {
        stamped(&der);
    }
}

/// A list with these entries, and extensions after them.
fn list(entries: &[u8], extensions: &[u8]) -> Vec<u8> {
    let algorithm = tagged(0x30, &tagged(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]));
    let mut body = [
        tagged(2, &[1]),
        algorithm.clone(),
        tagged(0x30, &[]),
        tagged(0x17, b"261101000000Z"),
        tagged(0x30, entries),
    ]
    .concat();
    if !extensions.is_empty() {
        body.extend(tagged(0xa0, &tagged(0x30, extensions)));
    }
    tagged(0x30, &[tagged(0x30, &body), algorithm, tagged(3, &[0, 0x30, 0])].concat())
}

/// A basic response with these answers.
fn response(answers: &[u8]) -> Vec<u8> {
    let algorithm = tagged(0x30, &tagged(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]));
    let data = [tagged(0xa2, &tagged(4, &[7; 20])), tagged(0x18, b"20261101000000Z"), tagged(0x30, answers)]
        .concat();
    let basic = tagged(0x30, &[tagged(0x30, &data), algorithm, tagged(3, &[0, 0x30, 0])].concat());
    let typed = [tagged(6, &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1]), tagged(4, &basic)].concat();
    tagged(0x30, &[tagged(0x0a, &[0]), tagged(0xa0, &tagged(0x30, &typed))].concat())
}

fn answer(serial: &[u8]) -> Vec<u8> {
    let hash = tagged(0x30, &tagged(6, &[0x2b, 0x0e, 3, 2, 0x1a]));
    let id = tagged(0x30, &[hash, tagged(4, &[1; 20]), tagged(4, &[2; 20]), tagged(2, serial)].concat());
    tagged(0x30, &[id, tagged(0x80, &[]), tagged(0x18, b"20261101000000Z")].concat())
}

#[test]
fn the_shapes_used_here_can_be_read() {
    let date = tagged(0x17, b"260105000000Z");
    let entry = tagged(0x30, &[tagged(2, &[5]), date].concat());
    let kept = RevocationList::from_der(&list(&entry, &[])).unwrap();
    assert_eq!(kept.len(), 1);
    assert!(kept.revoked(&[5]).is_some() && kept.revoked(&[0, 5]).is_some() && kept.revoked(&[6]).is_none());
    assert_eq!(OcspResponse::from_der(&response(&answer(&[5]))).unwrap().len(), 1);
}

/// Twice as long may take at most some four times as long: sorting, and a machine that does other things besides.
#[test]
fn cost_grows_with_the_length() {
    let date = || tagged(0x17, b"260105000000Z");
    let entry =
        |serial: &[u8], rest: &[u8]| tagged(0x30, &[tagged(2, serial), date(), rest.to_vec()].concat());
    let repeat = |one: &[u8], count: usize| one.repeat(count);
    let extension = tagged(0x30, &[tagged(6, &[0x2a, 3]), tagged(4, &[])].concat());
    let many_extensions = |count: usize| tagged(0x30, &repeat(&extension, count));
    let name = tagged(0x86, b"http://crl.example/1.crl");
    let point = |count: usize| {
        let names = tagged(0xa0, &tagged(0xa0, &repeat(&name, count)));
        tagged(0x30, &[tagged(6, &[0x55, 0x1d, 0x1c]), tagged(4, &tagged(0x30, &names))].concat())
    };
    type Shape<'s> = (&'static str, Box<dyn Fn(usize) -> Vec<u8> + 's>);
    let shapes: Vec<Shape<'_>> = vec![
        ("one serial number throughout", Box::new(|n| list(&repeat(&entry(&[5], &[]), n), &[]))),
        (
            "serial numbers with one ending",
            Box::new(|n| {
                let all: Vec<u8> = (0..n)
                    .flat_map(|at| entry(&[&at.to_be_bytes()[..], &[7; 9]].concat()[4..], &[]))
                    .collect();
                list(&all, &[])
            }),
        ),
        ("an entry with many extensions", Box::new(|n| list(&entry(&[5], &many_extensions(n * 3)), &[]))),
        ("a long serial number", Box::new(|n| list(&entry(&vec![0x55; n * 20], &[]), &[]))),
        ("many zeros before a serial number", Box::new(|n| list(&entry(&vec![0; n * 20], &[]), &[]))),
        ("many extensions of the list", Box::new(|n| list(&entry(&[5], &[]), &repeat(&extension, n * 3)))),
        ("many names of a distribution point", Box::new(|n| list(&entry(&[5], &[]), &point(n)))),
        (
            "nothing but the starts of sequences",
            Box::new(|n| repeat(&[0x30, 0x84, 0, 0xff, 0xff, 0xff], n * 4)),
        ),
        (
            "answers in a response",
            Box::new(|n| response(&(0..n / 16).flat_map(|_| answer(&[5])).collect::<Vec<_>>())),
        ),
    ];
    let cost = |der: &[u8]| -> Duration {
        let started = Instant::now();
        let _ = RevocationList::from_der(der);
        let _ = OcspResponse::from_der(der);
        let _ = TrustStore::builder().crls(der).map(|builder| builder.build());
        let _ = TrustStore::builder().ocsp(der).map(|builder| builder.build());
        started.elapsed()
    };
    for (name, shape) in shapes {
        let (short, long) = (shape(2_000), shape(16_000));
        assert!(long.len() > 6 * short.len(), "{name}");
        let best = |der: &[u8]| (0..3).map(|_| cost(der)).min().unwrap();
        let (short, long) = (best(&short), best(&long));
        println!("{name}: {short:?}, eight times as long {long:?}");
        assert!(long < short * 32 + Duration::from_millis(200), "{name}: {short:?} {long:?}");
    }
}
