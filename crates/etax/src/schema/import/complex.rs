//! Elements, complex types, groups and attributes.

use super::super::model::{self, ModelError, Occurs, Tree};
use super::super::name::NONE;
use super::super::table::{Allowed, AttributeUse, Content, Declaration, Process, Term, Type, Wildcard};
use super::scope::{Found, Maker, Place, Space, TypeState};
use super::{ImportError, Problem, XS};
use crate::xml::Element;
use std::rc::Rc;

type Made<T> = Result<T, ImportError>;

/// The content of a complex type, before it is made into tables: types derived from it need it so.
#[derive(Clone, Debug)]
pub(super) enum Model {
    Empty,
    /// `xs:anyType`.
    Anything,
    /// Text of this simple type.
    Simple(u32),
    Group(Occurs),
    All(Vec<Occurs>, bool),
}

/// A complex type.
#[derive(Clone, Debug)]
pub(super) struct Complex {
    pub(super) model: Model,
    attributes: Vec<AttributeUse>,
    any_attribute: u32,
    mixed: bool,
    is_abstract: bool,
}

impl Complex {
    pub(super) const fn of(model: Model) -> Self {
        Self { model, attributes: Vec::new(), any_attribute: NONE, mixed: false, is_abstract: false }
    }

    /// `xs:anyType`.
    fn anything() -> Self {
        Self { mixed: true, ..Self::of(Model::Anything) }
    }
}

/// The parts of a definition that say something.
pub(super) fn parts<'d>(element: Element<'d>) -> impl Iterator<Item = Element<'d>> {
    element.children().filter(|child| child.namespace() == XS && child.local() != "annotation")
}

impl<'d> Maker<'_, 'd, '_> {
    pub(super) fn global_element(&mut self, component: usize) -> Made<u32> {
        if let Some(made) = self.elements.get(&component) {
            return Ok(*made);
        }
        let Some(it) = self.scope.components.get(component).copied() else { return Ok(NONE) };
        let made = self.declaration(it.element, Place { member: it.member, component }, true)?;
        self.elements.insert(component, made);
        Ok(made)
    }

    fn declaration(&mut self, element: Element<'d>, place: Place, global: bool) -> Made<u32> {
        self.enter(element, place)?;
        if let Some(identity) = parts(element).find(|it| matches!(it.local(), "key" | "keyref" | "unique")) {
            return self.unsupported(identity, place, &format!("xs:{}", identity.local()));
        }
        if element.attribute("substitutionGroup").is_some() {
            return self.unsupported(element, place, "substitutionGroup");
        }
        let Some(name) = self.name(element, place, "name") else {
            return self.error(element, place, Problem::Invalid("name".to_owned()));
        };
        if !crate::xml::is_ncname(&name) {
            return self.error(element, place, Problem::Invalid(format!("name=\"{name}\"")));
        }
        let qualified = global || self.scope.qualifies(element, place.member, "elementFormDefault");
        let target = if qualified { self.scope.target(place.member).to_owned() } else { String::new() };
        let type_ = self.type_of(element, place)?;
        let default = element.attribute("default");
        let fixed = element.attribute("fixed");
        let value = match fixed.as_ref().or(default.as_ref()) {
            Some(value) => {
                let simple = self.builder.schema.types.get(type_ as usize).map(|type_| type_.content);
                if let Some(Content::Text(simple)) = simple
                    && let Some(simple) = self.builder.schema.simples.get(simple as usize)
                    && self.builder.schema.judge(simple, value).is_err()
                {
                    return self.error(element, place, Problem::Invalid(value.clone().into_owned()));
                }
                self.builder.add_text(value)
            }
            None => NONE,
        };
        let namespace = self.builder.schema.names.add_namespace(&target);
        let declaration = Declaration {
            name: self.builder.schema.names.add(namespace, &name),
            type_,
            value,
            fixed: fixed.is_some(),
            nillable: self.flag(element, place, "nillable")?,
            is_abstract: self.flag(element, place, "abstract")?,
        };
        self.leave();
        Ok(self.builder.add_declaration(declaration))
    }

