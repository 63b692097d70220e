//! Amended declarations: form 01/KHBS (`PL01_KHBS`) and its explanation 01-1/KHBS (`PL01_1_KHBS`), whatever form they
//! amend.

use super::deadline::Deadline;
use super::facts::Facts;
use super::{Calendar, Settings, amendment_sums};
use crate::declaration::rules::rule;
use crate::declaration::{Declaration, DeclarationKind, view};
use crate::form::Filing;
use crate::report::{Finding, Findings};
use crate::rule::{Check, Rule, Text, Weight};
use crate::xml::Element;
use jiff::ToSpan;

pub(super) const BASIS: &str =
    "Mẫu 01/KHBS và 01-1/KHBS, Thông tư 80/2021/TT-BTC; Nghị định 126/2020/NĐ-CP, điều 7";

rule!(APPENDIX, "declaration.amendment.appendix", Rules, Warn, BASIS;
    "Tờ khai bổ sung không kèm {expected}.", "The amended declaration comes without {expected}.";
    "Kèm tờ khai bổ sung 01/KHBS và bản giải trình 01-1/KHBS.", "Attach form 01/KHBS and the explanation 01-1/KHBS.");
rule!(UNEXPECTED, "declaration.amendment.unexpected", Rules, Warn, BASIS;
    "Tờ khai lần đầu mà kèm {found} của tờ khai bổ sung.", "A first declaration carries {found}, which belongs to an amendment.";
    "Chọn loại tờ khai bổ sung (B) hoặc bỏ phụ lục.", "Make it an amendment (B), or leave the appendix out.");
rule!(TEN_YEARS, "declaration.amendment.ten-years", Rules, Warn, "Luật Quản lý thuế 38/2019/QH14, điều 47";
    "Khai bổ sung sau 10 năm kể từ hạn nộp hồ sơ ({expected}); nhận ngày {found}.",
    "Amended more than ten years after the deadline ({expected}); received on {found}."; "", "");
rule!(HEADER, "declaration.amendment.header", Rules, Warn, BASIS;
    "{name} trên phụ lục khai bổ sung là {found}, trên tờ khai là {expected}.",
    "{name} is {found} in the appendix and {expected} in the declaration."; "", "");

pub(super) const RULES: &[&Rule] = &[&APPENDIX, &UNEXPECTED, &TEN_YEARS, &HEADER];

const AMENDMENT: &str = "PL01_KHBS";
const EXPLANATION: &str = "PL01_1_KHBS";

/// Judges which appendices come with it, and what they say.
pub(super) fn check(
    declaration: &Declaration<'_>,
    facts: &Facts,
    filing: &Filing,
    settings: &Settings<'_>,
    findings: &mut Findings,
) {
    let amendment = declaration.appendix(AMENDMENT);
    let explanation = declaration.appendix(EXPLANATION);
    match declaration.kind() {
        Some(DeclarationKind::Amended) => {
            let place = declaration.appendices().unwrap_or_else(|| declaration.body());
            for name in &filing.amendment {
                if declaration.appendix(name).is_none() {
                    let finding = Finding::new(&APPENDIX).at_span(place.path(), place.start_tag_span());
                    findings.push(finding.expected(name.as_str()));
                }
            }
            ten_years(declaration, facts, filing, settings, findings);
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
    amendment_sums::check(amendment, explanation, findings);
}

fn ten_years(
    declaration: &Declaration<'_>,
    facts: &Facts,
    filing: &Filing,
    settings: &Settings<'_>,
    findings: &mut Findings,
) {
    let (Some(kind), Some(last), Some(at)) = (facts.kind, facts.last, settings.at) else { return };
    let calendar = Calendar::default();
    let calendar = settings.calendar.unwrap_or(&calendar);
    let deadline = Deadline::due(filing.due, kind, last, calendar).map(|deadline| deadline.last_day);
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
