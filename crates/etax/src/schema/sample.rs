//! Writes documents that a form accepts: the tables read the other way round.

use super::FormId;
use super::name::NONE;
use super::table::{Allowed, Content, Particle, Process, Schema, State, Step, Term, Wildcard};
use super::value::{Kind, SimpleType, Space};
use crate::xml::{escape, escape_attribute};
use std::fmt::Write as _;

/// Deeper than this, what may be left out is.
const DEEP: usize = 24;
const DEEPEST: usize = 100;
/// After so many elements, what may be left out is.
const MANY: usize = 4000;

impl Schema {
    /// Writes a document that the form accepts, in UTF-8; `None` where it allows none that could be found (elements that
    /// must be there and are abstract). `choose(n)`, for n from 1 on, picks one of `n` ways, counted from 0: how often an
    /// element stands, whether it is nil, what is in it. The same choices make the same document.
    ///
    /// Documents made so fill a form for tests; they say nothing sensible.
    ///
    /// ```
    /// use etax::schema::{Node, Schema, Simple};
    /// const A: Node = Node::leaf("a", Simple::NonNegative);
    /// const B: Node = Node::leaf("b", Simple::Text).optional();
    /// static R: Node = Node::group("r", &[A, B]);
    /// let (schema, forms) = Schema::from_nodes(&[&R]);
    /// let least = schema.sample(forms[0], &mut |_| 0).unwrap();
    /// assert!(least.contains("<a>0</a>") && !least.contains("<b"));
    /// ```
    #[must_use]
    pub fn sample(&self, form: FormId, choose: &mut dyn FnMut(usize) -> usize) -> Option<String> {
        let root = self.form(form)?.root;
        let mut writer = Writer { schema: self, form, choose, out: String::new(), elements: 0, ids: 0 };
        writer.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writer.element(root, "", 0)?;
        writer.out.push('\n');
        Some(writer.out)
    }
}

struct Writer<'s, 'c> {
    schema: &'s Schema,
    form: FormId,
    choose: &'c mut dyn FnMut(usize) -> usize,
    out: String,
    elements: usize,
    ids: usize,
}

