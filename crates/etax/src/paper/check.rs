//! Checking one paper.

use super::Settings;
use super::case::{Case, day_of, near_child};
use super::form::{Form, number};
use super::{rules, structure};
use crate::invoice::{Version, report_at};
use crate::message::other_info;
use crate::report::{Checks, DocumentInfo, Findings};
use crate::rule::Check;
use crate::xml::Element;
use jiff::civil::Date;

/// Checks structure, types and rules of a paper, and says what it is. Signatures are not looked at. `paper` is
/// its root (`TKhai`, `TBao`, `DNghi`, `BTHDLieu`, `BKe`, `BBan`), alone or in a message.
///
/// ```
/// use etax::paper::{Settings, check};
/// use etax::report::{Checks, Findings};
/// use etax::xml::{Document, Limits, Parsed};
/// let source = "<TBao><MTDiep/><NNhan>2026-11-23T10:00:00</NNhan><TTTNhan>7</TTTNhan></TBao>";
/// let Parsed::Document(document) = Document::parse(source.as_bytes(), &Limits::default()) else { unreachable!() };
/// let (mut findings, mut checks) = (Findings::new(100), Checks::default());
/// let info = check(document.root(), &Settings::default(), &mut findings, &mut checks);
/// assert_eq!(info.kind, "notice");
/// assert_eq!(findings.as_slice()[0].rule.id, "paper.field.type");
/// ```
pub fn check(
    paper: Element<'_>,
    settings: &Settings<'_>,
    findings: &mut Findings,
    checks: &mut Checks,
) -> DocumentInfo {
    let info = other_info(paper);
    checks.mark(Check::Structure);
    let Some(form) = Form::of(paper, settings.message) else {
        let at = number(paper).unwrap_or(paper);
        report_at(findings, &structure::FORM_UNKNOWN, at, |finding| {
            finding.found(info.form.as_deref().unwrap_or_else(|| paper.local()))
        });
        return info;
    };
    checks.mark(Check::Rules);
    let mut case =
        Case { settings, findings, form, paper, version: Version::V2_1_0, date: stated_day(paper) };
    if !paper.namespace().is_empty() {
        case.add(&structure::NAMESPACE, paper, |finding| finding.found(paper.namespace()));
    }
    version(&mut case);
    if !form.certain {
        case.add(&structure::FORM_UNCERTAIN, paper, |finding| finding);
    }
    if case.date.is_some_and(|day| day < form.since) {
        let since = form.since.to_string();
        case.add(&structure::FORM_SINCE, paper, |finding| finding.expected(since));
    }
    if let Some(message) = settings.message
        && !form.messages.is_empty()
        && !form.messages.contains(&message)
    {
        let usual = form.messages.iter().map(i16::to_string).collect::<Vec<_>>().join(", ");
        case.add(&structure::MESSAGE, paper, |finding| finding.expected(usual).found(message.to_string()));
    }
    structure::walk(&mut case, paper, form.table);
    rules::check(&mut case);
    info
}

/// Reads PBan, phiên bản, from the data part or its common data.
fn version(case: &mut Case<'_, '_>) {
    let stated = head(case.paper, "PBan").filter(|element| !element.trimmed().is_empty());
    let Some(element) = stated else { return };
    match Version::parse(&element.trimmed()) {
        Some(version) => case.version = version,
        None => case.add_found(&structure::VERSION, element),
    }
}

/// The day that a paper states for itself.
fn stated_day(paper: Element<'_>) -> Option<Date> {
    ["NLap", "NTBao", "Ngay", "NBKe", "NBBan", "NNhan"].iter().find_map(|tag| day_of(head(paper, tag)?))
}

/// An element of the paper itself, of its data part or of that part's common data. The data part is among the
/// first children; a hostile list of them is not searched.
fn head<'d>(paper: Element<'d>, tag: &str) -> Option<Element<'d>> {
    near_child(paper, tag).or_else(|| {
        paper.children().take(4).find_map(|part| {
            near_child(part, tag)
                .or_else(|| near_child(part, "TTChung").and_then(|common| near_child(common, tag)))
        })
    })
}
