//! Findings about one signature while it is being judged.

use super::form::Form;
use super::pki::PublicKey;
use super::rules;
use crate::report::{Finding, SignatureStatus};
use crate::rule::Weights;
use crate::value::Moment;

/// Collects findings and what they mean for the signature itself.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) findings: Vec<Finding>,
    invalid: bool,
    undecided: bool,
}

impl Notes {
    /// The signature does not hold.
    pub(crate) fn invalid(&mut self, finding: Finding) {
        self.invalid = true;
        self.findings.push(finding);
    }

    /// The signature cannot be judged.
    pub(crate) fn undecided(&mut self, finding: Finding) {
        self.undecided = true;
        self.findings.push(finding);
    }

    /// The signature value does not hold under any of these keys, or cannot be judged under one of them.
    pub(crate) fn value_fails<'k>(&mut self, form: &Form<'_>, mut keys: impl Iterator<Item = &'k PublicKey>) {
        let untold = form.algorithm.and_then(|algorithm| {
            let key = keys.find(|key| key.cannot_tell(algorithm))?;
            Some(format!("{} ({})", algorithm.name(), key.kind()))
        });
        match untold {
            Some(found) => {
                self.undecided(Finding::new(&rules::ALGORITHM).at(form.value_element).found(found))
            }
            None => self.invalid(Finding::new(&rules::VALUE).at(form.value_element)),
        }
    }

    /// Anything else.
    pub(crate) fn remark(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Lets the policy say what each finding so far weighs at a moment.
    pub(crate) fn settle(&mut self, weights: &Weights, at: Moment) {
        for finding in &mut self.findings {
            finding.settle(weights, at);
        }
    }

    /// What the findings say about the signature: one wrong digest outweighs one unknown transform.
    pub(crate) const fn status(&self) -> SignatureStatus {
        if self.invalid {
            SignatureStatus::Invalid
        } else if self.undecided {
            SignatureStatus::Undecided
        } else {
            SignatureStatus::Valid
        }
    }
}
