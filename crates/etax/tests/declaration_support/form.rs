//! Form 842 with numbers that agree.

use super::random::Random;
use super::tree::{Tree, group, leaf};
use etax::value::TaxCode;

/// Body of the document, from the root.
pub const MAIN: &str = "HSoKhaiThue/CTieuTKhaiChinh";
pub const PLUC: &str = "HSoKhaiThue/PLuc";
pub const STATEMENT: &str = "HSoKhaiThue/TTinChung/TTinTKhaiThue/TKhaiThue";
pub const TAXPAYER: &str = "HSoKhaiThue/TTinChung/TTinTKhaiThue/NNT";

/// What to invent.
#[derive(Clone, Debug)]
pub struct Plan {
    pub version: &'static str,
    pub hydro: bool,
    pub lottery: bool,
    pub sites: bool,
    pub telecom: bool,
    pub reductions: Vec<&'static str>,
    /// 01-6 CSSX shared by turnover ([21]) instead of by rate ([17]).
    pub by_turnover: bool,
    /// More deductible than due, so that credit is carried forward.
    pub credit: bool,
    /// C or B; B carries the amendment's appendices.
    pub kind: &'static str,
    pub agent: bool,
    /// Addresses with communes (2025).
    pub communes: bool,
}

impl Plan {
    pub fn of(version: &'static str) -> Self {
        Self {
            version,
            hydro: false,
            lottery: false,
            sites: false,
            telecom: false,
            reductions: vec![],
            by_turnover: false,
            credit: false,
            kind: "C",
            agent: false,
            communes: false,
        }
    }

    /// Everything attached that the version knows.
    pub fn full(version: &'static str) -> Self {
        Self {
            hydro: true,
            lottery: true,
            sites: true,
            telecom: true,
            reductions: reductions(version).to_vec(),
            agent: true,
            ..Self::of(version)
        }
    }

    pub fn random(version: &'static str, random: &mut Random) -> Self {
        let reductions = reductions(version).iter().copied().filter(|_| random.below(3) == 0).collect();
        let credit = random.below(3) == 0;
        Self {
            hydro: !credit && random.flip(),
            lottery: !credit && random.flip(),
            sites: !credit && random.flip(),
            telecom: !credit && random.flip(),
            reductions,
            by_turnover: random.flip(),
            credit,
            agent: random.flip(),
            ..Self::of(version)
        }
    }
}

pub fn reductions(version: &str) -> &'static [&'static str] {
    match version {
        "2.5.1" => &["PL_NQ43_GTGT"],
        "2.6.8" => &["PL_NQ43_GTGT", "PL_NQ101_GTGT"],
        _ => &["PL_NQ43_GTGT", "PL_NQ101_GTGT", "PL_NQ142_GTGT"],
    }
}

/// Half away from zero, for amounts that are not negative.
fn share(value: i64, times: i64, of: i64) -> i64 {
    let product = i128::from(value) * i128::from(times);
    i64::try_from((2 * product + i128::from(of)) / (2 * i128::from(of))).unwrap()
}

/// A tax code with a right check digit that belongs to nobody we know of.
pub fn tax_code(random: &mut Random) -> String {
    loop {
        let nine = format!("99{:07}", random.within(0, 9_999_999));
        let found = (0..10)
            .map(|digit| format!("{nine}{digit}"))
            .find(|code| TaxCode::parse(code).is_some_and(|code| code.check_digit_holds()));
        if let Some(code) = found {
            return code;
        }
    }
}

fn empty(names: &[&str]) -> Vec<Tree> {
    names.iter().map(|name| leaf(name, "")).collect()
}

