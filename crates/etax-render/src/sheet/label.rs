//! What the parts of a document are called.

use super::shown;
use etax::rule::{Lang, Text};
use etax::xml::Element;

/// The name of a cell, and how its value is written.
#[derive(Clone, Debug)]
pub(super) struct Label {
    number: String,
    name: String,
    /// Whether it holds an amount, whose digits are grouped.
    pub(super) amount: bool,
    lang: Lang,
}

impl Label {
    /// `[22] VAT credit brought forward`, or the tag where nothing better is known.
    pub(super) fn words(&self) -> String {
        match (self.number.is_empty(), self.name.is_empty()) {
            (true, _) => self.name.clone(),
            (false, true) => self.number.clone(),
            (false, false) => format!("{} {}", self.number, self.name),
        }
    }

    pub(super) fn value(&self, value: String) -> String {
        if self.amount { self.lang.amount(&value).into_owned() } else { value }
    }
}

/// The names of one document's parts.
pub(super) struct Labels {
    lang: Lang,
}

impl Labels {
    pub(super) const fn of(_: Element<'_>, lang: Lang) -> Self {
        Self { lang }
    }

    /// The name of a leaf.
    pub(super) fn of_leaf(&self, leaf: Element<'_>) -> Label {
        let tag = leaf.local();
        let known = known(tag);
        let name = known.map_or_else(|| shown(tag), |(text, _)| text.template(self.lang).to_owned());
        let amount = known.is_some_and(|(_, amount)| amount);
        Label { number: String::new(), name, amount, lang: self.lang }
    }

    /// The heading of a part.
    pub(super) fn of_part(&self, part: Element<'_>) -> Option<String> {
        let tag = part.local();
        Some(known(tag).map_or_else(|| shown(tag), |(text, _)| text.template(self.lang).to_owned()))
    }
}

