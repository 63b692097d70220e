//! XML signatures as the makers of the country write them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::Result;
use crate::key::{Hash, Key};
use crate::pki::Signer;
use crate::tree::{Canonical, Element, Scope};

pub(crate) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(crate) const C14N: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transform {
    Enveloped,
    Inclusive,
    Exclusive,
}

impl Transform {
    const fn uri(self) -> &'static str {
        match self {
            Self::Enveloped => "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
            Self::Inclusive => C14N,
            Self::Exclusive => EXCLUSIVE,
        }
    }
}

/// The Object that holds the signing time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TimeObject {
    pub(crate) id: String,
    /// The properties stand in no namespace (`xmlns=""`).
    pub(crate) unqualified: bool,
    pub(crate) target: String,
    pub(crate) transforms: Vec<Transform>,
    pub(crate) digest: Hash,
    /// A reference covers the Object.
    pub(crate) signed: bool,
    /// `YYYY-MM-DDThh:mm:ss`, Vietnam time.
    pub(crate) time: String,
}

/// One maker's way of writing a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) id: Option<String>,
    /// `ds:` or nothing.
    pub(crate) prefix: &'static str,
    pub(crate) method: Hash,
    pub(crate) digest: Hash,
    pub(crate) transforms: Vec<Transform>,
    /// CanonicalizationMethod `#WithComments`.
    pub(crate) comments: bool,
    pub(crate) key_value: bool,
    /// Base64 broken into lines of 76 characters.
    pub(crate) wrapped: bool,
    pub(crate) time: Option<TimeObject>,
    /// KeyInfo with X509SubjectName before the certificate.
    pub(crate) subject: bool,
}

impl Style {
    /// SHA-256 throughout with a signed time, as most sellers sign today.
    pub(crate) fn plain(object: &str, time: &str) -> Self {
        Self {
            id: None,
            prefix: "",
            method: Hash::Sha256,
            digest: Hash::Sha256,
            transforms: vec![Transform::Enveloped],
            comments: false,
            key_value: false,
            wrapped: false,
            subject: true,
            time: Some(TimeObject {
                id: object.to_owned(),
                unqualified: false,
                target: String::new(),
                transforms: Vec::new(),
                digest: Hash::Sha256,
                signed: true,
                time: time.to_owned(),
            }),
        }
    }

    /// The tax authority's own: no transforms, Object `SigningTime-<uuid>`.
    pub(crate) fn authority(uuid: &str, time: &str) -> Self {
        let mut style = Self::plain(&format!("SigningTime-{uuid}"), time);
        style.id = Some(format!("Tct-{uuid}"));
        style.transforms.clear();
        if let Some(object) = &mut style.time {
            object.target = "signatureProperties".to_owned();
        }
        style
    }
}

pub(crate) fn digest_uri(hash: Hash) -> &'static str {
    match hash {
        Hash::Sha1 => "http://www.w3.org/2000/09/xmldsig#sha1",
        Hash::Sha256 => "http://www.w3.org/2001/04/xmlenc#sha256",
        Hash::Sha384 => "http://www.w3.org/2001/04/xmldsig-more#sha384",
        Hash::Sha512 => "http://www.w3.org/2001/04/xmlenc#sha512",
    }
}

pub(crate) fn method_uri(key: &Key, hash: Hash) -> &'static str {
    match (key.is_rsa(), hash) {
        (true, Hash::Sha1) => "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        (true, Hash::Sha256) => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        (true, Hash::Sha384) => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
        (true, Hash::Sha512) => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
        (false, Hash::Sha1) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
        (false, Hash::Sha256) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
        (false, Hash::Sha384) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
        (false, Hash::Sha512) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
    }
}

pub(crate) fn base64(bytes: &[u8], wrapped: bool) -> String {
    let text = STANDARD.encode(bytes);
    if !wrapped {
        return text;
    }
    let lines: Vec<_> =
        text.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    lines.join("\n")
}

