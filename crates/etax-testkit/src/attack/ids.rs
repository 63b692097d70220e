//! Ids repeated, moved, or spelt so that one reader takes them for Ids and another does not.

use super::stage::{Stage, join};
use super::{Attack, Class};
use crate::error::{Error, Result};
use crate::tree::{Element, Node};

const DANGLING: &str = "signature.reference.dangling";
const TARGET: &str = "signature.reference.target";
const AMBIGUOUS: &str = "signature.reference.ambiguous";

type Way = (&'static str, &'static [&'static str], &'static str, fn(&Stage, &mut Element) -> Result<()>);

/// Ways that need no key.
const WAYS: &[Way] = &[
    (
        "moved-to-child",
        &[TARGET],
        "the Id taken from the signed data and given to its first child",
        |stage, root| {
            let (name, id) = take(stage, root)?;
            let data = root.at_mut(&stage.data_path())?;
            let child = data.elements_mut().next().ok_or_else(|| Error::new("no child"))?;
            child.set_attribute(&name, &id);
            Ok(())
        },
    ),
    (
        "moved-to-document",
        &[TARGET],
        "the Id taken from the signed data and given to the document around it",
        |stage, root| {
            let (name, id) = take(stage, root)?;
            root.at_mut(stage.unit)?.set_attribute(&name, &id);
            Ok(())
        },
    ),
    (
        "moved-to-holder",
        &[TARGET],
        "the Id taken from the signed data and given to the element around the signature",
        |stage, root| {
            let (name, id) = take(stage, root)?;
            let forged = stage.forged()?;
            root.at_mut(&stage.data_path())?.children = forged.children;
            root.at_mut(&stage.holder_path())?.set_attribute(&name, &id);
            Ok(())
        },
    ),
    ("removed", &[DANGLING], "the Id of the signed data removed", |stage, root| {
        take(stage, root).map(|_| ())
    }),
    ("emptied", &[DANGLING], "the Id of the signed data emptied", |stage, root| {
        let (name, _) = take(stage, root)?;
        root.at_mut(&stage.data_path())?.set_attribute(&name, "");
        Ok(())
    }),
    ("xml-id", &[DANGLING], "the Id of the signed data written as xml:id", |stage, root| {
        let (_, id) = take(stage, root)?;
        root.at_mut(&stage.data_path())?.set_attribute("xml:id", &id);
        Ok(())
    }),
    ("foreign-id", &[DANGLING], "the Id of the signed data in a foreign namespace", |stage, root| {
        let (_, id) = take(stage, root)?;
        let data = root.at_mut(&stage.data_path())?;
        data.set_attribute("xmlns:wsu", "urn:example:utility");
        data.set_attribute("wsu:Id", &id);
        Ok(())
    }),
    (
        "second-spelling",
        &["signature.digest"],
        "a second Id of another spelling on changed data, for readers that know only one",
        |stage, root| {
            let (name, _) = stage.id()?;
            let other = if name == "Id" { "ID" } else { "Id" };
            let forged = stage.forged()?;
            let data = root.at_mut(&stage.data_path())?;
            data.children = forged.children;
            data.attributes.push((other.to_owned(), "gia-mao".to_owned()));
            Ok(())
        },
    ),
    (
        "object-same-id",
        &[AMBIGUOUS],
        "an Object of the signature under the Id of the signed data",
        |stage, root| {
            let (_, id) = stage.id()?;
            let object = Element::new(&stage.name("Object")).attribute("Id", id);
            root.at_mut(&stage.signature())?.push(object);
            Ok(())
        },
    ),
    (
        "inside-object",
        &[AMBIGUOUS],
        "an element inside an Object of the signature under the Id of the signed data",
        |stage, root| {
            let (_, id) = stage.id()?;
            let copy = Element::new("BanSao").attribute("xmlns", "").attribute("ID", id);
            let object = Element::new(&stage.name("Object")).with(copy);
            root.at_mut(&stage.signature())?.push(object);
            Ok(())
        },
    ),
    (
        "object-twice",
        &[AMBIGUOUS],
        "two Objects of the signature under one Id, the signed data's changed to it",
        |stage, root| {
            let (name, id) = take(stage, root)?;
            root.at_mut(&stage.data_path())?.set_attribute(&name, "gia-mao");
            for _ in 0..2 {
                let object = Element::new(&stage.name("Object")).attribute("Id", id.clone());
                root.at_mut(&stage.signature())?.push(object);
            }
            Ok(())
        },
    ),
];

type Spelling = (&'static str, &'static str, &'static str, fn(&str) -> String);

/// References that the signer himself signed and that name the Id in a way no two readers agree on.
const SPELLINGS: &[Spelling] = &[
    ("other-case", DANGLING, "a reference to the Id in other letters", |id| {
        let swapped: String = id
            .chars()
            .map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
            .collect();
        format!("#{swapped}")
    }),
    ("space", DANGLING, "a reference to the Id with a space behind it", |id| format!("#{id} ")),
    ("percent", DANGLING, "a reference to the Id with a percent escape", |id| {
        let first = id.bytes().next().unwrap_or(b'_');
        format!("#%{first:02X}{}", id.get(1..).unwrap_or_default())
    }),
    ("twice-hash", DANGLING, "a reference with two number signs", |id| format!("##{id}")),
    ("prefix", DANGLING, "a reference to the beginning of the Id", |id| {
        format!("#{}", id.get(..id.len() - 1).unwrap_or_default())
    }),
    ("only-hash", "signature.reference.form", "a reference to the empty Id", |_| "#".to_owned()),
];

pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    if !stage.has_id() {
        return Ok(());
    }
    // What real documents have: the same Id again, on an element that is neither signed nor named by a reference.
    let (name, id) = stage.id()?;
    let repeated = stage.edited(|root| {
        // The schema of declarations has Ids nowhere but on the Signature, and each once: there it is another one.
        let declaration = stage.carrier == super::Carrier::Declaration;
        let (path, name) =
            if declaration { (stage.signature(), "Id") } else { (stage.holder_path(), name.as_str()) };
        let other = format!("{id}-2");
        root.at_mut(&path)?.set_attribute(name, if declaration { &other } else { &id });
        Ok(())
    })?;
    for (idea, fires, shows, change) in WAYS {
        let bytes = stage.edited(|root| change(stage, root))?;
        let attack = Attack::on(stage, Class::Ids, idea, fires, shows, bytes);
        list.push(attack.with_twin(repeated.clone()));
    }
    for (idea, rule, shows, spell) in SPELLINGS {
        let bytes = stage.resigned(|root| {
            let reference = root.at_mut(&stage.inside("SignedInfo/Reference"))?;
            reference.set_attribute("URI", &spell(&id));
            Ok(())
        })?;
        list.push(Attack::on(stage, Class::Ids, idea, &[rule], shows, bytes).with_twin(repeated.clone()));
    }
    // The signer's own work again, but over an element that a reader passes over.
    let bytes = stage.resigned(|root| {
        let decoy = Element::new("TTKhac").attribute(&name, "moi-nhu").with_leaf("TTin", "0");
        let at = join(stage.unit, "TTKhac");
        root.at_mut(stage.unit)?.children.push(Node::Element(decoy));
        root.at_mut(&stage.inside("SignedInfo/Reference"))?.set_attribute("URI", "#moi-nhu");
        stage.redigest(root, 1, &at)
    })?;
    let shows = "a valid signature over an element beside the data";
    list.push(Attack::on(stage, Class::Ids, "decoy", &[TARGET], shows, bytes).with_twin(repeated));
    Ok(())
}

/// Takes the Id away from the signed data.
fn take(stage: &Stage, root: &mut Element) -> Result<(String, String)> {
    let known = stage.id()?;
    root.at_mut(&stage.data_path())?.attributes.retain(|(name, _)| *name != known.0);
    Ok(known)
}
