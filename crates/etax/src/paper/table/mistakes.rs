//! 04/SS-HĐĐT: the taxpayer says which invoices are wrong (messages 300 and 303).

use crate::invoice::Version;
use crate::paper::entry::{Entry, block, day, many, number, one_of, signatures, tax_code, text};

/// HDon: one invoice that is wrong.
const INVOICE: &[Entry] = &[
    number("STT", 4, 0),
    text("MCQTCap", 34).alias("MCCQT"),
    text("KHMSHDon", 11),
    text("KHHDon", 8),
    text("SHDon", 8),
    day("Ngay").must().alias("NLap"),
    one_of("LADHDDT", &["1", "2", "3", "4"]).must().alias("LADHĐĐT"),
    // Version 2.1.0 has fewer values here, or none: the table was not seen.
    one_of("TCTBao", &["1", "2", "3", "4"]).must().until(Version::V2_1_0).uncertain(),
    text("LDo", 255),
];

pub(in crate::paper) const MISTAKES: &[Entry] = &[
    block(
        "DLTBao",
        &[
            text("PBan", 6).must(),
            text("MSo", 15).must(),
            text("Ten", 255).must(),
            one_of("Loai", &["1", "2"]).must(),
            text("So", 30),
            day("NTBCCQT"),
            text("MCQT", 5).must(),
            text("TCQT", 100).must(),
            text("TNNT", 400).must(),
            tax_code("MST").must_unless("MDVQHNSach"),
            text("MDVQHNSach", 7),
            text("DDanh", 50).must(),
            day("NTBao").must(),
            block("DSHDon", &[many("HDon", INVOICE)]).must(),
        ],
    )
    .must(),
    signatures(),
];
