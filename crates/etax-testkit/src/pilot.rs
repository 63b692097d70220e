//! Invoices of the pilot of 2015 and 2016 (`inv:invoice`), signed by their seller and certified.

use std::sync::Arc;

use crate::draft::{Draft, Dressing, Job};
use crate::error::{Error, Result};
use crate::key::Hash;
use crate::party::Party;
use crate::pki::Signer;
use crate::random::Random;
use crate::sign::{Style, Transform, base64};
use crate::tree::{Canonical, Element};
use crate::words::amount_in_words;
use crate::world::World;

const NAMESPACE: &str = "http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1";
/// A point of P-192 and a signature by its key, over nothing in particular: which bytes the device signs nobody knows.
pub(crate) const DEVICE_KEY: &str = "reTRtKXRkUAS04+LqcpbRZToAjdWpESHAMZ3y74Z3O+If3bYbUR+9v7TTJvpMn0U";
pub(crate) const DEVICE_SIGNATURE: &str = "qKyxjbf4RxTf6vDq8yxneap/L1YxenVR+E92pKobSN1wFx7YyGqsABTQIXNzSgKe";
pub(crate) const CERTIFIED_ID: &str = "099001000000417";

fn leaves(name: &str, fields: &[(&str, String)]) -> Element {
    fields.iter().fold(Element::new(&format!("inv:{name}")), |element, (name, text)| {
        element.with_leaf(&format!("inv:{name}"), text.clone())
    })
}

/// An invoice as the seller hands it in for its code.
pub(crate) fn invoice(world: &World, seller: (&Party, Arc<Signer>), random: &mut Random) -> Draft {
    let (party, signer) = seller;
    let buyer = world.buyer(random);
    let prices = [random.within(10, 900) * 1000, random.within(10, 900) * 1000];
    let counts = [random.within(1, 9), random.within(1, 9)];
    let amounts = [prices[0] * counts[0], prices[1] * counts[1]];
    let net = amounts[0] + amounts[1];
    let total = net + net / 10;
    let lines = (0..2).fold(Element::new("inv:items"), |items, at| {
        items.with(leaves(
            "item",
            &[
                ("lineNumber", (at + 1).to_string()),
                ("itemName", format!("Mặt hàng thử {}", at + 1)),
                ("unitName", "cái".to_owned()),
                ("quantity", counts[at].to_string()),
                ("itemTotalAmountWithoutVat", amounts[at].to_string()),
                ("vatPercentage", "10".to_owned()),
                ("unitPrice", prices[at].to_string()),
            ],
        ))
    });
    let rates = Element::new("inv:invoiceTaxBreakdowns").with(leaves(
        "invoiceTaxBreakdown",
        &[
            ("vatPercentage", "10".to_owned()),
            ("vatTaxableAmount", net.to_string()),
            ("vatTaxAmount", (net / 10).to_string()),
        ],
    ));
    let first = [
        ("invoiceAppRecordId", random.within(1, 999_999).to_string()),
        ("invoiceType", "01GTKT".to_owned()),
        ("templateCode", "01GTKT0/001".to_owned()),
        ("invoiceSeries", "AB/26E".to_owned()),
        ("invoiceNumber", format!("{:07}", random.within(1, 999_999))),
        ("invoiceName", "Hóa đơn giá trị gia tăng".to_owned()),
        ("invoiceIssuedDate", "2026-09-15T09:00:00.25+07:00".to_owned()),
        ("signedDate", "2026-09-15T09:01:00+07:00".to_owned()),
        ("submittedDate", "2026-09-15T09:01:30+07:00".to_owned()),
        ("currencyCode", "VND".to_owned()),
        ("adjustmentType", "1".to_owned()),
        ("sellerLegalName", party.name.clone()),
        ("sellerTaxCode", party.tax_code.clone()),
        ("sellerAddressLine", party.address.clone()),
        ("buyerLegalName", buyer.name.clone()),
        ("buyerTaxCode", buyer.tax_code.clone()),
    ];
    let last = [
        ("totalAmountWithoutVAT", net.to_string()),
        ("totalVATAmount", (net / 10).to_string()),
        ("totalAmountWithVAT", total.to_string()),
        ("totalAmountWithVATInWords", amount_in_words(&total.to_string(), "VND").unwrap_or_default()),
    ];
    let data = leaves("invoiceData", &first).attribute("id", "data").with(lines).with(rates);
    let data = last.into_iter().fold(data, |data, (name, text)| data.with_leaf(&format!("inv:{name}"), text));
    let control = Element::new("inv:controlData")
        .with_leaf("inv:systemCode", "LHD_THU")
        .with_leaf("inv:taxOfficeCode", "99901");
    let root = Element::new("inv:invoice")
        .attribute("xmlns:ds", "http://www.w3.org/2000/09/xmldsig#")
        .attribute("xmlns:inv", NAMESPACE)
        .with(data)
        .with(control);
    let mut style = Style::plain("", "");
    style.id = Some("seller".to_owned());
    style.method = Hash::Sha1;
    style.digest = Hash::Sha1;
    style.transforms = vec![Transform::Enveloped, Transform::Inclusive];
    style.time = None;
    style.subject = false;
    let job = Job { place: String::new(), targets: vec!["inv:invoiceData".to_owned()], signer, style };
    Draft { root, jobs: vec![job], dressing: Dressing::default() }
}

