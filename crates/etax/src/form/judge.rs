//! Holds the clauses of a form against a document.

use super::clause::{Clause, Demand};
use super::form_rules::FormRules;
use super::index::Index;
use crate::formula::{Cells as _, Condition, Formula, Machine, Slot, Trouble, Value};
use crate::report::{Finding, Findings};
use crate::rule::{Check, Rule, Text, Weight};
use crate::xml::Element;
use rust_decimal::{Decimal, RoundingStrategy};

/// Findings of one rule after which its further rows are not looked at: its outcome is settled, and to name a row costs
/// time in proportion to the rows beside it.
const MOST: u32 = 25;

/// Steps that formulas may take for a document, whatever is in it and for each of its elements. A form has a few hundred
/// formulas of a few dozen steps; only lists that are summed within lists take more.
const STEPS: u64 = 1 << 24;
const STEPS_EACH: u64 = 512;

const BASIS: &str = "Công thức trên mẫu tờ khai";

/// A number with more digits than any amount of money.
static OVERFLOW: Rule = Rule {
    id: "declaration.formula.overflow",
    check: Check::Rules,
    weight: Weight::Fail,
    basis: "Giới hạn số thập phân chính xác: 28 chữ số / limit of exact decimals: 28 digits",
    message: Text {
        vi: "Số quá lớn, không tính được {found}.",
        en: "The number is too large to work out {found}.",
    },
    hint: Text { vi: "Kiểm tra lại số đã khai.", en: "Check the amount declared." },
};
/// A formula that divides by 0.
static DIVISION: Rule = Rule {
    id: "declaration.formula.division",
    check: Check::Rules,
    weight: Weight::Fail,
    basis: BASIS,
    message: Text { vi: "Công thức {found} chia cho 0.", en: "The formula {found} divides by 0." },
    hint: Text {
        vi: "Khai chỉ tiêu ở mẫu số của phép chia.", en: "Fill in the indicator it divides by."
    },
};
static TEXT: Rule = Rule {
    id: "declaration.formula.text",
    check: Check::Rules,
    weight: Weight::Undecide,
    basis: BASIS,
    message: Text {
        vi: "Không tính được {found}: một chỉ tiêu phải là số lại ghi bằng chữ.",
        en: "{found} cannot be worked out: a cell that should hold a number holds words.",
    },
    hint: Text { vi: "Ghi số, không ghi chữ.", en: "Write a number, not words." },
};
static COST: Rule = Rule {
    id: "declaration.formula.cost",
    check: Check::Rules,
    weight: Weight::Undecide,
    basis: BASIS,
    message: Text {
        vi: "Tờ khai có quá nhiều dòng để tính hết các công thức của mẫu; dừng ở {found}.",
        en: "The declaration has too many rows for all formulas of the form to be worked out; stopped at {found}.",
    },
    hint: Text::NONE,
};

/// The rules that formulas of any form may break.
pub(crate) const RULES: &[&Rule] = &[&OVERFLOW, &DIVISION, &TEXT, &COST];

/// Holds all clauses of a form against one document.
pub(super) struct Judge<'f, 'd, 'r> {
    rules: &'f FormRules,
    index: Index<'f, 'd>,
    machine: Machine,
    findings: &'r mut Findings,
    /// By clause: how many more of its findings are wanted.
    left: Vec<u32>,
    spent: bool,
}

impl<'f, 'd, 'r> Judge<'f, 'd, 'r> {
    pub(super) fn new(rules: &'f FormRules, body: Element<'d>, findings: &'r mut Findings) -> Self {
        let index = Index::new(&rules.layout, body, rules.memos);
        let machine = machine(&index);
        Self { rules, index, machine, findings, left: vec![MOST; rules.clauses.len()], spent: false }
    }

    /// Says how many steps the formulas took.
    pub(super) fn run(mut self) -> u64 {
        let allowed = self.machine.steps_left();
        for group in &self.rules.groups {
            self.walk(&group.rows, &group.clauses);
        }
        allowed - self.machine.steps_left()
    }

