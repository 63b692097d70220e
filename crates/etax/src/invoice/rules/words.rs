//! The payable amount in words.

use super::{basis, rules};
use crate::invoice::case::{Case, filled, number, trimmed};
use crate::invoice::sums::near;
use crate::invoice::table::Totals;
use crate::value::words::{currency, read};
use crate::xml::Element;
use rust_decimal::Decimal;

rules! {
    WORDS = "invoice.total.words", Rules, Fail, basis::CONTENT;
    vi "Số tiền bằng chữ là {found_amount}, bằng số là {expected_amount}.", en "The amount in words is {found_amount}, in digits {expected_amount}.";

    SIGN = "invoice.total.words.sign", Rules, Warn, basis::CONTENT;
    vi "Số tiền bằng chữ và bằng số khác dấu.", en "The amounts in words and in digits differ in sign.";

    CURRENCY = "invoice.total.words.currency", Rules, Warn, basis::CURRENCY;
    vi "Số tiền bằng chữ nói về {found}, đơn vị tiền tệ của hóa đơn là {expected}.", en "The amount in words is in {found}, the invoice in {expected}.";

    UNIT = "invoice.total.words.unit", Rules, Inform, basis::CURRENCY;
    vi "Số tiền bằng chữ không ghi đơn vị tiền tệ.", en "The amount in words names no currency.";

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
    unit(case, element);
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

/// Whether the words name the currency of the invoice.
fn unit(case: &mut Case<'_>, element: Element<'_>) {
    let Some(stated) = currency(&trimmed(element)) else {
        if case.vnd {
            case.add(&UNIT, element, |finding| finding);
        }
        return;
    };
    if let Some(own) = case.currency.filter(|own| own.as_str() != stated) {
        case.add(&CURRENCY, element, |finding| finding.expected(own.as_str()).found(stated));
    }
}
