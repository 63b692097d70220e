//! An ordered sequence of child elements.

use super::walk::Walk;
use super::{Node, rules};
use crate::report::Finding;
use crate::xml::Element;

/// The variant that knows most of the names present; the first of equals.
pub(super) fn choose(element: Element<'_>, variants: &'static [&'static [Node]]) -> &'static [Node] {
    let mut best: &'static [Node] = &[];
    let mut most = None;
    for variant in variants {
        let known =
            element.children().filter(|child| variant.iter().any(|node| node.name == child.local())).count();
        if most.is_none_or(|most| known > most) {
            most = Some(known);
            best = variant;
        }
    }
    best
}

/// Judges the children of `parent` against the sequence, and each known child against its node.
///
/// One pass. A child that stands too early moves the expectation past the places before it; when
/// one of those turns up later, that is a defect of order, named with the first element that it
/// should have preceded, and not two defects of a missing and an unexpected element.
pub(super) fn check(walk: &mut Walk<'_, '_>, parent: Element<'_>, nodes: &'static [Node]) {
    let mut times = vec![0_usize; nodes.len()];
    let mut reached = 0_usize;
    for child in parent.children() {
        if walk.is_over() {
            return;
        }
        let Some((place, node)) = locate(nodes, reached, child.local()) else {
            unexpected(walk, child, nodes, reached);
            continue;
        };
        if place < reached {
            order(walk, child, nodes, &times, place);
        } else {
            reached = place;
        }
        let before = times.get_mut(place).map_or(0, |count| {
            *count += 1;
            *count - 1
        });
        if before > 0 && !node.occurs.many {
            walk.push(Finding::new(&rules::REPEATED).at(child).found(child.local()));
            continue;
        }
        walk.element(child, node);
    }
    for (node, count) in nodes.iter().zip(&times) {
        if node.occurs.required && *count == 0 && !walk.is_over() {
            walk.push(Finding::new(&rules::MISSING).at(parent).expected(node.name));
        }
    }
}

/// The place of a name in the sequence, looked for from the place reached onwards, then before it.
fn locate(nodes: &'static [Node], reached: usize, name: &str) -> Option<(usize, &'static Node)> {
    let (before, from) = nodes.split_at_checked(reached).unwrap_or((nodes, &[]));
    let later = from.iter().position(|node| node.name == name).map(|place| place + reached);
    let place = later.or_else(|| before.iter().position(|node| node.name == name))?;
    nodes.get(place).map(|node| (place, node))
}

fn order(walk: &mut Walk<'_, '_>, child: Element<'_>, nodes: &[Node], times: &[usize], place: usize) {
    let overtaken = nodes.iter().zip(times).skip(place + 1).find(|(_, count)| **count > 0);
    if let Some((node, _)) = overtaken {
        walk.push(Finding::new(&rules::ORDER).at(child).expected(node.name).found(child.local()));
    }
}

/// The name was meant otherwise when only its capitals differ; else the next element that must come.
fn unexpected(walk: &mut Walk<'_, '_>, child: Element<'_>, nodes: &[Node], reached: usize) {
    let similar = nodes.iter().find(|node| node.name.eq_ignore_ascii_case(child.local()));
    let next = || nodes.iter().skip(reached + 1).find(|node| node.occurs.required);
    let expected = similar.or_else(next).map_or("-", |node| node.name);
    walk.push(Finding::new(&rules::UNEXPECTED).at(child).expected(expected).found(child.local()));
}
