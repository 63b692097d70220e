//! A formula as a tree, before its kinds are known.

use super::function::Function;
use rust_decimal::Decimal;
use std::ops::Range;

/// What stands between brackets: `[part:path]`, `[path]`, `[.path]` in the row at hand, `[..path]`
/// in the row around that one, `[part:]` for a part as a whole, `[@]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'s> {
    /// The part of the form it is in; the formula's own part where none is written.
    pub part: Option<&'s str>,
    /// How many rows up: `None` outside rows, 0 the row at hand, 1 the row around it.
    pub up: Option<usize>,
    /// The steps from there, joined by `/`; empty for a whole part, `@` for the cell that a check is about.
    pub path: &'s str,
}

impl<'s> Reference<'s> {
    /// Reads what stands between the brackets; `None` when nothing does.
    pub(super) fn read(inside: &'s str) -> Option<Self> {
        let (part, path) = match inside.split_once(':') {
            Some((part, path)) => (Some(part.trim()), path.trim()),
            None => (None, inside),
        };
        let dots = path.bytes().take_while(|byte| *byte == b'.').count();
        let path = path.get(dots..)?.trim();
        let whole = path.is_empty() && part.is_some();
        let complete = whole || path.split('/').all(|step| !step.trim().is_empty());
        let sensible = complete && part != Some("") && (part.is_none() || dots == 0);
        sensible.then_some(Self { part, up: dots.checked_sub(1), path })
    }

    /// Whether it is `[@]`: the cell that a check is about, whichever that is.
    #[must_use]
    pub fn is_this(&self) -> bool {
        self.path == "@" && self.part.is_none() && self.up.is_none()
    }
}

/// An operator between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    /// One text behind the other.
    Join,
    Equal,
    Different,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Operator {
    /// The comparison that holds when this one does not; other operators as they are.
    pub(super) const fn reversed(self) -> Self {
        match self {
            Self::Equal => Self::Different,
            Self::Different => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::More,
            Self::More => Self::AtMost,
            Self::AtLeast => Self::Less,
            other => other,
        }
    }
}

/// A part of a formula and where it stands in the text.
#[derive(Clone, Debug)]
pub(super) struct Expr<'s> {
    pub(super) at: Range<usize>,
    pub(super) node: Node<'s>,
}

/// What the part is.
#[derive(Clone, Debug)]
pub(super) enum Node<'s> {
    Number(Decimal),
    Text(&'s str),
    Truth(bool),
    Reference(Reference<'s>),
    Negate(Box<Expr<'s>>),
    Not(Box<Expr<'s>>),
    And(Box<[Expr<'s>; 2]>),
    Or(Box<[Expr<'s>; 2]>),
    Binary(Operator, Box<[Expr<'s>; 2]>),
    Call(Function, Vec<Expr<'s>>),
    /// In brackets, which are part of its place in the text.
    Brackets(Box<Expr<'s>>),
}

impl<'s> Expr<'s> {
    /// What is in the brackets, where there are any.
    pub(super) fn bare(&self) -> &Self {
        match &self.node {
            Node::Brackets(inner) => inner.bare(),
            _ => self,
        }
    }

    /// Whether its number may come from a quotient that does not end, such as 5 / 6, of which 28 digits are kept.
    pub(super) fn divides(&self) -> bool {
        match &self.node {
            Node::Number(_) | Node::Text(_) | Node::Truth(_) | Node::Reference(_) => false,
            Node::Negate(inner) | Node::Not(inner) | Node::Brackets(inner) => inner.divides(),
            Node::Binary(operator, pair) => {
                let endless = *operator == Operator::Divide && !pair[1].bare().ends_what_it_divides();
                endless || pair.iter().any(Self::divides)
            }
            Node::And(pair) | Node::Or(pair) => pair.iter().any(Self::divides),
            // Rounded is what it is.
            Node::Call(Function::Round, _) => false,
            Node::Call(_, arguments) => arguments.iter().any(Self::divides),
        }
    }

    /// A number whose only prime factors are 2 and 5.
    fn ends_what_it_divides(&self) -> bool {
        let Node::Number(number) = self.node else { return false };
        let mut rest = number.normalize().mantissa().unsigned_abs();
        for factor in [2, 5] {
            while rest != 0 && rest.is_multiple_of(factor) {
                rest /= factor;
            }
        }
        rest == 1
    }
}
