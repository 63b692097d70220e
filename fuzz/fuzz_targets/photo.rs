//! Any bytes as a photo: no panic, and no more than is allowed is decoded.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(texts) = etax_qr::read(bytes) {
        assert!(texts.len() <= 16);
    }
});
