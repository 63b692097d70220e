//! Text for people in the two languages of the project.

use serde::Serialize;

/// A language that messages exist in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// The same sentence in Vietnamese and English.
///
/// ```
/// use etax::rule::{Lang, Text};
/// let text = Text { vi: "tổng là {expected}", en: "the total is {expected}" };
/// assert_eq!(text.fill(Lang::En, &[("expected", "10")]), "the total is 10");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Text {
    /// Vietnamese.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// No text at all, for rules that need no hint.
    pub const NONE: Self = Self { vi: "", en: "" };

    /// The sentence in one language, placeholders unfilled.
    #[must_use]
    pub const fn template(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }

    /// The sentence with each `{name}` replaced by its value. One pass: a value that looks like a
    /// placeholder is not expanded again, so document content cannot rewrite a message.
    #[must_use]
    pub fn fill(&self, lang: Lang, values: &[(&str, &str)]) -> String {
        let mut rest = self.template(lang);
        let mut out = String::with_capacity(rest.len() + 32);
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let tail = &rest[open..];
            let close = tail.find('}').unwrap_or(tail.len() - 1);
            let name = &tail[1..close];
            match values.iter().find(|(key, _)| *key == name) {
                Some((_, value)) => out.push_str(value),
                None => out.push_str(&tail[..=close]),
            }
            rest = &tail[close + 1..];
        }
        out.push_str(rest);
        out
    }
}
