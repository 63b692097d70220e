//! The check of a certified invoice's code, as findings.

use super::chain::{Chain, Link};
use crate::code::{Scheme, rules};
use crate::report::{Checks, CodeInfo, Finding, Findings};
use crate::rule::Check;
use crate::signature::Verification;
use crate::xml::Element;

/// Checks the code of an invoice of the pilot (`inv:invoice`): the shape of its parts, and each link of the chain from
/// the invoice to the two-dimensional code. At best it is `undecided`. `None` without certified data.
///
/// ```
/// use etax::code::pilot;
/// use etax::report::{Checks, Findings};
/// use etax::signature::Verification;
/// use etax::xml::{Document, Limits, Parsed};
/// let Parsed::Document(document) = Document::parse(b"<invoice/>", &Limits::default()) else { panic!() };
/// let (mut findings, mut checks) = (Findings::new(10), Checks::default());
/// let unsigned = Verification::default();
/// assert!(pilot::check(document.root(), &unsigned, &mut findings, &mut checks).is_none());
/// assert_eq!(findings.as_slice()[0].rule.id, "code.pilot.missing");
/// ```
pub fn check(
    invoice: Element<'_>,
    verification: &Verification<'_>,
    findings: &mut Findings,
    checks: &mut Checks,
) -> Option<CodeInfo> {
    checks.mark(Check::Code);
    let Some(chain) = Chain::of(invoice) else {
        let at = Finding::new(&rules::PILOT_MISSING).at_span(invoice.path(), invoice.start_tag_span());
        findings.push(at);
        return None;
    };
    for (element, _, why) in &chain.malformed {
        findings.push(Finding::new(&rules::PILOT_FORM).at(*element).found(why.as_str()));
    }
    for (element, own, said) in &chain.fields {
        let finding = Finding::new(&rules::PILOT_FIELD).at(*element);
        findings.push(finding.expected(own.as_str()).found(said.as_str()));
    }
    match chain.digest {
        Link::Holds => {}
        Link::Indented => findings.push(Finding::new(&rules::PILOT_INDENTED).at(chain.certified)),
        Link::Broken => {
            let at = chain.certified.child("sellerSignatureHash").unwrap_or(chain.certified);
            findings.push(Finding::new(&rules::PILOT_DIGEST).at(at));
        }
    }
    if let Some((element, error)) = &chain.qr_error {
        findings.push(Finding::new(&rules::PILOT_QR_FORM).at(*element).found(error.to_string()));
    }
    for (element, field, certified, said) in &chain.qr_fields {
        let named = |value: &str| format!("{}={value}", field.element());
        let finding = Finding::new(&rules::PILOT_QR_FIELD).at(*element);
        findings.push(finding.expected(named(certified)).found(named(said)));
    }
    findings.push(Finding::new(&rules::PILOT_UNDECIDED).at(chain.certified));
    let binding = chain.binding(Some(verification));
    let id = chain.certified.child("certifiedId").map(Element::trimmed).unwrap_or_default();
    Some(CodeInfo {
        scheme: Scheme::Pilot2015.word(),
        value: id.chars().take(64).collect(),
        binding: binding.word(),
        differs: binding.fields().map(str::to_owned).collect(),
    })
}
