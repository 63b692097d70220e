//! Conformance vectors of other projects: merlin, aleksey, Santuario, signedxml.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod signature_support;

use etax::report::SignatureStatus::{self, Invalid, Undecided, Valid};
use etax::signature::pki::{Certificate, PublicKey};
use etax::signature::verify_generic;
use etax::xml::{DSIG, Document, Element};
use signature_support::{parse, testdata};
use std::path::Path;

/// What is known of each vector: file, expected status here, and why. `Valid` and `Invalid` are the
/// suites' own answers; `Undecided` stands for what the profile refuses to judge.
const VECTORS: &[(&str, Option<SignatureStatus>, &str)] = &[
    ("merlin-xmldsig-twenty-three/signature-enveloped-dsa.xml", Some(Undecided), "DSA"),
    ("merlin-xmldsig-twenty-three/signature-enveloping-dsa.xml", Some(Undecided), "DSA"),
    (
        "merlin-xmldsig-twenty-three/signature-enveloping-b64-dsa.xml",
        Some(Undecided),
        "DSA, base64 transform",
    ),
    ("merlin-xmldsig-twenty-three/signature-enveloping-hmac-sha1-40.xml", Some(Undecided), "HMAC"),
    ("merlin-xmldsig-twenty-three/signature-enveloping-hmac-sha1.xml", Some(Undecided), "HMAC"),
    ("merlin-xmldsig-twenty-three/signature-enveloping-rsa.xml", Some(Valid), "the suite calls it valid"),
    (
        "merlin-xmldsig-twenty-three/signature-external-b64-dsa.xml",
        Some(Invalid),
        "DSA, base64 transform, external URI: refused outright",
    ),
    (
        "merlin-xmldsig-twenty-three/signature-external-dsa.xml",
        Some(Invalid),
        "DSA, external URI: refused outright",
    ),
    (
        "merlin-xmldsig-twenty-three/signature-keyname.xml",
        Some(Invalid),
        "DSA, external URI: refused outright",
    ),
    (
        "merlin-xmldsig-twenty-three/signature-retrievalmethod-rawx509crt.xml",
        Some(Invalid),
        "DSA, external URI: refused outright",
    ),
    (
        "merlin-xmldsig-twenty-three/signature-x509-crt-crl.xml",
        Some(Invalid),
        "DSA, external URI: refused outright",
    ),
    (
        "merlin-xmldsig-twenty-three/signature-x509-crt.xml",
        Some(Invalid),
        "DSA, external URI: refused outright",
    ),
    (
        "merlin-xmldsig-twenty-three/signature-x509-is.xml",
        Some(Invalid),
        "DSA, external URI: refused outright",
    ),
    (
        "merlin-xmldsig-twenty-three/signature-x509-ski.xml",
        Some(Invalid),
        "DSA, external URI: refused outright",
    ),
    (
        "merlin-xmldsig-twenty-three/signature-x509-sn.xml",
        Some(Invalid),
        "DSA, external URI: refused outright",
    ),
    ("merlin-xmldsig-twenty-three/signature.xml", None, "a DTD: refused by the parser"),
    ("aleksey-xmldsig-01/enveloped-sha1-rsa-sha1.xml", Some(Undecided), "XPath transform"),
    ("aleksey-xmldsig-01/enveloped-sha256-ecdsa-sha256.xml", Some(Undecided), "XPath transform"),
    ("aleksey-xmldsig-01/enveloped-x509-issuerserial.xml", Some(Undecided), "XPath transform"),
    ("aleksey-xmldsig-01/enveloped-x509-missing-cert.xml", Some(Undecided), "XPath transform"),
    ("aleksey-xmldsig-01/enveloped-x509-same-subj-cert.xml", Some(Undecided), "XPath transform"),
    ("aleksey-xmldsig-01/x509data-test.xml", Some(Undecided), "XPath transform"),
    (
        "aleksey-xmldsig-01/enveloping-expired-cert.xml",
        Some(Valid),
        "valid; the certificate's dates are not judged here",
    ),
    ("aleksey-xmldsig-01/enveloping-md5-rsa-md5.xml", Some(Undecided), "MD5"),
    ("aleksey-xmldsig-01/enveloping-rsa-x509chain.xml", Some(Valid), "the suite calls it valid"),
    ("aleksey-xmldsig-01/enveloping-sha1-rsa-sha1.xml", Some(Valid), "the suite calls it valid"),
    ("aleksey-xmldsig-01/enveloping-sha256-rsa-sha256.xml", Some(Valid), "the suite calls it valid"),
    ("aleksey-xmldsig-01/enveloping-sha512-rsa-sha512.xml", Some(Valid), "the suite calls it valid"),
    ("aleksey-xmldsig-01/enveloping-sha1-hmac-sha1-64.xml", Some(Undecided), "truncated HMAC"),
    ("aleksey-xmldsig-01/enveloping-sha256-hmac-sha256-64.xml", Some(Undecided), "truncated HMAC"),
    (
        "aleksey-xmldsig-01/enveloping-sha256-rsa2048-retrieval-method-x509-data.xml",
        Some(Undecided),
        "RetrievalMethod is never followed",
    ),
    ("aleksey-xmldsig-01/signature-two-keynames.xml", Some(Invalid), "external URI: refused outright"),
    ("santuario/dsig/invalid-signature.xml", Some(Invalid), "the suite calls it invalid"),
    ("santuario/dsig/signature-bad-c14n-algo.xml", Some(Undecided), "an unknown algorithm"),
    ("santuario/dsig/signature-bad-sig-algo.xml", Some(Undecided), "an unknown algorithm"),
    ("santuario/dsig/signature-bad-transform-algo.xml", Some(Undecided), "an unknown algorithm"),
    (
        "santuario/dsig/signature-enveloping-hmac-sha1-trunclen-0-attack.xml",
        Some(Undecided),
        "CVE-2009-0217: HMAC truncated to nothing",
    ),
    (
        "santuario/dsig/signature-external-c14n-xmlatrs.xml",
        Some(Invalid),
        "DSA, external URI: refused outright",
    ),
    ("santuario/dsig/signature-good.xml", Some(Undecided), "DSA"),
    ("signedxml/invalid-signature-changed-content.xml", Some(Invalid), "the suite calls it invalid"),
    ("signedxml/invalid-signature-signature-value.xml", Some(Invalid), "the suite calls it invalid"),
    ("signedxml/rootxmlns.xml", Some(Valid), "the suite calls it valid"),
    ("signedxml/signature-with-inclusivenamespaces.xml", Some(Valid), "the suite calls it valid"),
    ("signedxml/valid-saml.xml", Some(Valid), "the suite calls it valid"),
    ("merlin-exc-c14n-one/exc-signature.xml", Some(Undecided), "DSA, XPointer"),
    (
        "merlin-c14n-three/signature.xml",
        Some(Invalid),
        "XPath transforms, and more references than one signature may have",
    ),
];

