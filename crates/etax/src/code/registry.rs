//! What the registry of issued codes says of an invoice, where the caller has asked one.
//!
//! A signature proves that a code was given; it cannot say what happened since. The caller looks the codes of a document
//! up ([`crate::engine::Engine::codes`]) and hands the answers over; nothing here asks anybody.

use super::auth34::InvoiceFields;
use super::rules;
use crate::report::{Checks, Finding, Findings};
use crate::rule::Check;
use crate::xml::Element;
use std::collections::HashMap;

/// What a registry says of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegistryAnswer {
    /// It has no such code.
    Unknown {
        /// The code is a keyed one, and one of the caller's keys made it for this very invoice: then it should be there.
        genuine: bool,
    },
    /// It has.
    Recorded(Box<Recorded>),
}

/// An invoice as the registry has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// MST of NBan.
    pub seller: String,
    /// KHMSHDon.
    pub form: String,
    /// KHHDon.
    pub series: String,
    /// SHDon, without leading zeros.
    pub number: String,
    /// SHA-256 of the canonical invoice data (DLHDon).
    pub digest: [u8; 32],
    /// The codes of the invoices that adjust it.
    pub adjusted_by: Vec<String>,
    /// What ended it, if anything did.
    pub end: Option<RecordedEnd>,
}

/// What ended an invoice's validity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordedEnd {
    /// The code of the invoice that replaces it.
    Replaced(String),
    /// The notice that cancelled it.
    Cancelled(String),
}

/// A registry's answers by code. A code without an answer was not asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegistryAnswers(HashMap<String, RegistryAnswer>);

impl RegistryAnswers {
    /// Adds what the registry says of a code.
    ///
    /// ```
    /// use etax::code::{RegistryAnswer, RegistryAnswers};
    /// let mut answers = RegistryAnswers::default();
    /// answers.add("0001311CAF6430843B89FAD3B46D70665A", RegistryAnswer::Unknown { genuine: false });
    /// assert!(answers.of("0001311CAF6430843B89FAD3B46D70665A").is_some());
    /// ```
    pub fn add(&mut self, code: &str, answer: RegistryAnswer) {
        self.0.insert(code.to_owned(), answer);
    }

    /// What was answered about a code.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<&RegistryAnswer> {
        self.0.get(code)
    }
}

/// Checks an invoice (`HDon`) against what the registry says of its code. An invoice without a code has nothing to be looked
/// up; one whose code was not asked about is undecided.
pub(crate) fn check(
    invoice: Element<'_>,
    answers: &RegistryAnswers,
    findings: &mut Findings,
    checks: &mut Checks,
) {
    let Some(element) = invoice.child("MCCQT") else { return };
    let code = element.trimmed();
    if code.is_empty() {
        return;
    }
    checks.mark(Check::Registry);
    let record = match answers.of(&code) {
        Some(RegistryAnswer::Recorded(record)) => record,
        Some(RegistryAnswer::Unknown { genuine: true }) => {
            findings.push(Finding::new(&rules::REGISTRY_UNRECORDED).at(element).found(code));
            return;
        }
        Some(RegistryAnswer::Unknown { genuine: false }) | None => {
            findings.push(Finding::new(&rules::REGISTRY_UNKNOWN).at(element).found(code));
            return;
        }
    };
    let text = |path: &str| invoice.find(path).map(Element::trimmed).unwrap_or_default();
    let number = text("DLHDon/TTChung/SHDon");
    let number = match number.trim_start_matches('0') {
        "" if !number.is_empty() => "0",
        digits => digits,
    };
    let own = [
        &*text("DLHDon/NDHDon/NBan/MST"),
        &*text("DLHDon/TTChung/KHMSHDon"),
        &*text("DLHDon/TTChung/KHHDon"),
        number,
    ]
    .join(" ");
    let Recorded { seller, form, series, number, digest, adjusted_by, end } = &**record;
    let known = [seller.as_str(), form, series, number].join(" ");
    if own != known {
        findings.push(Finding::new(&rules::REGISTRY_OTHER).at(element).expected(known).found(own));
        return;
    }
    if InvoiceFields::of(invoice).printed().document != Some(digest) {
        let data = invoice.child("DLHDon").unwrap_or(invoice);
        findings.push(Finding::new(&rules::REGISTRY_CONTENT).at_span(data.path(), data.start_tag_span()));
    }
    match end {
        Some(RecordedEnd::Replaced(by)) => {
            findings.push(Finding::new(&rules::REGISTRY_REPLACED).at(element).found(by.as_str()));
        }
        Some(RecordedEnd::Cancelled(by)) => {
            findings.push(Finding::new(&rules::REGISTRY_CANCELLED).at(element).found(by.as_str()));
        }
        None => {}
    }
    if !adjusted_by.is_empty() {
        findings.push(Finding::new(&rules::REGISTRY_ADJUSTED).at(element).found(adjusted_by.join(", ")));
    }
}
