//! Any text as the pilot's two-dimensional code, beside the certified invoice of the test data: never bound.
#![no_main]

use etax::code::pilot::{CertifiedId, DeviceKey, DeviceSignature, PilotQr};
use etax::code::{Binding, Code, Evidence};
use etax::xml::{Document, Limits, Parsed};
use libfuzzer_sys::fuzz_target;

const INVOICE: &[u8] = include_bytes!("../../testdata/good/pilot-invoice.xml");

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let _ = (CertifiedId::parse(text), DeviceSignature::parse(text), DeviceKey::parse(text));
    match PilotQr::parse(text) {
        Ok(code) => {
            assert_eq!(code.to_string(), text);
            assert_eq!(code.fields().map(|(_, value)| value).collect::<Vec<_>>().join(";"), text);
            let Parsed::Document(document) = Document::parse(INVOICE, &Limits::default()) else {
                panic!("the test data is XML");
            };
            let evidence = Evidence { invoice: Some(document.root()), ..Evidence::default() };
            assert_ne!(Code::PilotQr(code).bind(&evidence), Binding::Bound);
        }
        Err(error) => assert!(error.position() >= 1 && error.position() <= text.len().max(512) + 1),
    }
});
