//! The rules about structure.

use crate::rule::{Check, Rule, Text, Weight};

const BASIS: &str = "W3C XML Schema 1.0; lược đồ XSD của mẫu biểu do cơ quan thuế ban hành";

macro_rules! rule {
    ($name:ident, $id:literal, $vi:literal, $en:literal, $hint_vi:literal, $hint_en:literal) => {
        rule!($name, $id, Fail, $vi, $en, $hint_vi, $hint_en);
    };
    ($name:ident, $id:literal, $weight:ident, $vi:literal, $en:literal, $hint_vi:literal, $hint_en:literal) => {
        pub(super) static $name: Rule = Rule {
            id: $id,
            check: Check::Structure,
            weight: Weight::$weight,
            basis: BASIS,
            message: Text { vi: $vi, en: $en },
            hint: Text { vi: $hint_vi, en: $hint_en },
        };
    };
}

rule!(
    UNEXPECTED,
    "schema.element.unexpected",
    "Không được có phần tử {found} ở đây; cần: {expected}.",
    "Element {found} has no place here; expected: {expected}.",
    "Xóa phần tử này hoặc sửa tên cho đúng chữ hoa, chữ thường.",
    "Remove the element, or correct its name; capitals count."
);
rule!(
    MISSING,
    "schema.element.missing",
    "{name} thiếu phần tử {expected}.",
    "Element {expected} is missing in {name}.",
    "Thêm phần tử; khi không có giá trị, ghi phần tử rỗng đúng chỗ của nó.",
    "Add the element at its place; where there is no value, write it empty."
);
rule!(
    ORDER,
    "schema.element.order",
    "{found} phải đứng trước {expected}.",
    "{found} must come before {expected}.",
    "Xếp các phần tử đúng thứ tự của mẫu.",
    "Put the elements in the order of the form."
);
rule!(
    REPEATED,
    "schema.element.repeated",
    "{found} chỉ được có một lần.",
    "{found} may stand only once.",
    "Giữ lại một phần tử.",
    "Keep one of them."
);
rule!(
    NAMESPACE,
    "schema.namespace",
    "{name} phải thuộc không gian tên {expected}, không phải \"{found}\".",
    "{name} must be in the namespace {expected}, not \"{found}\".",
    "Sửa khai báo xmlns.",
    "Correct the xmlns declaration."
);
rule!(
    STRAY,
    "schema.text.unexpected",
    "{name} chỉ được chứa phần tử, không được có văn bản \"{found}\".",
    "{name} holds elements only; the text \"{found}\" has no place in it.",
    "Xóa phần văn bản.",
    "Remove the text."
);
rule!(
    EMPTY,
    "schema.type.empty",
    "{name} không được để trống; dạng đúng: {expected}.",
    "{name} must not be empty; write it like {expected}.",
    "Ghi 0, hoặc xsi:nil=\"true\" khi mẫu cho phép.",
    "Write 0, or xsi:nil=\"true\" where the form allows it."
);
rule!(
    INTEGER,
    "schema.type.integer",
    "{name} phải là số nguyên, không phải \"{found}\".",
    "{name} must be a whole number, not \"{found}\".",
    "Ghi chữ số liền nhau, không dấu phân cách, ví dụ {expected}.",
    "Write digits only, without separators, such as {expected}."
);
rule!(
    NON_NEGATIVE,
    "schema.type.non-negative",
    "{name} phải là số nguyên không âm, không phải \"{found}\".",
    "{name} must be a whole number, 0 or more, not \"{found}\".",
    "Ghi chữ số liền nhau, không dấu phân cách, ví dụ {expected}.",
    "Write digits only, without separators, such as {expected}."
);
rule!(
    BOOLEAN,
    "schema.type.boolean",
    "{name} phải là 0 hoặc 1, không phải \"{found}\".",
    "{name} must be 0 or 1, not \"{found}\".",
    "",
    ""
);
rule!(
    DECIMAL,
    "schema.type.decimal",
    "{name} phải là số, không phải \"{found}\".",
    "{name} must be a number, not \"{found}\".",
    "Dùng dấu chấm cho phần thập phân, ví dụ {expected}.",
    "Use a point before the fraction, such as {expected}."
);
rule!(
    DATE,
    "schema.type.date",
    "{name} phải là ngày có thật, dạng {expected}, không phải \"{found}\".",
    "{name} must be a real date written {expected}, not \"{found}\".",
    "",
    ""
);
rule!(
    WORD,
    "schema.type.word",
    "{name} phải là một trong: {expected}; đang ghi \"{found}\".",
    "{name} must be one of: {expected}; it says \"{found}\".",
    "",
    ""
);
rule!(
    TAX_CODE,
    "schema.type.tax-code",
    "{name} phải là mã số thuế dạng {expected}, không phải \"{found}\".",
    "{name} must be a tax code written {expected}, not \"{found}\".",
    "Không để khoảng trắng trước và sau mã.",
    "Leave no blanks around the code."
);
rule!(
    ID,
    "schema.type.id",
    "{name} phải có mã định danh dạng {expected}, không phải \"{found}\".",
    "{name} must carry an id like {expected}, not \"{found}\".",
    "Bắt đầu bằng chữ hoặc dấu gạch dưới, không khoảng trắng.",
    "Start with a letter or an underscore, and use no blanks."
);
rule!(
    NIL,
    "schema.nil",
    "{name} không được có thuộc tính xsi:nil.",
    "{name} must not carry xsi:nil.",
    "Ghi giá trị, hoặc bỏ xsi:nil.",
    "Write a value, or remove xsi:nil."
);
rule!(
    NIL_CONTENT,
    "schema.nil.content",
    "{name} có xsi:nil=\"true\" nên phải rỗng.",
    "{name} has xsi:nil=\"true\" and so must be empty.",
    "Bỏ xsi:nil hoặc bỏ nội dung.",
    "Remove xsi:nil, or the content."
);
rule!(
    NIL_VALUE,
    "schema.nil.value",
    "xsi:nil phải là true hoặc false, không phải \"{found}\".",
    "xsi:nil must be true or false, not \"{found}\".",
    "",
    ""
);
rule!(
    ATTRIBUTE_UNEXPECTED,
    "schema.attribute.unexpected",
    "{name} không được có thuộc tính {found}.",
    "{name} must not carry the attribute {found}.",
    "Xóa thuộc tính.",
    "Remove the attribute."
);
rule!(
    ATTRIBUTE_MISSING,
    "schema.attribute.missing",
    "{name} thiếu thuộc tính {expected}.",
    "{name} lacks the attribute {expected}.",
    "",
    ""
);
rule!(
    XSI_TYPE,
    "schema.xsi-type",
    Undecide,
    "{name} có xsi:type=\"{found}\"; kiểu này không được kiểm tra.",
    "{name} carries xsi:type=\"{found}\", which is not judged.",
    "Bỏ xsi:type.",
    "Remove xsi:type."
);
rule!(
    STOPPED,
    "schema.stopped",
    Inform,
    "Dừng kiểm tra cấu trúc sau {found} lỗi.",
    "The check of the structure stopped after {found} defects.",
    "Sửa các lỗi đã nêu rồi kiểm tra lại.",
    "Mend these and check again."
);

