//! VAT rates and amounts.

use etax_testkit::{Result, Sound, Specimen};

use super::bench::{ACCEPTED, Row, WRONG, coded, hold};

const LINE: &str = "DLHDon/NDHDon/DSHHDVu/HHDVu";
const LINE_RATE: &str = "DLHDon/NDHDon/DSHHDVu/HHDVu/TSuat";
const PAYABLE: &str = "DLHDon/NDHDon/TToan/TgTTTBSo";

/// A sound coded invoice with something written behind one of its numbers.
fn behind(path: &str, tail: &str) -> Result<String> {
    let specimen = Specimen::new(Sound::Coded)?;
    let number = specimen.text(path)?;
    specimen.set(path, &format!("{number}{tail}"))?.sign()
}

#[test]
fn rates() {
    hold(&[
        Row {
            name: "TSuat 10",
            document: || Specimen::rated("10", "2026-09-15")?.sign(),
            findings: &[("invoice.vat-rate", "error"); 4],
            reads: &[("rate", "10%")],
            answer: WRONG,
            why: "read as 10% for the sums, which hold; the literal itself is none",
        },
        Row {
            name: "TSuat 10%%",
            document: || Specimen::rated("10%%", "2026-09-15")?.sign(),
            findings: &[("invoice.vat-rate", "error"); 4],
            reads: &[("rate", "10%")],
            answer: WRONG,
            why: "as above",
        },
        Row {
            name: "TSuat 7% in December 2021",
            document: || Specimen::rated("7%", "2021-12-15")?.sign(),
            findings: &[("invoice.vat-rate", "error"); 4],
            reads: &[("rate", "KHAC:7%")],
            answer: WRONG,
            why: "the rate was the law's then, but it is written KHAC:7%",
        },
        Row {
            name: "TSuat KHAC:7% in December 2021",
            document: || Specimen::rated("KHAC:7%", "2021-12-15")?.sign(),
            findings: &[],
            reads: &[("rate", "KHAC:7%")],
            answer: ACCEPTED,
            why: "how the standard writes other rates; 7% was 10% less three tenths in those two months",
        },
        Row {
            name: "TSuat KHAC:7% in 2026",
            document: || Specimen::rated("KHAC:7%", "2026-09-15")?.sign(),
            findings: &[("invoice.vat-rate.period", "warning")],
            reads: &[("rate", "KHAC:7%")],
            answer: ACCEPTED,
            why: "well written and no rate of the law any more; an adjustment keeps the rate of what it adjusts",
        },
        Row {
            name: "TSuat KHAC:8%",
            document: || Specimen::rated("KHAC:8%", "2026-09-15")?.sign(),
            findings: &[],
            reads: &[("rate", "KHAC:8%")],
            answer: ACCEPTED,
            why: "the same rate as 8%, which both spellings were used for",
        },
        Row {
            name: "TSuat of a line empty",
            document: || coded(LINE_RATE, ""),
            findings: &[("invoice.vat-rate.missing", "warning")],
            reads: &[("rate", "-")],
            answer: ACCEPTED,
            why: "the totals for the rates still add up; which of them the line is in is not said, so they are not held \
                  against the lines",
        },
        Row {
            name: "TSuat of a total empty",
            document: || coded("DLHDon/NDHDon/TToan/THTTLTSuat/LTSuat/TSuat", ""),
            findings: &[("invoice.rate.nameless", "warning"), ("invoice.rate.missing", "error")],
            reads: &[("rate", "10%")],
            answer: WRONG,
            why: "the lines name a rate for which there is no total",
        },
    ]);
}

