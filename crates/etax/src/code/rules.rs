//! The rules about authentication codes.

use crate::rule::{Check, Rule, Text, Weight};

const PART_IV: &str = "Quyết định 1450/QĐ-TCT (2021), phần I.IV.3";
const REGISTER: &str = "Nghị định 254/2026/NĐ-CP; trước đó Nghị định 123/2020/NĐ-CP, điều 11, và Nghị định 70/2025/NĐ-CP; Quyết định 1510/QĐ-TCT (2022)";

const fn rule(
    id: &'static str,
    weight: Weight,
    basis: &'static str,
    vi: &'static str,
    en: &'static str,
    hint: Text,
) -> Rule {
    Rule { id, check: Check::Code, weight, basis, message: Text { vi, en }, hint }
}

const ASK: Text = Text {
    vi: "Tra cứu hóa đơn trên cổng của cơ quan thuế.",
    en: "Look the invoice up on the tax authority's portal.",
};

/// Neither a 34-character nor a 23-character code.
pub(crate) static FORM: Rule = rule(
    "code.form",
    Weight::Fail,
    PART_IV,
    "Mã của cơ quan thuế không đúng định dạng: {found}; dạng đúng: {expected}.",
    "The authentication code is malformed: {found}; expected {expected}.",
    ASK,
);

/// A 34-character code unlike all those seen.
pub(crate) static UNUSUAL: Rule = rule(
    "code.mccqt.unusual",
    Weight::Warn,
    PART_IV,
    "Mã của cơ quan thuế khác dạng thường gặp: {found}.",
    "The code differs from the form that all known codes have: {found}.",
    ASK,
);

/// A 34-character code on an invoice of a cash register.
pub(crate) static REGISTER_EXPECTED: Rule = rule(
    "code.mccqt.cash-register",
    Weight::Warn,
    REGISTER,
    "Ký hiệu {found} là của hóa đơn từ máy tính tiền, loại mang mã 23 ký tự, không phải mã 34 ký tự.",
    "Series {found} is of a cash register, whose invoices carry a code of 23 characters, not of 34.",
    ASK,
);

/// More than one code element.
pub(crate) static REPEATED: Rule = rule(
    "code.repeated",
    Weight::Fail,
    PART_IV,
    "Hóa đơn có nhiều hơn một mã của cơ quan thuế.",
    "The invoice carries more than one authentication code.",
    Text::NONE,
);

/// The authority's signature does not bind the code to the invoice.
pub(crate) static NOT_BOUND: Rule = rule(
    "code.mccqt.not-bound",
    Weight::Fail,
    PART_IV,
    "Chữ ký của cơ quan thuế không gắn mã với hóa đơn; thiếu: {expected}.",
    "The authority's signature does not bind the code to this invoice; missing: {expected}.",
    ASK,
);

/// The signature that binds the code is not by a signer who is beyond doubt.
pub(crate) static UNDECIDED: Rule = rule(
    "code.mccqt.undecided",
    Weight::Undecide,
    PART_IV,
    "Chưa xác nhận được người ký mã là cơ quan thuế.",
    "It is not certain that the tax authority signed the code.",
    ASK,
);

/// The code's kind is not the invoice's.
pub(crate) static REGISTER_KIND: Rule = rule(
    "code.cash-register.kind",
    Weight::Fail,
    REGISTER,
    "Ký tự thứ hai của mã ({found}) khác ký hiệu mẫu số hóa đơn ({expected}).",
    "The code's second character ({found}) is not the invoice's form symbol ({expected}).",
    Text::NONE,
);

/// The code's year is not the invoice's.
pub(crate) static REGISTER_YEAR: Rule = rule(
    "code.cash-register.year",
    Weight::Fail,
    REGISTER,
    "Năm trong mã ({found}) khác năm trên hóa đơn ({expected}).",
    "The year in the code ({found}) is not the invoice's ({expected}).",
    Text::NONE,
);

/// The invoice is not one of a cash register.
pub(crate) static REGISTER_LETTER: Rule = rule(
    "code.cash-register.letter",
    Weight::Fail,
    REGISTER,
    "Mã máy tính tiền nhưng ký hiệu hóa đơn {found} không có chữ M.",
    "A cash register's code on an invoice whose symbol {found} lacks the letter M.",
    Text::NONE,
);

