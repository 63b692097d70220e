//! Checking one certified invoice, or the envelope around several.

use super::rules;
use super::structure;
use super::view::{Invoice, Line};
use crate::invoice::Tolerance;
use crate::report::{Checks, DocumentInfo, Finding, Findings};
use crate::rule::{Check, Rule};
use crate::value::words::read;
use crate::value::{Moment, TaxCode};
use crate::xml::{DSIG, Element};
use rust_decimal::Decimal;

/// Checks structure, arithmetic and business rules of an invoice of the pilot (`inv:invoice`), and says what it is.
/// `tolerance` is how far an amount may be from what it should be.
///
/// ```
/// use etax::invoice::Tolerance;
/// use etax::pilot::check;
/// use etax::report::{Checks, Findings};
/// use etax::xml::{Document, Limits, Parsed};
/// let input = b"<i:invoice xmlns:i='http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1'/>";
/// let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { panic!() };
/// let (mut findings, mut checks) = (Findings::new(10), Checks::default());
/// let info = check(document.root(), &Tolerance::default(), &mut findings, &mut checks);
/// assert_eq!(info.kind, "certified-invoice");
/// assert_eq!(findings.as_slice()[0].rule.id, "schema.element.missing");
/// ```
pub fn check(
    element: Element<'_>,
    tolerance: &Tolerance,
    findings: &mut Findings,
    checks: &mut Checks,
) -> DocumentInfo {
    let invoice = Invoice::new(element);
    checks.mark(Check::Structure);
    structure::check(element, findings);
    checks.mark(Check::Rules);
    let tolerance = if invoice.is_vnd() { tolerance.vnd } else { tolerance.foreign };
    let mut case = Case { invoice, tolerance, findings };
    case.symbols();
    case.original();
    case.dates();
    case.lines();
    case.totals();
    case.words();
    errors(element, case.findings);
    info(invoice)
}

/// Checks the envelope around invoices (`inv:transaction`), and says what it is. The invoices in it are documents of
/// their own.
///
/// ```
/// use etax::pilot::check_transaction;
/// use etax::report::{Checks, Findings};
/// use etax::xml::{Document, Limits, Parsed};
/// let input = b"<transaction xmlns='http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1'><resend>0</resend></transaction>";
/// let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { panic!() };
/// let (mut findings, mut checks) = (Findings::new(10), Checks::default());
/// let info = check_transaction(document.root(), &mut findings, &mut checks);
/// assert_eq!((info.kind, info.form.as_deref()), ("message", Some("transaction")));
/// assert!(findings.as_slice().is_empty());
/// ```
pub fn check_transaction(element: Element<'_>, findings: &mut Findings, checks: &mut Checks) -> DocumentInfo {
    checks.mark(Check::Structure);
    structure::check(element, findings);
    if let Some(signature) = element.children().find(|child| child.is(DSIG, "Signature")) {
        checks.mark(Check::Signatures);
        findings.push(
            Finding::new(&rules::TRANSACTION_SIGNED).at_span(signature.path(), signature.start_tag_span()),
        );
    }
    errors(element, findings);
    let mut info = DocumentInfo::of("message");
    info.form = Some("transaction".to_owned());
    let flow = element.child("flowTransactionId").map(Element::trimmed).unwrap_or_default();
    info.id.add("messageId", short(&flow));
    info
}

/// What the system answered.
fn errors(element: Element<'_>, findings: &mut Findings) {
    for error in element.children_named("error").take(20) {
        let part = |name| error.child(name).map(Element::trimmed).unwrap_or_default();
        let found = format!("{} {}", part("code"), part("description"));
        findings.push(Finding::new(&rules::TRANSACTION_ERROR).at(error).found(found.trim()));
    }
}

fn short(text: &str) -> String {
    text.chars().take(400).collect()
}

