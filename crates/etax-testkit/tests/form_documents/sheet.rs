//! A declaration that is being changed: computed cells follow each change, and it is known which clauses are broken. What is
//! worked out again is only what a change reaches, so that thousands of changes can be tried.

use super::frame::{Frame, Spot};
use super::stand::Stand;
use super::values::{Held, Values};
use etax::formula::Slot;
use std::collections::BTreeSet;

/// Something that is not as it should be: a clause that is broken in a row, or a computed cell whose type does not take what
/// its formula gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    pub(crate) clause: usize,
    pub(crate) spot: Spot,
    pub(crate) misfit: bool,
}

enum Change {
    Cell(Spot, Held),
    Stand(usize, Stand),
    Fault(usize, bool),
    Attached(Vec<Slot>),
}

#[derive(Clone)]
pub(crate) struct Sheet<'s, 'f> {
    pub(crate) frame: &'s Frame<'f>,
    pub(crate) values: Values,
    stands: Vec<Stand>,
    /// Faults by number, twice that of the clause's spot, and one more for a misfit; where each is in the list; the list.
    faulty: Vec<Option<usize>>,
    faults: Vec<usize>,
    weights: Vec<u64>,
    cost: u64,
    journal: Journal,
}

#[derive(Default)]
struct Journal(Vec<Change>);

impl Clone for Journal {
    /// What a copy was before it was copied does not matter to it.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<'s, 'f> Sheet<'s, 'f> {
    pub(crate) fn new(frame: &'s Frame<'f>, values: Values) -> Self {
        let demands = frame.demands[frame.demands.len() - 1];
        let mut sheet = Self {
            frame,
            values,
            stands: vec![Stand::Idle; demands],
            faulty: vec![None; 2 * demands],
            faults: Vec::new(),
            weights: vec![1; 2 * demands],
            cost: 0,
            journal: Journal::default(),
        };
        sheet.work_out((0..frame.rules.clauses().len()).collect());
        sheet.journal.0.clear();
        sheet
    }

    pub(crate) fn get(&self, spot: Spot) -> &str {
        self.values.get(self.frame, spot)
    }

    /// How far it is from sound: what is broken, by weight.
    pub(crate) const fn cost(&self) -> u64 {
        self.cost
    }

    pub(crate) fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    pub(crate) fn faults(&self) -> usize {
        self.faults.len()
    }

    pub(crate) fn misfits(&self) -> usize {
        self.faults.iter().filter(|fault| *fault % 2 == 1).count()
    }

    pub(crate) fn fault(&self, at: usize) -> Fault {
        let number = self.faults[at];
        let clause = self.frame.demands.partition_point(|first| *first <= number / 2) - 1;
        let slot = self.frame.clause(clause).target();
        let spot = Spot { slot, row: number / 2 - self.frame.demands[clause] };
        Fault { clause, spot, misfit: number % 2 == 1 }
    }

    /// Ids of the clauses that are broken, for whoever asks why.
    pub(crate) fn broken(&self) -> BTreeSet<String> {
        let said = |at| {
            let fault = self.fault(at);
            format!("{}{}", self.frame.clause(fault.clause).id(), if fault.misfit { " misfit" } else { "" })
        };
        (0..self.faults.len()).map(said).collect()
    }

    pub(crate) fn stand(&self, clause: usize, spot: Spot) -> Stand {
        self.stands[self.frame.demands[clause] + spot.row]
    }

    /// What is broken now weighs more from now on, so that a search leaves a place where nothing else can be mended first.
    pub(crate) fn weigh(&mut self) {
        for fault in &self.faults {
            self.weights[*fault] += 1;
            self.cost += 1;
        }
    }

    /// Where it stands, to come back to.
    pub(crate) const fn mark(&self) -> usize {
        self.journal.0.len()
    }

    pub(crate) fn back_to(&mut self, mark: usize) {
        while self.journal.0.len() > mark {
            match self.journal.0.pop() {
                Some(Change::Cell(spot, held)) => {
                    self.values.put(self.frame, spot, held);
                }
                Some(Change::Stand(demand, stand)) => self.stands[demand] = stand,
                Some(Change::Fault(fault, there)) => self.set_fault(fault, there),
                Some(Change::Attached(parts)) => self.values.attached = parts,
                None => {}
            }
        }
    }

    /// Forgets how to go back.
    pub(crate) fn settle(&mut self) {
        self.journal.0.clear();
    }

    /// Fills a cell in, and works out what depends on it.
    pub(crate) fn set(&mut self, spot: Spot, text: &str) {
        self.put(spot, Held::new(text));
        let mut work = BTreeSet::new();
        self.reach(spot.slot, &mut work);
        self.work_out(work);
    }

    /// Attaches an appendix or takes it away.
    pub(crate) fn turn(&mut self, part: Slot, on: bool) {
        let before = self.values.attached.clone();
        self.values.turn(self.frame, part, on);
        let differs = |part: Slot| before.contains(&part) != self.values.attached.contains(&part);
        let mut work = BTreeSet::new();
        for slot in self.frame.slots().filter(|slot| self.frame.part_of(*slot).is_some_and(differs)) {
            self.reach(slot, &mut work);
        }
        self.journal.0.push(Change::Attached(before));
        self.work_out(work);
    }

