//! What binds a code to its invoice.

use super::rules;
use super::{CashRegisterCode, Mccqt};
use crate::report::{Checks, CodeInfo, Finding, Findings, Outcome, SignatureStatus};
use crate::rule::Check;
use crate::signature::{Role, Verification};
use crate::value::Series;
use crate::xml::Element;

/// Checks the authentication code of an invoice (`HDon`): its shape, its agreement with the
/// invoice, and whether a signature binds it. `None` when the invoice carries no code.
///
/// `signed_batch` says that the envelope's batch signature (`CKSNNT`) holds, is trusted and
/// covers this invoice.
///
/// ```
/// use etax::code;
/// use etax::report::{Checks, Findings};
/// use etax::signature::Verification;
/// use etax::xml::{Document, Limits, Parsed};
/// let input = "<HDon><DLHDon/><MCCQT>000123456789AB4DEF8123456789ABCDEF</MCCQT></HDon>";
/// let Parsed::Document(document) = Document::parse(input.as_bytes(), &Limits::default()) else { panic!() };
/// let (mut findings, mut checks) = (Findings::new(10), Checks::default());
/// let unsigned = Verification::default();
/// let code = code::check(document.root(), &unsigned, false, &mut findings, &mut checks).unwrap();
/// assert_eq!((code.scheme, code.binding), ("mccqt-34", "not-bound"));
/// assert_eq!(findings.as_slice()[0].rule.id, "code.mccqt.not-bound");
/// ```
pub fn check(
    invoice: Element<'_>,
    verification: &Verification<'_>,
    signed_batch: bool,
    findings: &mut Findings,
    checks: &mut Checks,
) -> Option<CodeInfo> {
    let mut elements = invoice.children_named("MCCQT");
    let element = elements.next()?;
    let text = element.trimmed();
    let second = elements.next();
    if text.is_empty() && second.is_none() {
        return None;
    }
    checks.mark(Check::Code);
    if let Some(second) = second {
        findings.push(Finding::new(&rules::REPEATED).at(second));
    }
    let value = text.chars().take(64).collect::<String>();
    if let Ok(code) = CashRegisterCode::parse(&text) {
        let binding = cash_register(&code, element, invoice, signed_batch && second.is_none(), findings);
        return Some(CodeInfo { scheme: "cash-register-23", value, binding });
    }
    let Ok(code) = Mccqt::parse(&text) else {
        findings.push(
            Finding::new(&rules::FORM)
                .at(element)
                .expected("[0-9A-Z]{34} | M1-26-XXXXX-00000000001")
                .found(value.as_str()),
        );
        let scheme = if text.starts_with('M') { "cash-register-23" } else { "mccqt-34" };
        return Some(CodeInfo { scheme, value, binding: "not-bound" });
    };
    if !code.is_typical() {
        findings.push(Finding::new(&rules::UNUSUAL).at(element).found(code.as_str()));
    }
    if let Some(series) = invoice.find("DLHDon/TTChung/KHHDon").map(Element::trimmed)
        && Series::parse(&series).is_some_and(Series::cash_register)
    {
        findings.push(Finding::new(&rules::REGISTER_EXPECTED).at(element).found(series));
    }
    let binding =
        if second.is_some() { "not-bound" } else { mccqt(element, invoice, verification, findings) };
    Some(CodeInfo { scheme: "mccqt-34", value, binding })
}

/// The authority's signature must hold and cover both the invoice data and the code.
fn mccqt(
    element: Element<'_>,
    invoice: Element<'_>,
    verification: &Verification<'_>,
    findings: &mut Findings,
) -> &'static str {
    let not_bound = |missing: &str, findings: &mut Findings| {
        findings.push(Finding::new(&rules::NOT_BOUND).at(element).expected(missing));
        "not-bound"
    };
    let undecided = |findings: &mut Findings| {
        findings.push(Finding::new(&rules::UNDECIDED).at(element));
        "undecided"
    };
    let Some(signed) = verification.by(Role::Authority).next() else {
        return not_bound("DSCKS/CQT", findings);
    };
    match signed.status {
        SignatureStatus::Invalid => return not_bound("DSCKS/CQT", findings),
        SignatureStatus::Undecided => return undecided(findings),
        SignatureStatus::Valid => {}
    }
    let covers_code = signed.covers(element);
    let covers_data = invoice.child("DLHDon").is_some_and(|data| signed.covers(data));
    let missing = match (covers_data, covers_code) {
        (true, true) => None,
        (false, true) => Some("DLHDon"),
        (true, false) => Some("MCCQT"),
        (false, false) => Some("DLHDon, MCCQT"),
    };
    if let Some(missing) = missing {
        return not_bound(missing, findings);
    }
    match signed.signer {
        Outcome::Passed => "bound",
        // The signer's own findings fail the document; the code was bound by somebody else.
        Outcome::Failed => not_bound("CQT", findings),
        Outcome::Undecided | Outcome::NotApplicable => undecided(findings),
    }
}

/// A cash register's code must agree with the invoice; only its signed batch authenticates it.
fn cash_register(
    code: &CashRegisterCode,
    element: Element<'_>,
    invoice: Element<'_>,
    signed_batch: bool,
    findings: &mut Findings,
) -> &'static str {
    let general = invoice.find("DLHDon/TTChung");
    let field = |name: &str| general.and_then(|general| general.child(name)).map(Element::trimmed);
    let mut agrees = true;
    let mut differ = |finding: Finding| {
        agrees = false;
        findings.push(finding);
    };
    if let Some(kind) = field("KHMSHDon")
        && kind != code.kind()
    {
        differ(Finding::new(&rules::REGISTER_KIND).at(element).expected(kind).found(code.kind()));
    }
    if let Some(symbol) = field("KHHDon") {
        // Letter, two digits of the year, letter of the kind, two free characters.
        let year: String = symbol.chars().skip(1).take(2).collect();
        if year != code.year() {
            differ(Finding::new(&rules::REGISTER_YEAR).at(element).expected(year).found(code.year()));
        }
        if symbol.chars().nth(3) != Some('M') {
            differ(Finding::new(&rules::REGISTER_LETTER).at(element).found(symbol));
        }
    }
    if let Some(date) = field("NLap") {
        let year: String = date.chars().skip(2).take(2).collect();
        if date.len() >= 10 && year != code.year() {
            differ(Finding::new(&rules::REGISTER_YEAR).at(element).expected(year).found(code.year()));
        }
    }
    if !agrees {
        return "not-bound";
    }
    if signed_batch {
        return "bound";
    }
    findings.push(Finding::new(&rules::REGISTER_UNDECIDED).at(element));
    "undecided"
}
