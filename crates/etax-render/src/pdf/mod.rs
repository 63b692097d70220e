//! Sheets as PDF: A4, fonts embedded, text that can be searched and copied.
#![allow(clippy::float_arithmetic, reason = "places on paper, in points; no amount is reckoned here")]

mod layout;
mod pen;
mod table;
mod typeface;

use crate::sheet::sheets;
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

/// The same sheets as [`html`](crate::html) as a PDF file. The same input gives the same bytes: no date, no random id.
///
/// # Errors
///
/// Only when the writer of PDF gives up, which no document has made it do.
///
/// ```
/// use etax::engine::{Engine, Input, Policy};
/// use etax::rule::Lang;
/// use etax::signature::TrustStore;
/// use etax::value::Moment;
/// let engine = Engine::new(Policy::default(), TrustStore::default());
/// let bytes = b"<HDon><DLHDon/></HDon>";
/// let report = engine.check(&Input { name: "a.xml", bytes, at: Moment::parse("2026-11-23").unwrap() });
/// assert!(etax_render::pdf(bytes, &report, Lang::Vi).unwrap().starts_with(b"%PDF-1."));
/// ```
pub fn pdf(bytes: &[u8], report: &Report, lang: Lang) -> Result<Vec<u8>, PdfError> {
    let typefaces = Typefaces::shipped().ok_or_else(|| PdfError("the fonts cannot be read".to_owned()))?;
    let mut layout = Layout::new(&typefaces);
    for sheet in sheets(bytes, report, lang) {
        layout.sheet(&sheet, lang);
    }
    layout.closing(&crate::html::judged(report, lang));
    layout.finish().map_err(PdfError)
}
