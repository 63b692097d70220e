//! Sums over the lines of an invoice, for all of them and for each VAT rate.

use crate::value::VatRate;
use rust_decimal::Decimal;

/// The most different rates of one invoice that are summed apart. The law knows five; a document
/// with more than this is not judged rate by rate.
pub(crate) const MOST_RATES: usize = 16;

/// Sums over some lines.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Group {
    pub(crate) lines: u32,
    /// ThTien of goods and services.
    plus: Decimal,
    /// ThTien of trade discount lines (TChat 3).
    minus: Decimal,
    /// STCKhau of lines whose ThTien does not account for it.
    discount: Decimal,
}

impl Group {
    fn add(&mut self, entry: &Entry) -> Option<()> {
        self.lines = self.lines.saturating_add(1);
        if entry.subtracts {
            self.minus = self.minus.checked_add(entry.amount)?;
        } else {
            self.plus = self.plus.checked_add(entry.amount)?;
        }
        self.discount = self.discount.checked_add(entry.discount)?;
        Some(())
    }

    /// The sum: goods and services less trade discount lines.
    pub(crate) fn sum(&self) -> Option<Decimal> {
        self.plus.checked_sub(self.minus)
    }

    /// Discount that the lines' amounts do not account for yet.
    pub(crate) const fn discount(&self) -> Decimal {
        self.discount
    }

    /// Whether a stated amount is the sum under one of the conventions in use: discount lines
    /// written positive or negative; discounts of lines taken off already, here, or in TTCKTMai,
    /// of which each rate takes a share.
    pub(crate) fn explains(
        &self,
        stated: Decimal,
        trade_discount: Decimal,
        tolerance: Decimal,
    ) -> Option<bool> {
        let sum = self.sum()?;
        let written_negative = self.plus.checked_add(self.minus)?;
        let net = sum.checked_sub(self.discount)?;
        if [sum, written_negative, net].into_iter().any(|base| near(base, stated, tolerance)) {
            return Some(true);
        }
        if trade_discount.is_zero() {
            return Some(false);
        }
        let rest = sum.checked_sub(trade_discount)?;
        let (low, high) = if rest < sum { (rest, sum) } else { (sum, rest) };
        Some(stated >= low.checked_sub(tolerance)? && stated <= high.checked_add(tolerance)?)
    }
}

/// What one line adds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) rate: Option<VatRate>,
    pub(crate) amount: Decimal,
    /// Discount that the amount does not account for.
    pub(crate) discount: Decimal,
    /// Whether it is a trade discount line.
    pub(crate) subtracts: bool,
}

/// Sums over all lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sums {
    /// Lines of every kind.
    pub(crate) lines: u32,
    pub(crate) all: Group,
    groups: [Option<(VatRate, Group)>; MOST_RATES],
    /// An amount is missing or no number, so that sums mean nothing.
    pub(crate) incomplete: bool,
    /// A line with an amount has no readable rate.
    pub(crate) unrated: bool,
    /// There are more different rates than are summed apart.
    pub(crate) crowded: bool,
    /// A sum left the range of numbers.
    pub(crate) overflow: bool,
    /// Lines whose amount is before, and after, their own discount.
    pub(crate) gross: u32,
    pub(crate) net: u32,
}

impl Sums {
    pub(crate) const fn new() -> Self {
        Self {
            lines: 0,
            all: Group { lines: 0, plus: Decimal::ZERO, minus: Decimal::ZERO, discount: Decimal::ZERO },
            groups: [None; MOST_RATES],
            incomplete: false,
            unrated: false,
            crowded: false,
            overflow: false,
            gross: 0,
            net: 0,
        }
    }

    pub(crate) fn add(&mut self, entry: &Entry) {
        self.overflow |= self.all.add(entry).is_none();
        let Some(rate) = entry.rate else {
            self.unrated |= !entry.amount.is_zero();
            return;
        };
        for slot in &mut self.groups {
            match slot {
                Some((known, group)) if known.same_group(rate) => {
                    self.overflow |= group.add(entry).is_none();
                    return;
                }
                Some(_) => {}
                None => {
                    let mut group = Group::default();
                    self.overflow |= group.add(entry).is_none();
                    *slot = Some((rate, group));
                    return;
                }
            }
        }
        self.crowded = true;
    }

    /// The groups, in the order in which their rates appear.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &(VatRate, Group)> {
        self.groups.iter().flatten()
    }

    /// The group of a rate; an empty one where no line has it.
    pub(crate) fn group(&self, rate: VatRate) -> Group {
        self.groups()
            .find(|(known, _)| known.same_group(rate))
            .map_or_else(Group::default, |(_, group)| *group)
    }

    /// Whether sums for single rates can be trusted.
    pub(crate) const fn rated(&self) -> bool {
        !self.incomplete && !self.unrated && !self.crowded && !self.overflow
    }
}

/// Whether two amounts differ by no more than the tolerance.
pub(crate) fn near(one: Decimal, other: Decimal, tolerance: Decimal) -> bool {
    one.checked_sub(other).is_some_and(|difference| difference.abs() <= tolerance)
}

/// A percentage of an amount.
pub(crate) fn percent_of(amount: Decimal, percent: Decimal) -> Option<Decimal> {
    amount.checked_mul(percent)?.checked_div(Decimal::ONE_HUNDRED)
}
