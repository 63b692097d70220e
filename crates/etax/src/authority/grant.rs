//! What only the authority's own books can give: codes, strings for cash registers, numbers of notices.

use super::{GrantError, Reason};
use crate::code::auth34::InvoiceFields;
use crate::code::{Mccqt, RegisterString};
use crate::value::Moment;
use crate::xml::Element;

/// An invoice that may have a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeRequest<'r> {
    /// MTDiep of the message that asks.
    pub message: &'r str,
    /// Which of the message's documents it is, from 0.
    pub number: usize,
    /// The invoice (`HDon`), as its seller signed it.
    pub invoice: Element<'r>,
    /// What a keyed code binds, and the SHA-256 of the canonical data (DLHDon).
    pub fields: &'r InvoiceFields<'r>,
    /// When the message was received.
    pub at: Moment,
}

/// A registration that may be accepted.
#[derive(Clone, Copy, Debug)]
pub struct RegistrationRequest<'r> {
    /// MTDiep of the message that asks.
    pub message: &'r str,
    /// MST, mã số thuế: the taxpayer.
    pub taxpayer: &'r str,
    /// The registration (`TKhai`).
    pub registration: Element<'r>,
    /// Invoices with the codes of cash registers are registered (CMTMTTien).
    pub cash_register: bool,
    /// When the message was received.
    pub at: Moment,
}

/// What the authority grants, or why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grant<T> {
    /// This.
    Given(T),
    /// Nothing: at least one reason.
    Refused(Vec<Reason>),
}

/// The authority's books, kept by the caller: nothing here has a store, randomness or a clock.
///
/// Everything is asked once the engine has accepted what is asked about. To be asked again about the same message must
/// lead to the same grants, or messages that are sent twice get two codes.
pub trait Grants {
    /// A code for an invoice: random, keyed ([`Auth34`](crate::code::auth34::Auth34)) or any other of 34 characters, and
    /// on the books before it is handed over.
    ///
    /// # Errors
    ///
    /// When the books cannot be asked; no answer is made then.
    fn code(&mut self, request: &CodeRequest<'_>) -> Result<Grant<Mccqt>, GrantError>;

    /// Whether a registration is accepted, and for one of cash registers the five characters of the taxpayer's codes,
    /// which no other taxpayer has.
    ///
    /// # Errors
    ///
    /// When the books cannot be asked; no answer is made then.
    fn registration(
        &mut self,
        request: &RegistrationRequest<'_>,
    ) -> Result<Grant<Option<RegisterString>>, GrantError>;

    /// So, số thông báo: the number of the next notice of a form (`01/TB-KTDL`), at most 30 characters.
    ///
    /// # Errors
    ///
    /// When the books cannot be asked; no answer is made then.
    fn number(&mut self, form: &'static str) -> Result<String, GrantError>;
}
