//! Small values of the domain: moments, amounts, tax codes, symbols, periods.

mod amount;
mod auth_code;
mod currency;
mod date;
mod line;
mod moment;
mod period;
mod symbol;
mod tax_code;
mod vat_rate;
pub mod words;

pub use amount::{Amount, AmountDefect};
pub(crate) use auth_code::shape;
pub use auth_code::{CashRegisterCode, CodeError, Mccqt, RegisterString};
pub use currency::Currency;
pub use date::parse_date;
pub(crate) use line::line;
pub use moment::Moment;
pub(crate) use period::parse_day;
pub use period::{Period, PeriodKind};
pub use symbol::{FormSymbol, InvoiceNumber, Series};
pub use tax_code::{TaxCode, TaxCodeKind};
pub use vat_rate::VatRate;
