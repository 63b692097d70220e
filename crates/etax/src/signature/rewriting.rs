//! Whether a document that does not match its signature was merely written anew.
//!
//! A copy that somebody opened and saved "for reading" is the commonest reason why a real signature does not hold. It stays
//! invalid. But where the digests that were signed are those of the document without the white space that such
//! programs add, the content is what was signed, and that is worth saying: the original is all that is needed. Nothing is
//! said on likelihood: each digest is computed, and the signature over the digests must hold, as it stands or with
//! its own white space taken back.

use super::candidate::Candidate;
use super::form::Form;
use super::job::{self, Job};
use super::reference::{Digests, Target, write_undone};
use super::rules;
use crate::report::Finding;
use crate::xml::{Apex, Undo};

/// Signatures of one document that are looked into, and digests that do not hold in them: real documents have two and
/// four. Each costs one canonical form for each [`Undo`], within what [`Digests`] allows, and a signature whose value does
/// not hold one public-key operation for each.
const MOST_SIGNATURES: usize = 4;
const MOST_DIGESTS: usize = 8;

/// Adds a finding to each signature that holds for the document as it was before it was written anew.
pub(crate) fn explain(candidates: &mut [Candidate<'_>], digests: &mut Digests) {
    explain_by(candidates, digests, &mut |job| job::run(std::slice::from_ref(job)).contains(&true));
}

type Verify<'v> = &'v mut dyn FnMut(&Job<'_>) -> bool;

fn explain_by(candidates: &mut [Candidate<'_>], digests: &mut Digests, verify: Verify<'_>) {
    let mut left = MOST_DIGESTS;
    let broken = |candidate: &&mut Candidate<'_>| !candidate.value_holds || !candidate.changed.is_empty();
    for candidate in candidates.iter_mut().filter(broken).take(MOST_SIGNATURES) {
        let Some(form) = candidate.form.as_ref() else { continue };
        let Some(rewriting) = Rewriting::of(candidate, form, digests, &mut left, verify) else { continue };
        let rule = if rewriting.line_ends { &rules::CHANGED_LINE_ENDS } else { &rules::CHANGED_WHITESPACE };
        candidate.notes.remark(
            Finding::new(rule)
                .at_span(candidate.element.path(), candidate.element.start_tag_span())
                .found(rewriting.parts.join(", ")),
        );
    }
}

/// What was written anew of what a signature covers.
struct Rewriting<'d> {
    /// Names of the elements.
    parts: Vec<&'d str>,
    /// Line ends, and not white space of other kinds alone.
    line_ends: bool,
}

impl<'d> Rewriting<'d> {
    /// `None` unless every difference is explained; only the signature's own objects may have changed otherwise.
    fn of(
        candidate: &Candidate<'d>,
        form: &Form<'d>,
        digests: &mut Digests,
        left: &mut usize,
        verify: Verify<'_>,
    ) -> Option<Self> {
        // A reference that leads nowhere may be to what was taken away.
        if candidate.holding.len() + candidate.changed.len() != form.references.len() {
            return None;
        }
        let mut rewriting = Self { parts: Vec::new(), line_ends: false };
        for (target, at) in &candidate.changed {
            *left = left.checked_sub(1)?;
            let reference = form.references.get(*at)?;
            let (plan, algorithm) = (reference.plan.as_ref()?, reference.digest?);
            let holds = |undo: &Undo| {
                let digest = digests.of(*target, form.element, plan, algorithm, Some(*undo));
                matches!(digest, Ok(digest) if digest.as_bytes() == reference.value.as_slice())
            };
            let undo = Undo::ALL.into_iter().find(holds);
            match (undo, target) {
                (Some(undo), Target::Element(element)) => rewriting.add(element.local(), undo),
                (Some(undo), Target::Document) => {
                    rewriting.add(form.element.document().root().local(), undo);
                }
                (None, Target::Element(own)) if form.element.contains(*own) => {}
                (None, _) => return None,
            }
        }
        if !candidate.value_holds {
            rewriting.add(form.signed_info.local(), undone_value(candidate, form, verify)?);
        }
        (!rewriting.parts.is_empty()).then_some(rewriting)
    }

    fn add(&mut self, part: &'d str, undo: Undo) {
        self.parts.push(part);
        self.line_ends |= undo == Undo::LineEnds;
    }
}

/// What makes the signature value hold for SignedInfo.
fn undone_value(candidate: &Candidate<'_>, form: &Form<'_>, verify: Verify<'_>) -> Option<Undo> {
    let (plan, algorithm) = (form.method.as_ref()?, form.algorithm?);
    let key = candidate.signer()?.known.0.key();
    Undo::ALL.into_iter().find(|undo| {
        let mut message = Vec::with_capacity(candidate.message.len());
        write_undone(Apex::Element(form.signed_info), plan, None, Some(*undo), &mut message).is_ok()
            && message != candidate.message
            && verify(&Job { key, algorithm, message: &message, signature: &form.value })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::notes::Notes;
    use crate::signature::place::UnitKind;
    use crate::signature::reference::{MOST_REWRITES, Scope};
    use crate::signature::surroundings::{locate, targets};
    use crate::signature::{Settings, TrustStore, Verifier};
    use crate::xml::{Document, Limits, Parsed};

    /// What it costs to explain, or not, the signatures of an invoice.
    #[derive(Debug)]
    struct Cost {
        length: usize,
        /// Bytes of canonical forms, those of the check itself included.
        written: usize,
        keys: usize,
        explained: usize,
    }

    fn cost(text: &str) -> Cost {
        let Parsed::Document(document) = Document::parse(text.as_bytes(), &Limits::default()) else {
            panic!("not XML")
        };
        let (unit, notes) = (document.root(), &mut Notes::default());
        let verifier = Verifier::new(Settings::default(), TrustStore::builder().build());
        let mut digests = Digests::within(unit);
        let mut candidates = Vec::new();
        for place in UnitKind::Invoice.places() {
            let elements = targets(unit, place, notes);
            let scope = Scope::Expected { elements: &elements, whole: true, filtered: false, unit };
            for element in locate(unit, place, notes) {
                let mut candidate = Candidate::read(element, place, &scope, &mut digests, &verifier);
                let answers = job::run(&candidate.jobs().collect::<Vec<_>>());
                candidate.settle(&answers);
                candidates.push(candidate);
            }
        }
        let mut keys = 0;
        explain_by(&mut candidates, &mut digests, &mut |job| {
            keys += 1;
            job::run(std::slice::from_ref(job)).contains(&true)
        });
        let said = |candidate: &&Candidate<'_>| {
            candidate.notes.findings.iter().any(|finding| finding.rule.id.starts_with("signature.changed."))
        };
        let explained = candidates.iter().filter(said).count();
        Cost { length: text.len(), written: digests.written(), keys, explained }
    }

    /// An invoice with one signature of its seller, from the shipped test documents.
    fn signed() -> (String, String) {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/good/invoice-1-uncoded.xml");
        let text = std::fs::read_to_string(path).unwrap();
        let from = text.find("<Signature ").unwrap();
        let to = text.find("</Signature>").unwrap() + "</Signature>".len();
        let signature = text[from..to].to_owned();
        (text, signature)
    }

    /// The same with many more signatures of others, each made from the first.
    fn crowded(count: usize, copy: impl Fn(usize, &str) -> String) -> String {
        let (text, signature) = signed();
        let copies: String = (0..count).map(|at| copy(at, &signature)).collect();
        text.replace("</DSCKS>", &format!("<CCKSKhac>{copies}</CCKSKhac></DSCKS>"))
    }

    #[test]
    fn a_sound_document_costs_nothing() {
        let (text, _) = signed();
        let Cost { written, keys, explained, .. } = cost(&text);
        assert!(written < text.len(), "{written}");
        assert_eq!((keys, explained), (0, 0));
    }

    #[test]
    fn a_reindented_document_costs_one_or_two_more_forms_of_each_part() {
        let (text, _) = signed();
        let text = text.replace("><", ">\n<");
        let Cost { length, written, keys, explained } = cost(&text);
        assert!(written < 3 * length, "{written} of {length}");
        // White space in `<a></a>` as well, so SignedInfo takes the second attempt.
        assert_eq!((keys, explained), (2, 1));
    }

    #[test]
    fn many_signatures_with_a_form_each_cost_what_few_do() {
        // No two references want the same form, and none holds.
        let hostile = |count| {
            crowded(count, |at, signature| {
                let list = format!(
                    "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"><InclusiveNamespaces \
                     xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"p{at}\"/></Transform></Transforms>"
                );
                signature.replace("</Transforms>", &list)
            })
            .replacen("<TgTTTBSo>", "<TgTTTBSo>1", 1)
        };
        for count in [4, 40, 400] {
            let Cost { length, written, keys, explained } = cost(&hostile(count));
            assert!(written <= MOST_REWRITES * length, "{count}: {written} of {length}");
            assert_eq!((keys, explained), (0, 0), "{count}");
        }
        // What is tried besides the check itself is bounded by a number, not by the document.
        let (few, many) = (cost(&hostile(12)), cost(&hostile(13)));
        let data = 3 * few.length;
        assert!(many.written - few.written < data, "{few:?} {many:?}");
    }

    #[test]
    fn many_broken_values_cost_a_dozen_operations() {
        // The data hold, the value does not: each SignedInfo has white space to take back.
        let hostile = crowded(400, |at, signature| {
            let from = signature.find("<SignatureValue>").unwrap() + "<SignatureValue>".len();
            let mut value = signature.to_owned();
            value.replace_range(from..from + 3, &format!("{:03}", at % 1000));
            value.replacen("<SignedInfo>", "<SignedInfo>\n", 1)
        });
        let Cost { keys, explained, .. } = cost(&hostile);
        assert!(keys > 0 && keys <= MOST_SIGNATURES * Undo::ALL.len(), "{keys}");
        assert_eq!(explained, 0);
    }
}
