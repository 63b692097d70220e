//! Small values of the domain: moments, amounts, tax codes, symbols, periods.

mod moment;

pub use moment::Moment;
