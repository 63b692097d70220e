//! Policies as text: the three that are shipped, and an operator's changes to one of them.

use super::Policy;
use crate::form::Catalogue;
use crate::rule::{Check, Constraint};
use crate::value::line;
use crate::{invoice, signature, xml};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use toml::{Spanned, Table, Value};

/// The shipped file of this name.
pub(super) fn shipped(name: &str) -> Option<&'static str> {
    match name {
        "archive" => Some(include_str!("../../policies/archive.toml")),
        "transition" => Some(include_str!("../../policies/transition.toml")),
        "strict" => Some(include_str!("../../policies/strict.toml")),
        _ => None,
    }
}

/// What is wrong with a policy's text. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyError {
    /// Not TOML, a key that no policy has, or a value of the wrong kind.
    Value {
        /// Which line.
        line: usize,
        /// The key that the line gives a value to, where it gives one.
        key: Option<String>,
        /// What is wrong.
        message: String,
    },
    /// `base` names no shipped policy.
    UnknownBase {
        /// Which line.
        line: usize,
        /// What it names.
        base: String,
    },
    /// A weight for a rule that does not exist.
    UnknownRule {
        /// Which line.
        line: usize,
        /// The id.
        id: String,
    },
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { line, key: Some(key), message } => write!(f, "line {line}: {key}: {message}"),
            Self::Value { line, key: None, message } => write!(f, "line {line}: {message}"),
            Self::UnknownBase { line, base } => {
                write!(f, "line {line}: base must be archive, transition or strict, not {base}")
            }
            Self::UnknownRule { line, id } => write!(f, "line {line}: there is no rule {id}"),
        }
    }
}

impl std::error::Error for PolicyError {}

/// A policy's text as far as it goes: every key may be absent. Read once for errors that point into the text, before
/// the text is laid over its base.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[allow(dead_code, reason = "read for its errors")]
struct Written {
    base: Option<Spanned<String>>,
    name: Option<String>,
    require: Option<Vec<Check>>,
    intake: Option<bool>,
    findings: Option<usize>,
    documents: Option<usize>,
    limits: Option<xml::Limits>,
    tolerance: Option<invoice::Tolerance>,
    signature: Option<signature::Settings>,
    #[serde(default)]
    rules: BTreeMap<Spanned<String>, Constraint>,
}

impl Policy {
    /// Reads a policy from the text of a TOML file. `base` names the shipped policy that it changes, `transition` when
    /// it names none; tables are joined key by key, everything else is replaced. A text without `name` gives a policy
    /// called [`Policy::UNNAMED`]: under its base's name a report would claim what is not so.
    ///
    /// # Errors
    ///
    /// [`PolicyError`], with the line, when the text is not TOML, has a key or a rule that does not exist, or a value
    /// of the wrong kind.
    ///
    /// ```
    /// use etax::engine::{Policy, PolicyError};
    /// let policy = Policy::from_toml("base = \"strict\"\nfindings = 20\n").unwrap();
    /// assert_eq!(policy, Policy { name: "unnamed".into(), findings: 20, ..Policy::named("strict").unwrap() });
    /// let error = Policy::from_toml("\n[rules]\n\"no.such.rule\" = \"warn\"").unwrap_err();
    /// assert_eq!(error, PolicyError::UnknownRule { line: 3, id: "no.such.rule".into() });
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, PolicyError> {
        Self::from_toml_with(text, Catalogue::built_in())
    }