/// Nothing authenticates a cash register's code outside its signed batch.
pub(crate) static REGISTER_UNDECIDED: Rule = rule(
    "code.cash-register.undecided",
    Weight::Undecide,
    REGISTER,
    "Không có chữ ký nào xác thực mã máy tính tiền này.",
    "No signature authenticates this cash register's code.",
    ASK,
);

const PILOT: &str = "Quyết định 1209/QĐ-BTC (2015) và 2660/QĐ-BTC (2016); lược đồ invoice.message.xsd của hệ thống hóa đơn xác thực";

const ORIGINAL: Text = Text {
    vi: "Lấy lại tệp gốc từ người bán hoặc từ hệ thống hóa đơn xác thực.",
    en: "Get the original file from the seller or from the system of certified invoices.",
};

/// An invoice of the pilot without certified data.
pub(crate) static PILOT_MISSING: Rule = rule(
    "code.pilot.missing",
    Weight::Undecide,
    PILOT,
    "Hóa đơn chưa được cơ quan thuế xác thực: không có certifiedData.",
    "The invoice has not been certified by the authority: it has no certifiedData.",
    ORIGINAL,
);

/// A malformed part of the certified data.
pub(crate) static PILOT_FORM: Rule = rule(
    "code.pilot.form",
    Weight::Fail,
    PILOT,
    "{name} không đúng định dạng: {found}.",
    "{name} is malformed: {found}.",
    ORIGINAL,
);

/// Certified data that says something else than the invoice.
pub(crate) static PILOT_FIELD: Rule = rule(
    "code.pilot.field",
    Weight::Fail,
    PILOT,
    "{name} trong dữ liệu xác thực ({found}) khác hóa đơn ({expected}).",
    "{name} of the certified data ({found}) is not the invoice's ({expected}).",
    ORIGINAL,
);

/// A digest that is not the invoice's.
pub(crate) static PILOT_DIGEST: Rule = rule(
    "code.pilot.digest",
    Weight::Fail,
    PILOT,
    "Giá trị băm đã được xác thực (sellerSignatureHash) không phải của dữ liệu hóa đơn này: hóa đơn đã bị sửa.",
    "The digest that was certified (sellerSignatureHash) is not that of this invoice's data: it was changed.",
    ORIGINAL,
);

/// A digest that is the invoice's without white space between tags.
pub(crate) static PILOT_INDENTED: Rule = rule(
    "code.pilot.digest.indented",
    Weight::Undecide,
    PILOT,
    "Bản này bị sửa sau khi ký: có khoảng trắng thêm giữa các thẻ. Bỏ khoảng trắng đó thì giá trị băm đã được xác thực khớp.",
    "This copy was changed after signing: white space was put between its tags. Without it the certified digest holds.",
    ORIGINAL,
);

/// A two-dimensional code that is malformed.
pub(crate) static PILOT_QR_FORM: Rule = rule(
    "code.pilot.qr.form",
    Weight::Fail,
    PILOT,
    "Nội dung mã hai chiều (qrCodeData) không đúng định dạng: {found}.",
    "The two-dimensional code (qrCodeData) is malformed: {found}.",
    Text::NONE,
);

/// A two-dimensional code that says something else than the certified data.
pub(crate) static PILOT_QR_FIELD: Rule = rule(
    "code.pilot.qr.field",
    Weight::Fail,
    PILOT,
    "Mã hai chiều ({found}) khác dữ liệu xác thực ({expected}).",
    "The two-dimensional code says {found}, the certified data {expected}.",
    Text::NONE,
);

/// The step that nobody outside the device can redo.
pub(crate) static PILOT_UNDECIDED: Rule = rule(
    "code.pilot.undecided",
    Weight::Undecide,
    PILOT,
    "Mã xác thực là chữ ký của thiết bị cơ quan thuế trên nội dung không được công bố nên không ai ngoài thiết bị kiểm tra được.",
    "The authentication code is the authority's device's signature over bytes that were never published: nobody else can verify it.",
    Text {
        vi: "Các bước còn lại đã được kiểm tra; hỏi cơ quan thuế nếu cần.",
        en: "Every other step has been checked; ask the tax authority where it matters.",
    },
);

