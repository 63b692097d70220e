//! The strict form of a `Signature` element (XML Signature 1.1, section 4).
//!
//! Nothing but the schema's elements in the schema's order, and no comment, processing instruction
//! or CDATA inside `SignedInfo` or a value: several published attacks live on what a verifier
//! skips there (CVE-2025-29774, CVE-2025-29775).

use super::algorithm::{
    DigestAlgorithm, ENVELOPED, EXCLUSIVE, canonical_form, digest_algorithm, signature_algorithm,
};
use super::filter::{FILTER, Filter};
use super::notes::Notes;
use super::pki::{Cache, Entry, SignatureAlgorithm};
use super::{base64, rules};
use crate::report::Finding;
use crate::xml::{DSIG, Element};
use std::borrow::Cow;

/// References of one signature. Real ones have one to three.
pub(crate) const MOST_REFERENCES: usize = 8;
/// Transforms of one reference. Real ones have none to two.
const MOST_TRANSFORMS: usize = 5;
/// Certificates of one signature. Real ones have one.
const MOST_CERTIFICATES: usize = 6;
/// Bytes of a signature value: the largest RSA modulus.
const LONGEST_VALUE: usize = 1024;
/// Prefixes in one InclusiveNamespaces.
const MOST_PREFIXES: usize = 32;

/// How a reference's element becomes bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) exclusive: bool,
    pub(crate) comments: bool,
    pub(crate) prefixes: Vec<String>,
    /// enveloped-signature stands before the canonicalization.
    pub(crate) enveloped: bool,
    /// enveloped-signature stands after it, where only a no-op is possible.
    pub(crate) enveloped_late: bool,
    /// Stands before anything else: the reference is to what it selects.
    pub(crate) filter: Option<Filter>,
}

/// One `Reference`.
#[derive(Debug)]
pub(crate) struct Reference<'d> {
    pub(crate) element: Element<'d>,
    pub(crate) uri: Option<Cow<'d, str>>,
    /// `None` when a transform is outside the profile; a finding says which.
    pub(crate) plan: Option<Plan>,
    pub(crate) digest: Option<DigestAlgorithm>,
    pub(crate) value: Vec<u8>,
    pub(crate) value_element: Element<'d>,
}

/// What stands in one `X509Certificate`.
#[derive(Debug)]
pub(crate) enum Carried {
    /// Bytes that the cache does not know by their text.
    Der(Vec<u8>),
    /// What the cache knows of the text.
    Known(Entry),
}

/// One `Signature`, read.
#[derive(Debug)]
pub(crate) struct Form<'d> {
    pub(crate) element: Element<'d>,
    pub(crate) signed_info: Element<'d>,
    pub(crate) method: Option<Plan>,
    pub(crate) algorithm: Option<SignatureAlgorithm>,
    pub(crate) references: Vec<Reference<'d>>,
    pub(crate) value: Vec<u8>,
    pub(crate) value_element: Element<'d>,
    pub(crate) certificates: Vec<(Element<'d>, Carried)>,
    pub(crate) key_values: Vec<Element<'d>>,
    pub(crate) objects: Vec<Element<'d>>,
}

