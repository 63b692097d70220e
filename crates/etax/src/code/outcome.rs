//! What a code is worth on an invoice, whatever its scheme.

use super::auth34::FieldError;
use crate::rule::{Lang, Text};
use crate::value::Moment;

/// What a code is worth on an invoice. Never "valid" as such: a genuine code can be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binding {
    /// The code is this invoice's.
    Bound,
    /// It is not: each way in which it is not, as far as it can be known.
    NotBound(Vec<Mismatch>),
    /// What is at hand does not say.
    Undecided(Doubt),
}

impl Binding {
    /// The word used in reports and on the command line.
    ///
    /// ```
    /// use etax::code::{Binding, Doubt};
    /// assert_eq!(Binding::Undecided(Doubt::DeviceMessage).word(), "undecided");
    /// ```
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Bound => "bound",
            Self::NotBound(_) => "not-bound",
            Self::Undecided(_) => "undecided",
        }
    }

    /// The fields that differ, where that can be known.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let mismatches = if let Self::NotBound(mismatches) = self { mismatches.as_slice() } else { &[] };
        mismatches.iter().filter_map(|mismatch| match mismatch {
            Mismatch::Field { name, .. } => Some(name.as_str()),
            _ => None,
        })
    }

    /// Why, a sentence for each reason. Empty for a code that is bound.
    #[must_use]
    pub fn reasons(&self, lang: Lang) -> Vec<String> {
        match self {
            Self::Bound => Vec::new(),
            Self::NotBound(mismatches) => mismatches.iter().map(|mismatch| mismatch.text(lang)).collect(),
            Self::Undecided(doubt) => vec![doubt.text(lang)],
        }
    }
}

/// One way in which a code is not an invoice's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// A field that the code or its text repeats differs from the invoice's.
    Field {
        /// Its name, as the invoice has it.
        name: String,
        /// What the invoice says.
        invoice: String,
        /// What the code says.
        code: String,
    },
    /// The code was not made over what the invoice says; which field differs it cannot tell.
    Content,
    /// The digest that was certified is not that of the invoice data.
    Digest,
    /// No signature of the authority that holds covers these.
    Signature(String),
    /// A part of the code is malformed.
    Form {
        /// Which.
        name: &'static str,
        /// What is wrong.
        why: String,
    },
    /// The key made the code, with a serial number that the issuer has not come to: somebody else has the key.
    Serial {
        /// The code's serial number.
        serial: u64,
        /// How many were set aside.
        issued: u64,
    },
    /// The key was revoked, and no register shows that the code was issued before.
    Register {
        /// Since when the key may be in other hands.
        since: Moment,
    },
}

/// Why it cannot be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The step that only the authority's device could redo: nobody knows which bytes it signed.
    DeviceMessage,
    /// The copy was indented after it was signed; without that white space the digest holds.
    Indented,
    /// Whether the seller signed what was certified is not certain.
    Seller,
    /// Whether the authority signed is not certain.
    Authority,
    /// Nothing signs this cash register's invoice, nor a batch with it.
    Unsigned,
    /// No key ring or list of public keys was given.
    NoKeys,
    /// There is no such key.
    UnknownKey,
    /// The key was revoked; whether the code was issued before, only a register can say.
    Revoked(Moment),
    /// The key was not in use on the day of the invoice.
    OutsideValidity,
    /// The key binds the whole document, which is not at hand.
    NeedsDocument,
    /// A field of the invoice cannot be bound.
    Unbindable(FieldError),
    /// The device that holds the key gave no answer.
    Device,
    /// No invoice was given, or one of a kind that does not carry such codes.
    NoInvoice,
}

impl Mismatch {
    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Field { name, invoice, code } => {
                FIELD.fill(lang, &[("name", name), ("invoice", invoice), ("code", code)])
            }
            Self::Content => CONTENT.template(lang).to_owned(),
            Self::Digest => DIGEST.template(lang).to_owned(),
            Self::Signature(missing) => SIGNATURE.fill(lang, &[("missing", missing)]),
            Self::Form { name, why } => FORM.fill(lang, &[("name", name), ("why", why)]),
            Self::Serial { serial, issued } => {
                SERIAL.fill(lang, &[("serial", &serial.to_string()), ("issued", &issued.to_string())])
            }
            Self::Register { since } => REGISTER.fill(lang, &[("since", &since.to_string())]),
        }
    }
}

