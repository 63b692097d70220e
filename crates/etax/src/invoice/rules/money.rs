//! Currency and exchange rate.

use super::{basis, rules};
use crate::invoice::case::{Case, filled, number, trimmed};
use crate::invoice::table::General;
use crate::value::Currency;
use rust_decimal::Decimal;

rules! {
    CURRENCY = "invoice.currency", Rules, Fail, basis::CURRENCY;
    vi "Đơn vị tiền tệ không phải mã ISO 4217: {found}.", en "The currency is no code of ISO 4217: {found}.";
    => vi "Đồng Việt Nam ghi là VND.", en "Vietnam's đồng is written VND.";

    EXCHANGE_RATE = "invoice.exchange-rate", Rules, Fail, basis::CURRENCY;
    vi "Hóa đơn ngoại tệ phải có tỷ giá lớn hơn 0.", en "An invoice in foreign currency needs an exchange rate above 0.";

    EXCHANGE_RATE_VND = "invoice.exchange-rate.vnd", Rules, Warn, basis::CURRENCY;
    vi "Hóa đơn bằng đồng Việt Nam có tỷ giá khác 1: {found}.", en "An invoice in đồng has an exchange rate other than 1: {found}.";
}

/// Checks currency and exchange rate.
pub(crate) fn check(case: &mut Case<'_>, general: &General<'_>) {
    let Some(element) = filled(general.currency()) else { return };
    let Some(currency) = Currency::parse(&trimmed(element)) else {
        case.add_found(&CURRENCY, element);
        return;
    };
    let rate = filled(general.exchange_rate());
    let value = number(rate);
    if currency.is_vnd() {
        // Vendors write 0 as well as 1 where there is nothing to say.
        if let (Some(element), Some(value)) = (rate, value)
            && value != Decimal::ONE
            && !value.is_zero()
        {
            case.add_found(&EXCHANGE_RATE_VND, element);
        }
        return;
    }
    let several = filled(general.several_rates()).is_some_and(|flag| trimmed(flag) == "1");
    match rate {
        None if several => {}
        // Delivery notes state prices only where they want to.
        None if case.form.is_some_and(|form| form.get() == 6) => {}
        None => case.add(&EXCHANGE_RATE, general.element(), |finding| finding),
        Some(element) if value.is_some_and(|value| value <= Decimal::ZERO) => {
            case.add_found(&EXCHANGE_RATE, element)
        }
        Some(_) => {}
    }
}
