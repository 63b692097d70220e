//! One element at one place of a grammar: what may be written there, found by walking down from the root.

use super::FormId;
use super::name::NONE;
use super::table::{Content, Declaration, Schema, Term, Type};
use super::value::{Kind, SimpleType};

/// An element at one place of a form. Small and freely copied.
///
/// ```
/// use etax::schema::{Inside, Node, Schema, Simple, Written};
/// const SUM: Node = Node::leaf("sum", Simple::Long).nillable();
/// const ROW: Node = Node::group("row", &[SUM]).many();
/// static FORM: Node = Node::group("form", &[ROW]);
/// let (schema, forms) = Schema::from_nodes(&[&FORM]);
/// let root = schema.root_place(forms[0]).unwrap();
/// let row = root.child("row").unwrap();
/// assert!(row.many && root.inside() == Inside::Elements);
/// let sum = row.place.child("sum").unwrap().place;
/// assert_eq!(sum.written(), Some(Written::Whole));
/// assert!(sum.nillable() && sum.accepts("-5").is_ok());
/// assert_eq!(sum.accepts("5.5"), Err("-1234, 0, 1234".to_owned()));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Place<'s> {
    pub(super) schema: &'s Schema,
    pub(super) declaration: &'s Declaration,
    pub(super) type_: &'s Type,
}

/// What may stand inside an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Text.
    Text,
    /// Elements.
    Elements,
    /// Nothing.
    Nothing,
    /// Anything; the grammar does not say what.
    Anything,
}

/// What the text of an element or attribute says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A whole number: an amount in đồng, a count.
    Whole,
    /// A number that may have a fraction: a rate, a share, a quantity.
    Decimal,
    /// `1` or `true` where something is ticked, else `0` or `false`.
    Truth,
    /// Anything else: words, codes, dates.
    Text,
}

/// An element that may stand inside another.
#[derive(Clone, Copy, Debug)]
pub struct Child<'s> {
    /// The element.
    pub place: Place<'s>,
    /// Whether it may stand more than once.
    pub many: bool,
    /// Whether there are documents of the form without it.
    pub optional: bool,
}

/// An attribute that may stand on an element.
#[derive(Clone, Copy, Debug)]
pub struct AttributePlace<'s> {
    schema: &'s Schema,
    known: super::table::AttributeUse,
}

/// What is written where the caller gave nothing and something must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank<'s> {
    /// `xsi:nil="true"`.
    Nil,
    /// This text.
    Text(&'s str),
}

impl Schema {
    /// The element that documents of a form begin with; `None` for the id of another schema.
    #[must_use]
    pub fn root_place(&self, form: FormId) -> Option<Place<'_>> {
        self.place(self.form(form)?.root)
    }

    pub(super) fn place(&self, declaration: u32) -> Option<Place<'_>> {
        let declaration = self.declarations.get(declaration as usize)?;
        Some(Place { schema: self, declaration, type_: self.types.get(declaration.type_ as usize)? })
    }

    fn says(&self, simple: &SimpleType, depth: usize) -> Written {
        match simple.kind {
            Kind::Integer => Written::Whole,
            Kind::Decimal => Written::Decimal,
            Kind::Boolean => Written::Truth,
            // The empty text or a number: how schemas let an amount be left open.
            Kind::Union(members) if depth < 4 => self
                .indices(members)
                .iter()
                .filter_map(|member| self.simples.get(*member as usize))
                .map(|member| self.says(member, depth + 1))
                .find(|says| *says != Written::Text)
                .unwrap_or(Written::Text),
            _ => Written::Text,
        }
    }

    /// Whether a text is of a simple type; the error says what would be.
    fn accept(&self, simple: &SimpleType, fixed: u32, text: &str) -> Result<(), String> {
        self.judge(simple, text).map_err(|fault| self.expected(simple, fault))?;
        if fixed != NONE && !self.same_value(simple, self.text(fixed), text) {
            return Err(self.text(fixed).to_owned());
        }
        Ok(())
    }
}

