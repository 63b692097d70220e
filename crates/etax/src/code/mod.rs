//! Authentication codes on invoices: their shape, and what binds them to the invoice.
//!
//! A code alone proves nothing; it can be copied. The authority's 34-character code is bound by the
//! authority's signature over the invoice data and the code. A cash register's 23-character code is
//! made by the seller and bound only by the seller's signature over the batch it was sent in.
//!
//! Sources: Decree 123/2020/NĐ-CP art. 3 and 17, Decree 70/2025/NĐ-CP, Decision 1450/QĐ-TCT part I.IV.

mod any;
pub mod auth34;
mod binding;
pub mod keyring;
mod outcome;
pub mod pilot;
pub mod qr;
mod registry;
mod rules;
mod scheme;
pub mod sealed_qr;
mod text_error;
mod typed;

pub use crate::value::{CashRegisterCode, CodeError, Mccqt, RegisterString};
pub use any::{Code, Evidence, SealedText};
pub use binding::check;
pub use outcome::{Binding, Doubt, Mismatch};
pub(crate) use registry::check as check_registry;
pub use registry::{Recorded, RecordedEnd, RegistryAnswer, RegistryAnswers};
pub use rules::RULES;
pub use scheme::Scheme;
pub use text_error::CodeTextError;
pub use typed::Spelling;
