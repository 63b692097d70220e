//! What stands around the invoice data: roots, namespaces, versions, Ids.

use etax_testkit::{Sound, Specimen};

use super::bench::{ACCEPTED, FORGED, Row, coded, hold};

#[test]
fn roots() {
    hold(&[
        Row {
            name: "the root is HDon",
            document: || Specimen::new(Sound::Coded)?.sign(),
            findings: &[],
            reads: &[
                ("version", "2.1.0"),
                ("form", "1"),
                ("series", "C26TTT"),
                ("number", "68"),
                ("date", "2026-09-15"),
            ],
            answer: ACCEPTED,
            why: "the form of the standard",
        },
        Row {
            name: "the root is TDiep, the invoice nested",
            document: || Specimen::new(Sound::Answer)?.sign(),
            findings: &[],
            reads: &[("series", "C26TTT"), ("number", "68")],
            answer: ACCEPTED,
            why: "the envelope that an invoice travels in; each document in it is judged as if it stood alone",
        },
        Row {
            name: "the root is a bare DLHDon",
            document: || Specimen::new(Sound::Uncoded)?.extract("DLHDon")?.sign(),
            findings: &[("invoice.data-alone", "error")],
            reads: &[("series", "K26TTT"), ("number", "68"), ("unknown", "-")],
            answer: ("rejected", "not-applicable", "failed"),
            why: "the data can be read and its sums checked, but nothing is left of code and signatures: no invoice",
        },
        Row {
            name: "a bare DLHDon whose series asks for a code",
            document: || Specimen::new(Sound::Coded)?.extract("DLHDon")?.sign(),
            findings: &[("invoice.data-alone", "error"), ("invoice.code.missing", "error")],
            reads: &[("series", "C26TTT")],
            answer: ("rejected", "failed", "failed"),
            why: "the same, and the code that its series promises is missing",
        },
    ]);
}

#[test]
fn namespaces() {
    hold(&[
        Row {
            name: "xmlns:inv of the pilot declared and not used",
            document: || {
                Specimen::new(Sound::Coded)?
                    .attribute("", "xmlns:inv", "http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1")?
                    .sign()
            },
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "a declaration names nothing; canonical form carries it into what is signed",
        },
        Row {
            name: "xmlns:ds declared and not used",
            document: || {
                Specimen::new(Sound::Coded)?
                    .attribute("", "xmlns:ds", "http://www.w3.org/2000/09/xmldsig#")?
                    .sign()
            },
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "as above",
        },
        Row {
            name: "a default namespace",
            document: || {
                Specimen::new(Sound::Coded)?.attribute("", "xmlns", "http://hoa-don.example/nd123")?.sign()
            },
            findings: &[("invoice.namespace", "warning")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "the elements are the standard's by every other sign, and there is nothing else they could be",
        },
        Row {
            name: "a namespace that is a relative URI, xmlns=\"DSDLieu\"",
            document: || {
                Specimen::new(Sound::Coded)?
                    .attribute("DLHDon/NDHDon/DSHHDVu/HHDVu", "xmlns", "DSDLieu")?
                    .sign()
            },
            findings: &[
                ("invoice.field.unknown", "info"),
                ("invoice.rate.base", "error"),
                ("signature.namespace", "error"),
                ("signature.namespace", "error"),
                ("code.mccqt.not-bound", "error"),
            ],
            reads: &[("number", "68")],
            answer: ("rejected", "failed", "failed"),
            why: "canonical XML has no form for it, so no signature over it can be verified by anybody; what is in it is \
                  not the standard's, and the sums lack the line",
        },
    ]);
}

#[test]
fn versions() {
    hold(&[
        Row {
            name: "PBan 1.1.0",
            document: || Specimen::new(Sound::Year2023)?.set("DLHDon/TTChung/PBan", "1.1.0")?.sign(),
            findings: &[("invoice.version.draft", "warning")],
            reads: &[("version", "1.1.0")],
            answer: ACCEPTED,
            why: "a draft of the standard with the same elements: read by the tables of 2.0.0",
        },
        Row {
            name: "PBan 2.0.0",
            document: || Specimen::new(Sound::Year2023)?.set("DLHDon/TTChung/PBan", "2.0.0")?.sign(),
            findings: &[],
            reads: &[("version", "2.0.0")],
            answer: ACCEPTED,
            why: "in use beside 2.0.1",
        },
        Row {
            name: "PBan 2.0.1",
            document: || Specimen::new(Sound::Year2023)?.sign(),
            findings: &[],
            reads: &[("version", "2.0.1")],
            answer: ACCEPTED,
            why: "the version of its day",
        },
        Row {
            name: "PBan 2.1.0",
            document: || Specimen::new(Sound::Coded)?.sign(),
            findings: &[],
            reads: &[("version", "2.1.0")],
            answer: ACCEPTED,
            why: "the version of its day",
        },
        Row {
            name: "PBan 2.0.1 in 2026",
            document: || coded("DLHDon/TTChung/PBan", "2.0.1"),
            findings: &[("invoice.version.late", "info"), ("invoice.field.not-yet", "info")],
            reads: &[("version", "2.0.1")],
            answer: ACCEPTED,
            why: "providers move late; judged by the table of the version that it states",
        },
    ]);
}

#[test]
fn ids() {
    hold(&[
        Row {
            name: "DLHDon without Id, not signed",
            document: || Specimen::new(Sound::Uncoded)?.unsigned_at("DSCKS/NBan").bare("DLHDon")?.sign(),
            findings: &[("signature.missing", "error")],
            reads: &[("number", "68")],
            answer: FORGED,
            why: "no table has the attribute: it is there for references, and nothing refers to it here",
        },
        Row {
            name: "DLHDon without Id, the whole document signed",
            document: || Specimen::new(Sound::Whole)?.bare("DLHDon")?.sign(),
            findings: &[],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "URI=\"\" needs no Id",
        },
        Row {
            name: "the Id gone after signing",
            document: || {
                let text = Specimen::new(Sound::Uncoded)?.sign()?;
                let id = &text[text.find(" Id=\"_").unwrap()..];
                let id = &id[..id.find('>').unwrap()];
                Ok(text.replacen(id, "", 1))
            },
            findings: &[("signature.reference.dangling", "error")],
            reads: &[("number", "68")],
            answer: FORGED,
            why: "a reference that leads nowhere: what was signed is not there",
        },
    ]);
}
