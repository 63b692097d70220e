//! Why a JSON text is no declaration.

use crate::rule::{Lang, Text};
use std::fmt;

/// What is wrong with a JSON text that should become a declaration, and where: always a mistake of the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Where, as a JSON pointer (RFC 6901); empty for the whole text.
    pub pointer: String,
    /// What.
    pub mistake: Mistake,
}

/// A mistake in a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// It is no JSON, or nests too deep.
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// No form of this code and version is known.
    UnknownForm {
        /// Code or printed number.
        form: String,
        /// Version; empty where none was given.
        version: String,
        /// The nearest version known, or nothing.
        nearest: String,
    },
    /// The form is known, but may not be filed on the day.
    NotInForce {
        /// Code or printed number.
        form: String,
        /// On which days it may be: `2027-01-01 –`.
        days: String,
    },
    /// `form` or `version` is not what the element of the envelope says.
    Contradiction {
        /// What the form has.
        expected: String,
        /// What was given.
        found: String,
    },
    /// There is no such element or attribute at this place of the form.
    UnknownName,
    /// The element is known, but not beside the others that were given, or not so often.
    NoPlace,
    /// The same key twice in one object, or the same identifier twice in the document.
    Duplicate,
    /// Something else was expected: an object, an array, a string, a whole number, true or false.
    WrongType {
        /// What is expected.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// A number with a fraction or an exponent, or of more than 64 bits, which JSON readers keep as a float. Written as a
    /// string it is exact.
    Inexact,
    /// `null`, which stands for `xsi:nil`, where the form does not allow it.
    NotNillable,
    /// A text that the form does not allow.
    Value {
        /// What may be written.
        expected: String,
        /// What was given.
        found: String,
    },
    /// A character that no XML document can hold.
    Character(char),
    /// Something must be said here that cannot be guessed: a date, a tax code, a choice of words.
    Missing {
        /// The element or attribute.
        name: String,
    },
    /// Signatures are made over bytes and cannot be carried in JSON.
    Signature,
    /// The document would have more elements than are allowed.
    TooLarge,
    /// The computed cells do not come to rest.
    Unsettled,
}

impl JsonError {
    pub(crate) fn new(pointer: &str, mistake: Mistake) -> Self {
        Self { pointer: pointer.to_owned(), mistake }
    }
}

impl JsonError {
    /// The place and the mistake in a language.
    ///
    /// ```
    /// use etax::declaration::json::{JsonError, Mistake};
    /// use etax::rule::Lang;
    /// let error = JsonError { pointer: "/ct22".into(), mistake: Mistake::Inexact };
    /// assert_eq!(error.message(Lang::En), "/ct22: a number that is not whole, or too large; write it as a string");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let said = self.mistake.message(lang);
        if self.pointer.is_empty() { said } else { format!("{}: {said}", self.pointer) }
    }
}

