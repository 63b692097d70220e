//! Time-stamp tokens (RFC 3161) and the place they have in a signature (XAdES SignatureTimeStamp).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::der::{self, Der};
use crate::error::{Error, Result};
use crate::key::Hash;
use crate::pki::Signer;

const TST_INFO: &str = "1.2.840.113549.1.9.16.1.4";
const SHA_256: &str = "2.16.840.1.101.3.4.2.1";

/// A token by `authority` that `stamped` existed at `at` (`YYYYMMDDhhmmssZ`), to the second.
pub(crate) fn token(authority: &Signer, stamped: &[u8], at: &str) -> Result<Der> {
    let sha256 = || der::sequence(&[der::oid(SHA_256)]);
    let info = der::sequence(&[
        der::integer(&[1]),
        der::oid("1.3.6.1.4.1.99999.2"),
        der::sequence(&[sha256(), der::octets(&Hash::Sha256.digest(stamped))]),
        der::integer(&[0x31]),
        der::tagged(0x18, at.as_bytes()),
        der::sequence(&[der::integer(&[1])]),
    ]);
    let attribute = |oid: &str, value: Der| der::sequence(&[der::oid(oid), der::set(&[value])]);
    let named = der::sequence(&[der::octets(&Hash::Sha256.digest(&authority.certificate))]);
    let attributes = [
        attribute("1.2.840.113549.1.9.3", der::oid(TST_INFO)),
        attribute("1.2.840.113549.1.9.4", der::octets(&Hash::Sha256.digest(&info))),
        attribute("1.2.840.113549.1.9.16.2.47", der::sequence(&[der::sequence(&[named])])),
    ]
    .concat();
    let value = authority.key.sign_certificate(Hash::Sha256, &der::tagged(0x31, &attributes))?;
    let key_id = Hash::Sha1.digest(&authority.key.public_key().1);
    let signer = der::sequence(&[
        der::integer(&[3]),
        der::tagged(0x80, &key_id),
        sha256(),
        der::tagged(0xA0, &attributes),
        authority.key.algorithm(Hash::Sha256),
        der::octets(&value),
    ]);
    let signed = der::sequence(&[
        der::integer(&[3]),
        der::set(&[sha256()]),
        der::sequence(&[der::oid(TST_INFO), der::explicit(0, &der::octets(&info))]),
        der::tagged(0xA0, &authority.certificate),
        der::set(&[signer]),
    ]);
    Ok(der::sequence(&[der::oid("1.2.840.113549.1.7.2"), der::explicit(0, &signed)]))
}

/// The first signature of a document that names no other namespaces, with a time-stamp over the bytes that `stamped`
/// makes of its value's canonical form.
pub(crate) fn stamp(
    text: &str,
    authority: &Signer,
    at: &str,
    stamped: impl FnOnce(String) -> String,
) -> Result<String> {
    let missing = || Error::new("no signature to stamp");
    let value = text
        .split_once("<SignatureValue>")
        .and_then(|(_, rest)| rest.split_once("</SignatureValue>"))
        .map(|(value, _)| value)
        .ok_or_else(missing)?;
    let canonical =
        format!("<SignatureValue xmlns=\"http://www.w3.org/2000/09/xmldsig#\">{value}</SignatureValue>");
    let token = STANDARD.encode(token(authority, stamped(canonical).as_bytes(), at)?);
    let object = format!(
        "<Object><xades:QualifyingProperties xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\">\
         <xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:SignatureTimeStamp>\
         <xades:EncapsulatedTimeStamp>{token}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>\
         </xades:UnsignedSignatureProperties></xades:UnsignedProperties></xades:QualifyingProperties></Object>"
    );
    let (before, after) = text.split_once("</Signature>").ok_or_else(missing)?;
    Ok(format!("{before}{object}</Signature>{after}"))
}
