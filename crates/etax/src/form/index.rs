//! The cells of one document: where each of them stands in the arena, and what is read from it.

use super::layout::Layout;
use crate::formula::{Cells, Slot, Trouble};
use crate::schema::Holds;
use crate::xml::Element;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// No element.
const NONE: u32 = u32::MAX;
/// The longest text of a cell that formulas look at, in bytes. What is longer is no value of a form, and would be read
/// for every row of a list.
const LONGEST: usize = 4096;

/// Rows that have been gone into.
#[derive(Clone, Copy, Debug)]
struct Entered {
    rows: Slot,
    /// The row at hand and the end of its block, as places in `Index::elements`.
    at: usize,
    end: usize,
}

/// What was last read from a cell. The row at hand changes slowly, and what stands outside it not at all.
#[derive(Clone, Debug)]
struct Kept<'d> {
    element: u32,
    number: Option<Result<Decimal, Trouble>>,
    text: Option<Cow<'d, str>>,
}

/// The cells of one document, found in two walks over it: one counts them, one puts them in their places. What a
/// single walk finds would have to be kept meanwhile, and takes more than the document where cells are empty.
///
/// Each element is put under its slot; a cell of a row is then found in constant time, because rows are visited in the
/// order of the document.
#[derive(Debug)]
pub struct Index<'l, 'd> {
    layout: &'l Layout,
    body: Element<'d>,
    /// Where the elements of each slot begin in `elements`; one more entry than slots.
    starts: Vec<u32>,
    /// Arena indices, by slot, in document order.
    elements: Vec<u32>,
    /// By slot: where in `elements` it was last found.
    cursors: RefCell<Vec<u32>>,
    kept: RefCell<Vec<Kept<'d>>>,
    /// By slot of a cell: the elements whose text an earlier row has too, found when first asked for.
    twice: RefCell<HashMap<Slot, HashSet<u32>>>,
    entered: Vec<Entered>,
    memos: Vec<Option<Decimal>>,
}

impl<'l, 'd> Index<'l, 'd> {
    /// Finds the cells of the document under `body`, `HSoKhaiThue`. `memos` says how many sums the formulas keep.
    #[must_use]
    pub fn new(layout: &'l Layout, body: Element<'d>, memos: u32) -> Self {
        let mut starts = vec![0_u32; layout.len() + 1];
        let mut found = 0;
        walk(layout, body, |slot, _| {
            found += 1;
            if let Some(count) = starts.get_mut(slot as usize + 1) {
                *count += 1;
            }
        });
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut elements = vec![NONE; found];
        walk(layout, body, |slot, element| {
            if let Some(at) = next.get_mut(slot as usize) {
                if let Some(place) = elements.get_mut(*at as usize) {
                    *place = element;
                }
                *at += 1;
            }
        });
        let kept = vec![Kept { element: NONE, number: None, text: None }; layout.len()];
        Self {
            layout,
            body,
            cursors: RefCell::new(starts.clone()),
            starts,
            elements,
            kept: RefCell::new(kept),
            twice: RefCell::default(),
            entered: Vec::with_capacity(8),
            memos: vec![None; memos as usize],
        }
    }