    /// The type of an element: named, inside it, or any.
    fn type_of(&mut self, element: Element<'d>, place: Place) -> Made<u32> {
        if let Some(name) = self.name(element, place, "type") {
            return match self.scope.find(Space::Type, element, place, &name)? {
                (Found::Builtin, local) if local == "anyType" => {
                    Ok(self.store(element, place, &Complex::anything())?)
                }
                (Found::Builtin, local) => {
                    let simple = self.builtin(element, place, &local)?;
                    self.store(element, place, &Complex::of(Model::Simple(simple)))
                }
                (Found::Component(component), _) => self.named_type(component),
            };
        }
        for child in parts(element) {
            match child.local() {
                "complexType" => {
                    let complex = self.complex(child, place)?;
                    return self.store(child, place, &complex);
                }
                "simpleType" => {
                    let simple = self.simple(child, place)?;
                    return self.store(child, place, &Complex::of(Model::Simple(simple)));
                }
                _ => {}
            }
        }
        self.store(element, place, &Complex::anything())
    }

    /// The type of elements for a named type. One that is being made gets its place in the tables before it is known.
    fn named_type(&mut self, component: usize) -> Made<u32> {
        match self.types.get(&component) {
            Some(TypeState::Made(index) | TypeState::Reserved(index)) => return Ok(*index),
            Some(TypeState::Open) => return Ok(self.reserve(component)),
            None => {}
        }
        let Some(it) = self.scope.components.get(component).copied() else { return Ok(NONE) };
        let place = Place { member: it.member, component };
        self.types.insert(component, TypeState::Open);
        let complex = if it.element.local() == "simpleType" {
            Rc::new(Complex::of(Model::Simple(self.named_simple(component)?)))
        } else {
            self.named_complex(it.element, component)?
        };
        let type_ = self.table(it.element, place, &complex)?;
        let index = match self.types.get(&component) {
            Some(TypeState::Reserved(index)) => {
                let index = *index;
                self.builder.fill_type(index, type_);
                index
            }
            _ => self.builder.add_type(type_),
        };
        self.types.insert(component, TypeState::Made(index));
        Ok(index)
    }

    fn named_complex(&mut self, from: Element<'d>, component: usize) -> Made<Rc<Complex>> {
        if let Some(made) = self.complexes.get(&component) {
            return Ok(Rc::clone(made));
        }
        let Some(it) = self.scope.components.get(component).copied() else {
            return Ok(Rc::new(Complex::of(Model::Empty)));
        };
        let place = Place { member: it.member, component };
        if self.open.contains(&component) {
            let name = self.name(it.element, place, "name").unwrap_or_default();
            return self.error(from, place, Problem::Cycle(name));
        }
        self.open.push(component);
        self.enter(it.element, place)?;
        // Elements inside it may be of its own type.
        self.types.entry(component).or_insert(TypeState::Open);
        let made = Rc::new(self.complex(it.element, place)?);
        self.leave();
        self.open.pop();
        self.complexes.insert(component, Rc::clone(&made));
        if matches!(self.types.get(&component), Some(TypeState::Reserved(_))) {
            let type_ = self.table(it.element, place, &made)?;
            if let Some(TypeState::Reserved(index)) = self.types.get(&component) {
                self.builder.fill_type(*index, type_);
            }
        } else if !self.is_wanted(component) {
            self.types.remove(&component);
        }
        Ok(made)
    }

    /// Whether [`Self::named_type`] is waiting for this component; only then is an open state its own.
    fn is_wanted(&self, component: usize) -> bool {
        matches!(self.types.get(&component), Some(TypeState::Made(_)))
    }

    fn store(&mut self, element: Element<'d>, place: Place, complex: &Complex) -> Made<u32> {
        let type_ = self.table(element, place, complex)?;
        Ok(self.builder.add_type(type_))
    }

    fn table(&mut self, element: Element<'d>, place: Place, complex: &Complex) -> Made<Type> {
        let content = match &complex.model {
            Model::Empty => Ok(Content::Empty),
            Model::Anything => Ok(Content::Anything),
            Model::Simple(simple) => Ok(Content::Text(*simple)),
            Model::Group(occurs) => model::compile(self.builder, occurs.clone()),
            Model::All(items, optional) => model::all(self.builder, items, *optional),
        };
        let content = match content {
            Ok(content) => content,
            Err(ModelError::Ambiguous(name)) => return self.error(element, place, Problem::Ambiguous(name)),
            Err(ModelError::TooLarge) => return self.error(element, place, Problem::TooLarge),
        };
        Ok(Type {
            content,
            attributes: self.builder.add_attributes(&complex.attributes),
            any_attribute: complex.any_attribute,
            mixed: complex.mixed,
            is_abstract: complex.is_abstract,
        })
    }

