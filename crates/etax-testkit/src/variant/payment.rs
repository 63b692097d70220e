//! Payment orders with a wrong header, line or sum, signed by all three parties.

use super::place::order;
use super::{Bench, Variant};
use crate::error::{Error, Result};
use crate::order::Order;
use crate::tree::Element;

/// Where the header is.
const HEADER: &str = "NDUNG_CTU_NH/NDUNG_CTU/CHUNGTU_HDR";
const LINES: &str = "NDUNG_CTU_NH/NDUNG_CTU/CHUNGTU_CTIET";

/// One change before signing.
enum Step {
    /// A field of the header.
    Field(&'static str, &'static str),
    /// A field of the line with this number.
    Line(usize, &'static str, &'static str),
    /// What the bank wrote.
    Bank(&'static str, &'static str),
}

use Step::{Bank, Field, Line};

type Case = (&'static str, &'static [Step], &'static [&'static str], &'static str);

const CASES: &[Case] = &[
    (
        "order-version",
        &[Field("PBAN_TLIEU_XML", "4.9.0")],
        &["payment.version.unknown", "payment.version.unknown.rules"],
        "an order of a version nobody knows",
    ),
    ("order-empty", &[Field("STK_THU", "")], &["payment.field.empty"], "no account to pay into"),
    ("order-empty-bank", &[Bank("SO_CTU", "")], &["payment.field.empty"], "a bank voucher without number"),
    ("order-empty-line", &[Line(1, "NDUNG_NOP", "")], &["payment.field.empty"], "a line that says nothing"),
    (
        "order-empty-account",
        &[Field("STK_NHANG_NOP", "")],
        &["payment.field.empty"],
        "a transfer from no account",
    ),
    (
        "order-tax-code",
        &[Field("MST_NTHAY", "99A"), Field("TEN_NTHAY", "Người nộp thay")],
        &["payment.tax-code.form"],
        "who pays instead has no tax code",
    ),
    (
        "order-digit",
        &[Field("MST_NTHAY", "9900000017"), Field("TEN_NTHAY", "Người nộp thay")],
        &["payment.tax-code.check-digit"],
        "who pays instead has a tax code with a wrong check digit",
    ),
    (
        "order-delegate-name",
        &[Field("MST_NTHAY", "9900000016")],
        &["payment.delegate.name"],
        "who pays instead has no name",
    ),
    ("order-kind", &[Field("MA_CTU", "03")], &["payment.kind.unknown"], "a kind of order nobody knows"),
    ("order-currency", &[Field("MA_NGUYENTE", "VNĐ")], &["payment.currency"], "a currency that is none"),
    ("order-currency-kind", &[Field("MA_CTU", "02")], &["payment.currency.kind"], "đồng in a foreign order"),
    (
        "order-currency-dollar",
        &[Field("MA_NGUYENTE", "USD")],
        &["payment.currency.kind"],
        "dollars in an order in đồng",
    ),
    ("order-method", &[Field("HTHUC_NOP", "TM")], &["payment.method.unknown"], "cash in an electronic order"),
    ("order-account", &[Field("STK_THU", "1234")], &["payment.account.unknown"], "an account nobody knows"),
    (
        "order-request",
        &[Field("ID_TK_KNGHI", "09")],
        &["payment.request.unknown"],
        "an inspectorate nobody knows",
    ),
    (
        "order-collector",
        &[Field("MA_CQTHU", "99999")],
        &["payment.collector.form"],
        "an office with five digits",
    ),
    ("order-date", &[Field("NGAY_LAP", "31/09/2026")], &["payment.date.form"], "a day there is not"),
    (
        "order-date-future",
        &[Field("NGAY_LAP", "24/11/2026")],
        &["payment.date.future", "payment.date.signed-before"],
        "made a day after it was received, and signed before",
    ),
    (
        "order-date-signed-after",
        &[Field("NGAY_LAP", "15/10/2026")],
        &["payment.date.signed-after"],
        "signed on the day after it was made",
    ),
    (
        "order-number",
        &[Field("SO_GNT", "00000990000001609202612345678")],
        &["payment.number"],
        "the number of another payer's order",
    ),
    (
        "order-reference",
        &[Field("MA_THAMCHIEU", "9992026")],
        &["payment.reference.form"],
        "a short reference",
    ),
    (
        "order-amount",
        &[Field("TONG_TIEN", "1.234.567")],
        &["payment.amount.form"],
        "points between the thousands",
    ),
    ("order-amount-line", &[Line(0, "TIEN_PNOP", "1,5")], &["payment.amount.form"], "a comma in a sum"),
    (
        "order-whole",
        &[Field("TONG_TIEN", "10.5"), Line(0, "TIEN_PNOP", "5.25"), Line(1, "TIEN_PNOP", "5.25")],
        &["payment.amount.whole"],
        "parts of a đồng",
    ),
    (
        "order-decimals",
        &[
            Field("MA_CTU", "02"),
            Field("MA_NGUYENTE", "USD"),
            Field("TONG_TIEN", "10.250"),
            Line(0, "TIEN_PNOP", "5.125"),
            Line(1, "TIEN_PNOP", "5.125"),
        ],
        &["payment.amount.decimals"],
        "parts of a cent",
    ),
    (
        "order-positive",
        &[Field("TONG_TIEN", "0"), Line(0, "TIEN_PNOP", "-5"), Line(1, "TIEN_PNOP", "5")],
        &["payment.amount.positive"],
        "money taken back with one line",
    ),
    (
        "order-total",
        &[Field("TONG_TIEN", "1")],
        &["payment.total"],
        "a total that its lines do not add up to",
    ),
    ("order-total-line", &[Line(1, "TIEN_PNOP", "1")], &["payment.total"], "a line that was changed"),
    ("order-line-order", &[Line(1, "ID_CTU", "1")], &["payment.line.order"], "a line of another order"),
    (
        "order-line-id",
        &[Line(0, "ID_CTU_CTIET", "7"), Line(1, "ID_CTU_CTIET", "7")],
        &["payment.line.id"],
        "one id for two lines",
    ),
    (
        "order-sub-item",
        &[Line(0, "MA_NDKT", "701")],
        &["payment.sub-item.form"],
        "a sub-item of three digits",
    ),
    ("order-chapter", &[Line(0, "MA_CHUONG", "99A")], &["payment.chapter.form"], "a letter in a chapter"),
    (
        "order-unlisted",
        &[Line(0, "MA_NDKT", "9999")],
        &["payment.code.unlisted"],
        "a sub-item that is not listed",
    ),
    ("order-period", &[Line(0, "KY_THUE", "Q3/2026")], &["payment.period.form"], "a quarter in another form"),
    ("order-period-unknown", &[Line(0, "KY_THUE", "00/K1/2026")], &["payment.period.unknown"], "half a year"),
    (
        "order-period-padding",
        &[Line(0, "KY_THUE", "9/2026")],
        &["payment.period.padding"],
        "a month without its zero",
    ),
    (
        "order-period-future",
        &[Line(0, "KY_THUE", "00/Q4/2027")],
        &["payment.period.future"],
        "next year's quarter",
    ),
];

