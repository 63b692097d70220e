//! What keeps the authority from answering: never the message, always its own side.

use crate::rule::{Lang, Text};
use crate::signature::sign::SignError;
use std::fmt;

/// What the caller's part says when it cannot do its work.
pub type GrantError = Box<dyn std::error::Error + Send + Sync>;

/// Why there is no answer. A message that is wrong is no reason: then the answer says so.
///
/// ```
/// use etax::authority::AnswerError;
/// use etax::rule::Lang;
/// assert_eq!(AnswerError::Report.to_string(), "the report is not on this message");
/// assert_eq!(AnswerError::From.say(Lang::Vi), "mã của bên chuyển thông điệp không đúng");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum AnswerError {
    /// The office is not described as notices need it.
    Office {
        /// Which field of [`Office`](super::Office).
        field: &'static str,
        /// What is wrong with it.
        why: Text,
    },
    /// [`Incoming::from`](super::Incoming::from) is no code of a sender.
    From,
    /// The report is about other bytes, or another moment, than the message.
    Report,
    /// The key cannot sign the answer.
    Sign(SignError),
    /// The caller's [`Grants`](super::Grants) failed.
    Grants(GrantError),
}

impl AnswerError {
    /// One sentence, without a full stop.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Office { field, why } => {
                OFFICE.fill(lang, &[("field", field), ("why", why.template(lang))])
            }
            Self::From => FROM.fill(lang, &[]),
            Self::Report => REPORT.fill(lang, &[]),
            Self::Sign(why) => SIGN.fill(lang, &[("why", &why.say(lang))]),
            Self::Grants(why) => GRANTS.fill(lang, &[("why", &why.to_string())]),
        }
    }
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for AnswerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Sign(why) => Some(why),
            Self::Grants(why) => Some(why.as_ref()),
            _ => None,
        }
    }
}

/// What can be wrong with a field of an office.
pub(super) const NO_PARTY: Text =
    Text { vi: "không phải mã của bên gửi", en: "not a code of a sender" };
pub(super) const NO_NAME: Text = Text {
    vi: "trống, quá dài hoặc có ký tự không ghi được",
    en: "empty, too long or not writable",
};

const OFFICE: Text = Text { vi: "cơ quan trả lời, {field}: {why}", en: "the office's {field}: {why}" };
const FROM: Text = Text {
    vi: "mã của bên chuyển thông điệp không đúng",
    en: "whoever handed the message in has no code of a sender",
};
const REPORT: Text =
    Text { vi: "báo cáo không phải của thông điệp này", en: "the report is not on this message" };
const SIGN: Text =
    Text { vi: "không ký được câu trả lời: {why}", en: "the answer is not signed: {why}" };
const GRANTS: Text = Text { vi: "không cấp được: {why}", en: "nothing was granted: {why}" };
