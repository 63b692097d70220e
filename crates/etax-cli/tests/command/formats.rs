//! The forms of the output.

use crate::support::{BROKEN, Folder, invoice, names};
use serde_json::Value;

fn two() -> Folder {
    let folder = Folder::new();
    folder.put("in/a.xml", invoice());
    folder.put("in/b.xml", BROKEN);
    folder
}

#[test]
fn one_file_is_one_json_object() {
    let folder = two();
    let ran = folder.check(&["--format", "json", "in/b.xml"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["schema"], "etax-report/1");
    assert_eq!(report["source"]["name"], "in/b.xml");
    assert_eq!(report["verdict"], "rejected");
    assert!(!report["findings"].as_array().unwrap().is_empty());
    assert_eq!(ran.err, "", "one input needs no summary");
}

#[test]
fn several_inputs_are_one_json_array() {
    let folder = two();
    for paths in [&["in"][..], &["in/a.xml", "in/b.xml"]] {
        let ran = folder.check(&[&["--format", "json"], paths].concat());
        let reports: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
        let found: Vec<&Value> = reports.iter().map(|report| &report["source"]["name"]).collect();
        assert_eq!(found, ["in/a.xml", "in/b.xml"]);
        assert!(ran.err.contains("tệp/giây"), "the summary goes to standard error: {ran:?}");
    }
}

#[test]
fn nothing_to_print_is_still_json() {
    let folder = two();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    for arguments in [&["empty"][..], &["--quiet", "in/a.xml"]] {
        let ran = folder.check(&[&["--format", "json"], arguments].concat());
        assert_eq!((ran.status, ran.out.as_str()), (Some(0), "[]\n"), "{ran:?}");
    }
}

#[test]
fn ndjson_is_one_report_a_line() {
    let folder = two();
    let ran = folder.check(&["--format", "ndjson", "in"]);
    assert_eq!(names(&ran.out), ["in/a.xml", "in/b.xml"]);
    assert!(ran.out.ends_with("}\n"));
}

#[test]
fn quiet_leaves_out_what_is_accepted() {
    let folder = two();
    let ran = folder.check(&["--format", "ndjson", "--quiet", "in"]);
    assert_eq!(names(&ran.out), ["in/b.xml"]);
    let ran = folder.check(&["--quiet", "in"]);
    assert!(!ran.out.contains("in/a.xml") && ran.out.contains("in/b.xml"), "{ran:?}");
}

#[test]
fn the_summary_counts_kinds_and_rules() {
    let folder = two();
    let text = folder.check(&["in"]);
    let only = folder.check(&["--summary", "in"]);
    assert!(!text.out.contains("tệp/giây"));
    for summary in [&text.err, &only.out] {
        for part in ["hóa đơn", "CHẤP NHẬN", "TỪ CHỐI", "Quy tắc", "2 tệp trong", "MB/giây"] {
            assert!(summary.contains(part), "{part} is not in {summary}");
        }
    }
    assert!(!only.out.contains("in/a.xml") && only.err.is_empty(), "{only:?}");
}

#[test]
fn text_shows_every_place_with_a_mark_and_no_colours() {
    let folder = Folder::new();
    let text = String::from_utf8(invoice().to_vec()).unwrap();
    folder.put("a.xml", text.replacen("<ThTien>", "<ThTien>9", 1));
    let report: Value = serde_json::from_str(&folder.check(&["--format", "json", "a.xml"]).out).unwrap();
    let ran = folder.check(&["a.xml"]);
    let mut places = 0;
    for finding in report["findings"].as_array().unwrap() {
        let (line, column) = (&finding["line"], &finding["column"]);
        if finding["severity"] != "info" {
            places += 1;
            assert!(ran.out.contains(&format!("╭─[a.xml:{line}:{column}]")), "{finding}\n{}", ran.out);
        }
        for part in [&finding["id"], &finding["message"]["vi"]] {
            assert!(ran.out.contains(part.as_str().unwrap()), "{finding}\n{}", ran.out);
        }
    }
    assert!(places > 0);
    assert!(ran.out.contains('┬') && ran.out.contains('…') && !ran.out.contains('\u{1b}'), "{}", ran.out);
    let longest = ran.out.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest < 320, "a line of {longest} characters");
}