impl<'d> Form<'d> {
    /// Reads a `Signature`. `None` when it is not of the schema's form; findings say why.
    ///
    /// Certificates that `cache` knows by their text are not decoded again.
    pub(crate) fn read(element: Element<'d>, cache: Option<&Cache>, notes: &mut Notes) -> Option<Self> {
        let mut children = element.children().peekable();
        if !holds_only_elements(element) {
            return malformed(notes, element, "element()*");
        }
        let Some(signed_info) = children.next_if(|child| child.is(DSIG, "SignedInfo")) else {
            return malformed(notes, element, "SignedInfo");
        };
        let Some(value_element) = children.next_if(|child| child.is(DSIG, "SignatureValue")) else {
            return malformed(notes, element, "SignatureValue");
        };
        let key_info = children.next_if(|child| child.is(DSIG, "KeyInfo"));
        let mut objects = Vec::new();
        while let Some(object) = children.next_if(|child| child.is(DSIG, "Object")) {
            objects.push(object);
        }
        if let Some(extra) = children.next() {
            return malformed(notes, extra, "Object");
        }
        if objects.len() > MOST_REFERENCES {
            return malformed(notes, element, "Object{0,8}");
        }
        let Some(value) = value_of(value_element, LONGEST_VALUE) else {
            return malformed(notes, value_element, "base64");
        };
        if signed_info.descendants().chain([signed_info]).any(|inside| !inside.is_plain()) {
            return malformed(notes, signed_info, "text()");
        }
        if !holds_only_elements(signed_info) {
            return malformed(notes, signed_info, "element()*");
        }
        let mut parts = signed_info.children().peekable();
        let Some(method_element) = parts.next_if(|part| part.is(DSIG, "CanonicalizationMethod")) else {
            return malformed(notes, signed_info, "CanonicalizationMethod");
        };
        let Some(algorithm_element) = parts.next_if(|part| part.is(DSIG, "SignatureMethod")) else {
            return malformed(notes, signed_info, "SignatureMethod");
        };
        let mut references = Vec::new();
        for part in parts {
            if !part.is(DSIG, "Reference") || references.len() == MOST_REFERENCES {
                return malformed(notes, part, "Reference{1,8}");
            }
            references.push(reference(part, notes)?);
        }
        if references.is_empty() {
            return malformed(notes, signed_info, "Reference");
        }
        let (certificates, key_values) = match key_info {
            Some(key_info) => key_material(key_info, cache, notes)?,
            None => (Vec::new(), Vec::new()),
        };
        Some(Self {
            element,
            signed_info,
            method: method(method_element, notes),
            algorithm: known(algorithm_element, signature_algorithm, notes)
                // HMACOutputLength and RSASSA-PSS parameters change what is verified.
                .filter(|_| no_children(algorithm_element, notes)),
            references,
            value,
            value_element,
            certificates,
            key_values,
            objects,
        })
    }
}

fn malformed<T>(notes: &mut Notes, at: Element<'_>, expected: &str) -> Option<T> {
    notes.invalid(Finding::new(&rules::SCHEMA).at(at).expected(expected));
    None
}

fn holds_only_elements(element: Element<'_>) -> bool {
    element.trimmed().is_empty()
}

/// The bytes of a base64 leaf without comments, processing instructions, CDATA or elements.
fn value_of(element: Element<'_>, most: usize) -> Option<Vec<u8>> {
    base64::decode(&leaf_text(element)?, most)
}

/// The text of a leaf without comments, processing instructions, CDATA or elements.
fn leaf_text(element: Element<'_>) -> Option<Cow<'_, str>> {
    (element.is_plain() && element.is_leaf()).then(|| element.text())
}

fn known<T>(element: Element<'_>, lookup: fn(&str) -> Option<T>, notes: &mut Notes) -> Option<T> {
    let uri = element.attribute("Algorithm").unwrap_or_default();
    let found = lookup(&uri);
    if found.is_none() {
        notes.undecided(Finding::new(&rules::ALGORITHM).at(element).found(uri));
    }
    found
}

fn no_children(element: Element<'_>, notes: &mut Notes) -> bool {
    let child = element.children().next();
    if let Some(child) = child {
        notes.undecided(Finding::new(&rules::ALGORITHM).at(child).found(child.local()));
    }
    child.is_none()
}

fn method(element: Element<'_>, notes: &mut Notes) -> Option<Plan> {
    let (exclusive, comments) = known(element, canonical_form, notes)?;
    let prefixes = inclusive_prefixes(element, exclusive, notes)?;
    Some(Plan { exclusive, comments, prefixes, ..Plan::default() })
}

/// The prefixes of `InclusiveNamespaces`, the only parameter a canonicalization may have.
fn inclusive_prefixes(element: Element<'_>, exclusive: bool, notes: &mut Notes) -> Option<Vec<String>> {
    let mut prefixes = Vec::new();
    for (index, child) in element.children().enumerate() {
        if !exclusive || index > 0 || !child.is(EXCLUSIVE, "InclusiveNamespaces") {
            notes.undecided(Finding::new(&rules::ALGORITHM).at(child).found(child.local()));
            return None;
        }
        let list = child.attribute("PrefixList").unwrap_or_default();
        prefixes.extend(list.split_ascii_whitespace().map(str::to_owned));
    }
    if prefixes.len() > MOST_PREFIXES {
        notes.undecided(Finding::new(&rules::ALGORITHM).at(element).found("InclusiveNamespaces"));
        return None;
    }
    Some(prefixes)
}

fn reference<'d>(element: Element<'d>, notes: &mut Notes) -> Option<Reference<'d>> {
    if !holds_only_elements(element) {
        return malformed(notes, element, "element()*");
    }
    let mut children = element.children().peekable();
    let transforms = children.next_if(|child| child.is(DSIG, "Transforms"));
    let Some(digest_method) = children.next_if(|child| child.is(DSIG, "DigestMethod")) else {
        return malformed(notes, element, "DigestMethod");
    };
    let Some(value_element) = children.next_if(|child| child.is(DSIG, "DigestValue")) else {
        return malformed(notes, element, "DigestValue");
    };
    if let Some(extra) = children.next() {
        return malformed(notes, extra, "DigestValue[last()]");
    }
    let Some(value) = value_of(value_element, 64) else {
        return malformed(notes, value_element, "base64");
    };
    let plan = match transforms {
        Some(transforms) => {
            if !holds_only_elements(transforms)
                || transforms.children().any(|child| !child.is(DSIG, "Transform"))
                || transforms.children().count() > MOST_TRANSFORMS
            {
                return malformed(notes, transforms, "Transform{1,5}");
            }
            plan(transforms, notes)
        }
        None => Some(Plan::default()),
    };
    Some(Reference {
        element,
        uri: element.attribute("URI"),
        plan,
        digest: known(digest_method, digest_algorithm, notes).filter(|_| no_children(digest_method, notes)),
        value,
        value_element,
    })
}

