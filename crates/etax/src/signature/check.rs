//! The signatures of one document: the way in for the engine.

use super::binding::{Binding, bind, tie};
use super::candidate::Candidate;
use super::clock::clock;
use super::field::look_into;
use super::job;
use super::notes::Notes;
use super::pki::SignatureAlgorithm;
use super::place::{Cover, Role, UnitKind, elements_at};
use super::reference::{Digests, Scope, Target, carried_id};
use super::requirement::Requirement;
use super::signer::{Case, judge};
use super::subject::{Subject, require};
use super::surroundings::{locate, look_around, targets};
use super::verification::{Signed, Verification};
use super::verifier::Verifier;
use super::{algorithm, rewriting, rules, timestamp};
use crate::report::{CertificateInfo, Checks, Finding, Findings, Outcome, SignatureInfo, SignatureStatus};
use crate::rule::{Check, Weight};
use crate::value::Moment;
use crate::xml::Element;

/// Signatures looked at in one document.
const MOST_SIGNATURES: usize = 12;

/// Checks every signature of one document: its form, what it covers, its value, and who made it.
///
/// Findings and marks go to `findings` and `checks`; what else there is to know is returned.
/// Nothing in the document makes this fail or panic, and the work is linear in its size.
///
/// ```
/// use etax::report::{Checks, Findings, Outcome};
/// use etax::signature::{Settings, Subject, TrustStore, UnitKind, Verifier, check};
/// use etax::value::Moment;
/// use etax::xml::{Document, Limits, Parsed};
/// let Parsed::Document(document) = Document::parse(b"<HDon><DLHDon/></HDon>", &Limits::default()) else { panic!() };
/// let verifier = Verifier::new(Settings::default(), TrustStore::builder().build());
/// let subject = Subject::new(UnitKind::Invoice, Moment::parse("2026-11-23").unwrap());
/// let (mut findings, mut checks) = (Findings::new(10), Checks::default());
/// let verification = check(document.root(), &subject, &verifier, &mut findings, &mut checks);
/// assert!(verification.signatures.is_empty());
/// assert_eq!(findings.as_slice()[0].rule.id, "signature.missing");
/// assert_eq!(checks.signatures, Outcome::Passed); // the finding's weight is applied by the engine
/// ```
pub fn check<'d>(
    unit: Element<'d>,
    subject: &Subject<'_>,
    verifier: &Verifier,
    findings: &mut Findings,
    checks: &mut Checks,
) -> Verification<'d> {
    let mut digests = Digests::within(unit);
    let mut general = Notes::default();
    let mut candidates = Vec::new();
    let mut signed_data: Vec<Element<'d>> = Vec::new();
    for place in subject.kind.places() {
        let found = locate(unit, place, &mut general);
        if found.is_empty() {
            continue;
        }
        let targets = targets(unit, place, &mut general);
        signed_data.extend(&targets);
        let scope =
            Scope::Expected { elements: &targets, whole: place.whole, filtered: place.filtered, unit };
        for element in found {
            if candidates.len() == MOST_SIGNATURES {
                general.remark(Finding::new(&rules::LIMIT).at_span(element.path(), element.start_tag_span()));
                break;
            }
            candidates.push(Candidate::read(element, place, &scope, &mut digests, verifier));
        }
    }
    let strays = look_around(unit, subject.kind, &candidates, &signed_data, &mut general);
    compute(&mut candidates, verifier);
    rewriting::explain(&mut candidates, &mut digests);
    let judged = judge_all(&mut candidates, unit, subject, verifier);
    require(unit, subject, &candidates, &mut general);
    if subject.kind == UnitKind::Message {
        // The documents in it are looked into one by one.
        signed_data.clear();
    }
    signed_data.extend(subject.in_signed_batch.then_some(unit));
    // What stands in a signature's own objects is signed as well: the time.
    let forms = candidates.iter().filter_map(|candidate| candidate.form.as_ref());
    signed_data.extend(forms.flat_map(|form| &form.objects));
    look_into(&signed_data, &mut general);
    if Requirement::of(unit, subject).asks() || !candidates.is_empty() || strays {
        checks.mark(Check::Signatures);
    }
    if judged.iter().any(|judged| judged.certificate.is_some()) || !candidates.is_empty() {
        checks.mark(Check::Signers);
    }
    general.settle(verifier.weights(), subject.at);
    for finding in general.findings {
        findings.push(finding);
    }
    let mut verification = Verification::default();
    for (mut candidate, judged) in candidates.into_iter().zip(judged) {
        candidate.notes.settle(verifier.weights(), judged.at);
        finish(candidate, judged, findings, &mut verification);
    }
    verification
}

