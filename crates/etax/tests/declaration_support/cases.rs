//! Damages for every rule, each to be done to an invented declaration.

use super::form::{MAIN, PLUC, Plan, STATEMENT, TAXPAYER, tax_code};
use super::random::Random;
use super::tree::{Tree, group, leaf};

pub const SEED: u64 = 11;
pub const BOUGHT: &str = "GiaTriVaThueGTGTHHDVMuaVao";
pub const IMPORTS: &str = "HangHoaDichVuNhapKhau";
pub const TAXABLE: &str = "HHDVBRaChiuThueGTGT";
pub const AT_5: &str = "HHDVBRaChiuTSuat5";
pub const AT_10: &str = "HHDVBRaChiuTSuat10";
pub const TOTAL: &str = "TongDThuVaThueGTGTHHDVBRa";

/// Adds to numbers below a start.
pub fn add(tree: &mut Tree, start: &str, paths: &[&str], more: i64) {
    for path in paths {
        let leaf = tree.at(&format!("{start}/{path}"));
        leaf.text = (leaf.text.parse::<i64>().unwrap() + more).to_string();
    }
}

pub fn get(tree: &Tree, path: &str) -> i64 {
    tree.find(path).unwrap().text.parse().unwrap()
}

/// The indicators from [28] to [40], which follow each other.
pub const DOWN: [&str; 5] =
    ["HHDVBRaChiuThueGTGT/ct28", "TongDThuVaThueGTGTHHDVBRa/ct35", "ct36", "ct40a", "ct40"];

pub fn simple() -> Plan {
    Plan::of("2.6.8")
}

pub fn full() -> Plan {
    Plan::full("2.8.3")
}

pub fn credit() -> Plan {
    Plan { credit: true, ..simple() }
}

pub fn with(of: fn(&mut Plan)) -> Plan {
    let mut plan = full();
    of(&mut plan);
    plan
}

pub fn turnover() -> Plan {
    with(|plan| plan.by_turnover = true)
}

pub fn two_sites() -> Plan {
    Plan { sites: true, telecom: true, ..Plan::of("2.8.3") }
}

pub fn telecom() -> Plan {
    Plan { telecom: true, ..Plan::of("2.8.3") }
}

pub fn amended() -> Plan {
    Plan { kind: "B", ..simple() }
}

pub type Damage = fn(&mut Tree);

