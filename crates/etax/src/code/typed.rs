//! Codes as people type them.

use super::keyring::Keyring;
use super::text_error::CodeTextError;
use super::{CashRegisterCode, Code, Mccqt, Scheme};
use crate::rule::{Lang, Text};

/// How a text that was typed deviates from the code that it was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// White space around it.
    Blanks,
    /// Small letters in place of capitals.
    LowerCase,
}

impl Spelling {
    /// How, in a language.
    ///
    /// ```
    /// use etax::code::Spelling;
    /// use etax::rule::Lang;
    /// assert_eq!(Spelling::LowerCase.text(Lang::Vi), "viết bằng chữ thường thay vì chữ hoa");
    /// ```
    #[must_use]
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Blanks => BLANKS.template(lang),
            Self::LowerCase => LOWER_CASE.template(lang),
        }
    }
}

const BLANKS: Text =
    Text { vi: "có khoảng trắng ở đầu hoặc cuối", en: "blanks around the text" };
const LOWER_CASE: Text =
    Text { vi: "viết bằng chữ thường thay vì chữ hoa", en: "small letters in place of capitals" };

impl Code {
    /// Reads a code as people type it: white space around it, and small letters for the capitals of a code of 34 or 23
    /// characters, are let pass and told. A code that stands in a document is read with [`Code::parse_with`].
    ///
    /// # Errors
    ///
    /// As [`Code::parse`]; positions count in the text as it was typed.
    ///
    /// ```
    /// use etax::code::{Code, Scheme, Spelling};
    /// let (code, how) = Code::typed(" 0001708c880767862d8d68099070c5625e\n", None).unwrap();
    /// assert_eq!((code.scheme(), how.as_slice()), (Scheme::Auth34, &[Spelling::Blanks, Spelling::LowerCase][..]));
    /// assert_eq!(code.to_string(), "0001708C880767862D8D68099070C5625E");
    /// assert_eq!(Code::typed(" 0001-", None).unwrap_err().position, 7);
    /// ```
    pub fn typed(text: &str, ring: Option<&Keyring>) -> Result<(Self, Vec<Spelling>), CodeTextError> {
        let trimmed = text.trim();
        let mut how = Vec::new();
        if trimmed.len() != text.len() {
            how.push(Spelling::Blanks);
        }
        let capitals = trimmed.to_ascii_uppercase();
        if capitals != trimmed && meant(&capitals, ring) {
            how.push(Spelling::LowerCase);
            return Self::parse_with(&capitals, ring).map(|code| (code, how));
        }
        match Self::parse_with(trimmed, ring) {
            Ok(code) => Ok((code, how)),
            Err(error) => {
                let before = text.chars().take_while(|c| c.is_whitespace()).count();
                let before = if trimmed.is_empty() { 0 } else { before };
                Err(CodeTextError { position: error.position + before, ..error })
            }
        }
    }
}

/// Whether capitals make a code of a text, which without them is none, or one that nobody has ever seen.
fn meant(capitals: &str, ring: Option<&Keyring>) -> bool {
    match capitals.len() {
        23 => CashRegisterCode::parse(capitals).is_ok(),
        34 => {
            Mccqt::parse(capitals).is_ok_and(|code| code.is_typical())
                || Code::parse_with(capitals, ring).is_ok_and(|code| code.scheme() == Scheme::Auth34)
        }
        _ => false,
    }
}