fn info(invoice: Invoice<'_>) -> DocumentInfo {
    let text = |name: &str| invoice.text(name).map(|text| short(&text)).unwrap_or_default();
    let mut info = DocumentInfo::of("certified-invoice");
    info.form = invoice.text("templateCode").map(|text| short(&text));
    info.id.add("series", text("invoiceSeries"));
    info.id.add("number", text("invoiceNumber"));
    info.id.add("date", text("invoiceIssuedDate"));
    info.id.add("currency", text("currencyCode"));
    if let Some(id) = invoice.certified("certifiedId") {
        info.id.add("code", short(&id.trimmed()));
    }
    info.id.add("relatedNumber", text("originalInvoiceId"));
    info.parties.add("sellerTaxCode", text("sellerTaxCode"));
    info.parties.add("sellerName", text("sellerLegalName"));
    info.parties.add("buyerTaxCode", text("buyerTaxCode"));
    info.parties.add("buyerName", text("buyerLegalName"));
    info.amounts.add("totalBeforeTax", text("totalAmountWithoutVAT"));
    info.amounts.add("totalTax", text("totalVATAmount"));
    info.amounts.add("totalPayable", text("totalAmountWithVAT"));
    info
}

struct Case<'d, 'f> {
    invoice: Invoice<'d>,
    tolerance: Decimal,
    findings: &'f mut Findings,
}

impl Case<'_, '_> {
    fn add(&mut self, rule: &'static Rule, at: Element<'_>, expected: impl Into<String>) {
        let found = at.trimmed().into_owned();
        self.findings.push(Finding::new(rule).at(at).expected(expected).found(found));
    }

    /// Holds a written amount against the one that it should be.
    fn hold(
        &mut self,
        rule: &'static Rule,
        at: Option<Element<'_>>,
        found: Option<Decimal>,
        expected: Option<Decimal>,
    ) {
        let (Some(at), Some(found), Some(expected)) = (at, found, expected) else { return };
        if found.checked_sub(expected).is_none_or(|difference| difference.abs() > self.tolerance) {
            self.add(rule, at, expected.normalize().to_string());
        }
    }

    fn symbols(&mut self) {
        let invoice = self.invoice;
        if let (Some(template), Some(type_)) = (invoice.field("templateCode"), invoice.text("invoiceType"))
            && !template.trimmed().starts_with(&*type_)
        {
            self.add(&rules::TEMPLATE, template, type_);
        }
        if let (Some(series), Some(issued)) =
            (invoice.field("invoiceSeries"), invoice.moment("invoiceIssuedDate"))
        {
            let year = series.trimmed().get(3..5).and_then(|year| year.parse::<i16>().ok());
            if year.is_some_and(|year| 2000 + year > issued.date().year()) {
                self.add(&rules::SERIES_YEAR, series, issued.date().year().to_string());
            }
        }
        for name in ["sellerTaxCode", "buyerTaxCode"] {
            if let Some(element) = invoice.field(name)
                && TaxCode::parse(&element.trimmed()).is_some_and(|code| !code.check_digit_holds())
            {
                self.add(&rules::TAX_CODE, element, "");
            }
        }
        if let Some(currency) = invoice.field("currencyCode")
            && !invoice.is_vnd()
            && invoice.field("exchangeRate").is_none()
        {
            self.add(&rules::CURRENCY, currency, "exchangeRate");
        }
    }

    fn original(&mut self) {
        let kind = self.invoice.field("adjustmentType");
        let original = self.invoice.field("originalInvoiceId");
        let ordinary = kind.is_none_or(|kind| kind.trimmed() == "1");
        match (kind, original) {
            (Some(kind), None) if !ordinary => self.add(&rules::ORIGINAL, kind, "originalInvoiceId"),
            (_, Some(original)) if ordinary => self.add(&rules::ORIGINAL_UNEXPECTED, original, ""),
            _ => {}
        }
    }

    /// Issued, signed, handed in, certified: each not before the last that is stated. The device's clock keeps seconds.
    fn dates(&mut self) {
        let invoice = self.invoice;
        let stated = ["invoiceIssuedDate", "signedDate", "submittedDate"].map(|name| invoice.field(name));
        let mut before: Option<Moment> = None;
        for element in stated.into_iter().chain([invoice.certified("certifiedDate")]).flatten() {
            let Some(moment) = Moment::parse(&element.trimmed()) else { continue };
            if let Some(earlier) = before.filter(|earlier| moment < *earlier) {
                self.add(&rules::DATES, element, earlier.to_string());
            }
            before = Some(before.map_or(moment, |earlier| earlier.max(moment)));
        }
    }

