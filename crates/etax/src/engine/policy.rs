//! What is required, tolerated and bounded, as data.

use super::policy_file;
use crate::form::Catalogue;
use crate::rule::{Check, Weight, Weights};
use crate::value::Moment;
use crate::{invoice, signature, xml};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt::Write;

/// A policy: limits, tolerances, what signatures must be, and what the rules weigh.
///
/// It is plain data. Three policies are shipped as files and built in, see [`Policy::named`]; an operator's own file
/// says what it changes of one of them, see [`Policy::from_toml`].
///
/// ```
/// use etax::engine::Policy;
/// let policy = Policy::named("transition").unwrap();
/// assert_eq!(policy, Policy::default());
/// assert!(Policy::named("lax").is_none());
/// let now = etax::value::Moment::parse("2026-11-23").unwrap();
/// # let forms = etax::form::Catalogue::built_in();
/// assert!(Policy::named("strict").unwrap().relaxations(now, forms).is_empty());
/// assert!(policy.relaxations(now, forms).contains(&"rules.signature.sha1 = inform until 2027-01-01".to_owned()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Policy {
    /// Name, repeated in reports.
    pub name: String,
    /// Checks that must pass for a document to be accepted: `structure`, `rules`, `signatures`, `signers`, `code`,
    /// `registry`.
    pub require: Vec<Check>,
    /// Messages that ask for a code (200, 201, 208) are looked at as the authority does on their arrival: the invoices
    /// in them need no code yet. Whoever buys by such an invoice sets it to false.
    pub intake: bool,
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
    /// What the rules weigh, by id, and until when. Findings about a signature are weighed at the moment its signer is
    /// judged at, all others at the time of receipt.
    pub rules: Weights,
}

/// All checks.
pub(super) const CHECKS: [Check; 6] =
    [Check::Structure, Check::Rules, Check::Signatures, Check::Signers, Check::Code, Check::Registry];

/// The policy `transition`.
impl Default for Policy {
    fn default() -> Self {
        // The shipped file is complete and well-formed: a test reads all three.
        Self::named("transition").unwrap_or_else(|| Self {
            name: Self::UNNAMED.to_owned(),
            require: CHECKS.to_vec(),
            intake: true,
            findings: 1000,
            documents: 5000,
            limits: xml::Limits::default(),
            tolerance: invoice::Tolerance::default(),
            signature: signature::Settings::default(),
            rules: Weights::default(),
        })
    }
}

impl Policy {
    /// The name of a policy that does not name itself.
    pub const UNNAMED: &'static str = "unnamed";

    /// A built-in policy.
    ///
    /// * `archive` judges old documents by the cryptography of their time: SHA-1 and RSA-1024 whenever they were used.
    /// * `transition`, the default, takes SHA-1 as real documents of 2026 still have it.
    /// * `strict` takes neither, and wants to know of every signer that the certificate had not been revoked.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        policy_file::shipped(name).and_then(|text| toml::from_str(text).ok())
    }

    /// The shipped file of a built-in policy: every key with its value, to start an own one from.
    ///
    /// ```
    /// assert!(etax::engine::Policy::text("strict").unwrap().contains("\"signature.sha1\" = \"fail\""));
    /// ```
    #[must_use]
    pub fn text(name: &str) -> Option<&'static str> {
        policy_file::shipped(name)
    }

    /// What differs from the policy `strict` at a time of receipt, as `key = value`, one line each. Of rules with
    /// several weights only the lighter ones are named, and none that begins later. `forms` are those whose rules it may
    /// weigh.
    #[must_use]
    pub fn relaxations(&self, received: Moment, forms: &Catalogue) -> Vec<String> {
        let Some(strict) = Self::named("strict") else { return Vec::new() };
        let without_rules =
            |policy: &Self| serde_json::to_value(Self { rules: Weights::default(), ..policy.clone() });
        let (Ok(own), Ok(other)) = (without_rules(self), without_rules(&strict)) else {
            return Vec::new();
        };
        let mut lines = Vec::new();
        differences("", &own, &other, &mut lines);
        lines.retain(|line| !line.starts_with("name = "));
        self.relaxed_rules(&strict, received, forms, &mut lines);
        lines
    }

    fn relaxed_rules(&self, strict: &Self, received: Moment, forms: &Catalogue, lines: &mut Vec<String>) {
        // Rules of forms are those of thousands of cells; a policy that says nothing of them relaxes none.
        let of_forms = self.rules.iter().filter_map(|(id, _)| forms.rule(id));
        let mut rules: Vec<_> = super::rules().into_iter().chain(of_forms).collect();
        rules.sort_unstable_by_key(|rule| rule.id);
        rules.dedup_by_key(|rule| rule.id);
        for rule in rules {
            let alone = [(None, rule.weight, None)];
            let own = self.rules.get(rule.id);
            let steps: &mut dyn Iterator<Item = (Option<Moment>, Weight, Option<Moment>)> = match own {
                Some(constraint) => &mut constraint.steps(),
                None => &mut alone.into_iter(),
            };
            for (from, weight, until) in steps {
                let begun = from.is_none_or(|from| from <= received);
                let due = strict.rules.of(rule, from.unwrap_or(received)).unwrap_or(rule.weight);
                if begun && weight > due {
                    let mut line = format!("rules.{} = {}", rule.id, weight.word());
                    for (word, day) in [("from", from), ("until", until)] {
                        if let Some(day) = day {
                            // Writing into a String cannot fail.
                            let _ = write!(line, " {word} {}", day.date());
                        }
                    }
                    lines.push(line);
                }
            }
        }
    }

    /// The days on which a weight ends and another begins, in order.
    pub(super) fn turns(&self) -> Vec<Moment> {
        let mut turns: Vec<Moment> = self
            .rules
            .iter()
            .flat_map(|(_, constraint)| constraint.steps().filter_map(|(_, _, until)| until))
            .collect();
        turns.sort_unstable();
        turns.dedup();
        turns
    }

    pub(super) fn requires(&self, check: Check) -> bool {
        self.require.contains(&check)
    }
}

fn differences(path: &str, own: &Value, strict: &Value, lines: &mut Vec<String>) {
    match (own, strict) {
        // What only one of them has is named as a whole, what both have key by key.
        (Value::Object(map), Value::Object(_)) => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                differences(&path, value, strict.get(key).unwrap_or(&Value::Null), lines);
            }
        }
        _ if own != strict => lines.push(format!("{path} = {own}")),
        _ => {}
    }
}
