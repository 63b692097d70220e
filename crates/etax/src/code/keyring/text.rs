//! The keyring's text.

use super::{Algorithm, Binds, KeyRule};
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

impl fmt::Display for KeyringError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { line, message } => write!(f, "line {line}: {message}"),
            Self::Moment { line, found } => write!(f, "line {line}: {found:?} is no date or moment"),
            Self::Backwards { line } => write!(f, "line {line}: the key ends before it begins"),
            Self::Twice { line, issuer, id } => {
                write!(f, "line {line}: key {id} of issuer {issuer} stands twice")
            }
            Self::Overlap { line, issuer, other } => {
                write!(f, "line {line}: key {other} of issuer {issuer} is for the same time")
            }
            Self::NoSecret { line, issuer, id } => {
                write!(f, "line {line}: there is no secret for key {id} of issuer {issuer}")
            }
        }
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
