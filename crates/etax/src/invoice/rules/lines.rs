//! The lines: kind, amount, discount, special goods.

use super::{basis, rates, rules, structure};
use crate::invoice::case::{Case, DECREE_70, Nature, filled, number, trimmed};
use crate::invoice::sums::{Entry, Sums, near, percent_of};
use crate::invoice::table::{Line, SpecialGoods, Version};
use crate::invoice::view::{Extension, Invoice, list};
use rust_decimal::Decimal;

rules! {
    NONE = "invoice.line.none", Rules, Fail, basis::CONTENT;
    vi "Hóa đơn không có hàng hóa, dịch vụ.", en "The invoice has no lines.";

    KIND = "invoice.line.kind", Rules, Fail, basis::FORMAT;
    vi "Tính chất dòng hàng phải từ 1 đến 5: {found}.", en "The kind of a line must be from 1 to 5: {found}.";

    KIND_SINCE = "invoice.line.kind.since", Rules, Fail, basis::FORMAT;
    vi "Tính chất 5 chỉ có từ ngày {expected}.", en "Kind 5 exists only since {expected}.";

    SPECIAL = "invoice.line.special", Rules, Fail, basis::FORMAT;
    vi "Hàng hóa đặc trưng phải có thông tin TTHHDTrung.", en "Special goods need their particulars (TTHHDTrung).";

    AMOUNT = "invoice.line.amount", Rules, Fail, basis::CONTENT;
    vi "Thành tiền {found_amount} khác số lượng × đơn giá = {expected_amount}.", en "The amount {found_amount} is not quantity × price = {expected_amount}.";
    => vi "Thành tiền là số lượng × đơn giá, hoặc số đó trừ chiết khấu của dòng.",
    en "An amount is quantity × price, or that less the discount of the line.";

    ROUNDED = "invoice.line.amount.rounded", Rules, Warn, basis::CONTENT;
    vi "Thành tiền {found_amount} lệch số lượng × đơn giá = {expected_amount} trong phạm vi làm tròn đơn giá.",
    en "The amount {found_amount} differs from quantity × price = {expected_amount} by no more than the price was rounded by.";

    DISCOUNT = "invoice.line.discount", Rules, Warn, basis::CONTENT;
    vi "Chiết khấu {found_amount} khác số tính theo tỷ lệ chiết khấu của dòng: {expected_amount}.", en "The discount {found_amount} is not the line's percentage of the amount: {expected_amount}.";

    GROSS = "invoice.line.discount.gross", Rules, Inform, basis::CONTENT;
    vi "Thành tiền của các dòng có chiết khấu là số trước chiết khấu.", en "The amounts of lines with a discount are before it.";

    NET = "invoice.line.discount.net", Rules, Inform, basis::CONTENT;
    vi "Thành tiền của các dòng có chiết khấu là số sau chiết khấu.", en "The amounts of lines with a discount are after it.";

    MIXED = "invoice.line.discount.mixed", Rules, Warn, basis::CONTENT;
    vi "Có dòng ghi thành tiền trước chiết khấu, có dòng ghi thành tiền sau chiết khấu.", en "Some amounts are before their discount and some after it.";

    OVERFLOW = "invoice.amount.overflow", Rules, Fail, basis::FORMAT;
    vi "Số quá lớn, không tính được.", en "The numbers are too large to compute with.";
}

/// Checks the lines and sums them up.
pub(crate) fn check(case: &mut Case<'_>, invoice: &Invoice<'_>) -> Sums {
    let mut sums = Sums::new();
    let Some(content) = invoice.content() else { return sums };
    let holder = content.lines();
    for element in list(holder, "HHDVu") {
        let line = Line::observed(element, &mut structure::Unexpected { findings: &mut *case.findings });
        structure::rows(case, element, line.rows());
        sums.lines = sums.lines.saturating_add(1);
        self::line(case, &line, &mut sums);
    }
    if let Some(holder) = holder {
        structure::foreign_entries(case, holder, "HHDVu");
    }
    if sums.lines == 0 && case.nature != Nature::Adjusts {
        case.add(&NONE, holder.unwrap_or_else(|| content.element()), |finding| finding);
    }
    if sums.overflow {
        case.add(&OVERFLOW, holder.unwrap_or_else(|| content.element()), |finding| finding);
    }
    if let Some(holder) = holder {
        match (sums.gross, sums.net) {
            (0, 0) => {}
            (_, 0) => case.add(&GROSS, holder, |finding| finding),
            (0, _) => case.add(&NET, holder, |finding| finding),
            _ => case.add(&MIXED, holder, |finding| finding),
        }
    }
    sums
}

fn line(case: &mut Case<'_>, line: &Line<'_>, sums: &mut Sums) {
    let kind = kind(case, line);
    special(case, line, kind);
    let rate = rates::of_line(case, line, kind);
    let amount = number(line.amount());
    let open_discount = arithmetic(case, line, kind, amount, sums);
    if kind == 2 && case.version >= Version::V2_1_0 && filled(line.amount()).is_none() {
        structure::missing_since(case, "ThTien", Version::V2_1_0, line.element());
    }
    if matches!(kind, 2 | 4) {
        return;
    }
    let Some(amount) = amount else {
        sums.incomplete = true;
        // Delivery notes may go without prices.
        if filled(line.amount()).is_none() && case.form.is_none_or(|form| form.get() != 6) {
            structure::missing_tag(case, "ThTien", line.element());
        }
        return;
    };
    sums.add(&Entry { rate, amount, discount: open_discount, subtracts: kind == 3 });
}