#[test]
fn decimals() {
    hold(&[
        Row {
            name: "SLuong with four decimals, 1.0000",
            document: || behind("DLHDon/NDHDon/DSHHDVu/HHDVu/SLuong", ".0000"),
            findings: &[],
            reads: &[("quantity", "39")],
            answer: ACCEPTED,
            why: "zeros at the end of a fraction change no number",
        },
        Row {
            name: "TgTTTBSo with six decimals, 2250000.000000",
            document: || behind(PAYABLE, ".000000"),
            findings: &[],
            reads: &[("payable", "183127320")],
            answer: ACCEPTED,
            why: "as above: no fraction of a đồng",
        },
        Row {
            name: "DGia with four decimals, 1000000.0000",
            document: || behind("DLHDon/NDHDon/DSHHDVu/HHDVu/DGia", ".0000"),
            findings: &[],
            reads: &[("price", "3339500")],
            answer: ACCEPTED,
            why: "as above",
        },
        Row {
            name: "TgTTTBSo with a decimal comma, 1230456,000000",
            document: || behind(PAYABLE, ",000000"),
            findings: &[("invoice.field.number", "error"), ("invoice.qr.differs", "warning")],
            reads: &[("payable", "-")],
            answer: WRONG,
            why: "a million or a million million: it is not read at all, and nothing is concluded from it",
        },
        Row {
            name: "DGia with a decimal comma",
            document: || behind("DLHDon/NDHDon/DSHHDVu/HHDVu/DGia", ",5"),
            findings: &[("invoice.field.number", "error")],
            reads: &[("price", "-")],
            answer: WRONG,
            why: "as above",
        },
        Row {
            name: "TgTTTBSo grouped with points, 1.230.456",
            document: || coded(PAYABLE, "1.230.456"),
            findings: &[("invoice.field.number", "error"), ("invoice.qr.differs", "warning")],
            reads: &[("payable", "-")],
            answer: WRONG,
            why: "as above",
        },
    ]);
}

/// The tax of the first line, whose rate is 10%.
fn with_line_tax(add: i64) -> Result<String> {
    let specimen = Specimen::new(Sound::Coded)?;
    let amount: i64 = specimen.text("DLHDon/NDHDon/DSHHDVu/HHDVu/ThTien")?.parse().unwrap();
    specimen.add(LINE, "TThue", &(amount / 10 + add).to_string())?.sign()
}

/// The same in the free fields.
fn with_free_line_tax(add: i64) -> Result<String> {
    let specimen = Specimen::new(Sound::Coded)?;
    let amount: i64 = specimen.text("DLHDon/NDHDon/DSHHDVu/HHDVu/ThTien")?.parse().unwrap();
    specimen
        .add(LINE, "TTKhac", "")?
        .add("DLHDon/NDHDon/DSHHDVu/HHDVu/TTKhac", "TTin", "")?
        .add("DLHDon/NDHDon/DSHHDVu/HHDVu/TTKhac/TTin", "TTruong", "VATAmount")?
        .add("DLHDon/NDHDon/DSHHDVu/HHDVu/TTKhac/TTin", "KDLieu", "numeric")?
        .add("DLHDon/NDHDon/DSHHDVu/HHDVu/TTKhac/TTin", "DLieu", &(amount / 10 + add).to_string())?
        .sign()
}

#[test]
fn the_tax_of_a_line() {
    hold(&[
        Row {
            name: "the tax of a line in HHDVu/TThue",
            document: || with_line_tax(0),
            findings: &[("invoice.field.unknown", "info")],
            reads: &[("rate", "10%")],
            answer: ACCEPTED,
            why: "the standard has no element for it, and it is right",
        },
        Row {
            name: "a wrong tax in HHDVu/TThue",
            document: || with_line_tax(1_000),
            findings: &[("invoice.field.unknown", "info"), ("invoice.line.tax", "warning")],
            reads: &[("rate", "10%")],
            answer: ACCEPTED,
            why: "it is looked at wherever it stands; the totals are what counts",
        },
        Row {
            name: "the tax of a line in TTKhac",
            document: || with_free_line_tax(0),
            findings: &[],
            reads: &[("rate", "10%")],
            answer: ACCEPTED,
            why: "where most providers put it",
        },
        Row {
            name: "a wrong tax in TTKhac",
            document: || with_free_line_tax(1_000),
            findings: &[("invoice.line.tax", "warning")],
            reads: &[("rate", "10%")],
            answer: ACCEPTED,
            why: "as in HHDVu/TThue",
        },
    ]);
}
