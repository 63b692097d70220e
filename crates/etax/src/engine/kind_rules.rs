//! Findings about what a document is at all.

use crate::rule::{Check, Rule, Text, Weight};

/// The root element belongs to none of the kinds known.
pub(super) static KIND_UNKNOWN: Rule = Rule {
    id: "document.kind.unknown",
    check: Check::Structure,
    weight: Weight::Undecide,
    basis: "Quyết định 1450/QĐ-TCT (2021); Thông tư 19/2021/TT-BTC",
    message: Text {
        vi: "Không nhận ra loại hồ sơ có phần tử gốc {found}.",
        en: "No known kind of document has the root element {found}.",
    },
    hint: Text {
        vi: "Hồ sơ phải bắt đầu bằng HDon, TDiep hoặc HSoThueDTu.",
        en: "A document starts with HDon, TDiep or HSoThueDTu.",
    },
};

/// The kind is known, its structure and rules are not built in.
pub(super) static RULES_MISSING: Rule = Rule {
    id: "document.rules.unavailable",
    check: Check::Structure,
    weight: Weight::Undecide,
    basis: "Quyết định 1450/QĐ-TCT (2021); Thông tư 19/2021/TT-BTC",
    message: Text {
        vi: "Bộ quy tắc cho loại hồ sơ {found} chưa có; chỉ kiểm tra được chữ ký.",
        en: "There are no rules for documents of the kind {found} yet; only signatures were checked.",
    },
    hint: Text::NONE,
};

/// A document of UTF-16 text.
pub(super) static UTF16: Rule = Rule {
    id: "document.encoding.utf-16",
    check: Check::Structure,
    weight: Weight::Fail,
    basis: "Quyết định 1450/QĐ-TCT (2021), phần I (bảng mã UTF-8)",
    message: Text {
        vi: "Hồ sơ dùng bảng mã UTF-16; quy định là UTF-8.",
        en: "The document is UTF-16; the format is UTF-8.",
    },
    hint: Text { vi: "Lưu tệp theo bảng mã UTF-8.", en: "Save the file as UTF-8." },
};

/// More documents in one message than the policy allows to be checked.
pub(super) static TOO_MANY_DOCUMENTS: Rule = Rule {
    id: "document.limit.documents",
    check: Check::Structure,
    weight: Weight::Fail,
    basis: "Giới hạn của chính sách / policy limit",
    message: Text {
        vi: "Thông điệp chứa {found} hồ sơ; cho phép: {expected}.",
        en: "The message holds {found} documents; allowed: {expected}.",
    },
    hint: Text::NONE,
};

/// The rules of this module.
pub(super) static RULES: &[&Rule] = &[&KIND_UNKNOWN, &RULES_MISSING, &UTF16, &TOO_MANY_DOCUMENTS];
