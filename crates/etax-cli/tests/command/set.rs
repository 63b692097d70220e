//! Invoices held against each other.

use crate::support::{Folder, invoices};
use serde_json::Value;

/// Eight invoices, one of them twice, and one whose number stands on another invoice too.
fn folder() -> Folder {
    let folder = Folder::new();
    for (at, invoice) in invoices().iter().enumerate() {
        folder.put(&format!("in/{at}.xml"), &invoice.bytes);
    }
    folder.put("in/copy.xml", &invoices()[0].bytes);
    let text = String::from_utf8(invoices()[1].bytes.clone()).unwrap();
    let changed = text.replacen("<Ten>", "<Ten>B", 1);
    assert_ne!(text, changed);
    folder.put("in/other.xml", changed);
    folder
}

fn findings(line: &str) -> Vec<(String, String, String)> {
    let set: Value = serde_json::from_str(line).unwrap();
    assert_eq!(set["schema"], "etax-set/1");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = set["findings"].as_array().unwrap().iter();
    list.map(|it| (word(&it["id"]), word(&it["source"]), word(&it["other"]))).collect()
}

#[test]
fn the_last_line_says_what_is_wrong_with_all_of_them() {
    let folder = folder();
    let ran = folder.check(&["--set", "--format", "ndjson", "in"]);
    let (reports, set) = ran.out.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(reports.lines().count(), 10);
    let name = |name: &str| format!("in/{name}.xml");
    let copy = ("invoice.set.copy".to_owned(), name("copy"), name("0"));
    let repeated = ("invoice.set.repeated".to_owned(), name("other"), name("1"));
    assert_eq!(findings(set), [copy, repeated]);
    assert_eq!(ran.status, Some(1));
    for jobs in ["1", "4"] {
        let again = folder.check(&["--set", "--format", "ndjson", "-j", jobs, "in"]);
        assert_eq!(again.out, ran.out, "{jobs} threads");
    }
}

#[test]
fn people_read_which_files_are_meant() {
    let folder = folder();
    let ran = folder.check(&["--set", "--lang", "en", "--quiet", "in"]);
    let (_, said) = ran.out.split_once("10 invoices held against each other").unwrap();
    let lines: Vec<&str> = said.lines().map(str::trim).collect();
    assert!(lines.iter().any(|line| line.starts_with("error invoice.set.repeated:")), "{lines:?}");
    assert!(lines.contains(&"in/other.xml") && lines.contains(&"in/1.xml"), "{lines:?}");
}

#[test]
fn an_array_ends_with_the_set() {
    let folder = folder();
    let ran = folder.check(&["--set", "--format", "json", "in/0.xml"]);
    let array: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(array.len(), 2);
    assert_eq!((&array[1]["schema"], &array[1]["invoices"]), (&"etax-set/1".into(), &1.into()));
    assert_eq!(array[1]["findings"].as_array().unwrap().len(), 0);
    // The invoice is sound, and alone nothing contradicts it.
    assert_eq!(ran.status, Some(0), "{}", ran.err);
}
