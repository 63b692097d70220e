//! Where the indicators of a document stand, and their values.

use super::expr::{Expr, Field, Scope};
use super::run::Trouble;
use crate::xml::Element;
use rust_decimal::{Decimal, RoundingStrategy};
use std::cell::{Cell, RefCell};

/// What reading an indicator gives.
type Reading = Result<Decimal, Trouble>;

/// Values already read. A row's formula reads indicators outside the row too; looked up anew for
/// each row, they would cost time in proportion to the square of a hostile document.
#[derive(Debug, Default)]
pub(in crate::declaration) struct Memo {
    /// Of the main part and the appendices, by scope and path.
    fixed: RefCell<Vec<(&'static str, &'static str, Reading)>>,
    /// Of the outer row at hand: its index and path.
    outer: Cell<Option<(usize, &'static str, Reading)>>,
}

/// The parts of a document that paths start from.
#[derive(Clone, Copy, Debug)]
pub(in crate::declaration) struct Places<'m, 'd> {
    pub(in crate::declaration) memo: &'m Memo,
    pub(in crate::declaration) main: Element<'d>,
    pub(in crate::declaration) appendices: Option<Element<'d>>,
    pub(in crate::declaration) row: Option<Element<'d>>,
    pub(in crate::declaration) outer: Option<Element<'d>>,
}

impl<'d> Places<'_, 'd> {
    /// The appendix of this name.
    pub(in crate::declaration) fn appendix(&self, name: &str) -> Option<Element<'d>> {
        self.appendices.and_then(|appendices| appendices.child(name))
    }

    fn start(&self, scope: Scope) -> Option<Element<'d>> {
        match scope {
            Scope::Main => Some(self.main),
            Scope::In(name) => self.appendix(name),
            Scope::Row => self.row,
            Scope::Outer => self.outer,
        }
    }

    /// The element of an indicator.
    pub(in crate::declaration) fn find(&self, field: &Field) -> Option<Element<'d>> {
        self.start(field.scope).and_then(|start| start.find(field.path))
    }

    /// The rows at a path, of which the last step is repeated.
    pub(super) fn rows(self, scope: Scope, path: &'static str) -> impl Iterator<Item = Element<'d>> {
        let (parent, name) =
            path.rsplit_once('/').map_or((None, path), |(parent, name)| (Some(parent), name));
        let start = self.start(scope);
        let parent = parent.map_or(start, |parent| start.and_then(|start| start.find(parent)));
        parent.into_iter().flat_map(move |parent| parent.children_named(name))
    }

    /// These places with another row at hand.
    pub(super) fn at_row(self, row: Element<'d>) -> Self {
        Self { row: Some(row), outer: self.row, ..self }
    }

    fn field(&self, field: &Field) -> Result<Decimal, Trouble> {
        let read = || self.find(field).map_or(Ok(Decimal::ZERO), number);
        let scope = match (field.scope, self.outer) {
            (Scope::Main, _) => "",
            (Scope::In(name), _) => name,
            (Scope::Row, _) | (Scope::Outer, None) => return read(),
            (Scope::Outer, Some(outer)) => {
                if let Some((index, path, value)) = self.memo.outer.get()
                    && index == outer.index()
                    && path == field.path
                {
                    return value;
                }
                let value = read();
                self.memo.outer.set(Some((outer.index(), field.path, value)));
                return value;
            }
        };
        let known = self
            .memo
            .fixed
            .borrow()
            .iter()
            .find(|(name, path, _)| *name == scope && *path == field.path)
            .map(|(.., value)| *value);
        known.unwrap_or_else(|| {
            let value = read();
            self.memo.fixed.borrow_mut().push((scope, field.path, value));
            value
        })
    }

    /// The value of an expression, exact.
    pub(in crate::declaration) fn value(&self, expr: &Expr) -> Result<Decimal, Trouble> {
        match expr {
            Expr::Of(field) => self.field(field),
            Expr::Number(number) => Ok(Decimal::from(*number)),
            Expr::Add(parts) => self.fold(parts, Decimal::checked_add),
            Expr::Sub(parts) => self.fold(parts, Decimal::checked_sub),
            Expr::Mul(parts) => self.fold(parts, Decimal::checked_mul),
            Expr::Div(a, b) => divide(self.value(a)?, self.value(b)?),
            Expr::Round(part, digits) => match part {
                // A quotient is rounded from the fraction itself: cut to 28 digits first, it could
                // come to lie on a half that it is not on.
                Expr::Div(a, b) => round_quotient(self.value(a)?, self.value(b)?, *digits),
                _ => Ok(self
                    .value(part)?
                    .round_dp_with_strategy(*digits, RoundingStrategy::MidpointAwayFromZero)),
            },
            Expr::Max(a, b) => Ok(self.value(a)?.max(self.value(b)?)),
            Expr::Abs(part) => Ok(self.value(part)?.abs()),
            Expr::Named(_, part) => self.value(part),
            Expr::Sum { rows, each, only } => {
                let mut sum = Decimal::ZERO;
                for row in self.rows(rows.scope, rows.path) {
                    let places = self.at_row(row);
                    if let Some((field, wanted)) = only
                        && places.field(field)? != Decimal::from(*wanted)
                    {
                        continue;
                    }
                    sum = sum.checked_add(places.value(each)?).ok_or(Trouble::Overflow)?;
                }
                Ok(sum)
            }
        }
    }

    fn fold(
        &self,
        parts: &[Expr],
        join: fn(Decimal, Decimal) -> Option<Decimal>,
    ) -> Result<Decimal, Trouble> {
        let Some((first, rest)) = parts.split_first() else { return Ok(Decimal::ZERO) };
        rest.iter()
            .try_fold(self.value(first)?, |sum, part| join(sum, self.value(part)?).ok_or(Trouble::Overflow))
    }
}

