//! Namespaces: look-alikes of the signature and of what is signed, forbidden declarations, and what canonical
//! XML takes from the elements around.

use super::stage::Stage;
use super::{Attack, Class};
use crate::error::Result;
use crate::sign::DSIG;

const AMBIGUOUS: &str = "signature.reference.ambiguous";
const NAMESPACE: &str = "xml.namespace";
const DIGEST: &str = "signature.digest";

/// Declarations that Namespaces in XML 1.0 forbids, put on the signed element.
const FORBIDDEN: &[(&str, &str, &str)] = &[
    ("xml-rebound", "the prefix xml bound to something else", "xmlns:xml=\"urn:x\""),
    (
        "xml-taken",
        "another prefix bound to the namespace of xml",
        "xmlns:a=\"http://www.w3.org/XML/1998/namespace\"",
    ),
    ("xml-default", "the namespace of xml as default", "xmlns=\"http://www.w3.org/XML/1998/namespace\""),
    ("xmlns-bound", "the prefix xmlns bound", "xmlns:xmlns=\"urn:x\""),
    ("xmlns-taken", "a prefix bound to the namespace of xmlns", "xmlns:a=\"http://www.w3.org/2000/xmlns/\""),
    ("xmlns-default", "the namespace of xmlns as default", "xmlns=\"http://www.w3.org/2000/xmlns/\""),
    ("undeclared", "a prefix undeclared, as only XML 1.1 allows", "xmlns:a=\"\""),
    ("unbound-attribute", "an attribute with a prefix nobody declared", "a:b=\"1\""),
];

/// Attributes put on the document around the signed data: inclusive canonical XML takes them into it.
const INHERITED: &[(&str, &str, &str, &str, &str)] = &[
    ("inherited-lang", DIGEST, "xml:lang on the document around the signed data", "xml:lang", "vi"),
    ("inherited-space", DIGEST, "xml:space on the document around the signed data", "xml:space", "preserve"),
    (
        "inherited-base",
        DIGEST,
        "xml:base on the document around the signed data",
        "xml:base",
        "http://files.example/",
    ),
    (
        "inherited-prefix",
        DIGEST,
        "a prefix declared on the document around the signed data",
        "xmlns:a",
        "urn:x",
    ),
    (
        "relative",
        "signature.namespace",
        "a relative namespace on the document around the signed data",
        "xmlns:a",
        "../x",
    ),
    (
        "empty-fragment",
        "signature.namespace",
        "a namespace that is only a fragment around the signed data",
        "xmlns:a",
        "#",
    ),
];

/// Namespaces that look like that of XML signatures.
const LOOK_ALIKES: &[(&str, &str)] = &[
    ("http://www.w3.org/2000/09/xmldsig", "a signature in the namespace without its last character"),
    ("https://www.w3.org/2000/09/xmldsig#", "a signature in the namespace with https"),
    ("http://www.w3.org/2000/09/XMLDSIG#", "a signature in the namespace in capitals"),
    ("http://www.w3.org/2009/xmldsig11#", "a signature in the namespace of version 1.1"),
    ("http://www.w3.org/2000/09/xmldsig# ", "a signature in the namespace with a space behind it"),
    ("", "a signature in no namespace"),
];

pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    // The signature under another prefix, signed as such: as good as before.
    let twin = if stage.has_id() {
        stage.again(|job| {
            job.style.prefix = if job.style.prefix.is_empty() { "ds:" } else { "" };
            Ok(())
        })?
    } else {
        stage.sound.clone().into_bytes()
    };
    let tag = stage.data_tag()?;
    for (idea, shows, declaration) in FORBIDDEN {
        let bytes = stage
            .altered(|text| text.replacen(&tag, &tag.replacen('>', &format!(" {declaration}>"), 1), 1))?;
        list.push(
            Attack::on(stage, Class::Namespaces, idea, &[NAMESPACE], shows, bytes).with_twin(twin.clone()),
        );
    }
    for (idea, rule, shows, name, value) in INHERITED {
        let bytes = stage.edited(|root| {
            root.at_mut(stage.unit)?.set_attribute(name, value);
            Ok(())
        })?;
        list.push(Attack::on(stage, Class::Namespaces, idea, &[rule], shows, bytes).with_twin(twin.clone()));
    }
    let signature = stage.signature_text()?;
    for (number, (namespace, shows)) in LOOK_ALIKES.iter().enumerate() {
        let like = signature.replacen(&format!("\"{DSIG}\""), &format!("\"{namespace}\""), 1);
        if namespace.is_empty() && !stage.prefix.is_empty() {
            // A prefix cannot stand for no namespace.
            continue;
        }
        let bytes = stage.altered(|text| text.replacen(&signature, &like, 1))?;
        let idea = format!("look-alike-{}", number + 1);
        list.push(
            Attack::on(
                stage,
                Class::Namespaces,
                &idea,
                &[super::stripping::missing(stage.carrier)],
                shows,
                bytes,
            )
            .with_twin(twin.clone()),
        );
    }
    // Copies of the signed element under other namespaces, for readers that go by the local name.
    let mut foreign = stage.forged()?;
    let local = foreign.name.rsplit(':').next().unwrap_or_default().to_owned();
    foreign.name = format!("x:{local}");
    foreign.set_attribute("xmlns:x", "urn:x");
    let mut unnamed = stage.forged()?;
    unnamed.set_attribute("xmlns", "urn:x");
    for (idea, shows, copy) in [
        ("foreign-prefix", "forged data under a foreign prefix before the signed data", foreign),
        ("foreign-default", "forged data under a foreign default namespace before the signed data", unnamed),
    ] {
        // There the copy stands inside what the bank signed.
        let rule = if stage.has_id() { AMBIGUOUS } else { DIGEST };
        let bytes = stage.edited(|root| root.insert_before(&stage.data_path(), copy))?;
        list.push(Attack::on(stage, Class::Namespaces, idea, &[rule], shows, bytes).with_twin(twin.clone()));
    }
    let bytes = stage.edited(|root| {
        let default = root.at(stage.unit)?.attributes.iter().any(|(name, _)| name == "xmlns");
        root.at_mut(&stage.data_path())?.set_attribute("xmlns", if default { "" } else { "urn:x" });
        Ok(())
    })?;
    // A name with a prefix stays in its own namespace, and no Id leads a filter astray.
    let found = stage.has_id() && stage.carrier != super::Carrier::Pilot;
    let rule = if found { "signature.reference.target" } else { DIGEST };
    let shows = "the signed data put into another namespace";
    list.push(Attack::on(stage, Class::Namespaces, "moved", &[rule], shows, bytes).with_twin(twin.clone()));
    Ok(())
}