impl<'s> Place<'s> {
    /// The element's local name.
    #[must_use]
    pub fn name(self) -> &'s str {
        self.schema.names.local(self.declaration.name)
    }

    /// Its namespace; `None` where it is the document's own, whatever that is.
    #[must_use]
    pub fn namespace(self) -> Option<&'s str> {
        let namespace = self.schema.names.namespace(self.declaration.name);
        (self.schema.own != Some(namespace)).then(|| self.schema.names.uri(namespace))
    }

    /// Whether two places have the same type: what is inside one may be inside the other.
    #[must_use]
    pub fn same_type(self, other: Self) -> bool {
        std::ptr::eq(self.type_, other.type_)
    }

    /// A number that places of the same type share.
    #[must_use]
    pub const fn type_number(self) -> u32 {
        self.declaration.type_
    }

    /// Whether it may be empty with `xsi:nil="true"`.
    #[must_use]
    pub const fn nillable(self) -> bool {
        self.declaration.nillable
    }

    /// Whether text may stand between the elements inside it.
    #[must_use]
    pub const fn mixed(self) -> bool {
        self.type_.mixed
    }

    /// Whether it may not stand itself: the part that each form fills in a way of its own, left unfilled.
    #[must_use]
    pub const fn is_abstract(self) -> bool {
        self.declaration.is_abstract || self.type_.is_abstract
    }

    /// What may stand inside it.
    #[must_use]
    pub const fn inside(self) -> Inside {
        match self.type_.content {
            Content::Text(_) => Inside::Text,
            Content::Empty => Inside::Nothing,
            Content::Skip | Content::Anything => Inside::Anything,
            Content::Sequence(_) | Content::All { .. } | Content::OneOf(_) | Content::States(_) => {
                Inside::Elements
            }
        }
    }

    fn simple(self) -> Option<&'s SimpleType> {
        match self.type_.content {
            Content::Text(simple) => self.schema.simples.get(simple as usize),
            _ => None,
        }
    }

    /// What its text says; `None` where no text belongs into it.
    #[must_use]
    pub fn written(self) -> Option<Written> {
        self.simple().map(|simple| self.schema.says(simple, 0))
    }

    /// Whether this text may be written in it.
    ///
    /// # Errors
    ///
    /// What may be written instead, for a message; `-` where no text belongs into it.
    pub fn accepts(self, text: &str) -> Result<(), String> {
        let Some(simple) = self.simple() else { return Err("-".to_owned()) };
        // An empty element has its default or fixed value.
        if text.is_empty() && self.declaration.value != NONE {
            return Ok(());
        }
        let fixed = if self.declaration.fixed { self.declaration.value } else { NONE };
        self.schema.accept(simple, fixed, text)
    }

    /// What is written where it must stand and nothing was given: nil where it may be nil, its fixed or default value,
    /// nothing where that is allowed, a zero or an unticked box. `None` where something must be said that nobody can
    /// guess: a date, a tax code, a choice of words.
    #[must_use]
    pub fn blank(self) -> Option<Blank<'s>> {
        if self.declaration.nillable && !self.declaration.fixed {
            return Some(Blank::Nil);
        }
        if self.declaration.value != NONE {
            return Some(Blank::Text(self.schema.text(self.declaration.value)));
        }
        if self.accepts("").is_ok() {
            return Some(Blank::Text(""));
        }
        matches!(self.written()?, Written::Whole | Written::Decimal | Written::Truth)
            .then_some(Blank::Text("0"))
            .filter(|_| self.accepts("0").is_ok())
    }

    /// The elements that may stand inside it, in the order of the grammar, each name once.
    #[must_use]
    pub fn children(self) -> Vec<Child<'s>> {
        let schema = self.schema;
        let mut out: Vec<Child<'s>> = Vec::new();
        let add = |term: Term, many: bool, optional: bool, out: &mut Vec<Child<'s>>| {
            let Term::Element(declaration) = term else { return };
            let Some(place) = schema.place(declaration) else { return };
            let same = |known: &&mut Child<'s>| known.place.declaration.name == place.declaration.name;
            match out.iter_mut().find(same) {
                Some(known) => {
                    known.many = true;
                    known.optional &= optional;
                }
                None => out.push(Child { place, many, optional }),
            }
        };
        match self.type_.content {
            Content::Sequence(span) => {
                for particle in span.of(&schema.particles) {
                    add(particle.term, particle.most > 1, particle.least == 0, &mut out);
                }
            }
            Content::All { particles, optional } => {
                for particle in particles.of(&schema.particles) {
                    add(particle.term, particle.most > 1, optional || particle.least == 0, &mut out);
                }
            }
            Content::OneOf(variants) => {
                for variant in variants.of(&schema.variants) {
                    let mut own = Vec::new();
                    for particle in variant.of(&schema.particles) {
                        add(particle.term, particle.most > 1, true, &mut own);
                    }
                    // Standing in two variants is no reason to stand twice.
                    for child in own {
                        let same = |known: &&mut Child<'s>| {
                            known.place.declaration.name == child.place.declaration.name
                        };
                        match out.iter_mut().find(same) {
                            Some(known) => known.many |= child.many,
                            None => out.push(child),
                        }
                    }
                }
            }
            Content::States(span) => {
                let states = span.of(&schema.states);
                let mut reached: Vec<(u32, Term)> = Vec::new();
                for state in states {
                    for step in state.steps.of(&schema.steps) {
                        if !reached.contains(&(step.to, step.term)) {
                            reached.push((step.to, step.term));
                        }
                    }
                }
                // States are numbered in the order of the source.
                reached.sort_unstable_by_key(|(to, _)| *to);
                for (to, term) in reached {
                    let again = states.get(to as usize).is_some_and(|state| {
                        state.steps.of(&schema.steps).iter().any(|step| step.term == term)
                    });
                    add(term, again, true, &mut out);
                }
            }
            Content::Skip | Content::Anything | Content::Empty | Content::Text(_) => {}
        }
        out
    }

    /// The element of this local name that may stand inside it.
    #[must_use]
    pub fn child(self, name: &str) -> Option<Child<'s>> {
        self.children().into_iter().find(|child| child.place.name() == name)
    }

    /// Its attributes.
    pub fn attributes(self) -> impl Iterator<Item = AttributePlace<'s>> {
        let schema = self.schema;
        self.type_
            .attributes
            .of(&schema.attributes)
            .iter()
            .map(move |known| AttributePlace { schema, known: *known })
    }

    /// Whether attributes other than [`Place::attributes`] may stand on it.
    #[must_use]
    pub const fn takes_other_attributes(self) -> bool {
        self.type_.any_attribute != NONE || matches!(self.type_.content, Content::Skip | Content::Anything)
    }
}

