//! Searches for declarations in which every clause holds.

use super::dice::Dice;
use super::frame::{Frame, Spot};
use super::moves::{Aim, Move, moves};
use super::sheet::Sheet;
use super::values::{Held, Values};
use super::words::{AMOUNTS, header_text, joined, spoken};
use etax::formula::Slot;
use etax::schema::Holds;
use rust_decimal::Decimal;

/// What a declaration is to be besides sound.
#[derive(Clone, Copy, Default)]
pub(crate) struct Wish<'w> {
    /// With these appendices attached.
    pub(crate) pinned: &'w [Slot],
    /// With this input where a change of it is noticed.
    pub(crate) seen: Option<Slot>,
}

/// How much an input that is hidden weighs, for each condition in front of what reads it.
const HIDDEN: u64 = 2;

/// How far an input is from being noticed where nothing is known of the way.
const FAR: u64 = 6;

/// A first declaration: `rich` with small amounts everywhere, else with nothing in it.
pub(crate) fn start(frame: &Frame<'_>, rich: bool, attached: &[Slot], dice: &mut Dice) -> Values {
    let mut values = Values::new(frame, attached);
    for slot in frame.leaves() {
        let address = frame.layout.address(slot);
        for spot in frame.spots(slot) {
            let text = match frame.layout.holds(slot) {
                Holds::Number if rich => {
                    let small = (dice.below(40) * 100).to_string();
                    if frame.accepts(slot, &small) { small } else { "0".to_owned() }
                }
                Holds::Number | Holds::Truth => "0".to_owned(),
                _ if address.starts_with("header:") => header_text(&address).to_owned(),
                _ if rich => frame.likeliest(slot),
                _ => String::new(),
            };
            let text = if frame.accepts(slot, &text) { text } else { frame.likeliest(slot) };
            values.put(frame, spot, Held::new(&text));
        }
    }
    values
}

/// Changes inputs until every clause holds and the wish is met, or so many steps are done.
pub(crate) fn settle(sheet: &mut Sheet<'_, '_>, wish: Wish<'_>, steps: usize, dice: &mut Dice) -> bool {
    for part in wish.pinned {
        if !sheet.values.attached.contains(part) {
            sheet.turn(*part, true);
        }
    }
    sheet.settle();
    let mut hidden = hidden(sheet, wish);
    // How much the wish weighs grows as the weights of clauses do.
    let mut weight = HIDDEN;
    for _ in 0..steps {
        if sheet.is_sound() && hidden == 0 {
            return true;
        }
        let Some(aim) = aim(sheet, wish, hidden, dice) else { return false };
        let tried = moves(sheet, aim, wish.pinned, dice);
        let now = sheet.cost() + hidden * weight;
        let mut best: Option<(u64, &Move)> = None;
        let mut ties = 0;
        for change in &tried {
            let mark = sheet.mark();
            change.make(sheet);
            let cost = sheet.cost() + if sheet.cost() > now { 0 } else { self::hidden(sheet, wish) * weight };
            sheet.back_to(mark);
            let less = best.is_none_or(|(least, _)| cost < least);
            ties = if less { 1 } else { ties + usize::from(best.is_some_and(|(least, _)| cost == least)) };
            if less || best.is_some_and(|(least, _)| cost == least) && dice.below(ties) == 0 {
                best = Some((cost, change));
            }
        }
        let Some((cost, mut change)) = best else { continue };
        if cost >= now {
            // Nothing is better: what is broken weighs more, and a step that is no worse, or any at all, leads on.
            sheet.weigh();
            weight += u64::from(hidden > 0);
            let any = dice.below(12) == 0;
            if any {
                change = dice.of(&tried).unwrap_or(change);
            } else if cost > now || dice.below(3) == 0 {
                continue;
            }
        }
        change.make(sheet);
        sheet.settle();
        hidden = self::hidden(sheet, wish);
    }
    sheet.is_sound() && hidden == 0
}

