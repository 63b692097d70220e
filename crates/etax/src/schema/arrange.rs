//! Puts elements into the order of their content model, and says which are missing.

use super::name::NONE;
use super::place::{Inside, Place};
use super::sample::distances;
use super::table::{Content, Particle, Schema, Span, State, Term};
use std::collections::HashMap;

/// What stands at a place of an arrangement.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'s> {
    /// Which of the elements given; `None` for one that must stand and was not given.
    pub given: Option<usize>,
    /// The grammar of it; `None` where a wildcard lets it through unjudged.
    pub place: Option<Place<'s>>,
}

impl<'s> Place<'s> {
    /// Puts the elements of these names into the order in which they may stand inside this one. A name is a local one,
    /// or `{namespace}local` for an element that only a wildcard takes. Elements of one name keep their order. Where the
    /// grammar leaves a choice, the order given decides.
    ///
    /// Time is in proportion to the names and the places; choices cost as many steps as they offer ways.
    ///
    /// # Errors
    ///
    /// The first name given for which there is no place.
    ///
    /// ```
    /// use etax::schema::{Node, Schema, Simple};
    /// const A: Node = Node::leaf("a", Simple::Long);
    /// const B: Node = Node::leaf("b", Simple::Text);
    /// const C: Node = Node::leaf("c", Simple::Text).optional();
    /// static R: Node = Node::group("r", &[A, B, C]);
    /// let (schema, forms) = Schema::from_nodes(&[&R]);
    /// let root = schema.root_place(forms[0]).unwrap();
    /// let order = root.arrange(&["c", "a"]).unwrap();
    /// let given: Vec<Option<usize>> = order.iter().map(|slot| slot.given).collect();
    /// assert_eq!(given, [Some(1), None, Some(0)]);
    /// assert_eq!(order[1].place.unwrap().name(), "b");
    /// assert_eq!(root.arrange(&["a", "x"]).unwrap_err(), 1);
    /// ```
    pub fn arrange(self, names: &[&str]) -> Result<Vec<Slot<'s>>, usize> {
        let mut work = Work::new(self.schema, names);
        match self.type_.content {
            Content::Sequence(span) => work.sequence(span.of(&self.schema.particles)),
            Content::All { optional: true, .. } if names.is_empty() => {}
            Content::All { particles, .. } => work.sequence(particles.of(&self.schema.particles)),
            Content::OneOf(variants) => {
                let variants = variants.of(&self.schema.variants);
                // The first of those that know most; `max_by_key` would take the last.
                let known = |variant: &&Span| work.known(variant.of(&self.schema.particles));
                let best = variants.iter().rev().max_by_key(known).copied().unwrap_or(Span::EMPTY);
                work.sequence(best.of(&self.schema.particles));
            }
            Content::States(span) => work.states(span.of(&self.schema.states)),
            _ if self.inside() == Inside::Anything => {
                let all = (0..names.len()).map(|given| Slot { given: Some(given), place: None });
                return Ok(all.collect());
            }
            _ => {}
        }
        match work.taken.iter().position(|taken| !taken) {
            None => Ok(work.out),
            Some(left) => Err(left),
        }
    }
}

struct Work<'s, 'n> {
    schema: &'s Schema,
    names: &'n [&'n str],
    /// Where each name was given, in order, and how many of those have been placed.
    queues: HashMap<&'n str, Queue>,
    /// Those with a namespace of their own, which a wildcard may take.
    foreign: Vec<usize>,
    taken: Vec<bool>,
    out: Vec<Slot<'s>>,
}

#[derive(Default)]
struct Queue {
    given: Vec<usize>,
    placed: usize,
}

