//! The books that numbers run in: one for each seller, form and series.

use std::collections::HashMap;

/// Longer than any lawful tax code, form and series together.
const LONGEST: usize = 40;

/// Books by number. A book is found by 128 bits of the digest of its name, so that hostile names cost no more than others.
#[derive(Debug, Default)]
pub(super) struct Books {
    numbers: HashMap<[u8; 16], u32>,
    /// The names one behind the other, and where each ends.
    names: String,
    ends: Vec<u32>,
}

impl Books {
    /// The number of a book, new or known; `None` for names that no book can have.
    pub(super) fn number(&mut self, seller: &str, form: &str, series: &str) -> Option<u32> {
        let name = format!("{seller} {form} {series}");
        if [seller, form, series].iter().any(|part| part.is_empty() || part.contains(' '))
            || name.len() > LONGEST
        {
            return None;
        }
        let key = super::entry::digest(&[&name]);
        if let Some(number) = self.numbers.get(&key) {
            return Some(*number);
        }
        let number = u32::try_from(self.ends.len()).ok()?;
        let end = u32::try_from(self.names.len() + name.len()).ok()?;
        self.names.push_str(&name);
        self.ends.push(end);
        self.numbers.insert(key, number);
        Some(number)
    }

    /// Seller, form and series of a book, as a person reads them.
    pub(super) fn name(&self, number: u32) -> &str {
        let at = number as usize;
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = at.checked_sub(1).map_or(0, end);
        self.names.get(start..end(at)).unwrap_or_default()
    }
}
