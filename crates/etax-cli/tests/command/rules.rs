//! The rules in words.

use crate::support::Folder;

#[test]
fn the_rules_are_listed_in_both_languages_and_by_kind() {
    let folder = Folder::new();
    let [vi, en] = ["vi", "en"].map(|lang| folder.etax(&["rules", "list", "--lang", lang]));
    for ran in [&vi, &en] {
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
        assert!(ran.out.contains("invoice.total.payable") && ran.out.contains("xml.limit.bytes"));
    }
    // A line for each rule, one for its message, one at the end.
    assert_eq!(vi.out.lines().count(), en.out.lines().count());
    let count = (vi.out.lines().count() - 1) / 2;
    assert!(count > 500, "{count}");
    assert!(vi.out.ends_with(&format!("{count} quy tắc\n")) && en.out.ends_with(&format!("{count} rules\n")));
    let some = folder.etax(&["rules", "list", "--kind", "pilot"]);
    let ids = some.out.lines().step_by(2).filter_map(|line| line.split_whitespace().nth(1));
    let ids: Vec<&str> = ids.filter(|id| id.contains('.')).collect();
    assert!(ids.len() > 10 && ids.iter().all(|id| id.starts_with("pilot.")), "{ids:?}");
}

#[test]
fn the_list_for_programs_has_what_the_list_for_people_has() {
    let folder = Folder::new();
    let json = folder.etax(&["rules", "list", "--json"]);
    let rules: Vec<serde_json::Value> = serde_json::from_str(&json.out).unwrap();
    let text = folder.etax(&["rules", "list"]).out;
    assert_eq!(rules.len(), (text.lines().count() - 1) / 2);
    for rule in &rules {
        assert!(text.contains(rule["id"].as_str().unwrap()));
        assert!(["error", "warning", "info"].contains(&rule["severity"].as_str().unwrap()), "{rule}");
        assert!(rule["message"]["vi"].as_str().is_some_and(|said| !said.is_empty()), "{rule}");
        assert!(rule["message"]["en"].as_str().is_some_and(|said| !said.is_empty()), "{rule}");
        assert!(rule["basis"].is_string(), "{rule}");
    }
    let without = rules.iter().filter(|rule| rule["basis"] == "").count();
    assert!(without < rules.len() / 50, "nearly all say by what law: {without} do not");
    assert!(rules.iter().any(|rule| rule["from"].is_string() || rule["until"].is_string()), "some have days");
}

#[test]
fn the_page_of_rules_is_that_of_the_documentation() {
    let made = Folder::new().etax(&["rules", "list", "--markdown"]);
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rules.md");
    assert!(
        made.out == std::fs::read_to_string(page).unwrap(),
        "make it again: etax rules list --markdown > docs/rules.md"
    );
}

#[test]
fn a_rule_is_explained_with_severity_days_basis_and_hint() {
    let folder = Folder::new();
    let list = folder.etax(&["rules", "list", "--json"]).out;
    let rules: Vec<serde_json::Value> = serde_json::from_str(&list).unwrap();
    let dated = |rule: &&serde_json::Value| {
        rule["from"].is_string() && rule["hint"]["en"].as_str().is_some_and(|hint| !hint.is_empty())
    };
    let rule = rules.iter().find(dated).unwrap();
    let id = rule["id"].as_str().unwrap();
    for (lang, words) in [
        ("vi", ["Mức độ", "Tác động", "Thuộc kiểm tra", "Ngày của chứng từ", "Căn cứ"]),
        ("en", ["Severity", "Effect", "Check", "Days of the document", "Basis"]),
    ] {
        let ran = folder.etax(&["rules", "explain", id, "--lang", lang]);
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
        assert!(ran.out.starts_with(&format!("{id}\n")));
        for word in words {
            assert!(ran.out.contains(&format!("\n{word}: ")), "{word}: {}", ran.out);
        }
        for said in
            [&rule["message"][lang], &rule["hint"][lang], &rule["basis"], &rule["from"], &rule["severity"]]
        {
            assert!(ran.out.contains(said.as_str().unwrap()), "{said}: {}", ran.out);
        }
    }
    let always = folder.etax(&["rules", "explain", "xml.limit.bytes", "--lang", "en"]);
    assert!(always.out.contains("Days of the document: every day"), "{}", always.out);
}

#[test]
fn rules_of_forms_are_explained() {
    let folder = Folder::new();
    let ran = folder.etax(&["rules", "explain", "declaration.842.ct40a", "--lang", "en"]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.out.contains("max([36] - [22] + [37] - [38] - [39a], 0)"), "{}", ran.out);
    assert!(ran.out.contains("01/GTGT") && ran.out.contains("80/2021/TT-BTC"), "{}", ran.out);
}

#[test]
fn a_rule_that_is_not_there_is_refused_with_the_nearest() {
    let folder = Folder::new();
    for (asked, nearest) in [
        ("invoice.total.payble", "invoice.total.payable"),
        ("invoice.total", "invoice.total.payable"),
        ("xml.limits.bytes", "xml.limit.bytes"),
        ("declaration.842.ct40b1", "declaration.842.ct40"),
    ] {
        let ran = folder.etax(&["rules", "explain", asked, "--lang", "en"]);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{asked}");
        assert!(ran.err.contains(&format!("there is no rule {asked}")), "{}", ran.err);
        assert!(ran.err.lines().skip(1).any(|line| line.trim() == nearest), "{asked}: {}", ran.err);
    }
    let ran = folder.etax(&["rules", "explain", "none-such-at-all", "--lang", "vi"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("không có quy tắc none-such-at-all"), "{}", ran.err);
    let ran = folder.etax(&["rules", "list", "--kind", "none", "--lang", "en"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("kinds: ") && ran.err.contains("invoice"), "{}", ran.err);
}
