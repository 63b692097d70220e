//! What a million invoices that are judged together take, in the worst shape: each of a seller and a series of its own,
//! each with a code, each correcting another.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod memory_support;

use etax::invoice::set::InvoiceSet;
use etax::report::DocumentInfo;
use memory_support::spent;

const MANY: u32 = 1_000_000;

fn invoice(at: u32) -> DocumentInfo {
    let mut info = DocumentInfo::of("invoice");
    info.form = Some("1".to_owned());
    let series = format!("C26T{}", at % 97);
    for (name, value) in [
        ("series", series.clone()),
        ("number", (1 + at % 7).to_string()),
        ("date", "2026-11-02".to_owned()),
        ("code", format!("{at:034}")),
        ("relatedNature", "1".to_owned()),
        ("relatedForm", "1".to_owned()),
        ("relatedSeries", series),
        ("relatedNumber", "9".to_owned()),
    ] {
        info.id.add(name, value);
    }
    info.parties.add("sellerTaxCode", format!("{at:010}-001"));
    info
}

#[test]
fn a_million_invoices_take_less_than_256_mb() {
    let (cost, judged) = spent(|| {
        let mut set = InvoiceSet::new(MANY);
        for at in 0..MANY {
            set.add(&invoice(at));
        }
        set.judge(1000)
    });
    assert_eq!(judged.invoices, u64::from(MANY));
    assert_eq!(judged.findings.len(), 0);
    println!("peak {} bytes, {} an invoice", cost.peak, cost.peak / MANY as usize);
    assert!(cost.peak < 256_000_000, "{} bytes", cost.peak);
}