/// Tag, names, and whether it is an amount.
type Row = (&'static str, &'static str, &'static str, bool);

/// The name of a tag that all documents use alike, and whether it is an amount.
fn known(tag: &str) -> Option<(Text, bool)> {
    let row = TAGS.iter().find(|row| row.0 == tag)?;
    Some((Text { vi: row.1, en: row.2 }, row.3))
}

/// Tags of declarations' envelopes, payment orders and notices (their XSD files and stylesheets).
const TAGS: &[Row] = &[
    ("HSoKhaiThue", "Hồ sơ khai thuế", "Tax declaration", false),
    ("TTinChung", "Thông tin chung", "General information", false),
    ("TTinDVu", "Dịch vụ", "Service", false),
    ("TTinTKhaiThue", "Thông tin tờ khai", "The declaration", false),
    ("TKhaiThue", "Tờ khai", "Return", false),
    ("NNT", "Người nộp thuế", "Taxpayer", false),
    ("DLyThue", "Đại lý thuế", "Tax agent", false),
    ("CTieuTKhaiChinh", "Chỉ tiêu tờ khai", "Indicators of the return", false),
    ("PLuc", "Phụ lục", "Appendices", false),
    ("KyKKhaiThue", "Kỳ tính thuế", "Tax period", false),
    ("maTKhai", "Mã tờ khai", "Form code", false),
    ("tenTKhai", "Tên tờ khai", "Form", false),
    ("moTaBMau", "Mẫu biểu", "Issued with", false),
    ("pbanTKhaiXML", "Phiên bản", "Version", false),
    ("loaiTKhai", "Loại tờ khai", "Kind", false),
    ("soLan", "Lần", "Number", false),
    ("kieuKy", "Kiểu kỳ", "Kind of period", false),
    ("kyKKhai", "Kỳ", "Period", false),
    ("kyKKhaiTuNgay", "Từ ngày", "From", false),
    ("kyKKhaiDenNgay", "Đến ngày", "To", false),
    ("kyKKhaiTuThang", "Từ tháng", "From month", false),
    ("kyKKhaiDenThang", "Đến tháng", "To month", false),
    ("maCQTNoiNop", "Mã cơ quan thuế nơi nộp", "Tax office code", false),
    ("tenCQTNoiNop", "Cơ quan thuế nơi nộp", "Tax office", false),
    ("ngayLapTKhai", "Ngày lập", "Made on", false),
    ("nguoiKy", "Người ký", "Signed by", false),
    ("ngayKy", "Ngày ký", "Signed on", false),
    ("nganhNgheKD", "Ngành nghề kinh doanh", "Business", false),
    ("mst", "Mã số thuế", "Tax code", false),
    ("tenNNT", "Tên người nộp thuế", "Name", false),
    ("dchiNNT", "Địa chỉ", "Address", false),
    ("phuongXa", "Phường, xã", "Ward, commune", false),
    ("tenXaNNT", "Phường, xã", "Ward, commune", false),
    ("tenHuyenNNT", "Quận, huyện", "District", false),
    ("tenTinhNNT", "Tỉnh, thành phố", "Province", false),
    ("dthoaiNNT", "Điện thoại", "Telephone", false),
    ("emailNNT", "Thư điện tử", "E-mail", false),
    ("maDVu", "Mã dịch vụ", "Service code", false),
    ("tenDVu", "Tên dịch vụ", "Service", false),
    ("pbanDVu", "Phiên bản dịch vụ", "Service version", false),
    // Payment orders.
    ("CHUNGTU_HDR", "Giấy nộp tiền vào ngân sách", "Payment to the state budget", false),
    ("ROW_CTIET", "Các khoản nộp", "What is paid", false),
    ("SO_CTU", "Số chứng từ", "Voucher number", false),
    ("SO_GNT", "Số giấy nộp tiền", "Payment order number", false),
    ("MST_NNOP", "Mã số thuế người nộp", "Payer's tax code", false),
    ("TEN_NNOP", "Người nộp", "Payer", false),
    ("DIACHI_NNOP", "Địa chỉ", "Address", false),
    ("MST_NTHAY", "Mã số thuế người nộp thay", "Tax code of who pays for the payer", false),
    ("TEN_NTHAY", "Người nộp thay", "Who pays for the payer", false),
    ("TEN_CQT", "Cơ quan thuế", "Tax office", false),
    ("TEN_NHANG_NOP", "Ngân hàng", "Bank", false),
    ("STK_NHANG_NOP", "Số tài khoản", "Account", false),
    ("TEN_KBAC", "Kho bạc", "Treasury", false),
    ("STK_THU", "Tài khoản thu", "Credited account", false),
    ("TEN_CQTHU", "Cơ quan thu", "Collecting office", false),
    ("NGAY_LAP", "Ngày lập", "Date", false),
    ("TONG_TIEN", "Tổng số tiền", "Total", true),
    ("MA_NGUYENTE", "Loại tiền", "Currency", false),
    ("NDUNG_NOP", "Nội dung khoản nộp", "What for", false),
    ("MA_NDKT", "Tiểu mục", "Sub-item", false),
    ("MA_CHUONG", "Chương", "Chapter", false),
    ("KY_THUE", "Kỳ thuế", "Tax period", false),
    ("TIEN_PNOP", "Số tiền", "Amount", true),
    ("GHI_CHU", "Ghi chú", "Remark", false),
    // Notices.
    ("TTinTBaoThue", "Thông báo", "Notice", false),
    ("NDungTBao", "Nội dung", "Content", false),
    ("maTBao", "Mã thông báo", "Notice code", false),
    ("tenTBao", "Tên thông báo", "Notice", false),
    ("soTBao", "Số thông báo", "Notice number", false),
    ("ngayTBao", "Ngày thông báo", "Notice date", false),
    ("tenCQT", "Cơ quan thuế", "Tax office", false),
    ("tenNNhan", "Người nhận", "Receiver", false),
    ("maGiaoDichDTu", "Mã giao dịch điện tử", "Transaction code", false),
    ("ngayNopThucTe", "Ngày nộp", "Filed on", false),
    ("ngayChapNhan", "Ngày chấp nhận", "Accepted on", false),
    ("trangThai", "Trạng thái", "State", false),
];
