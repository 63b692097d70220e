//! Runs the command in a folder of its own.

use etax_testkit::{Generated, Kind};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The moment every test checks at; the kit's documents are from before it.
const AT: &str = "2026-11-23T10:00:00";

/// Not well-formed: rejected under every policy.
pub(crate) const BROKEN: &str = "<HDon>\n  <DLHDon></HDon>\n";

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A folder with the kit's certificates and revocation lists in `trust` and `crl`.
#[derive(Debug)]
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    /// An empty folder, but for `trust` and `crl`.
    pub(crate) fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        etax_testkit::generate_into(Kind::BenchSmall, 1, 0, folder.path()).unwrap();
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The command, in this folder, in Vietnamese, before its arguments.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_etax"));
        command.current_dir(self.path());
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs `etax` with arguments as they are.
    pub(crate) fn etax(&self, arguments: &[&str]) -> Ran {
        finish(self.command().args(arguments), b"")
    }

    /// Runs `etax check` with the kit's trust and the tests' moment.
    pub(crate) fn check(&self, arguments: &[&str]) -> Ran {
        finish(self.checking().args(arguments), b"")
    }

    /// The same with something on standard input.
    pub(crate) fn check_input(&self, arguments: &[&str], input: &[u8]) -> Ran {
        finish(self.checking().args(arguments), input)
    }

    /// `etax check` with the kit's trust and the tests' moment, before further arguments.
    pub(crate) fn checking(&self) -> Command {
        let mut command = self.command();
        command.args(["check", "--at", AT, "--trust", "trust", "--crl", "crl"]);
        command
    }
}

pub(crate) fn finish(command: &mut Command, input: &[u8]) -> Ran {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A command that refuses its arguments does not read.
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    Ran {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Valid invoices of the kit, made once. They have no code, so that the test authority need not be recognised.
pub(crate) fn invoices() -> &'static [Generated] {
    static INVOICES: OnceLock<Vec<Generated>> = OnceLock::new();
    INVOICES.get_or_init(|| etax_testkit::generate(Kind::BenchSmall, 1, 8).unwrap())
}

/// One valid invoice.
pub(crate) fn invoice() -> &'static [u8] {
    &invoices()[0].bytes
}

/// The names reports of a run stand under, from NDJSON.
pub(crate) fn names(ndjson: &str) -> Vec<String> {
    ndjson
        .lines()
        .map(|line| {
            let report: serde_json::Value = serde_json::from_str(line).unwrap();
            report["source"]["name"].as_str().unwrap().to_owned()
        })
        .collect()
}
