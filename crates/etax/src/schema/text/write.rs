//! Writes structure: lines of tables.
//!
//! What is written is read back into the same tables, which keep equal parts once: if the text makes the very form that it
//! was made of, it says the same.

use super::Text;
use super::expression::Names;
use super::read::{MadeForm, Maker};
use crate::schema::build::Builder;
use crate::schema::import::Importer;
use crate::schema::model::{Occurs, Tree as Group};
use crate::schema::name::NONE;
use crate::schema::table::{Content, Declaration, FormId, Particle, Schema, Span, Term, Type};
use crate::schema::{NotationError, Parts};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

/// How long a line may become that names several elements.
const WIDTH: usize = 110;
/// From how many lines on a type that stands in several places gets a name.
const WORTH: usize = 4;
/// From how many elements on a type that several forms have becomes a part.
const WORTH_PART: usize = 30;

/// What a form has beside the authority's structure: what only its documents or another schema show.
#[derive(Clone, Copy, Debug)]
pub enum Additions<'a> {
    /// What the schema for amended declarations has besides: the appendices of an amendment.
    Of(FormId),
    /// What another text of the form added.
    Lines(&'a Kept),
    /// Nothing.
    None,
}

/// Lines of a text that are kept when another is written; the first level of each is not indented.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// What is marked as an addition, by the open type that it is added to.
    pub added: BTreeMap<String, Vec<String>>,
    /// Definitions of types by name, for those that additions use.
    pub types: BTreeMap<String, Vec<String>>,
}

/// Why structure cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteError {
    /// The id is of another schema.
    NoForm,
    /// A part cannot be read.
    Part(NotationError),
    /// What was written does not say the same; a fault of the writer.
    Differs,
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoForm => f.write_str("no form of this schema"),
            Self::Part(error) => error.fmt(f),
            Self::Differs => f.write_str("the notation does not say the same as the schema"),
        }
    }
}

impl std::error::Error for WriteError {}

/// Parts made into the tables of an import.
#[derive(Debug, Default)]
struct Library {
    /// The part that defines a type, and its name there.
    types: HashMap<u32, (String, String)>,
    simples: HashMap<u32, (String, String)>,
    /// Names that are taken.
    names: HashSet<String>,
}

impl Importer {
    /// Writes the structure of a form in the forms' notation, with what it shares with others as `use` of parts. The lines
    /// begin at a level of indentation, 1 in a form file.
    ///
    /// The text has been read back: it makes the same tables.
    ///
    /// ```
    /// use etax::schema::{Additions, Importer, Parts};
    /// let mut importer = Importer::default();
    /// importer.provide("r.xsd", br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="r">
    ///   <xs:complexType><xs:sequence><xs:element name="a" type="xs:long" nillable="true"/>
    ///   <xs:element name="b" type="xs:long" nillable="true" minOccurs="0"/></xs:sequence></xs:complexType>
    ///   </xs:element></xs:schema>"#.to_vec());
    /// let form = importer.add("r.xsd").unwrap();
    /// assert_eq!(importer.write(form, Additions::None, &Parts::default(), 0).unwrap(), "r\n  a, b?: long nil\n");
    /// ```
    ///
    /// Additions are marked with `+`.
    ///
    /// # Errors
    ///
    /// When a part cannot be read, or the form cannot be said in the notation.
    pub fn write(
        &mut self,
        form: FormId,
        added: Additions<'_>,
        parts: &Parts,
        level: usize,
    ) -> Result<String, WriteError> {
        let builder = self.builder();
        let wanted = builder.schema.form(form).cloned().ok_or(WriteError::NoForm)?;
        let frame = Frame::find(builder, form, parts)?;
        let mut library = Library::default();
        for (name, _) in parts.iter().filter(|(_, text)| !is_frame(text)) {
            let made = part(builder, name, parts, &HashMap::new())?;
            library.add(&made);
        }
        if let Some(frame) = &frame {
            library.add_types(&frame.made);
        }
        let amended = match added {
            Additions::Of(amended) => Some(amended),
            _ => None,
        };
        let particles = additions(builder, frame.as_ref(), amended, parts)?;
        let none = Kept::default();
        let kept = match added {
            Additions::Lines(kept) => kept,
            _ => &none,
        };
        let writer = Writer::new(builder, form, &library, frame.as_ref());
        let text = writer.form(level, &particles, kept).ok_or(WriteError::Differs)?;
        let read = Text { file: &wanted.name, text: &text, first: 1, level };
        let made = Maker::make(builder, read, parts, &HashMap::new(), false).map_err(WriteError::Part)?;
        let same = (made.form.globals, made.form.attributes, made.form.root)
            == (wanted.globals, wanted.attributes, wanted.root);
        // Types that hold themselves have a place of their own each time they are read.
        if same || is_recursive(&builder.schema, form) { Ok(text) } else { Err(WriteError::Differs) }
    }

