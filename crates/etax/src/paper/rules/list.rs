//! 01/BK-ĐCTT, the list of invoices that one invoice corrects, and the minutes on a correction.

use super::symbols::{self, Named};
use crate::invoice::{declare_rules as rules, near, percent_of};
use crate::paper::case::{Case, amount, child, entries};
use crate::paper::structure::BASIS;
use crate::value::{TaxCode, VatRate};
use crate::xml::Element;
use rust_decimal::Decimal;

rules! {
    NONE = "list.none", Rules, Fail, BASIS;
    vi "Bảng kê không có hóa đơn nào.", en "The list names no invoice.";

    SINGLE = "list.single", Rules, Inform, BASIS;
    vi "Bảng kê chỉ nêu một hóa đơn; bảng kê dùng khi điều chỉnh, thay thế nhiều hóa đơn.",
    en "The list names one invoice only; it is meant for corrections of several.";

    SELF = "list.self", Rules, Warn, BASIS;
    vi "Người bán và người mua có cùng mã số thuế {found}.", en "Seller and buyer have the same tax code {found}.";

    AMOUNT = "list.amount", Rules, Warn, BASIS;
    vi "{name} là {found_amount}, số lượng × đơn giá là {expected_amount}.", en "{name} is {found_amount}, quantity × price is {expected_amount}.";

    TAX = "list.tax", Rules, Warn, BASIS;
    vi "{name} là {found_amount}, thành tiền × thuế suất là {expected_amount}.", en "{name} is {found_amount}, amount × rate is {expected_amount}.";

    DIFFERENCE = "list.difference", Rules, Warn, BASIS;
    vi "Chênh lệch {name} là {found_amount}, số sau trừ số trước là {expected_amount}.",
    en "The difference {name} is {found_amount}, after less before is {expected_amount}.";
}

/// Quantity, price and amount; amount, rate and tax: before and after.
const SIDES: [(&str, [&str; 5]); 2] = [
    ("TTTDChinh", ["SLGoc", "DGGoc", "ThTGoc", "TSGoc", "TTGoc"]),
    ("TTSDChinh", ["SLTDoi", "DGTDoi", "ThTTDoi", "TSTDoi", "TTTDoi"]),
];

/// Difference, and what it is the difference of: before, after.
const DIFFERENCES: [(&str, &str, &str); 4] = [
    ("TgTCTCLech", "ThTGoc", "ThTTDoi"),
    ("TgTTCLech", "TTGoc", "TTTDoi"),
    ("TgTKCLech", "TgTKGoc", "TgTTDoi"),
    ("TgTTTCLech", "TgTSTGoc", "TgTSTTDoi"),
];

/// Checks a list or minutes.
pub(super) fn check(case: &mut Case<'_, '_>) {
    let head = case.find("NDBKe/TTChung").or_else(|| case.find("NDBBan/TTChung"));
    if let Some(head) = head {
        let code = |tag| child(head, &[tag]).and_then(|element| TaxCode::parse(&element.trimmed()));
        if let (Some(seller), Some(buyer), Some(at)) =
            (code("MSTNBan"), code("MSTNMua"), head.child("MSTNMua"))
            && seller == buyer
        {
            case.add_found(&SELF, at);
        }
    }
    let Some(list) = case.find("NDBKe").and_then(|content| content.child("DSHHDVu")) else { return };
    let before = || entries(Some(list), "HHDVu").filter_map(|line| line.child("TTTDChinh"));
    let mut numbers = before().map(|before| {
        (child(before, &["KHHDon"]).map(|e| e.trimmed()), child(before, &["SHDon"]).map(|e| e.trimmed()))
    });
    match numbers.next() {
        None => case.add(&NONE, list, |finding| finding),
        Some(first) if numbers.all(|other| other == first) => {
            case.add(&SINGLE, list, |finding| finding);
        }
        Some(_) => {}
    }
    for line in entries(Some(list), "HHDVu") {
        if let Some(before) = line.child("TTTDChinh") {
            symbols::check(case, &Named::of(before), false);
        }
        sums(case, line);
    }
}

fn sums(case: &mut Case<'_, '_>, line: Element<'_>) {
    let tolerance = case.settings.tolerance.vnd;
    for (side, [quantity, price, base, rate, tax]) in SIDES {
        let Some(side) = line.child(side) else { continue };
        let gross = amount(side, quantity)
            .zip(amount(side, price))
            .and_then(|(quantity, price)| quantity.checked_mul(price));
        judge(case, &AMOUNT, side.child(base), gross, tolerance);
        let rate = child(side, &[rate]).and_then(|element| VatRate::parse_lenient(&element.trimmed()));
        let due = rate
            .filter(|rate| *rate != VatRate::Unexplained)
            .zip(amount(side, base))
            .and_then(|(rate, base)| percent_of(base, rate.percent().unwrap_or_default()));
        judge(case, &TAX, side.child(tax), due, tolerance);
    }
    let (Some(before), Some(after), Some(difference)) =
        (line.child("TTTDChinh"), line.child("TTSDChinh"), line.child("CLech"))
    else {
        return;
    };
    for (tag, from, to) in DIFFERENCES {
        let expected =
            amount(after, to).zip(amount(before, from)).and_then(|(to, from)| to.checked_sub(from));
        judge(case, &DIFFERENCE, difference.child(tag), expected, tolerance);
    }
}

fn judge(
    case: &mut Case<'_, '_>,
    rule: &'static crate::rule::Rule,
    at: Option<Element<'_>>,
    expected: Option<Decimal>,
    tolerance: Decimal,
) {
    let (Some(at), Some(expected)) = (at, expected) else { return };
    let stated = crate::value::Amount::parse(&at.trimmed()).ok().map(crate::value::Amount::value);
    // A difference may be written without its sign: whether it goes up or down is TCHDon's to say.
    if stated.is_some_and(|stated| {
        !near(stated, expected, tolerance) && !near(stated.abs(), expected.abs(), tolerance)
    }) {
        case.add(rule, at, |finding| finding.expected(expected.normalize().to_string()).found(at.trimmed()));
    }
}
