//! Signature wrapping: the signed element is kept somewhere, and another one stands where a reader looks.
//!
//! The eight forms of Somorovsky and others, "On Breaking SAML: Be Whoever You Want to Be" (USENIX Security
//! 2012), carried over to documents in which data and signature are siblings, and four that such documents
//! add. All leave SignedInfo and the value alone; a verifier that only follows Ids finds every digest right.

use super::stage::{Stage, join};
use super::{Attack, Class};
use crate::error::Result;
use crate::tree::Element;

const AMBIGUOUS: &str = "signature.reference.ambiguous";
const TARGET: &str = "signature.reference.target";
const MISSING: &str = "signature.missing";
const FORGED_ID: &str = "gia-mao";

/// One way of wrapping: its name, rules, what it does, and how.
type Way = (&'static str, &'static [&'static str], &'static str, fn(&Stage, &mut Element) -> Result<()>);

const WAYS: &[Way] = &[
    (
        "object",
        &[AMBIGUOUS],
        "the signed data moved into an Object of its signature, forged data with another Id in its place",
        |stage, root| {
            let original = replace(stage, root, renamed(stage)?)?;
            into_object(stage, root, original)
        },
    ),
    (
        "beside-signature",
        &[AMBIGUOUS, TARGET],
        "the signed data moved beside its signature, forged data with another Id in its place",
        |stage, root| {
            let original = replace(stage, root, renamed(stage)?)?;
            root.insert_before(&stage.signature(), original)
        },
    ),
    ("before", &[AMBIGUOUS], "forged data with another Id before the signed data", |stage, root| {
        root.insert_before(&stage.data_path(), renamed(stage)?)
    }),
    ("before-same-id", &[AMBIGUOUS], "forged data with the same Id before the signed data", |stage, root| {
        root.insert_before(&stage.data_path(), stage.forged()?)
    }),
    ("after", &[AMBIGUOUS], "forged data with another Id after the signed data", |stage, root| {
        let forged = renamed(stage)?;
        root.at_mut(stage.unit)?.push(forged);
        Ok(())
    }),
    ("child", &[TARGET], "forged data with another Id around the signed data", |stage, root| {
        let original = replace(stage, root, renamed(stage)?)?;
        root.at_mut(&stage.data_path())?.push(original);
        Ok(())
    }),
    (
        "original-last",
        &["signature.digest"],
        "forged data under the signed Id, the signed data at the end of the file",
        |stage, root| {
            let original = replace(stage, root, stage.forged()?)?;
            root.push(Element::new("TTKhac").with(original));
            Ok(())
        },
    ),
    (
        "same-id-object",
        &[AMBIGUOUS],
        "forged data under the signed Id, the signed data under the same Id in an Object",
        |stage, root| {
            let original = replace(stage, root, stage.forged()?)?;
            into_object(stage, root, original)
        },
    ),
    (
        "extension",
        &[AMBIGUOUS],
        "forged data under the signed Id in a free field beside the signed data",
        |stage, root| {
            let extension = Element::new("TTKhac").with(stage.forged()?);
            root.insert_before(&stage.data_path(), extension)
        },
    ),
    (
        "nested-object",
        &[AMBIGUOUS],
        "the signed data in a free field inside an Object, forged data without Id in its place",
        |stage, root| {
            let mut forged = stage.forged()?;
            forged.attributes.retain(|(name, _)| !name.eq_ignore_ascii_case("id"));
            let original = replace(stage, root, forged)?;
            into_object(stage, root, Element::new("TTKhac").with(original))
        },
    ),
    (
        "key-info",
        &[TARGET],
        "the signed data moved into KeyInfo, forged data with another Id in its place",
        |stage, root| {
            let original = replace(stage, root, renamed(stage)?)?;
            root.at_mut(&stage.inside("KeyInfo"))?.push(unqualified(stage, original));
            Ok(())
        },
    ),
    (
        "with-signature",
        &[MISSING, "signature.place"],
        "the signed data together with its signature moved into a free field, forged data in its place",
        |stage, root| {
            let original = replace(stage, root, renamed(stage)?)?;
            let signature = root.remove(&stage.signature())?;
            let carried = Element::new("TTKhac").with(original).with(signature);
            root.at_mut(stage.unit)?.push(carried);
            Ok(())
        },
    ),
    (
        "whole-document",
        &[MISSING],
        "the whole signed document put into a free field of a forged one without signatures",
        |stage, root| {
            let original = root.at(stage.unit)?.clone();
            let signature = root.remove(&stage.signature())?;
            drop(signature);
            replace(stage, root, renamed(stage)?)?;
            root.at_mut(stage.unit)?.push(Element::new("TTKhac").with(original));
            Ok(())
        },
    ),
];

pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    for (idea, fires, shows, change) in WAYS {
        let bytes = stage.edited(|root| change(stage, root))?;
        let fires: Vec<_> = fires
            .iter()
            .map(|rule| match *rule {
                MISSING => super::stripping::missing(stage.carrier),
                // Nothing is resolved by an Id there: the filter finds every element of the name.
                TARGET if !stage.has_id() => AMBIGUOUS,
                rule => rule,
            })
            .collect();
        let fires = &fires;
        list.push(Attack::on(stage, Class::Wrapping, idea, fires, shows, bytes));
    }
    Ok(())
}

/// Forged data that does not answer to the signed Id.
fn renamed(stage: &Stage) -> Result<Element> {
    let mut forged = stage.forged()?;
    if stage.has_id() {
        forged.set_attribute(&stage.id()?.0, FORGED_ID);
    }
    Ok(forged)
}

/// Puts an element where the signed data is and gives the signed data back.
fn replace(stage: &Stage, root: &mut Element, forged: Element) -> Result<Element> {
    let place = root.at_mut(&stage.data_path())?;
    Ok(std::mem::replace(place, forged))
}

/// The element as it must be written inside the signature to keep its namespace.
fn unqualified(stage: &Stage, mut element: Element) -> Element {
    let declared = element.attributes.iter().any(|(name, _)| name == "xmlns");
    if stage.prefix.is_empty() && !declared {
        element.attributes.insert(0, ("xmlns".to_owned(), String::new()));
    }
    element
}

fn into_object(stage: &Stage, root: &mut Element, element: Element) -> Result<()> {
    let object = Element::new(&stage.name("Object")).with(unqualified(stage, element));
    root.at_mut(&join("", &stage.signature()))?.push(object);
    Ok(())
}
