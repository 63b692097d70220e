//! The policy to check with: a name or a TOML file.

use etax::engine::Policy;
use etax::rule::{Lang, Text};
use std::fs;
use std::path::Path;
use toml::{Table, Value};

/// Loads the policy asked for; the error says what is wrong with it.
///
/// A name wins over a file of that name: `./strict` means the file.
pub(crate) fn load(asked: Option<&str>, lang: Lang) -> Result<Policy, String> {
    let Some(asked) = asked else { return Ok(Policy::default()) };
    if let Some(policy) = Policy::named(asked) {
        return Ok(policy);
    }
    let refuse = |why: String| UNUSABLE.fill(lang, &[("policy", asked), ("why", &why)]);
    let text = fs::read_to_string(asked).map_err(|error| refuse(error.to_string()))?;
    let name = Path::new(asked).file_stem().unwrap_or_default().to_string_lossy();
    read(&text, &name, lang).map_err(refuse)
}

/// Reads a policy file. `base` names the built-in policy that it changes, `transition` if it says
/// nothing; a file that does not name itself is called as its file is, because under the name of
/// its base a report would claim what is not so.
fn read(text: &str, name: &str, lang: Lang) -> Result<Policy, String> {
    // On its own the text is read straight into the policy, for errors that point into the file.
    let mut own: Table = toml::from_str(text).map_err(|error| error.to_string())?;
    let base = match own.remove("base") {
        None => {
            toml::from_str::<Policy>(text).map_err(|error| error.to_string())?;
            Policy::default()
        }
        Some(Value::String(base)) => {
            Policy::named(&base).ok_or_else(|| UNKNOWN_BASE.fill(lang, &[("base", &base)]))?
        }
        Some(other) => return Err(UNKNOWN_BASE.fill(lang, &[("base", &other.to_string())])),
    };
    own.entry("name").or_insert_with(|| Value::String(name.to_owned()));
    let mut all = Table::try_from(base).map_err(|error| error.to_string())?;
    overlay(&mut all, own);
    let policy: Policy = all.try_into().map_err(|error| error.to_string())?;
    let unknown = policy.unknown_rules();
    if unknown.is_empty() {
        return Ok(policy);
    }
    Err(UNKNOWN_RULES.fill(lang, &[("rules", &unknown.join(", "))]))
}

/// Lays a table over another: tables are joined key by key, anything else is replaced. The parser
/// of TOML bounds the depth.
fn overlay(below: &mut Table, above: Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => overlay(below, above),
            (_, value) => {
                below.insert(key, value);
            }
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
const UNKNOWN_RULES: Text =
    Text { vi: "không có quy tắc nào tên là {rules}", en: "there are no rules of the name {rules}" };
const UNKNOWN_BASE: Text = Text {
    vi: "base phải là archive, transition hoặc strict, không phải {base}",
    en: "base must be archive, transition or strict, not {base}",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_and_other_words_are_files() {
        assert_eq!(load(None, Lang::En), Ok(Policy::default()));
        assert_eq!(load(Some("strict"), Lang::En).ok(), Policy::named("strict"));
        assert!(load(Some("no-such-policy"), Lang::En).unwrap_err().contains("no-such-policy"));
    }

    #[test]
    fn a_file_changes_its_base_and_nothing_else() {
        let text = "base = \"strict\"\n[limits]\nbytes = 77\n";
        let strict = Policy::named("strict").unwrap();
        let mut expected = Policy { name: "office".to_owned(), ..strict };
        expected.limits.bytes = 77;
        assert_eq!(read(text, "office", Lang::En), Ok(expected));
    }

    #[test]
    fn without_base_it_is_transition() {
        let expected = Policy { name: "mine".to_owned(), findings: 5, ..Policy::default() };
        assert_eq!(read("name = \"mine\"\nfindings = 5", "office", Lang::En), Ok(expected));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, part) in [
            ("findingz = 5", "findingz"),
            ("base = \"strict\"\nfindingz = 5", "findingz"),
            ("base = \"lax\"", "lax"),
            ("base = 3", "3"),
            ("findings = \"many\"", "findings"),
            ("[rules]\n\"no.such.rule\" = \"warn\"", "no.such.rule"),
            ("= 1", "line 1"),
        ] {
            let error = read(text, "office", Lang::En).unwrap_err();
            assert!(error.contains(part), "{part} is not in {error}");
        }
    }
}
