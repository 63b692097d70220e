//! Rules on payment orders beyond what the generated documents show: other shapes of the same document.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

use etax::payment::{self, Lists, PaymentOrder, Settings};
use etax::report::{Checks, Findings};
use etax::rule::Weight;
use etax::value::Moment;
use etax::xml::{Document, Limits, Parsed};
use proptest::prelude::*;

const OLD: &str = "<PBAN_TLIEU_XML>4.0.0</PBAN_TLIEU_XML><ID_CTU>1</ID_CTU><SO_GNT>9</SO_GNT><MA_CTU>01</MA_CTU>\
    <HTHUC_NOP>CK</HTHUC_NOP><MST_NNOP>9900000016</MST_NNOP><TEN_NNOP>A</TEN_NNOP><MA_NHANG_NOP>B</MA_NHANG_NOP>\
    <TEN_NHANG_NOP>B</TEN_NHANG_NOP><STK_NHANG_NOP>1</STK_NHANG_NOP><MA_HIEU_KBAC>9</MA_HIEU_KBAC>\
    <TEN_KBAC>K</TEN_KBAC><STK_THU>7111</STK_THU><MA_CQTHU>9999999</MA_CQTHU><TEN_CQTHU>T</TEN_CQTHU>\
    <NGAY_LAP>16/10/2026</NGAY_LAP>";

/// An unsigned order of one payer, before the bank has it.
fn order(header: &str, lines: &[&str]) -> String {
    let rows: String = (1..)
        .zip(lines)
        .map(|(at, rest)| {
            format!(
                "<ROW_CTIET><ID_CTU_CTIET>{at}</ID_CTU_CTIET><ID_CTU>1</ID_CTU><NDUNG_NOP>x</NDUNG_NOP>\
                 <MA_NDKT>1701</MA_NDKT><MA_CHUONG>755</MA_CHUONG>{rest}</ROW_CTIET>"
            )
        })
        .collect();
    format!(
        "<CHUNGTU><NDUNG_CTU><CHUNGTU_HDR>{header}</CHUNGTU_HDR><CHUNGTU_CTIET>{rows}</CHUNGTU_CTIET></NDUNG_CTU></CHUNGTU>"
    )
}

fn found(text: &str) -> Vec<(&'static str, Weight)> {
    let Parsed::Document(document) = Document::parse(text.as_bytes(), &Limits::default()) else {
        panic!("{text}")
    };
    let (mut findings, mut checks) = (Findings::new(100), Checks::default());
    let at = Moment::parse("2026-11-23T10:00:00");
    payment::check(document.root(), &Settings { at, lists: Lists::built_in() }, &mut findings, &mut checks);
    findings.as_slice().iter().map(|finding| (finding.rule.id, finding.weight)).collect()
}

fn line(period: &str, amount: &str) -> String {
    format!("<KY_THUE>{period}</KY_THUE><TIEN_PNOP>{amount}</TIEN_PNOP>")
}

#[test]
fn an_order_before_the_bank_has_it_may_lack_what_says_nothing_about_the_payment() {
    let line = line("00/Q3/2026", "5");
    assert_eq!(found(&order(&format!("{OLD}<TONG_TIEN>5</TONG_TIEN>"), &[&line])), []);
}

#[test]
fn zeros_after_the_point_are_no_part_of_a_dong() {
    let line = line("09/2026", "5.00");
    assert_eq!(found(&order(&format!("{OLD}<TONG_TIEN>0005.0</TONG_TIEN>"), &[&line])), []);
}

#[test]
fn the_sum_is_exact_at_any_length() {
    let most = "999999999999999999999";
    let (one, other) = (line("09/2026", most), line("10/2026", most));
    let ids: Vec<_> = found(&order(&format!("{OLD}<TONG_TIEN>{most}</TONG_TIEN>"), &[&one, &other]));
    assert_eq!(ids, [("payment.total", Weight::Fail)]);
}

#[test]
fn a_line_that_is_no_number_is_reported_once_and_not_added_up() {
    let (one, other) = (line("09/2026", "5"), line("10/2026", "năm"));
    let ids = found(&order(&format!("{OLD}<TONG_TIEN>5</TONG_TIEN>"), &[&one, &other]));
    assert_eq!(ids, [("payment.amount.form", Weight::Fail)]);
}

#[test]
fn an_order_without_content_says_so() {
    for text in ["<CHUNGTU/>", "<CHUNGTU><NDUNG_CTU_NH/></CHUNGTU>", "<CHUNGTU><NDUNG_CTU/></CHUNGTU>"] {
        assert!(
            found(text).iter().any(|(id, _)| *id == "schema.element.missing"),
            "{text}: {:?}",
            found(text)
        );
    }
}

#[test]
fn a_currency_is_asked_for_since_the_version_that_has_it() {
    let header = OLD.replace("4.0.0", "4.0.1");
    let line = line("09/2026", "5");
    let ids = found(&order(&format!("{header}<TONG_TIEN>5</TONG_TIEN>"), &[&line]));
    assert_eq!(ids, [("schema.element.missing", Weight::Fail)]);
}

proptest! {
    /// Whatever amounts the lines have, the total fires exactly when it is not their sum.
    #[test]
    fn the_total_fires_when_it_is_not_the_sum(amounts in prop::collection::vec(1u64..1_000_000_000_000, 1..6), off in -2i64..3) {
        let lines: Vec<String> =
            amounts.iter().zip(1..).map(|(amount, at)| line(&format!("{at:02}/2026"), &amount.to_string())).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let sum = i64::try_from(amounts.iter().sum::<u64>()).unwrap() + off;
        prop_assume!(sum > 0);
        let ids = found(&order(&format!("{OLD}<TONG_TIEN>{sum}</TONG_TIEN>"), &lines));
        prop_assert_eq!(ids.iter().any(|(id, _)| *id == "payment.total"), off != 0);
    }

    #[test]
    fn any_text_is_read_or_refused_without_a_panic(text in "\\PC{0,60}", period in "[0-9/QCNK]{0,12}") {
        let text = text.replace(['<', '&', '>'], "");
        let input = order(&format!("{OLD}<TONG_TIEN>{text}</TONG_TIEN>"), &[&line(&period, &text)]);
        let Parsed::Document(document) = Document::parse(input.as_bytes(), &Limits::default()) else { return Ok(()) };
        let read = PaymentOrder::read(document.root()).unwrap();
        prop_assert_eq!(read.lines().count(), 1);
        found(&input);
        let _ = Lists::default().with(&text);
    }
}
