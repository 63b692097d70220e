//! What the revocation lists mean for one signer at one moment.

use super::notes::Notes;
use super::pki::{ChainPath, Revocation};
use super::rules;
use super::signer::Case;
use crate::report::{Finding, Outcome, Trust};
use crate::rule::Weight;

pub(crate) fn revocation(case: &Case<'_, '_>, path: &ChainPath, trust: &mut Trust, notes: &mut Notes) {
    let at = case.clock.at;
    let mut outcome = Outcome::Passed;
    for (certificate, revocation) in path.certificates().zip(path.revocations()) {
        match *revocation {
            Revocation::Revoked { since } if since <= at => {
                outcome = Outcome::Failed;
                notes.remark(Finding::new(&rules::REVOKED).at(case.at).found(since.to_string()));
            }
            Revocation::Revoked { since } => {
                notes.remark(Finding::new(&rules::REVOKED_LATER).at(case.at).found(since.to_string()));
            }
            Revocation::NotListed { published, next } => {
                // A list made later speaks for the moment, as long as the certificate had not
                // expired: expired ones may be dropped. An earlier list speaks until the next is due.
                let later = published >= at && published <= certificate.not_after();
                let current = published <= at && next.is_some_and(|next| at <= next);
                if !later && !current {
                    outcome = outcome.and(Outcome::Undecided);
                }
            }
            Revocation::NoList => outcome = outcome.and(Outcome::Undecided),
        }
    }
    trust.revocation = outcome;
    if outcome == Outcome::Undecided {
        let finding = Finding::new(&rules::REVOCATION_UNKNOWN).at(case.at);
        notes.remark(if case.vouched { finding.at_most(Weight::Inform) } else { finding });
    }
}
