//! Puts parts into the tables, equal ones once.

use super::amount::Amounts;
use super::name::{NONE, number};
use super::pattern::{Pattern, PatternError};
use super::table::{AttributeUse, Declaration, Particle, Schema, Span, State, Step, Type, Wildcard};
use super::value::SimpleType;
use std::collections::HashMap;
use std::hash::Hash;

/// A schema in the making.
#[derive(Clone, Debug)]
pub(super) struct Builder {
    pub(super) schema: Schema,
    texts: HashMap<Box<str>, u32>,
    patterns: HashMap<Vec<String>, u32>,
    simples: HashMap<SimpleType, u32>,
    types: HashMap<Type, u32>,
    declarations: HashMap<Declaration, u32>,
    wildcards: HashMap<Wildcard, u32>,
    indices: HashMap<Vec<u32>, Span>,
    particles: HashMap<Vec<Particle>, Span>,
    variants: HashMap<Vec<Span>, Span>,
    states: HashMap<Vec<State>, Span>,
    steps: HashMap<Vec<Step>, Span>,
    attributes: HashMap<Vec<AttributeUse>, Span>,
    globals: HashMap<Vec<(u32, u32)>, Span>,
    global_attributes: HashMap<Vec<(u32, u32)>, Span>,
}

/// The number of an item, which is added when it is new.
fn one<T: Copy + Eq + Hash>(known: &mut HashMap<T, u32>, table: &mut Vec<T>, item: T) -> u32 {
    *known.entry(item).or_insert_with(|| {
        table.push(item);
        number(table.len() - 1)
    })
}

/// The range of a row of items, which is added when it is new.
fn row<T: Copy + Eq + Hash>(known: &mut HashMap<Vec<T>, Span>, table: &mut Vec<T>, items: &[T]) -> Span {
    if items.is_empty() {
        return Span::EMPTY;
    }
    if let Some(span) = known.get(items) {
        return *span;
    }
    let span = Span { start: number(table.len()), length: number(items.len()) };
    table.extend_from_slice(items);
    known.insert(items.to_vec(), span);
    span
}

macro_rules! rows {
    ($($method:ident, $field:ident, $item:ty;)*) => {$(
        pub(super) fn $method(&mut self, items: &[$item]) -> Span {
            row(&mut self.$field, &mut self.schema.$field, items)
        }
    )*};
}

impl Builder {
    pub(super) fn new() -> Self {
        Self {
            schema: Schema::empty(),
            texts: HashMap::new(),
            patterns: HashMap::new(),
            simples: HashMap::new(),
            types: HashMap::new(),
            declarations: HashMap::new(),
            wildcards: HashMap::new(),
            indices: HashMap::new(),
            particles: HashMap::new(),
            variants: HashMap::new(),
            states: HashMap::new(),
            steps: HashMap::new(),
            attributes: HashMap::new(),
            globals: HashMap::new(),
            global_attributes: HashMap::new(),
        }
    }

    rows! {
        add_indices, indices, u32;
        add_particles, particles, Particle;
        add_variants, variants, Span;
        add_states, states, State;
        add_steps, steps, Step;
        add_attributes, attributes, AttributeUse;
        add_globals, globals, (u32, u32);
        add_global_attributes, global_attributes, (u32, u32);
    }

    pub(super) fn add_text(&mut self, text: &str) -> u32 {
        if let Some(known) = self.texts.get(text) {
            return *known;
        }
        let index = number(self.schema.texts.len());
        self.schema.texts.push(text.into());
        self.texts.insert(text.into(), index);
        index
    }

    /// A pattern given by alternatives.
    pub(super) fn add_pattern(&mut self, sources: &[String]) -> Result<u32, PatternError> {
        if let Some(known) = self.patterns.get(sources) {
            return Ok(*known);
        }
        let index = number(self.schema.patterns.len());
        self.schema.patterns.push(Pattern::read(sources)?);
        self.schema.sources.push(sources.iter().map(|source| source.as_str().into()).collect());
        self.patterns.insert(sources.to_vec(), index);
        Ok(index)
    }

    pub(super) fn add_simple(&mut self, simple: SimpleType) -> u32 {
        one(&mut self.simples, &mut self.schema.simples, simple)
    }

    pub(super) fn add_type(&mut self, type_: Type) -> u32 {
        one(&mut self.types, &mut self.schema.types, type_)
    }

    /// A place for a type that refers to itself and so is needed before it is known.
    pub(super) fn reserve_type(&mut self, until_known: Type) -> u32 {
        self.schema.types.push(until_known);
        number(self.schema.types.len() - 1)
    }

    pub(super) fn fill_type(&mut self, index: u32, type_: Type) {
        if let Some(place) = self.schema.types.get_mut(index as usize) {
            *place = type_;
        }
    }

    pub(super) fn add_declaration(&mut self, declaration: Declaration) -> u32 {
        one(&mut self.declarations, &mut self.schema.declarations, declaration)
    }

    pub(super) fn add_wildcard(&mut self, wildcard: Wildcard) -> u32 {
        one(&mut self.wildcards, &mut self.schema.wildcards, wildcard)
    }

    pub(super) fn name_of(&self, declaration: u32) -> u32 {
        self.schema.declarations.get(declaration as usize).map_or(NONE, |declaration| declaration.name)
    }

    /// The tables, without room for more.
    pub(super) fn finish(mut self) -> Schema {
        let amounts: Vec<Amounts> =
            self.schema.simples.iter().map(|simple| self.schema.amounts(simple)).collect();
        let schema = &mut self.schema;
        for (simple, amounts) in schema.simples.iter_mut().zip(amounts) {
            simple.amounts = amounts;
        }
        schema.texts.shrink_to_fit();
        schema.indices.shrink_to_fit();
        schema.simples.shrink_to_fit();
        schema.types.shrink_to_fit();
        schema.declarations.shrink_to_fit();
        schema.particles.shrink_to_fit();
        schema.states.shrink_to_fit();
        schema.steps.shrink_to_fit();
        schema.attributes.shrink_to_fit();
        schema.globals.shrink_to_fit();
        self.schema
    }
}