/// All public-key operations of the document at once.
fn compute(candidates: &mut [Candidate<'_>], verifier: &Verifier) {
    let jobs: Vec<_> = candidates.iter().flat_map(Candidate::jobs).collect();
    let answers = job::run(&jobs);
    let counts: Vec<usize> = candidates.iter().map(|candidate| candidate.jobs().count()).collect();
    let mut rest = answers.as_slice();
    for (candidate, count) in candidates.iter_mut().zip(counts) {
        let (mine, others) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        candidate.settle(mine);
        candidate.complete_chain(verifier);
        rest = others;
    }
}

/// What is known about one signature's signer.
struct Judged {
    certificate: Option<CertificateInfo>,
    tie: Option<Binding>,
    signer: Outcome,
    /// The moment judged at.
    at: Moment,
}

/// Judges the authority first: its signing time and its word count for the others.
fn judge_all(
    candidates: &mut [Candidate<'_>],
    unit: Element<'_>,
    subject: &Subject<'_>,
    verifier: &Verifier,
) -> Vec<Judged> {
    let bindings: Vec<Option<Binding>> = candidates.iter().map(|candidate| tie(candidate, subject)).collect();
    let anybody_bound =
        bindings.iter().flatten().any(|binding| matches!(binding, Binding::Exact | Binding::Branch));
    let mut judged: Vec<Judged> = candidates
        .iter()
        .map(|_| Judged { certificate: None, tie: None, signer: Outcome::NotApplicable, at: subject.at })
        .collect();
    let mut authority: Option<Moment> = None;
    let mut vouched = false;
    for authorities in [true, false] {
        for (index, candidate) in candidates.iter_mut().enumerate() {
            if (candidate.role == Role::Authority) != authorities {
                continue;
            }
            let tie = bindings.get(index).copied().flatten();
            let context = Context { subject, verifier, authority, vouched, tie, anybody_bound };
            let result = judge_one(candidate, &context);
            if authorities
                && result.signer == Outcome::Passed
                && candidate.notes.status() == SignatureStatus::Valid
            {
                let data = subject.kind == UnitKind::Invoice
                    && elements_at(unit, "DLHDon").iter().all(|data| candidate.covers(*data));
                let stated = candidate.time.filter(|_| candidate.time_is_covered());
                authority = stated.filter(|_| data).map(|time| time.moment).or(authority);
                vouched = data && verifier.settings().authority_vouches;
            }
            if let Some(slot) = judged.get_mut(index) {
                *slot = result;
            }
        }
    }
    for candidate in candidates.iter_mut() {
        coverage(candidate, unit);
    }
    judged
}

/// What one candidate is judged in the light of.
pub(crate) struct Context<'c, 's> {
    pub(crate) subject: &'c Subject<'s>,
    pub(crate) verifier: &'c Verifier,
    pub(crate) authority: Option<Moment>,
    pub(crate) vouched: bool,
    pub(crate) tie: Option<Binding>,
    pub(crate) anybody_bound: bool,
}

fn judge_one(candidate: &mut Candidate<'_>, context: &Context<'_, '_>) -> Judged {
    let subject = context.subject;
    timestamp::judge(candidate, context.verifier);
    let clock = clock(candidate, context);
    if candidate.form.is_none() {
        return Judged { certificate: None, tie: None, signer: Outcome::NotApplicable, at: clock.at };
    }
    sha1(candidate);
    let Some(signer) = candidate.signer() else {
        return Judged { certificate: None, tie: None, signer: Outcome::Undecided, at: clock.at };
    };
    let (at, known) = (signer.element, std::sync::Arc::clone(&signer.known));
    let before = candidate.notes.findings.len();
    let case = Case {
        certificate: &known.0,
        search: &known.1,
        at,
        role: candidate.role,
        any_office: subject.kind != UnitKind::Invoice || candidate.role == Role::TaxOffice,
        clock,
        vouched: context.vouched && candidate.role == Role::Seller,
        weights: context.verifier.weights(),
    };
    let info = judge(&case, context.verifier.settings(), &mut candidate.notes);
    bind(candidate, at, &known.0, context);
    candidate.notes.settle(context.verifier.weights(), clock.at);
    let signer =
        candidate.notes.findings.iter().skip(before).fold(Outcome::Passed, |outcome, finding| match finding
            .weight
        {
            Weight::Fail => outcome.and(Outcome::Failed),
            Weight::Undecide => outcome.and(Outcome::Undecided),
            _ => outcome,
        });
    Judged { certificate: Some(info), tie: context.tie, signer, at: clock.at }
}

fn sha1(candidate: &mut Candidate<'_>) {
    let Some(form) = &candidate.form else { return };
    let used = form.algorithm == Some(SignatureAlgorithm::RsaSha1)
        || form.references.iter().any(|reference| reference.digest == Some(algorithm::DigestAlgorithm::Sha1));
    if used {
        candidate.notes.remark(
            Finding::new(&rules::SHA1).at_span(form.signed_info.path(), form.signed_info.start_tag_span()),
        );
    }
}

/// A signature that holds must cover what its place says.
fn coverage(candidate: &mut Candidate<'_>, unit: Element<'_>) {
    if !candidate.value_holds || candidate.notes.status() != SignatureStatus::Valid {
        return;
    }
    for (path, cover) in candidate.place.targets {
        let there = elements_at(unit, path);
        let (any, all) = match cover {
            Cover::Must => (!there.is_empty(), there.iter().all(|element| candidate.covers(*element))),
            Cover::Identified => (
                true,
                there.iter().all(|element| carried_id(*element).is_none() || candidate.covers(*element)),
            ),
        };
        if !any || !all {
            candidate.notes.remark(
                Finding::new(&rules::COVERAGE)
                    .at_span(candidate.element.path(), candidate.element.start_tag_span())
                    .expected(path.split('|').next().unwrap_or_default()),
            );
        }
    }
}

fn finish<'d>(
    candidate: Candidate<'d>,
    judged: Judged,
    findings: &mut Findings,
    verification: &mut Verification<'d>,
) {
    let status = candidate.notes.status();
    let targets = if candidate.value_holds { candidate.holding.clone() } else { Vec::new() };
    let root = candidate.element.document().root();
    verification.signatures.push(SignatureInfo {
        path: candidate.element.path(),
        role: candidate.role.word(),
        status,
        covers: targets
            .iter()
            .map(|target| match target {
                Target::Document => root.path(),
                Target::Element(element) => element.path(),
            })
            .collect(),
        algorithm: candidate
            .form
            .as_ref()
            .and_then(|form| form.algorithm)
            .map(|algorithm| algorithm.name().to_owned()),
        signing_time: candidate.time.map(|time| time.moment.to_string()),
        timestamp: candidate.timestamp.as_ref().map(|timestamp| timestamp.info.clone()),
        signing_time_covered: candidate.time.map(|_| candidate.value_holds && candidate.time_is_covered()),
        certificate: judged.certificate,
        relation: judged.tie.map(Binding::word),
        findings: candidate.notes.findings.iter().map(|finding| finding.rule.id).collect(),
    });
    verification.signed.push(Signed {
        role: candidate.role,
        status,
        signer: judged.signer,
        time: candidate.time.map(|time| time.moment),
        element: candidate.element,
        targets,
        certificate: candidate.signer().map(|embedded| std::sync::Arc::clone(&embedded.known.0)),
    });
    for finding in candidate.notes.findings {
        findings.push(finding);
    }
}