rule!(
    LENGTH,
    "schema.facet.length",
    "{name} phải có {expected} ký tự; đang ghi \"{found}\".",
    "{name} must have {expected} characters; it says \"{found}\".",
    "",
    ""
);
rule!(
    PATTERN,
    "schema.facet.pattern",
    "{name} phải viết theo mẫu {expected}; đang ghi \"{found}\".",
    "{name} must be written after the pattern {expected}; it says \"{found}\".",
    "",
    ""
);
rule!(
    RANGE,
    "schema.facet.range",
    "{name} phải {expected}; đang ghi \"{found}\".",
    "{name} must be {expected}; it says \"{found}\".",
    "",
    ""
);
rule!(
    DIGITS,
    "schema.facet.digits",
    "{name} chỉ được có số chữ số là {expected} (phần nguyên và phần thập phân); đang ghi \"{found}\".",
    "{name} may have {expected} digits only (before and after the point); it says \"{found}\".",
    "",
    ""
);
rule!(
    VALUE,
    "schema.type.value",
    "{name} phải viết theo dạng {expected}; đang ghi \"{found}\".",
    "{name} must be written like {expected}; it says \"{found}\".",
    "",
    ""
);
rule!(
    FIXED,
    "schema.value.fixed",
    "{name} chỉ được ghi \"{expected}\"; đang ghi \"{found}\".",
    "{name} may only say \"{expected}\"; it says \"{found}\".",
    "",
    ""
);
rule!(
    MANY,
    "schema.element.many",
    "{found} chỉ được có tối đa {expected} lần.",
    "{found} may stand at most {expected} times.",
    "",
    ""
);
rule!(
    ABSTRACT,
    "schema.abstract",
    "{name} không được dùng trực tiếp: lược đồ chỉ khai báo nó để phần tử khác thay thế.",
    "{name} cannot be used itself: the schema declares it only for others to stand in its place.",
    "",
    ""
);
rule!(
    ID_REPEATED,
    "schema.id.repeated",
    "Mã định danh \"{found}\" đã được dùng ở phần tử trước.",
    "The id \"{found}\" is already that of an element before.",
    "Mỗi mã định danh chỉ dùng một lần trong tài liệu.",
    "Use every id once in a document."
);
rule!(
    ID_UNKNOWN,
    "schema.id.unknown",
    "{name} nhắc đến mã định danh \"{found}\", nhưng tài liệu không có mã này.",
    "{name} refers to the id \"{found}\", which the document does not have.",
    "",
    ""
);

/// The rules that speak about the structure of the forms built in.
pub static RULES: &[&Rule] = &[
    &UNEXPECTED,
    &MISSING,
    &ORDER,
    &REPEATED,
    &NAMESPACE,
    &STRAY,
    &EMPTY,
    &INTEGER,
    &NON_NEGATIVE,
    &BOOLEAN,
    &DECIMAL,
    &DATE,
    &WORD,
    &TAX_CODE,
    &ID,
    &NIL,
    &NIL_CONTENT,
    &NIL_VALUE,
    &ATTRIBUTE_UNEXPECTED,
    &ATTRIBUTE_MISSING,
    &XSI_TYPE,
    &STOPPED,
    &LENGTH,
    &PATTERN,
    &RANGE,
    &DIGITS,
    &VALUE,
];

/// The rules that imported schemas can break besides [`RULES`]: what they ask for is not used by the forms built in.
pub static IMPORTED_RULES: &[&Rule] = &[&FIXED, &MANY, &ABSTRACT, &ID_REPEATED, &ID_UNKNOWN];
