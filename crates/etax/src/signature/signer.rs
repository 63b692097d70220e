//! Who signed, and whether that party may be believed.

use super::clock::Clock;
use super::notes::Notes;
use super::pki::{Certificate, ChainPath, ChainSearch, KeyKind, NoPath};
use super::place::Role;
use super::revoked::revocation;
use super::rules;
use super::settings::Settings;
use crate::report::{CertificateInfo, Finding, Outcome, Trust};
use crate::rule::{Rule, Weight, Weights};
use crate::value::Moment;
use crate::xml::Element;

/// What is judged about one signer.
#[derive(Debug)]
pub(crate) struct Case<'c, 'd> {
    pub(crate) certificate: &'c Certificate,
    pub(crate) search: &'c ChainSearch,
    pub(crate) at: Element<'d>,
    pub(crate) role: Role,
    /// A notice's signer may be any office of the authority.
    pub(crate) any_office: bool,
    pub(crate) clock: Clock,
    /// The authority's own trusted signature covers the same data.
    pub(crate) vouched: bool,
    pub(crate) weights: &'c Weights,
}

impl Case<'_, '_> {
    /// What a broken rule means for the outcome it belongs to.
    fn effect(&self, rule: &Rule) -> Outcome {
        match self.weights.of(rule, self.clock.at).unwrap_or(rule.weight) {
            Weight::Fail => Outcome::Failed,
            Weight::Undecide => Outcome::Undecided,
            Weight::Warn | Weight::Inform | Weight::Ignore => Outcome::Passed,
        }
    }
}

/// Judges one signer.
pub(crate) fn judge(case: &Case<'_, '_>, settings: &Settings, notes: &mut Notes) -> CertificateInfo {
    own_fields(case, settings, notes);
    let chain = case.search.best_at(case.clock.at);
    let (held, revoked) = match chain {
        Some(_) => (Outcome::Passed, Outcome::NotApplicable),
        None => (Outcome::Undecided, Outcome::Undecided),
    };
    let mut trust = Trust {
        chain: held,
        anchor: chain.and_then(ChainPath::anchor).map(|anchor| anchor.facts().subject.clone()),
        revocation: revoked,
        evidence: None,
        at: case.clock.at.to_string(),
        clock: case.clock.source.word(),
        latest: case.clock.latest.to_string(),
        bound: case.clock.bound.word(),
    };
    validity(case, chain, &mut trust, notes);
    let mut revoked_later = None;
    match chain {
        Some(path) => {
            if path.uses_sha1() {
                trust.chain = trust.chain.and(case.effect(&rules::CHAIN_SHA1));
                notes.remark(Finding::new(&rules::CHAIN_SHA1).at(case.at));
            }
            revoked_later = revocation(case, path, &mut trust, notes);
        }
        None => no_chain(case, &mut trust, notes),
    }
    signers_word(case, revoked_later, notes);
    if matches!(case.role, Role::Authority | Role::TaxOffice)
        && !settings.recognises(
            case.certificate,
            chain.and_then(|path| path.certificates().nth(1)),
            case.any_office,
        )
    {
        let finding =
            Finding::new(&rules::AUTHORITY).at(case.at).found(case.certificate.subject().to_string());
        // Not every office's certificate is known.
        notes.remark(if case.any_office { finding.at_most(Weight::Undecide) } else { finding });
    }
    info(case.certificate, trust)
}

fn own_fields(case: &Case<'_, '_>, settings: &Settings, notes: &mut Notes) {
    let certificate = case.certificate;
    if let Some(defect) = certificate.key().defect() {
        notes.remark(Finding::new(&rules::CERTIFICATE_KEY).at(case.at).found(defect));
    } else if let KeyKind::Rsa { bits } = certificate.key().kind()
        && bits < settings.min_rsa_bits
    {
        notes.remark(
            Finding::new(&rules::CERTIFICATE_WEAK)
                .at(case.at)
                .expected(format!("rsa-{}", settings.min_rsa_bits))
                .found(format!("rsa-{bits}")),
        );
    }
    if certificate.key_usage().is_some_and(|usage| !usage.digital_signature && !usage.non_repudiation) {
        notes.remark(Finding::new(&rules::CERTIFICATE_USAGE).at(case.at));
    }
    if !certificate.unknown_critical().is_empty() {
        notes.remark(
            Finding::new(&rules::CERTIFICATE_CRITICAL)
                .at(case.at)
                .found(certificate.unknown_critical().join(", ")),
        );
    }
}