    /// Types that several of the forms have, as texts of parts by name: those of many lines that are not in one another.
    /// What the parts given already define is left to them.
    ///
    /// Forms are given with that for amended declarations, if there is one.
    ///
    /// # Errors
    ///
    /// When a part cannot be read, or an id is of another schema.
    pub fn shared(
        &mut self,
        forms: &[(FormId, Option<FormId>)],
        parts: &Parts,
    ) -> Result<BTreeMap<String, String>, WriteError> {
        let mut library = Library::default();
        let mut bodies = Vec::new();
        for (name, _) in parts.iter().filter(|(_, text)| !is_frame(text)) {
            let made = part(self.builder(), name, parts, &HashMap::new())?;
            library.add(&made);
        }
        for (form, amended) in forms {
            let builder = self.builder();
            let frame = Frame::find(builder, *form, parts)?;
            let added = additions(builder, frame.as_ref(), *amended, parts)?;
            let added = added.values().flatten().filter_map(|it| {
                let type_ = builder.schema.type_of(it.term)?;
                Some((type_, builder.schema.names.local(it.name).to_owned()))
            });
            let added: Vec<(u32, String)> = added.collect();
            if let Some(frame) = &frame {
                library.add_types(&frame.made);
            }
            let Some(made) = builder.schema.form(*form) else { return Err(WriteError::NoForm) };
            let stem = made.name.rsplit(['/', '\\']).next().unwrap_or_default();
            let stem = stem.split_once('.').map_or(stem, |(stem, _)| stem).to_owned();
            let named = |type_: u32| (type_, format!("main_{stem}"));
            bodies.push(match frame {
                Some(frame) => frame.given.values().copied().map(named).chain(added).collect(),
                None => roots(&builder.schema, made.globals).into_iter().map(named).collect(),
            });
        }
        let chosen = choose(&self.builder().schema, &bodies, &library);
        let mut texts = BTreeMap::new();
        for (type_, wanted) in chosen {
            let (form, _) = *forms.first().ok_or(WriteError::NoForm)?;
            let mut writer = Writer::new(self.builder(), form, &library, None);
            let name = writer.fresh(&wanted);
            let text = writer.part(&name, type_);
            library.names.insert(name.clone());
            texts.insert(name, text);
        }
        Ok(texts)
    }
}

impl Library {
    fn add(&mut self, made: &MadeForm) {
        // What brings elements that documents may begin with cannot be used for a type alone.
        if made.form.root != NONE {
            return;
        }
        self.add_types(made);
    }

    fn add_types(&mut self, made: &MadeForm) {
        for (part, name, type_) in &made.types {
            self.types.entry(*type_).or_insert_with(|| (part.clone(), name.clone()));
            self.names.insert(name.clone());
        }
        for (part, name, simple) in &made.simples {
            self.simples.entry(*simple).or_insert_with(|| (part.clone(), name.clone()));
            self.names.insert(name.clone());
        }
    }
}

/// Whether a part is a frame: it leaves types open that forms define.
fn is_frame(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("open "))
}

fn part(
    builder: &mut Builder,
    name: &str,
    parts: &Parts,
    given: &HashMap<String, u32>,
) -> Result<MadeForm, WriteError> {
    let Some((name, text)) = parts.iter().find(|(known, _)| *known == name) else {
        return Err(WriteError::NoForm);
    };
    let read = Text { file: name, text, first: 1, level: 0 };
    Maker::make(builder, read, parts, given, true).map_err(WriteError::Part)
}

/// The part that has a form's envelope, with the types that it leaves open.
#[derive(Debug)]
struct Frame {
    name: String,
    made: MadeForm,
    given: BTreeMap<String, u32>,
}