    /// How many elements of the document are cells or hold cells of the form.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.elements.len()
    }

    fn range(&self, slot: Slot) -> (usize, usize) {
        let at = |slot: usize| self.starts.get(slot).map_or(0, |start| *start as usize);
        (at(slot.0 as usize), at(slot.0 as usize + 1))
    }

    /// The elements inside one, as arena indices: it and everything before the end.
    fn extent(&self, element: u32) -> (u32, u32) {
        let element = Element::new(self.body.document(), element as usize);
        (u32::try_from(element.index()).unwrap_or(NONE), element.node().next)
    }

    /// The arena indices among which a slot's element must be: the row at hand that it belongs to, or all.
    fn around(&self, row: Option<Slot>) -> Option<(u32, u32)> {
        let Some(row) = row else { return Some((0, NONE)) };
        let entered = self.entered.iter().rev().find(|entered| entered.rows == row)?;
        Some(self.extent(*self.elements.get(entered.at)?))
    }

    /// The first place in `elements`, among those of a slot, whose element is not before `first`. Searched from where
    /// the slot was last found.
    fn seek(&self, slot: Slot, first: u32) -> usize {
        let (start, end) = self.range(slot);
        let mut cursors = self.cursors.borrow_mut();
        let Some(cursor) = cursors.get_mut(slot.0 as usize) else { return end };
        let known = (*cursor as usize).clamp(start, end);
        let before = |at: usize| self.elements.get(at).is_some_and(|element| *element < first);
        // Where it was, or one further on: that is all a walk from row to row needs.
        let found = [known, (known + 1).min(end)]
            .into_iter()
            .find(|at| (*at == end || !before(*at)) && (*at == start || before(*at - 1)));
        let found = found.unwrap_or_else(|| {
            let all = self.elements.get(start..end).unwrap_or_default();
            start + all.partition_point(|element| *element < first)
        });
        *cursor = u32::try_from(found).unwrap_or(NONE);
        found
    }

    /// The arena index of the element of a slot, in the rows at hand.
    fn place(&self, slot: Slot) -> Option<u32> {
        if let Some(entered) = self.entered.iter().rev().find(|entered| entered.rows == slot) {
            return self.elements.get(entered.at).copied();
        }
        let (first, end) = self.around(self.layout.row(slot))?;
        let at = self.seek(slot, first);
        let element = self.elements.get(at).copied().filter(|_| at < self.range(slot).1)?;
        (element < end).then_some(element)
    }

    /// The element of a slot, in the rows at hand.
    #[must_use]
    pub fn element(&self, slot: Slot) -> Option<Element<'d>> {
        self.place(slot).map(|index| Element::new(self.body.document(), index as usize))
    }

    /// The elements of a cell whose text stands in an earlier row of the same block.
    fn repeated(&self, slot: Slot) -> HashSet<u32> {
        let (start, end) = self.range(slot);
        let outer = self.layout.row(slot).and_then(|row| self.layout.row(row));
        let mut blocks =
            outer.map(|outer| self.range(outer)).map(|(start, end)| start..end).unwrap_or_default();
        let mut block_end = if outer.is_some() { 0 } else { NONE };
        let mut seen: HashSet<Cow<'d, str>> = HashSet::new();
        let mut repeated = HashSet::new();
        for index in self.elements.get(start..end).unwrap_or_default() {
            while *index >= block_end {
                let Some(block) = blocks.next().and_then(|at| self.elements.get(at)) else { return repeated };
                block_end = self.extent(*block).1;
                seen.clear();
            }
            let text = Element::new(self.body.document(), *index as usize).trimmed();
            if !text.is_empty() && !seen.insert(text) {
                repeated.insert(*index);
            }
        }
        repeated
    }

    fn keep<T>(&self, slot: Slot, element: u32, read: impl FnOnce(&mut Kept<'d>) -> T) -> Option<T> {
        let mut kept = self.kept.borrow_mut();
        let kept = kept.get_mut(slot.0 as usize)?;
        if kept.element != element {
            *kept = Kept { element, number: None, text: None };
        }
        Some(read(kept))
    }
}

