//! Real signed invoices rebuilt as an attacker would: wrapping, second documents, tricks inside SignedInfo.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod signature_support;

use etax::report::SignatureStatus;
use etax::signature::{Role, Subject, UnitKind};
use etax::xml::Element;
use signature_support::{ids, now, parse, testdata, trusting_nobody, units, verify_as};

struct Original {
    text: String,
    data: String,
    signature: String,
}

fn original(test: &str) -> Option<Original> {
    let root = testdata(test)?;
    let text = std::fs::read_to_string(root.join("xmldsig/vn/hdon-c25tac-1145-nban-cqt.xml")).unwrap();
    let text = text.trim_start_matches('\u{feff}').to_owned();
    let document = parse(text.as_bytes()).unwrap();
    let cut = |element: Element<'_>| document.source()[element.span()].to_owned();
    let data = cut(document.root().child("DLHDon").unwrap());
    let signature = cut(document.root().find("DSCKS/NBan").unwrap().children().next().unwrap());
    drop(document);
    Some(Original { text, data, signature })
}

/// The seller's status and the ids of all findings of a changed invoice; `None` if it is not XML.
fn judge(text: &str) -> Option<(Option<SignatureStatus>, Vec<&'static str>)> {
    let document = parse(text.as_bytes())?;
    let unit = units(document.root()).into_iter().find(|unit| unit.local() == "HDon")?;
    let subject = Subject::new(UnitKind::Invoice, now());
    let (verification, findings, _) = verify_as(unit, &subject, &trusting_nobody());
    let status = verification.by(Role::Seller).next().map(|signed| signed.status);
    Some((status, ids(&findings)))
}

fn assert_fires(text: &str, rule: &str) {
    let (_, found) = judge(text).expect("the changed document is XML");
    assert!(found.contains(&rule), "{rule} is missing in {found:?}");
}

#[test]
fn the_original_is_clean() {
    let Some(original) = original("the_original_is_clean") else { return };
    let (status, found) = judge(&original.text).unwrap();
    assert_eq!(status, Some(SignatureStatus::Valid));
    assert!(!found.iter().any(|id| {
        id.starts_with("signature.reference")
            || [
                "signature.place",
                "signature.schema",
                "signature.digest",
                "signature.value",
                "signature.coverage",
            ]
            .contains(id)
    }));
}

#[test]
fn signed_data_moved_aside_and_replaced() {
    let Some(original) = original("signed_data_moved_aside_and_replaced") else { return };
    let forged = original.data.replacen("Id=\"", "Id=\"forged-", 1);
    assert_ne!(forged, original.data);
    // The signed element wrapped inside another one, the forged one in its place.
    let moved =
        original.text.replacen(&original.data, &format!("{forged}<TTKhac>{}</TTKhac>", original.data), 1);
    let (status, found) = judge(&moved).unwrap();
    assert_eq!(status, Some(SignatureStatus::Invalid));
    assert!(found.contains(&"signature.reference.target"), "{found:?}");
    // The signed element inside the signature's own object: found there, but the data is not covered.
    let inside = original.signature.replacen(
        "</Signature>",
        &format!("<Object>{}</Object></Signature>", original.data),
        1,
    );
    let wrapped =
        original.text.replacen(&original.data, &forged, 1).replacen(&original.signature, &inside, 1);
    let (_, found) = judge(&wrapped).unwrap();
    assert!(found.contains(&"signature.coverage") || found.contains(&"signature.digest"), "{found:?}");
}

#[test]
fn two_elements_where_one_is_signed() {
    let Some(original) = original("two_elements_where_one_is_signed") else { return };
    let twice = original.text.replacen(&original.data, &format!("{0}{0}", original.data), 1);
    let (status, found) = judge(&twice).unwrap();
    assert_ne!(status, Some(SignatureStatus::Valid));
    assert!(found.contains(&"signature.reference.ambiguous"), "{found:?}");
}

#[test]
fn a_second_signature_and_a_stray_one() {
    let Some(original) = original("a_second_signature_and_a_stray_one") else { return };
    let second = original.text.replacen(&original.signature, &format!("{0}{0}", original.signature), 1);
    assert_fires(&second, "signature.place");
    let stray = original.text.replacen("</HDon>", &format!("{}</HDon>", original.signature), 1);
    assert_fires(&stray, "signature.place");
    let none = original.text.replacen(&original.signature, "", 1);
    assert_fires(&none, "signature.missing");
}

#[test]
fn an_id_repeated_elsewhere_is_only_mentioned() {
    let Some(original) = original("an_id_repeated_elsewhere_is_only_mentioned") else { return };
    let start = original.data.split("Id=\"").nth(1).unwrap();
    let id = start.split('"').next().unwrap();
    let repeated = original.text.replacen("</HDon>", &format!("<Extra Id=\"{id}\"></Extra></HDon>"), 1);
    let (status, found) = judge(&repeated).unwrap();
    assert_eq!(status, Some(SignatureStatus::Valid));
    assert!(found.contains(&"signature.reference.duplicate-id"));
}

