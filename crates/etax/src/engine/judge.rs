//! From findings to a verdict, under the policy.

use super::Policy;
use super::policy::CHECKS;
use crate::report::{
    Checks, CodeInfo, DocumentInfo, DocumentReport, Findings, Outcome, SignatureInfo, Verdict,
};
use crate::rule::Weight;
use crate::value::Moment;
use crate::xml::Positions;

/// What is known about a document before the policy has its say.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) info: DocumentInfo,
    pub(super) checks: Checks,
    pub(super) signatures: Vec<SignatureInfo>,
    pub(super) code: Option<CodeInfo>,
    pub(super) findings: Findings,
}

impl Draft {
    pub(super) const fn new(info: DocumentInfo, findings: Findings) -> Self {
        const UNCHECKED: Checks = Checks {
            structure: Outcome::NotApplicable,
            rules: Outcome::NotApplicable,
            signatures: Outcome::NotApplicable,
            signers: Outcome::NotApplicable,
            code: Outcome::NotApplicable,
            registry: Outcome::NotApplicable,
        };
        Self { info, checks: UNCHECKED, signatures: Vec::new(), code: None, findings }
    }
}

/// Applies the policy's weights, counts every finding towards its check and draws the verdict.
///
/// Findings about signatures have been weighed at the moments their signers are judged at; all others are weighed at
/// the time of receipt, which is nobody's claim.
pub(super) fn report(
    draft: Draft,
    policy: &Policy,
    at: Moment,
    cursor: Option<&mut Positions<'_>>,
) -> DocumentReport {
    let Draft { info, mut checks, signatures, code, mut findings } = draft;
    for finding in findings.iter_mut() {
        finding.settle(&policy.rules, at);
        checks.apply(finding.rule.check, finding.weight);
    }
    for &(rule, weight, bound) in findings.dropped() {
        checks.apply(rule.check, bound.apply(rule, weight, &policy.rules, at));
    }
    let findings_left_out = findings.dropped_count();
    let mut findings = findings.into_sorted(cursor);
    findings.retain(|finding| finding.weight != Weight::Ignore);
    DocumentReport {
        document: info,
        verdict: verdict(&checks, policy),
        authentic: checks.authentic(),
        right: checks.right(),
        checks,
        signatures,
        code,
        findings,
        findings_left_out,
    }
}

/// Rejected when a required check failed; accepted when nothing failed and no required check is undecided.
fn verdict(checks: &Checks, policy: &Policy) -> Verdict {
    let required = |check| policy.requires(check);
    if CHECKS.iter().any(|&check| required(check) && checks.get(check) == Outcome::Failed) {
        return Verdict::Rejected;
    }
    let open = |check| match checks.get(check) {
        Outcome::Failed => true,
        Outcome::Undecided => required(check),
        Outcome::Passed | Outcome::NotApplicable => false,
    };
    if CHECKS.iter().any(|&check| open(check)) { Verdict::Undecided } else { Verdict::Accepted }
}