impl<'d> Cells<'d> for Index<'_, 'd> {
    fn number(&self, slot: Slot) -> Result<Decimal, Trouble> {
        let Some(index) = self.place(slot) else { return Ok(Decimal::ZERO) };
        let read = |kept: &mut Kept<'d>| {
            *kept.number.get_or_insert_with(|| {
                let element = Element::new(self.body.document(), index as usize);
                number(slot, &element.trimmed(), self.layout.holds(slot))
            })
        };
        self.keep(slot, index, read).unwrap_or(Err(Trouble::Broken))
    }

    fn text(&self, slot: Slot) -> Cow<'d, str> {
        let Some(index) = self.place(slot) else { return Cow::Borrowed("") };
        let read = |kept: &mut Kept<'d>| {
            let read = || {
                let text = Element::new(self.body.document(), index as usize).trimmed();
                if text.len() > LONGEST { cut(text) } else { text }
            };
            kept.text.get_or_insert_with(read).clone()
        };
        self.keep(slot, index, read).unwrap_or_default()
    }

    fn exists(&self, slot: Slot) -> bool {
        self.place(slot).is_some()
    }

    fn twice(&self, slot: Slot) -> bool {
        let Some(index) = self.place(slot) else { return false };
        let mut twice = self.twice.borrow_mut();
        twice.entry(slot).or_insert_with(|| self.repeated(slot)).contains(&index)
    }

    fn position(&self, slot: Slot) -> u32 {
        let Some(row) = self.layout.row(slot) else { return 0 };
        let Some(entered) = self.entered.iter().rev().find(|entered| entered.rows == row) else { return 0 };
        let Some((first, _)) = self.around(self.layout.row(row)) else { return 0 };
        let all = self.elements.get(self.range(row).0..entered.at).unwrap_or_default();
        let before = all.len() - all.partition_point(|element| *element < first);
        u32::try_from(before).map_or(u32::MAX, |before| before.saturating_add(1))
    }

    fn recall(&self, memo: u32) -> Option<Decimal> {
        self.memos.get(memo as usize).copied().flatten()
    }

    fn remember(&mut self, memo: u32, sum: Decimal) {
        if let Some(kept) = self.memos.get_mut(memo as usize) {
            *kept = Some(sum);
        }
    }

    fn enter(&mut self, rows: Slot, whole: bool) -> bool {
        let mut around = if whole { None } else { self.layout.row(rows) };
        // The nearest block of rows at hand that these are in.
        while around.is_some_and(|row| !self.entered.iter().any(|entered| entered.rows == row)) {
            around = around.and_then(|row| self.layout.row(row));
        }
        let Some((first, last)) = self.around(around) else { return false };
        let (start, end) = self.range(rows);
        let at = if first == 0 { start } else { self.seek(rows, first) };
        let end = if last == NONE { end } else { self.seek(rows, last) };
        if at >= end {
            return false;
        }
        self.entered.push(Entered { rows, at, end });
        true
    }

    fn next(&mut self) -> bool {
        match self.entered.last_mut() {
            Some(entered) if entered.at + 1 < entered.end => {
                entered.at += 1;
                true
            }
            _ => false,
        }
    }

    fn leave(&mut self) {
        self.entered.pop();
    }
}

/// Hands over slot and arena index of every element that the form has, in document order.
fn walk(layout: &Layout, body: Element<'_>, mut found: impl FnMut(u32, u32)) {
    found(0, u32::try_from(body.index()).unwrap_or(NONE));
    // For each element around the one at hand: its slot (or none), its end, and where among its
    // children the last known one was.
    let mut around: Vec<(Option<Slot>, u32, Option<Slot>)> = vec![(Some(Slot(0)), body.node().next, None)];
    for element in body.descendants() {
        let index = u32::try_from(element.index()).unwrap_or(NONE);
        while around.last().is_some_and(|(_, end, _)| index >= *end) {
            around.pop();
        }
        let Some((parent, _, last)) = around.last_mut() else { break };
        let slot = parent.filter(|_| element.shares_namespace(body)).and_then(|parent| {
            let name = element.local();
            // Elements come in the order of the form, rows one after the other.
            let again = last.filter(|last| layout.name(*last) == name);
            let next =
                || last.and_then(|last| layout.sibling(last)).filter(|next| layout.name(*next) == name);
            again.or_else(next).or_else(|| layout.child(parent, name))
        });
        if let Some(slot) = slot {
            *last = Some(slot);
            found(slot.0, index);
        }
        if !element.is_leaf() {
            around.push((slot, element.node().next, None));
        }
    }
}

/// The number written in a cell: 0 when nothing is.
pub(super) fn number(slot: Slot, text: &str, holds: Holds) -> Result<Decimal, Trouble> {
    if holds == Holds::Truth {
        return match text {
            "1" | "true" => Ok(Decimal::ONE),
            "0" | "false" | "" => Ok(Decimal::ZERO),
            _ => Err(Trouble::Unreadable(slot)),
        };
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    if text.is_empty() {
        return Ok(Decimal::ZERO);
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().filter(|byte| *byte == b'.').count() < 2;
    if !plain {
        return Err(Trouble::Unreadable(slot));
    }
    Decimal::from_str_exact(text).map_err(|_| Trouble::Overflow)
}

fn cut(text: Cow<'_, str>) -> Cow<'_, str> {
    let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..end).unwrap_or_default()),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    }
}
