//! The JDK accepts the kit's signatures and refuses altered documents, one reason for each.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod oracle;

use etax_testkit::{Kind, generate, testdata};
use oracle::{Job, Judged, Word, jdk};
use std::path::PathBuf;

/// Writes the files and asks about every signature in them.
fn judge(files: &[(String, &[u8])]) -> Vec<Judged> {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.path().join(name)).collect();
    for (path, (_, bytes)) in paths.iter().zip(files) {
        std::fs::write(path, bytes).unwrap();
    }
    jdk(&paths.iter().map(|path| Job::all(path)).collect::<Vec<_>>())
}

#[test]
fn the_jdk_verifies_the_sound_test_documents_and_generated_ones_of_every_kind() {
    let files = testdata().unwrap();
    let mut sound: Vec<(String, &[u8])> = files
        .iter()
        .filter_map(|file| Some((file.path.strip_prefix("good/")?.to_owned(), file.bytes.as_slice())))
        .collect();
    let mut made = Vec::new();
    for kind in [Kind::Invoice, Kind::Message, Kind::Batch, Kind::Declaration, Kind::Appendices, Kind::Bench]
    {
        made.extend(generate(kind, 3, 15).unwrap());
    }
    sound.extend(made.iter().map(|document| (document.name.clone(), document.bytes.as_slice())));
    let judged = judge(&sound);
    assert!(judged.len() > sound.len(), "{} signatures in {} documents", judged.len(), sound.len());
    // In a transaction of the pilot every invoice calls its data `data`; the JDK takes the first of the document for all.
    let repeats_ids = |signature: &Judged| signature.path.ends_with("pilot-transaction.xml");
    let refused: Vec<_> =
        judged.iter().filter(|signature| !signature.holds() && !repeats_ids(signature)).collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn the_jdk_refuses_altered_documents_and_says_why() {
    let variants = etax_testkit::variants().unwrap();
    for (name, number, word, reason) in [
        ("signature-digest.xml", 1, Word::Invalid, "reference 1"),
        ("signature-value.xml", 1, Word::Invalid, "value"),
        ("signature-reference-external.xml", 1, Word::Error, "URIReferenceException: outside the document"),
    ] {
        let variant = variants.iter().find(|variant| variant.name == name).unwrap();
        let judged = judge(&[(name.to_owned(), &variant.bytes), ("twin.xml".to_owned(), &variant.twin)]);
        let one =
            judged.iter().find(|judged| judged.path.ends_with(name) && judged.number == number).unwrap();
        assert_eq!(one.word, word, "{name}: {one:?}");
        assert!(one.reason.starts_with(reason), "{name}: {one:?}");
        assert!(
            judged.iter().filter(|judged| judged.path.ends_with("twin.xml")).all(Judged::holds),
            "{name}"
        );
    }
    let broken = judge(&[("broken.xml".to_owned(), b"<a><b></a>"), ("none.xml".to_owned(), b"<a/>")]);
    assert_eq!((broken.len(), broken[0].number, broken[0].word), (1, 0, Word::Error));
}
