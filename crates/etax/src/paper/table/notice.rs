//! TBao, thông báo: notices of the authority, and the technical answer (message 999).

use super::{ADVICE, REASON};
use crate::invoice::Version;
use crate::paper::entry::{
    Entry, block, day, judged, many, moment, number, one_of, signatures, tax_code, text,
};

/// Who a notice is for. Units that sell public property without a tax code have a budget unit code.
const OWNER: Entry = tax_code("MST").must_unless("MDVQHNSach");
const BUDGET_UNIT: Entry = text("MDVQHNSach", 7);

const REASONS: &[Entry] = &[many("LDo", REASON)];
const ADVICES: &[Entry] = &[many("LDo", ADVICE)];

/// STBao, số thông báo: number and day, which the office adds when it signs.
const NUMBERED: Entry = block("STBao", &[text("So", 30).must(), day("NTBao").must()]);

/// 01/TB-TNĐT: a registration has been received or not (message 102).
pub(in crate::paper) const RECEIVED: &[Entry] = &[
    block(
        "DLTBao",
        &[
            text("PBan", 6).must(),
            text("MSo", 15).must(),
            text("Ten", 255).must(),
            text("So", 30).must(),
            text("DDanh", 50).must(),
            day("NTBao").must(),
            tax_code("MST").must(),
            text("TNNT", 400).must(),
            text("TTKhai", 100).must(),
            text("MGDDTu", 46).must(),
            moment("TGGui").must(),
            one_of("THop", &["1", "2", "3", "4"]).must(),
            moment("TGNhan"),
            block("DSLDKCNhan", REASONS),
        ],
    )
    .must(),
    NUMBERED,
    signatures(),
];

/// 01/TB-ĐKĐT: a registration has been accepted or not (message 103).
pub(in crate::paper) const ACCEPTED: &[Entry] = &[
    block(
        "DLTBao",
        &[
            text("PBan", 6).must(),
            text("MSo", 15).must(),
            text("Ten", 255).must(),
            text("DDanh", 50).must(),
            text("TCQTCTren", 100).must(),
            text("TCQT", 100).must(),
            tax_code("MST").must(),
            text("TNNT", 400).must(),
            day("Ngay").must(),
            one_of("HTDKy", &["1", "2"]).must(),
            // The five characters of the taxpayer's cash registers, when registered; seen in software only.
            judged("MCCQT").since(Version::V2_0_1).uncertain(),
            one_of("TTXNCQT", &["1", "2"]).must(),
            text("HThuc", 50).must().uncertain(),
            text("CDanh", 50).must().uncertain(),
            block("DSLDKCNhan", REASONS),
        ],
    )
    .must(),
    NUMBERED.must(),
    signatures(),
];

/// 01/TB-ĐKĐT for delegation (message 104).
pub(in crate::paper) const DELEGATION_ACCEPTED: &[Entry] = &[
    block(
        "DLTBao",
        &[
            text("PBan", 6).must(),
            text("MSo", 15).must(),
            text("Ten", 255).must(),
            text("So", 30).uncertain(),
            text("DDanh", 50).must(),
            day("NTBao").uncertain(),
            text("TCQTCTren", 100).must(),
            text("TCQT", 100).must(),
            tax_code("MST").must(),
            text("TNNT", 400).must(),
            day("Ngay").must(),
            one_of("LUNhiem", &["1", "2"]).must(),
            text("MGDDTu", 46).must(),
            moment("TGNhan").must(),
            text("HThuc", 50).must().uncertain(),
            text("CDanh", 50).must().uncertain(),
            block(
                "DSTTUNhiem",
                &[many(
                    "TTUNhiem",
                    &[
                        tax_code("MST").must(),
                        text("TTChuc", 400).must(),
                        day("NTNhan"),
                        block("DSLDKCNhan", REASONS),
                        block(
                            "DSHDUNhiem",
                            &[many(
                                "HDUNhiem",
                                &[
                                    text("TLHDon", 100).must(),
                                    text("KHMSHDon", 1).must().uncertain(),
                                    text("KHHDon", 6).must().uncertain(),
                                    text("MDich", 255).must(),
                                    day("TNgay").must(),
                                    day("DNgay").must(),
                                ],
                            )],
                        ),
                    ],
                )],
            ),
        ],
    )
    .must(),
    NUMBERED,
    signatures(),
];

