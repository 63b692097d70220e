//! The typed view of an invoice.

use super::table::block::Observer;
use super::table::{
    Buyer, Content, Data, Fee, General, Line, RateTotal, Related, Seller, Signatures, Top, Totals,
};
use crate::xml::Element;

/// HDon, hóa đơn: an e-invoice, viewed in the document it stands in. Children may stand in any
/// order; elements that the standard does not know are kept ([`Invoice::unknown`]). Viewing
/// checks nothing: [`crate::invoice::check`] does.
///
/// ```
/// use etax::invoice::Invoice;
/// use etax::xml::{Document, Limits, Parsed};
/// let source = b"<HDon><DLHDon><TTChung><KHHDon>C26TYY</KHHDon></TTChung><NDHDon/></DLHDon></HDon>";
/// let Parsed::Document(document) = Document::parse(source, &Limits::default()) else { unreachable!() };
/// let invoice = Invoice::new(document.root());
/// let series = invoice.general().and_then(|general| general.series()).unwrap();
/// assert_eq!(series.text(), "C26TYY");
/// assert_eq!(invoice.lines().count(), 0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Invoice<'d> {
    top: Top<'d>,
    data: Option<Data<'d>>,
    general: Option<General<'d>>,
    related: Option<Related<'d>>,
    content: Option<Content<'d>>,
    seller: Option<Seller<'d>>,
    buyer: Option<Buyer<'d>>,
    totals: Option<Totals<'d>>,
}

impl<'d> Invoice<'d> {
    /// Views an HDon element, or a DLHDon that stands alone, without code and signatures.
    #[must_use]
    pub fn new(hdon: Element<'d>) -> Self {
        Self::observed(hdon, &mut ())
    }

    /// Views an HDon element and tells the observer what its tables do not expect.
    pub(crate) fn observed<O: Observer<'d>>(hdon: Element<'d>, observer: &mut O) -> Self {
        let top = if is_data(hdon) { Top::of_data(hdon) } else { Top::observed(hdon, observer) };
        let data = top.data().map(|element| Data::observed(element, observer));
        let general =
            data.and_then(|data| data.general()).map(|element| General::observed(element, observer));
        let related =
            general.and_then(|general| general.related()).map(|element| Related::observed(element, observer));
        let content =
            data.and_then(|data| data.content()).map(|element| Content::observed(element, observer));
        let seller =
            content.and_then(|content| content.seller()).map(|element| Seller::observed(element, observer));
        let buyer =
            content.and_then(|content| content.buyer()).map(|element| Buyer::observed(element, observer));
        let totals =
            content.and_then(|content| content.totals()).map(|element| Totals::observed(element, observer));
        Self { top, data, general, related, content, seller, buyer, totals }
    }

    /// The HDon element, or the DLHDon that stands alone.
    #[must_use]
    pub const fn element(&self) -> Element<'d> {
        self.top.element()
    }

    /// Whether the data stand alone.
    pub(crate) fn is_alone(&self) -> bool {
        is_data(self.element())
    }

    /// The children of HDon: data, code, QR code, signatures.
    #[must_use]
    pub const fn top(&self) -> &Top<'d> {
        &self.top
    }

    /// DLHDon, dữ liệu hóa đơn: the signed data.
    #[must_use]
    pub const fn data(&self) -> Option<&Data<'d>> {
        self.data.as_ref()
    }

    /// TTChung, thông tin chung.
    #[must_use]
    pub const fn general(&self) -> Option<&General<'d>> {
        self.general.as_ref()
    }

    /// TTHDLQuan, thông tin hóa đơn liên quan: the invoice replaced or adjusted.
    #[must_use]
    pub const fn related(&self) -> Option<&Related<'d>> {
        self.related.as_ref()
    }

    /// NDHDon, nội dung hóa đơn.
    #[must_use]
    pub const fn content(&self) -> Option<&Content<'d>> {
        self.content.as_ref()
    }

    /// NBan, người bán.
    #[must_use]
    pub const fn seller(&self) -> Option<&Seller<'d>> {
        self.seller.as_ref()
    }

    /// NMua, người mua.
    #[must_use]
    pub const fn buyer(&self) -> Option<&Buyer<'d>> {
        self.buyer.as_ref()
    }

    /// TToan, thanh toán.
    #[must_use]
    pub const fn totals(&self) -> Option<&Totals<'d>> {
        self.totals.as_ref()
    }

    /// HHDVu, hàng hóa, dịch vụ: the lines.
    pub fn lines(&self) -> impl Iterator<Item = Line<'d>> + use<'d> {
        list(self.content.and_then(|content| content.lines()), "HHDVu").map(Line::new)
    }

    /// LTSuat, loại thuế suất: the totals of each rate.
    pub fn rate_totals(&self) -> impl Iterator<Item = RateTotal<'d>> + use<'d> {
        list(self.totals.and_then(|totals| totals.rates()), "LTSuat").map(RateTotal::new)
    }

    /// LPhi, loại phí: the fees.
    pub fn fees(&self) -> impl Iterator<Item = Fee<'d>> + use<'d> {
        list(self.totals.and_then(|totals| totals.fees()), "LPhi").map(Fee::new)
    }

    /// DSCKS, danh sách chữ ký số.
    #[must_use]
    pub fn signatures(&self) -> Option<Signatures<'d>> {
        self.top.signatures().map(Signatures::new)
    }

    /// TTin, thông tin: the entries of every TTKhac at the ends of the tree: of the invoice, its
    /// common data, its parties and its totals. Those of a line are reached through the line.
    pub fn extensions(&self) -> impl Iterator<Item = Extension<'d>> + use<'d> {
        [
            self.data.and_then(|block| block.extension()),
            self.general.and_then(|block| block.extension()),
            self.seller.and_then(|block| block.extension()),
            self.buyer.and_then(|block| block.extension()),
            self.totals.and_then(|block| block.extension()),
        ]
        .into_iter()
        .flat_map(Extension::all)
    }

    /// Elements that the standard does not know, outside the lines.
    pub fn unknown(&self) -> impl Iterator<Item = Element<'d>> + use<'d> {
        // Where the data stand alone, their children are no children of HDon.
        let top = (!self.is_alone()).then_some(self.top);
        top.into_iter()
            .flat_map(|block| block.unknown())
            .chain(self.data.into_iter().flat_map(|block| block.unknown()))
            .chain(self.general.into_iter().flat_map(|block| block.unknown()))
            .chain(self.related.into_iter().flat_map(|block| block.unknown()))
            .chain(self.content.into_iter().flat_map(|block| block.unknown()))
            .chain(self.seller.into_iter().flat_map(|block| block.unknown()))
            .chain(self.buyer.into_iter().flat_map(|block| block.unknown()))
            .chain(self.totals.into_iter().flat_map(|block| block.unknown()))
    }
}

