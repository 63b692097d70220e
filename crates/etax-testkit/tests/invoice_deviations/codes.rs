//! The authority's code, cash registers, the QR code.

use etax_testkit::{Result, Sound, Specimen};

use super::bench::{ACCEPTED, FORGED, Row, hold};

const SERIES: &str = "DLHDon/TTChung/KHHDon";
const CODE: &str = "0012345678ABCD4EF0ABCD0123456789AB";

#[test]
fn places_of_the_code() {
    hold(&[
        Row {
            name: "MCCQT without Id, from a cash register in its signed batch",
            document: || Specimen::new(Sound::Register)?.sign(),
            findings: &[],
            reads: &[("series", "C26MTT")],
            answer: ACCEPTED,
            why: "nothing refers to it: the batch signature covers it with everything else in DLieu",
        },
        Row {
            name: "MCCQT without Id, under the authority's signature",
            document: || {
                let text = Specimen::new(Sound::Coded)?.sign()?;
                let tag = &text[text.find("<MCCQT ").unwrap()..];
                Ok(text.replacen(&tag[..=tag.find('>').unwrap()], "<MCCQT>", 1))
            },
            findings: &[("signature.reference.dangling", "error"), ("code.mccqt.not-bound", "error")],
            reads: &[("number", "68")],
            answer: FORGED,
            why: "the code that the authority signed is not the one that stands there",
        },
        Row {
            name: "MCCQT empty, series C",
            document: || Specimen::new(Sound::Uncoded)?.set(SERIES, "C26TTT")?.add("", "MCCQT", "")?.sign(),
            findings: &[("invoice.code.missing", "error")],
            reads: &[("code", "-")],
            answer: FORGED,
            why: "an empty element is no code",
        },
        Row {
            name: "MCCQT in TTChung",
            document: || {
                Specimen::new(Sound::Uncoded)?
                    .set(SERIES, "C26TTT")?
                    .add("DLHDon/TTChung", "MCCQT", CODE)?
                    .sign()
            },
            findings: &[("invoice.code.missing", "error"), ("invoice.field.unknown", "info")],
            reads: &[("code", "-"), ("unknown", "MCCQT")],
            answer: FORGED,
            why: "among the seller's own data anybody could have written it; the authority's place is HDon/MCCQT",
        },
    ]);
}

#[test]
fn cash_registers() {
    hold(&[
        Row {
            name: "from a cash register, no signature at all, outside its batch",
            document: || Specimen::new(Sound::Register)?.extract("DLieu/HDon")?.sign(),
            findings: &[
                ("code.cash-register.undecided", "warning"),
                ("signature.cash-register.unsigned", "warning"),
            ],
            reads: &[("series", "C26MTT")],
            answer: ("undecided", "undecided", "passed"),
            why: "it need not be signed, and nothing shows that it is the seller's",
        },
        Row {
            name: "the same with empty NBan and NMua",
            document: || {
                Specimen::new(Sound::Register)?.extract("DLieu/HDon")?.add("DSCKS", "NMua", "")?.sign()
            },
            findings: &[
                ("code.cash-register.undecided", "warning"),
                ("signature.cash-register.unsigned", "warning"),
            ],
            reads: &[("series", "C26MTT")],
            answer: ("undecided", "undecided", "passed"),
            why: "empty holders hold nothing",
        },
    ]);
}

/// A sound coded invoice with its QR code changed.
fn with_qr(change: impl FnOnce(String) -> String) -> Result<String> {
    let specimen = Specimen::new(Sound::Coded)?;
    let text = specimen.text("DLQRCode")?;
    specimen.set("DLQRCode", &change(text))?.sign()
}

/// The text with another length of object 99.
fn longer(text: &str, by: i32) -> String {
    let at = text.find("99").unwrap() + 2;
    let length: i32 = text[at..at + 2].parse().unwrap();
    format!("{}{:02}{}", &text[..at], length + by, &text[at + 2..])
}

#[test]
fn qr_codes() {
    hold(&[
        Row {
            name: "the checksum 383C whatever the data",
            document: || with_qr(|text| format!("{}383C", &text[..text.len() - 4])),
            findings: &[("invoice.qr.checksum", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "one provider's constant, from the decision's own example; nothing signed depends on it",
        },
        Row {
            name: "the checksum in small letters",
            document: || {
                with_qr(|text| {
                    let (data, sum) = text.split_at(text.len() - 4);
                    format!("{data}{}", sum.to_lowercase())
                })
            },
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "the same number",
        },
        Row {
            name: "a length of one digit instead of two",
            document: || with_qr(|text| longer(&text, -1).replacen("040268", "04268", 1)),
            findings: &[("invoice.qr.deviation", "info"), ("invoice.qr.checksum", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "read as it is meant where that can be told, and named",
        },
        Row {
            name: "a date with a time",
            document: || {
                with_qr(|text| longer(&text, 11).replacen("050820260915", "05192026-09-15T00:00:00", 1))
            },
            findings: &[("invoice.qr.deviation", "info"), ("invoice.qr.checksum", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "the day can be read",
        },
        Row {
            name: "another invoice's number",
            document: || with_qr(|text| text.replacen("040268", "040269", 1)),
            findings: &[("invoice.qr.differs", "warning"), ("invoice.qr.checksum", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "a warning: two numbers for one invoice, of which the signed one counts",
        },
        Row {
            name: "a length that leads nowhere",
            document: || with_qr(|text| text.replacen("040268", "04268", 1)),
            findings: &[("invoice.qr.unread", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "no reading fits, and none is made up",
        },
        Row {
            name: "a placeholder",
            document: || with_qr(|_| "QRCODE".to_owned()),
            findings: &[("invoice.qr.unread", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "says nothing about the invoice",
        },
        Row {
            name: "an address on the web",
            document: || with_qr(|_| "https://tra-cuu.example/hoa-don?id=99".to_owned()),
            findings: &[("invoice.qr.unread", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "never followed",
        },
    ]);
}
