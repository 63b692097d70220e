//! TKhai, tờ khai: registration of e-invoices (01/ĐKTĐ-HĐĐT, messages 100 and 101) and the declaration of
//! data on what was sold (03/DL-HĐĐT).

use crate::invoice::Version;
use crate::paper::entry::{
    Entry, block, day, flag, judged, many, moment, number, one_of, signatures, tax_code, text,
};

/// CTS, chứng thư số: a certificate that the taxpayer will sign with.
const CERTIFICATE: &[Entry] = &[
    number("STT", 3, 0),
    text("TTChuc", 400).must(),
    text("Seri", 40).must(),
    moment("TNgay").must(),
    moment("DNgay").must(),
    one_of("HThuc", &["1", "2", "3"]).must(),
];

const CERTIFICATES: Entry = block("DSCTSSDung", &[many("CTS", CERTIFICATE).must()]);

/// An organisation that the taxpayer works with, by name and tax code. Only the names of the blocks were seen.
const ORGANISATION: &[Entry] = &[
    number("STT", 3, 0).uncertain(),
    text("TTChuc", 400).alias("Ten").uncertain(),
    tax_code("MST").uncertain(),
    day("TNgay").uncertain(),
    day("DNgay").uncertain(),
    text("GChu", 255).uncertain(),
];

/// What both registrations say of the taxpayer.
const fn person(first: Entry) -> [Entry; 22] {
    [
        text("PBan", 6).must(),
        text("MSo", 15).must(),
        text("Ten", 100).must(),
        first,
        text("TNNT", 400).must(),
        tax_code("MST").must(),
        text("CQTQLy", 100).must(),
        text("MCQTQLy", 5).must(),
        text("NLHe", 50).must(),
        text("DCLHe", 400).must(),
        text("DCTDTu", 50).must(),
        text("DTLHe", 20).must(),
        text("DDanh", 50).must(),
        day("NLap").must(),
        // Who represents the taxpayer by law, since 2.1.0; what is mandatory of it was not seen.
        text("TNDDPLuat", 100).since(Version::V2_1_0).uncertain(),
        text("DTDDPLuat", 20).since(Version::V2_1_0).uncertain(),
        text("CCCDan", 12).since(Version::V2_1_0),
        text("SHChieu", 20).since(Version::V2_1_0).uncertain(),
        text("QTich", 50).since(Version::V2_1_0).uncertain(),
        day("NSDDPLuat").since(Version::V2_1_0).uncertain(),
        judged("GTinh").since(Version::V2_1_0).uncertain(),
        text("GChu", 255).uncertain(),
    ]
}

const REGISTRATION_HEAD: &[Entry] = &person(one_of("HThuc", &["1", "2"]).must());
const DELEGATION_HEAD: &[Entry] = &person(one_of("LDKUNhiem", &["1", "2"]).must());

/// HTHDon, hình thức hóa đơn: with code, with the code of cash registers, without code.
const SCHEME: &[Entry] = &[flag("CMa").must(), flag("CMTMTTien").since(Version::V2_0_1), flag("KCMa").must()];

/// HTGDLHDDT, hình thức gửi dữ liệu hóa đơn điện tử.
const WAY: &[Entry] = &[
    flag("NNTDBKKhan").must(),
    flag("NNTKTDNUBND").must(),
    flag("CQXLTSCong").since(Version::V2_1_0).uncertain(),
    flag("CDLTTDCQT").must(),
    flag("CDLQTCTN").must().alias("CDLQTVAN"),
];

/// PThuc, phương thức chuyển dữ liệu: every invoice whole, or summaries.
const METHOD: &[Entry] = &[flag("CDDu").must(), flag("CBTHop").must()];

/// LHDSDung, loại hóa đơn sử dụng.
const KINDS: &[Entry] = &[
    flag("HDGTGT").must(),
    flag("HDGTGTTHBLai").since(Version::V2_1_0),
    flag("HDBHang").must(),
    flag("HDBHTHBLai").since(Version::V2_1_0),
    flag("HDTMai").since(Version::V2_1_0),
    flag("HDBTSCong").must(),
    flag("HDBHDTQGia").must(),
    flag("HDKhac").must(),
    flag("CTu").must(),
];

