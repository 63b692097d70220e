//! What revocation lists and OCSP responses mean for one signer at one moment.

use super::notes::Notes;
use super::pki::{ChainPath, Gap, Revoked, Source, Standing, Statement};
use super::rules;
use super::signer::Case;
use crate::report::{Evidence, Finding, Outcome, Trust};
use crate::rule::Weight;
use crate::value::Moment;

/// Judges every certificate of the chain below the anchor.
///
/// Revoked or suspended by the moment: failed. Later: a remark. Where lists and responses disagree, the worse counts;
/// where none speaks for the moment, undecided. Evidence signed with SHA-1 speaks for a certificate only where the
/// policy takes SHA-1 in chains, and always against it.
///
/// Returns since when one of them is revoked that was not yet at the moment judged at.
pub(crate) fn revocation(
    case: &Case<'_, '_>,
    path: &ChainPath,
    trust: &mut Trust,
    notes: &mut Notes,
) -> Option<Moment> {
    let at = case.clock.at;
    let believed = |statement: &Statement| {
        !statement.sha1 || case.weights.tolerates(&rules::CHAIN_SHA1, statement.published)
    };
    let mut outcome = Outcome::Passed;
    let mut unknown: Option<Gap> = None;
    let mut evidence: Option<Evidence> = None;
    let mut later: Option<Moment> = None;
    for (place, revocation) in path.revocations().iter().enumerate() {
        match revocation.standing_by(at, believed) {
            Standing::Good(by) => {
                if place == 0 {
                    evidence = Some(source(by));
                }
            }
            Standing::Revoked(revoked, by) => {
                if outcome != Outcome::Failed {
                    evidence = Some(source(by));
                }
                outcome = Outcome::Failed;
                notes.remark(Finding::new(&rules::REVOKED).at(case.at).found(told(revoked, by)));
            }
            Standing::RevokedLater(revoked, by) => {
                if place == 0 {
                    evidence = Some(source(by));
                }
                later = Some(later.map_or(revoked.since, |before| before.min(revoked.since)));
                notes.remark(Finding::new(&rules::REVOKED_LATER).at(case.at).found(told(revoked, by)));
            }
            Standing::Unknown(gap) => {
                outcome = outcome.and(Outcome::Undecided);
                unknown = unknown.or(Some(gap));
            }
        }
    }
    trust.revocation = outcome;
    // Evidence about one certificate decides nothing while another of the chain is in doubt.
    trust.evidence = evidence.filter(|_| outcome != Outcome::Undecided);
    if let (Outcome::Undecided, Some(gap)) = (outcome, unknown) {
        let finding = Finding::new(&rules::REVOCATION_UNKNOWN).at(case.at).found(gap.to_string());
        notes.remark(if case.vouched { finding.at_most(Weight::Inform) } else { finding });
    }
    later
}

fn source(statement: &Statement) -> Evidence {
    Evidence { source: statement.source.word(), published: statement.published.to_string() }
}

/// Since when, and who says so.
fn told(revoked: Revoked, by: &Statement) -> String {
    let kind = match by.source {
        Source::List => "CRL",
        Source::Response => "OCSP",
    };
    format!("{} ({kind} {})", revoked.since, by.published)
}
