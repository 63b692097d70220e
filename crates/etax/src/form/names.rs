//! What references of a form's formulas mean.

use super::layout::Layout;
use crate::formula::{Meaning, Names, Reference, Slot};
use crate::schema::Holds;

/// The names that a formula of one part of a form may use.
#[derive(Clone, Copy, Debug)]
pub(super) struct PartNames<'l> {
    pub(super) layout: &'l Layout,
    /// The part it stands in.
    pub(super) part: Slot,
    /// What `[@]` is: the cell that a check is about.
    pub(super) this: Option<Slot>,
}

impl Names for PartNames<'_> {
    fn meaning(&self, reference: &Reference<'_>, rows: &[Slot]) -> Option<Meaning> {
        if reference.is_this() {
            return self.leaf(self.this?);
        }
        let base = match (reference.part, reference.up) {
            (Some(part), _) => self.layout.part(part)?,
            (None, None) => self.part,
            (None, Some(up)) => {
                let at = rows.len().checked_sub(up + 1)?;
                let (row, inner) = (rows.get(at)?, rows.get(at + 1..)?);
                // The row around the same rows could not be told from the row at hand.
                if inner.contains(row) {
                    return None;
                }
                *row
            }
        };
        let slot = self.layout.inside(base, reference.path)?;
        if reference.path.is_empty() {
            return Some(Meaning::Part(slot));
        }
        if self.layout.is_many(slot) && Some(slot) != reference.up.map(|_| base) {
            return Some(Meaning::Rows(slot));
        }
        // A cell of rows is named from its row, so that it is plain which row is meant.
        let around = self.layout.row(slot);
        if around != reference.up.map(|_| base) {
            return None;
        }
        match self.layout.holds(slot) {
            Holds::Elements => Some(Meaning::Part(slot)),
            _ => self.leaf(slot),
        }
    }
}

impl PartNames<'_> {
    fn leaf(&self, slot: Slot) -> Option<Meaning> {
        match self.layout.holds(slot) {
            Holds::Number | Holds::Truth => Some(Meaning::Number(slot)),
            Holds::Text => Some(Meaning::Text(slot)),
            Holds::Elements => None,
        }
    }
}
