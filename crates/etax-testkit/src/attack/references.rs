//! References to anything but the document's own data. Each is signed by the right signer; none may be
//! followed.

use super::stage::Stage;
use super::{Attack, Class};
use crate::error::Result;
use crate::key::Hash;
use crate::sign::base64;
use crate::tree::Element;

const FORM: &str = "signature.reference.form";

type Uri = (&'static str, &'static str, fn(&str) -> String);

const URIS: &[Uri] = &[
    ("http", "a reference that sends a request", |_| "http://files.example/data.xml".to_owned()),
    ("https", "a reference that sends a request over TLS", |_| "https://files.example/data.xml".to_owned()),
    ("http-fragment", "a reference to the same Id in another file", |id| {
        format!("http://files.example/a.xml#{id}")
    }),
    ("file", "a reference that reads a file", |_| "file:///etc/hostname".to_owned()),
    ("windows-file", "a reference to a network drive", |_| "\\\\files.example\\c$\\a.xml".to_owned()),
    ("relative", "a reference to a file beside this one", |_| "data.xml".to_owned()),
    ("relative-fragment", "a reference to an Id in a file beside this one", |id| format!("data.xml#{id}")),
    ("parent", "a reference to a file above this one", |_| "../../data.xml".to_owned()),
    ("network-path", "a reference without a scheme", |_| "//files.example/a.xml".to_owned()),
    ("data-scheme", "a reference that is its own data", |_| "data:text/xml;base64,PGEvPg==".to_owned()),
    ("script", "a reference that is a script", |_| "javascript:0".to_owned()),
    ("archive", "a reference into an archive", |_| "jar:file:///a.jar!/b.xml".to_owned()),
    ("pointer-root", "an XPointer to the whole document", |_| "#xpointer(/)".to_owned()),
    ("pointer-id", "an XPointer to the Id", |id| format!("#xpointer(id('{id}'))")),
    ("pointer-element", "an XPointer by position", |_| "#element(/1/1)".to_owned()),
    ("space-before", "a reference with white space before the number sign", |id| format!(" #{id}")),
];

