//! What binds a code to its invoice.

use super::auth34::Auth34;
use super::rules;
use super::{Binding, CashRegisterCode, Doubt, Mccqt, Mismatch, Scheme};
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
    let repeated = second.is_some();
    let info = |scheme: Scheme, binding: &Binding| CodeInfo {
        scheme: scheme.word(),
        value: value.clone(),
        binding: binding.word(),
        differs: binding.fields().map(str::to_owned).collect(),
    };
    if let Ok(code) = CashRegisterCode::parse(&text) {
        let binding = cash_register(&code, invoice, signed_batch && !repeated);
        tell(&binding, element, findings);
        return Some(info(Scheme::CashRegister23, &binding));
    }
    let Ok(code) = Mccqt::parse(&text) else {
        findings.push(
            Finding::new(&rules::FORM)
                .at(element)
                .expected("[0-9A-Z]{34} | M1-26-XXXXX-00000000001")
                .found(value.as_str()),
        );
        let scheme = if text.starts_with('M') { Scheme::CashRegister23 } else { Scheme::Mccqt34 };
        return Some(info(scheme, &Binding::NotBound(Vec::new())));
    };
    let keyed = Auth34::parse(&text).is_ok();
    if !code.is_typical() && !keyed {
        findings.push(Finding::new(&rules::UNUSUAL).at(element).found(code.as_str()));
    }
    if let Some(series) = invoice.find("DLHDon/TTChung/KHHDon").map(Element::trimmed)
        && Series::parse(&series).is_some_and(Series::cash_register)
    {
        findings.push(Finding::new(&rules::REGISTER_EXPECTED).at(element).found(series));
    }
    let binding =
        if repeated { Binding::NotBound(Vec::new()) } else { mccqt(element, invoice, verification) };
    tell(&binding, element, findings);
    Some(info(if keyed { Scheme::Auth34 } else { Scheme::Mccqt34 }, &binding))
}

/// Says as findings why a code is not bound, or not certainly.
fn tell(binding: &Binding, element: Element<'_>, findings: &mut Findings) {
    let at = |rule| Finding::new(rule).at(element);
    match binding {
        Binding::Bound => {}
        Binding::NotBound(mismatches) => {
            for mismatch in mismatches {
                match mismatch {
                    Mismatch::Field { name, invoice, code } => {
                        let finding = match (name.as_str(), code.as_str()) {
                            (KIND, _) => {
                                at(&rules::REGISTER_KIND).expected(invoice.as_str()).found(code.as_str())
                            }
                            (SERIES, LETTER) => at(&rules::REGISTER_LETTER).found(invoice.as_str()),
                            _ => at(&rules::REGISTER_YEAR).expected(invoice.as_str()).found(code.as_str()),
                        };
                        findings.push(finding);
                    }
                    Mismatch::Signature(missing) => {
                        findings.push(at(&rules::NOT_BOUND).expected(missing.as_str()));
                    }
                    _ => {}
                }
            }
        }
        Binding::Undecided(Doubt::Unsigned) => findings.push(at(&rules::REGISTER_UNDECIDED)),
        Binding::Undecided(_) => findings.push(at(&rules::UNDECIDED)),
    }
}

/// The authority's signature must hold and cover both the invoice data and the code.
pub(super) fn mccqt(element: Element<'_>, invoice: Element<'_>, verification: &Verification<'_>) -> Binding {
    let not_bound = |missing: &str| Binding::NotBound(vec![Mismatch::Signature(missing.to_owned())]);
    let Some(signed) = verification.by(Role::Authority).next() else {
        return not_bound("DSCKS/CQT");
    };
    match signed.status {
        SignatureStatus::Invalid => return not_bound("DSCKS/CQT"),
        SignatureStatus::Undecided => return Binding::Undecided(Doubt::Authority),
        SignatureStatus::Valid => {}
    }
    let covers_code = signed.covers(element);
    let covers_data = invoice.child("DLHDon").is_some_and(|data| signed.covers(data));
    match (covers_data, covers_code) {
        (true, true) => {}
        (false, true) => return not_bound("DLHDon"),
        (true, false) => return not_bound("MCCQT"),
        (false, false) => return not_bound("DLHDon, MCCQT"),
    }
    match signed.signer {
        Outcome::Passed => Binding::Bound,
        // The signer's own findings fail the document; the code was bound by somebody else.
        Outcome::Failed => not_bound("CQT"),
        Outcome::Undecided | Outcome::NotApplicable => Binding::Undecided(Doubt::Authority),
    }
}

const KIND: &str = "KHMSHDon";
const SERIES: &str = "KHHDon";
/// The fourth letter of the series of a cash register's invoices.
const LETTER: &str = "M";
const DATE: &str = "NLap";

/// A cash register's code must agree with the invoice; only its signed batch authenticates it.
pub(super) fn cash_register(code: &CashRegisterCode, invoice: Element<'_>, signed_batch: bool) -> Binding {
    let general = invoice.find("DLHDon/TTChung");
    let field = |name: &str| general.and_then(|general| general.child(name)).map(Element::trimmed);
    let mut mismatches = Vec::new();
    let mut differ = |name: &str, invoice: &str, code: &str| {
        mismatches.push(Mismatch::Field {
            name: name.to_owned(),
            invoice: invoice.chars().take(64).collect(),
            code: code.to_owned(),
        });
    };
    if let Some(kind) = field("KHMSHDon")
        && kind != code.kind()
    {
        differ(KIND, &kind, code.kind());
    }
    if let Some(symbol) = field("KHHDon") {
        // Letter, two digits of the year, letter of the kind, two free characters.
        let year: String = symbol.chars().skip(1).take(2).collect();
        if year != code.year() {
            differ(SERIES, &year, code.year());
        }
        if symbol.chars().nth(3) != Some('M') {
            differ(SERIES, &symbol, LETTER);
        }
    }
    if let Some(date) = field("NLap") {
        let year: String = date.chars().skip(2).take(2).collect();
        if date.len() >= 10 && year != code.year() {
            differ(DATE, &year, code.year());
        }
    }
    if !mismatches.is_empty() {
        return Binding::NotBound(mismatches);
    }
    if signed_batch { Binding::Bound } else { Binding::Undecided(Doubt::Unsigned) }
}
