//! The payable amount in words.

use super::{basis, rules};
use crate::invoice::case::{Case, filled, number, trimmed};
use crate::invoice::sums::near;
use crate::invoice::table::Totals;
use crate::value::words::read;
use rust_decimal::Decimal;

rules! {
    WORDS = "invoice.total.words", Rules, Fail, basis::CONTENT;
    vi "Số tiền bằng chữ là {found_amount}, bằng số là {expected_amount}.", en "The amount in words is {found_amount}, in digits {expected_amount}.";

    SIGN = "invoice.total.words.sign", Rules, Warn, basis::CONTENT;
    vi "Số tiền bằng chữ và bằng số khác dấu.", en "The amounts in words and in digits differ in sign.";

    UNREAD = "invoice.total.words.unread", Rules, Warn, basis::CONTENT;
    vi "Không đọc được số tiền bằng chữ: {found}.", en "The amount in words could not be read: {found}.";
}

/// Checks the words against the number. đồng have no fraction, so words round them.
pub(crate) fn check(case: &mut Case<'_>, totals: &Totals<'_>) {
    let (Some(element), Some(payable)) = (filled(totals.words()), number(totals.payable())) else { return };
    let Some(words) = read(&trimmed(element)) else {
        case.add_found(&UNREAD, element);
        return;
    };
    let tolerance = if case.vnd { Decimal::ONE } else { Decimal::new(1, 2) };
    if !near(words.value, payable.abs(), tolerance) {
        let sign = if words.negative { "-" } else { "" };
        case.add(&WORDS, element, |finding| {
            finding.expected(payable.to_string()).found(format!("{sign}{}", words.value))
        });
    } else if words.negative != (payable.is_sign_negative() && !payable.is_zero()) {
        case.add(&SIGN, element, |finding| finding);
    }
}
