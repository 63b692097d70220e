//! Reads structure: makes tables of lines.

use super::tokens::{Token, Tokens};
use super::tree::{Item, Tree};
use crate::schema::NotationError;
use crate::schema::build::Builder;
use crate::schema::model::{self, ModelError, Occurs, Tree as Group};
use crate::schema::name::NONE;
use crate::schema::table::{
    Allowed, AttributeUse, Content, Declaration, Form, FormId, Process, Schema, Span, Term, Type, Wildcard,
};
use crate::xml::is_ncname;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

type Made<T> = Result<T, NotationError>;

/// The most files of one form.
const MOST_FILES: usize = 64;
/// The most elements made for one form.
const MOST_PARTS: usize = 200_000;
/// How deep types may stand in types.
const DEEPEST: usize = 128;

/// Parts of structure that forms share, by name: what `use` finds.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    texts: BTreeMap<Box<str>, Arc<str>>,
}

impl Parts {
    /// Adds a part, or puts another text in its place.
    pub fn insert(&mut self, name: &str, text: &str) {
        self.texts.insert(name.into(), text.into());
    }

    /// The text of a part.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(AsRef::as_ref)
    }

    /// All of them, ordered by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(name, text)| (name.as_ref(), text.as_ref()))
    }
}

/// A text of structure: the section of a form file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'t> {
    /// The file, for errors.
    pub(crate) file: &'t str,
    pub(crate) text: &'t str,
    /// The number of its first line.
    pub(crate) first: u32,
    /// The level of its outermost lines.
    pub(crate) level: usize,
}

impl Schema {
    /// The tables of one form from its structure in the forms' notation; the form is named after the file.
    ///
    /// ```
    /// use etax::schema::{Parts, Schema};
    /// let text = "HSoThueDTu\n  ct22, ct23?: long nil\n  row*\n    @id: ID\n    name: string\n";
    /// let (schema, form) = Schema::read("x", text, &Parts::default()).unwrap();
    /// assert_eq!(schema.root(form), Some(("", "HSoThueDTu")));
    /// let error = Schema::read("x", "HSoThueDTu\n  ct22: lang\n", &Parts::default()).unwrap_err();
    /// assert_eq!(error.to_string(), "x:2:9: expected a type, found lang");
    /// ```
    ///
    /// # Errors
    ///
    /// When the text, or a part that it uses, does not follow the notation, uses what is not there, or is too large.
    pub fn read(file: &str, text: &str, parts: &Parts) -> Result<(Self, FormId), NotationError> {
        Self::read_text(Text { file, text, first: 1, level: 0 }, parts, true)
    }

    pub(crate) fn read_text(
        text: Text<'_>,
        parts: &Parts,
        additions: bool,
    ) -> Result<(Self, FormId), NotationError> {
        let mut builder = Builder::new();
        let form = Maker::make(&mut builder, text, parts, &HashMap::new(), additions)?.form;
        if form.root == NONE {
            let error = NotationError::new(text.first.max(1), 1, "an element that documents begin with", "");
            return Err(error.within(text.file));
        }
        let id = builder.add_form(form);
        Ok((builder.finish(), id))
    }
}

/// What was made of a text.
#[derive(Debug)]
pub(in crate::schema) struct MadeForm {
    pub(in crate::schema) form: Form,
    /// Types of elements that have names: the file that defines each, its name and number.
    pub(in crate::schema) types: Vec<(String, String, u32)>,
    /// Simple types that have names.
    pub(in crate::schema) simples: Vec<(String, String, u32)>,
}

/// A type that has a name.
#[derive(Clone, Copy, Debug)]
struct Named {
    at: usize,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    New,
    Open,
    Reserved(u32),
    /// A type of elements.
    Made(u32),
    /// A simple type.
    Simple(u32),
}

#[derive(Debug, Default)]
struct File<'t> {
    name: &'t str,
    namespace: u32,
    prefixes: Vec<(&'t str, u32)>,
    /// It leaves types to the form.
    is_frame: bool,
}

