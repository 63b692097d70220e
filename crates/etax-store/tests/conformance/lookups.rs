//! Finding things again.

use crate::place::{Place, code, issue, row};
use etax_store::{InvoiceKey, Side, TaxpayerQuery};

crate::both!(
    bulk_insert_and_bulk_look_up,
    a_taxpayers_invoices_come_in_pages,
    a_text_that_no_database_keeps_finds_nothing,
);

fn bulk_insert_and_bulk_look_up(place: &Place) {
    let store = place.open();
    for from in [1, 1001] {
        store.record((from..from + 1000).map(|number| issue(&row(number), None)).collect()).unwrap();
    }
    let wanted = [5, 9999, 2000, 5, 1];
    let read = store.read();
    let by_code = read.by_code(&wanted.map(code)).unwrap();
    let keys: Vec<InvoiceKey> = wanted.iter().map(|number| row(*number).key).collect();
    assert_eq!(read.by_invoice(&keys).unwrap(), by_code);
    let found: Vec<_> = by_code.iter().map(|entry| entry.as_ref().map(|entry| &entry.row.content)).collect();
    let expected = wanted.map(|number| (number <= 2000).then(|| row(number)));
    assert_eq!(found, expected.iter().map(Option::as_ref).collect::<Vec<_>>());
    let ids: Vec<i64> = by_code.iter().map(|entry| entry.as_ref().map_or(0, |entry| entry.row.id)).collect();
    assert_eq!(read.by_id(&ids).unwrap(), by_code);
    assert!(read.by_code(&[]).unwrap().is_empty());
    let stats = read.stats().unwrap();
    assert_eq!((stats.codes, stats.events), (2000, 2000));
    assert!(stats.bytes > 2000 * 100);
}

fn a_taxpayers_invoices_come_in_pages(place: &Place) {
    let store = place.open();
    store.record((1..=500).map(|number| issue(&row(number), None)).collect()).unwrap();
    for (side, taxpayer) in [(Side::Seller, "0300123450"), (Side::Buyer, "0312345678-001")] {
        let mut query = TaxpayerQuery { side, taxpayer, first: 20_705, last: 20_720, after: None, limit: 7 };
        let mut numbers = Vec::new();
        let mut last = (0, 0);
        loop {
            let page = store.read().by_taxpayer(&query).unwrap();
            assert!(page.rows.len() <= 7);
            for entry in &page.rows {
                let place = (entry.row.content.day, entry.row.id);
                assert!(place > last);
                last = place;
                numbers.push(entry.row.content.key.number);
            }
            query.after = page.next;
            if page.next.is_none() {
                break;
            }
        }
        numbers.sort_unstable();
        let is_asked =
            |number: &i64| (5..=20).contains(&(number % 60)) && (side == Side::Seller || number % 2 == 0);
        assert_eq!(numbers, (1..=500).filter(is_asked).collect::<Vec<i64>>());
    }
    let nobody = TaxpayerQuery {
        side: Side::Buyer,
        taxpayer: "0300123450",
        first: 0,
        last: i32::MAX,
        after: None,
        limit: 7,
    };
    assert!(store.read().by_taxpayer(&nobody).unwrap().rows.is_empty());
}

fn a_text_that_no_database_keeps_finds_nothing(place: &Place) {
    let store = place.open();
    store.record_one(issue(&row(1), None)).unwrap();
    let mut key = row(1).key;
    key.seller.push('\0');
    assert_eq!(store.read().by_invoice(&[key]).unwrap(), [None]);
    assert_eq!(store.read().by_message("\0").unwrap(), None);
    assert!(store.read().filings("\0", Some("\0"), 0, 1).unwrap().is_empty());
}
