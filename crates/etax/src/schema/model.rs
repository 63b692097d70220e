//! Content models: nested groups made into a plain sequence where they are one, else into states.
//!
//! XML Schema demands that a child's name tells which particle it belongs to ("unique particle attribution", part 1,
//! 3.8.6). A model that breaks it is refused here, so that checking never has to look ahead or back.

use super::build::Builder;
use super::name::{NONE, number};
use super::table::{Allowed, Content, Particle, Schema, Span, State, Step, Term};
use std::collections::HashMap;

/// The most places of one model, repetitions written out.
const MOST: usize = 4096;
/// The most ways between its states.
const MOST_STEPS: usize = 1 << 16;

/// How often something may stand, [`NONE`] without end, and what.
#[derive(Clone, Debug)]
pub(super) struct Occurs {
    pub(super) least: u32,
    pub(super) most: u32,
    pub(super) tree: Tree,
}

/// A group of a content model.
#[derive(Clone, Debug)]
pub(super) enum Tree {
    Term(Term),
    Sequence(Vec<Occurs>),
    Choice(Vec<Occurs>),
}

/// Why a model cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ModelError {
    /// Two places could be meant by an element of this name (or by what a wildcard lets through).
    Ambiguous(String),
    TooLarge,
}

impl Occurs {
    pub(super) const fn once(tree: Tree) -> Self {
        Self { least: 1, most: 1, tree }
    }

    /// Goes over the elements and wildcards in order.
    pub(super) fn each_term(&self, each: &mut dyn FnMut(Term)) {
        match &self.tree {
            Tree::Term(term) => each(*term),
            Tree::Sequence(items) | Tree::Choice(items) => items.iter().for_each(|item| item.each_term(each)),
        }
    }

    const fn is_once(&self) -> bool {
        self.least == 1 && self.most == 1
    }

    /// Without groups that say nothing: empty ones, groups of one, sequences in sequences, choices in choices.
    fn simplify(self) -> Option<Self> {
        if self.most == 0 {
            return None;
        }
        let Self { least, most, tree } = self;
        match tree {
            Tree::Term(_) => Some(Self { least, most, tree }),
            Tree::Sequence(items) => {
                let mut flat = Vec::with_capacity(items.len());
                for item in items.into_iter().filter_map(Self::simplify) {
                    match item {
                        Self { least: 1, most: 1, tree: Tree::Sequence(inner) } => flat.extend(inner),
                        item => flat.push(item),
                    }
                }
                Self::group(least, most, flat, Tree::Sequence)
            }
            Tree::Choice(items) => {
                // A choice of nothing can be made; of no items at all it cannot, but no schema has that.
                let mut empty = false;
                let mut flat = Vec::with_capacity(items.len());
                for item in items {
                    match item.simplify() {
                        None => empty = true,
                        Some(Self { least: 1, most: 1, tree: Tree::Choice(inner) }) => flat.extend(inner),
                        Some(item) => flat.push(item),
                    }
                }
                Self::group(if empty { 0 } else { least }, most, flat, Tree::Choice)
            }
        }
    }

    fn group(least: u32, most: u32, mut items: Vec<Self>, make: fn(Vec<Self>) -> Tree) -> Option<Self> {
        if items.len() > 1 {
            return Some(Self { least, most, tree: make(items) });
        }
        let inner = items.pop()?;
        if inner.is_once() {
            return Some(Self { least, most, tree: inner.tree });
        }
        if least == 1 && most == 1 {
            return Some(inner);
        }
        // `(a?)*` and the like; `(a{2}){2}` cannot be put into one pair of numbers.
        if inner.least <= 1 && least <= 1 && (inner.most == NONE || inner.most == 1 || most == 1) {
            let both = if most == 1 {
                inner.most
            } else if inner.most == 1 {
                most
            } else {
                NONE
            };
            return Some(Self { least: least.min(inner.least), most: both, tree: inner.tree });
        }
        Some(Self { least, most, tree: make(vec![inner]) })
    }
}

/// Makes the content of a model.
pub(super) fn compile(builder: &mut Builder, model: Occurs) -> Result<Content, ModelError> {
    let Some(model) = model.simplify() else { return Ok(Content::Empty) };
    let flat = match &model {
        Occurs { tree: Tree::Term(_), .. } => Some(std::slice::from_ref(&model)),
        Occurs { least: 1, most: 1, tree: Tree::Sequence(items) } => Some(&items[..]),
        _ => None,
    };
    if let Some(items) = flat
        && let Some(particles) =
            items.iter().map(|item| particle(builder, item)).collect::<Option<Vec<Particle>>>()
    {
        if particles.len() > MOST {
            return Err(ModelError::TooLarge);
        }
        check_sequence(&builder.schema, &particles)?;
        return Ok(Content::Sequence(builder.add_particles(&particles)));
    }
    let states = Automaton::new(&builder.schema, &model)?.store(builder);
    if !builder.schema.models.iter().any(|(known, _)| *known == states) {
        builder.schema.models.push((states, model));
    }
    Ok(Content::States(states))
}

