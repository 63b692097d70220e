//! Holds an element tree against the tables.

use super::name::NONE;
use super::table::{Content, Form, FormId, Particle, Process, Schema, Span, Term, Type};
use super::value::Kind;
use super::{rules, sequence, states};
use crate::report::{Finding, Findings};
use crate::xml::{Element, is_space};
use std::borrow::Cow;

/// After so many findings the walk stops: naming a place costs time in proportion to its
/// neighbours, and a person mends the first hundred before reading the next.
const MOST: usize = 200;

/// The most elements of one `xs:all`.
pub(super) const MOST_IN_ALL: usize = 256;

/// A name of the document, as the tables know it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// [`NONE`] for a name that the tables do not have.
    pub(super) name: u32,
    pub(super) namespace: u32,
}

/// One walk over one document.
#[derive(Debug)]
pub(super) struct Walk<'s, 'd, 'f> {
    pub(super) schema: &'s Schema,
    pub(super) form: Option<&'s Form>,
    findings: &'f mut Findings,
    /// By the document's own numbers of its names.
    names: Vec<Known>,
    count: usize,
    /// Values of type `xs:ID`, and of `xs:IDREF`.
    pub(super) ids: Vec<(Cow<'d, str>, Element<'d>)>,
    pub(super) references: Vec<(Cow<'d, str>, Element<'d>)>,
}

