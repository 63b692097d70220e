//! A payment order as typed values, read without judging it.

use super::code::{Chapter, CollectorCode, SubItem};
use super::period::PaymentPeriod;
use crate::signature::{stage, stamp};
use crate::value::{Amount, Currency, Moment, TaxCode, parse_day};
use crate::xml::{DSIG, Document, Element, Limits, Parsed};
use jiff::civil::Date;
use std::borrow::Cow;

/// Đồng or another currency (`MA_CTU`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderKind {
    /// `01`: an order in đồng.
    Dong,
    /// `02`: an order in a foreign currency.
    Foreign,
}

/// Who has put a time of signing into a payment order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// `TimeSignature`: the payer.
    Payer,
    /// `TimeSignatureTCT`: the tax authority (tổng cục thuế).
    Authority,
    /// `TimeSignatureNHTM`: the bank (ngân hàng thương mại).
    Bank,
}

impl Stage {
    const fn label(self) -> &'static str {
        match self {
            Self::Payer => stage::PAYER,
            Self::Authority => stage::AUTHORITY,
            Self::Bank => stage::BANK,
        }
    }
}

/// A payment order, giấy nộp tiền (`CHUNGTU`), borrowed from the document.
///
/// Reading is lenient: what is absent is `None` or empty, elements may stand in any order and in any one namespace.
/// [`crate::payment::check`] judges.
///
/// ```
/// use etax::payment::PaymentOrder;
/// use etax::xml::{Document, Limits, Parsed};
/// let xml = b"<CHUNGTU><NDUNG_CTU><CHUNGTU_HDR><MST_NNOP>0123456787</MST_NNOP><NGAY_LAP>25/04/2019</NGAY_LAP>\
///   <TONG_TIEN>1500</TONG_TIEN></CHUNGTU_HDR><CHUNGTU_CTIET><ROW_CTIET><MA_NDKT>1701</MA_NDKT>\
///   <KY_THUE>00/Q1/2019</KY_THUE><TIEN_PNOP>1500</TIEN_PNOP></ROW_CTIET></CHUNGTU_CTIET></NDUNG_CTU></CHUNGTU>";
/// let Parsed::Document(document) = Document::parse(xml, &Limits::default()) else { panic!() };
/// let order = PaymentOrder::read(document.root()).unwrap();
/// assert_eq!(order.made_on().unwrap().to_string(), "2019-04-25");
/// let line = order.lines().next().unwrap();
/// assert_eq!(line.sub_item().unwrap().as_str(), "1701");
/// assert_eq!(line.period().unwrap().period().last().to_string(), "2019-03-31");
/// assert_eq!(line.amount().map(|amount| amount.value()), order.total().map(|total| total.value()));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PaymentOrder<'d> {
    root: Element<'d>,
    bank: Option<Element<'d>>,
    content: Element<'d>,
}

impl<'d> PaymentOrder<'d> {
    /// Reads the root `CHUNGTU`; `None` when it is another element or holds no `NDUNG_CTU`.
    #[must_use]
    pub fn read(root: Element<'d>) -> Option<Self> {
        if root.local() != "CHUNGTU" {
            return None;
        }
        let bank = root.child("NDUNG_CTU_NH");
        let content = bank.unwrap_or(root).child("NDUNG_CTU")?;
        Some(Self { root, bank, content })
    }

