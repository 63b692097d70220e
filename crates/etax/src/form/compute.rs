//! What the computed cells of a document come to.

use super::clause::Demand;
use super::form_rules::FormRules;
use super::index::Index;
use super::judge::machine;
use crate::formula::{Cells as _, Formula, Machine, Slot, Trouble, Value};
use crate::xml::Element;

impl FormRules {
    /// Works out every computed cell that stands in the document under `body` (`HSoKhaiThue`), in each of its rows, and
    /// says what its formula gives for the document as it is: cells that are computed from others that are not right yet
    /// come right when those have been put right and it is asked again.
    ///
    /// Left out are cells whose formula cannot be worked out, and those whose line has a condition (`when`) that is
    /// not met. Costs time in proportion to the document.
    pub fn compute<'d>(&self, body: Element<'d>, found: &mut dyn FnMut(Element<'d>, &Value<'_>)) {
        let index = Index::new(self.layout(), body, self.memos());
        let machine = machine(&index);
        let mut computer = Computer { index, machine };
        for clause in self.computed() {
            let Demand::Computed(formula) = clause.demand() else { continue };
            computer.walk(clause.rows(), &mut |computer| {
                let Some(place) = computer.index.element(clause.target()) else { return true };
                match computer.value(clause.when(), formula) {
                    Ok(Some(value)) => found(place, &value),
                    Err(Trouble::Costly) => return false,
                    Ok(None) | Err(_) => {}
                }
                true
            });
        }
    }
}

struct Computer<'l, 'd> {
    index: Index<'l, 'd>,
    machine: Machine,
}

impl<'d> Computer<'_, 'd> {
    /// Does something in each of the rows; stops when it says so.
    fn walk(&mut self, rows: &[Slot], work: &mut dyn FnMut(&mut Self) -> bool) -> bool {
        let Some((outer, inner)) = rows.split_first() else { return work(self) };
        if !self.index.enter(*outer, false) {
            return true;
        }
        let mut on = true;
        while on {
            on = self.walk(inner, work) && self.index.next();
        }
        self.index.leave();
        true
    }

    fn value<'v>(&mut self, when: &'v [Formula], formula: &'v Formula) -> Result<Option<Value<'v>>, Trouble>
    where
        'd: 'v,
    {
        for condition in when {
            if self.machine.run(condition, &mut self.index)? != Value::Truth(true) {
                return Ok(None);
            }
        }
        self.machine.run(formula, &mut self.index).map(Some)
    }
}
