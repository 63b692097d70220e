//! Why the kit could not produce something.

use std::fmt;

/// A reason why a document, certificate or file could not be produced.
///
/// The kit's own inputs are compiled in, so an error here is a mistake in the
/// kit itself or a directory that cannot be written.
///
/// ```
/// assert_eq!(etax_testkit::Error::new("no such key").to_string(), "no such key");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(String);

/// What the kit's fallible functions return.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with this sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}