    /// `CHUNGTU`.
    #[must_use]
    pub const fn root(&self) -> Element<'d> {
        self.root
    }

    /// `NDUNG_CTU_NH`, what the bank has written around the order, once it has.
    #[must_use]
    pub const fn bank(&self) -> Option<Element<'d>> {
        self.bank
    }

    /// `NDUNG_CTU`: what payer and tax authority sign.
    #[must_use]
    pub const fn content(&self) -> Element<'d> {
        self.content
    }

    /// `CHUNGTU_HDR`.
    #[must_use]
    pub fn header(&self) -> Option<Element<'d>> {
        self.content.child("CHUNGTU_HDR")
    }

    /// An element of the header.
    #[must_use]
    pub fn field(&self, tag: &str) -> Option<Element<'d>> {
        self.header()?.child(tag)
    }

    /// The trimmed text of an element of the header, empty when there is none.
    #[must_use]
    pub fn text(&self, tag: &str) -> Cow<'d, str> {
        self.field(tag).map(Element::trimmed).unwrap_or_default()
    }

    /// PBAN_TLIEU_XML: the version of the document, such as `4.0.1`.
    #[must_use]
    pub fn version(&self) -> Cow<'d, str> {
        self.text("PBAN_TLIEU_XML")
    }

    /// ID_CTU: the portal's id of the order, which every line repeats.
    #[must_use]
    pub fn id(&self) -> Cow<'d, str> {
        self.text("ID_CTU")
    }

    /// SO_GNT, số giấy nộp tiền: the order's number.
    #[must_use]
    pub fn number(&self) -> Cow<'d, str> {
        self.text("SO_GNT")
    }

    /// MA_CTU: in đồng or in another currency.
    #[must_use]
    pub fn kind(&self) -> Option<OrderKind> {
        match &*self.text("MA_CTU") {
            "01" => Some(OrderKind::Dong),
            "02" => Some(OrderKind::Foreign),
            _ => None,
        }
    }

    /// MAHIEU_CTU, mã hiệu: the series of the bank's voucher. Empty when absent, as all texts here.
    #[must_use]
    pub fn bank_series(&self) -> Cow<'d, str> {
        child_text(self.bank, "MAHIEU_CTU")
    }

    /// SO_CTU: the number of the bank's voucher.
    #[must_use]
    pub fn bank_number(&self) -> Cow<'d, str> {
        child_text(self.bank, "SO_CTU")
    }

    /// MST_NNOP: whose tax is paid, where it has the form of a tax code.
    #[must_use]
    pub fn tax_code(&self) -> Option<TaxCode> {
        TaxCode::parse(&self.text("MST_NNOP"))
    }

    /// MST_NTHAY: who pays instead of the taxpayer, where it has the form of a tax code.
    #[must_use]
    pub fn delegate(&self) -> Option<TaxCode> {
        TaxCode::parse(&self.text("MST_NTHAY"))
    }

    /// MA_CQTHU: the office that the money is collected for.
    #[must_use]
    pub fn collector(&self) -> Option<CollectorCode> {
        CollectorCode::parse(&self.text("MA_CQTHU"))
    }

    /// STK_THU: the account of the treasury that is paid into, such as `7111`, the state budget.
    #[must_use]
    pub fn account(&self) -> Cow<'d, str> {
        self.text("STK_THU")
    }

    /// NGAY_LAP: the day the order was made.
    #[must_use]
    pub fn made_on(&self) -> Option<Date> {
        parse_day(&self.text("NGAY_LAP"))
    }

    /// TONG_TIEN: the sum to pay, in the order's currency.
    #[must_use]
    pub fn total(&self) -> Option<Amount> {
        Amount::parse(&self.text("TONG_TIEN")).ok()
    }

    /// MA_NGUYENTE: the currency. Orders of version 4.0.0 do not name it; one in đồng (`MA_CTU` 01) is in đồng.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        match &*self.text("MA_NGUYENTE") {
            "" if self.kind() == Some(OrderKind::Dong) => Currency::parse("VND"),
            code => Currency::parse(code),
        }
    }

    /// ROW_CTIET: the lines, in order.
    pub fn lines(&self) -> impl Iterator<Item = PaymentLine<'d>> + use<'d> {
        let lists = self.content.children_named("CHUNGTU_CTIET");
        lists.flat_map(|list| list.children_named("ROW_CTIET")).map(|element| PaymentLine { element })
    }

    /// The times of signing that the signatures of a stage state. Whether they are true is the signatures' concern.
    pub fn signed_at(&self, stage: Stage) -> impl Iterator<Item = Moment> + use<'d> {
        self.stamps(stage).map(|(_, moment)| moment)
    }

    /// The same with the element that says it.
    pub(super) fn stamps(&self, stage: Stage) -> impl Iterator<Item = (Element<'d>, Moment)> + use<'d> {
        // More signatures than an order has parties are the signatures' concern.
        self.root
            .children()
            .filter(|child| child.is(DSIG, "Signature"))
            .take(8)
            .filter(move |signature| stage::of(*signature) == Some(stage.label()))
            .filter_map(|signature| {
                let mut inside = signature.descendants();
                let element = inside.find(|element| element.local() == "DateTimeStamp")?;
                Some((element, stamp(&element.trimmed())?))
            })
    }
}

/// One line of a payment order (`ROW_CTIET`): a sum for one sub-item and one period.
#[derive(Clone, Copy, Debug)]
pub struct PaymentLine<'d> {
    element: Element<'d>,
}

impl<'d> PaymentLine<'d> {
    /// `ROW_CTIET`.
    #[must_use]
    pub const fn element(&self) -> Element<'d> {
        self.element
    }

    /// The trimmed text of one of its elements, empty when there is none.
    #[must_use]
    pub fn text(&self, tag: &str) -> Cow<'d, str> {
        child_text(Some(self.element), tag)
    }

    /// MA_NDKT: the sub-item (tiểu mục) that is paid.
    #[must_use]
    pub fn sub_item(&self) -> Option<SubItem> {
        SubItem::parse(&self.text("MA_NDKT"))
    }

    /// MA_CHUONG: the chapter.
    #[must_use]
    pub fn chapter(&self) -> Option<Chapter> {
        Chapter::parse(&self.text("MA_CHUONG"))
    }

    /// KY_THUE: the period that is paid for.
    #[must_use]
    pub fn period(&self) -> Option<PaymentPeriod> {
        PaymentPeriod::parse(&self.text("KY_THUE"))
    }

    /// TIEN_PNOP: the sum, in the order's currency.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        Amount::parse(&self.text("TIEN_PNOP")).ok()
    }
}

fn child_text<'d>(parent: Option<Element<'d>>, tag: &str) -> Cow<'d, str> {
    parent.and_then(|parent| parent.child(tag)).map(Element::trimmed).unwrap_or_default()
}

/// Reads a document's root.
pub(crate) fn parsed<T>(bytes: &[u8], read: impl FnOnce(Element<'_>) -> Option<T>) -> Option<T> {
    match Document::parse(bytes, &Limits::default()) {
        Parsed::Document(document) => read(document.root()),
        Parsed::Refused(_) => None,
    }
}
