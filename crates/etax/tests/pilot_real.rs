//! Certified invoices of the pilot: the one that is public, its drafts, and what libxml2 says with the system's XSD files.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod shared;

use etax::code::pilot;
use etax::code::{Binding, Code, Doubt, Evidence, Mismatch};
use etax::invoice::Tolerance;
use etax::report::{Checks, Findings, SignatureStatus};
use etax::signature::{Settings, Subject, TrustStore, UnitKind, Verifier};
use etax::value::Moment;
use etax::xml::{Document, Element, Limits, Parsed};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/good/pilot-transaction.xml");

fn parse(bytes: &[u8]) -> Document<'_> {
    match Document::parse(bytes, &Limits::default()) {
        Parsed::Document(document) => document,
        Parsed::Refused(defect) => panic!("{defect:?}"),
    }
}

/// The rules of structure that a document breaks, with the elements.
fn structure(root: Element<'_>) -> Vec<(String, String)> {
    let (mut findings, mut checks) = (Findings::new(10_000), Checks::default());
    if etax::pilot::is_transaction(root) {
        etax::pilot::check_transaction(root, &mut findings, &mut checks);
        for invoice in root.children_named("invoices").flat_map(|all| all.children_named("invoice")) {
            etax::pilot::check(invoice, &Tolerance::default(), &mut findings, &mut checks);
        }
    } else {
        etax::pilot::check(root, &Tolerance::default(), &mut findings, &mut checks);
    }
    let structural = findings.as_slice().iter().filter(|finding| finding.rule.id.starts_with("schema."));
    structural
        .map(|finding| {
            let element = finding.location.path.rsplit('/').next().unwrap_or_default();
            let element = element.split('[').next().unwrap_or_default();
            (finding.rule.id.to_owned(), element.rsplit(':').next().unwrap_or_default().to_owned())
        })
        .collect()
}

fn real() -> Option<String> {
    let path = shared::path("einvoice-2014/xml/InvoiceResult.xml")?;
    Some(std::fs::read_to_string(path).unwrap())
}

/// As it was before somebody indented it.
fn flat(text: &str) -> String {
    text.split('>').map(str::trim_start).collect::<Vec<_>>().join(">")
}

/// What its code is worth, with what is known of its signatures.
fn binding(text: &str, code: &str) -> (Binding, SignatureStatus) {
    let document = parse(text.as_bytes());
    let root = document.root();
    let verifier = Verifier::new(Settings::default(), TrustStore::builder().build());
    let subject = Subject::new(UnitKind::PilotInvoice, Moment::parse("2015-10-11").unwrap());
    let (mut findings, mut checks) = (Findings::new(100), Checks::default());
    let verification = etax::signature::check(root, &subject, &verifier, &mut findings, &mut checks);
    let evidence = Evidence { invoice: Some(root), verification: Some(&verification), ..Evidence::default() };
    let status = verification.signatures[0].status;
    (Code::parse(code).unwrap().bind(&evidence), status)
}

fn element<'t>(text: &'t str, name: &str) -> &'t str {
    let (_, rest) = text.split_once(&format!("<inv:{name}>")).unwrap();
    rest.split_once('<').unwrap().0
}

