//! Runs a table of formulas over a document.

use super::expr::{Expr, Op, Scope, render};
use super::places::Places;
use crate::declaration::rules::{DIVISION, OVERFLOW};
use crate::report::{Finding, Findings};
use crate::rule::Rule;
use crate::xml::Element;
use rust_decimal::Decimal;

/// Why an expression has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::declaration) enum Trouble {
    /// A text is no number; the check of the structure says so.
    Unreadable,
    /// A number has more digits than any amount of money.
    Overflow,
    /// Something is to be divided by 0.
    DivisionByZero,
}

/// When a formula holds. Judged once for an appendix, not for each row.
#[derive(Clone, Copy, Debug)]
pub(in crate::declaration) enum When {
    /// The declaration is a first one (`loaiTKhai` C).
    First,
    /// The period is not December or the fourth quarter.
    NotYearEnd,
    /// The appendix is there.
    Attached(&'static str),
    /// The appendix is not there.
    Absent(&'static str),
    /// The comparison holds.
    Is(&'static Expr, Op, &'static Expr),
}

/// What conditions ask of the document as a whole.
#[derive(Clone, Copy, Debug)]
pub(in crate::declaration) struct Facts {
    pub(in crate::declaration) first: bool,
    pub(in crate::declaration) year_end: bool,
}

/// One line of a form's table.
#[derive(Clone, Copy, Debug)]
pub(in crate::declaration) struct Formula {
    pub(in crate::declaration) rule: &'static Rule,
    /// The appendix it belongs to, which must be there; none for the main part.
    pub(in crate::declaration) appendix: Option<&'static str>,
    /// Paths of the rows it is run for, outer ones first; none to run it once.
    pub(in crate::declaration) each: &'static [&'static str],
    pub(in crate::declaration) when: &'static [When],
    pub(in crate::declaration) left: Expr,
    pub(in crate::declaration) op: Op,
    pub(in crate::declaration) right: Expr,
}

/// The rules of a table, in its order.
pub(in crate::declaration) const fn rules<const N: usize>(formulas: &[Formula]) -> [&'static Rule; N] {
    let mut out: [&'static Rule; N] = [&OVERFLOW; N];
    let mut at = 0;
    while at < N {
        out[at] = formulas[at].rule;
        at += 1;
    }
    out
}

/// Findings of one formula after which its further rows are not looked at: its outcome is settled,
/// and naming a row costs time in proportion to the rows beside it.
const MOST: usize = 25;

/// Runs all formulas of a table.
pub(in crate::declaration) fn run(
    formulas: &[Formula],
    places: &Places<'_, '_>,
    facts: Facts,
    findings: &mut Findings,
) {
    for formula in formulas {
        let start = match formula.appendix {
            None => places.main,
            Some(name) => match places.appendix(name) {
                Some(appendix) => appendix,
                None => continue,
            },
        };
        match holds(formula.when, places, facts) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(trouble) => {
                report(trouble, formula, start, findings);
                continue;
            }
        }
        let mut left = MOST;
        each(formula, formula.each, start, *places, &mut left, findings);
    }
}

fn holds(conditions: &[When], places: &Places<'_, '_>, facts: Facts) -> Result<bool, Trouble> {
    for condition in conditions {
        let holds = match condition {
            When::First => facts.first,
            When::NotYearEnd => !facts.year_end,
            When::Attached(name) => places.appendix(name).is_some(),
            When::Absent(name) => places.appendix(name).is_none(),
            When::Is(left, op, right) => compare(places.value(left)?, *op, places.value(right)?),
        };
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

fn each(
    formula: &Formula,
    steps: &'static [&'static str],
    start: Element<'_>,
    places: Places<'_, '_>,
    left: &mut usize,
    findings: &mut Findings,
) {
    let Some((step, rest)) = steps.split_first() else {
        once(formula, start, &places, left, findings);
        return;
    };
    let scope = match (places.row, formula.appendix) {
        (Some(_), _) => Scope::Row,
        (None, Some(name)) => Scope::In(name),
        (None, None) => Scope::Main,
    };
    for row in places.rows(scope, step) {
        if *left == 0 {
            return;
        }
        each(formula, rest, row, places.at_row(row), left, findings);
    }
}

fn once(
    formula: &Formula,
    start: Element<'_>,
    places: &Places<'_, '_>,
    left: &mut usize,
    findings: &mut Findings,
) {
    let subject = formula.left.subject().and_then(|field| places.find(field));
    if subject.is_none() && matches!(formula.left, Expr::Of(_)) {
        // An indicator that is not there is a defect of the structure and reported there.
        return;
    }
    let place = subject.unwrap_or(start);
    let values = places.value(&formula.left).and_then(|left| Ok((left, places.value(&formula.right)?)));
    match values {
        Ok((found, expected)) if !compare(found, formula.op, expected) => {
            *left = left.saturating_sub(1);
            findings.push(Finding::new(formula.rule).at(place).expected(plain(expected)).found(plain(found)));
        }
        Ok(_) => {}
        Err(trouble) => {
            if trouble != Trouble::Unreadable {
                *left = 0;
            }
            report(trouble, formula, place, findings);
        }
    }
}

fn report(trouble: Trouble, formula: &Formula, place: Element<'_>, findings: &mut Findings) {
    let rule = match trouble {
        Trouble::Unreadable => return,
        Trouble::Overflow => &OVERFLOW,
        Trouble::DivisionByZero => &DIVISION,
    };
    findings.push(Finding::new(rule).at(place).found(render(&formula.left)));
}

/// Without zeros at the end of the fraction.
fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

fn compare(left: Decimal, op: Op, right: Decimal) -> bool {
    match op {
        Op::Equal => left == right,
        Op::AtMost => left <= right,
        Op::AtLeast => left >= right,
        Op::MoreThan => left > right,
        Op::LessThan => left < right,
    }
}
