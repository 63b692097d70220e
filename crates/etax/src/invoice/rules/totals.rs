//! The totals: before tax, tax, payable.

use super::lines::plain;
use super::rates::RateSums;
use super::{basis, rates, rules, structure, words};
use crate::invoice::case::{Case, Nature, filled, number, trimmed};
use crate::invoice::sums::{Sums, near, percent_of};
use crate::invoice::table::{Fee, Totals};
use crate::invoice::view::{Invoice, list};
use crate::rule::Rule;
use crate::xml::Element;
use rust_decimal::Decimal;

rules! {
    BEFORE_TAX = "invoice.total.before-tax", Rules, Fail, basis::CONTENT;
    vi "Tổng tiền chưa thuế {found_amount} khác tổng tính được: {expected_amount}.", en "The total before tax {found_amount} is not the sum: {expected_amount}.";

    TAX = "invoice.total.tax", Rules, Fail, basis::CONTENT;
    vi "Tổng tiền thuế {found_amount} khác tổng tính được: {expected_amount}.", en "The total tax {found_amount} is not the sum: {expected_amount}.";

    PAYABLE = "invoice.total.payable", Rules, Fail, basis::CONTENT;
    vi "Tổng tiền thanh toán {found_amount} khác số tính được: {expected_amount}.", en "The payable total {found_amount} is not what the parts make: {expected_amount}.";
    => vi "Tổng thanh toán = tiền chưa thuế + tiền thuế + phí − các khoản giảm trừ.",
    en "Payable is total before tax + tax + fees − reductions.";

    REDUCED = "invoice.total.reduced", Rules, Inform, "Các nghị quyết giảm thuế giá trị gia tăng (mức tỷ lệ % giảm 20%)";
    vi "Tổng thanh toán {found_amount} thấp hơn {expected_amount}, phù hợp mức giảm thuế theo tỷ lệ.",
    en "The payable total {found_amount} is below {expected_amount} by no more than the reduction of the percentage tax.";

    INCLUDED = "invoice.total.discount.included", Rules, Inform, basis::CONTENT;
    vi "Chiết khấu thương mại đã được trừ trong thành tiền hoặc tiền chưa thuế, không trừ thêm ở tổng thanh toán.",
    en "The trade discount is taken off the amounts already and not once more off the payable total.";

    SUBTRACTED = "invoice.total.discount.subtracted", Rules, Inform, basis::CONTENT;
    vi "Chiết khấu thương mại được trừ ở tổng thanh toán; thành tiền là số trước chiết khấu.",
    en "The trade discount is taken off the payable total; the amounts are before it.";

    DISCOUNT_NEGATIVE = "invoice.total.discount.negative", Rules, Warn, basis::CONTENT;
    vi "Chiết khấu thương mại âm: {found_amount}.", en "The trade discount is negative: {found_amount}.";

    DISCOUNT_EXCESS = "invoice.total.discount.excess", Rules, Warn, basis::CONTENT;
    vi "Chiết khấu thương mại {found_amount} lớn hơn tổng các dòng {expected_amount}.", en "The trade discount {found_amount} is more than all lines, {expected_amount}.";

    FEE_NEGATIVE = "invoice.total.fee.negative", Rules, Warn, basis::CONTENT;
    vi "Phí âm: {found_amount}.", en "A fee is negative: {found_amount}.";

    FRACTION = "invoice.total.fraction", Rules, Inform, basis::CURRENCY;
    vi "Tổng thanh toán bằng đồng có phần lẻ: {found_amount}.", en "The payable total in đồng has a fraction: {found_amount}.";

    NEGATIVE = "invoice.amount.negative", Rules, Warn, basis::CORRECTION;
    vi "Tổng thanh toán âm nhưng hóa đơn không điều chỉnh hóa đơn nào.", en "The payable total is negative though no other invoice is adjusted.";
}

/// Parts of the payable amount besides goods and tax.
struct Parts {
    fees: Decimal,
    reductions: Decimal,
    trade_discount: Decimal,
}