fn header(plan: &Plan, code: &str, random: &mut Random) -> Tree {
    let service = group(
        "TTinDVu",
        vec![leaf("maDVu", "THU"), leaf("tenDVu", "Thử"), leaf("pbanDVu", "1.0"), leaf("ttinNhaCCapDVu", "")],
    );
    let month = random.within(1, 11);
    let last = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30][usize::try_from(month - 1).unwrap()];
    let period = group(
        "KyKKhaiThue",
        vec![
            leaf("kieuKy", "M"),
            leaf("kyKKhai", format!("{month:02}/2023")),
            leaf("kyKKhaiTuNgay", format!("01/{month:02}/2023")),
            leaf("kyKKhaiDenNgay", format!("{last}/{month:02}/2023")),
            leaf("kyKKhaiTuThang", ""),
            leaf("kyKKhaiDenThang", ""),
        ],
    );
    let statement = group(
        "TKhaiThue",
        vec![
            leaf("maTKhai", "842"),
            leaf("tenTKhai", "Tờ khai thuế giá trị gia tăng (01/GTGT)"),
            leaf("moTaBMau", ""),
            leaf("pbanTKhaiXML", plan.version),
            leaf("loaiTKhai", plan.kind),
            leaf("soLan", if plan.kind == "C" { 0 } else { 1 }),
            period,
            leaf("maCQTNoiNop", "10100"),
            leaf("tenCQTNoiNop", "Cơ quan thuế thử"),
            leaf("ngayLapTKhai", "2024-01-15"),
            leaf("nguoiKy", "Người ký thử"),
            leaf("ngayKy", "2024-01-15"),
            leaf("nganhNgheKD", ""),
        ],
    );
    let mut taxpayer =
        vec![leaf("mst", code), leaf("tenNNT", "Công ty thử nghiệm"), leaf("dchiNNT", "1 đường Thử")];
    taxpayer.extend(if plan.communes { empty(&["tenXaNNT", "maXaNNT"]) } else { empty(&["phuongXa"]) });
    taxpayer.extend(empty(&["maHuyenNNT", "tenHuyenNNT"]));
    taxpayer.extend([leaf("maTinhNNT", "101"), leaf("tenTinhNNT", "Hà Nội")]);
    taxpayer.extend(empty(&["dthoaiNNT", "faxNNT", "emailNNT"]));
    let mut parties = vec![statement, group("NNT", taxpayer)];
    if plan.agent {
        let mut agent = vec![leaf("mstDLyThue", tax_code(random)), leaf("tenDLyThue", "Đại lý thử")];
        agent.extend(empty(&[
            "dchiDLyThue",
            "maHuyenDLyThue",
            "tenHuyenDLyThue",
            "maTinhDLyThue",
            "tenTinhDLyThue",
            "dthoaiDLyThue",
            "faxDLyThue",
            "emailDLyThue",
            "soHDongDLyThue",
        ]));
        agent.push(leaf("ngayKyHDDLyThue", "2023-01-05"));
        agent.push(group("NVienDLy", empty(&["tenNVienDLyThue", "cchiHNghe"])));
        parties.push(group("DLyThue", agent));
    }
    group("TTinChung", vec![service, group("TTinTKhaiThue", parties)])
}

/// One reduction appendix: itself, its value and its reduction.
fn reduction(name: &str, most: i64, random: &mut Random) -> (Tree, i64, i64) {
    let (mut value, mut saved, mut rows) = (0, 0, vec![]);
    for n in 0..random.within(1, 3) {
        let amount = random.within(1, most / 3);
        let less = share(amount, 2, 100);
        (value, saved) = (value + amount, saved + less);
        rows.push(
            group(
                "BangKeTenHHDV",
                vec![
                    leaf("tenHHDV", format!("Hàng {n}")),
                    leaf("giaTriHHDV", amount),
                    leaf("thueSuatTheoQuyDinh", 10),
                    leaf("thueSuatSauGiam", if random.flip() { "8" } else { "8.0" }),
                    leaf("thueGTGTDuocGiam", less),
                ],
            )
            .with("ID", &format!("ID_{n}")),
        );
    }
    rows.push(leaf("tongCongGiaTriHHDV", value));
    rows.push(leaf("tongCongThueGTGTDuocGiam", saved));
    if name != "PL_NQ142_GTGT" {
        return (group(name, rows), value, saved);
    }
    let bought = random.within(1, 1_000_000);
    let vat = share(bought, 8, 100);
    let row =
        vec![leaf("tenHHDVMuaVao", "Hàng mua"), leaf("giaTriHHDVMuaVao", bought), leaf("thueGTGTHHDV", vat)];
    let purchases = group(
        "HH_DV_MuaVaoTrongKy",
        vec![
            group("BangKeTenHHDV", row).with("ID", "ID_1"),
            leaf("tongCongGiaTriHHDVMuaVao", bought),
            leaf("tongCongThueGTGTHHDV", vat),
        ],
    );
    let difference = group("ChenhLech", vec![leaf("ct9", saved - vat)]);
    (group(name, vec![purchases, group("HH_DV_BanRaTrongKy", rows), difference]), value, saved)
}

