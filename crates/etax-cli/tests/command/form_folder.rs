//! `--forms`: a form with a code of its own, and one that takes the place of one built in from a day on, in every command
//! that knows forms.

use crate::support::{Folder, Ran, finish};

/// A form that nobody has built in: what is known of it stands in this text alone.
const NEW: &str = "form 9842
version 1.0.0
file 09_GTGT
sign 09/GTGT
name.vi Tờ khai thử
name.en Return of tomorrow
basis Thông tư 9/2026/TT-BTC
periods M Q

structure
  use TKhaiThue_DBHC
  namespace http://kekhaithue.gdt.gov.vn/TKhaiThue
  type CTieuTKhaiChinh
    ct1, ct2: long
  type PLuc abstract

labels
  ct1 [1] | Doanh thu | Revenue
  ct2 [2] | Thuế | Tax

cells
  ct2 = round([ct1] * 10%, 0)

filing
  due current
  chain ct1 = previous ct2
";

/// 01/GTGT as it might be from 2027 on.
fn replacing() -> String {
    NEW.replace(
        "form 9842\nversion 1.0.0\nfile 09_GTGT\nsign 09/GTGT\n",
        "form 842\nversion 2.8.3\nfile 01_GTGT_TT80\nsign 01/GTGT\n",
    )
    .replace("periods M Q\n", "periods Q\nfrom 2027-01-01\n")
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("forms/new.form", NEW);
    folder.put("forms/below/01_GTGT.form", replacing());
    folder
}

/// A command in English, with the folder of forms behind its arguments.
fn with_forms(folder: &Folder, arguments: &[&str]) -> Ran {
    folder.etax(&[arguments, &["--lang", "en", "--forms", "forms"]].concat())
}

/// What a command prints that has nothing to complain of; an empty declaration may lack something yet.
fn good(ran: Ran) -> String {
    let complaints = ran.err.lines().filter(|line| !line.starts_with("etax: still to be filled in"));
    assert_eq!((ran.status, complaints.count()), (Some(0), 0), "{} {}", ran.out, ran.err);
    ran.out
}

fn refused(ran: &Ran, said: &str) {
    assert_eq!(ran.status, Some(2), "{}", ran.out);
    assert!(ran.err.contains(said), "{said} is not in {}", ran.err);
}

/// Figures without the computed cell.
fn without_tax(json: &str) -> String {
    let mut value: serde_json::Value = serde_json::from_str(json).unwrap();
    let main = value.pointer_mut("/HSoKhaiThue/CTieuTKhaiChinh").unwrap();
    assert_eq!(main.as_object_mut().unwrap().remove("ct2"), Some(0.into()));
    value.to_string()
}

#[test]
fn they_are_listed_with_their_days() {
    let folder = folder();
    let list = good(with_forms(&folder, &["forms", "list"]));
    let line = |code: &str, days: &str| {
        list.lines().any(|line| line.contains(&format!(" {code} ")) && line.contains(days))
    };
    assert!(list.starts_with(" Form") && list.lines().next().unwrap().contains("In force"), "{list}");
    assert!(line("9842", "Return of tomorrow") && line("842", "2027-01-01 –"), "{list}");
    let bare = good(folder.etax(&["forms", "list", "--lang", "en"]));
    assert!(!bare.contains("9842") && !bare.contains("In force"));
    assert_eq!(
        list.lines().count(),
        bare.lines().count() + 2,
        "the one built in is still there until its day"
    );
}

#[test]
fn one_is_shown_made_filled_and_read_back() {
    let folder = folder();
    let show = good(with_forms(&folder, &["forms", "show", "09/GTGT"]));
    assert!(show.contains("(9842) 1.0.0") && show.contains("Revenue") && show.contains("computed"), "{show}");
    refused(&folder.etax(&["forms", "show", "09/GTGT", "--lang", "en"]), "09/GTGT");
    let arguments = ["--period", "2026-10", "--tax-code", "0100109106", "--date", "2026-11-16"];
    let made = good(with_forms(&folder, &[&["forms", "new", "9842"], &arguments[..]].concat()));
    assert!(made.contains("<maTKhai>9842</maTKhai>") && made.contains("<ct2>0</ct2>"), "{made}");
    folder.put("made.xml", made.replace("<ct1>0", "<ct1>70"));
    let json = good(with_forms(&folder, &["forms", "json", "made.xml"]));
    assert!(json.contains("\"ct1\": 70"), "{json}");
    folder.put("figures.json", without_tax(&json));
    let filled = good(with_forms(&folder, &["forms", "fill", "figures.json"]));
    assert!(filled.contains("<ct2>7</ct2>"), "{filled}");
    for command in [&["forms", "json", "made.xml"][..], &["forms", "fill", "figures.json"]] {
        let bare = folder.etax(&[command, &["--lang", "en"]].concat());
        refused(&bare, "9842");
    }
}

