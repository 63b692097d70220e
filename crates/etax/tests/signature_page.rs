//! The page docs/signatures.md: its tables are made from the rules, and no rule is left out.
//!
//! To write the tables anew: `ETAX_WRITE_DOCS=1 cargo test -p etax --test signature_page`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use etax::engine::{Policy, rules};
use etax::rule::{Check, Rule};
use std::collections::BTreeMap;
use std::fmt::Write;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/signatures.md");
const UPDATE: &str = "run: ETAX_WRITE_DOCS=1 cargo test -p etax --test signature_page";

/// What the authority's viewer says, when, how grave it is there, and the rules that say it here.
const VIEWER: [(&str, &str, &str, &[&str]); 10] = [
    (
        "the signed element is not there",
        "Không tìm thấy node qua PATH:",
        "error",
        &["signature.reference.dangling"],
    ),
    ("the value does not hold", "Chữ ký điện tử trên hồ sơ không hợp lệ", "error", &["signature.value"]),
    ("a digest does not hold", "Hồ sơ đã bị sửa sau khi ký điện tử", "error", &["signature.digest"]),
    ("expired", "Chứng thư số đã hết hiệu lực.", "never shown", &["signer.expired"]),
    ("not yet valid", "Chứng thư số chưa có hiệu lực.", "never shown", &["signer.not-yet-valid"]),
    (
        "the chain does not hold",
        "Chứng thư số không hợp pháp (",
        "error",
        &[
            "signer.chain.invalid",
            "signer.chain.name-constraints",
            "signer.chain.policy",
            "signer.chain.expired",
        ],
    ),
    (
        "the issuer is not known",
        "Không tìm thấy chứng thư số của nhà cung cấp dịch vụ chứng thư số (",
        "error",
        &["signer.chain.unknown-issuer"],
    ),
    ("revoked", "Chứng thư số đã bị thu hồi.", "warning", &["signer.revoked"]),
    (
        "not known whether revoked",
        "Không thể kiểm tra tình trạng thu hồi của chứng thư số.",
        "warning",
        &["signer.revocation-unknown"],
    ),
    ("not XML", "Tệp hồ sơ không đúng định dạng.", "error", &["xml.well-formed"]),
];

fn rule(id: &str) -> &'static Rule {
    rules().into_iter().find(|rule| rule.id == id).unwrap_or_else(|| panic!("no rule {id}"))
}

fn findings(ids: &str) -> String {
    let policies = ["archive", "transition", "strict"].map(|name| Policy::named(name).unwrap());
    let mut table = "| rule | message | archive | transition | strict |\n|---|---|---|---|---|\n".to_owned();
    for id in ids.split_whitespace() {
        let rule = rule(id);
        let weights = policies.each_ref().map(|policy| policy.rules.get(id).unwrap().to_string());
        let (vi, en) = (rule.message.vi, rule.message.en);
        writeln!(table, "| `{id}` | {vi}<br>*{en}* | {} |", weights.join(" | ")).unwrap();
    }
    table
}

fn viewer() -> String {
    let mut table = "| when | sentence | there | rules here |\n|---|---|---|---|\n".to_owned();
    for (when, sentence, grave, ids) in VIEWER {
        let ids: Vec<_> = ids.iter().map(|id| format!("`{id}`")).collect();
        let sentence = sentence.trim_end_matches([' ', '(', ':']);
        writeln!(table, "| {when} | {sentence} | {grave} | {} |", ids.join(", ")).unwrap();
    }
    table
}

/// The page with every table made anew.
fn fresh(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(start) = rest.find("<!-- ") {
        let (before, marked) = rest.split_at(start);
        let (mark, after) = marked.split_once(" -->\n").unwrap();
        let mark = mark.trim_start_matches("<!-- ");
        let (_, after) = after.split_once("<!-- end -->").unwrap();
        let table = mark.strip_prefix("findings: ").map_or_else(viewer, findings);
        write!(out, "{before}<!-- {mark} -->\n{table}<!-- end -->").unwrap();
        rest = after;
    }
    out + rest
}

#[test]
fn the_tables_are_up_to_date() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let fresh = fresh(&page);
    if std::env::var_os("ETAX_WRITE_DOCS").is_some() {
        std::fs::write(PAGE, fresh).unwrap();
    } else {
        assert!(page == fresh, "docs/signatures.md is out of date; {UPDATE}");
    }
}

#[test]
fn every_rule_about_signatures_stands_in_one_table() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for id in
        page.split("<!-- findings: ").skip(1).flat_map(|rest| rest.split(" -->").next().unwrap().split(' '))
    {
        *times.entry(id).or_default() += 1;
    }
    let wrong: Vec<_> = rules()
        .into_iter()
        .filter(|rule| matches!(rule.check, Check::Signatures | Check::Signers))
        .filter(|rule| times.get(rule.id) != Some(&1))
        .map(|rule| rule.id)
        .collect();
    assert!(wrong.is_empty(), "not in exactly one list of docs/signatures.md: {wrong:?}; then {UPDATE}");
}

#[test]
fn messages_begin_with_the_viewers_sentences() {
    for (_, sentence, _, ids) in VIEWER {
        for id in ids {
            assert!(rule(id).message.vi.starts_with(sentence), "{id}: {}", rule(id).message.vi);
        }
    }
}