/// Makes tables.
pub(super) struct Maker<'t, 'b> {
    pub(super) builder: &'b mut Builder,
    tree: Tree<'t>,
    files: Vec<File<'t>>,
    types: HashMap<&'t str, Named>,
    /// Types that are known from elsewhere.
    given: &'b HashMap<String, u32>,
    /// Global elements: name, where it stands, and what it became.
    globals: Vec<(u32, usize, Option<u32>)>,
    attributes: Vec<(u32, u32)>,
    /// Types that a part leaves to the form.
    left: Vec<&'t str>,
    open: Vec<u32>,
    made: usize,
    depth: usize,
}

impl<'t, 'b> Maker<'t, 'b> {
    pub(in crate::schema) fn make(
        builder: &'b mut Builder,
        text: Text<'t>,
        parts: &'t Parts,
        given: &'b HashMap<String, u32>,
        additions: bool,
    ) -> Made<MadeForm> {
        let mut maker = Self {
            builder,
            tree: Tree::default(),
            files: Vec::new(),
            types: HashMap::new(),
            given,
            globals: Vec::new(),
            attributes: Vec::new(),
            left: Vec::new(),
            open: Vec::new(),
            made: 0,
            depth: 0,
        };
        maker.load(text, parts, additions)?;
        maker.whole(text)
    }

    /// Takes in a text and the parts that it uses.
    fn load(&mut self, text: Text<'t>, parts: &'t Parts, additions: bool) -> Made<()> {
        let mut texts = vec![text];
        let mut at = 0;
        while let Some(text) = texts.get(at).copied() {
            let named = |error: NotationError| error.within(text.file);
            let start = self.tree.len();
            self.tree.add(text.text, text.first, text.level, at, additions).map_err(named)?;
            self.files.push(File { name: text.file, namespace: 0, prefixes: Vec::new(), is_frame: false });
            let tops: Vec<usize> = self.tree.siblings(start, self.tree.len()).collect();
            for top in tops {
                self.top(top, at, parts, &mut texts).map_err(named)?;
            }
            at += 1;
        }
        Ok(())
    }

    /// A line of the outermost level.
    fn top(&mut self, at: usize, file: usize, parts: &'t Parts, texts: &mut Vec<Text<'t>>) -> Made<()> {
        let Some(item) = self.tree.get(at) else { return Ok(()) };
        let (word, rest) = item.text.split_once(' ').unwrap_or((item.text, ""));
        match word {
            "use" => {
                let Some((name, part)) = parts.texts.get_key_value(rest) else {
                    return Err(item.error(rest, "the name of a part"));
                };
                if texts.iter().any(|known| known.file == name.as_ref()) {
                    return Ok(());
                }
                if texts.len() >= MOST_FILES {
                    return Err(item.error(item.text, format!("at most {MOST_FILES} parts")));
                }
                texts.push(Text { file: name, text: part, first: 1, level: 0 });
            }
            "namespace" => {
                let (prefix, uri) = rest.split_once(' ').unwrap_or(("", rest));
                if uri.is_empty() {
                    return Err(item.ends("a namespace, or - for none"));
                }
                let number = match uri {
                    "-" => 0,
                    uri => self.builder.schema.names.add_namespace(uri),
                };
                let Some(file) = self.files.get_mut(file) else { return Ok(()) };
                if prefix.is_empty() {
                    file.namespace = number;
                } else {
                    file.prefixes.push((prefix, number));
                }
            }
            "open" => {
                if !is_ncname(rest) {
                    return Err(item.error(rest, "the name of a type"));
                }
                self.left.push(rest);
                if let Some(file) = self.files.get_mut(file) {
                    file.is_frame = true;
                }
            }
            "type" => {
                let end = rest.find([' ', ':', '=']).unwrap_or(rest.len());
                let name = rest.get(..end).unwrap_or_default();
                if !is_ncname(name) || self.types.contains_key(name) || self.builder.builtin(name).is_some() {
                    return Err(item.error(rest, "a name for a type that no other type has"));
                }
                self.types.insert(name, Named { at, state: State::New });
            }
            _ if item.text.starts_with('@') => {
                let made = self.attribute(&item)?;
                self.attributes.push((made.name, made.simple));
            }
            _ => {
                let (name, _) = Head::read(&item)?.one(&item)?;
                let name = self.name(&item, name)?;
                if self.globals.iter().any(|(known, ..)| *known == name) {
                    return Err(item.error(item.text, "an element that is not there yet"));
                }
                self.globals.push((name, at, None));
            }
        }
        Ok(())
    }

