//! `--calendar`, `--previous` and `--chain`.

use crate::support::Folder;
use std::sync::OnceLock;

/// A declaration of the kit for September 2026, and the same without its declaration of encoding for other months: what
/// is asked here does not depend on signatures.
fn declaration() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let all = etax_testkit::testdata().unwrap();
        let file = all.into_iter().find(|file| file.path == "good/declaration-01gtgt.xml").unwrap();
        String::from_utf8(file.bytes).unwrap()
    })
}

fn month(number: &str, last: &str, carried: &str) -> String {
    let text = declaration()
        .replace("<kyKKhai>09/2026", &format!("<kyKKhai>{number}/2026"))
        .replace(">01/09/2026<", &format!(">01/{number}/2026<"))
        .replace(">30/09/2026<", &format!(">{last}/{number}/2026<"));
    let (before, rest) = text.split_once("<ct43>").unwrap();
    let (_, after) = rest.split_once("</ct43>").unwrap();
    format!("{before}<ct43>{carried}</ct43>{after}")
}

/// Ids of rules of a report, and whether it was printed at all.
fn has(ran: &crate::support::Ran, rule: &str) -> bool {
    ran.out.contains(&format!("\"{rule}\""))
}

#[test]
fn a_calendar_moves_the_deadline() {
    let folder = Folder::new();
    folder.put("to-khai.xml", declaration());
    let late = |ran: &crate::support::Ran| {
        (has(ran, "declaration.deadline.late"), has(ran, "declaration.deadline.late.weekends"))
    };
    let check = |arguments: &[&str]| {
        let mut command = folder.command();
        command.args(["check", "--format", "json", "--at", "2026-10-21"]).args(arguments).arg("to-khai.xml");
        crate::support::finish(&mut command, b"")
    };
    assert_eq!(late(&check(&[])), (false, true));
    folder.put("nghi.txt", "off 2026-09-02\n");
    assert_eq!(late(&check(&["--calendar", "nghi.txt"])), (true, false));
    folder.put("nghi.txt", "off 2026-10-20..2026-10-21 bão\n");
    let ran = check(&["--calendar", "nghi.txt"]);
    assert_eq!(late(&ran), (false, false));
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["engine"]["calendar"].as_str().unwrap().len(), 64);
}

#[test]
fn a_calendar_that_cannot_be_read_stops_the_command() {
    let folder = Folder::new();
    folder.put("to-khai.xml", declaration());
    folder.put("nghi.txt", "off 2026-01-01\nnghỉ 2026-02-30\n");
    for (file, part) in [("nghi.txt", "dòng 2"), ("thieu.txt", "thieu.txt")] {
        let ran = folder.check(&["--calendar", file, "to-khai.xml"]);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains(part), "{ran:?}");
    }
}

#[test]
fn the_previous_declaration_is_compared() {
    let folder = Folder::new();
    folder.put("09.xml", declaration());
    folder.put("08.xml", month("08", "31", "0"));
    folder.put("08b.xml", month("08", "31", "7000"));
    let check = |previous| folder.check(&["--format", "json", "--previous", previous, "09.xml"]);
    assert!(!has(&check("08.xml"), "declaration.chain"));
    let ran = check("08b.xml");
    assert!(has(&ran, "declaration.chain") && ran.out.contains("\"7000\""), "{ran:?}");
}

#[test]
fn a_previous_declaration_that_is_none_is_a_mistake() {
    let folder = Folder::new();
    folder.put("09.xml", declaration());
    folder.put("07.xml", month("07", "31", "0"));
    folder.put("khac.xml", "<x/>");
    for (previous, part) in
        [("07.xml", "kỳ trước liền kề"), ("khac.xml", "không phải tờ khai"), ("mat.xml", "mat.xml")]
    {
        let ran = folder.check(&["--previous", previous, "09.xml"]);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains(part), "{ran:?}");
    }
    // The other way round: what is checked is no declaration.
    let ran = folder.check(&["--previous", "09.xml", "khac.xml"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
}

#[test]
fn a_chain_finds_predecessors_in_the_run() {
    let folder = Folder::new();
    folder.put("in/a/09.xml", declaration());
    folder.put("in/b/08.xml", month("08", "31", "7000"));
    folder.put("in/khac.xml", "<x/>");
    let alone = folder.check(&["--format", "ndjson", "in"]);
    assert!(!has(&alone, "declaration.chain"));
    let ran = folder.check(&["--format", "ndjson", "--chain", "in"]);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines.len(), 3, "{ran:?}");
    assert!(lines[0].contains("\"declaration.chain\"") && !lines[1].contains("\"declaration.chain\""));
    // However many threads.
    for jobs in ["1", "7"] {
        let again = folder.check(&["--format", "ndjson", "--chain", "-j", jobs, "in"]);
        assert_eq!(again.out, ran.out);
    }
}
