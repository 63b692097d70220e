//! Invents declarations of form 01/GTGT whose numbers agree, as trees that tests can damage.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic)]

pub mod cases;
pub mod form;
pub mod random;
pub mod tree;

#[path = "../shared/mod.rs"]
mod real;

use etax::declaration::{self, Settings};
use etax::report::{Checks, DocumentInfo, Finding, Findings};
use etax::xml::{Document, Limits, Parsed};

/// What the module under test says about a document.
#[derive(Debug)]
pub struct Judgement {
    pub info: DocumentInfo,
    pub findings: Vec<Finding>,
    pub checks: Checks,
}

impl Judgement {
    /// The ids of the findings, each once, sorted.
    pub fn ids(&self) -> Vec<&'static str> {
        let mut ids: Vec<_> = self.findings.iter().map(|finding| finding.rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    pub fn has(&self, id: &str) -> bool {
        self.findings.iter().any(|finding| finding.rule.id == id)
    }
}

/// Parses and judges; the weights are applied to the checks as the engine does. The rules of filing are left out: what is
/// invented here is for the rules of forms, and filing has tests of its own (declaration_filing.rs).
pub fn judge_with(xml: &[u8], settings: &Settings<'_>) -> Judgement {
    let mut judgement = judge_all(xml, settings);
    let is_filing = |rule| declaration::FILING_RULES.iter().any(|table| table.contains(&rule));
    judgement.findings.retain(|finding| !is_filing(finding.rule));
    judgement
}

/// The same with the rules of filing.
pub fn judge_all(xml: &[u8], settings: &Settings<'_>) -> Judgement {
    let limits = Limits::default();
    let Parsed::Document(document) = Document::parse(xml, &limits) else {
        panic!("not well-formed: {}", String::from_utf8_lossy(xml));
    };
    let (mut findings, mut checks) = (Findings::new(5000), Checks::default());
    let info = declaration::check(document.root(), settings, &mut findings, &mut checks);
    let findings = findings.as_slice().to_vec();
    for finding in &findings {
        checks.apply(finding.rule.check, finding.weight);
    }
    Judgement { info, findings, checks }
}

pub fn judge(xml: &str) -> Judgement {
    judge_with(xml.as_bytes(), &Settings::default())
}

#[allow(unused_imports, reason = "not every test needs both")]
pub(crate) use real::{path as shared, skipped};
