//! Invoices held against each other: each rule fires where it should, and nowhere else.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use etax::invoice::set::{Added, InvoiceSet, Judged, RULES};
use etax::report::DocumentInfo;
use etax::rule::Lang;

/// Number, date, and what else is to be said, as `name=value`.
fn invoice(number: &str, date: &str, more: &[&str]) -> DocumentInfo {
    let mut info = DocumentInfo::of("invoice");
    info.form = Some("1".to_owned());
    info.id.add("series", "C26TYY");
    info.id.add("number", number);
    info.id.add("date", date);
    info.parties.add("sellerTaxCode", "0100000000");
    for pair in more {
        let (name, value) = pair.split_once('=').unwrap();
        match name {
            "buyer" => info.parties.add("buyerTaxCode", value),
            "payable" => info.amounts.add("totalPayable", value),
            "code" => info.id.add("code", value),
            "replaces" | "adjusts" => {
                let (number, date) = value.split_once('@').unwrap_or((value, ""));
                info.id.add("relatedNature", if name == "replaces" { "1" } else { "2" });
                info.id.add("relatedForm", "1");
                info.id.add("relatedSeries", "C26TYY");
                info.id.add("relatedNumber", number);
                info.id.add("relatedDate", date);
            }
            other => panic!("{other}"),
        }
    }
    info
}

type Row<'r> = (&'r str, &'r str, &'r [&'r str]);

/// Rule, invoice, expected and found; a set that fires it, and one that does not.
type Case<'r> = (&'r str, u32, String, &'r [Row<'r>], &'r [Row<'r>]);

