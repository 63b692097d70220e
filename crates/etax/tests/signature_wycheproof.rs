//! Wycheproof vectors through this engine's key and verification.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod signature_support;

use etax::signature::pki::{PublicKey, SignatureAlgorithm};
use serde_json::Value;
use signature_support::testdata;

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// The two numbers of a DER signature side by side, as XML signatures write them; `None` for
/// anything that is not strictly such a pair.
fn fixed(der: &[u8], width: usize) -> Option<Vec<u8>> {
    fn number<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
        let (&[tag, length], tail) = rest.split_first_chunk::<2>()?;
        if tag != 2 || length == 0 || length >= 0x80 || tail.len() < usize::from(length) {
            return None;
        }
        let (value, tail) = tail.split_at(usize::from(length));
        *rest = tail;
        let minimal = value.len() == 1 || value[0] != 0 || value[1] >= 0x80;
        (value[0] < 0x80 && minimal).then_some(value)
    }
    let (&[tag, length], mut rest) = der.split_first_chunk::<2>()?;
    if tag != 0x30 || length >= 0x80 || rest.len() != usize::from(length) {
        return None;
    }
    let mut out = Vec::new();
    for _ in 0..2 {
        let value = number(&mut rest)?;
        let value = if value[0] == 0 { &value[1..] } else { value };
        out.extend(vec![0; width.checked_sub(value.len())?]);
        out.extend(value);
    }
    rest.is_empty().then_some(out)
}

fn run(name: &str, algorithm: SignatureAlgorithm, convert: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    let Some(root) = testdata(name) else { return };
    let file = std::fs::read(root.join("xmldsig/wycheproof").join(name)).unwrap();
    let vectors: Value = serde_json::from_slice(&file).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for group in vectors["testGroups"].as_array().unwrap() {
        let spki = group["publicKeyDer"].as_str().or_else(|| group["keyDer"].as_str()).unwrap();
        let key = PublicKey::from_spki(&hex(spki)).unwrap();
        assert!(key.supports(algorithm), "{key:?}");
        for test in group["tests"].as_array().unwrap() {
            let message = hex(test["msg"].as_str().unwrap());
            let signature = convert(&hex(test["sig"].as_str().unwrap()));
            let accepted = signature.is_some_and(|signature| key.verify(algorithm, &message, &signature));
            if key.defect().is_some() {
                // Exponent 3: mathematically right, and refused.
                assert!(!accepted, "{name}: {test}");
                assert!(test["flags"].as_array().unwrap().contains(&"SmallPublicKey".into()), "{test}");
                continue;
            }
            // "acceptable" is the DigestInfo without its NULL: refused here.
            let expected = test["result"] == "valid";
            assert_eq!(accepted, expected, "{name}: {test}");
            if expected { valid += 1 } else { invalid += 1 }
        }
    }
    assert!(valid > 5 && invalid > 100, "{valid} valid and {invalid} invalid vectors");
}

#[test]
fn rsa_2048_sha256() {
    run("rsa_signature_2048_sha256_test.json", SignatureAlgorithm::RsaSha256, |sig| Some(sig.to_vec()));
}

#[test]
fn rsa_3072_sha256() {
    run("rsa_signature_3072_sha256_test.json", SignatureAlgorithm::RsaSha256, |sig| Some(sig.to_vec()));
}

#[test]
fn ecdsa_p256_sha256() {
    run("ecdsa_secp256r1_sha256_test.json", SignatureAlgorithm::EcdsaSha256, |sig| fixed(sig, 32));
}

#[test]
fn ecdsa_p384_sha384() {
    run("ecdsa_secp384r1_sha384_test.json", SignatureAlgorithm::EcdsaSha384, |sig| fixed(sig, 48));
}
