//! The rules on papers, one file for each kind.

mod dates;
mod list;
mod mistakes;
mod notice;
mod registration;
mod request;
mod summary;
mod symbols;

use super::case::Case;
use super::structure;
use crate::invoice::join_rules as join;
use crate::rule::{Force, Rule};

/// Every rule on papers.
///
/// ```
/// assert!(etax::paper::RULES.iter().any(|rule| rule.id == "summary.period"));
/// ```
pub static RULES: &[&Rule] = &join!(
    structure::TABLE[0];
    structure::TABLE,
    dates::TABLE,
    symbols::TABLE,
    registration::TABLE,
    notice::TABLE,
    mistakes::TABLE,
    summary::TABLE,
    list::TABLE,
    request::TABLE,
);

/// On which days they hold.
pub(crate) static FORCE: &[(&Rule, Force)] = &join!(
    structure::FORCE[0];
    structure::FORCE,
    dates::FORCE,
    symbols::FORCE,
    registration::FORCE,
    notice::FORCE,
    mistakes::FORCE,
    summary::FORCE,
    list::FORCE,
    request::FORCE,
);

/// On which days a rule holds.
pub(super) fn force(rule: &Rule) -> Force {
    Force::in_list(FORCE, rule)
}

/// Checks the rules of a paper's kind.
pub(super) fn check(case: &mut Case<'_, '_>) {
    dates::check(case);
    match (case.form.tag, case.form.number) {
        ("TKhai", "01/ĐKTĐ-HĐĐT") => registration::check(case),
        ("TBao", "04/SS-HĐĐT") => mistakes::check(case),
        ("TBao", _) => notice::check(case),
        ("BTHDLieu", _) => summary::check(case),
        ("BKe" | "BBan", _) => list::check(case),
        ("DNghi", _) => request::check(case),
        _ => {}
    }
}
