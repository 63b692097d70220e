//! Declarations whose appendices of allocation, reduction or amendment are wrong, validly signed.

use super::allocation::{HYDROPOWER, LOTTERY, SITES, TELECOMS};
use super::{Base, Bench, Variant};
use crate::error::{Error, Result};
use crate::tree::Element;

const PLUC: &str = "HSoKhaiThue/PLuc";
const MAIN: &str = "HSoKhaiThue/CTieuTKhaiChinh";

/// One change to a number or text of an appendix; paths start at PLuc.
pub(super) enum Change {
    /// Adds one đồng.
    More(&'static str),
    Set(&'static str, &'static str),
    /// One đồng more than this indicator of the main part.
    Over(&'static str, &'static str),
    Remove(&'static str),
    /// The text of another place.
    Copy(&'static str, &'static str),
}

use Change::{Copy, More, Over, Remove, Set};

pub(super) const AT_10: &str = "HHDVBRaChiuTSuat10/ct32";

/// Rule, document, change, what it shows.
pub(super) type Case = (&'static str, Base, Change, &'static str);

const ROWS: &[Case] = &[
    (
        "declaration.842.row.field",
        Base::Appendices,
        Set("Pluc_01_3_GTGT/NoiDungBangPhanBo/ct12_cqt_ten", ""),
        "a row without its tax office",
    ),
    (
        "declaration.842.row.unit",
        Base::Appendices,
        Set("Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo/ct10", "1234"),
        "a unit's code of four digits",
    ),
    (
        "declaration.842.row.unit.owner",
        Base::Appendices,
        Set("Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo/ct10", "9900000016-001"),
        "a unit of another taxpayer",
    ),
    (
        "declaration.842.row.unit.twice",
        Base::Appendices,
        Copy("Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo[2]/ct10", "Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo/ct10"),
        "a unit in two rows",
    ),
    (
        "declaration.842.row.home",
        Base::Appendices,
        Set("Pluc_01_6_GTGT_CSSX/NoiDungBangPhanBo/ct12_tinh_ma", "999"),
        "a site in the head office's province",
    ),
    (
        "declaration.842.khbs.ct06",
        Base::Amended,
        More("PL01_1_KHBS/Muc_A/DSachHSo/BKeHSo/CTietHSo/ChiTiet/ct06"),
        "the difference of new and old amount is wrong",
    ),
];

const REDUCTIONS: &[Case] = &[
    (
        "declaration.842.nq43.rate",
        Base::Appendices,
        Set("PL_NQ43_GTGT/BangKeTenHHDV/thueSuatSauGiam", "8.1"),
        "not 80 % of 10",
    ),
    (
        "declaration.842.nq43.rate.most",
        Base::Appendices,
        Set("PL_NQ43_GTGT/BangKeTenHHDV/thueSuatTheoQuyDinh", "101"),
        "a rate above 100 %",
    ),
    (
        "declaration.842.nq43.tax",
        Base::Appendices,
        More("PL_NQ43_GTGT/BangKeTenHHDV/thueGTGTDuocGiam"),
        "not two points",
    ),
    (
        "declaration.842.nq43.value.sum",
        Base::Appendices,
        More("PL_NQ43_GTGT/tongCongGiaTriHHDV"),
        "the values' sum is wrong",
    ),
    (
        "declaration.842.nq43.tax.sum",
        Base::Appendices,
        More("PL_NQ43_GTGT/tongCongThueGTGTDuocGiam"),
        "the reductions' sum is wrong",
    ),
    (
        "declaration.842.nq43.most",
        Base::Appendices,
        Over("PL_NQ43_GTGT/BangKeTenHHDV/giaTriHHDV", AT_10),
        "more reduced goods than were sold at 10 %",
    ),
    (
        "declaration.842.nq101.rate",
        Base::Appendices,
        Set("PL_NQ101_GTGT/BangKeTenHHDV/thueSuatSauGiam", "8.1"),
        "not 80 % of 10",
    ),
    (
        "declaration.842.nq101.rate.most",
        Base::Appendices,
        Set("PL_NQ101_GTGT/BangKeTenHHDV/thueSuatTheoQuyDinh", "101"),
        "a rate above 100 %",
    ),
    (
        "declaration.842.nq101.tax",
        Base::Appendices,
        More("PL_NQ101_GTGT/BangKeTenHHDV/thueGTGTDuocGiam"),
        "not two points",
    ),
    (
        "declaration.842.nq101.value.sum",
        Base::Appendices,
        More("PL_NQ101_GTGT/tongCongGiaTriHHDV"),
        "the values' sum is wrong",
    ),
    (
        "declaration.842.nq101.tax.sum",
        Base::Appendices,
        More("PL_NQ101_GTGT/tongCongThueGTGTDuocGiam"),
        "the reductions' sum is wrong",
    ),
    (
        "declaration.842.nq101.most",
        Base::Appendices,
        Over("PL_NQ101_GTGT/BangKeTenHHDV/giaTriHHDV", AT_10),
        "more reduced goods than were sold at 10 %",
    ),
];

pub(super) fn add(bench: &Bench, list: &mut Vec<Variant>) -> Result<()> {
    for (rule, base, change, shows) in
        [HYDROPOWER, LOTTERY, SITES, TELECOMS, ROWS, REDUCTIONS].into_iter().flatten()
    {
        let name = rule.replace('.', "-");
        list.push(bench.changed(&name, *base, &[*rule], shows, |draft| make(change, &mut draft.root))?);
    }
    list.push(bench.changed(
        "declaration-formula-division",
        Base::Appendices,
        &["declaration.formula.division", "declaration.842.pl013.ct06"],
        "shares of ticket sales that are 0",
        |draft| make(&Set("Pluc_01_3_GTGT/ct07", "0"), &mut draft.root),
    )?);
    list.push(bench.changed(
        "declaration-formula-text",
        Base::Amended,
        &["declaration.formula.text"],
        "an amended amount that is no number",
        |draft| {
            let cell = "PL01_1_KHBS/Muc_A/DSachHSo/BKeHSo/CTietHSo/ChiTiet/ct05";
            make(&Set(cell, "537-568"), &mut draft.root)
        },
    )?);
    list.push(bench.changed(
        "schema-attribute-missing",
        Base::Appendices,
        &["schema.attribute.missing"],
        "a row without its id",
        |draft| {
            let row = draft.root.at_mut(&format!("{PLUC}/Pluc_01_3_GTGT/NoiDungBangPhanBo"))?;
            row.attributes.clear();
            Ok(())
        },
    )?);
    list.push(bench.changed(
        "schema-stopped",
        Base::Declaration,
        &["schema.stopped", "schema.element.unexpected"],
        "more defects of structure than anybody reads",
        |draft| {
            let main = draft.root.at_mut(MAIN)?;
            for _ in 0..300 {
                main.push(Element::leaf("ctLa", "1"));
            }
            Ok(())
        },
    )?);
    Ok(())
}

fn make(change: &Change, root: &mut Element) -> Result<()> {
    let below = |path: &str| format!("{PLUC}/{path}");
    match change {
        More(path) => {
            let more = number(root, &below(path))? + 1;
            root.set(&below(path), &more.to_string())
        }
        Set(path, text) => root.set(&below(path), text),
        Over(path, indicator) => {
            let more = number(root, &format!("{MAIN}/{indicator}"))? + 1;
            root.set(&below(path), &more.to_string())
        }
        Remove(path) => root.remove(&below(path)).map(drop),
        Copy(path, from) => {
            let text = root.at(&below(from))?.text();
            root.set(&below(path), &text)
        }
    }
}

fn number(root: &Element, path: &str) -> Result<i64> {
    root.at(path)?.text().parse().map_err(|_| Error::new(format!("{path} is no number")))
}
