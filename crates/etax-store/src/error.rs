//! What can go wrong with a store as such. What is wrong with a request is a [`crate::Refusal`].

use etax::rule::{Lang, Text};
use std::fmt;

/// The place of a value that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The table.
    pub table: &'static str,
    /// The row: its number, or the day of a head.
    pub row: i64,
    /// The column, or what the database says where it cannot read the row at all.
    pub column: String,
}

impl Damage {
    /// The place in a language.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let row = self.row.to_string();
        let place = UNREADABLE.fill(lang, &[("row", &row), ("table", self.table)]);
        if self.column.is_empty() { place } else { format!("{place}: {}", self.column) }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for Damage {}

/// Why a store could not be opened, read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk, or the space that the store may use, is full. Nothing of the request was recorded.
    Full,
    /// The store cannot be written: the file, its file system or the server is read-only. Nothing was recorded.
    ReadOnly,
    /// Somebody else held the store for too long. Nothing was recorded.
    Busy,
    /// The write broke off where it cannot be told whether it became durable. Asking again with the same message id
    /// tells: it is answered as the first time, or recorded now.
    OutcomeUnknown(String),
    /// The store is not there.
    Missing(String),
    /// It is no store of this kind, or its pages are damaged.
    Corrupt(String),
    /// A row holds what the store never writes.
    Damaged(Damage),
    /// It was written by an earlier version of etax, and is not opened to be written, which would bring it up to date.
    Older {
        /// The version of its schema.
        found: i64,
        /// The latest that is known here.
        known: i64,
    },
    /// It was written by a later version of etax.
    Newer {
        /// The version of its schema.
        found: i64,
        /// The latest that is known here.
        known: i64,
    },
    /// The server cannot be reached.
    Unreachable(String),
    /// The address names no store that this build can open.
    Address(String),
    /// Anything else that the database says.
    Database(String),
}

impl StoreError {
    /// What went wrong in a language. What a database or the operating system says stays in its own words.
    ///
    /// ```
    /// use etax::rule::Lang;
    /// use etax_store::StoreError;
    /// let error = StoreError::Newer { found: 9, known: 2 };
    /// assert_eq!(error.message(Lang::Vi), "sổ có phiên bản cấu trúc 9, bản etax này chỉ biết đến phiên bản 2");
    /// assert_eq!(error.message(Lang::En), "the store has schema version 9, this etax knows versions up to 2");
    /// ```
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let with = |text: Text, why: &str| text.fill(lang, &[("why", why)]);
        match self {
            Self::Full => with(FULL, ""),
            Self::ReadOnly => with(READ_ONLY, ""),
            Self::Busy => with(BUSY, ""),
            Self::OutcomeUnknown(why) => with(OUTCOME_UNKNOWN, why),
            Self::Missing(what) => with(MISSING, what),
            Self::Corrupt(why) => with(CORRUPT, why),
            Self::Damaged(damage) => with(DAMAGED, &damage.message(lang)),
            Self::Older { found, known } => {
                OLDER.fill(lang, &[("found", &found.to_string()), ("known", &known.to_string())])
            }
            Self::Newer { found, known } => {
                NEWER.fill(lang, &[("found", &found.to_string()), ("known", &known.to_string())])
            }
            Self::Unreachable(why) => with(UNREACHABLE, why),
            Self::Address(why) => with(ADDRESS, why),
            Self::Database(why) => with(DATABASE, why),
        }
    }
}

const FULL: Text = Text {
    vi: "đĩa chứa sổ đã đầy; chưa ghi gì",
    en: "the store's disk is full; nothing was recorded",
};
const READ_ONLY: Text = Text {
    vi: "sổ chỉ đọc được; chưa ghi gì",
    en: "the store is read-only; nothing was recorded",
};
const BUSY: Text = Text {
    vi: "sổ đang được nơi khác dùng; chưa ghi gì",
    en: "the store is in use by somebody else; nothing was recorded",
};
const OUTCOME_UNKNOWN: Text = Text {
    vi: "chưa rõ yêu cầu đã được ghi hay chưa, hãy gửi lại: {why}",
    en: "it is not known whether the request was recorded, ask again: {why}",
};
const MISSING: Text = Text { vi: "không có sổ: {why}", en: "there is no store: {why}" };
const CORRUPT: Text = Text {
    vi: "không phải sổ của etax, hoặc đã hỏng: {why}",
    en: "not a store of etax, or damaged: {why}",
};
const UNREADABLE: Text = Text {
    vi: "không đọc được dòng {row} của bảng {table}",
    en: "row {row} of {table} cannot be read",
};
const DAMAGED: Text = Text { vi: "sổ bị hỏng: {why}", en: "the store is damaged: {why}" };
const OLDER: Text = Text {
    vi: "sổ có phiên bản cấu trúc {found}; mở để ghi thì sổ được nâng lên {known}",
    en: "the store has schema version {found}; opened to be written, it is brought up to {known}",
};
const NEWER: Text = Text {
    vi: "sổ có phiên bản cấu trúc {found}, bản etax này chỉ biết đến phiên bản {known}",
    en: "the store has schema version {found}, this etax knows versions up to {known}",
};
const UNREACHABLE: Text = Text {
    vi: "không kết nối được máy chủ của sổ: {why}",
    en: "the store's server cannot be reached: {why}",
};
const ADDRESS: Text = Text { vi: "không mở được sổ: {why}", en: "no store can be opened: {why}" };
const DATABASE: Text =
    Text { vi: "cơ sở dữ liệu của sổ: {why}", en: "the store's database: {why}" };

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for StoreError {}