/// Checks the totals.
pub(crate) fn check(case: &mut Case<'_>, invoice: &Invoice<'_>, sums: &Sums) {
    let Some(totals) = invoice.totals() else {
        if let Some(content) = invoice.content()
            && case.nature != Nature::Adjusts
            && case.form.is_none_or(|form| form.get() != 6)
        {
            structure::missing_tag(case, "TToan", content.element());
        }
        return;
    };
    // Tickets are VAT invoices by their letter, which the table cannot know.
    if case.form.is_some_and(|form| form.get() == 5)
        && case.series.is_some_and(|series| series.letter() == 'G')
    {
        for (element, tag) in [(totals.before_tax(), "TgTCThue"), (totals.tax(), "TgTThue")] {
            if filled(element).is_none() {
                structure::missing_tag(case, tag, totals.element());
            }
        }
    }
    let rates = rates::check(case, totals, sums);
    let fees = fees(case, totals);
    words::check(case, totals);
    if let (Some(payable), Some(at)) = (number(totals.payable()), totals.payable())
        && payable < Decimal::ZERO
        && case.nature == Nature::Original
    {
        case.add_found(&NEGATIVE, at);
    }
    forms(case, totals, sums);
    let reductions = number(totals.other_reduction())
        .unwrap_or_default()
        .checked_add(number(totals.untaxed_reduction()).unwrap_or_default());
    let (Some(fees), Some(reductions)) = (fees, reductions) else { return };
    let parts =
        Parts { fees, reductions, trade_discount: number(totals.trade_discount()).unwrap_or_default() };
    // Without a readable form symbol, what the totals state tells the kind.
    let taxed = case.taxed() || (case.form.is_none() && filled(totals.before_tax()).is_some());
    if taxed {
        before_tax(case, totals, sums, &rates, &parts);
        total_tax(case, totals, sums, &rates, &parts);
        payable_with_tax(case, totals, sums, &parts);
    } else {
        payable_without_tax(case, totals, sums, &parts);
    }
}

/// What can be said of the totals one by one.
fn forms(case: &mut Case<'_>, totals: &Totals<'_>, sums: &Sums) {
    if let (Some(discount), Some(at)) = (number(totals.trade_discount()), totals.trade_discount())
        && case.nature == Nature::Original
    {
        if discount < Decimal::ZERO {
            case.add_found(&DISCOUNT_NEGATIVE, at);
        }
        let lines = sums.all.sum().filter(|_| sums.lines > 0 && !sums.incomplete);
        if let Some(lines) = lines.filter(|lines| discount > Decimal::ZERO && discount > lines.abs()) {
            case.add(&DISCOUNT_EXCESS, at, |finding| finding.expected(plain(lines)).found(trimmed(at)));
        }
    }
    if let (true, Some(payable), Some(at)) = (case.vnd, number(totals.payable()), totals.payable())
        && !payable.fract().is_zero()
    {
        case.add_found(&FRACTION, at);
    }
}

/// Says which of the two conventions on a trade discount holds: taken off the payable total, or before it.
fn convention(
    case: &mut Case<'_>,
    totals: &Totals<'_>,
    discount: Decimal,
    without: Option<Decimal>,
    tolerance: Decimal,
) {
    let (Some(payable), Some(at), Some(without)) =
        (number(totals.payable()), totals.trade_discount(), without)
    else {
        return;
    };
    if discount.is_zero() {
        return;
    }
    if near(payable, without, tolerance) {
        case.add(&INCLUDED, at, |finding| finding);
    } else if without.checked_sub(discount).is_some_and(|less| near(payable, less, tolerance)) {
        case.add(&SUBTRACTED, at, |finding| finding);
    }
}

/// Reads the fees; `None` when one is no number.
fn fees(case: &mut Case<'_>, totals: &Totals<'_>) -> Option<Decimal> {
    let Some(holder) = totals.fees() else { return Some(Decimal::ZERO) };
    structure::foreign_entries(case, holder, "LPhi");
    let mut sum = Some(Decimal::ZERO);
    for element in list(Some(holder), "LPhi") {
        let fee = Fee::observed(element, &mut structure::Unexpected { findings: &mut *case.findings });
        structure::rows(case, element, fee.rows());
        if let (Some(at), Nature::Original) = (fee.amount(), case.nature)
            && number(Some(at)).is_some_and(|amount| amount < Decimal::ZERO)
        {
            case.add_found(&FEE_NEGATIVE, at);
        }
        if filled(fee.amount()).is_some() {
            sum = sum.zip(number(fee.amount())).and_then(|(sum, amount)| sum.checked_add(amount));
        }
    }
    sum
}

/// Reports a stated amount unless one of the computed ones comes near; the first is the one shown.
fn judge<const N: usize>(
    case: &mut Case<'_>,
    rule: &'static Rule,
    at: Option<Element<'_>>,
    tolerance: Decimal,
    computed: [Option<Decimal>; N],
) {
    let (Some(stated), Some(at)) = (number(at), at) else { return };
    let Some(Some(expected)) = computed.first().copied() else { return };
    if !computed.into_iter().flatten().any(|amount| near(stated, amount, tolerance)) {
        case.add(rule, at, |finding| finding.expected(plain(expected)).found(trimmed(at)));
    }
}

