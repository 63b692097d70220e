//! Documents as people read them.
//!
//! [`html`] makes one page of an input and its report: each document as a sheet (an invoice as an invoice looks, a declaration
//! with the labels of its form, others by their parts), a box that says what is signed by whom and what the engine concludes, and the findings. The page needs
//! nothing from elsewhere and runs nothing: no script, no font, no picture is fetched. Whatever a document says is shown as
//! text.
//!
//! ```
//! use etax::engine::{Engine, Input, Policy};
//! use etax::rule::Lang;
//! use etax::signature::TrustStore;
//! use etax::value::Moment;
//! let engine = Engine::new(Policy::default(), TrustStore::default());
//! let bytes = b"<HDon><DLHDon><NDHDon><NBan><Ten>A &lt;b&gt;</Ten></NBan></NDHDon></DLHDon></HDon>";
//! let report = engine.check(&Input { name: "a.xml", bytes, at: Moment::parse("2026-11-23").unwrap() });
//! let page = etax_render::html(bytes, &report, Lang::En);
//! assert!(page.contains("A &#60;b&#62;") && !page.contains("<b>"));
//! ```
#![forbid(unsafe_code)]

pub mod clean;
mod html;
mod pages;
#[cfg(feature = "pdf")]
mod pdf;
mod qr;
mod sheet;
pub mod words;

#[cfg(feature = "pdf")]
pub use pages::pdf;
pub use pages::{Pages, html};
#[cfg(feature = "pdf")]
pub use pdf::PdfError;
