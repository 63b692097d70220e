//! Where signatures belong in each kind of document, and what each must cover.
//!
//! Sources: Decision 1450/QĐ-TCT (2021) and its successors, part I (signature elements of the
//! e-invoice format), and the layouts of signed documents of 2018 to 2026.

use crate::xml::Element;

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
    /// `CHUNGTU`, chứng từ: a payment order.
    PaymentOrder,
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

    pub(crate) const fn places(self) -> &'static [Place] {
        match self {
            Self::Invoice => INVOICE,
            Self::Message => MESSAGE,
            Self::Notice => NOTICE,
            Self::Minutes => MINUTES,
            Self::List => LIST,
            Self::Registration => REGISTRATION,
            Self::Summary => SUMMARY,
            Self::Request => REQUEST,
            Self::Declaration => DECLARATION,
            Self::TaxNotice => TAX_NOTICE,
            Self::FilingRegistration => FILING_REGISTRATION,
            Self::PaymentOrder => PAYMENT_ORDER,
            Self::Unknown => &[],
        }
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
            Self::Other => "other",
        }
    }

    /// Whether the document's own tax code must stand in this signer's certificate.
    pub(crate) const fn is_bound(self) -> bool {
        matches!(self, Self::Seller | Self::Taxpayer | Self::Batch)
    }
}

/// One place for signatures.
#[derive(Debug)]
pub(crate) struct Place {
    /// Path from the unit to the element that holds the `Signature`; empty for the unit itself.
    pub(crate) holder: &'static str,
    pub(crate) role: Role,
    /// More than one `Signature` may stand here.
    pub(crate) many: bool,
    /// Paths from the unit to the elements that references may name, and whether each must be covered.
    pub(crate) targets: &'static [(&'static str, bool)],
    /// `URI=""`, the whole document, is in use here.
    pub(crate) whole: bool,
    /// Signers here write the enveloped-signature transform, needed or not.
    pub(crate) enveloped: bool,
}

const fn place(holder: &'static str, role: Role, targets: &'static [(&'static str, bool)]) -> Place {
    Place { holder, role, many: false, targets, whole: true, enveloped: true }
}

const fn many(place: Place) -> Place {
    Place { many: true, ..place }
}

/// As the authority signs: no transforms.
const fn plain(place: Place) -> Place {
    Place { enveloped: false, ..place }
}

const INVOICE_DATA: &[(&str, bool)] = &[("DLHDon", true)];
const NOTICE_DATA: &[(&str, bool)] = &[("DLTBao", true), ("STBao", false)];
const MINUTES_DATA: &[(&str, bool)] = &[("NDBBan", true)];
const LIST_DATA: &[(&str, bool)] = &[("NDBKe", true)];

const INVOICE: &[Place] = &[
    place("DSCKS/NBan", Role::Seller, INVOICE_DATA),
    place("DSCKS/NMua", Role::Buyer, INVOICE_DATA),
    plain(Place {
        whole: false,
        ..place("DSCKS/CQT", Role::Authority, &[("DLHDon", true), ("MCCQT", true)])
    }),
    many(place("DSCKS/CCKSKhac", Role::Other, INVOICE_DATA)),
];
const MESSAGE: &[Place] =
    &[plain(Place { whole: false, ..place("CKSNNT", Role::Batch, &[("DLieu", true)]) })];
const NOTICE: &[Place] = &[
    plain(place("DSCKS/TTCQT", Role::TaxOffice, NOTICE_DATA)),
    plain(place("DSCKS/CQT", Role::Authority, NOTICE_DATA)),
    place("DSCKS/NNT", Role::Taxpayer, NOTICE_DATA),
    many(place("DSCKS/CCKSKhac", Role::Other, NOTICE_DATA)),
];
const MINUTES: &[Place] = &[
    place("DSCKS/NBan", Role::Seller, MINUTES_DATA),
    place("DSCKS/NMua", Role::Buyer, MINUTES_DATA),
    many(place("DSCKS/CCKSKhac", Role::Other, MINUTES_DATA)),
];
const LIST: &[Place] = &[
    place("DSCKS/NBan", Role::Seller, LIST_DATA),
    place("DSCKS/NMua", Role::Buyer, LIST_DATA),
    many(place("DSCKS/CCKSKhac", Role::Other, LIST_DATA)),
];
const REGISTRATION: &[Place] = &[place("DSCKS/NNT", Role::Taxpayer, &[("DLTKhai", true)])];
const SUMMARY: &[Place] = &[place("DSCKS/NNT", Role::Taxpayer, &[("DLBTHop", true)])];
const REQUEST: &[Place] = &[place("DSCKS/NNT", Role::Taxpayer, &[("DLDNghi", true)])];
const DECLARATION: &[Place] = &[many(place("CKyDTu", Role::Taxpayer, &[("HSoKhaiThue", true)]))];
const TAX_NOTICE: &[Place] = &[many(place("CKyDTu", Role::TaxOffice, &[("TBaoThue", true)]))];
const FILING_REGISTRATION: &[Place] = &[
    place("DKyThue", Role::Taxpayer, &[("DKyThue", true)]),
    many(place("CKyDTu", Role::Taxpayer, &[("DKyThue", true)])),
];
const PAYMENT_ORDER: &[Place] = &[many(place("", Role::Other, &[("NDUNG_CTU", true)]))];

/// Every element at a path, step by step through children in the unit's own namespace.
pub(crate) fn elements_at<'d>(unit: Element<'d>, path: &str) -> Vec<Element<'d>> {
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