/// Lists of an operator that has all codes.
const COMPLETE: &str = "[sub-item complete]\n1701\n1052\t\t2025-12-31\n1052\t2026-01-01\n9998\t\t2025-12-31\n\
                        [treasury complete]\n9999\n9998\t2027-01-01\n[bank complete]\nTHU\n";

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    for (name, steps, fires, shows) in CASES {
        list.push(changed(bench, name, fires, shows, |order| apply(order, steps))?);
    }
    for (name, steps, fires, shows) in [
        (
            "order-list-complete",
            [Line(0, "MA_NDKT", "1702")],
            "payment.code.unlisted",
            "a sub-item that a complete list does not have",
        ),
        (
            "order-list-treasury",
            [Field("MA_HIEU_KBAC", "0001")],
            "payment.code.unlisted",
            "a treasury that a complete list does not have",
        ),
        (
            "order-list-expired",
            [Line(0, "MA_NDKT", "9998")],
            "payment.code.expired",
            "a sub-item that is no longer in force",
        ),
        (
            "order-list-not-yet",
            [Field("MA_HIEU_KBAC", "9998")],
            "payment.code.expired",
            "a treasury that is not open yet",
        ),
    ] {
        let mut variant = changed(bench, name, &[fires], shows, |order| apply(order, &steps))?;
        variant.codes = COMPLETE;
        list.push(variant);
    }
    shaped(bench, list)
}

