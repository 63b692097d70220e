//! What is on a page, before it becomes HTML: sheets of blocks.

mod declaration;
mod invoice;
mod label;
mod report;
mod tag;
mod tree;

pub(crate) use report::{FindingRow, VerdictBox};

use crate::clean;
use crate::qr::Qr;
use etax::form::Catalogue;
use etax::message::Message;
use etax::report::{DocumentReport, Report};
use etax::rule::{Lang, Text};
use etax::value::Moment;
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

/// What pages are drawn with.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'f> {
    pub(crate) lang: Lang,
    /// Where the names of declarations' cells are looked up.
    pub(crate) forms: &'f Catalogue,
    /// When the document was judged, which decides between forms.
    pub(crate) at: Moment,
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
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) heading: Option<String>,
    pub(crate) kind: TableKind,
    /// The heads of the columns.
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableKind {
    /// Things of one kind.
    Rows,
    /// Cells of a form, each in a row: number where there are any, name, value. Such tables look alike all over a sheet.
    Cells,
}

/// A cell, and whether it stands at the right, as figures of amounts do.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) right: bool,
}

impl Cell {
    /// Words in a column of amounts stay at the left.
    pub(crate) fn new(text: String, amount: bool) -> Self {
        let figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-');
        let right = amount && text.chars().all(figure);
        Self { text, right }
    }
}

/// With more columns than this a table goes on a page that lies on its side.
const MOST_UPRIGHT: usize = 12;

impl Block {
    const fn heading(&self) -> Option<&String> {
        match self {
            Self::Fields { heading, .. } | Self::Table(Table { heading, .. }) => heading.as_ref(),
            Self::Totals(_) | Self::Line(_) | Self::Qr(_) => None,
        }
    }
}

impl Sheet {
    /// Where the blocks begin that stand under one heading with this one.
    pub(crate) fn group_of(&self, block: usize) -> usize {
        let begins = |at: &usize| self.blocks.get(*at).is_some_and(|block| block.heading().is_some());
        (0..=block).rev().find(begins).unwrap_or(block)
    }

    /// Whether pages begin to lie on their side with this block. By reference, as templates give arguments.
    pub(crate) fn turns_with(&self, block: &usize) -> bool {
        self.turns_at() == Some(*block)
    }

    /// The block with which pages begin to lie on their side, to the end of the sheet.
    pub(crate) fn turns_at(&self) -> Option<usize> {
        let broad =
            |block: &Block| matches!(block, Block::Table(table) if table.columns.len() > MOST_UPRIGHT);
        self.blocks.iter().position(broad).map(|at| self.group_of(at))
    }
}

/// The most documents of one input that get a sheet of their own.
const MOST_SHEETS: usize = 200;

/// The sheets of an input.
pub(crate) fn sheets(bytes: &[u8], report: &Report, lang: Lang, forms: &Catalogue) -> Vec<Sheet> {
    let setting = Setting { lang, forms, at: report.at };
    // The bytes were read under the engine's own limits before; what does not parse has a report only.
    let parsed = Document::parse(bytes, &Limits::default());
    let root = match &parsed {
        Parsed::Document(document) => Some(document.root()),
        Parsed::Refused(_) => None,
    };
    let mut sheets = vec![sheet(root, &report.main, &report.source.name, &setting)];
    if let (Some(more), Some(first)) =
        (report.documents.len().checked_sub(MOST_SHEETS + 1), sheets.first_mut())
    {
        let more = MORE_SHEETS.fill(lang, &[("count", &(more + 1).to_string())]);
        first.blocks.push(Block::Line(more));
    }
    if let Some(root) = root.filter(|_| report.main.document.kind == "message") {
        let message = Message::new(root);
        let inner = message.documents().map(|(_, element)| element);
        sheets.extend(
            inner
                .zip(&report.documents)
                .take(MOST_SHEETS)
                .map(|(element, report)| sheet(Some(element), report, "", &setting)),
        );
    }
    sheets
}

fn sheet(element: Option<Element<'_>>, report: &DocumentReport, name: &str, setting: &Setting<'_>) -> Sheet {
    let lang = setting.lang;
    let mut sheet = Sheet {
        title: report::title(&report.document, lang),
        verdict: report::verdict(report, lang),
        ..Sheet::default()
    };
    if !name.is_empty() {
        sheet.under.push(shown(name));
    }
    // Papers name themselves.
    if let Some(title) = report.document.id.get("name").filter(|title| !title.is_empty()) {
        sheet.under.insert(0, shown(title));
    }
    match (element, report.document.kind) {
        (Some(element), "declaration") => declaration::fill(&mut sheet, element, setting),
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

const MORE_SHEETS: Text = Text {
    vi: "… {count} chứng từ sau của thông điệp không in",
    en: "… {count} further documents of the message are not drawn",
};
