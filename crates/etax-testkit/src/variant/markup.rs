//! Files that are no XML the engine reads, or cost too much.

use super::{Base, Bench, Variant};
use crate::error::Result;

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    type Change = fn(&str) -> String;
    let cases: [(&str, &[&str], &str, Change); 16] = [
        ("xml-empty", &["xml.empty"], "an empty file", |_| " \n".to_owned()),
        ("xml-encoding", &["xml.encoding"], "a declaration of another encoding", |t| {
            t.replacen("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"", 1)
        }),
        ("xml-character", &["xml.character"], "a control character", |t| {
            t.replacen("<THDon>", "<THDon>&#1;", 1)
        }),
        ("xml-doctype", &["xml.doctype"], "a document type declaration", |t| {
            t.replacen("<HDon>", "<!DOCTYPE HDon [<!ENTITY x \"y\">]><HDon>", 1)
        }),
        ("xml-entity", &["xml.entity"], "an entity nobody declared", |t| {
            t.replacen("<THDon>", "<THDon>&nbsp;", 1)
        }),
        ("xml-syntax", &["xml.well-formed"], "an attribute without quotes", |t| {
            t.replacen("<TTChung>", "<TTChung a=b>", 1)
        }),
        ("xml-truncated", &["xml.truncated"], "half a file", |t| {
            t.split_once("<NDHDon>").map(|(head, _)| head.to_owned()).unwrap_or_default()
        }),
        ("xml-end-tag", &["xml.end-tag"], "end tags crossed", |t| {
            t.replacen("</TTChung><NDHDon>", "</NDHDon><NDHDon>", 1)
        }),
        ("xml-root", &["xml.root"], "two roots", |t| format!("{t}<HDon></HDon>")),
        ("xml-attribute-duplicate", &["xml.attribute.duplicate"], "an attribute twice", |t| {
            t.replacen("<DLHDon ", "<DLHDon Id=\"a\" ", 1)
        }),
        ("xml-namespace", &["xml.namespace"], "an undeclared prefix", |t| {
            t.replacen("<TTChung>", "<TTChung x:a=\"1\">", 1)
        }),
        ("xml-depth", &["xml.limit.depth"], "elements nested a thousand deep", |t| {
            let deep = format!("{}{}", "<a>".repeat(1000), "</a>".repeat(1000));
            t.replacen("<TTChung>", &format!("{deep}<TTChung>"), 1)
        }),
        ("xml-nodes", &["xml.limit.nodes"], "a flood of empty elements", |t| {
            t.replacen("<TTChung>", &format!("{}<TTChung>", "<a/>".repeat(20_000)), 1)
        }),
        ("xml-attributes", &["xml.limit.attributes"], "hundreds of attributes", |t| {
            let many: String = (0..300).map(|n| format!(" a{n}=\"\"")).collect();
            t.replacen("<TTChung>", &format!("<TTChung{many}>"), 1)
        }),
        ("xml-names", &["xml.limit.names"], "thousands of different names", |t| {
            let many: String = (0..5_000).map(|n| format!("<ten{n}>gia tri</ten{n}>")).collect();
            t.replacen("<TTChung>", &format!("{many}<TTChung>"), 1)
        }),
        ("xml-value", &["xml.limit.value"], "an attribute of 100 KB", |t| {
            t.replacen("<TTChung>", &format!("<TTChung a=\"{}\">", "x".repeat(100_000)), 1)
        }),
    ];
    for (name, fires, shows, change) in cases {
        list.push(bench.altered(name, Base::Coded, fires, shows, change)?);
    }

    let sound = bench.draft(Base::Coded)?.finish()?;
    let longest = sound.len() + 1_000;
    let padded = format!("{sound}{}", "\n".repeat(1_001));
    let mut long = Variant::new(
        "xml-bytes",
        padded.into_bytes(),
        sound.as_bytes(),
        &["xml.limit.bytes"],
        "a byte more than the checker takes; its signatures hold",
    );
    long.longest = Some(longest);
    list.push(long);
    let mut bytes = sound.clone().into_bytes();
    bytes.extend([0xFF, 0xC3, 0x28]);
    list.push(Variant::new(
        "xml-not-text",
        bytes,
        sound.as_bytes(),
        &["xml.not-text"],
        "bytes that are no UTF-8",
    ));
    let utf16: Vec<u8> = format!("\u{FEFF}{}", sound.replacen("UTF-8", "UTF-16", 1))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    list.push(Variant::new(
        "document-utf16",
        utf16,
        sound.as_bytes(),
        &["document.encoding.utf-16"],
        "UTF-16 with a byte order mark; its signatures hold",
    ));
    let unknown = "<TaiLieu><NoiDung>thử</NoiDung></TaiLieu>";
    list.push(Variant::new(
        "document-kind",
        unknown.as_bytes().to_vec(),
        sound.as_bytes(),
        &["document.kind.unknown"],
        "a root nobody knows",
    ));
    let filing = "<DKyThueDTu><DKyThue id=\"x\"><TTinChung/></DKyThue></DKyThueDTu>";
    list.push(Variant::new(
        "document-rules",
        filing.as_bytes().to_vec(),
        sound.as_bytes(),
        &["document.rules.unavailable"],
        "a kind of document without rules yet",
    ));
    Ok(())
}
