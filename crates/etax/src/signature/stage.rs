//! Whose signature of a payment order is whose.
//!
//! All three stand side by side in the root and have the same Id. What tells them apart is the property with the
//! time of signing that each of them signs besides the order: its Id names the stage.

use super::filter::Filter;
use crate::xml::{DSIG, Element};

/// The payer's.
pub(crate) const PAYER: &str = "TimeSignature";
/// The tax authority's (TCT, tổng cục thuế), which takes the order in.
pub(crate) const AUTHORITY: &str = "TimeSignatureTCT";
/// The bank's (NHTM, ngân hàng thương mại), which pays.
pub(crate) const BANK: &str = "TimeSignatureNHTM";

/// The stage that a signature says it is of: by the Id of its time, else by what its filter selects.
pub(crate) fn of(signature: Element<'_>) -> Option<&'static str> {
    let objects = signature.children().filter(|child| child.is(DSIG, "Object"));
    let mut named = objects.flat_map(Element::descendants).filter_map(|element| {
        let id = element.attribute("Id").filter(|_| element.local() == "SignatureProperty")?;
        [PAYER, AUTHORITY, BANK].into_iter().find(|label| *label == id)
    });
    if let Some(first) = named.next() {
        // One that claims two stages is of none.
        return named.all(|other| other == first).then_some(first);
    }
    let info = signature.children().find(|child| child.is(DSIG, "SignedInfo"))?;
    let transforms = info.descendants().filter(|element| element.is(DSIG, "Transform"));
    transforms.filter_map(Filter::of).next().map(|filter| match filter {
        Filter::Order => PAYER,
        Filter::BankOrder => BANK,
    })
}
