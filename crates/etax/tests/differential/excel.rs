//! Evaluates formulas of the template over fractions.

use super::document::{Invented, ROWS};
use etax::form::Layout;
use etax::formula::Slot;
use etax::schema::Holds;

/// An exact fraction; the denominator is positive.
#[derive(Clone, Copy, Debug)]
pub struct Fraction(i128, i128);

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.0 * other.1 == other.0 * self.1
    }
}

impl Fraction {
    pub fn whole(number: i128) -> Self {
        Self(number, 1)
    }

    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let scale = 10_i128.checked_pow(u32::try_from(part.len()).ok()?)?;
        Some(Self::of(format!("{whole}{part}").parse().ok()?, scale))
    }

    fn of(above: i128, below: i128) -> Self {
        let mut pair = (above.unsigned_abs(), below.unsigned_abs());
        while pair.1 != 0 {
            pair = (pair.1, pair.0 % pair.1);
        }
        let by = i128::try_from(pair.0.max(1)).unwrap() * below.signum();
        Self(above / by, below / by)
    }

    fn add(self, other: Self) -> Self {
        Self::of(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }

    fn times(self, other: Self) -> Self {
        Self::of(self.0 * other.0, self.1 * other.1)
    }

    pub fn round(self, places: i128) -> Self {
        let scale = 10_i128.pow(u32::try_from(places).unwrap());
        let (above, below) = (self.0.abs() * scale, self.1);
        Self::of((above * 2 + below) / (below * 2) * self.0.signum(), scale)
    }

    fn less(self, other: Self) -> bool {
        self.0 * other.1 < other.0 * self.1
    }
}

struct Reader<'r> {
    rest: &'r str,
    resolve: &'r dyn Fn(&str) -> Option<Slot>,
    layout: &'r Layout,
    invented: &'r Invented,
    around: Option<Slot>,
}

type Value = Result<Fraction, &'static str>;

/// The value of a formula, in the first row where it is one of rows.
pub fn evaluate(
    formula: &str,
    resolve: &dyn Fn(&str) -> Option<Slot>,
    layout: &Layout,
    invented: &mut Invented,
    around: Option<Slot>,
) -> Value {
    let mut reader =
        Reader { rest: formula.strip_prefix('=').unwrap_or(formula), resolve, layout, invented, around };
    let value = reader.comparison()?;
    if reader.rest.trim().is_empty() { Ok(value) } else { Err("not of this small language") }
}

impl Reader<'_> {
    fn sign(&mut self, signs: &[&'static str]) -> Option<&'static str> {
        self.rest = self.rest.trim_start();
        let sign = signs.iter().find(|sign| self.rest.starts_with(**sign))?;
        self.rest = &self.rest[sign.len()..];
        Some(sign)
    }

    fn comparison(&mut self) -> Value {
        let left = self.sum()?;
        let Some(sign) = self.sign(&["<>", "<=", ">=", "<", ">", "="]) else { return Ok(left) };
        let right = self.sum()?;
        let holds = match sign {
            "=" => left == right,
            "<>" => left != right,
            "<" => left.less(right),
            "<=" => !right.less(left),
            ">" => right.less(left),
            _ => !left.less(right),
        };
        Ok(Fraction::whole(holds.into()))
    }

    fn sum(&mut self) -> Value {
        let mut left = self.product()?;
        while let Some(sign) = self.sign(&["+", "-"]) {
            let right = self.product()?;
            left = left.add(if sign == "+" { right } else { Fraction(-right.0, right.1) });
        }
        Ok(left)
    }

    fn product(&mut self) -> Value {
        let mut left = self.value()?;
        while let Some(sign) = self.sign(&["*", "/"]) {
            let right = self.value()?;
            if sign == "*" {
                left = left.times(right);
            } else if right.0 == 0 {
                return Err("division by 0");
            } else {
                left = left.times(Fraction::of(right.1, right.0));
            }
        }
        if self.sign(&["%"]).is_some() {
            left = left.times(Fraction(1, 100));
        }
        Ok(left)
    }

    fn value(&mut self) -> Value {
        if self.sign(&["-"]).is_some() {
            let value = self.value()?;
            return Ok(Fraction(-value.0, value.1));
        }
        if self.sign(&["("]).is_some() {
            let value = self.comparison()?;
            return self.sign(&[")"]).map(|_| value).ok_or("not of this small language");
        }
        if self.sign(&["["]).is_some() {
            let end = self.rest.find(']').ok_or("not of this small language")?;
            let name = &self.rest[..end];
            self.rest = &self.rest[end + 1..];
            let slot = (self.resolve)(name).ok_or("the end of a path names several cells or none")?;
            return self.cell(slot, 0);
        }
        let digits = self.rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(self.rest.len());
        if digits > 0 {
            let number = Fraction::parse(&self.rest[..digits]).ok_or("not of this small language")?;
            self.rest = &self.rest[digits..];
            if self.rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '!' || c == '_') {
                return Err("names a cell of the template");
            }
            return Ok(number);
        }
        self.function()
    }

    fn cell(&self, slot: Slot, row: u64) -> Value {
        if self.layout.holds(slot) != Holds::Number {
            return Err("a cell that holds no number");
        }
        if self.layout.row(slot).is_some() && self.layout.row(slot) != self.around {
            return Err("a cell of other rows");
        }
        Ok(self.invented.number(slot, row))
    }

    fn function(&mut self) -> Value {
        let end = self.rest.find('(').ok_or("names a cell of the template")?;
        let name = self.rest[..end].trim();
        self.rest = &self.rest[end + 1..];
        if name == "SUM" && self.sign(&["{rows:"]).is_some() {
            let end = self.rest.find('}').ok_or("not of this small language")?;
            let path = &self.rest[..end];
            self.rest = &self.rest[end + 1..];
            let slot = (self.resolve)(path).ok_or("the end of a path names several cells or none")?;
            let list = self.layout.row(slot).ok_or("a cell of no rows")?;
            if self.layout.holds(slot) != Holds::Number
                || self.layout.row(list).is_some()
                || self.around.is_some()
            {
                return Err("lists in lists");
            }
            let total =
                (0..ROWS).map(|row| self.invented.number(slot, row)).fold(Fraction::whole(0), Fraction::add);
            return self.sign(&[")"]).map(|_| total).ok_or("not of this small language");
        }
        let mut values = vec![self.comparison()?];
        while self.sign(&[","]).is_some() {
            values.push(self.comparison()?);
        }
        self.sign(&[")"]).ok_or("not of this small language")?;
        Ok(match (name, &values[..]) {
            ("SUM", all) => all.iter().copied().fold(Fraction::whole(0), Fraction::add),
            ("ROUND", [number, places]) => number.round(places.0),
            ("ABS", [number]) => Fraction(number.0.abs(), number.1),
            ("MAX", [a, b]) => {
                if a.less(*b) {
                    *b
                } else {
                    *a
                }
            }
            ("IF", [condition, yes, no]) => {
                if condition.0 == 0 {
                    *no
                } else {
                    *yes
                }
            }
            ("AND", all) => Fraction::whole(all.iter().all(|one| one.0 != 0).into()),
            ("OR", all) => Fraction::whole(all.iter().any(|one| one.0 != 0).into()),
            _ => return Err("a function of texts"),
        })
    }
}
