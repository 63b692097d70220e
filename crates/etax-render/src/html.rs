//! Sheets as one page of HTML.

use crate::sheet::{Block, Sheet, sheets};
use askama::Template;
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

/// One page of HTML for an input and the report on it, in one language. The same input gives the same page.
#[must_use]
pub fn html(bytes: &[u8], report: &Report, lang: Lang) -> String {
    let sheets = sheets(bytes, report, lang);
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
