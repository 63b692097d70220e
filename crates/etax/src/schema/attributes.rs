//! Attributes of an element, `xsi:nil` among them.

use super::name::NONE;
use super::table::{AttributeUse, Declaration, Process, Schema, Type};
use super::walk::Walk;
use super::{XSI, rules};
use crate::report::Finding;
use crate::xml::{Attribute, Element};

/// What the attributes said about the element's content.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// It is nil, so that nothing may stand in it.
    pub(super) nil: bool,
    /// It names a type of its own.
    pub(super) typed: bool,
}

impl<'d> Walk<'_, 'd, '_> {
    /// Judges the attributes.
    pub(super) fn attributes(&mut self, element: Element<'d>, declared: &Declaration, type_: &Type) -> Seen {
        let schema = self.schema;
        let uses = type_.attributes.of(&schema.attributes);
        // So are most elements.
        if uses.is_empty() && element.is_bare() {
            return Seen::default();
        }
        let mut seen = Seen::default();
        let mut present = 0_u64;
        for attribute in element.attributes() {
            if attribute.namespace == XSI {
                match attribute.local() {
                    "nil" => seen.nil = self.nil(element, declared, &attribute.value),
                    "type" => {
                        seen.typed = true;
                        let found = attribute.value.clone();
                        self.push(Finding::new(&rules::XSI_TYPE).at(element).found(found));
                    }
                    // Where a schema lies says nothing about the document.
                    "schemaLocation" | "noNamespaceSchemaLocation" => {}
                    other => self.push(Finding::new(&rules::ATTRIBUTE_UNEXPECTED).at(element).found(other)),
                }
                continue;
            }
            if type_.content == super::table::Content::Anything {
                self.lax_attribute(element, &attribute);
                continue;
            }
            let known = uses.iter().enumerate().find(|(_, known)| is(schema, known.name, &attribute));
            let Some((index, known)) = known else {
                self.other_attribute(element, type_, &attribute);
                continue;
            };
            present |= bit(index);
            self.attribute(element, known, &attribute);
        }
        for (index, known) in uses.iter().enumerate() {
            if known.required && present & bit(index) == 0 {
                // Beyond the bits there is room for, the attributes are gone through again.
                let there = index >= 64 && element.attributes().any(|it| is(schema, known.name, &it));
                if !there {
                    let name = schema.names.local(known.name);
                    self.push(Finding::new(&rules::ATTRIBUTE_MISSING).at(element).expected(name));
                }
            }
        }
        seen
    }

    fn attribute(&mut self, element: Element<'d>, known: &AttributeUse, attribute: &Attribute<'d>) {
        let schema = self.schema;
        let Some(simple) = schema.simples.get(known.simple as usize) else { return };
        if let Err(fault) = schema.judge(simple, &attribute.value) {
            let finding = Finding::new(Schema::rule(simple, fault)).at(element);
            self.push(finding.expected(schema.expected(simple, fault)).found(attribute.value.clone()));
        } else if known.fixed != NONE
            && !schema.same_value(simple, schema.text(known.fixed), &attribute.value)
        {
            let finding = Finding::new(&rules::FIXED).at(element).expected(schema.text(known.fixed));
            self.push(finding.found(attribute.value.clone()));
        } else {
            self.identify(simple.kind, attribute.value.clone(), element);
        }
    }

    /// An attribute that is not listed.
    fn other_attribute(&mut self, element: Element<'d>, type_: &Type, attribute: &Attribute<'d>) {
        let schema = self.schema;
        let namespace = schema.names.find_namespace(attribute.namespace).unwrap_or(NONE);
        let wildcard = schema.wildcards.get(type_.any_attribute as usize);
        match wildcard.filter(|wildcard| schema.allows(wildcard.allowed, namespace)).map(|it| it.process) {
            Some(Process::Skip) => {}
            Some(Process::Lax) => {
                self.lax_attribute(element, attribute);
            }
            Some(Process::Strict) if self.lax_attribute(element, attribute) => {}
            _ => {
                let finding = Finding::new(&rules::ATTRIBUTE_UNEXPECTED).at(element);
                self.push(finding.found(attribute.name));
            }
        }
    }

    /// Judges what is declared globally on an element that itself is not.
    pub(super) fn undeclared_attributes(&mut self, element: Element<'d>) {
        for attribute in element.attributes() {
            match (attribute.namespace == XSI, attribute.local()) {
                (true, "nil") => {
                    let value = attribute.value.trim_matches([' ', '\t', '\n', '\r']);
                    if !matches!(value, "true" | "false" | "1" | "0") {
                        let finding = Finding::new(&rules::NIL_VALUE).at(element);
                        self.push(finding.found(attribute.value.clone()));
                    }
                }
                (true, "type") => {
                    self.push(Finding::new(&rules::XSI_TYPE).at(element).found(attribute.value.clone()));
                }
                _ => {
                    self.lax_attribute(element, &attribute);
                }
            }
        }
    }

    /// Judges an attribute that is declared globally; says whether it is.
    fn lax_attribute(&mut self, element: Element<'d>, attribute: &Attribute<'d>) -> bool {
        let schema = self.schema;
        let globals = self.form.map_or(&[][..], |form| form.attributes.of(&schema.global_attributes));
        let Some((name, simple)) = globals.iter().find(|(name, _)| is(schema, *name, attribute)) else {
            return false;
        };
        let known = AttributeUse { name: *name, simple: *simple, required: false, fixed: NONE };
        self.attribute(element, &known, attribute);
        true
    }

    fn nil(&mut self, element: Element<'_>, declared: &Declaration, value: &str) -> bool {
        if !declared.nillable {
            self.push(Finding::new(&rules::NIL).at(element));
            return false;
        }
        match value.trim_matches([' ', '\t', '\n', '\r']) {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => {
                self.push(Finding::new(&rules::NIL_VALUE).at(element).found(value));
                false
            }
        }
    }
}

fn is(schema: &Schema, name: u32, attribute: &Attribute<'_>) -> bool {
    schema.names.local(name) == attribute.local()
        && schema.names.uri(schema.names.namespace(name)) == attribute.namespace
}

const fn bit(index: usize) -> u64 {
    if index < 64 { 1 << index } else { 0 }
}
