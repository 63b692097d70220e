//! What is kept of an invoice.

use super::books::Books;
use crate::report::DocumentInfo;
use crate::value::parse_date;
use jiff::civil::Date;

/// An invoice: 64 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) book: u32,
    pub(super) number: u32,
    /// Days since 1970; [`Entry::UNDATED`] without a date.
    pub(super) day: i32,
    /// Its number in the order of adding.
    pub(super) added: u32,
    /// Index of its relation; [`Entry::ALONE`] without one.
    pub(super) relation: u32,
    /// Half of a digest of its code; zeros without a code.
    pub(super) code: [u8; 16],
    /// Half of a digest of all that reports say of an invoice.
    pub(super) particulars: [u8; 16],
    /// The same of the buyer's tax code, in fewer bytes; zeros without one.
    pub(super) buyer: [u8; 8],
}

impl Entry {
    pub(super) const UNDATED: i32 = i32::MIN;
    pub(super) const ALONE: u32 = u32::MAX;
    pub(super) const NO_CODE: [u8; 16] = [0; 16];
    pub(super) const NO_BUYER: [u8; 8] = [0; 8];

    pub(super) const fn place(&self) -> (u32, u32, u32) {
        (self.book, self.number, self.added)
    }

    /// Whether both are the invoice of one number.
    pub(super) const fn same_number(&self, other: &Self) -> bool {
        self.book == other.book && self.number == other.number
    }

    /// Its date, as the document writes it.
    pub(super) fn date(&self) -> Option<String> {
        date(self.day)
    }
}

/// What an invoice says of the one that it replaces or adjusts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Relation {
    pub(super) book: u32,
    pub(super) number: u32,
    pub(super) day: i32,
    /// Whether it takes the other's place; else it adjusts it.
    pub(super) replaces: bool,
}

/// The date of a day.
pub(super) fn date(day: i32) -> Option<String> {
    let epoch = Date::constant(1970, 1, 1);
    (day != Entry::UNDATED)
        .then(|| epoch.checked_add(jiff::Span::new().try_days(day).ok()?).ok())
        .flatten()
        .map(|date| date.to_string())
}

fn day(text: Option<&str>) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    text.and_then(parse_date)
        .and_then(|date| date.since(epoch).ok())
        .map_or(Entry::UNDATED, |span| span.get_days())
}

/// Half of a SHA-256 digest: 128 bits that nobody can make two names share.
pub(super) fn digest(parts: &[&str]) -> [u8; 16] {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    for part in parts {
        context.update(part.as_bytes());
        context.update(&[0]);
    }
    let whole = context.finish();
    let mut half = [0; 16];
    half.copy_from_slice(whole.as_ref().get(..16).unwrap_or(&[0; 16]));
    half
}

/// Numbers are compared as numbers: leading zeros are common.
fn number(text: Option<&str>) -> Option<u32> {
    let text = text?;
    (text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
        .filter(|number| *number > 0)
}

/// What is kept of an invoice that can be told from others.
pub(super) fn read(info: &DocumentInfo, added: u32, books: &mut Books) -> Option<(Entry, Option<Relation>)> {
    let seller = info.parties.get("sellerTaxCode")?;
    let id = |name| info.id.get(name);
    let number = number(id("number"))?;
    let book = books.number(seller, info.form.as_deref()?, id("series")?)?;
    let all: Vec<&str> = [&info.id, &info.parties, &info.amounts]
        .into_iter()
        .flat_map(|fields| fields.0.iter())
        // `7` and `00000007` are one number.
        .filter(|(name, _)| *name != "number")
        .flat_map(|(name, value)| [*name, value.as_str()])
        .collect();
    let mut buyer = Entry::NO_BUYER;
    if let Some(code) = info.parties.get("buyerTaxCode") {
        buyer.copy_from_slice(digest(&[code]).get(..8).unwrap_or(&Entry::NO_BUYER));
    }
    let entry = Entry {
        book,
        number,
        day: day(id("date")),
        added,
        relation: Entry::ALONE,
        code: id("code").map_or(Entry::NO_CODE, |code| digest(&[code])),
        particulars: digest(&all),
        buyer,
    };
    Some((entry, relation(info, seller, books)))
}

fn relation(info: &DocumentInfo, seller: &str, books: &mut Books) -> Option<Relation> {
    let id = |name| info.id.get(name);
    let number = number(id("relatedNumber"))?;
    let book = books.number(seller, id("relatedForm")?, id("relatedSeries")?)?;
    // 1 replaces; 2 adjusts, and so do the natures that the published table does not have.
    Some(Relation { book, number, day: day(id("relatedDate")), replaces: id("relatedNature") == Some("1") })
}