impl Frame {
    fn find(builder: &mut Builder, form: FormId, parts: &Parts) -> Result<Option<Self>, WriteError> {
        let Some(wanted) = builder.schema.form(form).cloned() else { return Err(WriteError::NoForm) };
        for (name, text) in parts.iter().filter(|(_, text)| is_frame(text)) {
            let open = text.lines().filter_map(|line| line.strip_prefix("open "));
            let given: Option<HashMap<String, u32>> = open
                .map(|open| Some((open.to_owned(), first_named(&builder.schema, wanted.root, open)?)))
                .collect();
            let Some(given) = given else { continue };
            let made = part(builder, name, parts, &given)?;
            let known = made.form.globals.of(&builder.schema.globals);
            let all = wanted.globals.of(&builder.schema.globals);
            // A form may have global elements of its own.
            if (made.form.attributes, made.form.root) == (wanted.attributes, wanted.root)
                && known.iter().all(|global| all.contains(global))
            {
                return Ok(Some(Self { name: name.to_owned(), made, given: given.into_iter().collect() }));
            }
        }
        Ok(None)
    }
}

/// What the form of amended declarations has besides, by the open type it has it in.
fn additions(
    builder: &mut Builder,
    frame: Option<&Frame>,
    amended: Option<FormId>,
    parts: &Parts,
) -> Result<BTreeMap<String, Vec<Particle>>, WriteError> {
    let mut all = BTreeMap::new();
    let (Some(frame), Some(amended)) = (frame, amended) else { return Ok(all) };
    let Some(other) = Frame::find(builder, amended, parts)?.filter(|other| other.name == frame.name) else {
        return Ok(all);
    };
    let particles = |type_: Option<&u32>| {
        let type_ = type_.and_then(|at| builder.schema.types.get(*at as usize));
        match type_.map(|type_| type_.content) {
            Some(Content::Sequence(span)) => span.of(&builder.schema.particles),
            _ => &[],
        }
    };
    for (name, type_) in &other.given {
        let known = particles(frame.given.get(name));
        let new = particles(Some(type_)).iter();
        // What may be left out can be added; what must be there makes another form.
        let new = new.filter(|it| it.least == 0 && known.iter().all(|known| known.name != it.name));
        all.insert(name.clone(), new.copied().collect());
    }
    Ok(all)
}

/// The type of the first element of a name at or below a declaration.
fn first_named(schema: &Schema, root: u32, local: &str) -> Option<u32> {
    let (mut open, mut seen) = (vec![root], HashSet::new());
    while let Some(declaration) = open.pop() {
        let declared = schema.declarations.get(declaration as usize)?;
        if schema.names.local(declared.name) == local {
            return Some(declared.type_);
        }
        if seen.insert(declared.type_) {
            let before = open.len();
            schema.each_term(declared.type_, &mut |term| {
                if let Term::Element(inner) = term {
                    open.push(inner);
                }
            });
            if let Some(new) = open.get_mut(before..) {
                new.reverse();
            }
        }
    }
    None
}

fn model(schema: &Schema, states: Span) -> Option<&Occurs> {
    schema.models.iter().find(|(span, _)| *span == states).map(|(_, model)| model)
}

fn roots(schema: &Schema, globals: Span) -> Vec<u32> {
    let declared = globals.of(&schema.globals).iter();
    declared.filter_map(|(_, at)| schema.declarations.get(*at as usize)).map(|it| it.type_).collect()
}

/// The types of elements at or below one.
fn below(schema: &Schema, type_: u32, seen: &mut BTreeSet<u32>) {
    let mut open = vec![type_];
    while let Some(type_) = open.pop() {
        if !seen.insert(type_) {
            continue;
        }
        schema.each_term(type_, &mut |term| {
            if let Term::Element(inner) = term
                && let Some(declared) = schema.declarations.get(inner as usize)
            {
                open.push(declared.type_);
            }
        });
    }
}

fn is_recursive(schema: &Schema, form: FormId) -> bool {
    let mut all = BTreeSet::new();
    if let Some(form) = schema.form(form) {
        roots(schema, form.globals).into_iter().for_each(|root| below(schema, root, &mut all));
    }
    all.iter().any(|type_| {
        let mut inner = BTreeSet::new();
        schema.each_term(*type_, &mut |term| {
            if let Term::Element(at) = term
                && let Some(declared) = schema.declarations.get(at as usize)
            {
                below(schema, declared.type_, &mut inner);
            }
        });
        inner.contains(type_)
    })
}

