//! The tables: what a grammar is once it is ready to check with.

use super::model::Occurs;
use super::name::Names;
use super::pattern::Pattern;
use super::value::SimpleType;
use std::collections::HashSet;

/// A range of one of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) length: u32,
}

impl Span {
    pub(super) const EMPTY: Self = Self { start: 0, length: 0 };

    pub(super) const fn is_empty(self) -> bool {
        self.length == 0
    }

    /// The part of the table that is meant.
    pub(super) fn of<T>(self, table: &[T]) -> &[T] {
        let start = self.start as usize;
        table.get(start..start + self.length as usize).unwrap_or_default()
    }
}

/// An element at one place of a grammar, or a global one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Declaration {
    pub(super) name: u32,
    /// Index into `types`.
    pub(super) type_: u32,
    /// The value it has when it is empty, as text; [`super::name::NONE`] without one.
    pub(super) value: u32,
    /// Whether that value is the only one.
    pub(super) fixed: bool,
    pub(super) nillable: bool,
    /// Only elements that stand in for it may be used.
    pub(super) is_abstract: bool,
}

/// What an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Content {
    /// Not judged, attributes included.
    Skip,
    /// Anything; what is declared globally is judged (`xs:anyType`).
    Anything,
    /// No elements.
    Empty,
    /// Text of the simple type with this number.
    Text(u32),
    /// Elements in order: a range of `particles`.
    Sequence(Span),
    /// Each of them at most once, in any order; nothing at all where `optional`.
    All { particles: Span, optional: bool },
    /// One of several sequences: a range of `variants`.
    OneOf(Span),
    /// A range of `states`; the first is where the content begins.
    States(Span),
}

/// A type of elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Type {
    pub(super) content: Content,
    /// A range of `attributes`.
    pub(super) attributes: Span,
    /// Which other attributes may stand; an index into `wildcards`.
    pub(super) any_attribute: u32,
    /// Whether text may stand between the elements.
    pub(super) mixed: bool,
    /// Only types derived from it may be used.
    pub(super) is_abstract: bool,
}

/// What may stand at a place: an element, or any that a wildcard lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Term {
    /// Index into `declarations`.
    Element(u32),
    /// Index into `wildcards`.
    Any(u32),
}

/// A place in a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Particle {
    /// The element's name; [`super::name::NONE`] for a wildcard.
    pub(super) name: u32,
    pub(super) term: Term,
    pub(super) least: u32,
    /// [`super::name::NONE`] without end.
    pub(super) most: u32,
}

/// A state of a content model that is no plain sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct State {
    /// A range of `steps`, ordered by name.
    pub(super) steps: Span,
    /// Whether the content may end here.
    pub(super) accepts: bool,
}

/// A way from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Step {
    pub(super) name: u32,
    pub(super) term: Term,
    /// Counted from the first state of the content model.
    pub(super) to: u32,
}

/// An attribute that may stand on an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct AttributeUse {
    pub(super) name: u32,
    /// Index into `simples`.
    pub(super) simple: u32,
    pub(super) required: bool,
    /// Its only value, as text; [`super::name::NONE`] without one.
    pub(super) fixed: u32,
}

/// Which namespaces a wildcard lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Allowed {
    /// All.
    Any,
    /// All but this one and none at all (`##other`).
    Other(u32),
    /// These: a range of `indices`.
    Listed(Span),
}

/// What is done with what a wildcard lets through (`processContents`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Process {
    /// It must be declared.
    Strict,
    /// It is judged where it is declared.
    Lax,
    /// It is not judged.
    Skip,
}

/// A place where elements or attributes of other namespaces may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Wildcard {
    pub(super) allowed: Allowed,
    pub(super) process: Process,
}

/// Which of a schema's forms is meant. Given out by [`super::Importer::add`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormId(pub(super) u32);

