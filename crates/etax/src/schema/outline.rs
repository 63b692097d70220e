//! The elements of a grammar as a list: what stands inside what, what repeats, what holds numbers.

use super::name::NONE;
use super::table::{Content, FormId, Schema, Term};
use super::value::Kind;

/// What an element of a form holds, as far as a formula cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Other elements, or nothing.
    Elements,
    /// A number.
    Number,
    /// A truth value: `1`, `0`, `true`, `false`.
    Truth,
    /// Any other text: words, dates, codes.
    Text,
}

/// One element of a grammar, at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlined<'s> {
    /// Its local name.
    pub name: &'s str,
    /// How many elements are around it; the root is at depth 0.
    pub depth: usize,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether it may stand more than once beside itself.
    pub many: bool,
    /// Whether it may be empty with `xsi:nil="true"`.
    pub nillable: bool,
    /// What stands in it.
    pub holds: Holds,
}

/// Elements deeper than this are left out: no form nests so deep, and a type may contain itself.
const DEEPEST: usize = 32;
/// As many elements at most.
const MOST: usize = 1 << 16;

impl Schema {
    /// The elements that documents of a form consist of, each before those inside it, in the order in which they stand.
    /// An element that a content model names twice is there once. What is inside a wildcard is not known. Empty for the
    /// id of another schema.
    ///
    /// ```
    /// use etax::schema::{Holds, Node, Schema, Simple};
    /// const SUM: Node = Node::leaf("sum", Simple::Long);
    /// const ROW: Node = Node::group("row", &[SUM]).many();
    /// static FORM: Node = Node::group("form", &[ROW]);
    /// let (schema, forms) = Schema::from_nodes(&[&FORM]);
    /// let outline = schema.outline(forms[0]);
    /// assert_eq!(outline.iter().map(|at| (at.name, at.many)).collect::<Vec<_>>(), [("form", false), ("row", true), ("sum", false)]);
    /// assert_eq!(outline[2].holds, Holds::Number);
    /// ```
    #[must_use]
    pub fn outline(&self, form: FormId) -> Vec<Outlined<'_>> {
        let mut out = Vec::new();
        if let Some(form) = self.form(form) {
            self.outline_of(Place { declaration: form.root, optional: false, many: false }, 0, &mut out);
        }
        out
    }

    fn outline_of<'s>(&'s self, place: Place, depth: usize, out: &mut Vec<Outlined<'s>>) {
        let Some(declaration) = self.declarations.get(place.declaration as usize) else { return };
        if depth > DEEPEST || out.len() >= MOST {
            return;
        }
        let content = self.types.get(declaration.type_ as usize).map_or(Content::Skip, |type_| type_.content);
        let holds = match content {
            Content::Text(simple) => self.holds(simple, 0),
            _ => Holds::Elements,
        };
        out.push(Outlined {
            name: self.names.local(declaration.name),
            depth,
            optional: place.optional,
            many: place.many,
            nillable: declaration.nillable,
            holds,
        });
        for place in self.places(content) {
            self.outline_of(place, depth + 1, out);
        }
    }

    fn holds(&self, simple: u32, depth: usize) -> Holds {
        match self.simples.get(simple as usize).map(|simple| simple.kind) {
            Some(Kind::Decimal | Kind::Integer) => Holds::Number,
            Some(Kind::Boolean) => Holds::Truth,
            // The empty text or a number: how schemas let an amount be left open.
            Some(Kind::Union(span)) if depth < 4 => {
                let mut members = self.indices(span).iter().map(|member| self.holds(*member, depth + 1));
                if members.any(|member| member == Holds::Number) { Holds::Number } else { Holds::Text }
            }
            _ => Holds::Text,
        }
    }

    /// The elements that a content may have, each name once.
    fn places(&self, content: Content) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        match content {
            Content::Sequence(span) => self.particles_of(span, &mut places),
            Content::All { particles, optional } => {
                self.particles_of(particles, &mut places);
                for place in &mut places {
                    place.optional |= optional;
                }
            }
            Content::OneOf(variants) => {
                for variant in variants.of(&self.variants) {
                    let mut own = Vec::new();
                    self.particles_of(*variant, &mut own);
                    for place in own {
                        match places.iter_mut().find(|known| self.same_name(known, &place)) {
                            Some(known) => {
                                known.many |= place.many;
                                known.optional |= place.optional;
                            }
                            None => places.push(place),
                        }
                    }
                }
            }
            Content::States(span) => {
                let states = span.of(&self.states);
                let steps =
                    |state: usize| states.get(state).map_or(&[][..], |state| state.steps.of(&self.steps));
                // States are numbered in the order of the source, so this is the order of the elements.
                let mut reached: Vec<(u32, u32)> = Vec::new();
                for state in 0..states.len() {
                    for step in steps(state) {
                        if let Term::Element(declaration) = step.term
                            && !reached.contains(&(step.to, declaration))
                        {
                            reached.push((step.to, declaration));
                        }
                    }
                }
                reached.sort_unstable();
                for (to, declaration) in reached {
                    let place = Place {
                        declaration,
                        optional: true,
                        many: self.comes_again(span.of(&self.states), to, declaration),
                    };
                    match places.iter_mut().find(|known| self.same_name(known, &place)) {
                        Some(known) => known.many = true,
                        None => places.push(place),
                    }
                }
            }
            Content::Skip | Content::Anything | Content::Empty | Content::Text(_) => {}
        }
        places
    }

    /// Whether an element of the same name may follow after a state.
    fn comes_again(&self, states: &[super::table::State], from: u32, declaration: u32) -> bool {
        let name = self.declarations.get(declaration as usize).map_or(NONE, |it| it.name);
        let mut seen = vec![false; states.len()];
        let mut open = vec![from as usize];
        while let Some(at) = open.pop() {
            match seen.get_mut(at) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            for step in states.get(at).map_or(&[][..], |state| state.steps.of(&self.steps)) {
                if step.name == name {
                    return true;
                }
                open.push(step.to as usize);
            }
        }
        false
    }

    fn particles_of(&self, span: super::table::Span, places: &mut Vec<Place>) {
        for particle in span.of(&self.particles) {
            let Term::Element(declaration) = particle.term else { continue };
            let place = Place { declaration, optional: particle.least == 0, many: particle.most > 1 };
            match places.iter_mut().find(|known| self.same_name(known, &place)) {
                Some(known) => known.many = true,
                None => places.push(place),
            }
        }
    }

    fn same_name(&self, a: &Place, b: &Place) -> bool {
        let name = |place: &Place| self.declarations.get(place.declaration as usize).map(|it| it.name);
        name(a) == name(b)
    }
}

/// An element in a content.
#[derive(Clone, Copy)]
struct Place {
    declaration: u32,
    optional: bool,
    many: bool,
}
