//! Any bytes as a payment order: what is read and written again is read the same, and the check never panics.
#![no_main]

use etax::payment::{self, Lists, PaymentOrder, PaymentOrderData, Settings, Stage};
use etax::report::{Checks, Findings};
use etax::xml::{Document, Limits, Parsed};
use etax_fuzz::moment;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Parsed::Document(document) = Document::parse(input, &Limits::default()) else { return };
    let root = document.root();
    let (mut findings, mut checks) = (Findings::new(50), Checks::default());
    let settings = Settings { at: Some(moment()), lists: Lists::built_in() };
    payment::check(root, &settings, &mut findings, &mut checks);
    let Some(order) = PaymentOrder::read(root) else { return };
    for stage in [Stage::Payer, Stage::Authority, Stage::Bank] {
        let _ = order.signed_at(stage).count();
    }
    // The data of an order that can be read can be written, unless its version is not known or it has no line.
    let Some(data) = PaymentOrderData::read(root).map(PaymentOrderData::filled) else { return };
    let Ok(xml) = data.to_xml() else { return };
    let back = PaymentOrderData::from_xml(xml.as_bytes()).expect("what was written is read");
    assert_eq!(back, data);
});
