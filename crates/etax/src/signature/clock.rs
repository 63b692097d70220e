//! Which moment a signer is judged at, whose clock says so, and by when the signature was there.

use super::candidate::Candidate;
use super::check::Context;
use super::place::Role;
use super::rules;
use crate::report::Finding;
use crate::value::Moment;

/// The moment a certificate is judged at, and how far it is the signer's word alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    pub(crate) at: Moment,
    pub(crate) source: Source,
    /// The signature was there by then, whatever its signer says.
    pub(crate) latest: Moment,
    pub(crate) bound: Bound,
}

/// Whose clock a signer is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The signer's, as far as it is signed and does not contradict a time-stamp.
    Signer,
    /// The time-stamping authority's.
    Timestamp,
    /// The tax authority's, who signed the same data.
    Authority,
    /// The caller's: nobody else states a time.
    Receipt,
}

impl Source {
    /// The word in reports.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Signer => "signing-time",
            Self::Timestamp => "timestamp",
            Self::Authority => "authority-time",
            Self::Receipt => "check-time",
        }
    }
}

/// Who says that a signature was there by a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// The caller, who received it.
    Receipt,
    /// The tax authority, who signed the same data.
    Authority,
    /// A time-stamp over the signature.
    Timestamp,
}

impl Bound {
    /// The word in reports.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Authority => "authority",
            Self::Timestamp => "timestamp",
        }
    }
}

impl Clock {
    /// The signer stated no time, and nobody else's stands in for it.
    pub(crate) fn is_guess(self) -> bool {
        self.source == Source::Receipt
    }
}

/// Which clock a certificate is judged by, with findings about the time stated.
pub(crate) fn clock(candidate: &mut Candidate<'_>, context: &Context<'_, '_>) -> Clock {
    let skew = context.verifier.settings().clock_skew_seconds;
    let received = context.subject.at;
    let authority = context.authority.filter(|_| candidate.role == Role::Seller);
    let stamped = candidate.timestamp.as_ref().map(|timestamp| timestamp.latest);
    let (latest, bound) = [(authority, Bound::Authority), (stamped, Bound::Timestamp)]
        .into_iter()
        .filter_map(|(at, bound)| Some((at?, bound)))
        .fold((received, Bound::Receipt), |first, other| if other.0 < first.0 { other } else { first });
    let by = |at, source| Clock { at, source, latest, bound };
    let unstated = match (stamped, authority) {
        (Some(at), _) => by(at, Source::Timestamp),
        (None, Some(at)) if context.vouched => by(at, Source::Authority),
        _ => by(received, Source::Receipt),
    };
    let Some(time) = candidate.time else {
        if candidate.form.is_some() {
            candidate.notes.remark(
                Finding::new(&rules::TIME_MISSING)
                    .at_span(candidate.element.path(), candidate.element.start_tag_span()),
            );
        }
        return unstated;
    };
    let covered = candidate.time_is_covered();
    if !covered {
        candidate.notes.remark(Finding::new(&rules::TIME_NOT_COVERED).at(time.element));
    }
    let after = |moment: Moment| time.moment.unix() > moment.unix().saturating_add(skew);
    for (rule, moment) in [
        (&rules::TIME_AFTER_RECEIPT, Some(received)),
        (&rules::TIME_ORDER, authority),
        (&rules::TIME_ORDER, stamped),
    ] {
        if let Some(moment) = moment.filter(|moment| after(*moment)) {
            candidate.notes.remark(
                Finding::new(rule)
                    .at(time.element)
                    .expected(moment.to_string())
                    .found(time.moment.to_string()),
            );
        }
    }
    // Anybody may have written a time that is not signed; and what was stamped was signed before.
    if covered && stamped.is_none_or(|stamped| time.moment <= stamped) {
        by(time.moment, Source::Signer)
    } else {
        unstated
    }
}
