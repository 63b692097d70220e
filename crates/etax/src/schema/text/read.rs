//! Reads structure: makes tables of lines.

use super::head::Head;
use super::made::MadeForm;
use super::part::Parts;
use super::source::Text;
use super::tokens::Tokens;
use super::tree::{Item, Tree};
use crate::schema::NotationError;
use crate::schema::build::Builder;
use crate::schema::name::NONE;
use crate::schema::table::{Content, FormId, Schema, Span, Type};
use crate::xml::is_ncname;
use std::collections::HashMap;

pub(super) type Made<T> = Result<T, NotationError>;

/// The most files of one form.
const MOST_FILES: usize = 64;
/// The most elements made for one form.
const MOST_PARTS: usize = 200_000;
/// How deep types may stand in types.
const DEEPEST: usize = 128;

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

/// A type that has a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub(super) at: usize,
    pub(super) state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    New,
    Open,
    Reserved(u32),
    /// A type of elements.
    Made(u32),
    /// A simple type.
    Simple(u32),
}

#[derive(Debug, Default)]
pub(super) struct File<'t> {
    pub(super) name: &'t str,
    pub(super) namespace: u32,
    pub(super) prefixes: Vec<(&'t str, u32)>,
    /// It leaves types to the form.
    pub(super) is_frame: bool,
}

/// Makes tables.
pub(super) struct Maker<'t, 'b> {
    pub(super) builder: &'b mut Builder,
    pub(super) tree: Tree<'t>,
    pub(super) files: Vec<File<'t>>,
    pub(super) types: HashMap<&'t str, Named>,
    /// Types that are known from elsewhere.
    pub(super) given: &'b HashMap<String, u32>,
    /// Global elements: name, where it stands, and what it became.
    pub(super) globals: Vec<(u32, usize, Option<u32>)>,
    pub(super) attributes: Vec<(u32, u32)>,
    /// Types that a part leaves to the form.
    pub(super) left: Vec<&'t str>,
    pub(super) open: Vec<u32>,
    pub(super) made: usize,
    pub(super) depth: usize,
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
                let Some((name, part)) = parts.entry(rest) else {
                    return Err(item.error(rest, "the name of a part"));
                };
                if texts.iter().any(|known| known.file == name) {
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

    pub(super) fn global(&mut self, index: usize) -> Made<u32> {
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

    pub(super) fn enter(&mut self, item: &Item<'_>) -> Made<()> {
        self.made += 1;
        self.depth += 1;
        if self.made > MOST_PARTS || self.depth > DEEPEST {
            return Err(item.error(item.text, "a smaller form"));
        }
        Ok(())
    }

    pub(super) const fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// A name with its prefix.
    pub(super) fn name(&mut self, item: &Item<'t>, name: &'t str) -> Made<u32> {
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
    pub(super) fn type_named(&mut self, name: &str) -> Option<Made<u32>> {
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

    pub(super) fn is_simple(&self, name: &str) -> bool {
        let item = self.types.get(name).and_then(|named| self.tree.get(named.at));
        item.is_some_and(|item| definition(&item, name).starts_with('='))
    }
}

/// What follows the name of a type where it is defined.
pub(super) fn definition<'t>(item: &Item<'t>, name: &str) -> &'t str {
    let rest = item.text.strip_prefix("type ").and_then(|rest| rest.strip_prefix(name));
    rest.unwrap_or_default().trim_start()
}

pub(super) const fn plain(content: Content) -> Type {
    Type { content, attributes: Span::EMPTY, any_attribute: NONE, mixed: false, is_abstract: false }
}
