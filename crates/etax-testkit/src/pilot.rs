//! Invoices of the pilot of 2015 and 2016 (`inv:invoice`), signed by their seller.

use std::sync::Arc;

use crate::draft::{Draft, Dressing, Job};
use crate::key::Hash;
use crate::party::Party;
use crate::pki::Signer;
use crate::random::Random;
use crate::sign::{Style, Transform};
use crate::tree::Element;
use crate::world::World;

const NAMESPACE: &str = "http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1";

/// An invoice as the seller hands it in for its code.
pub(crate) fn invoice(world: &World, seller: (&Party, Arc<Signer>), random: &mut Random) -> Draft {
    let (party, signer) = seller;
    let buyer = world.buyer(random);
    let amount = random.within(10, 9_000) * 100;
    let fields = [
        ("invoiceAppRecordId", random.within(1, 999_999).to_string()),
        ("invoiceType", "01GTKT".to_owned()),
        ("templateCode", "01GTKT0/001".to_owned()),
        ("invoiceSeries", "AB/26E".to_owned()),
        ("invoiceNumber", format!("{:07}", random.within(1, 999_999))),
        ("invoiceIssuedDate", "2026-09-15T09:00:00+07:00".to_owned()),
        ("sellerLegalName", party.name.clone()),
        ("sellerTaxCode", party.tax_code.clone()),
        ("buyerLegalName", buyer.name.clone()),
        ("buyerTaxCode", buyer.tax_code.clone()),
        ("totalAmountWithoutVAT", amount.to_string()),
        ("totalVATAmount", (amount / 10).to_string()),
        ("totalAmountWithVAT", (amount + amount / 10).to_string()),
    ];
    let data = fields
        .into_iter()
        .fold(Element::new("inv:invoiceData").attribute("id", "data"), |data, (name, text)| {
            data.with_leaf(&format!("inv:{name}"), text)
        });
    let control = Element::new("inv:controlData").with_leaf("inv:systemCode", "LHD_THU");
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
