//! What a payment order says, before anybody signs it.

use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;

/// Names and values of the header of version 4.0.1, in order.
fn header(payer: &Party, id: &str, total: u64, random: &mut Random) -> Element {
    let number = format!("00000{}102026{}", payer.tax_code, random.within(10_000_000, 99_999_999));
    let reference = format!("9992026{}", random.within(1_000_000_000, 9_999_999_999));
    let total = total.to_string();
    [
        ("PBAN_TLIEU_XML", "4.0.1"),
        ("ID_CTU", id),
        ("SO_GNT", &number),
        ("MA_CTU", "01"),
        ("HTHUC_NOP", "CK"),
        ("MST_NNOP", &payer.tax_code),
        ("TEN_NNOP", &payer.name),
        ("DIACHI_NNOP", &payer.address),
        ("MA_CQT", "99901"),
        ("TEN_CQT", "Thuế cơ sở Thử Nghiệm"),
        ("MA_XA_NNOP", "9990101"),
        ("TEN_XA_NNOP", "Phường Tưởng Tượng"),
        ("MA_HUYEN_NNOP", ""),
        ("TEN_HUYEN_NNOP", ""),
        ("MA_TINH_NNOP", "999"),
        ("TEN_TINH_NNOP", "Thành phố Thử Nghiệm"),
        ("MST_NTHAY", ""),
        ("TEN_NTHAY", ""),
        ("DIACHI_NTHAY", ""),
        ("TEN_HUYEN_NTHAY", ""),
        ("TEN_TINH_NTHAY", ""),
        ("MA_NHANG_NOP", "THU"),
        ("TEN_NHANG_NOP", "Ngân hàng Thử Nghiệm"),
        ("STK_NHANG_NOP", &payer.account),
        ("MA_HIEU_KBAC", "9999"),
        ("TEN_KBAC", "Kho bạc Thử Nghiệm"),
        ("MA_TINH_KBAC", "99TTT"),
        ("TEN_TINH_KBAC", "Thành phố Thử Nghiệm"),
        ("LOAI_TK_THU", ""),
        ("TEN_TK_THU", ""),
        ("STK_THU", "7111"),
        ("ID_TK_KNGHI", ""),
        ("TK_KNGHI", ""),
        ("MA_CQTHU", "9999999"),
        ("TEN_CQTHU", "Thuế cơ sở Thử Nghiệm"),
        ("NGAY_LAP", "16/10/2026"),
        ("TONG_TIEN", &total),
        ("VAN_ID", "00000"),
        ("MA_DBHC_THU", "999HH"),
        ("TEN_DBHC_THU", "Phường Tưởng Tượng"),
        ("MA_LOAI_THUE", "01"),
        ("MA_NGUYENTE", "VND"),
        ("MA_NHANG_UNT", "99999999"),
        ("TEN_NHANG_UNT", "Ngân hàng Thử Nghiệm & Ủy Nhiệm Thu"),
        ("MA_THAMCHIEU", &reference),
    ]
    .into_iter()
    .fold(Element::new("CHUNGTU_HDR"), |header, (name, text)| header.with_leaf(name, text))
}

/// The unsigned order of a payer, in the bank's part.
pub(crate) fn root(payer: &Party, random: &mut Random) -> Element {
    let id = random.within(10_000_000, 99_999_999).to_string();
    let amount = random.within(100_000, 90_000_000);
    let part = amount / 3;
    let header = header(payer, &id, amount, random);
    let lines = [
        ("Thuế giá trị gia tăng & tiền chậm nộp", "1701", "00/Q3/2026", part),
        ("Thuế thu nhập doanh nghiệp", "1052", "00/CN/2025", amount - part),
    ];
    let rows = lines.into_iter().enumerate().fold(
        Element::new("CHUNGTU_CTIET"),
        |rows, (at, (content, sub_item, period, amount))| {
            rows.with(
                Element::new("ROW_CTIET")
                    .with_leaf("ID_CTU_CTIET", format!("{id}{at}"))
                    .with_leaf("ID_CTU", id.as_str())
                    .with_leaf("SO_TK_TB_QD", "")
                    .with_leaf("NDUNG_NOP", content)
                    .with_leaf("MA_NDKT", sub_item)
                    .with_leaf("MA_CHUONG", "999")
                    .with_leaf("KY_THUE", period)
                    .with_leaf("TIEN_PNOP", amount.to_string())
                    .with_leaf("GHI_CHU", "Nộp theo tờ khai"),
            )
        },
    );
    let bank = Element::new("NDUNG_CTU_NH")
        .with_leaf("MAHIEU_CTU", "THU2026")
        .with_leaf("SO_CTU", random.within(1, 9_999_999).to_string())
        .with(Element::new("NDUNG_CTU").with(header).with(rows));
    Element::new("CHUNGTU").with(bank)
}
