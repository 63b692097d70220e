//! What was made of a text.

use super::read::{Made, Maker, State};
use super::source::Text;
use crate::schema::NotationError;
use crate::schema::table::Form;

/// What was made of a text.
#[derive(Debug)]
pub(in crate::schema) struct MadeForm {
    pub(in crate::schema) form: Form,
    /// Types of elements that have names: the file that defines each, its name and number.
    pub(in crate::schema) types: Vec<(String, String, u32)>,
    /// Simple types that have names.
    pub(in crate::schema) simples: Vec<(String, String, u32)>,
}

impl<'t> Maker<'t, '_> {
    /// What the texts taken in come to.
    pub(super) fn whole(mut self, text: Text<'t>) -> Made<MadeForm> {
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

    pub(super) fn blame(&self, at: usize, error: NotationError) -> NotationError {
        let file = self.tree.get(at).and_then(|item| self.files.get(item.file)).map_or("", |file| file.name);
        error.within(file)
    }
}