fn judged(rows: &[Row<'_>]) -> Judged {
    let mut set = InvoiceSet::new(1000);
    for (at, (number, date, more)) in rows.iter().enumerate() {
        assert_eq!(set.add(&invoice(number, date, more)), Added::Taken(u32::try_from(at).unwrap()));
    }
    set.judge(100)
}

/// Rule, invoice, expected and found of every finding.
fn said(rows: &[Row<'_>]) -> Vec<(&'static str, u32, String)> {
    let list = judged(rows).findings.into_iter();
    let word = |word: Option<String>| word.unwrap_or_default();
    list.map(|it| (it.rule.id, it.about, format!("{}|{}", word(it.expected), word(it.found)))).collect()
}

const NAME: &str = "0100000000 1 C26TYY";

/// One set that fires each rule, and a twin that must not.
#[test]
fn every_rule_has_a_set_that_fires_it_and_one_that_does_not() {
    let cases: &[Case<'_>] = &[
        (
            "invoice.set.copy",
            1,
            "|".into(),
            &[("1", "2026-11-02", &["payable=5"]), ("00000001", "2026-11-02", &["payable=5"])],
            &[("1", "2026-11-02", &["payable=5"]), ("2", "2026-11-02", &["payable=5"])],
        ),
        (
            "invoice.set.repeated",
            1,
            "|".into(),
            &[("1", "2026-11-02", &["payable=5"]), ("1", "2026-11-02", &["payable=6"])],
            &[("1", "2026-11-02", &["payable=5"]), ("2", "2026-11-02", &["payable=6"])],
        ),
        (
            "invoice.set.gap",
            1,
            "|3-4, 6".into(),
            &[("2", "2026-11-02", &[]), ("5", "2026-11-02", &[]), ("7", "2026-11-02", &[])],
            &[("2", "2026-11-02", &[]), ("3", "2026-11-02", &[]), ("4", "2026-11-02", &[])],
        ),
        (
            "invoice.set.order",
            0,
            "2026-11-05|2026-11-04".into(),
            &[("3", "2026-11-04", &[]), ("2", "2026-11-05", &[])],
            &[("3", "2026-11-05", &[]), ("2", "2026-11-05", &[])],
        ),
        (
            "invoice.set.code",
            1,
            format!("|{NAME} 1"),
            &[("1", "2026-11-02", &["code=AA"]), ("2", "2026-11-02", &["code=AA"])],
            &[("1", "2026-11-02", &["code=AA"]), ("2", "2026-11-02", &["code=AB"])],
        ),
        (
            "invoice.set.related.twice",
            2,
            format!("{NAME} 2|{NAME} 1"),
            &[
                ("1", "2026-11-02", &[]),
                ("2", "2026-11-03", &["replaces=1"]),
                ("3", "2026-11-04", &["replaces=1"]),
            ],
            &[
                ("1", "2026-11-02", &[]),
                ("2", "2026-11-03", &["replaces=1"]),
                ("3", "2026-11-04", &["replaces=2"]),
            ],
        ),
        (
            "invoice.set.related.adjusted-after",
            2,
            format!("|{NAME} 1"),
            &[
                ("1", "2026-11-02", &[]),
                ("2", "2026-11-03", &["replaces=1"]),
                ("3", "2026-11-04", &["adjusts=1"]),
            ],
            &[
                ("1", "2026-11-02", &[]),
                ("2", "2026-11-03", &["adjusts=1"]),
                ("3", "2026-11-04", &["adjusts=1"]),
            ],
        ),
        (
            "invoice.set.related.replaced-after",
            2,
            format!("|{NAME} 1"),
            &[
                ("1", "2026-11-02", &[]),
                ("2", "2026-11-03", &["adjusts=1"]),
                ("3", "2026-11-04", &["replaces=1"]),
            ],
            &[
                ("1", "2026-11-02", &[]),
                ("2", "2026-11-03", &["adjusts=1"]),
                ("3", "2026-11-04", &["adjusts=1"]),
            ],
        ),
        (
            "invoice.set.related.missing",
            1,
            format!("|{NAME} 2"),
            &[("1", "2026-11-02", &[]), ("3", "2026-11-03", &["adjusts=2"])],
            // The invoice corrected may be of an earlier month.
            &[("8", "2026-11-02", &[]), ("9", "2026-11-03", &["adjusts=2"])],
        ),
        (
            "invoice.set.related.buyer",
            1,
            format!("|{NAME} 1"),
            &[
                ("1", "2026-11-02", &["buyer=0200000000"]),
                ("2", "2026-11-03", &["adjusts=1", "buyer=0300000000"]),
            ],
            &[
                ("1", "2026-11-02", &["buyer=0200000000"]),
                ("2", "2026-11-03", &["adjusts=1", "buyer=0200000000"]),
            ],
        ),
        (
            "invoice.set.related.date",
            1,
            "2026-11-02|2026-11-01".into(),
            &[("1", "2026-11-02", &[]), ("2", "2026-11-03", &["adjusts=1@2026-11-01"])],
            &[("1", "2026-11-02", &[]), ("2", "2026-11-03", &["adjusts=1@2026-11-02"])],
        ),
        (
            "invoice.set.related.circle",
            1,
            "|".into(),
            &[("1", "2026-11-02", &["replaces=2"]), ("2", "2026-11-02", &["replaces=1"])],
            &[("1", "2026-11-02", &[]), ("2", "2026-11-02", &["replaces=1"])],
        ),
    ];
    for (rule, about, words, fires, silent) in cases {
        let found = said(fires);
        assert!(found.contains(&(rule, *about, words.clone())), "{rule}: {found:?}");
        let found = said(silent);
        assert!(found.iter().all(|(id, ..)| id != rule), "{rule}: {found:?}");
    }
    let mut covered: Vec<&str> = cases.iter().map(|case| case.0).collect();
    let mut all: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    covered.sort_unstable();
    all.sort_unstable();
    assert_eq!(covered, all);
}

#[test]
fn messages_name_the_invoice_in_both_languages() {
    let judged = judged(&[("1", "2026-11-02", &["code=A"]), ("2", "2026-11-02", &["code=A"])]);
    let finding = &judged.findings[0];
    assert_eq!(
        finding.message(Lang::En),
        "The code of invoice 0100000000 1 C26TYY 2 stands on invoice 0100000000 1 C26TYY 1 too."
    );
    assert!(finding.message(Lang::Vi).contains("0100000000 1 C26TYY 2"));
    assert!(judged.failed);
}

#[test]
fn the_order_of_adding_does_not_change_what_is_found() {
    let rows: [Row<'_>; 5] = [
        ("1", "2026-11-02", &[]),
        ("2", "2026-11-03", &["replaces=1"]),
        ("3", "2026-11-04", &["replaces=1"]),
        ("3", "2026-11-05", &[]),
        ("9", "2026-11-05", &[]),
    ];
    let rules = |rows: &[Row<'_>]| {
        let mut list: Vec<&str> = said(rows).into_iter().map(|(id, ..)| id).collect();
        list.sort_unstable();
        list
    };
    let mut turned = rows;
    turned.reverse();
    assert_eq!(rules(&rows), rules(&turned));
    assert!(rules(&rows).contains(&"invoice.set.related.twice"));
}

#[test]
fn bounds_hold_and_are_said() {
    let mut set = InvoiceSet::new(2);
    for number in ["1", "2", "3"] {
        set.add(&invoice(number, "2026-11-02", &["code=A"]));
    }
    assert_eq!(set.add(&invoice("0", "2026-11-02", &[])), Added::Incomparable);
    assert_eq!(set.add(&invoice("99999999999999999999", "2026-11-02", &[])), Added::Incomparable);
    assert_eq!(set.add(&DocumentInfo::of("message")), Added::Incomparable);
    let judged = set.judge(0);
    assert_eq!((judged.invoices, judged.incomparable, judged.left_out), (2, 2, 1));
    assert_eq!((judged.findings.len(), judged.findings_left_out, judged.failed), (0, 1, true));
}

#[test]
fn a_long_circle_and_a_long_chain_take_time_in_proportion() {
    let mut set = InvoiceSet::new(200_000);
    for number in 1..=100_000_u32 {
        let previous = format!("replaces={}", if number == 1 { 100_000 } else { number - 1 });
        set.add(&invoice(&number.to_string(), "2026-11-02", &[&previous]));
    }
    let judged = set.judge(10);
    assert_eq!(
        judged.findings.iter().map(|it| it.rule.id).collect::<Vec<_>>(),
        ["invoice.set.related.circle"]
    );
}
