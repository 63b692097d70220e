//! Amended declarations: form 01/KHBS (`PL01_KHBS`) and its explanation 01-1/KHBS (`PL01_1_KHBS`), whatever form they
//! amend.

use super::deadline::Deadline;
use super::facts::Facts;
use super::{Calendar, Settings, forms};
use crate::declaration::rules::rule;
use crate::declaration::{Declaration, DeclarationKind, view};
use crate::report::{Finding, Findings};
use crate::rule::{Check, Rule, Text, Weight};
use crate::value::Amount;
use crate::xml::Element;
use jiff::ToSpan;
use rust_decimal::Decimal;

const BASIS: &str = "Mẫu 01/KHBS và 01-1/KHBS, Thông tư 80/2021/TT-BTC; Nghị định 126/2020/NĐ-CP, điều 7";

rule!(APPENDIX, "declaration.amendment.appendix", Rules, Warn, BASIS;
    "Tờ khai bổ sung không kèm {expected}.", "The amended declaration comes without {expected}.";
    "Kèm tờ khai bổ sung 01/KHBS và bản giải trình 01-1/KHBS.", "Attach form 01/KHBS and the explanation 01-1/KHBS.");
rule!(UNEXPECTED, "declaration.amendment.unexpected", Rules, Warn, BASIS;
    "Tờ khai lần đầu mà kèm {found} của tờ khai bổ sung.", "A first declaration carries {found}, which belongs to an amendment.";
    "Chọn loại tờ khai bổ sung (B) hoặc bỏ phụ lục.", "Make it an amendment (B), or leave the appendix out.");
rule!(TEN_YEARS, "declaration.amendment.ten-years", Rules, Warn, "Luật Quản lý thuế 38/2019/QH14, điều 47";
    "Khai bổ sung sau 10 năm kể từ hạn nộp hồ sơ ({expected}); nhận ngày {found}.",
    "Amended more than ten years after the deadline ({expected}); received on {found}."; "", "");
rule!(DIFFERENCE, "declaration.amendment.difference", Rules, Fail, BASIS;
    "Cột (6) phải bằng (5) − (4) = {expected_amount}, đang khai {found_amount}.",
    "Column (6) must be (5) − (4) = {expected_amount}, it says {found_amount}."; "", "");
rule!(TOTAL, "declaration.amendment.total", Rules, Warn, BASIS;
    "{name} phải bằng tổng các dòng {expected_amount}, đang khai {found_amount}.",
    "{name} must be the sum of its rows, {expected_amount}, it says {found_amount}."; "", "");
rule!(AGREEMENT, "declaration.amendment.agreement", Rules, Warn, BASIS;
    "{name} phải bằng {expected_amount} như trên 01-1/KHBS, đang khai {found_amount}.",
    "{name} must be {expected_amount} as form 01-1/KHBS has it, it says {found_amount}."; "", "");
rule!(HEADER, "declaration.amendment.header", Rules, Warn, BASIS;
    "{name} trên phụ lục khai bổ sung là {found}, trên tờ khai là {expected}.",
    "{name} is {found} in the appendix and {expected} in the declaration."; "", "");

pub(super) const RULES: &[&Rule] =
    &[&APPENDIX, &UNEXPECTED, &TEN_YEARS, &DIFFERENCE, &TOTAL, &AGREEMENT, &HEADER];

const AMENDMENT: &str = "PL01_KHBS";
const EXPLANATION: &str = "PL01_1_KHBS";

/// Judges which appendices come with it, and what they say.
pub(super) fn check(
    declaration: &Declaration<'_>,
    facts: &Facts,
    settings: &Settings<'_>,
    findings: &mut Findings,
) {
    let amendment = declaration.appendix(AMENDMENT);
    let explanation = declaration.appendix(EXPLANATION);
    match declaration.kind() {
        Some(DeclarationKind::Amended) => {
            let place = declaration.appendices().unwrap_or_else(|| declaration.body());
            for name in forms::form(&declaration.form()).map_or(&[][..], |form| &form.amendment) {
                if declaration.appendix(name).is_none() {
                    let finding = Finding::new(&APPENDIX).at_span(place.path(), place.start_tag_span());
                    findings.push(finding.expected(*name));
                }
            }
            ten_years(declaration, facts, settings, findings);
        }
        Some(DeclarationKind::First) => {
            for appendix in [amendment, explanation].into_iter().flatten() {
                let finding = Finding::new(&UNEXPECTED).at_span(appendix.path(), appendix.start_tag_span());
                findings.push(finding.found(appendix.local()));
            }
        }
        _ => {}
    }
    for appendix in [amendment, explanation].into_iter().flatten() {
        header(declaration, appendix, findings);
    }
    if let Some(amendment) = amendment {
        totals(amendment, findings);
    }
    if let Some(explanation) = explanation {
        differences(explanation, findings);
        if let Some(amendment) = amendment {
            agreement(amendment, explanation, findings);
        }
    }
}

fn ten_years(declaration: &Declaration<'_>, facts: &Facts, settings: &Settings<'_>, findings: &mut Findings) {
    let (Some(kind), Some(last), Some(at)) = (facts.kind, facts.last, settings.at) else { return };
    let calendar = Calendar::default();
    let calendar = settings.calendar.unwrap_or(&calendar);
    let deadline = Deadline::of(&declaration.form(), kind, last, calendar).map(|deadline| deadline.last_day);
    let Some(deadline) = deadline else { return };
    let place = declaration.statement().and_then(|statement| statement.child("loaiTKhai"));
    if let (Ok(end), Some(place)) = (deadline.checked_add(10.years()), place)
        && at.date() > end
    {
        let finding = Finding::new(&TEN_YEARS).at(place);
        findings.push(finding.expected(deadline.to_string()).found(at.date().to_string()));
    }
}

