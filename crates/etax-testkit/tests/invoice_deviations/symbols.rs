//! Series, numbers, dates, currency, exchange rate, payment.

use etax_testkit::{Sound, Specimen};

use super::bench::{ACCEPTED, Row, WRONG, coded, hold, of_2021};

const SERIES: &str = "DLHDon/TTChung/KHHDon";
const NUMBER: &str = "DLHDon/TTChung/SHDon";
const DATE: &str = "DLHDon/TTChung/NLap";
const CURRENCY: &str = "DLHDon/TTChung/DVTTe";
const RATE: &str = "DLHDon/TTChung/TGia";
const PAYMENT: &str = "DLHDon/TTChung/HTTToan";

#[test]
fn series() {
    hold(&[
        Row {
            name: "KHHDon AB/21E in 2021",
            document: || of_2021(SERIES, "AB/21E"),
            findings: &[("invoice.series.old-law", "warning")],
            reads: &[("series", "-")],
            answer: ACCEPTED,
            why: "both laws were in force until July 2022; it says neither whether there is a code nor the kind",
        },
        Row {
            name: "KHHDon AB/26E in 2026",
            document: || Specimen::new(Sound::Uncoded)?.set(SERIES, "AB/26E")?.sign(),
            findings: &[("invoice.series.form", "error")],
            reads: &[("series", "-")],
            answer: WRONG,
            why: "no such series can be issued any more",
        },
        Row {
            name: "KHHDon 1K21TAB in 2021",
            document: || of_2021(SERIES, "1K21TAB"),
            findings: &[("invoice.series.old-law", "warning")],
            reads: &[("series", "K21TAB"), ("form", "1")],
            answer: ACCEPTED,
            why: "the printed form, form symbol included: it is read without doubt",
        },
        Row {
            name: "KHHDon 1K26TAB in 2026",
            document: || Specimen::new(Sound::Uncoded)?.set(SERIES, "1K26TAB")?.sign(),
            findings: &[("invoice.series.printed", "error")],
            reads: &[("series", "K26TAB"), ("form", "1")],
            answer: WRONG,
            why: "read as the six characters meant, and wrong: the authority would not find the invoice under it",
        },
        Row {
            name: "KHHDon 5K26GAB on an invoice of form 1",
            document: || Specimen::new(Sound::Uncoded)?.set(SERIES, "5K26GAB")?.sign(),
            findings: &[("invoice.series.printed", "error"), ("invoice.series.form-differs", "warning")],
            reads: &[("series", "K26GAB"), ("form", "1")],
            answer: WRONG,
            why: "two form symbols: KHMSHDon counts, and the other is named",
        },
    ]);
}

