//! The amounts of a declaration.

use super::reduction::{Reduced, Resolution};
use super::share;
use crate::random::Random;

/// The figures a taxpayer gives; all others follow from them. Whole đồng.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    pub(crate) brought_forward: i64,
    pub(crate) purchases: i64,
    pub(crate) purchase_tax: i64,
    pub(crate) imports: i64,
    pub(crate) import_tax: i64,
    pub(crate) deductible: i64,
    pub(crate) exempt: i64,
    pub(crate) zero_rated: i64,
    pub(crate) five: i64,
    pub(crate) ten: i64,
    pub(crate) not_declared: i64,
    pub(crate) refund: i64,
    /// Goods whose rate is cut from 10 to 8 percent.
    pub(crate) reduced: Vec<Reduced>,
}

/// What follows from the figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Results {
    pub(super) tax5: i64,
    pub(super) tax10: i64,
    /// [27]: zero-rated, at 5 %, at 10 % and not declared.
    pub(super) taxable: i64,
    pub(super) output: i64,
    pub(super) period: i64,
    pub(super) payable: i64,
    pub(super) credit: i64,
}

impl Figures {
    pub(crate) fn some(random: &mut Random, owing: bool) -> Self {
        let mut amount = |low: u64, high: u64| i64::try_from(random.within(low, high) * 1_000).unwrap_or(0);
        let ten = amount(400_000, 900_000);
        let purchases = if owing { amount(100_000, 300_000) } else { amount(2_000_000, 3_000_000) };
        let purchase_tax = purchases / 10;
        Self {
            brought_forward: if owing { 0 } else { amount(1_000, 9_000) },
            purchases,
            purchase_tax,
            imports: purchases / 5,
            import_tax: purchase_tax / 5,
            deductible: purchase_tax,
            exempt: amount(1_000, 50_000),
            zero_rated: amount(1_000, 80_000),
            five: amount(1_000, 90_000),
            ten,
            not_declared: amount(100, 900),
            refund: 0,
            reduced: Vec::new(),
        }
    }

    /// With goods under the reduction of 2024 to 2026.
    pub(crate) fn with_reduction(self) -> Self {
        self.under(&[Resolution::R142])
    }

    /// With goods under each of these resolutions, together less than what is sold at 10 %.
    pub(crate) fn under(mut self, resolutions: &[Resolution]) -> Self {
        for resolution in resolutions {
            let parts = if *resolution == Resolution::R142 { (4_000, 8_000) } else { (10_000, 20_000) };
            for (name, part) in [("Bao bì thử nghiệm", parts.0), ("Dịch vụ minh hoạ", parts.1)] {
                let value = self.ten / part * 1_000;
                self.reduced.push(Reduced { resolution: *resolution, name, value });
            }
        }
        self
    }

    pub(super) fn results(&self) -> Results {
        let saved: i64 = self.reduced.iter().map(Reduced::saved).sum();
        let tax5 = share(self.five, 5, 100);
        let tax10 = share(self.ten, 10, 100) - saved;
        let output = tax5 + tax10;
        let period = output - self.deductible;
        let balance = period - self.brought_forward;
        Results {
            tax5,
            tax10,
            taxable: self.zero_rated + self.five + self.ten + self.not_declared,
            output,
            period,
            payable: balance.max(0),
            credit: (-balance).max(0),
        }
    }
}