#[test]
fn the_real_certified_invoice_is_right_and_its_chain_holds_up_to_the_device() {
    let Some(text) = real() else { return };
    let qr = element(&text, "qrCodeData");
    let id = element(&text, "certifiedId");
    let signature = text.rsplit_once("<inv:signature>").unwrap().1.split_once('<').unwrap().0;
    // Indented after signing: the file as it is published.
    for code in [qr, id, signature] {
        let (bound, status) = binding(&text, code);
        assert_eq!((bound, status), (Binding::Undecided(Doubt::Indented), SignatureStatus::Invalid));
        let (bound, status) = binding(&flat(&text), code);
        assert_eq!((bound, status), (Binding::Undecided(Doubt::DeviceMessage), SignatureStatus::Valid));
    }
    assert_eq!(structure(parse(text.as_bytes()).root()), []);
    let (mut findings, mut checks) = (Findings::new(100), Checks::default());
    etax::pilot::check(parse(text.as_bytes()).root(), &Tolerance::default(), &mut findings, &mut checks);
    let ids: Vec<_> = findings.as_slice().iter().map(|finding| finding.rule.id).collect();
    assert_eq!(ids, Vec::<&str>::new());
    let layout_b = [
        element(&text, "sellerTaxCode"),
        element(&text, "buyerTaxCode"),
        element(&text, "issuedDate"),
        "",
        element(&text, "totalVATAmount"),
        element(&text, "totalAmount"),
        element(&text, "sellerSignatureHash"),
        id,
        element(&text, "certifiedDate"),
        signature,
        element(&text, "publicKey"),
    ]
    .join(";");
    let read = pilot::PilotQr::parse(&layout_b).unwrap();
    assert_eq!(read.layout(), pilot::Layout::B);
    assert_eq!(binding(&flat(&text), &layout_b).0, Binding::Undecided(Doubt::DeviceMessage));
}

#[test]
fn every_changed_character_of_the_real_code_and_of_its_bound_fields_is_not_bound() {
    let Some(text) = real() else { return };
    let text = flat(&text);
    let qr = element(&text, "qrCodeData").to_owned();
    let mut tried = 0;
    for (at, before) in qr.char_indices() {
        let other = match before {
            '0'..='8' => char::from(before as u8 + 1),
            '9' => '0',
            ';' => ',',
            'a' | 'A' => 'b',
            _ => 'a',
        };
        let changed = format!("{}{other}{}", &qr[..at], &qr[at + before.len_utf8()..]);
        match Code::parse(&changed) {
            Ok(code) => {
                let document = parse(text.as_bytes());
                let evidence = Evidence { invoice: Some(document.root()), ..Evidence::default() };
                assert!(matches!(code.bind(&evidence), Binding::NotBound(_)), "{changed}");
            }
            Err(error) => assert!(error.position <= changed.len() + 1),
        }
        tried += 1;
    }
    assert_eq!(tried, qr.len());
    let code = Code::parse(&qr).unwrap();
    for name in [
        "sellerTaxCode",
        "buyerTaxCode",
        "totalAmountWithVAT",
        "totalVATAmount",
        "invoiceIssuedDate",
        "itemName",
        "certifiedId",
        "sellerSignatureHash",
        "certifiedDate",
        "publicKey",
    ] {
        let value = element(&text, name);
        let last = value.chars().next().unwrap();
        let other = if last == '2' { '3' } else { '2' };
        let changed = text.replacen(
            &format!("<inv:{name}>{value}<"),
            &format!("<inv:{name}>{}<", value.replacen(last, &other.to_string(), 1)),
            1,
        );
        let document = parse(changed.as_bytes());
        let evidence = Evidence { invoice: Some(document.root()), ..Evidence::default() };
        let bound = code.bind(&evidence);
        // certifiedDate is in layout B alone.
        if name == "certifiedDate" {
            assert!(matches!(bound, Binding::Undecided(_)), "{name}: {bound:?}");
            continue;
        }
        let Binding::NotBound(mismatches) = &bound else { panic!("{name}: {bound:?}") };
        assert!(!mismatches.is_empty() && !bound.reasons(etax::rule::Lang::En).is_empty());
        if ["sellerTaxCode", "buyerTaxCode", "totalVATAmount", "certifiedId"].contains(&name) {
            assert!(bound.fields().any(|field| field == name), "{name}: {bound:?}");
        }
        if name == "itemName" {
            assert_eq!(mismatches, &[Mismatch::Digest]);
        }
    }
}

/// The reasons in libxml2's words, as ours.
fn reason(line: &str) -> Option<(String, String)> {
    let (_, rest) = line.split_once("Element '")?;
    let (name, why) = rest.split_once("':")?;
    let name = name.rsplit('}').next()?.to_owned();
    let rule = if why.contains("[facet 'pattern']") {
        "schema.facet.pattern"
    } else if why.contains("[facet 'length']") || why.contains("[facet 'maxLength']") {
        "schema.facet.length"
    } else if why.contains("Missing child") {
        "schema.element.missing"
    } else {
        return None;
    };
    Some((rule.to_owned(), name))
}

