//! Answers to papers, summaries, and invoices that carry no code of the authority.

use crate::desk::{STRING, answered, check, paper, resigned, sound, text, types, wrapped};
use crate::granted::held_by_xmlsec;
use crate::signing::file;
use etax::code::{CashRegisterCode, RegisterString};
use etax::report::Verdict;
use etax::signature::Role;

#[test]
fn invoices_without_code_and_of_cash_registers_are_checked_together() {
    for (name, kind, part) in [
        ("good/message-203.xml", "3", "<LHDKMa><DSHDon><HDon>"),
        ("good/message-206.xml", "7", "<LHDMTTien><DSLDo><LDo>"),
    ] {
        let message = file(name);
        let answers = answered(message.as_bytes());
        assert_eq!(types(&answers), [999, 204], "{name}");
        sound(&answers);
        assert_eq!(text(&answers[1].xml, "LTBao"), Some("2"), "{}", answers[1].xml);
        let tampered = message.replacen("<THHDVu>", "<THHDVu>x", 1);
        let answers = answered(tampered.as_bytes());
        assert_eq!(types(&answers), [999, 204], "{name}");
        sound(&answers);
        let notice = &answers[1].xml;
        assert!(!answers[1].grants && notice.contains(part), "{notice}");
        assert_eq!(text(notice, "LTBao"), Some(kind));
    }
    let tampered = file("good/message-206.xml").replacen("<THHDVu>", "<THHDVu>x", 1);
    let notice = &answered(tampered.as_bytes())[1].xml;
    let said = text(text(notice, "LDo").unwrap(), "MTLoi").unwrap();
    assert!(said.split(';').count() >= 4, "{said}");
}

#[test]
fn the_string_for_cash_registers_makes_codes_that_check() {
    let registered = resigned(
        &file("good/registration.xml"),
        |text| text.replace("<CMTMTTien>0<", "<CMTMTTien>1<"),
        Role::Taxpayer,
    );
    let answers = answered(wrapped(100, &registered).as_bytes());
    assert_eq!(types(&answers), [999, 102, 103]);
    sound(&answers);
    let notice = &answers[2].xml;
    assert_eq!(text(notice, "TTXNCQT"), Some("1"));
    // Head of the office, then authority; the authority's covers the number as well.
    assert_eq!(held_by_xmlsec(notice), 2);
    let assigned = RegisterString::parse(text(notice, "MCCQT").unwrap()).unwrap();
    assert_eq!(assigned.as_str(), STRING);
    let code =
        assigned.code(1, 2026, 279_000_000_042).map_or_else(|| assigned.code(1, 2026, 27_900_000_042), Some);
    let code = code.unwrap();
    assert_eq!(CashRegisterCode::parse(code.as_str()), Ok(code.clone()));

    // In a batch of the kit its own string makes codes of the same form; ours put in their place is still sound.
    let batch = file("good/message-206.xml");
    let own = CashRegisterCode::parse(text(&batch, "MCCQT").unwrap()).unwrap();
    let number = own.number().parse().unwrap();
    let form = own.kind().parse().unwrap();
    let ours = assigned.code(form, 2026, number).unwrap();
    let message = resigned(&batch, |text| text.replace(own.as_str(), ours.as_str()), Role::Batch);
    let report = check(message.as_bytes());
    let coded = report
        .documents
        .iter()
        .find(|document| document.code.as_ref().is_some_and(|code| code.value == ours.as_str()));
    assert_eq!(coded.unwrap().code.as_ref().unwrap().binding, "bound");
    assert_eq!(report.verdict, Verdict::Accepted);

    // Where they are not registered there is no string.
    let answers = answered(wrapped(100, &file("good/registration.xml")).as_bytes());
    assert_eq!((types(&answers), text(&answers[2].xml, "MCCQT")), (vec![999, 102, 103], None));
    sound(&answers);
}

