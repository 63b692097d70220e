//! Tax declarations (HSoThueDTu), form 01/GTGT above all.

use crate::party::Party;
use crate::random::Random;
use crate::tree::Element;

const NAMESPACE: &str = "http://kekhaithue.gdt.gov.vn/TKhaiThue";

/// The figures a taxpayer gives; all others follow from them. Whole đồng.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    pub(crate) brought_forward: i64,
    pub(crate) purchases: i64,
    pub(crate) purchase_tax: i64,
    pub(crate) imports: i64,
    pub(crate) import_tax: i64,
    pub(crate) deductible: i64,
    pub(crate) exempt: i64,
    pub(crate) zero_rated: i64,
    pub(crate) five: i64,
    pub(crate) ten: i64,
    pub(crate) not_declared: i64,
    pub(crate) refund: i64,
    /// Names and values of goods whose rate is cut from 10 to 8 percent.
    pub(crate) reduced: Vec<(&'static str, i64)>,
}

impl Figures {
    pub(crate) fn some(random: &mut Random, owing: bool) -> Self {
        let mut amount = |low: u64, high: u64| i64::try_from(random.within(low, high) * 1_000).unwrap_or(0);
        let ten = amount(400_000, 900_000);
        let purchases = if owing { amount(100_000, 300_000) } else { amount(2_000_000, 3_000_000) };
        let purchase_tax = purchases / 10;
        Self {
            brought_forward: if owing { 0 } else { amount(1_000, 9_000) },
            purchases,
            purchase_tax,
            imports: purchases / 5,
            import_tax: purchase_tax / 5,
            deductible: purchase_tax,
            exempt: amount(1_000, 50_000),
            zero_rated: amount(1_000, 80_000),
            five: amount(1_000, 90_000),
            ten,
            not_declared: amount(100, 900),
            refund: 0,
            reduced: Vec::new(),
        }
    }

    pub(crate) fn with_reduction(mut self) -> Self {
        self.reduced = vec![
            ("Bao bì thử nghiệm", self.ten / 4_000 * 1_000),
            ("Dịch vụ minh hoạ", self.ten / 8_000 * 1_000),
        ];
        self
    }

    /// Tax saved by one reduced line: two points of its value.
    const fn saved(value: i64) -> i64 {
        (value * 2 + 50) / 100
    }
}

/// What a declaration is to look like.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// maTKhai.
    pub(crate) code: &'static str,
    /// pbanTKhaiXML.
    pub(crate) version: &'static str,
    pub(crate) name: &'static str,
    /// Quarter instead of month.
    pub(crate) quarter: bool,
    pub(crate) figures: Figures,
    pub(crate) agent: Option<Party>,
    /// The id attribute of HSoKhaiThue.
    pub(crate) id: &'static str,
}

impl Form {
    /// Form 01/GTGT.
    pub(crate) const fn vat(version: &'static str, figures: Figures) -> Self {
        Self {
            code: "842",
            version,
            name: "TỜ KHAI THUẾ GIÁ TRỊ GIA TĂNG (Mẫu số 01/GTGT)",
            quarter: false,
            figures,
            agent: None,
            id: "_NODE_TO_SIGN",
        }
    }
}

/// The unsigned declaration with an empty CKyDTu.
pub(crate) fn build(form: &Form, taxpayer: &Party, random: &mut Random) -> Element {
    let mut data = Element::new("HSoKhaiThue")
        .attribute("id", form.id)
        .with(general(form, taxpayer, random))
        .with(main_part(&form.figures));
    if !form.figures.reduced.is_empty() {
        data.push(Element::new("PLuc").with(reduction(&form.figures)));
    }
    Element::new("HSoThueDTu")
        .attribute("xmlns", NAMESPACE)
        .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .with(data)
        .with(Element::new("CKyDTu"))
}

