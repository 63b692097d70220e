//! The way in: what pages are drawn with.

use crate::html::page;
#[cfg(feature = "pdf")]
use crate::pdf::{PdfError, paper};
use etax::form::Catalogue;
use etax::report::Report;
use etax::rule::Lang;

/// Draws pages in one language, with the names of cells that a catalogue of forms has.
///
/// ```
/// use etax::engine::{Engine, Input, Policy};
/// use etax::form::Catalogue;
/// use etax::rule::Lang;
/// use etax::signature::TrustStore;
/// use etax::value::Moment;
/// use etax_render::Pages;
/// let text = "form 999\nversion 1.0.0\nfile X\nstructure\n  HSoThueDTu\n    HSoKhaiThue\n      CTieuTKhaiChinh\n        ct1: long\n\
///   labels\n  ct1 [1] | Doanh thu | Revenue\n".replace("  labels", "labels");
/// let forms = Catalogue::built_in().load([("x.form", text.as_bytes())]).unwrap();
/// let bytes = b"<HSoThueDTu><HSoKhaiThue><TTinChung><TTinTKhaiThue><TKhaiThue><maTKhai>999</maTKhai>\
///   <pbanTKhaiXML>1.0.0</pbanTKhaiXML></TKhaiThue></TTinTKhaiThue></TTinChung><CTieuTKhaiChinh><ct1>1200000</ct1>\
///   </CTieuTKhaiChinh></HSoKhaiThue></HSoThueDTu>";
/// let engine = Engine::new(Policy::default(), TrustStore::default());
/// let report = engine.check(&Input { name: "a.xml", bytes, at: Moment::parse("2026-11-23").unwrap() });
/// let page = Pages::new(Lang::Vi, &forms).html(bytes, &report);
/// assert!(page.contains("<td>[1]</td><td>Doanh thu</td><td class=\"amount\">1.200.000</td>"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Pages<'f> {
    lang: Lang,
    forms: &'f Catalogue,
}

impl<'f> Pages<'f> {
    /// Pages in a language. `forms` is where the names of declarations' cells are looked up: the catalogue of the engine that
    /// made the reports.
    #[must_use]
    pub const fn new(lang: Lang, forms: &'f Catalogue) -> Self {
        Self { lang, forms }
    }

    /// One page of HTML for an input and the report on it. The same input gives the same page.
    #[must_use]
    pub fn html(&self, bytes: &[u8], report: &Report) -> String {
        page(bytes, report, self.lang, self.forms)
    }

    /// The same sheets as [`Pages::html`] as a PDF file. The same input gives the same bytes: no date, no random id.
    ///
    /// # Errors
    ///
    /// Only when the writer of PDF gives up, which no document has made it do.
    #[cfg(feature = "pdf")]
    pub fn pdf(&self, bytes: &[u8], report: &Report) -> Result<Vec<u8>, PdfError> {
        paper(bytes, report, self.lang, self.forms)
    }
}

/// [`Pages::html`] with the forms built in.
#[must_use]
pub fn html(bytes: &[u8], report: &Report, lang: Lang) -> String {
    Pages::new(lang, Catalogue::built_in()).html(bytes, report)
}

/// [`Pages::pdf`] with the forms built in.
///
/// # Errors
///
/// As [`Pages::pdf`].
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
#[cfg(feature = "pdf")]
pub fn pdf(bytes: &[u8], report: &Report, lang: Lang) -> Result<Vec<u8>, PdfError> {
    Pages::new(lang, Catalogue::built_in()).pdf(bytes, report)
}