    /// A complex type as it is defined.
    fn complex(&mut self, element: Element<'d>, place: Place) -> Made<Complex> {
        let mut complex = match parts(element)
            .find(|it| matches!(it.local(), "simpleContent" | "complexContent"))
        {
            Some(content) => {
                let derivation = parts(content).find(|it| matches!(it.local(), "extension" | "restriction"));
                let Some(derivation) = derivation else {
                    return self.error(content, place, Problem::Invalid(content.local().to_owned()));
                };
                let mixed = self.flag(element, place, "mixed")? || self.flag(content, place, "mixed")?;
                if content.local() == "simpleContent" {
                    self.simple_content(derivation, place)?
                } else {
                    self.complex_content(derivation, place, mixed)?
                }
            }
            None => {
                let mut complex = Complex::of(self.model(element, place)?);
                complex.mixed = self.flag(element, place, "mixed")?;
                self.own_attributes(element, place, &mut complex, true)?;
                complex
            }
        };
        complex.is_abstract = self.flag(element, place, "abstract")?;
        Ok(complex)
    }

    fn base(&mut self, derivation: Element<'d>, place: Place) -> Made<Rc<Complex>> {
        let Some(name) = self.name(derivation, place, "base") else {
            return self.error(derivation, place, Problem::Invalid("base".to_owned()));
        };
        match self.scope.find(Space::Type, derivation, place, &name)? {
            (Found::Builtin, local) if local == "anyType" => Ok(Rc::new(Complex::anything())),
            (Found::Builtin, local) => {
                Ok(Rc::new(Complex::of(Model::Simple(self.builtin(derivation, place, &local)?))))
            }
            (Found::Component(component), _) => {
                let simple =
                    self.scope.components.get(component).is_some_and(|it| it.element.local() == "simpleType");
                if simple {
                    return Ok(Rc::new(Complex::of(Model::Simple(self.named_simple(component)?))));
                }
                self.named_complex(derivation, component)
            }
        }
    }

    fn simple_content(&mut self, derivation: Element<'d>, place: Place) -> Made<Complex> {
        let base = self.base(derivation, place)?;
        let Model::Simple(mut simple) = base.model else {
            return self.unsupported(derivation, place, "xs:simpleContent of a type with elements");
        };
        let restricts = derivation.local() == "restriction";
        if restricts {
            if let Some(inner) = parts(derivation).find(|it| it.local() == "simpleType") {
                simple = self.simple(inner, place)?;
            }
            simple = self.facets(derivation, place, simple)?;
        }
        let mut complex = Complex { is_abstract: false, ..(*base).clone() };
        complex.model = Model::Simple(simple);
        self.own_attributes(derivation, place, &mut complex, restricts)?;
        Ok(complex)
    }

    fn complex_content(&mut self, derivation: Element<'d>, place: Place, mixed: bool) -> Made<Complex> {
        let base = self.base(derivation, place)?;
        let own = self.model(derivation, place)?;
        let restricts = derivation.local() == "restriction";
        let model = match (&base.model, own) {
            (Model::Simple(_), _) => return self.unsupported(derivation, place, "xs:complexContent of text"),
            (_, own) if restricts => own,
            (Model::Empty, own) => own,
            (Model::Anything, _) => return self.unsupported(derivation, place, "xs:extension of xs:anyType"),
            (base, Model::Empty) => base.clone(),
            (Model::Group(base), Model::Group(own)) => {
                Model::Group(Occurs::once(Tree::Sequence(vec![base.clone(), own])))
            }
            _ => return self.error(derivation, place, Problem::Invalid("xs:all".to_owned())),
        };
        let mut complex = Complex { is_abstract: false, ..(*base).clone() };
        complex.mixed =
            mixed || !restricts && matches!(model, Model::Group(_) | Model::All(..)) && base.mixed;
        complex.model = model;
        self.own_attributes(derivation, place, &mut complex, restricts)?;
        Ok(complex)
    }