/// District, province and tax office of a row, with the communes where the version has them.
fn place(version: &str, district: &str, province: &str, office: &str, n: i64) -> Vec<Tree> {
    let mut out = if version == "2.8.3" { empty(&["ma_xa", "ten_xa"]) } else { vec![] };
    out.push(leaf(&format!("{district}_huyen_ma"), format!("2{n:02}01")));
    out.push(leaf(&format!("{district}_huyen_ten"), format!("Huyện {n}")));
    out.push(leaf(&format!("{province}_tinh_ma"), format!("2{n:02}")));
    out.push(leaf(&format!("{province}_tinh_ten"), format!("Tỉnh {n}")));
    out.push(leaf(&format!("{office}_cqt_ma"), format!("2{n:02}00")));
    out.push(leaf(&format!("{office}_cqt_ten"), format!("Thuế tỉnh {n}")));
    out
}

fn hydro(version: &str, due: i64) -> Tree {
    let rate = [("01", "30.5", 305), ("02", "69.5", 695)];
    let mut plant = vec![leaf("sTT", 1), leaf("ten_nhaMay", "Nhà máy thử"), leaf("ma_nhaMay", "")];
    let mut sum = 0;
    for (n, (kind, text, thousandths)) in rate.into_iter().enumerate() {
        let n = i64::try_from(n).unwrap();
        let part = share(due, thousandths, 1000);
        sum += part;
        let mut row = vec![
            leaf("sTT", n),
            leaf("loai", kind),
            leaf("ct05", "Địa bàn"),
            leaf("ct06", format!("0000{n}")),
        ];
        row.extend(place(version, "ct07", "ct08", "ct09", n));
        row.extend([leaf("ct10", if n == 0 { due } else { 0 }), leaf("ct11", text), leaf("ct12", part)]);
        plant.push(group("DiaBanPhanBo", row).with("id", &format!("ID_{n}")));
    }
    plant.extend([leaf("ct10_a", due), leaf("ct11_a", "100"), leaf("ct12_a", sum)]);
    let plant = group("TenNhaMay", plant).with("id", "ID_1");
    group("PLuc_01_2_GTGT", vec![plant, leaf("ct13", due), leaf("ct14", sum)])
}

fn lottery(version: &str, payable: i64, random: &mut Random) -> Tree {
    let total = random.within(1_000_000, 9_000_000);
    let (mut rows, mut sums, mut sum) = (vec![leaf("ct07", total)], vec![], 0);
    for n in 0..3 {
        let sold = random.within(0, total / 4);
        let hundredths = share(sold, 10_000, total);
        let part = share(payable, hundredths, 10_000);
        sum += part;
        let mut row = vec![leaf("loai", "01"), leaf("ct08", "Đơn vị"), leaf("ct09", format!("0001{n}"))];
        row.extend(place(version, "ct10", "ct11", "ct12", n));
        row.push(leaf("ct13", sold));
        row.push(leaf("ct14", format!("{}.{:02}", hundredths / 100, hundredths % 100)));
        row.push(leaf("ct15", part));
        rows.push(group("NoiDungBangPhanBo", row).with("id", &format!("ID_{n}")));
        let province =
            vec![leaf("ct16", part), leaf("ct16_tinh_ma", format!("2{n:02}")), leaf("ct16_tinh_ten", "Tỉnh")];
        sums.push(group("cong_ct16", province).with("id", &format!("ID_{n}")));
    }
    rows.extend(sums);
    rows.extend([leaf("ct17", sum), leaf("ct18", payable - sum)]);
    group("Pluc_01_3_GTGT", rows)
}