/// Makes the content of `xs:all`.
pub(super) fn all(builder: &mut Builder, items: &[Occurs], optional: bool) -> Result<Content, ModelError> {
    let particles: Vec<Particle> =
        items.iter().filter(|item| item.most > 0).filter_map(|item| particle(builder, item)).collect();
    if particles.is_empty() {
        return Ok(Content::Empty);
    }
    if particles.len() > super::walk::MOST_IN_ALL {
        return Err(ModelError::TooLarge);
    }
    for (at, one) in particles.iter().enumerate() {
        if particles.iter().skip(at + 1).any(|other| other.name == one.name) {
            return Err(ModelError::Ambiguous(builder.schema.names.local(one.name).to_owned()));
        }
    }
    Ok(Content::All { particles: builder.add_particles(&particles), optional })
}

fn particle(builder: &Builder, item: &Occurs) -> Option<Particle> {
    let Tree::Term(term) = item.tree else { return None };
    Some(Particle { name: name(&builder.schema, term), term, least: item.least, most: item.most })
}

fn name(schema: &Schema, term: Term) -> u32 {
    match term {
        Term::Element(index) => {
            schema.declarations.get(index as usize).map_or(NONE, |declaration| declaration.name)
        }
        Term::Any(_) => NONE,
    }
}

fn check_sequence(schema: &Schema, particles: &[Particle]) -> Result<(), ModelError> {
    for (at, one) in particles.iter().enumerate() {
        if one.least == one.most {
            continue;
        }
        for other in particles.iter().skip(at + 1) {
            if overlap(schema, one.term, other.term) {
                return Err(ModelError::Ambiguous(label(schema, one.term)));
            }
            if other.least > 0 {
                break;
            }
        }
    }
    Ok(())
}

fn label(schema: &Schema, term: Term) -> String {
    match term {
        Term::Element(_) => schema.names.local(name(schema, term)).to_owned(),
        Term::Any(_) => "*".to_owned(),
    }
}

/// Whether one element could be meant by both.
fn overlap(schema: &Schema, a: Term, b: Term) -> bool {
    let allowed = |index: u32| schema.wildcards.get(index as usize).map(|wildcard| wildcard.allowed);
    match (a, b) {
        (Term::Element(_), Term::Element(_)) => name(schema, a) == name(schema, b),
        (Term::Element(_), Term::Any(index)) => {
            allowed(index).is_some_and(|it| schema.allows(it, schema.names.namespace(name(schema, a))))
        }
        (Term::Any(_), Term::Element(_)) => overlap(schema, b, a),
        (Term::Any(first), Term::Any(second)) => match (allowed(first), allowed(second)) {
            (Some(Allowed::Listed(span)), Some(other)) | (Some(other), Some(Allowed::Listed(span))) => {
                schema.indices(span).iter().any(|namespace| schema.allows(other, *namespace))
            }
            _ => true,
        },
    }
}

impl Schema {
    /// Whether a wildcard lets a namespace through; [`NONE`] is one that the tables do not know.
    pub(super) fn allows(&self, allowed: Allowed, namespace: u32) -> bool {
        match allowed {
            Allowed::Any => true,
            Allowed::Other(target) => namespace != target && namespace != 0,
            Allowed::Listed(span) => self.indices(span).contains(&namespace),
        }
    }
}

/// Where a part of the model begins and ends.
struct Part {
    nullable: bool,
    first: Vec<usize>,
    last: Vec<usize>,
}

/// The places of a model and which may follow which (Glushkov's construction).
struct Automaton {
    /// The term at a place, and which place of the source it is a copy of.
    places: Vec<(Term, usize)>,
    follow: Vec<Vec<usize>>,
    steps: usize,
    whole: Part,
    parts: usize,
}

impl Automaton {
    fn new(schema: &Schema, model: &Occurs) -> Result<Self, ModelError> {
        let whole = Part { nullable: true, first: Vec::new(), last: Vec::new() };
        let mut automaton = Self { places: Vec::new(), follow: Vec::new(), steps: 0, whole, parts: 0 };
        let mut origin = 0;
        automaton.whole = automaton.add(model, &mut origin)?;
        for places in std::iter::once(&automaton.whole.first).chain(&automaton.follow) {
            automaton.check(schema, places)?;
        }
        Ok(automaton)
    }

