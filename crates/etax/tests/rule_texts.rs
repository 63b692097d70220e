//! What every rule says to people: full sentences in both languages, nothing left unfilled.

use etax::engine::rules;
use etax::report::Finding;
use etax::rule::Lang;
use std::collections::BTreeSet;

/// Elements and signs that a sentence may begin with although they are no capital letters.
const OPENINGS: [&str; 9] =
    ["{name}", "{found}", "{expected}", "soLan", "lanNop", "trangThai", "kieuKy", "xsi:nil", "round("];

fn begins_well(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|first| first.is_uppercase() || !first.is_alphabetic())
        && !text.starts_with('{')
        && !text.starts_with(char::is_whitespace)
        || OPENINGS.iter().any(|opening| text.starts_with(opening))
}

#[test]
fn texts_are_full_sentences() {
    for rule in rules() {
        for (what, text) in [("message", rule.message), ("hint", rule.hint)] {
            for text in [text.vi, text.en] {
                if text.is_empty() && what == "hint" {
                    continue;
                }
                assert!(begins_well(text), "{}: {text}", rule.id);
                assert!(text.ends_with('.') && !text.ends_with(".."), "{}: {text}", rule.id);
                assert!(!text.contains("  "), "{}: {text}", rule.id);
            }
            assert_eq!(text.vi.is_empty(), text.en.is_empty(), "{}: {what} in one language only", rule.id);
        }
    }
}

#[test]
fn vietnamese_is_written_with_its_marks() {
    // Letters that no other language uses: a sentence without any of them lost its marks.
    const OWN: &str = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹáàãéèíìóòõúùũý";
    for rule in rules() {
        for text in [rule.message.vi, rule.hint.vi].into_iter().filter(|text| !text.is_empty()) {
            assert!(text.to_lowercase().contains(|letter| OWN.contains(letter)), "{}: {text}", rule.id);
            // Precomposed, as the standard of the documents asks too (TCVN 6909:2001).
            assert!(
                !text.contains(|letter| ('\u{300}'..='\u{36f}').contains(&letter)),
                "{}: {text}",
                rule.id
            );
        }
    }
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or(rest)).collect()
}

#[test]
fn both_languages_say_the_same_values() {
    const KNOWN: [&str; 5] = ["expected", "found", "name", "expected_amount", "found_amount"];
    for rule in rules() {
        let (vi, en) = (placeholders(rule.message.vi), placeholders(rule.message.en));
        assert_eq!(vi, en, "{}", rule.id);
        assert_eq!(placeholders(rule.hint.vi), placeholders(rule.hint.en), "{}", rule.id);
        assert!(vi.iter().all(|name| KNOWN.contains(name)), "{}: {vi:?}", rule.id);
    }
}

#[test]
fn amounts_are_grouped_as_each_language_does() {
    let rule = rules().into_iter().find(|rule| rule.id == "invoice.total.payable").unwrap();
    let finding = Finding::new(rule).expected("1200000").found("1000000.50");
    assert!(
        finding.message(Lang::Vi).contains("1.000.000,50") && finding.message(Lang::Vi).contains("1.200.000")
    );
    assert!(
        finding.message(Lang::En).contains("1,000,000.50") && finding.message(Lang::En).contains("1,200,000")
    );
    assert_eq!(finding.found_in(Lang::Vi).as_deref(), Some("1.000.000,50"));
    // Data stays as it stood in the document.
    assert_eq!(finding.found.as_deref(), Some("1000000.50"));
    // Numbers that are no amounts are not touched.
    let number = rules().into_iter().find(|rule| rule.id == "invoice.number").unwrap();
    assert!(Finding::new(number).found("123456789").message(Lang::En).contains("123456789"));
}
