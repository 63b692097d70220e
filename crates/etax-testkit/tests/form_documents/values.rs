//! The values of one declaration, and how formulas read them.

use super::frame::{Frame, ROWS, Spot};
use etax::formula::{Cells, Slot, Trouble};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// What a cell holds.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Held {
    /// Nothing where the cell was never filled in.
    text: Option<Box<str>>,
    /// Nothing where the text is no number.
    number: Option<Decimal>,
}

impl Held {
    pub(crate) fn new(text: &str) -> Self {
        let number = if text.is_empty() { Some(Decimal::ZERO) } else { text.parse().ok() };
        Self { text: Some(text.into()), number }
    }
}

/// The values of one declaration. Cells that it does not have are empty.
#[derive(Clone)]
pub(crate) struct Values {
    cells: Vec<Held>,
    /// Appendices that are attached.
    pub(crate) attached: Vec<Slot>,
    /// Computed cells that are not worked out, because they are to be wrong.
    pub(crate) kept: Vec<Spot>,
}

impl Values {
    pub(crate) fn new(frame: &Frame<'_>, attached: &[Slot]) -> Self {
        let cells = vec![Held { text: None, number: Some(Decimal::ZERO) }; frame.size()];
        let mut values = Self { cells, attached: Vec::new(), kept: Vec::new() };
        for part in attached {
            values.turn(frame, *part, true);
        }
        if frame.always {
            values.complete(frame);
        }
        values
    }

    pub(crate) fn get(&self, frame: &Frame<'_>, spot: Spot) -> &str {
        self.cells[frame.index(spot)].text.as_deref().unwrap_or_default()
    }

    pub(crate) fn number(&self, frame: &Frame<'_>, spot: Spot) -> Option<Decimal> {
        self.cells[frame.index(spot)].number
    }

    /// Whether the cell was filled in, be it with nothing.
    pub(crate) fn is_set(&self, frame: &Frame<'_>, spot: Spot) -> bool {
        self.cells[frame.index(spot)].text.is_some()
    }

    /// Fills a cell in and says what it held.
    pub(crate) fn put(&mut self, frame: &Frame<'_>, spot: Spot, held: Held) -> Held {
        std::mem::replace(&mut self.cells[frame.index(spot)], held)
    }

    pub(crate) fn has(&self, part: Option<Slot>) -> bool {
        part.is_none_or(|part| self.attached.contains(&part))
    }

    /// Attaches an appendix or takes it away. Those that there must be with any other are kept.
    pub(crate) fn turn(&mut self, frame: &Frame<'_>, part: Slot, on: bool) {
        self.attached.retain(|other| *other != part);
        if on {
            self.attached.push(part);
        }
        if frame.always || !self.attached.is_empty() {
            self.complete(frame);
        }
        self.attached.sort_unstable();
    }

    fn complete(&mut self, frame: &Frame<'_>) {
        let missing = frame.needed.iter().copied().filter(|part| !self.attached.contains(part));
        let missing: Vec<Slot> = missing.collect();
        self.attached.extend(missing);
    }
}

/// Values with the rows that formulas have gone into.
pub(crate) struct View<'v, 'f> {
    frame: &'v Frame<'f>,
    values: &'v Values,
    entered: Vec<Entered>,
}

struct Entered {
    slot: Slot,
    row: usize,
    whole: bool,
}

impl<'v, 'f> View<'v, 'f> {
    /// The values as they are seen from a cell.
    pub(crate) fn from(frame: &'v Frame<'f>, values: &'v Values, spot: Spot) -> Self {
        let around = frame.rows_of(spot.slot).last();
        let entered = around.map(|slot| Entered { slot: *slot, row: spot.row, whole: false });
        Self { frame, values, entered: entered.into_iter().collect() }
    }

    /// The rows at hand around a slot.
    fn row(&self, slot: Slot) -> usize {
        let mut row = 0;
        for (level, around) in self.frame.rows_of(slot).iter().enumerate() {
            let at = |entered: &&Entered| self.frame.rows_of(entered.slot).get(level) == Some(around);
            let entered = self.entered.iter().rev().find(at);
            let at = entered
                .map_or(0, |entered| self.frame.row_at(Spot { slot: entered.slot, row: entered.row }, level));
            row = row * ROWS + at;
        }
        row
    }

    fn is_there(&self, slot: Slot) -> bool {
        self.values.has(self.frame.part_of(slot))
    }

    fn value(&self, slot: Slot) -> &'v str {
        if self.is_there(slot) { self.values.get(self.frame, Spot { slot, row: self.row(slot) }) } else { "" }
    }
}

impl<'v> Cells<'v> for View<'v, '_> {
    fn number(&self, slot: Slot) -> Result<Decimal, Trouble> {
        if !self.is_there(slot) {
            return Ok(Decimal::ZERO);
        }
        let number = self.values.number(self.frame, Spot { slot, row: self.row(slot) });
        number.ok_or(Trouble::Unreadable(slot))
    }

    fn text(&self, slot: Slot) -> Cow<'v, str> {
        Cow::Borrowed(self.value(slot))
    }

    fn exists(&self, slot: Slot) -> bool {
        self.is_there(slot)
    }

    fn twice(&self, slot: Slot) -> bool {
        let (row, text) = (self.row(slot), self.value(slot));
        let before = row - row % ROWS..row;
        !text.is_empty()
            && before.into_iter().any(|row| self.values.get(self.frame, Spot { slot, row }) == text)
    }

    fn position(&self, slot: Slot) -> u32 {
        let row = self.frame.rows_of(slot).last().map_or(0, |row| self.row(*row) % ROWS + 1);
        u32::try_from(row).unwrap_or(u32::MAX)
    }

    fn enter(&mut self, rows: Slot, whole: bool) -> bool {
        if !self.is_there(rows) {
            return false;
        }
        let at = if whole { 0 } else { self.row(rows) };
        self.entered.push(Entered { slot: rows, row: at - at % ROWS, whole });
        true
    }

    fn next(&mut self) -> bool {
        let Some(entered) = self.entered.last_mut() else { return false };
        let all = if entered.whole { self.frame.spots(entered.slot).count() } else { ROWS };
        let first = entered.row - entered.row % all;
        entered.row += 1;
        if entered.row < first + all {
            return true;
        }
        entered.row = first;
        false
    }

    fn leave(&mut self) {
        self.entered.pop();
    }
}