/// Indicators of the main part: what is done to a document, and exactly the rules that speak.
pub fn main_part() -> Vec<(Plan, Damage, &'static [&'static str])> {
    vec![
        (
            simple(),
            |t| {
                for path in [format!("{BOUGHT}/ct23"), format!("{IMPORTS}/ct23a"), format!("{IMPORTS}/ct24a")]
                {
                    t.set(&format!("{MAIN}/{path}"), 0);
                }
            },
            &["declaration.842.ct23"],
        ),
        (
            simple(),
            |t| {
                let value = get(t, &format!("{MAIN}/{BOUGHT}/ct23"));
                t.set(&format!("{MAIN}/{IMPORTS}/ct23a"), value + 1);
            },
            &["declaration.842.ct23a"],
        ),
        (
            simple(),
            |t| {
                let value = get(t, &format!("{MAIN}/{IMPORTS}/ct23a"));
                t.set(&format!("{MAIN}/{IMPORTS}/ct24a"), value + 1);
            },
            &["declaration.842.ct24a"],
        ),
        (
            simple(),
            |t| {
                let value = get(t, &format!("{MAIN}/ct25"));
                t.set(&format!("{MAIN}/{BOUGHT}/ct24"), value - 1);
            },
            &["declaration.842.ct25"],
        ),
        (
            simple(),
            |t| add(t, MAIN, &[&format!("{TAXABLE}/ct27"), &format!("{TOTAL}/ct34")], 1),
            &["declaration.842.ct27"],
        ),
        (simple(), |t| add(t, MAIN, &DOWN, 1), &["declaration.842.ct28"]),
        (
            simple(),
            |t| {
                add(t, MAIN, &DOWN, 1);
                add(t, MAIN, &[&format!("{AT_5}/ct31")], 1);
            },
            &["declaration.842.ct31"],
        ),
        (
            simple(),
            |t| {
                add(t, MAIN, &DOWN, 1);
                add(t, MAIN, &[&format!("{AT_10}/ct33")], 1);
            },
            &["declaration.842.ct33"],
        ),
        (
            simple(),
            |t| {
                let more = get(t, &format!("{MAIN}/{AT_5}/ct30")) + 1;
                add(t, MAIN, &DOWN, more);
                add(t, MAIN, &[&format!("{AT_5}/ct31")], more);
            },
            &["declaration.842.ct31", "declaration.842.ct31.value"],
        ),
        (
            simple(),
            |t| {
                let more = get(t, &format!("{MAIN}/{AT_10}/ct32")) + 1;
                add(t, MAIN, &DOWN, more);
                add(t, MAIN, &[&format!("{AT_10}/ct33")], more);
            },
            &["declaration.842.ct33", "declaration.842.ct33.value"],
        ),
        (simple(), |t| add(t, MAIN, &[&format!("{TOTAL}/ct34")], 1), &["declaration.842.ct34"]),
        (simple(), |t| add(t, MAIN, &DOWN[1..], 1), &["declaration.842.ct35"]),
        (simple(), |t| add(t, MAIN, &DOWN[2..], 1), &["declaration.842.ct36"]),
        (
            simple(),
            |t| {
                let value = get(t, &format!("{MAIN}/ct37"));
                t.set(&format!("{MAIN}/ct37"), -1);
                add(t, MAIN, &DOWN[3..], -1 - value);
            },
            &["declaration.842.ct37"],
        ),
        (
            simple(),
            |t| {
                let value = get(t, &format!("{MAIN}/ct38"));
                t.set(&format!("{MAIN}/ct38"), -1);
                add(t, MAIN, &DOWN[3..], value + 1);
            },
            &["declaration.842.ct38"],
        ),
        (
            simple(),
            |t| {
                let value = get(t, &format!("{MAIN}/ct39a"));
                t.set(&format!("{MAIN}/ct39a"), -1);
                add(t, MAIN, &DOWN[3..], value + 1);
            },
            &["declaration.842.ct39a"],
        ),
        (simple(), |t| add(t, MAIN, &DOWN[3..], 1), &["declaration.842.ct40a"]),
        (
            simple(),
            |t| {
                let value = get(t, &format!("{MAIN}/ct40a"));
                t.set(&format!("{MAIN}/ct40b"), value + 1);
                t.set(&format!("{MAIN}/ct40"), 0);
            },
            &["declaration.842.ct40b"],
        ),
        (simple(), |t| add(t, MAIN, &["ct40"], 1), &["declaration.842.ct40"]),
        (credit(), |t| add(t, MAIN, &["ct41", "ct43"], 1), &["declaration.842.ct41"]),
        (
            credit(),
            |t| {
                let value = get(t, &format!("{MAIN}/ct41"));
                t.set(&format!("{MAIN}/ct42"), value + 1);
                t.set(&format!("{MAIN}/ct43"), 0);
            },
            &["declaration.842.ct42"],
        ),
        (credit(), |t| add(t, MAIN, &["ct43"], 1), &["declaration.842.ct43"]),
        (
            simple(),
            |t| t.set(&format!("{MAIN}/ct21"), 1),
            &["declaration.842.ct21", "declaration.842.ct21.credit"],
        ),
        (
            simple(),
            |t| {
                let place = format!("{MAIN}/Header/DiaChiHDSXKDKhacTinhNDTSC/ct11c_tinhTP_ten");
                t.set(&place, "Hà Nội");
            },
            &["declaration.842.ct11"],
        ),
        (
            simple(),
            |t| t.set(&format!("{MAIN}/{BOUGHT}/ct23"), 100_000_000_000_000_i64),
            &["declaration.842.limit"],
        ),
        (simple(), |t| t.set(&format!("{MAIN}/ct22"), "9".repeat(40)), &["declaration.formula.overflow"]),
    ]
}

