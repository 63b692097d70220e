//! Any text as the JSON of an e-invoice document: refused at a place inside itself, or written as XML that says the same
//! again and is written again byte for byte.
#![no_main]

use etax::einvoice::{EInvoiceData, Unknown};
use etax::xml::{Document, Limits, Parsed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    // Documents are read as well as texts.
    if let Some(data) = EInvoiceData::from_xml(input) {
        let xml = data.to_xml(Unknown::Keep);
        assert!(xml.is_err() || EInvoiceData::from_xml(xml.unwrap_or_default().as_bytes()).is_some());
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
            // What JSON nests or repeats beyond what documents may is well-formed all the same.
            let limits = Limits {
                depth: 256,
                attributes: 1 << 16,
                names: 1 << 16,
                name: 1 << 15,
                attribute_value: 1 << 20,
                ..Limits::default()
            };
            let Parsed::Document(document) = Document::parse(xml.as_bytes(), &limits) else {
                assert!(xml.len() > 16_000, "not well-formed: {xml}");
                continue;
            };
            let back = EInvoiceData::read(document.root()).expect("the root is the same");
            if unknown == Unknown::Refuse {
                assert_eq!(back.to_xml(unknown).as_deref(), Ok(&*xml));
            }
        }
    }
});
