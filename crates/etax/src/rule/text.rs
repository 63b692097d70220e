//! Text for people in the two languages of the project.

use serde::Serialize;
use std::borrow::Cow;

/// A language that messages exist in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl Lang {
    /// A number as people write it in this language: `1.200.000,5` in Vietnamese, `1,200,000.5` in
    /// English. Text that is no plain number, as all that a document may hold, stays as it is.
    ///
    /// ```
    /// use etax::rule::Lang;
    /// assert_eq!(Lang::Vi.amount("-1200000.5"), "-1.200.000,5");
    /// assert_eq!(Lang::En.amount("1200000"), "1,200,000");
    /// assert_eq!(Lang::En.amount("12,5"), "12,5");
    /// ```
    #[must_use]
    pub fn amount(self, number: &str) -> Cow<'_, str> {
        let digits = number.trim_start_matches(['-', '±']);
        let sign = &number[..number.len() - digits.len()];
        let (whole, fraction) =
            digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !fraction.is_none_or(plain) || sign.chars().count() > 1 {
            return Cow::Borrowed(number);
        }
        let (group, point) = match self {
            Self::Vi => ('.', ','),
            Self::En => (',', '.'),
        };
        let mut out = String::with_capacity(number.len() + number.len() / 3);
        out.push_str(sign);
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                out.push(group);
            }
            out.push(digit);
        }
        if let Some(fraction) = fraction {
            out.push(point);
            out.push_str(fraction);
        }
        Cow::Owned(out)
    }
}

/// The same sentence in Vietnamese and English.
///
/// ```
/// use etax::rule::{Lang, Text};
/// let text = Text { vi: "Tổng là {expected}.", en: "The total is {expected}." };
/// assert_eq!(text.fill(Lang::En, &[("expected", "10")]), "The total is 10.");
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