fn general(form: &Form, taxpayer: &Party, random: &mut Random) -> Element {
    let service = Element::new("TTinDVu")
        .with_leaf("maDVu", "HTKK")
        .with_leaf("tenDVu", "HỖ TRỢ KÊ KHAI THUẾ")
        .with_leaf("pbanDVu", "5.4.6")
        .with_leaf("ttinNhaCCapDVu", random.hex(32).to_uppercase());
    let period = if form.quarter {
        ["Q", "3/2026", "01/07/2026", "30/09/2026"]
    } else {
        ["M", "09/2026", "01/09/2026", "30/09/2026"]
    };
    let period = Element::new("KyKKhaiThue")
        .with_leaf("kieuKy", period[0])
        .with_leaf("kyKKhai", period[1])
        .with_leaf("kyKKhaiTuNgay", period[2])
        .with_leaf("kyKKhaiDenNgay", period[3])
        .with_leaf("kyKKhaiTuThang", "")
        .with_leaf("kyKKhaiDenThang", "");
    let return_part = Element::new("TKhaiThue")
        .with_leaf("maTKhai", form.code)
        .with_leaf("tenTKhai", form.name)
        .with_leaf("moTaBMau", "(Ban hành kèm theo Thông tư số 80/2021/TT-BTC)")
        .with_leaf("pbanTKhaiXML", form.version)
        .with_leaf("loaiTKhai", "C")
        .with_leaf("soLan", "0")
        .with(period)
        .with_leaf("maCQTNoiNop", "99901")
        .with_leaf("tenCQTNoiNop", "Thuế cơ sở Thử Nghiệm")
        .with_leaf("ngayLapTKhai", "2026-10-15")
        .with(Element::new("GiaHan").with_leaf("maLyDoGiaHan", "").with_leaf("lyDoGiaHan", ""))
        .with_leaf("nguoiKy", "NGƯỜI KÝ THỬ NGHIỆM")
        .with_leaf("ngayKy", "2026-10-15")
        .with_leaf("nganhNgheKD", "");
    let person = Element::new("NNT")
        .with_leaf("mst", taxpayer.tax_code.clone())
        .with_leaf("tenNNT", taxpayer.name.clone())
        .with_leaf("dchiNNT", taxpayer.address.clone())
        .with_leaf("phuongXa", "")
        .with_leaf("maHuyenNNT", "")
        .with_leaf("tenHuyenNNT", "")
        .with_leaf("maTinhNNT", "999")
        .with_leaf("tenTinhNNT", "Tỉnh Thử Nghiệm")
        .with_leaf("dthoaiNNT", taxpayer.phone.clone())
        .with_leaf("faxNNT", "")
        .with_leaf("emailNNT", taxpayer.email.clone());
    let mut both = Element::new("TTinTKhaiThue").with(return_part).with(person);
    if let Some(agent) = &form.agent {
        both.push(agent_element(agent));
    }
    Element::new("TTinChung").with(service).with(both)
}

fn agent_element(agent: &Party) -> Element {
    let mut element = Element::new("DLyThue")
        .with_leaf("mstDLyThue", agent.tax_code.clone())
        .with_leaf("tenDLyThue", agent.name.clone())
        .with_leaf("dchiDLyThue", agent.address.clone());
    for name in ["maHuyenDLyThue", "tenHuyenDLyThue", "maTinhDLyThue", "tenTinhDLyThue"] {
        element.push(Element::leaf(name, ""));
    }
    element
        .with_leaf("dthoaiDLyThue", agent.phone.clone())
        .with_leaf("faxDLyThue", "")
        .with_leaf("emailDLyThue", agent.email.clone())
        .with_leaf("soHDongDLyThue", "HĐ-09")
        .with_leaf("ngayKyHDDLyThue", "2026-01-02")
        .with(
            Element::new("NVienDLy")
                .with_leaf("tenNVienDLyThue", "NHÂN VIÊN THỬ NGHIỆM")
                .with_leaf("cchiHNghe", "CC-0999"),
        )
}

fn main_part(f: &Figures) -> Element {
    let saved: i64 = f.reduced.iter().map(|(_, value)| Figures::saved(*value)).sum();
    let tax5 = (f.five * 5 + 50) / 100;
    let tax10 = (f.ten * 10 + 50) / 100 - saved;
    let taxable = f.zero_rated + f.five + f.ten + f.not_declared;
    let output = tax5 + tax10;
    let period = output - f.deductible;
    let balance = period - f.brought_forward;
    let payable = balance.max(0);
    let credit = (-balance).max(0);
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

/// The rate-reduction appendix under its fixed technical name.
fn reduction(f: &Figures) -> Element {
    let mut sold = Element::new("HH_DV_BanRaTrongKy");
    let mut value_total = 0;
    let mut saved_total = 0;
    for (at, (name, value)) in f.reduced.iter().enumerate() {
        value_total += value;
        saved_total += Figures::saved(*value);
        sold.push(
            Element::new("BangKeTenHHDV")
                .attribute("ID", format!("ID_{}", at + 1))
                .with_leaf("tenHHDV", *name)
                .with_leaf("giaTriHHDV", value.to_string())
                .with_leaf("thueSuatTheoQuyDinh", "10")
                .with_leaf("thueSuatSauGiam", "8")
                .with_leaf("thueGTGTDuocGiam", Figures::saved(*value).to_string()),
        );
    }
    sold.push(Element::leaf("tongCongGiaTriHHDV", value_total.to_string()));
    sold.push(Element::leaf("tongCongThueGTGTDuocGiam", saved_total.to_string()));
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
    Element::new("PL_NQ142_GTGT")
        .with(bought)
        .with(sold)
        .with(Element::new("ChenhLech").with_leaf("ct9", (saved_total - bought_tax).to_string()))
}
