//! Declarations with a wrong structure, envelope or sum, validly signed.

use super::invoice::{Case, Step, add_cases};
use super::{Base, Bench, Variant};
use crate::error::Result;
use crate::tree::{Element, Node};

use Step::{Add, Remove, Set};

const MAIN: &str = "HSoKhaiThue/CTieuTKhaiChinh";
const STATEMENT: &str = "HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue";

const ENVELOPE: &[Case] = &[
    (
        "declaration-empty-field",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/NNT/tenNNT", "")],
        &["declaration.field.empty"],
        "no name of the taxpayer",
    ),
    (
        "declaration-number",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/soLan", "3")],
        &["declaration.number"],
        "a first declaration counted 3",
    ),
    (
        "declaration-digit",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/NNT/mst", "9900000017")],
        &["declaration.tax-code.check-digit"],
        "a wrong check digit",
    ),
    (
        "declaration-period-form",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/KyKKhaiThue/kyKKhai", "2026-09")],
        &["declaration.period.form"],
        "a month written like a date",
    ),
    (
        "declaration-period-padding",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/KyKKhaiThue/kyKKhai", "9/2026")],
        &["declaration.period.padding"],
        "a month without its zero",
    ),
    (
        "declaration-period-date",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/KyKKhaiThue/kyKKhaiTuNgay", "2026-09-01")],
        &["declaration.period.date"],
        "the first day in another notation",
    ),
    (
        "declaration-period-bounds",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/KyKKhaiThue/kyKKhaiDenNgay", "29/09/2026")],
        &["declaration.period.bounds"],
        "a month that ends a day early",
    ),
    (
        "declaration-period-order",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/KyKKhaiThue/kyKKhaiDenNgay", "29/08/2026")],
        &["declaration.period.order"],
        "a period that ends before it starts",
    ),
    (
        "declaration-period-months",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/KyKKhaiThue/kyKKhaiTuThang", "tháng 9")],
        &["declaration.period.months"],
        "a month in words",
    ),
    (
        "declaration-period-future",
        Base::Declaration,
        &[
            Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/KyKKhaiThue/kyKKhai", "12/2026"),
            Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/KyKKhaiThue/kyKKhaiTuNgay", "01/12/2026"),
            Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/KyKKhaiThue/kyKKhaiDenNgay", "31/12/2026"),
        ],
        &["declaration.period.future"],
        "a month that has not begun",
    ),
    (
        "declaration-date-form",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/ngayLapTKhai", "15/10/2026")],
        &["declaration.date.form"],
        "a date in another notation",
    ),
    (
        "declaration-date-future",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/ngayLapTKhai", "2026-12-31")],
        &["declaration.date.future"],
        "made after it was received",
    ),
    (
        "declaration-form-unknown",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/maTKhai", "9999")],
        &["declaration.form.unknown", "declaration.form.unknown.rules"],
        "a form nobody knows",
    ),
    (
        "declaration-form-formulas",
        Base::Declaration,
        &[
            Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/maTKhai", "824"),
            Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/pbanTKhaiXML", "2.5.1"),
        ],
        &["declaration.form.formulas"],
        "a form whose structure is known and whose formulas are not",
    ),
    (
        "declaration-overflow",
        Base::Declaration,
        &[Set("HSoKhaiThue/CTieuTKhaiChinh/ct26", "99999999999999999999999999999999999")],
        &["declaration.formula.overflow"],
        "a number of 35 digits",
    ),
];

