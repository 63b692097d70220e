//! Form 842, 01/GTGT: value added tax by the credit method (Circular 80/2021/TT-BTC), versions
//! 2.5.1 to 2.8.3.

mod appendices;
mod checks;
mod formulas;
mod rows;

use super::formula::{Facts, Formula, Memo, Places, rules, run};
use super::{Declaration, DeclarationKind, view};
use crate::form::Version;
use crate::report::{DocumentInfo, Findings};
use crate::rule::Rule;

/// maTKhai.
pub(super) const CODE: &str = "842";

/// Its formulas, main form and appendices.
pub(super) fn formulas() -> impl std::fmt::Debug {
    (formulas::MAIN, appendices::TABLES)
}

const fn total() -> usize {
    let mut sum = formulas::MAIN.len() + checks::RULES.len();
    let mut at = 0;
    while at < appendices::TABLES.len() {
        sum += appendices::TABLES[at].len();
        at += 1;
    }
    sum
}

/// All rules of the form.
pub(super) const RULES: [&Rule; total()] = {
    let mut table = [checks::RULES[0]; total()];
    let mut at = 0;
    let mut next = 0;
    while next < checks::RULES.len() {
        table[at] = checks::RULES[next];
        at += 1;
        next += 1;
    }
    let main = formulas_of::<{ formulas::MAIN.len() }>(formulas::MAIN);
    next = 0;
    while next < main.len() {
        table[at] = main[next];
        at += 1;
        next += 1;
    }
    let mut part = 0;
    while part < appendices::TABLES.len() {
        next = 0;
        while next < appendices::TABLES[part].len() {
            table[at] = appendices::TABLES[part][next].rule;
            at += 1;
            next += 1;
        }
        part += 1;
    }
    table
};

const fn formulas_of<const N: usize>(formulas: &[Formula]) -> [&'static Rule; N] {
    rules(formulas)
}

/// Judges the indicators of main part and appendices.
pub(super) fn check(declaration: &Declaration<'_>, version: Version, findings: &mut Findings) {
    let Some(main) = declaration.main() else { return };
    let memo = Memo::default();
    let places = Places { memo: &memo, main, appendices: declaration.appendices(), row: None, outer: None };
    let facts = Facts {
        first: declaration.kind() == Some(DeclarationKind::First),
        year_end: declaration.period().is_some_and(|period| period.closes_year()),
    };
    run(formulas::MAIN, &places, facts, findings);
    for table in appendices::TABLES {
        run(table, &places, facts, findings);
    }
    checks::check(&places, findings);
    rows::check(declaration, version, findings);
}

/// Adds the form's main amounts.
pub(super) fn describe(declaration: &Declaration<'_>, info: &mut DocumentInfo) {
    if declaration.form() != CODE {
        return;
    }
    for (name, path) in [
        ("payable", "ct40"),
        ("carriedForward", "ct43"),
        ("broughtForward", "ct22"),
        ("refund", "ct42"),
        ("sales", "TongDThuVaThueGTGTHHDVBRa/ct34"),
        ("outputTax", "TongDThuVaThueGTGTHHDVBRa/ct35"),
        ("inputTax", "ct25"),
    ] {
        info.amounts.add(name, view::text(declaration.main(), path));
    }
}

#[cfg(test)]
mod tests {
    use super::super::formula::{Expr, render};
    use super::{RULES, appendices, formulas};
    use std::collections::BTreeSet;

    #[test]
    fn messages_spell_out_the_formulas() {
        for formula in appendices::TABLES.iter().chain([&formulas::MAIN]).copied().flatten() {
            let (left, right) = (render(&formula.left), render(&formula.right));
            let right =
                if matches!(formula.right, Expr::Number(_)) { String::new() } else { format!(" {right} = ") };
            for text in [formula.rule.message.vi, formula.rule.message.en] {
                let (before, after) = text.split_at(text.find("{expected_amount}").unwrap());
                assert!(before.contains(&left), "{}: {left} is not in {text}", formula.rule.id);
                assert!(before.ends_with(&right), "{}: {right} is not in {text}", formula.rule.id);
                assert!(after.contains("{found_amount}"));
            }
        }
    }

    #[test]
    fn rule_ids_are_unique() {
        let ids: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), RULES.len());
    }
}
