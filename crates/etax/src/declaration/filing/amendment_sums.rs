//! The sums of form 01/KHBS and its explanation 01-1/KHBS.
//!
//! Most forms amend đồng or one currency. Fees (01/PH, 01/LP, 01/PHLPNG) may stand in several, and then rows and totals
//! name theirs; a row that names none is a currency of its own here.

use super::amendment::BASIS;
use crate::declaration::rules::rule;
use crate::report::{Finding, Findings};
use crate::rule::{Check, Rule, Text, Weight};
use crate::value::Amount;
use crate::xml::Element;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::BTreeMap;

rule!(DIFFERENCE, "declaration.amendment.difference", Rules, Fail, BASIS;
    "Cột (6) phải bằng (5) − (4) = {expected_amount}, đang khai {found_amount}.",
    "Column (6) must be (5) − (4) = {expected_amount}, it says {found_amount}."; "", "");
rule!(TOTAL, "declaration.amendment.total", Rules, Warn, BASIS;
    "{name} phải bằng tổng các dòng {expected_amount}, đang khai {found_amount}.",
    "{name} must be the sum of its rows, {expected_amount}, it says {found_amount}."; "", "");
rule!(AGREEMENT, "declaration.amendment.agreement", Rules, Warn, BASIS;
    "{name} phải bằng {expected_amount} như trên 01-1/KHBS, đang khai {found_amount}.",
    "{name} must be {expected_amount} as form 01-1/KHBS has it, it says {found_amount}."; "", "");

pub(super) const RULES: &[&Rule] = &[&DIFFERENCE, &TOTAL, &AGREEMENT];

/// Sums by currency (`ma_DonViTien`).
type Sums<'d> = BTreeMap<Cow<'d, str>, Decimal>;

/// One total of 01/KHBS: where it and its rows are, the column that is summed, its tag where there is one currency, its
/// tags where there are several, and the tags of the total of 01-1/KHBS that repeats it.
struct Total {
    part: &'static str,
    column: &'static str,
    one: &'static str,
    many: [&'static str; 2],
    explained: Option<Explained>,
}

/// A total of 01-1/KHBS.
#[derive(Clone, Copy)]
struct Explained {
    one: &'static str,
    many: [&'static str; 2],
}

const PAYABLE: Explained = Explained { one: "tongCong_7", many: ["TongCong_7", "ct7"] };
const DEDUCTIBLE: Explained = Explained { one: "tongCong_8", many: ["TongCong_8", "ct8"] };
const REFUND: Explained = Explained { one: "tongCong_9", many: ["TongCong_9", "ct9"] };

const TOTALS: [Total; 4] = [
    Total {
        part: "Muc_A/Muc_I/Muc_1",
        column: "ct3",
        one: "tongCong_ct10",
        many: ["TongCong10", "ct10"],
        explained: Some(PAYABLE),
    },
    // Its rows lie one appendix deep each; the explanation does not repeat it.
    Total {
        part: "Muc_A/Muc_I/Muc_2/DSachPLuc",
        column: "ct7",
        one: "tongCong_ct11",
        many: ["TongCong11", "ct11"],
        explained: None,
    },
    Total {
        part: "Muc_A/Muc_II",
        column: "ct3",
        one: "tongCong_ct12",
        many: ["TongCong12", "ct12"],
        explained: Some(DEDUCTIBLE),
    },
    Total {
        part: "Muc_A/Muc_III",
        column: "ct3",
        one: "tongCong_ct13",
        many: ["TongCong13", "ct13"],
        explained: Some(REFUND),
    },
];

/// Judges the sums in both appendices and between them.
pub(super) fn check(
    amendment: Option<Element<'_>>,
    explanation: Option<Element<'_>>,
    findings: &mut Findings,
) {
    let explained = explanation.and_then(|explanation| explanation.find("Muc_A/DSachHSo"));
    if let Some(list) = explained {
        differences(list, findings);
    }
    let Some(amendment) = amendment else { return };
    before_2021(amendment, findings);
    for total in TOTALS {
        let Some(part) = amendment.find(total.part) else { continue };
        let stated = stated(part, total.one, total.many);
        let mut rows = rows(part).peekable();
        if rows.peek().is_some() {
            hold(&stated, sums(rows, total.column), &TOTAL, findings);
        }
        if let (Some(tags), Some(list)) = (total.explained, explained.and_then(|list| list.child("TongCong")))
        {
            let other = totals_in(list, tags);
            if !other.is_empty() {
                hold(&stated, total_of(&other), &AGREEMENT, findings);
            }
        }
    }
}

/// The rows of a part: its own, or those of each appendix or file in it.
fn rows<'d>(part: Element<'d>) -> impl Iterator<Item = Element<'d>> {
    let nested = |list: &'static str, inner: &'static str| {
        part.children_named(list).filter_map(move |one| one.child(inner)).flat_map(|rows| {
            let children = rows.children();
            children.filter(|row| row.local() == "ChiTiet")
        })
    };
    part.children_named("ChiTiet").chain(nested("BKePLuc", "CTietPLuc")).chain(nested("BKeHSo", "CTietHSo"))
}