impl<'s, 'n> Work<'s, 'n> {
    fn new(schema: &'s Schema, names: &'n [&'n str]) -> Self {
        let mut queues: HashMap<&'n str, Queue> = HashMap::new();
        let mut foreign = Vec::new();
        for (given, name) in names.iter().enumerate() {
            queues.entry(name).or_default().given.push(given);
            if split(name).0.is_some() {
                foreign.push(given);
            }
        }
        Self { schema, names, queues, foreign, taken: vec![false; names.len()], out: Vec::new() }
    }

    /// How many names given could stand where one of these particles may.
    fn known(&self, particles: &[Particle]) -> usize {
        let count = |particle: &Particle| match particle.term {
            Term::Element(declaration) => {
                let (local, expanded) = self.keys(declaration);
                let length = |key: &str| self.queues.get(key).map_or(0, |queue| queue.given.len());
                length(local) + length(&expanded)
            }
            Term::Any(_) => 0,
        };
        particles.iter().map(count).sum()
    }

    /// The names by which an element may be given: its local one, and the one with its namespace.
    fn keys(&self, declaration: u32) -> (&'s str, String) {
        let names = &self.schema.names;
        let Some(known) = self.schema.declarations.get(declaration as usize) else {
            return ("", String::new());
        };
        let local = names.local(known.name);
        (local, format!("{{{}}}{local}", names.uri(names.namespace(known.name))))
    }

    /// The first element given that has not been placed and may stand here.
    fn head(&self, term: Term) -> Option<usize> {
        match term {
            Term::Element(declaration) => {
                let (local, expanded) = self.keys(declaration);
                let head = |key: &str| {
                    let queue = self.queues.get(key)?;
                    queue.given.get(queue.placed).copied()
                };
                head(local).into_iter().chain(head(&expanded)).min()
            }
            Term::Any(wildcard) => {
                let wildcard = self.schema.wildcards.get(wildcard as usize)?;
                let names = &self.schema.names;
                let lets = |given: &&usize| {
                    let uri = self.names.get(**given).and_then(|name| split(name).0).unwrap_or_default();
                    let number = if uri.is_empty() { 0 } else { names.find_namespace(uri).unwrap_or(NONE) };
                    let open = self.taken.get(**given).is_some_and(|taken| !taken);
                    open && self.schema.allows(wildcard.allowed, number)
                };
                self.foreign.iter().find(lets).copied()
            }
        }
    }

    fn slot(&mut self, term: Term, given: Option<usize>) {
        if let Some(given) = given {
            if let Some(taken) = self.taken.get_mut(given) {
                *taken = true;
            }
            // Elements of one name are placed in the order given.
            if let Some(queue) = self.names.get(given).and_then(|name| self.queues.get_mut(name)) {
                queue.placed += 1;
            }
        }
        let place = match term {
            Term::Element(declaration) => self.schema.place(declaration),
            Term::Any(_) => None,
        };
        self.out.push(Slot { given, place });
    }

    fn sequence(&mut self, particles: &[Particle]) {
        for particle in particles {
            let mut count = 0_u32;
            while particle.most == NONE || count < particle.most {
                let Some(given) = self.head(particle.term) else { break };
                self.slot(particle.term, Some(given));
                count = count.saturating_add(1);
            }
            // What a wildcard wants nobody can say.
            if matches!(particle.term, Term::Element(_)) {
                for _ in count..particle.least {
                    self.slot(particle.term, None);
                }
            }
        }
    }

    fn states(&mut self, states: &[State]) {
        let schema = self.schema;
        let left = distances(schema, states);
        let mut at = 0_usize;
        // Each round takes an element given, or comes one step nearer to an end.
        for _ in 0..=self.names.len().saturating_add(states.len()) {
            let Some(state) = states.get(at) else { return };
            let steps = state.steps.of(&schema.steps);
            let heads = steps.iter().filter_map(|step| Some((self.head(step.term)?, step)));
            if let Some((given, step)) = heads.min_by_key(|(given, step)| (*given, step.to)) {
                self.slot(step.term, Some(given));
                at = step.to as usize;
                continue;
            }
            if state.accepts {
                return;
            }
            let Some(step) = steps.iter().min_by_key(|step| (left.get(step.to as usize), step.to)) else {
                return;
            };
            self.slot(step.term, None);
            at = step.to as usize;
        }
    }
}

/// Namespace, where one is written, and local part of a name.
pub(crate) fn split(name: &str) -> (Option<&str>, &str) {
    match name.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((namespace, local)) => (Some(namespace), local),
        None => (None, name),
    }
}