    /// A computed cell to be left as it is, though it be wrong.
    pub(crate) fn keep(&mut self, spot: Spot, text: &str) {
        self.values.kept.push(spot);
        self.set(spot, text);
    }

    /// How many conditions are in the way of a clause that speaks: 0 where it does.
    pub(crate) fn silence_of(&self, clause: usize) -> u64 {
        let spots = self.frame.spots(self.frame.clause(clause).target());
        spots.map(|spot| self.frame.silence(&self.values, spot, clause)).min().unwrap_or(u64::MAX)
    }

    /// How many conditions are in the way of some clause that speaks, and did not before, when only this cell is changed.
    pub(crate) fn silence(&mut self, spot: Spot, text: &str) -> u64 {
        let frame = self.frame;
        let held = self.values.put(frame, spot, Held::new(text));
        let mut least = u64::MAX;
        'all: for clause in &frame.readers[spot.slot.0 as usize] {
            for about in frame.spots(frame.clause(*clause).target()) {
                if self.stand(*clause, about).is_silent() {
                    least = least.min(frame.silence(&self.values, about, *clause));
                }
                if least == 0 {
                    break 'all;
                }
            }
        }
        self.values.put(frame, spot, held);
        least
    }

    fn put(&mut self, spot: Spot, held: Held) {
        let before = self.values.put(self.frame, spot, held);
        self.journal.0.push(Change::Cell(spot, before));
    }

    /// Clauses that a change of a cell reaches at once.
    fn reach(&self, slot: Slot, work: &mut BTreeSet<usize>) {
        let at = slot.0 as usize;
        work.extend(&self.frame.readers[at]);
        work.extend(&self.frame.about[at]);
    }

    /// Works clauses out again, computed cells in their order, and all that depends on what changes thereby.
    fn work_out(&mut self, work: BTreeSet<usize>) {
        let order = |clause: &usize| self.frame.order[*clause];
        let mut to_compute: BTreeSet<usize> = work.iter().filter_map(order).collect();
        let mut to_judge: BTreeSet<usize> =
            work.into_iter().filter(|clause| order(clause).is_none()).collect();
        while let Some(at) = to_compute.pop_first() {
            let clause = self.frame.computed[at];
            let slot = self.frame.clause(clause).target();
            let mut changed = false;
            for spot in self.frame.spots(slot) {
                if self.values.kept.contains(&spot) {
                    self.judge(clause, spot);
                    continue;
                }
                let (stand, fits) = match self.frame.computed(&self.values, spot, clause) {
                    // What it was computed to be may stay in it.
                    Ok(None) => (Stand::Idle, self.frame.fits(&self.values, spot)),
                    Ok(Some((held, fits))) => {
                        let before = self.values.put(self.frame, spot, held.clone());
                        if before != held {
                            changed = true;
                            self.journal.0.push(Change::Cell(spot, before));
                        }
                        (Stand::Holds, fits)
                    }
                    Err(_) => (Stand::Trouble, true),
                };
                self.record(clause, spot, stand, fits);
            }
            if changed {
                let mut reached = BTreeSet::new();
                self.reach(slot, &mut reached);
                for other in reached {
                    match self.frame.order[other] {
                        Some(later) if later > at => {
                            to_compute.insert(later);
                        }
                        Some(same) if same == at => {}
                        _ => {
                            to_judge.insert(other);
                        }
                    }
                }
            }
        }
        for clause in to_judge {
            for spot in self.frame.spots(self.frame.clause(clause).target()) {
                self.judge(clause, spot);
            }
        }
    }

    fn judge(&mut self, clause: usize, spot: Spot) {
        let stand = self.frame.stand(&self.values, spot, clause);
        self.record(clause, spot, stand, true);
    }

    fn record(&mut self, clause: usize, spot: Spot, stand: Stand, fits: bool) {
        let demand = self.frame.demands[clause] + spot.row;
        if self.stands[demand] != stand {
            self.journal.0.push(Change::Stand(demand, self.stands[demand]));
            self.stands[demand] = stand;
        }
        for (fault, there) in [(2 * demand, !stand.is_silent()), (2 * demand + 1, !fits)] {
            if self.faulty[fault].is_some() != there {
                self.journal.0.push(Change::Fault(fault, !there));
                self.set_fault(fault, there);
            }
        }
    }

    fn set_fault(&mut self, fault: usize, there: bool) {
        match (self.faulty[fault], there) {
            (None, true) => {
                self.faulty[fault] = Some(self.faults.len());
                self.faults.push(fault);
                self.cost += self.weights[fault];
            }
            (Some(at), false) => {
                self.faulty[fault] = None;
                self.faults.swap_remove(at);
                if let Some(moved) = self.faults.get(at) {
                    self.faulty[*moved] = Some(at);
                }
                self.cost -= self.weights[fault];
            }
            _ => {}
        }
    }
}
