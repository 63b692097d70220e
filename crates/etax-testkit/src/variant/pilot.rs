//! Invoices of the pilot of 2015 that break its rules.

use super::{Bench, Variant, job};
use crate::draft::Draft;
use crate::error::Result;
use crate::pilot::{certified, certified_otherwise, invoice, transaction};
use crate::random::Random;
use crate::tree::Element;

type Changes = &'static [(&'static str, &'static str)];
/// Name, what is changed in the data before it is signed, the rule, what the file shows.
type Case = (&'static str, Changes, &'static str, &'static str);

const ADDED: &str = "+";

const CASES: &[Case] = &[
    (
        "pilot-structure-length",
        &[("inv:invoiceNumber", "12")],
        "schema.facet.length",
        "an invoice number of two digits",
    ),
    (
        "pilot-structure-pattern",
        &[("inv:invoiceNumber", "00000A1")],
        "schema.facet.pattern",
        "an invoice number with a letter",
    ),
    (
        "pilot-structure-range",
        &[("inv:items/inv:item/inv:lineNumber", "0")],
        "schema.facet.range",
        "a line number of zero",
    ),
    (
        "pilot-structure-digits",
        &[("inv:items/inv:item/inv:quantity", "1.2345")],
        "schema.facet.digits",
        "a quantity with four decimals",
    ),
    (
        "pilot-structure-value",
        &[("inv:signedDate", "15/9/2026")],
        "schema.type.value",
        "a moment in another spelling",
    ),
    (
        "pilot-template",
        &[("inv:templateCode", "02GTTT0/001")],
        "pilot.template",
        "a template of another type",
    ),
    ("pilot-series-year", &[("inv:invoiceSeries", "AB/27E")], "pilot.series.year", "a series of next year"),
    (
        "pilot-tax-code",
        &[("inv:buyerTaxCode", "0300123459")],
        "pilot.tax-code.check-digit",
        "a buyer's tax code with a wrong check digit",
    ),
    ("pilot-exchange-rate", &[("inv:currencyCode", "USD")], "pilot.exchange-rate", "dollars without a rate"),
    (
        "pilot-original-missing",
        &[("inv:adjustmentType", "3")],
        "pilot.original.missing",
        "a replacement that names no original",
    ),
    (
        "pilot-original-unexpected",
        &[(ADDED, "inv:originalInvoiceId=099001000000001")],
        "pilot.original.unexpected",
        "an ordinary invoice that names an original",
    ),
    (
        "pilot-dates",
        &[("inv:signedDate", "2026-09-14T09:01:00+07:00")],
        "pilot.dates",
        "signed on the day before it was issued",
    ),
    (
        "pilot-line-number",
        &[("inv:items/inv:item[2]/inv:lineNumber", "1")],
        "pilot.line.number",
        "two lines of one number",
    ),
    (
        "pilot-line-amount",
        &[("inv:items/inv:item/inv:itemTotalAmountWithoutVat", "1")],
        "pilot.line.amount",
        "a line whose amount is not quantity times price",
    ),
    (
        "pilot-rate-tax",
        &[("inv:invoiceTaxBreakdowns/inv:invoiceTaxBreakdown/inv:vatPercentage", "5")],
        "pilot.rate.tax",
        "tax that is not the base times the rate",
    ),
    (
        "pilot-rate-base",
        &[("inv:invoiceTaxBreakdowns/inv:invoiceTaxBreakdown/inv:vatTaxableAmount", "1")],
        "pilot.rate.base",
        "taxable amounts that are not the lines'",
    ),
    (
        "pilot-total-net",
        &[("inv:totalAmountWithoutVAT", "1")],
        "pilot.total.without-vat",
        "a total without VAT that is not the lines'",
    ),
    (
        "pilot-total-vat",
        &[("inv:totalVATAmount", "1")],
        "pilot.total.vat",
        "a VAT total that is not the rates'",
    ),
    (
        "pilot-total",
        &[("inv:totalAmountWithVAT", "1")],
        "pilot.total.payable",
        "a total that is not its parts'",
    ),
    (
        "pilot-words",
        &[("inv:totalAmountWithVATInWords", "Một trăm đồng chẵn")],
        "pilot.total.words",
        "words that say another amount",
    ),
    (
        "pilot-words-unread",
        &[("inv:totalAmountWithVATInWords", "xem bảng kê")],
        "pilot.total.words.unread",
        "words that are no amount",
    ),
];

/// Name, what is changed in the authority's answer, the rule, what the file shows.
const ANSWERS: &[Case] = &[
    (
        "code-pilot-id",
        &[("inv:certifiedId", "09900100000041X")],
        "code.pilot.form",
        "a letter in the certified id",
    ),
    (
        "code-pilot-signature",
        &[("inv:signature", "////////////////////////////////////////////////////////////////")],
        "code.pilot.form",
        "a device's signature beyond the order of its curve",
    ),
    (
        "code-pilot-key",
        &[("inv:publicKey", "AeTRtKXRkUAS04+LqcpbRZToAjdWpESHAMZ3y74Z3O+If3bYbUR+9v7TTJvpMn0U")],
        "code.pilot.form",
        "a device's key that is no point of the curve",
    ),
    ("code-pilot-field", &[("inv:totalAmount", "1")], "code.pilot.field", "another total certified"),
    (
        "code-pilot-digest",
        &[("inv:sellerSignatureHash", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")],
        "code.pilot.digest",
        "the digest of other data certified",
    ),
];

fn changed(draft: &Draft, changes: Changes) -> Result<Draft> {
    let mut draft = draft.clone();
    let data = draft.root.at_mut("inv:invoiceData")?;
    for (path, text) in changes {
        match text.split_once('=').filter(|_| *path == ADDED) {
            Some((name, text)) => data.push(Element::leaf(name, text)),
            None => data.set(path, text)?,
        }
    }
    Ok(draft)
}

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    let sound = invoice(&bench.world, bench.world.seller(0), &mut Random::branch(99, 70));
    let good = certified(&sound)?;
    let text = good.finish()?;
    let mut push = |name: &str, broken: String, twin: &str, fires: &[&'static str], shows: &'static str| {
        let variant = Variant::new(name, broken.into_bytes(), twin.as_bytes(), fires, shows);
        list.push(Variant { twin_verdict: "undecided", ..variant });
    };
    for (name, changes, rule, shows) in CASES {
        push(name, certified(&changed(&sound, changes)?)?.finish()?, &text, &[*rule], shows);
    }
    for (name, changes, rule, shows) in ANSWERS {
        let broken = certified_otherwise(&sound, |answer| {
            changes.iter().try_for_each(|(path, text)| answer.set(path, text))
        })?;
        push(name, broken.finish()?, &text, &[*rule], shows);
    }
    let qr = |from: &str, to: &str| text.replacen(from, to, 1);
    push(
        "code-pilot-qr-form",
        qr("<inv:qrCodeData>", "<inv:qrCodeData>1;"),
        &text,
        &["code.pilot.qr.form"],
        "a two-dimensional code of ten fields",
    );
    push(
        "code-pilot-qr-field",
        qr(";20260915;", ";20260916;"),
        &text,
        &["code.pilot.qr.field"],
        "a two-dimensional code of another day",
    );
    // As a viewer saves it: white space between all tags of the data, put in after signing.
    let mut indented = good.clone();
    indented.root.at_mut("inv:invoiceData")?.indent(1);
    push(
        "pilot-digest-indented",
        indented.finish()?,
        &text,
        &["signature.digest", "code.pilot.digest.indented"],
        "a certified invoice indented again after signing",
    );
    // The twin is not certified; the finding is that nobody can verify what is.
    let draft = sound.finish()?;
    push(
        "code-pilot",
        text.clone(),
        &draft,
        &["code.pilot.undecided"],
        "the authority's code, sound as far as anybody can tell",
    );
    push("code-pilot-missing", draft, &text, &["code.pilot.missing"], "signed by its seller, not certified");
    let mut unsigned = sound.clone();
    unsigned.jobs.clear();
    push("pilot-missing", unsigned.finish()?, &text, &["signature.missing"], "a draft of the pilot");
    let mut other = sound.clone();
    job(&mut other, 0)?.signer = bench.world.seller(1).1;
    push(
        "pilot-other",
        certified(&other)?.finish()?,
        &text,
        &["signer.tax-code.mismatch"],
        "an invoice of the pilot signed by somebody else",
    );
    let both = transaction(&[good])?;
    let twin = both.finish()?;
    let mut signed = both.clone();
    let signature = signed.root.at("inv:invoices/inv:invoice/Signature")?.clone();
    signed.root.push(signature);
    push(
        "pilot-transaction-signature",
        signed.finish()?,
        &twin,
        &["pilot.transaction.signature"],
        "a transaction with a signature of its own",
    );
    let mut refused = both;
    let error = Element::new("inv:error").with_leaf("inv:code", "99").with_leaf("inv:description", "thử");
    refused.root.push(error);
    push(
        "pilot-transaction-error",
        refused.finish()?,
        &twin,
        &["pilot.transaction.error"],
        "a transaction that the system answered with an error",
    );
    Ok(())
}
