//! Compares etax with other verifiers in one run: the same documents, rounds interleaved, CPU time.

use etax::engine::{Engine, Input};
use etax::report::Verdict;
use etax::signature::TrustStore;
use etax_benches::corpus::{self, File};
use etax_benches::cpu::{self, least, median};
use etax_benches::peer::{Bergshamra, Etax, Peer};
#[cfg(xmlsec)]
use etax_benches::peer::{Keys, XmlSec};
use etax_testkit::Kind;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

fn main() {
    let count = argument("--documents", 200);
    let rounds = argument("--rounds", 9);
    let slice = Duration::from_millis(argument("--milliseconds", 700) as u64);

    let files = corpus::files(Kind::Bench, count);
    let issuers = corpus::issuers();
    let mut sizes: Vec<f64> = files.iter().map(|file| file.bytes.len() as f64).collect();
    sizes.sort_by(f64::total_cmp);
    println!(
        "{count} distinct coded invoices, two RSA-2048 signatures and five references each; median {} bytes ({} to {})",
        median(&sizes),
        sizes[0],
        sizes[sizes.len() - 1]
    );

    let mut peers: Vec<Box<dyn Peer>> =
        vec![Box::new(Etax(corpus::engine())), Box::new(Bergshamra::new(&issuers))];
    #[cfg(xmlsec)]
    {
        peers.push(Box::new(XmlSec::new(&issuers, Keys::Preset, &files)));
        // OpenSSL wants every chain to end in a self-signed certificate.
        let chain = [issuers, corpus::roots()].concat();
        peers.push(Box::new(XmlSec::new(&chain, Keys::Chain, &files)));
    }
    #[cfg(not(xmlsec))]
    eprintln!(
        "\n*** LEFT OUT: libxmlsec1 was not found when this was built, so it is not in the comparison.\n\
         *** Install it (Debian: apt-get install libxmlsec1-dev pkg-config) and build again.\n"
    );
    // For profiling one of them.
    if let Some(only) = std::env::args().skip_while(|argument| argument != "--only").nth(1) {
        peers.retain(|peer| peer.name().starts_with(&only));
    }
    for peer in &peers {
        prove(peer.as_ref(), &files);
    }
    prove_chains(&files);
    println!("every verifier accepts all {count} documents and rejects each of them when tampered with");

    let mut times: Vec<Vec<f64>> = vec![Vec::new(); peers.len()];
    for round in 0..rounds {
        for step in 0..peers.len() {
            // Nobody is always first.
            let at = (round + step) % peers.len();
            times[at].push(measure(peers[at].as_ref(), &files, slice));
        }
    }
    print_table(&peers, &times, corpus::bytes(&files) as f64 / count as f64);
    threads(&files, rounds, slice);
}

fn argument(name: &str, otherwise: usize) -> usize {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1).map_or(otherwise, |value| value.parse().expect("a number"))
}

/// Microseconds of CPU for a document.
fn measure(peer: &dyn Peer, files: &[File], slice: Duration) -> f64 {
    let (start, before) = (Instant::now(), cpu::thread());
    let mut done = 0u64;
    while start.elapsed() < slice {
        for file in files {
            assert!(peer.holds(file), "{} rejects {}", peer.name(), file.name);
        }
        done += files.len() as u64;
    }
    (cpu::thread() - before) as f64 / 1e3 / done as f64
}

/// Accepts what is right and rejects what is not, document by document.
fn prove(peer: &dyn Peer, files: &[File]) {
    for file in files {
        assert!(peer.holds(file), "{} rejects {}", peer.name(), file.name);
        for tampered in tamper(file) {
            assert!(!peer.holds(&tampered), "{} accepts {} tampered with", peer.name(), file.name);
        }
    }
}

/// The amount to pay, each digest, each signature value, the code, each signing time: one character
/// of each changed in a document of its own.
fn tamper(file: &File) -> Vec<File> {
    let text = std::str::from_utf8(&file.bytes).expect("UTF-8");
    let tags = ["<TgTTTBSo>", "<DigestValue>", "<SignatureValue>", "<MCCQT Id=", "<SigningTime>"];
    let mut made = Vec::new();
    for tag in tags {
        for (at, _) in text.match_indices(tag) {
            let inside = at + text[at..].find('>').expect("a tag") + 1;
            // A few characters in, where any digit or letter may stand.
            let place = inside + if tag == "<SigningTime>" { 18 } else { 3 };
            let mut bytes = file.bytes.clone();
            bytes[place] = match bytes[place] {
                b'1' => b'2',
                _ => b'1',
            };
            made.push(File { name: file.name.clone(), bytes });
        }
    }
    assert_eq!(made.len(), 1 + 5 + 2 + 1 + 2, "places to tamper with");
    made
}

/// Verifiers that check chains reject good signatures of signers that nobody vouches for.
fn prove_chains(files: &[File]) {
    let nobody: Vec<Box<dyn Peer>> = vec![
        Box::new(Etax(Engine::new(corpus::policy(), TrustStore::default()))),
        Box::new(Bergshamra::new(&corpus::issuers()[..1])),
        #[cfg(xmlsec)]
        Box::new(XmlSec::new(&[], Keys::Chain, files)),
    ];
    for peer in nobody {
        assert!(!peer.holds(&files[0]), "{} trusts anybody", peer.name());
    }
}

fn print_table(peers: &[Box<dyn Peer>], times: &[Vec<f64>], bytes: f64) {
    println!(
        "\n| verifier | CPU µs/document, median (min) | documents/s/core | MB/s/core | times etax, median of rounds |"
    );
    println!("|---|---|---|---|---|");
    for (at, peer) in peers.iter().enumerate() {
        let ratios: Vec<f64> = times[at].iter().zip(&times[0]).map(|(theirs, ours)| theirs / ours).collect();
        let middle = median(&times[at]);
        println!(
            "| {} | {middle:.1} ({:.1}) | {:.0} | {:.1} | {:.1} |",
            peer.name(),
            least(&times[at]),
            1e6 / middle,
            bytes / middle,
            median(&ratios)
        );
    }
}

/// `check_many` with one thread and with two, CPU and wall.
fn threads(files: &[File], rounds: usize, slice: Duration) {
    let engine = corpus::engine();
    let inputs: Vec<Input<'_>> = files
        .iter()
        .map(|file| Input { name: &file.name, bytes: &file.bytes, at: corpus::moment() })
        .collect();
    println!(
        "\n| etax, check_many | CPU µs/document, median (min) | documents/s by the wall clock, median (max) |"
    );
    println!("|---|---|---|");
    let mut results: [(Vec<f64>, Vec<f64>); 2] = Default::default();
    for _ in 0..rounds {
        for (threads, (cpus, walls)) in (1..).zip(results.iter_mut()) {
            let threads = NonZeroUsize::new(threads).expect("threads");
            let (start, before) = (Instant::now(), cpu::process());
            let mut done = 0u64;
            while start.elapsed() < slice {
                let reports = engine.check_many(&inputs, threads);
                assert!(reports.iter().all(|report| report.verdict == Verdict::Accepted));
                done += reports.len() as u64;
            }
            let wall = start.elapsed();
            cpus.push((cpu::process() - before) as f64 / 1e3 / done as f64);
            walls.push(done as f64 / wall.as_secs_f64());
        }
    }
    for (threads, (cpus, walls)) in (1..).zip(&results) {
        let most = walls.iter().copied().fold(0.0, f64::max);
        println!(
            "| {threads} thread(s) | {:.1} ({:.1}) | {:.0} ({most:.0}) |",
            median(cpus),
            least(cpus),
            median(walls)
        );
    }
}