#[test]
fn one_with_a_day_takes_the_place_of_the_one_built_in_on_that_day() {
    let folder = folder();
    let on =
        |day: &str, arguments: &[&str]| good(with_forms(&folder, &[arguments, &["--date", day]].concat()));
    let show = ["forms", "show", "01/GTGT", "--version", "2.8.3"];
    assert!(on("2027-01-01", &show).contains("Revenue"));
    assert!(on("2026-12-31", &show).contains("[40a]"));
    let new =
        ["forms", "new", "01/GTGT", "--period", "2026-Q4", "--tax-code", "0100109106", "--version", "2.8.3"];
    let (before, after) = (on("2026-12-31", &new), on("2027-01-01", &new));
    assert!(before.contains("<ct40a") && !before.contains("<ct1>"), "{before}");
    assert!(after.contains("<ct1>0</ct1>") && !after.contains("<ct40a"), "{after}");
    folder.put("after.xml", &after);
    let json = on("2027-01-20", &["forms", "json", "after.xml"]);
    folder.put("after.json", without_tax(&json.replace("\"ct1\": 0", "\"ct1\": 70")));
    assert!(on("2027-01-20", &["forms", "fill", "after.json"]).contains("<ct2>7</ct2>"));
    // The day before, it is not that form's.
    let early = with_forms(&folder, &["forms", "fill", "after.json", "--date", "2026-12-31"]);
    refused(&early, "/HSoKhaiThue/CTieuTKhaiChinh/ct1");
    // A form that is not in force yet says so.
    folder.put("forms/new.form", NEW.replace("periods M Q\n", "periods M Q\nfrom 2027-06-01\n"));
    let early = with_forms(&folder, &["forms", "show", "9842", "--date", "2027-05-31"]);
    refused(&early, "in force 2027-06-01 –");
}

#[test]
fn a_policy_weighs_their_rules() {
    let folder = folder();
    folder.put(
        "office.toml",
        "base = \"archive\"\nrequire = [\"rules\"]\n[rules]\n\"declaration.9842.ct2\" = \"warn\"\n",
    );
    let made =
        good(with_forms(&folder, &["forms", "new", "9842", "--period", "2026-10", "--date", "2026-11-16"]));
    folder.put("made.xml", made.replace("<ct1>0", "<ct1>70"));
    let check = |more: &[&str]| {
        let arguments =
            ["--at", "2026-11-16", "--lang", "en", "--format", "json", "--forms", "forms", "made.xml"];
        finish(folder.command().arg("check").args(arguments).args(more), b"")
    };
    let severity = |ran: &Ran| {
        let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let relaxed = report["engine"]["relaxed"].to_string();
        let findings = report["findings"].as_array().unwrap().clone();
        let finding = findings.iter().find(|finding| finding["id"] == "declaration.9842.ct2").unwrap();
        (finding["severity"].as_str().unwrap().to_owned(), relaxed.contains("declaration.9842.ct2"))
    };
    assert_eq!(severity(&check(&[])), ("error".into(), false));
    assert_eq!(severity(&check(&["--policy", "office.toml"])), ("warning".into(), true));
    let unknown = folder.etax(&["check", "--lang", "en", "--policy", "office.toml", "made.xml"]);
    refused(&unknown, "line 4: there is no rule of the name declaration.9842.ct2");
}

#[test]
fn their_rules_are_listed_and_explained() {
    let folder = folder();
    let list = good(with_forms(&folder, &["rules", "list"]));
    let bare = good(folder.etax(&["rules", "list", "--lang", "en"]));
    for id in ["declaration.9842.ct2", "declaration.842.ct2"] {
        assert!(list.contains(id) && !bare.contains(id), "{id}");
        let explained = good(with_forms(&folder, &["rules", "explain", id]));
        assert!(
            explained.contains("round([1] x 10%, 0)") && explained.contains("Thông tư 9/2026"),
            "{explained}"
        );
    }
    // Of one that is built in too.
    assert!(good(with_forms(&folder, &["rules", "explain", "declaration.842.ct40a"])).contains("[40a]"));
    refused(
        &folder.etax(&["rules", "explain", "declaration.9842.ct2", "--lang", "en"]),
        "declaration.9842.ct2",
    );
    refused(&with_forms(&folder, &["rules", "explain", "9842.ct"]), "\n  declaration.9842.ct2");
}

#[test]
fn a_folder_that_cannot_be_used_stops_each_command() {
    let folder = folder();
    folder.put("forms/bad.form", NEW.replace("[ct1] *", "[ct3] *"));
    folder.put("x.json", "{}");
    folder.put("x.xml", "<a/>");
    for command in [
        &["forms", "list"][..],
        &["forms", "show", "9842"],
        &["forms", "new", "9842", "--period", "2026"],
        &["forms", "fill", "x.json"],
        &["forms", "json", "x.xml"],
        &["rules", "list"],
        &["rules", "explain", "declaration.9842.ct2"],
        &["check", "x.xml"],
    ] {
        refused(&with_forms(&folder, command), "bad.form:22:");
    }
}
