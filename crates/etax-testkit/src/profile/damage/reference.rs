//! Damage to references and algorithms.

use super::super::Document;
use super::super::dress::Dress;
use super::super::signature::parts;
use super::super::walk::{Way, at, elements, local};
use super::{Signatures, pick};
use crate::error::Result;
use crate::random::Random;
use crate::tree::Node;
use crate::world::World;

const ALGORITHMS: &[(&str, &[&str])] = &[
    (
        "DigestMethod",
        &[
            "http://www.w3.org/2000/09/xmldsig#sha1",
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "http://www.w3.org/2001/04/xmlenc#sha512",
            "http://www.w3.org/2001/04/xmldsig-more#md5",
            "urn:none",
            "",
        ],
    ),
    (
        "SignatureMethod",
        &[
            "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
            "urn:none",
        ],
    ),
    (
        "",
        &[
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
            "http://www.w3.org/2001/10/xml-exc-c14n#",
            "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
            "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
            "urn:none",
        ],
    ),
];

pub(super) fn algorithm(d: &mut Document, part: &str, random: &mut Random) -> bool {
    let ways = parts(&d.root, part);
    let Some(way) = pick(&ways, random) else { return false };
    let list = ALGORITHMS.iter().find(|(name, _)| *name == part || name.is_empty());
    let uri = list.map_or("", |(_, list)| *random.pick(list));
    at(&mut d.root, way).set_attribute("Algorithm", uri);
    true
}

pub(super) fn references(
    d: &mut Document,
    _: &mut Signatures,
    _: &mut Dress,
    _: &World,
    random: &mut Random,
) -> Result<bool> {
    let ways = elements(&d.root, &|names, element| {
        names.last() == Some(&"SignedInfo") && element.elements().count() > 3
    });
    let Some(way) = pick(&ways, random) else { return Ok(false) };
    let info = at(&mut d.root, way);
    let places: Vec<usize> = info
        .children
        .iter()
        .enumerate()
        .filter(|(_, node)| matches!(node, Node::Element(child) if local(&child.name) == "Reference"))
        .map(|(place, _)| place)
        .collect();
    if let [first, second, ..] = places[..] {
        info.children.swap(first, second);
    }
    Ok(true)
}

pub(super) fn removed(d: &mut Document, part: &str, random: &mut Random) -> Option<Way> {
    let ways = parts(&d.root, part);
    let way = pick(&ways, random)?;
    let (last, parent) = way.split_last()?;
    at(&mut d.root, parent).children.remove(*last);
    Some(way.clone())
}

pub(super) fn uri(
    d: &mut Document,
    _: &mut Signatures,
    _: &mut Dress,
    _: &World,
    random: &mut Random,
) -> Result<bool> {
    let ways = parts(&d.root, "Reference");
    let Some(way) = pick(&ways, random) else { return Ok(false) };
    let reference = at(&mut d.root, way);
    let known =
        reference.attributes.iter().find(|(name, _)| name == "URI").map_or("", |(_, value)| value.as_str());
    let other = match random.within(0, 4) {
        0 => known.trim_start_matches('#').to_owned(),
        1 => format!("{known}x"),
        2 => String::new(),
        3 => format!("http://files.example/{known}"),
        _ => "#".to_owned(),
    };
    reference.set_attribute("URI", &other);
    Ok(true)
}
