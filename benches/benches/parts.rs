//! The parts of a check, one by one, on the 13 KB invoice: parse, canonicalize, digest, verify.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use etax::report::{Checks, Findings, SignatureInfo, SignatureStatus};
use etax::signature::{Subject, UnitKind, Verifier, check};
use etax::xml::{Apex, Canonicalization, Document, Element, Limits, Parsed, Sink, canonicalize};
use etax_benches::corpus::{self, File};
use etax_testkit::Kind;
use std::hint::black_box;

fn parse<'a>(file: &'a File, limits: &Limits) -> Document<'a> {
    match Document::parse(&file.bytes, limits) {
        Parsed::Document(document) => document,
        Parsed::Refused(defect) => panic!("{}: {defect:?}", file.name),
    }
}

fn data<'d>(document: &'d Document<'_>) -> Element<'d> {
    document.root().child("DLHDon").expect("invoice data")
}

struct Sha256(ring::digest::Context);

impl Sink for Sha256 {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
}

fn sha256(element: Element<'_>) -> ring::digest::Digest {
    let mut sink = Sha256(ring::digest::Context::new(&ring::digest::SHA256));
    canonicalize(Apex::Element(element), &Canonicalization::default(), None, &mut sink)
        .expect("a canonical form");
    sink.0.finish()
}

fn parts(c: &mut Criterion) {
    let limits = Limits::default();
    let files = corpus::files(Kind::Bench, 1);
    let file = &files[0];
    let spread = &corpus::spread(&files)[0];

    let mut group = c.benchmark_group("parse");
    group.throughput(Throughput::Bytes(file.bytes.len() as u64));
    let elements = parse(file, &limits).elements().count();
    group.bench_function("13 KB invoice", |b| {
        b.iter(|| assert_eq!(parse(black_box(file), &limits).elements().count(), elements));
    });
    group.finish();

    let (straight, crooked) = (parse(file, &limits), parse(spread, &limits));
    let mut expected = Vec::new();
    let method = Canonicalization::default();
    canonicalize(Apex::Element(data(&straight)), &method, None, &mut expected).expect("a canonical form");

    let mut group = c.benchmark_group("canonicalize");
    group.throughput(Throughput::Bytes(expected.len() as u64));
    for (name, document) in [("spans handed over", &straight), ("written anew", &crooked)] {
        let mut out = Vec::with_capacity(expected.len());
        group.bench_function(name, |b| {
            b.iter(|| {
                out.clear();
                canonicalize(Apex::Element(black_box(data(document))), &method, None, &mut out)
                    .expect("a canonical form");
                assert_eq!(out.len(), expected.len());
            });
        });
        assert_eq!(out, expected);
    }
    group.finish();

    let wanted = ring::digest::digest(&ring::digest::SHA256, &expected);
    let mut group = c.benchmark_group("digest");
    group.throughput(Throughput::Bytes(expected.len() as u64));
    for (name, document) in [("spans handed over", &straight), ("written anew", &crooked)] {
        group.bench_function(name, |b| {
            b.iter(|| assert_eq!(sha256(black_box(data(document))).as_ref(), wanted.as_ref()));
        });
    }
    group.finish();

    let verifier = Verifier::new(corpus::policy().signature, corpus::trust());
    let seller = data(&straight).find("NDHDon/NBan/MST").expect("the seller's tax code").trimmed();
    let codes = [&*seller];
    let mut subject = Subject::new(UnitKind::Invoice, corpus::moment());
    subject.tax_codes = &codes;
    subject.coded = true;
    let mut group = c.benchmark_group("verify");
    group.throughput(Throughput::Bytes(file.bytes.len() as u64));
    group.bench_function("both signatures, parsed before", |b| {
        b.iter(|| {
            let (mut findings, mut checks) = (Findings::new(10), Checks::default());
            let root = black_box(&straight).root();
            let verification = check(root, &subject, &verifier, &mut findings, &mut checks);
            let valid = |signature: &&SignatureInfo| signature.status == SignatureStatus::Valid;
            assert_eq!(verification.signatures.iter().filter(valid).count(), 2);
        });
    });
    group.finish();
}

criterion_group!(benches, parts);
criterion_main!(benches);