/// The header repeats what it amends; what it leaves empty is not judged.
fn header(declaration: &Declaration<'_>, appendix: Element<'_>, findings: &mut Findings) {
    let statement = declaration.statement();
    for (path, expected) in [
        ("maTKhai", view::text(statement, "maTKhai")),
        ("KyKKhaiThue/kieuKy", view::text(statement, "KyKKhaiThue/kieuKy")),
        ("KyKKhaiThue/kyKKhai", view::text(statement, "KyKKhaiThue/kyKKhai")),
        ("soLan", view::text(statement, "soLan")),
        ("mst", view::text(declaration.taxpayer(), "mst")),
        ("mstDLyThue", view::text(declaration.agent(), "mstDLyThue")),
    ] {
        let Some(element) = appendix.child("Header").and_then(|header| header.find(path)) else { continue };
        let found = element.trimmed();
        if !found.is_empty() && !expected.is_empty() && found != expected {
            findings.push(Finding::new(&HEADER).at(element).expected(expected).found(found));
        }
    }
}

/// An amount; `None` where there is none or no number, which the structure judges.
fn amount(element: Option<Element<'_>>) -> Option<Decimal> {
    Amount::parse(&element?.trimmed()).ok().map(Amount::value)
}

/// The sum of a column over rows; `None` when a row cannot be read or the sum is too long. Empty cells count nothing.
fn sum<'d>(rows: impl Iterator<Item = Element<'d>>, column: &str) -> Option<Decimal> {
    rows.filter_map(|row| row.child(column).filter(|cell| !cell.trimmed().is_empty()))
        .try_fold(Decimal::ZERO, |sum, cell| sum.checked_add(amount(Some(cell))?))
}

fn held_to(
    total: Option<Element<'_>>,
    expected: Option<Decimal>,
    rule: &'static Rule,
    findings: &mut Findings,
) {
    let (Some(element), Some(expected), Some(found)) = (total, expected, amount(total)) else { return };
    if found != expected {
        findings.push(Finding::new(rule).at(element).expected(expected.to_string()).found(element.trimmed()));
    }
}

/// Each part of 01/KHBS has its rows and their total.
fn totals(amendment: Element<'_>, findings: &mut Findings) {
    for (part, total) in [
        ("Muc_A/Muc_I/Muc_1", "tongCong_ct10"),
        ("Muc_A/Muc_II", "tongCong_ct12"),
        ("Muc_A/Muc_III", "tongCong_ct13"),
    ] {
        let Some(part) = amendment.find(part) else { continue };
        if part.child("ChiTiet").is_some() {
            held_to(part.child(total), sum(part.children_named("ChiTiet"), "ct3"), &TOTAL, findings);
        }
    }
    if let Some(part) = amendment.find("Muc_A/Muc_I/Muc_2/DSachPLuc") {
        let mut rows = part
            .children_named("BKePLuc")
            .filter_map(|one| one.child("CTietPLuc"))
            .flat_map(|rows| rows.children_named("ChiTiet").collect::<Vec<_>>())
            .peekable();
        if rows.peek().is_some() {
            held_to(part.child("tongCong_ct11"), sum(rows, "ct7"), &TOTAL, findings);
        }
    }
}

/// Column (6) of every row of 01-1/KHBS, and that column (7), what a row changes of the tax, adds up to the three
/// totals: payable [07], deductible [08], refund [09]. Which total a row counts towards depends on its indicator.
fn differences(explanation: Element<'_>, findings: &mut Findings) {
    let Some(list) = explanation.find("Muc_A/DSachHSo") else { return };
    let rows = || {
        list.children_named("BKeHSo")
            .filter_map(|file| file.child("CTietHSo"))
            .flat_map(|rows| rows.children_named("ChiTiet"))
    };
    for row in rows() {
        // An empty cell beside a number is a zero; rows that change a text have no numbers.
        let cell = |name| match row.child(name).map(Element::trimmed) {
            Some(text) if !text.is_empty() => Amount::parse(&text).ok().map(Amount::value),
            _ => Some(Decimal::ZERO),
        };
        let expected = match (cell("ct05"), cell("ct04")) {
            (Some(after), Some(before)) => after.checked_sub(before),
            _ => None,
        };
        held_to(row.child("ct06"), expected, &DIFFERENCE, findings);
    }
    let Some(totals) = list.child("TongCong") else { return };
    let all = ["tongCong_7", "tongCong_8", "tongCong_9"]
        .into_iter()
        .try_fold(Decimal::ZERO, |sum, name| sum.checked_add(amount(totals.child(name))?));
    if let (Some(all), Some(expected)) = (all, sum(rows(), "ct7"))
        && all != expected
        && rows().next().is_some()
    {
        let finding = Finding::new(&TOTAL).at_span(totals.path(), totals.span());
        findings.push(finding.expected(expected.to_string()).found(all.to_string()));
    }
}

/// The totals of 01-1/KHBS are those of 01/KHBS.
fn agreement(amendment: Element<'_>, explanation: Element<'_>, findings: &mut Findings) {
    for (total, path) in [
        ("tongCong_7", "Muc_A/Muc_I/Muc_1/tongCong_ct10"),
        ("tongCong_8", "Muc_A/Muc_II/tongCong_ct12"),
        ("tongCong_9", "Muc_A/Muc_III/tongCong_ct13"),
    ] {
        let expected =
            amount(explanation.find("Muc_A/DSachHSo/TongCong").and_then(|totals| totals.child(total)));
        held_to(amendment.find(path), expected, &AGREEMENT, findings);
    }
}
