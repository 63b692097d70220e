//! What the rows of the appendices must say.

use super::checks::{
    GOODS_VALUE, PLANT_OFFICE, PLANT_PROVINCE, PLANT_ROWS, ROW_FIELD, ROW_HOME, ROW_UNIT, ROW_UNIT_OWNER,
    ROW_UNIT_TWICE,
};
use crate::declaration::formula::number;
use crate::declaration::{Declaration, view};
use crate::form::Version;
use crate::report::{Finding, Findings};
use crate::rule::Rule;
use crate::value::{TaxCode, TaxCodeKind};
use crate::xml::Element;
use std::collections::BTreeSet;

/// Findings about the rows of one appendix after which the rest is not looked at: to name a row
/// costs time in proportion to the rows beside it.
const MOST: usize = 50;

/// Districts ended on 1 July 2025; this version was the first to know the communes instead.
const WITHOUT_DISTRICTS: Version = Version(2, 8, 3);

/// The columns of an appendix that hold the place of a row.
#[derive(Debug)]
struct Columns {
    appendix: &'static str,
    unit: &'static str,
    district: &'static str,
    province: &'static str,
    province_code: &'static str,
    office: &'static str,
    /// Filled in besides these.
    kind: Option<&'static str>,
    /// Whether units must belong to the taxpayer and stand once.
    own: bool,
}

const HYDRO: Columns = Columns {
    appendix: "PLuc_01_2_GTGT",
    unit: "ct06",
    district: "ct07_huyen_ten",
    province: "ct08_tinh_ten",
    province_code: "ct08_tinh_ma",
    office: "ct09_cqt_ten",
    kind: None,
    own: false,
};
const LOTTERY: Columns = Columns {
    appendix: "Pluc_01_3_GTGT",
    unit: "ct09",
    district: "ct10_huyen_ten",
    province: "ct11_tinh_ten",
    province_code: "ct11_tinh_ma",
    office: "ct12_cqt_ten",
    kind: Some("loai"),
    own: false,
};
const SITES: Columns = Columns {
    appendix: "Pluc_01_6_GTGT_CSSX",
    unit: "ct10",
    district: "ct11_huyen_ten",
    province: "ct12_tinh_ten",
    province_code: "ct12_tinh_ma",
    office: "ct13_cqt_ten",
    kind: None,
    own: true,
};
const TELECOM: Columns = Columns { appendix: "Pluc_01_6_GTGT_DVVT", ..SITES };

/// Pushes findings up to the bound.
struct Sink<'f> {
    findings: &'f mut Findings,
    left: usize,
}

impl Sink<'_> {
    fn push(&mut self, rule: &'static Rule, at: Element<'_>, expected: &str, found: &str) {
        if self.left > 0 {
            self.left -= 1;
            self.findings.push(Finding::new(rule).at(at).expected(expected).found(found));
        }
    }
}

/// Judges the rows of all appendices.
pub(super) fn check(declaration: &Declaration<'_>, version: Version, findings: &mut Findings) {
    // Read once: the cost of a row must not depend on what stands outside it.
    let owner = declaration.tax_code();
    for columns in [&LOTTERY, &SITES, &TELECOM] {
        let Some(appendix) = declaration.appendix(columns.appendix) else { continue };
        let mut sink = Sink { findings, left: MOST };
        let home = view::text(declaration.taxpayer(), "maTinhNNT");
        let mut units = BTreeSet::new();
        for row in appendix.children_named("NoiDungBangPhanBo") {
            place(columns, owner, version, row, &mut sink);
            if let Some(code) = row.child(columns.province_code)
                && !home.is_empty()
                && code.trimmed() == home
            {
                sink.push(&ROW_HOME, code, "", &code.trimmed());
            }
            if let Some(unit) = row.child(columns.unit).filter(|_| columns.own) {
                let text = unit.trimmed();
                if !text.is_empty() && !units.insert(text.clone()) {
                    sink.push(&ROW_UNIT_TWICE, unit, "", &text);
                }
            }
        }
    }
    if let Some(appendix) = declaration.appendix(HYDRO.appendix) {
        let mut sink = Sink { findings, left: MOST };
        for plant in appendix.children_named("TenNhaMay") {
            self::plant(version, plant, &mut sink);
        }
    }
    for path in ["PL_NQ43_GTGT", "PL_NQ101_GTGT", "PL_NQ142_GTGT/HH_DV_BanRaTrongKy"] {
        let Some(list) = declaration.appendices().and_then(|appendices| appendices.find(path)) else {
            continue;
        };
        let mut sink = Sink { findings, left: MOST };
        for row in list.children_named("BangKeTenHHDV") {
            required(row, "tenHHDV", &mut sink);
            if let Some(value) = row.child("giaTriHHDV")
                && number(value).is_ok_and(|value| value.is_zero())
            {
                sink.push(&GOODS_VALUE, value, "", &value.trimmed());
            }
        }
    }
}

fn required(row: Element<'_>, name: &str, sink: &mut Sink<'_>) {
    if let Some(element) = row.child(name)
        && element.trimmed().is_empty()
    {
        sink.push(&ROW_FIELD, element, name, "");
    }
}

fn place(columns: &Columns, owner: Option<TaxCode>, version: Version, row: Element<'_>, sink: &mut Sink<'_>) {
    let district = (version < WITHOUT_DISTRICTS).then_some(columns.district);
    let names = [Some(columns.province), Some(columns.office), columns.kind, district];
    for name in names.into_iter().flatten() {
        required(row, name, sink);
    }
    let Some(unit) = row.child(columns.unit) else { return };
    let text = unit.trimmed();
    if text.is_empty() {
        return;
    }
    let place_code = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    let code =
        TaxCode::parse(&text).filter(|code| code.kind() == TaxCodeKind::Branch && code.check_digit_holds());
    match code {
        None if !place_code => sink.push(&ROW_UNIT, unit, "", &text),
        Some(code) if columns.own => {
            if let Some(owner) = owner
                && owner.root() != code.root()
            {
                sink.push(&ROW_UNIT_OWNER, unit, owner.root().as_str(), &text);
            }
        }
        _ => {}
    }
}

/// A hydropower plant: its operating office first, then the other provinces it stands in.
fn plant(version: Version, plant: Element<'_>, sink: &mut Sink<'_>) {
    let mut count = 0_usize;
    let mut office_province = None;
    for row in plant.children_named("DiaBanPhanBo") {
        place(&HYDRO, None, version, row, sink);
        let office = view::text(Some(row), "loai") == "01";
        if office != (count == 0) {
            sink.push(&PLANT_OFFICE, row.child("loai").unwrap_or(row), "01", "");
        }
        let province = view::text(Some(row), HYDRO.province_code);
        if count == 0 {
            office_province = Some(province);
        } else if !province.is_empty() && office_province.as_ref() == Some(&province) {
            sink.push(&PLANT_PROVINCE, row.child(HYDRO.province_code).unwrap_or(row), "", &province);
        }
        count += 1;
    }
    if count < 2 {
        sink.push(&PLANT_ROWS, plant, "≥ 2", &count.to_string());
    }
}
