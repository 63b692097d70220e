//! Children held against a content model with choices.

use super::name::NONE;
use super::rules;
use super::table::{State, Step, Term};
use super::walk::{Known, Walk};
use crate::report::Finding;
use crate::xml::Element;

/// Judges the children of `parent`.
pub(super) fn check<'d>(walk: &mut Walk<'_, 'd, '_>, parent: Element<'d>, states: &[State]) {
    let mut at = 0;
    for child in parent.children() {
        if walk.is_over() {
            return;
        }
        let known = walk.known(child);
        let steps = states.get(at).map_or(&[][..], |state| state.steps.of(&walk.schema.steps));
        if let Some(step) = find(walk, steps, known) {
            at = step.to as usize;
            walk.term(step.term, child);
            continue;
        }
        let expected = names(walk, steps);
        // It may have a place further on, so that what should come first is missing; else it has none here.
        let later = states.iter().skip(at + 1).find_map(|state| {
            find(walk, state.steps.of(&walk.schema.steps), known).filter(|step| step.to as usize > at)
        });
        if let Some(step) = later.filter(|_| !states.get(at).is_some_and(|state| state.accepts)) {
            walk.push(Finding::new(&rules::ORDER).at(child).expected(child.local()).found(expected));
            at = step.to as usize;
            walk.term(step.term, child);
        } else {
            walk.push(Finding::new(&rules::UNEXPECTED).at(child).expected(expected).found(child.local()));
        }
    }
    if let Some(state) = states.get(at).filter(|state| !state.accepts)
        && !walk.is_over()
    {
        let expected = names(walk, state.steps.of(&walk.schema.steps));
        walk.push(Finding::new(&rules::MISSING).at(parent).expected(expected));
    }
}

/// The step that an element takes: the one of its name, else that of a wildcard.
fn find(walk: &Walk<'_, '_, '_>, steps: &[Step], known: Known) -> Option<Step> {
    if known.name != NONE
        && let Ok(at) = steps.binary_search_by_key(&known.name, |step| step.name)
    {
        return steps.get(at).copied();
    }
    // Wildcards have no name and so stand last.
    let wild = steps.iter().rev().take_while(|step| step.name == NONE);
    wild.copied()
        .find(|step| matches!(step.term, Term::Any(wildcard) if walk.lets(wildcard, known.namespace)))
}

/// What may stand here, in the order of the schema.
fn names(walk: &Walk<'_, '_, '_>, steps: &[Step]) -> String {
    let mut steps: Vec<&Step> = steps.iter().collect();
    steps.sort_by_key(|step| step.to);
    let name = |step: &&Step| if step.name == NONE { "*" } else { walk.schema.names.local(step.name) };
    let names: Vec<&str> = steps.iter().map(name).collect();
    if names.is_empty() { "-".to_owned() } else { names.join(" | ") }
}
