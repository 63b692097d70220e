//! What the evidence at hand says about one certificate, and what that means at a moment.

use super::statement::Reasons;
use super::{Reason, Refusal, Revoked, Source, Statement, Status};
use crate::value::Moment;
use std::fmt;

/// What the evidence at hand says about one certificate. Independent of the moment judged at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    statements: Vec<Statement>,
    /// Evidence of the issuer that does not count, each kind once.
    refused: Vec<(Source, Refusal)>,
    expires: Moment,
}

/// What [`Revocation::standing`] finds.
///
/// ```
/// use etax::signature::pki::{Certificate, ChainSearch, Gap, Standing, TrustStore};
/// use etax::value::Moment;
/// # const DER: &[u8] = include_bytes!("example.der");
/// # let leaf = std::sync::Arc::new(Certificate::from_der(DER).unwrap());
/// let store = TrustStore::builder().anchors(DER).unwrap().build();
/// // An anchor is believed as it is; below it, everything is looked up.
/// for revocation in ChainSearch::run(&leaf, &[], &store).paths[0].revocations() {
///     let standing = revocation.standing(Moment::parse("2026-11-23").unwrap());
///     assert_eq!(standing, Standing::Unknown(Gap::Nothing));
/// }
/// ```
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

    /// Leaves out what can change no answer, so that a year of daily lists costs no more than one to remember.
    ///
    /// Of those that say nothing against the certificate, the newest made before it expired speaks for all moments before
    /// it, and the one that is good for longest for those after; of revocations only the earliest counts. A suspension needs them all.
    pub(crate) fn settle(mut self) -> Self {
        /// Statements remembered about one certificate.
        const MOST: usize = 64;
        self.statements.sort_by_key(|statement| std::cmp::Reverse(statement.published));
        let held = self.statements.iter().any(|statement| {
            matches!(statement.status, Status::Revoked(Revoked { reason: Reason::Hold, .. }))
        });
        if !held {
            let since = |statement: &Statement| match statement.status {
                Status::Revoked(revoked) => Some(revoked.since),
                _ => None,
            };
            let earliest = self.statements.iter().filter_map(since).min();
            let mut kept: Vec<Statement> = Vec::new();
            for statement in &self.statements {
                let needless = match statement.status {
                    Status::Good if statement.reasons == Reasons::ALL => kept.iter().any(|newer| {
                        newer.status == Status::Good
                            && newer.reasons == Reasons::ALL
                            && (newer.source, newer.sha1) == (statement.source, statement.sha1)
                            && (self.keeps_expired(newer) || !self.keeps_expired(statement))
                            && newer.next >= statement.next
                    }),
                    Status::Revoked(revoked) => {
                        Some(revoked.since) > earliest || kept.iter().any(|newer| since(newer).is_some())
                    }
                    Status::Good | Status::Unknown => false,
                };
                if !needless {
                    kept.push(*statement);
                }
            }
            self.statements = kept;
        }
        self.statements.truncate(MOST);
        self
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
        let later = statement.published >= at && self.keeps_expired(statement);
        let current = statement.published <= at && statement.next.is_some_and(|next| at <= next);
        later || current
    }

    /// Whether it would still have listed the certificate: made before that expired, or made to keep expired ones.
    fn keeps_expired(&self, statement: &Statement) -> bool {
        statement.published <= self.expires || statement.retains.is_some_and(|since| since <= self.expires)
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
    fn what_is_left_out_changes_no_answer() {
        let mut all = Vec::new();
        for published in (0..1200).step_by(3) {
            all.push(statement(Source::List, published, Status::Good));
            if published % 5 == 0 {
                all.push(statement(Source::Response, published, Status::Good));
            }
        }
        let shown = |revocation: &Revocation, at: i64| match revocation.standing(day(at)) {
            Standing::Good(_) => "good".to_owned(),
            other => format!("{other:?}"),
        };
        for extra in [None, Some(revoked(700, Reason::Superseded)), Some(revoked(40, Reason::KeyCompromise))]
        {
            let mut all = all.clone();
            all.extend(extra.into_iter().flat_map(|status| {
                [statement(Source::List, 800, status), statement(Source::List, 801, status)]
            }));
            let full = of(&all);
            let settled = full.clone().settle();
            assert!(settled.statements.len() <= 6, "{}", settled.statements.len());
            // While the certificate is valid; after that it is not asked.
            for at in -5..=1000 {
                let (a, b) = (shown(&full, at), shown(&settled, at));
                let same = a == b || (a.contains("Revoked") && a.split(',').next() == b.split(',').next());
                assert!(same, "{at}: {a} {b}");
            }
        }
        let held = of(&[
            statement(Source::List, 100, revoked(95, Reason::Hold)),
            statement(Source::List, 107, Status::Good),
            statement(Source::List, 114, Status::Good),
        ]);
        assert_eq!(held.clone().settle().statements.len(), 3);
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
