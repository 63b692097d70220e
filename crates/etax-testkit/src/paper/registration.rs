//! Registrations (01/ĐKTĐ-HĐĐT), data on what was sold, and the request for an invoice.

use super::{DAY, around, begun, block, fields, identified};
use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;

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
