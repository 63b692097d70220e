//! Changes by which a clause might be mended, or broken.

use super::dice::Dice;
use super::frame::{Frame, Spot};
use super::sheet::Sheet;
use super::words::{AMOUNTS, joined, numbers, spoken};
use etax::formula::{Formula, Slot};
use etax::schema::Holds;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Cells of which changes are tried at once.
const CELLS: usize = 6;

/// A change of a declaration.
#[derive(Clone, Debug)]
pub(crate) enum Move {
    Set(Spot, String),
    /// An appendix is attached or taken away.
    Turn(Slot, bool),
}

impl Move {
    pub(crate) fn make(&self, sheet: &mut Sheet<'_, '_>) {
        match self {
            Self::Set(spot, text) => sheet.set(*spot, text),
            Self::Turn(part, on) => sheet.turn(*part, *on),
        }
    }
}

/// What changes are wanted for: a clause in a row.
#[derive(Clone, Copy)]
pub(crate) struct Aim {
    pub(crate) clause: usize,
    pub(crate) spot: Spot,
    /// It is the computed cell that is to be taken by its type, not the clause that is to hold.
    pub(crate) misfit: bool,
}

impl Frame<'_> {
    /// The appendices that a clause speaks of.
    fn parts(&self, clause: usize) -> Vec<Slot> {
        let clause = self.clause(clause);
        let slots = clause.formulas().flat_map(Formula::slots).chain([clause.target()]);
        let parts: BTreeSet<Slot> = slots.filter_map(|slot| self.part_of(slot)).collect();
        parts.into_iter().collect()
    }
}

/// Changes of inputs to what their types take. Appendices that are `pinned` stay.
pub(crate) fn moves(sheet: &mut Sheet<'_, '_>, aim: Aim, pinned: &[Slot], dice: &mut Dice) -> Vec<Move> {
    let frame = sheet.frame;
    let mut moves = Vec::new();
    let inputs = frame.inputs(aim.clause);
    let parts = frame.parts(aim.clause);
    if !parts.is_empty() && (inputs.is_empty() || dice.below(4) == 0) {
        let part = parts[dice.below(parts.len())];
        let on = !sheet.values.attached.contains(&part);
        if on || !pinned.contains(&part) {
            moves.push(Move::Turn(part, on));
        }
    }
    let first = dice.below(inputs.len());
    for at in 0..CELLS.min(inputs.len()) {
        // All of a few, some of many.
        let slot = if inputs.len() <= CELLS {
            inputs[at]
        } else {
            inputs[(first + dice.below(inputs.len())) % inputs.len()]
        };
        if !sheet.values.has(frame.part_of(slot)) {
            continue;
        }
        let spot = near(frame, slot, aim.spot, dice);
        let now = sheet.get(spot).to_owned();
        let texts = match frame.layout.holds(slot) {
            Holds::Truth => vec![(if now == "1" { "0" } else { "1" }).to_owned()],
            // Some clauses ask whether an amount is filled in at all.
            Holds::Number if dice.below(8) == 0 => vec![String::new()],
            Holds::Number => amounts(sheet, spot, aim, dice),
            _ => words(sheet, spot, aim.clause, dice),
        };
        for text in texts {
            let new = Move::Set(spot, text);
            let Move::Set(_, text) = &new else { continue };
            if *text != now && frame.accepts(slot, text) {
                moves.push(new);
            }
        }
    }
    moves
}

/// A spot of a slot, more often in the row at hand than in another.
pub(crate) fn near(frame: &Frame<'_>, slot: Slot, spot: Spot, dice: &mut Dice) -> Spot {
    let spots: Vec<Spot> = frame.spots(slot).collect();
    let shared = frame.rows_of(slot).iter().zip(frame.rows_of(spot.slot)).take_while(|(a, b)| a == b).count();
    let beside =
        |other: &Spot| (0..shared).all(|level| frame.row_at(*other, level) == frame.row_at(spot, level));
    let near: Vec<Spot> = spots.iter().copied().filter(beside).collect();
    if near.is_empty() || dice.below(4) == 0 {
        spots[dice.below(spots.len())]
    } else {
        near[dice.below(near.len())]
    }
}

/// Texts for a cell: what its type names, what the clause speaks of, nothing, the same as in another row.
fn words(sheet: &Sheet<'_, '_>, spot: Spot, clause: usize, dice: &mut Dice) -> Vec<String> {
    let frame = sheet.frame;
    let mut words = vec![String::new(), frame.likeliest(spot.slot)];
    let now = sheet.get(spot);
    for word in spoken(frame.clause(clause)) {
        words.extend(joined(now, &word));
        words.push(word);
    }
    words.extend(frame.spots(spot.slot).map(|other| sheet.get(other).to_owned()));
    for _ in 0..3 {
        words.extend(dice.of(frame.texts(spot.slot)).cloned());
    }
    words
}

