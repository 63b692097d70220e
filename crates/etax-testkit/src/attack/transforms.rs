//! Transforms outside the profile. Each is signed by the right signer over the right digest, so that only the
//! transform itself is left to be refused.

use super::stage::Stage;
use super::{Attack, Class};
use crate::error::Result;
use crate::sign::C14N;
use crate::tree::Element;

const RULE: &str = "signature.reference.transform";
const ALGORITHM: &str = "signature.algorithm";
const FILTER: &str = "http://www.w3.org/2002/06/xmldsig-filter2";

/// Name, what it shows, identifier, and what stands inside the Transform: element name, namespace declaration, attribute, text.
struct Case {
    idea: &'static str,
    shows: &'static str,
    uri: &'static str,
    inside: Option<(&'static str, &'static str, &'static str)>,
    rule: &'static str,
}

const fn case(
    idea: &'static str,
    shows: &'static str,
    uri: &'static str,
    inside: Option<(&'static str, &'static str, &'static str)>,
) -> Case {
    Case { idea, shows, uri, inside, rule: RULE }
}

const CASES: &[Case] = &[
    case(
        "xslt",
        "a style sheet that runs on the verifier's machine",
        "http://www.w3.org/TR/1999/REC-xslt-19991116",
        Some(("stylesheet", "http://www.w3.org/1999/XSL/Transform", "")),
    ),
    case(
        "xpath",
        "an XPath expression that leaves out what it likes",
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
        Some(("XPath", "", "not(ancestor-or-self::NDHDon)")),
    ),
    case(
        "xpath-here",
        "an XPath expression with here()",
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
        Some(("XPath", "", "count(ancestor-or-self::Signature | here()/ancestor::Signature[1]) > 1")),
    ),
    case(
        "xpath-false",
        "an XPath expression that nothing meets",
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
        Some(("XPath", "", "false()")),
    ),
    case(
        "base64",
        "a base64 transform, which sees only text",
        "http://www.w3.org/2000/09/xmldsig#base64",
        None,
    ),
    case(
        "xpointer",
        "an XPointer transform",
        "http://www.w3.org/2001/04/xmldsig-more/xptr",
        Some(("XPointer", "", "#xpointer(/)")),
    ),
    case(
        "filter-subtract",
        "an XPath filter that subtracts the amounts",
        FILTER,
        Some(("XPath", FILTER, "//*[local-name()='TToan']")),
    ),
    case(
        "filter-intersect",
        "an XPath filter that keeps what nobody reads",
        FILTER,
        Some(("XPath", FILTER, "//*[local-name()='TTKhac']")),
    ),
    case(
        "filter-union",
        "an XPath filter that adds another element",
        FILTER,
        Some(("XPath", FILTER, "//DSCKS")),
    ),
    case("decrypt", "a decryption transform", "http://www.w3.org/2002/07/decrypt#XML", None),
    case(
        "minimal",
        "the minimal canonicalization of old drafts",
        "http://www.w3.org/2000/09/xmldsig#minimal",
        None,
    ),
    case("unknown", "a transform nobody knows", "urn:example:keep-nothing", None),
    case("nameless", "a transform without a name", "", None),
    case(
        "near-miss",
        "enveloped-signature in other letters",
        "http://www.w3.org/2000/09/xmldsig#Enveloped-Signature",
        None,
    ),
    case(
        "c14n-1.1",
        "Canonical XML 1.1, which inherits in another way",
        "http://www.w3.org/2006/12/xml-c14n11",
        None,
    ),
    case(
        "c14n-2",
        "Canonical XML 2.0, whose parameters choose what is signed",
        "http://www.w3.org/2010/xml-c14n2",
        Some(("IgnoreComments", "http://www.w3.org/2010/xml-c14n2", "true")),
    ),
    Case {
        idea: "c14n-parameter",
        shows: "a parameter inside a canonicalization that has none",
        uri: C14N,
        inside: Some(("InclusiveNamespaces", "http://www.w3.org/2001/10/xml-exc-c14n#", "")),
        rule: ALGORITHM,
    },
];

pub(super) fn add(stage: &Stage, list: &mut Vec<Attack>) -> Result<()> {
    let put = |root: &mut Element, transform: Element, times: usize| -> Result<()> {
        let reference = root.at_mut(&stage.inside("SignedInfo/Reference"))?;
        let name = stage.name("Transforms");
        reference.children.retain(|node| !matches!(node, crate::tree::Node::Element(e) if e.name == name));
        let list = (0..times).fold(Element::new(&name), |list, _| list.with(transform.clone()));
        reference.children.insert(0, crate::tree::Node::Element(list));
        Ok(())
    };
    let transform = |uri: &str| Element::new(&stage.name("Transform")).attribute("Algorithm", uri);
    // The one transform that adds nothing: canonical XML said aloud.
    let twin = if stage.has_id() {
        stage.resigned(|root| put(root, transform(C14N), 1))?
    } else {
        // There the filter is among them.
        stage.sound.clone().into_bytes()
    };
    for case in CASES {
        let mut made = transform(case.uri);
        if let Some((name, namespace, text)) = case.inside {
            let mut inside = if namespace.is_empty() {
                Element::leaf(&stage.name(name), text)
            } else {
                Element::leaf(name, text).attribute("xmlns", namespace)
            };
            if case.uri == FILTER {
                let kind = case.idea.trim_start_matches("filter-");
                inside = inside.attribute("Filter", kind);
            }
            made.push(inside);
        }
        let bytes = stage.resigned(|root| put(root, made, 1))?;
        list.push(
            Attack::on(stage, Class::Transforms, case.idea, &[case.rule], case.shows, bytes)
                .with_twin(twin.clone()),
        );
    }
    let bytes = stage.resigned(|root| put(root, transform(C14N), 6))?;
    let shows = "six transforms in a row";
    list.push(
        Attack::on(stage, Class::Transforms, "six", &["signature.schema"], shows, bytes)
            .with_twin(twin.clone()),
    );
    let bytes = stage.resigned(|root| put(root, Element::new(&stage.name("X")), 1))?;
    let shows = "something that is no transform among the transforms";
    list.push(
        Attack::on(stage, Class::Transforms, "foreign", &["signature.schema"], shows, bytes).with_twin(twin),
    );
    Ok(())
}
