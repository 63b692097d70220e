//! What can be said about documents that have no rules of their own yet.

use super::kind::DocumentKind;
use crate::invoice::add_field;
use crate::report::DocumentInfo;
use crate::xml::Element;

/// What a notice, registration, summary, list or record says about itself: the fields that the
/// standard puts at its head (Decision 1450/QĐ-TCT, part II). Works on any element.
///
/// ```
/// use etax::message::other_info;
/// use etax::xml::{Document, Limits, Parsed};
/// let source = b"<TBao><DLTBao><PBan>2.0.1</PBan><So>15</So><MST>0123456787</MST></DLTBao></TBao>";
/// let Parsed::Document(document) = Document::parse(source, &Limits::default()) else { unreachable!() };
/// let info = other_info(document.root());
/// assert_eq!((info.kind, info.id.get("number")), ("notice", Some("15")));
/// assert_eq!(info.parties.get("taxpayerTaxCode"), Some("0123456787"));
/// ```
#[must_use]
pub fn other_info(element: Element<'_>) -> DocumentInfo {
    let mut info = DocumentInfo::of(DocumentKind::of(element.local()).word());
    let field = |tag: &str| look(element, tag);
    info.form = field("MSo").map(short);
    info.version = field("PBan").map(short);
    for (name, tag) in [
        ("name", "Ten"),
        ("number", "So"),
        ("summaryNumber", "SBTHDLieu"),
        ("listNumber", "SBKe"),
        ("date", "NLap"),
        ("noticeDate", "NTBao"),
        ("noticeType", "LTBao"),
        ("periodKind", "LKDLieu"),
        ("period", "KDLieu"),
        ("answers", "MGDDTu"),
        ("messageId", "MTDiep"),
        ("result", "TTTNhan"),
    ] {
        add_field(&mut info.id, name, field(tag));
    }
    for (name, tag) in [
        ("taxpayerTaxCode", "MST"),
        ("taxpayerName", "TNNT"),
        ("sellerTaxCode", "MSTNBan"),
        ("buyerTaxCode", "MSTNMua"),
        ("taxOfficeCode", "MCQTQLy"),
    ] {
        add_field(&mut info.parties, name, field(tag));
    }
    info
}

/// A short value: forms and versions.
fn short(element: Element<'_>) -> String {
    element.trimmed().chars().take(40).collect()
}

/// A field in the element itself, in its data part, or in that part's common data.
fn look<'d>(element: Element<'d>, tag: &str) -> Option<Element<'d>> {
    // The data part is among the first children; a hostile list of them is not searched.
    element.child(tag).or_else(|| {
        element.children().take(4).find_map(|part| {
            part.child(tag).or_else(|| part.child("TTChung").and_then(|common| common.child(tag)))
        })
    })
}