/// Signs the elements at `targets` (paths from `root`; the empty path means
/// the whole document, `URI=""`) and appends the Signature to the element at
/// `place`. A target without an Id is referenced by an empty URI as well.
pub(crate) fn sign(
    root: &mut Element,
    place: &str,
    targets: &[&str],
    signer: &Signer,
    style: &Style,
) -> Result<()> {
    let name = |local: &str| format!("{}{local}", style.prefix);
    let declaration = match style.prefix.strip_suffix(':') {
        Some(prefix) => format!("xmlns:{prefix}"),
        None => "xmlns".to_owned(),
    };
    let mut scope = scope_inside(root, place)?;
    put(&mut scope, style.prefix.trim_end_matches(':'), DSIG);

    let reference = |uri: String, transforms: &[Transform], hash: Hash, canonical: &str| {
        let mut reference = Element::new(&name("Reference")).attribute("URI", uri);
        if !transforms.is_empty() {
            let mut list = Element::new(&name("Transforms"));
            for transform in transforms {
                list.push(Element::new(&name("Transform")).attribute("Algorithm", transform.uri()));
            }
            reference.push(list);
        }
        reference.push(Element::new(&name("DigestMethod")).attribute("Algorithm", digest_uri(hash)));
        let value = base64(&hash.digest(canonical.as_bytes()), false);
        reference.push(Element::leaf(&name("DigestValue"), value));
        reference
    };
    let method = |transforms: &[Transform]| Canonical {
        exclusive: transforms.contains(&Transform::Exclusive),
        comments: false,
    };

    let canonicalization = if style.comments { format!("{C14N}#WithComments") } else { C14N.to_owned() };
    let mut info = Element::new(&name("SignedInfo"))
        .with(Element::new(&name("CanonicalizationMethod")).attribute("Algorithm", canonicalization))
        .with(
            Element::new(&name("SignatureMethod"))
                .attribute("Algorithm", method_uri(signer.key, style.method)),
        );
    let mut references = Vec::new();
    for target in targets {
        let element = root.at(target)?;
        let canonical = element.canonical(&root.scope_at(target)?, method(&style.transforms));
        let uri = element.id().map(|id| format!("#{id}")).unwrap_or_default();
        references.push(reference(uri, &style.transforms, style.digest, &canonical));
    }
    let object = style.time.as_ref().map(|time| time_object(time, &name));
    if let (Some(time), Some(object)) = (&style.time, &object)
        && time.signed
    {
        let canonical = object.canonical(&scope, method(&time.transforms));
        let second = reference(format!("#{}", time.id), &time.transforms, time.digest, &canonical);
        references.insert(1.min(references.len()), second);
    }
    for reference in references {
        info.push(reference);
    }

    let canonical = info.canonical(&scope, Canonical { exclusive: false, comments: style.comments });
    let value = signer.key.sign(style.method, canonical.as_bytes())?;
    let mut signature = Element::new(&name("Signature")).attribute(&declaration, DSIG);
    if let Some(id) = &style.id {
        signature.attributes.push(("Id".to_owned(), id.clone()));
    }
    signature.push(info);
    signature.push(Element::leaf(&name("SignatureValue"), base64(&value, style.wrapped)));
    signature.push(key_info(signer, style, &name));
    if let Some(object) = object {
        signature.push(object);
    }
    root.at_mut(place)?.push(signature);
    Ok(())
}

fn time_object(time: &TimeObject, name: &impl Fn(&str) -> String) -> Element {
    let property = Element::new(&name("SignatureProperty"))
        .attribute("Target", time.target.clone())
        .with_leaf(&name("SigningTime"), time.time.clone());
    let mut properties = Element::new(&name("SignatureProperties"));
    if time.unqualified {
        properties = properties.attribute("xmlns", "");
    }
    Element::new(&name("Object")).attribute("Id", time.id.clone()).with(properties.with(property))
}

fn key_info(signer: &Signer, style: &Style, name: &impl Fn(&str) -> String) -> Element {
    let mut info = Element::new(&name("KeyInfo"));
    if style.key_value
        && let Some((modulus, exponent)) = signer.key.rsa_numbers()
    {
        let value = Element::new(&name("RSAKeyValue"))
            .with_leaf(&name("Modulus"), base64(&modulus, style.wrapped))
            .with_leaf(&name("Exponent"), base64(&exponent, style.wrapped));
        info.push(Element::new(&name("KeyValue")).with(value));
    }
    let mut data = Element::new(&name("X509Data"));
    if style.subject {
        data.push(Element::leaf(&name("X509SubjectName"), signer.subject.clone()));
    }
    data.push(Element::leaf(&name("X509Certificate"), base64(&signer.certificate, style.wrapped)));
    info.with(data)
}

/// Declarations in scope for a child of the element at `place`.
fn scope_inside(root: &Element, place: &str) -> Result<Scope> {
    let mut scope = root.scope_at(place)?;
    for (name, value) in &root.at(place)?.attributes {
        if name == "xmlns" {
            put(&mut scope, "", value);
        } else if let Some(prefix) = name.strip_prefix("xmlns:") {
            put(&mut scope, prefix, value);
        }
    }
    Ok(scope)
}

fn put(scope: &mut Scope, prefix: &str, name: &str) {
    scope.retain(|(known, _)| known != prefix);
    scope.push((prefix.to_owned(), name.to_owned()));
}
