//! Revocation lists, as DER, and PEM around either.

use super::Issuer;
use super::certificate::{authority_key_identifier, extension, name_der};
use crate::der;
use crate::error::Result;
use crate::key::Hash;

/// The list holds for the years in which the test suite may run.
pub(super) fn crl(issuer: &Issuer, revoked: &[(u64, &str)], hash: Hash) -> Result<Vec<u8>> {
    let algorithm = issuer.key.algorithm(hash);
    let mut parts = vec![
        der::integer(&[1]),
        algorithm.clone(),
        name_der(&issuer.name),
        der::time("20261120000000Z"),
        der::time("20361120000000Z"),
    ];
    if !revoked.is_empty() {
        let entries: Vec<_> = revoked
            .iter()
            .map(|(serial, when)| {
                let reason = extension("2.5.29.21", false, &der::tagged(0x0A, &[1]));
                der::sequence(&[
                    der::integer(&serial.to_be_bytes()),
                    der::time(when),
                    der::sequence(&[reason]),
                ])
            })
            .collect();
        parts.push(der::sequence(&entries));
    }
    let extensions =
        [authority_key_identifier(issuer.key), extension("2.5.29.20", false, &der::integer(&[7]))];
    parts.push(der::explicit(0, &der::sequence(&extensions)));
    let body = der::sequence(&parts);
    let value = issuer.key.sign_certificate(hash, &body)?;
    Ok(der::sequence(&[body, algorithm, der::bits(&value)]))
}

/// PEM with 64 columns (RFC 7468).
pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<_> =
        text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
