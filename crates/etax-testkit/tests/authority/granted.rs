//! What becomes of invoices that ask for a code.

use crate::desk::{
    Books, PROVIDER, answered, answered_with, check, key, paper, received, resigned, sound, text, types,
    wrapped,
};
use crate::oracle::xmlsec;
use crate::signing::{self, file};
use etax::code::auth34::{Auth34, InvoiceFields};
use etax::report::{SignatureStatus, Verdict};
use etax::signature::Role;
use etax::xml::{Document, Limits, Parsed};
use std::collections::HashSet;

/// What stands between the tags of the invoice's data, tags included.
fn data(xml: &str) -> &str {
    let (start, end) = (xml.find("<DLHDon").unwrap(), xml.find("</DLHDon>").unwrap());
    &xml[start..end + "</DLHDon>".len()]
}

fn ids() -> Vec<(String, String)> {
    let dsig = "http://www.w3.org/2000/09/xmldsig#";
    ["DLHDon", "MCCQT", "DLTBao", "STBao"]
        .into_iter()
        .map(str::to_owned)
        .chain(["Object", "SignatureProperty"].map(|name| format!("{dsig}:{name}")))
        .map(|element| ("Id".to_owned(), element))
        .collect()
}

/// How many signatures of a message hold for xmlsec1.
pub(crate) fn held_by_xmlsec(xml: &str) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answer.xml");
    std::fs::write(&path, xml).unwrap();
    let count = xml.matches("<Signature ").count();
    (1..=count)
        .filter(|number| {
            let judged = xmlsec(&path, *number, &ids());
            assert!(judged.holds(), "{judged:?}\n{xml}");
            judged.holds()
        })
        .count()
}

#[test]
fn an_invoice_comes_back_with_code_and_signature_as_its_seller_signed_it() {
    let message = file("good/message-200.xml");
    let answers = answered(message.as_bytes());
    assert_eq!(types(&answers), [999, 202]);
    sound(&answers);
    assert!(answers[0].grants && answers[0].xml.contains("<TTTNhan>0</TTTNhan>"));
    let granted = &answers[1].xml;
    let incoming = text(&message, "MTDiep").unwrap();
    assert_eq!(text(granted, "MTDTChieu"), Some(incoming));

    // The seller's bytes: data, QR code, signature.
    assert_eq!(data(granted), data(&message));
    let signature =
        |xml: &str| xml[xml.find("<NBan><Signature").unwrap()..].split_once("</NBan>").unwrap().0.to_owned();
    assert_eq!(signature(granted), signature(&message));

    let report = check(granted.as_bytes());
    assert_eq!(report.verdict, Verdict::Accepted);
    let invoice = &report.documents[0];
    let [seller, authority] = invoice.signatures.as_slice() else { panic!("{:?}", invoice.signatures) };
    assert_eq!((seller.role, authority.role), ("seller", "authority"));
    assert!(invoice.signatures.iter().all(|signature| signature.status == SignatureStatus::Valid));
    for covered in ["/TDiep/DLieu/HDon/DLHDon", "/TDiep/DLieu/HDon/MCCQT"] {
        assert!(authority.covers.iter().any(|path| path == covered), "{covered}: {:?}", authority.covers);
    }
    assert_eq!(authority.signing_time.as_deref(), Some("2026-11-23T10:00:00+07:00"));
    assert_eq!(held_by_xmlsec(granted), 2);

    // The code is bound: it is this invoice's and no other's.
    let Parsed::Document(document) = Document::parse(granted.as_bytes(), &Limits::default()) else {
        panic!()
    };
    let element = document.root().find("DLieu/HDon").unwrap();
    let code = Auth34::parse(&element.child("MCCQT").unwrap().trimmed()).unwrap();
    let fields = InvoiceFields::of(element);
    assert_eq!(key().verify(&code, &fields.printed()), Ok(Some(1)));
    let mut other = fields.printed();
    other.total = Some("1");
    assert_eq!(key().verify(&code, &other), Ok(None));
    assert_eq!(invoice.code.as_ref().unwrap().binding, "bound");
}

#[test]
fn namespaces_around_an_invoice_go_with_it() {
    // Inclusive canonical form: what the envelope declares is part of what the seller signs.
    let plain = signing::stripped(&file("good/message-200.xml"));
    let around = plain
        .replacen("<TDiep>", "<TDiep xmlns:inv=\"urn:thử &amp; &quot;thử&quot;\" xml:lang=\"vi\">", 1)
        .replacen("<DLieu>", "<DLieu xmlns:b='urn:b' xmlns:inv=\"urn:nearer\">", 1);
    let key = signing::key_for(&signing::certificates(&file("good/message-200.xml"))[0]);
    let message = signing::sign_with(around.as_bytes(), &signing::request(Role::Seller), &key).unwrap();
    let message = String::from_utf8(message).unwrap();
    let answers = answered(message.as_bytes());
    assert_eq!(types(&answers), [999, 202], "{}", answers.last().unwrap().xml);
    sound(&answers);
    assert!(answers[1].xml.contains("<DLieu xml:lang=\"vi\" xmlns:b=\"urn:b\" xmlns:inv=\"urn:nearer\">"));
    assert_eq!(held_by_xmlsec(&answers[1].xml), 2);
    assert_eq!(data(&answers[1].xml), data(&message));
}

