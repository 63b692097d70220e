//! The two XPath filters that payment orders are signed with.
//!
//! XPath Filter 2.0 (W3C, 2002) is a language of its own, and what an expression selects is what is signed. Of it only
//! `intersect` with `//NDUNG_CTU` and `//NDUNG_CTU_NH` is read, letter by letter. The filter takes the nodes selected
//! with everything in them out of what the reference names; `URI=""` names the document without its comments. So one
//! node selected is signed as an element with that Id would be.

use crate::xml::{Document, Element};

/// The transform, and the namespace of its parameter.
pub(crate) const FILTER: &str = "http://www.w3.org/2002/06/xmldsig-filter2";

/// A filter of the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    /// `//NDUNG_CTU`, nội dung chứng từ: what the payer writes.
    Order,
    /// `//NDUNG_CTU_NH`, nội dung chứng từ ngân hàng: that, and what the bank adds.
    BankOrder,
}

/// What a filter selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Selection<'d> {
    Nothing,
    One(Element<'d>),
    Several,
}

impl Filter {
    /// Reads a `Transform`; `None` unless it is one of the two.
    ///
    /// Names without a prefix mean no namespace in XPath 1.0, whatever is declared around the expression, so
    /// declarations cannot change what is selected.
    pub(crate) fn of(transform: Element<'_>) -> Option<Self> {
        let mut children = transform.children();
        let xpath = children.next().filter(|child| child.is(FILTER, "XPath"))?;
        let alone = children.next().is_none() && transform.trimmed().is_empty();
        let mut attributes = xpath.attributes();
        let attribute = attributes.next().filter(|_| attributes.next().is_none())?;
        let intersects = attribute.name == "Filter" && attribute.value == "intersect";
        if !alone || !intersects || !xpath.is_leaf() || !xpath.is_plain() {
            return None;
        }
        [Self::Order, Self::BankOrder].into_iter().find(|filter| filter.expression() == xpath.trimmed())
    }

    pub(crate) const fn expression(self) -> &'static str {
        match self {
            Self::Order => "//NDUNG_CTU",
            Self::BankOrder => "//NDUNG_CTU_NH",
        }
    }

    /// The elements selected in a document.
    pub(crate) fn select<'d>(self, document: &'d Document<'d>) -> Selection<'d> {
        let name = self.expression().trim_start_matches('/');
        let root = document.root();
        let mut found = std::iter::once(root).chain(root.descendants()).filter(|one| one.is("", name));
        match (found.next(), found.next()) {
            (None, _) => Selection::Nothing,
            (Some(one), None) => Selection::One(one),
            (Some(_), Some(_)) => Selection::Several,
        }
    }
}
