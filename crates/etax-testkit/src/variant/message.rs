//! Messages whose envelope is wrong.

use super::invoice::{Case, Step, add_cases};
use super::{Base, Bench, Variant};
use crate::error::Result;
use crate::tree::{Element, Node};

use Step::{Add, Remove, Set};

const LONG: &str = "V9900000016ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789";

const CASES: &[Case] = &[
    ("message-missing", Base::Report, &[Remove("TTChung/MNGui")], &["message.field.missing"], "no sender"),
    (
        "message-repeated",
        Base::Report,
        &[Add("TTChung", "MST", "9900000016")],
        &["message.field.repeated"],
        "two tax codes",
    ),
    (
        "message-unknown",
        Base::Report,
        &[Add("TTChung", "GhiChu", "thử")],
        &["message.field.unknown"],
        "an unknown element",
    ),
    (
        "message-length",
        Base::Report,
        &[Set("TTChung/MTDiep", LONG)],
        &["message.field.length"],
        "an id of 59 characters",
    ),
    (
        "message-version",
        Base::Report,
        &[Set("TTChung/PBan", "9.9.9")],
        &["message.version"],
        "a version nobody published",
    ),
    (
        "message-type",
        Base::Report,
        &[Set("TTChung/MLTDiep", "hai")],
        &["message.type"],
        "a type that is no number",
    ),
    (
        "message-type-unknown",
        Base::Report,
        &[Set("TTChung/MLTDiep", "777")],
        &["message.type.unknown"],
        "a type nobody knows",
    ),
    (
        "message-id",
        Base::Report,
        &[Set("TTChung/MTDiep", "V9900000016-1")],
        &["message.id"],
        "an id without its 32 digits",
    ),
    (
        "message-id-sender",
        Base::Report,
        &[Set("TTChung/MTDiep", "V99000000090123456789ABCDEF0123456789ABCDEF")],
        &["message.id.sender"],
        "an id that begins with another sender",
    ),
    (
        "message-party",
        Base::Report,
        &[Set("TTChung/MNNhan", "CQ-THUE")],
        &["message.party"],
        "a receiver that is none",
    ),
    (
        "message-tax-code",
        Base::Report,
        &[Set("TTChung/MST", "99")],
        &["message.tax-code"],
        "two digits as tax code",
    ),
    (
        "message-digit",
        Base::Report,
        &[Set("TTChung/MST", "9900000017")],
        &["message.tax-code.check-digit"],
        "a wrong check digit",
    ),
    (
        "message-seller",
        Base::Report,
        &[Set("TTChung/MST", "9900000009")],
        &["message.tax-code.seller"],
        "invoices of another seller",
    ),
    (
        "message-count",
        Base::Report,
        &[Set("TTChung/SLuong", "5")],
        &["message.count"],
        "counts five, holds two",
    ),
];

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    add_cases(bench, CASES, list)?;
    list.push(bench.changed(
        "message-markup",
        Base::Report,
        &["message.field.markup"],
        "a comment inside the sender",
        |d| {
            d.root.at_mut("TTChung/MNGui")?.children.push(Node::Comment("x".to_owned()));
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "message-empty",
        Base::Report,
        &["message.empty"],
        "no document inside",
        |d| {
            d.root.at_mut("DLieu")?.children.clear();
            d.jobs.clear();
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "message-content",
        Base::Report,
        &["message.content"],
        "a notice among invoices",
        |d| {
            d.root.at_mut("DLieu")?.push(Element::new("TKhai").with(Element::new("DLTKhai")));
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "message-size",
        Base::Report,
        &["message.size"],
        "more than two megabytes",
        |d| {
            d.root
                .at_mut("DLieu/HDon/DLHDon/TTChung/THDon")?
                .children
                .push(Node::Text("x".repeat(2_200_000)));
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "document-limit",
        Base::Report,
        &["document.limit.documents"],
        "more documents than a policy lets through",
        |d| {
            let data = d.root.at_mut("DLieu")?;
            for _ in 0..5_000 {
                data.push(Element::leaf("HDon", "hoá đơn"));
            }
            Ok(())
        },
    )?);
    Ok(())
}
