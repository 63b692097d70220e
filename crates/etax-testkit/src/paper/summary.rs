//! Summaries of invoices (01/TH-HĐĐT).

use super::{DAY, around, begun, block, fields, identified};
use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;

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
