//! Who signed, and whether that party may be believed.

use super::clock::Clock;
use super::notes::Notes;
use super::pki::{Certificate, ChainPath, ChainSearch, KeyKind, NoPath};
use super::place::Role;
use super::revoked::revocation;
use super::rules;
use super::settings::Settings;
use crate::report::{CertificateInfo, Finding, Outcome, Trust};
use crate::rule::Weight;
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
}

/// Judges one signer. The outcome is `Passed` only when nothing about the signer is in doubt.
pub(crate) fn judge(
    case: &Case<'_, '_>,
    settings: &Settings,
    notes: &mut Notes,
) -> (CertificateInfo, Outcome) {
    let before = notes.findings.len();
    own_fields(case, settings, notes);
    let (mut trust, chain) = match chosen(case) {
        Some(path) => (
            Trust {
                chain: Outcome::Passed,
                anchor: path.anchor().map(|anchor| anchor.facts().subject.clone()),
                revocation: Outcome::NotApplicable,
                at: case.clock.at.to_string(),
                clock: case.clock.name,
            },
            Some(path),
        ),
        None => (
            Trust {
                chain: Outcome::Undecided,
                anchor: None,
                revocation: Outcome::Undecided,
                at: case.clock.at.to_string(),
                clock: case.clock.name,
            },
            None,
        ),
    };
    validity(case, chain, &mut trust, notes);
    match chain {
        Some(path) => {
            if path.uses_sha1() {
                let allowed = settings.sha1.allows(case.clock.at);
                if !allowed {
                    trust.chain = Outcome::Failed;
                }
                notes.remark(weighed(&rules::CHAIN_SHA1, allowed.then_some(Weight::Inform)).at(case.at));
            }
            revocation(case, path, settings, &mut trust, notes);
        }
        None => no_chain(case, &mut trust, notes),
    }
    if matches!(case.role, Role::Authority | Role::TaxOffice)
        && !settings.recognises(case.certificate.subject(), case.certificate.issuer(), case.any_office)
    {
        let weight = case.any_office.then_some(Weight::Undecide);
        notes.remark(
            weighed(&rules::AUTHORITY, weight).at(case.at).found(case.certificate.subject().to_string()),
        );
    }
    let outcome = notes.findings.iter().skip(before).fold(Outcome::Passed, |outcome, finding| {
        outcome.and(match finding.weight {
            Weight::Fail => Outcome::Failed,
            Weight::Undecide => Outcome::Undecided,
            _ => Outcome::Passed,
        })
    });
    (info(case.certificate, trust), outcome)
}

pub(crate) fn weighed(rule: &'static crate::rule::Rule, weight: Option<Weight>) -> Finding {
    let mut finding = Finding::new(rule);
    finding.weight = weight.unwrap_or(finding.weight);
    finding
}

/// The chain that held at the moment, else the first one.
fn chosen<'c>(case: &Case<'c, '_>) -> Option<&'c ChainPath> {
    let paths = &case.search.paths;
    paths.iter().find(|path| path.holds_at(case.clock.at)).or_else(|| paths.first())
}

fn own_fields(case: &Case<'_, '_>, settings: &Settings, notes: &mut Notes) {
    let certificate = case.certificate;
    if let Some(defect) = certificate.key().defect() {
        notes.remark(Finding::new(&rules::CERTIFICATE_KEY).at(case.at).found(defect));
    } else if let KeyKind::Rsa { bits } = certificate.key().kind() {
        if bits < settings.min_rsa_bits {
            notes.remark(
                Finding::new(&rules::CERTIFICATE_KEY)
                    .at(case.at)
                    .expected(format!("rsa-{}", settings.min_rsa_bits))
                    .found(format!("rsa-{bits}")),
            );
        } else if bits < 2048 {
            notes.remark(Finding::new(&rules::CERTIFICATE_WEAK).at(case.at).found(format!("rsa-{bits}")));
        }
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
        let weight = case.clock.is_guess().then_some(Weight::Undecide);
        trust.chain = if case.clock.is_guess() { Outcome::Undecided } else { Outcome::Failed };
        notes.remark(weighed(&rules::CHAIN_EXPIRED, weight).at(case.at).found(at.to_string()));
    }
}

fn no_chain(case: &Case<'_, '_>, trust: &mut Trust, notes: &mut Notes) {
    match case.search.failure {
        NoPath::UnknownIssuer => {
            // The authority checks the seller's certificate before it signs.
            let weight = case.vouched.then_some(Weight::Inform);
            notes.remark(
                weighed(&rules::UNKNOWN_ISSUER, weight)
                    .at(case.at)
                    .found(case.certificate.issuer().to_string()),
            );
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