fn xmllint(schema: &Path, files: &[&Path]) -> String {
    let output = Command::new("xmllint").arg("--noout").arg("--schema").arg(schema).args(files).output();
    String::from_utf8_lossy(&output.unwrap().stderr).into_owned()
}

#[test]
fn the_drafts_are_refused_for_the_reasons_that_libxml2_gives() {
    let Some(schema) = shared::path("einvoice-2014/xsd/invoice.create.xsd") else { return };
    let drafts = shared::files("einvoice-2014/xml", ".xml");
    let drafts: Vec<_> = drafts.iter().filter(|path| path.to_string_lossy().contains("draft-")).collect();
    assert_eq!(drafts.len(), 22);
    for path in drafts {
        let theirs = xmllint(&schema, &[path]);
        assert!(theirs.contains("fails to validate"), "{theirs}");
        let bytes = std::fs::read(path).unwrap();
        let ours = structure(parse(&bytes).root());
        let mut elements: BTreeMap<String, bool> = BTreeMap::new();
        for (_, name) in theirs.lines().filter_map(reason) {
            elements.insert(name, false);
        }
        assert!(!elements.is_empty());
        for (rule, name) in &ours {
            let known = elements.get_mut(name);
            *known.unwrap_or_else(|| panic!("{}: {rule} {name} is ours alone", path.display())) = true;
        }
        assert!(elements.values().all(|ours| *ours), "{}: {elements:?} {ours:?}", path.display());
    }
}

/// Every element of a document outside its signatures: its bytes, and those inside its tags.
fn places(document: &Document<'_>) -> Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let root = document.root();
    let signatures: Vec<_> = root.descendants().filter(|element| element.local() == "Signature").collect();
    root.descendants()
        .filter(|element| {
            !signatures.iter().any(|signature| *signature == *element || signature.contains(*element))
        })
        .map(|element| (element.span(), element.content_span()))
        .collect()
}

#[test]
fn structure_is_judged_as_libxml2_judges_it_whatever_is_changed() {
    let Some(schema) = shared::path("einvoice-2014/xsd/invoice.message.xsd") else { return };
    let text = std::fs::read_to_string(SHIPPED).unwrap();
    let mut all = vec![text.clone()];
    for (whole, inside) in places(&parse(text.as_bytes())) {
        let cut = |range: &std::ops::Range<usize>, new: &str| {
            format!("{}{new}{}", &text[..range.start], &text[range.end..])
        };
        all.push(cut(&whole, ""));
        all.push(cut(&whole, &text[whole.clone()].repeat(2)));
        for new in ["", "x", "-1", "1.234", "2026-09-15T00:00:00", "0123456789012345678901234567890"] {
            all.push(cut(&inside, new));
        }
    }
    if let Some(real) = real() {
        // Validates when it is wrapped.
        let head =
            "<inv:transaction xmlns:inv=\"http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1\"><inv:resend/>";
        all.push(format!(
            "{head}<inv:invoices>{}</inv:invoices></inv:transaction>",
            real.trim_start_matches('\u{feff}')
        ));
    }
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = (0..all.len()).map(|at| folder.path().join(format!("{at}.xml"))).collect();
    for (path, text) in files.iter().zip(&all) {
        std::fs::write(path, text).unwrap();
    }
    let said = xmllint(&schema, &files.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    let mut wrong = Vec::new();
    let (mut accepted, mut refused) = (0, 0);
    for (path, text) in files.iter().zip(&all) {
        let name = path.display().to_string();
        let valid = said.lines().any(|line| line == format!("{name} validates"));
        let ours = structure(parse(text.as_bytes()).root());
        if valid {
            accepted += 1
        } else {
            refused += 1
        }
        if valid != ours.is_empty() {
            let theirs: Vec<_> = said.lines().filter(|line| line.starts_with(&name)).take(3).collect();
            wrong.push(format!("{ours:?} {theirs:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
    assert!(accepted > 50 && refused > 500, "{accepted} {refused}");
}
