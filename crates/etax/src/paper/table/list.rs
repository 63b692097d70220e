//! BKe, bảng kê 01/BK-ĐCTT (messages 208 and 210), and BBan, biên bản: what goes with one invoice that corrects
//! several. Known from the decision of 2025 at second hand and from real messages.

use crate::invoice::Version;
use crate::paper::entry::{Entry, block, day, free, many, number, one_of, signatures, tax_code, text, texts};

const NEW: Version = Version::V2_1_0;

/// TTTDChinh, thông tin trước điều chỉnh: what the invoice said.
const BEFORE: &[Entry] = &[
    number("STT", 4, 0),
    text("KHMSHDon", 11).must().uncertain(),
    text("KHHDon", 8).must().uncertain(),
    text("SHDon", 8).must().uncertain(),
    day("NLap").uncertain(),
    text("THHDVGoc", 500).uncertain(),
    text("DVTGoc", 50).uncertain(),
    number("SLGoc", 21, 6).uncertain(),
    number("DGGoc", 21, 6).uncertain(),
    number("ThTGoc", 21, 6).uncertain(),
    text("TSGoc", 11).uncertain(),
    number("TTGoc", 21, 6).uncertain(),
    number("TgTKGoc", 21, 6).uncertain(),
    number("TgTSTGoc", 21, 6).uncertain(),
];

/// TTSDChinh, thông tin sau điều chỉnh: what is right.
const AFTER: &[Entry] = &[
    text("THHDVTDoi", 500).uncertain(),
    text("DVTTDoi", 50).uncertain(),
    number("SLTDoi", 21, 6).uncertain(),
    number("DGTDoi", 21, 6).uncertain(),
    number("ThTTDoi", 21, 6).uncertain(),
    text("TSTDoi", 11).uncertain(),
    number("TTTDoi", 21, 6).uncertain(),
    number("TgTTDoi", 21, 6).uncertain(),
    number("TgTSTTDoi", 21, 6).uncertain(),
];

/// CLech, chênh lệch: the difference.
const DIFFERENCE: &[Entry] = &[
    number("TgTCTCLech", 21, 6).uncertain(),
    number("TgTTCLech", 21, 6).uncertain(),
    number("TgTKCLech", 21, 6).uncertain(),
    number("TgTTTCLech", 21, 6).uncertain(),
];

/// 01/BK-ĐCTT.
pub(in crate::paper) const LIST: &[Entry] = &[
    block(
        "NDBKe",
        &[
            block(
                "TTChung",
                &[
                    text("PBan", 6).must(),
                    text("TBKe", 255).must(),
                    text("KHMBKe", 15).must().uncertain(),
                    text("SBKe", 50).must(),
                    day("NBKe").must(),
                    one_of("TCHDon", &["1", "2"]).must(),
                    text("NBan", 400).must(),
                    tax_code("MSTNBan").must(),
                    text("DCNBan", 400).uncertain(),
                    text("NMua", 400).must().uncertain(),
                    tax_code("MSTNMua").uncertain(),
                    text("DCNMua", 400).uncertain(),
                    block("DSLDTDoi", &[texts("LDo")]).uncertain(),
                    free(),
                ],
            )
            .must(),
            block(
                "DSHHDVu",
                &[many(
                    "HHDVu",
                    &[
                        block("TTTDChinh", BEFORE).must(),
                        block("TTSDChinh", AFTER).must().uncertain(),
                        block("CLech", DIFFERENCE).must().uncertain(),
                        free(),
                    ],
                )],
            )
            .must(),
            free(),
        ],
    )
    .since(NEW)
    .must(),
    signatures(),
];

/// BBan, biên bản: minutes of what seller and buyer agreed to correct. Only its head is known.
pub(in crate::paper) const MINUTES: &[Entry] = &[
    block(
        "NDBBan",
        &[
            block(
                "TTChung",
                &[
                    text("PBan", 6).must(),
                    text("TBBan", 255).must().uncertain(),
                    text("SBBan", 50).uncertain(),
                    day("NBBan").must().uncertain(),
                    text("NBan", 400).must(),
                    tax_code("MSTNBan").must(),
                    text("DCNBan", 400).uncertain(),
                    text("NMua", 400).must(),
                    tax_code("MSTNMua").uncertain(),
                    text("DCNMua", 400).uncertain(),
                    free(),
                ],
            )
            .must(),
            block("NDung", &[]).uncertain(),
            free(),
        ],
    )
    .since(NEW)
    .must(),
    signatures(),
];
