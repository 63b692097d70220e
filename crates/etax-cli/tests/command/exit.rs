//! Exit statuses.

use crate::support::{BROKEN, Folder, invoice};

#[test]
fn accepted_is_0() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    let ran = folder.check(&["a.xml"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.out.contains("CHẤP NHẬN"), "{ran:?}");
    assert_eq!(ran.err, "");
}

#[test]
fn without_trust_it_is_undecided_and_1() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    let ran = folder.etax(&["check", "--at", "2026-11-23T10:00:00", "a.xml"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.out.contains("CHƯA XÁC ĐỊNH"), "{ran:?}");
}

#[test]
fn rejected_is_1() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    folder.put("b.xml", BROKEN);
    let ran = folder.check(&["a.xml", "b.xml"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.out.contains("TỪ CHỐI"), "{ran:?}");
}

#[test]
fn an_unreadable_path_is_2_and_the_others_are_still_checked() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    folder.put("z.xml", BROKEN);
    let ran = folder.check(&["a.xml", "missing.xml", "z.xml"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.out.contains("a.xml: ") && ran.out.contains("z.xml: "), "{ran:?}");
    assert!(ran.err.contains("etax: không kiểm tra được missing.xml: "), "{ran:?}");
}

#[test]
fn wrong_trust_is_2_and_nothing_is_checked() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    folder.put("not-a-certificate.pem", "hello");
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    for wrong in ["not-a-certificate.pem", "missing.pem", "empty"] {
        for option in ["--trust", "--crl", "--ocsp"] {
            let ran = folder.check(&[option, wrong, "a.xml"]);
            assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{option} {wrong}: {ran:?}");
            assert!(ran.err.contains(wrong), "{ran:?}");
        }
    }
}

#[test]
fn evidence_that_does_not_count_is_named_and_stops_nothing() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    // "tryLater" instead of an answer (RFC 6960, section 4.2.1).
    folder.put("ocsp/later.ors", [0x30, 3, 0x0a, 1, 3]);
    let ran = folder.check(&["--ocsp", "ocsp", "a.xml"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(ran.err.lines().count(), 1, "{ran:?}");
    assert!(
        ran.err.starts_with("etax: không tính đến phản hồi OCSP") && ran.err.contains("mã lỗi 3"),
        "{ran:?}"
    );
    let ran = folder.check(&["--lang", "en", "--ocsp", "ocsp/later.ors", "a.xml"]);
    assert!(ran.err.contains("does not count: no answer, but the error 3"), "{ran:?}");
}

#[test]
fn a_wrong_policy_is_2() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    folder.put("wrong.toml", "no-such-key = 1");
    folder.put("binary.toml", b"\xff\xfe\x00");
    for wrong in ["wrong.toml", "binary.toml", "no-such-policy"] {
        let ran = folder.check(&["--policy", wrong, "a.xml"]);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{wrong}: {ran:?}");
        assert!(ran.err.contains(wrong), "{ran:?}");
    }
}

#[test]
fn named_policies_and_policy_files_are_taken() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    folder.put("office.toml", "name = \"office\"\n");
    for (policy, name) in [("archive", "archive"), ("strict", "strict"), ("office.toml", "office")] {
        let ran = folder.check(&["--policy", policy, "--format", "json", "a.xml"]);
        let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(report["engine"]["policy"], name);
    }
}

#[test]
fn the_policy_bounds_the_length() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    folder.put("small.toml", "[limits]\nbytes = 1000\n");
    let ran = folder.check(&["--policy", "small.toml", "a.xml"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.out.contains("xml.limit.bytes") && ran.out.contains("1000"), "{ran:?}");
}

#[test]
fn wrong_arguments_are_2() {
    let folder = Folder::new();
    for wrong in [
        &["check"][..],
        &["frobnicate"],
        &["check", "--at", "yesterday", "a.xml"],
        &["check", "--format", "yaml", "a.xml"],
        &["check", "--jobs", "0", "a.xml"],
        &[],
    ] {
        let ran = folder.etax(wrong);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{wrong:?}: {ran:?}");
        assert_ne!(ran.err, "");
    }
}

#[test]
fn help_and_version_are_0() {
    let folder = Folder::new();
    let version = folder.etax(&["--version"]);
    assert_eq!(version.status, Some(0));
    assert_eq!(version.out, concat!("etax ", env!("CARGO_PKG_VERSION"), "\n"));
    let help = folder.etax(&["check", "--help"]);
    assert_eq!(help.status, Some(0));
    for word in
        ["etax check hoa-don.xml", "--trust", "--crl", "--ocsp", "--at", "--policy", "--jobs", "ndjson"]
    {
        assert!(help.out.contains(word), "{word} is not in {}", help.out);
    }
}
