//! Payment orders and notices made from plain data, signed by the engine: they verify here, with xmlsec1 and with the JDK.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod oracle;
mod signing;

use etax::notice::NoticeData;
use etax::payment::{BankVoucher, PaymentOrderData};
use etax::signature::Role;
use etax_testkit::{Kind, generate};
use signing::{AUTHORITY, SELLER, request, sign_with};
use std::path::{Path, PathBuf};

const SIGNED_TIME: (&str, &str) = ("Id", "http://www.w3.org/2000/09/xmldsig#:SignatureProperty");
const NOTICE: (&str, &str) = ("id", "http://kekhaithue.gdt.gov.vn/TBaoThue:TBaoThue");

/// Orders in every stage: signed by the payer alone, and wrapped by the bank and signed by all three.
fn orders(folder: &Path) -> Vec<(PathBuf, usize)> {
    let mut files = Vec::new();
    for (at, order) in generate(Kind::Order, 71, 6).unwrap().iter().enumerate() {
        let mut order = PaymentOrderData::from_xml(&order.bytes).unwrap();
        order.header.name.push_str(" <&> \"ế\"");
        let bank = order.bank.take();
        let alone = sign_with(order.to_xml().unwrap().as_bytes(), &request(Role::Payer), &SELLER).unwrap();
        order.bank = bank.or_else(|| Some(BankVoucher::default()));
        let mut whole = order.to_xml().unwrap().into_bytes();
        for (role, key) in [(Role::Payer, &SELLER), (Role::Authority, &AUTHORITY), (Role::Bank, &SELLER)] {
            whole = sign_with(&whole, &request(role), key).unwrap();
        }
        for (name, bytes, signatures) in [("payer", alone, 1), ("all", whole, 3)] {
            let path = folder.join(format!("{name}-{at}.xml"));
            std::fs::write(&path, bytes).unwrap();
            files.push((path, signatures));
        }
    }
    files
}

fn notices(folder: &Path) -> Vec<PathBuf> {
    let papers = generate(Kind::Paper, 72, 72).unwrap();
    let notices = papers.iter().filter(|paper| paper.shows == "TaxNotice").enumerate();
    let files: Vec<PathBuf> = notices
        .map(|(at, paper)| {
            let xml = NoticeData::from_xml(&paper.bytes).unwrap().to_xml().unwrap();
            let signed = sign_with(xml.as_bytes(), &request(Role::TaxOffice), &AUTHORITY).unwrap();
            let path = folder.join(format!("notice-{at}.xml"));
            std::fs::write(&path, signed).unwrap();
            path
        })
        .collect();
    assert!(files.len() >= 3);
    files
}

#[test]
fn the_judges_accept_what_is_made_and_signed() {
    let folder = tempfile::tempdir().unwrap();
    let orders = orders(folder.path());
    let notices = notices(folder.path());
    let mut all: Vec<(&Path, usize, (&str, &str))> = Vec::new();
    for (path, signatures) in &orders {
        all.extend((1..=*signatures).map(|number| (&**path, number, SIGNED_TIME)));
    }
    all.extend(notices.iter().map(|path| (&**path, 1, NOTICE)));
    let judged =
        oracle::several(&all, |(path, number, id)| oracle::xmlsec(path, *number, &[*id, SIGNED_TIME]));
    assert_eq!(judged.len(), orders.len() / 2 * 4 + notices.len());
    for word in &judged {
        assert!(word.holds(), "xmlsec1: {word:?}");
    }
    let jobs: Vec<_> = orders
        .iter()
        .map(|(path, _)| oracle::Job { ids: "Id", ..oracle::Job::all(path) })
        .chain(notices.iter().map(|path| oracle::Job { ids: "id", ..oracle::Job::all(path) }))
        .collect();
    let judged = oracle::jdk(&jobs);
    assert_eq!(judged.len(), orders.len() / 2 * 4 + notices.len());
    for word in &judged {
        assert!(word.holds(), "JDK: {word:?}");
    }
}
