//! Algorithms that are weak, foreign, or not what they say.

use super::stage::{Stage, padded_digest};
use super::{Attack, Carrier, Class};
use crate::der;
use crate::error::{Error, Result};
use crate::key::{Hash, KeyName};
use crate::pki::{Forger, Oddity, seller_name};
use crate::sign::base64;
use crate::tree::Element;
use crate::variant::Bench;

const ALGORITHM: &str = "signature.algorithm";
const KEY: &str = "signer.certificate.key";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// SignatureMethods that are not in the profile; the value is the signer's with SHA-256.
const METHODS: &[(&str, &str, &str)] = &[
    ("rsa-md5", "a signature with MD5", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5"),
    ("rsa-ripemd", "a signature with RIPEMD-160", "http://www.w3.org/2001/04/xmldsig-more#rsa-ripemd160"),
    ("rsa-sha224", "a signature with SHA-224", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha224"),
    ("rsa-pss", "a signature with PSS padding", "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"),
    ("rsa-encryption", "an encryption in place of a signature", "http://www.w3.org/2001/04/xmlenc#rsa-1_5"),
    ("dsa-sha1", "a signature with DSA", "http://www.w3.org/2000/09/xmldsig#dsa-sha1"),
    ("dsa-sha256", "a signature with DSA and SHA-256", "http://www.w3.org/2009/xmldsig11#dsa-sha256"),
    ("ecdsa-sha1", "a signature with ECDSA and SHA-1", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1"),
    ("digest", "a digest in place of a signature", "http://www.w3.org/2001/04/xmlenc#sha256"),
    ("other-case", "the method in other letters", "http://www.w3.org/2001/04/xmldsig-more#RSA-SHA256"),
    ("space", "the method with a space behind it", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256 "),
    ("none", "a signature with nothing", "urn:example:none"),
    ("nameless", "a method without a name", ""),
];

/// DigestMethods that are not in the profile.
const DIGESTS: &[(&str, &str, &str)] = &[
    ("digest-md5", "a digest with MD5", "http://www.w3.org/2001/04/xmldsig-more#md5"),
    ("digest-sha224", "a digest with SHA-224", "http://www.w3.org/2001/04/xmldsig-more#sha224"),
    ("digest-ripemd", "a digest with RIPEMD-160", "http://www.w3.org/2001/04/xmlenc#ripemd160"),
    ("digest-sha3", "a digest with SHA-3", "http://www.w3.org/2007/05/xmldsig-more#sha3-256"),
    ("digest-nameless", "a digest without a name", ""),
];

/// CanonicalizationMethods that are not in the profile.
const FORMS: &[(&str, &str, &str)] = &[
    ("form-1.1", "SignedInfo in Canonical XML 1.1", "http://www.w3.org/2006/12/xml-c14n11"),
    ("form-2", "SignedInfo in Canonical XML 2.0", "http://www.w3.org/2010/xml-c14n2"),
    (
        "form-minimal",
        "SignedInfo in the minimal form of old drafts",
        "http://www.w3.org/2000/09/xmldsig#minimal",
    ),
    ("form-xslt", "SignedInfo through a style sheet", "http://www.w3.org/TR/1999/REC-xslt-19991116"),
    ("form-xpath", "SignedInfo through XPath", "http://www.w3.org/TR/1999/REC-xpath-19991116"),
    ("form-base64", "SignedInfo through base64", "http://www.w3.org/2000/09/xmldsig#base64"),
];

/// Methods of the profile that the value was not made with.
const OTHERS: &[(&str, &str, &str)] = &[
    ("says-sha1", "a SHA-256 value that says it is SHA-1", "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
    (
        "says-sha512",
        "a SHA-256 value that says it is SHA-512",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    ),
    (
        "says-ecdsa",
        "an RSA value that says it is ECDSA",
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    ),
];

pub(super) fn add(bench: &Bench, stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    let set = |root: &mut Element, path: &str, uri: &str| -> Result<()> {
        root.at_mut(&stage.inside(path))?.set_attribute("Algorithm", uri);
        Ok(())
    };
    // SignedInfo in exclusive canonical form, as some makers write it.
    let twin = stage.resigned(|root| set(root, "SignedInfo/CanonicalizationMethod", EXCLUSIVE))?;
    let mut push = |idea: &str, rule: &'static str, shows: &'static str, bytes: Vec<u8>| {
        list.push(Attack::on(stage, Class::Algorithms, idea, &[rule], shows, bytes).with_twin(twin.clone()));
    };
    for (path, cases) in [
        ("SignedInfo/SignatureMethod", METHODS),
        ("SignedInfo/Reference/DigestMethod", DIGESTS),
        ("SignedInfo/CanonicalizationMethod", FORMS),
    ] {
        for (idea, shows, uri) in cases {
            push(idea, ALGORITHM, shows, stage.resigned(|root| set(root, path, uri))?);
        }
    }
    for (idea, shows, uri) in OTHERS {
        let bytes = stage.resigned(|root| set(root, "SignedInfo/SignatureMethod", uri))?;
        push(idea, "signature.value", shows, bytes);
    }
    let bytes = stage.resigned(|root| {
        set(root, "SignedInfo/Reference/DigestMethod", "http://www.w3.org/2001/04/xmlenc#sha512")
    })?;
    push("digest-says-sha512", "signature.digest", "a SHA-256 digest that says it is SHA-512", bytes);

    // HMAC under the public key, which everybody has (CVE-2009-0217 for the length).
    let public = stage.signer.key.public_key().0;
    for (idea, shows, secret, length) in [
        ("hmac", "an HMAC whose secret is the signer's public key", public.as_slice(), None),
        (
            "hmac-certificate",
            "an HMAC whose secret is the signer's certificate",
            stage.signer.certificate.as_slice(),
            None,
        ),
        ("hmac-short", "an HMAC cut to eight bits", public.as_slice(), Some(1)),
        ("hmac-nothing", "an HMAC cut to nothing", public.as_slice(), Some(0)),
    ] {
        let bytes = stage.edited(|root| {
            let forged = stage.forged()?;
            *root.at_mut(&stage.data_path())? = forged;
            stage.redigest(root, 1, &stage.data_path())?;
            set(root, "SignedInfo/SignatureMethod", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")?;
            if let Some(bytes) = length {
                let leaf = Element::leaf(&stage.name("HMACOutputLength"), (bytes * 8).to_string());
                root.at_mut(&stage.inside("SignedInfo/SignatureMethod"))?.push(leaf);
            }
            let value = hmac(secret, &stage.signed_bytes(root)?);
            let value = value.get(..length.unwrap_or(value.len())).unwrap_or_default();
            root.set(&stage.inside("SignatureValue"), &base64(value, false))
        })?;
        push(idea, ALGORITHM, shows, bytes);
    }
    for (idea, shows, path, child) in [
        (
            "truncated",
            "a length to cut the value to, inside rsa-sha256",
            "SignedInfo/SignatureMethod",
            "HMACOutputLength",
        ),
        (
            "parameters",
            "parameters inside a digest method",
            "SignedInfo/Reference/DigestMethod",
            "Parameters",
        ),
        (
            "form-parameters",
            "parameters inside a canonicalization",
            "SignedInfo/CanonicalizationMethod",
            "Parameters",
        ),
    ] {
        let bytes = stage.resigned(|root| {
            root.at_mut(&stage.inside(path))?.push(Element::leaf(&stage.name(child), "8"));
            Ok(())
        })?;
        push(idea, ALGORITHM, shows, bytes);
    }
    if matches!(stage.carrier, Carrier::Invoice | Carrier::Coded | Carrier::Batch | Carrier::Declaration) {
        keys(bench, stage, list)?;
        sha1(stage, list)?;
    }
    Ok(())
}

/// HMAC with SHA-256 (RFC 2104).
fn hmac(secret: &[u8], message: &[u8]) -> Vec<u8> {
    let mut key = if secret.len() > 64 { Hash::Sha256.digest(secret) } else { secret.to_vec() };
    key.resize(64, 0);
    let pad = |with: u8| key.iter().map(|byte| byte ^ with).collect::<Vec<_>>();
    let inner = Hash::Sha256.digest(&[pad(0x36).as_slice(), message].concat());
    Hash::Sha256.digest(&[pad(0x5C).as_slice(), inner.as_slice()].concat())
}

/// Certificates that a deceived authority gave out for keys nobody may use.
fn keys(bench: &Bench, stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    let (modulus, exponent) = stage.signer.key.rsa_numbers().ok_or_else(|| Error::new("no RSA key"))?;
    let rsa = |modulus: &[u8], exponent: &[u8]| {
        let bits = der::sequence(&[der::integer(modulus), der::integer(exponent)]);
        let algorithm = der::sequence(&[der::oid("1.2.840.113549.1.1.1"), der::null()]);
        (der::sequence(&[algorithm, der::bits(&bits)]), bits)
    };
    let other = |algorithm: der::Der| {
        let bits = vec![7; 33];
        (der::sequence(&[algorithm, der::bits(&bits)]), bits)
    };
    let odd = |bytes: usize| {
        let mut number = vec![0xC5; bytes];
        if let Some(last) = number.last_mut() {
            *last |= 1;
        }
        number
    };
    let mut even = modulus.clone();
    if let Some(last) = even.last_mut() {
        *last &= 0xFE;
    }
    let certify = |public: (der::Der, Vec<u8>)| {
        bench.world.pki.forge(seller_name(bench.world.seller(0).0), public, &Forger::Deceived)
    };
    let twin = stage.sound.clone().into_bytes();
    for (idea, rule, shows, public) in [
        ("rsa-512", KEY, "a key of 512 bits", rsa(&odd(64), &exponent)),
        ("rsa-1023", KEY, "a key of 1016 bits", rsa(&odd(127), &exponent)),
        ("rsa-16384", KEY, "a key of 16384 bits, which costs a second", rsa(&odd(2048), &exponent)),
        ("exponent-1", KEY, "exponent 1: the value is the padded digest itself", rsa(&modulus, &[1])),
        ("exponent-3", KEY, "exponent 3", rsa(&modulus, &[3])),
        ("exponent-17", KEY, "exponent 17", rsa(&modulus, &[17])),
        ("exponent-even", KEY, "an even exponent", rsa(&modulus, &[1, 0, 0])),
        (
            "exponent-huge",
            KEY,
            "an exponent as long as the modulus, which costs a second",
            rsa(&modulus, &modulus),
        ),
        ("modulus-even", KEY, "an even modulus", rsa(&even, &exponent)),
        ("key-dsa", ALGORITHM, "a DSA key", other(der::sequence(&[der::oid("1.2.840.10040.4.1")]))),
        ("key-ed25519", ALGORITHM, "an Ed25519 key", other(der::sequence(&[der::oid("1.3.101.112")]))),
        ("key-x25519", ALGORITHM, "a key that cannot sign", other(der::sequence(&[der::oid("1.3.101.110")]))),
    ] {
        let certificate = certify(public)?;
        let bytes = stage.edited(|root| {
            root.set(&stage.inside("KeyInfo/X509Data/X509Certificate"), &base64(&certificate, false))?;
            if idea == "exponent-1" {
                let value = padded_digest(modulus.len(), &stage.signed_bytes(root)?);
                root.set(&stage.inside("SignatureValue"), &base64(&value, false))?;
            }
            Ok(())
        })?;
        list.push(Attack::on(stage, Class::Algorithms, idea, &[rule], shows, bytes).with_twin(twin.clone()));
    }
    // A key of 1024 bits still signs real documents; a strict policy takes none.
    let weak = bench.world.pki.odd(Oddity::Weak, bench.world.seller(0).0)?;
    let bytes = stage.edited(|root| {
        root.set(&stage.inside("KeyInfo/X509Data/X509Certificate"), &base64(&weak.certificate, false))?;
        stage.seal(root, KeyName::Rsa1024.load()?, Hash::Sha256)
    })?;
    let shows = "a key of 1024 bits where the policy wants 2048";
    let rule = "signer.certificate.weak-key";
    let mut attack = Attack::on(stage, Class::Algorithms, "rsa-1024", &[rule], shows, bytes);
    attack.policy = "strict";
    list.push(attack);
    Ok(())
}

/// SHA-1 where the policy takes none.
fn sha1(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    const METHOD: &str = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
    const DIGEST: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
    let method = stage.edited(|root| {
        root.at_mut(&stage.inside("SignedInfo/SignatureMethod"))?.set_attribute("Algorithm", METHOD);
        stage.seal(root, stage.signer.key, Hash::Sha1)
    })?;
    let digest = stage.resigned(|root| {
        let path = stage.inside("SignedInfo/Reference/DigestMethod");
        root.at_mut(&path)?.set_attribute("Algorithm", DIGEST);
        stage.redigest_with(root, 1, &stage.data_path(), Hash::Sha1)
    })?;
    for (idea, shows, bytes) in [
        ("sha1", "a signature with SHA-1 where the policy takes none", method),
        ("digest-sha1", "a digest with SHA-1 where the policy takes none", digest),
    ] {
        let mut attack = Attack::on(stage, Class::Algorithms, idea, &["signature.sha1"], shows, bytes);
        attack.policy = "strict";
        list.push(attack);
    }
    Ok(())
}