impl<'s> Writer<'s, '_> {
    fn pick(&mut self, ways: usize) -> usize {
        let ways = ways.max(1);
        (self.choose)(ways).min(ways - 1)
    }

    fn namespace(&self, name: u32) -> &'s str {
        let namespace = self.schema.names.namespace(name);
        // Grammars written in Rust take any namespace of the root; documents made for them have none.
        if self.schema.own == Some(namespace) { "" } else { self.schema.names.uri(namespace) }
    }

    fn element(&mut self, declaration: u32, around: &str, depth: usize) -> Option<()> {
        let schema = self.schema;
        let declared = schema.declarations.get(declaration as usize)?;
        let type_ = schema.types.get(declared.type_ as usize)?;
        if declared.is_abstract || type_.is_abstract || depth > DEEPEST {
            return None;
        }
        self.elements += 1;
        let local = schema.names.local(declared.name);
        let namespace = self.namespace(declared.name);
        self.out.push('<');
        self.out.push_str(local);
        if namespace != around {
            self.attribute("xmlns", namespace);
        }
        if depth == 0 {
            self.attribute("xmlns:xsi", super::XSI);
        }
        for known in type_.attributes.of(&schema.attributes) {
            if !known.required && self.pick(3) > 0 {
                continue;
            }
            let simple = schema.simples.get(known.simple as usize)?;
            let value = match known.fixed {
                NONE => self.value(simple)?,
                fixed => schema.text(fixed).to_owned(),
            };
            let uri = self.namespace(known.name);
            let name = schema.names.local(known.name);
            if uri.is_empty() {
                self.attribute(name, &value);
            } else if uri == crate::xml::XML {
                self.attribute(&format!("xml:{name}"), &value);
            } else {
                self.attribute("xmlns:a", uri);
                self.attribute(&format!("a:{name}"), &value);
            }
        }
        if declared.nillable && !declared.fixed && self.pick(8) == 7 {
            self.out.push_str(" xsi:nil=\"true\"/>");
            return Some(());
        }
        self.out.push('>');
        let start = self.out.len();
        match type_.content {
            Content::Skip | Content::Anything | Content::Empty => {}
            Content::Text(_) if declared.fixed => {
                let text = schema.text(declared.value).to_owned();
                escape(&text, &mut self.out);
            }
            Content::Text(simple) => {
                let text = self.value(schema.simples.get(simple as usize)?)?;
                escape(&text, &mut self.out);
            }
            Content::Sequence(particles) => {
                self.sequence(particles.of(&schema.particles), namespace, depth)?
            }
            Content::OneOf(variants) => {
                let variants = variants.of(&schema.variants);
                let chosen = variants.get(self.pick(variants.len()))?;
                self.sequence(chosen.of(&schema.particles), namespace, depth)?;
            }
            Content::All { particles, optional } => {
                let particles = particles.of(&schema.particles);
                if !(optional && self.pick(4) == 3) {
                    // Any rotation is as good as the order of the schema.
                    let from = self.pick(particles.len());
                    let (before, after) = particles.split_at_checked(from)?;
                    self.sequence(after, namespace, depth)?;
                    self.sequence(before, namespace, depth)?;
                }
            }
            Content::States(states) => self.states(states.of(&schema.states), namespace, depth)?,
        }
        if self.out.len() == start {
            self.out.pop();
            self.out.push_str("/>");
        } else {
            self.out.push_str("</");
            self.out.push_str(local);
            self.out.push('>');
        }
        Some(())
    }

    fn sequence(&mut self, particles: &[Particle], namespace: &str, depth: usize) -> Option<()> {
        for particle in particles {
            let most = if particle.most == NONE { particle.least.saturating_add(3) } else { particle.most };
            let spare = usize::try_from(most.saturating_sub(particle.least)).ok()?.min(3);
            let full = depth > DEEP || self.elements > MANY;
            let more = if full || spare == 0 { 0 } else { self.pick(spare + 1) };
            for nth in 0..usize::try_from(particle.least).ok()?.checked_add(more)? {
                let before = self.out.len();
                if self.term(particle.term, namespace, depth).is_none() {
                    self.out.truncate(before);
                    // What may be left out can stay away, such as an abstract part that no form has filled.
                    if nth < usize::try_from(particle.least).ok()? {
                        return None;
                    }
                    break;
                }
            }
        }
        Some(())
    }

    fn states(&mut self, states: &[State], namespace: &str, depth: usize) -> Option<()> {
        let schema = self.schema;
        let left = distances(schema, states);
        let mut at = 0;
        for taken in 0_usize.. {
            let state = states.get(at)?;
            let full = depth > DEEP || taken > 12 || self.elements > MANY;
            if state.accepts && (full || self.pick(3) == 0) {
                return Some(());
            }
            let steps = state.steps.of(&schema.steps);
            let nearer = |step: &&Step| left.get(step.to as usize) < left.get(at);
            let ways: Vec<&Step> =
                if full { steps.iter().filter(nearer).collect() } else { steps.iter().collect() };
            if ways.is_empty() {
                return state.accepts.then_some(());
            }
            let first = self.pick(ways.len());
            // The way chosen may be one that cannot be gone.
            let mut gone = None;
            for offset in 0..ways.len() {
                let step = ways.get((first + offset) % ways.len())?;
                let before = self.out.len();
                if self.term(step.term, namespace, depth).is_some() {
                    gone = Some(step.to as usize);
                    break;
                }
                self.out.truncate(before);
            }
            at = match gone {
                Some(to) => to,
                None => return state.accepts.then_some(()),
            };
        }
        None
    }

    fn term(&mut self, term: Term, namespace: &str, depth: usize) -> Option<()> {
        match term {
            Term::Element(declaration) => self.element(declaration, namespace, depth + 1),
            Term::Any(wildcard) => {
                let wildcard = *self.schema.wildcards.get(wildcard as usize)?;
                self.any(wildcard, namespace, depth)
            }
        }
    }

    fn any(&mut self, wildcard: Wildcard, namespace: &str, depth: usize) -> Option<()> {
        let schema = self.schema;
        if wildcard.process == Process::Strict {
            let globals = schema.form(self.form)?.globals.of(&schema.globals);
            let allowed: Vec<u32> = globals
                .iter()
                .filter(|(name, _)| schema.allows(wildcard.allowed, schema.names.namespace(*name)))
                .map(|(_, declaration)| *declaration)
                .collect();
            // Mostly left out: what is declared globally is often a whole document.
            let rarely = depth < DEEP && self.pick(16) == 15;
            let declaration = *allowed.get(self.pick(allowed.len()))?;
            return rarely.then(|| self.element(declaration, namespace, depth + 1))?;
        }
        let uri = match wildcard.allowed {
            Allowed::Any | Allowed::Other(_) => "urn:x-etax:other",
            Allowed::Listed(span) => schema.names.uri(*schema.indices(span).first()?),
        };
        self.out.push_str("<khac");
        if uri != namespace {
            self.attribute("xmlns", uri);
        }
        self.out.push_str("/>");
        Some(())
    }

    /// A text of the type.
    fn value(&mut self, simple: &SimpleType) -> Option<String> {
        if simple.kind == Kind::Id {
            self.ids += 1;
            return Some(format!("ID_{}", self.ids));
        }
        let schema = self.schema;
        let words = schema.indices(simple.words);
        for _ in 0..40 {
            let text = if let Some(word) = words.get(self.pick(words.len())) {
                schema.text(*word).to_owned()
            } else if let Some(pattern) = schema.indices(simple.patterns).last() {
                let pattern = schema.patterns.get(*pattern as usize)?;
                match pattern.words() {
                    Some(words) => words.get(self.pick(words.len()))?.clone(),
                    None => pattern.sample(self.choose)?,
                }
            } else {
                self.plain(simple)?
            };
            if schema.judge(simple, &text).is_ok() {
                return Some(text);
            }
        }
        None
    }

    /// A text of the kind, in the range and length.
    fn plain(&mut self, simple: &SimpleType) -> Option<String> {
        const TEXTS: [&str; 6] = ["", "abc", "Công ty Bưởi", "a  b", " 1 ", "Ạ"];
        const DECIMALS: [&str; 6] = ["0", "12.5", "-3", "0.01", "100", "7"];
        const INTEGERS: [&str; 8] =
            ["0", "1", "1000000", "-5", "2147483647", "9223372036854775807", "12", "+7"];
        let schema = self.schema;
        let edge = |edge: Option<super::value::Edge>| edge.map(|edge| schema.text(edge.text).to_owned());
        Some(match simple.kind {
            Kind::Text => {
                let mut text = (*TEXTS.get(self.pick(TEXTS.len()))?).to_owned();
                if text.chars().count() < simple.shortest as usize
                    || simple.longest != NONE && self.pick(4) == 3
                {
                    // To the very end of what is allowed, in letters of several bytes.
                    let length = if simple.longest == NONE || self.pick(2) == 0 {
                        simple.shortest
                    } else {
                        simple.longest
                    };
                    text = "ạ".repeat(length.min(2000) as usize);
                }
                if simple.space == Space::Collapse { text.trim().to_owned() } else { text }
            }
            Kind::Boolean => (*["0", "1", "false", "true"].get(self.pick(4))?).to_owned(),
            Kind::Decimal | Kind::Integer => {
                let list = if simple.kind == Kind::Decimal { &DECIMALS[..] } else { &INTEGERS[..] };
                match self.pick(list.len() + 2) {
                    0 => "0".to_owned(),
                    1 => edge(simple.low).unwrap_or_else(|| "0".to_owned()),
                    2 => edge(simple.high).unwrap_or_else(|| "1".to_owned()),
                    other => (*list.get(other - 2)?).to_owned(),
                }
            }
            Kind::Float => "1.5E3".to_owned(),
            Kind::Calendar(calendar) => calendar.sample().to_owned(),
            Kind::Duration => "P1D".to_owned(),
            Kind::Base64 => (*["", "QQ==", "QUI=", "QUJD"].get(self.pick(4))?).to_owned(),
            Kind::Hex => "0a1F".to_owned(),
            Kind::Uri => (*["", "#ID_1", "http://example.vn/a?b=c"].get(self.pick(3))?).to_owned(),
            Kind::Language => "vi".to_owned(),
            Kind::NmToken | Kind::Name | Kind::NcName | Kind::QName => "abc".to_owned(),
            Kind::Id | Kind::IdRef => {
                // Refers to an id that has been written.
                (self.ids > 0).then(|| "ID_1".to_owned())?
            }
            Kind::List(item) => {
                let item = schema.simples.get(item as usize)?;
                let count = (simple.shortest as usize).max(self.pick(3)).min(50);
                let items: Option<Vec<String>> = (0..count).map(|_| self.value(item)).collect();
                items?.join(" ")
            }
            Kind::Union(members) => {
                let members = schema.indices(members);
                let member = *members.get(self.pick(members.len()))?;
                self.value(schema.simples.get(member as usize)?)?
            }
        })
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.out, " {name}=\"");
        escape_attribute(value, &mut self.out);
        self.out.push('"');
    }
}

/// How many steps from each state to one where the content may end.
pub(super) fn distances(schema: &Schema, states: &[State]) -> Vec<usize> {
    let mut left: Vec<usize> =
        states.iter().map(|state| if state.accepts { 0 } else { usize::MAX }).collect();
    // Each round settles at least the states one step further away.
    for _ in 0..states.len() {
        let mut changed = false;
        for (at, state) in states.iter().enumerate() {
            let steps = state.steps.of(&schema.steps).iter();
            let nearest = steps.filter_map(|step| left.get(step.to as usize)).min().copied();
            let through = nearest.and_then(|nearest| nearest.checked_add(1));
            if let (Some(through), Some(known)) = (through, left.get_mut(at))
                && through < *known
            {
                *known = through;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    left
}
