//! Any text as the JSON of a declaration: refused at a place inside itself, or written as a document that is sound in
//! structure and says the same again.
#![no_main]

use etax::declaration::json::{Draft, Whole, choose};
use etax::form::Catalogue;
use etax::report::Findings;
use etax::xml::{Document, Limits, Parsed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let Ok(draft) = Draft::read(text) else { return };
    let (Ok(form), Ok(version)) = (draft.form(), draft.version()) else { return };
    let Ok(form) = choose(Catalogue::built_in(), form, version, None) else { return };
    let xml = match draft.xml(form) {
        Ok(xml) => xml,
        Err(error) => {
            assert!(error.pointer.is_empty() || error.pointer.starts_with('/'));
            return;
        }
    };
    let Parsed::Document(document) = Document::parse(xml.as_bytes(), &Limits::default()) else {
        panic!("not well-formed: {xml}");
    };
    let mut findings = Findings::new(10);
    assert!(form.schema().check(form.id(), document.root(), &mut findings), "{:?}", findings.as_slice());
    let json =
        serde_json::to_string(&Whole::new(form, document.root())).expect("no map has a key that is no text");
    let again = Draft::read(&json).expect("made by serde_json").xml(form).expect("was written before");
    assert_eq!(again, xml);
    let _ = draft.filled(form, true);
});
