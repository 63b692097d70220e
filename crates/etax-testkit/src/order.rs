//! Payment orders (CHUNGTU, giấy nộp tiền), signed by payer, tax authority and bank.
//!
//! Their signatures are of another kind than all others: the whole document seen through an XPath filter, exclusive
//! canonical form with the default namespace listed, a time stamp of its own form, and one Id for all three.

use std::sync::Arc;

use crate::error::Result;
use crate::key::Hash;
use crate::order_content::root;
use crate::party::Party;
use crate::pki::Signer;
use crate::random::Random;
use crate::sign::{base64, digest_uri, method_uri};
use crate::tree::{Canonical, Element, Empty, Node, Scope};
use crate::world::World;

const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const C14N: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const FILTER: &str = "http://www.w3.org/2002/06/xmldsig-filter2";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

const ORDER: &str = "NDUNG_CTU_NH/NDUNG_CTU";

/// One signature still to be made.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    /// Id of the property with the time.
    pub(crate) label: String,
    /// The expression in the filter.
    pub(crate) expression: String,
    /// The value of its Filter attribute.
    pub(crate) operation: &'static str,
    /// Where the element is that the expression selects; nothing is digested where there is none.
    pub(crate) data: &'static str,
    pub(crate) signer: Arc<Signer>,
    pub(crate) hash: Hash,
    /// The exclusive form follows the filter; else enveloped-signature does.
    pub(crate) exclusive: bool,
    /// SignedInfo is written in the exclusive form with the default namespace listed; else with comments.
    pub(crate) exclusive_info: bool,
    /// `DDMMYYYYhhmmss`.
    pub(crate) stamp: String,
    /// A reference covers the time.
    pub(crate) timed: bool,
    /// Declarations and the like on the XPath element.
    pub(crate) around: Vec<(String, String)>,
}

/// A payment order before it is signed.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) root: Element,
    pub(crate) stages: Vec<Stage>,
}

impl Order {
    /// An order of this payer with all three signatures to come.
    pub(crate) fn new(world: &World, payer: (&Party, Arc<Signer>), random: &mut Random) -> Self {
        let (party, signer) = payer;
        let bank = world.seller(1).1;
        let minute = random.within(10, 58);
        let stage =
            |label: &str, expression: &str, data: &'static str, signer: Arc<Signer>, second: u64| Stage {
                label: label.to_owned(),
                expression: expression.to_owned(),
                operation: "intersect",
                data,
                signer,
                hash: Hash::Sha256,
                exclusive: false,
                exclusive_info: true,
                stamp: format!("1610202609{minute}{second:02}"),
                timed: true,
                around: Vec::new(),
            };
        let mut stages = vec![
            stage("TimeSignature", "//NDUNG_CTU", ORDER, signer, 7),
            stage("TimeSignatureTCT", "//NDUNG_CTU", ORDER, Arc::clone(&world.pki.authority), 14),
            stage("TimeSignatureNHTM", "//NDUNG_CTU_NH", "NDUNG_CTU_NH", bank, 31),
        ];
        if let Some(first) = stages.first_mut() {
            first.exclusive = true;
        }
        if let Some(last) = stages.last_mut() {
            last.exclusive_info = false;
        }
        Self { root: root(party, random), stages }
    }

    /// The tree with its signatures.
    pub(crate) fn signed(&self) -> Result<Element> {
        let mut root = self.root.clone();
        for stage in &self.stages {
            let signature = signature(&root, stage)?;
            root.push(signature);
        }
        Ok(root)
    }

    /// Signs and writes the order.
    pub(crate) fn finish(&self) -> Result<String> {
        let root = self.signed()?;
        let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned();
        root.write(Empty::SelfClosed, &mut text);
        Ok(text)
    }

    /// Noise that changes no verdict: white space, comments, declarations, attributes with prefixes, other digests and
    /// another prefix for the signatures' own declarations.
    pub(crate) fn disturb(&mut self, random: &mut Random) -> Result<()> {
        for path in ["", "NDUNG_CTU_NH", ORDER, "NDUNG_CTU_NH/NDUNG_CTU/CHUNGTU_HDR"] {
            let element = self.root.at_mut(path)?;
            if random.one_in(3) {
                let prefix = *random.pick(&["a", "zz", "xsi"]);
                let name = *random.pick(&["urn:etax:mot", "urn:etax:hai"]);
                element.set_attribute(&format!("xmlns:{prefix}"), name);
                if random.one_in(2) {
                    element.set_attribute(&format!("{prefix}:ghiChu"), "a<b & \"c\"\t");
                }
            }
            if random.one_in(3) {
                element.set_attribute("Id", &random.hex(8));
            }
            let mut nodes = Vec::new();
            for node in std::mem::take(&mut element.children) {
                match random.within(0, 9) {
                    0 => nodes.push(Node::Text("\n\t ".to_owned())),
                    1 => nodes.push(Node::Comment(format!(" {} ", random.hex(6)))),
                    _ => {}
                }
                nodes.push(node);
            }
            element.children = nodes;
        }
        for stage in &mut self.stages {
            if random.one_in(2) {
                stage.hash = Hash::Sha1;
            }
            stage.exclusive = random.one_in(2);
            stage.exclusive_info = random.one_in(2);
            if random.one_in(4) {
                stage.expression = format!(" \n{} ", stage.expression);
            }
            if random.one_in(3) {
                stage.around.push(("xmlns:a".to_owned(), "urn:etax:ba".to_owned()));
            }
        }
        Ok(())
    }
}

