//! A declaration as typed values, read without judging it.

use crate::value::{Period, PeriodKind, TaxCode};
use crate::xml::Element;
use std::borrow::Cow;

/// First, amended or replacing (`loaiTKhai`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeclarationKind {
    /// `C`, chính thức: the first declaration of a period.
    First,
    /// `B`, bổ sung: an amendment.
    Amended,
    /// `T`, thay thế: a replacement.
    Replacing,
}

/// A tax declaration, hồ sơ khai thuế (`HSoThueDTu`), borrowed from the document.
///
/// Reading is lenient: what is absent is `None` or empty, and elements are looked for in the
/// namespace of the root, whichever that is. [`crate::declaration::check`] judges.
///
/// ```
/// use etax::declaration::{Declaration, DeclarationKind};
/// use etax::xml::{Document, Limits, Parsed};
/// let xml = b"<HSoThueDTu><HSoKhaiThue><TTinChung><TTinTKhaiThue><TKhaiThue><maTKhai>842</maTKhai>\
///   <loaiTKhai>C</loaiTKhai></TKhaiThue></TTinTKhaiThue></TTinChung><CTieuTKhaiChinh><ct40>5</ct40>\
///   </CTieuTKhaiChinh></HSoKhaiThue></HSoThueDTu>";
/// let Parsed::Document(document) = Document::parse(xml, &Limits::default()) else { panic!() };
/// let declaration = Declaration::read(document.root()).unwrap();
/// assert_eq!(declaration.form(), "842");
/// assert_eq!(declaration.kind(), Some(DeclarationKind::First));
/// assert_eq!(declaration.indicator("ct40").unwrap().text(), "5");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Declaration<'d> {
    root: Element<'d>,
    body: Element<'d>,
}

impl<'d> Declaration<'d> {
    /// Reads the root `HSoThueDTu`; `None` when it is another element or has no `HSoKhaiThue`.
    #[must_use]
    pub fn read(root: Element<'d>) -> Option<Self> {
        (root.local() == "HSoThueDTu")
            .then(|| root.child("HSoKhaiThue"))
            .flatten()
            .map(|body| Self { root, body })
    }

    /// `HSoThueDTu`.
    #[must_use]
    pub const fn root(&self) -> Element<'d> {
        self.root
    }

    /// `HSoKhaiThue`: what signatures cover.
    #[must_use]
    pub const fn body(&self) -> Element<'d> {
        self.body
    }

    /// `TKhaiThue`: which form, which period.
    #[must_use]
    pub fn statement(&self) -> Option<Element<'d>> {
        self.body.find("TTinChung/TTinTKhaiThue/TKhaiThue")
    }

    /// `NNT`, người nộp thuế: the taxpayer.
    #[must_use]
    pub fn taxpayer(&self) -> Option<Element<'d>> {
        self.body.find("TTinChung/TTinTKhaiThue/NNT")
    }

    /// `DLyThue`, đại lý thuế: the tax agent, if there is one.
    #[must_use]
    pub fn agent(&self) -> Option<Element<'d>> {
        self.body.find("TTinChung/TTinTKhaiThue/DLyThue")
    }

    /// `CTieuTKhaiChinh`: the indicators of the main part.
    #[must_use]
    pub fn main(&self) -> Option<Element<'d>> {
        self.body.child("CTieuTKhaiChinh")
    }

    /// `PLuc`, phụ lục: what holds the appendices.
    #[must_use]
    pub fn appendices(&self) -> Option<Element<'d>> {
        self.body.child("PLuc")
    }

    /// The appendix of this name.
    #[must_use]
    pub fn appendix(&self, name: &str) -> Option<Element<'d>> {
        self.appendices().and_then(|appendices| appendices.child(name))
    }

    /// The first element of this tag in the main part, at any depth: `ct40a`, `ct27`.
    #[must_use]
    pub fn indicator(&self, tag: &str) -> Option<Element<'d>> {
        let main = self.main()?;
        main.descendants().find(|element| element.local() == tag && element.namespace() == main.namespace())
    }

    fn stated(&self, path: &str) -> Cow<'d, str> {
        text(self.statement(), path)
    }

    /// maTKhai: the form's code, such as `842`. Empty when absent, as all texts here.
    #[must_use]
    pub fn form(&self) -> Cow<'d, str> {
        self.stated("maTKhai")
    }

    /// pbanTKhaiXML: the version of the form's schema, such as `2.6.8`.
    #[must_use]
    pub fn version(&self) -> Cow<'d, str> {
        self.stated("pbanTKhaiXML")
    }

    /// loaiTKhai: first, amended or replacing.
    #[must_use]
    pub fn kind(&self) -> Option<DeclarationKind> {
        match &*self.stated("loaiTKhai") {
            "C" => Some(DeclarationKind::First),
            "B" => Some(DeclarationKind::Amended),
            "T" => Some(DeclarationKind::Replacing),
            _ => None,
        }
    }

    /// soLan: 0 for a first declaration, else the number of the amendment.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        self.stated("soLan").parse().ok()
    }

    /// kieuKy: how the period is stated.
    #[must_use]
    pub fn period_kind(&self) -> Option<PeriodKind> {
        PeriodKind::parse(&self.stated("KyKKhaiThue/kieuKy"))
    }

    /// kyKKhai: the period.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        Period::parse(self.period_kind()?, &self.stated("KyKKhaiThue/kyKKhai"))
    }

    /// mst: the taxpayer's tax code, where it has the form of one.
    #[must_use]
    pub fn tax_code(&self) -> Option<TaxCode> {
        TaxCode::parse(&text(self.taxpayer(), "mst"))
    }
}

/// The trimmed text at a path, empty when there is none.
pub(super) fn text<'d>(from: Option<Element<'d>>, path: &str) -> Cow<'d, str> {
    from.and_then(|from| from.find(path)).map_or(Cow::Borrowed(""), Element::trimmed)
}
