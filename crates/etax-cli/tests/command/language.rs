//! Vietnamese or English.

use crate::support::{BROKEN, Folder, Ran, invoice};

fn run(folder: &Folder, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    let output = folder
        .command()
        .arg("check")
        .args(arguments)
        .args(["a.xml", "missing.xml"])
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    Ran {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn the_option_and_the_locale_choose() {
    let folder = Folder::new();
    folder.put("a.xml", BROKEN);
    for (arguments, variables, vietnamese) in [
        (&[][..], &[][..], true),
        (&[], &[("LANG", "C.UTF-8")], true),
        (&[], &[("LANG", "en_US.UTF-8")], false),
        (&[], &[("LANG", "en_US.UTF-8"), ("LC_ALL", "vi_VN.UTF-8")], true),
        (&["--lang", "vi"], &[("LC_ALL", "en_US.UTF-8")], true),
        (&["--lang", "en"], &[("LC_ALL", "vi_VN.UTF-8")], false),
    ] {
        let ran = run(&folder, arguments, variables);
        let (verdict, complaint) = if vietnamese {
            ("TỪ CHỐI", "không kiểm tra được")
        } else {
            ("REJECTED", "cannot check")
        };
        assert!(ran.out.contains(verdict), "{arguments:?} {variables:?}: {ran:?}");
        assert!(ran.err.contains(complaint), "{arguments:?} {variables:?}: {ran:?}");
    }
}

#[test]
fn json_has_both_languages_whatever_was_chosen() {
    let folder = Folder::new();
    folder.put("a.xml", BROKEN);
    let [vi, en] = ["vi", "en"]
        .map(|lang| run(&folder, &["--format", "ndjson", "--at", "2026-11-23", "--lang", lang], &[]));
    assert_eq!(vi.out, en.out);
}

#[test]
fn help_too() {
    let folder = Folder::new();
    assert!(folder.etax(&["check", "--help"]).out.contains("Mã kết thúc:"));
    assert!(folder.etax(&["check", "--help", "--lang", "en"]).out.contains("Exit status:"));
}

#[test]
fn mistakes_in_what_is_given_are_said_in_the_language_asked_for() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    folder.put("codes.tsv", "[sub-item]\n1701\t01/07/2026\n");
    folder.put("order.json", r#"{"CHUNGTU_HDR": {"ID_CTU": "7"}, "CHUNGTU_CTIET": []}"#);
    folder.put("none.db", "no store");
    for (lang, words) in [
        (
            "vi",
            [
                "dòng 2: \"01/07/2026\" không phải ngày",
                "không phải sổ của etax, hoặc đã hỏng",
                "không có sổ",
                "còn thiếu",
            ],
        ),
        (
            "en",
            [
                "line 2: \"01/07/2026\" is no date",
                "not a store of etax, or damaged",
                "there is no store",
                "missing",
            ],
        ),
    ] {
        let said = |arguments: &[&str]| {
            let ran = folder.etax(&[arguments, &["--lang", lang]].concat());
            assert_eq!(ran.status, Some(2), "{ran:?}");
            ran.err
        };
        for (arguments, words) in [
            (&["check", "--lists", "codes.tsv", "a.xml"][..], words[0]),
            (&["check", "--registry", "none.db", "a.xml"][..], words[1]),
            (&["check", "--registry", "missing.db", "a.xml"][..], words[2]),
            (&["payment", "new", "order.json"][..], words[3]),
        ] {
            let err = said(arguments);
            assert!(err.contains(words), "{arguments:?}: {err}");
        }
    }
}
