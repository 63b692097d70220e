//! What a document is, as far as its signatures are concerned, and who must have signed it.

use super::candidate::Candidate;
use super::notes::Notes;
use super::place::{Place, Role, UnitKind};
use super::rules;
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

    pub(crate) fn required(&self) -> &'static [Role] {
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
    pub(crate) fn may_be_unsigned(&self) -> bool {
        self.kind == UnitKind::Invoice && self.cash_register && !self.in_signed_batch && !self.coded
    }

    /// Notices and minutes are signed by one party or another, at least one.
    pub(crate) const fn needs_any(&self) -> bool {
        matches!(self.kind, UnitKind::Notice | UnitKind::Minutes)
    }
}

/// Findings about signatures that must be there and are not.
pub(crate) fn require(
    unit: Element<'_>,
    subject: &Subject<'_>,
    candidates: &[Candidate<'_>],
    general: &mut Notes,
) {
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
