//! The keyring's text.

use super::{Algorithm, Binds, KeyRule};
use crate::rule::{Lang, Text};
use crate::value::{Moment, line};
use serde::Deserialize;
use std::fmt;
use toml::Spanned;

/// What is wrong with a keyring. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyringError {
    /// Not TOML, a key that no keyring has, or a value of the wrong kind.
    Value {
        /// Which line.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// Not a date `YYYY-MM-DD` or a moment `YYYY-MM-DDThh:mm:ss`.
    Moment {
        /// Which line.
        line: usize,
        /// What is written.
        found: String,
    },
    /// The key's last moment lies before its first.
    Backwards {
        /// Which line.
        line: usize,
    },
    /// The same issuer and number stand twice.
    Twice {
        /// The line of the second.
        line: usize,
        /// The issuer.
        issuer: u8,
        /// The key's number.
        id: u8,
    },
    /// Two keys of one issuer, neither revoked, are for the same moment.
    Overlap {
        /// The line of the second.
        line: usize,
        /// The issuer.
        issuer: u8,
        /// The number of the first key.
        other: u8,
    },
    /// The secret of a key is not to be had.
    NoSecret {
        /// The line of the key.
        line: usize,
        /// The issuer.
        issuer: u8,
        /// The key's number.
        id: u8,
    },
}

impl KeyringError {
    /// What is wrong, in a language, with the line. What the reader of TOML says stays in its own words.
    ///
    /// ```
    /// use etax::code::keyring::KeyringError;
    /// use etax::rule::Lang;
    /// let error = KeyringError::Twice { line: 6, issuer: 0, id: 1 };
    /// assert_eq!(error.message(Lang::Vi), "dòng 6: khóa 1 của đơn vị cấp 0 xuất hiện hai lần");
    /// assert_eq!(error.message(Lang::En), "line 6: key 1 of issuer 0 stands twice");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let (line, what) = match self {
            Self::Value { line, message } => (line, message.clone()),
            Self::Moment { line, found } => {
                (line, MOMENT.fill(lang, &[("found", &found.escape_debug().to_string())]))
            }
            Self::Backwards { line } => (line, BACKWARDS.template(lang).to_owned()),
            Self::Twice { line, issuer, id } => (line, about(TWICE, lang, *issuer, *id)),
            Self::Overlap { line, issuer, other } => (line, about(OVERLAP, lang, *issuer, *other)),
            Self::NoSecret { line, issuer, id } => (line, about(NO_SECRET, lang, *issuer, *id)),
        };
        LINE.fill(lang, &[("line", &line.to_string()), ("what", &what)])
    }
}

fn about(text: Text, lang: Lang, issuer: u8, id: u8) -> String {
    text.fill(lang, &[("issuer", &issuer.to_string()), ("id", &id.to_string())])
}

/// Where, and what.
pub(in crate::code) const LINE: Text = Text { vi: "dòng {line}: {what}", en: "line {line}: {what}" };
const MOMENT: Text =
    Text { vi: "\"{found}\" không phải ngày hay thời điểm", en: "\"{found}\" is no date or moment" };
const BACKWARDS: Text =
    Text { vi: "khóa kết thúc trước khi bắt đầu", en: "the key ends before it begins" };
const TWICE: Text = Text {
    vi: "khóa {id} của đơn vị cấp {issuer} xuất hiện hai lần",
    en: "key {id} of issuer {issuer} stands twice",
};
const OVERLAP: Text = Text {
    vi: "khóa {id} của đơn vị cấp {issuer} dùng trong cùng thời gian",
    en: "key {id} of issuer {issuer} is for the same time",
};
const NO_SECRET: Text = Text {
    vi: "không có khóa bí mật cho khóa {id} của đơn vị cấp {issuer}",
    en: "there is no secret for key {id} of issuer {issuer}",
};

impl fmt::Display for KeyringError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for KeyringError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    key: Vec<Spanned<WrittenKey>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    issuer: u8,
    id: u8,
    from: Spanned<String>,
    until: Spanned<String>,
    #[serde(default)]
    algorithm: Algorithm,
    #[serde(default = "printed")]
    binds: Binds,
    revoked: Option<Spanned<String>>,
}

const fn printed() -> Binds {
    Binds::Printed
}

/// The rules of a keyring, each with the line it begins on.
pub(super) fn rules(text: &str) -> Result<Vec<(usize, KeyRule)>, KeyringError> {
    let line = |at: usize| line(text, at);
    let written: Written = toml::from_str(text).map_err(|error| KeyringError::Value {
        line: line(error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
    })?;
    let mut rules: Vec<(usize, KeyRule)> = Vec::new();
    for key in written.key {
        let here = line(key.span().start);
        let key = key.into_inner();
        let moment = |written: &Spanned<String>, last: bool| {
            read(written.get_ref(), last).ok_or_else(|| KeyringError::Moment {
                line: line(written.span().start),
                found: written.get_ref().clone(),
            })
        };
        let rule = KeyRule {
            issuer: key.issuer,
            id: key.id,
            from: moment(&key.from, false)?,
            until: moment(&key.until, true)?,
            algorithm: key.algorithm,
            binds: key.binds,
            revoked: key.revoked.as_ref().map(|revoked| moment(revoked, false)).transpose()?,
        };
        if rule.until < rule.from {
            return Err(KeyringError::Backwards { line: here });
        }
        for (_, other) in rules.iter().filter(|(_, other)| other.issuer == rule.issuer) {
            if other.id == rule.id {
                return Err(KeyringError::Twice { line: here, issuer: rule.issuer, id: rule.id });
            }
            let both = other.revoked.is_none() && rule.revoked.is_none();
            if both && other.from <= rule.until && rule.from <= other.until {
                return Err(KeyringError::Overlap { line: here, issuer: rule.issuer, other: other.id });
            }
        }
        rules.push((here, rule));
    }
    Ok(rules)
}

/// A moment; a date alone is its first or its last second.
fn read(text: &str, last: bool) -> Option<Moment> {
    let moment = Moment::parse(text)?;
    if last && text.len() == 10 { Moment::from_unix(moment.unix() + 86_399) } else { Some(moment) }
}