#[test]
fn papers_of_every_kind_have_their_answers() {
    let registration = file("good/registration.xml");
    let cases: Vec<(i16, String, &[i16], &str)> = vec![
        (100, registration.clone(), &[999, 102, 103], "TNNT"),
        (101, paper("TKhai", "<LDKUNhiem>"), &[999, 102, 104], "TNNT"),
        (106, file("good/request.xml"), &[999, 204], "TTCCNhan"),
        (300, file("good/notice-of-mistakes.xml"), &[999, 301], "TNNT"),
        (303, file("good/notice-of-mistakes.xml"), &[999, 301], "TNNT"),
        (400, file("good/summary.xml"), &[999, 204], "TNNT"),
        (400, paper("BTHDLieu", "<LHHoa>1<"), &[999, 204], "TNNT"),
    ];
    for (code, document, expected, name) in cases {
        let message = wrapped(code, &document);
        let answers = answered(message.as_bytes());
        assert_eq!(types(&answers), expected, "{code}");
        assert!(answers.iter().all(|answer| answer.grants), "{code}: {answers:#?}");
        sound(&answers);
        for answer in &answers[1..] {
            assert!(held_by_xmlsec(&answer.xml) >= 1);
            assert!(check(answer.xml.as_bytes()).verdict == Verdict::Accepted || code == 101, "{code}");
        }
        let tag = format!("<{name}>");
        let tampered = message.replacen(&tag, &format!("{tag}x"), 1);
        let answers = answered(tampered.as_bytes());
        // What is not received is not decided.
        assert_eq!(types(&answers), expected[..2], "{code}");
        assert!(answers[0].grants && !answers[1].grants, "{code}");
        sound(&answers);
        assert!(answers[1].xml.contains("<MLoi>1011</MLoi>"), "{code}: {}", answers[1].xml);
    }
}

#[test]
fn errors_of_a_summary_stand_at_its_lines() {
    for (base, edit, part) in [
        (file("good/summary.xml"), ("<TThai>0<", "<TThai>7<"), "<LBTHKXDau><DSBTHop><BTHop><STT>1</STT>"),
        (
            paper("BTHDLieu", "<LHHoa>1<"),
            ("<TThai>0<", "<TThai>7<"),
            "<LBTHXDau><DSBTHop><BTHop><STT>1</STT>",
        ),
    ] {
        let wrong = resigned(&base, |text| text.replace(edit.0, edit.1), Role::Taxpayer);
        let answers = answered(wrapped(400, &wrong).as_bytes());
        assert_eq!(types(&answers), [999, 204]);
        sound(&answers);
        let notice = &answers[1].xml;
        assert!(notice.contains(part), "{notice}");
        let line = text(notice, "HDon").or_else(|| text(notice, "MHang")).unwrap();
        assert!(line.contains("<DSLDo><LDo><STT>1</STT><MLoi>20001</MLoi>"), "{line}");
    }
    // A summary that does not say of which period it is cannot be named.
    let wrong =
        resigned(&file("good/summary.xml"), |text| text.replace("<LDau>1<", "<LDau>x<"), Role::Taxpayer);
    let answers = answered(wrapped(400, &wrong).as_bytes());
    assert_eq!((types(&answers), text(&answers[1].xml, "LTBao")), (vec![999, 204], Some("9")));
    sound(&answers);
}

#[test]
fn a_list_goes_with_its_invoice() {
    let message = file("good/message-200.xml").replacen("<MLTDiep>200<", "<MLTDiep>208<", 1);
    let list = file("good/list.xml");
    let list = list.split_once("?>").unwrap().1.trim();
    let with = |list: &str| message.replace("</DLieu>", &format!("{list}</DLieu>"));
    let answers = answered(with(list).as_bytes());
    assert_eq!(types(&answers), [999, 202], "{}", answers.last().unwrap().xml);
    sound(&answers);
    let answers = answered(with(&list.replacen("<NBan>", "<NBan>x", 1)).as_bytes());
    assert_eq!(types(&answers), [999, 204]);
    sound(&answers);
}
