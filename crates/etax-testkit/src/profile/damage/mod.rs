//! What is done to a document after it is signed.

mod markup;
mod reference;

use super::dress::Dress;
use super::signature::parts;
use super::walk::{Way, at, elements, is_id};
use super::{Document, Feature};
use crate::error::Result;
use crate::random::Random;
use crate::tree::{Element, Node};
use crate::world::World;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use markup::{base64_text, commented, stray};
use reference::{algorithm, references, removed, uri};
use std::collections::BTreeSet;

type Signatures = [BTreeSet<Feature>];

/// Something to do; whether there was anything to do it to.
type Deed = fn(&mut Document, &mut Signatures, &mut Dress, &World, &mut Random) -> Result<bool>;

const DEEDS: &[(&str, Deed)] = &[
    ("text changed", text),
    ("text changed", text),
    ("attribute changed", attribute),
    ("children exchanged", exchanged),
    ("digest changed", |d, _, _, _, r| Ok(bits(d, "DigestValue", r).is_some())),
    ("signature value changed", |d, _, _, _, r| Ok(bits(d, "SignatureValue", r).is_some())),
    ("certificate changed", |d, s, _, _, r| {
        let done = bits(d, "X509Certificate", r);
        Ok(remark(done, d, s, Feature::CertificateChanged))
    }),
    ("digest algorithm changed", |d, _, _, _, r| Ok(algorithm(d, "DigestMethod", r))),
    ("signature algorithm changed", |d, _, _, _, r| Ok(algorithm(d, "SignatureMethod", r))),
    ("canonicalization changed", |d, _, _, _, r| Ok(algorithm(d, "CanonicalizationMethod", r))),
    ("transform changed", |d, _, _, _, r| Ok(algorithm(d, "Transform", r))),
    ("references exchanged", references),
    ("transform removed", |d, _, _, _, r| Ok(removed(d, "Transform", r).is_some())),
    ("reference removed", |d, _, _, _, r| Ok(removed(d, "Reference", r).is_some())),
    ("KeyInfo removed", |d, _, _, _, r| Ok(removed(d, "KeyInfo", r).is_some())),
    ("reference renamed", uri),
    ("Id renamed", renamed),
    ("Id repeated", repeated),
    ("Id repeated", repeated),
    ("Id repeated", repeated),
    ("certificate swapped", swapped),
    ("comment inserted", |d, _, _, _, r| Ok(inserted(d, Node::Comment("thêm".to_owned()), r))),
    ("instruction inserted", |d, _, _, _, r| {
        Ok(inserted(d, Node::Instruction("thêm".to_owned(), "a".to_owned()), r))
    }),
    ("white space inserted", |d, _, _, _, r| Ok(inserted(d, Node::Text(" ".to_owned()), r))),
    ("element inserted", |d, _, _, _, r| Ok(inserted(d, Node::Element(Element::leaf("Thêm", "1")), r))),
    ("indented again", indented),
    ("prefix renamed", prefix),
    ("declaration added above", |d, _, _, _, r| Ok(above(d, "xmlns:thêm", "urn:added", r))),
    ("xml:lang added above", |d, _, _, _, r| Ok(above(d, "xml:lang", "la", r))),
    ("nearer xml:lang added", nearer),
    ("nearer xml:lang added", nearer),
    ("nodes around the root changed", around),
    ("comment in a value", commented),
    ("comment in SignedInfo", |d, _, _, _, r| {
        let ways = parts(&d.root, "SignedInfo");
        Ok(inserted_at(d, &ways, Node::Comment("thêm".to_owned()), r).is_some())
    }),
    ("white space in SignedInfo", |d, _, _, _, r| {
        let ways = parts(&d.root, "SignedInfo");
        Ok(inserted_at(d, &ways, Node::Text("\n".to_owned()), r).is_some())
    }),
    ("text in the signature", |d, _, _, _, r| {
        let part = *r.pick(&["Signature", "KeyInfo", "X509Data", "SignedInfo"]);
        let ways = parts(&d.root, part);
        Ok(inserted_at(d, &ways, Node::Text("x".to_owned()), r).is_some())
    }),
    ("base64 broken over lines", |d, _, _, _, r| {
        Ok(base64_text(d, r, &|text, _| text.insert(5, '\n')).is_some())
    }),
    ("base64 with a foreign character", |d, s, _, _, r| {
        let done =
            base64_text(d, r, &|text, r| text.insert_str(4, r.pick::<&str>(&["-", "\u{A0}", "!", "."])));
        Ok(remark(done, d, s, Feature::Base64Foreign))
    }),
    ("base64 with other padding", |d, s, _, _, r| {
        let done = base64_text(d, r, &|text, _| {
            if text.ends_with('=') {
                text.pop();
            } else {
                text.push('=');
            }
        });
        Ok(remark(done, d, s, Feature::Base64Padding))
    }),
    ("base64 with stray bits", |d, s, _, _, r| {
        let done = base64_text(d, r, &stray);
        Ok(remark(done, d, s, Feature::Base64StrayBits))
    }),
    ("written another way", |_, _, dress, _, r| {
        let sections = dress.sections_in_signed_info;
        *dress = Dress::some(r);
        dress.sections_in_signed_info = sections;
        Ok(true)
    }),
];

