//! A condition, and the two amounts that it compares where it does.

use super::error::{Fault, FormulaError};
use super::expr::{Expr, Node, Operator};
use super::program::{Formula, Kind, Names, Slot};
use super::{compile, lexer, parser};

/// How two amounts must stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The first is the second.
    Equal,
    /// The first is not the second.
    Different,
    /// The first is less.
    Less,
    /// The first is not more.
    AtMost,
    /// The first is more.
    More,
    /// The first is not less.
    AtLeast,
}

impl Comparison {
    const fn of(operator: Operator) -> Option<Self> {
        Some(match operator {
            Operator::Equal => Self::Equal,
            Operator::Different => Self::Different,
            Operator::Less => Self::Less,
            Operator::AtMost => Self::AtMost,
            Operator::More => Self::More,
            Operator::AtLeast => Self::AtLeast,
            _ => return None,
        })
    }

    /// Whether it holds between two values in this order.
    #[must_use]
    pub fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Different => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

/// A condition that a document must meet.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Two numbers are compared: both can be told.
    Compare(Formula, Comparison, Formula),
    /// Anything else that is true or false.
    Holds(Formula),
}

impl Condition {
    /// Parses and type-checks a condition, as [`Formula::parse`] does a formula.
    ///
    /// # Errors
    ///
    /// [`FormulaError`] says which bytes of the text are wrong and why; among others when it is no condition.
    pub fn parse(text: &str, names: &dyn Names, rows: &[Slot]) -> Result<Self, FormulaError> {
        let words = lexer::words(text)?;
        let expr = parser::parse(&words, text.len())?;
        let whole = compile::compile(text, &expr, names, rows)?;
        if whole.kind() != Kind::Truth {
            let fault = Fault::Kind { wanted: Kind::Truth, found: whole.kind() };
            return Err(FormulaError::new(0..text.len(), fault));
        }
        let Node::Binary(operator, pair) = &expr.bare().node else { return Ok(Self::Holds(whole)) };
        let Some(comparison) = Comparison::of(*operator) else { return Ok(Self::Holds(whole)) };
        let side = |side: &Expr<'_>| {
            let piece = text.get(side.at.clone()).unwrap_or_default();
            Formula::parse(piece, names, rows)
        };
        let [left, right] = &**pair;
        let (left, right) = (side(left)?, side(right)?);
        if left.kind() == Kind::Number {
            Ok(Self::Compare(left, comparison, right))
        } else {
            Ok(Self::Holds(whole))
        }
    }

    /// The formulas it consists of.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let (first, second) = match self {
            Self::Compare(left, _, right) => (left, Some(right)),
            Self::Holds(whole) => (whole, None),
        };
        std::iter::once(first).chain(second)
    }

    /// The same, to be changed.
    pub fn formulas_mut(&mut self) -> impl Iterator<Item = &mut Formula> {
        let (first, second) = match self {
            Self::Compare(left, _, right) => (left, Some(right)),
            Self::Holds(whole) => (whole, None),
        };
        std::iter::once(first).chain(second)
    }
}
