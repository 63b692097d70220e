//! Writes the lines of types, elements and groups.

use super::tokens::quote;
use super::writer::Writer;
use crate::schema::model::{Occurs, Tree as Group};
use crate::schema::name::NONE;
use crate::schema::table::{Content, Declaration, Particle, Schema, Span, Term, Type};
use std::fmt::Write as _;

/// How long a line may become that names several elements.
const WIDTH: usize = 110;

impl Writer<'_> {
    pub(super) fn line(&mut self, level: usize, text: &str) {
        for _ in 0..level {
            self.out.push_str("  ");
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    pub(super) fn definition(&mut self, name: &str, type_: u32, level: usize) {
        let Some(made) = self.schema.types.get(type_ as usize).copied() else { return };
        let mut line = format!("type {name}");
        if let Content::Text(simple) = made.content {
            let expression = self.simple(simple);
            let _ = write!(line, ": {expression}");
        }
        line.push_str(if made.is_abstract { " abstract" } else { "" });
        line.push_str(if made.mixed { " mixed" } else { "" });
        self.line(level, &line);
        self.inside(&made, level + 1);
    }

    pub(super) fn inside(&mut self, type_: &Type, level: usize) {
        for known in type_.attributes.of(&self.schema.attributes) {
            let mut line = format!("@{}", self.attribute_name(known.name));
            line.push_str(if known.required { ": " } else { "?: " });
            line.push_str(&self.simple(known.simple));
            if known.fixed != NONE {
                let _ = write!(line, " fixed {}", quote(self.schema.text(known.fixed)));
            }
            self.line(level, &line);
        }
        if type_.any_attribute != NONE {
            let line = format!("@{}", self.wildcard(type_.any_attribute));
            self.line(level, &line);
        }
        match type_.content {
            Content::Sequence(span) => {
                let items: Vec<Occurs> = span.of(&self.schema.particles).iter().map(occurs).collect();
                self.items(&items, level);
            }
            Content::All { particles, optional } => {
                self.line(level, if optional { "[all]?" } else { "[all]" });
                let items: Vec<Occurs> = particles.of(&self.schema.particles).iter().map(occurs).collect();
                self.items(&items, level + 1);
            }
            Content::States(span) => match model(self.schema, span).cloned() {
                Some(Occurs { least: 1, most: 1, tree: Group::Sequence(items) }) => self.items(&items, level),
                Some(model) => self.items(&[model], level),
                None => {}
            },
            // Only tables made of nodes in Rust have these.
            Content::OneOf(_) => {}
            Content::Skip | Content::Anything | Content::Empty | Content::Text(_) => {}
        }
    }

    /// Several places in order; neighbours that differ only in their names share a line.
    pub(super) fn items(&mut self, items: &[Occurs], level: usize) {
        let mut line: Option<(String, String)> = None;
        for item in items {
            let often = times(item.least, item.most);
            let leaf = match item.tree {
                Group::Term(Term::Element(at)) => self.leaf(at),
                _ => None,
            };
            if let Some((name, after)) = leaf {
                let name = name + &often;
                line = match line {
                    Some((names, known))
                        if known == after && names.len() + name.len() + known.len() < WIDTH =>
                    {
                        Some((format!("{names}, {name}"), known))
                    }
                    before => {
                        self.flush(before, level);
                        Some((name, after))
                    }
                };
                continue;
            }
            self.flush(line.take(), level);
            match &item.tree {
                Group::Term(Term::Element(at)) => self.element(*at, &often, level, false),
                Group::Term(Term::Any(at)) => {
                    let text = self.wildcard(*at) + &often;
                    self.line(level, &text);
                }
                Group::Sequence(inner) => {
                    self.line(level, &format!("[sequence]{often}"));
                    self.items(inner, level + 1);
                }
                Group::Choice(inner) => {
                    self.line(level, &format!("[choice]{often}"));
                    self.items(inner, level + 1);
                }
            }
        }
        self.flush(line, level);
    }

    fn flush(&mut self, line: Option<(String, String)>, level: usize) {
        if let Some((names, after)) = line {
            self.line(level, &format!("{names}: {after}"));
        }
    }

    /// Name, and type with flags, of an element that takes one line.
    fn leaf(&mut self, declaration: u32) -> Option<(String, String)> {
        let declared = self.schema.declarations.get(declaration as usize).copied()?;
        if self.is_global(declaration) {
            return None;
        }
        let type_ = self.type_expression(declared.type_)?;
        let name = self.name(declared.name);
        Some((name, type_ + &self.flags(&declared)))
    }

    fn is_global(&self, declaration: u32) -> bool {
        let form = self.schema.form(self.form);
        form.is_some_and(|form| {
            form.globals.of(&self.schema.globals).iter().any(|(_, global)| *global == declaration)
        })
    }

    /// What stands behind the colon of an element that has nothing below its line; `None` where something must.
    fn type_expression(&mut self, type_: u32) -> Option<String> {
        if let Some((part, name)) = self.shared.types.get(&type_) {
            self.uses.insert(part.clone());
            return Some(name.clone());
        }
        if let Some(name) = self.types.get(&type_) {
            self.wanted.push(type_);
            return Some(name.clone());
        }
        let made = self.schema.types.get(type_ as usize)?;
        if !made.attributes.is_empty() || made.any_attribute != NONE {
            return None;
        }
        match made.content {
            Content::Text(simple) if !made.mixed => Some(self.simple(simple)),
            Content::Empty if !made.mixed => Some("empty".to_owned()),
            Content::Anything if made.mixed => Some("anyType".to_owned()),
            Content::Skip => Some("skip".to_owned()),
            _ => None,
        }
    }

    fn flags(&self, declared: &Declaration) -> String {
        let mut flags = String::new();
        flags.push_str(if declared.nillable { " nil" } else { "" });
        flags.push_str(if declared.is_abstract { " abstract" } else { "" });
        if declared.value != NONE {
            flags.push_str(if declared.fixed { " fixed " } else { " default " });
            flags.push_str(&quote(self.schema.text(declared.value)));
        }
        flags
    }

    /// An element with what stands below it.
    pub(super) fn element(&mut self, declaration: u32, often: &str, level: usize, global: bool) {
        let Some(declared) = self.schema.declarations.get(declaration as usize).copied() else { return };
        let name = self.name(declared.name);
        if !global && self.is_global(declaration) {
            self.line(level, &format!("{name}{often}"));
            return;
        }
        if let Some(expression) = self.type_expression(declared.type_) {
            let flags = self.flags(&declared);
            self.line(level, &format!("{name}{often}: {expression}{flags}"));
            return;
        }
        let Some(type_) = self.schema.types.get(declared.type_ as usize).copied() else { return };
        let expression = match type_.content {
            Content::Text(simple) => format!(": {}", self.simple(simple)),
            Content::Empty => ": empty".to_owned(),
            Content::Anything => ": anyType".to_owned(),
            _ => String::new(),
        };
        let mixed = if type_.mixed && type_.content != Content::Anything { " mixed" } else { "" };
        let flags = self.flags(&declared);
        self.line(level, &format!("{name}{often}{expression}{mixed}{flags}"));
        self.inside(&type_, level + 1);
    }
}

fn model(schema: &Schema, states: Span) -> Option<&Occurs> {
    schema.models.iter().find(|(span, _)| *span == states).map(|(_, model)| model)
}

pub(super) fn occurs(particle: &Particle) -> Occurs {
    Occurs { least: particle.least, most: particle.most, tree: Group::Term(particle.term) }
}

/// How often something stands.
pub(super) fn times(least: u32, most: u32) -> String {
    match (least, most) {
        (1, 1) => String::new(),
        (0, 1) => "?".to_owned(),
        (0, NONE) => "*".to_owned(),
        (1, NONE) => "+".to_owned(),
        (least, NONE) => format!("{{{least},}}"),
        (least, most) if least == most => format!("{{{least}}}"),
        (least, most) => format!("{{{least},{most}}}"),
    }
}
