//! Searches for declarations: one in which every clause holds, and for each clause one that breaks it.

use super::sheet::{Frame, Spot, Stand, Values};
use etax::form::{Clause, Demand};
use etax::formula::{Condition, Formula, Slot};
use etax::schema::Holds;
use rust_decimal::Decimal;
use std::collections::{BTreeSet, HashMap};

/// Texts that cells of any kind are tried with, the likeliest first.
const TEXTS: &[&str] = &[
    "Thử",
    "1",
    "01",
    "0100000000",
    "2026-11-20",
    "2026-11-20T08:00:00",
    "20/11/2026",
    "10/2026",
    "2026",
    "701",
    "0",
    "Có",
    "C",
    "B",
    "M",
    "Q",
    "5%",
    "10%",
    "VND",
    "X",
];

/// Amounts that an input's neighbours are tried with: nothing, rates, quantities, money.
const AMOUNTS: &[&str] =
    &["0", "0", "1", "2", "5", "10", "20", "50", "100", "3000", "40000", "7000000", "900000000"];

/// A small seeded generator, so that the search is the same each time.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, ways: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % ways.max(1)
    }
}

/// What a search may change.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Freedom {
    /// Inputs, to what their types take; computed cells follow.
    Inputs,
    /// Computed cells too, and any cell to anything: what the structure forbids may still be there to be judged.
    Anything,
}

/// A form with what its search needs to know.
pub(crate) struct Search<'s, 'f> {
    pub(crate) frame: &'s Frame<'f>,
    /// For each computed cell, the cells it is computed from.
    needs: HashMap<Slot, Vec<Slot>>,
    /// Texts that a cell takes.
    texts: HashMap<Slot, Vec<String>>,
}

impl<'s, 'f> Search<'s, 'f> {
    pub(crate) fn new(frame: &'s Frame<'f>) -> Self {
        let needs = frame
            .computed
            .iter()
            .map(|clause| (clause.target(), clause.formulas().flat_map(Formula::slots).collect()))
            .collect();
        let texts = frame.layout.cells().map(|slot| (slot, frame.texts(slot, TEXTS))).collect();
        Self { frame, needs, texts }
    }

    fn is_computed(&self, slot: Slot) -> bool {
        self.needs.contains_key(&slot)
    }

