//! What a finished document must prove before it is handed out.

use super::error::SignError;
use crate::report::{Checks, Findings, SignatureStatus};
use crate::signature::check::check;
use crate::signature::pki::TrustStore;
use crate::signature::place::{Role, UnitKind, elements_at};
use crate::signature::reference::Target;
use crate::signature::{Settings, Subject, Verification, Verifier, rules};
use crate::value::Moment;
use crate::xml::{Document, Element};
use std::collections::HashMap;

/// Findings of one document that are looked through.
const MOST_FINDINGS: usize = 1000;

/// A signature that was in the document before.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    start: usize,
    path: String,
    status: SignatureStatus,
    /// Where what it covers starts; `None` for the whole document.
    covers: Vec<Option<usize>>,
}

/// Judges signatures without regard to who made them.
#[derive(Debug)]
pub(crate) struct Judge {
    verifier: Verifier,
    at: Moment,
}

impl Judge {
    pub(crate) fn new(at: Moment) -> Self {
        Self { verifier: Verifier::new(Settings::default(), TrustStore::builder().build()), at }
    }

    fn judge<'d>(&self, unit: Element<'d>, kind: UnitKind) -> (Verification<'d>, Findings) {
        let mut findings = Findings::new(MOST_FINDINGS);
        let subject = Subject::new(kind, self.at);
        let verification = check(unit, &subject, &self.verifier, &mut findings, &mut Checks::default());
        (verification, findings)
    }

    /// All signatures of a document, those of the documents in an envelope included.
    pub(crate) fn standings(&self, document: &Document<'_>) -> Vec<Standing> {
        let root = document.root();
        let kind = UnitKind::of_element(root);
        let mut standings = Vec::new();
        // Nothing is a signature that does not say so.
        if memchr::memmem::find(document.source().as_bytes(), b"Signature").is_none() {
            return standings;
        }
        let mut add = |unit, kind| {
            let (verification, _) = self.judge(unit, kind);
            for (info, signed) in verification.signatures.into_iter().zip(verification.signed) {
                let mut covers: Vec<_> = signed
                    .targets
                    .iter()
                    .map(|target| match target {
                        Target::Document => None,
                        Target::Element(element) => Some(element.span().start),
                    })
                    .collect();
                covers.sort_unstable();
                let start = signed.element.span().start;
                standings.push(Standing { start, path: info.path, status: signed.status, covers });
            }
        };
        add(root, kind);
        if kind == UnitKind::Message {
            for inner in root.children_named("DLieu").flat_map(Element::children) {
                add(inner, UnitKind::of_element(inner));
            }
        }
        standings
    }

    /// Whether every signature that was there says afterwards what it said before. `moved` gives
    /// the place that each byte of the document has afterwards.
    pub(crate) fn unharmed(
        &self,
        before: &[Standing],
        moved: impl Fn(usize) -> usize,
        after: &Document<'_>,
    ) -> Result<(), SignError> {
        let known = |standing: &&Standing| standing.status != SignatureStatus::Invalid;
        if !before.iter().any(|standing| known(&standing)) {
            return Ok(());
        }
        // By place: a message may hold thousands of signatures.
        let now: HashMap<usize, Standing> =
            self.standings(after).into_iter().map(|standing| (standing.start, standing)).collect();
        for old in before.iter().filter(known) {
            let mut covers: Vec<_> = old.covers.iter().map(|at| at.map(&moved)).collect();
            covers.sort_unstable();
            let new = now.get(&moved(old.start));
            if !new.is_some_and(|new| new.status == old.status && new.covers == covers) {
                return Err(SignError::BreaksSignature { path: old.path.clone() });
            }
        }
        Ok(())
    }

    /// A signature that cannot be judged may cover anything: nothing but signatures may be added then.
    pub(crate) fn undecided(before: &[Standing]) -> Option<SignError> {
        before
            .iter()
            .find(|standing| standing.status == SignatureStatus::Undecided)
            .map(|standing| SignError::BreaksSignature { path: standing.path.clone() })
    }

    /// Whether the new signature is what it should be, by the same check that others put it to.
    pub(crate) fn accepts(
        &self,
        unit: Element<'_>,
        (kind, role): (UnitKind, Role),
        signature: usize,
        required: &[&str],
        time: Option<Moment>,
    ) -> Result<(), SignError> {
        let (verification, findings) = self.judge(unit, kind);
        let ambiguous =
            findings.as_slice().iter().find(|finding| finding.rule.id == rules::REFERENCE_AMBIGUOUS.id);
        if let Some(finding) = ambiguous {
            return Err(SignError::TargetAmbiguous { path: finding.location.path.clone() });
        }
        let mut all = verification.signatures.iter().zip(&verification.signed);
        let Some((info, signed)) = all.find(|(_, signed)| signed.element.span().start == signature) else {
            return Err(SignError::TooManySignatures);
        };
        let covered = |path: &&str| {
            let targets = elements_at(unit, path);
            !targets.is_empty() && targets.iter().all(|target| signed.covers(*target))
        };
        if signed.role != role {
            // In the pilot's invoices the first signature is the seller's, whoever means to make it.
            return Err(SignError::NotAccepted { rules: vec![rules::PLACE.id] });
        }
        let stated = signed.time == time && (time.is_none() || info.signing_time_covered == Some(true));
        if signed.status == SignatureStatus::Valid && required.iter().all(covered) && stated {
            Ok(())
        } else {
            Err(SignError::NotAccepted { rules: info.findings.clone() })
        }
    }
}
