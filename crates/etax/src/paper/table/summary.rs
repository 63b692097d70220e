//! BTHDLieu, bảng tổng hợp dữ liệu: 01/TH-HĐĐT (message 400).

use crate::invoice::Version;
use crate::paper::entry::{
    Entry, block, day, flag, judged, many, number, one_of, signatures, tax_code, text,
};

/// DLieu: one invoice, or one kind of fuel.
const LINE: &[Entry] = &[
    number("STT", 6, 0),
    text("KHMSHDon", 11),
    text("KHHDon", 8),
    text("SHDon", 8),
    day("NLap"),
    text("TNMua", 400),
    tax_code("MSTNMua"),
    text("MKHang", 50),
    text("MHHoa", 50).alias("MHHDVu"),
    text("THHDVu", 500),
    text("DVTinh", 50),
    number("SLuong", 21, 6),
    number("TTCThue", 21, 6),
    judged("TSuat"),
    number("TgTThue", 21, 6),
    number("TTPhi", 21, 6).since(Version::V2_0_1).uncertain(),
    number("TGTKhac", 21, 6).since(Version::V2_0_1).uncertain(),
    number("TgTTToan", 21, 6),
    one_of("TThai", &["0", "1", "2", "3", "4", "5"]).must(),
    one_of("LHDCLQuan", &["1", "2", "3", "4"]),
    text("KHMSHDCLQuan", 11),
    text("KHHDCLQuan", 8),
    text("SHDCLQuan", 8),
    one_of("LKDLDChinh", &["T", "Q", "N"]),
    text("KDLDChinh", 10),
    text("STBao", 30),
    day("NTBao"),
    number("TGia", 7, 2).since(Version::V2_0_1).uncertain(),
    text("GChu", 255),
];

pub(in crate::paper) const SUMMARY: &[Entry] = &[
    block(
        "DLBTHop",
        &[
            block(
                "TTChung",
                &[
                    text("PBan", 6).must(),
                    text("MSo", 15).must(),
                    text("Ten", 100).must(),
                    number("SBTHDLieu", 5, 0).must(),
                    one_of("LKDLieu", &["T", "Q", "N"]).must(),
                    text("KDLieu", 10).must(),
                    flag("LDau").must(),
                    number("BSLThu", 3, 0),
                    day("NLap").must(),
                    text("TNNT", 400).must(),
                    tax_code("MST").must(),
                    flag("HDDIn").must(),
                    one_of("LHHoa", &["1", "2", "9"]).must(),
                    text("DVTTe", 3).since(Version::V2_0_1).must(),
                ],
            )
            .must(),
            block("NDBTHDLieu", &[block("DSDLieu", &[many("DLieu", LINE)]).must()]).must(),
        ],
    )
    .must(),
    signatures(),
];
