//! What is wrong with a formula's text.

use super::Kind;
use std::fmt;
use std::ops::Range;

/// Why a formula cannot be loaded, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaError {
    /// The bytes of the text that it is about.
    pub at: Range<usize>,
    /// What is wrong there.
    pub fault: Fault,
}

/// One kind of mistake in a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The text is longer than 16 KB, nested deeper than 48 levels, or needs more steps than a formula may have.
    TooLarge,
    /// A character that begins nothing in this language.
    Character(char),
    /// A number that has more than 28 digits or is written in no known way.
    Number,
    /// A bracket or quote that is not closed.
    Unclosed,
    /// Something else should stand here.
    Expected(&'static str),
    /// No function of this name.
    Function(String),
    /// The function takes another number of arguments.
    Arguments {
        /// Its name.
        function: &'static str,
        /// How many it takes, in words.
        takes: &'static str,
    },
    /// The form has no cell or rows of this name.
    Reference(String),
    /// A value of another kind is needed here.
    Kind {
        /// What is needed.
        wanted: Kind,
        /// What stands here.
        found: Kind,
    },
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at byte {}: {}", self.at.start, self.fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("the formula is too large"),
            Self::Character(character) => write!(f, "{character:?} begins nothing"),
            Self::Number => f.write_str("not a number of at most 28 digits"),
            Self::Unclosed => f.write_str("not closed"),
            Self::Expected(what) => write!(f, "expected {what}"),
            Self::Function(name) => write!(f, "no function is called {name}"),
            Self::Arguments { function, takes } => write!(f, "{function} takes {takes}"),
            Self::Reference(name) => write!(f, "the form has no [{name}]"),
            Self::Kind { wanted, found } => write!(f, "expected {wanted}, found {found}"),
        }
    }
}

impl std::error::Error for FormulaError {}

impl FormulaError {
    pub(super) const fn new(at: Range<usize>, fault: Fault) -> Self {
        Self { at, fault }
    }
}