impl Mistake {
    fn message(&self, lang: Lang) -> String {
        let fill = |text: Text, values: &[(&str, &str)]| text.fill(lang, values);
        match self {
            Self::Syntax { line, column, message } => fill(
                SYNTAX,
                &[("line", &line.to_string()), ("column", &column.to_string()), ("found", message)],
            ),
            Self::UnknownForm { form, version, nearest } => {
                let text = if nearest.is_empty() { UNKNOWN_FORM } else { UNKNOWN_VERSION };
                let said = fill(text, &[("form", form), ("version", version), ("nearest", nearest)]);
                // A version that was not given leaves a gap.
                said.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            Self::NotInForce { form, days } => fill(NOT_IN_FORCE, &[("form", form), ("days", days)]),
            Self::Contradiction { expected, found } => {
                fill(CONTRADICTION, &[("expected", expected), ("found", found)])
            }
            Self::WrongType { expected, found } => {
                fill(WRONG_TYPE, &[("expected", kind(expected, lang)), ("found", kind(found, lang))])
            }
            Self::Value { expected, found } => fill(VALUE, &[("expected", expected), ("found", found)]),
            Self::Character(c) => fill(CHARACTER, &[("found", &format!("U+{:04X}", u32::from(*c)))]),
            Self::Missing { name } => fill(MISSING, &[("name", name)]),
            Self::UnknownName => fill(UNKNOWN_NAME, &[]),
            Self::NoPlace => fill(NO_PLACE, &[]),
            Self::Duplicate => fill(DUPLICATE, &[]),
            Self::Inexact => fill(INEXACT, &[]),
            Self::NotNillable => fill(NOT_NILLABLE, &[]),
            Self::Signature => fill(SIGNATURE, &[]),
            Self::TooLarge => fill(TOO_LARGE, &[]),
            Self::Unsettled => fill(UNSETTLED, &[]),
        }
    }
}

/// A kind of JSON value in a language.
fn kind(name: &'static str, lang: Lang) -> &'static str {
    if lang == Lang::En {
        return name;
    }
    match name {
        "true or false" => "true hoặc false",
        "a number" => "số",
        "a string" => "chuỗi",
        "an array" => "mảng",
        "an object" => "đối tượng",
        "one value" => "một giá trị",
        "a whole number or a string" => "số nguyên hoặc chuỗi",
        "a string or a whole number" => "chuỗi hoặc số nguyên",
        other => other,
    }
}

const SYNTAX: Text =
    Text { vi: "dòng {line}, cột {column}: {found}", en: "line {line}, column {column}: {found}" };
const UNKNOWN_FORM: Text =
    Text { vi: "không có mẫu {form} {version}", en: "form {form} {version} is not known" };
const UNKNOWN_VERSION: Text = Text {
    vi: "không có mẫu {form} phiên bản {version}; phiên bản gần nhất là {nearest}",
    en: "form {form} {version} is not known; the nearest version is {nearest}",
};
const NOT_IN_FORCE: Text = Text {
    vi: "mẫu {form} không dùng vào ngày này, chỉ dùng {days}",
    en: "form {form} is not in force on this day; it is in force {days}",
};
const CONTRADICTION: Text = Text {
    vi: "mẫu là {expected} nhưng ở đây ghi {found}",
    en: "the form is {expected}, but this says {found}",
};
const WRONG_TYPE: Text =
    Text { vi: "phải là {expected}, không phải {found}", en: "{expected} is expected, not {found}" };
const VALUE: Text = Text {
    vi: "không được ghi \"{found}\"; ghi đúng: {expected}",
    en: "\"{found}\" is not allowed; right would be {expected}",
};
const CHARACTER: Text = Text {
    vi: "ký tự {found} không thể có trong XML",
    en: "the character {found} cannot stand in XML",
};
const MISSING: Text = Text { vi: "phải cho {name}", en: "{name} must be given" };
const UNKNOWN_NAME: Text = Text {
    vi: "không có phần tử hay thuộc tính này ở đây",
    en: "there is no such element or attribute here",
};
const NO_PLACE: Text = Text {
    vi: "không có chỗ cho phần tử này bên cạnh những phần tử khác đã cho",
    en: "there is no place for this element beside the others given",
};
const DUPLICATE: Text = Text { vi: "đã có rồi", en: "this is there twice" };
const INEXACT: Text = Text {
    vi: "số không nguyên hoặc quá lớn; hãy viết thành chuỗi",
    en: "a number that is not whole, or too large; write it as a string",
};
const NOT_NILLABLE: Text = Text { vi: "không được là null", en: "null is not allowed here" };
const SIGNATURE: Text =
    Text { vi: "JSON không mang chữ ký được", en: "signatures cannot be carried in JSON" };
const TOO_LARGE: Text = Text { vi: "quá nhiều phần tử", en: "too many elements" };
const UNSETTLED: Text = Text {
    vi: "không tính được các chỉ tiêu có công thức",
    en: "the computed cells cannot be worked out",
};

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for JsonError {}
