//! What registrations, notices, requests, summaries and lists say.

use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;

/// The day on which the papers are made.
const DAY: &str = "2026-09-15";

/// An element of leaves.
fn fields(mut element: Element, leaves: &[(&str, &str)]) -> Element {
    for (tag, text) in leaves {
        element.push(Element::leaf(tag, *text));
    }
    element
}

fn block(tag: &str, leaves: &[(&str, &str)]) -> Element {
    fields(Element::new(tag), leaves)
}

fn around(tag: &str, inside: Element) -> Element {
    Element::new(tag).with(inside)
}

/// An element with an Id, to be signed.
pub(crate) fn identified(name: &str, random: &mut Random) -> Element {
    Element::new(name).attribute("Id", format!("Id-{}", random.uuid()))
}

fn head(number: &str, title: &str) -> [(&'static str, String); 3] {
    [("PBan", "2.1.0".to_owned()), ("MSo", number.to_owned()), ("Ten", title.to_owned())]
}

fn begun(mut element: Element, number: &str, title: &str) -> Element {
    for (tag, text) in head(number, title) {
        element.push(Element::leaf(tag, text));
    }
    element
}

/// STBao, the number that the office adds.
pub(crate) fn numbered(random: &mut Random) -> Element {
    identified("STBao", random)
        .with_leaf("So", format!("TB/99-{}", random.within(1, 99_999)))
        .with_leaf("NTBao", DAY)
}

fn transaction(random: &mut Random) -> String {
    format!("V9900000016{}", random.uuid().to_uppercase())
}

fn registrant(element: Element, owner: &Party, first: (&str, &str)) -> Element {
    fields(
        begun(element, "01/ĐKTĐ-HĐĐT", "Tờ khai đăng ký/thay đổi thông tin sử dụng hóa đơn điện tử"),
        &[
            first,
            ("TNNT", &owner.name),
            ("MST", &owner.tax_code),
            ("CQTQLy", "Thuế cơ sở 9 Thành phố Thử Nghiệm"),
            ("MCQTQLy", "99901"),
            ("NLHe", "Người Liên Hệ Thử"),
            ("DCLHe", &owner.address),
            ("DCTDTu", &owner.email),
            ("DTLHe", &owner.phone),
            ("DDanh", "Thử Nghiệm"),
            ("NLap", DAY),
        ],
    )
}

fn certificates(random: &mut Random) -> Element {
    let serial = random.hex(32).to_uppercase();
    around(
        "DSCTSSDung",
        block(
            "CTS",
            &[
                ("STT", "1"),
                ("TTChuc", "CA THỬ NGHIỆM"),
                ("Seri", &serial),
                ("TNgay", "2026-01-01T00:00:00"),
                ("DNgay", "2028-12-31T23:59:59"),
                ("HThuc", "1"),
            ],
        ),
    )
}

/// DLTKhai of 01/ĐKTĐ-HĐĐT.
pub(crate) fn registration(owner: &Party, random: &mut Random) -> Element {
    let content = Element::new("NDTKhai")
        .with(block("HTHDon", &[("CMa", "1"), ("CMTMTTien", "0"), ("KCMa", "0")]))
        .with(block(
            "HTGDLHDDT",
            &[("NNTDBKKhan", "0"), ("NNTKTDNUBND", "0"), ("CDLTTDCQT", "0"), ("CDLQTCTN", "1")],
        ))
        .with(block("PThuc", &[("CDDu", "1"), ("CBTHop", "0")]))
        .with(block(
            "LHDSDung",
            &[
                ("HDGTGT", "1"),
                ("HDBHang", "0"),
                ("HDBTSCong", "0"),
                ("HDBHDTQGia", "0"),
                ("HDKhac", "0"),
                ("CTu", "0"),
            ],
        ))
        .with(certificates(random));
    identified("DLTKhai", random)
        .with(registrant(Element::new("TTChung"), owner, ("HThuc", "1")))
        .with(content)
}

/// DLTKhai of 01/ĐKTĐ-HĐĐT for delegation.
pub(crate) fn delegation(owner: &Party, delegate: &Party, random: &mut Random) -> Element {
    let delegated = block(
        "DKUNhiem",
        &[
            ("STT", "1"),
            ("TLHDon", "Hóa đơn giá trị gia tăng"),
            ("KHMSHDon", "1"),
            ("KHHDon", "C26TYY"),
            ("MST", &delegate.tax_code),
            ("TTChuc", &delegate.name),
            ("MDich", "Lập hóa đơn thay"),
            ("TNgay", "2026-10-01T00:00:00"),
            ("DNgay", "2027-09-30T23:59:59"),
            ("PThuc", "9"),
            ("THTTTKhac", "Bù trừ"),
        ],
    );
    identified("DLTKhai", random)
        .with(registrant(Element::new("TTChung"), owner, ("LDKUNhiem", "1")))
        .with(Element::new("NDTKhai").with(certificates(random)).with(around("DSDKUNhiem", delegated)))
}

/// DLTKhai of 03/DL-HĐĐT.
pub(crate) fn sales_data(owner: &Party, random: &mut Random) -> Element {
    let general = fields(
        begun(Element::new("TTChung"), "03/DL-HĐĐT", "Tờ khai dữ liệu hóa đơn, chứng từ bán ra"),
        &[
            ("LKTThue", "T"),
            ("KTThue", "08/2026"),
            ("STKhai", "1"),
            ("DDanh", "Thử Nghiệm"),
            ("NLap", DAY),
            ("TNNT", &owner.name),
            ("MST", &owner.tax_code),
            ("DVTTe", "VND"),
        ],
    );
    let sold = block(
        "HDon",
        &[
            ("STT", "1"),
            ("KHMSHDon", "1"),
            ("KHHDon", "K26TYY"),
            ("SHDon", "5"),
            ("NLap", "2026-08-05"),
            ("TNMua", "Người Mua Thử"),
            ("DTCThue", "1000000"),
            ("TGTGT", "100000"),
        ],
    );
    let rate = Element::new("TTSuat")
        .with_leaf("TSuat", "10%")
        .with(around("DSHDon", sold))
        .with_leaf("TgDTCThue", "1000000")
        .with_leaf("TgTGTGT", "100000");
    let content =
        Element::new("NDTKhai").with(rate).with_leaf("TgDThu", "1000000").with_leaf("TgTgThueDThu", "100000");
    identified("DLTKhai", random).with(general).with(content)
}

/// DLTBao of 01/TB-TNĐT.
pub(crate) fn received(owner: &Party, random: &mut Random) -> Element {
    fields(
        begun(identified("DLTBao", random), "01/TB-TNĐT", "Thông báo tiếp nhận tờ khai"),
        &[
            ("So", "99/TB-TN"),
            ("DDanh", "Thử Nghiệm"),
            ("NTBao", DAY),
            ("MST", &owner.tax_code),
            ("TNNT", &owner.name),
            ("TTKhai", "Tờ khai đăng ký sử dụng hóa đơn điện tử"),
            ("MGDDTu", &transaction(random)),
            ("TGGui", "2026-09-15T08:00:00"),
            ("THop", "1"),
            ("TGNhan", "2026-09-15T08:00:05"),
        ],
    )
}

fn from_office(element: Element, number: &str, title: &str) -> Element {
    fields(
        begun(element, number, title),
        &[
            ("DDanh", "Thử Nghiệm"),
            ("TCQTCTren", "Thuế Thành phố Thử Nghiệm"),
            ("TCQT", "Thuế cơ sở 9 Thành phố Thử Nghiệm"),
        ],
    )
}

/// DLTBao of 01/TB-ĐKĐT.
pub(crate) fn accepted(owner: &Party, random: &mut Random) -> Element {
    fields(
        from_office(identified("DLTBao", random), "01/TB-ĐKĐT", "Thông báo chấp nhận đăng ký"),
        &[
            ("MST", &owner.tax_code),
            ("TNNT", &owner.name),
            ("Ngay", DAY),
            ("HTDKy", "1"),
            ("MCCQT", "Z9A0B"),
            ("TTXNCQT", "1"),
            ("HThuc", "KT"),
            ("CDanh", "Trưởng thuế cơ sở"),
        ],
    )
}

/// DLTBao of 01/TB-ĐKĐT for delegation.
pub(crate) fn delegation_accepted(owner: &Party, delegate: &Party, random: &mut Random) -> Element {
    let unit = block("TTUNhiem", &[("MST", &delegate.tax_code), ("TTChuc", &delegate.name)]);
    fields(
        from_office(identified("DLTBao", random), "01/TB-ĐKĐT", "Thông báo chấp nhận đăng ký ủy nhiệm"),
        &[
            ("MST", &owner.tax_code),
            ("TNNT", &owner.name),
            ("Ngay", DAY),
            ("LUNhiem", "1"),
            ("MGDDTu", &transaction(random)),
            ("TGNhan", "2026-09-15T08:00:05"),
            ("HThuc", "KT"),
            ("CDanh", "Trưởng thuế cơ sở"),
        ],
    )
    .with(around("DSTTUNhiem", unit))
}

/// DLTBao of 01/TB-KTT.
pub(crate) fn scheme_change(owner: &Party, random: &mut Random) -> Element {
    fields(
        from_office(
            identified("DLTBao", random),
            "01/TB-KTT",
            "Thông báo hết thời gian sử dụng mã không thu tiền",
        ),
        &[("TNNT", &owner.name), ("MST", &owner.tax_code), ("THop", "1"), ("NYCCDoi", "2026-12-31")],
    )
}

/// DLDNghi of 06/ĐN-PSĐT.
pub(crate) fn request(owner: &Party, random: &mut Random) -> Element {
    let general = fields(
        begun(
            Element::new("TTChung"),
            "06/ĐN-PSĐT",
            "Đơn đề nghị cấp hóa đơn điện tử có mã theo từng lần phát sinh",
        ),
        &[
            ("TCQT", "Thuế cơ sở 9 Thành phố Thử Nghiệm"),
            ("MCQT", "99901"),
            ("TTCCNhan", &owner.name),
            ("DCLHe", &owner.address),
            ("DCTDTu", &owner.email),
            ("DTLHe", &owner.phone),
            ("SQDTLap", "09/QĐ-THU"),
            ("NCQDTLap", "2020-01-02"),
            ("CQCQDTLap", "Cơ quan thử nghiệm"),
            ("MST", &owner.tax_code),
            ("TNNHDon", "Người Nhận Hóa Đơn Thử"),
            ("CMND", "099099000001"),
            ("NgCCMND", "2021-05-05"),
            ("NCCMND", "Cơ quan thử nghiệm"),
            ("DDanh", "Thử Nghiệm"),
            ("NLap", DAY),
        ],
    );
    let content = block(
        "NDDNghi",
        &[
            ("THHDVu", "Dịch vụ thử nghiệm"),
            ("Ten", "Người Mua Thử"),
            ("DChi", "Số 9 Đường Thí Dụ"),
            ("SHDong", "09/HĐ"),
            ("NHDong", "2026-09-01"),
            ("DTPSinh", "12000000"),
        ],
    );
    identified("DLDNghi", random).with(general).with(content)
}

fn checked_head(owner: &Party, kind: &str, random: &mut Random) -> Element {
    fields(
        begun(identified("DLTBao", random), "01/TB-KTDL", "Thông báo kết quả kiểm tra dữ liệu"),
        &[
            ("So", &random.within(1, 99_999).to_string()),
            ("DDanh", "Thử Nghiệm"),
            ("NTBao", DAY),
            ("MST", &owner.tax_code),
            ("TNNT", &owner.name),
            ("TGGui", "2026-09-15T08:00:00"),
            ("LTBao", kind),
            ("CCu", "Thông điệp gửi dữ liệu hóa đơn"),
            ("MGDDTu", &transaction(random)),
            ("SLuong", "1"),
        ],
    )
}

fn advice(text: &str) -> Element {
    around(
        "DSLDo",
        block("LDo", &[("STT", "1"), ("MLoi", "20609"), ("MTLoi", text), ("HDXLy", "Kiểm tra lại dữ liệu")]),
    )
}

/// DLTBao of 01/TB-KTDL: the package is good.
pub(crate) fn checked(owner: &Party, random: &mut Random) -> Element {
    checked_head(owner, "2", random)
}

/// DLTBao of 01/TB-KTDL: an invoice without code is wrong.
pub(crate) fn refused(owner: &Party, random: &mut Random) -> Element {
    let invoice = block(
        "HDon",
        &[("STT", "1"), ("KHMSHDon", "1"), ("KHHDon", "K26TYY"), ("SHDon", "7"), ("NLap", "2026-09-14")],
    );
    let invoice = invoice.with(advice("Hóa đơn trùng"));
    checked_head(owner, "3", random).with(around("LHDKMa", around("DSHDon", invoice)))
}

/// DLTBao of 01/TB-KTDL: a batch of cash registers is wrong.
pub(crate) fn register_refused(owner: &Party, random: &mut Random) -> Element {
    let reasons = advice("1;C26MTT;7;Bộ MST, ký hiệu mẫu số, ký hiệu và số hóa đơn không duy nhất");
    checked_head(owner, "7", random).with(around("LHDMTTien", reasons))
}

/// DLTBao of 01-1/QTr-HĐĐT.
pub(crate) fn dossier_checked(owner: &Party, random: &mut Random) -> Element {
    fields(
        begun(identified("DLTBao", random), "01-1/QTr-HĐĐT", "Thông báo kết quả kiểm tra hồ sơ"),
        &[
            ("So", "9"),
            ("DDanh", "Thử Nghiệm"),
            ("NTBao", DAY),
            ("MST", &owner.tax_code),
            ("TNNT", &owner.name),
            ("TGGui", "2026-09-14"),
            ("CCu", "Hồ sơ đề nghị cấp hóa đơn"),
            ("KQKTra", "1"),
        ],
    )
}

/// DLTBao of 04/SS-HĐĐT, about two invoices.
pub(crate) fn mistakes(owner: &Party, random: &mut Random) -> Element {
    let code = format!("00{}", random.uuid().to_uppercase());
    let first = block(
        "HDon",
        &[
            ("STT", "1"),
            ("MCQTCap", &code),
            ("KHMSHDon", "1"),
            ("KHHDon", "C26TYY"),
            ("SHDon", "7"),
            ("Ngay", "2026-09-10"),
            ("LADHDDT", "1"),
            ("LDo", "Sai địa chỉ người mua"),
        ],
    );
    let second = block(
        "HDon",
        &[
            ("STT", "2"),
            ("KHMSHDon", "01GTKT0/001"),
            ("KHHDon", "AB/21E"),
            ("SHDon", "0000012"),
            ("Ngay", "2021-09-10"),
            ("LADHDDT", "3"),
            ("LDo", "Sai tên người mua"),
        ],
    );
    fields(
        begun(identified("DLTBao", random), "04/SS-HĐĐT", "Thông báo hóa đơn điện tử có sai sót"),
        &[
            ("Loai", "1"),
            ("MCQT", "99901"),
            ("TCQT", "Thuế cơ sở 9 Thành phố Thử Nghiệm"),
            ("TNNT", &owner.name),
            ("MST", &owner.tax_code),
            ("DDanh", "Thử Nghiệm"),
            ("NTBao", DAY),
        ],
    )
    .with(Element::new("DSHDon").with(first).with(second))
}

/// DLTBao of 01/TB-SSĐT.
pub(crate) fn mistakes_answered(owner: &Party, random: &mut Random) -> Element {
    fields(
        from_office(
            identified("DLTBao", random),
            "01/TB-SSĐT",
            "Thông báo kết quả xử lý hóa đơn điện tử có sai sót",
        ),
        &[
            ("TNNT", &owner.name),
            ("MST", &owner.tax_code),
            ("MGDDTu", &transaction(random)),
            ("TGNhan", "2026-09-14"),
            ("STTThe", "1"),
            ("HThuc", "KT"),
            ("CDanh", "Trưởng thuế cơ sở"),
        ],
    )
}

/// DLTBao of 01/TB-RSĐT.
pub(crate) fn review(owner: &Party, random: &mut Random) -> Element {
    let invoice = block(
        "HDon",
        &[
            ("STT", "1"),
            ("KHMSHDon", "1"),
            ("KHHDon", "C26TYY"),
            ("SHDon", "7"),
            ("NLap", "2026-09-10"),
            ("LADHDDT", "1"),
            ("LDo", "Sai thuế suất"),
        ],
    );
    fields(
        from_office(identified("DLTBao", random), "01/TB-RSĐT", "Thông báo hóa đơn điện tử cần rà soát"),
        &[
            ("TNNT", &owner.name),
            ("MST", &owner.tax_code),
            ("DCNNT", &owner.address),
            ("DCTDTu", &owner.email),
            ("THan", "2"),
            ("Lan", "1"),
            ("HThuc", "KT"),
            ("CDanh", "Trưởng thuế cơ sở"),
        ],
    )
    .with(around("DSHDon", invoice))
}

fn summary_head(owner: &Party, goods: &str) -> Element {
    fields(
        begun(Element::new("TTChung"), "01/TH-HĐĐT", "Bảng tổng hợp dữ liệu hóa đơn điện tử"),
        &[
            ("SBTHDLieu", "1"),
            ("LKDLieu", "T"),
            ("KDLieu", "08/2026"),
            ("LDau", "1"),
            ("NLap", DAY),
            ("TNNT", &owner.name),
            ("MST", &owner.tax_code),
            ("HDDIn", "0"),
            ("LHHoa", goods),
            ("DVTTe", "VND"),
        ],
    )
}

fn summary_of(head: Element, lines: Vec<Element>, random: &mut Random) -> Element {
    let list = lines.into_iter().fold(Element::new("DSDLieu"), Element::with);
    identified("DLBTHop", random).with(head).with(around("NDBTHDLieu", list))
}

/// DLBTHop of 01/TH-HĐĐT: two invoices, the second adjusting another one.
pub(crate) fn summary(owner: &Party, random: &mut Random) -> Element {
    let first = block(
        "DLieu",
        &[
            ("STT", "1"),
            ("KHMSHDon", "1"),
            ("KHHDon", "K26TYY"),
            ("SHDon", "5"),
            ("NLap", "2026-08-05"),
            ("TNMua", "Người Mua Thử"),
            ("TTCThue", "1000000"),
            ("TSuat", "10%"),
            ("TgTThue", "100000"),
            ("TTPhi", "5000"),
            ("TGTKhac", "1000"),
            ("TgTTToan", "1104000"),
            ("TThai", "0"),
        ],
    );
    let second = block(
        "DLieu",
        &[
            ("STT", "2"),
            ("KHMSHDon", "1"),
            ("KHHDon", "K26TYY"),
            ("SHDon", "6"),
            ("NLap", "2026-08-06"),
            ("TNMua", "Người Mua Thử"),
            ("TTCThue", "-200000"),
            ("TSuat", "8%"),
            ("TgTThue", "-16000"),
            ("TgTTToan", "-216000"),
            ("TThai", "2"),
            ("LHDCLQuan", "1"),
            ("KHMSHDCLQuan", "1"),
            ("KHHDCLQuan", "K26TYY"),
            ("SHDCLQuan", "2"),
        ],
    );
    summary_of(summary_head(owner, "9"), vec![first, second], random)
}

/// DLBTHop of 01/TH-HĐĐT for fuel.
pub(crate) fn fuel_summary(owner: &Party, random: &mut Random) -> Element {
    let line = block(
        "DLieu",
        &[
            ("STT", "1"),
            ("MHHoa", "XANG-THU"),
            ("THHDVu", "Xăng thử nghiệm"),
            ("DVTinh", "Lít"),
            ("SLuong", "1000"),
            ("TTCThue", "20000000"),
            ("TSuat", "8%"),
            ("TgTThue", "1600000"),
            ("TgTTToan", "21600000"),
            ("TThai", "0"),
        ],
    );
    summary_of(summary_head(owner, "1"), vec![line], random)
}

fn corrected(number: &str, quantity: [u64; 2]) -> Element {
    let [before, after] = quantity.map(|quantity| {
        let base = quantity * 10_000;
        (quantity.to_string(), base.to_string(), (base / 10).to_string(), (base + base / 10).to_string())
    });
    let base = |at: &str| at.parse::<i64>().unwrap_or_default();
    let off = |one: &str, other: &str| (base(one) - base(other)).to_string();
    Element::new("HHDVu")
        .with(block(
            "TTTDChinh",
            &[
                ("KHMSHDon", "1"),
                ("KHHDon", "C26TYY"),
                ("SHDon", number),
                ("THHDVGoc", "Hàng thử"),
                ("SLGoc", &before.0),
                ("DGGoc", "10000"),
                ("ThTGoc", &before.1),
                ("TSGoc", "10%"),
                ("TTGoc", &before.2),
                ("TgTKGoc", "0"),
                ("TgTSTGoc", &before.3),
            ],
        ))
        .with(block(
            "TTSDChinh",
            &[
                ("THHDVTDoi", "Hàng thử"),
                ("SLTDoi", &after.0),
                ("DGTDoi", "10000"),
                ("ThTTDoi", &after.1),
                ("TSTDoi", "10%"),
                ("TTTDoi", &after.2),
                ("TgTTDoi", "0"),
                ("TgTSTTDoi", &after.3),
            ],
        ))
        .with(block(
            "CLech",
            &[
                ("TgTCTCLech", &off(&after.1, &before.1)),
                ("TgTTCLech", &off(&after.2, &before.2)),
                ("TgTKCLech", "0"),
                ("TgTTTCLech", &off(&after.3, &before.3)),
            ],
        ))
}

/// NDBKe of 01/BK-ĐCTT, about two invoices.
pub(crate) fn list(owner: &Party, buyer: &Party, random: &mut Random) -> Element {
    let general = fields(
        Element::new("TTChung").with_leaf("PBan", "2.1.0"),
        &[
            ("TBKe", "Bảng kê hóa đơn điều chỉnh"),
            ("KHMBKe", "01/BK-ĐCTT"),
            ("SBKe", "BK-09"),
            ("NBKe", DAY),
            ("TCHDon", "2"),
            ("NBan", &owner.name),
            ("MSTNBan", &owner.tax_code),
            ("DCNBan", &owner.address),
            ("NMua", &buyer.name),
            ("MSTNMua", &buyer.tax_code),
            ("DCNMua", &buyer.address),
        ],
    )
    .with(block("DSLDTDoi", &[("LDo", "Sai số lượng")]));
    let lines = Element::new("DSHHDVu").with(corrected("5", [10, 12])).with(corrected("6", [20, 17]));
    identified("NDBKe", random).with(general).with(lines)
}

/// NDBBan: minutes on a correction.
pub(crate) fn minutes(owner: &Party, buyer: &Party, random: &mut Random) -> Element {
    let number = format!("BB-{}", random.within(1, 999));
    let general = block(
        "TTChung",
        &[
            ("PBan", "2.1.0"),
            ("TBBan", "Biên bản điều chỉnh hóa đơn"),
            ("SBBan", &number),
            ("NBBan", DAY),
            ("NBan", &owner.name),
            ("MSTNBan", &owner.tax_code),
            ("NMua", &buyer.name),
            ("MSTNMua", &buyer.tax_code),
        ],
    );
    identified("NDBBan", random).with(general)
}

/// TBao of message 999: the message has been taken.
pub(crate) fn technical(random: &mut Random) -> Element {
    block(
        "TBao",
        &[
            ("MTDiep", &transaction(random)),
            ("MNGui", "V9900000016"),
            ("NNhan", "2026-09-15T08:00:01"),
            ("TTTNhan", "0"),
        ],
    )
}