impl<'s, 'd> Walk<'s, 'd, '_> {
    pub(super) fn push(&mut self, finding: Finding) {
        self.count += 1;
        self.findings.push(finding);
    }

    pub(super) const fn is_over(&self) -> bool {
        self.count >= MOST
    }

    pub(super) fn known(&self, element: Element<'_>) -> Known {
        let index = usize::from(element.node().name);
        self.names.get(index).copied().unwrap_or(Known { name: NONE, namespace: NONE })
    }

    /// Judges an element that stands where this may stand.
    pub(super) fn term(&mut self, term: Term, element: Element<'d>) {
        match term {
            Term::Element(declaration) => self.element(element, declaration),
            Term::Any(wildcard) => {
                let process = self.schema.wildcards.get(wildcard as usize).map(|wildcard| wildcard.process);
                self.through(element, process.unwrap_or(Process::Skip));
            }
        }
    }

    /// Judges an element that a wildcard let through.
    fn through(&mut self, element: Element<'d>, process: Process) {
        if process == Process::Skip {
            return;
        }
        match self.global(self.known(element).name) {
            Some(declaration) => self.element(element, declaration),
            None if process == Process::Strict => {
                let finding = Finding::new(&rules::UNEXPECTED).at(element);
                self.push(finding.expected("-").found(element.local()));
            }
            None => {
                self.undeclared_attributes(element);
                self.anything(element);
            }
        }
    }

    /// Judges what is declared inside an element that itself is not.
    fn anything(&mut self, element: Element<'d>) {
        for child in element.children() {
            if self.is_over() {
                return;
            }
            self.through(child, Process::Lax);
        }
    }

    fn global(&self, name: u32) -> Option<u32> {
        let globals = self.form?.globals.of(&self.schema.globals);
        let at = globals.binary_search_by_key(&name, |(name, _)| *name).ok()?;
        globals.get(at).map(|(_, declaration)| *declaration)
    }

    /// Judges an element by a declaration.
    pub(super) fn element(&mut self, element: Element<'d>, declaration: u32) {
        let schema = self.schema;
        let Some(declared) = schema.declarations.get(declaration as usize) else { return };
        let Some(type_) = schema.types.get(declared.type_ as usize) else { return };
        if type_.content == Content::Skip || self.is_over() {
            return;
        }
        let seen = self.attributes(element, declared, type_);
        if declared.is_abstract || type_.is_abstract && !seen.typed {
            self.push(Finding::new(&rules::ABSTRACT).at(element));
        }
        if seen.nil {
            let empty = element.is_leaf() && element.text().is_empty();
            if !empty {
                self.push(Finding::new(&rules::NIL_CONTENT).at(element));
            } else if declared.fixed {
                self.push(Finding::new(&rules::FIXED).at(element).expected(schema.text(declared.value)));
            }
            return;
        }
        match type_.content {
            Content::Skip => {}
            Content::Anything => self.anything(element),
            Content::Text(simple) => self.text(element, simple, declared.value, declared.fixed),
            Content::Empty => {
                if let Some(child) = element.children().next() {
                    let finding = Finding::new(&rules::UNEXPECTED).at(child);
                    self.push(finding.expected("-").found(child.local()));
                } else if !type_.mixed && !element.text().is_empty() {
                    let text = element.text();
                    self.push(Finding::new(&rules::STRAY).at(element).found(text));
                }
            }
            content => {
                self.between(element, type_);
                self.content(element, content);
            }
        }
    }

    fn content(&mut self, element: Element<'d>, content: Content) {
        let schema = self.schema;
        match content {
            Content::Sequence(particles) => self.sequence(element, particles.of(&schema.particles)),
            Content::OneOf(variants) => {
                let variants = variants.of(&schema.variants);
                let chosen = self.choose(element, variants);
                self.sequence(element, chosen.of(&schema.particles));
            }
            Content::All { particles, optional } => {
                self.all(element, particles.of(&schema.particles), optional);
            }
            Content::States(span) => states::check(self, element, span.of(&schema.states)),
            _ => {}
        }
    }

    fn text(&mut self, element: Element<'d>, simple: u32, value: u32, fixed: bool) {
        let schema = self.schema;
        if let Some(child) = element.children().next() {
            self.push(Finding::new(&rules::UNEXPECTED).at(child).expected("-").found(child.local()));
            return;
        }
        let Some(simple) = schema.simples.get(simple as usize) else { return };
        if value == NONE && simple.takes_all() {
            return;
        }
        let text = element.text();
        if value != NONE && text.is_empty() {
            return;
        }
        if let Err(fault) = schema.judge(simple, &text) {
            let found = text.trim();
            let rule = if found.is_empty() { &rules::EMPTY } else { Schema::rule(simple, fault) };
            self.push(Finding::new(rule).at(element).expected(schema.expected(simple, fault)).found(found));
            return;
        }
        if fixed && !schema.same_value(simple, schema.text(value), &text) {
            let finding = Finding::new(&rules::FIXED).at(element);
            self.push(finding.expected(schema.text(value)).found(text));
            return;
        }
        self.identify(simple.kind, text, element);
    }

    /// Remembers ids and what refers to them.
    pub(super) fn identify(&mut self, kind: Kind, text: Cow<'d, str>, element: Element<'d>) {
        match kind {
            Kind::Id => self.ids.push((text, element)),
            Kind::IdRef => self.references.push((text, element)),
            Kind::List(item)
                if self.schema.simples.get(item as usize).is_some_and(|it| it.kind == Kind::IdRef) =>
            {
                for word in text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
                    self.references.push((Cow::Owned(word.to_owned()), element));
                }
            }
            _ => {}
        }
    }

    /// Text between elements, where there may be none.
    fn between(&mut self, element: Element<'d>, type_: &Type) {
        if type_.mixed {
            return;
        }
        let source = element.document().source().as_bytes();
        let blank = |gap: std::ops::Range<usize>| {
            source.get(gap).is_some_and(|bytes| bytes.iter().copied().all(is_space))
        };
        if element.gaps().all(blank) {
            return;
        }
        // Comments, and references to white space, are no text.
        let text = element.trimmed();
        if !text.is_empty() {
            self.push(Finding::new(&rules::STRAY).at(element).found(text));
        }
    }

    /// Children in order. Where one does not fit, the diagnosis goes over the children again from the first.
    fn sequence(&mut self, parent: Element<'d>, particles: &[Particle]) {
        let (mut at, mut count) = (0, 0);
        for child in parent.children() {
            let known = self.known(child);
            loop {
                match particles.get(at) {
                    Some(place) if self.fits(place, known) && (place.most == NONE || count < place.most) => {
                        count += 1;
                        self.term(place.term, child);
                        break;
                    }
                    Some(place) if count >= place.least => {
                        at += 1;
                        count = 0;
                    }
                    _ => return sequence::diagnose(self, parent, particles, Some(child)),
                }
            }
        }
        let mut rest = particles.iter().skip(at);
        let complete =
            rest.next().is_none_or(|place| count >= place.least) && rest.all(|place| place.least == 0);
        if !complete {
            sequence::diagnose(self, parent, particles, None);
        }
    }

    pub(super) fn fits(&self, particle: &Particle, known: Known) -> bool {
        match particle.term {
            Term::Element(_) => particle.name == known.name,
            Term::Any(wildcard) => self.lets(wildcard, known.namespace),
        }
    }

    pub(super) fn lets(&self, wildcard: u32, namespace: u32) -> bool {
        let wildcard = self.schema.wildcards.get(wildcard as usize);
        wildcard.is_some_and(|wildcard| self.schema.allows(wildcard.allowed, namespace))
    }

    /// The variant that knows most of the children present; the first of equals.
    fn choose(&self, element: Element<'_>, variants: &[Span]) -> Span {
        let mut best = (Span::EMPTY, None);
        for variant in variants {
            let particles = variant.of(&self.schema.particles);
            let knows = |child: &Element<'_>| {
                let known = self.known(*child);
                particles.iter().any(|particle| particle.name == known.name && known.name != NONE)
            };
            // A document may repeat a child without end; the first few hundred tell the variants apart.
            let count = element.children().take(particles.len() * 4).filter(knows).count();
            if best.1.is_none_or(|most| count > most) {
                best = (*variant, Some(count));
            }
        }
        best.0
    }

    /// Children in any order, each at most once.
    fn all(&mut self, parent: Element<'d>, particles: &[Particle], optional: bool) {
        let mut seen = [0_u64; MOST_IN_ALL / 64];
        let mut next = 0;
        for child in parent.children() {
            if self.is_over() {
                return;
            }
            let known = self.known(child);
            // Most documents have the order of the schema.
            let guess = particles.get(next).is_some_and(|particle| particle.name == known.name);
            let place = if guess {
                Some(next)
            } else {
                particles.iter().position(|particle| particle.name == known.name && known.name != NONE)
            };
            let Some((place, particle)) = place.and_then(|place| Some((place, particles.get(place)?))) else {
                sequence::unexpected(self, child, particles, 0);
                continue;
            };
            next = place + 1;
            let Some(word) = seen.get_mut(place / 64) else { continue };
            let bit = 1_u64 << (place % 64);
            let before = *word & bit != 0;
            *word |= bit;
            if before {
                self.push(Finding::new(&rules::REPEATED).at(child).found(child.local()));
            } else {
                self.term(particle.term, child);
            }
        }
        if optional && parent.is_leaf() {
            return;
        }
        for (place, particle) in particles.iter().enumerate() {
            let there = seen.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1);
            if particle.least > 0 && !there && !self.is_over() {
                let name = self.schema.names.local(particle.name);
                self.push(Finding::new(&rules::MISSING).at(parent).expected(name));
            }
        }
    }

    /// No id twice, and none referred to that is not there.
    fn identities(&mut self) {
        if self.ids.len() < 2 && self.references.is_empty() {
            return;
        }
        let mut ids = std::mem::take(&mut self.ids);
        for (id, _) in &mut ids {
            if id.trim_matches([' ', '\t', '\n', '\r']).len() != id.len() {
                *id = Cow::Owned(id.trim_matches([' ', '\t', '\n', '\r']).to_owned());
            }
        }
        // Stable: of two elements with one id, the later in the document is the repeated one.
        ids.sort_by(|(a, _), (b, _)| a.cmp(b));
        for pair in ids.windows(2) {
            if let [(first, _), (second, element)] = pair
                && first == second
                && !self.is_over()
            {
                self.push(Finding::new(&rules::ID_REPEATED).at(*element).found(second.as_ref()));
            }
        }
        for (reference, element) in std::mem::take(&mut self.references) {
            let wanted = reference.trim_matches([' ', '\t', '\n', '\r']);
            if ids.binary_search_by(|(id, _)| id.as_ref().cmp(wanted)).is_err() && !self.is_over() {
                self.push(Finding::new(&rules::ID_UNKNOWN).at(element).found(wanted));
            }
        }
    }
}