/// 01/TB-KTT: free codes come to an end, or invoices without code are no longer allowed (message 105).
pub(in crate::paper) const CHANGE_OF_SCHEME: &[Entry] = &[
    block(
        "DLTBao",
        &[
            text("PBan", 6).must(),
            text("MSo", 15).must(),
            text("Ten", 255).must(),
            text("DDanh", 50).must(),
            text("TCQTCTren", 100).must(),
            text("TCQT", 100).must(),
            text("TNNT", 400).must(),
            tax_code("MST").must(),
            one_of("THop", &["1", "2"]).must(),
            day("NYCCDoi").must(),
            text("HThuc", 50).uncertain(),
            text("CDanh", 50).uncertain(),
        ],
    )
    .must(),
    NUMBERED,
    signatures(),
];

/// Who an invoice is, in the parts of 01/TB-KTDL. Where one message holds one invoice the authority leaves it out.
const INVOICE: [Entry; 4] = [
    text("KHMSHDon", 11).must().uncertain(),
    text("KHHDon", 8).must().uncertain(),
    text("SHDon", 8).must().uncertain(),
    day("NLap").alias("Ngay").must().uncertain(),
];

const COMMON: &[Entry] = &[many("LDTTChung", ADVICE).alias("LDo")];

/// BTHop in 01/TB-KTDL: a summary that is wrong.
const fn summary(part: Entry) -> [Entry; 7] {
    [
        number("STT", 4, 0),
        text("KDLieu", 10).must(),
        one_of("LDau", &["0", "1"]).must(),
        number("BSLThu", 3, 0),
        number("SBTHDLieu", 5, 0),
        block("DSLDTTChung", COMMON),
        part,
    ]
}

const SUMMARY: &[Entry] = &summary(block(
    "DSLHDon",
    &[many(
        "HDon",
        &[
            number("STT", 4, 0),
            INVOICE[0],
            INVOICE[1],
            INVOICE[2],
            INVOICE[3],
            text("TNMua", 400),
            block("DSLDo", ADVICES),
        ],
    )],
));

const FUEL_SUMMARY: &[Entry] = &summary(block(
    "DSLMHang",
    &[many(
        "MHang",
        &[
            number("STT", 4, 0),
            text("MHHoa", 50).must().alias("MHHDVu"),
            text("THHDVu", 500).must(),
            text("KDLieu", 10),
            block("DSLDo", ADVICES),
        ],
    )],
));

/// 01/TB-KTDL: what came of the check of data (message 204).
pub(in crate::paper) const CHECKED: &[Entry] = &[
    block(
        "DLTBao",
        &[
            text("PBan", 6).must(),
            text("MSo", 15).must(),
            text("Ten", 255).must(),
            text("So", 30).must(),
            text("DDanh", 50).must(),
            day("NTBao").must(),
            OWNER,
            BUDGET_UNIT,
            text("TNNT", 400).must(),
            moment("TGGui"),
            one_of("LTBao", &["1", "2", "3", "4", "5", "6", "7", "9"]).must(),
            text("CCu", 255).must(),
            text("MGDDTu", 46),
            number("SLuong", 7, 0),
            block("LCMa", &[INVOICE[0], INVOICE[1], INVOICE[2], INVOICE[3], block("DSLDo", ADVICES)]),
            block(
                "LHDKMa",
                &[block(
                    "DSHDon",
                    &[many(
                        "HDon",
                        &[
                            number("STT", 4, 0),
                            INVOICE[0],
                            INVOICE[1],
                            INVOICE[2],
                            INVOICE[3],
                            block("DSLDo", ADVICES),
                        ],
                    )],
                )],
            ),
            block("LBTHKXDau", &[block("DSBTHop", &[many("BTHop", SUMMARY)])]),
            block("LBTHXDau", &[block("DSBTHop", &[many("BTHop", FUEL_SUMMARY)])]),
            block("LDNCLe", &[block("DSLDo", ADVICES)]),
            block("LHDMTTien", &[block("DSLDo", ADVICES)]).since(Version::V2_0_1).uncertain(),
            block("KHLKhac", &[block("DSLDo", ADVICES)]),
        ],
    )
    .must(),
    signatures(),
];

/// LDo in 01-1/QTr-HĐĐT.
const REMARK: &[Entry] = &[
    number("STT", 4, 0),
    text("NDung", 255).must().uncertain(),
    text("HDXLy", 255).must().uncertain(),
    text("GChu", 255),
];

