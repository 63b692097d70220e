//! Any bytes as a certificate: read or refused, and the search for its chains ends.
#![no_main]

use etax::signature::TrustStore;
use etax::signature::pki::{Cache, Certificate, ChainSearch};
use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, LazyLock};

static STORE: LazyLock<TrustStore> = LazyLock::new(etax_fuzz::trust);

fuzz_target!(|der: &[u8]| {
    let Ok(certificate) = Certificate::from_der(der) else {
        assert!(TrustStore::builder().intermediates(der).is_err());
        return;
    };
    assert_eq!(certificate.der(), der);
    assert!(etax_fuzz::within(der, certificate.signed_bytes()));
    // Names and identities can be written whatever stands in them.
    assert!(!format!("{certificate:?} {} {}", certificate.subject(), certificate.issuer()).is_empty());
    let certificate = Arc::new(certificate);
    // Beside itself as an intermediate, and above the store's own certificates as an anchor.
    let beside = ChainSearch::run(&certificate, &[Arc::clone(&certificate)], &STORE);
    let store = TrustStore::builder().anchors(der).expect("it was read before").build();
    let alone = ChainSearch::run(&certificate, &[], &store);
    for path in beside.paths.iter().chain(&alone.paths) {
        assert!(path.certificates().count() >= 1);
    }
    // What is remembered equals what is found.
    let cache = Cache::new(4);
    let remembered = cache.get(der, &store).expect("it was read before");
    assert_eq!(remembered.1.paths.len(), alone.paths.len());
});
