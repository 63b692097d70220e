//! Writes a form or a part: the text as a whole, and which of its types get names.

use super::expression::Names;
use super::frame::Frame;
use super::lines::occurs;
use super::shared::Shared;
use super::within::{below, roots, size};
use super::write::Kept;
use crate::schema::build::Builder;
use crate::schema::name::NONE;
use crate::schema::table::{Content, FormId, Particle, Schema, Term, Type};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

/// From how many lines on a type that stands in several places gets a name.
const WORTH: usize = 4;

/// Writes lines.
pub(super) struct Writer<'b> {
    pub(super) schema: &'b Schema,
    pub(super) form: FormId,
    pub(super) shared: &'b Shared,
    pub(super) frame: Option<&'b Frame>,
    pub(super) names: Names,
    pub(super) own: u32,
    pub(super) prefixes: Vec<(u32, String)>,
    /// Types that get a name in this text, and the name.
    pub(super) types: BTreeMap<u32, String>,
    /// Simple types that get a name.
    pub(super) simples: BTreeMap<u32, String>,
    pub(super) taken: HashSet<String>,
    /// What names given here begin with.
    pub(super) scope: String,
    pub(super) uses: BTreeSet<String>,
    /// Definitions still to be written.
    pub(super) wanted: Vec<u32>,
    pub(super) wanted_simples: Vec<u32>,
    pub(super) done: HashSet<u32>,
    pub(super) wanted_kept: Vec<String>,
    pub(super) done_kept: HashSet<String>,
    pub(super) out: String,
}

impl<'b> Writer<'b> {
    pub(super) fn new(
        builder: &'b mut Builder,
        form: FormId,
        shared: &'b Shared,
        frame: Option<&'b Frame>,
    ) -> Self {
        let names = Names::of(builder);
        let schema = &builder.schema;
        let root = schema.form(form).map_or(NONE, |form| form.root);
        let own = schema.declarations.get(root as usize).map_or(0, |root| schema.names.namespace(root.name));
        Self {
            schema,
            form,
            shared,
            frame,
            names,
            own,
            prefixes: Vec::new(),
            types: BTreeMap::new(),
            simples: BTreeMap::new(),
            taken: HashSet::new(),
            scope: String::new(),
            uses: BTreeSet::new(),
            wanted: Vec::new(),
            wanted_simples: Vec::new(),
            done: HashSet::new(),
            wanted_kept: Vec::new(),
            done_kept: HashSet::new(),
            out: String::new(),
        }
    }

    /// The whole structure of a form.
    pub(super) fn form(
        mut self,
        level: usize,
        additions: &BTreeMap<String, Vec<Particle>>,
        kept: &Kept,
    ) -> Option<String> {
        let form = self.schema.form(self.form)?;
        let mut bodies: Vec<(String, u32)> = Vec::new();
        if let Some(frame) = self.frame {
            self.uses.insert(frame.name.clone());
            for (name, type_) in &frame.given {
                bodies.push((name.clone(), *type_));
                self.taken.insert(name.clone());
            }
            let framed = frame.made.form.globals.of(&self.schema.globals);
            let globals = form.globals.of(&self.schema.globals).iter();
            let own: Vec<u32> = globals
                .filter(|global| !framed.contains(global))
                .map(|(_, declaration)| *declaration)
                .collect();
            let own_types =
                own.iter().filter_map(|at| self.schema.declarations.get(*at as usize)).map(|it| it.type_);
            let added = additions.values().flatten().filter_map(|it| self.schema.type_of(it.term));
            let roots: Vec<u32> =
                bodies.iter().map(|(_, type_)| *type_).chain(own_types).chain(added).collect();
            self.name_repeated(&roots);
            for (name, type_) in bodies {
                let added = additions.get(&name).map_or(&[][..], Vec::as_slice);
                let more = kept.added.get(&name).map_or(&[][..], Vec::as_slice);
                match self.shared.types.get(&type_).filter(|_| added.is_empty() && more.is_empty()) {
                    Some((part, shared)) => {
                        self.uses.insert(part.clone());
                        self.line(level, &format!("type {name}: {shared}"));
                    }
                    None => self.definition(&name, type_, level),
                }
                for particle in added {
                    let start = self.out.len();
                    self.items(&[occurs(particle)], level + 1);
                    self.out.insert_str(start + 2 * (level + 1), "+ ");
                }
                for line in more {
                    self.line(level + 1, line);
                    self.kept(line);
                }
            }
            for declaration in own {
                self.element(declaration, "", level, true);
            }
        } else {
            self.name_repeated(&roots(self.schema, form.globals));
            let globals = form.globals.of(&self.schema.globals);
            let first = globals.iter().filter(|(_, at)| *at == form.root);
            let others = globals.iter().filter(|(_, at)| *at != form.root);
            for (_, declaration) in first.chain(others) {
                self.element(*declaration, "", level, true);
            }
            for (name, simple) in form.attributes.of(&self.schema.global_attributes) {
                let line = format!("@{}: {}", self.attribute_name(*name), self.simple(*simple));
                self.line(level, &line);
            }
        }
        self.rest(level, kept)?;
        let mut text = String::new();
        let indent = "  ".repeat(level);
        for part in &self.uses {
            let _ = writeln!(text, "{indent}use {part}");
        }
        text.push_str(&self.namespaces(&indent));
        Some(text + &self.out)
    }

