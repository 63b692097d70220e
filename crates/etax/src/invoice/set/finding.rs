//! What is wrong with invoices that are looked at together.

use super::books::Books;
use super::entry::Entry;
use crate::rule::{Lang, Rule, Weight};

/// One defect or remark about an invoice among others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetFinding {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// The invoice, by the number that [`super::InvoiceSet::add`] gave it.
    pub about: u32,
    /// The other invoice that it is held against, where there is one.
    pub other: Option<u32>,
    /// Seller, form, series and number of the invoice.
    pub invoice: String,
    /// What would have been right, where that can be said.
    pub expected: Option<String>,
    /// What is there instead.
    pub found: Option<String>,
}

impl SetFinding {
    /// The rule's sentence.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let values = [
            ("invoice", self.invoice.as_str()),
            ("expected", self.expected.as_deref().unwrap_or("?")),
            ("found", self.found.as_deref().unwrap_or("?")),
        ];
        self.rule.message.fill(lang, &values)
    }
}

/// What a set of invoices amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// How many invoices were judged.
    pub invoices: u64,
    /// How many could not be told from others, for want of seller, symbols or number.
    pub incomparable: u64,
    /// How many were left out because the set was full.
    pub left_out: u64,
    /// What is wrong, in the order of the invoices.
    pub findings: Vec<SetFinding>,
    /// How many findings were left out because there were too many.
    pub findings_left_out: u64,
    /// Whether one of them, kept or left out, is an error.
    pub failed: bool,
}

/// Gathers findings up to a bound.
pub(super) struct Collector<'b> {
    books: &'b Books,
    most: usize,
    list: Vec<SetFinding>,
    left_out: u64,
    failed: bool,
}

impl<'b> Collector<'b> {
    pub(super) const fn new(books: &'b Books, most: usize) -> Self {
        Self { books, most, list: Vec::new(), left_out: 0, failed: false }
    }

    /// Seller, form, series and number.
    pub(super) fn name(&self, book: u32, number: u32) -> String {
        format!("{} {number}", self.books.name(book))
    }

    /// Adds a finding; its words are made only where it is kept.
    pub(super) fn add(
        &mut self,
        rule: &'static Rule,
        entry: &Entry,
        other: Option<&Entry>,
        words: impl FnOnce(&Self) -> (Option<String>, Option<String>),
    ) {
        self.failed |= rule.weight == Weight::Fail;
        if self.list.len() >= self.most {
            self.left_out = self.left_out.saturating_add(1);
            return;
        }
        let (expected, found) = words(self);
        let invoice = self.name(entry.book, entry.number);
        let other = other.map(|other| other.added);
        self.list.push(SetFinding { rule, about: entry.added, other, invoice, expected, found });
    }

    pub(super) fn finish(mut self, invoices: u64, incomparable: u64, left_out: u64) -> Judged {
        self.list.sort_by_key(|finding| (finding.about, finding.rule.id));
        Judged {
            invoices,
            incomparable,
            left_out,
            findings: self.list,
            findings_left_out: self.left_out,
            failed: self.failed,
        }
    }
}
