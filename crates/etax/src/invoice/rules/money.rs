//! Currency and exchange rate.

use super::{basis, rules};
use crate::invoice::case::{Case, filled, number, trimmed};
use crate::invoice::table::General;
use crate::invoice::view::Invoice;
use crate::value::Currency;
use jiff::civil::date;
use rust_decimal::Decimal;

rules! {
    CURRENCY = "invoice.currency", Rules, Fail, basis::CURRENCY;
    vi "Đơn vị tiền tệ không phải mã ISO 4217: {found}.", en "The currency is no code of ISO 4217: {found}.";
    => vi "Đồng Việt Nam ghi là VND.", en "Vietnam's đồng is written VND.";

    EXCHANGE_RATE = "invoice.exchange-rate", Rules, Fail, basis::CURRENCY;
    vi "Hóa đơn ngoại tệ phải có tỷ giá lớn hơn 0.", en "An invoice in foreign currency needs an exchange rate above 0.";

    RATE_ONE = "invoice.exchange-rate.one", Rules, Warn, basis::CURRENCY;
    vi "Hóa đơn bằng {expected} có tỷ giá 1.", en "An invoice in {expected} has an exchange rate of 1.";

    RATE_UNUSUAL = "invoice.exchange-rate.unusual", Rules, Inform, basis::CURRENCY;
    vi "Tỷ giá {found} khác xa các tỷ giá từ năm 2021 ({expected}).", en "The exchange rate {found} is far from those since 2021 ({expected}).";

    RATE_LINES_MISSING = "invoice.exchange-rate.lines-missing", Rules, Warn, basis::FORMAT;
    vi "Hóa đơn nhiều tỷ giá nhưng dòng hàng không có tỷ giá.", en "The invoice has several exchange rates, yet a line states none.";

    RATE_LINES_UNEXPECTED = "invoice.exchange-rate.lines-unexpected", Rules, Warn, basis::FORMAT;
    vi "Dòng hàng có tỷ giá riêng nhưng hóa đơn không ghi là nhiều tỷ giá (HDNTGia).",
    en "A line has an exchange rate of its own, yet the invoice does not say that it has several (HDNTGia).";

    PAYMENT_CODE = "invoice.payment.code", Rules, Inform, basis::FORMAT;
    vi "Hình thức thanh toán ghi bằng mã {found}; phải ghi bằng chữ.", en "The method of payment is written as a code, {found}, instead of words.";

    PAYMENT_CASH = "invoice.payment.cash", Rules, Inform, "Luật Thuế giá trị gia tăng số 48/2024/QH15, điều 14; Nghị định 181/2025/NĐ-CP";
    vi "Thanh toán bằng tiền mặt từ {expected_amount} đồng trở lên: người mua không được khấu trừ thuế đầu vào.",
    en "Paid in cash from {expected_amount} đồng on: the buyer may not deduct the input tax.";
    @ from date(2025, 7, 1);

    EXCHANGE_RATE_VND = "invoice.exchange-rate.vnd", Rules, Warn, basis::CURRENCY;
    vi "Hóa đơn bằng đồng Việt Nam có tỷ giá khác 1: {found}.", en "An invoice in đồng has an exchange rate other than 1: {found}.";
}

/// From how many đồng on a payment must not be in cash for its input tax to be deducted.
const CASH_LIMIT: i64 = 5_000_000;

/// Between what the dollar and the euro have been worth since 2021, with room on both sides, in đồng.
const USUAL: &[(&str, i64, i64)] = &[("USD", 20_000, 32_000), ("EUR", 20_000, 38_000)];

/// Checks the exchange rates of the lines, and how the invoice was paid.
pub(crate) fn others(case: &mut Case<'_>, invoice: &Invoice<'_>) {
    let Some(general) = invoice.general() else { return };
    let several = filled(general.several_rates()).is_some_and(|flag| trimmed(flag) == "1");
    for line in invoice.lines() {
        match filled(line.exchange_rate()) {
            Some(rate) if !several => case.add_found(&RATE_LINES_UNEXPECTED, rate),
            None if several && filled(line.amount()).is_some() => {
                case.add(&RATE_LINES_MISSING, line.element(), |finding| finding);
            }
            _ => {}
        }
    }
    let Some(method) = filled(general.payment_method()) else { return };
    let text = trimmed(method);
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        case.add_found(&PAYMENT_CODE, method);
    }
    let cash = matches!(text.to_uppercase().as_str(), "TM" | "TIỀN MẶT" | "1");
    let payable = invoice.totals().and_then(|totals| number(totals.payable()));
    if cash && case.vnd && case.taxed() && payable.is_some_and(|payable| payable >= Decimal::from(CASH_LIMIT))
    {
        case.add(&PAYMENT_CASH, method, |finding| finding.expected(CASH_LIMIT.to_string()).found(text));
    }
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
        Some(element) if value == Some(Decimal::ONE) => {
            case.add(&RATE_ONE, element, |finding| finding.expected(currency.as_str()));
        }
        Some(element) => {
            let usual = USUAL.iter().find(|(code, ..)| *code == currency.as_str());
            if let (Some((_, low, high)), Some(value)) = (usual, value)
                && !(Decimal::from(*low)..=Decimal::from(*high)).contains(&value)
            {
                case.add(&RATE_UNUSUAL, element, |finding| {
                    finding.expected(format!("{low}–{high}")).found(trimmed(element))
                });
            }
        }
    }
}
