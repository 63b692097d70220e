//! Reads what an element holds: elements, groups, attributes.

use super::head::{Head, times};
use super::read::{Made, Maker, plain};
use super::tokens::{Token, Tokens};
use crate::schema::model::{self, ModelError, Occurs, Tree as Group};
use crate::schema::name::NONE;
use crate::schema::table::{AttributeUse, Content, Declaration, Term, Type};

impl<'t> Maker<'t, '_> {
    /// Content and attributes from the lines below one.
    pub(super) fn inside(&mut self, at: usize, type_: &mut Type) -> Made<()> {
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

    pub(super) fn items(&mut self, at: usize, into: &mut Vec<Occurs>) -> Made<()> {
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
    pub(super) fn local(&mut self, at: usize, name: u32, head: &Head<'t>) -> Made<u32> {
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

    pub(super) fn declaration(&mut self, at: usize, name: u32) -> Made<u32> {
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
}
