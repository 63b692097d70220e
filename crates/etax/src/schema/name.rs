//! The names of the tables: each namespace and each expanded name once.

/// No name, no namespace, no index.
pub(super) const NONE: u32 = u32::MAX;

/// A name of the tables.
#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u32,
    length: u32,
    namespace: u32,
}

/// Interned namespaces and names. Namespace 0 is the absent one.
///
/// Look-ups are by open addressing: a document's names are asked for once each, whatever its length. A document cannot
/// make them slow, since it adds nothing.
#[derive(Clone, Debug)]
pub(super) struct Names {
    text: String,
    entries: Vec<Entry>,
    /// Index into `entries`; [`NONE`] is free. A power of two in length, at most half full.
    slots: Vec<u32>,
    namespaces: Vec<Box<str>>,
}

impl Names {
    pub(super) fn new() -> Self {
        Self { text: String::new(), entries: Vec::new(), slots: vec![NONE; 64], namespaces: vec!["".into()] }
    }

    pub(super) fn heap(&self) -> usize {
        self.text.capacity()
            + self.entries.capacity() * size_of::<Entry>()
            + self.slots.capacity() * size_of::<u32>()
            + self.namespaces.iter().map(|uri| uri.len() + size_of::<Box<str>>()).sum::<usize>()
    }

    pub(super) fn local(&self, name: u32) -> &str {
        let entry = self.entries.get(name as usize);
        entry
            .and_then(|entry| {
                let start = entry.start as usize;
                self.text.get(start..start + entry.length as usize)
            })
            .unwrap_or_default()
    }

    /// The number of a name's namespace.
    pub(super) fn namespace(&self, name: u32) -> u32 {
        self.entries.get(name as usize).map_or(NONE, |entry| entry.namespace)
    }

    /// The URI of a namespace.
    pub(super) fn uri(&self, namespace: u32) -> &str {
        self.namespaces.get(namespace as usize).map_or("", AsRef::as_ref)
    }

    /// The number of a namespace, if the tables have it. There are a handful.
    pub(super) fn find_namespace(&self, uri: &str) -> Option<u32> {
        self.namespaces.iter().position(|known| **known == *uri).and_then(|at| u32::try_from(at).ok())
    }

    pub(super) fn add_namespace(&mut self, uri: &str) -> u32 {
        self.find_namespace(uri).unwrap_or_else(|| {
            self.namespaces.push(uri.into());
            number(self.namespaces.len() - 1)
        })
    }

    /// The name, if the tables have it.
    pub(super) fn find(&self, namespace: u32, local: &str) -> Option<u32> {
        let mut slot = self.slot(namespace, local);
        loop {
            let index = *self.slots.get(slot)?;
            let entry = self.entries.get(index as usize)?;
            if entry.namespace == namespace && self.local(index) == local {
                return Some(index);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    pub(super) fn add(&mut self, namespace: u32, local: &str) -> u32 {
        if let Some(known) = self.find(namespace, local) {
            return known;
        }
        let index = number(self.entries.len());
        let entry = Entry { start: number(self.text.len()), length: number(local.len()), namespace };
        self.text.push_str(local);
        self.entries.push(entry);
        if self.entries.len() * 2 > self.slots.len() {
            let length = self.slots.len() * 2;
            self.slots.clear();
            self.slots.resize(length, NONE);
            for index in 0..index {
                self.occupy(index);
            }
        }
        self.occupy(index);
        index
    }

    fn occupy(&mut self, index: u32) {
        let mut slot = self.slot(self.namespace(index), self.local(index));
        while self.slots.get(slot).is_some_and(|taken| *taken != NONE) {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        if let Some(free) = self.slots.get_mut(slot) {
            *free = index;
        }
    }

    fn slot(&self, namespace: u32, local: &str) -> usize {
        const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
        let mut hash = u64::from(namespace);
        let (words, rest) = local.as_bytes().as_chunks::<8>();
        for word in words {
            hash = (hash.rotate_left(5) ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR);
        }
        let rest = rest.iter().fold(1, |word, &byte| word << 8 | u64::from(byte));
        hash = (hash.rotate_left(5) ^ rest).wrapping_mul(FACTOR);
        // The top bits are the ones that every byte has had a part in; at most 32 of them are wanted.
        let bits = self.slots.len().trailing_zeros();
        usize::try_from(hash >> (u64::BITS - bits)).unwrap_or_default()
    }
}

/// A table's length as an index. Tables are bounded far below 2^32 entries, see [`super::import::Bounds`].
pub(super) fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_found_again() {
        let mut names = Names::new();
        let tax = names.add_namespace("urn:tax");
        let numbers: Vec<u32> = (0..500).map(|n| names.add(tax, &format!("ct{n}"))).collect();
        for (n, number) in numbers.iter().enumerate() {
            assert_eq!(names.find(tax, &format!("ct{n}")), Some(*number));
            assert_eq!(names.local(*number), format!("ct{n}"));
        }
        assert_eq!(names.find(0, "ct1"), None);
        assert_eq!(names.find(tax, "ct500"), None);
        assert_eq!(names.add(tax, "ct7"), numbers[7]);
    }
}