/// Whether an element is the data of an invoice, not the invoice.
fn is_data(element: Element<'_>) -> bool {
    element.local() == "DLHDon"
}

/// TTin, thông tin: one entry of a TTKhac, the free extension: a name, a type and a value.
///
/// ```
/// use etax::invoice::Extension;
/// use etax::xml::{Document, Limits, Parsed};
/// let source = b"<TTKhac><TTin><DLieu>A1</DLieu><TTruong>Lookup</TTruong></TTin></TTKhac>";
/// let Parsed::Document(document) = Document::parse(source, &Limits::default()) else { unreachable!() };
/// let entry = Extension::all(Some(document.root())).next().unwrap();
/// assert_eq!(entry.name().unwrap().text(), "Lookup");
/// assert_eq!(entry.value().unwrap().text(), "A1");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Extension<'d>(Element<'d>);

impl<'d> Extension<'d> {
    /// The entries of a TTKhac element.
    pub fn all(extension: Option<Element<'d>>) -> impl Iterator<Item = Self> + use<'d> {
        list(extension, "TTin").map(Self)
    }

    /// The TTin element.
    #[must_use]
    pub const fn element(&self) -> Element<'d> {
        self.0
    }

    /// TTruong, tên trường: name of the value.
    #[must_use]
    pub fn name(&self) -> Option<Element<'d>> {
        self.0.child("TTruong")
    }

    /// KDLieu, kiểu dữ liệu: type of the value; `string`, `numeric`, `dateTime` or `date`.
    #[must_use]
    pub fn kind(&self) -> Option<Element<'d>> {
        self.0.child("KDLieu")
    }

    /// DLieu, dữ liệu: the value.
    #[must_use]
    pub fn value(&self) -> Option<Element<'d>> {
        self.0.child("DLieu")
    }
}

/// The children of a list element that have its entries' name.
pub(crate) fn list<'d>(
    element: Option<Element<'d>>,
    tag: &'static str,
) -> impl Iterator<Item = Element<'d>> + use<'d> {
    element.into_iter().flat_map(move |element| {
        element.children().filter(move |child| child.local() == tag && child.shares_namespace(element))
    })
}
