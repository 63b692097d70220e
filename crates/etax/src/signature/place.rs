//! Kinds of document, who signs them, and what a place for a signature is.

use super::layout;
use crate::xml::Element;

/// The namespace of the pilot's invoices of 2015 and 2016.
pub(crate) const PILOT: &str = "http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1";

/// The kinds of document that carry signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// `HDon`, hoá đơn.
    Invoice,
    /// `TDiep`, thông điệp: the envelope; the documents in its `DLieu` are units of their own.
    Message,
    /// `TBao`, thông báo: a notice of the authority or of the taxpayer.
    Notice,
    /// `BBan`, biên bản: minutes of an agreement between seller and buyer.
    Minutes,
    /// `BKe`, bảng kê: a list sent with invoices.
    List,
    /// `TKhai`, tờ khai đăng ký: registration of e-invoice use.
    Registration,
    /// `BTHDLieu`, bảng tổng hợp dữ liệu: summary of invoices.
    Summary,
    /// `DNghi`, đề nghị: a request.
    Request,
    /// `HSoThueDTu`, hồ sơ thuế điện tử: a tax declaration.
    Declaration,
    /// `TBaoThueDTu`, thông báo thuế điện tử: a tax notice.
    TaxNotice,
    /// `DKyThueDTu`, đăng ký thuế điện tử: registration of electronic filing.
    FilingRegistration,
    /// `CHUNGTU`, chứng từ: a payment order (giấy nộp tiền).
    PaymentOrder,
    /// `inv:invoice`, hoá đơn xác thực: an invoice of the pilot of 2015 and 2016.
    PilotInvoice,
    /// Anything else: no place for a signature is known.
    Unknown,
}

impl UnitKind {
    /// The kind of the element with this tag.
    ///
    /// ```
    /// use etax::signature::UnitKind;
    /// assert_eq!(UnitKind::of("HDon"), UnitKind::Invoice);
    /// assert_eq!(UnitKind::of("Invoice"), UnitKind::Unknown);
    /// ```
    #[must_use]
    pub fn of(tag: &str) -> Self {
        match tag {
            "HDon" => Self::Invoice,
            "TDiep" => Self::Message,
            "TBao" => Self::Notice,
            "BBan" => Self::Minutes,
            "BKe" => Self::List,
            "TKhai" => Self::Registration,
            "BTHDLieu" => Self::Summary,
            "DNghi" => Self::Request,
            "HSoThueDTu" => Self::Declaration,
            "TBaoThueDTu" => Self::TaxNotice,
            "DKyThueDTu" => Self::FilingRegistration,
            "CHUNGTU" => Self::PaymentOrder,
            _ => Self::Unknown,
        }
    }

    /// The kind of an element by its name and namespace: the pilot's `invoice` has a name that other
    /// systems use as well.
    ///
    /// ```
    /// use etax::signature::UnitKind;
    /// use etax::xml::{Document, Limits, Parsed};
    /// let input = b"<inv:invoice xmlns:inv='http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1'/>";
    /// let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { panic!() };
    /// assert_eq!(UnitKind::of_element(document.root()), UnitKind::PilotInvoice);
    /// ```
    #[must_use]
    pub fn of_element(element: Element<'_>) -> Self {
        if element.is(PILOT, "invoice") { Self::PilotInvoice } else { Self::of(element.local()) }
    }

    pub(crate) const fn places(self) -> &'static [Place] {
        layout::places(self)
    }
}

/// Who signs at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// `NBan`, người bán.
    Seller,
    /// `NMua`, người mua.
    Buyer,
    /// `CQT`, cơ quan thuế.
    Authority,
    /// `TTCQT`, thủ trưởng cơ quan thuế: the head of a tax office.
    TaxOffice,
    /// `NNT`, người nộp thuế.
    Taxpayer,
    /// `CKSNNT`, chữ ký số người nộp thuế over a whole batch.
    Batch,
    /// Người nộp tiền: the payer of a payment order.
    Payer,
    /// Ngân hàng: the bank that carries a payment order out.
    Bank,
    /// Anybody else.
    Other,
}

impl Role {
    /// The word used in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Seller => "seller",
            Self::Buyer => "buyer",
            Self::Authority => "authority",
            Self::TaxOffice => "tax-office",
            Self::Taxpayer => "taxpayer",
            Self::Batch => "batch",
            Self::Payer => "payer",
            Self::Bank => "bank",
            Self::Other => "other",
        }
    }

    /// Whether the document's own tax code must stand in this signer's certificate.
    pub(crate) const fn is_bound(self) -> bool {
        matches!(self, Self::Seller | Self::Taxpayer | Self::Batch | Self::Payer)
    }
}

/// Whether a signature must cover an element that it may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cover {
    /// Always; a document without the element is not signed as it should be.
    Must,
    /// When the element carries an Id: makers give it one to have it signed.
    Identified,
}

impl Cover {
    /// Whether a signature without it is not what it should be.
    pub(crate) const fn is_must(self) -> bool {
        matches!(self, Self::Must)
    }
}

/// One place for signatures.
#[derive(Debug)]
pub(crate) struct Place {
    /// Path from the unit to the element that holds the `Signature`; empty for the unit itself.
    pub(crate) holder: &'static str,
    pub(crate) role: Role,
    /// Which of the signatures that the holder has.
    pub(crate) which: Which,
    /// More than one `Signature` may stand here.
    pub(crate) many: bool,
    /// Paths from the unit to the elements that references may name.
    pub(crate) targets: &'static [(&'static str, Cover)],
    /// `URI=""`, the whole document, is in use here.
    pub(crate) whole: bool,
    /// Signers here write the enveloped-signature transform, needed or not.
    pub(crate) enveloped: bool,
    /// `URI=""` with a filter of the payment orders is.
    pub(crate) filtered: bool,
    /// How many references a signature here may have.
    pub(crate) references: usize,
}

/// Which signatures of a holder belong to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    All,
    /// Those whose own signed property has this Id; see [`stage`](super::stage).
    Stage(&'static str),
    /// The one with this Id, else the first.
    Named(&'static str),
    /// All but the one that [`Which::Named`] finds.
    NotNamed(&'static str),
}

impl Place {
    /// How reports name the place: by its tags, which read alike in every language.
    pub(crate) fn name(&self) -> String {
        match self.which {
            Which::Stage(label) | Which::Named(label) => format!("Signature ({label})"),
            Which::All | Which::NotNamed(_) if self.holder.is_empty() => "Signature".to_owned(),
            Which::All | Which::NotNamed(_) => self.holder.to_owned(),
        }
    }
}

/// Every element at a path, step by step through children in the unit's own namespace. Of several paths with `|`
/// between them all count.
pub(crate) fn elements_at<'d>(unit: Element<'d>, path: &str) -> Vec<Element<'d>> {
    path.split('|').flat_map(|path| at_one(unit, path)).collect()
}

fn at_one<'d>(unit: Element<'d>, path: &str) -> Vec<Element<'d>> {
    let mut here = vec![unit];
    for step in path.split('/').filter(|step| !step.is_empty()) {
        let mut next = Vec::new();
        for element in here {
            next.extend(element.children_named(step));
        }
        here = next;
    }
    here
}
