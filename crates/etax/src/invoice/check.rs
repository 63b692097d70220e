//! Checking one invoice.

use super::case::{Case, filled, trimmed};
use super::info::info;
use super::rules::{code, dates, line_forms, lines, money, parties, qr, related, structure, symbols, totals};
use super::settings::Settings;
use super::table::{Signatures, Version};
use super::view::Invoice;
use crate::report::{Checks, DocumentInfo, Findings};
use crate::rule::Check;
use crate::xml::Element;

/// Checks structure, types, arithmetic and business rules of an invoice, and says what it is.
/// Signatures and codes are not looked at. `hdon` is the HDon element, alone or in a message, or a DLHDon without one.
///
/// ```
/// use etax::invoice::{Settings, check};
/// use etax::report::{Checks, Findings};
/// use etax::xml::{Document, Limits, Parsed};
/// let Parsed::Document(document) = Document::parse(b"<HDon><DLHDon/></HDon>", &Limits::default()) else {
///     unreachable!()
/// };
/// let (mut findings, mut checks) = (Findings::new(100), Checks::default());
/// let info = check(document.root(), &Settings::default(), &mut findings, &mut checks);
/// assert_eq!(info.kind, "invoice");
/// assert_eq!(findings.as_slice()[0].rule.id, "invoice.field.missing");
/// ```
pub fn check(
    hdon: Element<'_>,
    settings: &Settings,
    findings: &mut Findings,
    checks: &mut Checks,
) -> DocumentInfo {
    let invoice = Invoice::observed(hdon, &mut structure::Unexpected { findings: &mut *findings });
    let mut case = Case::new(invoice.general(), invoice.related(), settings, findings);
    checks.mark(Check::Structure);
    tree(&mut case, &invoice);
    checks.mark(Check::Rules);
    if let Some(general) = invoice.general() {
        symbols::check(&mut case, general);
        dates::check(&mut case, general);
        dates::signed(&mut case, &invoice);
        dates::others(&mut case, &invoice);
        money::check(&mut case, general);
        money::others(&mut case, &invoice);
        if let Some(related) = invoice.related() {
            related::check(&mut case, general, related);
        }
    }
    related::total(&mut case, &invoice);
    parties::check(&mut case, &invoice);
    code::check(&mut case, &invoice);
    let sums = lines::check(&mut case, &invoice);
    line_forms::check(&mut case, &invoice);
    qr::check(&mut case, &invoice);
    totals::check(&mut case, &invoice, &sums);
    info(&invoice)
}

/// Checks every block but the lines, the rates and the fees against its table; those are checked
/// where they are summed.
fn tree(case: &mut Case<'_>, invoice: &Invoice<'_>) {
    if !invoice.element().namespace().is_empty() {
        case.add(&structure::NAMESPACE, invoice.element(), |finding| {
            finding.found(invoice.element().namespace())
        });
    }
    if invoice.is_alone() {
        case.add(&structure::DATA_ALONE, invoice.element(), |finding| finding.expected("HDon"));
    } else {
        structure::rows(case, invoice.element(), invoice.top().rows());
    }
    if let Some(qr) = invoice.top().qr() {
        structure::qr(case, qr);
    }
    if let Some(data) = invoice.data() {
        structure::rows(case, data.element(), data.rows());
    }
    if let Some(general) = invoice.general() {
        if let Some(version) = filled(general.version()) {
            match Version::parse(&trimmed(version)) {
                None => case.add_found(&structure::VERSION, version),
                Some(Version::V1_1_0) => case.add_found(&structure::DRAFT_VERSION, version),
                Some(_) => {}
            }
        }
        structure::rows(case, general.element(), general.rows());
    }
    if let Some(related) = invoice.related() {
        structure::rows(case, related.element(), related.rows());
    }
    if let Some(content) = invoice.content() {
        structure::rows(case, content.element(), content.rows());
    }
    if let Some(seller) = invoice.seller() {
        structure::rows(case, seller.element(), seller.rows());
    }
    if let Some(buyer) = invoice.buyer() {
        structure::rows(case, buyer.element(), buyer.rows());
    }
    if let Some(totals) = invoice.totals() {
        structure::rows(case, totals.element(), totals.rows());
    }
    if let Some(element) = invoice.top().signatures() {
        let signatures =
            Signatures::observed(element, &mut structure::Unexpected { findings: &mut *case.findings });
        structure::rows(case, element, signatures.rows());
    }
}
