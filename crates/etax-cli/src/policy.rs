//! The policy to check with: a name or a TOML file.

use etax::engine::{Policy, PolicyError};
use etax::form::Catalogue;
use etax::rule::{Lang, Text};
use std::fs;
use std::path::Path;

/// Loads the policy asked for, which may weigh rules of the forms; the error says what is wrong with it.
///
/// A name wins over a file of that name: `./strict` means the file.
pub(crate) fn load(asked: Option<&str>, forms: &Catalogue, lang: Lang) -> Result<Policy, String> {
    let Some(asked) = asked else { return Ok(Policy::default()) };
    if let Some(policy) = Policy::named(asked) {
        return Ok(policy);
    }
    let refuse = |why: String| UNUSABLE.fill(lang, &[("policy", asked), ("why", &why)]);
    let text = fs::read_to_string(asked).map_err(|error| refuse(error.to_string()))?;
    let name = Path::new(asked).file_stem().unwrap_or_default().to_string_lossy();
    read(&text, &name, forms, lang).map_err(refuse)
}

/// Reads a policy's text; a policy that does not name itself is called as its file is.
fn read(text: &str, name: &str, forms: &Catalogue, lang: Lang) -> Result<Policy, String> {
    let mut policy = Policy::from_toml_with(text, forms).map_err(|error| words(&error, lang))?;
    if policy.name == Policy::UNNAMED && !name.is_empty() {
        name.clone_into(&mut policy.name);
    }
    Ok(policy)
}

fn words(error: &PolicyError, lang: Lang) -> String {
    match error {
        PolicyError::UnknownRule { line, id } => {
            UNKNOWN_RULE.fill(lang, &[("line", &line.to_string()), ("rule", id)])
        }
        PolicyError::UnknownBase { line, base } => {
            UNKNOWN_BASE.fill(lang, &[("line", &line.to_string()), ("base", base)])
        }
        PolicyError::Value { line, key, message } => {
            let key = key.as_ref().map(|key| format!("{key}: ")).unwrap_or_default();
            AT_LINE.fill(lang, &[("line", &line.to_string()), ("why", &format!("{key}{message}"))])
        }
    }
}

/// The longest document the policy lets in, in bytes.
pub(crate) fn byte_limit(policy: &Policy) -> u64 {
    u64::try_from(policy.limits.bytes).unwrap_or(u64::MAX)
}

const UNUSABLE: Text = Text {
    vi: "không dùng được chính sách {policy}: {why}",
    en: "the policy {policy} cannot be used: {why}",
};
const AT_LINE: Text = Text { vi: "dòng {line}: {why}", en: "line {line}: {why}" };
const UNKNOWN_RULE: Text = Text {
    vi: "dòng {line}: không có quy tắc nào tên là {rule}",
    en: "line {line}: there is no rule of the name {rule}",
};
const UNKNOWN_BASE: Text = Text {
    vi: "dòng {line}: base phải là archive, transition hoặc strict, không phải {base}",
    en: "line {line}: base must be archive, transition or strict, not {base}",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_and_other_words_are_files() {
        let load = |asked| load(asked, Catalogue::built_in(), Lang::En);
        assert_eq!(load(None), Ok(Policy::default()));
        assert_eq!(load(Some("strict")).ok(), Policy::named("strict"));
        assert!(load(Some("no-such-policy")).unwrap_err().contains("no-such-policy"));
    }

    #[test]
    fn a_file_is_called_as_it_names_itself_or_as_it_is_named() {
        let named = |text| read(text, "office", Catalogue::built_in(), Lang::En).unwrap().name;
        assert_eq!(named("findings = 5"), "office");
        assert_eq!(named("name = \"mine\"\nfindings = 5"), "mine");
    }

    #[test]
    fn mistakes_are_named_in_both_languages() {
        for (text, part) in [
            ("findingz = 5", "findingz"),
            ("base = \"lax\"", "lax"),
            ("\nfindings = \"many\"", "2: findings"),
            ("[rules]\n\"no.such.rule\" = \"warn\"", "no.such.rule"),
        ] {
            let read = |lang| read(text, "office", Catalogue::built_in(), lang);
            let english = read(Lang::En).unwrap_err();
            assert!(english.starts_with("line") && english.contains(part), "{part} is not in {english}");
            let vietnamese = read(Lang::Vi).unwrap_err();
            assert!(vietnamese.starts_with("dòng") && vietnamese.contains(part), "{vietnamese}");
        }
    }
}
