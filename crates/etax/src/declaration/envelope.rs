//! Rules of the envelope, the same for all forms.

use super::rules::{
    CHECK_DIGIT, DATE_FORM, DATE_FUTURE, FIELD_EMPTY, NUMBER, PERIOD_BOUNDS, PERIOD_DATE, PERIOD_FORM,
    PERIOD_FUTURE, PERIOD_MONTHS, PERIOD_ORDER, PERIOD_PADDING,
};
use super::{Declaration, DeclarationKind, Settings};
use crate::report::{Finding, Findings};
use crate::value::{Period, PeriodKind, TaxCode, parse_date, parse_day};
use crate::xml::Element;
use jiff::civil::Date;

/// Form 680 is older than kinds and periods and has neither.
const WITHOUT_PERIOD: &str = "680";

/// Judges who declares what for which period.
pub(super) fn check(declaration: &Declaration<'_>, settings: &Settings<'_>, findings: &mut Findings) {
    let dated = declaration.form() != WITHOUT_PERIOD;
    if let Some(statement) = declaration.statement() {
        for path in ["maTKhai", "pbanTKhaiXML", "tenTKhai"] {
            filled(statement, path, findings);
        }
        if dated {
            for path in ["loaiTKhai", "KyKKhaiThue/kieuKy", "KyKKhaiThue/kyKKhai"] {
                filled(statement, path, findings);
            }
        }
        number(declaration, statement, findings);
        dates(statement, settings, findings);
        if let Some(period) = statement.child("KyKKhaiThue") {
            self::period(declaration, period, settings, findings);
        }
    }
    if let Some(taxpayer) = declaration.taxpayer() {
        filled(taxpayer, "mst", findings);
        filled(taxpayer, "tenNNT", findings);
        check_digit(taxpayer.child("mst"), findings);
    }
    check_digit(declaration.agent().and_then(|agent| agent.child("mstDLyThue")), findings);
}

/// An absent element is a defect of the structure; an empty one is a defect here.
fn filled(from: Element<'_>, path: &str, findings: &mut Findings) {
    if let Some(element) = from.find(path)
        && element.trimmed().is_empty()
    {
        findings.push(Finding::new(&FIELD_EMPTY).at(element));
    }
}

fn number(declaration: &Declaration<'_>, statement: Element<'_>, findings: &mut Findings) {
    let Some(place) = statement.child("soLan") else { return };
    let Some(number) = declaration.number() else { return };
    let expected = match declaration.kind() {
        Some(DeclarationKind::First) if number != 0 => "0",
        Some(DeclarationKind::Amended) if number == 0 => "≥ 1",
        _ => return,
    };
    findings.push(Finding::new(&NUMBER).at(place).expected(expected).found(number.to_string()));
}

fn check_digit(code: Option<Element<'_>>, findings: &mut Findings) {
    let Some(element) = code else { return };
    let text = element.trimmed();
    if TaxCode::parse(&text).is_some_and(|code| !code.check_digit_holds()) {
        findings.push(Finding::new(&CHECK_DIGIT).at(element).found(text));
    }
}

fn dates(statement: Element<'_>, settings: &Settings<'_>, findings: &mut Findings) {
    for name in ["ngayLapTKhai", "ngayKy"] {
        let Some(element) = statement.child(name) else { continue };
        let text = element.trimmed();
        match parse_date(&text) {
            Some(date) => {
                if let Some(today) = settings.at.map(|at| at.date())
                    && date > today
                {
                    let finding = Finding::new(&DATE_FUTURE).at(element);
                    findings.push(finding.expected(today.to_string()).found(text));
                }
            }
            // The schema judges ngayKy, and a date that is not given is not wrong.
            None if name == "ngayLapTKhai" && !text.is_empty() => {
                findings.push(Finding::new(&DATE_FORM).at(element).found(text));
            }
            None => {}
        }
    }
}

fn period(
    declaration: &Declaration<'_>,
    element: Element<'_>,
    settings: &Settings<'_>,
    findings: &mut Findings,
) {
    let from = day(element, "kyKKhaiTuNgay", findings);
    let to = day(element, "kyKKhaiDenNgay", findings);
    let period = stated(declaration, element, findings);
    if let (Some(from), Some(to), Some(place)) = (from, to, element.child("kyKKhaiDenNgay"))
        && to < from
    {
        let finding = Finding::new(&PERIOD_ORDER).at(place);
        findings.push(finding.expected(from.to_string()).found(to.to_string()));
    }
    // A financial year need not be the calendar's, so only shorter periods fix their days.
    if let Some(period) = period.filter(|period| period.kind() != PeriodKind::Year) {
        bound(element, "kyKKhaiTuNgay", from, period.first(), findings);
        bound(element, "kyKKhaiDenNgay", to, period.last(), findings);
    }
    months(element, findings);
    let first = from.or_else(|| period.map(|period| period.first()));
    if let (Some(first), Some(today)) = (first, settings.at.map(|at| at.date()))
        && first > today
    {
        let finding = Finding::new(&PERIOD_FUTURE).at(element);
        findings.push(finding.expected(today.to_string()).found(first.to_string()));
    }
}

fn stated(declaration: &Declaration<'_>, element: Element<'_>, findings: &mut Findings) -> Option<Period> {
    let kind = declaration.period_kind()?;
    let place = element.child("kyKKhai")?;
    let text = place.trimmed();
    if text.is_empty() || kind.pattern().is_empty() {
        return None;
    }
    let period = Period::parse(kind, &text);
    match period {
        None => findings.push(Finding::new(&PERIOD_FORM).at(place).expected(kind.pattern()).found(text)),
        Some(period) => {
            let official = period.to_string();
            if official != text {
                findings.push(Finding::new(&PERIOD_PADDING).at(place).expected(official).found(text));
            }
        }
    }
    period
}

fn day(period: Element<'_>, name: &str, findings: &mut Findings) -> Option<Date> {
    let element = period.child(name)?;
    let text = element.trimmed();
    let date = parse_day(&text);
    if date.is_none() && !text.is_empty() {
        findings.push(Finding::new(&PERIOD_DATE).at(element).found(text));
    }
    date
}

fn bound(period: Element<'_>, name: &str, found: Option<Date>, expected: Date, findings: &mut Findings) {
    if let (Some(found), Some(element)) = (found, period.child(name))
        && found != expected
    {
        let finding = Finding::new(&PERIOD_BOUNDS).at(element);
        findings.push(finding.expected(expected.strftime("%d/%m/%Y").to_string()).found(element.trimmed()));
    }
}

fn months(period: Element<'_>, findings: &mut Findings) {
    let mut month = |name: &str| {
        let element = period.child(name)?;
        let text = element.trimmed();
        let month = Period::parse(PeriodKind::Month, &text);
        if month.is_none() && !text.is_empty() {
            findings.push(Finding::new(&PERIOD_MONTHS).at(element).found(text));
        }
        month.map(|month| (element, month))
    };
    let (from, to) = (month("kyKKhaiTuThang"), month("kyKKhaiDenThang"));
    if let (Some((_, from)), Some((place, to))) = (from, to)
        && to.first() < from.first()
    {
        findings.push(Finding::new(&PERIOD_ORDER).at(place).expected(from.to_string()).found(to.to_string()));
    }
}
