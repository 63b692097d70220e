//! Certificates, as DER.

use super::{C, CN, Constraint, Contents, Issuer, L, Name, O, ST, Signer};
use crate::der::{self, Der};
use crate::error::Result;
use crate::key::{Hash, Key};

pub(super) fn issue(issuer: &Issuer, contents: &Contents, key: &'static Key) -> Result<Signer> {
    Ok(Signer {
        key,
        certificate: certificate(contents, key, &issuer.name, issuer.key)?,
        subject: readable(&contents.subject),
    })
}

/// RFC 4514 order: last attribute first.
fn readable(name: &Name) -> String {
    let short = |oid: &str| match oid {
        CN => "CN",
        C => "C",
        L => "L",
        ST => "ST",
        O => "O",
        _ => "OID.0.9.2342.19200300.100.1.1",
    };
    let parts: Vec<_> =
        name.iter().rev().map(|(oid, text)| format!("{}={}", short(oid), text.replace(',', "\\,"))).collect();
    parts.join(",")
}

pub(super) fn name_der(name: &Name) -> Der {
    let parts: Vec<_> = name
        .iter()
        .map(|(oid, text)| {
            let value = if *oid == C { der::printable(text) } else { der::utf8(text) };
            der::set(&[der::sequence(&[der::oid(oid), value])])
        })
        .collect();
    der::sequence(&parts)
}

pub(crate) fn extension(oid: &str, critical: bool, value: &Der) -> Der {
    let mut parts = vec![der::oid(oid)];
    if critical {
        parts.push(der::boolean_true());
    }
    parts.push(der::octets(value));
    der::sequence(&parts)
}

fn key_identifier(key: &Key) -> Vec<u8> {
    Hash::Sha1.digest(&key.public_key().1)
}

pub(super) fn certificate(
    contents: &Contents,
    key: &Key,
    issuer: &Name,
    issuer_key: &Key,
) -> Result<Vec<u8>> {
    certificate_of(contents, key.public_key(), (issuer, issuer_key), issuer_key)
}

/// The certificate of a public key given as SubjectPublicKeyInfo and the bits inside it. It names an issuer and that
/// issuer's key, and is signed by whoever signs it.
pub(super) fn certificate_of(
    contents: &Contents,
    (info, bits): (Der, Vec<u8>),
    (issuer, named_key): (&Name, &Key),
    issuer_key: &Key,
) -> Result<Vec<u8>> {
    let mut extensions = vec![
        extension("2.5.29.14", false, &der::octets(&Hash::Sha1.digest(&bits))),
        authority_key_identifier(named_key),
        extension("2.5.29.15", true, &der::named_bits(contents.key_usage)),
    ];
    match contents.constraint {
        Constraint::Absent => {}
        Constraint::Leaf => extensions.push(extension("2.5.29.19", true, &der::sequence(&[]))),
        Constraint::Authority(path_length) => {
            let mut parts = vec![der::boolean_true()];
            parts.extend(path_length.map(|length| der::integer(&[length])));
            extensions.push(extension("2.5.29.19", true, &der::sequence(&parts)));
        }
    }
    if !contents.extended_usage.is_empty() {
        let usages: Vec<_> = contents.extended_usage.iter().map(|oid| der::oid(oid)).collect();
        extensions.push(extension("2.5.29.37", contents.extended_critical, &der::sequence(&usages)));
        if contents.application_policies {
            let policies: Vec<_> = usages.into_iter().map(|usage| der::sequence(&[usage])).collect();
            extensions.push(extension("1.3.6.1.4.1.311.21.10", true, &der::sequence(&policies)));
        }
    }
    if contents.unknown_critical {
        extensions.push(extension("1.3.6.1.4.1.99999.1", true, &der::null()));
    }
    if !matches!(contents.constraint, Constraint::Authority(None)) {
        let address = der::ia5_context(6, "http://ocsp.test-ca.example");
        let access = der::sequence(&[der::oid("1.3.6.1.5.5.7.48.1"), address]);
        extensions.push(extension("1.3.6.1.5.5.7.1.1", false, &der::sequence(&[access])));
        let address = der::ia5_context(6, "http://crl.test-ca.example/ca.crl");
        let point = der::sequence(&[der::explicit(0, &der::explicit(0, &address))]);
        extensions.push(extension("2.5.29.31", false, &der::sequence(&[point])));
    }
    extensions.extend(contents.further.iter().cloned());
    let algorithm = issuer_key.algorithm(contents.hash);
    let mut public_key = info;
    if contents.even_exponent
        && let Some(last) = public_key.last_mut()
    {
        *last ^= 1;
    }
    let body = der::sequence(&[
        der::explicit(0, &der::integer(&[2])),
        der::integer(&contents.serial.to_be_bytes()),
        algorithm.clone(),
        name_der(issuer),
        der::sequence(&[der::time(contents.not_before), der::time(contents.not_after)]),
        name_der(&contents.subject),
        public_key,
        der::explicit(3, &der::sequence(&extensions)),
    ]);
    let value = issuer_key.sign_certificate(contents.hash, &body)?;
    Ok(der::sequence(&[body, algorithm, der::bits(&value)]))
}

pub(super) fn authority_key_identifier(issuer_key: &Key) -> Der {
    let identifier = der::tagged(0x80, &key_identifier(issuer_key));
    extension("2.5.29.35", false, &der::sequence(&[identifier]))
}
