//! The two XPath filters of payment orders are read letter by letter, in payment orders only, and cost what the document
//! costs. That they select what other implementations select is tested beside the test kit.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first thing that is wrong")]

mod signature_support;

use signature_support::{ids, parse, trusting_nobody, verify};

const ENVELOPED: &str = r#"<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>"#;
const PLAIN: &str =
    r#"<XPath xmlns="http://www.w3.org/2002/06/xmldsig-filter2" Filter="intersect">//NDUNG_CTU</XPath>"#;
const ORDER: &str = "<NDUNG_CTU_NH><NDUNG_CTU>1</NDUNG_CTU></NDUNG_CTU_NH>";

fn filter(xpath: &str) -> String {
    format!(r#"<Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2">{xpath}</Transform>"#)
}

/// A payer's signature with these transforms on a reference; its values are no matter here.
fn signature(uri: &str, transforms: &str) -> String {
    format!(
        r##"<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><Reference URI="{uri}"><Transforms>{transforms}</Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>AAAA</DigestValue></Reference></SignedInfo><SignatureValue>AAAA</SignatureValue><Object><SignatureProperties><SignatureProperty Id="TimeSignature"><DateTimeStamp>16102026090000</DateTimeStamp></SignatureProperty></SignatureProperties></Object></Signature>"##
    )
}

/// What is found about the form of a reference of a payer's signature.
fn found(content: &str, uri: &str, transforms: &str) -> Vec<&'static str> {
    judged(&format!("<CHUNGTU>{content}{}</CHUNGTU>", signature(uri, transforms)))
}

fn judged(source: &str) -> Vec<&'static str> {
    let document = parse(source.as_bytes()).unwrap();
    let (_, findings, _) = verify(document.root(), &trusting_nobody());
    let relevant = |id: &&str| id.starts_with("signature.reference") || *id == "signature.digest";
    ids(&findings).into_iter().filter(relevant).collect()
}

#[test]
fn the_fixed_forms_are_evaluated() {
    for transforms in [filter(PLAIN), filter(PLAIN) + ENVELOPED] {
        // The digest is wrong, so there is one.
        assert_eq!(found(ORDER, "", &transforms), ["signature.digest"]);
    }
    let spaced = PLAIN.replace("//NDUNG_CTU", "\n  //NDUNG_CTU\t");
    assert_eq!(found(ORDER, "", &filter(&spaced)), ["signature.digest"]);
    // Names without prefix are in no namespace, whatever stands around the expression.
    let declared = PLAIN.replace("<XPath ", "<XPath xmlns:NDUNG_CTU=\"urn:example:x\" ");
    assert_eq!(found(ORDER, "", &filter(&declared)), ["signature.digest"]);
    // Before the bank wraps it.
    assert_eq!(found("<NDUNG_CTU>1</NDUNG_CTU>", "", &filter(PLAIN)), ["signature.digest"]);
}

#[test]
fn anything_else_is_undecided() {
    let prefixed = "<f:XPath xmlns:f=\"http://www.w3.org/2002/06/xmldsig-filter2\" Filter=\"intersect\">//NDUNG_CTU</f:XPath>";
    assert_eq!(
        found(ORDER, "", &filter(prefixed)),
        ["signature.digest"],
        "a prefix of its own changes nothing"
    );
    for (what, transforms) in [
        ("union", filter(&PLAIN.replace("intersect", "union"))),
        ("subtract", filter(&PLAIN.replace("intersect", "subtract"))),
        ("no operation", filter(&PLAIN.replace(" Filter=\"intersect\"", ""))),
        ("one more attribute", filter(&PLAIN.replace("<XPath ", "<XPath x=\"\" "))),
        ("another name", filter(&PLAIN.replace("NDUNG_CTU", "CHUNGTU_HDR"))),
        ("a prefix", filter(&PLAIN.replace("//NDUNG_CTU", "//x:NDUNG_CTU"))),
        ("a predicate", filter(&PLAIN.replace("//NDUNG_CTU", "//NDUNG_CTU[1]"))),
        ("an absolute path", filter(&PLAIN.replace("//NDUNG_CTU", "/CHUNGTU/NDUNG_CTU_NH/NDUNG_CTU"))),
        ("two names", filter(&PLAIN.replace("//NDUNG_CTU", "//NDUNG_CTU|//SO_CTU"))),
        ("white space within", filter(&PLAIN.replace("//NDUNG_CTU", "// NDUNG_CTU"))),
        ("letter case", filter(&PLAIN.replace("//NDUNG_CTU", "//ndung_ctu"))),
        ("nothing", filter("")),
        ("text beside", filter(&format!("{PLAIN}x"))),
        ("two expressions", filter(&format!("{PLAIN}{PLAIN}"))),
        ("another namespace", filter(&PLAIN.replace("xmldsig-filter2", "xmldsig-filter3"))),
        ("twice", filter(PLAIN) + &filter(PLAIN)),
        ("not first", ENVELOPED.to_owned() + &filter(PLAIN)),
    ] {
        assert_eq!(found(ORDER, "", &transforms), ["signature.reference.transform"], "{what}");
    }
    // Nothing but plain text stands in SignedInfo, so such a signature is none.
    for within in ["//NDUNG_CTU<!-- -->", "<![CDATA[//NDUNG_CTU]]>", "//NDUNG<?x?>_CTU"] {
        let transforms = filter(&PLAIN.replace("//NDUNG_CTU", within));
        let source = format!("<CHUNGTU>{ORDER}{}</CHUNGTU>", signature("", &transforms));
        let document = parse(source.as_bytes()).unwrap();
        let (_, findings, _) = verify(document.root(), &trusting_nobody());
        assert!(ids(&findings).contains(&"signature.schema"), "{within}");
    }
    let whole = found(ORDER, "", ENVELOPED);
    assert_eq!(whole, ["signature.reference.form"], "the whole document without a filter");
    let named = ORDER.replace("<NDUNG_CTU>", "<NDUNG_CTU Id=\"d\">");
    assert_eq!(
        found(&named, "#d", &filter(PLAIN)),
        ["signature.reference.transform"],
        "a filter on an element"
    );
}

