//! Outcomes of single checks and the verdict made from them.

use crate::rule::{Check, Weight};
use serde::Serialize;

/// How one check ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Looked at, nothing wrong.
    Passed,
    /// Something that the rules require does not hold.
    Failed,
    /// The engine could not look: a form it does not know, no trust anchor, no revocation data.
    Undecided,
    /// There is nothing of that kind in this document.
    #[default]
    NotApplicable,
}

impl Outcome {
    /// Joins two outcomes of parts into the outcome of the whole: `Failed` beats `Undecided` beats
    /// `Passed` beats `NotApplicable`.
    ///
    /// ```
    /// use etax::report::Outcome::{Failed, NotApplicable, Passed, Undecided};
    /// assert_eq!(Passed.and(Undecided), Undecided);
    /// assert_eq!(Undecided.and(Failed), Failed);
    /// assert_eq!(NotApplicable.and(Passed), Passed);
    /// ```
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Failed, _) | (_, Self::Failed) => Self::Failed,
            (Self::Undecided, _) | (_, Self::Undecided) => Self::Undecided,
            (Self::Passed, _) | (_, Self::Passed) => Self::Passed,
            _ => Self::NotApplicable,
        }
    }

    /// The word used in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Undecided => "undecided",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// The outcome of every check of one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checks {
    /// Well-formedness, structure and simple types.
    pub structure: Outcome,
    /// Arithmetic and business rules.
    pub rules: Outcome,
    /// Digests, signature values, coverage, placement.
    pub signatures: Outcome,
    /// Chains, validity, revocation, identity of the signers.
    pub signers: Outcome,
    /// The authentication code's shape and binding.
    pub code: Outcome,
    /// The registry's answer, where the caller gave one.
    pub registry: Outcome,
}

impl Checks {
    /// The outcome of one check.
    #[must_use]
    pub const fn get(&self, check: Check) -> Outcome {
        match check {
            Check::Structure => self.structure,
            Check::Rules => self.rules,
            Check::Signatures => self.signatures,
            Check::Signers => self.signers,
            Check::Code => self.code,
            Check::Registry => self.registry,
        }
    }

    /// Mutable access to the outcome of one check.
    pub const fn get_mut(&mut self, check: Check) -> &mut Outcome {
        match check {
            Check::Structure => &mut self.structure,
            Check::Rules => &mut self.rules,
            Check::Signatures => &mut self.signatures,
            Check::Signers => &mut self.signers,
            Check::Code => &mut self.code,
            Check::Registry => &mut self.registry,
        }
    }

    /// Records that a check was made; it stays `Passed` unless a finding says otherwise.
    pub const fn mark(&mut self, check: Check) {
        let outcome = self.get_mut(check);
        *outcome = outcome.and(Outcome::Passed);
    }

    /// Lets a finding of this weight change the outcome of its check.
    pub const fn apply(&mut self, check: Check, weight: Weight) {
        let effect = match weight {
            Weight::Fail => Outcome::Failed,
            Weight::Undecide => Outcome::Undecided,
            Weight::Warn | Weight::Inform | Weight::Ignore => return,
        };
        let outcome = self.get_mut(check);
        *outcome = outcome.and(effect);
    }

    /// Is it authentic? Signatures, signers, code and registry together.
    #[must_use]
    pub const fn authentic(&self) -> Outcome {
        self.signatures.and(self.signers).and(self.code).and(self.registry)
    }

    /// Is it right? Structure and rules together.
    #[must_use]
    pub const fn right(&self) -> Outcome {
        self.structure.and(self.rules)
    }

    /// Joins the checks of a part into those of the whole.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            structure: self.structure.and(other.structure),
            rules: self.rules.and(other.rules),
            signatures: self.signatures.and(other.signatures),
            signers: self.signers.and(other.signers),
            code: self.code.and(other.code),
            registry: self.registry.and(other.registry),
        }
    }
}

/// What the engine concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing failed and nothing that the policy requires is undecided.
    Accepted,
    /// Something could not be decided, and nothing failed.
    Undecided,
    /// Something that the policy requires failed.
    Rejected,
}

impl Verdict {
    /// The word used in JSON and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Undecided => "undecided",
            Self::Rejected => "rejected",
        }
    }
}
