//! The signatures of one document: the way in for the engine.

use super::candidate::Candidate;
use super::job;
use super::notes::Notes;
use super::pki::SignatureAlgorithm;
use super::place::{Place, Role, UnitKind, elements_at};
use super::reference::{Digests, Scope, Target, carried_id};
use super::signer::{Binding, Case, Clock, binding, judge};
use super::verification::{Signed, Verification};
use super::verifier::Verifier;
use super::{algorithm, rules};
use crate::report::{Checks, Finding, Findings, Outcome, SignatureInfo, SignatureStatus};
use crate::rule::{Check, Weight};
use crate::value::Moment;
use crate::xml::{DSIG, Element};
use std::borrow::Cow;

/// Signatures looked at in one document.
const MOST_SIGNATURES: usize = 12;

/// What the caller knows about the document whose signatures are checked.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s> {
    /// What it is.
    pub kind: UnitKind,
    /// The seller's or taxpayer's own tax codes, which may stand in the signer's certificate.
    /// An empty text where the document names none; no text at all leaves the signer unbound.
    pub tax_codes: &'s [&'s str],
    /// Tax codes of parties that the document itself says act for the seller or taxpayer: anybody
    /// can write that, so a signature of one of them is not beyond doubt.
    pub delegates: &'s [&'s str],
    /// An invoice with the authority's 34-character code: the authority must have signed.
    pub coded: bool,
    /// An invoice from a cash register (letter M): the seller need not sign each one.
    pub cash_register: bool,
    /// The envelope's batch signature is valid and covers this document.
    pub in_signed_batch: bool,
    /// When the document was received.
    pub at: Moment,
}

impl<'s> Subject<'s> {
    /// A document of this kind, received at this moment, about which nothing else is known.
    #[must_use]
    pub const fn new(kind: UnitKind, at: Moment) -> Self {
        Self {
            kind,
            tax_codes: &[],
            delegates: &[],
            coded: false,
            cash_register: false,
            in_signed_batch: false,
            at,
        }
    }

    fn required(&self) -> &'static [Role] {
        let seller = !self.cash_register && !self.in_signed_batch;
        match (self.kind, seller, self.coded) {
            (UnitKind::Invoice, true, true) => &[Role::Seller, Role::Authority],
            (UnitKind::Invoice, true, false) => &[Role::Seller],
            (UnitKind::Invoice, false, true) => &[Role::Authority],
            (
                UnitKind::Registration
                | UnitKind::Summary
                | UnitKind::Request
                | UnitKind::Declaration
                | UnitKind::FilingRegistration,
                _,
                _,
            ) => &[Role::Taxpayer],
            (UnitKind::TaxNotice, _, _) => &[Role::TaxOffice],
            _ => &[],
        }
    }

    /// An invoice of a cash register need not be signed itself; then its batch must be, which may
    /// not be at hand.
    fn may_be_unsigned(&self) -> bool {
        self.kind == UnitKind::Invoice && self.cash_register && !self.in_signed_batch && !self.coded
    }

    /// Notices and minutes are signed by one party or another, at least one.
    const fn needs_any(&self) -> bool {
        matches!(self.kind, UnitKind::Notice | UnitKind::Minutes)
    }
}

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
        let scope = Scope::Expected { elements: &targets, whole: place.whole, unit };
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
    let judged = judge_all(&mut candidates, unit, subject, verifier);
    require(unit, subject, &candidates, &mut general);
    let required = !subject.required().is_empty() || subject.needs_any() || subject.may_be_unsigned();
    if required || !candidates.is_empty() || strays {
        checks.mark(Check::Signatures);
    }
    if judged.iter().any(|(info, _)| info.is_some()) || !candidates.is_empty() {
        checks.mark(Check::Signers);
    }
    for finding in general.findings {
        findings.push(finding);
    }
    let mut verification = Verification::default();
    for (candidate, (certificate, signer)) in candidates.into_iter().zip(judged) {
        finish(candidate, certificate, signer, findings, &mut verification);
    }
    verification
}

