//! Signatures and digests over nothing: what a verifier computes whose canonicalizer failed and went on
//! (CVE-2025-66568).

use super::stage::Stage;
use super::{Attack, Class};
use crate::error::Result;
use crate::key::Hash;
use crate::sign::base64;
use crate::tree::Element;

pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    let nothing = base64(&Hash::Sha256.digest(b""), false);
    let digest = |root: &mut Element| root.set(&stage.inside("SignedInfo/Reference/DigestValue"), &nothing);
    let mut push = |idea: &str, fires: &[&'static str], shows: &'static str, bytes: Vec<u8>| {
        list.push(Attack::on(stage, Class::Empty, idea, fires, shows, bytes));
    };

    push(
        "digest",
        &["signature.digest"],
        "a valid signature over the digest of nothing, forged data in its place",
        stage.resigned(|root| {
            let forged = stage.forged()?;
            *root.at_mut(&stage.data_path())? = forged;
            digest(root)
        })?,
    );
    push(
        "digest-text",
        &["signature.digest"],
        "an empty DigestValue",
        stage.resigned(|root| root.set(&stage.inside("SignedInfo/Reference/DigestValue"), ""))?,
    );
    push(
        "value",
        &["signature.value"],
        "the signer's signature over no bytes at all, forged digests",
        stage.edited(|root| {
            let forged = stage.forged()?;
            *root.at_mut(&stage.data_path())? = forged;
            stage.redigest(root, 1, &stage.data_path())?;
            let value = stage.signer.key.sign(Hash::Sha256, b"")?;
            root.set(&stage.inside("SignatureValue"), &base64(&value, false))
        })?,
    );
    push(
        "value-text",
        &["signature.value"],
        "an empty SignatureValue",
        stage.edited(|root| root.set(&stage.inside("SignatureValue"), ""))?,
    );
    push(
        "relative-namespace",
        // The exclusive form of payment orders leaves out a declaration that nothing uses.
        if stage.has_id() { &["signature.namespace"] } else { &["signature.value"] },
        "a relative namespace in SignedInfo, at which libxml2's canonicalizer fails; the signer's signature over nothing",
        stage.edited(|root| {
            let forged = stage.forged()?;
            *root.at_mut(&stage.data_path())? = forged;
            root.at_mut(&stage.inside("SignedInfo"))?.set_attribute("xmlns:k", "../k");
            digest(root)?;
            let value = stage.signer.key.sign(Hash::Sha256, b"")?;
            root.set(&stage.inside("SignatureValue"), &base64(&value, false))
        })?,
    );
    push(
        "empty-object",
        &["signature.coverage"],
        "a valid signature over an empty Object instead of the data",
        stage.resigned(|root| {
            let object = Element::new(&stage.name("Object")).attribute("Id", "rong");
            root.at_mut(&stage.signature())?.push(object);
            let at =
                root.at(&stage.signature())?.elements().filter(|e| e.name == stage.name("Object")).count();
            root.at_mut(&stage.inside("SignedInfo/Reference"))?.set_attribute("URI", "#rong");
            root.at_mut(&stage.inside("SignedInfo/Reference"))?.children.retain(
                |node| !matches!(node, crate::tree::Node::Element(e) if e.name == stage.name("Transforms")),
            );
            stage.redigest(root, 1, &stage.inside(&format!("Object[{at}]")))
        })?,
    );
    push(
        "data",
        &["signature.digest"],
        "the signed data emptied",
        stage.edited(|root| {
            root.at_mut(&stage.data_path())?.children.clear();
            Ok(())
        })?,
    );
    push(
        "certificate",
        &["signer.certificate.missing"],
        "an empty KeyInfo",
        stage.edited(|root| {
            root.at_mut(&stage.inside("KeyInfo"))?.children.clear();
            Ok(())
        })?,
    );
    Ok(())
}
