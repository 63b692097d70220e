//! The one way in: bytes, a moment and a name go in, a [`Report`] comes out.
//!
//! ```
//! use etax::engine::{Engine, Input, Policy};
//! use etax::report::Verdict;
//! use etax::signature::TrustStore;
//! use etax::value::Moment;
//!
//! let engine = Engine::new(Policy::default(), TrustStore::default());
//! let at = Moment::parse("2026-11-23T10:00:00").unwrap();
//! let report = engine.check(&Input { name: "broken.xml", bytes: b"<HDon>", at });
//! assert_eq!(report.verdict, Verdict::Rejected);
//! assert_eq!(report.main.findings[0].rule.id, "xml.truncated");
//! ```

mod digest;
mod judge;
mod kind;
mod kind_rules;
mod many;
mod oversized;
mod policy;
mod policy_file;
mod related;
mod xml_rules;

pub(crate) use digest::hex as sha256;
pub use oversized::Oversized;
pub use policy::Policy;
pub use policy_file::PolicyError;

use crate::declaration::Calendar;
use crate::form::Catalogue;
use crate::report::{EngineInfo, Report, Source};
use crate::rule::{Force, Rule};
use crate::signature::{TrustStore, Verifier};
use crate::value::Moment;
use crate::xml::{Document, Parsed};
use crate::{
    code, declaration, form, invoice, message, notice, paper, payment, pilot, rule, schema, signature,
};
use related::Related;
use std::sync::Arc;

/// One document to check.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The caller's name for it, repeated in the report.
    pub name: &'a str,
    /// The document.
    pub bytes: &'a [u8],
    /// When it was received, or the moment to judge at. The engine reads no clock.
    pub at: Moment,
}

/// Checks documents under one policy and one trust store.
///
/// It may be used from several threads at once. What it remembers between documents (parsed certificates, chains
/// found) never changes a report, only its cost.
#[derive(Debug)]
pub struct Engine {
    policy: Policy,
    verifier: Verifier,
    lists: payment::Lists,
    forms: Arc<Catalogue>,
    info: Arc<EngineInfo>,
    /// What reports say instead about inputs received from these moments on: the policy relaxes other things then.
    later: Vec<(Moment, Arc<EngineInfo>)>,
    calendar: Option<Calendar>,
}

/// Every rule that a report can name, ordered by id.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<_> = [
        xml_rules::RULES,
        kind_rules::RULES,
        schema::RULES,
        signature::RULES,
        code::RULES,
        invoice::RULES,
        message::RULES,
        paper::RULES,
        declaration::RULES,
        notice::RULES,
        payment::RULES,
        form::RULES,
        rule::RULES,
        pilot::RULES,
    ]
    .into_iter()
    .chain(declaration::FILING_RULES.iter().copied())
    .flatten()
    .copied()
    .collect();
    rules.sort_unstable_by_key(|rule| rule.id);
    rules
}

/// On which days a rule holds.
///
/// ```
/// use etax::engine::{force, rules};
/// let late = rules().into_iter().find(|rule| rule.id == "mistakes.cancelled").unwrap();
/// assert_eq!(force(late).from.unwrap().to_string(), "2025-06-01");
/// ```
#[must_use]
pub fn force(rule: &'static Rule) -> Force {
    let lists = [invoice::FORCE, message::FORCES, paper::FORCE];
    lists
        .into_iter()
        .map(|list| Force::in_list(list, rule))
        .find(|force| *force != Force::ALWAYS)
        .unwrap_or(Force::ALWAYS)
}

impl Engine {
    /// An engine for a policy and the caller's anchors, intermediates and revocation lists.
    #[must_use]
    pub fn new(policy: Policy, trust: TrustStore) -> Self {
        let info = EngineInfo {
            version: env!("CARGO_PKG_VERSION"),
            rules: digest::rules(),
            forms: digest::forms(Catalogue::built_in(), payment::Lists::built_in()),
            trust: trust.digest().to_owned(),
            policy: policy.name.clone(),
            policy_sha256: digest::policy(&policy),
            relaxed: policy.relaxations(Moment::EARLIEST, Catalogue::built_in()),
            calendar: None,
        };
        let later = policy
            .turns()
            .into_iter()
            .map(|turn| {
                let relaxed = policy.relaxations(turn, Catalogue::built_in());
                (turn, Arc::new(EngineInfo { relaxed, ..info.clone() }))
            })
            .collect();
        let verifier = Verifier::new(policy.signature.clone(), trust).weighing(policy.rules.clone());
        let lists = payment::Lists::built_in().clone();
        let forms = Arc::clone(Catalogue::built_in());
        Self { policy, verifier, lists, forms, info: Arc::new(info), later, calendar: None }
    }

