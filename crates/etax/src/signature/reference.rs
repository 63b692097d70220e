//! What a reference points at, and whether the digest holds.

use super::algorithm::{Digest, DigestAlgorithm, Hasher};
use super::filter::{FILTER, Filter, Selection};
use super::form::{Form, Plan, Reference};
use super::notes::Notes;
use super::rules;
use crate::report::Finding;
use crate::rule::Weight;
use crate::xml::{Apex, Canonicalization, Element, RelativeNamespace, Undo, canonicalize_undone};
use std::borrow::Cow;

/// What a reference points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target<'d> {
    Document,
    Element(Element<'d>),
}

/// Which elements a reference may name.
#[derive(Debug)]
pub(crate) enum Scope<'s, 'd> {
    /// The profile's elements at their paths; `whole` allows `URI=""`, `filtered` that with a filter.
    Expected { elements: &'s [Element<'d>], whole: bool, filtered: bool, unit: Element<'d> },
    /// Any element with an Id, as XML Signature has it. For vectors of test suites.
    Anything { root: Element<'d> },
}

/// Digests made so far for one unit: seller and authority sign the same element, so its canonical
/// form is hashed once.
#[derive(Debug)]
pub(crate) struct Digests {
    made: Vec<Made>,
    /// How many more bytes of the document may be written in canonical form.
    left: usize,
    #[cfg(test)]
    allowed: usize,
}

/// Canonical forms for one unit may be this many times as long as the unit. Real documents are
/// written once or twice, whoever signs them. In a message `URI=""` is the message with all its
/// documents: with more than a few of them it is not written once for each.
pub(crate) const MOST_REWRITES: usize = 16;

/// Why a target has no digest.
#[derive(Clone, Debug)]
pub(crate) enum NoDigest {
    /// So many canonical forms are asked for that the cost would not be that of the document.
    TooMuch,
    /// There is no canonical form.
    Relative(RelativeNamespace),
    /// The canonical form is empty: the digest of nothing proves nothing.
    Nothing,
}

#[derive(Debug)]
struct Made {
    /// Index of the element; `None` for the whole document.
    element: Option<usize>,
    without: Option<usize>,
    plan: Plan,
    algorithm: DigestAlgorithm,
    undo: Option<Undo>,
    digest: Result<Digest, NoDigest>,
}

impl Digests {
    /// Digests for the references of one unit.
    pub(crate) fn within(unit: Element<'_>) -> Self {
        let left = unit.span().len().saturating_mul(MOST_REWRITES);
        Self {
            made: Vec::new(),
            left,
            #[cfg(test)]
            allowed: left,
        }
    }

    /// Bytes of the document that were written in canonical form.
    #[cfg(test)]
    pub(crate) const fn written(&self) -> usize {
        self.allowed - self.left
    }

