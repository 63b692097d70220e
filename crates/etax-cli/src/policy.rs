//! The policy to check with: a name or a TOML file.

use etax::engine::Policy;
use etax::rule::{Lang, Text};
use std::fs;

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
    toml::from_str(&text).map_err(|error| refuse(error.to_string()))
}

/// The longest document the policy lets in, in bytes.
pub(crate) fn byte_limit(policy: &Policy) -> u64 {
    u64::try_from(policy.bytes).unwrap_or(u64::MAX)
}

const UNUSABLE: Text = Text {
    vi: "không dùng được chính sách {policy}: {why}",
    en: "the policy {policy} cannot be used: {why}",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_and_other_words_are_files() {
        assert!(load(None, Lang::En).is_ok());
        assert!(load(Some("strict"), Lang::En).is_ok());
        assert!(load(Some("no-such-policy"), Lang::En).unwrap_err().contains("no-such-policy"));
    }
}
