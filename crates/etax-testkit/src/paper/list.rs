//! Lists of corrected invoices and minutes.

use super::{DAY, block, fields, identified};
use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;

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
