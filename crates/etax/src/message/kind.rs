//! Message types (MLTDiep) and the kinds of document inside messages.

/// MLTDiep, mã loại thông điệp: a type of message.
///
/// ```
/// use etax::message::MessageType;
/// let granted = MessageType::of(202).unwrap();
/// assert!(granted.carries_invoices() && granted.is_answer());
/// assert_eq!(MessageType::of(777), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageType {
    /// The code; -1 and -2 are answers of the authority's gateway.
    pub code: i16,
    /// Name in Vietnamese.
    pub vi: &'static str,
    /// Name in English.
    pub en: &'static str,
    content: Content,
    answer: bool,
}

/// What a type of message carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Invoices,
    Registration,
    Notice,
    Summary,
    Request,
    /// Not fixed by a text that was read.
    Open,
}

const fn asks(code: i16, content: Content, vi: &'static str, en: &'static str) -> MessageType {
    MessageType { code, vi, en, content, answer: false }
}

const fn answers(code: i16, content: Content, vi: &'static str, en: &'static str) -> MessageType {
    MessageType { code, vi, en, content, answer: true }
}

/// Decision 1450/QĐ-TCT, amended by 1510/QĐ-TCT (206, 303, 5xx, 6xx, 9xx) and in 2025 (208, 210).
const TYPES: &[MessageType] = &[
    answers(-2, Content::Open, "phản hồi lỗi dữ liệu ký", "error in the signing data"),
    answers(-1, Content::Open, "phản hồi sai định dạng", "wrong format"),
    asks(
        100,
        Content::Registration,
        "tờ khai đăng ký, thay đổi sử dụng hóa đơn điện tử",
        "registration to use e-invoices",
    ),
    asks(
        101,
        Content::Registration,
        "tờ khai đăng ký ủy nhiệm lập hóa đơn",
        "registration of delegated issuance",
    ),
    answers(102, Content::Notice, "thông báo tiếp nhận tờ khai", "receipt of a registration"),
    answers(103, Content::Notice, "thông báo chấp nhận tờ khai", "acceptance of a registration"),
    answers(104, Content::Notice, "thông báo chấp nhận ủy nhiệm", "acceptance of delegated issuance"),
    asks(
        105,
        Content::Notice,
        "thông báo hết thời gian sử dụng mã miễn phí",
        "end of the period of free codes",
    ),
    asks(
        106,
        Content::Request,
        "đề nghị cấp hóa đơn có mã theo từng lần phát sinh",
        "request for a per-occurrence code",
    ),
    asks(200, Content::Invoices, "gửi hóa đơn để cấp mã", "invoice sent for a code"),
    asks(
        201,
        Content::Invoices,
        "gửi hóa đơn để cấp mã theo từng lần phát sinh",
        "invoice sent for a per-occurrence code",
    ),
    answers(202, Content::Invoices, "kết quả cấp mã hóa đơn", "invoice with its code granted"),
    asks(203, Content::Invoices, "chuyển dữ liệu hóa đơn không mã", "invoices without code"),
    answers(204, Content::Notice, "thông báo kết quả kiểm tra dữ liệu", "result of the data check"),
    // The decision calls it an answer, code lists of its amendment a request; so it need not name one.
    asks(205, Content::Open, "hồ sơ cấp mã theo từng lần phát sinh", "dossier of a per-occurrence code"),
    asks(206, Content::Invoices, "chuyển dữ liệu hóa đơn từ máy tính tiền", "invoices of cash registers"),
    asks(
        208,
        Content::Invoices,
        "gửi hóa đơn có mã điều chỉnh, thay thế nhiều hóa đơn",
        "coded invoice that corrects several",
    ),
    asks(
        210,
        Content::Invoices,
        "gửi hóa đơn không mã điều chỉnh, thay thế nhiều hóa đơn",
        "uncoded invoice that corrects several",
    ),
    asks(300, Content::Notice, "thông báo hóa đơn có sai sót", "notice of wrong invoices"),
    answers(301, Content::Notice, "kết quả xử lý thông báo sai sót", "result on a notice of wrong invoices"),
    asks(302, Content::Notice, "thông báo rà soát hóa đơn", "request to review invoices"),
    asks(
        303,
        Content::Notice,
        "thông báo sai sót hóa đơn từ máy tính tiền",
        "notice of wrong invoices of cash registers",
    ),
    asks(400, Content::Summary, "bảng tổng hợp dữ liệu hóa đơn", "summary of invoices"),
    asks(500, Content::Open, "dữ liệu ủy quyền cấp mã", "data of delegated coding"),
    asks(
        503,
        Content::Open,
        "hóa đơn không đủ điều kiện cấp mã (ủy quyền)",
        "not eligible for a code, delegated coding",
    ),
    asks(504, Content::Open, "thông báo kiểm tra dữ liệu (ủy quyền)", "data check notice, delegated coding"),
    asks(505, Content::Open, "mã số thuế thay đổi trong ngày", "tax codes changed today"),
    asks(
        506,
        Content::Open,
        "quyết định ngừng, tiếp tục sử dụng hóa đơn",
        "decisions to stop or resume invoicing",
    ),
    asks(507, Content::Open, "thông tin đăng ký sử dụng hóa đơn", "registration data"),
    // Which of the four ask and which answer was not seen.
    asks(
        600,
        Content::Open,
        "yêu cầu, phản hồi ký số (ủy quyền cấp mã)",
        "signing request or answer, delegated coding",
    ),
    asks(
        601,
        Content::Open,
        "yêu cầu, phản hồi ký số (ủy quyền cấp mã)",
        "signing request or answer, delegated coding",
    ),
    asks(
        602,
        Content::Open,
        "yêu cầu, phản hồi ký số (ủy quyền cấp mã)",
        "signing request or answer, delegated coding",
    ),
    asks(
        603,
        Content::Open,
        "yêu cầu, phản hồi ký số (ủy quyền cấp mã)",
        "signing request or answer, delegated coding",
    ),
    asks(901, Content::Open, "đối soát trong ngày", "daily reconciliation"),
    asks(902, Content::Open, "đối soát trong ngày", "daily reconciliation"),
    answers(999, Content::Notice, "phản hồi kỹ thuật", "technical response"),
];