/// A grammar among those of a schema: where documents may begin.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) name: Box<str>,
    /// Name and declaration of each global element: a range of `globals`, ordered by name.
    pub(super) globals: Span,
    /// Name and type of each global attribute: a range of `global_attributes`, ordered by name.
    pub(super) attributes: Span,
    /// The global element that documents are meant to begin with.
    pub(super) root: u32,
}

/// Grammars of one or many forms, ready to check documents with.
///
/// Everything is an index into one of a few vectors, and equal parts are kept once: the envelope that hundreds of forms
/// share is there a single time. A schema is never changed, so any number of threads can use it.
///
/// ```
/// use etax::report::Findings;
/// use etax::schema::Importer;
/// use etax::xml::{Document, Limits, Parsed};
/// let xsd = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
///   <xs:element name="r"><xs:complexType><xs:sequence>
///     <xs:element name="a" type="xs:long"/><xs:element name="b" type="xs:date" minOccurs="0"/>
///   </xs:sequence></xs:complexType></xs:element></xs:schema>"#;
/// let mut importer = Importer::default();
/// importer.provide("r.xsd", xsd.into());
/// let form = importer.add("r.xsd").unwrap();
/// let schema = importer.finish();
/// let Parsed::Document(document) =
///     Document::parse(b"<r><b>2026-11-23</b><a>1</a></r>", &Limits::default()) else { panic!() };
/// let mut findings = Findings::new(10);
/// assert!(!schema.check(form, document.root(), &mut findings));
/// assert_eq!(findings.as_slice()[0].rule.id, "schema.element.order");
/// ```
#[derive(Clone, Debug)]
pub struct Schema {
    pub(super) names: Names,
    pub(super) texts: Vec<Box<str>>,
    /// What simple types and wildcards list: texts, patterns, simple types, namespaces.
    pub(super) indices: Vec<u32>,
    pub(super) patterns: Vec<Pattern>,
    /// The patterns as they were written, alternatives apart.
    pub(super) sources: Vec<Box<[Box<str>]>>,
    pub(super) simples: Vec<SimpleType>,
    pub(super) types: Vec<Type>,
    pub(super) declarations: Vec<Declaration>,
    pub(super) particles: Vec<Particle>,
    pub(super) variants: Vec<Span>,
    pub(super) states: Vec<State>,
    /// What states were made of: their range and the groups.
    pub(super) models: Vec<(Span, Occurs)>,
    pub(super) steps: Vec<Step>,
    pub(super) attributes: Vec<AttributeUse>,
    pub(super) wildcards: Vec<Wildcard>,
    pub(super) globals: Vec<(u32, u32)>,
    pub(super) global_attributes: Vec<(u32, u32)>,
    pub(super) forms: Vec<Form>,
    /// The namespace that stands for the document's own, whatever it is.
    pub(super) own: Option<u32>,
}

impl Schema {
    pub(super) fn empty() -> Self {
        Self {
            names: Names::new(),
            texts: Vec::new(),
            indices: Vec::new(),
            patterns: Vec::new(),
            sources: Vec::new(),
            simples: Vec::new(),
            types: Vec::new(),
            declarations: Vec::new(),
            particles: Vec::new(),
            variants: Vec::new(),
            states: Vec::new(),
            models: Vec::new(),
            steps: Vec::new(),
            attributes: Vec::new(),
            wildcards: Vec::new(),
            globals: Vec::new(),
            global_attributes: Vec::new(),
            forms: Vec::new(),
            own: None,
        }
    }

    /// Tables that know no form.
    pub(crate) fn nothing() -> (Self, FormId) {
        (Self::empty(), FormId::default())
    }

    pub(super) fn indices(&self, span: Span) -> &[u32] {
        span.of(&self.indices)
    }

    /// The forms, in the order in which they were added.
    pub fn forms(&self) -> impl Iterator<Item = FormId> {
        (0_u32..).zip(&self.forms).map(|(at, _)| FormId(at))
    }

    /// The name a form was added under; empty for the id of another schema.
    #[must_use]
    pub fn name(&self, form: FormId) -> &str {
        self.form(form).map_or("", |form| &form.name)
    }

