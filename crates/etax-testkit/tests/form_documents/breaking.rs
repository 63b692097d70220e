//! Searches for declarations that break a clause.

use super::dice::Dice;
use super::frame::{Frame, Spot};
use super::moves::{Aim, Move, any, moves, near};
use super::sheet::Sheet;
use super::stand::Stand;
use super::values::Values;
use super::words::TEXTS;
use etax::form::Demand;
use etax::schema::Holds;
use rust_decimal::Decimal;

/// What a search may change.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Freedom {
    /// Inputs, to what their types take; computed cells follow.
    Inputs,
    /// Computed cells too, and any cell to anything: what the structure forbids may still be there to be judged.
    Anything,
}

/// Searches for a declaration that breaks a clause, from one that holds.
pub(crate) fn breaking(
    from: &Sheet<'_, '_>,
    clause: usize,
    freedom: Freedom,
    tries: usize,
    dice: &mut Dice,
) -> Option<Values> {
    let frame = from.frame;
    let mut from = from.clone();
    let target = frame.clause(clause).target();
    if let Some(part) = frame.part_of(target).filter(|part| !from.values.attached.contains(part)) {
        from.turn(part, true);
        from.settle();
    }
    if let Demand::Computed(_) = frame.clause(clause).demand() {
        return off(from, clause, dice);
    }
    let broken = |sheet: &Sheet<'_, '_>| {
        let stands: Vec<Stand> = frame.spots(target).map(|spot| sheet.stand(clause, spot)).collect();
        !stands.contains(&Stand::Trouble) && stands.contains(&Stand::Broken)
    };
    let mut sheet = from.clone();
    if freedom == Freedom::Inputs {
        towards(&mut sheet, clause, dice);
    }
    for at in 0..tries {
        if broken(&sheet) {
            return Some(sheet.values);
        }
        // A walk that has gone astray begins anew.
        if at % 60 == 59 {
            sheet = anew(&from, clause, dice);
        }
        let spot = near(frame, target, Spot { slot: target, row: 0 }, dice);
        let aim = Aim { clause, spot, misfit: false };
        let Some(change) = any(&mut sheet, aim, freedom == Freedom::Anything, dice) else { continue };
        let (mark, misfits) = (sheet.mark(), sheet.misfits());
        match &change {
            Move::Set(spot, text) if frame.is_computed(spot.slot) => sheet.keep(*spot, text),
            change => change.make(&mut sheet),
        }
        if sheet.misfits() > misfits && freedom == Freedom::Inputs {
            sheet.back_to(mark);
        }
        sheet.settle();
    }
    broken(&sheet).then_some(sheet.values)
}

/// Goes where a clause is nearer to being broken, step by step: first the conditions in front of it.
fn towards(sheet: &mut Sheet<'_, '_>, clause: usize, dice: &mut Dice) {
    let frame = sheet.frame;
    let spots: Vec<Spot> = frame.spots(frame.clause(clause).target()).collect();
    for _ in 0..60 {
        let now = sheet.silence_of(clause);
        if now == 0 {
            return;
        }
        let misfits = sheet.misfits();
        let aim = Aim { clause, spot: spots[dice.below(spots.len())], misfit: false };
        let mut best: Option<(u64, Move)> = None;
        let tried = moves(sheet, aim, &[], dice);
        for change in tried {
            let mark = sheet.mark();
            change.make(sheet);
            let (silence, fits) = (sheet.silence_of(clause), sheet.misfits() <= misfits);
            sheet.back_to(mark);
            let better = best
                .as_ref()
                .is_none_or(|(least, _)| silence < *least || silence == *least && dice.below(3) == 0);
            if fits && silence <= now && better {
                best = Some((silence, change));
            }
        }
        if let Some((_, change)) = best {
            change.make(sheet);
            sheet.settle();
        }
    }
}

/// The same declaration with every computed cell beside its formula, so that one document breaks all of them: each is one
/// more, or one less, than what its formula gives for the wrong ones before it.
pub(crate) fn all_off(from: &Sheet<'_, '_>) -> Values {
    let frame = from.frame;
    let mut sheet = from.clone();
    for part in frame.layout.appendices() {
        sheet.turn(part, true);
    }
    for clause in frame.computed.clone() {
        for spot in frame.spots(frame.clause(clause).target()) {
            if sheet.stand(clause, spot) == Stand::Idle {
                continue;
            }
            let Some((_, right)) = frame.sides(&sheet.values, spot, clause) else { continue };
            let wrong = [right + Decimal::ONE, right - Decimal::ONE];
            let wrong = wrong.iter().map(|wrong| wrong.normalize().to_string());
            if let Some(wrong) = wrong.into_iter().find(|wrong| frame.accepts(spot.slot, wrong)) {
                sheet.keep(spot, &wrong);
            }
        }
    }
    sheet.values
}

/// The same declaration with one computed cell beside its formula, and all others right for it.
fn off(mut sheet: Sheet<'_, '_>, clause: usize, dice: &mut Dice) -> Option<Values> {
    let frame = sheet.frame;
    let target = frame.clause(clause).target();
    for _ in 0..60 {
        for spot in frame.spots(target) {
            if sheet.stand(clause, spot) == Stand::Idle {
                continue;
            }
            let found = sheet.get(spot).to_owned();
            let amount = found.parse::<Decimal>().unwrap_or_default();
            let more = (amount + Decimal::ONE).to_string();
            let less = (amount - Decimal::ONE).to_string();
            let words = TEXTS.iter().map(|text| (*text).to_owned());
            for other in [more, less, String::new()].into_iter().chain(words) {
                if other == found || !frame.accepts(spot.slot, &other) {
                    continue;
                }
                let mut tried = sheet.clone();
                tried.keep(spot, &other);
                if tried.stand(clause, spot) == Stand::Broken && tried.misfits() <= sheet.misfits() {
                    return Some(tried.values);
                }
            }
        }
        // Its conditions do not hold here: elsewhere they may.
        let spot = near(frame, target, Spot { slot: target, row: 0 }, dice);
        if let Some(change) = any(&mut sheet, Aim { clause, spot, misfit: false }, false, dice) {
            change.make(&mut sheet);
            sheet.settle();
        }
    }
    None
}

/// The declaration to begin from, now and then without its appendices, or without the texts or the
/// amounts that the clause asks for.
fn anew<'s, 'f>(from: &Sheet<'s, 'f>, clause: usize, dice: &mut Dice) -> Sheet<'s, 'f> {
    let mut sheet = from.clone();
    let frame: &Frame<'_> = sheet.frame;
    if dice.below(3) == 0 {
        let own = frame.part_of(frame.clause(clause).target());
        for part in sheet.values.attached.clone() {
            if own != Some(part) {
                sheet.turn(part, false);
            }
        }
    }
    for (holds, text) in [(Holds::Text, ""), (Holds::Number, "0")] {
        if dice.below(3) > 0 {
            continue;
        }
        for slot in frame.inputs(clause).iter().filter(|slot| frame.layout.holds(**slot) == holds) {
            for spot in frame.spots(*slot).filter(|spot| frame.accepts(spot.slot, text)) {
                sheet.set(spot, text);
            }
        }
    }
    sheet.settle();
    sheet
}
