//! Why a text is no code.

use super::pilot::{DeviceError, PilotQrError};
use super::qr::QrFault;
use super::sealed_qr::SealedError;
use super::{CodeError, Scheme};
use crate::rule::{Lang, Text};
use std::fmt;

/// Why a text is no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeTextError {
    /// The scheme that it looks most like.
    pub nearest: Scheme,
    /// The character, counted from 1, at which it deviates from that scheme.
    pub position: usize,
    pub(super) fault: Fault,
}

/// How it deviates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Shape(CodeError),
    Device(DeviceError),
    PilotQr(PilotQrError),
    Qr(QrFault),
    Seal(SealedError),
}

impl CodeTextError {
    pub(super) fn of(nearest: Scheme, error: CodeError) -> Self {
        let position = match error {
            CodeError::Length { expected, found } => expected.min(found) + 1,
            CodeError::Character { position, .. } => position,
        };
        Self { nearest, position, fault: Fault::Shape(error) }
    }

    /// What the text looks most like, where it deviates and how, in a language.
    ///
    /// ```
    /// use etax::code::Code;
    /// use etax::rule::Lang;
    /// let error = Code::parse("M1-26-AB1CD-0000000004X").unwrap_err();
    /// let vi = "không phải mã; gần giống cash-register-23, nhưng ở ký tự thứ 23: không được có 'X'";
    /// assert_eq!(error.message(Lang::Vi), vi);
    /// assert_eq!(error.to_string(), "not a code; as cash-register-23, at character 23: 'X' does not belong there");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let why = match &self.fault {
            Fault::Shape(error) => shape(*error, lang),
            Fault::Device(error) => device(*error, lang),
            Fault::PilotQr(error) => pilot_qr(error, lang),
            Fault::Qr(fault) => qr(*fault).template(lang).to_owned(),
            Fault::Seal(error) => seal(*error).template(lang).to_owned(),
        };
        let position = self.position.to_string();
        NOT_A_CODE.fill(lang, &[("nearest", self.nearest.word()), ("position", &position), ("why", &why)])
    }
}

impl fmt::Display for CodeTextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for CodeTextError {}

fn shape(error: CodeError, lang: Lang) -> String {
    match error {
        CodeError::Length { expected, found } => {
            LENGTH.fill(lang, &[("found", &found.to_string()), ("expected", &expected.to_string())])
        }
        CodeError::Character { found, .. } => CHARACTER.fill(lang, &[("found", &format!("{found:?}"))]),
    }
}

fn device(error: DeviceError, lang: Lang) -> String {
    match error {
        DeviceError::Text(error) => shape(error, lang),
        DeviceError::Range => RANGE.template(lang).to_owned(),
        DeviceError::Point => POINT.template(lang).to_owned(),
    }
}

fn pilot_qr(error: &PilotQrError, lang: Lang) -> String {
    let part = |name: &str, why: String| format!("{name}: {why}");
    match error {
        PilotQrError::Fields(found) => FIELDS.fill(lang, &[("found", &found.to_string())]),
        PilotQrError::TooLong => TOO_LONG.template(lang).to_owned(),
        PilotQrError::Character(_) => NOT_ASCII.template(lang).to_owned(),
        PilotQrError::Id(_, error) => part("certifiedId", shape(*error, lang)),
        PilotQrError::Signature(_, error) => part("signature", device(*error, lang)),
        PilotQrError::Key(_, error) => part("publicKey", device(*error, lang)),
    }
}

const fn qr(fault: QrFault) -> Text {
    match fault {
        QrFault::TooLong => TOO_LONG,
        QrFault::Character => NOT_ASCII,
        QrFault::Identifier => {
            Text { vi: "không phải mã trường hai chữ số", en: "not an identifier of two digits" }
        }
        QrFault::Length => {
            Text { vi: "không phải độ dài từ 01 đến 99", en: "not a length from 01 to 99" }
        }
        QrFault::Cut => {
            Text { vi: "giá trị ngắn hơn độ dài đã ghi", en: "the value ends before its length" }
        }
        QrFault::Order => Text {
            vi: "trường sai vị trí hoặc lặp lại",
            en: "an object at the wrong place or twice",
        },
        QrFault::Value => {
            Text { vi: "giá trị sai quy định", en: "a value that this object may not have" }
        }
        QrFault::Checksum => Text {
            vi: "thiếu mã kiểm tra hoặc mã kiểm tra sai",
            en: "no checksum, or not that of the text",
        },
    }
}

const fn seal(error: SealedError) -> Text {
    match error {
        SealedError::Missing => Text { vi: "không có trường 97 hoặc 98", en: "no object 97 or 98" },
        SealedError::Code => Text {
            vi: "trường 97 không phải VNSQ1 cùng mã 34 ký tự",
            en: "object 97 is not VNSQ1 with a code of 34 characters",
        },
        SealedError::Signature => Text {
            vi: "trường 98 không phải tên khóa cùng chữ ký base64url",
            en: "object 98 is not a key's name and a signature in base64url",
        },
    }
}

const NOT_A_CODE: Text = Text {
    vi: "không phải mã; gần giống {nearest}, nhưng ở ký tự thứ {position}: {why}",
    en: "not a code; as {nearest}, at character {position}: {why}",
};
const LENGTH: Text =
    Text { vi: "có {found} ký tự thay vì {expected}", en: "{found} characters instead of {expected}" };
const CHARACTER: Text = Text { vi: "không được có {found}", en: "{found} does not belong there" };
const RANGE: Text = Text {
    vi: "r hoặc s không nằm giữa 0 và bậc của P-192",
    en: "r or s is not between 0 and the order of P-192",
};
const POINT: Text = Text { vi: "không phải điểm của P-192", en: "not a point of P-192" };
const FIELDS: Text =
    Text { vi: "có {found} trường thay vì 9 hoặc 11", en: "{found} fields instead of 9 or 11" };
const TOO_LONG: Text = Text { vi: "dài hơn 512 ký tự", en: "more than 512 characters" };
const NOT_ASCII: Text =
    Text { vi: "ký tự không thuộc ASCII in được", en: "a character that is not printable ASCII" };