/// TChat as a number; goods when it is no kind.
fn kind(case: &mut Case<'_>, line: &Line<'_>) -> u8 {
    let Some(element) = filled(line.kind()) else {
        case.add(&KIND, line.element(), |finding| finding);
        return 1;
    };
    match &*trimmed(element) {
        "1" => 1,
        "2" => 2,
        "3" => 3,
        "4" => 4,
        "5" => {
            if case.before(DECREE_70) {
                case.add(&KIND_SINCE, element, |finding| finding.expected(DECREE_70.to_string()).found("5"));
            }
            5
        }
        _ => {
            case.add_found(&KIND, element);
            1
        }
    }
}

fn special(case: &mut Case<'_>, line: &Line<'_>, kind: u8) {
    let Some(element) = line.special() else {
        if kind == 5 {
            case.add(&SPECIAL, line.element(), |finding| finding);
        }
        return;
    };
    let goods = SpecialGoods::observed(element, &mut structure::Unexpected { findings: &mut *case.findings });
    structure::rows(case, element, goods.rows());
    let mut stated = false;
    for particular in Extension::all(Some(element)) {
        stated |= filled(particular.value()).is_some();
        for (field, tag, most) in [(particular.name(), "TTruong", 20), (particular.value(), "DLieu", 200)] {
            match filled(field) {
                Some(field) => structure::length(case, field, most),
                None => structure::missing_tag(case, tag, particular.element()),
            }
        }
    }
    if kind == 5 && !stated {
        case.add(&SPECIAL, element, |finding| finding);
    }
}

/// Checks quantity × price, less the discount or not. Returns the discount that the amount does
/// not account for.
fn arithmetic(
    case: &mut Case<'_>,
    line: &Line<'_>,
    kind: u8,
    amount: Option<Decimal>,
    sums: &mut Sums,
) -> Decimal {
    let stated = number(line.discount());
    let percent = number(line.discount_percent());
    let discount = stated.unwrap_or_default();
    let (Some(quantity), Some(price), Some(amount), Some(element)) =
        (number(line.quantity()), number(line.unit_price()), amount, line.amount())
    else {
        return discount;
    };
    // Zeros stand where there is no quantity or price: services, notes, adjusted sums.
    let unpriced = quantity.is_zero() && price.is_zero();
    let adjusts_one = case.nature == Nature::Adjusts && (quantity.is_zero() || price.is_zero());
    let given_away = kind == 2 && amount.is_zero();
    if unpriced || adjusts_one || given_away || kind == 4 {
        return discount;
    }
    let Some(gross) = quantity.checked_mul(price) else {
        sums.overflow = true;
        return discount;
    };
    let tolerance = case.tolerance(1);
    if let (Some(stated), Some(percent), Some(at)) = (stated, percent, line.discount())
        && !percent.is_zero()
        && let Some(expected) = percent_of(gross, percent)
        && !near(stated.abs(), expected.abs(), tolerance)
    {
        case.add(&DISCOUNT, at, |finding| finding.expected(plain(expected)).found(trimmed(at)));
    }
    // Amounts of adjustments downwards may carry the sign alone; discount lines carry it or not.
    let signless = case.nature == Nature::Adjusts || kind == 3;
    let holds = |expected: Decimal| {
        near(amount, expected, tolerance) || (signless && near(amount.abs(), expected.abs(), tolerance))
    };
    let net = gross.checked_sub(discount);
    if holds(gross) {
        if !discount.is_zero() {
            sums.gross = sums.gross.saturating_add(1);
        }
        return discount;
    }
    if !discount.is_zero() && net.is_some_and(holds) {
        sums.net = sums.net.saturating_add(1);
        return Decimal::ZERO;
    }
    let rule = if price_rounded(quantity, price, gross, amount) { &ROUNDED } else { &AMOUNT };
    case.add(rule, element, |finding| finding.expected(plain(gross)).found(trimmed(element)));
    discount
}

/// Whether the amount may come from a price that was rounded to the decimals it is written with
/// only after the amount was computed, as software that works back from a total does; never more
/// than a thousandth of the amount.
fn price_rounded(quantity: Decimal, price: Decimal, gross: Decimal, amount: Decimal) -> bool {
    let half_unit = Decimal::new(5, price.scale().saturating_add(1));
    let most = quantity.abs().checked_mul(half_unit).zip(gross.abs().checked_div(Decimal::ONE_THOUSAND));
    most.is_some_and(|(rounding, thousandth)| near(amount, gross, rounding.min(thousandth)))
}

/// A computed amount without zeros at its end.
pub(crate) fn plain(amount: Decimal) -> String {
    amount.normalize().to_string()
}
