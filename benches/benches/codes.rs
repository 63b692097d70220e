//! Keyed codes and sealed QR codes: verifications and makings a second on one core, beside what the same work costs in
//! bare compressions of SHA-256 and bare Ed25519. Times are CPU time of the thread, so that other work on the machine
//! counts less.

use criterion::{Bencher, Criterion, Throughput, criterion_group, criterion_main};
use etax::code::Mccqt;
use etax::code::auth34::{Printed, Root};
use etax::code::keyring::{Keyring, Standing};
use etax::code::sealed_qr::{KeyId, PublicKeys, Seal, SealingKey};
use etax::value::Moment;
use etax_benches::cpu;
use std::hint::black_box;
use std::time::Duration;

const RING: &str = "[[key]]\nissuer = 0\nid = 1\nfrom = \"2026-10-01\"\nuntil = \"2026-12-31\"\n";

fn invoice() -> Printed<'static> {
    Printed {
        seller: Some("0300123450"),
        form: Some("1"),
        series: Some("C26TAA"),
        number: Some("68"),
        date: Some("2026-11-21"),
        buyer: Some("0312345678-001"),
        currency: Some("VND"),
        tax: Some("12000"),
        total: Some("132000"),
        ..Printed::default()
    }
}

/// Measures in CPU time.
fn timed<T>(bench: &mut Bencher<'_>, mut work: impl FnMut() -> T) {
    bench.iter_custom(|times| {
        let begun = cpu::thread();
        for _ in 0..times {
            black_box(work());
        }
        Duration::from_nanos(cpu::thread() - begun)
    });
}

fn auth34(criterion: &mut Criterion) {
    let ring = Keyring::read(RING, &mut |issuer, id| Some(Root::from_bytes([7; 32]).key(issuer, id)))
        .expect("a ring");
    let key = Root::from_bytes([7; 32]).key(0, 1);
    let at = Moment::parse("2026-11-21").expect("a moment");
    let code = ring.mint(0, at, 7, &invoice()).expect("a code");
    let unknown = Root::from_bytes([8; 32]).key(9, 9).mint(7, &invoice()).expect("a code");
    let mut group = criterion.benchmark_group("codes");
    group.throughput(Throughput::Elements(1));
    group.bench_function("auth34 verify", |bench| {
        timed(bench, || {
            let standing = ring.verify(black_box(&code), black_box(&invoice()));
            assert_eq!(standing, Standing::Bound { serial: 7 });
        });
    });
    group.bench_function("auth34 verify, unknown key", |bench| {
        timed(bench, || {
            assert_eq!(ring.verify(black_box(&unknown), black_box(&invoice())), Standing::UnknownKey)
        });
    });
    group.bench_function("auth34 mint", |bench| {
        let mut serial = 0;
        timed(bench, || {
            serial += 1;
            key.mint(black_box(serial), black_box(&invoice())).expect("a code")
        });
    });
    // What five or six compressions cost that nothing else is done for: the floor.
    group.bench_function("SHA-256 of 64 bytes, two compressions", |bench| {
        timed(bench, || ring::digest::digest(&ring::digest::SHA256, black_box(&[7; 64])));
    });
    group.finish();
}

fn sealed(criterion: &mut Criterion) {
    let key = SealingKey::from_seed(KeyId::parse("26Q4A").expect("a name"), &[7; 32]).expect("a key");
    let code = Mccqt::parse("000123456789AB4DEF8123456789ABCDEF").expect("a code");
    let text = format!(
        "[[key]]\nid = \"26Q4A\"\nalgorithm = \"ed25519\"\npublic = \"{}\"\nfrom = \"2026-10-01\"\nuntil = \"2026-12-31\"",
        key.public_hex()
    );
    let keys = PublicKeys::read(&text).expect("a list");
    let seal = key.seal(&code, &invoice()).expect("a seal");
    let at = Moment::parse("2026-11-23").expect("a moment");
    let mut group = criterion.benchmark_group("codes");
    group.throughput(Throughput::Elements(1));
    group.bench_function("sealed-qr verify", |bench| {
        timed(bench, || assert_eq!(keys.verify(black_box(&seal), black_box(&invoice()), at), Seal::Genuine));
    });
    group.bench_function("sealed-qr seal", |bench| {
        timed(bench, || key.seal(black_box(&code), black_box(&invoice())).expect("a seal"));
    });
    group.finish();
}

criterion_group!(benches, auth34, sealed);
criterion_main!(benches);
