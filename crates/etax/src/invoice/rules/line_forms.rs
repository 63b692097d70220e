//! What a line says besides its amount: position, unit, discount, kind, and the VAT that vendors state for it.

use super::lines::plain;
use super::{basis, rules};
use crate::invoice::case::{Case, Nature, filled, number, trimmed};
use crate::invoice::sums::{near, percent_of};
use crate::invoice::table::Line;
use crate::invoice::view::{Extension, Invoice};
use crate::value::{Amount, VatRate};
use crate::xml::Element;
use rust_decimal::Decimal;

rules! {
    POSITION = "invoice.line.position", Rules, Inform, basis::CONTENT;
    vi "Số thứ tự dòng {found} lặp lại hoặc không tăng dần (trước đó: {expected}).", en "The line number {found} repeats or does not go up (before it: {expected}).";

    UNIT = "invoice.line.unit", Rules, Inform, basis::CONTENT;
    vi "Dòng hàng có số lượng và đơn giá nhưng không có đơn vị tính.", en "A line has quantity and price but no unit.";

    HALF = "invoice.line.half-priced", Rules, Inform, basis::CONTENT;
    vi "Dòng hàng có {found} nhưng thiếu {expected}.", en "A line states {found} without {expected}.";

    NEGATIVE = "invoice.line.negative", Rules, Warn, basis::CORRECTION;
    vi "{name} âm nhưng hóa đơn không điều chỉnh hóa đơn nào: {found_amount}.", en "{name} is negative though no other invoice is adjusted: {found_amount}.";

    EXCESS = "invoice.line.discount.excess", Rules, Warn, basis::CONTENT;
    vi "Chiết khấu {found_amount} lớn hơn số lượng × đơn giá = {expected_amount}.", en "The discount {found_amount} is more than quantity × price = {expected_amount}.";

    PERCENT = "invoice.line.discount.percent", Rules, Fail, basis::CONTENT;
    vi "Tỷ lệ chiết khấu phải từ 0 đến 100: {found}.", en "A discount must be from 0 to 100 percent: {found}.";

    UNSTATED = "invoice.line.discount.unstated", Rules, Warn, basis::CONTENT;
    vi "Có tỷ lệ chiết khấu {found}% nhưng không có số tiền chiết khấu.", en "A discount of {found}% is stated without its amount.";

    PROMOTION = "invoice.line.promotion.amount", Rules, Warn, basis::CONTENT;
    vi "Hàng khuyến mại không thu tiền nhưng có thành tiền {found_amount}.", en "Goods that are given away have an amount: {found_amount}.";

    NOTE = "invoice.line.note.amount", Rules, Warn, basis::CONTENT;
    vi "Dòng ghi chú không có thành tiền: {found_amount}.", en "A note has no amount: {found_amount}.";

    PARTICULARS = "invoice.line.special.particulars", Rules, Inform, basis::FORMAT;
    vi "Xe cộ thường phải ghi {expected} trong thông tin hàng hóa đặc trưng.", en "Vehicles state {expected} among the particulars of special goods.";

    SPECIAL_KIND = "invoice.line.special.kind", Rules, Inform, basis::FORMAT;
    vi "Loại hàng hóa đặc trưng {found} không có trong các tài liệu đã đọc.", en "Special goods of kind {found} are in no text that was read.";

    TAX = "invoice.line.tax", Rules, Warn, basis::VAT;
    vi "Tiền thuế ghi cho dòng {found_amount} khác thành tiền × thuế suất = {expected_amount}.",
    en "The tax stated for the line, {found_amount}, is not amount × rate = {expected_amount}.";
}

/// Checks every line.
pub(crate) fn check(case: &mut Case<'_>, invoice: &Invoice<'_>) {
    let mut before: Option<Decimal> = None;
    for line in invoice.lines() {
        let position = number(line.position());
        if let (Some(at), Some(last), Some(now)) = (line.position(), before, position)
            && now <= last
        {
            case.add(&POSITION, at, |finding| finding.expected(plain(last)).found(trimmed(at)));
        }
        before = position.or(before);
        let kind = filled(line.kind()).map(trimmed).unwrap_or_default();
        self::line(case, &line, &kind);
        tax(case, &line);
    }
}

