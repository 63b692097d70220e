//! One invoice being checked: what the rules need to know about it, and where their findings go.

use super::settings::Settings;
use super::table::{General, Related, Version};
use crate::report::{Finding, Findings};
use crate::rule::{Force, Rule};
use crate::value::{Amount, Currency, FormSymbol, Moment, Series, parse_date};
use crate::xml::Element;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// From this date on only e-invoices of Decree 123/2020/NĐ-CP and its successors are issued.
pub(crate) const NEW_LAW: Date = date(2022, 7, 1);
/// Decree 70/2025/NĐ-CP and version 2.1.0.
pub(crate) const DECREE_70: Date = date(2025, 6, 1);
/// Decree 254/2026/NĐ-CP and Circular 91/2026/TT-BTC.
pub(crate) const DECREE_254: Date = date(2026, 7, 1);

/// What an invoice does to another one (TCHDon).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    /// It stands alone.
    Original,
    /// 1, thay thế.
    Replaces,
    /// 2, điều chỉnh, or one of the numbers that vendors name for it.
    Adjusts,
}

/// One invoice being checked.
#[derive(Debug)]
pub(crate) struct Case<'f> {
    pub(crate) settings: &'f Settings,
    pub(crate) findings: &'f mut Findings,
    pub(crate) version: Version,
    pub(crate) form: Option<FormSymbol>,
    pub(crate) series: Option<Series>,
    /// NLap. Rules that depend on the date are left out when it cannot be read.
    pub(crate) date: Option<Date>,
    pub(crate) nature: Nature,
    /// HDNTGia: lines have exchange rates, and so currencies, of their own.
    pub(crate) several_rates: bool,
    /// DVTTe, when it is one.
    pub(crate) currency: Option<Currency>,
    /// Whether amounts are in đồng; so taken when no currency is stated.
    pub(crate) vnd: bool,
}

impl<'f> Case<'f> {
    pub(crate) fn new(
        general: Option<&General<'_>>,
        related: Option<&Related<'_>>,
        settings: &'f Settings,
        findings: &'f mut Findings,
    ) -> Self {
        let version =
            general.and_then(General::version).and_then(|element| Version::parse(&trimmed(element)));
        let form = general.and_then(General::form).and_then(|element| FormSymbol::parse(&trimmed(element)));
        let series = general.and_then(General::series).and_then(|element| {
            let text = trimmed(element);
            Series::parse(&text).or_else(|| Series::parse_printed(&text).map(|(_, series)| series))
        });
        let currency =
            general.and_then(General::currency).and_then(|element| Currency::parse(&trimmed(element)));
        let nature = match related.map(|related| related.nature()) {
            None => Nature::Original,
            Some(Some(element)) if trimmed(element) == "1" => Nature::Replaces,
            Some(_) => Nature::Adjusts,
        };
        Self {
            settings,
            findings,
            version: version.unwrap_or(Version::V2_1_0),
            form,
            series,
            date: general.and_then(General::date).and_then(|element| day(&trimmed(element))),
            nature,
            several_rates: general.and_then(General::several_rates).is_some_and(|flag| trimmed(flag) == "1"),
            currency,
            vnd: currency.is_none_or(Currency::is_vnd),
        }
    }

    /// Adds a finding at an element.
    pub(crate) fn add(
        &mut self,
        rule: &'static Rule,
        at: Element<'_>,
        fill: impl FnOnce(Finding) -> Finding,
    ) {
        if Force::in_list(super::rules::FORCE, rule).holds_on(self.date) {
            report(self.findings, rule, at, fill);
        }
    }

    /// Adds a finding with the text that stands there.
    pub(crate) fn add_found(&mut self, rule: &'static Rule, at: Element<'_>) {
        self.add(rule, at, |finding| finding.found(trimmed(at)));
    }

    /// Whether the invoice is dated before a day; false when its date cannot be read.
    pub(crate) fn before(&self, day: Date) -> bool {
        self.date.is_some_and(|date| date < day)
    }

    /// Whether the invoice comes from a cash register.
    pub(crate) fn cash_register(&self) -> bool {
        self.series.is_some_and(Series::cash_register)
    }

    /// Whether this kind of invoice states VAT. Tickets do when their letter is G.
    pub(crate) fn taxed(&self) -> bool {
        match self.form.map(FormSymbol::get) {
            Some(1 | 8) => true,
            Some(5) => self.series.is_none_or(|series| series.letter() != 'H'),
            _ => false,
        }
    }

    /// The tolerance for an amount that so many lines go into.
    pub(crate) fn tolerance(&self, lines: u32) -> Decimal {
        let one = if self.vnd { self.settings.tolerance.vnd } else { self.settings.tolerance.foreign };
        one.checked_mul(Decimal::from(lines.max(1))).unwrap_or(one)
    }
}

/// A date, also with a time of day behind it: that is not how it should be written, but it says the same day.
fn day(text: &str) -> Option<Date> {
    parse_date(text).or_else(|| {
        let date = parse_date(text.get(..10)?)?;
        Moment::parse(text).map(|_| date)
    })
}

/// Adds a finding at an element. Once the collection is full only the rule still counts, so the
/// path, which takes time to make, is left out: the cost of a hostile document stays bounded.
pub(crate) fn report(
    findings: &mut Findings,
    rule: &'static Rule,
    at: Element<'_>,
    fill: impl FnOnce(Finding) -> Finding,
) {
    let finding = Finding::new(rule);
    if findings.dropped_count() > 0 {
        findings.push(finding);
    } else {
        findings.push(fill(finding.at(at)));
    }
}

/// The text of an element without white space around it. Nearly always there is none, which two
/// bytes tell.
pub(crate) fn trimmed(element: Element<'_>) -> Cow<'_, str> {
    let solid = |byte: &u8| *byte > b' ';
    match element.text() {
        Cow::Borrowed(text)
            if [text.as_bytes().first(), text.as_bytes().last()].into_iter().flatten().all(solid) =>
        {
            Cow::Borrowed(text)
        }
        _ => element.trimmed(),
    }
}

/// The number an element holds; `None` when it is missing, empty or no number (which the check of
/// types reports).
pub(crate) fn number(element: Option<Element<'_>>) -> Option<Decimal> {
    Amount::parse(&trimmed(element?)).ok().map(Amount::value)
}

/// The text of an element, `None` when it is missing or empty.
pub(crate) fn filled(element: Option<Element<'_>>) -> Option<Element<'_>> {
    element.filter(|element| !element.is_leaf() || !trimmed(*element).is_empty())
}
