//! What is on a page, before it becomes HTML: sheets of blocks.

mod invoice;
mod label;
mod report;
mod tree;

pub(crate) use report::{FindingRow, VerdictBox};

use crate::clean;
use crate::qr::Qr;
use etax::message::Message;
use etax::report::{DocumentReport, Report};
use etax::rule::Lang;
use etax::xml::{Document, Element, Limits, Parsed};
use unicode_normalization::UnicodeNormalization;

/// One document on paper.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) title: String,
    /// Lines under the title.
    pub(crate) under: Vec<String>,
    pub(crate) verdict: VerdictBox,
    pub(crate) blocks: Vec<Block>,
    pub(crate) findings: Vec<FindingRow>,
    /// Said below the findings, where some were left out.
    pub(crate) more: Option<String>,
}

/// A part of a sheet.
#[derive(Debug)]
pub(crate) enum Block {
    /// Names and values, two columns.
    Fields { heading: Option<String>, rows: Vec<(String, String)> },
    /// Rows under a head.
    Table(Table),
    /// Sums at the right side, the last one the largest.
    Totals(Vec<(String, String)>),
    /// A sentence.
    Line(String),
    /// A QR code.
    Qr(Qr),
}

/// Rows under a head.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) heading: Option<String>,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// A column's head, and whether it holds amounts, which stand at the right.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) head: String,
    pub(crate) amounts: bool,
}

/// The most documents of one input that get a sheet of their own.
const MOST_SHEETS: usize = 200;

/// The sheets of an input.
pub(crate) fn sheets(bytes: &[u8], report: &Report, lang: Lang) -> Vec<Sheet> {
    // The bytes were read under the engine's own limits before; what does not parse has a report only.
    let parsed = Document::parse(bytes, &Limits::default());
    let root = match &parsed {
        Parsed::Document(document) => Some(document.root()),
        Parsed::Refused(_) => None,
    };
    let mut sheets = vec![sheet(root, &report.main, &report.source.name, lang)];
    if let Some(root) = root.filter(|_| report.main.document.kind == "message") {
        let message = Message::new(root);
        let inner = message.documents().map(|(_, element)| element);
        sheets.extend(
            inner
                .zip(&report.documents)
                .take(MOST_SHEETS)
                .map(|(element, report)| sheet(Some(element), report, "", lang)),
        );
    }
    sheets
}

fn sheet(element: Option<Element<'_>>, report: &DocumentReport, name: &str, lang: Lang) -> Sheet {
    let mut sheet = Sheet {
        title: report::title(&report.document, lang),
        verdict: report::verdict(report, lang),
        ..Sheet::default()
    };
    if !name.is_empty() {
        sheet.under.push(shown(name));
    }
    match (element, report.document.kind) {
        (Some(element), "invoice") => invoice::fill(&mut sheet, element, lang),
        // A message is its documents; its head is what is left.
        (Some(element), "message") => tree::fill(&mut sheet, element.child("TTChung"), lang),
        (Some(element), _) => tree::fill(&mut sheet, Some(element), lang),
        (None, _) => {}
    }
    sheet.findings = report.findings.iter().map(|finding| report::finding(finding, lang)).collect();
    sheet.more = report::more(report.findings_left_out, lang);
    sheet
}

/// A document's own words as they may be shown: composed letters, no control characters, no marks that turn the direction
/// of writing.
pub(crate) fn shown(text: &str) -> String {
    let composed: String = text.trim().nfc().collect();
    clean::line(&composed).into_owned()
}

/// The same of an element's text.
pub(crate) fn said(element: Option<Element<'_>>) -> String {
    element.map(|element| shown(&element.trimmed())).unwrap_or_default()
}
