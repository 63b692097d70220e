//! The tax agent, đại lý thuế: who files for the taxpayer under which contract.

use super::facts::Facts;
use crate::declaration::rules::rule;
use crate::declaration::{Declaration, view};
use crate::report::{Finding, Findings};
use crate::rule::{Check, Rule, Text, Weight};
use crate::value::{TaxCode, parse_date};

const BASIS: &str =
    "TKhaiThue.xsd (DLyThue); Thông tư 10/2021/TT-BTC về hành nghề dịch vụ làm thủ tục về thuế";

rule!(INCOMPLETE, "declaration.agent.incomplete", Rules, Warn, BASIS;
    "Khai qua đại lý thuế nhưng {name} để trống.", "A tax agent files, but {name} is empty.";
    "Ghi đủ mã số thuế, tên, hợp đồng, nhân viên và chứng chỉ hành nghề của đại lý thuế, hoặc để trống cả phần đại lý thuế.",
    "Give the agent's tax code, name, contract, employee and certificate, or leave the whole part empty.");
rule!(CONTRACT_DATE, "declaration.agent.contract-date", Rules, Warn, BASIS;
    "Hợp đồng đại lý thuế ký ngày {found}, sau ngày ký tờ khai {expected}.",
    "The agent's contract is of {found}, after the declaration was signed on {expected}."; "", "");
rule!(SAME, "declaration.agent.taxpayer", Rules, Warn, BASIS;
    "Đại lý thuế và người nộp thuế cùng mã số {found}.", "Tax agent and taxpayer have the same code, {found}.";
    "Để trống phần đại lý thuế nếu người nộp thuế tự khai.", "Leave the agent empty where the taxpayer files.");

pub(super) const RULES: &[&Rule] = &[&INCOMPLETE, &CONTRACT_DATE, &SAME];

/// What an agent must state.
const NEEDED: [&str; 6] = [
    "mstDLyThue",
    "tenDLyThue",
    "soHDongDLyThue",
    "ngayKyHDDLyThue",
    "NVienDLy/tenNVienDLyThue",
    "NVienDLy/cchiHNghe",
];

/// Judges the agent's part. Where code, name and contract are all empty there is no agent: makers write the part all
/// the same.
pub(super) fn check(declaration: &Declaration<'_>, facts: &Facts, findings: &mut Findings) {
    let Some(agent) = declaration.agent() else { return };
    let text = |path: &str| view::text(Some(agent), path);
    if ["mstDLyThue", "tenDLyThue", "soHDongDLyThue"].iter().all(|path| text(path).is_empty()) {
        return;
    }
    for path in NEEDED {
        if let Some(place) = agent.find(path)
            && place.trimmed().is_empty()
        {
            findings.push(Finding::new(&INCOMPLETE).at(place));
        }
    }
    if let (Some(contract), Some(signed), Some(place)) =
        (parse_date(&text("ngayKyHDDLyThue")), facts.signed, agent.child("ngayKyHDDLyThue"))
        && contract > signed
    {
        let finding = Finding::new(&CONTRACT_DATE).at(place);
        findings.push(finding.expected(signed.to_string()).found(contract.to_string()));
    }
    let code = TaxCode::parse(&text("mstDLyThue"));
    if let (Some(_), Some(place)) = (code, agent.child("mstDLyThue"))
        && code == declaration.tax_code()
    {
        findings.push(Finding::new(&SAME).at(place).found(place.trimmed()));
    }
}