    /// Judges clauses in each of the rows that they are about.
    fn walk(&mut self, rows: &[Slot], clauses: &[u32]) {
        let Some((outer, inner)) = rows.split_first() else {
            for clause in clauses {
                self.judge(*clause as usize);
            }
            return;
        };
        if !self.index.enter(*outer, false) {
            return;
        }
        loop {
            self.walk(inner, clauses);
            let wanted =
                clauses.iter().any(|clause| self.left.get(*clause as usize).is_some_and(|left| *left > 0));
            if self.spent || !wanted || !self.index.next() {
                break;
            }
        }
        self.index.leave();
    }

    fn judge(&mut self, number: usize) {
        let rules = self.rules;
        let (Some(clause), Some(0_u32..)) = (rules.clauses.get(number), self.left.get(number)) else {
            return;
        };
        if self.spent || self.left.get(number) == Some(&0) {
            return;
        }
        // What is about a cell that is not there is for the structure to say; so is all of an
        // appendix that is not attached.
        let Some(place) = self.index.element(clause.target) else { return };
        let finding = match self.verdict(clause) {
            Ok(None) => return,
            Ok(Some((expected, found))) => {
                let mut finding = Finding::new(rules.rule(clause)).at(place);
                if let Some(expected) = expected {
                    finding = finding.expected(expected);
                }
                match found.filter(|found| !found.is_empty()) {
                    Some(found) => finding.found(found),
                    None => finding,
                }
            }
            Err(trouble) => {
                let rule = match trouble {
                    // The structure says so, or nothing can be said.
                    Trouble::Unreadable(_) | Trouble::Broken => return,
                    Trouble::Overflow => &OVERFLOW,
                    Trouble::DivisionByZero => &DIVISION,
                    Trouble::NotANumber => &TEXT,
                    Trouble::Costly => {
                        self.spent = true;
                        &COST
                    }
                };
                if let Some(left) = self.left.get_mut(number) {
                    *left = 1;
                }
                Finding::new(rule).at(place).found(rules.subject(clause))
            }
        };
        if let Some(left) = self.left.get_mut(number) {
            *left -= 1;
        }
        self.findings.push(finding);
    }

    /// What was expected and found where the clause is broken; `None` where it holds.
    #[allow(clippy::type_complexity, reason = "read in one place")]
    fn verdict(&mut self, clause: &Clause) -> Result<Option<(Option<String>, Option<String>)>, Trouble> {
        for condition in &clause.when {
            if !self.truth(condition)? {
                return Ok(None);
            }
        }
        match &clause.demand {
            Demand::Computed(formula) => match self.machine.run(formula, &mut self.index)? {
                Value::Number(expected) => {
                    let found = self.index.number(clause.target)?;
                    // What the form leaves unrounded is written with as many decimals as the writer likes.
                    let written = expected
                        .round_dp_with_strategy(found.scale(), RoundingStrategy::MidpointAwayFromZero);
                    let holds = found == expected || formula.is_unrounded() && found == written;
                    Ok((!holds).then(|| (Some(plain(expected)), Some(plain(found)))))
                }
                Value::Text(expected) => {
                    let found = self.index.text(clause.target);
                    Ok((found != expected).then(|| (Some(expected.into_owned()), Some(found.into_owned()))))
                }
                Value::Truth(_) => Err(Trouble::Broken),
            },
            Demand::Condition(Condition::Compare(left, comparison, right)) => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                Ok((!comparison.holds(&left, &right)).then(|| (Some(plain(right)), Some(plain(left)))))
            }
            Demand::Condition(Condition::Holds(formula)) => {
                let holds = self.truth(formula)?;
                Ok((!holds).then(|| (None, Some(self.index.text(clause.target).into_owned()))))
            }
        }
    }

    fn truth(&mut self, formula: &Formula) -> Result<bool, Trouble> {
        match self.machine.run(formula, &mut self.index)? {
            Value::Truth(truth) => Ok(truth),
            _ => Err(Trouble::Broken),
        }
    }

    fn number(&mut self, formula: &Formula) -> Result<Decimal, Trouble> {
        match self.machine.run(formula, &mut self.index)? {
            Value::Number(number) => Ok(number),
            _ => Err(Trouble::Broken),
        }
    }
}

/// A machine with as many steps as an honest document needs.
pub(super) fn machine(index: &Index<'_, '_>) -> Machine {
    let size = u64::try_from(index.size()).unwrap_or(u64::MAX);
    Machine::with_steps(size.saturating_mul(STEPS_EACH).saturating_add(STEPS))
}

/// Without zeros at the end of the fraction.
fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}