const STRUCTURE: &[Case] = &[
    (
        "schema-unexpected",
        Base::Declaration,
        &[Add(MAIN, "ctLa", "1")],
        &["schema.element.unexpected"],
        "an indicator that does not exist",
    ),
    (
        "schema-missing",
        Base::Declaration,
        &[Remove("HSoKhaiThue/CTieuTKhaiChinh/ct21")],
        &["schema.element.missing"],
        "no indicator [21]",
    ),
    (
        "schema-repeated",
        Base::Declaration,
        &[Add(MAIN, "ct43", "0")],
        &["schema.element.repeated"],
        "indicator [43] twice",
    ),
    (
        "schema-empty",
        Base::Declaration,
        &[Set("HSoKhaiThue/CTieuTKhaiChinh/ct36", "")],
        &["schema.type.empty"],
        "an empty indicator",
    ),
    (
        "schema-integer",
        Base::Declaration,
        &[Set("HSoKhaiThue/CTieuTKhaiChinh/ct36", "1.5")],
        &["schema.type.integer"],
        "half a đồng",
    ),
    (
        "schema-non-negative",
        Base::Declaration,
        &[Set("HSoKhaiThue/CTieuTKhaiChinh/ct22", "-1")],
        &["schema.type.non-negative"],
        "a negative credit",
    ),
    (
        "schema-boolean",
        Base::Declaration,
        &[Set("HSoKhaiThue/CTieuTKhaiChinh/ct21", "có")],
        &["schema.type.boolean"],
        "a tick in words",
    ),
    (
        "schema-decimal",
        Base::Reduced,
        &[Set("HSoKhaiThue/PLuc/PL_NQ142_GTGT/HH_DV_BanRaTrongKy/BangKeTenHHDV/thueSuatSauGiam", "tám")],
        &["schema.type.decimal"],
        "a rate in words",
    ),
    (
        "schema-date",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/ngayKy", "15/10/2026")],
        &["schema.type.date"],
        "a date in another notation",
    ),
    (
        "schema-word",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue/loaiTKhai", "Z")],
        &["schema.type.word"],
        "a kind of declaration that does not exist",
    ),
    (
        "schema-tax-code",
        Base::Declaration,
        &[Set("HSoKhaiThue/TTinChung/TTinTKhaiThue/NNT/mst", "99 000")],
        &["schema.type.tax-code"],
        "a tax code with a blank",
    ),
];

/// Where each indicator stands, and the rule that a wrong value breaks.
const INDICATORS: [(&str, &str, i64, &str); 22] = [
    ("GiaTriVaThueGTGTHHDVMuaVao/ct24", "ct23", 900_000_000_000, "declaration.842.ct23"),
    ("HangHoaDichVuNhapKhau/ct23a", "ct23a", 900_000_000_000, "declaration.842.ct23a"),
    ("HangHoaDichVuNhapKhau/ct24a", "ct24a", 900_000_000_000, "declaration.842.ct24a"),
    ("ct25", "ct25", 900_000_000_000, "declaration.842.ct25"),
    ("HHDVBRaChiuThueGTGT/ct27", "ct27", 1, "declaration.842.ct27"),
    ("HHDVBRaChiuThueGTGT/ct28", "ct28", 1, "declaration.842.ct28"),
    ("HHDVBRaChiuTSuat5/ct31", "ct31", 1, "declaration.842.ct31"),
    ("HHDVBRaChiuTSuat5/ct31", "ct31-value", 900_000_000_000, "declaration.842.ct31.value"),
    ("HHDVBRaChiuTSuat10/ct33", "ct33", 1, "declaration.842.ct33"),
    ("HHDVBRaChiuTSuat10/ct33", "ct33-value", 900_000_000_000, "declaration.842.ct33.value"),
    ("TongDThuVaThueGTGTHHDVBRa/ct34", "ct34", 1, "declaration.842.ct34"),
    ("TongDThuVaThueGTGTHHDVBRa/ct35", "ct35", 1, "declaration.842.ct35"),
    ("ct36", "ct36", 1, "declaration.842.ct36"),
    ("ct37", "ct37", -1, "declaration.842.ct37"),
    ("ct38", "ct38", -1, "declaration.842.ct38"),
    ("ct39a", "ct39a", -1, "declaration.842.ct39a"),
    ("ct40a", "ct40a", 1, "declaration.842.ct40a"),
    ("ct40b", "ct40b", 900_000_000_000, "declaration.842.ct40b"),
    ("ct40", "ct40", 1, "declaration.842.ct40"),
    ("ct41", "ct41", 1, "declaration.842.ct41"),
    ("ct42", "ct42", 900_000_000_000, "declaration.842.ct42"),
    ("ct43", "ct43", 1, "declaration.842.ct43"),
];

