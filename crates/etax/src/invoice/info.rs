//! What a report says about an invoice.

use super::case::{filled, number, trimmed};
use super::view::Invoice;
use crate::report::{DocumentInfo, Fields};
use crate::xml::Element;

/// What the invoice is and says about itself; works on any HDon, right or wrong.
///
/// ```
/// use etax::invoice::{Invoice, info};
/// use etax::xml::{Document, Limits, Parsed};
/// let source = b"<HDon><DLHDon><TTChung><KHHDon>C26TYY</KHHDon></TTChung></DLHDon></HDon>";
/// let Parsed::Document(document) = Document::parse(source, &Limits::default()) else { unreachable!() };
/// let info = info(&Invoice::new(document.root()));
/// assert_eq!((info.kind, info.id.get("series")), ("invoice", Some("C26TYY")));
/// ```
#[must_use]
pub fn info<'d>(invoice: &Invoice<'d>) -> DocumentInfo {
    let mut info = DocumentInfo::of("invoice");
    if let Some(general) = invoice.general() {
        info.form = filled(general.form()).map(text);
        info.version = filled(general.version()).map(text);
        add(&mut info.id, "series", general.series());
        add(&mut info.id, "number", general.number());
        add(&mut info.id, "date", general.date());
        add(&mut info.id, "currency", general.currency());
    }
    add(&mut info.id, "code", invoice.top().code());
    if let Some(related) = invoice.related() {
        add(&mut info.id, "relatedNature", related.nature());
        add(&mut info.id, "relatedForm", related.form());
        add(&mut info.id, "relatedSeries", related.series());
        add(&mut info.id, "relatedNumber", related.number());
        add(&mut info.id, "relatedDate", related.date());
    }
    if let Some(seller) = invoice.seller() {
        add(&mut info.parties, "sellerTaxCode", seller.tax_code());
        add(&mut info.parties, "sellerName", seller.name());
    }
    if let Some(buyer) = invoice.buyer() {
        add(&mut info.parties, "buyerTaxCode", buyer.tax_code());
        add(&mut info.parties, "buyerName", buyer.name());
    }
    if let Some(totals) = invoice.totals() {
        // What is no number of the standard can mean two amounts, and is none here.
        let stated = |element: Option<Element<'d>>| element.filter(|_| number(element).is_some());
        add(&mut info.amounts, "totalBeforeTax", stated(totals.before_tax()));
        add(&mut info.amounts, "totalTax", stated(totals.tax()));
        add(&mut info.amounts, "totalPayable", stated(totals.payable()));
    }
    info
}

/// The most characters of a name or id that a report repeats.
const LONGEST: usize = 400;

fn text(element: Element<'_>) -> String {
    let text = trimmed(element);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
        None => text.into_owned(),
    }
}

/// Adds what an element says, unless it says nothing.
pub(crate) fn add(fields: &mut Fields, name: &'static str, element: Option<Element<'_>>) {
    if let Some(element) = element {
        fields.add(name, text(element));
    }
}