fn before_tax(case: &mut Case<'_>, totals: &Totals<'_>, sums: &Sums, rates: &RateSums, parts: &Parts) {
    let tolerance = case.tolerance(sums.lines);
    let at = totals.before_tax();
    if rates.count == 0 {
        let usable = sums.lines > 0 && !sums.incomplete && !sums.overflow;
        let Some(stated) = number(at).filter(|_| usable) else { return };
        if sums.all.explains(stated, parts.trade_discount, tolerance) == Some(false) {
            judge(case, &BEFORE_TAX, at, tolerance, [sums.all.sum()]);
        }
        return;
    }
    let Some(sum) = rates.amount else { return };
    let less_trade = sum.checked_sub(parts.trade_discount);
    let less_lines = sum.checked_sub(sums.all.discount());
    judge(case, &BEFORE_TAX, at, tolerance, [Some(sum), less_trade, less_lines]);
}

fn total_tax(case: &mut Case<'_>, totals: &Totals<'_>, sums: &Sums, rates: &RateSums, parts: &Parts) {
    let tolerance = case.tolerance(sums.lines);
    let at = totals.tax();
    if rates.count > 0 {
        judge(case, &TAX, at, tolerance, [rates.tax]);
        return;
    }
    // Without totals for the rates the lines tell, unless a discount is spread over the rates.
    if sums.lines == 0 || !sums.rated() || !parts.trade_discount.is_zero() {
        return;
    }
    let tax_on = |net: bool| {
        sums.groups().try_fold(Decimal::ZERO, |tax, (rate, group)| {
            let base = if net { group.sum()?.checked_sub(group.discount())? } else { group.sum()? };
            tax.checked_add(percent_of(base, rate.percent().unwrap_or_default())?)
        })
    };
    judge(case, &TAX, at, tolerance, [tax_on(false), tax_on(true)]);
}

fn payable_with_tax(case: &mut Case<'_>, totals: &Totals<'_>, sums: &Sums, parts: &Parts) {
    let (Some(before_tax), Some(tax)) = (number(totals.before_tax()), number(totals.tax())) else { return };
    let sum = before_tax
        .checked_add(tax)
        .and_then(|sum| sum.checked_add(parts.fees))
        .and_then(|sum| sum.checked_sub(parts.reductions));
    let less_trade = sum.and_then(|sum| sum.checked_sub(parts.trade_discount));
    let less_lines = sum.and_then(|sum| sum.checked_sub(sums.all.discount()));
    let tolerance = case.tolerance(sums.lines);
    judge(case, &PAYABLE, totals.payable(), tolerance, [sum, less_trade, less_lines]);
    convention(case, totals, parts.trade_discount, sum, tolerance);
}

fn payable_without_tax(case: &mut Case<'_>, totals: &Totals<'_>, sums: &Sums, parts: &Parts) {
    let (Some(payable), Some(at)) = (number(totals.payable()), totals.payable()) else { return };
    if sums.lines == 0 || sums.incomplete || sums.overflow {
        return;
    }
    // What the goods alone must come to.
    let Some(goods) = payable.checked_sub(parts.fees).and_then(|goods| goods.checked_add(parts.reductions))
    else {
        return;
    };
    let tolerance = case.tolerance(sums.lines);
    let Some(sum) = sums.all.sum() else { return };
    if sums.all.explains(goods, parts.trade_discount, tolerance) != Some(false) {
        return;
    }
    let expected = sum
        .checked_add(parts.fees)
        .and_then(|sum| sum.checked_sub(parts.reductions))
        .and_then(|sum| sum.checked_sub(parts.trade_discount));
    let Some(expected) = expected else { return };
    // The percentage tax of sales invoices is at most 5%, and a cut of a fifth of it at most 1%.
    let most = percent_of(sum, Decimal::ONE).and_then(|most| most.checked_add(tolerance));
    let reduced =
        expected.checked_sub(payable).zip(most).is_some_and(|(gap, most)| gap > Decimal::ZERO && gap <= most);
    let rule = if reduced { &REDUCED } else { &PAYABLE };
    case.add(rule, at, |finding| finding.expected(plain(expected)).found(trimmed(at)));
}
