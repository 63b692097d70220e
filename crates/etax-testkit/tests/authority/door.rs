//! Messages that are wrong as such, and what is not answered.

use crate::desk::{answered, sound, text, types, wrapped};
use crate::signing::file;
use etax::xml::Limits;

#[test]
fn a_message_that_is_wrong_is_refused_at_the_door() {
    let message = file("good/message-200.xml");
    let id = text(&message, "MTDiep").unwrap();
    let cases = [
        message.replace("<MLTDiep>200<", "<MLTDiep>777<"),
        message.replace("<MLTDiep>200<", "<MLTDiep>0200<"),
        message.replace("<MLTDiep>200<", "<MLTDiep>202<"),
        message.replace("<MLTDiep>200<", "<MLTDiep>500<"),
        message.replace("<MLTDiep>200<", "<MLTDiep>100<"),
        message.replace("<MLTDiep>200<", "<MLTDiep>203<"),
        message.replace("<MLTDiep>200<", "<MLTDiep>206<"),
        message.replace(id, &id.to_lowercase()),
        message.replace("<SLuong>1</SLuong></TTChung>", "<SLuong>2</SLuong></TTChung>"),
        message.replace("<MNNhan>TCT<", "<MNNhan>V9900000016<"),
        message.replace("<MNGui>V9900000016<", "<MNGui>V0123456787<"),
        "<TDiep/>".to_owned(),
        "<TDiep><TTChung/><DLieu/></TDiep>".to_owned(),
    ];
    for wrong in &cases {
        let answers = answered(wrong.as_bytes());
        let refused_at_the_door = types(&answers) == [999] && answers[0].xml.contains("<TTTNhan>1</TTTNhan>");
        // An invoice with code among those without is refused as such.
        let refused_as_invoice = types(&answers) == [999, 204] && !answers[1].grants;
        assert!(refused_at_the_door || refused_as_invoice, "{:?}\n{}", types(&answers), answers[0].xml);
        sound(&answers);
    }
    // An id that is none is not repeated.
    assert_eq!(text(&answered(cases[7].as_bytes())[0].xml, "MTDTChieu"), None);
    assert_eq!(text(&answered(cases[0].as_bytes())[0].xml, "MTDTChieu"), Some(id));
}

#[test]
fn what_is_no_message_is_called_malformed() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let limits = Limits::default();
    let long = format!("<TDiep>{}</TDiep>", "x".repeat(limits.bytes));
    let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><TDiep>&c;</TDiep>";
    let many = format!("<TDiep>{}</TDiep>", "<a/>".repeat(3_000_000));
    for bytes in [
        &b""[..],
        b"\0\0\0",
        b"<",
        b"<HDon/>",
        b"<TDiep>",
        b"\xff\xfe<\0a\0/\0>\0",
        b"<TDiep xmlns=\"urn:x\"/>",
        b"<x:TDiep xmlns:x=\"urn:x\"/>",
        deep.as_bytes(),
        long.as_bytes(),
        bomb.as_bytes(),
        many.as_bytes(),
        file("good/invoice-1-coded.xml").as_bytes(),
        file("good/declaration-01gtgt.xml").as_bytes(),
    ] {
        let answers = answered(bytes);
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        assert_eq!(types(&answers), [999, -1], "{start}");
        assert!(answers.iter().all(|answer| !answer.grants), "{start}");
        sound(&answers);
        assert!(answers[0].xml.len() < 40_000);
    }
}

#[test]
fn acknowledgements_are_not_acknowledged() {
    let answers = answered(file("good/message-200.xml").as_bytes());
    assert!(answered(answers[0].xml.as_bytes()).is_empty());
    let refused = answered(b"<");
    assert!(answered(refused[0].xml.as_bytes()).is_empty() && answered(refused[1].xml.as_bytes()).is_empty());
    // Other answers that come in belong elsewhere.
    assert_eq!(types(&answered(answers[1].xml.as_bytes())), [999]);
}

#[test]
fn the_same_message_has_the_same_answers() {
    for message in ["good/message-200.xml", "good/message-203.xml", "good/message-206.xml"] {
        let message = file(message);
        assert_eq!(answered(message.as_bytes()), answered(message.as_bytes()));
    }
    let registration = wrapped(100, &file("good/registration.xml"));
    assert_eq!(answered(registration.as_bytes()), answered(registration.as_bytes()));
}
