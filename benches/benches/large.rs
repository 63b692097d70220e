//! A finalisation 05/QTT-TNCN of 90,000 employees: the engine's whole check and its check of structure, beside
//! `xmllint --schema` with the authority's own schema on the same file. CPU time, in rounds that take turns.

use etax::form::{Catalogue, Form, Known, Version};
use etax::report::{Findings, Outcome};
use etax::xml::{Document, Limits, Parsed};
use etax_benches::corpus::{self, File};
use etax_benches::cpu;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROUNDS: usize = 5;
const ROWS: [usize; 3] = [22_500, 45_000, 90_000];

fn form() -> &'static Form {
    let version = Version::parse("2.5.1").expect("a version");
    match Catalogue::built_in().find("953", version, None) {
        Known::Form(form) => form,
        Known::Nearest(_) => panic!("form 953 2.5.1 is not built in"),
    }
}

/// The authority's schema with its faults mended, in a folder of its own.
fn schema(folder: &Path) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/testdata/declaration/xsd");
    if !source.is_dir() {
        println!("*** no schemas in {}: xmllint --schema is LEFT OUT", source.display());
        return None;
    }
    std::fs::create_dir_all(folder.join("Validate")).expect("a folder");
    for name in ["TKhaiThue.xsd", "xmldsig-core-schema.xsd", "Validate/05_QTT_TNCN_TT80_251.xsd"] {
        let text = std::fs::read_to_string(source.join(name)).expect("a schema");
        std::fs::write(folder.join(name), text.replace("..\\", "../")).expect("a file");
    }
    Some(folder.join("Validate/05_QTT_TNCN_TT80_251.xsd"))
}

/// Nanoseconds of CPU that children of this process have used.
fn children() -> u64 {
    // SAFETY: all zeros is a value of it, and it is valid for writes.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: see above.
    assert_eq!(unsafe { libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage) }, 0, "getrusage");
    [usage.ru_utime, usage.ru_stime]
        .iter()
        .map(|time| {
            u64::try_from(time.tv_sec).expect("time") * 1_000_000_000
                + u64::try_from(time.tv_usec).expect("time") * 1000
        })
        .sum()
}

fn milliseconds(clock: fn() -> u64, work: impl FnOnce()) -> f64 {
    let start = clock();
    work();
    (clock() - start) as f64 / 1e6
}

fn xmllint(file: &Path, schema: Option<&Path>) {
    let mut command = Command::new("xmllint");
    command.args(["--noout", "--nonet"]);
    if let Some(schema) = schema {
        command.arg("--schema").arg(schema);
    }
    let done = command.arg(file).output().expect("xmllint is installed");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn main() {
    let folder = std::env::temp_dir().join(format!("etax-large-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let schema = schema(&folder);
    let installed = Command::new("xmllint").arg("--version").output().is_ok();
    if !installed {
        println!("*** xmllint is not installed: it is LEFT OUT");
    }
    let engine = corpus::engine();
    for rows in ROWS {
        let made = etax_testkit::finalisation(corpus::SEED, rows).expect("the test kit works");
        let file = File { name: made.name, bytes: made.bytes };
        let path = folder.join(&file.name);
        std::fs::write(&path, &file.bytes).expect("a file");
        let mut times: Vec<(&str, Vec<f64>)> = Vec::new();
        for _ in 0..ROUNDS {
            let mut put =
                |name: &'static str, time: f64| match times.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, list)) => list.push(time),
                    None => times.push((name, vec![time])),
                };
            put(
                "etax, whole check",
                milliseconds(cpu::thread, || {
                    let checks = corpus::check(&engine, &file).main.checks;
                    assert_eq!((checks.structure, checks.rules), (Outcome::Passed, Outcome::Passed));
                }),
            );
            put(
                "etax, parse and structure",
                milliseconds(cpu::thread, || {
                    let Parsed::Document(document) = Document::parse(&file.bytes, &Limits::default()) else {
                        panic!("a document")
                    };
                    assert!(form().schema().check(form().id(), document.root(), &mut Findings::new(100)));
                }),
            );
            if installed {
                put("xmllint, parse", milliseconds(children, || xmllint(&path, None)));
                if let Some(schema) = &schema {
                    put("xmllint, parse and schema", milliseconds(children, || xmllint(&path, Some(schema))));
                }
            }
        }
        println!("{rows} rows, {} bytes; CPU ms, median (least) of {ROUNDS} rounds", file.bytes.len());
        for (name, list) in &times {
            println!("  {name}: {:.0} ({:.0})", cpu::median(list), cpu::least(list));
        }
    }
    let _ = std::fs::remove_dir_all(folder);
}
