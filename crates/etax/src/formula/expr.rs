//! A formula as a tree, before its kinds are known.

use super::function::Function;
use rust_decimal::Decimal;
use std::ops::Range;

/// What stands between brackets: `[part:path]`, `[path]`, `[.path]` in the row at hand, `[..path]`
/// in the row around that one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'s> {
    /// The part of the form it is in; the formula's own part where none is written.
    pub part: Option<&'s str>,
    /// How many rows up: `None` outside rows, 0 the row at hand, 1 the row around it.
    pub up: Option<usize>,
    /// The steps from there, joined by `/`.
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
        let complete = !path.is_empty() && path.split('/').all(|step| !step.trim().is_empty());
        let sensible = complete && part != Some("") && (part.is_none() || dots == 0);
        sensible.then_some(Self { part, up: dots.checked_sub(1), path })
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
}
