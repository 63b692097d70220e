//! Where in a document a signature goes and what it covers.

use super::error::SignError;
use super::request::SignRequest;
use crate::signature::notes::Notes;
use crate::signature::place::{Place, UnitKind, elements_at};
use crate::signature::reference::carried_id;
use crate::signature::surroundings::locate;
use crate::value::Mccqt;
use crate::xml::{Document, Element};

/// The element for the authority's code, the one target that signing may create.
pub(crate) const CODE: &str = "MCCQT";

/// A place for a signature in a document, with what is there already.
#[derive(Debug)]
pub(crate) struct Site<'d> {
    pub(crate) unit: Element<'d>,
    pub(crate) kind: UnitKind,
    pub(crate) place: &'static Place,
    /// What is to be covered; `None` for a code that is yet to be inserted.
    pub(crate) targets: Vec<(&'static str, Option<Element<'d>>)>,
}

impl<'d> Site<'d> {
    pub(crate) fn find(document: &'d Document<'_>, request: &SignRequest<'_>) -> Result<Self, SignError> {
        let (unit, kind, place) = unit(document.root(), request)?;
        if request.code.is_some() && !place.targets.iter().any(|(path, _)| *path == CODE) {
            return Err(SignError::CodeNotWanted);
        }
        let mut targets = Vec::with_capacity(place.targets.len());
        for (path, required) in place.targets {
            match elements_at(unit, path).as_slice() {
                [one] => {
                    known_code(*one, path, request)?;
                    targets.push((*path, Some(*one)));
                }
                [_, second, ..] => return Err(SignError::TargetAmbiguous { path: second.path() }),
                [] if *path == CODE && request.code.is_some() => targets.push((*path, None)),
                [] if required.is_must() => {
                    return Err(SignError::TargetMissing { path: format!("{}/{path}", unit.path()) });
                }
                [] => {}
            }
        }
        // A filter selects by name; every other reference is by Id.
        for target in targets.iter().filter_map(|(_, target)| *target).filter(|_| !place.filtered) {
            alone(unit, target)?;
        }
        let site = Self { unit, kind, place, targets };
        site.free()?;
        Ok(site)
    }

    /// The holders of signatures at this place that are there.
    pub(crate) fn holders(&self) -> Vec<Element<'d>> {
        elements_at(self.unit, self.place.holder)
    }

    /// Whether there is room for a signature.
    fn free(&self) -> Result<(), SignError> {
        let holders = self.holders();
        if let [_, second, ..] = holders.as_slice() {
            return Err(SignError::PlaceAmbiguous { path: second.path() });
        }
        match locate(self.unit, self.place, &mut Notes::default()).first() {
            Some(signature) if !self.place.many => Err(SignError::AlreadySigned { path: signature.path() }),
            _ => Ok(()),
        }
    }
}

/// The element that is signed as one document: the root, or a document in an envelope.
fn unit<'d>(
    root: Element<'d>,
    request: &SignRequest<'_>,
) -> Result<(Element<'d>, UnitKind, &'static Place), SignError> {
    let of = |element: Element<'d>| {
        let kind = UnitKind::of_element(element);
        let place = kind.places().iter().find(|place| place.role == request.role)?;
        Some((element, kind, place))
    };
    if let Some(found) = of(root) {
        return Ok(found);
    }
    let wrong = || SignError::WrongRoot { root: root.local().to_owned(), role: request.role };
    if UnitKind::of_element(root) != UnitKind::Message {
        return Err(wrong());
    }
    let inside: Vec<_> =
        root.children_named("DLieu").flat_map(|data| data.children()).filter_map(of).collect();
    let count = inside.len();
    match (
        inside.into_iter().nth(request.document.map_or(0, |number| number.wrapping_sub(1))),
        request.document,
    ) {
        (None, None) => Err(wrong()),
        (Some(_), None) if count > 1 => Err(SignError::WhichDocument { count }),
        (Some(found), _) => Ok(found),
        (None, Some(_)) => Err(SignError::WhichDocument { count }),
    }
}

/// The code that is there must be the one given, if one was given; the one given must be a code.
fn known_code(element: Element<'_>, path: &str, request: &SignRequest<'_>) -> Result<(), SignError> {
    if path != CODE {
        return Ok(());
    }
    let found = element.trimmed();
    match request.code {
        Some(code) if code != found => Err(SignError::CodeDiffers { found: found.into_owned() }),
        _ => Ok(()),
    }
}

/// The code given, if it is one.
pub(crate) fn new_code(request: &SignRequest<'_>) -> Result<Option<Mccqt>, SignError> {
    request.code.map(Mccqt::parse).transpose().map_err(SignError::CodeForm)
}

/// A signed element must be the only one that its Id and its name can mean: other verifiers look
/// through the whole document for either.
fn alone(unit: Element<'_>, target: Element<'_>) -> Result<(), SignError> {
    let Some(id) = carried_id(target) else { return Ok(()) };
    // What other verifiers read in `URI="#…"` without escapes.
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    if id.is_empty() || !id.chars().all(is_plain) {
        return Err(SignError::IdUnusable { id: id.into_owned(), path: target.path() });
    }
    let other = unit
        .descendants()
        .chain([unit])
        .find(|element| *element != target && carried_id(*element).is_some_and(|carried| carried == id));
    match other {
        Some(other) => Err(SignError::DuplicateId { id: id.into_owned(), path: other.path() }),
        None => Ok(()),
    }
}
