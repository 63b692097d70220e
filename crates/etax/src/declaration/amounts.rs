//! The amounts of a declaration that its report shows.

use super::{Declaration, view};
use crate::report::DocumentInfo;

/// By form code: what an amount is called in reports, and where it stands in the main part.
const AMOUNTS: &[(&str, &[(&str, &str)])] = &[(
    "842",
    &[
        ("payable", "ct40"),
        ("carriedForward", "ct43"),
        ("broughtForward", "ct22"),
        ("refund", "ct42"),
        ("sales", "TongDThuVaThueGTGTHHDVBRa/ct34"),
        ("outputTax", "TongDThuVaThueGTGTHHDVBRa/ct35"),
        ("inputTax", "ct25"),
    ],
)];

/// Adds the main amounts of a form that has a list of them.
pub(super) fn describe(declaration: &Declaration<'_>, info: &mut DocumentInfo) {
    let code = declaration.form();
    let Some((_, amounts)) = AMOUNTS.iter().find(|(form, _)| *form == code) else { return };
    for (name, path) in *amounts {
        info.amounts.add(name, view::text(declaration.main(), path));
    }
}
