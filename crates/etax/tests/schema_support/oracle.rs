//! Two other readers of XML Schema: libxml2 (xmllint) and Xerces (the JDK's, through `Validate.java`).

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const VALIDATE: &str = include_str!("../../../etax-testkit/oracle/Validate.java");

/// What a reader says of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// `None` where it cannot use the schema.
    pub valid: Option<bool>,
    pub words: String,
}

/// What libxml2 says of the documents of one schema.
pub fn libxml2(schema: &Path, files: &[PathBuf]) -> BTreeMap<PathBuf, Said> {
    let mut said = BTreeMap::new();
    // Bounded command lines.
    for files in files.chunks(200) {
        let output = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .arg(schema)
            .args(files)
            .output()
            .expect("xmllint is not installed; Debian has it in libxml2-utils");
        let text = String::from_utf8_lossy(&output.stderr);
        let mut lines: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in text.lines() {
            let file = line.split([':', ' ']).next().unwrap_or_default();
            lines.entry(file).or_default().push(line);
        }
        for file in files {
            let name = file.to_str().unwrap();
            let lines = lines.remove(name).unwrap_or_default();
            let valid = if lines.contains(&format!("{name} validates").as_str()) {
                Some(true)
            } else {
                lines.contains(&format!("{name} fails to validate").as_str()).then_some(false)
            };
            let words = if valid.is_none() { text.lines().take(3).collect() } else { lines.join("\n") };
            said.insert(file.clone(), Said { valid, words });
        }
    }
    said
}

/// What Xerces says of documents, each with the path of its schema.
pub fn xerces(folder: &Path, jobs: &[(PathBuf, PathBuf)]) -> BTreeMap<PathBuf, Said> {
    let (program, list) = (folder.join("Validate.java"), folder.join("jobs.tsv"));
    std::fs::write(&program, VALIDATE).unwrap();
    let lines: String =
        jobs.iter().map(|(schema, file)| format!("{}\t{}\n", schema.display(), file.display())).collect();
    std::fs::write(&list, lines).unwrap();
    let output = Command::new("java")
        .args(["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"])
        .arg(&program)
        .stdin(Stdio::from(File::open(&list).unwrap()))
        .output()
        .expect("java is not installed; Debian has it in default-jdk-headless");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| {
            let fields: Vec<&str> = line.splitn(3, '\t').collect();
            let [file, word, words] = fields[..] else { panic!("Xerces said {line:?}") };
            let valid = (word != "error").then_some(word == "valid");
            (PathBuf::from(file), Said { valid, words: words.to_owned() })
        })
        .collect()
}
