//! One line of the sections `cells` and `checks`: what must hold for a cell.

use crate::formula::{Condition, Formula, Slot};
use crate::rule::{Rule, Weight};
use std::sync::OnceLock;

/// What must hold.
#[derive(Clone, Debug)]
pub enum Demand {
    /// The cell is what the formula gives.
    Computed(Formula),
    /// The condition is true.
    Condition(Condition),
}

/// What a form file says in its own words instead of those made from the formula.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) message: [Option<Box<str>>; 2],
    pub(super) hint: [Option<Box<str>>; 2],
}

/// One line of the sections `cells` and `checks`, for one cell.
#[derive(Clone, Debug)]
pub struct Clause {
    pub(super) id: Box<str>,
    pub(super) weight: Weight,
    /// The rows of the authority's template that it was carried from.
    pub(super) sources: Box<[u32]>,
    pub(super) part: Slot,
    pub(super) target: Slot,
    /// The repeated elements around the target, outermost first.
    pub(super) rows: Box<[Slot]>,
    pub(super) when: Box<[Formula]>,
    pub(super) demand: Demand,
    pub(super) said: Said,
    /// The line of the form file.
    pub(super) line: u32,
    pub(super) rule: OnceLock<&'static Rule>,
}

impl Clause {
    /// The end of the rule's id, behind `declaration.` and the form's code.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What breaking it does.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        self.weight
    }

    /// The rows of the authority's own list of checks that it carries.
    #[must_use]
    pub const fn sources(&self) -> &[u32] {
        &self.sources
    }

    /// The cell it is about: a cell, or an element that holds others.
    #[must_use]
    pub const fn target(&self) -> Slot {
        self.target
    }

    /// The repeated elements around the cell, itself included if it is one, outermost first: it is judged once in each
    /// of their rows.
    #[must_use]
    pub const fn rows(&self) -> &[Slot] {
        &self.rows
    }

    /// Conditions without which nothing is demanded.
    #[must_use]
    pub const fn when(&self) -> &[Formula] {
        &self.when
    }

    /// What must hold.
    #[must_use]
    pub const fn demand(&self) -> &Demand {
        &self.demand
    }

    /// The line of the form file that it stands on.
    #[must_use]
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// Everything that is evaluated for it.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let (computed, condition) = match &self.demand {
            Demand::Computed(formula) => (Some(formula), None),
            Demand::Condition(condition) => (None, Some(condition)),
        };
        self.when.iter().chain(computed).chain(condition.into_iter().flat_map(Condition::formulas))
    }

    /// Numbers the sums it keeps from `first` on and says how many there are then.
    pub(super) fn number_memos(&mut self, mut first: u32) -> u32 {
        let mut number = |formula: &mut Formula| {
            formula.number_memos(first);
            first = first.saturating_add(formula.memos());
        };
        self.when.iter_mut().for_each(&mut number);
        match &mut self.demand {
            Demand::Computed(formula) => number(formula),
            Demand::Condition(condition) => condition.formulas_mut().for_each(number),
        }
        first
    }
}
