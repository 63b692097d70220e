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

/// Parses and judges; the weights are applied to the checks as the engine does.
pub fn judge_with(xml: &[u8], settings: &Settings) -> Judgement {
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
