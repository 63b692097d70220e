//! The trust material a checker needs for the kit's documents.

use crate::error::Result;
use crate::pki::{Pki, pem};

/// Relative path and text of every anchor, intermediate and revocation list,
/// in PEM.
pub(crate) fn files() -> Result<Vec<(String, String)>> {
    let pki = Pki::new()?;
    let certificate = |issuer: &crate::pki::Issuer| pem("CERTIFICATE", &issuer.certificate);
    let mut files = vec![
        ("trust/government-root.pem".to_owned(), certificate(&pki.government_root)),
        ("trust/government-ca.pem".to_owned(), certificate(&pki.government)),
        ("trust/public-root.pem".to_owned(), certificate(&pki.public_root)),
        ("trust/public-ca.pem".to_owned(), certificate(&pki.public)),
        ("trust/public-ca-2015.pem".to_owned(), certificate(&pki.public_expired)),
        ("trust/public-ca-sha1.pem".to_owned(), certificate(&pki.public_sha1)),
    ];
    for (name, list) in pki.crls()? {
        files.push((format!("crl/{name}.pem"), pem("X509 CRL", &list)));
    }
    Ok(files)
}
