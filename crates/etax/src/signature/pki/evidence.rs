//! What the evidence at hand says about one certificate, and what that means at a moment.

use super::DistinguishedName;
use crate::value::Moment;
use std::fmt;

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

/// Why evidence that can be read does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// An indirect list: it speaks for other authorities than the one that signed it (RFC 5280, section 5.2.5).
    Indirect,
    /// A delta list without the complete list that it changes (RFC 5280, section 5.2.4).
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
            Self::Delta => f.write_str("a delta list: it only changes a complete list"),
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

/// What the evidence at hand says about one certificate. Independent of the moment judged at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    statements: Vec<Statement>,
    /// Evidence of the issuer that does not count, each kind once.
    refused: Vec<(Source, Refusal)>,
    expires: Moment,
}

/// What [`Revocation::standing`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'r> {
    /// Not revoked, says this.
    Good(&'r Statement),
    /// Revoked or suspended at the moment, says this.
    Revoked(Revoked, &'r Statement),
    /// Revoked only after the moment, says this.
    RevokedLater(Revoked, &'r Statement),
    /// Not known.
    Unknown(Gap),
}

/// Why a certificate's standing is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// No list and no response covers the certificate.
    Nothing,
    /// What there is does not speak for the moment: this was the newest.
    Stale(Source, Moment),
    /// What there is covers only some reasons for revocation.
    Reasons,
    /// The responder does not know the certificate, or when a suspension ended is not known.
    Unsure(Source, Moment),
    /// The only evidence does not count.
    Refused(Source, Refusal),
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("crl 0, ocsp 0"),
            Self::Stale(source, at) => write!(f, "{} {at}", source.word()),
            Self::Reasons => f.write_str("onlySomeReasons"),
            Self::Unsure(source, at) => write!(f, "{} unknown {at}", source.word()),
            Self::Refused(source, refusal) => write!(f, "{} {}", source.word(), refusal.word()),
        }
    }
}

impl Revocation {
    pub(crate) const fn new(expires: Moment) -> Self {
        Self { statements: Vec::new(), refused: Vec::new(), expires }
    }

    pub(crate) fn say(&mut self, statement: Statement) {
        self.statements.push(statement);
    }

    pub(crate) fn refuse(&mut self, source: Source, refusal: Refusal) {
        if !self.refused.contains(&(source, refusal)) {
            self.refused.push((source, refusal));
        }
    }

    /// Everything that was said.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// How the certificate stood at a moment, all evidence taken together; where it disagrees, the worse counts.
    #[must_use]
    pub fn standing(&self, at: Moment) -> Standing<'_> {
        self.standing_by(at, |_| true)
    }

    /// The same, where only evidence that `believed` holds for may speak for the certificate.
    pub(crate) fn standing_by(&self, at: Moment, believed: impl Fn(&Statement) -> bool) -> Standing<'_> {
        let mut against: Option<(Revoked, &Statement)> = None;
        let mut later: Option<(Revoked, &Statement)> = None;
        let mut unsure: Option<&Statement> = None;
        let mut good: Option<&Statement> = None;
        let mut covered = Reasons::NONE;
        for statement in &self.statements {
            match statement.status {
                Status::Revoked(revoked) if revoked.since > at => {
                    if !self.lifted(statement, revoked) && earlier(revoked, later) {
                        later = Some((revoked, statement));
                    }
                }
                Status::Revoked(revoked) => match self.hold_at(statement, revoked, at) {
                    Hold::Stands if earlier(revoked, against) => against = Some((revoked, statement)),
                    Hold::Stands | Hold::Over => {}
                    Hold::Unsure => unsure = Some(statement),
                },
                Status::Unknown if self.speaks(statement, at) => unsure = Some(statement),
                Status::Good if believed(statement) && self.speaks(statement, at) => {
                    covered = covered.or(statement.reasons);
                    if good.is_none_or(|best| statement.published > best.published) {
                        good = Some(statement);
                    }
                }
                Status::Unknown | Status::Good => {}
            }
        }
        if let Some((revoked, by)) = against {
            return Standing::Revoked(revoked, by);
        }
        if let Some(unsure) = unsure {
            return Standing::Unknown(Gap::Unsure(unsure.source, unsure.published));
        }
        if let Some((revoked, by)) = later {
            return Standing::RevokedLater(revoked, by);
        }
        match good {
            Some(good) if covered == Reasons::ALL => Standing::Good(good),
            Some(_) => Standing::Unknown(Gap::Reasons),
            None => Standing::Unknown(self.gap()),
        }
    }

    /// Evidence made later speaks for the moment, as long as the certificate had not expired by then: expired ones may
    /// be dropped unless it says that they are kept. Earlier evidence speaks until the next is due.
    fn speaks(&self, statement: &Statement, at: Moment) -> bool {
        let kept = statement.published <= self.expires
            || statement.retains.is_some_and(|since| since <= self.expires);
        let later = statement.published >= at && kept;
        let current = statement.published <= at && statement.next.is_some_and(|next| at <= next);
        later || current
    }

    /// Whether newer evidence of the same kind no longer knows of a suspension.
    fn lifted(&self, statement: &Statement, revoked: Revoked) -> bool {
        self.lifting(statement, revoked).is_some()
    }

    fn lifting(&self, statement: &Statement, revoked: Revoked) -> Option<Moment> {
        if revoked.reason != Reason::Hold {
            return None;
        }
        self.statements
            .iter()
            .filter(|other| {
                other.source == statement.source
                    && other.status == Status::Good
                    && other.published > statement.published
                    && self.speaks(other, other.published)
            })
            .map(|other| other.published)
            .min()
    }

    /// A suspension stands until newer evidence no longer lists it. In between nobody knows.
    fn hold_at(&self, statement: &Statement, revoked: Revoked, at: Moment) -> Hold {
        match self.lifting(statement, revoked) {
            Some(lifted) if at >= lifted => Hold::Over,
            Some(_) if at > statement.published => Hold::Unsure,
            _ => Hold::Stands,
        }
    }

    fn gap(&self) -> Gap {
        if let Some(newest) = self.statements.iter().max_by_key(|statement| statement.published) {
            return Gap::Stale(newest.source, newest.published);
        }
        self.refused.first().map_or(Gap::Nothing, |(source, refusal)| Gap::Refused(*source, *refusal))
    }
}

