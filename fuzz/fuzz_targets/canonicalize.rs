//! The canonical form of a document is a document, and its canonical form is itself.
#![no_main]

use etax::xml::{Apex, Canonicalization, Document, Limits, Parsed, canonicalize};
use libfuzzer_sys::fuzz_target;

fn canonical(input: &[u8], method: &Canonicalization<'_>) -> Option<Vec<u8>> {
    let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { return None };
    let mut out = Vec::new();
    canonicalize(Apex::Document(&document), method, None, &mut out).ok()?;
    for element in document.elements().take(64) {
        let mut part = Vec::new();
        let _ = canonicalize(Apex::Element(element), method, None, &mut part);
    }
    Some(out)
}

fuzz_target!(|input: &[u8]| {
    for exclusive in [false, true] {
        for comments in [false, true] {
            let method = Canonicalization { exclusive, comments, inclusive_prefixes: &[] };
            let Some(once) = canonical(input, &method) else { continue };
            // Canonical text can be longer than the limits allow; then there is nothing to compare.
            if let Some(twice) = canonical(&once, &method) {
                assert_eq!(once, twice);
            }
        }
    }
});
