//! The parser's defects as findings.

use crate::report::Finding;
use crate::rule::{Check, Rule, Text, Weight};
use crate::xml::{Defect, DefectKind, Positions};

macro_rules! xml_rules {
    ($($name:ident = $id:literal, $basis:literal, $vi:literal, $en:literal, $hint_vi:literal, $hint_en:literal;)*) => {
        $(static $name: Rule = Rule {
            id: $id,
            check: Check::Structure,
            weight: Weight::Fail,
            basis: $basis,
            message: Text { vi: $vi, en: $en },
            hint: Text { vi: $hint_vi, en: $hint_en },
        };)*

        /// The rules of this module.
        pub(super) static RULES: &[&Rule] = &[$(&$name),*];
    };
}

xml_rules! {
    EMPTY = "xml.empty", "W3C XML 1.0, 2.1",
        "Tệp hồ sơ trống.", "The input holds no document.",
        "Kiểm tra lại việc truyền tệp.", "Check how the file was transferred.";
    NOT_TEXT = "xml.not-text", "W3C XML 1.0, 2.2; Quyết định 1450/QĐ-TCT (2021), phần I",
        "Tệp hồ sơ không phải văn bản {expected}.", "The bytes are not {expected} text.",
        "Lưu tệp theo bảng mã UTF-8.", "Save the file as UTF-8.";
    ENCODING = "xml.encoding", "W3C XML 1.0, 4.3.3; Quyết định 1450/QĐ-TCT (2021), phần I",
        "Khai báo bảng mã là {found} nhưng nội dung là {expected}.",
        "The XML declaration says {found} but the bytes are {expected}.",
        "Dùng UTF-8 và khai báo encoding=\"UTF-8\".", "Use UTF-8 and declare encoding=\"UTF-8\".";
    CHARACTER = "xml.character", "W3C XML 1.0, 2.2",
        "Ký tự {found} không được phép trong XML.", "The character {found} is not allowed in XML.",
        "Bỏ ký tự điều khiển khỏi dữ liệu.", "Remove control characters from the data.";
    DOCTYPE = "xml.doctype", "OWASP XML External Entity Prevention",
        "Không chấp nhận khai báo DOCTYPE.", "A document type declaration is not accepted.",
        "Bỏ khai báo DOCTYPE.", "Remove the DOCTYPE declaration.";
    ENTITY = "xml.entity", "W3C XML 1.0, 4.6",
        "Thực thể {found} không được định nghĩa.", "The entity {found} is not defined.",
        "Viết ký tự trực tiếp hoặc dùng &amp; &lt; &gt; &quot; &apos;.",
        "Write the character itself, or &amp; &lt; &gt; &quot; &apos;.";
    SYNTAX = "xml.well-formed", "W3C XML 1.0 (Fifth Edition)",
        "Tệp hồ sơ không đúng định dạng. Cần {expected}, gặp “{found}”.",
        "Not well-formed XML: expected {expected}, found “{found}”.",
        "Tạo lại tệp bằng phần mềm ghi XML đúng chuẩn.", "Make the file again with a conforming XML writer.";
    TRUNCATED = "xml.truncated", "W3C XML 1.0, 2.1",
        "Tệp hồ sơ bị cắt cụt: cần {expected}.", "The input ends too early: expected {expected}.",
        "Gửi lại tệp đầy đủ.", "Send the whole file again.";
    END_TAG = "xml.end-tag", "W3C XML 1.0, 3.1",
        "Thẻ đóng {found} không khớp thẻ mở, cần {expected}.",
        "The end tag {found} does not match its start tag, expected {expected}.",
        "Đóng các thẻ theo thứ tự ngược với thứ tự mở.", "Close elements in the reverse order of opening.";
    ROOT = "xml.root", "W3C XML 1.0, 2.1",
        "Có nội dung ngoài phần tử gốc: “{found}”.", "There is content outside the root element: “{found}”.",
        "Mỗi tệp chỉ chứa một phần tử gốc.", "A file holds exactly one root element.";
    DUPLICATE = "xml.attribute.duplicate", "W3C XML 1.0, 3.1; Namespaces in XML 1.0, 6.3",
        "Thuộc tính {found} bị lặp.", "The attribute {found} stands twice.",
        "Giữ lại một thuộc tính.", "Keep one of them.";
    NAMESPACE = "xml.namespace", "W3C Namespaces in XML 1.0",
        "Không gian tên {found} chưa khai báo hoặc khai báo sai.",
        "The namespace prefix or declaration {found} is not declared or not allowed.",
        "Khai báo tiền tố trước khi dùng.", "Declare the prefix before it is used.";
    TOO_LONG = "xml.limit.bytes", "Giới hạn của chính sách / policy limit",
        "Tệp dài {found} byte; cho phép: {expected}.", "The input has {found} bytes; allowed: {expected}.",
        "Chia nhỏ tệp hoặc nâng giới hạn trong chính sách.", "Split the file or raise the policy's limit.";
    TOO_DEEP = "xml.limit.depth", "Giới hạn của chính sách / policy limit",
        "Các phần tử lồng nhau quá sâu; cho phép: {expected}.", "Elements are nested too deep; allowed: {expected}.",
        "", "";
    TOO_MANY_NODES = "xml.limit.nodes", "Giới hạn của chính sách / policy limit",
        "Quá nhiều phần tử; cho phép: {expected}.", "There are too many elements; allowed: {expected}.",
        "", "";
    TOO_MANY_ATTRIBUTES = "xml.limit.attributes", "Giới hạn của chính sách / policy limit",
        "Quá nhiều thuộc tính trên một phần tử; cho phép: {expected}.",
        "An element has too many attributes; allowed: {expected}.",
        "", "";
    TOO_MANY_NAMES = "xml.limit.names", "Giới hạn của chính sách / policy limit",
        "Quá nhiều tên phần tử khác nhau hoặc tên quá dài; cho phép: {expected}.",
        "There are too many different element names or one is too long; allowed: {expected}.",
        "", "";
    LONG_VALUE = "xml.limit.value", "Giới hạn của chính sách / policy limit",
        "Giá trị thuộc tính dài {found} byte; cho phép: {expected}.",
        "An attribute value has {found} bytes; allowed: {expected}.",
        "", "";
}

