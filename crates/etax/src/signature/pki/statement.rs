//! What one list or response says about one certificate.

use crate::value::Moment;

/// The kind of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A revocation list (RFC 5280, section 5).
    List,
    /// An OCSP response (RFC 6960).
    Response,
}

impl Source {
    /// The word used in reports: `crl` or `ocsp`.
    ///
    /// ```
    /// use etax::signature::pki::Source;
    /// assert_eq!(Source::Response.word(), "ocsp");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::List => "crl",
            Self::Response => "ocsp",
        }
    }
}

/// Why a certificate was revoked (CRLReason, RFC 5280, section 5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// No reason given, or one without a meaning.
    Unspecified,
    /// keyCompromise: somebody else has the key.
    KeyCompromise,
    /// cACompromise or aACompromise: somebody else has an authority's key.
    AuthorityCompromise,
    /// affiliationChanged.
    AffiliationChanged,
    /// superseded.
    Superseded,
    /// cessationOfOperation.
    CessationOfOperation,
    /// certificateHold: suspended, perhaps not for good.
    Hold,
    /// removeFromCRL: a suspension that was lifted.
    Removed,
    /// privilegeWithdrawn.
    PrivilegeWithdrawn,
}

impl Reason {
    pub(crate) const fn of(code: u32) -> Self {
        match code {
            1 => Self::KeyCompromise,
            2 | 10 => Self::AuthorityCompromise,
            3 => Self::AffiliationChanged,
            4 => Self::Superseded,
            5 => Self::CessationOfOperation,
            6 => Self::Hold,
            8 => Self::Removed,
            9 => Self::PrivilegeWithdrawn,
            _ => Self::Unspecified,
        }
    }

    /// Whether somebody else may have used the key before the revocation.
    ///
    /// ```
    /// use etax::signature::pki::Reason;
    /// assert!(Reason::KeyCompromise.is_compromise() && !Reason::Superseded.is_compromise());
    /// ```
    #[must_use]
    pub const fn is_compromise(self) -> bool {
        matches!(self, Self::KeyCompromise | Self::AuthorityCompromise)
    }

    /// Whether time-stamps made before the revocation stay good (RFC 3161, section 4, item 1).
    pub(crate) const fn spares_the_past(self) -> bool {
        matches!(
            self,
            Self::Unspecified | Self::AffiliationChanged | Self::Superseded | Self::CessationOfOperation
        )
    }
}

/// That a certificate was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// Since when: the revocation date, or the earlier invalidity date (RFC 5280, section 5.3.2) where the reason is
    /// that the key was compromised.
    pub since: Moment,
    /// Why.
    pub reason: Reason,
}

/// What one piece of evidence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing against the certificate.
    Good,
    /// It was revoked.
    Revoked(Revoked),
    /// The responder does not know the certificate (OCSP only).
    Unknown,
}

/// One piece of evidence about one certificate, verified, and independent of the moment judged at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// List or response.
    pub source: Source,
    /// thisUpdate.
    pub published: Moment,
    /// nextUpdate: until when it may be relied on.
    pub next: Option<Moment>,
    /// What it says.
    pub status: Status,
    /// Which reasons for revocation it knows of.
    pub(crate) reasons: Reasons,
    /// Since when it keeps certificates that have expired (expiredCertsOnCRL, archiveCutoff).
    pub(crate) retains: Option<Moment>,
    /// Its signature uses SHA-1.
    pub(crate) sha1: bool,
}

/// A set of reasons, as the bits of ReasonFlags (RFC 5280, section 4.2.1.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reasons(u16);

impl Reasons {
    /// Every reason that has a bit.
    pub(crate) const ALL: Self = Self(0x01fe);
    pub(crate) const NONE: Self = Self(0);

    /// From the content of a BIT STRING: bit n is reason n.
    pub(crate) fn of(bits: &[u8]) -> Self {
        let bit =
            |index: usize| bits.get(index / 8 + 1).is_some_and(|byte| byte & (0x80u8 >> (index % 8)) != 0);
        Self((1..=8).filter(|index| bit(*index)).fold(0, |set, index| set | (1 << index)))
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