#[test]
fn several_invoices_are_answered_one_by_one() {
    let message = file("good/message-200.xml");
    let (start, end) = (message.find("<HDon>").unwrap(), message.find("</HDon>").unwrap() + "</HDon>".len());
    let invoice = &message[start..end];
    let second = resigned(
        invoice,
        |text| text.replace("<SHDon>400<", "<SHDon>401<").replace("Id=\"_", "Id=\"b"),
        Role::Seller,
    );
    let spoiled = invoice.replace("<SHDon>400<", "<SHDon>402<");
    let both = message
        .replace("</DLieu>", &format!("{second}{spoiled}</DLieu>"))
        .replace("<SLuong>1</SLuong></TTChung>", "<SLuong>3</SLuong></TTChung>");
    let answers = answered(both.as_bytes());
    assert_eq!(types(&answers), [999, 202, 202, 204]);
    assert_eq!(
        answers.iter().map(|answer| answer.document).collect::<Vec<_>>(),
        [None, Some(0), Some(1), Some(2)]
    );
    sound(&answers);
    let ids: HashSet<_> = answers.iter().map(|answer| answer.id.as_str()).collect();
    assert_eq!(ids.len(), answers.len());
    assert!(answers[3].xml.contains("<SHDon>402</SHDon>"));
}

#[test]
fn what_is_wrong_with_an_invoice_is_told() {
    let message = file("good/message-200.xml");
    // Something in the data altered after signing.
    let tampered = message.replace("<SHDon>400<", "<SHDon>401<");
    let answers = answered(tampered.as_bytes());
    assert_eq!(types(&answers), [999, 204]);
    sound(&answers);
    let notice = &answers[1].xml;
    assert_eq!(text(notice, "LTBao"), Some("1"));
    assert_eq!(text(notice, "MGDDTu"), text(&message, "MTDiep"));
    assert!(
        notice.contains("<LCMa><KHMSHDon>1</KHMSHDon><KHHDon>C26TTT</KHHDon><SHDon>401</SHDon>"),
        "{notice}"
    );
    let reason = text(notice, "LDo").unwrap();
    assert_eq!(text(reason, "MLoi"), Some("1011"));
    assert!(text(reason, "HDXLy").is_some_and(|advice| !advice.is_empty()));
    assert!(text(reason, "GChu").is_some_and(|note| note.starts_with("signature.")), "{reason}");
    assert_eq!(held_by_xmlsec(notice), 1);

    // The signature's value altered.
    let at = message.find("<SignatureValue>").unwrap() + 30;
    let mut broken = message.clone().into_bytes();
    broken[at] = if broken[at] == b'A' { b'B' } else { b'A' };
    assert_eq!(types(&answered(&broken)), [999, 204]);

    // A sum that is wrong though signed.
    let total = text(&message, "TgTTTBSo").unwrap();
    let wrong =
        resigned(&message, |text| text.replace(&format!("<TgTTTBSo>{total}<"), "<TgTTTBSo>1<"), Role::Seller);
    let answers = answered(wrong.as_bytes());
    assert_eq!(types(&answers), [999, 204]);
    sound(&answers);
    assert_eq!(text(text(&answers[1].xml, "LDo").unwrap(), "MLoi"), Some("20001"));

    // Somebody else's key.
    let theirs = signing::sign_with(
        signing::stripped(&message).as_bytes(),
        &signing::request(Role::Seller),
        &signing::SELLER,
    );
    let answers = answered(&theirs.unwrap());
    assert_eq!(types(&answers), [999, 204]);
    sound(&answers);
    assert!(answers[1].xml.contains("<MLoi>2013</MLoi>"), "{}", answers[1].xml);
}

#[test]
fn a_code_that_is_there_already_is_not_replaced() {
    let message = file("good/message-200.xml");
    for code in ["<MCCQT/>", "<MCCQT>000123456789AB4DEF8123456789ABCDEF</MCCQT>"] {
        let mut books = Books::default();
        let coded = message.replace("</DLHDon>", &format!("</DLHDon>{code}"));
        let answers = answered_with(coded.as_bytes(), PROVIDER, received(), &mut books).unwrap();
        assert_eq!((types(&answers), books.codes), (vec![999, 204], 0), "{code}");
        sound(&answers);
    }
}

#[test]
fn a_signature_over_the_whole_message_cannot_be_kept() {
    // The seller's signature of message 203 covers the envelope; in a message 200 the invoice would leave it.
    let whole = file("good/message-203-whole.xml").replacen("<MLTDiep>203<", "<MLTDiep>200<", 1);
    let mut books = Books::default();
    let answers = answered_with(whole.as_bytes(), PROVIDER, received(), &mut books).unwrap();
    assert!(!types(&answers).contains(&202) && books.codes == 0, "{:?}", types(&answers));
    sound(&answers);
}

#[test]
fn books_may_refuse() {
    let mut books = Books { refuse: true, ..Books::default() };
    let message = file("good/message-200.xml");
    let answers = answered_with(message.as_bytes(), PROVIDER, received(), &mut books).unwrap();
    assert_eq!(types(&answers), [999, 204]);
    sound(&answers);
    assert!(answers[1].xml.contains("<MLoi>20609</MLoi>"));
    let registration = wrapped(100, &file("good/registration.xml"));
    let answers = answered_with(registration.as_bytes(), PROVIDER, received(), &mut books).unwrap();
    assert_eq!(types(&answers), [999, 102, 103]);
    sound(&answers);
    assert_eq!((text(&answers[1].xml, "THop"), text(&answers[2].xml, "TTXNCQT")), (Some("1"), Some("2")));
    let delegation = wrapped(101, &paper("TKhai", "<LDKUNhiem>"));
    let answers = answered_with(delegation.as_bytes(), PROVIDER, received(), &mut books).unwrap();
    assert_eq!(types(&answers), [999, 102, 104]);
    sound(&answers);
}
