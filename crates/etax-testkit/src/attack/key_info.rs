//! Keys and certificates offered in place of the signer's. KeyInfo is not signed: whatever stands in it is the
//! attacker's word.

use super::stage::Stage;
use super::{Attack, Carrier, Class};
use crate::error::{Error, Result};
use crate::key::Hash;
use crate::pki::{Forger, Name, Signer, authority_name, seller_name};
use crate::sign::base64;
use crate::tree::Element;
use crate::variant::Bench;

const MISSING: &str = "signer.certificate.missing";
const XMLDSIG11: &str = "http://www.w3.org/2009/xmldsig11#";

pub(super) fn add(bench: &Bench, stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    // The same certificate twice, and the signer's own key as KeyValue besides: nothing new.
    let twin = stage.edited(|root| {
        let value = key_value(stage, &stage.signer)?;
        let again = root.at(&stage.inside("KeyInfo/X509Data"))?.clone();
        let info = root.at_mut(&stage.inside("KeyInfo"))?;
        info.push(value);
        info.push(again);
        Ok(())
    })?;
    let mut cases = no_certificate(bench, stage)?;
    cases.extend(other_certificate(bench, stage)?);
    cases.extend(broken_certificate(bench, stage)?);
    for (idea, rule, shows, bytes) in cases {
        list.push(Attack::on(stage, Class::KeyInfo, idea, &[rule], shows, bytes).with_twin(twin.clone()));
    }
    Ok(())
}

