//! Signatures of random form.

use std::collections::BTreeSet;

use super::form::{
    Around, DSIG, ENVELOPED, EXCLUSIVE, FILTER, Form, INCLUSIVE, INCLUSIVE_11, Step, apply, whole,
};
use super::kinds::Place;
use super::{Document, Feature, walk};
use crate::error::Result;
use crate::key::Hash;
use crate::party::Party;
use crate::pki::{Oddity, Signer};
use crate::random::Random;
use crate::sign::{base64, digest_uri, method_uri};
use crate::tree::{Element, Node};
use crate::world::World;

/// The transforms of a reference, drawn by lot. `holds`: the target holds the signature.
fn steps(holds: bool, random: &mut Random) -> Vec<Step> {
    let inclusive = |random: &mut Random| Step::Form(Form::of(INCLUSIVE, random));
    let exclusive = |random: &mut Random| Step::Form(Form::of(EXCLUSIVE, random));
    let mut steps = Vec::new();
    if holds || random.one_in(2) {
        steps.push(Step::Enveloped);
    }
    match random.within(0, 159) {
        0..=69 => {}
        70..=99 => steps.push(inclusive(random)),
        100..=124 => steps.push(exclusive(random)),
        125..=144 => {
            steps.push(exclusive(random));
            steps.push(inclusive(random));
        }
        145..=149 => {
            steps.push(inclusive(random));
            steps.push(inclusive(random));
        }
        150..=153 => {
            steps.push(inclusive(random));
            steps.push(exclusive(random));
        }
        154..=156 => {
            steps.push(Step::Form(Form::of(INCLUSIVE_11, random)));
        }
        _ => {
            steps.retain(|step| !matches!(step, Step::Enveloped));
            steps.push(inclusive(random));
            steps.push(Step::Enveloped);
        }
    }
    steps
}

/// Someone to sign, and the hash to sign with.
fn signer(world: &World, features: &mut BTreeSet<Feature>, random: &mut Random) -> Result<(Signer, Hash)> {
    let hashes = [
        Hash::Sha1,
        Hash::Sha1,
        Hash::Sha256,
        Hash::Sha256,
        Hash::Sha256,
        Hash::Sha256,
        Hash::Sha384,
        Hash::Sha512,
    ];
    let hash = *random.pick(&hashes);
    let party = Party::company(random);
    Ok(match random.within(0, 19) {
        0 => {
            if hash == Hash::Sha384 {
                features.insert(Feature::ShortKeySha384);
            }
            (world.pki.odd(Oddity::Weak, &party)?, hash)
        }
        1..=4 => {
            let hash = if random.one_in(12) { hash } else { Hash::Sha256 };
            if hash != Hash::Sha256 {
                features.insert(Feature::EcdsaOtherHash);
            }
            (world.pki.odd(Oddity::Elliptic, &party)?, hash)
        }
        5 | 6 => ((*world.pki.authority).clone(), hash),
        _ => {
            let number = usize::try_from(random.within(0, 5)).unwrap_or(0);
            ((*world.seller(number).1).clone(), hash)
        }
    })
}

fn some_hash(random: &mut Random) -> Hash {
    *random.pick(&[Hash::Sha1, Hash::Sha256, Hash::Sha256, Hash::Sha256, Hash::Sha384, Hash::Sha512])
}

/// An Id of an element, one of two where it has two.
fn id_of(element: &Element, random: &mut Random) -> Option<String> {
    let all: Vec<&String> =
        element.attributes.iter().filter(|(name, _)| walk::is_id(name)).map(|(_, value)| value).collect();
    if all.is_empty() { None } else { Some((*random.pick(&all)).clone()) }
}

