//! 06/ĐN-PSĐT: a request for an invoice with a code for one occurrence (message 106).

use crate::paper::entry::{Entry, block, day, number, signatures, tax_code, text};

pub(in crate::paper) const REQUEST: &[Entry] = &[
    block(
        "DLDNghi",
        &[
            block(
                "TTChung",
                &[
                    text("PBan", 6).must(),
                    text("MSo", 15).must(),
                    text("Ten", 100).must(),
                    text("TCQT", 100).must(),
                    text("MCQT", 5).must(),
                    text("TTCCNhan", 400).must(),
                    text("DCLHe", 400).must(),
                    text("DCTDTu", 50),
                    text("DTLHe", 20).must(),
                    text("SQDTLap", 50),
                    day("NCQDTLap"),
                    text("CQCQDTLap", 200),
                    tax_code("MST"),
                    text("TNNHDon", 100).must(),
                    text("CMND", 20).must(),
                    day("NgCCMND").must(),
                    text("NCCMND", 100).must(),
                    text("DDanh", 50).must(),
                    day("NLap").must(),
                ],
            )
            .must(),
            block(
                "NDDNghi",
                &[
                    text("THHDVu", 500).must(),
                    text("Ten", 400).must(),
                    text("DChi", 400).must(),
                    tax_code("MST"),
                    text("SHDong", 50),
                    day("NHDong"),
                    number("DTPSinh", 21, 6).must(),
                ],
            )
            .must(),
        ],
    )
    .must(),
    signatures(),
];