type Case = (&'static str, &'static str, &'static str, Vec<u8>);

/// KeyInfo says where a key is, or gives one, and holds no certificate.
fn no_certificate(bench: &Bench, stage: &Stage) -> Result<Vec<Case>> {
    let name = |local: &str| stage.name(local);
    let attacker = bench.world.seller(1).1;
    let data = |inside: Element| Element::new(&name("X509Data")).with(inside);
    let subject = Element::leaf(&name("X509SubjectName"), stage.signer.subject.clone());
    let certificate = base64(&stage.signer.certificate, false);
    let mut cases = Vec::new();
    for (idea, shows, part) in [
        ("key-name", "only the name of a key", Element::leaf(&name("KeyName"), stage.signer.subject.clone())),
        (
            "retrieval-http",
            "a certificate to be fetched from elsewhere",
            Element::new(&name("RetrievalMethod")).attribute("URI", "http://files.example/a.cer"),
        ),
        (
            "retrieval-file",
            "a certificate to be read from a file",
            Element::new(&name("RetrievalMethod")).attribute("URI", "file:///tmp/a.cer"),
        ),
        (
            "retrieval-loop",
            "a KeyInfo that refers to itself",
            Element::new(&name("RetrievalMethod")).attribute("URI", "#khoa"),
        ),
        (
            "key-info-reference",
            "a KeyInfoReference to elsewhere (CVE-2021-40690)",
            Element::new("KeyInfoReference")
                .attribute("xmlns", XMLDSIG11)
                .attribute("URI", "http://files.example/k"),
        ),
        ("subject-name", "only the subject's name", data(subject.clone())),
        (
            "issuer-serial",
            "only issuer and serial number",
            data(
                Element::new(&name("X509IssuerSerial"))
                    .with_leaf(&name("X509IssuerName"), "CN=Etax Test Public CA")
                    .with_leaf(&name("X509SerialNumber"), "1"),
            ),
        ),
        ("key-identifier", "only a subject key identifier", data(Element::leaf(&name("X509SKI"), "AAAA"))),
        (
            "digest",
            "only a digest of a certificate",
            data(Element::leaf("X509Digest", "AAAA").attribute("xmlns", XMLDSIG11)),
        ),
        ("pgp", "a PGP key", Element::new(&name("PGPData")).with_leaf(&name("PGPKeyID"), "AAAA")),
        ("spki", "an SPKI expression", Element::new(&name("SPKIData")).with_leaf(&name("SPKISexp"), "AAAA")),
        ("management", "an in-band key", Element::leaf(&name("MgmtData"), "0")),
        (
            "foreign-namespace",
            "the certificate in an element of another namespace",
            data(Element::leaf("X509Certificate", certificate.clone()).attribute("xmlns", XMLDSIG11)),
        ),
        (
            "outside-x509-data",
            "the certificate beside X509Data",
            Element::leaf(&name("X509Certificate"), certificate),
        ),
    ] {
        let bytes = stage.edited(|root| {
            let info = root.at_mut(&stage.inside("KeyInfo"))?;
            info.children.clear();
            info.set_attribute("Id", "khoa");
            info.push(part);
            Ok(())
        })?;
        cases.push((idea, MISSING, shows, bytes));
    }
    let bytes = forged_by(stage, &attacker, |info| {
        info.children.clear();
        info.push(key_value(stage, &attacker)?);
        Ok(())
    })?;
    cases.push(("key-value", MISSING, "forged data signed with the key in KeyValue, no certificate", bytes));
    Ok(cases)
}

/// Certificates of others, and of the signer for others.
fn other_certificate(bench: &Bench, stage: &Stage) -> Result<Vec<Case>> {
    let (party, attacker) = bench.world.seller(1);
    let pki = &bench.world.pki;
    let certify = |subject: Name, signer: &Signer, forger: &Forger<'_>| {
        pki.forge(subject, signer.key.public_key(), forger)
    };
    let victim: Name = match stage.carrier {
        Carrier::Authority | Carrier::Notice | Carrier::TaxNotice => authority_name(),
        _ => seller_name(bench.world.seller(0).0),
    };
    let attacking = seller_name(party);
    // What is found when the signature itself is sound and the signer is the attacker.
    let rule = match stage.carrier {
        Carrier::Authority | Carrier::Notice | Carrier::TaxNotice => "signer.authority.not-recognised",
        _ => "signer.tax-code.mismatch",
    };
    let mut cases = Vec::new();
    {
        let bytes = forged_by(stage, &attacker, |info| only(stage, info, &[&attacker.certificate]))?;
        cases.push((
            "attacker",
            rule,
            "forged data signed by another taxpayer with his own certificate",
            bytes,
        ));
        let other = certify(attacking.clone(), &stage.signer, &Forger::Deceived)?;
        let bytes = stage.edited(|root| only(stage, root.at_mut(&stage.inside("KeyInfo"))?, &[&other]))?;
        cases.push(("same-key", rule, "the signer's key certified for another taxpayer as well", bytes));
        let bytes = forged_by(stage, &attacker, |info| {
            only(stage, info, &[&stage.signer.certificate, &attacker.certificate])
        })?;
        cases.push((
            "signer-first",
            rule,
            "forged data signed by another taxpayer, the signer's certificate before his",
            bytes,
        ));
        let bytes = forged_by(stage, &attacker, |info| {
            only(stage, info, &[&attacker.certificate, &stage.signer.certificate])
        })?;
        cases.push((
            "signer-last",
            rule,
            "forged data signed by another taxpayer, the signer's certificate behind his",
            bytes,
        ));
    }
    if matches!(stage.carrier, Carrier::Authority | Carrier::Notice | Carrier::TaxNotice) {
        let impostor = &pki.impostor;
        let bytes = forged_by(stage, impostor, |info| only(stage, info, &[&impostor.certificate]))?;
        let rule = "signer.authority.not-recognised";
        cases.push((
            "impostor",
            rule,
            "forged data signed under the authority's name by a public certificate",
            bytes,
        ));
    }
    for (idea, rule, shows, forger) in [
        (
            "self-signed",
            "signer.chain.unknown-issuer",
            "a certificate in the signer's name that the attacker issued himself",
            Forger::Oneself(attacker.key),
        ),
        (
            "own-authority",
            "signer.chain.unknown-issuer",
            "a certificate in the signer's name by the attacker's own authority",
            Forger::Stranger,
        ),
        (
            "imitated-authority",
            "signer.chain.unknown-issuer",
            "a certificate in the signer's name under a real authority's name",
            Forger::Imitator(attacker.key),
        ),
        (
            "copied-authority",
            "signer.chain.invalid",
            "the same with the real authority's key identifier",
            Forger::Copyist(attacker.key),
        ),
    ] {
        let made = certify(victim.clone(), &attacker, &forger)?;
        let bytes = forged_by(stage, &attacker, |info| only(stage, info, &[&made]))?;
        cases.push((idea, rule, shows, bytes));
        if idea == "own-authority" {
            let bytes =
                forged_by(stage, &attacker, |info| only(stage, info, &[&made, &pki.stranger.certificate]))?;
            cases.push((
                "own-chain",
                rule,
                "the same with the attacker's authority's certificate beside it",
                bytes,
            ));
        }
    }
    let made = certify(victim, &attacker, &Forger::Taxpayer(attacking, attacker.key))?;
    let bytes = forged_by(stage, &attacker, |info| only(stage, info, &[&made, &attacker.certificate]))?;
    let shows = "a certificate in the signer's name issued by another taxpayer's certificate";
    cases.push(("taxpayer-issues", "signer.chain.invalid", shows, bytes));
    Ok(cases)
}

