//! What a store can be told, and what it answers.

use crate::StoredCode;
use crate::row::{FilingKey, InvoiceKey, NewCode};
use etax::rule::{Lang, Text};
use std::fmt;

/// A message and the answer that is to be given to it, now and whenever it comes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// MTDiep, the message's identifier: at most 64 printable ASCII characters.
    pub id: String,
    /// SHA-256 of its content.
    pub content: [u8; 32],
    /// The answer's bytes.
    pub answer: Vec<u8>,
}

/// How an invoice relates to an earlier one (TCHDon of TTHDLQuan).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationKind {
    /// It takes its place.
    Replaces,
    /// It corrects it; both hold.
    Adjusts,
}

/// The earlier invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// By its code.
    Code(StoredCode),
    /// By seller, form, symbol and number.
    Invoice(InvoiceKey),
}

/// A relation to an earlier invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Which.
    pub kind: RelationKind,
    /// To which invoice.
    pub target: Target,
}

/// One thing to record. All commands given together are decided in order, in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Sets serial numbers aside. Those not used are lost, never given again.
    Reserve {
        /// Whose.
        issuer: u8,
        /// How many, at most 2^20.
        count: i64,
    },
    /// Records an invoice's code, with the message that asked for it and the relation it brings, if any.
    Issue {
        /// The invoice and its code.
        row: Box<NewCode>,
        /// The message that asked.
        message: Option<Message>,
        /// What the invoice says of an earlier one.
        relation: Option<Relation>,
    },
    /// Records that a message was refused.
    Refuse(Message),
    /// Records that an invoice was cancelled.
    Cancel {
        /// The invoice's code.
        code: StoredCode,
        /// The notice's identifier: at most 64 printable ASCII characters.
        notice: String,
        /// The message that brought the notice.
        message: Option<Message>,
    },
    /// Records a declaration and its receipt.
    File {
        /// Which filing.
        key: FilingKey,
        /// SHA-256 of the document.
        digest: [u8; 32],
        /// The message that brought it; its answer is the receipt.
        message: Option<Message>,
    },
    /// Keeps a signed head of the log.
    Publish(Box<crate::audit::SignedRoot>),
    /// Keeps inner nodes of the tree over the log; those that are there already stay as they are.
    Keep(Vec<crate::merkle::Node>),
    /// Gives up the texts of some of the oldest answers and keeps their digests: see [`crate::Store::prune`].
    Prune {
        /// Answers of events after this one,
        after: i64,
        /// up to this one.
        upto: i64,
    },
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is recorded.
    Recorded {
        /// The row's number, or the event's where there is no row.
        id: i64,
        /// Whether the earlier invoice that was named is in the registry; `None` where none was named.
        related: Option<bool>,
    },
    /// Serial numbers `first..past` are the caller's.
    Reserved {
        /// The first.
        first: i64,
        /// The one after the last.
        past: i64,
    },
    /// The message has been answered before: this is the answer.
    Replayed {
        /// What it was about, 0 for nothing.
        subject: i64,
        /// The bytes.
        answer: Vec<u8>,
    },
    /// The message has been answered before, and the answer's text is no longer kept.
    Forgotten {
        /// What it was about, 0 for nothing.
        subject: i64,
        /// SHA-256 of the answer's bytes.
        digest: [u8; 32],
    },
    /// So many answers' texts were given up.
    Pruned {
        /// How many; 0 when there are no more.
        count: usize,
        /// The event of the last of them.
        last: i64,
    },
    /// The same invoice or filing is recorded already, under this number and, for invoices, this code.
    Known {
        /// The row's number.
        id: i64,
        /// The code that it was given.
        code: Option<StoredCode>,
    },
    /// It cannot be recorded.
    Refused(Refusal),
}

/// Why a command cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The message's identifier was used before for other content.
    MessageConflict,
    /// An invoice of this seller, form, symbol and number with other content has this code.
    InvoiceDiffers(StoredCode),
    /// The code belongs to this other invoice.
    CodeTaken(InvoiceKey),
    /// The serial number has been used, or was never set aside.
    Serial,
    /// An issuer's serial numbers are used up (2^42).
    SerialsUsedUp,
    /// There is no such code.
    UnknownCode,
    /// The earlier invoice was replaced; this is the invoice that holds now.
    Replaced(StoredCode),
    /// The earlier invoice was cancelled by this notice.
    Cancelled(String),
    /// The same filing with other content is recorded under this number.
    FilingDiffers(i64),
    /// A field is too long, empty, or has characters that cannot be kept.
    Field(&'static str),
}

impl Refusal {
    /// Why, in a language.
    ///
    /// ```
    /// use etax::rule::Lang;
    /// use etax_store::Refusal;
    /// assert_eq!(Refusal::UnknownCode.message(Lang::Vi), "không có mã này");
    /// assert_eq!(Refusal::UnknownCode.message(Lang::En), "there is no such code");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::MessageConflict => CONFLICT.template(lang).to_owned(),
            Self::InvoiceDiffers(code) => DIFFERS.fill(lang, &[("code", &code.to_string())]),
            Self::CodeTaken(InvoiceKey { seller, form, series, number }) => {
                let invoice = format!("{seller} {form} {series} {number}");
                TAKEN.fill(lang, &[("invoice", &invoice)])
            }
            Self::Serial => SERIAL.template(lang).to_owned(),
            Self::SerialsUsedUp => USED_UP.template(lang).to_owned(),
            Self::UnknownCode => UNKNOWN.template(lang).to_owned(),
            Self::Replaced(tip) => REPLACED.fill(lang, &[("code", &tip.to_string())]),
            Self::Cancelled(notice) => CANCELLED.fill(lang, &[("notice", notice)]),
            Self::FilingDiffers(id) => FILED.fill(lang, &[("id", &id.to_string())]),
            Self::Field(name) => FIELD.fill(lang, &[("name", name)]),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

const CONFLICT: Text = Text {
    vi: "mã thông điệp đã dùng cho nội dung khác",
    en: "the message's id was used before for other content",
};
const DIFFERS: Text = Text {
    vi: "hóa đơn đã có mã {code} với nội dung khác",
    en: "the invoice has code {code}, with other content",
};
const TAKEN: Text = Text {
    vi: "mã đã thuộc hóa đơn khác: {invoice}",
    en: "the code belongs to another invoice: {invoice}",
};
const SERIAL: Text = Text {
    vi: "số thứ tự đã dùng hoặc chưa được dành trước",
    en: "the serial number was used before or never set aside",
};
const USED_UP: Text = Text {
    vi: "đơn vị cấp mã đã dùng hết số thứ tự",
    en: "the issuer's serial numbers are used up",
};
const UNKNOWN: Text = Text { vi: "không có mã này", en: "there is no such code" };
const REPLACED: Text = Text {
    vi: "hóa đơn trước đã bị thay thế; hóa đơn đang có hiệu lực mang mã {code}",
    en: "the earlier invoice was replaced; {code} holds now",
};
const CANCELLED: Text = Text {
    vi: "hóa đơn trước đã bị hủy theo thông báo {notice}",
    en: "the earlier invoice was cancelled by {notice}",
};
const FILED: Text = Text {
    vi: "tờ khai đã ghi ở dòng {id} với nội dung khác",
    en: "the filing is recorded as {id}, with other content",
};
const FIELD: Text =
    Text { vi: "không lưu được trường {name}", en: "the field {name} cannot be kept" };