impl<'s> AttributePlace<'s> {
    /// Its local name.
    #[must_use]
    pub fn name(self) -> &'s str {
        self.schema.names.local(self.known.name)
    }

    /// Its namespace, empty without one.
    #[must_use]
    pub fn namespace(self) -> &'s str {
        self.schema.names.uri(self.schema.names.namespace(self.known.name))
    }

    /// Whether it must be there.
    #[must_use]
    pub const fn required(self) -> bool {
        self.known.required
    }

    /// What its text says.
    #[must_use]
    pub fn written(self) -> Written {
        let simple = self.schema.simples.get(self.known.simple as usize);
        simple.map_or(Written::Text, |simple| self.schema.says(simple, 0))
    }

    /// Whether its value is an identifier that stands once in a document (`xs:ID`).
    #[must_use]
    pub fn identifies(self) -> bool {
        self.schema.simples.get(self.known.simple as usize).is_some_and(|simple| simple.kind == Kind::Id)
    }

    /// Its only value, where it has one.
    #[must_use]
    pub fn fixed(self) -> Option<&'s str> {
        (self.known.fixed != NONE).then(|| self.schema.text(self.known.fixed))
    }

    /// Whether this may be its value.
    ///
    /// # Errors
    ///
    /// What may be written instead, for a message.
    pub fn accepts(self, text: &str) -> Result<(), String> {
        match self.schema.simples.get(self.known.simple as usize) {
            Some(simple) => self.schema.accept(simple, self.known.fixed, text),
            None => Ok(()),
        }
    }
}
