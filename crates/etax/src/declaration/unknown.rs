//! Declarations of forms that are not known: the envelope is judged, the rest is undecided.

use super::{Declaration, rules};
use crate::form::{Catalogue, Head, Version};
use crate::report::{Finding, Findings};
use crate::schema::{FormId, Schema};
use crate::xml::Element;
use std::sync::LazyLock;

/// The envelope around a main part and appendices that are not judged.
static DECLARATION: LazyLock<Option<(Schema, FormId)>> = LazyLock::new(|| envelope("TKhaiThue_DBHC"));
/// The same of registrations.
static REGISTRATION: LazyLock<Option<(Schema, FormId)>> = LazyLock::new(|| envelope("TKhaiDkyThue"));

fn envelope(part: &str) -> Option<(Schema, FormId)> {
    let text = format!("use {part}\ntype CTieuTKhaiChinh: skip\ntype PLuc: skip\n");
    // A test reads both.
    Schema::read("envelope", &text, Catalogue::built_in().parts()).ok()
}

/// Judges the envelope, and says that the form is not known and which one is nearest.
pub(super) fn check(
    root: Element<'_>,
    declaration: Option<&Declaration<'_>>,
    form: &str,
    version: &str,
    nearest: Option<&Head>,
    findings: &mut Findings,
) {
    let registers = declaration.is_some_and(Declaration::registers);
    let envelope = if registers { &*REGISTRATION } else { &*DECLARATION };
    if let Some((schema, id)) = envelope
        && root.local() != "TKhai"
    {
        schema.check_in(*id, root, findings);
    }
    let field = if nearest.is_some() { "pbanTKhaiXML" } else { "maTKhai" };
    let statement = declaration.and_then(Declaration::statement);
    let place = statement.and_then(|statement| statement.child(field)).unwrap_or(root);
    let wanted = Version::parse(version);
    let said = |text: &str| if text.is_empty() { "?".to_owned() } else { text.to_owned() };
    for rule in [&rules::FORM_UNKNOWN, &rules::FORM_UNKNOWN_RULES] {
        let finding = Finding::new(rule).at(place).expected(named(nearest, wanted));
        findings.push(finding.found(format!("{} {}", said(form), said(version))));
    }
}

/// Says that the formulas of a form are not known.
pub(super) fn formulas(declaration: &Declaration<'_>, head: &Head, findings: &mut Findings) {
    let statement = declaration.statement();
    let place =
        statement.and_then(|statement| statement.child("maTKhai")).unwrap_or_else(|| declaration.root());
    let finding = Finding::new(&rules::FORMULAS_UNKNOWN).at(place);
    findings.push(finding.found(named(Some(head), None)));
}

/// A form and that version of it which is nearest to the one wanted.
fn named(head: Option<&Head>, wanted: Option<Version>) -> String {
    let Some(head) = head else { return "-".to_owned() };
    let before = wanted.is_some_and(|wanted| wanted < head.version);
    let nearest = head.until.filter(|_| !before).unwrap_or(head.version);
    let named = format!("{} ({}) {nearest}", head.code, head.title());
    // The very version that is asked for is of no use on other days than these.
    let serves = wanted.is_some_and(|wanted| head.serves(&head.code, wanted));
    match head.days().filter(|_| serves) {
        Some(days) => format!("{named}, {days}"),
        None => named,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_envelopes_can_be_read() {
        assert!(super::DECLARATION.is_some() && super::REGISTRATION.is_some());
    }
}
