//! The taxpayer's notice of wrong invoices (04/SS-HĐĐT).

use super::{DAY, begun, block, fields, identified};
use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;

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
