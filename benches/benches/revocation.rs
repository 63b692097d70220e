//! A revocation list of half a million entries: reading and indexing it, and looking a serial number up.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use etax::signature::pki::RevocationList;
use std::hint::black_box;

fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = content.len();
    if let Ok(short) = u8::try_from(length)
        && short < 0x80
    {
        out.push(short);
    } else {
        let bytes = length.to_be_bytes();
        let significant: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
        out.push(0x80 | u8::try_from(significant.len()).expect("at most eight"));
        out.extend(significant);
    }
    out.extend_from_slice(content);
    out
}

/// Sixteen bytes that look like chance, as authorities choose serial numbers.
fn serial(n: u64) -> [u8; 16] {
    let mixed = |n: u64| {
        let n = (n ^ (n >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (n ^ (n >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9).to_be_bytes()
    };
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&mixed(n + 1));
    bytes[8..].copy_from_slice(&mixed(n + 0x1234_5678));
    bytes[0] = bytes[0] & 0x7f | 0x40;
    bytes
}

/// A list of so many entries with reasons. Nobody signed it: reading does not look.
fn list(entries: u64) -> Vec<u8> {
    let reason = tagged(0x30, &[tagged(6, &[0x55, 0x1d, 0x15]), tagged(4, &[0x0a, 1, 4])].concat());
    let tail = [tagged(0x17, b"260105000000Z"), tagged(0x30, &reason)].concat();
    let all: Vec<u8> =
        (0..entries).flat_map(|n| tagged(0x30, &[tagged(2, &serial(n)), tail.clone()].concat())).collect();
    let algorithm = tagged(0x30, &tagged(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]));
    let common_name = tagged(0x30, &[tagged(6, &[0x55, 4, 3]), tagged(0x0c, b"Bench")].concat());
    let body = [
        tagged(2, &[1]),
        algorithm.clone(),
        tagged(0x30, &tagged(0x31, &common_name)),
        tagged(0x17, b"261101000000Z"),
        tagged(0x17, b"261201000000Z"),
        tagged(0x30, &all),
    ];
    tagged(0x30, &[tagged(0x30, &body.concat()), algorithm, tagged(3, &[0, 0x30, 0])].concat())
}

fn revocation(c: &mut Criterion) {
    const ENTRIES: u64 = 500_000;
    let der = list(ENTRIES);
    let kept = RevocationList::from_der(&der).expect("a list");
    assert_eq!(u64::try_from(kept.len()), Ok(ENTRIES));
    let mut group = c.benchmark_group("revocation list of 500,000 entries");
    group.sample_size(10).throughput(Throughput::Bytes(u64::try_from(der.len()).expect("a length")));
    group.bench_function("read and index", |b| b.iter(|| RevocationList::from_der(black_box(&der))));
    group.finish();
    let mut group = c.benchmark_group("revocation list of 500,000 entries, one look-up");
    let mut n = 0u64;
    group.bench_function("listed", |b| {
        b.iter(|| {
            n = (n + 7_919) % ENTRIES;
            assert!(kept.revoked(black_box(&serial(n))).is_some());
        });
    });
    group.bench_function("not listed", |b| {
        b.iter(|| {
            n += 7_919;
            assert!(kept.revoked(black_box(&serial(n + 2 * ENTRIES))).is_none());
        });
    });
    group.finish();
}

criterion_group!(benches, revocation);
criterion_main!(benches);
