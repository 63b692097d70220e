//! Any text as lists of codes: refused on one of its lines, or looked up without panic.
#![no_main]

use etax::payment::{ListKind, Lists, PaymentPeriod};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    if let Some(period) = PaymentPeriod::parse(text) {
        assert_eq!(PaymentPeriod::parse(&period.to_string()), Some(period));
    }
    match Lists::default().with(text) {
        Ok(lists) => {
            for kind in ListKind::ALL {
                assert!(lists.count(kind) <= text.lines().count());
                for code in text.split(['\t', '\n']).take(50) {
                    let _ = lists.look_up(kind, code, None);
                }
            }
        }
        Err(error) => assert!(error.line >= 1 && error.line <= text.lines().count().max(1)),
    }
});
