//! Rules as data: a stable id, what breaking it means, since when it holds, on what legal basis,
//! and what to tell a person about it in Vietnamese and English.
//!
//! Every module above this floor declares its rules as `static` items of type [`Rule`] next to the
//! code that evaluates them and lists them in a `RULES` table; [`crate::engine::rules`] joins the tables.

mod constraint;
mod force;
mod intern;
mod text;

pub use constraint::{Constraint, Weights};
pub use force::Force;
pub(crate) use intern::RULES;
pub use intern::{RuleText, intern};
pub use text::{Lang, Text};

use serde::{Deserialize, Serialize};

/// Which of the report's checks a rule belongs to. In policy files by its name in lower case.
///
/// `Signatures`, `Signers`, `Code` and `Registry` answer "is it authentic?";
/// `Structure` and `Rules` answer "is it right?". The two are never mixed, because the authority
/// itself issues codes for invoices whose sums are wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// Well-formedness, element structure and simple types.
    Structure,
    /// Arithmetic, literals, dates, symbols and cross-field rules.
    Rules,
    /// XML signatures: digests, signature values, coverage, placement.
    Signatures,
    /// Certificates: chain, validity at signing time, revocation, identity of the signer.
    Signers,
    /// Authentication codes: shape and binding.
    Code,
    /// The registry's answer about a code, where the caller gave one.
    Registry,
}

/// What a broken rule does to the check it belongs to. In policy files by its name in lower case.
///
/// ```
/// use etax::rule::Weight;
/// assert_eq!(serde_json::from_str::<Weight>("\"inform\"").unwrap(), Weight::Inform);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// The check fails. Shown as severity `error`.
    Fail,
    /// The engine could not look, so the check is undecided. Shown as severity `warning`.
    Undecide,
    /// Worth a person's attention; changes no outcome. Shown as severity `warning`.
    Warn,
    /// For information. Shown as severity `info`.
    Inform,
    /// Dropped from the report (only ever by policy; the policy's relaxations are printed).
    Ignore,
}

impl Weight {
    /// The word in policy files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Undecide => "undecide",
            Self::Warn => "warn",
            Self::Inform => "inform",
            Self::Ignore => "ignore",
        }
    }

    /// The severity shown in reports: `error`, `warning` or `info`.
    ///
    /// ```
    /// use etax::rule::Weight;
    /// assert_eq!(Weight::Fail.severity(), "error");
    /// assert_eq!(Weight::Undecide.severity(), "warning");
    /// ```
    #[must_use]
    pub const fn severity(self) -> &'static str {
        match self {
            Self::Fail => "error",
            Self::Undecide | Self::Warn => "warning",
            Self::Inform | Self::Ignore => "info",
        }
    }
}

/// One rule: what must hold, why, since when, and how to say that it does not.
#[derive(Debug)]
pub struct Rule {
    /// Stable, dotted id such as `invoice.total.payable`. Never reused for another meaning.
    pub id: &'static str,
    /// The check it belongs to.
    pub check: Check,
    /// What breaking it does, unless the policy says otherwise ([`Weights`]).
    pub weight: Weight,
    /// Where the rule is written: decree, decision, circular, RFC or W3C text.
    pub basis: &'static str,
    /// What is wrong, in full sentences, with the placeholders `{expected}`, `{found}` and `{name}`
    /// (the element's tag); `{expected_amount}` and `{found_amount}` write numbers as people do.
    pub message: Text,
    /// How to mend it.
    pub hint: Text,
}

/// Two rules are the same when their ids are.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}