enum Hold {
    Stands,
    Over,
    Unsure,
}

fn earlier(revoked: Revoked, than: Option<(Revoked, &Statement)>) -> bool {
    than.is_none_or(|(other, _)| revoked.since < other.since)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64) -> Moment {
        Moment::from_unix(day * 86_400).unwrap()
    }

    fn statement(source: Source, published: i64, status: Status) -> Statement {
        Statement {
            source,
            published: day(published),
            next: Some(day(published + 7)),
            status,
            reasons: Reasons::ALL,
            retains: None,
            sha1: false,
        }
    }

    fn revoked(since: i64, reason: Reason) -> Status {
        Status::Revoked(Revoked { since: day(since), reason })
    }

    fn of(statements: &[Statement]) -> Revocation {
        Revocation { statements: statements.to_vec(), refused: Vec::new(), expires: day(1000) }
    }

    #[test]
    fn the_moment_decides() {
        let all = of(&[statement(Source::List, 100, revoked(50, Reason::Superseded))]);
        assert!(matches!(all.standing(day(49)), Standing::RevokedLater(..)));
        assert!(matches!(all.standing(day(50)), Standing::Revoked(..)));
        let all = of(&[statement(Source::List, 100, Status::Good)]);
        assert!(matches!(all.standing(day(10)), Standing::Good(_)));
        assert!(matches!(all.standing(day(107)), Standing::Good(_)));
        assert!(matches!(all.standing(day(108)), Standing::Unknown(Gap::Stale(Source::List, _))));
    }

    #[test]
    fn the_worse_counts() {
        let good = statement(Source::List, 100, Status::Good);
        let bad = statement(Source::Response, 90, revoked(80, Reason::Unspecified));
        assert!(matches!(of(&[good, bad]).standing(day(101)), Standing::Revoked(..)));
        let unknown = statement(Source::Response, 100, Status::Unknown);
        assert!(matches!(of(&[good, unknown]).standing(day(101)), Standing::Unknown(Gap::Unsure(..))));
        // What the responder did not know long ago is nothing today.
        let old = statement(Source::Response, 10, Status::Unknown);
        assert!(matches!(of(&[good, old]).standing(day(101)), Standing::Good(_)));
    }

    #[test]
    fn a_suspension_ends_when_newer_lists_no_longer_have_it() {
        let held = statement(Source::List, 100, revoked(95, Reason::Hold));
        let lifted = statement(Source::List, 110, Status::Good);
        assert!(matches!(of(&[held]).standing(day(105)), Standing::Revoked(..)));
        let both = of(&[held, lifted]);
        assert!(matches!(both.standing(day(94)), Standing::Good(_)));
        assert!(matches!(both.standing(day(97)), Standing::Revoked(..)));
        assert!(matches!(both.standing(day(105)), Standing::Unknown(Gap::Unsure(..))));
        assert!(matches!(both.standing(day(110)), Standing::Good(_)));
        // Anything but a suspension is for good.
        let gone = statement(Source::List, 100, revoked(95, Reason::KeyCompromise));
        assert!(matches!(of(&[gone, lifted]).standing(day(111)), Standing::Revoked(..)));
    }

    #[test]
    fn expired_certificates_may_be_dropped_unless_kept() {
        let mut late = statement(Source::List, 1100, Status::Good);
        assert!(matches!(of(&[late]).standing(day(900)), Standing::Unknown(Gap::Stale(..))));
        late.retains = Some(day(1000));
        assert!(matches!(of(&[late]).standing(day(900)), Standing::Good(_)));
        late.retains = Some(day(1001));
        assert!(matches!(of(&[late]).standing(day(900)), Standing::Unknown(Gap::Stale(..))));
    }

    #[test]
    fn lists_by_reason_add_up() {
        let mut some = statement(Source::List, 100, Status::Good);
        some.reasons = Reasons::of(&[1, 0b0110_0000]);
        let mut rest = some;
        rest.reasons = Reasons::of(&[7, 0b0001_1111, 0b1000_0000]);
        assert!(matches!(of(&[some]).standing(day(101)), Standing::Unknown(Gap::Reasons)));
        assert!(matches!(of(&[some, rest]).standing(day(101)), Standing::Good(_)));
    }
}