pub const HYDRO: &str = "PLuc_01_2_GTGT";
pub const LOTTERY: &str = "Pluc_01_3_GTGT";
pub const SITES: &str = "Pluc_01_6_GTGT_CSSX";
pub const TELECOM: &str = "Pluc_01_6_GTGT_DVVT";
pub const NQ142: &str = "PL_NQ142_GTGT";

pub fn more(tree: &mut Tree, path: &str) {
    add(tree, PLUC, &[path], 1);
}

pub fn put(tree: &mut Tree, path: &str, text: impl ToString) {
    tree.set(&format!("{PLUC}/{path}"), text);
}

/// Appendices: what is done to a document, and a rule that speaks then and not before.
pub fn appendices() -> Vec<(&'static str, Plan, Damage)> {
    vec![
        ("pl012.ct12", full(), |t| more(t, &format!("{HYDRO}/TenNhaMay/DiaBanPhanBo/ct12"))),
        ("pl012.ct11", full(), |t| put(t, &format!("{HYDRO}/TenNhaMay/DiaBanPhanBo/ct11"), "30.6")),
        ("pl012.ct11a", full(), |t| put(t, &format!("{HYDRO}/TenNhaMay/ct11_a"), "99")),
        ("pl012.ct12a", full(), |t| more(t, &format!("{HYDRO}/TenNhaMay/ct12_a"))),
        ("pl012.ct13", full(), |t| more(t, &format!("{HYDRO}/ct13"))),
        ("pl012.ct14", full(), |t| more(t, &format!("{HYDRO}/ct14"))),
        ("plant.rows", full(), |t| {
            t.at(&format!("{PLUC}/{HYDRO}/TenNhaMay")).children.remove(4);
        }),
        ("plant.office", full(), |t| put(t, &format!("{HYDRO}/TenNhaMay/DiaBanPhanBo#1/loai"), "01")),
        ("plant.province", full(), |t| {
            put(t, &format!("{HYDRO}/TenNhaMay/DiaBanPhanBo#1/ct08_tinh_ma"), "200")
        }),
        ("pl013.ct06", full(), |t| put(t, &format!("{LOTTERY}/ct07"), 0)),
        ("pl013.ct13", full(), |t| put(t, &format!("{LOTTERY}/ct07"), 1)),
        ("pl013.ct14", full(), |t| put(t, &format!("{LOTTERY}/NoiDungBangPhanBo/ct14"), "99.99")),
        ("pl013.ct15", full(), |t| more(t, &format!("{LOTTERY}/NoiDungBangPhanBo/ct15"))),
        ("pl013.ct16", full(), |t| more(t, &format!("{LOTTERY}/cong_ct16/ct16"))),
        ("pl013.ct17", full(), |t| more(t, &format!("{LOTTERY}/ct17"))),
        ("pl013.ct18", full(), |t| more(t, &format!("{LOTTERY}/ct18"))),
        ("pl016.cssx.ct06", full(), |t| put(t, &format!("{SITES}/ct06"), "")),
        ("pl016.cssx.ct06.most", full(), |t| {
            let payable = get(t, &format!("{MAIN}/ct40"));
            put(t, &format!("{SITES}/ct06"), payable + 1);
        }),
        ("pl016.cssx.ct07", full(), |t| put(t, &format!("{SITES}/ct07"), 0)),
        ("pl016.cssx.ct07.most", full(), |t| {
            let sales = get(t, &format!("{MAIN}/{TAXABLE}/ct27"));
            put(t, &format!("{SITES}/ct07"), sales + 1);
        }),
        ("pl016.cssx.ct14", full(), |t| {
            let sales = get(t, &format!("{MAIN}/{AT_5}/ct30"));
            put(t, &format!("{SITES}/NoiDungBangPhanBo/ct14"), sales + 1);
        }),
        ("pl016.cssx.ct15", full(), |t| {
            let sales = get(t, &format!("{MAIN}/{AT_10}/ct32"));
            put(t, &format!("{SITES}/NoiDungBangPhanBo/ct15"), sales + 1);
        }),
        ("pl016.cssx.ct16", full(), |t| more(t, &format!("{SITES}/NoiDungBangPhanBo/ct16"))),
        ("pl016.cssx.ct16.sum", full(), |t| put(t, &format!("{SITES}/ct07"), 1)),
        ("pl016.cssx.row", full(), |t| {
            put(t, &format!("{SITES}/NoiDungBangPhanBo/ct14"), 0);
            put(t, &format!("{SITES}/NoiDungBangPhanBo/ct15"), 0);
        }),
        ("pl016.cssx.ct17", full(), |t| more(t, &format!("{SITES}/NoiDungBangPhanBo/ct17"))),
        ("pl016.cssx.ct17.none", turnover(), |t| more(t, &format!("{SITES}/NoiDungBangPhanBo/ct17"))),
        ("pl016.cssx.ct21", turnover(), |t| more(t, &format!("{SITES}/NoiDungBangPhanBo/ct21"))),
        ("pl016.cssx.ct21.none", full(), |t| more(t, &format!("{SITES}/NoiDungBangPhanBo/ct21"))),
        ("pl016.cssx.ct18", full(), |t| more(t, &format!("{SITES}/cong_ct18/ct18"))),
        ("pl016.cssx.ct22", full(), |t| more(t, &format!("{SITES}/cong_ct18/ct22"))),
        ("pl016.cssx.ct19", full(), |t| more(t, &format!("{SITES}/CongCacTinh/ct19"))),
        ("pl016.cssx.ct23", full(), |t| more(t, &format!("{SITES}/CongCacTinh/ct23"))),
        ("pl016.cssx.ct20", full(), |t| more(t, &format!("{SITES}/SoThuePhaiNop/ct20"))),
        ("pl016.cssx.ct20.none", turnover(), |t| more(t, &format!("{SITES}/SoThuePhaiNop/ct20"))),
        ("pl016.cssx.ct24.none", full(), |t| more(t, &format!("{SITES}/SoThuePhaiNop/ct24"))),
        ("pl016.cssx.ct24", turnover(), |t| more(t, &format!("{SITES}/SoThuePhaiNop/ct24"))),
        ("pl016.dvvt.ct06", full(), |t| put(t, &format!("{TELECOM}/ct06"), 0)),
        ("pl016.dvvt.ct06.most", full(), |t| {
            let payable = get(t, &format!("{MAIN}/ct40"));
            put(t, &format!("{TELECOM}/ct06"), payable + 1);
        }),
        ("pl016.dvvt.ct16", full(), |t| more(t, &format!("{TELECOM}/NoiDungBangPhanBo/ct16"))),
        ("pl016.dvvt.ct17", full(), |t| more(t, &format!("{TELECOM}/NoiDungBangPhanBo/ct17"))),
        ("pl016.dvvt.ct18", full(), |t| more(t, &format!("{TELECOM}/cong_ct18/ct18"))),
        ("pl016.dvvt.ct19", full(), |t| more(t, &format!("{TELECOM}/CongCacTinh/ct19"))),
        ("pl016.dvvt.ct20", full(), |t| more(t, &format!("{TELECOM}/SoThuePhaiNop/ct20"))),
        ("pl016.dvvt.ct15", telecom(), |t| {
            let sales = get(t, &format!("{MAIN}/{TAXABLE}/ct27"));
            put(t, &format!("{TELECOM}/NoiDungBangPhanBo/ct15"), sales + 1);
        }),
        ("pl016.turnover", two_sites(), |t| {
            let sales = get(t, &format!("{MAIN}/{TAXABLE}/ct27"));
            put(t, &format!("{TELECOM}/NoiDungBangPhanBo/ct15"), sales);
        }),
        ("pl016.whole", two_sites(), |t| more(t, &format!("{TELECOM}/ct06"))),
        (
            "allocated.due",
            with(|plan| {
                plan.lottery = false;
                plan.reductions.clear();
            }),
            |t| {
                let payable = get(t, &format!("{MAIN}/ct40"));
                put(t, &format!("{HYDRO}/ct13"), payable);
            },
        ),
        ("allocated", full(), |t| {
            let payable = get(t, &format!("{MAIN}/ct40"));
            put(t, &format!("{HYDRO}/ct14"), payable);
        }),
        ("nq43.rate", full(), |t| put(t, "PL_NQ43_GTGT/BangKeTenHHDV/thueSuatSauGiam", "8.1")),
        ("nq43.rate.most", full(), |t| put(t, "PL_NQ43_GTGT/BangKeTenHHDV/thueSuatTheoQuyDinh", 101)),
        ("nq43.tax", full(), |t| more(t, "PL_NQ43_GTGT/BangKeTenHHDV/thueGTGTDuocGiam")),
        ("nq43.value.sum", full(), |t| more(t, "PL_NQ43_GTGT/tongCongGiaTriHHDV")),
        ("nq43.tax.sum", full(), |t| more(t, "PL_NQ43_GTGT/tongCongThueGTGTDuocGiam")),
        ("nq43.most", full(), |t| put(t, "PL_NQ43_GTGT/BangKeTenHHDV/giaTriHHDV", 99_999_999_999_999_i64)),
        ("nq101.rate", full(), |t| put(t, "PL_NQ101_GTGT/BangKeTenHHDV/thueSuatSauGiam", "8.1")),
        ("nq101.rate.most", full(), |t| put(t, "PL_NQ101_GTGT/BangKeTenHHDV/thueSuatTheoQuyDinh", 101)),
        ("nq101.tax", full(), |t| more(t, "PL_NQ101_GTGT/BangKeTenHHDV/thueGTGTDuocGiam")),
        ("nq101.value.sum", full(), |t| more(t, "PL_NQ101_GTGT/tongCongGiaTriHHDV")),
        ("nq101.tax.sum", full(), |t| more(t, "PL_NQ101_GTGT/tongCongThueGTGTDuocGiam")),
        ("nq101.most", full(), |t| put(t, "PL_NQ101_GTGT/BangKeTenHHDV/giaTriHHDV", 99_999_999_999_999_i64)),
        ("nq142.rate", full(), |t| {
            put(t, &format!("{NQ142}/HH_DV_BanRaTrongKy/BangKeTenHHDV/thueSuatSauGiam"), "8.1")
        }),
        ("nq142.rate.most", full(), |t| {
            put(t, &format!("{NQ142}/HH_DV_BanRaTrongKy/BangKeTenHHDV/thueSuatTheoQuyDinh"), 101)
        }),
        ("nq142.tax", full(), |t| {
            more(t, &format!("{NQ142}/HH_DV_BanRaTrongKy/BangKeTenHHDV/thueGTGTDuocGiam"))
        }),
        ("nq142.ct05", full(), |t| more(t, &format!("{NQ142}/HH_DV_MuaVaoTrongKy/tongCongGiaTriHHDVMuaVao"))),
        ("nq142.ct06", full(), |t| more(t, &format!("{NQ142}/HH_DV_MuaVaoTrongKy/tongCongThueGTGTHHDV"))),
        ("nq142.ct07", full(), |t| more(t, &format!("{NQ142}/HH_DV_BanRaTrongKy/tongCongGiaTriHHDV"))),
        ("nq142.ct08", full(), |t| more(t, &format!("{NQ142}/HH_DV_BanRaTrongKy/tongCongThueGTGTDuocGiam"))),
        ("nq142.ct09", full(), |t| more(t, &format!("{NQ142}/ChenhLech/ct9"))),
        ("nq142.most", full(), |t| {
            put(t, &format!("{NQ142}/HH_DV_BanRaTrongKy/BangKeTenHHDV/giaTriHHDV"), 99_999_999_999_999_i64);
        }),
        ("khbs.ct06", amended(), |t| more(t, "PL01_1_KHBS/Muc_A/DSachHSo/BKeHSo/CTietHSo/ChiTiet/ct06")),
        ("row.field", full(), |t| put(t, &format!("{LOTTERY}/NoiDungBangPhanBo/ct12_cqt_ten"), " ")),
        ("goods.value", full(), |t| put(t, "PL_NQ101_GTGT/BangKeTenHHDV/giaTriHHDV", 0)),
        ("row.unit", full(), |t| put(t, &format!("{SITES}/NoiDungBangPhanBo/ct10"), "1234")),
        ("row.unit.owner", full(), |t| {
            let other = tax_code(&mut Random::new(99));
            put(t, &format!("{SITES}/NoiDungBangPhanBo/ct10"), format!("{other}-001"));
        }),
        ("row.unit.twice", full(), |t| {
            let first = t.at(&format!("{PLUC}/{SITES}/NoiDungBangPhanBo/ct10")).text.clone();
            put(t, &format!("{SITES}/NoiDungBangPhanBo#1/ct10"), first);
        }),
        ("row.home", full(), |t| put(t, &format!("{SITES}/NoiDungBangPhanBo/ct12_tinh_ma"), "101")),
        ("reduction.empty", full(), |t| {
            let appendix = t.at(&format!("{PLUC}/PL_NQ43_GTGT"));
            for n in 0..appendix.count() {
                let element = appendix.nth(n);
                if element.children.is_empty() {
                    element.text = "0".into();
                }
            }
        }),
    ]
}