/// 01-6: `due` is [06]; the tax lies in [17], or in [21] when it is shared by turnover.
fn allocation(
    name: &str,
    version: &str,
    code: &str,
    due: Option<i64>,
    sales: i64,
    turnover: bool,
    random: &mut Random,
) -> Tree {
    let rows: Vec<(i64, i64)> =
        (0..2).map(|_| (random.within(1, 40), random.within(sales / 20, sales / 10))).collect();
    let total: i64 = rows.iter().map(|(five, ten)| five + ten).sum();
    let by_rate = |five: i64, ten: i64| share(five, 1, 100) + share(ten, 2, 100);
    let full: i64 = rows.iter().map(|&(five, ten)| by_rate(five, ten)).sum();
    let due = due.unwrap_or(full / 2);
    let (mut out, mut sums, mut sum) = (vec![], vec![], 0);
    out.extend([leaf("ct10a_csxs", 1), leaf("ct10a_dvvt", 0), leaf("ct06", due), leaf("ct07", 2 * total)]);
    for (n, &(five, ten)) in rows.iter().enumerate() {
        let part = if turnover { share(due, five + ten, 2 * total) } else { by_rate(five, ten) };
        sum += part;
        let (rate, shared) = if turnover { (0, part) } else { (part, 0) };
        let mut row = vec![leaf("ct09", "Cơ sở"), leaf("ct10", format!("{code}-00{}", n + 1))];
        row.extend(place(version, "ct11", "ct12", "ct13", i64::try_from(n).unwrap()));
        row.extend([leaf("ct14", five), leaf("ct15", ten), leaf("ct16", five + ten)]);
        row.extend([leaf("ct17", rate), leaf("ct21", shared)]);
        out.push(group("NoiDungBangPhanBo", row).with("id", &format!("ID_{n}")));
        let province = vec![
            leaf("ct18", rate),
            leaf("ct22", shared),
            leaf("ct18_tinh_ma", format!("2{n:02}")),
            leaf("ct18_tinh_ten", "Tỉnh"),
        ];
        sums.push(group("cong_ct18", province).with("id", &format!("ID_{n}")));
    }
    out.extend(sums);
    let (rate, shared) = if turnover { (0, sum) } else { (sum, 0) };
    out.push(group("CongCacTinh", vec![leaf("ct19", rate), leaf("ct23", shared)]));
    let (rate, shared) = if turnover { (0, due - sum) } else { (due - sum, 0) };
    out.push(group("SoThuePhaiNop", vec![leaf("ct20", rate), leaf("ct24", shared)]));
    group(name, out)
}

/// An element that may be nil, and is.
fn nil(name: &str) -> Tree {
    leaf(name, "").with("xsi:nil", "true")
}

