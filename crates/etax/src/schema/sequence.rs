//! What is wrong with children that do not follow their sequence.

use super::name::NONE;
use super::rules;
use super::table::{Particle, Term};
use super::walk::Walk;
use crate::report::Finding;
use crate::xml::Element;

/// Goes over the children of `parent` and says what is wrong; those before `from` have been judged already, and without
/// it all of them have.
///
/// One pass. A child that stands too early moves the expectation past the places before it; when
/// one of those turns up later, that is a defect of order, named with the first element that it
/// should have preceded, and not two defects of a missing and an unexpected element.
pub(super) fn diagnose<'d>(
    walk: &mut Walk<'_, 'd, '_>,
    parent: Element<'d>,
    particles: &[Particle],
    from: Option<Element<'d>>,
) {
    let mut times = vec![0_u32; particles.len()];
    let mut reached = 0_usize;
    for child in parent.children() {
        if walk.is_over() {
            return;
        }
        let judged = from.is_none_or(|from| child.index() < from.index());
        let Some((place, named)) = locate(walk, particles, &times, reached, child) else {
            unexpected(walk, child, particles, reached);
            continue;
        };
        let Some(particle) = particles.get(place) else { continue };
        if place < reached {
            order(walk, child, particles, &times, place);
        } else {
            reached = place;
        }
        let before = times.get_mut(place).map_or(0, |count| {
            *count = count.saturating_add(1);
            *count - 1
        });
        if particle.most != NONE && before >= particle.most {
            let finding = if particle.most == 1 {
                Finding::new(&rules::REPEATED).at(child)
            } else {
                Finding::new(&rules::MANY).at(child).expected(particle.most.to_string())
            };
            walk.push(finding.found(child.local()));
            continue;
        }
        if judged {
            continue;
        }
        if !named {
            let names = &walk.schema.names;
            let expected = match walk.schema.own {
                Some(own) if own == names.namespace(particle.name) => parent.namespace(),
                _ => names.uri(names.namespace(particle.name)),
            };
            let finding = Finding::new(&rules::NAMESPACE).at(child);
            walk.push(finding.expected(expected).found(child.namespace()));
        }
        walk.term(particle.term, child);
    }
    for (particle, count) in particles.iter().zip(&times) {
        if *count < particle.least && !walk.is_over() {
            let name = label(walk, particle);
            walk.push(Finding::new(&rules::MISSING).at(parent).expected(name));
        }
    }
}

fn label<'s>(walk: &Walk<'s, '_, '_>, particle: &Particle) -> &'s str {
    match particle.term {
        Term::Element(_) => walk.schema.names.local(particle.name),
        Term::Any(_) => "*",
    }
}

/// The place of a child in the sequence, looked for from the place reached onwards, then before it; whether it has the
/// name that is wanted there, or only its local part. A place that has all it may have comes last.
fn locate(
    walk: &Walk<'_, '_, '_>,
    particles: &[Particle],
    times: &[u32],
    reached: usize,
    child: Element<'_>,
) -> Option<(usize, bool)> {
    let known = walk.known(child);
    let fits = |place: &usize| particles.get(*place).is_some_and(|particle| walk.fits(particle, known));
    let mut full = None;
    for place in (reached..particles.len()).filter(fits) {
        let most = particles.get(place).map_or(NONE, |particle| particle.most);
        if most == NONE || times.get(place).is_some_and(|count| *count < most) {
            return Some((place, true));
        }
        full = full.or(Some(place));
    }
    if let Some(place) = full.or_else(|| (0..reached).find(fits)) {
        return Some((place, true));
    }
    let alike = |place: &usize| {
        particles.get(*place).is_some_and(|particle| walk.schema.names.local(particle.name) == child.local())
    };
    (reached..particles.len()).chain(0..reached).find(alike).map(|place| (place, false))
}

fn order(
    walk: &mut Walk<'_, '_, '_>,
    child: Element<'_>,
    particles: &[Particle],
    times: &[u32],
    place: usize,
) {
    let overtaken = particles.iter().zip(times).skip(place + 1).find(|(_, count)| **count > 0);
    if let Some((particle, _)) = overtaken {
        let name = label(walk, particle);
        walk.push(Finding::new(&rules::ORDER).at(child).expected(name).found(child.local()));
    }
}

/// The name was meant otherwise when only its capitals differ; else the next element that must come.
pub(super) fn unexpected(
    walk: &mut Walk<'_, '_, '_>,
    child: Element<'_>,
    particles: &[Particle],
    reached: usize,
) {
    let names = &walk.schema.names;
    let similar =
        particles.iter().find(|particle| names.local(particle.name).eq_ignore_ascii_case(child.local()));
    let next = || particles.iter().skip(reached + 1).find(|particle| particle.least > 0);
    let expected = similar.or_else(next).map_or("-", |particle| names.local(particle.name));
    walk.push(Finding::new(&rules::UNEXPECTED).at(child).expected(expected).found(child.local()));
}