const REDUCTION: &[Case] = &[
    (
        "declaration-842-nq142-rate-most",
        Base::Reduced,
        &[Set("HSoKhaiThue/PLuc/PL_NQ142_GTGT/HH_DV_BanRaTrongKy/BangKeTenHHDV/thueSuatTheoQuyDinh", "150")],
        &["declaration.842.nq142.rate.most"],
        "a reduced rate above the full one",
    ),
    (
        "declaration-842-nq142-rate",
        Base::Reduced,
        &[Set("HSoKhaiThue/PLuc/PL_NQ142_GTGT/HH_DV_BanRaTrongKy/BangKeTenHHDV/thueSuatSauGiam", "7")],
        &["declaration.842.nq142.rate"],
        "a reduced rate of 7",
    ),
    (
        "declaration-842-nq142-most",
        Base::Reduced,
        &[Set(
            "HSoKhaiThue/PLuc/PL_NQ142_GTGT/HH_DV_BanRaTrongKy/BangKeTenHHDV/giaTriHHDV",
            "900000000000000",
        )],
        &["declaration.842.nq142.most"],
        "more reduced sales than sales",
    ),
    (
        "declaration-842-nq142-tax",
        Base::Reduced,
        &[Set("HSoKhaiThue/PLuc/PL_NQ142_GTGT/HH_DV_BanRaTrongKy/BangKeTenHHDV/thueGTGTDuocGiam", "1")],
        &["declaration.842.nq142.tax"],
        "reduced tax of one đồng",
    ),
    (
        "declaration-842-nq142-ct05",
        Base::Reduced,
        &[Set("HSoKhaiThue/PLuc/PL_NQ142_GTGT/HH_DV_MuaVaoTrongKy/tongCongGiaTriHHDVMuaVao", "1")],
        &["declaration.842.nq142.ct05"],
        "the sum of reduced purchases is wrong",
    ),
    (
        "declaration-842-nq142-ct06",
        Base::Reduced,
        &[Set("HSoKhaiThue/PLuc/PL_NQ142_GTGT/HH_DV_MuaVaoTrongKy/tongCongThueGTGTHHDV", "1")],
        &["declaration.842.nq142.ct06"],
        "the sum of their tax is wrong",
    ),
    (
        "declaration-842-nq142-ct07",
        Base::Reduced,
        &[Set("HSoKhaiThue/PLuc/PL_NQ142_GTGT/HH_DV_BanRaTrongKy/tongCongGiaTriHHDV", "1")],
        &["declaration.842.nq142.ct07"],
        "the sum of reduced sales is wrong",
    ),
    (
        "declaration-842-nq142-ct08",
        Base::Reduced,
        &[Set("HSoKhaiThue/PLuc/PL_NQ142_GTGT/HH_DV_BanRaTrongKy/tongCongThueGTGTDuocGiam", "1")],
        &["declaration.842.nq142.ct08"],
        "the sum of reduced tax is wrong",
    ),
    (
        "declaration-842-nq142-ct09",
        Base::Reduced,
        &[Set("HSoKhaiThue/PLuc/PL_NQ142_GTGT/ChenhLech/ct9", "1")],
        &["declaration.842.nq142.ct09"],
        "the difference is wrong",
    ),
    (
        "declaration-842-goods-value",
        Base::Reduced,
        &[Set("HSoKhaiThue/PLuc/PL_NQ142_GTGT/HH_DV_BanRaTrongKy/BangKeTenHHDV/giaTriHHDV", "0")],
        &["declaration.842.goods.value"],
        "reduced goods of no value",
    ),
    (
        "declaration-842-row-field",
        Base::Reduced,
        &[Set("HSoKhaiThue/PLuc/PL_NQ142_GTGT/HH_DV_BanRaTrongKy/BangKeTenHHDV/tenHHDV", "")],
        &["declaration.842.row.field"],
        "reduced goods without a name",
    ),
    (
        "declaration-842-ct21",
        Base::Credit,
        &[Set("HSoKhaiThue/CTieuTKhaiChinh/ct21", "1")],
        &["declaration.842.ct21", "declaration.842.ct21.credit"],
        "nothing bought or sold, yet amounts",
    ),
    (
        "declaration-842-limit",
        Base::Declaration,
        &[Set("HSoKhaiThue/CTieuTKhaiChinh/ct22", "999999999999999")],
        &["declaration.842.limit"],
        "an amount of 15 digits",
    ),
    (
        "declaration-842-ct11",
        Base::Declaration,
        &[Set("HSoKhaiThue/CTieuTKhaiChinh/Header/DiaChiHDSXKDKhacTinhNDTSC/ct11c_tinhTP_ten", "Tỉnh Ví Dụ")],
        &["declaration.842.ct11"],
        "a province without its code",
    ),
];

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    for cases in [ENVELOPE, STRUCTURE, REDUCTION] {
        add_cases(bench, cases, list)?;
    }
    for (path, name, change, rule) in INDICATORS {
        let name = format!("declaration-842-{name}");
        list.push(bench.changed(&name, Base::Declaration, &[rule], "an indicator off its formula", |d| {
            let path = format!("{MAIN}/{path}");
            let value: i64 = d.root.at(&path)?.text().parse().unwrap_or(0);
            d.root.set(&path, &(value + change).to_string())
        })?);
    }
    shaped(bench, list)
}

