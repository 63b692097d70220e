//! What loaded form files say of filing.

use crate::made::{IN_TIME, ids, made, settings};
use crate::sets::{month, parsed};
use etax::declaration::{Filed, Settings, check_chain_under};
use etax::form::Catalogue;
use etax::report::Findings;

#[test]
fn what_a_loaded_form_says_of_filing_counts_before_what_is_built_in() {
    let text =
        "form 842\nversion 2.9.9\nfile X\nperiods Q\nfiling\n  due year 3\n  chain a/ct5 = previous ct43\n";
    let load = |text: &str| Catalogue::built_in().load([("x.form", text.as_bytes())]).unwrap();
    let forms = load(text);
    let with = |at| Settings { forms: Some(&forms), ..settings(at) };
    // No longer for months, and with no deadline in them.
    assert_eq!(ids(&made(&[]), &with("2027-01-01")), ["declaration.period.kind"]);
    // From a day on: before it, what is built in counts.
    let later = load(&text.replace("file X", "file X\nfrom 2027-01-01"));
    let with_later = |at| Settings { forms: Some(&later), ..settings(at) };
    assert_eq!(ids(&made(&[]), &with_later("2027-01-01")), ["declaration.period.kind"]);
    assert_eq!(ids(&made(&[]), &with_later("2026-12-31")), ["declaration.deadline.late.weekends"]);
    // Another form's file says nothing of this one.
    let other = load(&text.replace("form 842", "form 1"));
    let received = Settings { forms: Some(&other), ..settings("2027-01-01") };
    assert_eq!(ids(&made(&[]), &received), ["declaration.deadline.late.weekends"]);
    // Its own name is right, whatever other form has that name too.
    let named = |forms| Settings {
        forms,
        name: Some("0123456787000-05_KK_TNCN_TT80-M092026-L00.xml"),
        ..settings(IN_TIME)
    };
    let twin = load(&text.replace("file X", "file X\nfiles 05_KK_TNCN_TT80"));
    assert_eq!(ids(&made(&[]), &named(None)), ["declaration.file-name.form"]);
    assert_eq!(ids(&made(&[]), &named(Some(&twin))), ["declaration.period.kind"]);
    let (august, september) =
        (month(8, "0", "900", &[]), month(9, "900", "0", &[("main", "<a><ct5>800</ct5></a><ct22>1</ct22>")]));
    let found = parsed(&august.xml(), |previous| {
        parsed(&september.xml(), |current| {
            let mut findings = Findings::new(10);
            check_chain_under(&forms, previous, current, &mut findings).unwrap();
            findings
                .as_slice()
                .iter()
                .map(|one| (one.location.path.clone(), one.found.clone()))
                .collect::<Vec<_>>()
        })
    });
    assert_eq!(found.len(), 1);
    assert!(
        found[0].0.ends_with("/CTieuTKhaiChinh/a/ct5") && found[0].1.as_deref() == Some("800"),
        "{found:?}"
    );
}

/// A form with a code of its own: nothing of it is code.
#[test]
fn a_new_form_gets_deadline_periods_and_chain_from_its_file() {
    let text = "form 9842\nversion 1.0.0\nfile 09_GTGT\nperiods Q Y\nfiling\n  due current\n  ends 2025-12-31\n  \
        amendment PL01_KHBS\n  chain ct1 = previous ct2\n";
    let forms = Catalogue::built_in().load([("x.form", text.as_bytes())]).unwrap();
    let known = |at| Settings { forms: Some(&forms), ..settings(at) };
    let new = |changes: &[(&'static str, &str)]| made(&[&[("maTKhai", "9842")], changes].concat());
    assert_eq!(
        ids(&new(&[]), &known("2026-10-21")),
        ["declaration.period.kind", "declaration.period.ended", "declaration.deadline.late.weekends"]
    );
    assert_eq!(ids(&new(&[]), &settings("2026-10-21")), Vec::<&str>::new());
    let amended = new(&[("loaiTKhai", "B"), ("soLan", "1")]);
    assert!(ids(&amended, &known(IN_TIME)).contains(&"declaration.amendment.appendix"));
    let name = "0123456787000-09_GTGT-M092026-L00.xml";
    let other = Settings { name: Some(name), ..known(IN_TIME) };
    assert_eq!(ids(&made(&[]), &other), ["declaration.file-name.form"]);
    let before = month(8, "0", "0", &[("maTKhai", "9842"), ("main", "<ct2>7</ct2>")]);
    let after = month(9, "0", "0", &[("maTKhai", "9842"), ("main", "<ct1>6</ct1>")]);
    let previous = parsed(&before.xml(), |declaration| Filed::under(&forms, declaration).unwrap());
    let continued = Settings { previous: Some(&previous), ..known(IN_TIME) };
    assert!(ids(&after, &continued).contains(&"declaration.chain"));
}
