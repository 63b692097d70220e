//! Invoices whose lines, rates, totals or words do not agree.

use super::invoice::{Case, Step, add_cases};
use super::{Base, Bench, Variant};
use crate::error::Result;
use crate::tree::Element;

use Step::{Add, Remove, Set};

const LINE: &str = "DLHDon/NDHDon/DSHHDVu/HHDVu";
const TOTAL: &str = "DLHDon/NDHDon/TToan";
const AMOUNT: &str = "DLHDon/NDHDon/DSHHDVu/HHDVu/ThTien";
const RATE: &str = "DLHDon/NDHDon/DSHHDVu/HHDVu/TSuat";
const NATURE: &str = "DLHDon/NDHDon/DSHHDVu/HHDVu/TChat";

const CASES: &[Case] = &[
    (
        "invoice-line-kind",
        Base::Coded,
        &[Set(NATURE, "8")],
        &["invoice.line.kind"],
        "a kind of line that does not exist",
    ),
    (
        "invoice-line-kind-since",
        Base::Old,
        &[Set(NATURE, "5")],
        &["invoice.line.kind.since"],
        "special goods before version 2.1.0",
    ),
    (
        "invoice-line-special",
        Base::Coded,
        &[Set(NATURE, "5")],
        &["invoice.line.special"],
        "special goods without particulars",
    ),
    (
        "invoice-line-amount",
        Base::Coded,
        &[Set(AMOUNT, "123")],
        &["invoice.line.amount"],
        "not quantity times price",
    ),
    (
        "invoice-line-discount",
        Base::DiscountGross,
        &[Set("DLHDon/NDHDon/DSHHDVu/HHDVu/TLCKhau", "50")],
        &["invoice.line.discount"],
        "a discount that is not its percentage",
    ),
    (
        "invoice-amount-overflow",
        Base::Coded,
        &[
            Set("DLHDon/NDHDon/DSHHDVu/HHDVu/SLuong", "999999999999999999999"),
            Set("DLHDon/NDHDon/DSHHDVu/HHDVu/DGia", "999999999999999999999"),
        ],
        &["invoice.amount.overflow"],
        "numbers too large to multiply",
    ),
    (
        "invoice-vat-rate",
        Base::Coded,
        &[Set(RATE, "10%%")],
        &["invoice.vat-rate"],
        "a rate literal with two percent signs",
    ),
    (
        "invoice-vat-rate-unexplained",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/THTTLTSuat/LTSuat/TSuat", "CTCT")],
        &["invoice.vat-rate.unexplained"],
        "the unpublished rate CTCT",
    ),
    (
        "invoice-vat-rate-missing",
        Base::Coded,
        &[Remove(RATE)],
        &["invoice.vat-rate.missing"],
        "a line without rate",
    ),
    (
        "invoice-vat-rate-period",
        Base::Old,
        &[],
        &["invoice.vat-rate.period"],
        "8 percent in March 2023, between two reductions",
    ),
    (
        "invoice-rate-base",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/THTTLTSuat/LTSuat/ThTien", "1")],
        &["invoice.rate.base"],
        "a rate's amount is not the sum of its lines",
    ),
    (
        "invoice-rate-tax",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/THTTLTSuat/LTSuat/TThue", "1")],
        &["invoice.rate.tax"],
        "a rate's tax is not amount times rate",
    ),
    (
        "invoice-rate-missing",
        Base::Coded,
        &[Remove("DLHDon/NDHDon/TToan/THTTLTSuat/LTSuat")],
        &["invoice.rate.missing"],
        "no total for one rate",
    ),
    (
        "invoice-total-before-tax",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/TgTCThue", "1")],
        &["invoice.total.before-tax"],
        "the total before tax is not the sum",
    ),
    (
        "invoice-total-tax",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/TgTThue", "1")],
        &["invoice.total.tax"],
        "the total tax is not the sum",
    ),
    (
        "invoice-total-payable",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/TgTTTBSo", "1000")],
        &["invoice.total.payable"],
        "the payable total is not what the parts make",
    ),
    (
        "invoice-total-words",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/TgTTTBChu", "Một nghìn đồng")],
        &["invoice.total.words"],
        "words that say another amount",
    ),
    (
        "invoice-total-words-unread",
        Base::Coded,
        &[Set("DLHDon/NDHDon/TToan/TgTTTBChu", "như trên")],
        &["invoice.total.words.unread"],
        "words that are no amount",
    ),
    (
        "invoice-amount-negative",
        Base::Sales,
        &[
            Set("DLHDon/NDHDon/TToan/TgTTTBSo", "-1000"),
            Set("DLHDon/NDHDon/TToan/TgTTTBChu", "Âm một nghìn đồng"),
        ],
        &["invoice.amount.negative"],
        "a negative total though nothing is adjusted",
    ),
    (
        "invoice-fees",
        Base::Fees,
        &[Remove("DLHDon/NDHDon/TToan/DSLPhi")],
        &["invoice.total.payable"],
        "fees in the total but not in the list",
    ),
    (
        "invoice-other-reduction",
        Base::Coded,
        &[Add(TOTAL, "TGTKhac", "5000")],
        &["invoice.total.payable"],
        "a reduction that the total ignores",
    ),
    (
        "invoice-discount-line",
        Base::DiscountLine,
        &[Remove("DLHDon/NDHDon/DSHHDVu/HHDVu[4]")],
        &["invoice.rate.base"],
        "the discount line removed",
    ),
    (
        "invoice-ticket-rate",
        Base::Ticket,
        &[Set(RATE, "10%%")],
        &["invoice.vat-rate"],
        "a VAT ticket with a wrong rate literal",
    ),
    (
        "invoice-property",
        Base::PublicProperty,
        &[Remove("DLHDon/NDHDon/NBan/DChi")],
        &["invoice.field.missing"],
        "a sale of public property without the seller's address",
    ),
    (
        "invoice-transfer",
        Base::Transfer,
        &[Set(NATURE, "7")],
        &["invoice.line.kind"],
        "a transfer slip with an unknown kind of line",
    ),
    (
        "invoice-consignment",
        Base::Consignment,
        &[Set("DLHDon/TTChung/KHHDon", "C26TTT")],
        &["invoice.series.letter"],
        "a consignment slip with an invoice's series",
    ),
];

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    add_cases(bench, CASES, list)?;
    for variant in list.iter_mut().filter(|variant| variant.name == "invoice-vat-rate-period.xml") {
        // The document is sound but for its date; the twin is of 2026.
        variant.twin = bench.draft(Base::Coded)?.finish()?.into_bytes();
    }
    list.push(bench.changed("invoice-line-none", Base::Coded, &["invoice.line.none"], "no lines", |d| {
        d.root.at_mut("DLHDon/NDHDon/DSHHDVu")?.children.clear();
        Ok(())
    })?);
    list.push(bench.changed(
        "invoice-rate-repeated",
        Base::Coded,
        &["invoice.rate.repeated"],
        "two totals for one rate",
        |d| {
            let rates = d.root.at_mut("DLHDon/NDHDon/TToan/THTTLTSuat")?;
            let again = rates.at("LTSuat")?.clone();
            rates.push(again);
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "invoice-rate-crowded",
        Base::Coded,
        &["invoice.rate.crowded"],
        "a hundred different rates",
        |d| {
            let rates = d.root.at_mut("DLHDon/NDHDon/TToan/THTTLTSuat")?;
            for cents in 0..99 {
                rates.push(
                    Element::new("LTSuat")
                        .with_leaf("TSuat", format!("KHAC:01.{cents:02}%"))
                        .with_leaf("ThTien", "0")
                        .with_leaf("TThue", "0"),
                );
            }
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "invoice-line-rounded",
        Base::Coded,
        &["invoice.line.amount.rounded"],
        "a price that was rounded after the amount was computed",
        |d| {
            let line = d.root.at_mut(LINE)?;
            line.set("SLuong", "3000")?;
            line.set("DGia", "333.33")?;
            line.set("ThTien", "1000000")
        },
    )?);
    list.push(bench.changed(
        "invoice-total-words-sign",
        Base::Coded,
        &["invoice.total.words.sign"],
        "a negative amount in words, a positive one in digits",
        |d| {
            let words = d.root.at("DLHDon/NDHDon/TToan/TgTTTBChu")?.text();
            let lower: String = words.to_lowercase();
            d.root.set("DLHDon/NDHDon/TToan/TgTTTBChu", &format!("Âm {lower}"))
        },
    )?);
    list.push(bench.changed(
        "invoice-total-reduced",
        Base::Sales,
        &["invoice.total.reduced"],
        "a fifth of the percentage tax is given back",
        |d| {
            let total = d.root.at("DLHDon/NDHDon/TToan/TgTTTBSo")?.text();
            let total: i64 = total.parse().unwrap_or(0);
            let reduced = total - total / 100 / 5;
            d.root.set("DLHDon/NDHDon/TToan/TgTTTBSo", &reduced.to_string())?;
            let words = crate::words::amount_in_words(&reduced.to_string(), "VND").unwrap_or_default();
            d.root.set("DLHDon/NDHDon/TToan/TgTTTBChu", &words)
        },
    )?);
    list.push(bench.changed(
        "invoice-line-discount-mixed",
        Base::DiscountGross,
        &["invoice.line.discount.mixed"],
        "one amount before its discount, one after it",
        |d| {
            let line = d.root.at_mut("DLHDon/NDHDon/DSHHDVu/HHDVu[2]")?;
            let amount: i64 = line.at("ThTien")?.text().parse().unwrap_or(0);
            line.set("TLCKhau", "10")?;
            line.set("STCKhau", &(amount / 10).to_string())?;
            line.set("ThTien", &(amount - amount / 10).to_string())
        },
    )?);
    list.push(bench.changed(
        "invoice-line-discount-net",
        Base::Coded,
        &["invoice.line.discount.net"],
        "an amount stated after its discount",
        |d| {
            let line = d.root.at_mut("DLHDon/NDHDon/DSHHDVu/HHDVu[1]")?;
            let quantity: i64 = line.at("SLuong")?.text().parse().unwrap_or(0);
            let price: i64 = line.at("DGia")?.text().parse().unwrap_or(0);
            line.set("DGia", &(price + 10).to_string())?;
            line.set("STCKhau", &(quantity * 10).to_string())
        },
    )?);
    let gross = bench.draft(Base::DiscountGross)?.finish()?;
    let plain = bench.draft(Base::Coded)?.finish()?;
    list.push(Variant::new(
        "invoice-discount-gross",
        gross.into_bytes(),
        plain.as_bytes(),
        &["invoice.line.discount.gross"],
        "amounts stated before their discount",
    ));
    Ok(())
}
