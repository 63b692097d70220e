//! The appendices of goods whose VAT is reduced from 10 to 8 percent.

use super::figures::Figures;
use super::share;
use crate::tree::Element;

/// The resolution of the National Assembly that reduces the tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resolution {
    /// 43/2022/QH15.
    R43,
    /// 101/2023/QH15.
    R101,
    /// 142/2024/QH15; its appendix serves the later resolutions too.
    R142,
}

impl Resolution {
    pub(crate) const ALL: [Self; 3] = [Self::R43, Self::R101, Self::R142];

    const fn tag(self) -> &'static str {
        match self {
            Self::R43 => "PL_NQ43_GTGT",
            Self::R101 => "PL_NQ101_GTGT",
            Self::R142 => "PL_NQ142_GTGT",
        }
    }
}

/// One line of goods with reduced tax.
#[derive(Debug, Clone)]
pub(crate) struct Reduced {
    pub(super) resolution: Resolution,
    pub(super) name: &'static str,
    /// Whole đồng.
    pub(super) value: i64,
}

impl Reduced {
    /// Tax saved: two points of the value.
    pub(super) const fn saved(&self) -> i64 {
        share(self.value, 2, 100)
    }
}

/// The appendix of one resolution, when goods stand under it.
pub(super) fn appendix(f: &Figures, resolution: Resolution) -> Option<Element> {
    let goods: Vec<_> = f.reduced.iter().filter(|goods| goods.resolution == resolution).collect();
    if goods.is_empty() {
        return None;
    }
    let appendix = Element::new(resolution.tag());
    if resolution != Resolution::R142 {
        return Some(sold(appendix, &goods));
    }
    let bought_value = f.purchases / 10_000 * 1_000;
    let bought_tax = bought_value * 8 / 100;
    let bought = Element::new("HH_DV_MuaVaoTrongKy")
        .with(
            Element::new("BangKeTenHHDV")
                .attribute("ID", "ID_1")
                .with_leaf("tenHHDVMuaVao", "Nguyên liệu thử nghiệm")
                .with_leaf("giaTriHHDVMuaVao", bought_value.to_string())
                .with_leaf("thueGTGTHHDV", bought_tax.to_string()),
        )
        .with_leaf("tongCongGiaTriHHDVMuaVao", bought_value.to_string())
        .with_leaf("tongCongThueGTGTHHDV", bought_tax.to_string());
    let saved: i64 = goods.iter().map(|goods| goods.saved()).sum();
    Some(
        appendix
            .with(bought)
            .with(sold(Element::new("HH_DV_BanRaTrongKy"), &goods))
            .with(Element::new("ChenhLech").with_leaf("ct9", (saved - bought_tax).to_string())),
    )
}

/// The goods sold and their totals.
fn sold(mut list: Element, goods: &[&Reduced]) -> Element {
    for (at, goods) in goods.iter().enumerate() {
        list.push(
            Element::new("BangKeTenHHDV")
                .attribute("ID", format!("ID_{}", at + 1))
                .with_leaf("tenHHDV", goods.name)
                .with_leaf("giaTriHHDV", goods.value.to_string())
                .with_leaf("thueSuatTheoQuyDinh", "10")
                .with_leaf("thueSuatSauGiam", "8")
                .with_leaf("thueGTGTDuocGiam", goods.saved().to_string()),
        );
    }
    let value: i64 = goods.iter().map(|goods| goods.value).sum();
    let saved: i64 = goods.iter().map(|goods| goods.saved()).sum();
    list.with_leaf("tongCongGiaTriHHDV", value.to_string())
        .with_leaf("tongCongThueGTGTDuocGiam", saved.to_string())
}