/// Does something, drawn by lot, and says what.
pub(crate) fn some(
    document: &mut Document,
    signatures: &mut [BTreeSet<Feature>],
    dress: &mut Dress,
    world: &World,
    random: &mut Random,
) -> Result<Option<&'static str>> {
    let (name, deed) = *random.pick(DEEDS);
    Ok(deed(document, signatures, dress, world, random)?.then_some(name))
}

/// Rarely, changes the bytes of the file themselves.
pub(crate) fn bytes(
    mut bytes: Vec<u8>,
    features: &mut BTreeSet<Feature>,
    damage: &mut Vec<&'static str>,
    random: &mut Random,
) -> Vec<u8> {
    let place = usize::try_from(random.within(0, bytes.len() as u64 - 1)).unwrap_or(0);
    match random.within(0, 99) {
        0..=7 => {
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 1 << random.within(0, 6);
            }
            damage.push("bit changed in the file");
        }
        8 => {
            bytes.truncate(place);
            damage.push("file cut");
        }
        _ => return bytes,
    }
    features.insert(Feature::Broken);
    bytes
}

/// Notes a feature of the signature that a way leads into.
fn remark(way: Option<Way>, document: &Document, signatures: &mut Signatures, feature: Feature) -> bool {
    let Some(way) = way else { return false };
    let all = elements(&document.root, &|names, _| names.last() == Some(&"Signature"));
    let owner = all.iter().position(|signature| way.starts_with(signature));
    if let Some(features) = owner.and_then(|owner| signatures.get_mut(owner)) {
        features.insert(feature);
    }
    true
}

fn outside(root: &Element) -> Vec<Way> {
    elements(root, &|names, _| !names.contains(&"Signature"))
}

fn pick<'w>(ways: &'w [Way], random: &mut Random) -> Option<&'w Way> {
    (!ways.is_empty()).then(|| random.pick(ways))
}

fn text(d: &mut Document, _: &mut Signatures, _: &mut Dress, _: &World, random: &mut Random) -> Result<bool> {
    let has_text = |element: &Element| element.children.iter().any(|node| matches!(node, Node::Text(_)));
    let ways = elements(&d.root, &|names, element| {
        has_text(element) && (!names.contains(&"Signature") || names.contains(&"Object"))
    });
    let Some(way) = pick(&ways, random) else { return Ok(false) };
    let texts = at(&mut d.root, way).children.iter_mut().filter_map(|node| match node {
        Node::Text(text) => Some(text),
        _ => None,
    });
    let Some(text) = texts.last() else { return Ok(false) };
    match random.within(0, 3) {
        0 => text.push_str(random.pick::<&str>(&["1", " ", "\n", "\u{301}"])),
        1 => *text = text.replace(char::is_whitespace, "  "),
        2 => *text = format!("9{text}"),
        _ => {
            text.pop();
        }
    }
    Ok(true)
}

