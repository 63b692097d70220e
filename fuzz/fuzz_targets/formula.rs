//! Any text as a formula: refused inside itself, or evaluated to a value of its kind.
#![no_main]

use etax::formula::{Cells, Formula, Kind, Machine, Meaning, Names, Reference, Slot, Trouble, Value};
use libfuzzer_sys::fuzz_target;
use rust_decimal::Decimal;
use std::borrow::Cow;

struct Form;

impl Names for Form {
    fn meaning(&self, reference: &Reference<'_>, rows: &[Slot]) -> Option<Meaning> {
        let slot = Slot(u32::try_from(rows.len()).ok()?);
        match reference.path.as_bytes().first()? {
            b't' => Some(Meaning::Text(slot)),
            b'r' => Some(Meaning::Rows(slot)),
            _ => Some(Meaning::Number(slot)),
        }
    }
}

/// Two rows in every block, as deep as one likes.
#[derive(Default)]
struct Everything(Vec<bool>);

impl<'d> Cells<'d> for Everything {
    fn number(&self, slot: Slot) -> Result<Decimal, Trouble> {
        Ok(Decimal::new(i64::from(slot.0) + 15, 1))
    }

    fn text(&self, _: Slot) -> Cow<'d, str> {
        Cow::Borrowed(" 2,5 đ ")
    }

    fn enter(&mut self, _: Slot, _: bool) -> bool {
        // Loops in loops in loops cost two to the power of their depth.
        let enter = self.0.len() < 6;
        if enter {
            self.0.push(false);
        }
        enter
    }

    fn next(&mut self) -> bool {
        self.0.last_mut().is_some_and(|second| !std::mem::replace(second, true))
    }

    fn leave(&mut self) {
        self.0.pop().expect("inside rows");
    }
}

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    match Formula::parse(text, &Form, &[]) {
        Ok(formula) => {
            let mut cells = Everything::default();
            let value = Machine::default().run(&formula, &mut cells);
            assert!(cells.0.is_empty());
            assert!(match value {
                Ok(Value::Number(_)) => formula.kind() == Kind::Number,
                Ok(Value::Text(_)) => formula.kind() == Kind::Text,
                Ok(Value::Truth(_)) => formula.kind() == Kind::Truth,
                Err(trouble) => trouble != Trouble::Broken,
            });
        }
        Err(error) => assert!(error.at.end <= text.len() && text.get(error.at).is_some()),
    }
});
