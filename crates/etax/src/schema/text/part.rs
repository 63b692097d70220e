//! Parts of structure that forms share.

use std::collections::BTreeMap;
use std::sync::Arc;

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

    /// The name and text of a part.
    pub(super) fn entry(&self, name: &str) -> Option<(&str, &str)> {
        self.texts.get_key_value(name).map(|(name, text)| (name.as_ref(), text.as_ref()))
    }

    /// All of them, ordered by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(name, text)| (name.as_ref(), text.as_ref()))
    }
}