fn attribute(
    d: &mut Document,
    _: &mut Signatures,
    _: &mut Dress,
    _: &World,
    random: &mut Random,
) -> Result<bool> {
    let ways = elements(&d.root, &|names, element| {
        !names.contains(&"Signature") && element.attributes.iter().any(|(name, _)| !is_kept(name))
    });
    let Some(way) = pick(&ways, random) else { return Ok(false) };
    let element = at(&mut d.root, way);
    if random.one_in(3) {
        element.attributes.retain(|(name, _)| is_kept(name));
    } else if let Some((_, value)) = element.attributes.iter_mut().find(|(name, _)| !is_kept(name)) {
        value.push_str(random.pick::<&str>(&["x", " ", "\n"]));
    }
    Ok(true)
}

/// Namespaces and Ids are changed elsewhere.
fn is_kept(name: &str) -> bool {
    name.starts_with("xmlns") || is_id(name)
}

fn exchanged(
    d: &mut Document,
    _: &mut Signatures,
    _: &mut Dress,
    _: &World,
    random: &mut Random,
) -> Result<bool> {
    let ways = elements(&d.root, &|names, element| {
        !names.contains(&"Signature") && element.elements().count() > 1 && names.len() > 1
    });
    let Some(way) = pick(&ways, random) else { return Ok(false) };
    at(&mut d.root, way).children.reverse();
    Ok(true)
}

/// One bit of a base64 value.
fn bits(d: &mut Document, part: &str, random: &mut Random) -> Option<Way> {
    let ways = parts(&d.root, part);
    let way = pick(&ways, random)?;
    let element = at(&mut d.root, way);
    let packed: String = element.text().split_whitespace().collect();
    let mut value = STANDARD.decode(packed).ok()?;
    let place = usize::try_from(random.within(0, value.len() as u64 - 1)).unwrap_or(0);
    if let Some(byte) = value.get_mut(place) {
        *byte ^= 1 << random.within(0, 7);
    }
    element.children = vec![Node::Text(STANDARD.encode(value))];
    Some(way.clone())
}

fn with_id(root: &Element) -> Vec<Way> {
    elements(root, &|_, element| element.attributes.iter().any(|(name, _)| is_id(name)))
}

fn renamed(
    d: &mut Document,
    _: &mut Signatures,
    _: &mut Dress,
    _: &World,
    random: &mut Random,
) -> Result<bool> {
    let ways = with_id(&d.root);
    let Some(way) = pick(&ways, random) else { return Ok(false) };
    for (name, value) in &mut at(&mut d.root, way).attributes {
        if is_id(name) {
            value.push('x');
        }
    }
    Ok(true)
}

/// Another element gets the Id of one that has one.
fn repeated(
    d: &mut Document,
    _: &mut Signatures,
    _: &mut Dress,
    _: &World,
    random: &mut Random,
) -> Result<bool> {
    let ways = with_id(&d.root);
    let Some(way) = pick(&ways, random).cloned() else { return Ok(false) };
    let attributes = &at(&mut d.root, &way).attributes;
    let Some(id) = attributes.iter().find(|(name, _)| is_id(name)).cloned() else {
        return Ok(false);
    };
    let others = elements(&d.root, &|names, element| {
        (!names.contains(&"Signature") || names.contains(&"Object"))
            && !element.attributes.iter().any(|(name, _)| is_id(name))
    });
    // The root is the first in document order: whoever takes the first takes it.
    let first = others.first().filter(|_| random.one_in(2));
    let Some(other) = first.or_else(|| pick(&others, random)) else { return Ok(false) };
    at(&mut d.root, other).attributes.push(id);
    Ok(true)
}

fn swapped(
    d: &mut Document,
    s: &mut Signatures,
    _: &mut Dress,
    world: &World,
    random: &mut Random,
) -> Result<bool> {
    let ways = parts(&d.root, "X509Certificate");
    let Some(way) = pick(&ways, random) else { return Ok(false) };
    let number = usize::try_from(random.within(0, 5)).unwrap_or(0);
    let other = STANDARD.encode(&world.seller(number).1.certificate);
    at(&mut d.root, way).children = vec![Node::Text(other)];
    Ok(remark(Some(way.clone()), d, s, Feature::OtherCertificate))
}

