//! A certified invoice as fields.

use crate::value::{Amount, Moment};
use crate::xml::Element;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// An invoice of the pilot.
///
/// ```
/// use etax::pilot::Invoice;
/// use etax::xml::{Document, Limits, Parsed};
/// let input = b"<i xmlns='http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1'><invoiceData>\
///     <invoiceNumber>0000001</invoiceNumber><items><item><quantity>2</quantity></item></items></invoiceData></i>";
/// let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { panic!() };
/// let invoice = Invoice::new(document.root());
/// assert_eq!(invoice.text("invoiceNumber").as_deref(), Some("0000001"));
/// assert_eq!(invoice.lines().next().unwrap().number("quantity"), Some(2.into()));
/// assert!(invoice.certified("certifiedId").is_none());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Invoice<'d> {
    element: Element<'d>,
    data: Option<Element<'d>>,
    certified: Option<Element<'d>>,
}

impl<'d> Invoice<'d> {
    /// Views an element as an invoice of the pilot (`inv:invoice`).
    #[must_use]
    pub fn new(element: Element<'d>) -> Self {
        Self { element, data: element.child("invoiceData"), certified: element.child("certifiedData") }
    }

    /// The element itself.
    #[must_use]
    pub const fn element(self) -> Element<'d> {
        self.element
    }

    /// invoiceData, what the seller signs.
    #[must_use]
    pub const fn data(self) -> Option<Element<'d>> {
        self.data
    }

    /// An element of invoiceData, `None` also where it is empty.
    #[must_use]
    pub fn field(self, name: &str) -> Option<Element<'d>> {
        self.data?.child(name).filter(|element| !element.trimmed().is_empty())
    }

    /// The text of an element of invoiceData.
    #[must_use]
    pub fn text(self, name: &str) -> Option<Cow<'d, str>> {
        self.field(name).map(Element::trimmed)
    }

    /// A number of invoiceData, in units of the invoice's currency; `None` where there is none that can be read.
    #[must_use]
    pub fn number(self, name: &str) -> Option<Decimal> {
        number(self.field(name)?)
    }

    /// A moment of invoiceData.
    #[must_use]
    pub fn moment(self, name: &str) -> Option<Moment> {
        Moment::parse(&self.text(name)?)
    }

    /// An element of certifiedData, what the authority's device answered.
    #[must_use]
    pub fn certified(self, name: &str) -> Option<Element<'d>> {
        self.certified?.child(name).filter(|element| !element.trimmed().is_empty())
    }

    /// items/item, the lines.
    pub fn lines(self) -> impl Iterator<Item = Line<'d>> {
        let items = self.data.and_then(|data| data.child("items"));
        items.into_iter().flat_map(|items| items.children_named("item")).map(Line)
    }

    /// invoiceTaxBreakdowns/invoiceTaxBreakdown, a row for each rate.
    pub fn rates(self) -> impl Iterator<Item = Line<'d>> {
        let rows = self.data.and_then(|data| data.child("invoiceTaxBreakdowns"));
        rows.into_iter().flat_map(|rows| rows.children_named("invoiceTaxBreakdown")).map(Line)
    }

    /// Whether amounts are in đồng: currencyCode is VND or absent, as the schema's default has it.
    #[must_use]
    pub fn is_vnd(self) -> bool {
        self.text("currencyCode").is_none_or(|code| code == "VND")
    }
}

/// A line, or a row of the tax breakdown.
#[derive(Clone, Copy, Debug)]
pub struct Line<'d>(Element<'d>);

impl<'d> Line<'d> {
    /// The element itself.
    #[must_use]
    pub const fn element(self) -> Element<'d> {
        self.0
    }

    /// One of its elements, `None` also where it is empty.
    #[must_use]
    pub fn field(self, name: &str) -> Option<Element<'d>> {
        self.0.child(name).filter(|element| !element.trimmed().is_empty())
    }

    /// A number; `None` where there is none that can be read.
    #[must_use]
    pub fn number(self, name: &str) -> Option<Decimal> {
        number(self.field(name)?)
    }

    /// Whether a flag says no: increase (`isIncreaseItem`) and the like.
    #[must_use]
    pub fn is_not(self, name: &str) -> bool {
        self.field(name).is_some_and(|flag| matches!(&*flag.trimmed(), "false" | "0"))
    }
}

fn number(element: Element<'_>) -> Option<Decimal> {
    Amount::parse(&element.trimmed()).ok().map(Amount::value)
}