/// What is mended next: a fault, or now and then what hides the input that is wished to be seen.
fn aim(sheet: &Sheet<'_, '_>, wish: Wish<'_>, hidden: u64, dice: &mut Dice) -> Option<Aim> {
    if hidden > 0 && (sheet.is_sound() || dice.below(3) == 0) {
        let readers = &sheet.frame.readers[wish.seen?.0 as usize];
        let clause = *dice.of(readers)?;
        let spots: Vec<Spot> = sheet.frame.spots(sheet.frame.clause(clause).target()).collect();
        return Some(Aim { clause, spot: *dice.of(&spots)?, misfit: false });
    }
    let fault = sheet.fault(dice.below(sheet.faults()));
    Some(Aim { clause: fault.clause, spot: fault.spot, misfit: fault.misfit })
}

/// How many conditions are in the way of noticing a change of the input that is wished to be seen: 0 when it is noticed.
fn hidden(sheet: &mut Sheet<'_, '_>, wish: Wish<'_>) -> u64 {
    let Some(slot) = wish.seen else { return 0 };
    if !sheet.values.has(sheet.frame.part_of(slot)) {
        return FAR;
    }
    let mut least = FAR;
    for (spot, text) in changes(sheet, slot) {
        least = least.min(sheet.silence(spot, &text));
        if least == 0 {
            break;
        }
    }
    least
}

/// A change of an input that makes a clause speak which is silent.
pub(crate) fn notice(sheet: &mut Sheet<'_, '_>, slot: Slot) -> Option<(Spot, String)> {
    changes(sheet, slot).into_iter().find(|(spot, text)| sheet.silence(*spot, text) == 0)
}

/// What could stand in an input instead of what does, in each row: of what its type takes, and nothing at all.
fn changes(sheet: &Sheet<'_, '_>, slot: Slot) -> Vec<(Spot, String)> {
    let mut changes = Vec::new();
    for spot in sheet.frame.spots(slot) {
        let now = sheet.get(spot);
        let mut others = others(sheet, spot);
        others.retain(|text| text != now && (text.is_empty() || sheet.frame.accepts(slot, text)));
        others.sort_unstable();
        others.dedup();
        // What its type takes goes before what only a clause may pass over.
        let empty = others.partition_point(String::is_empty);
        others.rotate_left(empty);
        changes.extend(others.into_iter().map(|text| (spot, text)));
    }
    changes
}

/// An amount a little or much more or less, a text that its type or a clause names or that stands in another row, or nothing.
fn others(sheet: &Sheet<'_, '_>, spot: Spot) -> Vec<String> {
    let frame = sheet.frame;
    let mut others = vec![String::new()];
    if frame.layout.holds(spot.slot) == Holds::Number {
        let now = sheet.values.number(frame, spot).unwrap_or_default();
        let by = [1, -1, 1_000, 700_000_000, -700_000_000].into_iter().map(Decimal::from);
        others.extend(by.filter_map(|by| now.checked_add(by)).map(|changed| changed.normalize().to_string()));
        others.push("0".to_owned());
    }
    others.extend(frame.texts(spot.slot).iter().cloned());
    if frame.layout.holds(spot.slot) == Holds::Text {
        for clause in &frame.readers[spot.slot.0 as usize] {
            for word in spoken(frame.clause(*clause)) {
                others.extend(joined(sheet.get(spot), &word));
                others.push(word);
            }
        }
        others.extend(frame.spots(spot.slot).map(|other| sheet.get(other).to_owned()));
    }
    others
}

/// The same values with many of them changed: ticks turned, amounts others; not yet sound.
pub(crate) fn shaken<'s, 'f>(sheet: &Sheet<'s, 'f>, cells: &[Slot], dice: &mut Dice) -> Sheet<'s, 'f> {
    let frame = sheet.frame;
    let mut values = sheet.values.clone();
    for slot in cells {
        for spot in frame.spots(*slot) {
            let text = match frame.layout.holds(*slot) {
                _ if dice.below(2) == 0 => continue,
                Holds::Truth => (if values.get(frame, spot) == "1" { "0" } else { "1" }).to_owned(),
                Holds::Number if dice.below(2) == 0 => (dice.below(9) * 50_000).to_string(),
                Holds::Number => AMOUNTS[dice.below(AMOUNTS.len())].to_owned(),
                _ => continue,
            };
            if frame.accepts(*slot, &text) {
                values.put(frame, spot, Held::new(&text));
            }
        }
    }
    Sheet::new(frame, values)
}