fn amount(element: Element<'_>) -> Option<Decimal> {
    Amount::parse(&element.trimmed()).ok().map(Amount::value)
}

fn currency<'d>(row: Element<'d>) -> Cow<'d, str> {
    row.child("ma_DonViTien").map(Element::trimmed).unwrap_or_default()
}

/// The elements of a total with their currencies.
fn stated<'d>(
    part: Element<'d>,
    one: &'static str,
    [group, cell]: [&'static str; 2],
) -> Vec<(Cow<'d, str>, Element<'d>)> {
    let single = part.child(one).map(|total| (Cow::Borrowed(""), total));
    let several = part.children_named(group).filter_map(|total| Some((currency(total), total.child(cell)?)));
    single.into_iter().chain(several).collect()
}

/// The elements of a total of 01-1/KHBS.
fn totals_in<'d>(totals: Element<'d>, tags: Explained) -> Vec<(Cow<'d, str>, Element<'d>)> {
    stated(totals, tags.one, tags.many)
}

/// Adds up a column by currency, empty cells as nothing; `None` when a cell is no number or a sum is too long.
fn sums<'d>(rows: impl Iterator<Item = Element<'d>>, column: &str) -> Option<Sums<'d>> {
    let mut sums = Sums::new();
    for row in rows {
        let Some(cell) = row.child(column).filter(|cell| !cell.trimmed().is_empty()) else { continue };
        add(&mut sums, currency(row), amount(cell)?)?;
    }
    Some(sums)
}

fn total_of<'d>(stated: &[(Cow<'d, str>, Element<'d>)]) -> Option<Sums<'d>> {
    let mut sums = Sums::new();
    for (currency, element) in stated {
        add(&mut sums, currency.clone(), amount(*element)?)?;
    }
    Some(sums)
}

fn add<'d>(sums: &mut Sums<'d>, currency: Cow<'d, str>, value: Decimal) -> Option<()> {
    let sum = sums.entry(currency).or_default();
    *sum = sum.checked_add(value)?;
    Some(())
}

/// Holds totals to the sums expected; what cannot be read is for the structure to judge.
fn hold(
    stated: &[(Cow<'_, str>, Element<'_>)],
    expected: Option<Sums<'_>>,
    rule: &'static Rule,
    findings: &mut Findings,
) {
    let Some(expected) = expected else { return };
    for (currency, element) in stated {
        let expected = expected.get(currency.as_ref()).copied().unwrap_or_default();
        held_to(*element, expected, rule, findings);
    }
}

fn held_to(element: Element<'_>, expected: Decimal, rule: &'static Rule, findings: &mut Findings) {
    if amount(element).is_some_and(|found| found != expected) {
        findings.push(Finding::new(rule).at(element).expected(expected.to_string()).found(element.trimmed()));
    }
}

/// Column (6) of a row is (5) − (4). An empty cell beside a number is a zero; a row that changes a text has no numbers.
fn difference(row: Element<'_>, [before, after, changed]: [&str; 3], findings: &mut Findings) {
    let cell = |name: &str| match row.child(name) {
        Some(cell) if !cell.trimmed().is_empty() => amount(cell),
        _ => Some(Decimal::ZERO),
    };
    if let (Some(before), Some(after), Some(place)) = (cell(before), cell(after), row.child(changed))
        && let Some(expected) = after.checked_sub(before)
    {
        held_to(place, expected, &DIFFERENCE, findings);
    }
}

/// Each row of 01-1/KHBS, and that column (7), what a row changes of the tax, adds up to the three totals: payable [07],
/// deductible [08], refund [09]. Which of them a row counts towards depends on its indicator, so only their sum is held.
fn differences(list: Element<'_>, findings: &mut Findings) {
    for row in rows(list) {
        difference(row, ["ct04", "ct05", "ct06"], findings);
    }
    let Some(totals) = list.child("TongCong") else { return };
    let stated: Vec<_> =
        [PAYABLE, DEDUCTIBLE, REFUND].iter().flat_map(|tags| totals_in(totals, *tags)).collect();
    let mut rows = rows(list).peekable();
    if rows.peek().is_none() {
        return;
    }
    let (Some(all), Some(expected)) = (total_of(&stated), sums(rows, "ct7")) else { return };
    for (currency, found) in all {
        let expected = expected.get(&currency).copied().unwrap_or_default();
        if found != expected {
            let finding = Finding::new(&TOTAL).at_span(totals.path(), totals.span());
            findings.push(finding.expected(expected.to_string()).found(found.to_string()));
        }
    }
}

/// 01/KHBS of Circular 156/2013/TT-BTC has its rows in two lists, of what rises and what falls.
fn before_2021(amendment: Element<'_>, findings: &mut Findings) {
    let Some(part) = amendment.child("NDUNGKHAIBOSUNGDIEUCHINH") else { return };
    for (list, row) in [("DieuChinhTang", "KHBSDieuChinhTang"), ("DieuChinhGiam", "KHBSDieuChinhGiam")] {
        let Some(list) = part.child(list) else { continue };
        for row in list.children_named(row) {
            difference(row, ["ct4", "ct5", "ct6"], findings);
        }
    }
}
