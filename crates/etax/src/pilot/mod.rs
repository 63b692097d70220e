//! Invoices of the pilot of 2015 and 2016 (`inv:invoice`, hóa đơn xác thực), alone or sent together (`inv:transaction`).
//!
//! They are still named by today's documents: an invoice can replace one of them, and a notice of errors can list it.
//! Structure, arithmetic and business rules are checked here; signatures by [`crate::signature`], the authority's code
//! by [`crate::code::pilot`].
//!
//! Sources: Decision 1209/QĐ-BTC (2015), Decision 2660/QĐ-BTC (2016), the system's XSD files (`invoice.message.xsd`,
//! `invoice.create.xsd`, `commons.xsd`). What an older version of these files had otherwise (`isAdjusted`,
//! `sellerSignature`) is not accepted: no document of that version is known.

mod check;
mod rules;
mod structure;
mod view;

pub use check::{check, check_transaction};
pub use rules::RULES;
pub use view::{Invoice, Line};

use crate::xml::Element;

/// The namespace of the pilot's documents.
pub const NAMESPACE: &str = crate::signature::PILOT;

/// Whether an element is the pilot's envelope around invoices.
#[must_use]
pub fn is_transaction(element: Element<'_>) -> bool {
    element.is(NAMESPACE, "transaction")
}
