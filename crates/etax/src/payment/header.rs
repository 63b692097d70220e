//! Rules on the header: who pays, from where, into which account, when, how much.

use super::lines::amount;
use super::list::{ListKind, listed};
use super::rules::{
    ACCOUNT, CHECK_DIGIT, COLLECTOR, CURRENCY, CURRENCY_KIND, DATE, DATE_FUTURE, DELEGATE_NAME,
    DELEGATE_SAME, EMPTY, KIND, METHOD, NUMBER, POSITIVE, REFERENCE, REQUEST, SIGNED_AFTER, SIGNED_BEFORE,
    TAX_CODE,
};
use super::view::{OrderKind, Stage};
use super::{CollectorCode, PaymentOrder, Settings};
use crate::report::{Finding, Findings};
use crate::rule::Rule;
use crate::value::{Currency, TaxCode, parse_day};
use crate::xml::Element;
use jiff::civil::Date;

/// What no order can be carried out or booked without.
const FILLED: &[&str] = &[
    "PBAN_TLIEU_XML",
    "ID_CTU",
    "SO_GNT",
    "MA_CTU",
    "HTHUC_NOP",
    "MST_NNOP",
    "TEN_NNOP",
    "MA_NHANG_NOP",
    "TEN_NHANG_NOP",
    "MA_HIEU_KBAC",
    "TEN_KBAC",
    "STK_THU",
    "MA_CQTHU",
    "TEN_CQTHU",
    "NGAY_LAP",
    "TONG_TIEN",
    "MA_NGUYENTE",
];

/// HTHUC_NOP of a transfer from an account (chuyển khoản).
const TRANSFER: &str = "CK";

/// STK_THU: the state budget, and the accounts that take back refunded VAT.
const ACCOUNTS: [&str; 5] = ["7111", "8991", "8993", "3121", "3397"];

/// Judges everything but the lines.
pub(super) fn check(order: &PaymentOrder<'_>, settings: &Settings<'_>, findings: &mut Findings) {
    for tag in FILLED {
        filled(order.field(tag), findings);
    }
    for tag in ["MAHIEU_CTU", "SO_CTU"] {
        filled(order.bank().and_then(|bank| bank.child(tag)), findings);
    }
    parties(order, findings);
    place(order, findings);
    money(order, findings);
    number(order, findings);
    dates(order, settings, findings);
    for (tag, kind) in [
        ("MA_HIEU_KBAC", ListKind::Treasury),
        ("MA_CQTHU", ListKind::Collector),
        ("MA_NHANG_NOP", ListKind::Bank),
    ] {
        listed(order.field(tag), kind, settings.lists, order.made_on(), findings);
    }
}

/// The text of an element that has any.
pub(super) fn said(element: Option<Element<'_>>) -> Option<(Element<'_>, std::borrow::Cow<'_, str>)> {
    let element = element?;
    let text = element.trimmed();
    (!text.is_empty()).then_some((element, text))
}

/// An absent element is a defect of the structure; an empty one is a defect here.
pub(super) fn filled(element: Option<Element<'_>>, findings: &mut Findings) {
    if let Some(element) = element.filter(|element| element.trimmed().is_empty()) {
        findings.push(Finding::new(&EMPTY).at(element));
    }
}

/// Reports a text that does not hold.
pub(super) fn demand(
    element: Option<Element<'_>>,
    holds: impl Fn(&str) -> bool,
    rule: &'static Rule,
    expected: &str,
    findings: &mut Findings,
) {
    if let Some((element, text)) = said(element)
        && !holds(&text)
    {
        let finding = Finding::new(rule).at(element).found(text);
        findings.push(if expected.is_empty() { finding } else { finding.expected(expected) });
    }
}

fn parties(order: &PaymentOrder<'_>, findings: &mut Findings) {
    for tag in ["MST_NNOP", "MST_NTHAY"] {
        let Some((element, text)) = said(order.field(tag)) else { continue };
        match TaxCode::parse(&text) {
            None => findings.push(Finding::new(&TAX_CODE).at(element).found(text)),
            Some(code) if !code.check_digit_holds() => {
                findings.push(Finding::new(&CHECK_DIGIT).at(element).found(text));
            }
            Some(_) => {}
        }
    }
    let Some((element, delegate)) = said(order.field("MST_NTHAY")) else { return };
    if delegate == order.text("MST_NNOP") {
        findings.push(Finding::new(&DELEGATE_SAME).at(element).found(delegate));
    }
    if order.text("TEN_NTHAY").is_empty() {
        findings.push(Finding::new(&DELEGATE_NAME).at(element).expected("TEN_NTHAY"));
    }
}

