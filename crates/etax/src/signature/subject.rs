//! What a document is, as far as its signatures are concerned, and who must have signed it.

use super::candidate::Candidate;
use super::notes::Notes;
use super::place::{Place, Role, UnitKind};
use super::requirement::{Need, Requirement};
use super::rules;
use super::surroundings::misplaced;
use crate::report::Finding;
use crate::value::Moment;
use crate::xml::Element;

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
}

/// Findings about signatures that must be there and are not.
pub(crate) fn require(
    unit: Element<'_>,
    subject: &Subject<'_>,
    candidates: &[Candidate<'_>],
    general: &mut Notes,
) {
    let requirement = Requirement::of(unit, subject);
    let at = |finding: Finding| finding.at_span(unit.path(), unit.start_tag_span());
    // Named by its place, which reads alike in every language.
    let place = |role: Role| subject.kind.places().iter().find(|place| place.role == role);
    let name = |role: Role| place(role).map_or_else(|| "Signature".to_owned(), Place::name);
    let has = |role: Role| candidates.iter().any(|candidate| candidate.role == role);
    for (role, need) in requirement.each.iter().filter(|(role, _)| !has(*role)) {
        let rule = match need {
            Need::Must => &rules::MISSING,
            Need::Usual => &rules::MISSING_USUAL,
            Need::Party => &rules::MISSING_PARTY,
        };
        general.remark(at(Finding::new(rule)).expected(name(*role)));
    }
    if !requirement.any.is_empty() && !requirement.any.iter().any(|role| has(*role)) {
        let names: Vec<String> = requirement.any.iter().map(|role| name(*role)).collect();
        general.remark(at(Finding::new(&rules::MISSING)).expected(names.join(" | ")));
    }
    for extra in candidates.iter().filter(|candidate| requirement.none.contains(&candidate.role)) {
        let each = requirement.each.iter().map(|(role, _)| *role);
        let names: Vec<String> = each.chain(requirement.any.iter().copied()).map(name).collect();
        general.remark(misplaced(extra.element).expected(names.join(", ")));
    }
    // A buyer or a witness may be anybody: alone they do not say whose document it is.
    if !candidates.is_empty() && !candidates.iter().any(Candidate::is_identified) {
        let names = candidates.iter().map(|candidate| candidate.role.word()).next().unwrap_or_default();
        general.remark(
            Finding::new(&rules::TAX_CODE_UNKNOWN).at_span(unit.path(), unit.start_tag_span()).found(names),
        );
    }
    if requirement.may_be_unsigned && !candidates.iter().any(Candidate::is_issuers) {
        general.remark(at(Finding::new(&rules::UNSIGNED)));
    }
}
