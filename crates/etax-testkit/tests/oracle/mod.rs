//! Two other implementations as judges of XML signatures: the JDK's (JSR 105, through `oracle/Judge.java`) and xmlsec1.
//!
//! Both are asked the same: does core validation (every reference, and the signature value) hold under the key of the
//! certificate in `KeyInfo`? Nobody's trust is judged and nothing outside the document is fetched.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "not every test needs both; a test that cannot go on should stop"
)]

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

const JUDGE: &str = include_str!("../../oracle/Judge.java");

/// What a judge says of one signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Word {
    Valid,
    /// A digest or the value does not hold.
    Invalid,
    /// It could not be judged.
    Error,
}

/// One signature, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) path: PathBuf,
    /// Which `Signature`, counted from 1 in document order; 0 when the file is no document to this judge.
    pub(crate) number: usize,
    pub(crate) word: Word,
    /// Why, in the judge's own words.
    pub(crate) reason: String,
}

impl Judged {
    pub(crate) fn holds(&self) -> bool {
        self.word == Word::Valid
    }
}

/// Which signatures the JDK is to judge.
#[derive(Clone, Debug)]
pub(crate) struct Job<'j> {
    pub(crate) path: &'j Path,
    /// Counted from 1; `None` for all.
    pub(crate) number: Option<usize>,
    /// Attributes that are Ids: `Id,id,ID`. Of two elements with one Id the first in document order has it.
    pub(crate) ids: &'j str,
    /// `embedded`, the first certificate in `KeyInfo`; `any` of them; or the path of a certificate.
    pub(crate) key: &'j str,
}

impl<'j> Job<'j> {
    /// Every signature of a file, under its first certificate.
    pub(crate) fn all(path: &'j Path) -> Self {
        Self { path, number: None, ids: "Id,id,ID", key: "embedded" }
    }
}

/// What the JDK says of these signatures, in order. One virtual machine judges all of them.
#[track_caller]
pub(crate) fn jdk(jobs: &[Job<'_>]) -> Vec<Judged> {
    let lines = jobs.iter().map(|job| {
        let which = job.number.map_or_else(|| "all".to_owned(), |number| number.to_string());
        format!("{}\t{which}\t{}\t{}\n", job.path.display(), job.ids, job.key)
    });
    answers(&lines.collect::<String>()).lines().map(line).collect()
}

/// The JDK's canonical forms of whole documents, each asked for by path and algorithm; why not, where there is none.
#[track_caller]
pub(crate) fn jdk_canonical(jobs: &[(&Path, &str)]) -> Vec<Result<Vec<u8>, String>> {
    use base64::Engine as _;
    let lines = jobs.iter().map(|(path, algorithm)| format!("{}\tcanonical\t{algorithm}\n", path.display()));
    answers(&lines.collect::<String>())
        .lines()
        .map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [_, _, "canonical", form] => Ok(base64::engine::general_purpose::STANDARD.decode(form).unwrap()),
            [_, _, "error", reason] => Err(reason.to_owned()),
            _ => panic!("the JDK's judge said {line:?}"),
        })
        .collect()
}

/// What the judge prints when it is given these jobs.
#[track_caller]
fn answers(jobs: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (program, list) = (folder.path().join("Judge.java"), folder.path().join("jobs.tsv"));
    std::fs::write(&program, JUDGE).unwrap();
    std::fs::write(&list, jobs).unwrap();
    let output = Command::new("java")
        .args(["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"])
        .arg(&program)
        .stdin(Stdio::from(File::open(&list).unwrap()))
        .output()
        .expect("java is not installed; Debian has it in default-jdk-headless");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the JDK's judge ended with {}: {errors}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

fn line(line: &str) -> Judged {
    let fields: Vec<&str> = line.split('\t').collect();
    let [path, number, word, reason] = fields[..] else { panic!("the JDK's judge said {line:?}") };
    let word = match word {
        "valid" => Word::Valid,
        "invalid" => Word::Invalid,
        "error" => Word::Error,
        _ => panic!("the JDK's judge said {line:?}"),
    };
    Judged { path: path.into(), number: number.parse().unwrap(), word, reason: reason.to_owned() }
}

/// What xmlsec1 says of the `Signature` of this number, counted from 1, in a file. `ids` names attribute and element
/// (`namespace:name`) of every Id there is.
#[track_caller]
pub(crate) fn xmlsec<S: AsRef<str>>(path: &Path, number: usize, ids: &[(S, S)]) -> Judged {
    let node = format!(
        "(//*[local-name()='Signature' and namespace-uri()='http://www.w3.org/2000/09/xmldsig#'])[{number}]"
    );
    let mut command = Command::new("xmlsec1");
    command.args(["--verify", "--insecure", "--enabled-key-data", "x509"]);
    command.args(["--enabled-reference-uris", "empty,same-doc", "--node-xpath", &node]);
    for (attribute, element) in ids {
        command.arg(format!("--id-attr:{}", attribute.as_ref())).arg(element.as_ref());
    }
    let output = command
        .arg(path)
        .output()
        .expect("xmlsec1 is not installed; Debian has it in the package of that name");
    let said = String::from_utf8_lossy(&output.stderr);
    let has = |word: &str| said.lines().any(|line| line == word);
    let word = match output.status.success() {
        true => Word::Valid,
        false if has("FAIL") => Word::Invalid,
        false => Word::Error,
    };
    // It complains of subject names in orders other than its own, which change nothing.
    let mut reasons = said.lines().filter(|line| line.starts_with("func=") && !line.contains("X509NameRead"));
    let reason = reasons.next().unwrap_or_default().to_owned();
    Judged { path: path.to_owned(), number, word, reason }
}

/// Runs something for each item, several at a time, and gives the answers in order.
pub(crate) fn several<T: Sync, R: Send>(items: &[T], run: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (next, workers) = (AtomicUsize::new(0), std::thread::available_parallelism().map_or(2, usize::from));
    let mut answers: Vec<(usize, R)> = std::thread::scope(|scope| {
        let work = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(item) = items.get(at) else { return done };
                done.push((at, run(item)));
            }
        };
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        handles.into_iter().flat_map(|handle| handle.join().unwrap()).collect()
    });
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
