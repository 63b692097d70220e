//! What is required, tolerated and bounded, as data.

use crate::rule::{Check, Rule, Weight};
use crate::{invoice, signature, xml};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A policy: limits, tolerances, what signatures must be, and what single rules weigh.
///
/// It is plain data (serde), so that an operator can keep it in a file; keys that are left out have the values of the
/// policy `transition`. Three are built in, see [`Policy::named`].
///
/// ```
/// use etax::engine::Policy;
/// let policy = Policy::named("transition").unwrap();
/// assert_eq!(policy, Policy::default());
/// assert!(Policy::named("lax").is_none());
/// assert!(Policy::named("strict").unwrap().relaxations().is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Policy {
    /// Name, repeated in reports.
    pub name: String,
    /// Checks that must pass for a document to be accepted: `structure`, `rules`, `signatures`, `signers`, `code`,
    /// `registry`.
    pub require: Vec<Check>,
    /// Most findings kept for one document, and for ten in one message together; the rest is counted.
    pub findings: usize,
    /// Most documents checked in one message. The authority takes messages up to 2 MB, about a thousand invoices.
    pub documents: usize,
    /// Bounds on what a document may cost.
    pub limits: xml::Limits,
    /// What amounts may be off by.
    pub tolerance: invoice::Tolerance,
    /// What signatures and signers must be.
    pub signature: signature::Settings,
    /// Rules whose weight differs from the one in the registry, by id: `fail`, `undecide`, `warn`, `inform`, `ignore`.
    pub rules: BTreeMap<String, Weight>,
}

/// All checks.
pub(super) const CHECKS: [Check; 6] =
    [Check::Structure, Check::Rules, Check::Signatures, Check::Signers, Check::Code, Check::Registry];

impl Default for Policy {
    fn default() -> Self {
        Self {
            name: "transition".to_owned(),
            require: CHECKS.to_vec(),
            findings: 1000,
            documents: 5000,
            limits: xml::Limits::default(),
            tolerance: invoice::Tolerance::default(),
            signature: signature::Settings::default(),
            rules: BTreeMap::new(),
        }
    }
}

impl Policy {
    /// A built-in policy.
    ///
    /// * `archive` judges old documents by the cryptography of their time: SHA-1 and RSA-1024 whenever they were used.
    /// * `transition`, the default, takes SHA-1 as real documents of 2026 still have it.
    /// * `strict` takes neither, and wants revocation lists for every signer.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let signature = match name {
            "archive" => signature::Settings::archive(),
            "transition" => signature::Settings::default(),
            "strict" => signature::Settings::strict(),
            _ => return None,
        };
        Some(Self { name: name.to_owned(), signature, ..Self::default() })
    }

    /// Rule ids that the policy names and no rule has: mistakes of whoever wrote it.
    #[must_use]
    pub fn unknown_rules(&self) -> Vec<&str> {
        let known = super::rules();
        self.rules.keys().map(String::as_str).filter(|id| !known.iter().any(|rule| rule.id == *id)).collect()
    }

    /// What differs from the policy `strict`, as `key = value`, one line each.
    #[must_use]
    pub fn relaxations(&self) -> Vec<String> {
        let strict = Self { signature: signature::Settings::strict(), ..Self::default() };
        let (Ok(own), Ok(strict)) = (serde_json::to_value(self), serde_json::to_value(&strict)) else {
            return Vec::new();
        };
        let mut lines = Vec::new();
        differences("", &own, &strict, &mut lines);
        lines.retain(|line| !line.starts_with("name = "));
        lines
    }

    pub(super) fn weight(&self, rule: &Rule, own: Weight) -> Weight {
        self.rules.get(rule.id).copied().unwrap_or(own)
    }

    pub(super) fn requires(&self, check: Check) -> bool {
        self.require.contains(&check)
    }
}

fn differences(path: &str, own: &Value, strict: &Value, lines: &mut Vec<String>) {
    match own {
        Value::Object(map) => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                differences(&path, value, strict.get(key).unwrap_or(&Value::Null), lines);
            }
        }
        _ if own != strict => lines.push(format!("{path} = {own}")),
        _ => {}
    }
}
