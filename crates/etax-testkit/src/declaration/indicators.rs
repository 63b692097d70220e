//! CTieuTKhaiChinh: the indicators of form 01/GTGT.

use super::figures::{Figures, Results};
use crate::tree::Element;

pub(super) fn main_part(f: &Figures) -> Element {
    let Results { tax5, tax10, taxable, output, period, payable, credit } = f.results();
    let carried = (credit - f.refund).max(0);
    let group = |name: &str, leaves: &[(&str, i64)]| {
        leaves.iter().fold(Element::new(name), |group, (tag, value)| group.with_leaf(tag, value.to_string()))
    };
    let mut address = Element::new("DiaChiHDSXKDKhacTinhNDTSC");
    for name in [
        "ct11a_phuongXa_ma",
        "ct11a_phuongXa_ten",
        "ct11b_quanHuyen_ma",
        "ct11b_quanHuyen_ten",
        "ct11c_tinhTP_ma",
        "ct11c_tinhTP_ten",
    ] {
        address.push(Element::leaf(name, ""));
    }
    let mut main = Element::new("CTieuTKhaiChinh")
        .with_leaf("ma_NganhNghe", "00")
        .with_leaf("ten_NganhNghe", "Hoạt động sản xuất kinh doanh thông thường")
        .with_leaf("tieuMucHachToan", "1701")
        .with(Element::new("Header").with_leaf("ct09", "").with_leaf("ct10", "").with(address))
        .with_leaf("ct21", "0")
        .with_leaf("ct22", f.brought_forward.to_string())
        .with(group("GiaTriVaThueGTGTHHDVMuaVao", &[("ct23", f.purchases), ("ct24", f.purchase_tax)]))
        .with(group("HangHoaDichVuNhapKhau", &[("ct23a", f.imports), ("ct24a", f.import_tax)]))
        .with_leaf("ct25", f.deductible.to_string())
        .with_leaf("ct26", f.exempt.to_string())
        .with(group("HHDVBRaChiuThueGTGT", &[("ct27", taxable), ("ct28", output)]))
        .with_leaf("ct29", f.zero_rated.to_string())
        .with(group("HHDVBRaChiuTSuat5", &[("ct30", f.five), ("ct31", tax5)]))
        .with(group("HHDVBRaChiuTSuat10", &[("ct32", f.ten), ("ct33", tax10)]))
        .with_leaf("ct32a", f.not_declared.to_string())
        .with(group("TongDThuVaThueGTGTHHDVBRa", &[("ct34", f.exempt + taxable), ("ct35", output)]));
    for (tag, value) in [
        ("ct36", period),
        ("ct37", 0),
        ("ct38", 0),
        ("ct39a", 0),
        ("ct40a", payable),
        ("ct40b", 0),
        ("ct40", payable),
        ("ct41", credit),
        ("ct42", f.refund),
        ("ct43", carried),
    ] {
        main.push(Element::leaf(tag, value.to_string()));
    }
    main
}
