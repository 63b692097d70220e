//! Files, folders and standard input.

use crate::support::{BROKEN, Folder, invoice, names};

#[test]
fn standard_input_reads_like_a_file() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    let file = folder.check(&["--format", "ndjson", "a.xml"]);
    let input = folder.check_input(&["--format", "ndjson", "-"], invoice());
    assert_eq!(input.status, Some(0), "{input:?}");
    assert_eq!(names(&input.out), ["-"]);
    assert_eq!(input.out, file.out.replacen("\"name\":\"a.xml\"", "\"name\":\"-\"", 1));
}

#[test]
fn empty_input_is_a_rejected_document() {
    let folder = Folder::new();
    let ran = folder.check_input(&["-"], b"");
    assert_eq!(ran.status, Some(1), "{ran:?}");
}

#[test]
fn folders_are_walked_in_the_order_of_names_for_xml_and_zip_only() {
    let folder = Folder::new();
    for name in ["in/b/2.XML", "in/b/1.xml", "in/a.xml", "in/c.txt", "in/c", "in/z.Xml"] {
        folder.put(name, BROKEN);
    }
    let ran = folder.check(&["--format", "ndjson", "in"]);
    assert_eq!(names(&ran.out), ["in/a.xml", "in/b/1.xml", "in/b/2.XML", "in/z.Xml"]);
}

#[test]
fn paths_are_checked_in_the_order_given_whatever_their_names() {
    let folder = Folder::new();
    for name in ["z.txt", "a", "in/m.xml"] {
        folder.put(name, BROKEN);
    }
    let ran = folder.check(&["--format", "ndjson", "z.txt", "in", "a", "z.txt"]);
    assert_eq!(names(&ran.out), ["z.txt", "in/m.xml", "a", "z.txt"]);
}

#[test]
fn names_with_control_characters_do_not_reach_the_terminal() {
    let folder = Folder::new();
    folder.put("a\u{1b}[2J.xml", BROKEN);
    let ran = folder.check(&["a\u{1b}[2J.xml", "b\u{1b}[2J.xml"]);
    assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{ran:?}");
    assert_eq!(ran.status, Some(2));
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_circles_are_reported() {
    let folder = Folder::new();
    folder.put("elsewhere/x.xml", BROKEN);
    folder.put("in/a.xml", BROKEN);
    std::os::unix::fs::symlink("../elsewhere", folder.path().join("in/b")).unwrap();
    let ran = folder.check(&["--format", "ndjson", "in"]);
    assert_eq!(names(&ran.out), ["in/a.xml", "in/b/x.xml"]);
    assert_eq!(ran.status, Some(1));
    std::os::unix::fs::symlink("..", folder.path().join("in/c")).unwrap();
    let ran = folder.check(&["--format", "ndjson", "in"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
}

#[test]
fn bulk_is_another_name_for_check() {
    let folder = Folder::new();
    folder.put("in/a.xml", invoice());
    let check = folder.etax(&["check", "--format", "ndjson", "--at", "2026-11-23", "in"]);
    let bulk = folder.etax(&["bulk", "--format", "ndjson", "--at", "2026-11-23", "in"]);
    assert_eq!((bulk.status, &bulk.out), (check.status, &check.out));
    assert_eq!(names(&bulk.out), ["in/a.xml"]);
}
