//! What it costs that forms are data: the catalogue's index, the first use of a form, the reading of all of them, each in a
//! process of its own that has read nothing yet. CPU time of the thread, so that other work on the machine does not count.

use etax::form::{Catalogue, Known, Version};
use etax_benches::cpu;
use std::hint::black_box;
use std::process::Command;

/// Processes for each figure.
const ROUNDS: usize = 20;

/// Forms that a user waits for: the most frequent, the largest, a small one.
const FORMS: [(&str, &str); 4] = [("842", "2.8.3"), ("953", "2.5.1"), ("892", "2.5.1"), ("997", "2.7.2")];

fn form(code: &str, version: &str) {
    let version = Version::parse(version).expect("a version");
    let Known::Form(form) = Catalogue::built_in().find(code, version, None) else {
        panic!("{code} {version} is not built in")
    };
    assert_eq!(form.head().code, code);
}

fn timed(work: impl FnOnce()) {
    let start = cpu::thread();
    work();
    println!("{}", cpu::thread() - start);
}

/// What a process measures, by its argument.
fn measure(what: &str) {
    match what.split_once(' ') {
        Some((code, version)) => {
            black_box(Catalogue::built_in());
            timed(|| form(code, version));
        }
        None if what == "index" => timed(|| {
            black_box(Catalogue::built_in());
        }),
        None => {
            black_box(Catalogue::built_in());
            timed(|| assert!(Catalogue::built_in().forms().count() > 190));
        }
    }
}

fn row(name: &str, what: &str) {
    let program = std::env::current_exe().expect("this program");
    let times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let done = Command::new(&program).args(["--measure", what]).output().expect("this program");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            let text = String::from_utf8(done.stdout).expect("a number");
            text.trim().parse::<f64>().expect("a number") / 1e6
        })
        .collect();
    println!("{name}: {:.2} ms ({:.2} at least)", cpu::median(&times), cpu::least(&times));
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some("--measure") {
        return measure(&arguments.next().expect("what to measure"));
    }
    println!("CPU ms, median of {ROUNDS} processes");
    row("the index: heads and filing of every form", "index");
    for (code, version) in FORMS {
        row(&format!("first use of form {code} {version}"), &format!("{code} {version}"));
    }
    row(&format!("all {} forms", Catalogue::built_in().heads().count()), "all");
}
