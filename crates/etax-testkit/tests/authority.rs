//! The authority's answers to messages of every kind, sound and broken.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod desk;
#[path = "authority/door.rs"]
mod door;
#[path = "authority/granted.rs"]
mod granted;
mod oracle;
#[path = "authority/papers.rs"]
mod papers;
#[path = "../../etax/tests/shared/mod.rs"]
mod shared;
mod signing;

use desk::{Books, ENGINE, PROVIDER, answered, answered_with, received, sound, text, types, wrapped};
use etax::authority::AnswerError;
use etax::message::MessageId;
use etax::value::Moment;
use signing::file;

#[test]
fn only_the_caller_can_make_it_fail() {
    let message = file("good/message-200.xml");
    let ask = |from: &str, at: Moment| answered_with(message.as_bytes(), from, at, &mut Books::default());
    for from in ["", "TCTT", "V9900000016-001", "V99000000160000"] {
        assert!(matches!(ask(from, received()), Err(AnswerError::From)), "{from}");
    }
    // Before the authority's certificate: nothing can be signed then.
    let early = Moment::parse("2001-01-01").unwrap();
    assert!(matches!(ask(PROVIDER, early), Err(AnswerError::Sign(_))));
    // The id of an answer is made of the office's code and the bytes given.
    let answers = ask(PROVIDER, received()).unwrap();
    assert!(answers.iter().all(|answer| answer.id.sender() == "TCT" && answer.id.is_random()));
    assert!(
        answers
            .iter()
            .all(|answer| MessageId::parse(text(&answer.xml, "MTDiep").unwrap()) == Some(answer.id.clone()))
    );
}

#[test]
fn every_document_of_the_kit_is_answered() {
    let variants = etax_testkit::variants().unwrap();
    let files = etax_testkit::testdata().unwrap();
    let mut all: Vec<&[u8]> = files.iter().map(|file| file.bytes.as_slice()).collect();
    all.extend(variants.iter().map(|variant| variant.bytes.as_slice()));
    let all: Vec<_> = all.into_iter().filter(|bytes| bytes.len() < 200_000).collect();
    let wrapped: Vec<String> = variants
        .iter()
        .filter_map(|variant| {
            let text = std::str::from_utf8(&variant.bytes).ok().filter(|text| text.len() < 200_000)?;
            let root = text.split_once("?>").map_or(text, |(_, root)| root).trim_start();
            let code =
                [("<TKhai>", 100), ("<BTHDLieu>", 400), ("<DNghi>", 106), ("<HDon>", 200), ("<TBao>", 300)]
                    .iter()
                    .find(|(start, _)| root.starts_with(start))?;
            (!text.contains("<!DOCTYPE") && text.contains("<MST>")).then(|| wrapped(code.1, text))
        })
        .collect();
    assert!(wrapped.len() > 100, "{}", wrapped.len());
    oracle::several(&all, |bytes| {
        sound(&answered(bytes));
    });
    oracle::several(&wrapped, |text| {
        sound(&answered(text.as_bytes()));
    });
}

#[test]
fn every_real_message_is_answered() {
    let files = shared::files("einvoice", ".xml");
    let answered: Vec<_> = oracle::several(&files, |path| {
        let bytes = std::fs::read(path).unwrap();
        let from = String::from_utf8_lossy(&bytes);
        let from = text(&from, "MNGui").map(|from| from.replace('-', "")).unwrap_or_default();
        let from = if MessageId::new(&from, [0; 16]).is_ok() { from } else { PROVIDER.to_owned() };
        let answers = answered_with(&bytes, &from, received(), &mut Books::default()).unwrap();
        sound(&answers);
        types(&answers)
    });
    if !files.is_empty() {
        assert!(answered.iter().any(|types| types.contains(&204)));
    }
    let _ = &*ENGINE;
}