fn first_signature<'d>(document: &'d Document<'_>) -> Option<Element<'d>> {
    document.elements().find(|element| element.is(DSIG, "Signature"))
}

/// The RSA key in a KeyValue, which this engine itself never trusts.
fn key_value(signature: Element<'_>) -> Option<PublicKey> {
    let rsa = signature.descendants().find(|element| element.is(DSIG, "RSAKeyValue"))?;
    let number = |name: &str| {
        use base64::Engine as _;
        let text: String =
            rsa.children().find(|child| child.local() == name)?.text().split_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD.decode(text).ok()?;
        let mut bytes: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
        if bytes.first().is_some_and(|byte| *byte >= 0x80) {
            bytes.insert(0, 0);
        }
        Some(tlv(2, &bytes))
    };
    let body = [number("Modulus")?, number("Exponent")?].concat();
    PublicKey::from_rsa_der(&tlv(0x30, &body))
}

fn tlv(tag: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match u8::try_from(body.len()) {
        Ok(length) if length < 0x80 => out.push(length),
        Ok(length) => out.extend([0x81, length]),
        _ => {
            let length = u16::try_from(body.len()).unwrap().to_be_bytes();
            out.push(0x82);
            out.extend(length);
        }
    }
    out.extend(body);
    out
}

fn key_for(folder: &Path, name: &str, signature: Element<'_>) -> Option<PublicKey> {
    let beside = folder.join(name).with_extension("crt");
    if let Ok(pem) = std::fs::read_to_string(beside) {
        return Some(pem_key(&pem));
    }
    key_value(signature)
}

fn pem_key(pem: &str) -> PublicKey {
    use base64::Engine as _;
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(body.trim()).unwrap();
    Certificate::from_der(&der).unwrap().key().clone()
}

#[test]
fn answers_every_vector_as_listed() {
    let Some(root) = testdata("answers_every_vector_as_listed") else { return };
    let suites = root.join("xmldsig/suites");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for folder in [
        "merlin-xmldsig-twenty-three",
        "aleksey-xmldsig-01",
        "santuario/dsig",
        "signedxml",
        "merlin-exc-c14n-one",
        "merlin-c14n-three",
    ] {
        for file in signature_support::files(suites.join(folder), ".xml") {
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            let key = format!("{folder}/{name}");
            let bytes = std::fs::read(&file).unwrap();
            let document = parse(&bytes);
            let answer = document.as_ref().and_then(first_signature).map(|signature| {
                let given = key_for(&suites.join(folder), &name, signature);
                let (status, findings) = verify_generic(signature, given.as_ref());
                (status, findings.iter().map(|finding| finding.rule.id).collect::<Vec<_>>())
            });
            seen += 1;
            match VECTORS.iter().find(|(listed, _, _)| *listed == key) {
                Some((_, expected, _)) if *expected == answer.as_ref().map(|(status, _)| *status) => {}
                _ => wrong.push(format!("{key}: {answer:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(seen, VECTORS.len());
}