    /// No two of the places may be meant by the same element, copies of one place excepted.
    fn check(&self, schema: &Schema, places: &[usize]) -> Result<(), ModelError> {
        let mut seen: HashMap<u32, usize> = HashMap::new();
        let mut wildcards: Vec<(Term, usize)> = Vec::new();
        let entries: Vec<(Term, usize)> =
            places.iter().filter_map(|place| self.places.get(*place).copied()).collect();
        for (term, origin) in &entries {
            match term {
                Term::Any(_) => wildcards.push((*term, *origin)),
                Term::Element(_) => {
                    let other = seen.entry(name(schema, *term)).or_insert(*origin);
                    if other != origin {
                        return Err(ModelError::Ambiguous(label(schema, *term)));
                    }
                }
            }
        }
        for (wildcard, origin) in wildcards {
            for (term, other) in &entries {
                if origin != *other && overlap(schema, wildcard, *term) {
                    return Err(ModelError::Ambiguous(label(schema, *term)));
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, item: &Occurs, origin: &mut usize) -> Result<Part, ModelError> {
        let start = *origin;
        let copies = if item.most == NONE { item.least.max(1) } else { item.most };
        let mut whole = Part { nullable: true, first: Vec::new(), last: Vec::new() };
        for copy in 0..copies {
            *origin = start;
            let mut part = self.once(&item.tree, origin)?;
            if item.most == NONE && copy + 1 == copies {
                for place in part.last.clone() {
                    self.allow(place, &part.first)?;
                }
            }
            part.nullable |= copy >= item.least;
            self.join(&mut whole, part)?;
        }
        Ok(whole)
    }

    fn once(&mut self, tree: &Tree, origin: &mut usize) -> Result<Part, ModelError> {
        self.parts += 1;
        if self.parts > MOST * 4 {
            return Err(ModelError::TooLarge);
        }
        match tree {
            Tree::Term(term) => {
                let place = self.places.len();
                if place >= MOST {
                    return Err(ModelError::TooLarge);
                }
                self.places.push((*term, *origin));
                self.follow.push(Vec::new());
                *origin += 1;
                Ok(Part { nullable: false, first: vec![place], last: vec![place] })
            }
            Tree::Sequence(items) => {
                let mut whole = Part { nullable: true, first: Vec::new(), last: Vec::new() };
                for item in items {
                    let part = self.add(item, origin)?;
                    self.join(&mut whole, part)?;
                }
                Ok(whole)
            }
            Tree::Choice(items) => {
                let mut whole = Part { nullable: false, first: Vec::new(), last: Vec::new() };
                for item in items {
                    let part = self.add(item, origin)?;
                    whole.nullable |= part.nullable;
                    whole.first.extend(part.first);
                    whole.last.extend(part.last);
                }
                Ok(whole)
            }
        }
    }

    fn join(&mut self, whole: &mut Part, next: Part) -> Result<(), ModelError> {
        for place in whole.last.clone() {
            self.allow(place, &next.first)?;
        }
        if whole.nullable {
            whole.first.extend(&next.first);
        }
        if next.nullable {
            whole.last.extend(next.last);
        } else {
            whole.last = next.last;
        }
        whole.nullable &= next.nullable;
        Ok(())
    }

    fn allow(&mut self, place: usize, next: &[usize]) -> Result<(), ModelError> {
        if let Some(follow) = self.follow.get_mut(place) {
            for place in next {
                if !follow.contains(place) {
                    follow.push(*place);
                    self.steps += 1;
                }
            }
        }
        if self.steps > MOST_STEPS { Err(ModelError::TooLarge) } else { Ok(()) }
    }

    /// State 0 is the beginning; state n + 1 is after place n.
    fn store(self, builder: &mut Builder) -> Span {
        let mut states =
            vec![State { steps: self.steps(builder, &self.whole.first), accepts: self.whole.nullable }];
        for (place, follow) in self.follow.iter().enumerate() {
            let steps = self.steps(builder, follow);
            states.push(State { steps, accepts: self.whole.last.contains(&place) });
        }
        builder.add_states(&states)
    }

    fn steps(&self, builder: &mut Builder, places: &[usize]) -> Span {
        let mut steps: Vec<Step> = Vec::with_capacity(places.len());
        let mut places: Vec<usize> = places.to_vec();
        // Of copies of one place the first is taken: what the later ones lead to, it leads to as well.
        places.sort_unstable();
        let mut seen: Vec<usize> = Vec::new();
        for place in places {
            let Some((term, origin)) = self.places.get(place) else { continue };
            if seen.contains(origin) {
                continue;
            }
            seen.push(*origin);
            steps.push(Step { name: name(&builder.schema, *term), term: *term, to: number(place + 1) });
        }
        steps.sort_by_key(|step| step.name);
        builder.add_steps(&steps)
    }
}