#[test]
fn tricks_inside_the_signature_are_malformed() {
    let Some(original) = original("tricks_inside_the_signature_are_malformed") else { return };
    let tricks = [
        ("<SignedInfo>", "<SignedInfo><!---->"),
        ("<DigestValue>", "<DigestValue><!--x-->"),
        ("<DigestValue>", "<DigestValue><?x?>"),
        ("<SignatureValue>", "<SignatureValue><!--x-->"),
        ("<SignatureValue>", "<SignatureValue>*"),
        ("<X509Certificate>", "<X509Certificate><!--x-->"),
        ("<SignedInfo>", "text<SignedInfo>"),
        ("</SignedInfo>", "<Object></Object></SignedInfo>"),
        ("</SignedInfo>", "</SignedInfo><SignedInfo></SignedInfo>"),
        ("</Signature>", "<KeyInfo></KeyInfo></Signature>"),
    ];
    for (from, to) in tricks {
        let changed = original.signature.replacen(from, to, 1);
        assert_ne!(changed, original.signature, "{from} does not occur");
        let text = original.text.replacen(&original.signature, &changed, 1);
        let (status, found) = judge(&text).unwrap();
        assert_eq!(status, Some(SignatureStatus::Invalid), "{to}");
        assert!(found.contains(&"signature.schema"), "{to}: {found:?}");
    }
}

#[test]
fn forms_outside_the_profile_stay_undecided() {
    let Some(original) = original("forms_outside_the_profile_stay_undecided") else { return };
    let uri = original.signature.split("URI=\"").nth(1).unwrap().split('"').next().unwrap();
    let own = format!("URI=\"{uri}\"");
    let enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    let cases = [
        (own.as_str(), "URI=\"http://example.invalid/data.xml\"", "signature.reference.form"),
        (own.as_str(), "URI=\"file:///etc/passwd\"", "signature.reference.form"),
        (own.as_str(), "URI=\"#xpointer(/)\"", "signature.reference.form"),
        (own.as_str(), "", "signature.reference.form"),
        (own.as_str(), "URI=\"#nowhere\"", "signature.reference.dangling"),
        (enveloped, "http://www.w3.org/TR/1999/REC-xslt-19991116", "signature.reference.transform"),
        (enveloped, "http://www.w3.org/TR/1999/REC-xpath-19991116", "signature.reference.transform"),
        (enveloped, "http://www.w3.org/2000/09/xmldsig#base64", "signature.reference.transform"),
        (
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "http://www.w3.org/2006/12/xml-c14n11",
            "signature.algorithm",
        ),
    ];
    for (from, to, rule) in cases {
        let changed = original.signature.replacen(from, to, 1);
        assert_ne!(changed, original.signature, "{from} does not occur");
        let text = original.text.replacen(&original.signature, &changed, 1);
        let (status, found) = judge(&text).unwrap();
        assert_ne!(status, Some(SignatureStatus::Valid), "{to}");
        assert!(found.contains(&rule), "{to}: {found:?}");
    }
}

#[test]
fn a_certificate_of_somebody_else_does_not_verify() {
    let Some(original) = original("a_certificate_of_somebody_else_does_not_verify") else { return };
    let inner = |text: &str| {
        text.split("<X509Certificate>").nth(1).unwrap().split("</X509Certificate>").next().unwrap().to_owned()
    };
    let seller = inner(&original.signature);
    let authority = inner(original.text.split("<CQT>").nth(1).unwrap());
    assert_ne!(seller, authority);
    let swapped = original.text.replacen(&seller, &authority, 1);
    let (status, found) = judge(&swapped).unwrap();
    assert_eq!(status, Some(SignatureStatus::Invalid));
    assert!(found.contains(&"signature.value"));
    let broken = original.text.replacen(&seller, "AAAA", 1);
    let (status, found) = judge(&broken).unwrap();
    assert_eq!(status, Some(SignatureStatus::Undecided));
    assert!(found.contains(&"signer.certificate.unreadable"));
}

#[test]
fn tax_codes_and_clocks_are_held_against_the_document() {
    let Some(original) = original("tax_codes_and_clocks_are_held_against_the_document") else { return };
    let document = parse(original.text.as_bytes()).unwrap();
    let own = document.root().find("DLHDon/NDHDon/NBan/MST").unwrap().trimmed().into_owned();
    let run = |codes: &[&str], at: &str| {
        let subject = Subject {
            tax_codes: codes,
            ..Subject::new(UnitKind::Invoice, etax::value::Moment::parse(at).unwrap())
        };
        let (_, findings, _) = verify_as(document.root(), &subject, &trusting_nobody());
        ids(&findings)
    };
    let fires = |found: &[&str], rule: &str| found.contains(&rule);
    let exact = run(&[&own], "2026-11-23");
    assert!(!exact.iter().any(|id| id.starts_with("signer.tax-code")), "{exact:?}");
    let branch = format!("{}-001", &own[..10]);
    assert!(fires(&run(&[&branch], "2026-11-23"), "signer.tax-code.branch"));
    assert!(fires(&run(&["0300123450"], "2026-11-23"), "signer.tax-code.mismatch"));
    assert!(!fires(&exact, "signature.time.after-receipt"));
    assert!(fires(&run(&[&own], "2025-01-01"), "signature.time.after-receipt"));
}