/// 01/KHBS and 01-1/KHBS, as the authority's schemas of amended declarations want them.
fn amendment(envelope: &Tree) -> Vec<Tree> {
    let header = || {
        let said = |path: &str| envelope.find(&format!("TTinTKhaiThue/{path}")).unwrap().clone();
        let mut out = vec![leaf("maTKhai", "842"), leaf("tenTKhai", ""), leaf("maGiaoDich", "0")];
        out.extend([said("TKhaiThue/KyKKhaiThue"), leaf("soLan", 1), said("NNT/mst"), said("NNT/tenNNT")]);
        out.extend([nil("mstDLyThue"), leaf("tenDLyThue", ""), leaf("soHDongDLyThue", "")]);
        out.push(nil("ngayKyHDDLyThue"));
        group("Header", out)
    };
    let unit = || empty(&["ma_DonViTien", "ten_DonViTien"]);
    let row = |tree: Tree| tree.with("id", "ID_1");
    let line =
        |amount: Tree| row(group("ChiTiet", vec![leaf("ct2_ma", "1701"), leaf("ct2_ten", ""), amount]));
    let by_item = |name: &str, amount: i64, total: &str| {
        group(name, vec![line(leaf("ct3", amount)), leaf(total, amount)])
    };
    let appendix =
        row(group("BKePLuc", vec![leaf("ma_PLuc", ""), leaf("ten_PLuc", ""), group("CTietPLuc", vec![])]));
    let part_1 = group(
        "Muc_I",
        vec![
            by_item("Muc_1", 30, "tongCong_ct10"),
            group("Muc_2", vec![group("DSachPLuc", vec![appendix, leaf("tongCong_ct11", 0)])]),
            group("Muc_3", vec![nil("ct3a_1"), nil("ct3a_2"), nil("ct3b")]),
        ],
    );
    let parts = vec![part_1, by_item("Muc_II", 0, "tongCong_ct12"), by_item("Muc_III", 0, "tongCong_ct13")];
    let mut facts = vec![nil("ct_1"), leaf("ct_2_so", ""), nil("ct_2_ngay")];
    facts.extend(empty(&["ct_2_CQT_ma", "ct_2_CQT_ten", "ct_3_so"]));
    facts.push(nil("ct_3_ngay"));
    let part_b = group("Muc_B", vec![group("Muc_I", facts), group("Muc_II", vec![nil("ct_1"), nil("ct_2")])]);
    let mut first = vec![header()];
    first.extend(unit());
    first.extend([group("Muc_A", parts), part_b]);
    let mut line =
        empty(&["ct2_ma", "ct2_ten", "ct3_ma", "ct3_ten", "ct3_1_ma", "ct3_1_ten", "ct3_2_ma", "ct3_2_ten"]);
    line.extend([leaf("ct04", 100), leaf("ct05", 130), leaf("ct06", 30), leaf("ct7", 30), leaf("ct8", "")]);
    let file = group("CTietHSo", vec![row(group("ChiTiet", line))]);
    let list = row(group("BKeHSo", vec![leaf("ma_HSo", "842"), leaf("ten_HSo", ""), file]));
    let totals =
        group("TongCong", vec![leaf("tongCong_7", 30), leaf("tongCong_8", 0), leaf("tongCong_9", 0)]);
    let mut second = vec![header()];
    second.extend(unit());
    second.push(group("Muc_A", vec![group("DSachHSo", vec![list, totals])]));
    second.push(group("Muc_B", vec![row(group("CTietTaiLieu", empty(&["ma_TLieu", "ten_TLieu"])))]));
    vec![group("PL01_KHBS", first), group("PL01_1_KHBS", second)]
}

