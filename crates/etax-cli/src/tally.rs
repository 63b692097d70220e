//! Counts over a run: documents by kind and verdict, findings by rule, bytes.

use crate::exit::Status;
use etax::report::{DocumentReport, Report, Verdict};
use std::collections::BTreeMap;

/// What was counted. Two tallies join into one, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Inputs with a report.
    pub(crate) inputs: u64,
    /// Inputs that could not be read.
    pub(crate) troubles: u64,
    /// Their bytes, inflated.
    pub(crate) bytes: u64,
    /// Documents by kind; a message counts, and so does every document in it.
    pub(crate) kinds: BTreeMap<&'static str, Verdicts>,
    /// Findings by the id of their rule.
    pub(crate) rules: BTreeMap<&'static str, u64>,
    /// The worst that happened.
    pub(crate) status: Status,
}

/// How many of each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdicts {
    pub(crate) accepted: u64,
    pub(crate) undecided: u64,
    pub(crate) rejected: u64,
}

impl Verdicts {
    fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Accepted => self.accepted += 1,
            Verdict::Undecided => self.undecided += 1,
            Verdict::Rejected => self.rejected += 1,
        }
    }

    /// Adds the numbers of others.
    pub(crate) fn add(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.undecided += other.undecided;
        self.rejected += other.rejected;
    }

    /// All of them.
    pub(crate) const fn sum(self) -> u64 {
        self.accepted + self.undecided + self.rejected
    }
}

impl Tally {
    /// Counts a report.
    pub(crate) fn report(&mut self, report: &Report) {
        self.inputs += 1;
        self.bytes = self.bytes.saturating_add(u64::try_from(report.source.bytes).unwrap_or_default());
        self.status = self.status.max(report.verdict.into());
        self.document(&report.main);
        for document in &report.documents {
            self.document(document);
        }
    }

    fn document(&mut self, document: &DocumentReport) {
        self.kinds.entry(document.document.kind).or_default().count(document.verdict);
        for finding in &document.findings {
            *self.rules.entry(finding.rule.id).or_default() += 1;
        }
    }

    /// Counts an input that could not be read.
    pub(crate) fn trouble(&mut self) {
        self.troubles += 1;
        self.status = Status::Failed;
    }

    /// Takes in what another tally counted.
    pub(crate) fn join(&mut self, other: Self) {
        self.inputs += other.inputs;
        self.troubles += other.troubles;
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.status = self.status.max(other.status);
        for (kind, verdicts) in other.kinds {
            self.kinds.entry(kind).or_default().add(verdicts);
        }
        for (rule, count) in other.rules {
            *self.rules.entry(rule).or_default() += count;
        }
    }

    /// Rules by the number of their findings, the most frequent first.
    pub(crate) fn most_frequent(&self, most: usize) -> Vec<(&'static str, u64)> {
        let mut list: Vec<_> = self.rules.iter().map(|(rule, count)| (*rule, *count)).collect();
        list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        list.truncate(most);
        list
    }
}