    /// The content that stands directly in a type, an extension or a restriction.
    fn model(&mut self, element: Element<'d>, place: Place) -> Made<Model> {
        for part in parts(element) {
            match part.local() {
                "all" => return self.all(part, place),
                "group" => {
                    let (least, most) = self.occurs(part, place)?;
                    let Some((group, inside, component)) = self.group(part, place)? else { continue };
                    if group.local() == "all" {
                        self.open.retain(|open| *open != component);
                        return self.all(group, inside);
                    }
                    let tree = self.tree(group, inside)?;
                    self.open.retain(|open| *open != component);
                    return Ok(Model::Group(Occurs { least, most, tree: Tree::Sequence(vec![tree]) }));
                }
                "sequence" | "choice" => return Ok(Model::Group(self.tree(part, place)?)),
                _ => {}
            }
        }
        Ok(Model::Empty)
    }

    fn all(&mut self, element: Element<'d>, place: Place) -> Made<Model> {
        let (least, most) = self.occurs(element, place)?;
        if most != 1 {
            return self.error(element, place, Problem::Invalid("maxOccurs".to_owned()));
        }
        let mut items = Vec::new();
        for part in parts(element) {
            let item = self.tree(part, place)?;
            if !matches!(item.tree, Tree::Term(Term::Element(_))) || item.most > 1 {
                return self.error(part, place, Problem::Invalid("xs:all".to_owned()));
            }
            items.push(item);
        }
        Ok(Model::All(items, least == 0))
    }

    /// The group that a reference means, where it stands, and its component, which is open until its reader closes it.
    fn group(&mut self, element: Element<'d>, place: Place) -> Made<Option<(Element<'d>, Place, usize)>> {
        let Some(name) = self.name(element, place, "ref") else {
            return self.error(element, place, Problem::Invalid("ref".to_owned()));
        };
        let (Found::Component(component), _) = self.scope.find(Space::Group, element, place, &name)? else {
            return Ok(None);
        };
        if self.open.contains(&component) {
            return self.error(element, place, Problem::Cycle(name));
        }
        let Some(it) = self.scope.components.get(component).copied() else { return Ok(None) };
        let Some(inner) = parts(it.element).next() else { return Ok(None) };
        self.open.push(component);
        Ok(Some((inner, Place { member: it.member, component }, component)))
    }

    /// An element, wildcard or group with its occurrence.
    fn tree(&mut self, element: Element<'d>, place: Place) -> Made<Occurs> {
        self.enter(element, place)?;
        let (least, most) = self.occurs(element, place)?;
        let tree = match element.local() {
            "sequence" | "choice" => {
                let mut items = Vec::new();
                for part in parts(element) {
                    items.push(self.tree(part, place)?);
                }
                if element.local() == "sequence" { Tree::Sequence(items) } else { Tree::Choice(items) }
            }
            "group" => match self.group(element, place)? {
                None => Tree::Sequence(Vec::new()),
                Some((inner, inside, component)) => {
                    let inner = self.tree(inner, inside)?;
                    self.open.retain(|open| *open != component);
                    Tree::Sequence(vec![inner])
                }
            },
            "element" => Tree::Term(Term::Element(self.local_element(element, place)?)),
            "any" => Tree::Term(Term::Any(self.wildcard(element, place)?)),
            other => return self.unsupported(element, place, &format!("xs:{other}")),
        };
        self.leave();
        Ok(Occurs { least, most, tree })
    }

    fn local_element(&mut self, element: Element<'d>, place: Place) -> Made<u32> {
        let Some(name) = self.name(element, place, "ref") else {
            return self.declaration(element, place, false);
        };
        match self.scope.find(Space::Element, element, place, &name)? {
            (Found::Component(component), _) => {
                // A global element may hold itself: its type is then in the making and its place reserved.
                self.enter(element, place)?;
                let made = self.referred(component)?;
                self.leave();
                Ok(made)
            }
            (Found::Builtin, _) => self.error(element, place, Problem::Unresolved(name)),
        }
    }

