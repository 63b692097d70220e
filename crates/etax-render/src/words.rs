//! What the parts of a report are called in Vietnamese and English.

use etax::report::{DocumentInfo, Outcome, SignatureStatus, Verdict};
use etax::rule::{Lang, Text};

const fn text(vi: &'static str, en: &'static str) -> Text {
    Text { vi, en }
}

/// The engine's conclusion.
pub const fn verdict(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Accepted => text("CHẤP NHẬN", "ACCEPTED"),
        Verdict::Undecided => text("CHƯA XÁC ĐỊNH", "UNDECIDED"),
        Verdict::Rejected => text("TỪ CHỐI", "REJECTED"),
    }
}

/// The outcome of a check.
pub const fn outcome(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Passed => text("đạt", "passed"),
        Outcome::Failed => text("không đạt", "failed"),
        Outcome::Undecided => text("chưa xác định", "undecided"),
        Outcome::NotApplicable => text("không áp dụng", "not applicable"),
    }
}

/// Whether a signature holds.
pub const fn status(status: SignatureStatus) -> Text {
    match status {
        SignatureStatus::Valid => text("hợp lệ", "valid"),
        SignatureStatus::Invalid => text("không hợp lệ", "invalid"),
        SignatureStatus::Undecided => text("chưa xác định", "undecided"),
    }
}

/// Kinds of documents.
pub fn kind(kind: &'static str) -> Text {
    match kind {
        "invoice" => text("hóa đơn", "invoice"),
        "message" => text("thông điệp", "message"),
        "declaration" => text("tờ khai", "declaration"),
        "notice" => text("thông báo", "notice"),
        "payment-order" => text("giấy nộp tiền", "payment order"),
        "certified-invoice" => text("hóa đơn xác thực thí điểm", "certified invoice (pilot)"),
        "registration" => text("tờ khai đăng ký", "registration"),
        "summary" => text("bảng tổng hợp", "summary"),
        "minutes" => text("biên bản", "minutes"),
        "list" => text("bảng kê hóa đơn", "list of invoices"),
        "request" => text("đơn đề nghị cấp hóa đơn", "request for an invoice"),
        "unknown" => text("không rõ loại", "of unknown kind"),
        other => text(other, other),
    }
}

/// Kinds of documents, invoices by their form symbol (KHMSHDon; the names of Circular 91/2026,
/// Annex I).
pub fn document(info: &DocumentInfo) -> Text {
    let form = info.form.as_deref().unwrap_or_default();
    match (info.kind, form) {
        ("invoice", "1") => text("hóa đơn GTGT", "VAT invoice"),
        ("invoice", "2") => text("hóa đơn bán hàng", "sales invoice"),
        ("invoice", "3") => text("hóa đơn bán tài sản công", "invoice for public property"),
        ("invoice", "4") => text("hóa đơn bán hàng dự trữ quốc gia", "invoice for national reserves"),
        ("invoice", "5") => text("tem, vé, thẻ, phiếu thu", "stamp, ticket, card or receipt"),
        ("invoice", "6") => text("phiếu xuất kho", "delivery slip"),
        ("invoice", "7") => text("hóa đơn thương mại", "commercial invoice"),
        ("invoice", "8") => text("hóa đơn GTGT tích hợp biên lai", "VAT invoice with fee receipt"),
        ("invoice", "9") => text("hóa đơn bán hàng tích hợp biên lai", "sales invoice with fee receipt"),
        (other, _) => kind(other),
    }
}

/// Who signed, and who a document is from or for.
pub fn party(name: &str, lang: Lang) -> String {
    let words = match name {
        "seller" => text("người bán", "seller"),
        "buyer" => text("người mua", "buyer"),
        "authority" => text("cơ quan thuế", "tax authority"),
        "tax-office" | "taxOffice" => text("cơ quan thuế", "tax office"),
        "taxpayer" => text("người nộp thuế", "taxpayer"),
        "agent" | "taxAgent" => text("đại lý thuế", "tax agent"),
        "sender" => text("nơi gửi", "sender"),
        "receiver" | "recipient" => text("nơi nhận", "receiver"),
        "provider" => text("bên cung cấp dịch vụ", "service provider"),
        "payer" => text("người nộp tiền", "payer"),
        "bank" => text("ngân hàng", "bank"),
        "collector" => text("cơ quan thu", "collecting office"),
        "batch" => text("lô dữ liệu", "batch"),
        "other" => text("bên khác", "other"),
        other => return other.to_owned(),
    };
    words.template(lang).to_owned()
}

/// Amounts of a document.
pub fn amount(name: &str, lang: Lang) -> String {
    let words = match name {
        "total" => text("tổng tiền", "total"),
        "currency" => text("loại tiền", "currency"),
        "totalBeforeTax" => text("chưa thuế", "before tax"),
        "totalTax" => text("tiền thuế", "tax"),
        "totalPayable" => text("thanh toán", "payable"),
        "payable" => text("phải nộp", "payable"),
        "broughtForward" => text("kỳ trước chuyển sang", "brought forward"),
        "carriedForward" => text("chuyển kỳ sau", "carried forward"),
        "refund" => text("đề nghị hoàn", "refund asked"),
        "sales" => text("doanh thu", "sales"),
        "outputTax" => text("thuế đầu ra", "output tax"),
        "inputTax" => text("thuế đầu vào được khấu trừ", "deductible input tax"),
        other => return other.to_owned(),
    };
    words.template(lang).to_owned()
}

