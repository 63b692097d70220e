//! What keeps the authority from answering: never the message, always its own side.

use crate::signature::sign::SignError;
use std::fmt;

/// What the caller's part says when it cannot do its work.
pub type GrantError = Box<dyn std::error::Error + Send + Sync>;

/// Why there is no answer. A message that is wrong is no reason: then the answer says so.
///
/// ```
/// use etax::authority::AnswerError;
/// let error = AnswerError::Office { field: "code", why: "empty or too long" };
/// assert_eq!(error.to_string(), "the office's code: empty or too long");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum AnswerError {
    /// The office is not described as notices need it.
    Office {
        /// Which field of [`Office`](super::Office).
        field: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// [`Incoming::from`](super::Incoming::from) is no code of a sender.
    From,
    /// The report is about other bytes, or another moment, than the message.
    Report,
    /// The key cannot sign the answer.
    Sign(SignError),
    /// The caller's [`Grants`](super::Grants) failed.
    Grants(GrantError),
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Office { field, why } => write!(f, "the office's {field}: {why}"),
            Self::From => f.write_str("whoever handed the message in has no code of a sender"),
            Self::Report => f.write_str("the report is not on this message"),
            Self::Sign(why) => write!(f, "the answer is not signed: {why}"),
            Self::Grants(why) => write!(f, "nothing was granted: {why}"),
        }
    }
}

impl std::error::Error for AnswerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Sign(why) => Some(why),
            Self::Grants(why) => Some(why.as_ref()),
            _ => None,
        }
    }
}