/// A declaration to plan, its numbers in agreement.
pub fn invent(plan: &Plan, seed: u64) -> Tree {
    let random = &mut Random::new(seed);
    let code = tax_code(random);
    let header = header(plan, &code, random);
    let sales10 = random.within(1_000_000_000, 90_000_000_000);
    let sales5 = random.within(1000, 5_000_000);
    let (mut appendices, mut saved) = (vec![], 0);
    for name in &plan.reductions {
        let (tree, _, less) = reduction(name, sales10 / 4, random);
        saved += less;
        appendices.push(tree);
    }
    let vat5 = share(sales5, 5, 100);
    // Sales are whole thousands here so that ten per cent are whole.
    let sales10 = sales10 / 1000 * 1000;
    let vat10 = sales10 / 10 - saved;
    let (exempt, zero_rated, untaxed) =
        (random.within(0, 9999), random.within(0, 9999), random.within(0, 9999));
    let vat = vat5 + vat10;
    let deducted = if plan.credit { vat + random.within(1, 1_000_000) } else { random.within(0, vat / 10) };
    let bought_vat = deducted + random.within(0, 1000);
    let bought = bought_vat * 10;
    let imported = random.within(0, bought);
    let imported_vat = random.within(0, imported);
    let brought = random.within(0, vat / 10);
    let (down, up, taken) = (random.within(0, 999), random.within(0, 999), random.within(0, 999));
    let period = vat - deducted;
    let balance = period - brought + down - up - taken;
    let payable = balance.max(0);
    let offset = random.within(0, payable / 10);
    let to_pay = payable - offset;
    let credit = (-balance).max(0);
    let refund = random.within(0, credit);
    let pair = |name: &str, a: &str, x: i64, b: &str, y: i64| group(name, vec![leaf(a, x), leaf(b, y)]);
    let address = [
        "ct11a_phuongXa_ma",
        "ct11a_phuongXa_ten",
        "ct11b_quanHuyen_ma",
        "ct11b_quanHuyen_ten",
        "ct11c_tinhTP_ma",
        "ct11c_tinhTP_ten",
    ];
    let unit = vec![leaf("ct09", ""), leaf("ct10", ""), group("DiaChiHDSXKDKhacTinhNDTSC", empty(&address))];
    let main = group(
        "CTieuTKhaiChinh",
        vec![
            leaf("ma_NganhNghe", "00"),
            leaf("ten_NganhNghe", "Hoạt động sản xuất kinh doanh thông thường"),
            leaf("tieuMucHachToan", "1701"),
            group("Header", unit),
            leaf("ct21", 0),
            leaf("ct22", brought),
            pair("GiaTriVaThueGTGTHHDVMuaVao", "ct23", bought, "ct24", bought_vat),
            pair("HangHoaDichVuNhapKhau", "ct23a", imported, "ct24a", imported_vat),
            leaf("ct25", deducted),
            leaf("ct26", exempt),
            pair("HHDVBRaChiuThueGTGT", "ct27", zero_rated + sales5 + sales10 + untaxed, "ct28", vat),
            leaf("ct29", zero_rated),
            pair("HHDVBRaChiuTSuat5", "ct30", sales5, "ct31", vat5),
            pair("HHDVBRaChiuTSuat10", "ct32", sales10, "ct33", vat10),
            leaf("ct32a", untaxed),
            pair(
                "TongDThuVaThueGTGTHHDVBRa",
                "ct34",
                exempt + zero_rated + sales5 + sales10 + untaxed,
                "ct35",
                vat,
            ),
            leaf("ct36", period),
            leaf("ct37", down),
            leaf("ct38", up),
            leaf("ct39a", taken),
            leaf("ct40a", payable),
            leaf("ct40b", offset),
            leaf("ct40", to_pay),
            leaf("ct41", credit),
            leaf("ct42", refund),
            leaf("ct43", credit - refund),
        ],
    );
    let mut allocations = vec![];
    if plan.hydro {
        allocations.push(hydro(plan.version, to_pay / 10));
    }
    if plan.lottery {
        allocations.push(lottery(plan.version, to_pay, random));
    }
    let alone = plan.sites && plan.telecom && !plan.hydro && !plan.lottery;
    let mut telecom_due = to_pay / 5;
    if plan.sites {
        let due = (!plan.by_turnover).then_some(to_pay / 5);
        let tree =
            allocation("Pluc_01_6_GTGT_CSSX", plan.version, &code, due, sales10, plan.by_turnover, random);
        if alone {
            telecom_due = to_pay - tree.find("ct06").unwrap().text.parse::<i64>().unwrap();
        }
        allocations.push(tree);
    }
    if plan.telecom {
        allocations.push(allocation(
            "Pluc_01_6_GTGT_DVVT",
            plan.version,
            &code,
            Some(telecom_due),
            sales10,
            false,
            random,
        ));
    }
    allocations.extend(appendices);
    if plan.kind == "B" {
        allocations.extend(amendment(&header));
    }
    let mut body = vec![header, main];
    if !allocations.is_empty() || random.flip() {
        body.push(group("PLuc", allocations));
    }
    group("HSoThueDTu", vec![group("HSoKhaiThue", body).with("id", "ID_1")])
        .with("xmlns", etax::declaration::NAMESPACE)
        .with("xmlns:xsi", etax::schema::XSI)
}
