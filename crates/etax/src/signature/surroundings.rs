//! Where the signatures of a document stand, what they may name, and what stands there besides.

use super::candidate::Candidate;
use super::notes::Notes;
use super::place::{Place, UnitKind, Which, elements_at};
use super::reference::carried_ids;
use super::{rules, stage};
use crate::report::Finding;
use crate::xml::{DSIG, Element};
use std::borrow::Cow;

/// The signatures at one place.
pub(crate) fn locate<'d>(unit: Element<'d>, place: &Place, general: &mut Notes) -> Vec<Element<'d>> {
    let mut found = Vec::new();
    for holder in elements_at(unit, place.holder) {
        found.extend(holder.children().filter(|child| child.is(DSIG, "Signature")));
    }
    match place.which {
        Which::All => {}
        Which::Stage(label) => found.retain(|one| stage::of(*one) == Some(label)),
        Which::Named(id) | Which::NotNamed(id) => {
            let at = found.iter().position(|one| one.attribute("Id").is_some_and(|own| own == id));
            let named = found.get(at.unwrap_or(0)).copied();
            found.retain(|one| (Some(*one) == named) == matches!(place.which, Which::Named(_)));
        }
    }
    if !place.many {
        for extra in found.iter().skip(1) {
            general.remark(misplaced(*extra).expected(place.name()));
        }
    }
    found
}

/// The finding about a signature that should not be where it is.
pub(crate) fn misplaced(signature: Element<'_>) -> Finding {
    Finding::new(&rules::PLACE).at_span(signature.path(), signature.start_tag_span())
}

/// Every place of a kind, as reports name them.
fn places_of(kind: UnitKind) -> String {
    let mut names: Vec<String> = kind.places().iter().map(Place::name).collect();
    names.dedup();
    names.join(", ")
}

/// The elements that references of a place may name. Two at one path: neither may be named.
pub(crate) fn targets<'d>(unit: Element<'d>, place: &Place, general: &mut Notes) -> Vec<Element<'d>> {
    let mut targets = Vec::with_capacity(place.targets.len());
    for (path, _) in place.targets {
        match elements_at(unit, path).as_slice() {
            [] => {}
            [one] => targets.push(*one),
            [_, second, ..] => general.remark(
                Finding::new(&rules::REFERENCE_AMBIGUOUS)
                    .at_span(second.path(), second.start_tag_span())
                    .found(*path),
            ),
        }
    }
    targets
}

/// Finds signatures where none belongs, what could be mistaken for signed data, and Ids that repeat a signed
/// element's. Documents inside an envelope are units of their own and are not entered.
pub(crate) fn look_around(
    unit: Element<'_>,
    kind: UnitKind,
    candidates: &[Candidate<'_>],
    signed: &[Element<'_>],
    general: &mut Notes,
) -> bool {
    let ids: Vec<(Element<'_>, Cow<'_, str>)> =
        signed.iter().flat_map(|element| carried_ids(*element).map(|id| (*element, id))).collect();
    let places = places_of(kind);
    let mut strays = false;
    let mut duplicates = 0usize;
    // A second element of a signed one's name, in whatever namespace or place, is there to be mistaken for it.
    let names: Vec<&str> =
        std::iter::once(unit.local()).chain(signed.iter().map(|one| one.local())).collect();
    // And so is a document outside what an envelope carries its documents in: no check enters it.
    let own_data = if kind == UnitKind::Message { unit.child("DLieu") } else { None };
    let is_twin = |element: Element<'_>| {
        names.contains(&element.local())
            || (kind == UnitKind::Message
                && (UnitKind::of(element.local()) != UnitKind::Unknown
                    || (element.local() == "DLieu"
                        && Some(element) != own_data
                        && element.parent() == Some(unit))))
    };
    let mut twins = 0usize;
    let mut look = |element: Element<'_>| {
        if kind != UnitKind::Unknown && is_twin(element) && !signed.iter().any(|one| one.contains(element)) {
            twins += 1;
            if twins == 1 {
                general.remark(
                    Finding::new(&rules::REFERENCE_AMBIGUOUS)
                        .at_span(element.path(), element.start_tag_span())
                        .found(element.qualified()),
                );
            }
        }
        let of_signature = element.namespace() == DSIG;
        if of_signature
            && element.local() == "Signature"
            && !candidates.iter().any(|candidate| candidate.element == element)
        {
            strays = true;
            if kind == UnitKind::Unknown {
                general.remark(
                    Finding::new(&rules::PLACE_UNKNOWN).at_span(element.path(), element.start_tag_span()),
                );
            } else {
                general.remark(misplaced(element).expected(places.as_str()));
            }
        }
        // Parts of a signature are not data; two that answer to one reference are found where it is resolved.
        let looked_at = (!of_signature && !ids.is_empty()).then(|| carried_ids(element));
        let repeated = looked_at
            .into_iter()
            .flatten()
            .find_map(|carried| ids.iter().find(|(owner, id)| *id == carried && *owner != element));
        if let Some((_, id)) = repeated {
            duplicates += 1;
            if duplicates == 1 {
                general.remark(
                    Finding::new(&rules::DUPLICATE_ID)
                        .at_span(element.path(), element.start_tag_span())
                        .found(id.as_ref()),
                );
            }
        }
    };
    if kind != UnitKind::Message {
        unit.descendants().for_each(look);
        return strays;
    }
    for child in unit.children() {
        look(child);
        let envelope = Some(child) == own_data;
        for inner in child.children() {
            if envelope && UnitKind::of(inner.local()) != UnitKind::Unknown {
                continue;
            }
            look(inner);
            inner.descendants().for_each(&mut look);
        }
    }
    strays
}