/// Joins a chain of transforms into one canonicalization.
///
/// Canonical bytes parsed and canonicalized again inclusively are the same bytes, so an inclusive
/// form after any other adds nothing. An exclusive form after an inclusive one does: refused.
fn plan(transforms: Element<'_>, notes: &mut Notes) -> Option<Plan> {
    let mut plan = Plan::default();
    let mut canonical = false;
    for (index, transform) in transforms.children().enumerate() {
        let uri = transform.attribute("Algorithm").unwrap_or_default();
        if uri == FILTER {
            plan.filter = Filter::of(transform).filter(|_| index == 0);
            if plan.filter.is_none() {
                notes.undecided(Finding::new(&rules::TRANSFORM).at(transform).found(uri));
                return None;
            }
            continue;
        }
        if uri == ENVELOPED {
            if !no_children(transform, notes) {
                return None;
            }
            if canonical {
                plan.enveloped_late = true;
            } else {
                plan.enveloped = true;
            }
            continue;
        }
        let Some((exclusive, _)) = canonical_form(&uri) else {
            notes.undecided(Finding::new(&rules::TRANSFORM).at(transform).found(uri));
            return None;
        };
        let prefixes = inclusive_prefixes(transform, exclusive, notes)?;
        if !canonical {
            canonical = true;
            plan.exclusive = exclusive;
            plan.prefixes = prefixes;
        } else if exclusive && !(plan.exclusive && plan.prefixes == prefixes) {
            notes.undecided(Finding::new(&rules::TRANSFORM).at(transform).found(uri));
            return None;
        }
    }
    Some(plan)
}

type KeyMaterial<'d> = (Vec<(Element<'d>, Carried)>, Vec<Element<'d>>);

/// Certificates and key values of `KeyInfo`. Everything else in it is ignored: it is not signed,
/// and nothing in it is ever fetched.
fn key_material<'d>(
    key_info: Element<'d>,
    cache: Option<&Cache>,
    notes: &mut Notes,
) -> Option<KeyMaterial<'d>> {
    let mut certificates = Vec::new();
    let mut key_values = Vec::new();
    for child in key_info.children() {
        if child.is(DSIG, "KeyValue") && key_values.len() < MOST_CERTIFICATES {
            key_values.push(child);
        }
        if !child.is(DSIG, "X509Data") {
            continue;
        }
        for part in child.children().filter(|part| part.is(DSIG, "X509Certificate")) {
            if certificates.len() == MOST_CERTIFICATES {
                return malformed(notes, part, "X509Certificate{1,6}");
            }
            let Some(text) = leaf_text(part) else {
                return malformed(notes, part, "base64");
            };
            if let Some(entry) = cache.and_then(|cache| cache.recall(&text)) {
                certificates.push((part, Carried::Known(entry)));
                continue;
            }
            let Some(der) = base64::decode(&text, super::pki::LARGEST_CERTIFICATE) else {
                return malformed(notes, part, "base64");
            };
            certificates.push((part, Carried::Der(der)));
        }
    }
    Some((certificates, key_values))
}
