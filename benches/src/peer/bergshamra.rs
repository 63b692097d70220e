//! bergshamra, a Rust XML Security library, on aws-lc.

use super::{Peer, REFERENCES, SIGNATURES};
use crate::corpus::File;
use bergshamra::{DsigContext, KeysManager, VerifyResult, verify_all};

/// bergshamra with the certificate from the document and its chain checked.
///
/// Its strict mode refuses the layout of Vietnam's invoices (a reference to an element that is neither an
/// ancestor nor a sibling of the signature), so the permissive one is used, with anchors set: then the
/// certificate must chain to one of them.
#[derive(Debug)]
pub struct Bergshamra(DsigContext);

impl Bergshamra {
    /// Trusts the given DER certificates.
    #[must_use]
    pub fn new(trusted: &[Vec<u8>]) -> Self {
        let mut keys = KeysManager::new();
        for der in trusted {
            keys.add_trusted_cert(der.clone());
        }
        Self(DsigContext::new_permissive(keys).with_verify_keys(true).with_enabled_key_data_x509(true))
    }
}

impl Peer for Bergshamra {
    fn name(&self) -> String {
        "bergshamra 0.11.1, aws-lc, chain checked".to_owned()
    }

    fn holds(&self, file: &File) -> bool {
        let Ok(text) = std::str::from_utf8(&file.bytes) else { return false };
        let Ok(results) = verify_all(&self.0, text) else { return false };
        let references = results.iter().map(|result| match result {
            VerifyResult::Valid { references, .. } => references.len(),
            VerifyResult::Invalid { .. } => 0,
        });
        results.len() == SIGNATURES
            && results.iter().all(VerifyResult::is_valid)
            && references.sum::<usize>() == REFERENCES
    }
}
