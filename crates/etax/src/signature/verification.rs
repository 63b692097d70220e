//! What the check of a document's signatures found out.

use super::binding::{Binding, binding};
use super::candidate;
use super::pki::Certificate;
use super::place::Role;
use super::reference::Target;
use crate::report::{Outcome, SignatureInfo, SignatureStatus};
use crate::value::Moment;
use crate::xml::Element;
use std::sync::Arc;

/// The signatures of one document.
#[derive(Debug, Default)]
pub struct Verification<'d> {
    /// For the report: in the order of the profile's places.
    pub signatures: Vec<SignatureInfo>,
    pub(crate) signed: Vec<Signed<'d>>,
}

impl<'d> Verification<'d> {
    /// The signatures made in a role.
    pub fn by(&self, role: Role) -> impl Iterator<Item = &Signed<'d>> {
        self.signed.iter().filter(move |signed| signed.role == role)
    }
}

/// One signature and what it stands for.
#[derive(Debug)]
pub struct Signed<'d> {
    /// Who signed.
    pub role: Role,
    /// Whether it holds.
    pub status: SignatureStatus,
    /// Whether the signer is who it should be: `Passed` only when nothing is in doubt.
    pub signer: Outcome,
    /// The signing time stated.
    pub time: Option<Moment>,
    pub(crate) element: Element<'d>,
    pub(crate) targets: Vec<Target<'d>>,
    pub(crate) certificate: Option<Arc<Certificate>>,
}

impl Signed<'_> {
    /// Whether this signature, as far as it holds, covers an element. A signature whose value
    /// does not hold covers nothing.
    #[must_use]
    pub fn covers(&self, element: Element<'_>) -> bool {
        candidate::covers(&self.targets, self.element, element)
    }

    /// Whether the signer's certificate names one of these tax codes, or another unit of the same
    /// taxpayer. A batch signature speaks only for invoices of the seller who signed the batch.
    #[must_use]
    pub fn speaks_for(&self, tax_codes: &[&str]) -> bool {
        self.certificate.as_ref().is_some_and(|certificate| {
            matches!(binding(certificate, tax_codes), Binding::Exact | Binding::Branch)
        })
    }

    /// Whether the signature holds and its signer may be believed.
    #[must_use]
    pub fn is_trusted(&self) -> bool {
        self.status == SignatureStatus::Valid && self.signer == Outcome::Passed
    }
}