impl Doubt {
    fn text(&self, lang: Lang) -> String {
        let plain = match self {
            Self::DeviceMessage => DEVICE_MESSAGE,
            Self::Indented => INDENTED,
            Self::Seller => SELLER,
            Self::Authority => AUTHORITY,
            Self::Unsigned => UNSIGNED,
            Self::NoKeys => NO_KEYS,
            Self::UnknownKey => UNKNOWN_KEY,
            Self::Revoked(since) => return REVOKED.fill(lang, &[("since", &since.to_string())]),
            Self::OutsideValidity => OUTSIDE,
            Self::NeedsDocument => NEEDS_DOCUMENT,
            Self::Unbindable(error) => return UNBINDABLE.fill(lang, &[("why", &error.message(lang))]),
            Self::Device => DEVICE,
            Self::NoInvoice => NO_INVOICE,
        };
        plain.template(lang).to_owned()
    }
}

const FIELD: Text = Text {
    vi: "{name} khác nhau: hóa đơn ghi {invoice}, mã ghi {code}",
    en: "{name} differs: the invoice says {invoice}, the code {code}",
};
const CONTENT: Text = Text {
    vi: "mã không được cấp cho nội dung hóa đơn này",
    en: "the code was not made for what this invoice says",
};
const DIGEST: Text = Text {
    vi: "giá trị băm đã được xác thực không phải của dữ liệu hóa đơn này",
    en: "the digest that was certified is not that of this invoice's data",
};
const SIGNATURE: Text = Text {
    vi: "chữ ký của cơ quan thuế không gắn mã với hóa đơn; thiếu: {missing}",
    en: "the authority's signature does not bind the code to this invoice; missing: {missing}",
};
const FORM: Text = Text { vi: "{name} sai định dạng: {why}", en: "{name} is malformed: {why}" };
const SERIAL: Text = Text {
    vi: "số thứ tự {serial} chưa từng được cấp (mới cấp đến trước {issued}); khóa có thể đã bị lộ",
    en: "serial number {serial} was never issued (those below {issued} were); the key may be in other hands",
};
const REGISTER: Text = Text {
    vi: "khóa bị thu hồi từ {since} và sổ đăng ký mã không có mã này trước thời điểm đó",
    en: "the key is revoked since {since}, and no register has the code from before",
};
const DEVICE_MESSAGE: Text = Text {
    vi: "chữ ký của thiết bị cơ quan thuế không ai ngoài thiết bị kiểm tra lại được; mọi bước khác đều khớp",
    en: "the signature of the authority's device can be checked by nobody else; every other step holds",
};
const INDENTED: Text = Text {
    vi: "bản này bị thêm khoảng trắng giữa các thẻ sau khi ký; bỏ khoảng trắng đó thì giá trị băm khớp. Cần tệp gốc",
    en: "white space was put between the tags after signing; without it the digest holds. Get the original file",
};
const SELLER: Text = Text {
    vi: "chưa chắc chắn người bán đã ký dữ liệu được xác thực",
    en: "it is not certain that the seller signed what was certified",
};
const AUTHORITY: Text = Text {
    vi: "chưa xác nhận được người ký mã là cơ quan thuế",
    en: "it is not certain that the tax authority signed the code",
};
const UNSIGNED: Text = Text {
    vi: "không có chữ ký nào xác thực mã máy tính tiền này",
    en: "no signature authenticates this cash register's code",
};
const NO_KEYS: Text =
    Text { vi: "chưa cho biết danh sách khóa", en: "no key ring or list of public keys was given" };
const UNKNOWN_KEY: Text =
    Text { vi: "không có khóa này trong danh sách", en: "there is no such key in the list" };
const REVOKED: Text = Text {
    vi: "khóa bị thu hồi từ {since}; cần tra sổ đăng ký mã",
    en: "the key is revoked since {since}; look the code up in the register",
};
const OUTSIDE: Text = Text {
    vi: "khóa không dùng cho ngày của hóa đơn",
    en: "the key is not for the day of the invoice",
};
const NEEDS_DOCUMENT: Text = Text {
    vi: "khóa này ràng buộc toàn bộ dữ liệu hóa đơn",
    en: "this key binds the whole invoice data",
};
const UNBINDABLE: Text =
    Text { vi: "không đối chiếu được: {why}", en: "a field cannot be bound: {why}" };
const DEVICE: Text = Text {
    vi: "thiết bị giữ khóa không trả lời",
    en: "the device that holds the key gave no answer",
};
const NO_INVOICE: Text = Text {
    vi: "không có hóa đơn thuộc loại mang mã này",
    en: "there is no invoice of the kind that carries such codes",
};