    fn whole(mut self, text: Text<'t>) -> Made<MadeForm> {
        for name in &self.left {
            if !self.types.contains_key(*name) && !self.given.contains_key(*name) {
                let error = NotationError::new(
                    text.first.max(1),
                    1,
                    format!("a line that begins with: type {name}"),
                    "",
                );
                return Err(error.within(text.file));
            }
        }
        let mut index = 0;
        while let Some((_, at, made)) = self.globals.get(index).copied() {
            if made.is_none() {
                self.global(index).map_err(|error| self.blame(at, error))?;
            }
            index += 1;
        }
        // Types that nothing uses are held to the notation too.
        let mut names: Vec<&'t str> = self.types.keys().copied().collect();
        names.sort_unstable();
        for name in names {
            if self.simple_named(name).transpose()?.is_none() {
                let at = self.types.get(name).map_or(0, |named| named.at);
                self.type_named(name).transpose().map_err(|error| self.blame(at, error))?;
            }
        }
        // A part may define types and nothing else.
        // What a form fills in begins documents, not what fills it.
        let frame = |at: &usize| {
            let file = self.tree.get(*at).and_then(|item| self.files.get(item.file));
            file.is_some_and(|file| file.is_frame)
        };
        type Globals<'g> = Vec<&'g (u32, usize, Option<u32>)>;
        let (frames, others): (Globals<'_>, Globals<'_>) =
            self.globals.iter().partition(|(_, at, _)| frame(at));
        let candidates = frames.into_iter().chain(others).filter_map(|(.., made)| *made);
        let root = self.builder.schema.first_root(candidates);
        let mut globals: Vec<(u32, u32)> =
            self.globals.iter().filter_map(|(name, _, made)| Some((*name, (*made)?))).collect();
        globals.sort_unstable();
        self.attributes.sort_unstable();
        let globals = self.builder.add_globals(&globals);
        let attributes = self.builder.add_global_attributes(&self.attributes);
        let form = Form { name: text.file.into(), globals, attributes, root };
        let (mut types, mut simples) = (Vec::new(), Vec::new());
        for (name, named) in &self.types {
            let file = self.tree.get(named.at).and_then(|item| self.files.get(item.file));
            let file = file.map_or("", |file| file.name).to_owned();
            match named.state {
                State::Made(made) | State::Reserved(made) => types.push((file, (*name).to_owned(), made)),
                State::Simple(made) => simples.push((file, (*name).to_owned(), made)),
                State::New | State::Open => {}
            }
        }
        // Maps have no order, and what is written must not depend on one.
        types.sort_unstable();
        simples.sort_unstable();
        Ok(MadeForm { form, types, simples })
    }

    fn blame(&self, at: usize, error: NotationError) -> NotationError {
        let file = self.tree.get(at).and_then(|item| self.files.get(item.file)).map_or("", |file| file.name);
        error.within(file)
    }

    fn global(&mut self, index: usize) -> Made<u32> {
        let Some((name, at, made)) = self.globals.get(index).copied() else { return Ok(NONE) };
        if let Some(made) = made {
            return Ok(made);
        }
        let Some(item) = self.tree.get(at) else { return Ok(NONE) };
        if self.open.contains(&name) {
            return Err(
                item.error(item.text, "an element that does not hold itself, unless its type has a name")
            );
        }
        self.open.push(name);
        let made = self.declaration(at, name)?;
        self.open.pop();
        if let Some(global) = self.globals.get_mut(index) {
            global.2 = Some(made);
        }
        Ok(made)
    }

    fn enter(&mut self, item: &Item<'_>) -> Made<()> {
        self.made += 1;
        self.depth += 1;
        if self.made > MOST_PARTS || self.depth > DEEPEST {
            return Err(item.error(item.text, "a smaller form"));
        }
        Ok(())
    }

    const fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// A name with its prefix.
    fn name(&mut self, item: &Item<'t>, name: &'t str) -> Made<u32> {
        let Some(file) = self.files.get(item.file) else { return Ok(NONE) };
        let (namespace, local) = match name.split_once(':') {
            None => (file.namespace, name),
            Some((prefix, local)) => {
                let known = file.prefixes.iter().find(|(known, _)| *known == prefix);
                (known.ok_or_else(|| item.error(name, "a prefix that a namespace line declares"))?.1, local)
            }
        };
        if !is_ncname(local) {
            return Err(item.error(name, "a name"));
        }
        Ok(self.builder.schema.names.add(namespace, local))
    }