    /// The input cells that a clause depends on in the end.
    pub(crate) fn inputs(&self, clause: &Clause) -> Vec<Slot> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<Slot> = clause.formulas().flat_map(Formula::slots).collect();
        if matches!(clause.demand(), Demand::Condition(_)) {
            open.push(clause.target());
        }
        while let Some(slot) = open.pop() {
            if seen.insert(slot) {
                open.extend(self.needs.get(&slot).into_iter().flatten().copied());
            }
        }
        seen.into_iter().filter(|slot| !self.is_computed(*slot) && self.frame.is_leaf(*slot)).collect()
    }

    /// Every clause that is broken or cannot be worked out, and where.
    pub(crate) fn broken(&self, values: &Values) -> Vec<(&'f Clause, Spot, Stand)> {
        let mut broken = Vec::new();
        for clause in self.frame.rules.clauses() {
            for spot in self.frame.spots(clause.target()) {
                let stand = self.frame.stand(values, &spot, clause);
                if !matches!(stand, Stand::Idle | Stand::Holds) {
                    broken.push((clause, spot, stand));
                }
            }
        }
        broken
    }

    fn first(&self, slot: Slot) -> String {
        self.texts.get(&slot).and_then(|texts| texts.first()).cloned().unwrap_or_default()
    }

    /// A first declaration: `rich` with small amounts everywhere, else with nothing in it.
    pub(crate) fn start(&self, rich: bool, attached: &[Slot], dice: &mut Dice) -> Values {
        let mut values = Values { attached: attached.to_vec(), ..Values::default() };
        let layout = self.frame.layout;
        for slot in layout.cells().filter(|slot| self.frame.is_leaf(*slot) && !self.is_computed(*slot)) {
            let header = self.frame.layout.address(slot).starts_with("header:");
            for spot in self.frame.spots(slot) {
                let text = match layout.holds(slot) {
                    Holds::Number if rich => {
                        let small = (dice.below(40) * 100).to_string();
                        if self.frame.accepts(slot, &small) { small } else { "0".to_owned() }
                    }
                    Holds::Number | Holds::Truth => "0".to_owned(),
                    _ if header => header_text(&layout.address(slot)).to_owned(),
                    _ if rich => self.first(slot),
                    _ => String::new(),
                };
                let text = if self.frame.accepts(slot, &text) { text } else { self.first(slot) };
                values.set(&spot, text);
            }
        }
        self.frame.compute(&mut values);
        values
    }

    /// Changes inputs until every clause holds; the declaration that comes nearest where none is found.
    pub(crate) fn settle(&self, mut values: Values, tries: usize, dice: &mut Dice) -> (Values, usize) {
        let mut broken = self.broken(&values);
        for _ in 0..tries {
            let Some((clause, spot, stand)) =
                (!broken.is_empty()).then(|| broken[dice.below(broken.len())].clone())
            else {
                break;
            };
            let Some(tried) = self.moved(&values, clause, &spot, &stand, Freedom::Inputs, dice) else {
                continue;
            };
            let now = self.broken(&tried);
            // Sideways steps lead out of corners.
            let (new, old) = (now.len() + tried.misfits, broken.len() + values.misfits);
            if new < old || (new == old && dice.below(3) > 0) {
                values = tried;
                broken = now;
            }
        }
        let left = broken.len() + values.misfits;
        (values, left)
    }

    /// Searches for a declaration that breaks a clause, from one that holds.
    pub(crate) fn breaking(
        &self,
        from: &Values,
        clause: &'f Clause,
        freedom: Freedom,
        tries: usize,
        dice: &mut Dice,
    ) -> Option<Values> {
        let broken = |values: &Values| {
            let spots = self.frame.spots(clause.target());
            let stands: Vec<Stand> =
                spots.iter().map(|spot| self.frame.stand(values, spot, clause)).collect();
            let trouble = stands.iter().any(|stand| matches!(stand, Stand::Trouble(_)));
            !trouble && stands.iter().any(|stand| matches!(stand, Stand::Broken(_)))
        };
        let mut from = from.clone();
        if let Some(part) = self.frame.part_of(clause.target()).filter(|part| !from.attached.contains(part)) {
            from.attached.push(part);
            self.frame.compute(&mut from);
        }
        if let Demand::Computed(_) = clause.demand() {
            return self.off(&from, clause, dice);
        }
        let mut values = from.clone();
        for at in 0..tries {
            if broken(&values) {
                return Some(values);
            }
            // A walk that has gone astray begins anew.
            if at % 60 == 59 {
                values = self.anew(&from, clause, dice);
            }
            let spots = self.frame.spots(clause.target());
            let spot = &spots[dice.below(spots.len())];
            let stand = match clause.demand() {
                Demand::Condition(Condition::Compare(left, _, right)) => {
                    let side =
                        |formula| self.frame.value(&values, spot, formula).ok()?.parse::<Decimal>().ok();
                    Stand::Broken(side(left).zip(side(right)))
                }
                _ => Stand::Broken(None),
            };
            if let Some(tried) = self.moved(&values, clause, spot, &stand, freedom, dice)
                && (tried.misfits <= values.misfits || freedom == Freedom::Anything)
            {
                values = tried;
            }
        }
        broken(&values).then_some(values)
    }

    /// The same declaration with every computed cell beside its formula, so that one document breaks all of them: each is one
    /// more, or one less, than what its formula gives for the wrong ones before it.
    pub(crate) fn all_off(&self, from: &Values) -> Values {
        let mut values = from.clone();
        for part in self.frame.layout.appendices() {
            if !values.attached.contains(&part) {
                values.attached.push(part);
            }
        }
        self.frame.compute(&mut values);
        for clause in &self.frame.computed {
            let Demand::Computed(formula) = clause.demand() else { continue };
            for spot in self.frame.spots(clause.target()) {
                if self.frame.stand(&values, &spot, clause) == Stand::Idle {
                    continue;
                }
                let Ok(right) = self.frame.value(&values, &spot, formula) else { continue };
                let amount = right.parse::<Decimal>().unwrap_or_default();
                let wrong = [amount + Decimal::ONE, amount - Decimal::ONE];
                let wrong = wrong.iter().map(|wrong| wrong.normalize().to_string());
                if let Some(wrong) = wrong.into_iter().find(|wrong| self.frame.accepts(spot.slot, wrong)) {
                    values.set(&spot, wrong);
                }
            }
        }
        values
    }

    /// Another declaration in which every clause holds, away from a first one: ticks turned, amounts changed; the first one
    /// itself where none is found.
    pub(crate) fn shaken(&self, sound: &Values, dice: &mut Dice) -> Values {
        let mut values = sound.clone();
        for slot in
            self.frame.layout.cells().filter(|slot| self.frame.is_leaf(*slot) && !self.is_computed(*slot))
        {
            for spot in self.frame.spots(slot) {
                let text = match self.frame.layout.holds(slot) {
                    Holds::Truth if dice.below(2) == 0 => {
                        (if values.get(&spot) == "1" { "0" } else { "1" }).to_owned()
                    }
                    Holds::Number if dice.below(2) == 0 => (dice.below(9) * 50_000).to_string(),
                    _ => continue,
                };
                if self.frame.accepts(slot, &text) {
                    values.set(&spot, text);
                }
            }
        }
        self.frame.compute(&mut values);
        let (values, left) = self.settle(values, 300, dice);
        if left == 0 { values } else { sound.clone() }
    }

    /// A declaration changed only in what stands beside an input in its formulas: floors of 0, rates and conditions hide it
    /// until its neighbours have the right values together. Every clause holds in it where such a one is found.
    pub(crate) fn around(&self, from: &Values, hidden: Slot, dice: &mut Dice) -> Values {
        let mut values = from.clone();
        let readers: Vec<&'f Clause> = self
            .frame
            .rules
            .clauses()
            .iter()
            .filter(|clause| clause.formulas().flat_map(Formula::slots).any(|slot| slot == hidden))
            .collect();
        let clause = readers[dice.below(readers.len())];
        match dice.below(4) {
            0 => values.attached.clear(),
            1 => values.attached = self.frame.layout.appendices().filter(|_| dice.below(2) == 0).collect(),
            _ => {}
        }
        values.attached.extend(self.frame.part_of(hidden));
        values.attached.extend(self.frame.part_of(clause.target()));
        values.attached.sort_unstable();
        values.attached.dedup();
        for slot in self.inputs(clause) {
            for spot in self.frame.spots(slot) {
                let text = match self.frame.layout.holds(slot) {
                    Holds::Truth => ["0", "1"][dice.below(2)],
                    Holds::Number => AMOUNTS[dice.below(AMOUNTS.len())],
                    _ => continue,
                };
                if dice.below(4) > 0 && self.frame.accepts(slot, text) {
                    values.set(&spot, text);
                }
            }
        }
        self.frame.compute(&mut values);
        self.settle(values, 300, dice).0
    }

    /// Whether every clause holds.
    pub(crate) fn is_sound(&self, values: &Values) -> bool {
        values.misfits == 0 && self.broken(values).is_empty()
    }

    /// Input cells that computed cells are made from.
    pub(crate) fn feeding(&self) -> BTreeSet<Slot> {
        let numbers = |slot: &Slot| {
            !self.is_computed(*slot)
                && self.frame.layout.holds(*slot) == Holds::Number
                && self.frame.is_leaf(*slot)
                && !self.frame.spots(*slot).is_empty()
        };
        self.needs.values().flatten().copied().filter(numbers).collect()
    }

    /// Of some input cells those in which a change makes some clause speak that was silent, each with the declaration so
    /// changed.
    pub(crate) fn noticed(&self, sound: &Values, inputs: &BTreeSet<Slot>) -> Vec<(Spot, Values)> {
        let mut by_input: HashMap<Slot, Vec<&'f Clause>> = HashMap::new();
        for clause in self.frame.rules.clauses() {
            for slot in clause.formulas().flat_map(Formula::slots) {
                by_input.entry(slot).or_default().push(clause);
            }
        }
        let attached =
            |slot: &Slot| self.frame.part_of(*slot).is_none_or(|part| sound.attached.contains(&part));
        let change = |slot: Slot| {
            let spot = self.frame.spots(slot).into_iter().next()?;
            let now = sound.get(&spot).parse::<Decimal>().unwrap_or_default();
            let changes = [1, -1, 1_000, 700_000_000, -700_000_000].map(|by| now + Decimal::from(by));
            changes.iter().map(|change| change.normalize().to_string()).find_map(|text| {
                if !self.frame.accepts(slot, &text) {
                    return None;
                }
                let mut changed = sound.clone();
                changed.set(&spot, text);
                let speaks = by_input.get(&slot).into_iter().flatten().any(|clause| {
                    let silent = |spot: &Spot| {
                        matches!(self.frame.stand(sound, spot, clause), Stand::Holds | Stand::Idle)
                    };
                    let loud =
                        |spot: &Spot| matches!(self.frame.stand(&changed, spot, clause), Stand::Broken(_));
                    let spots = self.frame.spots(clause.target());
                    spots.iter().any(loud) && spots.iter().all(silent)
                });
                speaks.then(|| (spot.clone(), changed))
            })
        };
        inputs.iter().copied().filter(attached).filter_map(change).collect()
    }

    /// The same declaration with one computed cell beside its formula, and all others right for it.
    fn off(&self, from: &Values, clause: &Clause, dice: &mut Dice) -> Option<Values> {
        let mut values = from.clone();
        for _ in 0..60 {
            for spot in self.frame.spots(clause.target()) {
                if self.frame.stand(&values, &spot, clause) == Stand::Idle {
                    continue;
                }
                let found = values.get(&spot).to_owned();
                let amount = found.parse::<Decimal>().unwrap_or_default();
                let more = (amount + Decimal::ONE).to_string();
                let less = (amount - Decimal::ONE).to_string();
                let words = TEXTS.iter().map(|text| (*text).to_owned());
                for other in [more, less, String::new()].into_iter().chain(words) {
                    if other == found || !self.frame.accepts(spot.slot, &other) {
                        continue;
                    }
                    let mut tried = values.clone();
                    tried.set(&spot, other);
                    if matches!(self.frame.stand(&tried, &spot, clause), Stand::Broken(_)) {
                        tried.kept.push(spot.clone());
                        self.frame.compute(&mut tried);
                        if tried.misfits <= values.misfits {
                            return Some(tried);
                        }
                    }
                }
            }
            // Its conditions do not hold here: elsewhere they may.
            let spots = self.frame.spots(clause.target());
            let spot = &spots[dice.below(spots.len())];
            if let Some(tried) =
                self.moved(&values, clause, spot, &Stand::Broken(None), Freedom::Inputs, dice)
            {
                values = tried;
            }
        }
        None
    }

    /// The declaration to begin from, now and then without its appendices or without the texts that the clause asks for.
    fn anew(&self, from: &Values, clause: &Clause, dice: &mut Dice) -> Values {
        let mut values = from.clone();
        if dice.below(3) == 0 {
            values.attached = self.frame.part_of(clause.target()).into_iter().collect();
        }
        if dice.below(3) == 0 {
            let texts =
                self.inputs(clause).into_iter().filter(|slot| self.frame.layout.holds(*slot) == Holds::Text);
            for spot in texts.flat_map(|slot| self.frame.spots(slot)) {
                if self.frame.accepts(spot.slot, "") {
                    values.set(&spot, "");
                }
            }
        }
        self.frame.compute(&mut values);
        values
    }

    /// The appendices that a clause speaks of.
    fn parts(&self, clause: &Clause) -> Vec<Slot> {
        let slots = clause.formulas().flat_map(Formula::slots).chain([clause.target()]);
        let parts: BTreeSet<Slot> = slots.filter_map(|slot| self.frame.part_of(slot)).collect();
        parts.into_iter().collect()
    }

    /// The declaration with one input of a clause changed, computed cells worked out again.
    fn moved(
        &self,
        values: &Values,
        clause: &Clause,
        spot: &Spot,
        stand: &Stand,
        freedom: Freedom,
        dice: &mut Dice,
    ) -> Option<Values> {
        let mut inputs = self.inputs(clause);
        if freedom == Freedom::Anything {
            let direct = clause.formulas().flat_map(Formula::slots).chain([clause.target()]);
            inputs.extend(direct.filter(|slot| self.is_computed(*slot) && self.frame.is_leaf(*slot)));
        }
        let parts = self.parts(clause);
        let mut tried = values.clone();
        // Now and then an appendix is attached or taken away.
        if !parts.is_empty() && (inputs.is_empty() || dice.below(12) == 0) {
            let part = parts[dice.below(parts.len())];
            match tried.attached.iter().position(|attached| *attached == part) {
                Some(at) => {
                    tried.attached.remove(at);
                }
                None => tried.attached.push(part),
            }
            self.frame.compute(&mut tried);
            return Some(tried);
        }
        if inputs.is_empty() {
            return None;
        }
        let slot = inputs[dice.below(inputs.len())];
        let spots = self.frame.spots(slot);
        // In the row at hand, more often than in another.
        let near: Vec<&Spot> =
            spots.iter().filter(|other| other.rows.iter().zip(&spot.rows).all(|(a, b)| a == b)).collect();
        let at = if near.is_empty() || dice.below(4) == 0 {
            &spots[dice.below(spots.len())]
        } else {
            near[dice.below(near.len())]
        };
        let now = tried.get(at).to_owned();
        let text = match self.frame.layout.holds(slot) {
            Holds::Truth => (if now == "1" { "0" } else { "1" }).to_owned(),
            Holds::Number if freedom == Freedom::Anything && dice.below(6) == 0 => String::new(),
            Holds::Number => self.amount(&now, &tried, &inputs, clause, stand, dice),
            _ => {
                let texts = self.texts.get(&slot).map_or(&[][..], Vec::as_slice);
                let said = literals(clause);
                // Most conditions ask whether something is filled in at all.
                let empty = dice.below(3) == 0;
                match dice.below(texts.len() + said.len() + 2) {
                    _ if empty => String::new(),
                    0 => self.first(slot),
                    // The same as in another row, which rules on repetition ask for.
                    1 => tried.get(&spots[dice.below(spots.len())]).to_owned(),
                    at => texts.iter().chain(&said).nth(at - 2).cloned().unwrap_or_default(),
                }
            }
        };
        if text == now || (freedom == Freedom::Inputs && !self.frame.accepts(slot, &text)) {
            return None;
        }
        tried.set(at, text);
        if self.is_computed(slot) {
            tried.kept.push(at.clone());
        }
        self.frame.compute(&mut tried);
        Some(tried)
    }

    fn amount(
        &self,
        now: &str,
        values: &Values,
        inputs: &[Slot],
        clause: &Clause,
        stand: &Stand,
        dice: &mut Dice,
    ) -> String {
        let now = now.parse::<Decimal>().unwrap_or_default();
        let delta = match stand {
            Stand::Broken(Some((left, right))) => right - left,
            // What two of the cells that it speaks of differ by.
            _ => {
                let direct: Vec<Slot> = clause
                    .formulas()
                    .flat_map(Formula::slots)
                    .filter(|slot| {
                        self.frame.layout.holds(*slot) == Holds::Number && self.frame.is_leaf(*slot)
                    })
                    .collect();
                let mut one = || {
                    let slot = direct.get(dice.below(direct.len()))?;
                    values.get(self.frame.spots(*slot).first()?).parse::<Decimal>().ok()
                };
                one().zip(one()).map_or(Decimal::ONE, |(a, b)| a - b)
            }
        };
        let other = || {
            let slot = inputs[0];
            let spots = self.frame.spots(slot);
            values.get(&spots[0]).parse::<Decimal>().unwrap_or_default()
        };
        let one = Decimal::ONE;
        let said = numbers(clause);
        let new = match dice.below(17 + usize::from(!said.is_empty()) * 3) {
            0 | 1 => now + delta,
            2 | 3 => now - delta,
            4 => now + delta + one,
            5 => now - delta - one,
            6 | 7 => Decimal::ZERO,
            8 => other(),
            9 => other() + one,
            10 => Decimal::from(dice.below(1000)),
            11 => Decimal::from(1_000_000 + dice.below(50) * 100_000),
            12 => -Decimal::from(1 + dice.below(5000)),
            13 => Decimal::from(10_u64.pow(u32::try_from(6 + dice.below(10)).unwrap())),
            14 => -Decimal::from(10_u64.pow(u32::try_from(6 + dice.below(10)).unwrap())),
            15 | 16 => Decimal::from(dice.below(12)),
            _ => said[dice.below(said.len())],
        };
        new.normalize().to_string()
    }
}