impl MessageType {
    /// The type of a code; `None` when no table that was read has it.
    #[must_use]
    pub fn of(code: i16) -> Option<Self> {
        TYPES.iter().find(|known| known.code == code).copied()
    }

    /// Every type known.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        TYPES
    }

    /// Whether DLieu holds invoices.
    #[must_use]
    pub fn carries_invoices(&self) -> bool {
        self.content == Content::Invoices
    }

    /// Whether it answers another message, which MTDTChieu then names.
    #[must_use]
    pub const fn is_answer(&self) -> bool {
        self.answer
    }

    /// Whether no text that was read says what it holds.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.content == Content::Open && self.code >= 500
    }

    /// Whether it is a technical response of the gateway (999, -1, -2), which names no taxpayer.
    #[must_use]
    pub const fn is_technical(&self) -> bool {
        matches!(self.code, 999 | -1 | -2)
    }

    /// Whether a document of this kind may stand in DLieu.
    #[must_use]
    pub fn may_hold(&self, kind: DocumentKind) -> bool {
        match self.content {
            Content::Open => true,
            Content::Invoices => {
                kind == DocumentKind::Invoice
                    || (matches!(self.code, 208 | 210)
                        && matches!(kind, DocumentKind::List | DocumentKind::Minutes))
            }
            Content::Registration => kind == DocumentKind::Registration,
            Content::Notice => kind == DocumentKind::Notice,
            Content::Summary => kind == DocumentKind::Summary,
            Content::Request => kind == DocumentKind::Request,
        }
    }
}

/// What kind of document an element inside DLieu is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// HDon, hóa đơn.
    Invoice,
    /// TBao, thông báo.
    Notice,
    /// TKhai, tờ khai đăng ký.
    Registration,
    /// BTHDLieu, bảng tổng hợp dữ liệu.
    Summary,
    /// BKe, bảng kê of invoices corrected together.
    List,
    /// BBan, biên bản.
    Minutes,
    /// DNghi, đề nghị.
    Request,
    /// Anything else.
    Other,
}

impl DocumentKind {
    /// The kind of a tag.
    ///
    /// ```
    /// use etax::message::DocumentKind;
    /// assert_eq!(DocumentKind::of("HDon"), DocumentKind::Invoice);
    /// assert_eq!(DocumentKind::of("DKyThueDTu").word(), "registration");
    /// ```
    #[must_use]
    pub fn of(tag: &str) -> Self {
        match tag {
            "HDon" => Self::Invoice,
            "TBao" => Self::Notice,
            "TKhai" | "DKyThueDTu" => Self::Registration,
            "BTHDLieu" => Self::Summary,
            "BKe" => Self::List,
            "BBan" => Self::Minutes,
            "DNghi" => Self::Request,
            _ => Self::Other,
        }
    }

    /// The word that reports use for the kind.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::Notice => "notice",
            Self::Registration => "registration",
            Self::Summary => "summary",
            Self::List => "list",
            Self::Minutes => "minutes",
            Self::Request => "request",
            Self::Other => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_in_order_and_named() {
        assert!(TYPES.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(TYPES.iter().all(|known| !known.vi.is_empty() && !known.en.is_empty()));
    }
}