/// Amounts for a cell: what would make the two sides of the clause alike, as far as one step tells, and others beside it.
fn amounts(sheet: &mut Sheet<'_, '_>, spot: Spot, aim: Aim, dice: &mut Dice) -> Vec<String> {
    let frame = sheet.frame;
    let now = sheet.values.number(frame, spot).unwrap_or_default();
    let mut amounts = Vec::new();
    let gap = |sheet: &Sheet<'_, '_>| {
        let (left, right) = frame.sides(&sheet.values, aim.spot, aim.clause)?;
        if aim.misfit { Some(right) } else { left.checked_sub(right) }
    };
    let one = Decimal::ONE;
    if let Some(before) = gap(sheet) {
        for step in [one, Decimal::from(1_000)] {
            let Some(text) = [step, -step]
                .into_iter()
                .map(|step| (now + step).normalize().to_string())
                .find(|text| frame.accepts(spot.slot, text))
            else {
                continue;
            };
            let mark = sheet.mark();
            sheet.set(spot, &text);
            let (there, after) = (sheet.values.number(frame, spot).unwrap_or_default(), gap(sheet));
            sheet.back_to(mark);
            let slope = after.and_then(|after| after.checked_sub(before)?.checked_div(there - now));
            let Some(far) = slope.and_then(|slope| before.checked_div(slope)) else { continue };
            let Some(target) = now.checked_sub(far) else { continue };
            amounts.extend([target, target.floor(), target.ceil(), target + one, target - one]);
            break;
        }
        amounts.extend([now.checked_add(before), now.checked_sub(before)].into_iter().flatten());
    }
    if aim.misfit {
        amounts.push(Decimal::ZERO);
    }
    amounts.push(other(sheet, spot, aim, dice));
    amounts.push(other(sheet, spot, aim, dice));
    amounts.into_iter().map(|amount| amount.normalize().to_string()).collect()
}

/// Some amount that has nothing to do with how far the clause is from holding.
fn other(sheet: &Sheet<'_, '_>, spot: Spot, aim: Aim, dice: &mut Dice) -> Decimal {
    let frame = sheet.frame;
    let now = sheet.values.number(frame, spot).unwrap_or_default();
    let inputs = frame.inputs(aim.clause);
    let neighbour = |slot: Slot| sheet.values.number(frame, Spot { slot, row: 0 }).unwrap_or_default();
    let said = numbers(frame.clause(aim.clause));
    let power = |dice: &mut Dice| Decimal::from(10_u64.pow(u32::try_from(6 + dice.below(10)).unwrap()));
    match dice.below(12 + usize::from(!said.is_empty()) * 3) {
        0 | 1 => Decimal::ZERO,
        2 => now + Decimal::ONE,
        3 => now - Decimal::ONE,
        4 => dice.of(inputs).map_or(now, |slot| neighbour(*slot)),
        5 => dice.of(inputs).map_or(now, |slot| neighbour(*slot) + Decimal::ONE),
        6 => Decimal::from(dice.below(1_000)),
        7 => Decimal::from(1_000_000 + dice.below(50) * 100_000),
        8 => -Decimal::from(1 + dice.below(5_000)),
        9 => power(dice),
        10 => -power(dice),
        11 => AMOUNTS[dice.below(AMOUNTS.len())].parse().unwrap_or_default(),
        _ => said[dice.below(said.len())],
    }
}

/// One change of those that [`moves`] has, or of any cell to anything where that is `free`.
pub(crate) fn any(sheet: &mut Sheet<'_, '_>, aim: Aim, free: bool, dice: &mut Dice) -> Option<Move> {
    if !free {
        let moves = moves(sheet, aim, &[], dice);
        return dice.of(&moves).cloned();
    }
    let frame = sheet.frame;
    let clause = frame.clause(aim.clause);
    let direct = clause.formulas().flat_map(Formula::slots).chain([clause.target()]);
    let mut cells = frame.inputs(aim.clause).to_vec();
    cells.extend(direct.filter(|slot| frame.is_computed(*slot) && frame.is_leaf(*slot)));
    let parts = frame.parts(aim.clause);
    if !parts.is_empty() && (cells.is_empty() || dice.below(12) == 0) {
        let part = parts[dice.below(parts.len())];
        return Some(Move::Turn(part, !sheet.values.attached.contains(&part)));
    }
    let slot = *dice.of(&cells)?;
    let spot = near(frame, slot, aim.spot, dice);
    let texts = match frame.layout.holds(slot) {
        Holds::Truth => vec![(if sheet.get(spot) == "1" { "0" } else { "1" }).to_owned()],
        Holds::Number if dice.below(6) == 0 => vec![String::new()],
        Holds::Number => amounts(sheet, spot, aim, dice),
        _ => words(sheet, spot, aim.clause, dice),
    };
    let text = dice.of(&texts)?.clone();
    (text != sheet.get(spot)).then_some(Move::Set(spot, text))
}