fn divide(a: Decimal, b: Decimal) -> Result<Decimal, Trouble> {
    if b.is_zero() {
        return Err(Trouble::DivisionByZero);
    }
    a.checked_div(b).ok_or(Trouble::Overflow)
}

/// `a / b` to so many decimals, half away from zero, from whole numbers.
fn round_quotient(a: Decimal, b: Decimal, digits: u32) -> Result<Decimal, Trouble> {
    if b.is_zero() {
        return Err(Trouble::DivisionByZero);
    }
    let exact = || {
        let scale = a.scale().max(b.scale());
        let whole =
            |value: Decimal| value.mantissa().checked_mul(10_i128.checked_pow(scale - value.scale())?);
        let numerator = whole(a)?.checked_mul(10_i128.checked_pow(digits)?)?;
        let denominator = whole(b)?;
        let quotient = numerator.checked_div(denominator)?;
        let remainder = numerator.checked_rem(denominator)?.unsigned_abs();
        let away = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
        let half = remainder >= denominator.unsigned_abs() - remainder;
        let rounded = if half { quotient.checked_add(away)? } else { quotient };
        Decimal::try_from_i128_with_scale(rounded, digits).ok()
    };
    exact().ok_or(Trouble::Overflow)
}

/// The number in an element: 0 when it is empty.
pub(in crate::declaration) fn number(element: Element<'_>) -> Result<Decimal, Trouble> {
    let text = element.trimmed();
    let text = text.strip_prefix('+').unwrap_or(&text);
    if text.is_empty() {
        return Ok(Decimal::ZERO);
    }
    if text.trim_start_matches('-').starts_with(['+', '-', '_']) || text.contains(['_', 'e', 'E']) {
        return Err(Trouble::Unreadable);
    }
    Decimal::from_str_exact(text).map_err(|_| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let written = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if written && digits.bytes().filter(|byte| *byte == b'.').count() < 2 && digits != "." {
            Trouble::Overflow
        } else {
            Trouble::Unreadable
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Trouble, round_quotient};
    use rust_decimal::Decimal;

    fn round(a: &str, b: &str, digits: u32) -> Result<String, Trouble> {
        let number = |text: &str| Decimal::from_str_exact(text).unwrap();
        round_quotient(number(a), number(b), digits).map(|value| value.normalize().to_string())
    }

    #[test]
    fn quotients_round_half_away_from_zero() {
        for (a, b, digits, expected) in [
            ("5", "10", 0, "1"),
            ("-5", "10", 0, "-1"),
            ("5", "-10", 0, "-1"),
            ("4", "10", 0, "0"),
            ("1", "3", 2, "0.33"),
            ("2", "3", 2, "0.67"),
            ("12.5", "0.5", 0, "25"),
            ("640", "100", 1, "6.4"),
            // 28 digits of the quotient alone would make this a half.
            ("49999999999999", "100000000000000", 0, "0"),
            ("99999999999999", "3", 0, "33333333333333"),
        ] {
            assert_eq!(round(a, b, digits).as_deref(), Ok(expected), "{a} / {b}");
        }
    }

    #[test]
    fn trouble_is_named() {
        assert_eq!(round("1", "0", 0), Err(Trouble::DivisionByZero));
        assert_eq!(round("79228162514264337593543950335", "0.0000000001", 2), Err(Trouble::Overflow));
    }
}
