//! What changed on 2025-07-01: two tiers of administration instead of three, and personal numbers as tax codes.

use super::facts::Facts;
use crate::declaration::Declaration;
use crate::declaration::rules::rule;
use crate::report::{Finding, Findings};
use crate::rule::{Check, Rule, Text, Weight};
use crate::value::{TaxCode, TaxCodeKind};
use crate::xml::Element;
use jiff::civil::{Date, date};

const TIERS: &str = "Luật Tổ chức chính quyền địa phương 72/2025/QH15: không còn cấp huyện từ 01/07/2025; TKhaiThue_DBHC.xsd (eTax, 2025)";

rule!(DISTRICT, "declaration.address.district", Rules, Inform, TIERS;
    "{name} ghi {found}; từ 01/07/2025 không còn cấp huyện.", "{name} says {found}; there are no districts since 2025-07-01.";
    "Để trống quận, huyện.", "Leave the district empty.");
rule!(COMMUNE, "declaration.address.commune", Rules, Warn, TIERS;
    "{name} để trống; từ 01/07/2025 phải ghi xã, phường và mã.", "{name} is empty; since 2025-07-01 the commune and its code must be given.";
    "Chọn lại xã, phường trong thông tin người nộp thuế.", "Choose the commune again in the taxpayer's details.");
rule!(COMMUNE_EARLY, "declaration.address.early", Rules, Warn, TIERS;
    "{name} là trường của mẫu từ 01/07/2025, tờ khai ký ngày {found}.",
    "{name} belongs to forms since 2025-07-01, the declaration was signed on {found}."; "", "");
rule!(PERSON, "declaration.tax-code.person", Rules, Warn, "Thông tư 86/2024/TT-BTC, điều 5";
    "Mã số thuế 12 số {found} chỉ dùng từ 01/07/2025.", "Tax codes of 12 digits such as {found} are used since 2025-07-01 only.";
    "Dùng mã số thuế 10 hoặc 13 số tại thời điểm ký.", "Use the tax code of 10 or 13 digits of the day of signing.");

pub(super) const RULES: &[&Rule] = &[&DISTRICT, &COMMUNE, &COMMUNE_EARLY, &PERSON];

/// Since when there are no districts, and personal numbers are tax codes.
const SINCE: Date = date(2025, 7, 1);

/// Judges place and codes by the day of signing; a declaration that names none is not judged.
pub(super) fn check(declaration: &Declaration<'_>, facts: &Facts, findings: &mut Findings) {
    let Some(signed) = facts.signed else { return };
    let taxpayer = declaration.taxpayer();
    let agent = declaration.agent();
    for code in [
        taxpayer.and_then(|taxpayer| taxpayer.child("mst")),
        agent.and_then(|agent| agent.child("mstDLyThue")),
    ]
    .into_iter()
    .flatten()
    {
        if signed < SINCE
            && TaxCode::parse(&code.trimmed()).is_some_and(|code| code.kind() == TaxCodeKind::Person)
        {
            findings.push(Finding::new(&PERSON).at(code).found(code.trimmed()));
        }
    }
    let Some(taxpayer) = taxpayer else { return };
    let cell = |name| taxpayer.child(name);
    let is_filled = |element: &Element<'_>| !element.trimmed().is_empty();
    if signed < SINCE {
        if let Some(place) = cell("tenXaNNT").or_else(|| cell("maXaNNT")) {
            findings.push(Finding::new(&COMMUNE_EARLY).at(place).found(signed.to_string()));
        }
        return;
    }
    for place in ["tenHuyenNNT", "maHuyenNNT"].into_iter().filter_map(cell).filter(is_filled) {
        findings.push(Finding::new(&DISTRICT).at(place).found(place.trimmed()));
    }
    for place in ["tenXaNNT", "maXaNNT"].into_iter().filter_map(cell).filter(|place| !is_filled(place)) {
        findings.push(Finding::new(&COMMUNE).at(place));
    }
}
