//! Archives, honest and hostile.

use crate::support::{BROKEN, Folder, invoice, names};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Overwrites four bytes of the `nth` record of the central directory, `at` bytes into it.
fn falsify(archive: &mut [u8], nth: usize, at: usize, value: u32) {
    let starts: Vec<usize> =
        (0..archive.len()).filter(|&start| archive[start..].starts_with(b"PK\x01\x02")).collect();
    let field = starts[nth] + at;
    archive[field..field + 4].copy_from_slice(&value.to_le_bytes());
}

const COMPRESSED: usize = 20;
const LENGTH: usize = 24;

#[test]
fn entries_are_checked_in_their_order() {
    let folder = Folder::new();
    let content = archive(&[
        ("b.xml", invoice()),
        ("notes.txt", b"no document"),
        ("folder/a.XML", BROKEN.as_bytes()),
        ("inner.zip", b"archives in archives are not opened"),
    ]);
    folder.put("in/x.ZIP", &content);
    for path in ["in/x.ZIP", "in"] {
        let ran = folder.check(&["--format", "ndjson", path]);
        assert_eq!(names(&ran.out), ["in/x.ZIP!b.xml", "in/x.ZIP!folder/a.XML"]);
        assert_eq!(ran.status, Some(1), "{ran:?}");
    }
}

#[test]
fn an_entry_reads_like_the_file() {
    let folder = Folder::new();
    folder.put("a.xml", invoice());
    folder.put("x.zip", archive(&[("a.xml", invoice())]));
    let file = folder.check(&["--format", "ndjson", "a.xml"]);
    let entry = folder.check(&["--format", "ndjson", "x.zip"]);
    assert_eq!(entry.status, Some(0), "{entry:?}");
    assert_eq!(entry.out.replacen("x.zip!a.xml", "a.xml", 1), file.out);
}

#[test]
fn a_bomb_is_refused_and_its_neighbours_are_checked() {
    let folder = Folder::new();
    let bomb = vec![b' '; 20 * 1024 * 1024];
    folder.put(
        "x.zip",
        archive(&[("a.xml", BROKEN.as_bytes()), ("bomb.xml", &bomb), ("c.xml", BROKEN.as_bytes())]),
    );
    let ran = folder.check(&["--format", "ndjson", "x.zip"]);
    assert_eq!(names(&ran.out), ["x.zip!a.xml", "x.zip!c.xml"]);
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.err.contains("x.zip!bomb.xml") && ran.err.contains("bom nén"), "{ran:?}");
}

#[test]
fn an_entry_longer_than_the_policy_allows_is_refused() {
    let folder = Folder::new();
    folder.put("small.toml", "[limits]\nbytes = 100\n");
    folder.put("x.zip", archive(&[("a.xml", invoice()), ("b.xml", BROKEN.as_bytes())]));
    let ran = folder.check(&["--policy", "small.toml", "--format", "ndjson", "x.zip"]);
    assert_eq!(names(&ran.out), ["x.zip!b.xml"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("x.zip!a.xml"), "{ran:?}");
}

#[test]
fn a_false_length_gains_nothing() {
    let folder = Folder::new();
    let length = u32::try_from(invoice().len()).unwrap();
    for declared in [length - 1, length + 1, 10] {
        let mut content = archive(&[("a.xml", invoice()), ("b.xml", BROKEN.as_bytes())]);
        falsify(&mut content, 0, LENGTH, declared);
        folder.put("x.zip", content);
        let ran = folder.check(&["--format", "ndjson", "x.zip"]);
        assert_eq!(names(&ran.out), ["x.zip!b.xml"], "{declared}: {ran:?}");
        assert_eq!(ran.status, Some(2));
    }
}

#[test]
fn entries_that_share_their_data_are_refused() {
    let folder = Folder::new();
    let mut content = archive(&[("a.xml", invoice()), ("b.xml", invoice())]);
    let size = u32::try_from(content.len()).unwrap();
    falsify(&mut content, 0, COMPRESSED, size - 100);
    folder.put("x.zip", content);
    let ran = folder.check(&["x.zip"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("dùng chung dữ liệu"), "{ran:?}");
}

#[test]
fn no_cut_of_an_archive_is_more_than_an_error() {
    let folder = Folder::new();
    let content = archive(&[("a.xml", BROKEN.as_bytes())]);
    for length in (0..content.len()).step_by(7) {
        folder.put("x.zip", &content[..length]);
        let ran = folder.check(&["x.zip"]);
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "cut to {length}: {ran:?}");
    }
}
