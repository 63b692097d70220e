//! Who signed, and whether that party may be believed.

use super::notes::Notes;
use super::pki::{Certificate, ChainPath, ChainSearch, IdentityKind, KeyKind, NoPath, Revocation};
use super::place::Role;
use super::rules;
use super::settings::{RevocationRule, Settings};
use crate::report::{CertificateInfo, Finding, Outcome, Trust};
use crate::rule::Weight;
use crate::value::Moment;
use crate::xml::Element;

/// The moment a certificate is judged at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    pub(crate) at: Moment,
    /// `signing-time`, `authority-time` or `check-time`.
    pub(crate) name: &'static str,
}

impl Clock {
    /// The signer stated no time, and nobody else's stands in for it.
    fn is_guess(self) -> bool {
        self.name == "check-time"
    }
}

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

fn weighed(rule: &'static crate::rule::Rule, weight: Option<Weight>) -> Finding {
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

fn revocation(
    case: &Case<'_, '_>,
    path: &ChainPath,
    settings: &Settings,
    trust: &mut Trust,
    notes: &mut Notes,
) {
    if settings.revocation == RevocationRule::Ignored {
        return;
    }
    let at = case.clock.at;
    let mut outcome = Outcome::Passed;
    for (certificate, revocation) in path.certificates().zip(path.revocations()) {
        match *revocation {
            Revocation::Revoked { since } if since <= at => {
                outcome = Outcome::Failed;
                notes.remark(Finding::new(&rules::REVOKED).at(case.at).found(since.to_string()));
            }
            Revocation::Revoked { since } => {
                notes.remark(Finding::new(&rules::REVOKED_LATER).at(case.at).found(since.to_string()));
            }
            Revocation::NotListed { published, next } => {
                // A list made later speaks for the moment, as long as the certificate had not
                // expired: expired ones may be dropped. An earlier list speaks until the next is due.
                let later = published >= at && published <= certificate.not_after();
                let current = published <= at && next.is_some_and(|next| at <= next);
                if !later && !current {
                    outcome = outcome.and(Outcome::Undecided);
                }
            }
            Revocation::NoList => outcome = outcome.and(Outcome::Undecided),
        }
    }
    trust.revocation = outcome;
    if outcome == Outcome::Undecided {
        let required = settings.revocation == RevocationRule::Required && !case.vouched;
        notes.remark(weighed(&rules::REVOCATION_UNKNOWN, (!required).then_some(Weight::Inform)).at(case.at));
    }
}

/// How the tax code in a certificate relates to the document's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binding {
    /// The same code.
    Exact,
    /// Head office and branch of one taxpayer: the first ten digits agree.
    Branch,
    /// The certificate names no code.
    None,
    /// Somebody else.
    Mismatch,
    /// Somebody whom the document says acts for its owner.
    Delegate,
    /// The document names no code.
    Unknown,
}

/// Compares the identities of a certificate with the document's tax codes. Since 2025-07 the
/// number of the citizen's card is the tax code of a person, so it binds as well.
pub(crate) fn binding(certificate: &Certificate, codes: &[&str]) -> Binding {
    let mut named = certificate.identities().iter().filter(|identity| {
        (identity.kind == IdentityKind::TaxCode && !identity.value.is_empty())
            || (identity.kind == IdentityKind::CitizenCard && identity.value.len() == 12)
    });
    if named.clone().any(|identity| codes.contains(&identity.value.as_str())) {
        return Binding::Exact;
    }
    let root =
        |code: &str| code.get(..10).filter(|_| code.len() == 10 || code.len() == 14).map(str::to_owned);
    if named.clone().any(|identity| {
        root(&identity.value).is_some_and(|mine| codes.iter().any(|code| root(code).as_ref() == Some(&mine)))
    }) {
        return Binding::Branch;
    }
    if named.next().is_none() { Binding::None } else { Binding::Mismatch }
}

/// The finding that a batch was signed by a party that the invoice itself says acts for its seller.
pub(crate) fn delegated(invoice: Element<'_>, codes: &[&str], delegates: &[&str]) -> Finding {
    Finding::new(&rules::TAX_CODE_DELEGATE)
        .at_span(invoice.path(), invoice.start_tag_span())
        .expected(codes.join(", "))
        .found(delegates.join(", "))
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
