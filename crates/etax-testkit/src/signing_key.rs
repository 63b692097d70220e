//! The private keys of the kit's certificates, for those who sign with them.

use crate::error::Result;
use crate::key::KeyName;

/// The key of a certificate of the kit, as an unencrypted PKCS#8 file in PEM; `None` for a
/// certificate of a key that the kit does not have.
///
/// # Errors
///
/// Only when the kit itself is broken (a test key that cannot be read).
///
/// ```
/// assert_eq!(etax_testkit::signing_key(b"not a certificate").unwrap(), None);
/// ```
pub fn signing_key(certificate: &[u8]) -> Result<Option<String>> {
    for name in KeyName::all() {
        let (_, bits) = name.load()?.public_key();
        // A certificate carries the bits of its key as they are.
        if certificate.windows(bits.len()).any(|window| window == bits) {
            return name.pem().map(Some);
        }
    }
    Ok(None)
}