/// Defects that are not a matter of one value.
fn shaped(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    list.push(changed(
        bench,
        "order-namespace",
        &["payment.namespace"],
        "an order in a namespace",
        |order| {
            order.root.set_attribute("xmlns", "urn:etax:khac");
            for stage in &mut order.stages {
                stage.data = "KHONG_CO";
            }
            Ok(())
        },
    )?);
    list.push(changed(
        bench,
        "order-delegate-same",
        &["payment.delegate.same"],
        "a taxpayer that pays instead of itself",
        |order| {
            let own = order.root.at(&format!("{HEADER}/MST_NNOP"))?.text();
            order.root.set(&format!("{HEADER}/MST_NTHAY"), &own)?;
            order.root.set(&format!("{HEADER}/TEN_NTHAY"), "Chính người nộp thuế")
        },
    )?);
    list.push(changed(bench, "order-line-twice", &["payment.line.twice"], "the same line twice", |order| {
        let lines = order.root.at_mut(LINES)?;
        let mut first = lines.elements().next().ok_or_else(|| Error::new("no line"))?.clone();
        let amount: u64 = first.at("TIEN_PNOP")?.text().parse().map_err(|_| Error::new("no amount"))?;
        let second = first.clone();
        first.set("ID_CTU_CTIET", "1")?;
        lines.children.clear();
        lines.push(first);
        lines.push(second);
        order.root.set(&format!("{HEADER}/TONG_TIEN"), &(2 * amount).to_string())
    })?);
    list.push(changed(
        bench,
        "order-structure",
        &["schema.element.order"],
        "the total before the day",
        |order| {
            let total = order.root.remove(&format!("{HEADER}/TONG_TIEN"))?;
            order.root.insert_before(&format!("{HEADER}/NGAY_LAP"), total)
        },
    )?);
    list.push(changed(
        bench,
        "order-structure-missing",
        &["schema.element.missing"],
        "an order without lines",
        |order| {
            order.root.at_mut(LINES)?.children.clear();
            Ok(())
        },
    )?);
    Ok(())
}

fn apply(order: &mut Order, steps: &[Step]) -> Result<()> {
    for step in steps {
        match step {
            Field(tag, text) => order.root.set(&format!("{HEADER}/{tag}"), text)?,
            Bank(tag, text) => order.root.set(&format!("NDUNG_CTU_NH/{tag}"), text)?,
            Line(at, tag, text) => {
                let mut lines = order.root.at_mut(LINES)?.elements_mut();
                let line: &mut Element = lines.nth(*at).ok_or_else(|| Error::new("no such line"))?;
                line.set(tag, text)?;
            }
        }
    }
    Ok(())
}

fn changed(
    bench: &Bench,
    name: &str,
    fires: &[&'static str],
    shows: &'static str,
    change: impl FnOnce(&mut Order) -> Result<()>,
) -> Result<Variant> {
    let sound = order(bench);
    let mut broken = sound.clone();
    change(&mut broken)?;
    Ok(Variant::new(name, broken.finish()?.into_bytes(), sound.finish()?.as_bytes(), fires, shows))
}
