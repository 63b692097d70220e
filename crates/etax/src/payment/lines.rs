//! Rules on the lines, and on the total over them.

use super::header::{day, demand, filled, said};
use super::list::{ListKind, listed};
use super::rules::{
    AMOUNT, CHAPTER, DECIMALS, LINE_ID, LINE_ORDER, LINE_TWICE, PERIOD, PERIOD_FUTURE, PERIOD_PADDING,
    PERIOD_UNKNOWN, POSITIVE, SUB_ITEM, TOTAL, WHOLE,
};
use super::{Chapter, PaymentLine, PaymentOrder, PaymentPeriod, Settings, SubItem};
use crate::report::{Finding, Findings};
use crate::value::Amount;
use crate::xml::Element;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::HashSet;

/// The forms of KY_THUE.
const PERIODS: &str = "MM/YYYY, 00/Q1/YYYY, 00/CN/YYYY, DD/MM/YYYY";

/// Judges each line, then all of them together.
pub(super) fn check(order: &PaymentOrder<'_>, settings: &Settings<'_>, findings: &mut Findings) {
    let (mut ids, mut seen) = (HashSet::new(), HashSet::new());
    let mut sum = Some(Decimal::ZERO);
    for line in order.lines() {
        for tag in ["ID_CTU_CTIET", "ID_CTU", "NDUNG_NOP", "MA_NDKT", "MA_CHUONG", "KY_THUE", "TIEN_PNOP"] {
            filled(line.element().child(tag), findings);
        }
        belongs(order, &line, &mut ids, findings);
        codes(order, &line, settings, findings);
        period(order, &line, findings);
        let paid = amount(line.element().child("TIEN_PNOP"), order, findings);
        sum = sum.and_then(|sum| sum.checked_add(paid?));
        let Some((paid, place)) = paid.zip(line.element().child("TIEN_PNOP")) else { continue };
        if paid <= Decimal::ZERO {
            findings.push(Finding::new(&POSITIVE).at(place).found(paid.to_string()));
        }
        let key = ["MA_NDKT", "MA_CHUONG", "KY_THUE", "SO_TK_TB_QD", "NDUNG_NOP", "GHI_CHU"]
            .map(|tag| line.text(tag));
        if !seen.insert((key, paid)) {
            findings.push(Finding::new(&LINE_TWICE).at(line.element()).found(paid.to_string()));
        }
    }
    // A line that is no number has been reported; what it adds up to is not known then.
    if let (Some(sum), Some(total), Some(place)) = (sum, order.total(), order.field("TONG_TIEN"))
        && sum != total.value()
    {
        let finding = Finding::new(&TOTAL).at(place).expected(sum.normalize().to_string());
        findings.push(finding.found(total.value().to_string()));
    }
}

/// An amount in the order's currency; its form is judged here.
pub(super) fn amount(
    element: Option<Element<'_>>,
    order: &PaymentOrder<'_>,
    findings: &mut Findings,
) -> Option<Decimal> {
    let (element, text) = said(element)?;
    let amount = match Amount::parse(&text) {
        Ok(amount) => amount,
        Err(defect) => {
            findings.push(Finding::new(&AMOUNT).at(element).expected(defect.pattern()).found(text));
            return None;
        }
    };
    let currency = order.currency();
    if currency.is_some_and(|currency| currency.is_vnd()) && !amount.fits(21, 0) {
        findings.push(Finding::new(&WHOLE).at(element).found(text));
    } else if currency.is_some_and(|currency| !currency.is_vnd()) && !amount.fits(21, 2) {
        findings.push(Finding::new(&DECIMALS).at(element).found(text));
    }
    Some(amount.value())
}

/// The line's ids.
fn belongs<'d>(
    order: &PaymentOrder<'d>,
    line: &PaymentLine<'d>,
    ids: &mut HashSet<Cow<'d, str>>,
    findings: &mut Findings,
) {
    let id = order.id();
    if !id.is_empty() {
        demand(line.element().child("ID_CTU"), |own| own == id, &LINE_ORDER, &id, findings);
    }
    if let Some((element, own)) = said(line.element().child("ID_CTU_CTIET"))
        && !ids.insert(own.clone())
    {
        findings.push(Finding::new(&LINE_ID).at(element).found(own));
    }
}

fn codes(order: &PaymentOrder<'_>, line: &PaymentLine<'_>, settings: &Settings<'_>, findings: &mut Findings) {
    let sub_item = line.element().child("MA_NDKT");
    let chapter = line.element().child("MA_CHUONG");
    demand(sub_item, |text| SubItem::parse(text).is_some(), &SUB_ITEM, "", findings);
    demand(chapter, |text| Chapter::parse(text).is_some(), &CHAPTER, "", findings);
    // What is no code at all is not looked for.
    let on = order.made_on();
    listed(sub_item.filter(|_| line.sub_item().is_some()), ListKind::SubItem, settings.lists, on, findings);
    listed(chapter.filter(|_| line.chapter().is_some()), ListKind::Chapter, settings.lists, on, findings);
}

fn period(order: &PaymentOrder<'_>, line: &PaymentLine<'_>, findings: &mut Findings) {
    let Some((element, text)) = said(line.element().child("KY_THUE")) else { return };
    let Some(period) = PaymentPeriod::parse(&text) else {
        let rule = if PaymentPeriod::is_marked(&text) { &PERIOD_UNKNOWN } else { &PERIOD };
        findings.push(Finding::new(rule).at(element).expected(PERIODS).found(text));
        return;
    };
    let usual = period.to_string();
    if usual != text {
        findings.push(Finding::new(&PERIOD_PADDING).at(element).expected(usual).found(text.clone()));
    }
    if let Some(made) = order.made_on()
        && period.period().first() > made
    {
        findings.push(Finding::new(&PERIOD_FUTURE).at(element).expected(day(made)).found(text));
    }
}
