//! What can be seen of a finished tree, whatever made it so.

use std::collections::{BTreeMap, BTreeSet};

use super::Feature;
use super::form::{ENVELOPED, EXCLUSIVE, FILTER, INCLUSIVE, INCLUSIVE_11};
use super::walk::{is_id, local};
use crate::tree::{Element, Node};

/// Adds to each signature, in document order, what it and its document show.
pub(crate) fn observe(root: &Element, signatures: &mut [BTreeSet<Feature>]) {
    let mut ids = BTreeMap::new();
    count_ids(root, &mut ids);
    let mut document = BTreeSet::new();
    if ids.values().any(|times| *times > 1) {
        document.insert(Feature::DuplicateId);
    }
    let commented = any(root, &|part| part.children.iter().any(|node| matches!(node, Node::Comment(_))));
    let mut seen = Vec::new();
    walk(root, &mut Vec::new(), commented, &mut seen);
    for (features, found) in signatures.iter_mut().zip(seen) {
        features.extend(found);
        features.extend(&document);
    }
}

fn count_ids(element: &Element, ids: &mut BTreeMap<String, usize>) {
    for (name, value) in &element.attributes {
        if is_id(name) {
            *ids.entry(value.clone()).or_default() += 1;
        }
    }
    element.elements().for_each(|child| count_ids(child, ids));
}

fn walk<'e>(
    element: &'e Element,
    above: &mut Vec<&'e Element>,
    commented: bool,
    seen: &mut Vec<BTreeSet<Feature>>,
) {
    above.push(element);
    if local(&element.name) == "Signature" {
        let mut found = of_signature(element, commented);
        let names = above.iter().flat_map(|element| &element.attributes).map(|(name, _)| name.as_str());
        let mut names: Vec<&str> = names.filter(|name| name.starts_with("xml:")).collect();
        if !names.is_empty() {
            found.insert(Feature::XmlAttribute);
        }
        names.sort_unstable();
        if names.windows(2).any(|pair| pair.first() == pair.last()) {
            found.insert(Feature::RepeatedXmlAttribute);
        }
        seen.push(found);
    }
    for child in element.elements() {
        walk(child, above, commented, seen);
    }
    above.pop();
}

fn of_signature(signature: &Element, commented: bool) -> BTreeSet<Feature> {
    let mut found = BTreeSet::new();
    let object = signature.elements().find(|part| local(&part.name) == "Object").and_then(Element::id);
    let mut certificates = 0;
    each(signature, &mut |part| {
        let list = matches!(local(&part.name), "Signature" | "SignedInfo" | "KeyInfo" | "X509Data");
        if list && !part.text().trim().is_empty() {
            found.insert(Feature::TextInSignature);
        }
    });
    each(signature, &mut |part| match local(&part.name) {
        "Reference" => of_reference(part, object, commented, &mut found),
        "CanonicalizationMethod" if algorithm(part).starts_with(INCLUSIVE_11) => {
            found.insert(Feature::Canonical11);
        }
        "X509Certificate" | "SignatureValue" => {
            certificates += usize::from(local(&part.name) == "X509Certificate");
            if part.children.iter().any(|node| matches!(node, Node::Comment(_))) {
                found.insert(Feature::CommentInValue);
            }
        }
        "SignedInfo" => each(part, &mut |inside| {
            for node in &inside.children {
                match node {
                    Node::Comment(_) => found.insert(Feature::CommentInSignedInfo),
                    Node::Instruction(..) => found.insert(Feature::InstructionInSignedInfo),
                    _ => false,
                };
            }
        }),
        _ => {}
    });
    match certificates {
        0 => found.insert(Feature::NoCertificate),
        1 => false,
        _ => found.insert(Feature::SeveralCertificates),
    };
    found
}

fn of_reference(reference: &Element, object: Option<&str>, commented: bool, found: &mut BTreeSet<Feature>) {
    let uri = reference.attributes.iter().find(|(name, _)| name == "URI").map(|(_, uri)| uri.as_str());
    match uri {
        None => found.insert(Feature::NoUri),
        Some("") if !any(reference, &|part| algorithm(part) == FILTER) => found.insert(Feature::Whole),
        Some(uri) => uri.starts_with("#xpointer(") && found.insert(Feature::XPointer),
    };
    let mut transforms = Vec::new();
    each(reference, &mut |part| {
        if local(&part.name) == "Transform" {
            transforms.push(algorithm(part));
        }
    });
    let forms: Vec<(usize, &str)> =
        transforms.iter().copied().enumerate().filter(|(_, uri)| is_form(uri)).collect();
    let enveloped = transforms.iter().rposition(|uri| *uri == ENVELOPED);
    let mut note = |holds: bool, feature: Feature| {
        if holds {
            found.insert(feature);
        }
    };
    note(forms.iter().any(|(_, uri)| uri.starts_with(INCLUSIVE_11)), Feature::Canonical11);
    note(transforms.contains(&FILTER), Feature::XPathFilter);
    let own = uri.and_then(|uri| uri.strip_prefix('#')).is_some_and(|id| Some(id) == object);
    note(enveloped.is_some() && own, Feature::EnvelopedObject);
    let first = forms.first().map(|(at, _)| *at);
    note(first.zip(enveloped).is_some_and(|(form, enveloped)| form < enveloped), Feature::LateEnveloped);
    let inclusive =
        forms.iter().position(|(_, uri)| uri.starts_with(INCLUSIVE) || uri.starts_with(INCLUSIVE_11));
    let exclusive = forms.iter().rposition(|(_, uri)| uri.starts_with(EXCLUSIVE));
    note(inclusive.zip(exclusive).is_some_and(|(a, b)| a < b), Feature::ExclusiveAfterInclusive);
    if let [earlier @ .., _] = forms.as_slice()
        && !earlier.is_empty()
    {
        note(enveloped.is_some(), Feature::EnvelopedThenTwice);
        let asked = earlier.iter().any(|(_, uri)| uri.ends_with("WithComments"));
        note(asked && commented, Feature::CommentsAskedTwice);
    }
}

fn is_form(uri: &str) -> bool {
    [INCLUSIVE, INCLUSIVE_11, EXCLUSIVE].iter().any(|form| uri.starts_with(form))
}

fn algorithm(element: &Element) -> &str {
    element.attributes.iter().find(|(name, _)| name == "Algorithm").map_or("", |(_, uri)| uri)
}

fn each<'e>(element: &'e Element, visit: &mut dyn FnMut(&'e Element)) {
    visit(element);
    for child in element.elements() {
        each(child, visit);
    }
}

fn any(element: &Element, test: &dyn Fn(&Element) -> bool) -> bool {
    test(element) || element.elements().any(|child| any(child, test))
}