    /// The first of several global elements that is no part of another one; the first of all where each is.
    pub(super) fn first_root(&self, candidates: impl Iterator<Item = u32>) -> u32 {
        let candidates: Vec<u32> = candidates.collect();
        let (mut inside, mut seen) = (HashSet::new(), HashSet::new());
        let types = candidates.iter().filter_map(|at| self.declarations.get(*at as usize)).map(|it| it.type_);
        let mut open: Vec<u32> = types.collect();
        while let Some(type_) = open.pop() {
            if seen.insert(type_) {
                self.each_term(type_, &mut |term| {
                    if let Term::Element(at) = term
                        && let Some(declared) = self.declarations.get(at as usize)
                    {
                        inside.insert(at);
                        open.push(declared.type_);
                    }
                });
            }
        }
        let free = candidates.iter().find(|declaration| !inside.contains(*declaration));
        free.or_else(|| candidates.first()).copied().unwrap_or(super::name::NONE)
    }

    /// What may stand in elements of a type, in the order of the type; the same place perhaps more than once.
    pub(super) fn each_term(&self, type_: u32, each: &mut dyn FnMut(Term)) {
        let Some(type_) = self.types.get(type_ as usize) else { return };
        let mut sequence =
            |span: Span| span.of(&self.particles).iter().for_each(|particle| each(particle.term));
        match type_.content {
            Content::Sequence(span) | Content::All { particles: span, .. } => sequence(span),
            Content::OneOf(variants) => variants.of(&self.variants).iter().for_each(|span| sequence(*span)),
            Content::States(span) => {
                if let Some((_, model)) = self.models.iter().find(|(known, _)| *known == span) {
                    model.each_term(each);
                }
            }
            Content::Skip | Content::Anything | Content::Empty | Content::Text(_) => {}
        }
    }

    pub(super) fn form(&self, form: FormId) -> Option<&Form> {
        self.forms.get(form.0 as usize)
    }

    /// Namespace and local name of the element that documents of a form are meant to begin with: the first global
    /// element of the file, then of those that it includes, that stands in no other element; where the file redefines
    /// another, those of the other come first. Any other global element may
    /// begin one too, as XML Schema has it.
    #[must_use]
    pub fn root(&self, form: FormId) -> Option<(&str, &str)> {
        let declaration = self.declarations.get(self.form(form)?.root as usize)?;
        let namespace = self.names.uri(self.names.namespace(declaration.name));
        Some((namespace, self.names.local(declaration.name)))
    }

    /// How many different elements, types and simple types the forms have, equal ones counted once.
    #[must_use]
    pub const fn size(&self) -> (usize, usize, usize) {
        (self.declarations.len(), self.types.len(), self.simples.len())
    }

    /// Bytes of heap in use.
    #[must_use]
    pub fn heap(&self) -> usize {
        fn bytes<T>(table: &Vec<T>) -> usize {
            table.capacity() * size_of::<T>()
        }
        let texts = |table: &Vec<Box<str>>| bytes(table) + table.iter().map(|text| text.len()).sum::<usize>();
        self.names.heap()
            + texts(&self.texts)
            + bytes(&self.sources)
            + self.sources.iter().flatten().map(|text| text.len() + size_of::<Box<str>>()).sum::<usize>()
            + bytes(&self.patterns)
            + self.patterns.iter().map(Pattern::heap).sum::<usize>()
            + bytes(&self.indices)
            + bytes(&self.simples)
            + bytes(&self.types)
            + bytes(&self.declarations)
            + bytes(&self.particles)
            + bytes(&self.variants)
            + bytes(&self.states)
            + bytes(&self.steps)
            + bytes(&self.attributes)
            + bytes(&self.wildcards)
            + bytes(&self.globals)
            + bytes(&self.global_attributes)
            + bytes(&self.forms)
            + self.forms.iter().map(|form| form.name.len()).sum::<usize>()
    }
}