/// What stands in the envelope of a sound declaration.
fn header_text(address: &str) -> &'static str {
    match address.rsplit(['/', ':']).next().unwrap_or_default() {
        "loaiTKhai" => "C",
        "kieuKy" => "M",
        "kyKKhai" => "10/2026",
        "kyKKhaiTuNgay" => "01/10/2026",
        "kyKKhaiDenNgay" => "31/10/2026",
        "ngayLapTKhai" | "ngayKy" => "2026-11-18",
        "nguoiKy" => "Người ký thử",
        "mst" => "0100000000",
        "tenNNT" => "Công ty Thử nghiệm",
        _ => "",
    }
}

/// The numbers that a clause's formulas speak of.
fn numbers(clause: &Clause) -> Vec<Decimal> {
    let in_one = |formula: &Formula| {
        // Names of cells have digits too: they stand in brackets.
        let text: String =
            formula.text().split('[').map(|part| part.rsplit(']').next().unwrap_or_default()).collect();
        text.split(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .filter_map(|word| word.parse().ok())
            .collect::<Vec<_>>()
    };
    clause.formulas().flat_map(in_one).collect()
}

/// The texts that a clause's formulas speak of.
fn literals(clause: &Clause) -> Vec<String> {
    let quoted = |formula: &Formula| {
        formula.text().split('\'').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    };
    clause.formulas().flat_map(quoted).collect()
}
