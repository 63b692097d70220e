//! Why a JSON text is no declaration.

use std::fmt;

/// What is wrong with a JSON text that should become a declaration, and where: always a mistake of the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Where, as a JSON pointer (RFC 6901); empty for the whole text.
    pub pointer: String,
    /// What.
    pub mistake: Mistake,
}

/// A mistake in a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// It is no JSON, or nests too deep.
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// No form of this code and version is known.
    UnknownForm {
        /// Code or printed number.
        form: String,
        /// Version; empty where none was given.
        version: String,
        /// The nearest version known, or nothing.
        nearest: String,
    },
    /// `form` or `version` is not what the element of the envelope says.
    Contradiction {
        /// What the form has.
        expected: String,
        /// What was given.
        found: String,
    },
    /// There is no such element or attribute at this place of the form.
    UnknownName,
    /// The element is known, but not beside the others that were given, or not so often.
    NoPlace,
    /// The same key twice in one object, or the same identifier twice in the document.
    Duplicate,
    /// Something else was expected: an object, an array, a string, a whole number, true or false.
    WrongType {
        /// What is expected.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// A number with a fraction or an exponent, or of more than 64 bits, which JSON readers keep as a float. Written as a
    /// string it is exact.
    Inexact,
    /// `null`, which stands for `xsi:nil`, where the form does not allow it.
    NotNillable,
    /// A text that the form does not allow.
    Value {
        /// What may be written.
        expected: String,
        /// What was given.
        found: String,
    },
    /// A character that no XML document can hold.
    Character(char),
    /// Something must be said here that cannot be guessed: a date, a tax code, a choice of words.
    Missing {
        /// The element or attribute.
        name: String,
    },
    /// Signatures are made over bytes and cannot be carried in JSON.
    Signature,
    /// The document would have more elements than are allowed.
    TooLarge,
}

impl JsonError {
    pub(super) fn new(pointer: &str, mistake: Mistake) -> Self {
        Self { pointer: pointer.to_owned(), mistake }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.pointer.is_empty() {
            write!(f, "{}: ", self.pointer)?;
        }
        self.mistake.fmt(f)
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { line, column, message } => write!(f, "line {line}, column {column}: {message}"),
            Self::UnknownForm { form, version, nearest } if nearest.is_empty() => {
                write!(f, "form {form} {version} is not known")
            }
            Self::UnknownForm { form, version, nearest } => {
                write!(f, "form {form} {version} is not known; the nearest version is {nearest}")
            }
            Self::Contradiction { expected, found } => {
                write!(f, "the form is {expected}, but this says {found}")
            }
            Self::UnknownName => f.write_str("the form has no such element or attribute here"),
            Self::NoPlace => f.write_str("there is no place for this element beside the others given"),
            Self::Duplicate => f.write_str("this is there twice"),
            Self::WrongType { expected, found } => write!(f, "{expected} is expected, not {found}"),
            Self::Inexact => f.write_str("a number that is not whole, or too large; write it as a string"),
            Self::NotNillable => f.write_str("null is not allowed here"),
            Self::Value { expected, found } => {
                write!(f, "{found:?} is not allowed; right would be {expected}")
            }
            Self::Character(c) => write!(f, "the character U+{:04X} cannot stand in XML", u32::from(*c)),
            Self::Missing { name } => write!(f, "{name} must be given"),
            Self::Signature => f.write_str("signatures cannot be carried in JSON"),
            Self::TooLarge => f.write_str("too many elements"),
        }
    }
}

impl std::error::Error for JsonError {}
