//! The trust material a checker needs for the kit's documents.

use crate::error::Result;
use crate::pki::{Issuer, Pki, pem};

/// Relative path and text of the anchors, intermediates and revocation lists,
/// in PEM, several to a file.
///
/// # Errors
///
/// Only when the kit itself is broken (a test key that cannot be read).
///
/// ```
/// let files = etax_testkit::trust_files().unwrap();
/// assert!(files.iter().any(|(path, text)| path == "trust/anchors.pem" && text.contains("BEGIN CERTIFICATE")));
/// ```
pub fn files() -> Result<Vec<(String, String)>> {
    let pki = Pki::new()?;
    let certificates = |issuers: &[&Issuer]| -> String {
        issuers.iter().map(|issuer| pem("CERTIFICATE", &issuer.certificate)).collect()
    };
    let mut lists = String::new();
    for list in pki.crls()? {
        lists.push_str(&pem("X509 CRL", &list));
    }
    Ok(vec![
        ("trust/anchors.pem".to_owned(), certificates(&[&pki.government_root, &pki.public_root])),
        (
            "trust/intermediates.pem".to_owned(),
            certificates(&[
                &pki.government,
                &pki.public,
                &pki.public_expired,
                &pki.public_odd,
                &pki.public_foreign,
                &pki.public_deep,
                &pki.public_policy,
                &pki.public_sha1,
                &pki.namesake,
            ]),
        ),
        ("crl/lists.pem".to_owned(), lists),
    ])
}
