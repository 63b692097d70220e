//! Elements in other places, of other names, and once too often.

use etax_testkit::{Result, Sound, Specimen};

use super::bench::{ACCEPTED, FORGED, Row, WRONG, hold};

/// Free data with one entry, its parts in the order DLieu, KDLieu, TTruong.
fn free(path: &str) -> Result<Specimen> {
    let (list, entry) = (format!("{path}/TTKhac"), format!("{path}/TTKhac/TTin"));
    Specimen::new(Sound::Coded)?
        .add(path, "TTKhac", "")?
        .add(&list, "TTin", "")?
        .add(&entry, "DLieu", "TC-99")?
        .add(&entry, "KDLieu", "string")?
        .add(&entry, "TTruong", "MTCuu")
}

#[test]
fn free_data() {
    hold(&[
        Row {
            name: "TTKhac first in TTChung, its TTin in another order",
            document: || free("DLHDon/TTChung")?.move_to_front("DLHDon/TTChung/TTKhac")?.sign(),
            findings: &[],
            reads: &[("lookup", "TC-99"), ("number", "68")],
            answer: ACCEPTED,
            why: "the order of children is that of a table and no rule",
        },
        Row {
            name: "TTKhac in the middle of NMua",
            document: || {
                free("DLHDon/NDHDon/NMua")?
                    .move_to_front("DLHDon/NDHDon/NMua/TTKhac")?
                    .move_to_front("DLHDon/NDHDon/NMua/Ten")?
                    .sign()
            },
            findings: &[],
            reads: &[("lookup", "TC-99"), ("number", "68")],
            answer: ACCEPTED,
            why: "as above",
        },
    ]);
}

#[test]
fn unknown_elements() {
    hold(&[
        Row {
            name: "HDon/Fkey",
            document: || Specimen::new(Sound::Coded)?.add("", "Fkey", "F-99")?.sign(),
            findings: &[("invoice.field.unknown", "info")],
            reads: &[("unknown", "Fkey")],
            answer: ACCEPTED,
            why: "a provider's own key outside what is signed: named, kept, and not believed",
        },
        Row {
            name: "HDChuyenDoi, HinhThucCD, NgayCD",
            document: || {
                Specimen::new(Sound::Coded)?
                    .add("DLHDon", "HDChuyenDoi", "1")?
                    .add("DLHDon", "HinhThucCD", "Giấy")?
                    .add("DLHDon", "NgayCD", "2026-09-16")?
                    .sign()
            },
            findings: &[("invoice.field.unknown", "info"); 3],
            reads: &[("unknown", "HDChuyenDoi HinhThucCD NgayCD")],
            answer: ACCEPTED,
            why: "said to be a converted copy; where they were put in later the digest tells",
        },
        Row {
            name: "HDChuyenDoi put into DLHDon after signing",
            document: || {
                let text = Specimen::new(Sound::Uncoded)?.sign()?;
                Ok(text.replacen("</DLHDon>", "<HDChuyenDoi>1</HDChuyenDoi></DLHDon>", 1))
            },
            findings: &[("invoice.field.unknown", "info"), ("signature.digest", "error")],
            reads: &[("unknown", "HDChuyenDoi")],
            answer: FORGED,
            why: "the data were changed after signing, by whatever hand",
        },
        Row {
            name: "TTChung/DDTCuu, TTNCC, MTCuu, THTTTKhac, HDGKTKHThue",
            document: || {
                let mut specimen = Specimen::new(Sound::Coded)?;
                for name in ["DDTCuu", "TTNCC", "MTCuu", "THTTTKhac", "HDGKTKHThue"] {
                    specimen = specimen.add("DLHDon/TTChung", name, "0")?;
                }
                specimen.sign()
            },
            findings: &[("invoice.field.unknown", "info"); 5],
            reads: &[("unknown", "DDTCuu TTNCC MTCuu THTTTKhac HDGKTKHThue")],
            answer: ACCEPTED,
            why: "of drafts and providers: named and kept",
        },
    ]);
}

#[test]
fn signature_holders() {
    hold(&[
        Row {
            name: "CCKSKhac, empty",
            document: || Specimen::new(Sound::Uncoded)?.add("DSCKS", "CCKSKhac", "")?.sign(),
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "a holder without a signature holds nothing",
        },
        Row {
            name: "CCKSKHac with a signature",
            document: || {
                Specimen::new(Sound::Uncoded)?
                    .add("DSCKS", "CCKSKHac", "")?
                    .signed_also_at("DSCKS/CCKSKHac")?
                    .sign()
            },
            findings: &[("invoice.field.unknown", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "one letter off and nothing else it could mean: the signature is verified like that of CCKSKhac",
        },
        Row {
            name: "two DSCKS, the second empty",
            document: || Specimen::new(Sound::Uncoded)?.add("", "DSCKS", "")?.sign(),
            findings: &[("invoice.field.repeated-empty", "warning")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "nothing is taken away from the first",
        },
        Row {
            name: "two DSCKS, the second with a holder of its own",
            document: || {
                Specimen::new(Sound::Uncoded)?.add("", "DSCKS", "")?.add("DSCKS[2]", "NBan", "")?.sign()
            },
            findings: &[("invoice.field.repeated", "error")],
            reads: &[("number", "68")],
            answer: WRONG,
            why: "two answers to the question who signed, even where one says nothing",
        },
        Row {
            name: "two DSCKS, both signed",
            document: || {
                Specimen::new(Sound::Uncoded)?
                    .add("", "DSCKS", "")?
                    .add("DSCKS[2]", "NBan", "")?
                    .signed_also_at("DSCKS[2]/NBan")?
                    .sign()
            },
            findings: &[("invoice.field.repeated", "error"), ("signature.place", "error")],
            reads: &[("number", "68")],
            answer: ("rejected", "failed", "failed"),
            why: "a second signature of the seller belongs nowhere",
        },
        Row {
            name: "NMua in DSCKS, empty",
            document: || Specimen::new(Sound::Uncoded)?.add("DSCKS", "NMua", "")?.sign(),
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "the buyer need not sign",
        },
    ]);
}

#[test]
fn order_in_the_root() {
    hold(&[
        Row {
            name: "DLHDon, MCCQT, DLQRCode, DSCKS",
            document: || Specimen::new(Sound::Coded)?.sign(),
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "the usual order",
        },
        Row {
            name: "DSCKS first, DLQRCode before MCCQT",
            document: || {
                Specimen::new(Sound::Coded)?.move_to_front("DLQRCode")?.move_to_front("DSCKS")?.sign()
            },
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "nothing depends on the order",
        },
        Row {
            name: "DLQRCode behind DSCKS on an invoice without code",
            document: || Specimen::new(Sound::Uncoded)?.add("", "DLQRCode", "QR")?.sign(),
            findings: &[("invoice.qr.unread", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "as above; what it says is another matter",
        },
    ]);
}