/// How many elements a type has, those inside its elements counted too.
fn size(schema: &Schema, type_: u32, known: &mut HashMap<u32, usize>) -> usize {
    if let Some(size) = known.get(&type_) {
        return *size;
    }
    known.insert(type_, 0);
    let mut inner = Vec::new();
    schema.each_term(type_, &mut |term| inner.push(term));
    let mut total: usize = 0;
    for term in inner {
        total = total.saturating_add(1);
        if let Term::Element(at) = term
            && let Some(declared) = schema.declarations.get(at as usize)
        {
            total = total.saturating_add(size(schema, declared.type_, known));
        }
    }
    known.insert(type_, total);
    total
}

/// Types worth a part of their own, and the name of an element that has each.
fn choose(schema: &Schema, bodies: &[Vec<(u32, String)>], library: &Library) -> Vec<(u32, String)> {
    let mut sizes = HashMap::new();
    let mut forms: BTreeMap<u32, usize> = BTreeMap::new();
    for body in bodies {
        let mut all = BTreeSet::new();
        body.iter().for_each(|(root, _)| below(schema, *root, &mut all));
        for type_ in all {
            *forms.entry(type_).or_default() += 1;
        }
    }
    let mut candidates: BTreeSet<u32> = forms
        .into_iter()
        .filter(|(type_, count)| *count > 1 && size(schema, *type_, &mut sizes) >= WORTH_PART)
        .map(|(type_, _)| type_)
        .collect();
    loop {
        let mut outermost: BTreeMap<u32, (usize, String)> = BTreeMap::new();
        for body in bodies {
            let mut met: BTreeMap<u32, String> = BTreeMap::new();
            let mut open: Vec<u32> = body.iter().map(|(type_, _)| *type_).collect();
            let mut seen = BTreeSet::new();
            while let Some(type_) = open.pop() {
                if !seen.insert(type_) || library.types.contains_key(&type_) {
                    continue;
                }
                schema.each_term(type_, &mut |term| {
                    let Term::Element(at) = term else { return };
                    let Some(declared) = schema.declarations.get(at as usize) else { return };
                    if candidates.contains(&declared.type_) {
                        met.insert(declared.type_, schema.names.local(declared.name).to_owned());
                    } else {
                        open.push(declared.type_);
                    }
                });
                if let Some((_, name)) = body.iter().find(|(root, _)| *root == type_)
                    && candidates.contains(&type_)
                {
                    met.insert(type_, name.clone());
                }
            }
            for (type_, name) in met {
                outermost.entry(type_).or_insert((0, name)).0 += 1;
            }
        }
        let before = candidates.len();
        candidates.retain(|type_| outermost.get(type_).is_some_and(|(count, _)| *count > 1));
        if candidates.len() == before {
            return outermost
                .into_iter()
                .filter(|(type_, _)| candidates.contains(type_) && !library.types.contains_key(type_))
                .map(|(type_, (_, name))| (type_, name))
                .collect();
        }
    }
}

/// Writes lines.
pub(super) struct Writer<'b> {
    pub(super) schema: &'b Schema,
    form: FormId,
    library: &'b Library,
    frame: Option<&'b Frame>,
    pub(super) names: Names,
    own: u32,
    prefixes: Vec<(u32, String)>,
    /// Types that get a name in this text, and the name.
    types: BTreeMap<u32, String>,
    /// Simple types that get a name.
    simples: BTreeMap<u32, String>,
    taken: HashSet<String>,
    /// What names given here begin with.
    scope: String,
    uses: BTreeSet<String>,
    /// Definitions still to be written.
    wanted: Vec<u32>,
    wanted_simples: Vec<u32>,
    done: HashSet<u32>,
    wanted_kept: Vec<String>,
    done_kept: HashSet<String>,
    out: String,
}

