//! 06/ĐN-PSĐT: a request for an invoice with a code for one occurrence.

use crate::invoice::{declare_rules as rules, is_email};
use crate::paper::case::{Case, amount, child};
use crate::paper::structure::BASIS;
use rust_decimal::Decimal;

rules! {
    TURNOVER = "request.turnover", Rules, Warn, BASIS;
    vi "Doanh thu phát sinh phải lớn hơn 0: {found}.", en "The turnover must be above 0: {found}.";

    EMAIL = "request.email", Rules, Warn, BASIS;
    vi "Địa chỉ thư điện tử không dùng được: {found}.", en "This is no e-mail address: {found}.";

    ORGANISATION = "request.organisation", Rules, Warn, BASIS;
    vi "Quyết định thành lập thiếu {expected}.", en "The decision that founded the organisation lacks {expected}.";
}

/// Checks the request.
pub(super) fn check(case: &mut Case<'_, '_>) {
    if let Some(content) = case.find("DLDNghi/NDDNghi")
        && amount(content, "DTPSinh").is_some_and(|turnover| turnover <= Decimal::ZERO)
        && let Some(at) = content.child("DTPSinh")
    {
        case.add_found(&TURNOVER, at);
    }
    let Some(head) = case.find("DLDNghi/TTChung") else { return };
    if let Some(email) = child(head, &["DCTDTu"]).filter(|email| !is_email(&email.trimmed())) {
        case.add_found(&EMAIL, email);
    }
    let decision = ["SQDTLap", "NCQDTLap", "CQCQDTLap"];
    if decision.iter().any(|tag| child(head, &[tag]).is_some()) {
        for tag in decision {
            if child(head, &[tag]).is_none() {
                case.add(&ORGANISATION, head, |finding| finding.expected(tag));
            }
        }
    }
}