#[test]
fn numbers() {
    hold(&[
        Row {
            name: "SHDon 00000068",
            document: || coded(NUMBER, "00000068"),
            findings: &[("invoice.number.padded", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "common; numbers are compared as numbers, also with what the QR code says",
        },
        Row {
            name: "SHDon 0000068",
            document: || coded(NUMBER, "0000068"),
            findings: &[("invoice.number.padded", "info")],
            reads: &[("number", "68")],
            answer: ACCEPTED,
            why: "as above, seven digits",
        },
        Row {
            name: "no SHDon",
            document: || Specimen::new(Sound::Uncoded)?.remove(NUMBER)?.sign(),
            findings: &[("invoice.number.missing", "warning")],
            reads: &[("number", "-")],
            answer: ACCEPTED,
            why: "mandatory only where there is one; without it the invoice cannot be told from others",
        },
        Row {
            name: "SHDon 0",
            document: || Specimen::new(Sound::Uncoded)?.set(NUMBER, "0")?.sign(),
            findings: &[("invoice.number", "error")],
            reads: &[("number", "-")],
            answer: WRONG,
            why: "numbers begin with 1: a draft's placeholder",
        },
    ]);
}

#[test]
fn dates() {
    hold(&[
        Row {
            name: "NLap with a time",
            document: || coded(DATE, "2026-09-15T00:00:00"),
            findings: &[("invoice.date.time", "error")],
            reads: &[("date", "-")],
            answer: WRONG,
            why: "the day is read and all rules on days are applied; the field must not hold more than the day",
        },
        Row {
            name: "NBKe 2026-08-1O, with the letter O",
            document: || {
                Specimen::new(Sound::Coded)?
                    .add("DLHDon/TTChung", "SBKe", "BK-01")?
                    .add("DLHDon/TTChung", "NBKe", "2026-08-1O")?
                    .sign()
            },
            findings: &[("invoice.field.date", "error")],
            reads: &[("list date", "-"), ("date", "2026-09-15")],
            answer: WRONG,
            why: "a guess at the letter would be a guess at a date",
        },
        Row {
            name: "NLap 15/09/2026",
            document: || coded(DATE, "15/09/2026"),
            findings: &[("invoice.date", "error")],
            reads: &[("date", "-")],
            answer: WRONG,
            why: "day and month could change places",
        },
    ]);
}

#[test]
fn currencies() {
    hold(&[
        Row {
            name: "DVTTe VNĐ",
            document: || coded(CURRENCY, "VNĐ"),
            findings: &[("invoice.currency", "error")],
            reads: &[("currency", "-")],
            answer: WRONG,
            why: "no code of ISO 4217; sums are checked in đồng all the same",
        },
        Row {
            name: "DVTTe đ",
            document: || coded(CURRENCY, "đ"),
            findings: &[("invoice.currency", "error")],
            reads: &[("currency", "-")],
            answer: WRONG,
            why: "as above",
        },
        Row {
            name: "no DVTTe",
            document: || Specimen::new(Sound::Coded)?.remove(CURRENCY)?.sign(),
            findings: &[("invoice.field.missing", "error")],
            reads: &[("currency", "-")],
            answer: WRONG,
            why: "mandatory for this form in every version",
        },
        Row {
            name: "TGia 1.00",
            document: || coded(RATE, "1.00"),
            findings: &[],
            reads: &[("exchange rate", "1"), ("currency", "VND")],
            answer: ACCEPTED,
            why: "the same number as 1",
        },
        Row {
            name: "no TGia on an invoice in đồng",
            document: || Specimen::new(Sound::Coded)?.remove(RATE)?.sign(),
            findings: &[],
            reads: &[("exchange rate", "-")],
            answer: ACCEPTED,
            why: "mandatory in foreign currency only",
        },
        Row {
            name: "TGia 26138 on an invoice in dollars",
            document: || Specimen::new(Sound::Dollars)?.set(RATE, "26138")?.sign(),
            findings: &[],
            reads: &[("exchange rate", "26138"), ("currency", "USD")],
            answer: ACCEPTED,
            why: "five digits and no decimals are enough",
        },
        Row {
            name: "no TGia on an invoice in dollars",
            document: || Specimen::new(Sound::Dollars)?.remove(RATE)?.sign(),
            findings: &[("invoice.exchange-rate", "error")],
            reads: &[("exchange rate", "-")],
            answer: WRONG,
            why: "what the tax is in đồng cannot be told",
        },
        Row {
            name: "TGia 1 on an invoice in dollars",
            document: || Specimen::new(Sound::Dollars)?.set(RATE, "1")?.sign(),
            findings: &[("invoice.exchange-rate.one", "warning")],
            reads: &[("exchange rate", "1")],
            answer: ACCEPTED,
            why: "a number as it should be written, and hardly the rate",
        },
    ]);
}

#[test]
fn payments() {
    hold(&[
        Row {
            name: "HTTToan 9",
            document: || coded(PAYMENT, "9"),
            findings: &[("invoice.payment.code", "info")],
            reads: &[("payment", "9")],
            answer: ACCEPTED,
            why: "free text, so nothing is wrong; a code tells the reader nothing",
        },
        Row {
            name: "HTTToan 1",
            document: || coded(PAYMENT, "1"),
            findings: &[("invoice.payment.code", "info"), ("invoice.payment.cash", "info")],
            reads: &[("payment", "1")],
            answer: ACCEPTED,
            why: "as above; those who write codes mean cash by it, which matters from five million đồng on",
        },
        Row {
            name: "HTTToan with a typing error",
            document: || coded(PAYMENT, "Chuyền khoản"),
            findings: &[],
            reads: &[("payment", "Chuyền khoản")],
            answer: ACCEPTED,
            why: "free text",
        },
        Row {
            name: "HTTToan with the number of a card reader",
            document: || coded(PAYMENT, "Thẻ VISA MID 000012345678 TID 00123456"),
            findings: &[],
            reads: &[("payment", "Thẻ VISA MID 000012345678 TID 00123456")],
            answer: ACCEPTED,
            why: "free text of up to fifty characters",
        },
    ]);
}
