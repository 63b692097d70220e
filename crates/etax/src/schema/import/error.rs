//! What is wrong with schema files, and what was mended in them.

use crate::rule::{Lang, Text};
use crate::xml::DefectKind;
use std::fmt;

/// Why an XSD file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The file, or one it includes, was not given.
    NoFile,
    /// It is no well-formed XML: what is wrong, and what stands there.
    Xml(DefectKind, String),
    /// Its root is not `xs:schema`.
    NoSchema,
    /// Something of XML Schema that is not supported.
    Unsupported(String),
    /// A reference to something that none of the files declares.
    Unresolved(String),
    /// Something declared twice.
    Duplicate(String),
    /// Something that is defined by itself.
    Cycle(String),
    /// An element of this name could belong to two places of one content model.
    Ambiguous(String),
    /// A value that XML Schema does not allow there.
    Invalid(String),
    /// More files, parts or levels than the bounds allow.
    TooLarge,
}

impl Problem {
    /// The sentence and what it speaks of.
    fn words(&self) -> (Text, &str) {
        let text = |vi, en| Text { vi, en };
        match self {
            Self::NoFile => (text("không có tệp này", "this file was not given"), ""),
            Self::Xml(DefectKind::Empty, _) => (text("tệp trống", "the file is empty"), ""),
            Self::Xml(DefectKind::Truncated, what) => {
                (text("tệp bị cắt ngang: {found}", "the file ends before its elements do: {found}"), what)
            }
            Self::Xml(DefectKind::Character, what) => (
                text("ký tự không được có trong XML: {found}", "a character that XML cannot hold: {found}"),
                what,
            ),
            Self::Xml(DefectKind::Encoding | DefectKind::NotText, _) => {
                (text("không đọc được mã hóa của tệp", "the encoding cannot be read"), "")
            }
            Self::Xml(_, what) => {
                (text("không phải XML đúng dạng: {found}", "not well-formed XML: {found}"), what)
            }
            Self::NoSchema => (text("không phải lược đồ XSD", "not an XML schema"), ""),
            Self::Unsupported(what) => (text("chưa hỗ trợ {found}", "{found} is not supported"), what),
            Self::Unresolved(what) => {
                (text("không tìm thấy {found}", "{found} is not declared anywhere"), what)
            }
            Self::Duplicate(what) => {
                (text("{found} được khai báo hai lần", "{found} is declared twice"), what)
            }
            Self::Cycle(what) => {
                (text("{found} được định nghĩa qua chính nó", "{found} is defined by itself"), what)
            }
            Self::Ambiguous(what) => (
                text(
                    "mô hình nội dung không rõ ràng: {found} có thể thuộc hai chỗ",
                    "ambiguous content model: {found} could belong to two places",
                ),
                what,
            ),
            Self::Invalid(what) => (text("giá trị không hợp lệ: {found}", "invalid value: {found}"), what),
            Self::TooLarge => (text("lược đồ quá lớn", "the schema is too large"), ""),
        }
    }
}

/// Why a file cannot be used, and where that stands.
///
/// ```
/// use etax::schema::{Importer, Problem};
/// let mut importer = Importer::default();
/// importer.provide("a.xsd", b"<schema/>".to_vec());
/// let error = importer.add("a.xsd").unwrap_err();
/// assert_eq!((error.line, &error.problem), (1, &Problem::NoSchema));
/// assert_eq!(error.to_string(), "a.xsd:1: not an XML schema");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// Path of the file, as it was provided.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: Problem,
}

impl ImportError {
    /// What is wrong, in a sentence without the place.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let (text, found) = self.problem.words();
        text.fill(lang, &[("found", found)])
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message(Lang::En))
    }
}

impl std::error::Error for ImportError {}

/// A fault of a file that was mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Mended {
    /// A path with `\` instead of `/`.
    Backslash,
    /// Blanks at the ends of a name or path.
    Blanks,
    /// A path whose capitals are not those of the file.
    Capitals,
    /// Bytes that are not in the encoding of the file, or a declaration that names another encoding.
    Encoding,
    /// A document type declaration, which was left out.
    Doctype,
    /// An imported file that is not there; only what refers to it is missing.
    NoImport,
}

impl Mended {
    /// What was done, in words.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Self::Backslash => Text {
                vi: "đường dẫn viết bằng \\, đã đọc là /",
                en: "path written with \\, read as /",
            },
            Self::Blanks => Text {
                vi: "khoảng trắng ở đầu hoặc cuối tên, đã bỏ",
                en: "blanks around a name, dropped",
            },
            Self::Capitals => Text {
                vi: "chữ hoa, chữ thường trong đường dẫn khác tên tệp",
                en: "capitals of a path differ from those of the file",
            },
            Self::Encoding => Text {
                vi: "mã hóa khác khai báo; byte không đọc được đã thay bằng U+FFFD",
                en: "encoding not as declared; bytes that cannot be read became U+FFFD",
            },
            Self::Doctype => Text { vi: "khai báo DOCTYPE, đã bỏ qua", en: "DOCTYPE, left out" },
            Self::NoImport => Text {
                vi: "không có tệp được xs:import",
                en: "the file of an xs:import is not there",
            },
        }
    }
}

/// A fault that was mended, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// Path of the file, as it was provided.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What was mended.
    pub mended: Mended,
}