    /// A simple type by its name; `None` where the name is not one.
    pub(super) fn simple_named(&mut self, name: &str) -> Option<Made<u32>> {
        if let Some(simple) = self.builder.builtin(name) {
            return Some(Ok(self.builder.add_simple(simple)));
        }
        let (key, named) = self.types.get_key_value(name).map(|(key, named)| (*key, *named))?;
        match named.state {
            State::Simple(made) => return Some(Ok(made)),
            State::New => {}
            _ => return None,
        }
        let item = self.tree.get(named.at)?;
        let rest = definition(&item, key).strip_prefix('=')?;
        Some(self.simple_type(key, item, rest).map_err(|error| self.blame(named.at, error)))
    }

    fn simple_type(&mut self, name: &'t str, item: Item<'t>, rest: &'t str) -> Made<u32> {
        self.set(name, State::Open);
        self.enter(&item)?;
        let mut tokens = Tokens::read(item, rest)?;
        let made = self.simple(&mut tokens)?;
        if tokens.peek().is_some() {
            return Err(tokens.error("the end of the line"));
        }
        self.leave();
        self.set(name, State::Simple(made));
        Ok(made)
    }

    fn set(&mut self, name: &str, state: State) {
        if let Some(named) = self.types.get_mut(name) {
            named.state = state;
        }
    }

    /// The type of elements that a name means; `None` where it means none.
    fn type_named(&mut self, name: &str) -> Option<Made<u32>> {
        if let Some(given) = self.given.get(name) {
            return Some(Ok(*given));
        }
        if name == "anyType" {
            let type_ = Type { mixed: true, ..plain(Content::Anything) };
            return Some(Ok(self.builder.add_type(type_)));
        }
        if name == "empty" || name == "skip" {
            let content = if name == "empty" { Content::Empty } else { Content::Skip };
            return Some(Ok(self.builder.add_type(plain(content))));
        }
        if let Some(simple) = self.simple_named(name) {
            return Some(simple.map(|simple| self.builder.add_type(plain(Content::Text(simple)))));
        }
        let (key, named) = self.types.get_key_value(name).map(|(key, named)| (*key, *named))?;
        match named.state {
            State::Made(made) | State::Reserved(made) => return Some(Ok(made)),
            State::Open => {
                let reserved = self.builder.reserve_type(plain(Content::Empty));
                self.set(key, State::Reserved(reserved));
                return Some(Ok(reserved));
            }
            State::New | State::Simple(_) => {}
        }
        Some(self.complex_named(key, named.at).map_err(|error| self.blame(named.at, error)))
    }

    fn complex_named(&mut self, name: &'t str, at: usize) -> Made<u32> {
        let Some(item) = self.tree.get(at) else { return Ok(NONE) };
        self.set(name, State::Open);
        self.enter(&item)?;
        let rest = definition(&item, name);
        let (expression, flags) = match rest.strip_prefix(':') {
            Some(expression) => (Some(expression), ""),
            None => (None, rest),
        };
        let mut type_ = plain(Content::Empty);
        if let Some(expression) = expression {
            let mut tokens = Tokens::read(item, expression)?;
            // Another name for a type with elements.
            let other = expression.trim();
            if matches!(other, "skip" | "anyType") || self.types.contains_key(other) && !self.is_simple(other)
            {
                let other = self.type_named(other).ok_or_else(|| tokens.error("a type"))??;
                self.leave();
                self.set(name, State::Made(other));
                return Ok(other);
            }
            type_.content = Content::Text(self.simple(&mut tokens)?);
            if tokens.peek().is_some() {
                return Err(tokens.error("the end of the line"));
            }
        }
        for flag in flags.split_ascii_whitespace() {
            match flag {
                // What is added to a type that nothing may be of makes it one like the others.
                "abstract" => {
                    let is_added = |child| self.tree.get(child).is_some_and(|child| child.added);
                    type_.is_abstract = !self.tree.children(at).any(is_added);
                }
                "mixed" => type_.mixed = true,
                _ => return Err(item.error(flag, "abstract, mixed, or = or : and a simple type")),
            }
        }
        self.inside(at, &mut type_)?;
        self.leave();
        let reserved = match self.types.get(name).map(|named| named.state) {
            Some(State::Reserved(reserved)) => Some(reserved),
            _ => None,
        };
        let made = match reserved {
            Some(reserved) => {
                self.builder.fill_type(reserved, type_);
                reserved
            }
            None => self.builder.add_type(type_),
        };
        self.set(name, State::Made(made));
        Ok(made)
    }

