//! Any text as a keyring and as a list of public keys: read, or refused with a line that is there.
#![no_main]

use etax::code::auth34::{Printed, Root};
use etax::code::keyring::{Keyring, Standing, read_rules};
use etax::code::sealed_qr::PublicKeys;
use libfuzzer_sys::fuzz_target;

fn line(message: &str) -> usize {
    let digits = message.strip_prefix("line ").and_then(|rest| rest.split(':').next());
    digits.and_then(|digits| digits.parse().ok()).expect("a line")
}

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let lines = text.lines().count().max(1) + 1;
    match Keyring::read(text, &mut |issuer, id| Some(Root::from_bytes([7; 32]).key(issuer, id))) {
        Ok(ring) => {
            let rules = read_rules(text).expect("the same text");
            assert_eq!(rules.len(), ring.rules().len());
            for (_, rule) in &rules {
                assert!(rule.from <= rule.until);
                let invoice = Printed { number: Some("68"), document: Some(&[1; 32]), ..Printed::default() };
                if rule.revoked.is_none() {
                    let code = ring.mint(rule.issuer, rule.from, 1, &invoice).expect("a code");
                    assert_eq!(ring.verify(&code, &invoice), Standing::Bound { serial: 1 });
                }
            }
        }
        Err(error) => assert!((1..=lines).contains(&line(&error.to_string())), "{error}"),
    }
    match PublicKeys::read(text) {
        Ok(list) => assert!(list.rules().all(|rule| rule.line <= lines)),
        Err(error) => assert!((1..=lines).contains(&line(&error.to_string())), "{error}"),
    }
});