    fn lines(&mut self) {
        let mut before = Decimal::ZERO;
        for line in self.invoice.lines() {
            if let (Some(element), Some(number)) = (line.field("lineNumber"), line.number("lineNumber")) {
                if number <= before {
                    self.add(&rules::LINE_NUMBER, element, before.normalize().to_string());
                }
                before = number;
            }
            let product = line.number("quantity").zip(line.number("unitPrice"));
            let product = product.and_then(|(quantity, price)| quantity.checked_mul(price));
            let amount = line.field("itemTotalAmountWithoutVat");
            self.hold(&rules::LINE_AMOUNT, amount, line.number("itemTotalAmountWithoutVat"), product);
        }
        for row in self.invoice.rates() {
            let rate = row.number("vatPercentage").map(|rate| rate.max(Decimal::ZERO));
            let tax = row.number("vatTaxableAmount").zip(rate).and_then(|(base, rate)| {
                Some(base.checked_mul(rate)?.checked_div(Decimal::ONE_HUNDRED)?.round_dp(2))
            });
            self.hold(&rules::RATE_TAX, row.field("vatTaxAmount"), row.number("vatTaxAmount"), tax);
        }
    }

    fn totals(&mut self) {
        let invoice = self.invoice;
        let net = sum(invoice.lines(), "itemTotalAmountWithoutVat", "isIncreaseItem");
        let discount = invoice.number("discountAmount").unwrap_or_default();
        let after = net.and_then(|net| net.checked_sub(discount));
        let base = sum(invoice.rates(), "vatTaxableAmount", "isVatTaxableAmountPos");
        let first = invoice.rates().next().map(Line::element);
        // Bases are stated before or after the discount.
        if let (Some(at), Some(base), Some(net), Some(after)) = (first, base, net, after) {
            let far = |other: Decimal| base.checked_sub(other).is_none_or(|gap| gap.abs() > self.tolerance);
            if far(net) && far(after) {
                let finding = Finding::new(&rules::RATE_BASE).at_span(at.path(), at.start_tag_span());
                let (base, net) = (base.normalize(), net.normalize());
                self.findings.push(finding.expected(net.to_string()).found(base.to_string()));
            }
        }
        let tax = sum(invoice.rates(), "vatTaxAmount", "isVatTaxAmountPos");
        let of = |name: &str| (invoice.field(name), invoice.number(name));
        let (at, found) = of("totalAmountWithoutVAT");
        self.hold(&rules::TOTAL_NET, at, found, after);
        let (at, found) = of("totalVATAmount");
        self.hold(&rules::TOTAL_TAX, at, found, tax);
        let (at, found) = of("totalAmountWithVAT");
        let parts = invoice.number("totalAmountWithoutVAT").zip(invoice.number("totalVATAmount"));
        self.hold(&rules::TOTAL, at, found, parts.and_then(|(net, tax)| net.checked_add(tax)));
    }

    fn words(&mut self) {
        let Some(element) = self.invoice.field("totalAmountWithVATInWords") else { return };
        let Some(words) = read(&element.trimmed()) else {
            self.add(&rules::WORDS_UNREAD, element, "");
            return;
        };
        let Some(total) = self.invoice.number("totalAmountWithVAT") else { return };
        let gap = words.value.checked_sub(total.abs());
        if gap.is_none_or(|gap| gap.abs() > self.tolerance.min(Decimal::ONE)) {
            let finding = Finding::new(&rules::WORDS).at(element).expected(total.to_string());
            self.findings.push(finding.found(words.value.to_string()));
        }
    }
}

/// The sum of a column; rows whose flag says no are taken away. `None` without rows.
fn sum<'d>(rows: impl Iterator<Item = Line<'d>>, name: &str, flag: &str) -> Option<Decimal> {
    let mut total = None;
    for row in rows {
        let value = row.number(name).unwrap_or_default();
        let value = if row.is_not(flag) { -value } else { value };
        total = Some(total.unwrap_or(Decimal::ZERO).checked_add(value)?);
    }
    total
}
