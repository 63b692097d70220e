//! Documents with a number in every cell that holds one.

use super::excel::Fraction;
use etax::form::Layout;
use etax::formula::Slot;
use etax::schema::Holds;
use std::fmt::Write as _;

/// As many rows in every list.
pub const ROWS: u64 = 2;

pub struct Invented {
    seed: u64,
}

impl Invented {
    pub fn new(_: &Layout, seed: u64) -> Self {
        Self { seed }
    }

    fn raw(&self, slot: Slot, row: u64) -> i64 {
        let mut x = self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (u64::from(slot.0) << 20) ^ row;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        i64::try_from((x ^ (x >> 31)) % 2_000_000).unwrap() - 600_000
    }

    /// What is written in a number's cell in one of the innermost rows around it.
    pub fn number(&self, slot: Slot, row: u64) -> Fraction {
        Fraction::whole(self.raw(slot, row).into())
    }

    pub fn xml(&self, layout: &Layout) -> String {
        let mut out = String::from("<HSoThueDTu><HSoKhaiThue>");
        for child in layout.children(Slot(0)) {
            self.write(layout, child, 0, &mut out);
        }
        out.push_str("</HSoKhaiThue></HSoThueDTu>");
        out
    }

    fn write(&self, layout: &Layout, slot: Slot, row: u64, out: &mut String) {
        // Lists in lists have one row in all but the outermost, so that a row has one number.
        let rows = if layout.is_many(slot) && layout.row(slot).is_none() { ROWS } else { 1 };
        for number in 0..rows {
            let row = if layout.is_many(slot) && layout.row(slot).is_none() { number } else { row };
            let name = layout.name(slot);
            write!(out, "<{name}>").unwrap();
            match layout.holds(slot) {
                Holds::Number => write!(out, "{}", self.raw(slot, row)).unwrap(),
                Holds::Truth => out.push('0'),
                Holds::Text => {}
                Holds::Elements => {
                    layout.children(slot).for_each(|child| self.write(layout, child, row, out))
                }
            }
            write!(out, "</{name}>").unwrap();
        }
    }
}
