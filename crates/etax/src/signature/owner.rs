//! Whose document it is: the tax codes that its signers are held against.

use super::place::UnitKind;
use crate::xml::Element;
use std::borrow::Cow;

/// Whose document it is, by its own word, and who acts for that party by the same word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Owner<'d> {
    /// Empty where the document names nobody, or the place of the name is not known.
    pub(crate) tax_code: Cow<'d, str>,
    pub(crate) delegate: Cow<'d, str>,
}

/// Kind, path of the owner's tax code, path of the code of whoever acts for the owner.
///
/// Sources: Decision 1450/QĐ-TCT, part II, and its successors; the pilot's schemas; real declarations of T-VAN use and
/// payment orders of 2018 to 2026.
const PATHS: &[(UnitKind, &str, &str)] = &[
    (UnitKind::Notice, "DLTBao/MST", ""),
    (UnitKind::Minutes, "NDBBan/TTChung/MSTNBan", ""),
    (UnitKind::List, "NDBKe/TTChung/MSTNBan", ""),
    (UnitKind::Registration, "DLTKhai/TTChung/MST", ""),
    (UnitKind::Request, "DLDNghi/TTChung/MST", ""),
    (UnitKind::Summary, "DLBTHop/TTChung/MST", ""),
    (UnitKind::FilingRegistration, "DKyThue/TTinChung/TTinDKyThue/tIN", ""),
    // MST_NTHAY: who pays instead of the taxpayer.
    (
        UnitKind::PaymentOrder,
        "NDUNG_CTU_NH/NDUNG_CTU/CHUNGTU_HDR/MST_NNOP",
        "NDUNG_CTU_NH/NDUNG_CTU/CHUNGTU_HDR/MST_NTHAY",
    ),
    (UnitKind::PaymentOrder, "NDUNG_CTU/CHUNGTU_HDR/MST_NNOP", "NDUNG_CTU/CHUNGTU_HDR/MST_NTHAY"),
    (UnitKind::PilotInvoice, "invoiceData/sellerTaxCode", ""),
];

impl<'d> Owner<'d> {
    /// What a document says of its owner.
    pub(crate) fn of(unit: Element<'d>, kind: UnitKind) -> Self {
        let text = |path: &str| unit.find(path).map(Element::trimmed).unwrap_or_default();
        PATHS
            .iter()
            .filter(|(known, ..)| *known == kind)
            .map(|(_, own, delegate)| Self {
                tax_code: text(own),
                delegate: if delegate.is_empty() { Cow::Borrowed("") } else { text(delegate) },
            })
            .find(|owner| !owner.tax_code.is_empty())
            .unwrap_or_default()
    }
}
