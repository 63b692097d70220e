//! The formulas of the forms as constant data, evaluated exactly.
//!
//! A formula compares two expressions over the indicators of a form: an indicator with what it must
//! be, or with what it must not exceed. Its rule's message spells the formula out; a test holds the
//! words against the expression.

mod expr;
mod places;
mod run;

#[cfg(test)]
pub(super) use expr::render;
pub(super) use expr::{Expr, Field, Op, Scope};
pub(super) use places::{Memo, Places, number};
pub(super) use run::{Facts, Formula, Trouble, When, rules, run};
