//! Any text as the JSON of an e-invoice document: refused at a place inside itself, or written as XML that says the same
//! again and is written again byte for byte.
#![no_main]

use etax::einvoice::{EInvoiceData, Unknown};
use etax::xml::{Document, Limits, Parsed};
use libfuzzer_sys::fuzz_target;

/// Reads what was written. What JSON nests or repeats beyond what documents may is well-formed all the same; only of long
/// texts may there be too many elements.
fn read(xml: &str) -> Option<EInvoiceData> {
    let limits = Limits {
        depth: 256,
        attributes: 1 << 16,
        names: 1 << 16,
        name: 1 << 15,
        attribute_value: 1 << 20,
        ..Limits::default()
    };
    match Document::parse(xml.as_bytes(), &limits) {
        Parsed::Document(document) => {
            Some(EInvoiceData::read(document.root()).expect("the root is the same"))
        }
        Parsed::Refused(defect) => {
            assert!(xml.len() > 16_000, "{defect:?}: {xml}");
            None
        }
    }
}

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    // Documents are read as well as texts.
    if let Some(Ok(xml)) = EInvoiceData::from_xml(input).map(|data| data.to_xml(Unknown::Keep)) {
        read(&xml);
    }
    let Ok(data) = EInvoiceData::from_json(text) else { return };
    let shown = EInvoiceData::from_json(&data.to_json()).expect("made of what was read");
    assert_eq!(shown.to_xml(Unknown::Keep), data.to_xml(Unknown::Keep));
    for data in [data.clone(), data.filled()] {
        for unknown in [Unknown::Refuse, Unknown::Keep] {
            let xml = match data.to_xml(unknown) {
                Ok(xml) => xml,
                Err(error) => {
                    assert!(error.pointer.starts_with('/'), "{error}");
                    continue;
                }
            };
            let Some(back) = read(&xml) else { continue };
            if unknown == Unknown::Refuse {
                assert_eq!(back.to_xml(unknown).as_deref(), Ok(&*xml));
            }
        }
    }
});
