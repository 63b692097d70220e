//! Invoices held against each other: a batch, a month, a year of one seller or of many.
//!
//! One invoice alone cannot show that its number was used before, that numbers are missing, that its code stands on
//! another one, or that the invoice it replaces has been replaced already. An [`InvoiceSet`] takes what reports say of
//! invoices, one after the other, keeps some seventy bytes of each, and judges them together at the end. A million
//! invoices take less than 256 MB, whatever they hold (`crates/etax/tests/invoice_set_memory.rs`).
//!
//! ```
//! use etax::invoice::set::{Added, InvoiceSet};
//! use etax::report::DocumentInfo;
//! let invoice = |number: &str, date: &str, payable: &str| {
//!     let mut info = DocumentInfo::of("invoice");
//!     info.form = Some("1".to_owned());
//!     info.id.add("series", "C26TYY");
//!     info.id.add("number", number);
//!     info.id.add("date", date);
//!     info.parties.add("sellerTaxCode", "0100000000");
//!     info.amounts.add("totalPayable", payable);
//!     info
//! };
//! let mut set = InvoiceSet::new(1000);
//! assert_eq!(set.add(&invoice("1", "2026-11-02", "1000")), Added::Taken(0));
//! set.add(&invoice("00000001", "2026-11-02", "2000"));
//! set.add(&invoice("4", "2026-11-03", "500"));
//! let judged = set.judge(100);
//! let rules: Vec<&str> = judged.findings.iter().map(|finding| finding.rule.id).collect();
//! assert_eq!(rules, ["invoice.set.repeated", "invoice.set.gap"]);
//! assert_eq!(judged.findings[1].found.as_deref(), Some("2-3"));
//! ```

mod books;
mod chain;
mod entry;
mod finding;
mod numbers;
mod rules;

pub use finding::{Judged, SetFinding};
pub use rules::RULES;

use crate::report::DocumentInfo;
use books::Books;
use entry::{Entry, Relation};
use finding::Collector;

/// Invoices that are judged together.
#[derive(Debug)]
pub struct InvoiceSet {
    most: u32,
    books: Books,
    entries: Vec<Entry>,
    relations: Vec<Relation>,
    added: u32,
    incomparable: u64,
    left_out: u64,
}

/// What became of a document that was handed to a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is judged with the others; findings call it by this number, counted from 0 in the order of adding.
    Taken(u32),
    /// It is no invoice, or it has no seller, symbols and number that it could be told by.
    Incomparable,
    /// The set holds as many invoices as it may.
    Full,
}

impl InvoiceSet {
    /// An empty set for at most `most` invoices.
    #[must_use]
    pub fn new(most: u32) -> Self {
        Self {
            most,
            books: Books::default(),
            entries: Vec::new(),
            relations: Vec::new(),
            added: 0,
            incomparable: 0,
            left_out: 0,
        }
    }

    /// Takes what a report says of an invoice.
    pub fn add(&mut self, info: &DocumentInfo) -> Added {
        if info.kind != "invoice" {
            return Added::Incomparable;
        }
        let Some((entry, relation)) = entry::read(info, self.added, &mut self.books) else {
            self.incomparable = self.incomparable.saturating_add(1);
            return Added::Incomparable;
        };
        if self.added >= self.most {
            self.left_out = self.left_out.saturating_add(1);
            return Added::Full;
        }
        let mut entry = entry;
        if let Some(relation) = relation {
            entry.relation = u32::try_from(self.relations.len()).unwrap_or(Entry::ALONE);
            self.relations.push(relation);
        }
        self.entries.push(entry);
        self.added += 1;
        Added::Taken(self.added - 1)
    }

    /// Judges the invoices together and gives at most `most` findings, ordered by invoice.
    #[must_use]
    pub fn judge(mut self, most: usize) -> Judged {
        // Equal keys stay in the order of adding: the number of an entry is its last key.
        self.entries.sort_unstable_by_key(Entry::place);
        let mut collector = Collector::new(&self.books, most);
        numbers::judge(&self.entries, &mut collector);
        numbers::codes(&self.entries, &mut collector);
        chain::judge(&self.entries, &self.relations, &mut collector);
        collector.finish(u64::from(self.added), self.incomparable, self.left_out)
    }
}
