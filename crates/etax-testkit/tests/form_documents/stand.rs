//! How a clause stands in values, as the engine sees it.

use super::frame::{Frame, Spot};
use super::values::{Held, Values, View};
use etax::form::Demand;
use etax::formula::{Condition, Formula, Machine, Trouble, Value};
use etax::schema::Holds;
use rust_decimal::{Decimal, RoundingStrategy};

/// How a clause stands in one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stand {
    /// A condition in front of it does not hold, or its appendix is not attached.
    Idle,
    Holds,
    Broken,
    /// It cannot be worked out.
    Trouble,
}

impl Stand {
    pub(crate) const fn is_silent(self) -> bool {
        matches!(self, Self::Idle | Self::Holds)
    }
}

impl Frame<'_> {
    /// What a formula gives in a row.
    fn value(&self, values: &Values, spot: Spot, formula: &Formula) -> Result<Known, Trouble> {
        let mut view = View::from(self, values, spot);
        Ok(match Machine::default().run(formula, &mut view)? {
            Value::Number(number) => Known::Number(number),
            Value::Text(text) => Known::Text(text.into_owned()),
            Value::Truth(truth) => Known::Truth(truth),
        })
    }

    fn number(&self, values: &Values, spot: Spot, formula: &Formula) -> Result<Decimal, Trouble> {
        match self.value(values, spot, formula)? {
            Known::Number(number) => Ok(number),
            _ => Err(Trouble::Broken),
        }
    }

    /// How many conditions are in the way of a clause that speaks: 0 where it does, 1 where only what it demands holds.
    pub(crate) fn silence(&self, values: &Values, spot: Spot, clause: usize) -> u64 {
        let closed = || {
            let mut closed = u64::from(!values.has(self.part_of(spot.slot)));
            for condition in self.clause(clause).when() {
                closed += u64::from(self.value(values, spot, condition)? != Known::Truth(true));
            }
            Ok::<_, Trouble>(closed)
        };
        match self.stand(values, spot, clause) {
            Stand::Broken => 0,
            Stand::Holds => 1,
            Stand::Idle => closed().map_or(u64::MAX, |closed| 1 + closed),
            Stand::Trouble => u64::MAX,
        }
    }

    fn is_open(&self, values: &Values, spot: Spot, clause: usize) -> Result<bool, Trouble> {
        if !values.has(self.part_of(spot.slot)) {
            return Ok(false);
        }
        for condition in self.clause(clause).when() {
            if self.value(values, spot, condition)? != Known::Truth(true) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(crate) fn stand(&self, values: &Values, spot: Spot, clause: usize) -> Stand {
        let holds = |holds: bool| if holds { Stand::Holds } else { Stand::Broken };
        let stand = self.is_open(values, spot, clause).and_then(|open| {
            if !open {
                return Ok(Stand::Idle);
            }
            match self.clause(clause).demand() {
                Demand::Computed(formula) => match self.value(values, spot, formula)? {
                    Known::Number(expected) => {
                        let found = values.number(self, spot).ok_or(Trouble::Unreadable(spot.slot))?;
                        Ok(holds(
                            found == expected || formula.is_unrounded() && found == like(expected, found),
                        ))
                    }
                    Known::Text(expected) => Ok(holds(values.get(self, spot) == expected)),
                    Known::Truth(_) => Err(Trouble::Broken),
                },
                Demand::Condition(Condition::Compare(left, comparison, right)) => {
                    let (left, right) = (self.number(values, spot, left)?, self.number(values, spot, right)?);
                    Ok(holds(comparison.holds(&left, &right)))
                }
                Demand::Condition(Condition::Holds(formula)) => {
                    Ok(holds(self.value(values, spot, formula)? == Known::Truth(true)))
                }
            }
        });
        stand.unwrap_or(Stand::Trouble)
    }

    /// The two amounts that a clause compares, whether it holds or not: of a computed cell what is in it and what should be.
    pub(crate) fn sides(&self, values: &Values, spot: Spot, clause: usize) -> Option<(Decimal, Decimal)> {
        match self.clause(clause).demand() {
            Demand::Computed(formula) => {
                Some((values.number(self, spot)?, self.number(values, spot, formula).ok()?))
            }
            Demand::Condition(Condition::Compare(left, _, right)) => {
                Some((self.number(values, spot, left).ok()?, self.number(values, spot, right).ok()?))
            }
            Demand::Condition(Condition::Holds(_)) => None,
        }
    }

    /// Whether the type of a cell takes what is in it.
    pub(crate) fn fits(&self, values: &Values, spot: Spot) -> bool {
        let judged = values.has(self.part_of(spot.slot)) && values.is_set(self, spot);
        !judged || self.accepts(spot.slot, values.get(self, spot))
    }

    /// What a computed cell should hold, and whether its type takes that; nothing where it is not to be computed.
    pub(crate) fn computed(
        &self,
        values: &Values,
        spot: Spot,
        clause: usize,
    ) -> Result<Option<(Held, bool)>, Trouble> {
        let Demand::Computed(formula) = self.clause(clause).demand() else { return Ok(None) };
        if !self.is_open(values, spot, clause)? {
            return Ok(None);
        }
        let text = match self.value(values, spot, formula)? {
            Known::Number(number) => {
                let whole = number.normalize().to_string();
                // What the form leaves unrounded is written with as many decimals as the cell takes.
                let rounded = |places: u32| {
                    let rounded =
                        number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
                    rounded.normalize().to_string()
                };
                if self.layout.holds(spot.slot) != Holds::Text
                    && formula.is_unrounded()
                    && !self.accepts(spot.slot, &whole)
                {
                    (0..8).rev().map(rounded).find(|text| self.accepts(spot.slot, text)).unwrap_or(whole)
                } else {
                    whole
                }
            }
            Known::Text(text) => text,
            Known::Truth(_) => return Err(Trouble::Broken),
        };
        let fits = self.accepts(spot.slot, &text);
        Ok(Some((Held::new(&text), fits)))
    }
}

/// With as many decimals as another number.
fn like(number: Decimal, other: Decimal) -> Decimal {
    number.round_dp_with_strategy(other.scale(), RoundingStrategy::MidpointAwayFromZero)
}

/// A value that outlives the formula that gave it.
#[derive(PartialEq)]
enum Known {
    Number(Decimal),
    Text(String),
    Truth(bool),
}
