//! Envelopes, the authority's answers, and buyers.

use etax_testkit::{Sound, Specimen};

use super::bench::{ACCEPTED, Answer, Row, WRONG, hold};

/// Nothing in it is to be signed.
const UNSIGNED: Answer = ("accepted", "not-applicable", "passed");
/// 32 digits in the form of a UUID of version 4.
const HEX: &str = "0123456789AB4CDE8123456789ABCDEF";

#[test]
fn headers() {
    hold(&[
        Row {
            name: "message 999 without MST and SLuong",
            document: || {
                Specimen::new(Sound::Technical)?.remove("TTChung/MST")?.remove("TTChung/SLuong")?.sign()
            },
            findings: &[],
            reads: &[],
            answer: UNSIGNED,
            why: "a technical answer is about a message, not about a taxpayer",
        },
        Row {
            name: "MTDiep of 45 characters, the dash of the sender's tax code left out",
            document: || {
                Specimen::new(Sound::Register)?
                    .set("TTChung/MNGui", "9900000016001")?
                    .set("TTChung/MTDiep", &format!("9900000016001{HEX}"))?
                    .sign()
            },
            findings: &[],
            reads: &[("series", "C26MTT")],
            answer: ACCEPTED,
            why: "as the decision has it",
        },
        Row {
            name: "MTDiep of 46 characters, the dash kept",
            document: || {
                Specimen::new(Sound::Register)?
                    .set("TTChung/MNGui", "9900000016-001")?
                    .set("TTChung/MTDiep", &format!("9900000016-001{HEX}"))?
                    .sign()
            },
            findings: &[("message.party.dash", "info")],
            reads: &[("series", "C26MTT")],
            answer: ACCEPTED,
            why: "the same sender, and no more characters than allowed",
        },
        Row {
            name: "the dash kept in MTDiep and not in MNGui",
            document: || {
                Specimen::new(Sound::Register)?
                    .set("TTChung/MNGui", "9900000016001")?
                    .set("TTChung/MTDiep", &format!("9900000016-001{HEX}"))?
                    .sign()
            },
            findings: &[("message.id.sender", "warning")],
            reads: &[("series", "C26MTT")],
            answer: ACCEPTED,
            why: "an id that does not begin with its sender's code may be somebody else's",
        },
        Row {
            name: "MLTDiep -1",
            document: || {
                Specimen::new(Sound::Technical)?
                    .set("TTChung/MLTDiep", "-1")?
                    .remove("TTChung/MST")?
                    .remove("TTChung/SLuong")?
                    .set("DLieu", "")?
                    .add("DLieu", "MLoi", "10001")?
                    .add("DLieu", "MTa", "Sai định dạng")?
                    .add("DLieu", "HSGoc", "PFREaWVwLz4=")?
                    .sign()
            },
            findings: &[],
            reads: &[],
            answer: ("accepted", "not-applicable", "passed"),
            why: "the authority's answer to what it could not read: a number below zero is a type like others",
        },
        Row {
            name: "MLoi of five digits",
            document: || Specimen::new(Sound::Refusal)?.sign(),
            findings: &[],
            reads: &[],
            answer: ACCEPTED,
            why: "the text allows four, the authority itself sends five: no list of codes is published",
        },
    ]);
}

const NAME: &str = "DLHDon/NDHDon/NMua/Ten";

#[test]
fn buyers() {
    hold(&[
        Row {
            name: "a person's name with a number behind it",
            document: || {
                Specimen::new(Sound::Uncoded)?
                    .set(NAME, "Nguyễn Văn Thử-099099000123")?
                    .remove("DLHDon/NDHDon/NMua/MST")?
                    .sign()
            },
            findings: &[("invoice.buyer.name-number", "info")],
            reads: &[("buyer", "Nguyễn Văn Thử-099099000123")],
            answer: ACCEPTED,
            why: "the name is not cut apart on a guess; the number has an element of its own, CCCDan",
        },
        Row {
            name: "a company's name with a year in it",
            document: || Specimen::new(Sound::Uncoded)?.set(NAME, "CÔNG TY THỬ NGHIỆM 2026")?.sign(),
            findings: &[],
            reads: &[("buyer", "CÔNG TY THỬ NGHIỆM 2026")],
            answer: ACCEPTED,
            why: "names may end in digits",
        },
        Row {
            name: "CCCDan of nine digits",
            document: || {
                Specimen::new(Sound::Uncoded)?
                    .remove("DLHDon/NDHDon/NMua/MST")?
                    .add("DLHDon/NDHDon/NMua", "CCCDan", "099099001")?
                    .sign()
            },
            findings: &[("invoice.buyer.personal-id", "error")],
            reads: &[("number", "68")],
            answer: WRONG,
            why: "the authority refuses whole batches for it (code 20001)",
        },
    ]);
}