/// What an invoice does to another: TCHDon.
pub fn relation(nature: &str, lang: Lang) -> String {
    let words = match nature {
        "1" => text("thay thế", "replaces"),
        "2" => text("điều chỉnh", "adjusts"),
        other => return format!("({other})"),
    };
    words.template(lang).to_owned()
}

/// What a period is counted in: kieuKy, LKDLieu.
pub fn period(kind: &str) -> Text {
    match kind {
        "M" | "T" => text("tháng", "month"),
        "Q" => text("quý", "quarter"),
        "Y" => text("năm", "year"),
        "D" | "N" => text("ngày", "day"),
        _ => text("kỳ", "period"),
    }
}

/// The clock a certificate was judged by.
pub fn clock(name: &'static str) -> Text {
    match name {
        "signing-time" => text("tại thời điểm ký", "at signing time"),
        "authority-time" => text("tại thời điểm cơ quan thuế ký", "at the authority's time"),
        "timestamp" => text("tại thời điểm đóng dấu thời gian", "at the time of the time-stamp"),
        "check-time" => text("tại thời điểm kiểm tra", "at the time of checking"),
        other => text(other, other),
    }
}

/// Whether a certificate leads to an anchor.
pub const fn chain(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Passed => text("chứng thư số tin cậy", "certificate trusted"),
        Outcome::Failed => text("chứng thư số không tin cậy", "certificate not trusted"),
        Outcome::Undecided | Outcome::NotApplicable => {
            text("chứng thư số chưa xác định được", "certificate undecided")
        }
    }
}

/// Whether a certificate was revoked.
pub const fn revocation(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Passed => text("không bị thu hồi", "not revoked"),
        Outcome::Failed => text("đã bị thu hồi", "revoked"),
        Outcome::Undecided | Outcome::NotApplicable => {
            text("chưa rõ có bị thu hồi không", "revocation unknown")
        }
    }
}

/// Whether an authentication code belongs to the document it stands in.
pub fn binding(word: &'static str) -> Text {
    match word {
        "bound" => text("gắn với hóa đơn này", "bound to this invoice"),
        "not-bound" => text("không gắn với hóa đơn này", "not bound to this invoice"),
        "undecided" => text("chưa rõ có gắn với hóa đơn này không", "binding undecided"),
        other => text(other, other),
    }
}

/// Says "no.".
pub const NUMBER: Text = text("số", "no.");
/// Says "of".
pub const DATE: Text = text("ngày", "of");
/// Says "original".
pub const FIRST: Text = text("chính thức", "original");
/// Says "amendment {number}".
pub const AMENDED: Text = text("bổ sung lần {number}", "amendment {number}");
/// Says "replacement".
pub const REPLACING: Text = text("thay thế", "replacement");
/// Says "relation".
pub const RELATED: Text = text("liên quan", "relation");
/// Says "answers".
pub const ANSWERS: Text = text("trả lời", "answers");
/// Says "authentic".
pub const AUTHENTIC: Text = text("xác thực", "authentic");
/// Says "right".
pub const RIGHT: Text = text("đúng", "right");
/// Says "signature".
pub const SIGNATURE: Text = text("chữ ký", "signature");
/// Says "signatures".
pub const SIGNATURES: Text = text("chữ ký", "signatures");
/// Says "signers".
pub const SIGNERS: Text = text("người ký", "signers");
/// Says "code".
pub const CODE: Text = text("mã", "code");
/// Says "registry".
pub const REGISTRY: Text = text("sổ mã", "registry");
/// Says "structure".
pub const STRUCTURE: Text = text("cấu trúc", "structure");
/// Says "rules".
pub const RULES: Text = text("quy tắc", "rules");
/// Says "authority code".
pub const AUTHORITY_CODE: Text = text("mã CQT", "authority code");
/// Says "covers".
pub const COVERS: Text = text("phủ", "covers");
/// Says "signed".
pub const SIGNED: Text = text("ký lúc", "signed");
/// Says "time-stamp".
pub const STAMPED: Text = text("dấu thời gian", "time-stamp");
/// Says "amounts".
pub const AMOUNTS: Text = text("số tiền", "amounts");
/// Says "expected {expected}".
pub const EXPECTED: Text = text("cần {expected}", "expected {expected}");
/// Says "found {found}".
pub const FOUND: Text = text("thấy {found}", "found {found}");
/// Says "hint".
pub const HINT: Text = text("gợi ý", "hint");
/// Says "basis".
pub const BASIS: Text = text("căn cứ", "basis");
/// Says "policy".
pub const POLICY: Text = text("chính sách", "policy");
/// Says "{policy}, which relaxes against strict:".
pub const RELAXED: Text = text("{policy}, nhẹ hơn strict ở:", "{policy}, which relaxes against strict:");
/// Says "… and {count} more findings, over the policy's bound".
pub const LEFT_OUT: Text = text(
    "… và {count} phát hiện nữa, vượt giới hạn của chính sách",
    "… and {count} more findings, over the policy's bound",
);
