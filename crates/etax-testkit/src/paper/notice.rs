//! Notices of the authority, and the technical answer.

use super::{DAY, around, begun, block, fields, identified, transaction};
use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;

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