/// Where the money comes from and goes to.
fn place(order: &PaymentOrder<'_>, findings: &mut Findings) {
    demand(order.field("HTHUC_NOP"), |text| text == TRANSFER, &METHOD, TRANSFER, findings);
    // Cash is paid in without an account.
    if order.text("HTHUC_NOP") == TRANSFER {
        filled(order.field("STK_NHANG_NOP"), findings);
    }
    let known = |text: &str| ACCOUNTS.contains(&text);
    demand(order.field("STK_THU"), known, &ACCOUNT, &ACCOUNTS.join(", "), findings);
    let known = |text: &str| matches!(text, "01" | "02" | "03" | "04");
    demand(order.field("ID_TK_KNGHI"), known, &REQUEST, "", findings);
    let known = |text: &str| CollectorCode::parse(text).is_some();
    demand(order.field("MA_CQTHU"), known, &COLLECTOR, "", findings);
}

fn money(order: &PaymentOrder<'_>, findings: &mut Findings) {
    demand(order.field("MA_CTU"), |text| matches!(text, "01" | "02"), &KIND, "01, 02", findings);
    if let Some((element, text)) = said(order.field("MA_NGUYENTE")) {
        match (Currency::parse(&text), order.kind()) {
            (None, _) => findings.push(Finding::new(&CURRENCY).at(element).found(text)),
            (Some(currency), Some(kind)) if currency.is_vnd() != (kind == OrderKind::Dong) => {
                let right = if currency.is_vnd() { "01" } else { "02" };
                findings.push(Finding::new(&CURRENCY_KIND).at(element).expected(right).found(text));
            }
            _ => {}
        }
    }
    if let Some(total) = amount(order.field("TONG_TIEN"), order, findings)
        && total <= rust_decimal::Decimal::ZERO
        && let Some(element) = order.field("TONG_TIEN")
    {
        findings.push(Finding::new(&POSITIVE).at(element).found(total.to_string()));
    }
}

/// Numbers that are made of other parts of the order.
fn number(order: &PaymentOrder<'_>, findings: &mut Findings) {
    if let (Some((element, number)), Some(day)) = (said(order.field("SO_GNT")), order.made_on())
        && let Some((holder, month)) = carried(&number)
    {
        let own = [order.tax_code(), order.delegate()];
        let right = format!("{:02}{:04}", day.month(), day.year());
        let mut codes = own.iter().flatten().map(TaxCode::root);
        if let Some(code) = order.tax_code()
            && (month != right || !codes.any(|code| code.as_str() == holder))
        {
            let expected = format!("{} {right}", code.root());
            findings.push(Finding::new(&NUMBER).at(element).expected(expected).found(number.clone()));
        }
    }
    let digits = |text: &str| text.len() == 17 && text.bytes().all(|byte| byte.is_ascii_digit());
    demand(order.field("MA_THAMCHIEU"), digits, &REFERENCE, "", findings);
}

/// Tax code and month that a number of the usual form carries: five zeros, ten digits, `MMYYYY`, a serial number.
fn carried(number: &str) -> Option<(&str, &str)> {
    let rest = number.strip_prefix("00000")?;
    if rest.len() < 17 || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((rest.get(..10)?, rest.get(10..16)?))
}

fn dates(order: &PaymentOrder<'_>, settings: &Settings<'_>, findings: &mut Findings) {
    demand(order.field("NGAY_LAP"), |text| parse_day(text).is_some(), &DATE, "", findings);
    let (Some(element), Some(made)) = (order.field("NGAY_LAP"), order.made_on()) else { return };
    if let Some(today) = settings.at.map(|at| at.date())
        && made > today
    {
        findings.push(Finding::new(&DATE_FUTURE).at(element).expected(day(today)).found(day(made)));
    }
    for (place, moment) in order.stamps(Stage::Payer) {
        let signed = moment.date();
        let rule = match signed.cmp(&made) {
            std::cmp::Ordering::Less => &SIGNED_BEFORE,
            std::cmp::Ordering::Greater => &SIGNED_AFTER,
            std::cmp::Ordering::Equal => continue,
        };
        findings.push(Finding::new(rule).at(place).expected(day(made)).found(day(signed)));
    }
}

/// A day as orders write it.
pub(super) fn day(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}
