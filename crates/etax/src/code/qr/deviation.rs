//! How a text deviates from the regulation and can still be read.

use std::fmt;

/// One deviation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deviation {
    /// White space around the text.
    Blanks,
    /// More than 512 characters.
    TooLong,
    /// An object that is written although it is empty.
    Empty {
        /// Its identifier; 99 stands before those inside object 99.
        object: String,
    },
    /// A length that is not written with two digits.
    LengthDigits {
        /// The object it is the length of.
        object: String,
        /// How many digits it has.
        digits: usize,
    },
    /// A value that the regulation does not allow.
    Value {
        /// The object that holds it.
        object: String,
    },
    /// An object that should be first, last or behind another one.
    Order {
        /// The object.
        object: String,
    },
    /// The checksum is not that of the text.
    Checksum {
        /// The right one.
        expected: u16,
        /// What is written.
        found: String,
    },
    /// There is no checksum.
    NoChecksum,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blanks => f.write_str("blanks around the text"),
            Self::TooLong => write!(f, "more than {} characters", super::LONGEST),
            Self::Empty { object } => write!(f, "{object} is empty"),
            Self::LengthDigits { object, digits } => {
                write!(f, "the length of {object} has {digits} digits instead of 2")
            }
            Self::Value { object } => write!(f, "{object} has a value outside the rule"),
            Self::Order { object } => write!(f, "{object} stands at the wrong place"),
            Self::Checksum { expected, found } => write!(f, "checksum {found} instead of {expected:04X}"),
            Self::NoChecksum => f.write_str("no checksum"),
        }
    }
}
