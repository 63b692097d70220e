//! Which moment a signer is judged at, and whose clock says so.

use super::candidate::Candidate;
use super::check::Context;
use super::place::Role;
use super::rules;
use crate::report::Finding;
use crate::value::Moment;

/// The moment a certificate is judged at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    pub(crate) at: Moment,
    /// `signing-time`, `authority-time` or `check-time`.
    pub(crate) name: &'static str,
}

impl Clock {
    /// The signer stated no time, and nobody else's stands in for it.
    pub(crate) fn is_guess(self) -> bool {
        self.name == "check-time"
    }
}

/// Which clock a certificate is judged by, with findings about the time stated.
pub(crate) fn clock(candidate: &mut Candidate<'_>, context: &Context<'_, '_>) -> Clock {
    let skew = context.verifier.settings().clock_skew_seconds;
    let received = context.subject.at;
    let covered = candidate.time_is_covered();
    let unstated = match context.authority {
        Some(at) if context.vouched => Clock { at, name: "authority-time" },
        _ => Clock { at: received, name: "check-time" },
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
    if !covered {
        candidate.notes.remark(Finding::new(&rules::TIME_NOT_COVERED).at(time.element));
    }
    if time.moment.unix() > received.unix().saturating_add(skew) {
        candidate.notes.remark(
            Finding::new(&rules::TIME_AFTER_RECEIPT)
                .at(time.element)
                .expected(received.to_string())
                .found(time.moment.to_string()),
        );
    }
    if let Some(authority) = context.authority.filter(|_| candidate.role == Role::Seller)
        && time.moment.unix() > authority.unix().saturating_add(skew)
    {
        candidate.notes.remark(
            Finding::new(&rules::TIME_ORDER)
                .at(time.element)
                .expected(authority.to_string())
                .found(time.moment.to_string()),
        );
    }
    // Anybody may have written a time that is not signed.
    if covered { Clock { at: time.moment, name: "signing-time" } } else { unstated }
}
