//! A formula that was evaluated once is evaluated again without asking for memory.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod memory_support;

use etax::formula::{Cells, Formula, Machine, Meaning, Names, Reference, Slot, Trouble};
use memory_support::{ALONE, spent};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// Amounts `n0` to `n9`, texts `t0` to `t9`, and `rows` with an amount `.n` and a text `.t`.
struct Form;

impl Names for Form {
    fn meaning(&self, reference: &Reference<'_>, _: &[Slot]) -> Option<Meaning> {
        let digit =
            |path: &str, lead| path.strip_prefix(lead).and_then(|digit: &str| digit.parse::<u32>().ok());
        match reference.path {
            "rows" => Some(Meaning::Rows(Slot(20))),
            "n" => Some(Meaning::Number(Slot(21))),
            "t" => Some(Meaning::Text(Slot(22))),
            path => digit(path, "n")
                .map(|at| Meaning::Number(Slot(at)))
                .or_else(|| digit(path, "t").map(|at| Meaning::Text(Slot(10 + at)))),
        }
    }
}

struct Document {
    row: Option<u32>,
}

const TEXTS: [&str; 3] = ["01/2026", "9900000016", "Cầu Giấy"];

impl<'d> Cells<'d> for Document {
    fn number(&self, slot: Slot) -> Result<Decimal, Trouble> {
        Ok(Decimal::from(self.row.unwrap_or_default() + slot.0 + 1))
    }
    fn text(&self, slot: Slot) -> Cow<'d, str> {
        Cow::Borrowed(TEXTS[slot.0 as usize % TEXTS.len()])
    }
    fn enter(&mut self, _: Slot, _: bool) -> bool {
        self.row = Some(0);
        true
    }
    fn next(&mut self) -> bool {
        self.row = self.row.map(|row| row + 1).filter(|row| *row < 100);
        self.row.is_some()
    }
    fn leave(&mut self) {
        self.row = None;
    }
}

#[test]
fn formulas_are_evaluated_without_allocation() {
    let _alone = ALONE.lock().unwrap();
    let texts = [
        "max([n1] - [n2] + [n3] * 10 / 100, 0)",
        "round([n1] / 3, 0) + abs([n2] - [n3]) + min([n4], [n5])",
        "if([n1] > 0 and not empty([t1]), [n2], [n3])",
        "[t1] = '9900000016' or [t2] <> '' and [t0] = [t1]",
        "if([n1] > 3, [t1], 'none')",
        "sum([rows], [.n] * 2) + sum([rows], if([.t] = 'x', 1, [.n]))",
        "len([t2]) + [n1]",
    ];
    let formulas = texts.map(|text| Formula::parse(text, &Form, &[]).unwrap());
    let mut machine = Machine::default();
    let mut document = Document { row: None };
    let first: Vec<_> = formulas.iter().map(|formula| machine.run(formula, &mut document).unwrap()).collect();
    let mut measure = || {
        let (cost, same) = spent(|| {
            (0..1_000).all(|_| {
                formulas
                    .iter()
                    .zip(&first)
                    .all(|(formula, first)| machine.run(formula, &mut document).as_ref() == Ok(first))
            })
        });
        assert!(same);
        cost
    };
    // The harness has a thread of its own, which may allocate while this one is counted, but not each time; an
    // evaluation that allocates does.
    let costs: Vec<_> = (0..5).map(|_| measure()).collect();
    assert!(costs.iter().any(|cost| cost.blocks == 0), "{costs:?}");
}
