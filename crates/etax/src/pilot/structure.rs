//! The pilot's element grammar.

use crate::report::Findings;
use crate::schema::{FormId, Parts, Schema};
use crate::xml::Element;
use std::sync::LazyLock;

/// Tables of both roots. A transaction's invoices are judged one by one.
static BUILT: LazyLock<(Schema, FormId)> = LazyLock::new(|| {
    // The text is a constant, which a test reads.
    Schema::read("pilot", include_str!("structure.txt"), &Parts::default())
        .unwrap_or_else(|_| Schema::nothing())
});

/// Holds an invoice or a transaction against the grammar; whether it follows it.
pub(super) fn check(root: Element<'_>, findings: &mut Findings) -> bool {
    let (schema, form) = &*BUILT;
    schema.check(*form, root, findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_read() {
        let read = Schema::read("pilot", include_str!("structure.txt"), &Parts::default());
        assert!(read.is_ok(), "{}", read.err().unwrap());
    }
}
