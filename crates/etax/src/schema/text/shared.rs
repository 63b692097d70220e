//! What parts define.

use super::made::MadeForm;
use crate::schema::name::NONE;
use std::collections::{HashMap, HashSet};

/// Parts made into the tables of an import.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// The part that defines a type, and its name there.
    pub(super) types: HashMap<u32, (String, String)>,
    pub(super) simples: HashMap<u32, (String, String)>,
    /// Names that are taken.
    pub(super) names: HashSet<String>,
}

impl Shared {
    pub(super) fn add(&mut self, made: &MadeForm) {
        // What brings elements that documents may begin with cannot be used for a type alone.
        if made.form.root != NONE {
            return;
        }
        self.add_types(made);
    }

    pub(super) fn add_types(&mut self, made: &MadeForm) {
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