    /// Content and attributes from the lines below one.
    fn inside(&mut self, at: usize, type_: &mut Type) -> Made<()> {
        let mut items: Vec<Occurs> = Vec::new();
        let mut attributes: Vec<AttributeUse> = Vec::new();
        let mut all: Option<(Vec<Occurs>, bool)> = None;
        let children: Vec<usize> = self.tree.children(at).collect();
        for child in children {
            let Some(item) = self.tree.get(child) else { continue };
            if item.text.starts_with("@[") {
                type_.any_attribute = self.any_attribute(&item)?;
            } else if item.text.starts_with('@') {
                let made = self.attribute(&item)?;
                if attributes.iter().any(|known| known.name == made.name) {
                    return Err(item.error(item.text, "an attribute that is not there yet"));
                }
                attributes.push(made);
            } else if matches!(item.text, "[all]" | "[all]?") {
                let mut inner = Vec::new();
                self.items(child, &mut inner)?;
                all = Some((inner, item.text.ends_with('?')));
            } else {
                self.item(child, &mut items)?;
            }
            let mixed = matches!(type_.content, Content::Text(_)) && !items.is_empty();
            if mixed || all.is_some() && !items.is_empty() {
                return Err(item.error(item.text, "no elements beside text or [all]"));
            }
        }
        type_.attributes = self.builder.add_attributes(&attributes);
        let made = match all {
            Some((inner, optional)) => model::all(self.builder, &inner, optional),
            None if items.is_empty() => return Ok(()),
            None => model::compile(self.builder, Occurs::once(Group::Sequence(items))),
        };
        let Some(item) = self.tree.get(at) else { return Ok(()) };
        type_.content = made.map_err(|error| match error {
            ModelError::Ambiguous(name) => {
                item.error(item.text, format!("one place only for {name} in what it holds"))
            }
            ModelError::TooLarge => item.error(item.text, "less content"),
        })?;
        Ok(())
    }

    fn items(&mut self, at: usize, into: &mut Vec<Occurs>) -> Made<()> {
        let children: Vec<usize> = self.tree.children(at).collect();
        for child in children {
            self.item(child, into)?;
        }
        Ok(())
    }

    /// What a line of content holds: one or several elements, a group or a wildcard.
    fn item(&mut self, at: usize, into: &mut Vec<Occurs>) -> Made<()> {
        let Some(item) = self.tree.get(at) else { return Ok(()) };
        self.enter(&item)?;
        if let Some(rest) = item.text.strip_prefix('[') {
            let Some((inside, after)) = rest.split_once(']') else { return Err(item.ends("]")) };
            let (least, most) = times(after).ok_or_else(|| item.error(after, "? * + or {n,m}"))?;
            let tree = match inside {
                "choice" | "sequence" => {
                    let mut items = Vec::new();
                    self.items(at, &mut items)?;
                    if inside == "choice" { Group::Choice(items) } else { Group::Sequence(items) }
                }
                _ => Group::Term(Term::Any(self.wildcard(&item, inside)?)),
            };
            into.push(Occurs { least, most, tree });
        } else {
            let head = Head::read(&item)?;
            for (name, (least, most)) in &head.names {
                let name = self.name(&item, name)?;
                let term = Term::Element(self.local(at, name, &head)?);
                into.push(Occurs { least: *least, most: *most, tree: Group::Term(term) });
            }
        }
        self.leave();
        Ok(())
    }

    /// An element inside another: a global one where the line says no more than its name.
    fn local(&mut self, at: usize, name: u32, head: &Head<'t>) -> Made<u32> {
        let alone = head.rest.is_empty() && self.tree.children(at).next().is_none();
        if !alone {
            return self.declaration(at, name);
        }
        match self.globals.iter().position(|(global, ..)| *global == name) {
            Some(index) => self.global(index),
            None => match self.tree.get(at) {
                Some(item) => Err(item.ends("a type, elements below it, or a global element of the name")),
                None => Ok(NONE),
            },
        }
    }

