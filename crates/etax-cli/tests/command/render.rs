//! Documents as people read them.

use crate::support::{BROKEN, Folder, invoice};

#[test]
fn a_page_is_written_where_it_is_asked_for() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    let ran = folder.etax(&[
        "render",
        "a.xml",
        "--trust",
        "trust",
        "--crl",
        "crl",
        "--at",
        "2026-11-23",
        "-o",
        "a.html",
    ]);
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (Some(0), "", ""));
    let page = std::fs::read_to_string(folder.path().join("a.html")).unwrap();
    assert!(page.contains("CHẤP NHẬN") && page.contains("Người bán"));
    let ran = folder.etax(&["render", "a.xml", "--trust", "trust", "--crl", "crl", "--at", "2026-11-23"]);
    assert_eq!(ran.out, page);
}

#[test]
fn the_verdict_is_on_the_page_and_not_in_the_exit_status() {
    let folder = Folder::new();
    folder.put("broken.xml", BROKEN);
    let ran = folder.etax(&["render", "broken.xml", "--lang", "en"]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.out.contains("REJECTED"));
}

#[test]
fn what_cannot_be_drawn_or_written_is_said() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    for arguments in [&["render", "none.xml"][..], &["render", "a.xml", "-o", "no/such/folder.html"]] {
        let ran = folder.etax(arguments);
        assert_eq!(ran.status, Some(2), "{arguments:?}");
        assert!(ran.err.contains("etax: "), "{arguments:?}");
    }
    assert_eq!(folder.etax(&["render", "a.xml", "a.xml"]).status, Some(2));
}
