//! The whole check: bytes in, report out.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use etax::engine::{Engine, Input};
use etax::report::Verdict;
use etax_benches::corpus::{self, File};
use etax_testkit::Kind;
use std::hint::black_box;
use std::num::NonZeroUsize;

/// Documents in turn, so that no branch predictor learns one by heart.
const TURN: usize = 64;

fn row(c: &mut Criterion, name: &str, files: &[File]) {
    let engine = corpus::engine();
    for file in files {
        let report = corpus::check(&engine, file);
        let ids: Vec<_> = report.main.findings.iter().map(|finding| finding.rule.id).collect();
        assert_eq!(report.verdict, Verdict::Accepted, "{}: {ids:?}", file.name);
    }
    let mut group = c.benchmark_group("check");
    group.throughput(Throughput::Bytes(corpus::bytes(files) / files.len() as u64));
    let mut turn = (0..files.len()).cycle();
    group.bench_function(name, |b| {
        b.iter(|| {
            let file = &files[turn.next().expect("files")];
            assert!(corpus::accepts(&engine, black_box(file)), "{}", file.name);
        });
    });
    group.finish();
}

/// Every certificate is new to the engine: parsed, its chain built and verified.
fn cold(c: &mut Criterion, files: &[File]) {
    let (policy, trust) = (corpus::policy(), corpus::trust());
    let mut group = c.benchmark_group("check");
    group.throughput(Throughput::Bytes(corpus::bytes(files) / files.len() as u64));
    let mut turn = (0..files.len()).cycle();
    group.bench_function("13 KB coded invoice, certificates never seen", |b| {
        b.iter_batched(
            || (Engine::new(policy.clone(), trust.clone()), &files[turn.next().expect("files")]),
            |(engine, file)| {
                assert!(corpus::accepts(&engine, file), "{}", file.name);
                engine
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

fn many(c: &mut Criterion, files: &[File]) {
    let engine = corpus::engine();
    let inputs: Vec<_> = files
        .iter()
        .map(|file| Input { name: &file.name, bytes: &file.bytes, at: corpus::moment() })
        .collect();
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let mut group = c.benchmark_group("check_many");
    group.throughput(Throughput::Bytes(corpus::bytes(files)));
    group.bench_function(format!("{} invoices of 13 KB, {threads} threads", files.len()), |b| {
        b.iter(|| {
            let reports = engine.check_many(black_box(&inputs), threads);
            assert!(reports.iter().all(|report| report.verdict == Verdict::Accepted));
        });
    });
    group.finish();
}

fn json(c: &mut Criterion, files: &[File]) {
    let engine = corpus::engine();
    let reports: Vec<_> = files.iter().map(|file| corpus::check(&engine, file)).collect();
    let mut turn = (0..reports.len()).cycle();
    c.bench_function("report/as JSON", |b| {
        b.iter(|| assert!(reports[turn.next().expect("reports")].to_json().starts_with('{')));
    });
}

fn whole(c: &mut Criterion) {
    let coded = corpus::files(Kind::Bench, TURN);
    row(c, "13 KB coded invoice, two RSA-2048", &coded);
    row(
        c,
        "6 KB message with a coded register invoice, one RSA-2048",
        &corpus::files(Kind::BenchRegister, TURN),
    );
    row(c, "6 KB invoice without code, one RSA-2048", &corpus::files(Kind::BenchSmall, TURN));
    row(c, "13 KB coded invoice, not canonical", &corpus::spread(&coded));
    row(c, "13 KB coded invoice, seller signs with SHA-1", &corpus::files(Kind::BenchSha1, TURN));
    row(c, "14 KB payment order, three signatures", &corpus::files(Kind::Order, TURN));
    row(c, "7 KB declaration 01/GTGT", &corpus::files(Kind::Declaration, TURN));
    cold(c, &coded);
    json(c, &coded);
    many(c, &corpus::files(Kind::Bench, 1024));
}

criterion_group!(benches, whole);
criterion_main!(benches);
