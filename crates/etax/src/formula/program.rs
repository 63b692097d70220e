//! A formula that has been parsed and type-checked.

use super::error::FormulaError;
use super::expr::Reference;
use super::{compile, lexer, parser};
use rust_decimal::Decimal;
use std::fmt;
use std::ops::Range;

/// A cell or a block of rows of a form, numbered by whoever knows the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(pub u32);

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An exact decimal: an amount in đồng, a rate, a count.
    Number,
    /// Characters.
    Text,
    /// True or false.
    Truth,
    /// Repeated rows, which only `sum` and `count` take.
    Rows,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Truth => "a condition",
            Self::Rows => "rows",
        })
    }
}

/// What a reference means in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A cell that holds a number.
    Number(Slot),
    /// A cell that holds text.
    Text(Slot),
    /// A block of rows.
    Rows(Slot),
    /// An element that holds others: an appendix, a group. Only `exists` takes it.
    Part(Slot),
}

/// A form's names, asked while a formula is loaded.
pub trait Names {
    /// What `reference` means inside these blocks of rows, outermost first; `None` if the form has
    /// no such cell.
    fn meaning(&self, reference: &Reference<'_>, rows: &[Slot]) -> Option<Meaning>;
}

/// One step of a formula. Positions are indices of steps.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Number(Decimal),
    /// A piece of the formula's own text.
    Text(Range<usize>),
    Truth(bool),
    ReadNumber(Slot),
    ReadText(Slot),
    Negate,
    Not,
    Add,
    Subtract,
    Multiply,
    Divide,
    Mod,
    Join,
    /// Whether two numbers are equal, or different.
    EqualNumbers(bool),
    EqualTexts(bool),
    EqualTruths(bool),
    Less,
    AtMost,
    More,
    AtLeast,
    Abs,
    Min,
    Max,
    Round,
    /// Rounds what comes from a quotient that was cut to 28 digits.
    RoundNear,
    Len,
    Trim,
    Upper,
    Left,
    Right,
    Mid,
    Contains,
    Replace,
    /// A text as a number.
    Parse,
    /// Whether a text has nothing but blanks.
    IsBlank,
    /// Whether an element is there.
    Exists(Slot),
    /// Whether an earlier row has the same text in a cell.
    Twice(Slot),
    /// The number of the row that a cell is in.
    Position(Slot),
    /// Whether a text is digits alone.
    IsDigits,
    /// Whether a text is a tax code whose check digit holds.
    IsTaxCode,
    /// Leaves the rows last entered.
    Leave,
    /// Takes the text below the one on top away.
    DropBelow,
    /// A quotient of the two numbers on top, rounded from the fraction itself.
    RoundQuotient,
    /// The sum of this number, if it was made before, and on behind it.
    Recall(u32, usize),
    /// Keeps the number on top as the sum of this number.
    Remember(u32),
    /// Goes on elsewhere.
    Jump(usize),
    /// Goes on elsewhere when the value on top, which is taken away, is false.
    JumpUnless(usize),
    /// Goes on elsewhere, keeping the value on top, when it is this; else takes it away.
    JumpKeeping(bool, usize),
    /// Begins a loop over rows, or goes on behind it when there are none: over those of the whole document, or over
    /// those in the rows at hand.
    Enter {
        rows: Slot,
        whole: bool,
        past: usize,
    },
    /// Goes on at the loop's begin with the next row, if there is one.
    Next(usize),
}

/// A formula, ready to be evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    pub(super) text: Box<str>,
    pub(super) steps: Box<[Step]>,
    pub(super) kind: Kind,
    /// Each reference: where it stands in the text, and what it means.
    pub(super) references: Box<[(Range<usize>, Slot)]>,
    /// How many sums it keeps.
    pub(super) memos: u32,
}

impl Formula {
    /// Parses and type-checks a formula that is evaluated inside these blocks of rows, outermost
    /// first; none for one that is evaluated once for a form.
    ///
    /// # Errors
    ///
    /// [`FormulaError`] says which bytes of the text are wrong and why.
    pub fn parse(text: &str, names: &dyn Names, rows: &[Slot]) -> Result<Self, FormulaError> {
        let words = lexer::words(text)?;
        let expr = parser::parse(&words, text.len())?;
        compile::compile(text, &expr, names, rows)
    }

    /// The kind of its value.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The text it was made from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether its value may have more decimals than anyone writes: it divides or multiplies, and rounds nothing at the end.
    #[must_use]
    pub fn is_unrounded(&self) -> bool {
        let rounds = matches!(self.steps.last(), Some(Step::Round | Step::RoundNear | Step::RoundQuotient));
        !rounds && self.steps.iter().any(|step| matches!(step, Step::Divide | Step::Multiply))
    }

    /// How many sums it keeps between evaluations: those inside rows that are the same for each row.
    #[must_use]
    pub const fn memos(&self) -> u32 {
        self.memos
    }

    /// Numbers the sums it keeps from `first` on, so that formulas evaluated over the same cells do not mix theirs up.
    pub fn number_memos(&mut self, first: u32) {
        for step in &mut self.steps {
            if let Step::Recall(memo, _) | Step::Remember(memo) = step {
                *memo = memo.saturating_add(first);
            }
        }
    }

    /// The cells and rows it reads, in the order of its text.
    pub fn slots(&self) -> impl Iterator<Item = Slot> {
        self.references.iter().map(|(_, slot)| *slot)
    }

    /// The formula with every reference replaced by what a bookkeeper calls it.
    pub fn render<'l>(&self, label: impl Fn(Slot) -> &'l str) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut done = 0;
        for (at, slot) in &self.references {
            out.push_str(self.text.get(done..at.start).unwrap_or_default());
            out.push_str(label(*slot));
            done = at.end;
        }
        out.push_str(self.text.get(done..).unwrap_or_default());
        out
    }
}