/// A Signature for this place of the document, what is special about it, and how it was made in words.
pub(crate) fn make(
    document: &Document,
    place: &Place,
    world: &World,
    random: &mut Random,
) -> Result<(Element, BTreeSet<Feature>, String)> {
    let mut features = place.features.clone();
    let (signer, hash) = signer(world, &mut features, random)?;
    let prefix = *random.pick(&["", "", "ds:", "ds:", "dsig:"]);
    let name = |local: &str| format!("{prefix}{local}");
    let mut signature = Element::new(&name("Signature"));
    let declaration =
        prefix.strip_suffix(':').map_or_else(|| "xmlns".to_owned(), |prefix| format!("xmlns:{prefix}"));
    signature.attributes.push((declaration.clone(), DSIG.to_owned()));
    for (name, value) in
        [("Id", random.hex(12)), ("xml:lang", "vi".to_owned()), ("xmlns:e3", "urn:spare".to_owned())]
    {
        if random.one_in(if name == "Id" { 2 } else { 10 }) {
            signature.attributes.push((name.to_owned(), value));
        }
    }
    let mut around = Around::inside(&document.root, &place.holder)?;
    around.enter(&signature);
    let indented = random.one_in(4);

    let object = (place.object && !random.one_in(5)).then(|| {
        let mut object = time_object(&name, random);
        if indented {
            object.indent(3);
        }
        object
    });
    let mut method = Form::some(random);
    if random.one_in(100) {
        method = Form::of(INCLUSIVE_11, random);
    }
    let algorithm =
        Element::new(&name("SignatureMethod")).attribute("Algorithm", method_uri(signer.key, hash));
    let mut info = Element::new(&name("SignedInfo"))
        .with(method.element(&name("CanonicalizationMethod")))
        .with(algorithm);
    if random.one_in(8) {
        info.attributes.push((declaration, DSIG.to_owned()));
    }
    let mut references = Vec::new();
    for target in &place.targets {
        references.push(data_reference(document, place, target, &name, random)?);
    }
    if let Some(object) = &object
        && !random.one_in(12)
    {
        references.push(object_reference(object, &around, &name, random));
        if random.one_in(2) {
            references.rotate_right(1);
        }
    }
    for reference in references {
        info.push(reference);
    }
    if indented {
        info.indent(2);
    }
    for node in [Node::Comment("đã ký".to_owned()), Node::Instruction("p".to_owned(), String::new())] {
        if random.one_in(100) {
            let place = usize::try_from(random.within(0, info.children.len() as u64)).unwrap_or(0);
            info.children.insert(place, node);
        }
    }

    let value = signer.key.sign(hash, method.canonical(&info, &around, true).as_bytes())?;
    let mut parts = vec![info, Element::leaf(&name("SignatureValue"), base64(&value, random.one_in(2)))];
    if random.one_in(100) {
        if random.one_in(2) {
            parts.push(Element::new(&name("KeyInfo")).with_leaf(&name("KeyName"), "không"));
        }
    } else {
        parts.push(key_info(&signer, &name, world, &mut features, random));
    }
    parts.extend(object);
    for part in parts {
        if indented {
            signature.children.push(Node::Text("\n    ".to_owned()));
        }
        signature.push(part);
    }
    if indented {
        signature.children.push(Node::Text("\n  ".to_owned()));
    }
    let kind = if signer.key.is_rsa() { "rsa" } else { "ecdsa" };
    let how = format!("{kind} {hash:?} {}", method.uri().rsplit('/').next().unwrap_or_default());
    Ok((signature, features, how))
}

fn data_reference(
    document: &Document,
    place: &Place,
    target: &str,
    name: &impl Fn(&str) -> String,
    random: &mut Random,
) -> Result<Element> {
    let hash = some_hash(random);
    if let Some(filter) = &place.filter {
        let mut steps = vec![Step::Intersect(format!("//{filter}"))];
        steps.push(if random.one_in(2) {
            Step::Enveloped
        } else {
            Step::Form(Form { base: EXCLUSIVE, comments: true, listed: Some(vec!["#default"]) })
        });
        let bytes = apply(&steps, document.root.at(filter)?, &Around::of(&document.root, filter)?, false);
        return Ok(reference(Some(String::new()), &steps, hash, &bytes, name, random));
    }
    let holds =
        target.is_empty() || place.holder == target || place.holder.starts_with(&format!("{target}/"));
    let steps = steps(holds, random);
    if target.is_empty() {
        return Ok(reference(Some(String::new()), &steps, hash, &whole(document, &steps), name, random));
    }
    let element = document.root.at(target)?;
    let around = Around::of(&document.root, target)?;
    let id = id_of(element, random).unwrap_or_default();
    let (uri, comments) = match random.within(0, 149) {
        0 => (Some(format!("#xpointer(id('{id}'))")), true),
        1 => (None, false),
        _ => (Some(format!("#{id}")), false),
    };
    Ok(reference(uri, &steps, hash, &apply(&steps, element, &around, comments), name, random))
}

fn object_reference(
    object: &Element,
    around: &Around,
    name: &impl Fn(&str) -> String,
    random: &mut Random,
) -> Element {
    let mut steps = steps(false, random);
    // Mostly without: by the letter it leaves nothing of an object inside the signature.
    if !random.one_in(6) {
        steps.retain(|step| !matches!(step, Step::Enveloped));
    }
    let uri = object.id().map(|id| format!("#{id}"));
    reference(uri, &steps, some_hash(random), &apply(&steps, object, around, false), name, random)
}

