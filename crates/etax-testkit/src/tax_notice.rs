//! Notices of the tax authority on filings (TBaoThueDTu), before they are signed.

use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;

const NAMESPACE: &str = "http://kekhaithue.gdt.gov.vn/TBaoThue";

/// Notice 844: a filing of this taxpayer is accepted.
pub(crate) fn accepted(taxpayer: &Party, random: &mut Random) -> Element {
    let filed = format!("2026-09-15T09:{}:40.983+07:00", random.within(10, 59));
    let content = Element::new("NDungTBao")
        .with_leaf("trangThai", "Y")
        .with_leaf("ngayNopThucTe", filed.as_str())
        .with(
            Element::new("HoSoThue")
                .with(filing("1", "TỜ KHAI THUẾ GIÁ TRỊ GIA TĂNG (01/GTGT)"))
                .with(filing("2", "PHỤ LỤC GIẢM THUẾ & KHÁC")),
        )
        .with_leaf("maGiaoDichDTu", format!("9992026{}", random.within(1_000_000_000, 9_999_999_999)))
        .with_leaf("ngayChapNhan", filed)
        .with(nil("ngayHoanThanh"))
        .with(Element::new("LyDo"))
        .with(
            Element::new("IDKhoanNop").with(payable("9990001", "1500000")).with(payable("9990002", "-20000")),
        )
        .with_leaf("duongDan", "https://thue.example")
        .with_leaf("hotline", "(099) 99999999");
    document("844", "V/v: Xác nhận nộp hồ sơ thuế điện tử", taxpayer, content, random)
}

/// Notice 213: a transaction is not valid.
pub(crate) fn transaction(taxpayer: &Party, random: &mut Random) -> Element {
    let content = Element::new("NDungTBao")
        .with(
            Element::new("GDich")
                .with_leaf("ngayGDich", "15/09/2026")
                .with_leaf("maGDich", "99999-9999-1509202610453447-42480")
                .with_leaf("maKQuaGDich", "03")
                .with_leaf("kquaGDich", "Giao dịch không hợp lệ")
                .with_leaf("maLoiGDich", "99")
                .with_leaf("mtaLoiGDich", "Hồ sơ không đọc được"),
        )
        .with(Element::new("CTietGDich").with_leaf("maGDC", "1"));
    document("213", "Giao dịch không hợp lệ", taxpayer, content, random)
}

fn document(code: &str, name: &str, taxpayer: &Party, content: Element, random: &mut Random) -> Element {
    let office =
        Element::new("CQT").with_leaf("maCQT", "99901").with_leaf("tenCQT", "Thuế cơ sở Thử Nghiệm").with(
            Element::new("DVu")
                .with_leaf("maDVu", "999")
                .with_leaf("tenDVu", "Cổng Thử Nghiệm")
                .with_leaf("pbanDVu", "1.0.0"),
        );
    let recipient = Element::new("NNhanTBaoThue")
        .with_leaf("maNNhan", taxpayer.tax_code.as_str())
        .with_leaf("tenNNhan", taxpayer.name.as_str())
        .with(nil("diaChiNNhan"));
    let notice = Element::new("TTinTBaoThue")
        .with_leaf("maTBao", code)
        .with_leaf("tenTBao", name)
        .with_leaf("pbanTBao", "2.4.9")
        .with_leaf("soTBao", format!("{}/2026/TB-TĐT", random.within(1, 999_999)))
        .with_leaf("ngayTBao", "2026-09-15");
    let common = Element::new("TTinChung").with(office).with(recipient).with(notice);
    let data = Element::new("TBaoThue").attribute("id", "_NODE_TO_SIGN").with(common).with(content);
    Element::new("TBaoThueDTu")
        .attribute("xmlns", NAMESPACE)
        .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .with(data)
        .with(Element::new("CKyDTu"))
}

fn filing(id: &str, name: &str) -> Element {
    Element::new("CTietHoSoThue")
        .attribute("id", id)
        .with_leaf("tokhai-phuluc", name)
        .with_leaf("loaiToKhai", "Chính thức")
        .with_leaf("kyTinhThue", "08/2026")
        .with_leaf("lanNop", "1")
}

fn payable(id: &str, amount: &str) -> Element {
    Element::new("CTietIDKhoanNop")
        .with_leaf("maDinhDanh", id)
        .with_leaf("soTienPNop", amount)
        .with_leaf("tenLoaiTien", "VND")
}

fn nil(name: &str) -> Element {
    Element::new(name).attribute("xsi:nil", "true")
}
