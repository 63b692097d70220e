//! The papers around invoices: registrations (TKhai), notices (TBao), requests (DNghi), summaries (BTHDLieu),
//! lists (BKe) and minutes (BBan).
//!
//! What each holds is data ([`Form`], [`Entry`]), read from Decision 1450/QĐ-TCT and its amendments; which rules
//! hold is chosen by the paper's own date and version. Children may stand in any order. What no text settles is
//! a remark, never an error: `docs/invoices.md` lists it.

mod case;
mod check;
mod entry;
mod form;
mod rules;
mod settings;
mod structure;
mod table;
pub(crate) mod write;

pub use check::check;
pub use entry::Entry;
pub use form::Form;
pub use rules::RULES;
pub use settings::Settings;

pub(crate) use rules::FORCE;