    /// A global element that a reference means. One with a type of its own that holds itself again cannot be made, since
    /// the type has no name under which a place could be reserved.
    fn referred(&mut self, component: usize) -> Made<u32> {
        if let Some(made) = self.elements.get(&component) {
            return Ok(*made);
        }
        let Some(it) = self.scope.components.get(component).copied() else { return Ok(NONE) };
        let place = Place { member: it.member, component };
        if self.open.contains(&component) {
            let name = self.name(it.element, place, "name").unwrap_or_default();
            return self.unsupported(it.element, place, &format!("{name} (xs:element)"));
        }
        self.open.push(component);
        let made = self.global_element(component)?;
        self.open.retain(|open| *open != component);
        Ok(made)
    }

    fn occurs(&mut self, element: Element<'d>, place: Place) -> Made<(u32, u32)> {
        let mut read = |attribute: &str| -> Made<u32> {
            match self.name(element, place, attribute).as_deref() {
                None => Ok(1),
                Some("unbounded") if attribute == "maxOccurs" => Ok(NONE),
                Some(text) => match text.parse::<u32>() {
                    Ok(count) if count != NONE => Ok(count),
                    _ => self.error(element, place, Problem::Invalid(format!("{attribute}=\"{text}\""))),
                },
            }
        };
        let (least, most) = (read("minOccurs")?, read("maxOccurs")?);
        if least > most {
            return self.error(element, place, Problem::Invalid("minOccurs > maxOccurs".to_owned()));
        }
        Ok((least, most))
    }

    fn wildcard(&mut self, element: Element<'d>, place: Place) -> Made<u32> {
        let namespaces = self.name(element, place, "namespace").unwrap_or_else(|| "##any".to_owned());
        let target = self.scope.target(place.member).to_owned();
        let names = &mut self.builder.schema.names;
        let allowed = match namespaces.as_str() {
            "##any" => Allowed::Any,
            "##other" => Allowed::Other(names.add_namespace(&target)),
            list => {
                let mut listed: Vec<u32> = list
                    .split([' ', '\t', '\n', '\r'])
                    .filter(|uri| !uri.is_empty())
                    .map(|uri| match uri {
                        "##targetNamespace" => names.add_namespace(&target),
                        "##local" => 0,
                        uri => names.add_namespace(uri),
                    })
                    .collect();
                listed.sort_unstable();
                Allowed::Listed(self.builder.add_indices(&listed))
            }
        };
        let process = match self.name(element, place, "processContents").as_deref() {
            None | Some("strict") => Process::Strict,
            Some("lax") => Process::Lax,
            Some("skip") => Process::Skip,
            Some(other) => {
                return self.error(element, place, Problem::Invalid(format!("processContents=\"{other}\"")));
            }
        };
        Ok(self.builder.add_wildcard(Wildcard { allowed, process }))
    }

    /// Adds the attributes that stand in a type to those it has from its base.
    fn own_attributes(
        &mut self,
        element: Element<'d>,
        place: Place,
        complex: &mut Complex,
        restricts: bool,
    ) -> Made<()> {
        let inherited = complex.any_attribute;
        if restricts {
            complex.any_attribute = NONE;
        }
        let mut own = NONE;
        self.collect(element, place, complex, &mut own)?;
        if own != NONE {
            complex.any_attribute = if restricts || inherited == NONE || inherited == own {
                own
            } else {
                let process = self.builder.schema.wildcards.get(own as usize).map(|it| it.process);
                self.unite(element, place, inherited, own, process.unwrap_or(Process::Strict))?
            };
        }
        Ok(())
    }

    fn unite(&mut self, element: Element<'d>, place: Place, a: u32, b: u32, process: Process) -> Made<u32> {
        let wildcards = &self.builder.schema.wildcards;
        let allowed = |index: u32| wildcards.get(index as usize).map(|it| it.allowed);
        let union = match (allowed(a), allowed(b)) {
            (Some(Allowed::Any), _) | (_, Some(Allowed::Any)) => Allowed::Any,
            (Some(a), Some(b)) if a == b => a,
            (Some(Allowed::Listed(a)), Some(Allowed::Listed(b))) => {
                let schema = &self.builder.schema;
                let mut all = [schema.indices(a), schema.indices(b)].concat();
                all.sort_unstable();
                all.dedup();
                Allowed::Listed(self.builder.add_indices(&all))
            }
            _ => return self.unsupported(element, place, "xs:anyAttribute ∪ xs:anyAttribute"),
        };
        Ok(self.builder.add_wildcard(Wildcard { allowed: union, process }))
    }

