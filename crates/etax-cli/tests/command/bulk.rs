//! Many documents.

use crate::support::{BROKEN, Folder, invoices, names};
use std::io::Read;
use std::process::Stdio;

/// Three hundred files of different weight and verdict.
fn many() -> Folder {
    let folder = Folder::new();
    for number in 0..300 {
        let name = format!("in/{number:03}.xml");
        match number % 7 {
            0 => folder.put(&name, BROKEN),
            1 => folder.put(&name, ""),
            _ => folder.put(&name, &invoices()[number % invoices().len()].bytes),
        };
    }
    folder
}

#[test]
fn the_output_does_not_depend_on_the_number_of_threads() {
    let folder = many();
    for format in ["text", "json", "ndjson"] {
        let [one, four] = ["1", "4"].map(|jobs| folder.check(&["--format", format, "-j", jobs, "in"]));
        assert_eq!(one.status, Some(1));
        assert_eq!(four.status, Some(1));
        assert_eq!(one.out, four.out, "{format}");
    }
    let all = folder.check(&["--format", "ndjson", "in"]);
    let expected: Vec<String> = (0..300).map(|number| format!("in/{number:03}.xml")).collect();
    assert_eq!(names(&all.out), expected);
}

#[test]
fn a_pipe_that_closes_early_ends_it_quietly() {
    let folder = many();
    let mut child = folder
        .checking()
        .args(["--format", "ndjson", "in", "in", "in", "in"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    // Taking standard output out and dropping it here closed the pipe.
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
}