/// 01-1/QTr-HĐĐT: what came of the check of a dossier (message 205). Known at second hand.
pub(in crate::paper) const DOSSIER_CHECKED: &[Entry] = &[
    block(
        "DLTBao",
        &[
            text("PBan", 6).must(),
            text("MSo", 15).must(),
            text("Ten", 255).must(),
            text("So", 30).must().uncertain(),
            text("DDanh", 50).must(),
            day("NTBao").must(),
            tax_code("MST").must(),
            text("TNNT", 400).must(),
            day("TGGui").must().uncertain(),
            text("CCu", 255).must().uncertain(),
            text("MGDDTu", 46),
            one_of("KQKTra", &["0", "1"]).must(),
            text("DChi", 400),
            block("LHSo", &[block("DSLDo", &[many("LDo", REMARK)])]).uncertain(),
            block("LCTu", &[block("DSLDo", &[many("LDo", REMARK)])]).uncertain(),
            block(
                "LNDung",
                &[INVOICE[0], INVOICE[1], INVOICE[2], INVOICE[3], block("DSLDo", &[many("LDo", REMARK)])],
            )
            .uncertain(),
        ],
    )
    .must(),
    signatures(),
];

/// What the two notices on wrong invoices have at their head.
const HEAD: [Entry; 9] = [
    text("PBan", 6).must(),
    text("MSo", 15).must(),
    text("Ten", 255).must(),
    text("DDanh", 50).must(),
    text("TCQTCTren", 100).must(),
    text("TCQT", 100).must(),
    text("TNNT", 400).must(),
    OWNER,
    BUDGET_UNIT,
];

/// 01/TB-SSĐT: what came of a notice of wrong invoices (message 301). Version 2.1.0 no longer answers for
/// each invoice.
pub(in crate::paper) const MISTAKES_ANSWERED: &[Entry] = &[
    block(
        "DLTBao",
        &[
            HEAD[0],
            HEAD[1],
            HEAD[2],
            HEAD[3],
            HEAD[4],
            HEAD[5],
            HEAD[6],
            HEAD[7],
            HEAD[8],
            text("MGDDTu", 46).must(),
            text("MHSo", 46).since(Version::V2_1_0).uncertain(),
            day("TGNhan").must(),
            day("NTBNNT").since(Version::V2_1_0).uncertain(),
            number("STTThe", 4, 0).must(),
            text("HThuc", 50).must().uncertain(),
            text("CDanh", 50).must().uncertain(),
            block("DSLDKCNhan", ADVICES).alias("DSLDKTNhan"),
            block(
                "DSHDon",
                &[many(
                    "HDon",
                    &[
                        number("STT", 4, 0),
                        text("MCQTCap", 34).alias("MCCQT"),
                        INVOICE[0],
                        INVOICE[1],
                        INVOICE[2],
                        INVOICE[3],
                        one_of("LADHDDT", &["1", "2", "3", "4"]).must().alias("LADHĐĐT"),
                        one_of("TCTBao", &["1", "2", "3", "4"]).until(Version::V2_1_0).uncertain(),
                        one_of("TTTNCCQT", &["1", "2"]).until(Version::V2_1_0).uncertain(),
                        block("DSLDKTNhan", REASONS).alias("DSLDKCNhan"),
                    ],
                )],
            ),
            text("MLoi", 4).uncertain(),
            text("MTLoi", 255).uncertain(),
        ],
    )
    .must(),
    NUMBERED.must(),
    signatures(),
];

/// 01/TB-RSĐT: invoices that the taxpayer is asked to look at again (message 302).
pub(in crate::paper) const REVIEW: &[Entry] = &[
    block(
        "DLTBao",
        &[
            HEAD[0],
            HEAD[1],
            HEAD[2],
            HEAD[3],
            HEAD[4],
            HEAD[5],
            HEAD[6],
            HEAD[7],
            HEAD[8],
            text("DCNNT", 400).must(),
            text("DCTDTu", 50).must(),
            number("THan", 2, 0).must(),
            number("Lan", 1, 0).must(),
            text("HThuc", 50).must().uncertain(),
            text("CDanh", 50).must().uncertain(),
            block(
                "DSHDon",
                &[many(
                    "HDon",
                    &[
                        number("STT", 4, 0),
                        INVOICE[0],
                        INVOICE[1],
                        INVOICE[2],
                        INVOICE[3],
                        one_of("LADHDDT", &["1", "2", "3", "4"]).must().alias("LADHĐĐT"),
                        text("LDo", 255).must(),
                    ],
                )
                .must()],
            )
            .must(),
        ],
    )
    .must(),
    NUMBERED.must(),
    signatures(),
];

/// The technical answer (message 999): nothing in it is signed.
pub(in crate::paper) const TECHNICAL: &[Entry] = &[
    text("MTDiep", 46),
    text("MHSGoc", 46),
    text("MNGui", 14),
    moment("NNhan").must(),
    one_of("TTTNhan", &["0", "1"]).must(),
    block("DSLDo", REASONS),
];