#[test]
fn nothing_several_and_the_wrong_one_are_refused() {
    for (what, content, rule) in [
        ("nothing", "<NDUNG_CTU_NH/>", "signature.reference.dangling"),
        ("nothing without a namespace", "<NDUNG_CTU xmlns='urn:example:x'/>", "signature.reference.dangling"),
        ("not where it belongs", "<KHAC><NDUNG_CTU/></KHAC>", "signature.reference.target"),
        ("two", "<NDUNG_CTU/><NDUNG_CTU/>", "signature.reference.ambiguous"),
        ("one in the other", "<NDUNG_CTU><NDUNG_CTU/></NDUNG_CTU>", "signature.reference.ambiguous"),
        (
            "one for the payer, one for the bank",
            "<NDUNG_CTU_NH><NDUNG_CTU/></NDUNG_CTU_NH><NDUNG_CTU/>",
            "signature.reference.ambiguous",
        ),
    ] {
        assert_eq!(found(content, "", &filter(PLAIN)), [rule], "{what}");
    }
}

#[test]
fn no_other_document_is_seen_through_a_filter() {
    let inner = signature("", &filter(PLAIN));
    let invoice = format!("<HDon><DLHDon><NDUNG_CTU/></DLHDon><DSCKS><NBan>{inner}</NBan></DSCKS></HDon>");
    assert_eq!(judged(&invoice), ["signature.reference.transform"]);
    // An order in a message: the filter would look through the whole message.
    let message = format!("<TDiep><DLieu><CHUNGTU>{ORDER}{inner}</CHUNGTU></DLieu></TDiep>");
    let document = parse(message.as_bytes()).unwrap();
    let order = document.root().child("DLieu").unwrap().child("CHUNGTU").unwrap();
    let (_, findings, _) = verify(order, &trusting_nobody());
    assert!(ids(&findings).contains(&"signature.reference.transform"));
}

#[test]
fn orders_with_many_signatures_cost_what_the_document_costs() {
    let references = filter(PLAIN);
    let time = |elements: usize, signatures: usize| {
        let padding = "<A/>".repeat(elements);
        let all = signature("", &references).repeat(signatures);
        let source = format!("<CHUNGTU><KHAC>{padding}</KHAC>{all}</CHUNGTU>");
        let document = parse(source.as_bytes()).unwrap();
        let start = std::time::Instant::now();
        let (verification, findings, _) = verify(document.root(), &trusting_nobody());
        assert!(verification.signatures.len() <= 12);
        assert!(ids(&findings).contains(&"signature.place"));
        start.elapsed()
    };
    time(1000, 10);
    let least = |elements, signatures| (0..3).map(|_| time(elements, signatures)).min().unwrap();
    let small = least(20_000, 200);
    let large = least(200_000, 2_000);
    assert!(large < small * 40 + std::time::Duration::from_millis(500), "{small:?}, then {large:?}");
}
