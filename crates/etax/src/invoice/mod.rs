//! E-invoices (HDon, hóa đơn điện tử): the typed view and the rules.
//!
//! What elements there are is data ([`Row`]), read from Decision 1450/QĐ-TCT and its amendments;
//! which rules hold is chosen by the invoice's own date, version and kind. The arithmetic accepts
//! each convention that real invoices follow and says which one it met.

mod case;
mod check;
mod info;
mod rules;
pub mod set;
mod settings;
mod sums;
pub(crate) mod table;
mod view;

pub use check::check;
pub use info::info;
pub use rules::RULES;
pub use settings::{Settings, Tolerance};
pub use table::{
    Buyer, Content, Data, Fee, Forms, General, Kind, Line, RateTotal, Related, Row, Seller, Signatures,
    SpecialGoods, Top, Totals, Version,
};
pub use view::{Extension, Invoice};

pub(crate) use case::report as report_at;
pub(crate) use info::add as add_field;
pub(crate) use rules::parties::is_email;
pub(crate) use rules::{FORCE, join as join_rules, rules as declare_rules};
pub(crate) use sums::{near, percent_of};
pub(crate) use table::fault::Fault;

/// Every element table, for a digest over them.
pub(crate) fn tables() -> impl std::fmt::Debug {
    [
        Top::table(),
        Signatures::table(),
        Data::table(),
        Content::table(),
        General::table(),
        Related::table(),
        Seller::table(),
        Buyer::table(),
        Line::table(),
        SpecialGoods::table(),
        Totals::table(),
        RateTotal::table(),
        Fee::table(),
    ]
}
