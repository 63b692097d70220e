//! The ten forms that people declare most, from figures in JSON to documents that are right.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod declaration_json_support;
mod shared;

use declaration_json_support::{Judge, label, parsed, put};
use etax::declaration::json::{Draft, choose};
use etax::declaration::{self, Declaration, Settings};
use etax::form::{Catalogue, Version};
use etax::report::{Checks, Findings};
use etax::rule::{Lang, Weight};
use serde_json::{Value, json};

/// Figures of one form: period, main part, appendices, and what must come out.
struct Figures {
    sign: &'static str,
    period: (&'static str, &'static str),
    main: Value,
    appendices: Value,
    computed: &'static [(&'static str, i64)],
}

fn figures() -> Vec<Figures> {
    vec![
        Figures {
            sign: "01/GTGT",
            period: ("M", "10/2026"),
            main: json!({
                "tieuMucHachToan": "1701", "ct21": false, "ct22": 5_000_000,
                "GiaTriVaThueGTGTHHDVMuaVao": { "ct23": 300_000_000, "ct24": 30_000_000 },
                "HangHoaDichVuNhapKhau": { "ct23a": 0, "ct24a": 0 },
                "ct25": 30_000_000, "ct26": 10_000_000, "ct29": 0,
                "HHDVBRaChiuTSuat5": { "ct30": 20_000_000, "ct31": 1_000_000 },
                "HHDVBRaChiuTSuat10": { "ct32": 500_000_000, "ct33": 50_000_000 },
                "ct32a": 0, "ct37": 0, "ct38": 0, "ct39a": 0, "ct40b": 0, "ct42": 0,
            }),
            appendices: Value::Null,
            computed: &[
                ("[27]", 520_000_000),
                ("[28]", 51_000_000),
                ("[34]", 530_000_000),
                ("[35]", 51_000_000),
                ("[36]", 21_000_000),
                ("[40a]", 16_000_000),
                ("[40]", 16_000_000),
                ("[41]", 0),
                ("[43]", 0),
            ],
        },
        Figures {
            sign: "04/GTGT",
            period: ("Q", "3/2026"),
            main: json!({ "KhaiThueTPPTTTDT": {
                "ct21": 0,
                "PPhoiCCapHHoa": { "ct22": 200_000_000, "ct23": 2_000_000 },
                "DVuXDungKoBaoThauNVL": { "ct24": 40_000_000, "ct25": 2_000_000 },
                "HHoaXDungCoBaoThauNVL": { "ct26": 0, "ct27": 0 },
                "HDongKDoanhKhac": { "ct28": 10_000_000, "ct29": 200_000 },
            }}),
            appendices: Value::Null,
            computed: &[("[30]", 250_000_000), ("[31]", 4_200_000), ("[32]", 250_000_000)],
        },
        Figures {
            sign: "03/GTGT",
            period: ("Q", "3/2026"),
            main: json!({
                "ct21": 0, "ct22": 900_000_000, "ct23": 850_000_000, "ct24": 0, "ct25": 0,
                "ct26a": 0, "ct26b": 50_000_000, "ct27": 5_000_000, "ct27a": 0, "ct27b": 5_000_000,
            }),
            appendices: Value::Null,
            computed: &[("[26]", 50_000_000)],
        },
        Figures {
            sign: "05/KK-TNCN",
            period: ("M", "10/2026"),
            main: json!({
                "ct15": false, "ct16": 12, "ct17": 10, "ct19": 4, "ct20": 1, "ct22": 300_000_000, "ct23": 50_000_000,
                "ct24": 0, "ct25": 0, "ct27": 150_000_000, "ct28": 50_000_000, "ct30": 12_000_000, "ct31": 10_000_000,
            }),
            appendices: Value::Null,
            computed: &[
                ("[18]", 5),
                ("[21]", 350_000_000),
                ("[26]", 200_000_000),
                ("[29]", 22_000_000),
                ("[32]", 0),
            ],
        },
        Figures {
            sign: "05/QTT-TNCN",
            period: ("Y", "2025"),
            main: json!({ "NVuKhauTruThue": { "ct16": 2 } }),
            appendices: json!({ "PLuc_05_1_BK_QTT": { "BKeCTietCNhan": [{
                "ct07": "Bưởi Văn Cam", "ct08": "0100109106", "ct10": true, "ct11": false,
                "ct12": 300_000_000, "ct13": 0, "ct14": 0, "ct15": 0, "ct16": 1, "ct17": 184_800_000,
                "ct18": 0, "ct19": 31_500_000, "ct20": 0, "ct22": 6_000_000, "ct23": 0, "ct24": 5_370_000,
            }]}}),
            computed: &[("[40]", 0)],
        },
        Figures {
            sign: "02/KK-TNCN",
            period: ("Q", "3/2026"),
            main: json!({ "CaNhanCuTru": {
                "ct20": 150_000_000, "ct21": 0, "ct23": 33_000_000, "ct24": 13_200_000, "ct25": 0, "ct26": 10_000_000,
                "ct27": 0, "ct29": 12_000_000,
            }, "CaNhanKhongCuTru": { "ct30": 0, "ct31": 20 }}),
            appendices: Value::Null,
            computed: &[("[22]", 56_200_000), ("[28]", 93_800_000), ("[32]", 0)],
        },
        Figures {
            sign: "03/TNDN",
            period: ("Y", "2025"),
            main: json!({
                "Header": { "ct04_ma": "G4711", "ct04_ten": "Bán lẻ lương thực, thực phẩm", "ct05": "100" },
                "ctB14": 105_000_000, "ctC1": 105_000_000, "ctC2": 0, "ctC3b": 0, "ctC5": 0, "ctC7": 105_000_000, "ctC8": 0,
                "ctB4": 5_000_000, "ctE1": 21_000_000, "ctG2": 15_000_000,
            }),
            appendices: json!({ "PLuc_03_1A_TNDN": {
                "ct04": 1_000_000_000, "ct05": 0, "ct07": 0, "ct08": 0, "ct09": 0, "ct10": 1_000_000, "ct11": 1_000_000,
                "ct13": 700_000_000, "ct14": 100_000_000, "ct15": 100_000_000, "ct16": 1_000_000, "ct17": 1_000_000,
                "ct19": 0, "ct20": 0,
            }}),
            computed: &[
                ("[A1]", 100_000_000),
                ("[B1]", 5_000_000),
                ("[B13]", 105_000_000),
                ("[C4]", 105_000_000),
                ("[C9]", 21_000_000),
                ("[C17]", 21_000_000),
                ("[E]", 21_000_000),
                ("[I1]", 6_000_000),
            ],
        },
        Figures {
            sign: "01/CNKD",
            period: ("Q", "3/2026"),
            main: json!({
                "Header": { "hkdcnkdnopkekhai": true },
                "KKThueGTGT_TNCN": {
                    "DoanhThuThueGTGT": { "ct28": 90_000_000 }, "SoThueGTGT": { "ct28": 900_000 },
                    "DoanhThuThueTNCN": { "ct28": 90_000_000 }, "SoThueTNCN": { "ct28": 450_000 },
                },
            }),
            appendices: Value::Null,
            computed: &[("[32a]", 90_000_000), ("[32b]", 900_000), ("[32c]", 90_000_000), ("[32d]", 450_000)],
        },
        Figures {
            sign: "01/TTĐB",
            period: ("M", "10/2026"),
            main: json!({
                "tieuMucHachToan": "1761",
                "BangChiTietThueTTDB": { "HangHoaChiuThueTTDB": { "HHoaSXTrongNuoc": { "NDungHHoaSXTrongNuoc": [{
                    "stt": "1", "ct2_maHH": "010100", "ct2_tenHH": "Rượu", "ct3": "lít", "ct4": "100", "ct5": 130_000_000,
                    "ct6": 80_000_000, "ct7": 65, "ct8": 2_000_000, "ct10": 0,
                }]}}},
            }),
            appendices: Value::Null,
            computed: &[("tongThuePhaiNop", 50_000_000), ("tongThueConPhaiNop", 50_000_000)],
        },
        Figures {
            sign: "01/NTNN",
            period: ("M", "10/2026"),
            main: json!({ "BKThueNTNN": { "ThueNTNN": [{
                "ct1a": "Grapefruit Ltd", "ct3": "01/2026", "ct4": "2026-09-01", "ct5": 100_000_000, "ct6": "2026-10-15",
                "ThueGTGT": { "ct7": 100_000_000, "ct8": "5" },
                "ThueTNDN": { "ct10": 95_000_000, "ct11": "5", "ct12": 0 },
            }]}}),
            appendices: Value::Null,
            computed: &[("tong_ct9", 5_000_000), ("tong_ct13", 4_750_000), ("tong_ct14", 9_750_000)],
        },
    ]
}

