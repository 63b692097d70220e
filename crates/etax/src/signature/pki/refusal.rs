//! Evidence that can be read and does not count.

use super::{DistinguishedName, Source};
use crate::value::Moment;
use std::fmt;

/// Why evidence that can be read does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// An indirect list: it speaks for other authorities than the one that signed it (RFC 5280, section 5.2.5).
    Indirect,
    /// A delta list (RFC 5280, section 5.2.4): what it lists is revoked, its silence says nothing.
    Delta,
    /// A critical extension that this engine does not process.
    CriticalExtension,
    /// A critical extension of an entry that this engine does not process.
    CriticalEntryExtension,
    /// Signed with an algorithm that this engine does not have.
    Algorithm,
    /// An OCSP response that says why there is none: responseStatus (RFC 6960, section 4.2.1).
    ResponseStatus(u32),
    /// An OCSP response of another type than basic.
    ResponseType,
    /// No certificate that may do so verifies its signature.
    Unverified,
}

impl Refusal {
    /// The word used in findings.
    ///
    /// ```
    /// use etax::signature::pki::Refusal;
    /// assert_eq!(Refusal::Indirect.word(), "indirect");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Indirect => "indirect",
            Self::Delta => "delta",
            Self::CriticalExtension => "critical-extension",
            Self::CriticalEntryExtension => "critical-entry-extension",
            Self::Algorithm => "algorithm",
            Self::ResponseStatus(_) => "response-status",
            Self::ResponseType => "response-type",
            Self::Unverified => "unverified",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Indirect => {
                f.write_str("an indirect list: it speaks for other authorities than its signer")
            }
            Self::Delta => f.write_str("a delta list: only what it lists counts"),
            Self::CriticalExtension => f.write_str("a critical extension that is not processed"),
            Self::CriticalEntryExtension => {
                f.write_str("an entry with a critical extension that is not processed")
            }
            Self::Algorithm => f.write_str("signed with an algorithm that is not supported"),
            Self::ResponseStatus(status) => write!(f, "no answer, but the error {status}"),
            Self::ResponseType => f.write_str("a response of another type than basic"),
            Self::Unverified => f.write_str("not signed by anybody who may speak for the issuer"),
        }
    }
}

/// Evidence in a trust store that can be read and does not count, for the operator.
///
/// One such list among many must not stop the others from being used, nor be dropped in silence.
#[derive(Clone, Debug)]
pub struct Refused<'s> {
    /// List or response.
    pub source: Source,
    /// Whose list it is; `None` for responses.
    pub issuer: Option<&'s DistinguishedName>,
    /// When it was published, if it says so.
    pub published: Option<Moment>,
    /// Why it does not count.
    pub refusal: Refusal,
}
