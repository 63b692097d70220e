//! Any bytes as a revocation list: read or refused, and loaded into a store without panic.
#![no_main]

use etax::signature::TrustStore;
use etax::signature::pki::RevocationList;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|der: &[u8]| {
    if let Ok(list) = RevocationList::from_der(der) {
        // An entry takes at least nine bytes: a serial number and a date.
        assert!(list.len() <= der.len() / 9);
        assert_eq!(list.is_empty(), list.len() == 0);
        assert!(!format!("{list:?} {}", list.issuer()).is_empty());
    }
    let _ = TrustStore::builder().crls(der).map(|builder| builder.build());
});