/// 01/ĐKTĐ-HĐĐT: registration to use e-invoices, or a change of it (message 100).
pub(in crate::paper) const REGISTRATION: &[Entry] = &[
    block(
        "DLTKhai",
        &[
            block("TTChung", REGISTRATION_HEAD).must(),
            block(
                "NDTKhai",
                &[
                    block("HTHDon", SCHEME).must(),
                    block("HTGDLHDDT", WAY).must(),
                    block("PThuc", METHOD).must(),
                    block("LHDSDung", KINDS).must(),
                    CERTIFICATES.must(),
                    block("TTTCGP", &[many("TCGP", ORGANISATION)]).since(Version::V2_1_0).uncertain(),
                    block("TTTCTN", &[many("TCTN", ORGANISATION)]).since(Version::V2_1_0).uncertain(),
                    block("TTDVHTPT", &[many("DVHTPT", ORGANISATION)]).since(Version::V2_1_0).uncertain(),
                    block("TTTNSDung", &[many("TNSDung", ORGANISATION)]).since(Version::V2_1_0).uncertain(),
                    block("TTDKTH", &[many("DKTH", ORGANISATION)]).since(Version::V2_1_0).uncertain(),
                ],
            )
            .must(),
        ],
    )
    .must(),
    signatures(),
];

/// DKUNhiem, đăng ký ủy nhiệm: which invoices somebody else issues.
const DELEGATED: &[Entry] = &[
    number("STT", 3, 0),
    text("TLHDon", 100).must(),
    text("KHMSHDon", 1).must().uncertain(),
    text("KHHDon", 6).must().uncertain(),
    tax_code("MST").must(),
    text("TTChuc", 400).must(),
    text("MDich", 255).must(),
    moment("TNgay").must(),
    moment("DNgay").must(),
    text("PThuc", 1).must(),
    text("THTTTKhac", 50),
];

/// 01/ĐKTĐ-HĐĐT for delegation: who issues invoices for whom (message 101).
pub(in crate::paper) const DELEGATION: &[Entry] = &[
    block(
        "DLTKhai",
        &[
            block("TTChung", DELEGATION_HEAD).must(),
            block(
                "NDTKhai",
                &[CERTIFICATES, block("DSDKUNhiem", &[many("DKUNhiem", DELEGATED).must()]).must()],
            )
            .must(),
        ],
    )
    .must(),
    signatures(),
];

/// HDon in 03/DL-HĐĐT: one invoice.
const SOLD: &[Entry] = &[
    number("STT", 6, 0),
    text("KHMSHDon", 11).must(),
    text("KHHDon", 8).must(),
    text("SHDon", 8).must(),
    day("NLap").must(),
    text("TNMua", 400),
    tax_code("MSTNMua"),
    number("DTCThue", 21, 6).must(),
    number("TGTGT", 21, 6).must(),
    text("GChu", 255),
];

/// 03/DL-HĐĐT: data of invoices and receipts for what was sold. Known at second hand.
pub(in crate::paper) const SALES_DATA: &[Entry] = &[
    block(
        "DLTKhai",
        &[
            block(
                "TTChung",
                &[
                    text("PBan", 6).must(),
                    text("MSo", 15).must(),
                    text("Ten", 100).must(),
                    one_of("LKTThue", &["T", "Q", "N"]).must().uncertain(),
                    text("KTThue", 10).must().uncertain(),
                    number("STKhai", 4, 0).must().uncertain(),
                    text("DDanh", 50).must().uncertain(),
                    day("NLap").must(),
                    text("TNNT", 400).must(),
                    tax_code("MST").must(),
                    text("TDLThue", 400),
                    tax_code("MSTDLThue"),
                    text("DVTTe", 3).must().uncertain(),
                ],
            )
            .must(),
            block(
                "NDTKhai",
                &[
                    many(
                        "TTSuat",
                        &[
                            text("TSuat", 11).must(),
                            block("DSHDon", &[many("HDon", SOLD)]),
                            number("TgDTCThue", 21, 6).must().uncertain(),
                            number("TgTGTGT", 21, 6).must().uncertain(),
                        ],
                    )
                    .uncertain(),
                    number("TgDThu", 21, 6).must().uncertain(),
                    number("TgTgThueDThu", 21, 6).must().uncertain(),
                ],
            )
            .must(),
        ],
    )
    .must(),
    signatures(),
];