#[test]
fn figures_become_declarations_that_are_right() {
    let mut judge = Judge::default();
    // The newest schemas of 01/GTGT and 05/KK-TNCN are not among the files that are here, so older ones are judged too.
    let older = figures().into_iter().filter_map(|figures| match figures.sign {
        "01/GTGT" => Some((figures, Some(Version(2, 6, 8)))),
        "05/KK-TNCN" => Some((figures, Some(Version(2, 5, 1)))),
        _ => None,
    });
    for (figures, version) in figures().into_iter().map(|figures| (figures, None)).chain(older) {
        let form = choose(Catalogue::built_in(), figures.sign, version, None).unwrap();
        let (kind, period) = figures.period;
        let mut given = json!({ "form": figures.sign, "version": form.head().version.to_string() });
        let below = "/HSoKhaiThue/TTinChung/TTinTKhaiThue";
        for (pointer, value) in [
            ("TKhaiThue/loaiTKhai", json!("C")),
            ("TKhaiThue/soLan", json!(0)),
            ("TKhaiThue/KyKKhaiThue/kieuKy", json!(kind)),
            ("TKhaiThue/KyKKhaiThue/kyKKhai", json!(period)),
            ("TKhaiThue/nguoiKy", json!("Bưởi Văn Cam")),
            ("TKhaiThue/ngayKy", json!("2026-11-16")),
            ("NNT/mst", json!("0100109106")),
            ("NNT/tenNNT", json!("Công ty TNHH Bưởi")),
        ] {
            put(&mut given, form, &format!("{below}/{pointer}"), value);
        }
        put(&mut given, form, "/HSoKhaiThue/CTieuTKhaiChinh", figures.main);
        // Since 2.8.3 05/KK-TNCN names the tax code of before.
        if form.schema().root_place(form.id()).is_some_and(|root| {
            let main = root.child("HSoKhaiThue").and_then(|body| body.place.child("CTieuTKhaiChinh"));
            main.is_some_and(|main| main.place.child("mst_cu").is_some())
        }) {
            put(&mut given, form, "/HSoKhaiThue/CTieuTKhaiChinh/mst_cu", json!("0100109106"));
        }
        if !figures.appendices.is_null() {
            put(&mut given, form, "/HSoKhaiThue/PLuc", figures.appendices);
        }
        let draft = Draft::read(&given.to_string()).unwrap();
        let xml = draft.filled(form, false).unwrap_or_else(|error| panic!("{}: {error}", label(form)));
        let document = parsed(&xml);
        let read = Declaration::read(document.root()).unwrap().with_form(form);
        for (cell, amount) in figures.computed {
            assert_eq!(read.amount(cell), Some(*amount), "{} {cell}\n{xml}", label(form));
        }
        // What was filled in changes nothing when it is worked out again.
        assert_eq!(draft.filled(form, true).unwrap(), xml, "{}", label(form));

        let (mut findings, mut checks) = (Findings::new(100), Checks::default());
        declaration::check(document.root(), &Settings::default(), &mut findings, &mut checks);
        form.rules().check(read.body(), &mut findings);
        let wrong = findings.as_slice().iter().filter(|finding| finding.rule.weight == Weight::Fail);
        let wrong: Vec<String> = wrong
            .map(|it| format!("{} {}: {}", it.rule.id, it.location.path, it.message(Lang::En)))
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}\n{xml}", label(form));
        judge.add(form, &xml);
    }
    let judged = judge.decide();
    // The newest schema of 01/GTGT is not among the files that are here.
    assert!(judged == 0 || judged >= 10, "{judged}");
}