const ISSUED: &str =
    "Nghị định 254/2026/NĐ-CP; trước đó Nghị định 123/2020/NĐ-CP, điều 17 và 19, và Nghị định 70/2025/NĐ-CP";

const fn registry(id: &'static str, weight: Weight, vi: &'static str, en: &'static str, hint: Text) -> Rule {
    Rule { id, check: Check::Registry, weight, basis: ISSUED, message: Text { vi, en }, hint }
}

/// The registry does not have the code.
pub(crate) static REGISTRY_UNKNOWN: Rule = registry(
    "registry.unknown",
    Weight::Undecide,
    "Sổ đăng ký không có mã {found}.",
    "The registry does not have the code {found}.",
    ASK,
);

/// A keyed code that a known key made and nobody recorded: somebody issues past the registry, or a key is in other hands.
pub(crate) static REGISTRY_UNRECORDED: Rule = registry(
    "registry.unrecorded",
    Weight::Fail,
    "Mã {found} do khóa của đơn vị cấp mã tạo ra nhưng không có trong sổ đăng ký.",
    "The issuer's key made the code {found}, and the registry does not have it.",
    Text {
        vi: "Báo ngay cho đơn vị cấp mã: có thể khóa đã bị lộ hoặc mã được cấp ngoài sổ đăng ký.",
        en: "Tell the issuer at once: a key may be in other hands, or codes are issued past the registry.",
    },
);

/// The code was given to another invoice.
pub(crate) static REGISTRY_OTHER: Rule = registry(
    "registry.other-invoice",
    Weight::Fail,
    "Mã đã cấp cho hóa đơn khác ({expected}), không phải hóa đơn này ({found}).",
    "The code was given to another invoice ({expected}), not to this one ({found}).",
    ASK,
);

/// The code was given to this invoice with other content.
pub(crate) static REGISTRY_CONTENT: Rule = registry(
    "registry.content",
    Weight::Fail,
    "Nội dung hóa đơn khác với nội dung đã được cấp mã.",
    "The invoice's content is not what the code was given for.",
    ASK,
);

/// Another invoice has taken its place.
pub(crate) static REGISTRY_REPLACED: Rule = registry(
    "registry.replaced",
    Weight::Fail,
    "Hóa đơn đã bị thay thế bởi hóa đơn có mã {found}.",
    "The invoice has been replaced by the one with the code {found}.",
    Text { vi: "Dùng hóa đơn thay thế.", en: "Use the invoice that replaces it." },
);

/// Another invoice corrects it.
pub(crate) static REGISTRY_ADJUSTED: Rule = registry(
    "registry.adjusted",
    Weight::Inform,
    "Hóa đơn đã được điều chỉnh bởi hóa đơn có mã {found}.",
    "The invoice has been adjusted by the one with the code {found}.",
    Text {
        vi: "Đọc hóa đơn này cùng hóa đơn điều chỉnh.",
        en: "Read it together with the invoice that adjusts it.",
    },
);

/// It was cancelled.
pub(crate) static REGISTRY_CANCELLED: Rule = registry(
    "registry.cancelled",
    Weight::Fail,
    "Hóa đơn đã bị hủy theo thông báo {found}.",
    "The invoice was cancelled by the notice {found}.",
    Text::NONE,
);

/// Every rule about authentication codes.
pub static RULES: &[&Rule] = &[
    &FORM,
    &UNUSUAL,
    &REGISTER_EXPECTED,
    &REPEATED,
    &NOT_BOUND,
    &UNDECIDED,
    &REGISTER_KIND,
    &REGISTER_YEAR,
    &REGISTER_LETTER,
    &REGISTER_UNDECIDED,
    &PILOT_MISSING,
    &PILOT_FORM,
    &PILOT_FIELD,
    &PILOT_DIGEST,
    &PILOT_INDENTED,
    &PILOT_QR_FORM,
    &PILOT_QR_FIELD,
    &PILOT_UNDECIDED,
    &REGISTRY_UNKNOWN,
    &REGISTRY_UNRECORDED,
    &REGISTRY_OTHER,
    &REGISTRY_CONTENT,
    &REGISTRY_REPLACED,
    &REGISTRY_ADJUSTED,
    &REGISTRY_CANCELLED,
];