    /// The same where other forms than those built in are known: rules of theirs may be weighed.
    ///
    /// # Errors
    ///
    /// As [`Policy::from_toml`].
    ///
    /// ```
    /// use etax::engine::Policy;
    /// use etax::form::Catalogue;
    /// let form = "form 9999\nversion 1.0.0\nfile X\nstructure\n  HSoThueDTu\n    HSoKhaiThue\n      CTieuTKhaiChinh\n\
    ///     \x20       ct1, ct2: long\ncells\n  ct2 = [ct1]\n";
    /// let forms = Catalogue::built_in().load([("x.form", form.as_bytes())]).unwrap();
    /// let text = "[rules]\n\"declaration.9999.ct2\" = \"warn\"";
    /// assert!(Policy::from_toml_with(text, &forms).is_ok());
    /// assert!(Policy::from_toml(text).is_err());
    /// ```
    pub fn from_toml_with(text: &str, forms: &Catalogue) -> Result<Self, PolicyError> {
        let written: Written = toml::from_str(text).map_err(|error| value_error(text, &error))?;
        let base = written.base.as_ref().map_or("transition", |base| base.get_ref().as_str());
        let Some(below) = shipped(base) else {
            let at = written.base.as_ref().map_or(0, |base| base.span().start);
            return Err(PolicyError::UnknownBase { line: line(text, at), base: base.to_owned() });
        };
        let known = super::rules();
        let unknown = written.rules.keys().find(|id| {
            let id = id.get_ref();
            !known.iter().any(|rule| rule.id == id) && forms.rule(id).is_none()
        });
        if let Some(id) = unknown {
            let line = line(text, id.span().start);
            return Err(PolicyError::UnknownRule { line, id: id.get_ref().clone() });
        }
        let mut own: Table = toml::from_str(text).map_err(|error| value_error(text, &error))?;
        own.remove("base");
        own.entry("name").or_insert_with(|| Value::String(Self::UNNAMED.to_owned()));
        let mut all: Table = toml::from_str(below).map_err(|error| value_error(below, &error))?;
        overlay(&mut all, own);
        all.try_into().map_err(|error: toml::de::Error| value_error(text, &error))
    }
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

fn value_error(text: &str, error: &toml::de::Error) -> PolicyError {
    let at = error.span().map_or(0, |span| span.start);
    let line = line(text, at);
    let key = text
        .lines()
        .nth(line - 1)
        .and_then(|line| line.split_once('='))
        .map(|(key, _)| key.trim().to_owned())
        .filter(|key| !key.is_empty());
    PolicyError::Value { line, key, message: error.message().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Policy, PolicyError, shipped};
    use serde_json::Value;

    const NAMES: [&str; 3] = ["archive", "transition", "strict"];

    #[test]
    fn shipped_policies_can_be_read() {
        for name in NAMES {
            assert_eq!(Policy::named(name).unwrap().name, name);
            assert_eq!(Policy::from_toml(shipped(name).unwrap()), Ok(Policy::named(name).unwrap()));
        }
        assert_eq!(Policy::default().name, "transition");
    }

    /// Every leaf of the policy as its JSON form has it stands in the file, with the same value.
    #[test]
    fn shipped_files_state_everything() {
        for name in NAMES {
            let file: Value = toml::from_str(shipped(name).unwrap()).unwrap();
            assert_eq!(file, serde_json::to_value(Policy::named(name).unwrap()).unwrap(), "{name}");
        }
    }

    /// What signatures, signers and codes must be is said for every rule about them.
    #[test]
    fn shipped_files_weigh_every_rule_of_authenticity() {
        use crate::rule::Check::{Code, Registry, Signatures, Signers};
        for name in NAMES {
            let policy = Policy::named(name).unwrap();
            let missing: Vec<_> = crate::engine::rules()
                .into_iter()
                .filter(|rule| matches!(rule.check, Signatures | Signers | Code | Registry))
                .filter(|rule| policy.rules.get(rule.id).is_none())
                .map(|rule| format!("\"{}\" = \"{}\"", rule.id, rule.weight.word()))
                .collect();
            assert!(missing.is_empty(), "policies/{name}.toml lacks\n{}", missing.join("\n"));
            let known = crate::engine::rules();
            for (id, _) in policy.rules.iter() {
                assert!(known.iter().any(|rule| rule.id == id), "policies/{name}.toml: no rule {id}");
            }
        }
    }

    #[test]
    fn a_text_changes_its_base_and_nothing_else() {
        let text = "base = \"strict\"\nname = \"office\"\n[limits]\nbytes = 77\n[rules]\n\"signature.sha1\" = \"warn\"";
        let mut expected = Policy::named("strict").unwrap();
        expected.name = "office".to_owned();
        expected.limits.bytes = 77;
        expected.rules.set("signature.sha1", crate::rule::Constraint::always(crate::rule::Weight::Warn));
        assert_eq!(Policy::from_toml(text), Ok(expected));
        let empty = Policy { name: Policy::UNNAMED.to_owned(), ..Policy::default() };
        assert_eq!(Policy::from_toml(""), Ok(empty));
    }

    #[test]
    fn mistakes_are_named_with_their_lines() {
        for (text, at, part) in [
            ("findingz = 5", 1, "findingz"),
            ("\nbase = \"strict\"\nfindingz = 5", 3, "findingz"),
            ("base = \"lax\"", 1, "lax"),
            ("\n\nbase = 3", 3, "base"),
            ("name = \"x\"\nfindings = \"many\"", 2, "findings"),
            ("[limits]\ndepth = -1", 2, "depth"),
            ("[rules]\n\"no.such.rule\" = \"warn\"", 2, "no.such.rule"),
            ("[rules]\n\"signature.sha1\" = \"often\"", 2, "often"),
            (
                "[rules]\n\"signature.sha1\" = [{ until = \"2027-01-01\", weight = \"warn\" }]",
                2,
                "last entry",
            ),
            ("[rules]\n\"signature.sha1\" = [{ until = 2027-01-01, weight = \"warn\" }]", 2, "in quotes"),
            ("[signature.authorities.x]\nissuer-key = \"12\"", 2, "64 hexadecimal"),
            ("= 1", 1, "line 1"),
        ] {
            let error = Policy::from_toml(text).unwrap_err();
            let (PolicyError::Value { line, .. }
            | PolicyError::UnknownBase { line, .. }
            | PolicyError::UnknownRule { line, .. }) = &error;
            assert_eq!(*line, at, "{text}: {error}");
            assert!(error.to_string().contains(part), "{part} is not in {error}");
        }
    }
}