/// The text of an element of the invoice's data.
fn said(root: &Element, name: &str) -> String {
    root.at(&format!("inv:invoiceData/inv:{name}")).map(Element::text).unwrap_or_default()
}

/// The same, signed and with the authority's answer and two-dimensional code, as it came back.
pub(crate) fn certified(draft: &Draft) -> Result<Draft> {
    certified_otherwise(draft, |_| Ok(()))
}

/// The same, the answer changed before the two-dimensional code is written.
pub(crate) fn certified_otherwise(
    draft: &Draft,
    change: impl FnOnce(&mut Element) -> Result<()>,
) -> Result<Draft> {
    let mut root = draft.signed()?;
    let scope = root.scope_at("inv:invoiceData")?;
    let method = Canonical { exclusive: false, comments: false };
    let canonical = root.at("inv:invoiceData")?.canonical(&scope, method);
    let day = said(&root, "invoiceIssuedDate").get(..10).unwrap_or_default().to_owned();
    let mut answer = leaves(
        "certifiedData",
        &[
            ("sellerTaxCode", said(&root, "sellerTaxCode")),
            ("buyerTaxCode", said(&root, "buyerTaxCode")),
            ("totalAmount", said(&root, "totalAmountWithVAT")),
            ("totalVATAmount", said(&root, "totalVATAmount")),
            ("issuedDate", format!("{day}T09:00:00")),
            ("sellerSignatureHash", base64(&Hash::Sha1.digest(canonical.as_bytes()), false)),
            ("originalCertifiedId", said(&root, "originalInvoiceId")),
            ("certifiedId", CERTIFIED_ID.to_owned()),
            ("certifiedDate", format!("{day}T09:02:00")),
            ("signature", DEVICE_SIGNATURE.to_owned()),
            ("publicKey", DEVICE_KEY.to_owned()),
        ],
    );
    change(&mut answer)?;
    let of = |name: &str| answer.at(&format!("inv:{name}")).map(Element::text).unwrap_or_default();
    let issued = of("issuedDate").get(..10).unwrap_or_default().replace('-', "");
    let qr = [
        of("sellerTaxCode"),
        of("buyerTaxCode"),
        of("totalAmount"),
        of("totalVATAmount"),
        issued,
        of("sellerSignatureHash"),
        of("originalCertifiedId"),
        of("certifiedId"),
        of("signature"),
    ]
    .join(";");
    root.at_mut("inv:controlData")?.push(Element::leaf("inv:qrCodeData", qr));
    root.push(answer);
    Ok(Draft { root, jobs: Vec::new(), dressing: draft.dressing })
}

/// Several certified invoices as they were sent together (`inv:transaction`).
pub(crate) fn transaction(invoices: &[Draft]) -> Result<Draft> {
    let mut all = Element::new("inv:invoices");
    for invoice in invoices {
        let mut root = invoice.signed()?;
        // Declared by the transaction; canonical forms do not change.
        root.attributes.clear();
        all.push(root);
    }
    let first = invoices.first().ok_or_else(|| Error::new("a transaction needs an invoice"))?;
    let mut root = Element::new("inv:transaction");
    root.attributes.clone_from(&first.root.attributes);
    let root = root.with_leaf("inv:resend", "0").with(all);
    Ok(Draft { root, jobs: Vec::new(), dressing: first.dressing })
}