/// A payment order's references see the whole document, through a filter: there the transforms are attacked.
pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    if !stage.has_id() {
        return Ok(());
    }
    // One more reference to one more Object of the signature itself: what vendors put there is nobody's harm.
    // The authority's three references are as many as are looked at; there the Object stays unsigned.
    let full = references(stage)? >= 3;
    let twin = if full {
        stage.edited(|root| {
            let own = Element::new(&stage.name("Object")).with_leaf(&stage.name("X"), "1");
            root.at_mut(&stage.signature())?.push(own);
            Ok(())
        })?
    } else {
        stage.resigned(|root| own_object(stage, root))?
    };
    let mut push = |idea: &str, fires: &[&'static str], shows: &'static str, bytes: Vec<u8>| {
        list.push(Attack::on(stage, Class::References, idea, fires, shows, bytes).with_twin(twin.clone()));
    };
    let (_, id) = stage.id()?;
    let reference = |root: &Element| root.at(&stage.inside("SignedInfo/Reference")).cloned();
    for (idea, shows, uri) in URIS {
        let bytes = stage.resigned(|root| {
            root.at_mut(&stage.inside("SignedInfo/Reference"))?.set_attribute("URI", &uri(&id));
            Ok(())
        })?;
        push(idea, &[FORM], shows, bytes);
    }
    let bytes = stage.resigned(|root| {
        root.at_mut(&stage.inside("SignedInfo/Reference"))?.attributes.retain(|(name, _)| name != "URI");
        Ok(())
    })?;
    push("no-uri", &[FORM], "a reference without a URI, whose data each application finds for itself", bytes);
    // A second reference leaves the document while the first is sound.
    let bytes = stage.resigned(|root| {
        let mut second = reference(root)?;
        second.set_attribute("URI", "http://files.example/terms.txt");
        put(stage, root, second)?;
        Ok(())
    })?;
    push("second-http", &[FORM], "a sound reference, and a second one that sends a request", bytes);
    // The data is named in a Manifest only, which core validation does not look at.
    let bytes = stage.resigned(|root| {
        let data = reference(root)?;
        let manifest = Element::new(&stage.name("Manifest")).with(data);
        let object = Element::new(&stage.name("Object")).attribute("Id", "ke-khai").with(manifest);
        root.at_mut(&stage.signature())?.push(object);
        let objects = root.at(&stage.signature())?;
        let last = objects.elements().filter(|e| e.name == stage.name("Object")).count();
        let info = root.at_mut(&stage.inside("SignedInfo/Reference"))?;
        info.set_attribute("URI", "#ke-khai");
        info.set_attribute("Type", "http://www.w3.org/2000/09/xmldsig#Manifest");
        info.children.retain(
            |node| !matches!(node, crate::tree::Node::Element(e) if e.name == stage.name("Transforms")),
        );
        stage.redigest(root, 1, &stage.inside(&format!("Object[{last}]")))
    })?;
    push(
        "manifest",
        &["signature.coverage"],
        "a signed Manifest that names the data, and no reference that does",
        bytes,
    );
    let bytes = stage.resigned(|root| {
        let path = stage.inside("SignedInfo/Reference");
        root.at_mut(&path)?.set_attribute("URI", "#khong-co");
        Ok(())
    })?;
    push("dangling", &["signature.reference.dangling"], "a reference to an Id that is not there", bytes);
    let bytes = stage.resigned(|root| {
        let digest = base64(&Hash::Sha256.digest(b"khac"), false);
        let mut second = reference(root)?;
        second.set(&stage.name("DigestValue"), &digest)?;
        put(stage, root, second)?;
        Ok(())
    })?;
    push("two-digests", &["signature.digest"], "the same data referred to twice, under two digests", bytes);
    let bytes = stage.resigned(|root| {
        // Only what is beside the data is signed.
        root.at_mut(&stage.inside("SignedInfo"))?.children.retain(|node| {
            !matches!(node, crate::tree::Node::Element(e)
                if e.attributes.iter().any(|(name, uri)| name == "URI" && uri.trim_start_matches('#') == id))
        });
        own_object(stage, root)
    })?;
    push(
        "only-object",
        &["signature.coverage"],
        "a valid signature over its own Object and nothing else",
        bytes,
    );
    Ok(())
}

/// Adds a reference, in place of the last where there are already as many as are looked at.
fn put(stage: &Stage, root: &mut Element, reference: Element) -> Result<()> {
    let full = references(stage)? >= 3;
    let info = root.at_mut(&stage.inside("SignedInfo"))?;
    if full {
        info.children.pop();
    }
    info.push(reference);
    Ok(())
}

/// How many references the signature has.
fn references(stage: &Stage) -> Result<usize> {
    let name = stage.name("Reference");
    Ok(stage.root.at(&stage.inside("SignedInfo"))?.elements().filter(|one| one.name == name).count())
}

/// Adds an Object to the signature and a reference to it.
fn own_object(stage: &Stage, root: &mut Element) -> Result<()> {
    let own = Element::new(&stage.name("Object")).attribute("Id", "rieng").with_leaf(&stage.name("X"), "1");
    root.at_mut(&stage.signature())?.push(own);
    let objects = root.at(&stage.signature())?;
    let last = objects.elements().filter(|e| e.name == stage.name("Object")).count();
    let info = root.at_mut(&stage.inside("SignedInfo"))?;
    let method = Element::new(&stage.name("DigestMethod"))
        .attribute("Algorithm", "http://www.w3.org/2001/04/xmlenc#sha256");
    let made = Element::new(&stage.name("Reference"))
        .attribute("URI", "#rieng")
        .with(method)
        .with(Element::new(&stage.name("DigestValue")));
    info.push(made);
    let at = info.elements().filter(|e| e.name == stage.name("Reference")).count();
    stage.redigest(root, at, &stage.inside(&format!("Object[{last}]")))
}