fn shaped(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    let mut push = |name: &str,
                    base: Base,
                    rule: &'static str,
                    shows: &'static str,
                    change: &dyn Fn(&mut Element) -> Result<()>|
     -> Result<()> {
        list.push(bench.changed(name, base, &[rule], shows, |d| change(&mut d.root))?);
        Ok(())
    };
    push(
        "declaration-namespace",
        Base::Declaration,
        "declaration.namespace",
        "another namespace",
        &|root| {
            root.set_attribute("xmlns", "http://to-khai.example");
            Ok(())
        },
    )?;
    push(
        "schema-namespace",
        Base::Declaration,
        "schema.namespace",
        "an indicator in no namespace",
        &|root| {
            root.at_mut(MAIN)?.at_mut("ct43")?.set_attribute("xmlns", "");
            Ok(())
        },
    )?;
    push("schema-order", Base::Declaration, "schema.element.order", "two indicators exchanged", &|root| {
        let moved = root.remove(&format!("{MAIN}/ct36"))?;
        root.insert_before(&format!("{MAIN}/ct38"), moved)
    })?;
    push("schema-text", Base::Declaration, "schema.text.unexpected", "text between elements", &|root| {
        root.at_mut(MAIN)?.children.push(Node::Text("lạc".to_owned()));
        Ok(())
    })?;
    push("schema-nil", Base::Declaration, "schema.nil", "nil where the form does not allow it", &|root| {
        let kind = root.at_mut(&format!("{STATEMENT}/maTKhai"))?;
        kind.set_attribute("xsi:nil", "true");
        kind.children.clear();
        Ok(())
    })?;
    push("schema-nil-content", Base::Declaration, "schema.nil.content", "nil and a value", &|root| {
        root.at_mut(&format!("{MAIN}/ct43"))?.set_attribute("xsi:nil", "true");
        Ok(())
    })?;
    push(
        "schema-nil-value",
        Base::Declaration,
        "schema.nil.value",
        "nil that is neither true nor false",
        &|root| {
            root.at_mut(&format!("{MAIN}/ct43"))?.set_attribute("xsi:nil", "yes");
            Ok(())
        },
    )?;
    push("schema-xsi-type", Base::Declaration, "schema.xsi-type", "a type given in the document", &|root| {
        root.at_mut(&format!("{MAIN}/ct43"))?.set_attribute("xsi:type", "ct");
        Ok(())
    })?;
    push(
        "schema-attribute",
        Base::Declaration,
        "schema.attribute.unexpected",
        "an attribute of no form",
        &|root| {
            root.at_mut(&format!("{MAIN}/ct43"))?.set_attribute("donvi", "dong");
            Ok(())
        },
    )?;
    push("schema-id", Base::Declaration, "schema.type.id", "an id that starts with a digit", &|root| {
        root.at_mut("HSoKhaiThue")?.set_attribute("id", "1 2");
        Ok(())
    })?;
    push(
        "declaration-842-reduction-empty",
        Base::Reduced,
        "declaration.842.reduction.empty",
        "an appendix of zeros",
        &|root| {
            for part in ["HH_DV_MuaVaoTrongKy", "HH_DV_BanRaTrongKy", "ChenhLech"] {
                zero(root.at_mut(&format!("HSoKhaiThue/PLuc/PL_NQ142_GTGT/{part}"))?);
            }
            Ok(())
        },
    )
}

/// Sets every number below an element to 0.
fn zero(element: &mut Element) {
    for child in element.elements_mut() {
        zero(child);
    }
    if element.text().parse::<i64>().is_ok() {
        element.children = vec![Node::Text("0".to_owned())];
    }
}