    /// A part that defines one type.
    pub(super) fn part(mut self, name: &str, type_: u32) -> String {
        self.taken.insert(name.to_owned());
        // Names of types hold in all files of a form.
        self.scope = format!("{name}_");
        self.name_repeated(&[type_]);
        self.types.insert(type_, name.to_owned());
        self.definition(name, type_, 0);
        self.done.insert(type_);
        // Nothing is kept of a part, so nothing can differ from it.
        let _ = self.rest(0, &Kept::default());
        let uses: String = self.uses.iter().map(|part| format!("use {part}\n")).collect();
        uses + &self.namespaces("") + &self.out
    }

    fn namespaces(&self, indent: &str) -> String {
        let mut text = String::new();
        let uri = |namespace: u32| match self.schema.names.uri(namespace) {
            "" => "-",
            uri => uri,
        };
        if self.own != 0 {
            let _ = writeln!(text, "{indent}namespace {}", uri(self.own));
        }
        for (namespace, prefix) in &self.prefixes {
            let _ = writeln!(text, "{indent}namespace {prefix} {}", uri(*namespace));
        }
        text
    }

    /// Definitions of the types that got a name on the way, and of those that kept lines use, ordered by name; `None` where
    /// two differ under one name.
    fn rest(&mut self, level: usize, kept: &Kept) -> Option<()> {
        let mut blocks: BTreeMap<String, String> = BTreeMap::new();
        let before = std::mem::take(&mut self.out);
        loop {
            let name = if let Some(type_) = self.wanted.pop() {
                let name = self.types.get(&type_).cloned().filter(|_| self.done.insert(type_));
                let Some(name) = name else { continue };
                self.definition(&name, type_, level);
                name
            } else if let Some(simple) = self.wanted_simples.pop() {
                let Some(name) = self.simples.get(&simple).cloned() else { continue };
                let line = format!("type {name} = {}", self.expression(simple));
                self.line(level, &line);
                name
            } else if let Some(name) = self.wanted_kept.pop() {
                let Some(lines) = kept.types.get(&name).filter(|_| self.done_kept.insert(name.clone()))
                else {
                    continue;
                };
                for line in lines {
                    self.line(level, line);
                    self.kept(line);
                }
                name
            } else {
                break;
            };
            let block = std::mem::take(&mut self.out);
            if blocks.insert(name, block.clone()).is_some_and(|known| known != block) {
                return None;
            }
        }
        self.out = before;
        blocks.values().for_each(|block| self.out.push_str(block));
        Some(())
    }

    /// Notes what a kept line refers to.
    fn kept(&mut self, line: &str) {
        let Some((_, rest)) = line.split_once(": ") else { return };
        let word = rest.split(' ').next().unwrap_or_default();
        let part =
            self.shared.types.values().chain(self.shared.simples.values()).find(|(_, name)| name == word);
        match part {
            Some((part, _)) => {
                self.uses.insert(part.clone());
            }
            None => self.wanted_kept.push(word.to_owned()),
        }
    }

    pub(super) fn fresh(&mut self, wanted: &str) -> String {
        let free = |name: &str| {
            !self.taken.contains(name) && !self.shared.names.contains(name) && !self.names.is_builtin(name)
        };
        let name = std::iter::once(wanted.to_owned())
            .chain((2..).map(|number| format!("{wanted}_{number}")))
            .find(|name| free(name))
            .unwrap_or_default();
        self.taken.insert(name.clone());
        name
    }

    /// Gives names to types that stand in several places, or in themselves.
    fn name_repeated(&mut self, roots: &[u32]) {
        let mut times: BTreeMap<u32, (usize, String)> = BTreeMap::new();
        let (mut open, mut seen) = (roots.to_vec(), BTreeSet::new());
        open.reverse();
        let mut order: Vec<u32> = Vec::new();
        while let Some(type_) = open.pop() {
            if !seen.insert(type_) || self.shared.types.contains_key(&type_) && !roots.contains(&type_) {
                continue;
            }
            let mut inner = Vec::new();
            self.schema.each_term(type_, &mut |term| {
                if let Term::Element(at) = term
                    && let Some(declared) = self.schema.declarations.get(at as usize)
                {
                    let entry = times.entry(declared.type_).or_insert_with(|| {
                        order.push(declared.type_);
                        (0, self.schema.names.local(declared.name).to_owned())
                    });
                    entry.0 += 1;
                    inner.push(declared.type_);
                }
            });
            inner.reverse();
            open.extend(inner);
        }
        let mut sizes = HashMap::new();
        for type_ in order {
            let Some((count, name)) = times.get(&type_) else { continue };
            let Some(made) = self.schema.types.get(type_ as usize) else { continue };
            let named_here = made.is_abstract
                || self.holds_itself(type_)
                || *count > 1 && size(self.schema, type_, &mut sizes) >= WORTH;
            if named_here && !self.shared.types.contains_key(&type_) && self.is_complex(made) {
                let name = self.fresh(&format!("{}{name}", self.scope));
                self.types.insert(type_, name);
            }
        }
    }

    fn is_complex(&self, type_: &Type) -> bool {
        !matches!(type_.content, Content::Text(_) | Content::Skip | Content::Anything) || type_.is_abstract
    }

    fn holds_itself(&self, type_: u32) -> bool {
        let mut inner = BTreeSet::new();
        self.schema.each_term(type_, &mut |term| {
            if let Term::Element(at) = term
                && let Some(declared) = self.schema.declarations.get(at as usize)
            {
                below(self.schema, declared.type_, &mut inner);
            }
        });
        inner.contains(&type_)
    }
}