    fn declaration(&mut self, at: usize, name: u32) -> Made<u32> {
        let Some(item) = self.tree.get(at) else { return Ok(NONE) };
        let head = Head::read(&item)?;
        self.enter(&item)?;
        let mut tokens = Tokens::read(item, head.rest)?;
        let has_children = self.tree.children(at).next().is_some();
        let mut type_ = plain(Content::Empty);
        let mut known = None;
        if head.typed {
            let word = match tokens.peek() {
                Some(Token::Word(word)) => *word,
                _ => return Err(tokens.error("a type")),
            };
            if matches!(word, "list" | "union")
                || self.builder.builtin(word).is_some()
                || self.is_simple(word)
            {
                type_.content = Content::Text(self.simple(&mut tokens)?);
            } else {
                tokens.take(word);
                let named = self.type_named(word).ok_or_else(|| tokens.error_before("a type"))??;
                if has_children && !matches!(word, "empty" | "anyType") {
                    return Err(tokens.error_before("a simple type, since attributes stand below"));
                }
                type_ = self.builder.schema.types.get(named as usize).copied().unwrap_or(type_);
                known = Some(named);
            }
        } else if !has_children {
            return Err(item.ends("a type, or elements below it"));
        }
        let mut declaration =
            Declaration { name, type_: NONE, value: NONE, fixed: false, nillable: false, is_abstract: false };
        while let Some(token) = tokens.next() {
            match token {
                Token::Word("nil") => declaration.nillable = true,
                Token::Word("abstract") => declaration.is_abstract = true,
                Token::Word("mixed") => type_.mixed = true,
                Token::Word(word @ ("default" | "fixed")) => {
                    let value = tokens.quoted()?;
                    if let Content::Text(simple) = type_.content
                        && let Some(simple) = self.builder.schema.simples.get(simple as usize)
                        && self.builder.schema.judge(simple, &value).is_err()
                    {
                        return Err(tokens.error_before("a value of the type"));
                    }
                    declaration.value = self.builder.add_text(&value);
                    declaration.fixed = word == "fixed";
                }
                _ => return Err(tokens.error_before("nil, abstract, mixed, default or fixed")),
            }
        }
        declaration.type_ = match known {
            Some(known) if !has_children && !type_.mixed => known,
            Some(known) if !has_children && self.builder.schema.types.get(known as usize) == Some(&type_) => {
                known
            }
            _ => {
                self.inside(at, &mut type_)?;
                self.builder.add_type(type_)
            }
        };
        self.leave();
        Ok(self.builder.add_declaration(declaration))
    }

    fn is_simple(&self, name: &str) -> bool {
        let item = self.types.get(name).and_then(|named| self.tree.get(named.at));
        item.is_some_and(|item| definition(&item, name).starts_with('='))
    }

    /// `@name?: type fixed "x"`.
    fn attribute(&mut self, item: &Item<'t>) -> Made<AttributeUse> {
        let text = item.text.strip_prefix('@').unwrap_or(item.text);
        let (name, rest) = text.split_once(": ").ok_or_else(|| item.ends("a colon and a type"))?;
        let (name, required) = name.strip_suffix('?').map_or((name, true), |name| (name, false));
        // Attributes without a prefix are in no namespace, as XML has it.
        let name = match name.split_once(':') {
            None if is_ncname(name) => self.builder.schema.names.add(0, name),
            None => return Err(item.error(name, "a name")),
            Some(("xml", local)) if is_ncname(local) => {
                let namespace = self.builder.schema.names.add_namespace(crate::xml::XML);
                self.builder.schema.names.add(namespace, local)
            }
            Some(_) => self.name(item, name)?,
        };
        let mut tokens = Tokens::read(*item, rest)?;
        let simple = self.simple(&mut tokens)?;
        let mut fixed = NONE;
        if tokens.take("fixed") {
            let value = tokens.quoted()?;
            fixed = self.builder.add_text(&value);
        }
        if tokens.peek().is_some() {
            return Err(tokens.error("fixed, or the end of the line"));
        }
        Ok(AttributeUse { name, simple, required, fixed })
    }