    /// The same engine with other lists of budget codes than the built-in ones. Reports show it in the digest of forms.
    ///
    /// ```
    /// use etax::engine::{Engine, Policy};
    /// use etax::payment::Lists;
    /// use etax::signature::TrustStore;
    /// let lists = Lists::built_in().clone().with("[chapter]\n755\n").unwrap();
    /// let engine = Engine::new(Policy::default(), TrustStore::default()).with_lists(lists);
    /// assert_eq!(engine.lists().count(etax::payment::ListKind::Chapter), 1);
    /// ```
    #[must_use]
    pub fn with_lists(mut self, lists: payment::Lists) -> Self {
        self.lists = lists;
        self.digest_forms();
        self
    }

    /// The same engine with another catalogue of forms than the built-in one, such as that with forms of the caller's
    /// added ([`Catalogue::load`]). Reports show it in the digest of forms.
    ///
    /// ```
    /// use etax::engine::{Engine, Policy};
    /// use etax::form::Catalogue;
    /// use etax::signature::TrustStore;
    /// let text = "form 9999\nversion 1.0.0\nfile X\nstructure\n  HSoThueDTu\n    ct22: long\n";
    /// let forms = Catalogue::built_in().load([("x.form", text.as_bytes())]).unwrap();
    /// let engine = Engine::new(Policy::default(), TrustStore::default()).with_forms(forms.into());
    /// assert!(engine.forms().named("9999", None).is_some());
    /// ```
    #[must_use]
    pub fn with_forms(mut self, forms: Arc<Catalogue>) -> Self {
        self.forms = forms;
        self.digest_forms();
        // A rule of theirs may weigh less than it would.
        let relaxed = |at| self.policy.relaxations(at, &self.forms);
        let now = relaxed(Moment::EARLIEST);
        let later: Vec<_> = self.later.iter().map(|(turn, _)| relaxed(*turn)).collect();
        Arc::make_mut(&mut self.info).relaxed = now;
        for ((_, info), relaxed) in self.later.iter_mut().zip(later) {
            Arc::make_mut(info).relaxed = relaxed;
        }
        self
    }

    fn digest_forms(&mut self) {
        let forms = digest::forms(&self.forms, &self.lists);
        let of =
            |info: &Arc<EngineInfo>| Arc::new(EngineInfo { forms: forms.clone(), ..EngineInfo::clone(info) });
        self.info = of(&self.info);
        for (_, info) in &mut self.later {
            *info = of(info);
        }
    }

    /// The forms that are known.
    #[must_use]
    pub const fn forms(&self) -> &Arc<Catalogue> {
        &self.forms
    }

    /// The lists of budget codes in use.
    #[must_use]
    pub const fn lists(&self) -> &payment::Lists {
        &self.lists
    }

    /// What a report on an input received at this moment says of the engine.
    fn info(&self, at: Moment) -> Arc<EngineInfo> {
        let begun = self.later.iter().rev().find(|(from, _)| *from <= at);
        Arc::clone(begun.map_or(&self.info, |(_, info)| info))
    }

    /// The policy in force.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Checks one document. Never fails: whatever is wrong with the input is in the report.
    #[must_use]
    pub fn check(&self, input: &Input<'_>) -> Report {
        self.judge(input, Related::default())
    }

    fn judge(&self, input: &Input<'_>, related: Related<'_>) -> Report {
        let source = Source {
            name: input.name.to_owned(),
            bytes: input.bytes.len(),
            sha256: digest::hex(input.bytes),
        };
        match Document::parse(input.bytes, &self.policy.limits) {
            Parsed::Document(document) => {
                let (main, documents) = kind::check(self, &document, input, related);
                let verdict = documents.iter().map(|document| document.verdict).fold(main.verdict, Ord::max);
                Report { source, engine: self.info(input.at), at: input.at, main, documents, verdict }
            }
            Parsed::Refused(defect) => self.refused(source, &defect, input.bytes, input.at),
        }
    }
}