fn line(case: &mut Case<'_>, line: &Line<'_>, kind: &str) {
    let (quantity, price) = (number(line.quantity()), number(line.unit_price()));
    let goods = matches!(kind, "1" | "5");
    let usual = |amount: Option<Decimal>| amount.is_some_and(|amount| !amount.is_zero());
    if goods {
        match (usual(quantity), usual(price)) {
            (true, true) if filled(line.unit()).is_none() => {
                case.add(&UNIT, line.element(), |finding| finding);
            }
            (true, false) if filled(line.unit_price()).is_none() && usual(number(line.amount())) => {
                case.add(&HALF, line.element(), |finding| finding.expected("DGia").found("SLuong"));
            }
            (false, true) if filled(line.quantity()).is_none() => {
                case.add(&HALF, line.element(), |finding| finding.expected("SLuong").found("DGia"));
            }
            _ => {}
        }
    }
    if goods && case.nature == Nature::Original {
        for at in [line.quantity(), line.unit_price()] {
            if let (Some(value), Some(at)) = (number(at), at)
                && value < Decimal::ZERO
            {
                case.add_found(&NEGATIVE, at);
            }
        }
    }
    discount(case, line, quantity, price);
    let amount = line.amount().filter(|at| usual(number(Some(*at))));
    match (kind, amount) {
        ("2", Some(at)) => case.add_found(&PROMOTION, at),
        ("4", Some(at)) => case.add_found(&NOTE, at),
        _ => {}
    }
    special(case, line);
}

fn discount(case: &mut Case<'_>, line: &Line<'_>, quantity: Option<Decimal>, price: Option<Decimal>) {
    let stated = number(line.discount()).unwrap_or_default();
    if let (Some(percent), Some(at)) = (number(line.discount_percent()), line.discount_percent()) {
        if !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&percent) {
            case.add_found(&PERCENT, at);
        }
        let gross = quantity.zip(price).and_then(|(quantity, price)| quantity.checked_mul(price));
        if !percent.is_zero() && stated.is_zero() && gross.is_some_and(|gross| !gross.is_zero()) {
            case.add_found(&UNSTATED, at);
        }
    }
    let gross = quantity.zip(price).and_then(|(quantity, price)| quantity.checked_mul(price));
    if let (Some(gross), Some(at)) = (gross.filter(|gross| !gross.is_zero()), line.discount())
        && stated.abs() > gross.abs()
    {
        case.add(&EXCESS, at, |finding| finding.expected(plain(gross)).found(trimmed(at)));
    }
}

/// LHHDTrung: 1 cars and motorbikes, 2 transport; appendix XV was not seen, files put the kind in one of two places.
fn special(case: &mut Case<'_>, line: &Line<'_>) {
    let Some(special) = line.special() else { return };
    let inside = Extension::all(Some(special)).find_map(|entry| entry.element().child("LHHDTrung"));
    let Some(at) = filled(special.child("LHHDTrung").or(inside)) else { return };
    match &*trimmed(at) {
        "1" => {
            for needed in ["SKhung", "SMay"] {
                let stated = Extension::all(Some(special))
                    .any(|entry| entry.name().is_some_and(|name| trimmed(name) == needed));
                if !stated {
                    case.add(&PARTICULARS, special, |finding| finding.expected(needed));
                }
            }
        }
        "2" => {}
        _ => case.add_found(&SPECIAL_KIND, at),
    }
}

/// Under these names vendors state the VAT of a line in its free fields, for the standard has no element for it.
const TAX_NAMES: &[&str] = &["VATAmount", "TThue", "TienThue", "Tiền thuế", "Tiền thuế GTGT", "TTThue"];

fn tax(case: &mut Case<'_>, line: &Line<'_>) {
    if !case.taxed() {
        return;
    }
    let rate = filled(line.rate()).and_then(|element| VatRate::parse_lenient(&trimmed(element)));
    let Some(rate) = rate.filter(|rate| *rate != VatRate::Unexplained) else { return };
    let Some(amount) = number(line.amount()) else { return };
    let named = |entry: &Extension<'_>| entry.name().is_some_and(|name| TAX_NAMES.contains(&&*trimmed(name)));
    let free = Extension::all(line.element().child("TTKhac")).find(named).and_then(|entry| entry.value());
    let Some(at) = filled(line.element().child("TThue").or(free)) else { return };
    let Ok(stated) = Amount::parse(&trimmed(at)).map(Amount::value) else { return };
    let percent = rate.percent().unwrap_or_default();
    let discount = number(line.discount()).unwrap_or_default();
    let net = amount.checked_sub(discount).and_then(|net| percent_of(net, percent));
    let Some(expected) = percent_of(amount, percent) else { return };
    let tolerance = case.tolerance(1);
    let holds = |expected: Decimal| near(stated.abs(), expected.abs(), tolerance);
    // Without any tax in it the field says nothing.
    if !(stated.is_zero() || holds(expected) || net.is_some_and(holds)) {
        report(case, at, expected);
    }
}

fn report(case: &mut Case<'_>, at: Element<'_>, expected: Decimal) {
    case.add(&TAX, at, |finding| finding.expected(plain(expected)).found(trimmed(at)));
}