fn validity(case: &Case<'_, '_>, chain: Option<&ChainPath>, trust: &mut Trust, notes: &mut Notes) {
    let (certificate, at) = (case.certificate, case.clock.at);
    if at < certificate.not_before() {
        trust.chain = Outcome::Failed;
        notes.remark(
            Finding::new(&rules::NOT_YET)
                .at(case.at)
                .expected(certificate.not_before().to_string())
                .found(at.to_string()),
        );
    } else if at > certificate.not_after() {
        let rule = if case.clock.is_guess() { &rules::VALIDITY_UNKNOWN } else { &rules::EXPIRED };
        trust.chain = if case.clock.is_guess() { Outcome::Undecided } else { Outcome::Failed };
        notes.remark(
            Finding::new(rule)
                .at(case.at)
                .expected(certificate.not_after().to_string())
                .found(at.to_string()),
        );
    } else if chain.is_some_and(|path| !path.holds_at(at)) {
        trust.chain = if case.clock.is_guess() { Outcome::Undecided } else { Outcome::Failed };
        let finding = Finding::new(&rules::CHAIN_EXPIRED).at(case.at).found(at.to_string());
        notes.remark(if case.clock.is_guess() { finding.at_most(Weight::Undecide) } else { finding });
    }
}

/// The certificate was in order at the moment judged at, and no longer by the time that somebody else saw the
/// signature: between the two there is only the signer's word, and whoever has the key can give it.
fn signers_word(case: &Case<'_, '_>, revoked_later: Option<Moment>, notes: &mut Notes) {
    let (at, latest) = (case.clock.at, case.clock.latest);
    // The authority's own clock is the one that others are held against; only the loss of its key counts.
    let is_authority = matches!(case.role, Role::Authority | Role::TaxOffice);
    let expiry = Some(case.certificate.not_after()).filter(|end| !is_authority && at <= *end);
    let end = expiry.into_iter().chain(revoked_later).min();
    if let Some(end) = end.filter(|end| *end < latest) {
        notes.remark(
            Finding::new(&rules::TIME_UNPROVEN).at(case.at).expected(end.to_string()).found(at.to_string()),
        );
    }
}

fn no_chain(case: &Case<'_, '_>, trust: &mut Trust, notes: &mut Notes) {
    match case.search.failure {
        NoPath::UnknownIssuer => {
            // The authority checks the seller's certificate before it signs.
            let finding =
                Finding::new(&rules::UNKNOWN_ISSUER).at(case.at).found(case.certificate.issuer().to_string());
            notes.remark(if case.vouched { finding.at_most(Weight::Inform) } else { finding });
        }
        NoPath::Unsupported => notes.remark(Finding::new(&rules::CHAIN_UNSUPPORTED).at(case.at)),
        NoPath::TooComplex => notes.remark(Finding::new(&rules::CHAIN_LIMITS).at(case.at)),
        NoPath::Policy => {
            trust.chain = Outcome::Failed;
            notes.remark(Finding::new(&rules::CHAIN_POLICY).at(case.at));
        }
        NoPath::NameConstraints => {
            trust.chain = Outcome::Failed;
            notes.remark(Finding::new(&rules::CHAIN_NAMES).at(case.at));
        }
        NoPath::PathLength => {
            trust.chain = Outcome::Failed;
            notes.remark(Finding::new(&rules::CHAIN).at(case.at).found("pathLenConstraint"));
        }
        NoPath::Forged => {
            trust.chain = Outcome::Failed;
            notes.remark(Finding::new(&rules::CHAIN).at(case.at).found("signatureValue"));
        }
        NoPath::NotPermitted => {
            trust.chain = Outcome::Failed;
            notes.remark(Finding::new(&rules::CHAIN).at(case.at).found("basicConstraints, keyUsage"));
        }
    }
}

fn info(certificate: &Certificate, trust: Trust) -> CertificateInfo {
    let facts = certificate.facts().clone();
    CertificateInfo {
        subject: facts.subject,
        issuer: facts.issuer,
        serial: facts.serial,
        not_before: facts.not_before,
        not_after: facts.not_after,
        key: facts.key,
        tax_code: facts.tax_code,
        sha256: facts.sha256,
        trust,
    }
}