impl<'b> Writer<'b> {
    fn new(builder: &'b mut Builder, form: FormId, library: &'b Library, frame: Option<&'b Frame>) -> Self {
        let names = Names::of(builder);
        let schema = &builder.schema;
        let root = schema.form(form).map_or(NONE, |form| form.root);
        let own = schema.declarations.get(root as usize).map_or(0, |root| schema.names.namespace(root.name));
        Self {
            schema,
            form,
            library,
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
    fn form(
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
                match self.library.types.get(&type_).filter(|_| added.is_empty() && more.is_empty()) {
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
    fn part(mut self, name: &str, type_: u32) -> String {
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
            self.library.types.values().chain(self.library.simples.values()).find(|(_, name)| name == word);
        match part {
            Some((part, _)) => {
                self.uses.insert(part.clone());
            }
            None => self.wanted_kept.push(word.to_owned()),
        }
    }

    pub(super) fn fresh(&mut self, wanted: &str) -> String {
        let free = |name: &str| {
            !self.taken.contains(name) && !self.library.names.contains(name) && !self.names.is_builtin(name)
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
            if !seen.insert(type_) || self.library.types.contains_key(&type_) && !roots.contains(&type_) {
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
            if named_here && !self.library.types.contains_key(&type_) && self.is_complex(made) {
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

    pub(super) fn line(&mut self, level: usize, text: &str) {
        for _ in 0..level {
            self.out.push_str("  ");
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn definition(&mut self, name: &str, type_: u32, level: usize) {
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

    fn inside(&mut self, type_: &Type, level: usize) {
        for known in type_.attributes.of(&self.schema.attributes) {
            let mut line = format!("@{}", self.attribute_name(known.name));
            line.push_str(if known.required { ": " } else { "?: " });
            line.push_str(&self.simple(known.simple));
            if known.fixed != NONE {
                let _ = write!(line, " fixed {}", super::tokens::quote(self.schema.text(known.fixed)));
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
    fn items(&mut self, items: &[Occurs], level: usize) {
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
        if let Some((part, name)) = self.library.types.get(&type_) {
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
            flags.push_str(&super::tokens::quote(self.schema.text(declared.value)));
        }
        flags
    }

    /// An element with what stands below it.
    fn element(&mut self, declaration: u32, often: &str, level: usize, global: bool) {
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

    /// A name, with the prefix of its namespace where that is another than the form's.
    fn name(&mut self, name: u32) -> String {
        let (namespace, local) = (self.schema.names.namespace(name), self.schema.names.local(name));
        if namespace == self.own {
            return local.to_owned();
        }
        format!("{}:{local}", self.prefix(namespace))
    }

    fn attribute_name(&mut self, name: u32) -> String {
        let (namespace, local) = (self.schema.names.namespace(name), self.schema.names.local(name));
        if namespace == 0 {
            return local.to_owned();
        }
        if self.schema.names.uri(namespace) == crate::xml::XML {
            return format!("xml:{local}");
        }
        format!("{}:{local}", self.prefix(namespace))
    }

    fn prefix(&mut self, namespace: u32) -> String {
        if let Some((_, prefix)) = self.prefixes.iter().find(|(known, _)| *known == namespace) {
            return prefix.clone();
        }
        let prefix = match self.schema.names.uri(namespace) {
            crate::xml::DSIG => "ds".to_owned(),
            _ => format!("n{}", self.prefixes.len() + 1),
        };
        self.prefixes.push((namespace, prefix.clone()));
        prefix
    }

    /// A simple type: its name where it has one.
    pub(super) fn simple(&mut self, simple: u32) -> String {
        if let Some(name) = self.names.builtin(simple) {
            return name.to_owned();
        }
        if let Some((part, name)) = self.library.simples.get(&simple) {
            self.uses.insert(part.clone());
            return name.clone();
        }
        if let Some(name) = self.simples.get(&simple) {
            return name.clone();
        }
        self.expression(simple)
    }

    /// The name of a simple type, which gets one if it has none.
    pub(super) fn named_simple(&mut self, simple: u32) -> String {
        let named = self.names.builtin(simple).is_some()
            || self.library.simples.contains_key(&simple)
            || self.simples.contains_key(&simple);
        if !named {
            let name = self.fresh(&format!("{}text", self.scope));
            self.simples.insert(simple, name);
            self.wanted_simples.push(simple);
        }
        self.simple(simple)
    }
}

fn occurs(particle: &Particle) -> Occurs {
    Occurs { least: particle.least, most: particle.most, tree: Group::Term(particle.term) }
}

impl Schema {
    /// The type of the elements at a place.
    fn type_of(&self, term: Term) -> Option<u32> {
        let Term::Element(at) = term else { return None };
        self.declarations.get(at as usize).map(|declared| declared.type_)
    }
}

/// How often something stands.
fn times(least: u32, most: u32) -> String {
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