    fn collect(
        &mut self,
        element: Element<'d>,
        place: Place,
        complex: &mut Complex,
        any: &mut u32,
    ) -> Made<()> {
        for part in parts(element) {
            match part.local() {
                "attribute" => {
                    self.enter(part, place)?;
                    let prohibited = self.name(part, place, "use").as_deref() == Some("prohibited");
                    let made = self.attribute(part, place)?;
                    complex.attributes.retain(|known| known.name != made.name);
                    if !prohibited {
                        complex.attributes.push(made);
                    }
                    self.leave();
                }
                "attributeGroup" => {
                    let Some(name) = self.name(part, place, "ref") else {
                        return self.error(part, place, Problem::Invalid("ref".to_owned()));
                    };
                    let (Found::Component(component), _) =
                        self.scope.find(Space::AttributeGroup, part, place, &name)?
                    else {
                        continue;
                    };
                    if self.open.contains(&component) {
                        return self.error(part, place, Problem::Cycle(name));
                    }
                    let Some(it) = self.scope.components.get(component).copied() else { continue };
                    self.enter(part, place)?;
                    self.open.push(component);
                    self.collect(it.element, Place { member: it.member, component }, complex, any)?;
                    self.open.retain(|open| *open != component);
                    self.leave();
                }
                "anyAttribute" => {
                    let made = self.wildcard(part, place)?;
                    if *any != NONE && *any != made {
                        return self.unsupported(part, place, "xs:anyAttribute ∩ xs:anyAttribute");
                    }
                    *any = made;
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn attribute(&mut self, element: Element<'d>, place: Place) -> Made<AttributeUse> {
        let required = self.name(element, place, "use").as_deref() == Some("required");
        let own_fixed = element.attribute("fixed").map(|value| self.builder.add_text(&value));
        if let Some(name) = self.name(element, place, "ref") {
            let found = self.scope.find(Space::Attribute, element, place, &name);
            let component = match found {
                Ok((Found::Component(component), _)) => component,
                Ok((Found::Builtin, _)) => return self.error(element, place, Problem::Unresolved(name)),
                // `xml:lang` and its like are declared in a file that nobody brings along.
                Err(error) => return self.xml_attribute(element, place, &name, required).ok_or(error),
            };
            let Some(it) = self.scope.components.get(component).copied() else {
                return self.error(element, place, Problem::Unresolved(name));
            };
            let mut made = self.attribute(it.element, Place { member: it.member, component })?;
            made.required = required;
            made.fixed = own_fixed.unwrap_or(made.fixed);
            return Ok(made);
        }
        let Some(name) = self.name(element, place, "name") else {
            return self.error(element, place, Problem::Invalid("name".to_owned()));
        };
        let global = element.parent().is_some_and(|parent| parent.is(XS, "schema"));
        let qualified = global || self.scope.qualifies(element, place.member, "attributeFormDefault");
        let target = if qualified { self.scope.target(place.member).to_owned() } else { String::new() };
        let simple = match self.name(element, place, "type") {
            Some(type_) => self.simple_by_name(element, place, &type_)?,
            None => match parts(element).find(|part| part.local() == "simpleType") {
                Some(inner) => self.simple(inner, place)?,
                None => self.builtin(element, place, "anySimpleType")?,
            },
        };
        let namespace = self.builder.schema.names.add_namespace(&target);
        let name = self.builder.schema.names.add(namespace, &name);
        Ok(AttributeUse { name, simple, required, fixed: own_fixed.unwrap_or(NONE) })
    }

    fn xml_attribute(
        &mut self,
        element: Element<'d>,
        place: Place,
        name: &str,
        required: bool,
    ) -> Option<AttributeUse> {
        let (namespace, local) = self.scope.expand(element, place.member, name).ok()?;
        if namespace != crate::xml::XML || !matches!(local.as_str(), "lang" | "space" | "base" | "id") {
            return None;
        }
        let namespace = self.builder.schema.names.add_namespace(&namespace);
        let simple = self.builtin(element, place, "string").ok()?;
        let name = self.builder.schema.names.add(namespace, &local);
        Some(AttributeUse { name, simple, required, fixed: NONE })
    }
}