/// The signatures at one place.
fn locate<'d>(unit: Element<'d>, place: &Place, general: &mut Notes) -> Vec<Element<'d>> {
    let mut found = Vec::new();
    for holder in elements_at(unit, place.holder) {
        found.extend(holder.children().filter(|child| child.is(DSIG, "Signature")));
    }
    if !place.many {
        for extra in found.iter().skip(1) {
            general.remark(Finding::new(&rules::PLACE).at_span(extra.path(), extra.start_tag_span()));
        }
    }
    found
}

/// The elements that references of a place may name. Two at one path: neither may be named.
fn targets<'d>(unit: Element<'d>, place: &Place, general: &mut Notes) -> Vec<Element<'d>> {
    let mut targets = Vec::with_capacity(place.targets.len());
    for (path, _) in place.targets {
        match elements_at(unit, path).as_slice() {
            [] => {}
            [one] => targets.push(*one),
            [_, second, ..] => general.remark(
                Finding::new(&rules::REFERENCE_AMBIGUOUS)
                    .at_span(second.path(), second.start_tag_span())
                    .found(*path),
            ),
        }
    }
    targets
}

/// Finds signatures where none belongs and Ids that repeat a signed element's. Documents inside
/// an envelope are units of their own and are not entered.
fn look_around(
    unit: Element<'_>,
    kind: UnitKind,
    candidates: &[Candidate<'_>],
    signed: &[Element<'_>],
    general: &mut Notes,
) -> bool {
    let ids: Vec<(Element<'_>, Cow<'_, str>)> =
        signed.iter().filter_map(|element| Some((*element, carried_id(*element)?))).collect();
    let mut strays = false;
    let mut duplicates = 0usize;
    // A second element of a signed one's name, in whatever namespace or place, is there to be mistaken for it.
    let names: Vec<&str> =
        std::iter::once(unit.local()).chain(signed.iter().map(|one| one.local())).collect();
    let mut twins = 0usize;
    let mut look = |element: Element<'_>| {
        if !matches!(kind, UnitKind::Message | UnitKind::Unknown)
            && names.contains(&element.local())
            && !signed.iter().any(|one| one.contains(element))
        {
            twins += 1;
            if twins == 1 {
                general.remark(
                    Finding::new(&rules::REFERENCE_AMBIGUOUS)
                        .at_span(element.path(), element.start_tag_span())
                        .found(element.qualified()),
                );
            }
        }
        let of_signature = element.namespace() == DSIG;
        if of_signature
            && element.local() == "Signature"
            && !candidates.iter().any(|candidate| candidate.element == element)
        {
            strays = true;
            let rule = if kind == UnitKind::Unknown { &rules::PLACE_UNKNOWN } else { &rules::PLACE };
            general.remark(Finding::new(rule).at_span(element.path(), element.start_tag_span()));
        }
        // Parts of a signature are not data; two that answer to one reference are found where it is resolved.
        let carried = if of_signature || ids.is_empty() { None } else { carried_id(element) };
        let repeated =
            carried.and_then(|carried| ids.iter().find(|(owner, id)| *id == carried && *owner != element));
        if let Some((_, id)) = repeated {
            duplicates += 1;
            if duplicates == 1 {
                general.remark(
                    Finding::new(&rules::DUPLICATE_ID)
                        .at_span(element.path(), element.start_tag_span())
                        .found(id.as_ref()),
                );
            }
        }
    };
    if kind != UnitKind::Message {
        unit.descendants().for_each(look);
        return strays;
    }
    for child in unit.children() {
        look(child);
        let envelope = child.local() == "DLieu";
        for inner in child.children() {
            if envelope && UnitKind::of(inner.local()) != UnitKind::Unknown {
                continue;
            }
            look(inner);
            inner.descendants().for_each(&mut look);
        }
    }
    strays
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

type Judged = (Option<crate::report::CertificateInfo>, Outcome);

/// Judges the authority first: its signing time and its word count for the others.
fn judge_all(
    candidates: &mut [Candidate<'_>],
    unit: Element<'_>,
    subject: &Subject<'_>,
    verifier: &Verifier,
) -> Vec<Judged> {
    let bindings: Vec<Option<Binding>> = candidates
        .iter()
        .map(|candidate| {
            let bound = candidate.role.is_bound() && !subject.tax_codes.is_empty();
            let signer = candidate.signer().filter(|_| bound)?;
            let own = binding(&signer.known.0, subject.tax_codes);
            Some(match own {
                Binding::None | Binding::Mismatch => match binding(&signer.known.0, subject.delegates) {
                    Binding::Exact | Binding::Branch => Binding::Delegate,
                    _ if subject.tax_codes.iter().all(|code| code.is_empty()) => Binding::Unknown,
                    _ => own,
                },
                own => own,
            })
        })
        .collect();
    let anybody_bound =
        bindings.iter().flatten().any(|binding| matches!(binding, Binding::Exact | Binding::Branch));
    let mut judged: Vec<Judged> = candidates.iter().map(|_| (None, Outcome::NotApplicable)).collect();
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
                && result.1 == Outcome::Passed
                && candidate.notes.status() == SignatureStatus::Valid
            {
                let data = subject.kind == UnitKind::Invoice
                    && elements_at(unit, "DLHDon").iter().all(|data| candidate.covers(*data));
                let stated = candidate.time.filter(|_| candidate.time_is_covered());
                authority = stated.map(|time| time.moment).or(authority);
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

struct Context<'c, 's> {
    subject: &'c Subject<'s>,
    verifier: &'c Verifier,
    authority: Option<Moment>,
    vouched: bool,
    tie: Option<Binding>,
    anybody_bound: bool,
}

fn judge_one(candidate: &mut Candidate<'_>, context: &Context<'_, '_>) -> Judged {
    let subject = context.subject;
    let clock = clock(candidate, context);
    if candidate.form.is_none() {
        return (None, Outcome::NotApplicable);
    }
    sha1(candidate, clock, context.verifier);
    let Some(signer) = candidate.signer() else { return (None, Outcome::Undecided) };
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
    };
    let (info, _) = judge(&case, context.verifier.settings(), &mut candidate.notes);
    bind(candidate, at, &known.0, context);
    let outcome =
        candidate.notes.findings.iter().skip(before).fold(Outcome::Passed, |outcome, finding| match finding
            .weight
        {
            Weight::Fail => outcome.and(Outcome::Failed),
            Weight::Undecide => outcome.and(Outcome::Undecided),
            _ => outcome,
        });
    (Some(info), outcome)
}

/// Which clock a certificate is judged by, with findings about the time stated.
fn clock(candidate: &mut Candidate<'_>, context: &Context<'_, '_>) -> Clock {
    let skew = context.verifier.settings().clock_skew_seconds;
    let received = context.subject.at;
    let covered = candidate.time_is_covered();
    let unstated = match context.authority {
        Some(at) if context.vouched => Clock { at, name: "authority-time" },
        _ => Clock { at: received, name: "check-time" },
    };
    let Some(time) = candidate.time else {
        if candidate.form.is_some() {
            candidate.notes.remark(
                Finding::new(&rules::TIME_MISSING)
                    .at_span(candidate.element.path(), candidate.element.start_tag_span()),
            );
        }
        return unstated;
    };
    if !covered {
        candidate.notes.remark(Finding::new(&rules::TIME_NOT_COVERED).at(time.element));
    }
    if time.moment.unix() > received.unix().saturating_add(skew) {
        candidate.notes.remark(
            Finding::new(&rules::TIME_AFTER_RECEIPT)
                .at(time.element)
                .expected(received.to_string())
                .found(time.moment.to_string()),
        );
    }
    if let Some(authority) = context.authority.filter(|_| candidate.role == Role::Seller)
        && time.moment.unix() > authority.unix().saturating_add(skew)
    {
        candidate.notes.remark(
            Finding::new(&rules::TIME_ORDER)
                .at(time.element)
                .expected(authority.to_string())
                .found(time.moment.to_string()),
        );
    }
    // Anybody may have written a time that is not signed.
    if covered { Clock { at: time.moment, name: "signing-time" } } else { unstated }
}

fn sha1(candidate: &mut Candidate<'_>, clock: Clock, verifier: &Verifier) {
    let Some(form) = &candidate.form else { return };
    let used = form.algorithm == Some(SignatureAlgorithm::RsaSha1)
        || form.references.iter().any(|reference| reference.digest == Some(algorithm::DigestAlgorithm::Sha1));
    if used {
        let mut finding =
            Finding::new(&rules::SHA1).at_span(form.signed_info.path(), form.signed_info.start_tag_span());
        if verifier.settings().sha1.allows(clock.at) {
            finding.weight = Weight::Inform;
        }
        candidate.notes.remark(finding);
    }
}

/// Holds the certificate's tax code against the document's.
fn bind(
    candidate: &mut Candidate<'_>,
    at: Element<'_>,
    certificate: &super::pki::Certificate,
    context: &Context<'_, '_>,
) {
    let rule = match context.tie {
        None | Some(Binding::Exact) => return,
        Some(Binding::Branch) => &rules::TAX_CODE_BRANCH,
        // A declaration may carry the agent's or accountant's signature beside the taxpayer's.
        Some(_) if candidate.place.many && context.anybody_bound => &rules::TAX_CODE_OTHER,
        Some(Binding::Delegate) => &rules::TAX_CODE_DELEGATE,
        Some(Binding::Unknown) => &rules::TAX_CODE_UNKNOWN,
        Some(Binding::None) => &rules::TAX_CODE_NONE,
        Some(Binding::Mismatch) => &rules::TAX_CODE_MISMATCH,
    };
    let found = certificate.tax_code().map_or_else(|| certificate.subject().to_string(), str::to_owned);
    let mut finding = Finding::new(rule).at(at).expected(context.subject.tax_codes.join(", ")).found(found);
    if *rule == rules::TAX_CODE_DELEGATE && context.vouched {
        // The authority knows who may issue for whom, and has signed the same data.
        finding.weight = Weight::Inform;
    }
    candidate.notes.remark(finding);
}

/// A signature that holds must cover what its place says.
fn coverage(candidate: &mut Candidate<'_>, unit: Element<'_>) {
    if !candidate.value_holds || candidate.notes.status() != SignatureStatus::Valid {
        return;
    }
    for (path, required) in candidate.place.targets {
        let there = elements_at(unit, path);
        if *required && (there.is_empty() || !there.iter().all(|element| candidate.covers(*element))) {
            candidate.notes.remark(
                Finding::new(&rules::COVERAGE)
                    .at_span(candidate.element.path(), candidate.element.start_tag_span())
                    .expected(*path),
            );
        }
    }
}

fn require(unit: Element<'_>, subject: &Subject<'_>, candidates: &[Candidate<'_>], general: &mut Notes) {
    // Named by its place, which reads alike in every language.
    let mut missing = |place: Option<&Place>| {
        let holder = place.map(|place| place.holder).filter(|holder| !holder.is_empty());
        let finding = Finding::new(&rules::MISSING).at_span(unit.path(), unit.start_tag_span());
        general.remark(finding.expected(holder.unwrap_or("Signature")));
    };
    for role in subject.required() {
        if !candidates.iter().any(|candidate| candidate.role == *role) {
            missing(subject.kind.places().iter().find(|place| place.role == *role));
        }
    }
    if subject.needs_any() && candidates.is_empty() {
        missing(subject.kind.places().first());
    }
    // A buyer or a witness may be anybody: alone they do not say whose document it is.
    if !candidates.is_empty() && !candidates.iter().any(Candidate::is_identified) {
        let names = candidates.iter().map(|candidate| candidate.role.word()).next().unwrap_or_default();
        general.remark(
            Finding::new(&rules::TAX_CODE_UNKNOWN).at_span(unit.path(), unit.start_tag_span()).found(names),
        );
    }
    if subject.may_be_unsigned() && !candidates.iter().any(Candidate::is_issuers) {
        general.remark(Finding::new(&rules::UNSIGNED).at_span(unit.path(), unit.start_tag_span()));
    }
}

fn finish<'d>(
    candidate: Candidate<'d>,
    certificate: Option<crate::report::CertificateInfo>,
    signer: Outcome,
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
        signing_time_covered: candidate.time.map(|_| candidate.value_holds && candidate.time_is_covered()),
        certificate,
        findings: candidate.notes.findings.iter().map(|finding| finding.rule.id).collect(),
    });
    verification.signed.push(Signed {
        role: candidate.role,
        status,
        signer,
        time: candidate.time.map(|time| time.moment),
        element: candidate.element,
        targets,
        certificate: candidate.signer().map(|embedded| std::sync::Arc::clone(&embedded.known.0)),
    });
    for finding in candidate.notes.findings {
        findings.push(finding);
    }
}