fn inserted_at(d: &mut Document, ways: &[Way], node: Node, random: &mut Random) -> Option<Way> {
    let way = pick(ways, random)?;
    let children = &mut at(&mut d.root, way).children;
    let place = usize::try_from(random.within(0, children.len() as u64)).unwrap_or(0);
    children.insert(place, node);
    Some(way.clone())
}

fn inserted(d: &mut Document, node: Node, random: &mut Random) -> bool {
    let ways = outside(&d.root);
    inserted_at(d, &ways, node, random).is_some()
}

fn indented(d: &mut Document, _: &mut Signatures, _: &mut Dress, _: &World, _: &mut Random) -> Result<bool> {
    d.root.indent(0);
    Ok(true)
}

/// Every use of a prefix becomes another: the same names to a reader, not to a digest.
fn prefix(
    d: &mut Document,
    _: &mut Signatures,
    _: &mut Dress,
    _: &World,
    random: &mut Random,
) -> Result<bool> {
    fn rename(element: &mut Element, from: &str) {
        let prefixed = format!("{from}:");
        let swap = |name: &mut String| {
            if let Some(rest) = name.strip_prefix(&prefixed) {
                *name = format!("khác:{rest}");
            } else if name.strip_prefix("xmlns:") == Some(from) {
                *name = "xmlns:khác".to_owned();
            }
        };
        swap(&mut element.name);
        element.attributes.iter_mut().for_each(|(name, _)| swap(name));
        element.elements_mut().for_each(|child| rename(child, from));
    }
    let ways = elements(&d.root, &|_, element| {
        element
            .attributes
            .iter()
            .any(|(name, value)| name.starts_with("xmlns:") && value != super::form::EXCLUSIVE)
    });
    let Some(way) = pick(&ways, random) else { return Ok(false) };
    let element = at(&mut d.root, way);
    let declared =
        element.attributes.iter().find_map(|(name, _)| name.strip_prefix("xmlns:")).map(str::to_owned);
    if let Some(declared) = declared {
        rename(element, &declared);
    }
    Ok(true)
}

fn above(d: &mut Document, name: &str, value: &str, random: &mut Random) -> bool {
    let ways = elements(&d.root, &|names, element| {
        !names.contains(&"SignedInfo")
            && element.elements().count() > 0
            && !element.attributes.iter().any(|(known, _)| known == name)
    });
    let Some(way) = pick(&ways, random) else { return false };
    at(&mut d.root, way).attributes.push((name.to_owned(), value.to_owned()));
    true
}

/// Between the signature and an element above it that has `xml:lang`, another.
fn nearer(
    d: &mut Document,
    _: &mut Signatures,
    _: &mut Dress,
    _: &World,
    random: &mut Random,
) -> Result<bool> {
    let has = |element: &Element| element.attributes.iter().any(|(name, _)| name == "xml:lang");
    let spoken = elements(&d.root, &|_, element| has(element));
    let signatures = elements(&d.root, &|names, _| names.last() == Some(&"Signature"));
    let between: Vec<Way> = elements(&d.root, &|_, element| !has(element))
        .into_iter()
        .filter(|way| spoken.iter().any(|above| way.starts_with(above)))
        .filter(|way| signatures.iter().any(|signature| signature.starts_with(way)))
        .collect();
    let Some(way) = pick(&between, random) else { return Ok(false) };
    at(&mut d.root, way).attributes.push(("xml:lang".to_owned(), "la".to_owned()));
    Ok(true)
}

fn around(
    d: &mut Document,
    _: &mut Signatures,
    _: &mut Dress,
    _: &World,
    random: &mut Random,
) -> Result<bool> {
    let node = if random.one_in(2) {
        Node::Comment("thêm".to_owned())
    } else {
        Node::Instruction("thêm".to_owned(), String::new())
    };
    if random.one_in(2) {
        d.before.push(node)
    } else {
        d.after.push(node)
    }
    Ok(true)
}