impl Schema {
    /// Holds the tree under `root` against a form: structure, types, attributes, ids. Adds its findings and says whether
    /// there were none.
    ///
    /// The cost is linear in the document. A document without defects makes no allocation but one for its names; after 200
    /// findings the walk stops and says so.
    pub fn check(&self, form: FormId, root: Element<'_>, findings: &mut Findings) -> bool {
        self.walk(form, root, findings, self.own)
    }

    /// The same, but a root in another namespace than the form's, or in none, is held against the form as if it and all
    /// that is in its namespace were in the form's: whoever calls says that once.
    pub(crate) fn check_in(&self, form: FormId, root: Element<'_>, findings: &mut Findings) -> bool {
        let own = self.root(form).and_then(|(namespace, _)| self.names.find_namespace(namespace));
        self.walk(form, root, findings, own)
    }

    fn walk(&self, form: FormId, root: Element<'_>, findings: &mut Findings, own: Option<u32>) -> bool {
        let mut walk = Walk {
            schema: self,
            form: self.form(form),
            findings,
            names: self.translate(root, own),
            count: 0,
            ids: Vec::new(),
            references: Vec::new(),
        };
        match walk.global(walk.known(root).name) {
            Some(declaration) => walk.element(root, declaration),
            None => {
                let expected = self.root(form).map_or("-", |(_, local)| local);
                let namespace = self.root(form).map_or("", |(namespace, _)| namespace);
                if root.local() == expected {
                    let finding = Finding::new(&rules::NAMESPACE).at(root);
                    walk.push(finding.expected(namespace).found(root.namespace()));
                } else {
                    let finding = Finding::new(&rules::UNEXPECTED).at(root);
                    walk.push(finding.expected(expected).found(root.local()));
                }
            }
        }
        walk.identities();
        if walk.is_over() {
            let found = walk.count.to_string();
            walk.push(Finding::new(&rules::STOPPED).at(root).found(found));
        }
        walk.count == 0
    }

    /// The tables' names for those of the document.
    fn translate(&self, root: Element<'_>, target: Option<u32>) -> Vec<Known> {
        let (document, own) = (root.document(), root.namespace());
        (0..document.names.len())
            .map(|index| {
                let name = document.names.get(u16::try_from(index).unwrap_or(u16::MAX));
                let uri = document.namespaces.get(name.namespace);
                let namespace = match target {
                    Some(namespace) if own == uri => Some(namespace),
                    _ => self.names.find_namespace(uri),
                };
                let Some(namespace) = namespace else { return Known { name: NONE, namespace: NONE } };
                let local = name.local(document.source());
                Known { name: self.names.find(namespace, local).unwrap_or(NONE), namespace }
            })
            .collect()
    }
}
