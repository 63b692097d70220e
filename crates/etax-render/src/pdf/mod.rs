//! Sheets as PDF: A4, fonts embedded, text that can be searched and copied.
#![allow(clippy::float_arithmetic, reason = "places on paper, in points; no amount is reckoned here")]

mod layout;
mod pen;
mod table;
mod typeface;

use crate::sheet::sheets;
use etax::form::Catalogue;
use etax::report::Report;
use etax::rule::Lang;
use layout::Layout;
use std::fmt;
use typeface::Typefaces;

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfError(String);

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PdfError {}

/// The sheets of an input as a PDF file.
pub(crate) fn paper(
    bytes: &[u8],
    report: &Report,
    lang: Lang,
    forms: &Catalogue,
) -> Result<Vec<u8>, PdfError> {
    let typefaces = Typefaces::shipped().ok_or_else(|| PdfError("the fonts cannot be read".to_owned()))?;
    let mut layout = Layout::new(&typefaces);
    for sheet in sheets(bytes, report, lang, forms) {
        layout.sheet(&sheet, lang);
    }
    layout.closing(&crate::html::judged(report, lang));
    layout.finish().map_err(PdfError)
}