/// The envelope: whole ids.
pub fn envelope() -> Vec<(&'static str, Plan, Damage)> {
    vec![
        ("declaration.namespace", simple(), |t| t.attributes.retain(|(name, _)| name != "xmlns")),
        ("declaration.form.unknown", simple(), |t| t.set(&format!("{STATEMENT}/pbanTKhaiXML"), "2.9.0")),
        ("declaration.form.unknown.rules", simple(), |t| t.set(&format!("{STATEMENT}/maTKhai"), "999")),
        ("declaration.field.empty", simple(), |t| t.set(&format!("{TAXPAYER}/tenNNT"), "\n")),
        ("declaration.number", simple(), |t| t.set(&format!("{STATEMENT}/soLan"), 1)),
        ("declaration.number", amended(), |t| t.set(&format!("{STATEMENT}/soLan"), 0)),
        ("declaration.tax-code.check-digit", simple(), |t| {
            let code = &mut t.at(&format!("{TAXPAYER}/mst")).text;
            let last = code.pop().unwrap();
            code.push(if last == '0' { '1' } else { '0' });
        }),
        ("declaration.period.form", simple(), |t| t.set(&format!("{STATEMENT}/KyKKhaiThue/kieuKy"), "Y")),
        ("declaration.period.padding", simple(), |t| {
            t.set(&format!("{STATEMENT}/KyKKhaiThue/kyKKhai"), "1/2023");
        }),
        ("declaration.period.date", simple(), |t| {
            t.set(&format!("{STATEMENT}/KyKKhaiThue/kyKKhaiTuNgay"), "2023-01-01");
        }),
        ("declaration.period.bounds", simple(), |t| {
            t.set(&format!("{STATEMENT}/KyKKhaiThue/kyKKhaiTuNgay"), "02/01/2023");
        }),
        ("declaration.period.order", simple(), |t| {
            t.set(&format!("{STATEMENT}/KyKKhaiThue/kyKKhaiDenNgay"), "01/01/2000");
        }),
        ("declaration.period.months", simple(), |t| {
            t.set(&format!("{STATEMENT}/KyKKhaiThue/kyKKhaiTuThang"), "13/2023");
        }),
        ("declaration.period.order", simple(), |t| {
            t.set(&format!("{STATEMENT}/KyKKhaiThue/kyKKhaiTuThang"), "02/2023");
            t.set(&format!("{STATEMENT}/KyKKhaiThue/kyKKhaiDenThang"), "01/2023");
        }),
        ("declaration.date.form", simple(), |t| t.set(&format!("{STATEMENT}/ngayLapTKhai"), "15/01/2024")),
        ("declaration.date.future", simple(), |t| t.set(&format!("{STATEMENT}/ngayKy"), "2031-01-01")),
        ("declaration.period.future", simple(), |t| {
            t.set(&format!("{STATEMENT}/KyKKhaiThue/kyKKhaiTuNgay"), "01/01/2031");
        }),
        ("declaration.formula.division", full(), |t| put(t, &format!("{LOTTERY}/ct07"), 0)),
        ("schema.element.unexpected", simple(), |t| t.name = "HoSo".into()),
        ("schema.element.unexpected", simple(), |t| t.at(MAIN).children.push(leaf("ct44", 0))),
        ("schema.element.missing", simple(), |t| {
            t.at(MAIN).children.pop();
        }),
        ("schema.element.order", simple(), |t| t.at(MAIN).children.swap(0, 1)),
        ("schema.element.repeated", simple(), |t| {
            let again = t.at(MAIN).children[0].clone();
            t.at(MAIN).children.insert(1, again);
        }),
        ("schema.namespace", simple(), |t| {
            t.children.push(group("CKyDTu", vec![group("Signature", vec![])]));
        }),
        ("schema.text.unexpected", simple(), |t| t.at(MAIN).text = "x".into()),
        ("schema.type.empty", simple(), |t| t.set(&format!("{MAIN}/ct25"), "")),
        ("schema.type.integer", simple(), |t| t.set(&format!("{MAIN}/ct25"), "1.000")),
        ("schema.type.non-negative", simple(), |t| t.set(&format!("{MAIN}/ct22"), "-5")),
        ("schema.type.boolean", simple(), |t| t.set(&format!("{MAIN}/ct21"), "x")),
        ("schema.type.decimal", full(), |t| put(t, &format!("{LOTTERY}/NoiDungBangPhanBo/ct14"), "1,5")),
        ("schema.type.date", simple(), |t| t.set(&format!("{STATEMENT}/ngayKy"), "2024-02-30")),
        ("schema.type.word", simple(), |t| t.set(&format!("{STATEMENT}/KyKKhaiThue/kieuKy"), "T")),
        ("schema.type.tax-code", simple(), |t| t.set(&format!("{TAXPAYER}/mst"), "123")),
        ("schema.type.id", simple(), |t| t.at("HSoKhaiThue").attributes[0].1 = "1".into()),
        ("schema.nil", simple(), |t| {
            t.at(&format!("{TAXPAYER}/tenNNT")).attributes.push(("xsi:nil".into(), "true".into()))
        }),
        ("schema.nil.content", simple(), |t| {
            t.at(&format!("{MAIN}/ct25")).attributes.push(("xsi:nil".into(), "true".into()))
        }),
        ("schema.nil.value", simple(), |t| {
            t.at(&format!("{MAIN}/ct25")).attributes.push(("xsi:nil".into(), "yes".into()))
        }),
        ("schema.attribute.unexpected", simple(), |t| t.at(MAIN).attributes.push(("x".into(), "1".into()))),
        ("schema.attribute.missing", full(), |t| {
            t.at(&format!("{PLUC}/{LOTTERY}/NoiDungBangPhanBo")).attributes.clear()
        }),
        ("schema.xsi-type", simple(), |t| t.at(MAIN).attributes.push(("xsi:type".into(), "x".into()))),
        ("schema.stopped", simple(), |t| t.at(MAIN).children.extend(std::iter::repeat_n(leaf("x", 1), 300))),
    ]
}
