//! Sheets as one page of HTML.

use crate::sheet::{Block, Sheet, Table, TableKind, sheets};
use askama::Template;
use etax::form::Catalogue;
use etax::report::Report;
use etax::rule::{Lang, Text};

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'p> {
    lang: &'static str,
    title: &'p str,
    sheets: &'p [Sheet],
    judged: String,
    say: Words,
}

/// What the page itself says.
struct Words {
    findings: &'static str,
    signers: &'static str,
}

pub(crate) fn page(bytes: &[u8], report: &Report, lang: Lang, forms: &Catalogue) -> String {
    let sheets = sheets(bytes, report, lang, forms);
    let page = Page {
        lang: if lang == Lang::Vi { "vi" } else { "en" },
        title: sheets.first().map_or("", |sheet| &sheet.title),
        sheets: &sheets,
        judged: judged(report, lang),
        say: Words { findings: FINDINGS.template(lang), signers: SIGNERS.template(lang) },
    };
    // Writing into a String has no failing case.
    page.render().unwrap_or_default()
}

/// The classes of a table: the more columns, the smaller its letters.
const fn classes(table: &Table) -> &'static str {
    match (table.kind, table.columns.len()) {
        (TableKind::Cells, 3) => "cells numbered",
        (TableKind::Cells, _) => "cells",
        (_, 0..=8) => "",
        (_, 9..=12) => "wide",
        (_, 13..=18) => "wide dense",
        _ => "wide dense tiny",
    }
}

/// What the report was made with, in a line.
pub(crate) fn judged(report: &Report, lang: Lang) -> String {
    let engine = &report.engine;
    let judged = JUDGED.fill(
        lang,
        &[
            ("version", engine.version),
            ("at", &report.at.to_string()),
            ("policy", &engine.policy),
            ("sha256", &report.source.sha256),
        ],
    );
    crate::clean::line(&judged).into_owned()
}

const JUDGED: Text = Text {
    vi: "etax {version}, xét tại {at}, chính sách {policy}; SHA-256 của tệp: {sha256}",
    en: "etax {version}, judged at {at}, policy {policy}; SHA-256 of the file: {sha256}",
};
pub(crate) const FINDINGS: Text = Text { vi: "Phát hiện", en: "Findings" };
pub(crate) const SIGNERS: Text = Text { vi: "Chữ ký số", en: "Signatures" };