    /// The digest of a target, which may be written as it was before the document was written anew.
    pub(crate) fn of(
        &mut self,
        target: Target<'_>,
        signature: Element<'_>,
        plan: &Plan,
        algorithm: DigestAlgorithm,
        undo: Option<Undo>,
    ) -> Result<Digest, NoDigest> {
        let inside = match target {
            Target::Document => true,
            Target::Element(element) => element.contains(signature),
        };
        let without = (plan.enveloped && inside).then_some(signature);
        let key = match target {
            Target::Document => None,
            Target::Element(element) => Some(element.index()),
        };
        let same_form = |made: &&Made| {
            made.element == key
                && made.without == without.map(Element::index)
                && made.algorithm == algorithm
                && made.undo == undo
                && made.plan.exclusive == plan.exclusive
                && made.plan.comments == plan.comments
                && made.plan.prefixes == plan.prefixes
        };
        if let Some(made) = self.made.iter().find(same_form) {
            return made.digest.clone();
        }
        let length = match target {
            Target::Document => signature.document().source().len(),
            Target::Element(element) => element.span().len(),
        };
        self.left = self.left.checked_sub(length).ok_or(NoDigest::TooMuch)?;
        let mut hasher = Hasher::new(algorithm);
        let apex = match target {
            Target::Document => Apex::Document(signature.document()),
            Target::Element(element) => Apex::Element(element),
        };
        let digest = write_undone(apex, plan, without, undo, &mut hasher)
            .map_err(NoDigest::Relative)
            .and_then(|()| hasher.finish().ok_or(NoDigest::Nothing));
        self.made.push(Made {
            element: key,
            without: without.map(Element::index),
            plan: plan.clone(),
            algorithm,
            undo,
            digest: digest.clone(),
        });
        digest
    }
}

/// Writes a canonical form, if there is one.
pub(crate) fn write<S: crate::xml::Sink>(
    apex: Apex<'_>,
    plan: &Plan,
    without: Option<Element<'_>>,
    sink: &mut S,
) -> Result<(), RelativeNamespace> {
    write_undone(apex, plan, without, None, sink)
}

/// The same, of the document as it was before it was written anew.
pub(crate) fn write_undone<S: crate::xml::Sink>(
    apex: Apex<'_>,
    plan: &Plan,
    without: Option<Element<'_>>,
    undo: Option<Undo>,
    sink: &mut S,
) -> Result<(), RelativeNamespace> {
    let prefixes: Vec<&str> = plan.prefixes.iter().map(String::as_str).collect();
    let method = Canonicalization {
        exclusive: plan.exclusive,
        comments: plan.comments,
        inclusive_prefixes: &prefixes,
    };
    canonicalize_undone(apex, &method, without, undo, sink)
}

/// What the digests of a signature say.
#[derive(Debug, Default)]
pub(crate) struct Covered<'d> {
    /// Elements whose digests hold.
    pub(crate) holding: Vec<Target<'d>>,
    /// Elements whose digests do not hold, each with the place of its reference among the references.
    pub(crate) changed: Vec<(Target<'d>, usize)>,
}

/// Checks every reference of a signature. What is not to be found or of unknown form is in neither list.
pub(crate) fn covered<'d>(
    form: &Form<'d>,
    scope: &Scope<'_, 'd>,
    digests: &mut Digests,
    notes: &mut Notes,
) -> Covered<'d> {
    let mut holding = Vec::with_capacity(form.references.len());
    let mut changed = Vec::new();
    for (at, reference) in form.references.iter().enumerate() {
        let Some(target) = resolve(reference, form, scope, notes) else { continue };
        // Findings about unknown algorithms were made when the form was read.
        let (Some(plan), Some(algorithm)) = (&reference.plan, reference.digest) else { continue };
        let inside = match target {
            Target::Document => true,
            Target::Element(element) => element.contains(form.element),
        };
        if plan.enveloped_late && inside {
            notes.undecided(
                Finding::new(&rules::TRANSFORM).at(reference.element).found(super::algorithm::ENVELOPED),
            );
            continue;
        }
        match digests.of(target, form.element, plan, algorithm, None) {
            Ok(digest) if digest.as_bytes() == reference.value.as_slice() => holding.push(target),
            Ok(_) => {
                let place = match target {
                    Target::Document => form.element.document().root(),
                    Target::Element(element) => element,
                };
                changed.push((target, at));
                notes.invalid(
                    Finding::new(&rules::DIGEST)
                        .at_span(place.path(), place.start_tag_span())
                        .found(reference.value_element.trimmed()),
                );
            }
            Err(NoDigest::Relative(RelativeNamespace(uri))) => {
                notes.invalid(Finding::new(&rules::CANONICAL).at(reference.element).found(uri));
            }
            Err(NoDigest::Nothing) => {
                notes.invalid(Finding::new(&rules::SCHEMA).at(reference.element).expected("C14N"));
            }
            Err(NoDigest::TooMuch) => notes.invalid(Finding::new(&rules::LIMIT).at(reference.element)),
        }
    }
    Covered { holding, changed }
}

