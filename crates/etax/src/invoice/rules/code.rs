//! Whether the authority's code is there when the series says so. Its shape and binding are
//! judged by [`crate::code`].

use super::{basis, rules};
use crate::invoice::case::{Case, filled};
use crate::invoice::view::Invoice;

rules! {
    MISSING = "invoice.code.missing", Code, Fail, basis::CONTENT;
    vi "Ký hiệu bắt đầu bằng C nhưng hóa đơn không có mã của cơ quan thuế.",
    en "The series begins with C but the invoice has no code of the authority.";

    PENDING = "invoice.code.pending", Rules, Inform, basis::CONTENT;
    vi "Hóa đơn đang được gửi để cấp mã.", en "The invoice is on its way to get its code.";

    UNEXPECTED = "invoice.code.unexpected", Rules, Fail, basis::CONTENT;
    vi "Ký hiệu bắt đầu bằng K nhưng hóa đơn có mã của cơ quan thuế.",
    en "The series begins with K but the invoice has a code of the authority.";
}

/// Checks series and code against each other.
pub(crate) fn check(case: &mut Case<'_>, invoice: &Invoice<'_>) {
    let Some(series) = case.series else { return };
    let code = filled(invoice.top().code());
    match (series.coded(), code) {
        (true, None) if case.settings.intake && matches!(case.settings.message, Some(200 | 201 | 208)) => {
            case.add(&PENDING, invoice.element(), |finding| finding);
        }
        (true, None) => case.add(&MISSING, invoice.element(), |finding| finding),
        (false, Some(code)) => case.add_found(&UNEXPECTED, code),
        _ => {}
    }
}