fn listed(element: Element) -> Element {
    element.with(
        Element::new("InclusiveNamespaces").attribute("xmlns", EXCLUSIVE).attribute("PrefixList", "#default"),
    )
}

fn signature(root: &Element, stage: &Stage) -> Result<Element> {
    let declarations = |element: &Element, scope: &mut Scope| {
        for (name, value) in &element.attributes {
            let prefix = if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") };
            if let Some(prefix) = prefix {
                scope.retain(|(known, _)| known != prefix);
                scope.push((prefix.to_owned(), value.clone()));
            }
        }
    };
    let mut scope = Scope::new();
    declarations(root, &mut scope);
    scope.retain(|(prefix, _)| !prefix.is_empty());
    scope.push((String::new(), DSIG.to_owned()));

    let mut xpath = Element::new("XPath").attribute("xmlns", FILTER).attribute("Filter", stage.operation);
    xpath.attributes.extend(stage.around.iter().cloned());
    xpath.children.push(Node::Text(stage.expression.clone()));
    let filter = Element::new("Transform").attribute("Algorithm", FILTER).with(xpath);
    let after = if stage.exclusive {
        listed(Element::new("Transform").attribute("Algorithm", format!("{EXCLUSIVE}WithComments")))
    } else {
        Element::new("Transform").attribute("Algorithm", ENVELOPED)
    };
    // The whole document is without its comments before anything is filtered.
    let form = Canonical { exclusive: stage.exclusive, comments: false };
    let data = match root.at(stage.data) {
        Ok(data) => data.canonical_listing(&root.scope_at(stage.data)?, form, &[""]),
        Err(_) => String::new(),
    };
    let transforms = Element::new("Transforms").with(filter).with(after);
    let digested = |reference: Element, canonical: &str| {
        let value = base64(&stage.hash.digest(canonical.as_bytes()), false);
        reference
            .with(Element::new("DigestMethod").attribute("Algorithm", digest_uri(stage.hash)))
            .with_leaf("DigestValue", value)
    };
    let plain = Canonical { exclusive: false, comments: false };
    let property = Element::new("SignatureProperty")
        .attribute("Id", stage.label.as_str())
        .attribute("Target", "signatureProperties")
        .with_leaf("DateTimeStamp", stage.stamp.as_str());

    let method = if stage.exclusive_info {
        listed(
            Element::new("CanonicalizationMethod").attribute("Algorithm", format!("{EXCLUSIVE}WithComments")),
        )
    } else {
        Element::new("CanonicalizationMethod").attribute("Algorithm", format!("{C14N}#WithComments"))
    };
    let mut info = Element::new("SignedInfo")
        .with(method)
        .with(
            Element::new("SignatureMethod").attribute("Algorithm", method_uri(stage.signer.key, stage.hash)),
        )
        .with(digested(Element::new("Reference").attribute("URI", "").with(transforms), &data));
    if stage.timed {
        let reference = Element::new("Reference").attribute("URI", format!("#{}", stage.label));
        info.push(digested(reference, &property.canonical(&scope, plain)));
    }
    let info_form = Canonical { exclusive: stage.exclusive_info, comments: true };
    let message = info.canonical_listing(&scope, info_form, &[""]);
    let value = stage.signer.key.sign(stage.hash, message.as_bytes())?;
    let certificate = Element::new("X509Data")
        .with_leaf("X509SubjectName", stage.signer.subject.as_str())
        .with_leaf("X509Certificate", base64(&stage.signer.certificate, true));
    let properties = Element::new("SignatureProperties").with(property);
    Ok(Element::new("Signature")
        .attribute("xmlns", DSIG)
        .attribute("Id", "signatureProperties")
        .with(info)
        .with_leaf("SignatureValue", base64(&value, true))
        .with(Element::new("KeyInfo").with(certificate))
        .with(Element::new("Object").with(properties)))
}