const fn rule(kind: DefectKind) -> &'static Rule {
    match kind {
        DefectKind::Empty => &EMPTY,
        DefectKind::NotText => &NOT_TEXT,
        DefectKind::Encoding => &ENCODING,
        DefectKind::Character => &CHARACTER,
        DefectKind::Doctype => &DOCTYPE,
        DefectKind::Entity => &ENTITY,
        DefectKind::Syntax => &SYNTAX,
        DefectKind::Truncated => &TRUNCATED,
        DefectKind::EndTag => &END_TAG,
        DefectKind::Root => &ROOT,
        DefectKind::DuplicateAttribute => &DUPLICATE,
        DefectKind::Namespace => &NAMESPACE,
        DefectKind::TooLong => &TOO_LONG,
        DefectKind::TooDeep => &TOO_DEEP,
        DefectKind::TooManyNodes => &TOO_MANY_NODES,
        DefectKind::TooManyAttributes => &TOO_MANY_ATTRIBUTES,
        DefectKind::TooManyNames => &TOO_MANY_NAMES,
        DefectKind::LongValue => &LONG_VALUE,
    }
}

/// The finding for a defect, with its line and column where the bytes before it are text.
pub(super) fn finding(defect: &Defect, input: &[u8]) -> Finding {
    let mut finding =
        Finding::new(rule(defect.kind)).at_span("", defect.offset..defect.offset + defect.length);
    finding.expected.clone_from(&defect.expected);
    finding.found.clone_from(&defect.found);
    let end = defect.offset.min(input.len());
    let readable = std::str::from_utf8(&input[..end]).ok();
    if let Some(text) = readable {
        finding.location.position = Positions::of(text).at(end);
    }
    finding
}
