//! How the file is written: marks, declarations, instructions, white space.

use etax_testkit::{Sound, Specimen};

use super::bench::{ACCEPTED, Row, coded, hold};

#[test]
fn files() {
    hold(&[
        Row {
            name: "a UTF-8 byte order mark",
            document: || Specimen::new(Sound::Coded)?.byte_order_mark().sign(),
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "XML allows it, and nothing signed holds it",
        },
        Row {
            name: "no XML declaration",
            document: || Specimen::new(Sound::Coded)?.no_declaration().sign(),
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "UTF-8 is what XML takes a file without one for",
        },
        Row {
            name: "an xml-stylesheet instruction",
            document: || Specimen::new(Sound::Coded)?.stylesheet().sign(),
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "for browsers; it is never followed",
        },
        Row {
            name: "standalone",
            document: || {
                let text = Specimen::new(Sound::Coded)?.sign()?;
                Ok(text.replacen("\"UTF-8\"?>", "\"utf-8\" standalone=\"no\"?>", 1))
            },
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "without a DTD it says nothing",
        },
        Row {
            name: "elements without content written <a/>",
            document: || {
                Specimen::new(Sound::Coded)?.add("DLHDon/NDHDon/NMua", "Fax", "")?.self_closed().sign()
            },
            findings: &[("invoice.field.unknown", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "canonical form writes them out; an element of no use is named and no more",
        },
    ]);
}

#[test]
fn white_space() {
    hold(&[
        Row {
            name: "pretty-printed before it was signed",
            document: || Specimen::new(Sound::Coded)?.indent().sign(),
            findings: &[],
            reads: &[("number", "68"), ("date", "2026-09-15")],
            answer: ACCEPTED,
            why: "white space between elements means nothing, and it is what was signed",
        },
        Row {
            name: "a value padded with line breaks",
            document: || coded("DLHDon/TTChung/PBan", "\n\t2.1.0\n"),
            findings: &[("invoice.field.padded", "info")],
            reads: &[("version", "2.1.0")],
            answer: ACCEPTED,
            why: "there is one way to read it; that other programs may stumble over it is worth a word",
        },
        Row {
            name: "a number padded with blanks",
            document: || coded("DLHDon/TTChung/SHDon", " 68 "),
            findings: &[("invoice.field.padded", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "as above",
        },
        Row {
            name: "a name with a blank behind it",
            document: || coded("DLHDon/NDHDon/NMua/DChi", "Số 1 phố Thử "),
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "in text that people type it says nothing at all",
        },
        Row {
            name: "blanks inside a number",
            document: || coded("DLHDon/NDHDon/TToan/TgTTTBSo", "1 000 000"),
            findings: &[("invoice.field.number", "error"), ("invoice.qr.differs", "warning")],
            reads: &[("payable", "-")],
            answer: super::bench::WRONG,
            why: "grouping is not allowed, and a program that stops at the blank reads another number",
        },
    ]);
}
