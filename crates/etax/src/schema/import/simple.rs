//! Simple types: those built in, lists and unions.

use super::super::value::{Kind, SimpleType, Space as White};
use super::complex::parts;
use super::scope::{Found, Maker, Place, Space};
use super::{ImportError, Problem};
use crate::xml::Element;

type Made<T> = Result<T, ImportError>;

impl<'d> Maker<'_, 'd, '_> {
    /// A type of XML Schema itself.
    pub(super) fn builtin(&mut self, element: Element<'d>, place: Place, name: &str) -> Made<u32> {
        if let Some(simple) = self.builder.builtin(name) {
            return Ok(self.builder.add_simple(simple));
        }
        if matches!(name, "ENTITY" | "ENTITIES" | "NOTATION") {
            return self.unsupported(element, place, &format!("xs:{name}"));
        }
        self.error(element, place, Problem::Unresolved(format!("xs:{name}")))
    }

    /// A simple type that a name refers to.
    pub(super) fn simple_by_name(&mut self, element: Element<'d>, place: Place, name: &str) -> Made<u32> {
        match self.scope.find(Space::Type, element, place, name)? {
            (Found::Builtin, local) => self.builtin(element, place, &local),
            (Found::Component(component), _) => {
                let simple =
                    self.scope.components.get(component).is_some_and(|it| it.element.local() == "simpleType");
                if simple {
                    self.named_simple(component)
                } else {
                    self.error(element, place, Problem::Invalid(name.to_owned()))
                }
            }
        }
    }

    pub(super) fn named_simple(&mut self, component: usize) -> Made<u32> {
        if let Some(made) = self.simples.get(&component) {
            return Ok(*made);
        }
        let Some(it) = self.scope.components.get(component).copied() else {
            return Ok(super::super::name::NONE);
        };
        let place = Place { member: it.member, component };
        if self.open.contains(&component) {
            let name = self.name(it.element, place, "name").unwrap_or_default();
            return self.error(it.element, place, Problem::Cycle(name));
        }
        self.open.push(component);
        let made = self.simple(it.element, place)?;
        self.open.retain(|open| *open != component);
        self.simples.insert(component, made);
        Ok(made)
    }

    /// A simple type as it is defined.
    pub(super) fn simple(&mut self, element: Element<'d>, place: Place) -> Made<u32> {
        self.enter(element, place)?;
        let Some(definition) = parts(element).next() else {
            return self.error(element, place, Problem::Invalid("xs:simpleType".to_owned()));
        };
        let made = match definition.local() {
            "restriction" => {
                let base = self.referred_simple(definition, place, "base")?;
                self.facets(definition, place, base)?
            }
            "list" => {
                let item = self.referred_simple(definition, place, "itemType")?;
                self.builder.add_simple(SimpleType::of(Kind::List(item), White::Collapse))
            }
            "union" => {
                let mut members = Vec::new();
                let names = self.name(definition, place, "memberTypes").unwrap_or_default();
                for name in names.split([' ', '\t', '\n', '\r']).filter(|name| !name.is_empty()) {
                    members.push(self.simple_by_name(definition, place, name)?);
                }
                for inner in parts(definition).filter(|part| part.local() == "simpleType") {
                    members.push(self.simple(inner, place)?);
                }
                if members.is_empty() {
                    return self.error(definition, place, Problem::Invalid("xs:union".to_owned()));
                }
                let members = self.builder.add_indices(&members);
                self.builder.add_simple(SimpleType::of(Kind::Union(members), White::Preserve))
            }
            other => return self.unsupported(definition, place, &format!("xs:{other}")),
        };
        self.leave();
        Ok(made)
    }

    /// The simple type that an attribute names, or that stands inside.
    fn referred_simple(&mut self, element: Element<'d>, place: Place, attribute: &str) -> Made<u32> {
        if let Some(name) = self.name(element, place, attribute) {
            return self.simple_by_name(element, place, &name);
        }
        match parts(element).find(|part| part.local() == "simpleType") {
            Some(inner) => self.simple(inner, place),
            None => self.error(element, place, Problem::Invalid(attribute.to_owned())),
        }
    }
}
