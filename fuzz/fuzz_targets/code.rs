//! Any text as a code: what is read prints as it was, is bound by nothing without evidence, and an error names a place.
#![no_main]

use etax::code::auth34::Auth34;
use etax::code::qr::{QrText, read};
use etax::code::{Binding, Code, CodeError, Evidence};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    match Code::parse(text) {
        Ok(code) => {
            assert_eq!(code.to_string(), text);
            assert_ne!(code.bind(&Evidence::default()), Binding::Bound);
        }
        Err(error) => assert!(error.position >= 1 && error.position <= text.len().max(512) + 1),
    }
    match Auth34::parse_base32(text) {
        Ok(code) => assert_eq!(code.to_string(), text),
        Err(CodeError::Character { position, .. }) => assert!((1..=34).contains(&position)),
        Err(CodeError::Length { found, .. }) => assert_eq!(found, text.chars().count()),
    }
    match Code::typed(text, None) {
        Ok((code, how)) => assert_eq!(how.is_empty(), code.to_string() == text),
        Err(error) => assert!(error.position >= 1),
    }
    let reading = read(text);
    assert!(!(reading.ambiguous && reading.invoice.is_some()));
    match QrText::parse(text) {
        Ok(strict) => {
            assert_eq!(strict.to_string(), text);
            assert!(reading.deviations.is_empty() && reading.invoice.as_ref() == strict.invoice());
        }
        Err(error) => assert!(error.position <= text.chars().count() + 1),
    }
});
