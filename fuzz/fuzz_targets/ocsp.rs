//! Any bytes as an OCSP response: read or refused, and believed only with the content its responder signed.
#![no_main]

use etax::signature::TrustStore;
use etax::signature::pki::{Certificate, ChainSearch, OcspResponse, Source};
use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, LazyLock};

/// A response about the certificate of [`etax_fuzz::INVOICE`], made by OpenSSL with the issuer's key.
const GENUINE: &[u8] = include_bytes!("../seeds/ocsp/good");
/// Where in it what is signed stands.
const SIGNED: std::ops::Range<usize> = 34..298;

static LEAF: LazyLock<Arc<Certificate>> = LazyLock::new(|| {
    let leaf = Certificate::from_der(&etax_fuzz::certificate(etax_fuzz::INVOICE)).expect("a certificate");
    let leaf = Arc::new(leaf);
    assert!(is_believed(GENUINE, &leaf), "the genuine response is believed");
    leaf
});

fn is_believed(der: &[u8], leaf: &Arc<Certificate>) -> bool {
    let store = etax_fuzz::evidence().ocsp(der).expect("it was read before").build();
    let search = ChainSearch::run(leaf, &[], &store);
    assert!(!search.paths.is_empty());
    let statements =
        search.paths.iter().flat_map(|path| path.revocations()).flat_map(|known| known.statements());
    statements.into_iter().any(|statement| statement.source == Source::Response)
}

fuzz_target!(|der: &[u8]| {
    let Ok(response) = OcspResponse::from_der(der) else {
        assert!(TrustStore::builder().ocsp(der).is_err());
        return;
    };
    // An answer takes at least three structures of two bytes.
    assert!(response.len() <= der.len() / 6);
    assert!(!format!("{response:?} {:?} {:?}", response.produced_at(), response.refusal()).is_empty());
    if is_believed(der, &LEAF) {
        assert!(etax_fuzz::within(der, &GENUINE[SIGNED]));
    }
});