/// Certificates that do not go with the value, or are none.
fn broken_certificate(bench: &Bench, stage: &Stage) -> Result<Vec<Case>> {
    let (_, attacker) = bench.world.seller(1);
    let own = &stage.signer.certificate;
    let lists = bench.world.pki.crls()?;
    let list = lists.first().ok_or_else(|| Error::new("no list"))?;
    let mut cases = Vec::new();
    for (idea, rule, shows, certificate) in [
        (
            "swapped",
            "signature.value",
            "another taxpayer's certificate on a sound signature",
            attacker.certificate.clone(),
        ),
        (
            "truncated",
            "signer.certificate.unreadable",
            "half a certificate",
            own.get(..own.len() / 2).unwrap_or_default().to_vec(),
        ),
        (
            "trailing",
            "signer.certificate.unreadable",
            "a certificate with bytes behind it",
            [own.as_slice(), &[0, 0]].concat(),
        ),
        (
            "list",
            "signer.certificate.unreadable",
            "a revocation list in place of a certificate",
            list.clone(),
        ),
        (
            "nonsense",
            "signer.certificate.unreadable",
            "bytes that are no certificate",
            b"no certificate".to_vec(),
        ),
        (
            "long-form",
            "signer.certificate.unreadable",
            "a certificate whose length is written in BER's longer way",
            long_form(own),
        ),
    ] {
        let bytes =
            stage.edited(|root| only(stage, root.at_mut(&stage.inside("KeyInfo"))?, &[&certificate]))?;
        cases.push((idea, rule, shows, bytes));
    }
    let bytes = forged_by(stage, &attacker, |info| {
        let value = key_value(stage, &attacker)?;
        info.children.insert(0, crate::tree::Node::Element(value));
        Ok(())
    })?;
    cases.push((
        "key-value-beside",
        "signature.value",
        "forged data signed with the key in KeyValue, the signer's certificate beside it",
        bytes,
    ));
    let bytes = stage.edited(|root| {
        let many = vec![own; 7];
        only(stage, root.at_mut(&stage.inside("KeyInfo"))?, &many)
    })?;
    cases.push(("seven", "signature.schema", "seven certificates", bytes));
    Ok(cases)
}

/// Forged data under a signature of somebody else over it.
fn forged_by(
    stage: &Stage,
    signer: &Signer,
    key_info: impl FnOnce(&mut Element) -> Result<()>,
) -> Result<Vec<u8>> {
    stage.edited(|root| {
        let forged = stage.forged()?;
        *root.at_mut(&stage.data_path())? = forged;
        stage.redigest(root, 1, &stage.data_path())?;
        key_info(root.at_mut(&stage.inside("KeyInfo"))?)?;
        stage.seal(root, signer.key, Hash::Sha256)
    })
}

/// Nothing but these certificates in KeyInfo.
fn only(stage: &Stage, info: &mut Element, certificates: &[&Vec<u8>]) -> Result<()> {
    info.children.clear();
    let name = stage.name("X509Certificate");
    let data = certificates
        .iter()
        .fold(Element::new(&stage.name("X509Data")), |data, der| data.with_leaf(&name, base64(der, false)));
    info.push(data);
    Ok(())
}

fn key_value(stage: &Stage, signer: &Signer) -> Result<Element> {
    let (modulus, exponent) = signer.key.rsa_numbers().ok_or_else(|| Error::new("no RSA key"))?;
    let numbers = Element::new(&stage.name("RSAKeyValue"))
        .with_leaf(&stage.name("Modulus"), base64(&modulus, false))
        .with_leaf(&stage.name("Exponent"), base64(&exponent, false));
    Ok(Element::new(&stage.name("KeyValue")).with(numbers))
}

/// `30 82 xx xx` as `30 83 00 xx xx`.
fn long_form(der: &[u8]) -> Vec<u8> {
    match der {
        [0x30, 0x82, rest @ ..] => [&[0x30, 0x83, 0], rest].concat(),
        _ => der.to_vec(),
    }
}
