//! What is kept of an invoice and of a filing.

use crate::StoredCode;
use crate::event::EventKind;
use rust_decimal::Decimal;

/// What identifies an invoice: no seller uses a number twice under one symbol (NĐ 123/2020, art. 10).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InvoiceKey {
    /// MST of NBan: the seller's tax code, with its hyphen.
    pub seller: String,
    /// KHMSHDon, ký hiệu mẫu số hóa đơn.
    pub form: String,
    /// KHHDon, ký hiệu hóa đơn.
    pub series: String,
    /// SHDon, số hóa đơn.
    pub number: i64,
}

impl InvoiceKey {
    /// A key from the texts of an invoice. `None` when the number is not a number of at most 18 digits.
    ///
    /// ```
    /// use etax_store::InvoiceKey;
    /// let key = InvoiceKey::new("0300123450", "1", "C26TAA", "00000068").unwrap();
    /// assert_eq!(key.number, 68);
    /// assert!(InvoiceKey::new("0300123450", "1", "C26TAA", "-1").is_none());
    /// ```
    #[must_use]
    pub fn new(seller: &str, form: &str, series: &str, number: &str) -> Option<Self> {
        let digits = (1..=18).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.then(|| number.parse().ok()).flatten()?;
        Some(Self { seller: seller.to_owned(), form: form.to_owned(), series: series.to_owned(), number })
    }
}

/// A serial number of an `auth34` code. One counter for each issuer, whatever its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial {
    /// Whose counter.
    pub issuer: u8,
    /// Its value, below 2^42.
    pub number: i64,
}

/// An invoice and its code, as it is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    /// The code.
    pub code: StoredCode,
    /// Which invoice it is for.
    pub key: InvoiceKey,
    /// NLap, the invoice's date, in days since 1970-01-01.
    pub day: i32,
    /// MST of NMua: the buyer's tax code, where the invoice names one.
    pub buyer: Option<String>,
    /// TgTTTBSo: what is to be paid, in units of the currency.
    pub total: Decimal,
    /// SHA-256 of the canonical invoice data (DLHDon).
    pub digest: [u8; 32],
    /// The serial number that is sealed in the code, where it is an `auth34` code of our own.
    pub serial: Option<Serial>,
}

/// An invoice and its code, as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// The number of the event that recorded it.
    pub id: i64,
    /// When it was recorded, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// What was recorded.
    pub content: NewCode,
}

/// What has become of a recorded code: a fold of its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The rows of the invoices that adjust it, in the order they came. An adjusted invoice stays valid.
    pub adjusted_by: Vec<i64>,
    /// What ended it, if anything did.
    pub end: Option<End>,
}

impl Status {
    /// Lets an event change it.
    pub(crate) fn fold(&mut self, kind: Option<EventKind>, body: &[u8]) {
        let id = || <[u8; 8]>::try_from(body).map_or(0, i64::from_be_bytes);
        match kind {
            Some(EventKind::Replaced) => self.end = Some(End::Replaced(id())),
            Some(EventKind::Adjusted) => self.adjusted_by.push(id()),
            Some(EventKind::Cancelled) => {
                self.end = Some(End::Cancelled(String::from_utf8_lossy(body).into_owned()));
            }
            _ => {}
        }
    }
}

/// What ends an invoice's validity. There is no way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The row of the invoice that replaces it.
    Replaced(i64),
    /// The notice (04/SS-HĐĐT) that cancelled it.
    Cancelled(String),
}

/// A recorded code and what has become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The record.
    pub row: CodeRow,
    /// What has become of it.
    pub status: Status,
}

/// What identifies a filing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilingKey {
    /// Whose declaration it is.
    pub taxpayer: String,
    /// maTKhai, the form's code.
    pub form: String,
    /// kyKKhai, the period as the declaration writes it.
    pub period: String,
    /// soLan: 0 for the first declaration, else which supplementary one.
    pub amendment: i32,
    /// Which submission of it, from 1: until the deadline a declaration may be sent again.
    pub submission: i32,
}

/// A declaration as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilingRow {
    /// The number of the event that recorded it; the receipt's number.
    pub id: i64,
    /// When it was recorded, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// Which filing.
    pub key: FilingKey,
    /// SHA-256 of the document.
    pub digest: [u8; 32],
}

/// A message's answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The event that recorded it.
    pub seq: i64,
    /// The row that it is about, 0 for none.
    pub subject: i64,
    /// SHA-256 of the message's content.
    pub content: [u8; 32],
    /// The answer's bytes; none when they are no longer kept.
    pub answer: Vec<u8>,
    /// SHA-256 of the answer's bytes, where they are no longer kept.
    pub pruned: Option<[u8; 32]>,
}

/// One page, and where the next one starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// What to ask after for the next page; `None` at the end.
    pub next: Option<Cursor>,
}

/// A place between two rows of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// The last row's day.
    pub day: i32,
    /// The last row's number.
    pub id: i64,
}

/// As which party a taxpayer's invoices are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those it issued.
    Seller,
    /// Those it was issued.
    Buyer,
}

/// The invoices of a taxpayer in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxpayerQuery<'q> {
    /// As which party.
    pub side: Side,
    /// The tax code.
    pub taxpayer: &'q str,
    /// First day, in days since 1970-01-01.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// Where to go on from.
    pub after: Option<Cursor>,
    /// Most rows, at most [`crate::PAGE`].
    pub limit: usize,
}

/// How much a store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Events in the log.
    pub events: i64,
    /// Invoices with their codes.
    pub codes: i64,
    /// Of those, replaced.
    pub replaced: i64,
    /// How often invoices were adjusted.
    pub adjusted: i64,
    /// Of those, cancelled.
    pub cancelled: i64,
    /// Messages refused.
    pub refused: i64,
    /// Filings.
    pub filings: i64,
    /// Answers kept.
    pub answers: i64,
    /// Bytes that the database takes on disk.
    pub bytes: i64,
}
