//! A declaration as typed values, read without judging it.

use super::cell::Cell;
use super::part::Part;
use crate::form::Form;
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
/// assert_eq!(declaration.amount("ct40"), Some(5));
/// assert_eq!(declaration.indicator("[40]").unwrap().text(), "5");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Declaration<'d> {
    root: Element<'d>,
    body: Element<'d>,
    form: Option<&'d Form>,
}

/// What made the file: `TTinDVu`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Software<'d> {
    /// maDVu: its code, such as `HTKK`.
    pub code: Cow<'d, str>,
    /// tenDVu: its name.
    pub name: Cow<'d, str>,
    /// pbanDVu: its version.
    pub version: Cow<'d, str>,
    /// ttinNhaCCapDVu: who provides it; some write a check value here.
    pub provider: Cow<'d, str>,
}

/// A taxpayer (`NNT`) or a tax agent (`DLyThue`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party<'d> {
    /// mst, mstDLyThue: the tax code, as written.
    pub tax_code: Cow<'d, str>,
    /// tenNNT, tenDLyThue.
    pub name: Cow<'d, str>,
    /// dchiNNT, dchiDLyThue.
    pub address: Cow<'d, str>,
    /// dthoaiNNT, dthoaiDLyThue.
    pub telephone: Cow<'d, str>,
    /// emailNNT, emailDLyThue.
    pub email: Cow<'d, str>,
}

impl<'d> Party<'d> {
    fn read(element: Element<'d>, suffix: &str, tax_code: &str) -> Self {
        let said = |name: &str| text(Some(element), &format!("{name}{suffix}"));
        Self {
            tax_code: text(Some(element), tax_code),
            name: said("ten"),
            address: said("dchi"),
            telephone: said("dthoai"),
            email: said("email"),
        }
    }
}

impl<'d> Declaration<'d> {
    /// Reads the root `HSoThueDTu`; `None` when it is another element or has no `HSoKhaiThue`.
    #[must_use]
    pub fn read(root: Element<'d>) -> Option<Self> {
        (root.local() == "HSoThueDTu").then(|| root.child("HSoKhaiThue")).flatten().map(|body| Self {
            root,
            body,
            form: None,
        })
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
        let common = self.body.find("TTinChung/TTinTKhaiThue")?;
        common.child("TKhaiThue").or_else(|| self.registers().then_some(common))
    }

    /// Whether it registers a taxpayer: what `TKhaiThue` and `NNT` say elsewhere then stands in `TTinTKhaiThue` itself.
    #[must_use]
    pub fn registers(&self) -> bool {
        let common = self.body.find("TTinChung/TTinTKhaiThue");
        common.is_some_and(|common| common.child("TKhaiThue").is_none() && common.child("maTKhai").is_some())
    }

    /// `NNT`, người nộp thuế: the taxpayer.
    #[must_use]
    pub fn taxpayer(&self) -> Option<Element<'d>> {
        let common = self.body.find("TTinChung/TTinTKhaiThue")?;
        common.child("NNT").or_else(|| self.registers().then_some(common))
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

    /// The same, read with what a form says of its cells: their types, and the numbers printed beside them. The form is
    /// that of [`crate::form::Catalogue::find`].
    #[must_use]
    pub const fn with_form(self, form: &'d Form) -> Self {
        Self { form: Some(form), ..self }
    }

    /// The main form, `CTieuTKhaiChinh`, as cells.
    #[must_use]
    pub fn main_part(&self) -> Option<Part<'d>> {
        self.main().map(|element| Part::new(element, self.form))
    }

    /// The appendix of this name, as cells.
    #[must_use]
    pub fn attached(&self, name: &str) -> Option<Part<'d>> {
        self.appendix(name).map(|element| Part::new(element, self.form))
    }

    /// All appendices, as cells.
    pub fn attachments(&self) -> impl Iterator<Item = Part<'d>> + use<'d> {
        let form = self.form;
        self.appendices().into_iter().flat_map(Element::children).map(move |element| Part::new(element, form))
    }

    /// A cell of the main form, by path, tag or printed number: `HHDVBRaChiuTSuat5/ct30`, `ct40a`, `[40a]`; see
    /// [`Part::cell`].
    #[must_use]
    pub fn indicator(&self, address: &str) -> Option<Cell<'d>> {
        self.main_part()?.cell(address)
    }

    /// The whole đồng in a cell of the main form; see [`Cell::amount`].
    #[must_use]
    pub fn amount(&self, address: &str) -> Option<i64> {
        self.indicator(address)?.amount()
    }

    /// What made the file.
    #[must_use]
    pub fn software(&self) -> Software<'d> {
        let service = self.body.find("TTinChung/TTinDVu");
        Software {
            code: text(service, "maDVu"),
            name: text(service, "tenDVu"),
            version: text(service, "pbanDVu"),
            provider: text(service, "ttinNhaCCapDVu"),
        }
    }

    /// Who declares.
    #[must_use]
    pub fn declarant(&self) -> Option<Party<'d>> {
        self.taxpayer().map(|element| Party::read(element, "NNT", "mst"))
    }

    /// The tax agent who files it, if there is one.
    #[must_use]
    pub fn filing_agent(&self) -> Option<Party<'d>> {
        self.agent().map(|element| Party::read(element, "DLyThue", "mstDLyThue"))
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