fn reference(
    uri: Option<String>,
    steps: &[Step],
    hash: Hash,
    bytes: &str,
    name: &impl Fn(&str) -> String,
    random: &mut Random,
) -> Element {
    let mut reference = Element::new(&name("Reference"));
    if random.one_in(10) {
        reference.attributes.push(("Id".to_owned(), format!("r{}", random.hex(8))));
    }
    if let Some(uri) = uri {
        reference.attributes.push(("URI".to_owned(), uri));
    }
    if random.one_in(8) {
        reference.attributes.push(("Type".to_owned(), format!("{DSIG}SignatureProperties")));
    }
    if !steps.is_empty() {
        let mut list = Element::new(&name("Transforms"));
        for step in steps {
            list.push(match step {
                Step::Enveloped => Element::new(&name("Transform")).attribute("Algorithm", ENVELOPED),
                Step::Form(form) => form.element(&name("Transform")),
                Step::Intersect(path) => {
                    Element::new(&name("Transform")).attribute("Algorithm", FILTER).with(
                        Element::leaf("XPath", path.clone())
                            .attribute("xmlns", FILTER)
                            .attribute("Filter", "intersect"),
                    )
                }
            });
        }
        reference.push(list);
    }
    reference.push(Element::new(&name("DigestMethod")).attribute("Algorithm", digest_uri(hash)));
    reference
        .push(Element::leaf(&name("DigestValue"), base64(&hash.digest(bytes.as_bytes()), random.one_in(6))));
    reference
}

fn time_object(name: &impl Fn(&str) -> String, random: &mut Random) -> Element {
    let time = format!("2026-10-{:02}T09:30:11", random.within(1, 28));
    let property = Element::new(&name("SignatureProperty"))
        .attribute("Target", *random.pick(&["", "#x", "signatureProperties"]))
        .with_leaf(&name("SigningTime"), time);
    let mut properties = Element::new(&name("SignatureProperties"));
    if name("").is_empty() && random.one_in(2) {
        properties = properties.attribute("xmlns", "");
    }
    Element::new(&name("Object"))
        .attribute("Id", format!("SigningTime-{}", random.hex(8)))
        .with(properties.with(property))
}

fn key_info(
    signer: &Signer,
    name: &impl Fn(&str) -> String,
    world: &World,
    features: &mut BTreeSet<Feature>,
    random: &mut Random,
) -> Element {
    let mut info = Element::new(&name("KeyInfo"));
    let wrapped = random.one_in(2);
    if random.one_in(4)
        && let Some((mut modulus, exponent)) = signer.key.rsa_numbers()
    {
        if random.one_in(6) {
            modulus.reverse();
            features.insert(Feature::OtherKeyValue);
        } else {
            features.insert(Feature::KeyValue);
        }
        let value = Element::new(&name("RSAKeyValue"))
            .with_leaf(&name("Modulus"), base64(&modulus, wrapped))
            .with_leaf(&name("Exponent"), base64(&exponent, wrapped));
        info.push(Element::new(&name("KeyValue")).with(value));
    }
    let mut certificates = vec![signer.certificate.clone()];
    if random.one_in(12) {
        certificates.push(world.pki.public.certificate.clone());
        if random.one_in(2) {
            certificates.push(world.pki.public_root.certificate.clone());
        }
        if random.one_in(3) {
            certificates.rotate_left(1);
            features.insert(Feature::OwnCertificateLater);
        }
    }
    let mut data = Element::new(&name("X509Data"));
    if random.one_in(2) {
        data.push(Element::leaf(&name("X509SubjectName"), signer.subject.clone()));
    }
    for certificate in certificates {
        let leaf = Element::leaf(&name("X509Certificate"), base64(&certificate, wrapped));
        if !data.children.is_empty() && random.one_in(8) {
            info.push(std::mem::replace(&mut data, Element::new(&name("X509Data"))));
        }
        data.push(leaf);
    }
    info.push(data);
    info
}

/// The ways to all parts of signatures of this name.
pub(crate) fn parts(root: &Element, part: &str) -> Vec<walk::Way> {
    walk::elements(root, &|names, _| {
        names.contains(&"Signature") && names.last().is_some_and(|name| *name == part)
    })
}