fn resolve<'d>(
    reference: &Reference<'d>,
    form: &Form<'d>,
    scope: &Scope<'_, 'd>,
    notes: &mut Notes,
) -> Option<Target<'d>> {
    let uri = reference.uri.as_deref();
    if let Some(filter) = reference.plan.as_ref().and_then(|plan| plan.filter) {
        return selected(filter, reference, form, scope, notes);
    }
    let id = match uri {
        Some("") => {
            let allowed = match scope {
                Scope::Expected { whole, .. } => *whole,
                Scope::Anything { .. } => true,
            };
            // Of a transform that is not known a finding was made when the form was read.
            if !allowed && reference.plan.is_some() {
                notes.undecided(Finding::new(&rules::REFERENCE_FORM).at(reference.element).found("URI=\"\""));
            }
            return allowed.then_some(Target::Document);
        }
        Some(uri) => uri.strip_prefix('#').filter(|id| !id.is_empty() && !id.contains('(')),
        None => None,
    };
    let Some(id) = id else {
        let finding = Finding::new(&rules::REFERENCE_FORM).at(reference.element).found(uri.unwrap_or("-"));
        if uri.is_some_and(|uri| !uri.starts_with('#')) {
            // Data outside the document: no such signature can ever say anything about this document.
            notes.invalid(finding.at_least(Weight::Fail));
        } else {
            notes.undecided(finding);
        }
        return None;
    };
    // Two are as good as any number: how many more there are does not matter.
    let mut named: Vec<Element<'d>> = Vec::with_capacity(2);
    let mut add = |element: Element<'d>| {
        if named.len() < 2 && has_id(element, id) && !named.contains(&element) {
            named.push(element);
        }
    };
    match scope {
        Scope::Expected { elements, .. } => {
            elements.iter().copied().for_each(&mut add);
            for object in &form.objects {
                add(*object);
                object.descendants().for_each(&mut add);
            }
        }
        Scope::Anything { root } => {
            add(*root);
            root.descendants().for_each(&mut add);
        }
    }
    match named.as_slice() {
        [one] => Some(Target::Element(*one)),
        [] => {
            let elsewhere = match scope {
                // Inside the unit only: a message may hold thousands of units, each with references like this.
                Scope::Expected { unit, .. } => {
                    std::iter::once(*unit).chain(unit.descendants()).any(|element| has_id(element, id))
                }
                Scope::Anything { .. } => false,
            };
            let rule = if elsewhere { &rules::REFERENCE_TARGET } else { &rules::REFERENCE_DANGLING };
            notes.invalid(Finding::new(rule).at(reference.element).found(id));
            None
        }
        _ => {
            notes.invalid(Finding::new(&rules::REFERENCE_AMBIGUOUS).at(reference.element).found(id));
            None
        }
    }
}

/// What a filter of the payment orders leaves of the whole document, which alone it may be used on.
fn selected<'d>(
    filter: Filter,
    reference: &Reference<'d>,
    form: &Form<'d>,
    scope: &Scope<'_, 'd>,
    notes: &mut Notes,
) -> Option<Target<'d>> {
    let document = form.element.document();
    let (used_here, expected) = match scope {
        // In an order inside another document the filter would select from all of it.
        Scope::Expected { elements, filtered, unit, .. } => {
            (*filtered && *unit == document.root(), Some(*elements))
        }
        Scope::Anything { .. } => (true, None),
    };
    if !used_here || reference.uri.as_deref() != Some("") {
        notes.undecided(Finding::new(&rules::TRANSFORM).at(reference.element).found(FILTER));
        return None;
    }
    let rule = match filter.select(document) {
        Selection::One(one) if expected.is_none_or(|expected| expected.contains(&one)) => {
            return Some(Target::Element(one));
        }
        Selection::One(_) => &rules::REFERENCE_TARGET,
        Selection::Several => &rules::REFERENCE_AMBIGUOUS,
        Selection::Nothing => &rules::REFERENCE_DANGLING,
    };
    notes.invalid(Finding::new(rule).at(reference.element).found(filter.expression()));
    None
}

/// Whether an element carries this Id, under whichever of the names it has.
pub(crate) fn has_id(element: Element<'_>, id: &str) -> bool {
    carried_ids(element).any(|carried| carried == id)
}

/// The first of an element's Ids.
pub(crate) fn carried_id(element: Element<'_>) -> Option<Cow<'_, str>> {
    carried_ids(element).next()
}

/// `Id` in e-invoices, `id` in declarations, `ID` in documents of other systems. An element with two of them answers
/// to both: the order of attributes means nothing in XML.
pub(crate) fn carried_ids(element: Element<'_>) -> impl Iterator<Item = Cow<'_, str>> {
    element
        .attributes()
        .filter(|attribute| matches!(attribute.name, "Id" | "id" | "ID"))
        .map(|attribute| attribute.value)
}
