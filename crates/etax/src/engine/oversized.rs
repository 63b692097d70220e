//! Input too long to be held in memory.

use super::{Engine, digest, judge, xml_rules};
use crate::engine::judge::Draft;
use crate::report::{DocumentInfo, Findings, Report, Source};
use crate::rule::Check;
use crate::value::Moment;
use crate::xml::Defect;
use ring::digest::{Context, SHA256};
use std::fmt;

/// An input longer than the policy allows, of which only length and digest are kept.
///
/// A caller that reads from a file or a socket feeds it the input piece by piece and gets a report on it all the same.
///
/// ```
/// use etax::engine::{Engine, Oversized, Policy};
/// use etax::signature::TrustStore;
/// use etax::value::Moment;
///
/// let mut input = Oversized::new();
/// for _ in 0..3 {
///     input.update(b"<a>");
/// }
/// let engine = Engine::new(Policy::default(), TrustStore::default());
/// let report = engine.refuse("long.xml", input, Moment::parse("2026-11-23").unwrap());
/// assert_eq!(report.source.bytes, 9);
/// assert_eq!(report.main.findings[0].rule.id, "xml.limit.bytes");
/// ```
#[derive(Clone)]
pub struct Oversized {
    context: Context,
    length: usize,
}

impl fmt::Debug for Oversized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Oversized").field("length", &self.length).finish_non_exhaustive()
    }
}

impl Default for Oversized {
    fn default() -> Self {
        Self::new()
    }
}

impl Oversized {
    /// No bytes yet.
    #[must_use]
    pub fn new() -> Self {
        Self { context: Context::new(&SHA256), length: 0 }
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.context.update(bytes);
        self.length = self.length.saturating_add(bytes.len());
    }
}

impl Engine {
    /// The report on an input that is too long to be checked: it is rejected with the finding `xml.limit.bytes`.
    #[must_use]
    pub fn refuse(&self, name: &str, input: Oversized, at: Moment) -> Report {
        let source = Source {
            name: name.to_owned(),
            bytes: input.length,
            sha256: digest::to_hex(input.context.finish().as_ref()),
        };
        let defect = Defect::too_long(input.length, self.policy.limits.bytes);
        self.refused(source, &defect, &[], at)
    }

    /// The report on an input that is no document.
    pub(super) fn refused(&self, source: Source, defect: &Defect, bytes: &[u8], at: Moment) -> Report {
        let mut draft = Draft::new(DocumentInfo::of("unknown"), Findings::new(self.policy.findings));
        draft.checks.mark(Check::Structure);
        draft.findings.push(xml_rules::finding(defect, bytes));
        let main = judge::report(draft, &self.policy, at, None);
        Report { source, engine: self.info(at), at, verdict: main.verdict, main, documents: Vec::new() }
    }
}
