//! The rules that hold for every declaration.

use crate::rule::{Check, Rule, Text, Weight};

/// One rule of the envelope or of a form's tables.
macro_rules! rule {
    ($name:ident, $id:literal, $check:ident, $weight:ident, $basis:expr;
     $vi:literal, $en:literal; $hint_vi:literal, $hint_en:literal) => {
        pub(in crate::declaration) static $name: Rule = Rule {
            id: $id,
            check: Check::$check,
            weight: Weight::$weight,
            basis: $basis,
            message: Text { vi: $vi, en: $en },
            hint: Text { vi: $hint_vi, en: $hint_en },
        };
    };
}
pub(in crate::declaration) use rule;

const SCHEMA: &str = "TKhaiThue.xsd, lược đồ XSD gốc của tờ khai (HTKK, eTax)";
const PERIODS: &str =
    "TKhaiThue.xsd (KyKKhaiThue); Thông tư 80/2021/TT-BTC; Nghị định 126/2020/NĐ-CP, điều 8";
const CODES: &str = "Thông tư 86/2024/TT-BTC, điều 5 và 7; từ 01/07/2026 Thông tư 90/2026/TT-BTC";

rule!(NAMESPACE, "declaration.namespace", Structure, Fail, SCHEMA;
    "HSoThueDTu phải thuộc không gian tên {expected}, không phải \"{found}\".",
    "HSoThueDTu must be in the namespace {expected}, not \"{found}\".";
    "Thêm xmlns=\"{expected}\" vào HSoThueDTu.", "Add xmlns=\"{expected}\" to HSoThueDTu.");
rule!(FORM_UNKNOWN, "declaration.form.unknown", Structure, Undecide, SCHEMA;
    "Chưa có bảng kiểm tra cho mẫu {found}; mẫu gần nhất: {expected}.", "Form {found} is not known here; nearest: {expected}.";
    "Chỉ phần chung và chữ ký được kiểm tra.", "Only the envelope and the signatures are checked.");
rule!(FORM_UNKNOWN_RULES, "declaration.form.unknown.rules", Rules, Undecide, SCHEMA;
    "Chưa có công thức của mẫu {found}; mẫu gần nhất: {expected}.",
    "The formulas of form {found} are not known here; nearest: {expected}.";
    "Chỉ phần chung và chữ ký được kiểm tra.", "Only the envelope and the signatures are checked.");
rule!(FORMULAS_UNKNOWN, "declaration.form.formulas", Rules, Undecide, SCHEMA;
    "Chưa có công thức của mẫu {found}.", "The formulas of form {found} are not known here.";
    "Chỉ cấu trúc, phần chung và chữ ký được kiểm tra.", "Only structure, envelope and signatures are checked.");
rule!(FIELD_EMPTY, "declaration.field.empty", Rules, Fail, SCHEMA;
    "{name} không được để trống.", "{name} must be filled in."; "", "");
rule!(NUMBER, "declaration.number", Rules, Fail, "TKhaiThue.xsd (loaiTKhai, soLan); Nghị định 126/2020/NĐ-CP, điều 7";
    "soLan phải là {expected} với loại tờ khai này, đang khai {found}.",
    "soLan must be {expected} for this kind of declaration, it says {found}.";
    "Tờ khai chính thức (C) có soLan 0; tờ khai bổ sung (B) đếm từ 1.",
    "A first declaration (C) has soLan 0; amendments (B) count from 1.");
rule!(CHECK_DIGIT, "declaration.tax-code.check-digit", Rules, Fail, CODES;
    "Số kiểm tra của mã số thuế không đúng: {found}.", "The check digit of the tax code is wrong: {found}.";
    "Kiểm tra lại mã số thuế.", "Look the tax code up again.");
rule!(PERIOD_FORM, "declaration.period.form", Rules, Fail, PERIODS;
    "Kỳ kê khai phải ghi theo dạng {expected}, không phải \"{found}\".",
    "The period must be written {expected}, not \"{found}\".";
    "kieuKy và kyKKhai phải khớp nhau.", "kieuKy and kyKKhai must agree.");
rule!(PERIOD_PADDING, "declaration.period.padding", Rules, Warn, PERIODS;
    "Kỳ kê khai nên ghi {expected} thay cho {found}.", "The period should be written {expected} instead of {found}."; "", "");
rule!(PERIOD_DATE, "declaration.period.date", Rules, Fail, PERIODS;
    "{name} phải là ngày dạng DD/MM/YYYY, không phải \"{found}\".",
    "{name} must be a date written DD/MM/YYYY, not \"{found}\"."; "", "");
rule!(PERIOD_BOUNDS, "declaration.period.bounds", Rules, Fail, PERIODS;
    "{name} phải là {expected} theo kỳ kê khai, đang khai {found}.",
    "{name} must be {expected} for this period, it says {found}."; "", "");
rule!(PERIOD_ORDER, "declaration.period.order", Rules, Fail, PERIODS;
    "Kỳ kê khai kết thúc {found} trước khi bắt đầu {expected}.", "The period ends on {found}, before it starts on {expected}."; "", "");
rule!(PERIOD_MONTHS, "declaration.period.months", Rules, Fail, PERIODS;
    "{name} phải là tháng dạng MM/YYYY, không phải \"{found}\".",
    "{name} must be a month written MM/YYYY, not \"{found}\"."; "", "");
rule!(PERIOD_FUTURE, "declaration.period.future", Rules, Fail, PERIODS;
    "Kỳ kê khai bắt đầu {found}, sau ngày nhận {expected}.", "The period starts on {found}, after the day of receipt {expected}.";
    "Không thể khai cho kỳ sau kỳ hiện tại.", "A period later than the present one cannot be declared.");
rule!(DATE_FORM, "declaration.date.form", Rules, Warn, SCHEMA;
    "{name} nên là ngày dạng YYYY-MM-DD, không phải \"{found}\".",
    "{name} should be a date written YYYY-MM-DD, not \"{found}\"."; "", "");
rule!(DATE_FUTURE, "declaration.date.future", Rules, Warn, SCHEMA;
    "{name} là {found}, sau ngày nhận {expected}.", "{name} is {found}, after the day of receipt {expected}."; "", "");

/// The rules of this file.
pub(in crate::declaration) const COMMON: &[&Rule] = &[
    &NAMESPACE,
    &FORM_UNKNOWN,
    &FORM_UNKNOWN_RULES,
    &FORMULAS_UNKNOWN,
    &FIELD_EMPTY,
    &NUMBER,
    &CHECK_DIGIT,
    &PERIOD_FORM,
    &PERIOD_PADDING,
    &PERIOD_DATE,
    &PERIOD_BOUNDS,
    &PERIOD_ORDER,
    &PERIOD_MONTHS,
    &PERIOD_FUTURE,
    &DATE_FORM,
    &DATE_FUTURE,
];