    fn any_attribute(&mut self, item: &Item<'t>) -> Made<u32> {
        let inside = item.text.strip_prefix("@[").and_then(|rest| rest.strip_suffix(']'));
        let inside = inside.ok_or_else(|| item.ends("]"))?;
        self.wildcard(item, inside)
    }

    /// `any lax`, `any not URI strict`, `any of URI URI skip`; `-` is no namespace.
    fn wildcard(&mut self, item: &Item<'t>, inside: &'t str) -> Made<u32> {
        let words: Vec<&str> = inside.split_ascii_whitespace().collect();
        let ["any", namespaces @ .., process] = words.as_slice() else {
            return Err(item.error(inside, "choice, sequence, all, or any"));
        };
        let process = match *process {
            "strict" => Process::Strict,
            "lax" => Process::Lax,
            "skip" => Process::Skip,
            _ => return Err(item.error(process, "strict, lax or skip")),
        };
        let names = &mut self.builder.schema.names;
        let mut number = |uri: &str| if uri == "-" { 0 } else { names.add_namespace(uri) };
        let allowed = match namespaces {
            [] => Allowed::Any,
            ["not", uri] => Allowed::Other(number(uri)),
            ["of", list @ ..] => {
                let mut listed: Vec<u32> = list.iter().map(|uri| number(uri)).collect();
                listed.sort_unstable();
                Allowed::Listed(self.builder.add_indices(&listed))
            }
            _ => return Err(item.error(inside, "any, any not NAMESPACE, or any of NAMESPACES")),
        };
        Ok(self.builder.add_wildcard(Wildcard { allowed, process }))
    }
}

/// What follows the name of a type where it is defined.
fn definition<'t>(item: &Item<'t>, name: &str) -> &'t str {
    let rest = item.text.strip_prefix("type ").and_then(|rest| rest.strip_prefix(name));
    rest.unwrap_or_default().trim_start()
}

const fn plain(content: Content) -> Type {
    Type { content, attributes: Span::EMPTY, any_attribute: NONE, mixed: false, is_abstract: false }
}

/// The beginning of an element's line: its names, how often each stands, and the rest.
struct Head<'t> {
    names: Vec<(&'t str, (u32, u32))>,
    /// Type and flags.
    rest: &'t str,
    /// Whether a type is given.
    typed: bool,
}

impl<'t> Head<'t> {
    fn read(item: &Item<'t>) -> Made<Self> {
        let text = item.text;
        let (names, rest, typed) = match text.split_once(": ") {
            Some((names, rest)) if !names.contains(['"', '/']) => (names, rest, true),
            _ => {
                let end = text.find([' ', ',']).filter(|at| text.as_bytes().get(*at) == Some(&b' '));
                let (name, rest) = text.split_at(end.unwrap_or(text.len()));
                (name, rest.trim_start(), false)
            }
        };
        let mut all = Vec::new();
        for name in names.split(", ") {
            let name = name.trim_matches(' ');
            let end = name.find(['?', '*', '+', '{']).unwrap_or(name.len());
            let (name, often) = name.split_at(end);
            let often = times(often).ok_or_else(|| item.error(often, "? * + or {n,m} after a name"))?;
            if name.is_empty() {
                return Err(item.error(names, "a name"));
            }
            all.push((name, often));
        }
        if all.len() > 1 && !typed {
            return Err(item.ends("a colon and a type, since there are several names"));
        }
        Ok(Self { names: all, rest, typed })
    }

    /// The only name.
    fn one(&self, item: &Item<'t>) -> Made<(&'t str, (u32, u32))> {
        match *self.names.as_slice() {
            [name] => Ok(name),
            _ => Err(item.error(item.text, "one name")),
        }
    }
}

/// How often something stands.
fn times(text: &str) -> Option<(u32, u32)> {
    Some(match text {
        "" => (1, 1),
        "?" => (0, 1),
        "*" => (0, NONE),
        "+" => (1, NONE),
        _ => {
            let inside = text.strip_prefix('{')?.strip_suffix('}')?;
            let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number != NONE);
            let (least, most) = match inside.split_once(',') {
                None => (number(inside)?, number(inside)?),
                Some((least, "")) => (number(least)?, NONE),
                Some((least, most)) => (number(least)?, number(most)?),
            };
            (least <= most).then_some((least, most))?
        }
    })
}
