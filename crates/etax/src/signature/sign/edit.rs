//! Changes to a document's bytes, and where its bytes are afterwards.

/// One change: `remove` bytes at `at` make way for `insert`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    at: usize,
    remove: usize,
    insert: String,
}

/// Changes in the order of the document; at one place, in the order they were asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edits(Vec<Edit>);

impl Edits {
    /// Inserts `text` before the byte at `at`.
    pub(crate) fn insert(&mut self, at: usize, text: String) {
        self.put(Edit { at, remove: 0, insert: text });
    }

    /// Removes the one byte at `at`.
    pub(crate) fn remove(&mut self, at: usize) {
        self.put(Edit { at, remove: 1, insert: String::new() });
    }

    fn put(&mut self, edit: Edit) {
        let after = self.0.partition_point(|earlier| earlier.at <= edit.at);
        self.0.insert(after, edit);
    }

    /// The changed document.
    pub(crate) fn apply(&self, source: &str) -> String {
        let more: usize = self.0.iter().map(|edit| edit.insert.len()).sum();
        let mut out = String::with_capacity(source.len() + more);
        let mut done = 0;
        for edit in &self.0 {
            out.push_str(source.get(done..edit.at).unwrap_or_default());
            out.push_str(&edit.insert);
            done = edit.at + edit.remove;
        }
        out.push_str(source.get(done..).unwrap_or_default());
        out
    }

    /// Where the byte that was at `offset` is afterwards. What is inserted there goes before it.
    pub(crate) fn moved(&self, offset: usize) -> usize {
        self.0
            .iter()
            .take_while(|edit| edit.at <= offset)
            .fold(offset, |place, edit| (place + edit.insert.len()).saturating_sub(edit.remove))
    }
}

#[cfg(test)]
mod tests {
    use super::Edits;

    #[test]
    fn changes_are_made_in_order_and_offsets_follow() {
        let mut edits = Edits::default();
        edits.insert(6, "X".to_owned());
        edits.remove(2);
        edits.insert(6, "Y".to_owned());
        edits.insert(0, "Z".to_owned());
        let source = "abcdefgh";
        let out = edits.apply(source);
        assert_eq!(out, "ZabdefXYgh");
        for (offset, byte) in source.bytes().enumerate().filter(|(offset, _)| *offset != 2) {
            assert_eq!(out.as_bytes()[edits.moved(offset)], byte, "{offset}");
        }
        assert_eq!(Edits::default().apply("a"), "a");
    }
}
